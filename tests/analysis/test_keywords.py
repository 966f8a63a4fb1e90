"""Words that set one group of articles apart: counts, keyness, its chance, words in context."""

import math
from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import onrecord
from onrecord.analysis import keywords
from onrecord.corpus import Page

COLUMNS = ["article", "outlet", "voice", "word", "kind", "n"]


@pytest.fixture
def made(page):
    """The page of the tests, and its like in another outlet, with no mentions read in them."""
    pages = page(), page(article="b.txt", outlet=None)
    return [SimpleNamespace(**vars(each), mentions=[]) for each in pages]


def frame(texts, outlets):
    """The words of some texts, each a table of counts, as the frame of words."""
    rows = [
        (f"{i:03}.txt", outlet, "narration", word, "word", n)
        for i, (text, outlet) in enumerate(zip(texts, outlets, strict=True))
        for word, n in text.items()
        if n
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"n": "int64"})


def drawn(seed, articles, words=30):
    """Counts of words in some articles of different lengths, drawn with a seed."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.full(words, 0.5))
    texts = [rng.multinomial(rng.integers(20, 120), share) for _ in range(articles)]
    return [{f"w{i:02}": int(n) for i, n in enumerate(text)} for text in texts]


FIVE = frame(drawn(1, 5), ["A", "A", "B", "C", None])


def by_hand(n, n_rest, size, size_rest, prior):
    """Log-odds ratio and z by the formulas of Monroe, Colaresi and Quinn (2008)."""
    a = prior * (n + n_rest) / (size + size_rest)
    odds = [
        (count + a) / (whole + prior - count - a)
        for count, whole in ((n, size), (n_rest, size_rest))
    ]
    ratio = math.log(odds[0]) - math.log(odds[1])
    return ratio, ratio / math.sqrt(1 / (n + a) + 1 / (n_rest + a))


def brute(words, group_of, prior, least):
    """Every word of every group, also where it is used nowhere in it: (group, word) -> numbers."""
    out, total = {}, sum(words["n"])
    for group in set(group_of.values()):
        mine = words["article"].map(group_of) == group
        size = int(words["n"][mine].sum())
        for word in set(words["word"]):
            its = words["n"][words["word"] == word]
            n, uses = int(its[mine].sum()), int(its.sum())
            if uses >= least:
                numbers = by_hand(n, uses - n, size, total - size, prior)
                out[group, word] = (n, uses - n, size, total - size, *numbers)
    return out


def test_words_of_outlet_and_sources_are_told_apart(made):
    where = {(row.word, row.voice): row.n for row in keywords.words(made[:1]).itertuples()}
    assert where["must", "speech"] == where["failing", "speech"] == where["IS", "speech"] == 1
    assert where["regime", "paraphrase"] == where["regime", "narration"] == 1
    assert where["assad", "narration"] == 1
    assert where["war", "headline"] == 1
    assert ("is", "paraphrase") in where
    assert set(keywords.words(made)["outlet"]) == {"Daily", "unknown: b.txt"}


def test_kinds_of_words():
    text = (
        "Mr. Trump met President Obama and Sen. Ann Brown in Russia.\n\nHe said they’re asking"
        " twenty teachers. The taxes, according to John Kerry, don’t rise. Its tax won't either."
    )
    text = text.replace("\n", " <tweet author=markup>\n", 1)  # no word
    found = keywords.words([Page(text, "a.txt")]).groupby("kind")["word"].agg(set)
    assert found["title"] == {"mr", "president", "sen"}
    assert found["name"] >= {"trump", "obama", "brown", "russia", "john", "kerry"}
    assert found["number"] == {"twenty"}
    assert found["cue"] == {"said", "asking", "according"}
    assert found["grammar"] >= {"he", "they're", "the", "don't", "won't", "its", "to", "and"}
    assert found["word"] == {"met", "teachers", "taxes", "tax", "rise"}


def test_the_five_pages_show_no_said_he_or_mr(raw):
    words = keywords.words(onrecord.read(raw))
    assert words["n"].sum() > 1500
    shown = set(keywords.keyness(words, least=1)["word"])
    assert shown == set(words.loc[words["kind"] == "word", "word"])
    assert shown.isdisjoint({"said", "says", "told", "he", "his", "the", "mr", "president"})
    assert {"said", "he", "the"} <= set(keywords.keyness(words, kinds=None)["word"])


def test_worked_figures():
    texts = [{"tax": 20, "other": 980}, {"tax": 10, "other": 1990}]
    rows = keywords.keyness(frame(texts, "xy"), prior=300).set_index(["group", "word"])
    row = rows.loc["x", "tax"]
    # 300 words more with a hundredth each of tax: 23 to 1277, and 13 to 2287
    assert row["log_odds"] == pytest.approx(math.log(23 / 1277) - math.log(13 / 2287))
    assert row["z"] == pytest.approx(row["log_odds"] / math.sqrt(1 / 23 + 1 / 13))
    assert row["log_odds"] == pytest.approx(-rows.loc["y", "tax"]["log_odds"])
    assert tuple(row[["n", "n_rest", "size", "size_rest"]]) == (20, 10, 1000, 2000)
    assert tuple(row[["per_1000", "per_1000_rest", "prior"]]) == (20, 5, 300)
    assert row["caution"] == "one article: speaks of that article alone"
    assert keywords.keyness(frame(texts, "xy")).loc[0, "prior"] == 300  # a tenth of the words


def test_observed_cells_are_those_of_the_full_layout():
    group_of = dict(zip(FIVE["article"], FIVE["outlet"].fillna("unknown: 004.txt"), strict=True))
    full = brute(FIVE, group_of, 40, 3)
    found = keywords.keyness(FIVE, prior=40, least=3)
    columns = ["n", "n_rest", "size", "size_rest", "log_odds", "z"]
    assert set(zip(found["group"], found["word"], strict=True)) == {
        key for key, numbers in full.items() if numbers[0]
    }
    for row in found.itertuples():
        wanted = full[row.group, row.word]
        assert [getattr(row, name) for name in columns] == pytest.approx(list(wanted))
    assert max(z for n, *_, z in full.values() if not n) < 0  # so no best word is left out
    for _, its in found.groupby("group"):
        assert all(a >= b for a, b in pairwise(its["z"]))


def test_dispersion():
    texts = [{"even": 2, "one": 3, "x": 5}, {"even": 6, "x": 24}, {"even": 1, "one": 1, "x": 9}]
    found = keywords.keyness(frame(texts, "AAB"), least=1).set_index(["group", "word"])
    assert found.loc[("A", "even"), "dispersion"] == pytest.approx(0)  # 10 and 30 words
    assert found.loc[("A", "one"), "dispersion"] == pytest.approx(1)  # in the shortest article
    # 5/29 and 24/29 of its uses, 1/4 and 3/4 of the words
    assert found.loc[("A", "x"), "dispersion"] == pytest.approx((1 / 4 - 5 / 29) / (1 - 1 / 4))
    assert math.isnan(found.loc[("B", "x"), "dispersion"])
    assert tuple(found.loc[("A", "one"), ["articles", "articles_rest"]]) == (1, 1)


def test_separation_is_that_of_all_splits_of_five_articles():
    names = sorted(set(FIVE["article"]))
    found = keywords.separation(FIVE, prior=40).set_index("group")
    groups = {"A": names[:2], "B": names[2:3], "C": names[3:4], "unknown: 004.txt": names[4:]}
    assert list(found.index) == sorted(groups)
    for group, its in groups.items():
        best = {}
        for those in combinations(names, len(its)):
            cells = brute(FIVE, {name: name in those for name in names}, 40, 3)
            best[those] = max((cell[-1], word) for (mine, word), cell in cells.items() if mine)
        z, word = best[tuple(its)]
        rank = sum(other >= z - 1e-9 for other, _ in best.values())
        row = found.loc[group]
        assert (row["word"], row["rank"], row["splits"]) == (word, rank, len(best))
        assert row["z"] == pytest.approx(z)
        assert (row["p"], row["smallest_p"]) == (rank / len(best), 1 / len(best))
        assert row["caution"] == f"no p below {1 / len(best):.2g}: nothing can be shown"


def test_p_for_all_groups_together():
    found = keywords.separation(FIVE, prior=40)
    # Holm by hand: the k-th smallest of four counts 5 - k times, and no less than those before it
    least, held = 0.0, {}
    for k, (p, group) in enumerate(sorted(zip(found["p"], found["group"], strict=True)), 1):
        held[group] = least = max(least, min(1.0, (5 - k) * p))
    assert dict(zip(found["group"], found["p_holm"], strict=True)) == pytest.approx(held)


def test_a_word_that_is_planted_is_found():
    texts = drawn(2, 200)
    for text in texts[:40]:
        text["planted"] = 1
    outlets = ["A"] * 40 + ["B"] * 60 + ["C"] * 100
    found = keywords.separation(frame(texts, outlets)).set_index("group")
    assert tuple(found.loc["A", ["word", "rank", "splits"]]) == ("planted", 1, 1000)
    assert found.loc["A", "p_holm"] <= 0.05
    assert list(found["caution"]) == ["", "", ""]
    again = keywords.separation(frame(texts, outlets)).set_index("group")
    pd.testing.assert_frame_equal(found, again)


def test_chance_alone_is_seldom_called_a_difference():
    p = []
    for seed in range(200):
        outlets = np.random.default_rng(seed).permutation(["A"] * 3 + ["B"] * 5)
        p += list(keywords.separation(frame(drawn(seed, 8, 12), outlets))["p"][:1])
    assert len(p) == 200
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 200)
    assert 0.4 < np.mean(p) < 0.6


def test_groups_are_of_any_column():
    dated = FIVE.assign(year=[2015 + int(name[2] > "2") for name in FIVE["article"]])
    assert list(keywords.separation(dated, by="year")["group"]) == ["2015", "2016"]
    assert set(keywords.keyness(FIVE, by="article")["group"]) == set(FIVE["article"])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"voices": "shouting"}, "no voice shouting; use narration"),
        ({"kinds": ["word", "verb"]}, "no kind verb; use word, name"),
        ({"by": "paper"}, "by 'paper' is no column"),
        ({"by": "word"}, "by 'word' is no column that tells a group for each article"),
        ({"prior": 0}, "a prior of 0 words"),
    ],
)
def test_a_wrong_parameter_is_named(wrong, words):
    for function in (keywords.keyness, keywords.separation):
        with pytest.raises(ValueError, match=words):
            function(FIVE, **wrong)


def test_voices_and_the_least_count_are_kept_to(made):
    words = keywords.words(made)
    spoken = {"IS", "must", "go", "failing", "war"}
    assert set(keywords.keyness(words, voices="speech", kinds=None, least=1)["word"]) <= spoken
    assert len(keywords.keyness(words, least=1000)) == 0
    assert len(keywords.keyness(words[words["outlet"] == "Daily"])) == 0  # beside what?


def test_empty_frames_keep_their_columns(made):
    none = keywords.words([])
    assert dict(none.dtypes) == dict(keywords.words(made).dtypes)
    for function in (keywords.keyness, keywords.separation):
        for given in (none, FIVE[FIVE["outlet"] == "B"]):
            assert dict(function(given).dtypes) == dict(function(FIVE).dtypes)
            assert len(function(given)) == 0
    empty = keywords.in_context([], "war")
    assert dict(empty.dtypes) == dict(keywords.in_context(made, "war").dtypes)


def test_words_in_context(made):
    found = keywords.in_context(made, "Regime", width=4)
    text = made[0].text
    assert [text[row.start : row.stop] for row in found.itertuples()] == ["regime"] * 4
    assert list(found["text"]) == ["regime"] * 4
    first, second = found.to_dict("records")[:2]
    assert (first["before"], first["after"], first["voice"]) == ("The ", " in ", "paraphrase")
    assert (second["before"], second["voice"], second["outlet"]) == ("d’s ", "narration", "Daily")
    assert list(keywords.in_context(made, "regime", "narration")["start"]) == [104, 104]
    assert list(keywords.in_context(made[:1], "Assad’s")["before"]) == [""]  # begins its paragraph
    assert [list(keywords.in_context(made[:1], each)["text"]) for each in ("IS", "is")] == [
        ["IS"], ["is"],
    ]  # fmt: skip
    for wrong in ("", "two words", "7"):
        with pytest.raises(ValueError, match="is not one word"):
            keywords.in_context(made, wrong)
    with pytest.raises(ValueError, match="no voice shouting"):
        keywords.in_context(made, "war", "shouting")


def test_words_in_context_are_those_that_are_counted(raw):
    pages = onrecord.read(raw)
    counts = keywords.words(pages).groupby(["word", "voice"])["n"].sum()
    for word in ("war", "US", "syria", "sanctions"):
        found = keywords.in_context(pages, word)
        assert found["voice"].value_counts().to_dict() == counts[word].to_dict()
        texts = {page.name: page.text for page in pages}
        for row in found.itertuples():
            around = texts[row.article][row.start - len(row.before) : row.stop + len(row.after)]
            assert around == row.before + row.text + row.after
