"""The lexicon of cues."""

import pytest

from onrecord.errors import OnRecordError
from onrecord.knowledge import Knowledge

LEX = Knowledge().cues


@pytest.mark.parametrize(
    ("form", "lemma", "tags"),
    [
        ("said", "say", "dn"),
        ("says", "say", "s"),
        ("denied", "deny", "dn"),
        ("denies", "deny", "s"),
        ("stressed", "stress", "dn"),
        ("stresses", "stress", "s"),
        ("arguing", "argue", "g"),
        ("agreeing", "agree", "g"),
        ("quipped", "quip", "dn"),
        ("spoken", "speak", "n"),
        ("laughs", "laugh", "s"),
    ],
)
def test_forms(form, lemma, tags):
    assert LEX.verbs[form].lemma == lemma
    assert LEX.verbs[form].tags == tags


def test_frames_of_several_groups_add_up_less_the_exceptions():
    assert {"q", "t", "b", "w"} <= set(LEX.verbs["explain"].complements)
    assert "b" not in LEX.verbs["remark"].complements


def test_particles_and_prepositions():
    assert "out" in LEX.verbs["pointed"].particles
    assert not LEX.verbs["pointed"].bare or "to" in LEX.verbs["pointed"].prepositions
    assert "for" in LEX.verbs["called"].prepositions
    assert LEX.verbs["said"].bare


def test_nouns_stand_in_both_numbers():
    assert LEX.nouns["threats"] == LEX.nouns["threat"] == "threat"
    assert LEX.nouns["worries"] == "worry"


def test_the_lists_of_the_rules_are_there():
    names = set("blame express to_nouns towards guilt told asked unsaid".split())
    assert names <= set(LEX.lists)
    assert all(LEX.lists[name] for name in names)


@pytest.fixture
def edited(tmp_path, root):
    """A function that replaces words of the table in a folder of its own."""
    table = (root / "data" / "knowledge" / "cues.toml").read_text(encoding="utf-8")

    def edit(old, new):
        assert old in table
        (tmp_path / "cues.toml").write_text(table.replace(old, new, 1), encoding="utf-8")
        return str(tmp_path)

    return edit


def test_an_unknown_frame_is_named(edited):
    with pytest.raises(OnRecordError, match=r"1 \(say\), frames: 'qlx' is not letters of"):
        Knowledge(edited('frames = "qltbw"', 'frames = "qlx"')).cues


def test_a_missing_part_is_named(edited):
    with pytest.raises(OnRecordError, match=r"cues\.toml: unknown field adverbs; "):
        Knowledge(edited("[adjectives]", "[adverbs]")).cues
    with pytest.raises(OnRecordError, match=r"field excepted; did you mean except\?"):
        Knowledge(edited("[except]", "[excepted]")).cues


def test_a_missing_list_and_a_missing_form_are_named(edited):
    with pytest.raises(OnRecordError, match=r"\[lists\]: guilt is missing; copy it"):
        Knowledge(edited("guilt =", "# guilt =")).cues
    with pytest.raises(OnRecordError, match=r"\[irregular\], say: 'says said' is not four forms"):
        Knowledge(edited('say = "says said said saying"', 'say = "says said"')).cues


def test_a_new_verb_is_a_word_in_the_table(edited):
    assert "yodels" not in LEX.verbs
    assert Knowledge(edited("quip shout", "quip yodel shout")).cues.verbs["yodels"].lemma == "yodel"
