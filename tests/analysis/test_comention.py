"""Who is named together: counts, measures, and the words behind them."""

import math

import pandas as pd
import pytest

from onrecord.analysis import comention, frames
from onrecord.corpus import Page
from onrecord.records import Mention


def mention(article, paragraph, statement, actor, side=None, reading="actor", start=0):
    """A row of the frame of mentions."""
    return {
        "article": article,
        "start": start,
        "stop": start + 5,
        "text": actor[:5],
        "actor": actor,
        "kind": "person",
        "side": side,
        "reading": reading,
        "rule": "name",
        "paragraph": paragraph,
        "statement_id": statement,
        "voice": "direct" if statement else "narration",
    }


MENTIONS = pd.DataFrame(
    [
        mention("a", None, None, "Ann", "North"),
        mention("a", 0, "a:s01", "Ann", "North", start=10),
        mention("a", 0, "a:s01", "Bob", "South", start=20),
        mention("a", 0, "a:s01", "Bob", "South", start=30),
        mention("a", 1, "a:s02", "Ann", "North", start=40),
        mention("a", 1, "a:s03", "Bob", "South", start=50),
        mention("a", 2, None, "Cid", "South", start=60),
        mention("b", 0, "b:s01", "Ann", "North"),
        mention("b", 0, "b:s01", "Cid", "South", start=10),
        mention("b", 0, "b:s01", "Dora", None, start=20),
        mention("b", 0, "b:s01", "Lille", None, "place", start=30),
    ]
).astype({"paragraph": "Int64"})


def counts(frame):
    """The pairs of a frame with their n."""
    return {(row.a, row.b): row.n for row in frame.itertuples()}


def test_pairs_within_statements():
    frame = comention.pairs(MENTIONS)
    assert counts(frame) == {
        ("Ann", "Bob"): 1, ("Ann", "Cid"): 1, ("Ann", "Dora"): 1, ("Cid", "Dora"): 1,
    }  # fmt: skip
    row = frame.set_index(["a", "b"]).loc[("Ann", "Bob")]
    assert (row.n_a, row.n_b, row.n_units, row.articles) == (3, 2, 4, 1)
    assert row.share == pytest.approx(1 / 4)
    assert row.low < row.share < row.high
    assert row.lift == pytest.approx(1 * 4 / (3 * 2))
    assert row.units == ["a:s01"]
    assert row.caution == "one article: speaks of that article alone"


def test_pairs_within_paragraphs_and_articles():
    paragraphs = comention.pairs(MENTIONS, "paragraph")
    assert counts(paragraphs)["Ann", "Bob"] == 2
    assert ("Ann", "Cid") in counts(paragraphs)
    assert set(paragraphs["n_units"]) == {5}  # the headline is a unit, too
    whole = comention.pairs(MENTIONS, "article")
    assert counts(whole)["Ann", "Cid"] == 2
    row = whole.set_index(["a", "b"]).loc[("Ann", "Cid")]
    assert (row.articles, row.share) == (2, 1.0)
    assert math.isnan(row.npmi)  # both in every article: chance cannot be told from choice
    assert "too few" in row.caution


def test_places_do_not_count():
    assert not any("Lille" in pair for pair in counts(comention.pairs(MENTIONS, "article")))


def test_pairs_by_side():
    frame = comention.pairs(MENTIONS, "article", by="side")
    assert counts(frame) == {("North", "South"): 2, ("Dora", "North"): 1, ("Dora", "South"): 1}


def test_repeats_count_once_and_inner_statements_with_the_outer():
    statements = [
        {"statement_id": "a:s01", "parent": None, "utterance": "a:s01"},
        {"statement_id": "a:s02", "parent": None, "utterance": "a:s02"},
        {"statement_id": "a:s03", "parent": "a:s02", "utterance": "a:s03"},
        {"statement_id": "b:s01", "parent": None, "utterance": "a:s01"},
    ]
    frame = comention.pairs(MENTIONS, statements=pd.DataFrame(statements))
    assert counts(frame) == {("Ann", "Bob"): 2}
    assert list(frame.loc[0, "units"]) == ["a:s01", "a:s02"]


def test_a_circle_of_parents_comes_to_an_end():
    told = [("a:s01", "a:s02"), ("a:s02", "a:s03"), ("a:s03", "a:s02"), ("b:s01", "b:s01")]
    rows = [{"statement_id": name, "parent": parent, "utterance": name} for name, parent in told]
    frame = comention.pairs(MENTIONS, statements=pd.DataFrame(rows))
    assert counts(frame)["Ann", "Bob"] == 1


def test_evidence_leads_back_to_the_words():
    frame = comention.pairs(MENTIONS, "paragraph")
    row = frame.iloc[0]
    found = comention.evidence(frame, MENTIONS)
    assert {row["a"], row["b"]} == set(found["actor"])
    assert set(found["unit"]) == set(row["units"])
    assert list(found["start"]) == [10, 20, 30, 40, 50]
    other = comention.evidence(frame.query("a == 'Ann' and b == 'Dora'"), MENTIONS)
    assert list(other["actor"]) == ["Ann", "Dora"]


def test_evidence_holds_in_a_page():
    raw = "He had come.\n\nPutin met Kerry.\n\nKerry left for Paris."
    named = frames.frame(Page(raw, "p").mentions, Mention)
    frame = comention.pairs(named, "paragraph")
    assert counts(frame) == {("John Kerry", "Vladimir Putin"): 1}
    found = comention.evidence(frame, named)
    assert [raw[a:b] for a, b in zip(found["start"], found["stop"], strict=True)] == [
        "Putin",
        "Kerry",
    ]


def test_least_leaves_rare_pairs_out():
    assert counts(comention.pairs(MENTIONS, "paragraph", least=2)) == {("Ann", "Bob"): 2}


@pytest.mark.parametrize("wrong", [{"within": "page"}, {"by": "colour"}])
def test_what_cannot_be_asked(wrong):
    with pytest.raises(ValueError, match="is not known"):
        comention.pairs(MENTIONS, **wrong)


def test_an_empty_frame_keeps_its_columns():
    empty = comention.pairs(MENTIONS.iloc[:0])
    assert len(empty) == 0
    assert dict(empty.dtypes) == dict(comention.pairs(MENTIONS).dtypes)
    full = comention.evidence(comention.pairs(MENTIONS), MENTIONS)
    assert list(full) == ["unit", "article", "start", "stop", "text", "actor", "voice", "rule"]
    assert dict(comention.evidence(empty, MENTIONS).dtypes) == dict(full.dtypes)


def test_the_same_frame_on_every_run():
    shuffled = MENTIONS.sample(frac=1, random_state=1)
    for within in comention.WITHIN:
        one, other = comention.pairs(MENTIONS, within), comention.pairs(shuffled, within)
        pd.testing.assert_frame_equal(one.drop(columns="units"), other.drop(columns="units"))


def test_association_at_its_ends():
    assert comention.association(5, 5, 5, 10) == (2.0, pytest.approx(1.0))
    assert comention.association(1, 2, 5, 10) == (1.0, pytest.approx(0.0))


def test_how_capitals_were_read():
    raw = "He had come.\n\nIn Moscow, Putin met Kerry. Moscow agreed with The Washington Post."
    named = frames.frame(Page(raw, "p").mentions, Mention)
    found = {(row.text, row.reading): row.n for row in comention.capitals(named).itertuples()}
    assert found == {
        ("Moscow", "place"): 1, ("Moscow", "actor"): 1, ("Washington Post", "newspaper"): 1,
    }  # fmt: skip
    empty = comention.capitals(named.iloc[:0])
    assert dict(empty.dtypes) == dict(comention.capitals(named).dtypes)
