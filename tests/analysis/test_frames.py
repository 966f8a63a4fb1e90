"""Records to frames and back; shares, their intervals, and where there is too little to go by."""

import math

import numpy as np
import pytest

import onrecord
from onrecord.analysis import frames
from onrecord.records import Mention, Statement


def test_statements_may_be_a_frame_with_missing_values(table):
    rows = frames.rows(table, Statement)
    assert {row.article for row in rows} == {"a.txt", "b.txt", "c.txt"}
    assert {row.outlet for row in rows if row.article == "b.txt"} == {None}
    assert {row.paragraph for row in rows} == {None}  # a column that the frame has not
    assert rows[2].content_spans == ((47, 66), (77, 94))
    assert frames.rows(table.iloc[:0], Statement) == []


@pytest.mark.parametrize(
    ("value", "spans"),
    [
        ("[[1, 2], [3, 4]]", ((1, 2), (3, 4))),
        ([np.array([1, 2])], ((1, 2),)),
        ([1, 2], (1, 2)),
        (float("nan"), None),
        (None, None),
    ],
)
def test_spans_of_each_source(value, spans):
    assert frames.spans_of(value) == spans


def test_records_come_back_as_they_were(raw):
    corpus = onrecord.read(raw)
    for kind, table in ((Statement, corpus.statements), (Mention, corpus.mentions)):
        assert frames.frame(frames.rows(table, kind), kind).equals(table)
    assert frames.rows(corpus.mentions, Mention) == [
        row for page in corpus for row in page.mentions
    ]


def test_what_was_cut_and_what_dates_a_page(raw):
    corpus = onrecord.read(raw)
    cut, dated = frames.furniture(corpus), frames.date_evidence(corpus.articles)
    assert len(cut)
    assert len(dated)
    texts = {page.name: page.text for page in corpus}
    for row in [*cut.itertuples(), *dated.itertuples()]:
        assert texts[row.article][row.start : row.stop] == row.words
    assert frames.furniture([]).dtypes.equals(cut.dtypes)
    assert frames.date_evidence(corpus.articles.iloc[:0]).dtypes.equals(dated.dtypes)


def test_wilson_against_published_figures():
    # Newcombe (1998), table I
    published = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605)}
    published |= {(0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}
    for (n, total), ends in published.items():
        assert frames.wilson(n, total) == pytest.approx(ends, abs=5e-5)
    assert all(map(math.isnan, frames.wilson(0, 0)))
    with pytest.raises(ValueError, match="no share"):
        frames.wilson(3, 2)


def test_caution_in_words():
    assert frames.caution(100, "statement", 3) == ""
    assert frames.caution(1, "statement", 2) == "1 statement: too few for a share"
    assert frames.caution(12, "statement", 1) == "one article: speaks of that article alone"
