"""A corpus of 50,000 statements: what is asked of it costs seconds, and little memory."""

import time

import numpy as np
import pandas as pd
import pytest

from onrecord import figures
from onrecord.analysis import comention, framing, keywords, stance

N, ARTICLES, WITHIN = 50_000, 3_000, 6.0  # statements, articles, seconds of the processor
RNG = np.random.default_rng(0)
DAYS = pd.date_range("2015-01-01", periods=1000).strftime("%Y-%m-%d").to_numpy(object)


def some(kind, n, rows, share=1.0):
    """A text a row: a few of n often, most of them seldom; none in some of the rows."""
    which = np.minimum(n - 1, RNG.pareto(0.6, rows).astype(int))
    texts = pd.Series([f"{kind} {number}" for number in which], dtype="str")
    return texts.where(RNG.random(rows) < share)


@pytest.fixture(scope="module")
def statements():
    rows = pd.DataFrame({"page": np.sort(RNG.integers(0, ARTICLES, N))})
    rows["article"] = "p" + rows["page"].astype("str")
    rows["statement_id"] = rows["article"] + ":s" + rows.index.astype("str")
    rows["utterance"] = rows["statement_id"].where(RNG.random(N) > 0.05).ffill().bfill()
    rows["parent"] = rows["statement_id"].shift(1).where(RNG.random(N) < 0.05)
    rows["outlet"] = "paper " + (rows["page"] % 12).astype("str")
    rows["date_earliest"] = rows["date_latest"] = DAYS[rows["page"] % len(DAYS)]
    rows["speaker"], rows["speaker_side"] = some("Ann", 9000, N, 0.95), some("side", 30, N, 0.4)
    rows["told_by"], rows["form"] = some("Bob", 900, N, 0.05), RNG.choice(["direct", "mixed"], N)
    rows["cue"] = RNG.choice(["said", "claimed", "boasted", "showed", "noted", "admitted"], N)
    return rows.assign(content="that “all of it” is well").astype({"form": "str", "cue": "str"})


@pytest.fixture(scope="module")
def codes(statements):
    value = RNG.choice([-1.0, -0.5, 0.5, 1.0], N)
    more = {"measure": "dyad", "conditional": False, "evidence": "well", "polarity": 0.1}
    return statements.assign(target=some("side", 30, N), value=value, **more)


@pytest.fixture(scope="module")
def mentions(statements):
    rows = pd.concat([statements[["article", "statement_id"]]] * 2, ignore_index=True)
    return rows.assign(actor=some("Ann", 9000, len(rows)), reading="actor")


@pytest.fixture
def cheap():
    began = time.process_time()
    yield
    assert time.process_time() - began < WITHIN


@pytest.mark.usefixtures("cheap")
def test_means_of_stance(codes):
    found, once = stance.average(codes, "all"), stance.utterances(codes)
    assert found["n"].sum() + found["told"].sum() == len(once)
    side, target = found.loc[found["n"].idxmax(), ["speaker_side", "target"]]
    own = once[once["speaker_side"].fillna(once["speaker"]).fillna("unknown") == side]
    own = own[(own["target"] == target) & own["told_by"].isna()]
    row = found.loc[found["n"].idxmax()]
    assert (row["n"], row["articles"]) == (len(own), own["article"].nunique())
    assert row["interval_low"] < row["mean"] == own["value"].mean() < row["interval_high"]
    assert len(stance.average(codes)) > N / 3


@pytest.mark.usefixtures("cheap")
def test_trends_of_stance(codes):
    found = stance.trend(codes)
    assert found["dates"].max() > 500
    assert found["p"].dropna().between(1 / 1001, 1).all()


@pytest.mark.usefixtures("cheap")
def test_the_figure_of_stance(codes):
    drawn = figures.stance_over_time(codes, measure="dyad")
    assert len(drawn.drawing.axes) == 8  # of hundreds
    assert drawn.data["n"].sum() == stance.utterances(codes)["told_by"].isna().sum()


@pytest.mark.usefixtures("cheap")
def test_who_is_named_together(mentions, statements):
    pairs = comention.pairs(mentions, statements=statements)
    assert pairs["n"].sum() == sum(map(len, pairs["units"]))
    comention.without_one(pairs, mentions, statements)
    figures.comention(pairs)


@pytest.mark.usefixtures("cheap")
def test_who_speaks_in_each_outlet(statements):
    voices = framing.speakers_by_outlet(statements, "speaker_side")
    assert voices["total"].groupby(voices["outlet"]).first().sum() == voices["n"].sum()
    assert (voices["words"] == 6 * voices["n"]).all()
    figures.outlet_voices(voices)
    figures.speakers(statements)


@pytest.mark.usefixtures("cheap")
def test_with_which_verbs(statements):
    verbs = framing.verbs_by_speaker(statements)
    assert verbs["n"].sum() == verbs["total"].iloc[0]
    figures.verbs_of_saying(verbs)


@pytest.mark.usefixtures("cheap")
def test_which_words_set_outlets_apart(statements):
    rows = statements[["article", "outlet"]].drop_duplicates()
    rows = rows.loc[rows.index.repeat(120)].assign(voice="narration", kind="word", n=1)
    rows = rows.assign(word=some("w", 9000, len(rows)))
    words = rows.groupby(["article", "outlet", "voice", "word", "kind"])["n"].sum().reset_index()
    found = keywords.separation(words)
    assert len(found) == 12
    assert (found["splits"] == 1000).all()
    best = keywords.keyness(words).groupby("group")["z"].max()
    assert found["z"].tolist() == best.tolist()
