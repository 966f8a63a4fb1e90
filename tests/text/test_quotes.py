"""Quotations and their marks."""

import pytest

from onrecord.text.quotes import quotations


def inner(text):
    return [text[q.inner_start : q.inner_stop] for q in quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“No,” she said. “Not yet.”",
        '"No," she said. "Not yet."',
        "‘No,’ she said. ‘Not yet.’",
        "'No,' she said. 'Not yet.'",
        "``No,'' she said. ``Not yet.''",
        "«No,» she said. «Not yet.»",
        "„No,“ she said. „Not yet.“",
        "„No,” she said. „Not yet.”",
        '“No," she said. "Not yet.”',
    ],
)
def test_marks_of_each_kind(text):
    assert inner(text) == ["No,", "Not yet."]
    assert all(q.closed for q in quotations(text))


def test_a_quotation_that_is_not_closed_runs_to_the_end():
    (only,) = quotations("She said: “Not yet. ")
    assert only[:2] == (10, 19)
    assert not only.closed


def test_a_straight_mark_that_can_only_open_closes_the_quotation_before():
    text = '"It will stay open. And (so to say) "it will be free" he said.'
    assert inner(text) == ["It will stay open. And (so to say)", "it will be free"]


def test_a_quotation_within_a_quotation_is_no_other():
    assert inner("“He said ‘never’ to it,” she said.") == ["He said ‘never’ to it,"]


@pytest.mark.parametrize(
    "text",
    [
        "The dogs' home isn't the cats' home.",
        "It’s the rebels’ line, the ’90s and rock ’n’ roll.",
        "He stood 6' 2\" in his socks.",
        "Nothing” was opened here.",
        "“”",
        "",
    ],
)
def test_what_is_no_quotation(text):
    assert inner(text) == []


def test_a_plural_possessive_does_not_close():
    assert inner("‘The rebels’ lines are long,’ he said.") == ["The rebels’ lines are long,"]


def test_only_the_given_part_is_read():
    text = "“One.” “Two.” “Three.”"
    assert [q[:2] for q in quotations(text, 7, 13)] == [(7, 13)]
    assert quotations(text, 1, 5) == []
