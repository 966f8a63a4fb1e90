"""Records to frames and back."""

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
