"""Words by voice, and those that set an outlet apart."""

import math

import pandas as pd
import pytest

from onrecord.analysis import framing


def test_words_of_outlet_and_sources_are_told_apart(page):
    frame = framing.words_by_voice([page()])
    where = {(row.word, row.voice): row.n for row in frame.itertuples()}
    assert where["must", "speech"] == where["failing", "speech"] == where["IS", "speech"] == 1
    assert where["regime", "paraphrase"] == where["regime", "narration"] == 1
    assert where["assad", "narration"] == 1
    assert where["war", "headline"] == 1
    assert ("is", "paraphrase") in where


def keyness_of(n, n_rest, size, size_rest):
    """Keyness of one word in two corpora of the given sizes."""
    rows = [("x", n, size), ("y", n_rest, size_rest)]
    counts = [(o, w, k) for o, c, s in rows for w, k in (("tax", c), ("other", s - c)) if k]
    words = pd.DataFrame(
        [(f"{outlet}.txt", outlet, "narration", word, k) for outlet, word, k in counts],
        columns=["article", "outlet", "voice", "word", "n"],
    )
    frame = framing.keyness(words)
    return frame[(frame["outlet"] == "x") & (frame["word"] == "tax")].iloc[0]


def test_keyness_against_worked_figures():
    row = keyness_of(20, 10, 1000, 1000)
    # 2 (20 ln(20/15) + 10 ln(10/15))
    assert row["g2"] == pytest.approx(2 * (20 * math.log(20 / 15) + 10 * math.log(10 / 15)))
    assert row["log_ratio"] == pytest.approx(1.0)
    assert (row["n"], row["n_rest"], row["size"], row["size_rest"]) == (20, 10, 1000, 1000)
    assert (row["per_1000"], row["per_1000_rest"]) == (20.0, 10.0)
    assert row["caution"] == "one article: speaks of that article alone"


def test_keyness_of_a_word_that_the_others_never_use():
    row = keyness_of(8, 0, 1000, 4000)
    assert row["g2"] == pytest.approx(2 * 8 * math.log(8 / 1.6))
    assert row["log_ratio"] == pytest.approx(math.log2(8 / 1000 / (0.5 / 4000)))


def test_keyness_keeps_to_voices_and_to_the_least_count(page):
    other = page(article="b.txt", outlet="Post")
    words = framing.words_by_voice([page(), other])
    spoken = {"IS", "must", "go", "failing", "war"}
    assert set(framing.keyness(words, "speech", least=1)["word"]) <= spoken
    assert len(framing.keyness(words, least=1000)) == 0
    with pytest.raises(ValueError, match="no voice shouting"):
        framing.keyness(words, "shouting")
