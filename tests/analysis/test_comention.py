"""Who is named together: counts, measures, and the words behind them."""

import numpy as np
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
        "text": str(actor)[:5],
        "actor": actor,
        "kind": "person",
        "side": side,
        "reading": reading,
        "rule": "name",
        "paragraph": paragraph,
        "sentence_span": (10 * (start // 30), 99),
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
    # units hold 2, 1, 1, 3 names; Ann stands in 3, Bob in 2, Cid and Dora in 1: of the 13 such
    # tables Bob is beside Ann twice in 4, once in 9
    assert row.expected == pytest.approx(17 / 13)
    assert row.ratio == pytest.approx(13 / 17)
    assert (row.p, row.smallest_p) == pytest.approx((1.0, 4 / 13))
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
    assert (row.articles, row.expected, row.smallest_p) == (2, 2.0, 1.0)  # both in every article
    assert "too few" in row.caution


def test_pairs_within_sentences():
    sentences = comention.pairs(MENTIONS, "sentence")
    assert counts(sentences)["Ann", "Bob"] == 2
    assert "a: from 10" in sentences.iloc[0]["units"]


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
    statements = [{"speaker": None, "told_by": None, **row} for row in statements]
    frame = comention.pairs(MENTIONS, statements=pd.DataFrame(statements))
    assert counts(frame) == {("Ann", "Bob"): 2}
    assert list(frame.loc[0, "units"]) == ["a:s01", "a:s02"]


def retold():
    """Statements of which the fullest telling stands in article b, the first in a."""
    rows = [(name, None, name, None, None) for name in ("a:s01", "a:s02", "a:s03", "b:s01")]
    columns = ["statement_id", "parent", "utterance", "speaker", "told_by"]
    frame = pd.DataFrame(rows, columns=columns).replace({"utterance": {"a:s01": "b:s01"}})
    return frame.assign(article=frame["statement_id"].str[0])


def test_an_utterance_stays_where_its_fullest_telling_is_left_out():
    named = MENTIONS.assign(actor=MENTIONS["actor"].replace("Dora", "Bob"))
    both = comention.pairs(named, statements=retold()).set_index(["a", "b"])
    assert both.loc[("Ann", "Bob"), "units"] == ["b:s01"]
    part = retold().query("article == 'a'")
    rest = named[named["article"] == "a"]
    assert counts(comention.pairs(rest, statements=part)) == {("Ann", "Bob"): 1}
    (row,) = comention.without_one(
        comention.pairs(named, statements=retold()), named, retold()
    ).itertuples()
    assert (row.without, row.a, row.b, row.n) == ("b", "Ann", "Bob", 1)


def test_whom_a_pronoun_stands_for_is_left_out_of_what_follows_too():
    named = pd.concat([made(3, articles=6, actors=8), made(4, articles=6, actors=8).assign(
        reading="pronoun")])  # fmt: skip
    frame = comention.pairs(named, "article", pronouns=False)
    left = comention.without_one(frame, named)
    names = named[named["reading"] == "actor"]
    pd.testing.assert_frame_equal(left, comention.without_one(frame, names))
    assert set(comention.evidence(frame, named)["start"]) <= set(names["start"])
    assert len(comention.evidence(frame, named)) == len(comention.evidence(frame, names))


def test_actors_need_no_side():
    frame = comention.pairs(MENTIONS.drop(columns="side"))
    pd.testing.assert_frame_equal(frame, comention.pairs(MENTIONS))


def test_a_circle_of_parents_comes_to_an_end():
    told = [("a:s01", "a:s02"), ("a:s02", "a:s03"), ("a:s03", "a:s02"), ("b:s01", "b:s01")]
    rows = pd.DataFrame(told, columns=["statement_id", "parent"])
    rows = rows.assign(utterance=rows["statement_id"], speaker=None, told_by=None)
    frame = comention.pairs(MENTIONS, statements=rows)
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


STATEMENTS = pd.DataFrame(
    [("a:s01", None, None, "Ann"), ("a:s02", None, None, "Cid"), ("a:s03", "a:s02", "Cid", "Dora")],
    columns=["statement_id", "parent", "told_by", "speaker"],
).assign(utterance=lambda frame: frame["statement_id"], speaker_side="South", article="a")


def test_words_that_tell_anothers_view_are_counted_apart():
    rows = [
        mention("a", 1, "a:s02", "Ann"),
        mention("a", 1, "a:s03", "Bob", start=10),
        mention("a", 1, "a:s02", "Eve", start=20),
        mention("a", 1, "a:s03", "Eve", start=30),
    ]
    (row,) = comention.pairs(pd.DataFrame(rows), statements=STATEMENTS).itertuples()
    assert (row.a, row.b, row.n, row.told, row.n_units) == ("Ann", "Eve", 1, 0, 1)
    more = [*rows, mention("a", 0, "a:s01", "Ann"), mention("a", 0, "a:s01", "Bob", start=10)]
    frame = comention.pairs(pd.DataFrame(more), statements=STATEMENTS).set_index(["a", "b"])
    assert tuple(frame.loc[("Ann", "Bob"), ["n", "told"]]) == (1, 1)


def test_pronouns_count_but_for_the_speakers_own():
    rows = [
        mention("a", 0, "a:s01", "Ann", reading="pronoun"),  # Ann said that she …
        mention("a", 0, "a:s01", "Bob", reading="pronoun", start=10),
        mention("a", 0, "a:s01", "Cid", start=20),
        mention("a", 0, "a:s01", None, reading="pronoun", start=30) | {"actor": None},
    ]
    frame = pd.DataFrame(rows)
    assert counts(comention.pairs(frame, statements=STATEMENTS)) == {("Bob", "Cid"): 1}
    assert counts(comention.pairs(frame, statements=STATEMENTS, pronouns=False)) == {}


def test_who_names_whom():
    rows = [
        mention("a", 0, "a:s01", "Bob"), mention("a", 0, "a:s01", "Bob", start=10),
        mention("a", 0, "a:s01", "Ann", start=20), mention("a", 1, "a:s02", "Ann"),
        mention("a", 1, "a:s03", "Bob", start=10),
    ]  # fmt: skip
    frame = comention.directed(STATEMENTS, pd.DataFrame(rows))
    assert [tuple(row) for row in frame.iloc[:, :9].itertuples(index=False)] == [
        ("Ann", "Bob", 1, 0, 1, 1.0, 0, 1, 0.0),  # Ann of herself is left out
        ("Cid", "Ann", 1, 0, 1, 1.0, 0, 0, pytest.approx(float("nan"), nan_ok=True)),
        ("Cid", "Bob", 0, 1, 1, 0.0, 1, 1, 1.0),  # in words that tell the view of Dora alone
    ]
    sides = comention.directed(STATEMENTS, pd.DataFrame(rows), by="side")
    assert set(sides["speaker"]) == {"South"}
    empty = comention.directed(STATEMENTS.iloc[:0], pd.DataFrame(rows).iloc[:0])
    assert dict(empty.dtypes) == dict(frame.dtypes)


def made(seed, together=0, articles=200, actors=30):
    """Mentions in made articles, who is named being chance; Ann and Bob planted together."""
    rng, rows = np.random.default_rng(seed), []
    weights = 1 / np.arange(1, actors + 1)
    for n in range(articles):
        those = rng.choice(actors, rng.integers(1, 6), replace=False, p=weights / weights.sum())
        who = {f"actor {each:02}" for each in those} | ({"Ann", "Bob"} if n < together else set())
        rows += [
            mention(f"{n:03}", 0, f"{n:03}:s01", each, start=3 * k)
            for k, each in enumerate(sorted(who))
        ]
    return pd.DataFrame(rows)


def test_a_planted_pair_is_found_and_stands_without_any_article():
    frame = comention.pairs(made(0, together=8), "article")
    first = frame.iloc[0]
    assert (first["a"], first["b"], first["n"]) == ("Ann", "Bob", 8)
    assert first["p_corrected"] < 0.001
    assert (frame["p_corrected"] <= 0.05).sum() == 1
    left = comention.without_one(frame, made(0, together=8))
    assert list(left["n"]) == [7] * comention.MOST
    assert (left["p_corrected"] < 0.001).all()


def test_without_an_article_is_as_if_it_were_not_there():
    named = made(3, articles=6, actors=8)
    frame = comention.pairs(named, "article")
    for row in comention.without_one(frame, named).itertuples():
        rest = comention.pairs(named[named["article"] != row.without], "article")
        its = rest.set_index(["a", "b"]).loc[(row.a, row.b)]
        assert (its["n"], its["p"]) == (row.n, row.p)
        assert row.p_corrected == pytest.approx(its["p_corrected"], nan_ok=True)
    assert len(comention.without_one(frame.iloc[:0], named)) == 0


def test_chance_alone_finds_pairs_no_more_often_than_it_says():
    found = [
        (
            comention.pairs(made(seed, articles=20, actors=10), "article")["p_corrected"] <= 0.05
        ).any()
        for seed in range(200)
    ]
    assert sum(found) <= 10 + 3 * (200 * 0.05 * 0.95) ** 0.5


def test_how_capitals_were_read():
    raw = "He had come.\n\nIn Moscow, Putin met Kerry. Moscow agreed with The Washington Post."
    named = frames.frame(Page(raw, "p").mentions, Mention)
    found = {(row.text, row.reading): row.n for row in comention.capitals(named).itertuples()}
    assert found == {
        ("Moscow", "place"): 1, ("Moscow", "actor"): 1, ("Washington Post", "newspaper"): 1,
    }  # fmt: skip
    empty = comention.capitals(named.iloc[:0])
    assert dict(empty.dtypes) == dict(comention.capitals(named).dtypes)
