"""Labels, tones, sentiment words and phrases that show a stance, made ready."""

import pytest

from onrecord.errors import OnRecordError
from onrecord.knowledge import Knowledge, targets, wording
from onrecord.knowledge.tables import Table
from onrecord.knowledge.wording import SentimentWords

TEA = {"code": "TEA", "wording": "Tea!", "raised": ["tea"]}
TABLE = {
    "group": [
        {"name": "bad", "value": -1.0, "words": "Bad bad*"},
        {"name": "worse", "value": -2.0, "words": "badl*"},
    ],
    "operators": {"negation": "not never", "negation_undone": "only"},
}


def test_a_word_is_of_its_own_group_or_of_that_of_its_longest_stem():
    words = SentimentWords(Table("own.toml", TABLE))
    kinds = [words.kind(word) for word in ("bad", "badge", "badly", "good", "b" * 99)]
    assert kinds == [(1, -10), (1, -10), (2, -20), (0, 0), (0, 0)]
    assert (words.negation, words.undone) == ({"not", "never"}, {"only"})


def test_every_tone_has_words_of_its_own():
    seen = {}
    for entry in Knowledge().table("cue_tones").entries("tone"):
        for word in entry["words"].split():
            assert word not in seen, (word, seen.get(word), entry["tone"])
            seen[word] = entry["tone"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"code": "X", "wording": "w"}, "raised is missing"),
        ({"code": "X", "wording": "w", "raised": "sugar"}, "raised: not a list"),
        (
            {"code": "X", "wording": "w", "raised": ["a"], "favoring": "pro"},
            "mean favouring",
        ),
        ({"code": "X", "wording": "w", "raised": ["a"], "favouring": "yes"}, "'yes' is not known"),
        ({"code": "X", "wording": "w", "raised": ["a"], "about": "Russia"}, "about: not a list"),
        ({"code": "X", "wording": "w", "raised": ["a"], "about": [""]}, "about: '' is not"),
        ({"code": "X", "wording": "w", "raised": ["a"], "for_example": 1}, "for_example: 1 is not"),
        ({"code": "X", "wording": "w", "raised": ["a|"]}, "raised: 'a|' is not a phrase"),
        ({"code": "X", "wording": "w", "raised": ["a || b"]}, "is not a phrase"),
    ],
)
def test_wrong_propositions_are_named(entry, message):
    with pytest.raises(OnRecordError, match=message):
        targets([entry], Knowledge())


def test_a_code_stands_once():
    with pytest.raises(OnRecordError, match="stands twice"):
        targets([TEA, TEA], Knowledge())


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("lift*", "lifting", True),
        ("lift", "lifted", False),
        ("hold* .. responsible", "held them responsible", False),
        ("hold* .. responsible", "holds Russia and its allies responsible", True),
        ("hold* .. responsible", "holds on to one two three four five responsible", False),
        (", provided", "yes, provided they come", True),
        (", provided", "they provided aid", False),
        ("n't", "they won’t go", True),
        ("anti-terror coalition", "ANTI TERROR coalition", True),
        ("failed regime", "“failed” regime", True),
        ("lift|ease|end* it", "ending it", True),
        ("lift|ease|end* it", "lift off", False),
        ("no .. truce|pause", "no further pause", True),
        ("two-day|48-hour truce", "a 48 hour truce", True),
        ("admit .. refugees", "admit 10,000 refugees", True),
    ],
)
def test_phrases(phrase, text, found):
    pattern = wording.pattern([phrase])
    assert pattern is not None
    assert bool(pattern.search(wording.small(text))) is found


def test_small_letters_stay_in_place():
    assert len(wording.small("İstanbul ẞ ﬁ")) == len("İstanbul ẞ ﬁ")
