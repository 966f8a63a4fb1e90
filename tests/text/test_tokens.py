"""Quotations and their marks, words, and sentences."""

import pytest

from onrecord.knowledge import Knowledge
from onrecord.text.tokens import LONGEST, QUOTE, Paragraph, quotations, sentences


def cut(text):
    items = Paragraph(text, [[0, len(text)]])
    found = sentences(items, Knowledge().cues.tags)
    return [text[items.start[a] : items.stop[b - 1]] for a, b in found]


def test_offsets_are_those_of_the_text():
    text = "Über-Minister José\u0301 O’Neil paid $3.5 million 😀 in the U.S., “not a cent more.”"
    items = Paragraph(text, [[0, len(text)]])
    for raw, start, stop in zip(items.raw, items.start, items.stop, strict=True):
        assert raw == (QUOTE if raw == QUOTE else text[start:stop])
    assert {"$3.5", "U.S.", "O’Neil", QUOTE} <= set(items.raw)
    covered = [c for a, b in zip(items.start, items.stop, strict=True) for c in text[a:b]]
    assert "".join(covered).replace(" ", "") == text.replace(" ", "")


def test_a_whole_quotation_is_one_item_and_quoted_words_are_not():
    text = "She called it “bold” and said: “It is a good day.”"
    items = Paragraph(text, [[0, len(text)]])
    assert items.raw.count(QUOTE) == 1
    assert "bold" in items.raw
    assert len(items.islands) == 2
    (place,) = items.quotes
    assert items.ends[place] == "."


def test_a_paragraph_in_several_parts_has_only_their_words():
    text = "It is not\n\nShare\n\nover yet."
    items = Paragraph(text, [[0, 9], [18, 27]])
    assert items.raw == ["It", "is", "not", "over", "yet", "."]


@pytest.mark.parametrize(
    "parts",
    [
        ["It is over.", "Nobody came."],
        ["Mr. J. R. Smith of St. Ives, Ohio, left at 3 p.m. on Jan. 5.", "He came back."],
        ["The U.S. agreed.", "So did the U.N. on Friday."],
        ["He lives in the U.S.", "The house is small."],
        ["He left the U.S.", "Lee said no."],
        ["He led the C.I.A.", "Lee said no."],
        ["He met the U.S. Army said Lee."],
        ["“It is over.”", "Nobody came."],
        ["“Is it over?” Smith asked.", "“It is.”"],
        ["“It is over,” he said.", "“Go home.”", "They went."],
        ["It cost 3.5 million … or more.", "(Nobody knows.)", "Why?"],
        ["He said: “It is over.", ],
    ],
)  # fmt: skip
def test_sentences(parts):
    assert cut(" ".join(parts)) == parts


def test_a_name_behind_a_dash_belongs_to_the_quotation():
    assert cut("“It is over.” — Ann Smith") == ["“It is over.” — Ann Smith"]


def test_a_text_without_stops_is_cut():
    assert len(cut("word " * (3 * LONGEST))) == 3


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
        "»No,« she said. »Not yet.«",
        "”No,” she said. ”Not yet.”",
        "‚No,‘ she said. ‚Not yet.‘",
        "‹No,› she said. ‹Not yet.›",
        "「No,」 she said. 「Not yet.」",
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
    assert inner("“The “deal” is off,” she said.") == ["The “deal” is off,"]


def test_a_quotation_may_have_lost_a_mark_or_go_on():
    assert inner("It is over,” she said. “Go.”") == ["It is over,", "Go."]
    assert inner('It is over." So she said. "Go."') == ["Go."]
    assert inner("‘No,’ she said. ‘We won’t pay.") == ["No,", "We won’t pay."]


def test_a_quotation_runs_over_lines():
    items = Paragraph("“It is\nover,” she said.", [[0, 6], [7, 24]])
    assert items.raw[:2] == [QUOTE, "she"]


@pytest.mark.parametrize(
    "text",
    [
        "The dogs' home isn't the cats' home.",
        "It’s the rebels’ line, the ’90s and rock ’n’ roll.",
        "The '90s, the boys' band and rock 'n' roll.",
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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # near its opening a mark closes, though it might be a possessive
        ("Town of 'Feeding Wolves' in Winter", ["Feeding Wolves"]),
        ("Mayor of ‘Threats’ and ‘Feeding Wolves’ in Winter", ["Threats", "Feeding Wolves"]),
        # unless another closes behind it, or it is far off
        ("'The wolves' den is empty,' he said.", ["The wolves' den is empty,"]),
        (f"'Tom and {'all of the ' * 5}wolves' den is empty.", []),
        ("He fed the wolves' young.", []),
    ],
)
def test_single_marks_around_a_plural_close(text, parts):
    assert inner(text) == parts


def test_only_the_given_part_is_read():
    text = "“One.” “Two.” “Three.”"
    assert [q[:2] for q in quotations(text, 7, 13)] == [(7, 13)]
    assert quotations(text, 1, 5) == []
