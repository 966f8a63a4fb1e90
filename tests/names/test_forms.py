"""A text cut into words, the forms of the roster found in it, and their runs."""

import pytest

from onrecord.knowledge import Knowledge
from onrecord.names.forms import letters, runs, stretch

ROSTER = Knowledge().roster


def read(text, **more):
    return stretch(text, 0, len(text), ROSTER, **more)


def test_a_curly_apostrophe_becomes_a_straight_one():
    text = read("The Kremlin’s “e\u0301lan”")
    assert text.words[:4] == ["The", "Kremlin", "'", "s"]
    assert text.possessive(2)
    assert text.behind(2) == 4
    assert text.shown(1, 4) == "Kremlin’s"


def test_offsets_are_those_of_the_whole_text():
    text = stretch("No. Kerry\r\nspoke", 4, 16, ROSTER)
    assert [match.start() for match in text.at] == [4, 11]
    assert [(item.i, item.j, item.actor.name) for item in text.found] == [(0, 1, "John Kerry")]
    assert text.shown(0, 2) == "Kerry spoke"


def test_the_longest_form_is_found_and_none_inside_it():
    found = read("The Syrian Foreign Ministry of the U.S. Secretary of State").found
    assert [(item.i, item.j, item.letter) for item in found] == [
        (1, 2, "a"), (2, 4, "f"), (6, 10, "c"), (10, 13, "t"),
    ]  # fmt: skip


RUNS = [
    ("US Secretary of State John Kerry", ["ctp"]),
    ("Russia's Foreign Ministry", ["cf"]),
    ("ex-President Putin", ["otp"]),
    ("Russia - Putin", ["c", "p"]),
    ("the chief spokesman, the chief", ["st", "t"]),
]


@pytest.mark.parametrize(("phrase", "spelt"), RUNS)
def test_forms_side_by_side_are_one_run(phrase, spelt):
    text = read(phrase)
    assert [run.letters for run in runs(text, text.found)] == spelt
    assert all(letters(run.items) == run.letters for run in runs(text, text.found))


def test_no_run_is_longer_than_twelve_forms():
    text = read("Russia " * 30)
    assert [len(run.items) for run in runs(text, text.found)] == [12, 12, 6]


@pytest.mark.parametrize(
    ("text", "at", "verb"),
    [("Paris denied it", 1, True), ("Paris talks", 1, False), ("Paris officials", 1, False)],
)
def test_what_reads_as_a_verb(text, at, verb):
    assert read(text).is_verb(at) is verb
    assert read(text).is_modified(at) is not verb
