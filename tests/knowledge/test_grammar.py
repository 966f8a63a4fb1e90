"""The word classes that clauses are read by, and a user's own."""

import pytest
from reading import rows_of

from onrecord.knowledge import Knowledge, known

OPENING = "Ann Lind said the bridge is shut.\n\n"  # without it the sentence would be the headline


@pytest.fixture
def with_word(root, tmp_path):
    """A function that adds a word to a class of the grammar in a folder of a user's."""
    ours = (root / "data" / "knowledge" / "grammar.toml").read_text(encoding="utf-8")

    def add(name, word):
        opening = next(o for q in ('"""', '"') if (o := f"\n{name} = {q}") in ours)
        table = ours.replace(opening, f"{opening}{word} ", 1)
        (tmp_path / "grammar.toml").write_text(table, encoding="utf-8")
        return str(tmp_path)

    return add


def last(text, folder=None):
    """Return the source of the last statement of a sentence, as written and by name."""
    row = rows_of(OPENING + text + "\n", "a.txt", folder)[-1]
    return row["speaker_text"], row["speaker"]


@pytest.mark.parametrize(
    ("name", "word", "text", "before", "after"),
    [
        (
            "adverbs", "betimes", "Officials betimes said that the road was shut.",
            "Officials betimes", "Officials",
        ),
        (
            "nominative", "ze", "The old bridge ze said was safe is shut.",
            "The old bridge ze", "ze",
        ),
        ("possessive", "zir", "Anna warned of zir claim that it was shut.", "Anna", "zir"),
        (
            "subordinators", "howbeit", "The dam is shut howbeit officials said that it was safe.",
            "shut howbeit officials", "officials",
        ),
    ],
)  # fmt: skip
def test_a_word_in_a_users_grammar_changes_who_speaks(with_word, name, word, text, before, after):
    assert last(text)[0] == before
    assert last(text, with_word(name, word))[0] == after


def test_a_users_grammar_changes_how_a_name_is_read(with_word):
    text = "It was unsafe, zir government spokesman said."
    assert last(text)[1] == "unnamed zir government spokesman"
    assert last(text, with_word("possessive", "zir"))[1] == "zir government spokesman"


def test_a_changed_grammar_is_read_again(with_word):
    folder = with_word("days", "someday")
    assert "someday" in known(folder).grammar.days
    with_word("days", "somedays")
    assert "someday" not in known(folder).grammar.days


def test_classes_that_are_made_of_several():
    g = Knowledge().grammar
    assert {"he", "him"} <= g.pronouns
    assert {"the", "his"} <= g.determiners
    assert {"is", "has", "will"} <= g.auxiliaries
    assert g.auxiliaries < g.function
