"""Frames of the news in sentences: words that show them, in whose voice, and how many."""

import math
import random
import re

import pandas as pd
import pytest

import onrecord
from onrecord import evaluation, news_frames
from onrecord.corpus import Page
from onrecord.errors import OnRecordError
from onrecord.knowledge import Knowledge

PAGE = """Mayor blames rivals for unlawful bridge toll - BBC News

The mayor accused the council of greed on Monday. Nobody came.

“It will cost jobs,” Ada Holm said. She said the “unlawful” toll is a threat to the city.

They met at a tennis court. A court in Ruritania ruled that the toll must end.
"""
OWN_TABLE = """
[[frame]]
name = "weather"
words = ["rain*", "cold .. spell"]
not_in = ["rain check", "rainbow*"]
"""


@pytest.fixture(scope="module")
def page():
    return Page(PAGE, "toll.txt")


@pytest.fixture(scope="module")
def found(page):
    return news_frames.find([page])


def weather(tmp_path, text):
    (tmp_path / "news_frames.toml").write_text(OWN_TABLE)
    return news_frames.find([Page(f"Sun - BBC News\n\n{text}\n", "a.txt")], tmp_path)


def test_evidence_stands_in_its_sentence_where_the_spans_say(page, found):
    assert len(found) > 8
    for row in found.itertuples():
        pieces = [PAGE[start:stop] for start, stop in row.evidence_spans]
        assert row.evidence == " … ".join(pieces)
        assert (row.start, row.stop) in page.sentences
        assert all(row.start <= a < b <= row.stop for a, b in row.evidence_spans)
    assert set(found["outlet"]) == {"BBC News"}


def test_each_voice_has_its_own_row(found):
    rows = found.set_index(["evidence", "frame"])["voice"]
    assert rows["blames", "conflict"] == rows["blames", "responsibility"] == "headline"
    assert rows["accused", "conflict"] == "narration"
    assert rows["cost … jobs", "economic consequences"] == "direct"
    assert rows["threat to", "security"] == "paraphrase"
    islands = found[(found["evidence"] == "unlawful") & (found["frame"] == "legality")]
    assert set(islands["voice"]) == {"headline", "island"}
    assert found.loc[found["voice"] == "narration", "statement_id"].isna().all()
    assert found.loc[found["voice"].isin(["direct", "island"]), "statement_id"].notna().all()


def test_a_word_within_a_barred_phrase_does_not_count(found, tmp_path):
    courts = found[found["evidence"].str.contains("court")]
    assert list(courts["evidence"]) == ["court … ruled that"]
    rows = weather(
        tmp_path, "Ask for a rain check, see a Rainbow. Rain fell in a cold and dry spell."
    )
    assert list(rows["evidence"]) == ["Rain … cold and dry spell"]
    assert list(rows["frame"]) == ["weather"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"rain*"', '".. rain"', "'.. rain' is not a phrase"),
        ('words = ["rain*", "cold .. spell"]', "", "words is missing"),
        ("not_in", "not_after", "unknown field not_after"),
        (OWN_TABLE, OWN_TABLE + OWN_TABLE, "stands twice"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, old, new, what):
    (tmp_path / "news_frames.toml").write_text(OWN_TABLE.replace(old, new))
    with pytest.raises(OnRecordError, match=rf"news_frames.toml.*\(weather\).*{re.escape(what)}"):
        news_frames.find([], tmp_path)


def test_our_table_has_no_phrase_twice_and_none_that_hides_all():
    for entry in Knowledge().table("news_frames").entries("frame"):
        assert len(set(entry["words"])) == len(entry["words"]) >= 25
        words = Knowledge().news_frames[entry["name"]]
        shown = [word for word in entry["words"] if "|" not in word and ".." not in word]
        assert all(words.search(word.replace("*", "s"))[1] for word in shown), entry["name"]


@pytest.mark.parametrize("by", ["outlet", "article"])
def test_counts_are_those_of_sentences(raw, by):
    corpus = onrecord.read(raw)
    found = news_frames.find(corpus)
    table = news_frames.counts(found, corpus, by=by)
    group = dict(zip(found["article"], found[by], strict=True))
    total = {}
    for page in corpus:
        name = group[page.article.article]
        total[name] = total.get(name, 0) + len(page.sentences)
    assert len(table) == 3 * len(total) * found["frame"].nunique()
    for row in table.itertuples():
        own = {"own": [True], "sources": [False], "all": [True, False]}[row.voice]
        marked = {
            (each.article, each.start)
            for each in found.itertuples()
            if getattr(each, by) == getattr(row, by) and each.frame == row.frame
            and (each.voice in ("narration", "headline")) in own
        }  # fmt: skip
        assert (row.n, row.total) == (len(marked), total[getattr(row, by)])
        assert row.share == row.n / row.total
        assert row.low <= row.share <= row.high
        assert row.articles == len({article for article, _ in marked})


def coding(marks, frame="war"):
    """What two readers marked: (article, pass_a, pass_b) of sentences ten characters long."""
    rows = [(name, 10 * n, 10 * n + 9, frame, a, b) for n, (name, a, b) in enumerate(marks)]
    return pd.DataFrame(rows, columns=["article", "start", "stop", "frame", "pass_a", "pass_b"])


def marked(rows, hits):
    """What words mark: the sentences of a coding that are hits."""
    rows = rows[list(hits)]
    return rows.assign(evidence_spans=[[[start + 2, start + 5]] for start in rows["start"]])


def test_beside_readers_is_what_plain_counting_gives():
    draw = random.Random(1)
    rows = coding([(f"{n % 3}.txt", draw.random() < 0.4, draw.random() < 0.4) for n in range(12)])
    hits = [a or draw.random() < 0.3 for a in rows["pass_a"]]
    table = evaluation.beside(marked(rows, hits), rows).set_index("reading")
    pairs = list(zip(rows["pass_a"], hits, strict=True))
    both, right, many = sum(a and b for a, b in pairs), sum(rows["pass_a"]), sum(hits)
    row = table.loc["pass_a"]
    assert tuple(row[["n", "coded", "found", "matched"]]) == (12, right, many, both)
    assert (row["precision"], row["recall"]) == (both / many, both / right)
    assert row["f1"] == pytest.approx(2 * both / (many + right))
    same, even = sum(a == b for a, b in pairs) / 12, right * many + (12 - right) * (12 - many)
    assert row["kappa"] == pytest.approx((same - even / 144) / (1 - even / 144))
    assert table.loc["both", "coded"] == sum(rows["pass_a"] & rows["pass_b"])

    articles, chance, draws = list(rows["article"]), 0, 20_000
    for _ in range(draws):  # the found marks, shuffled within each article
        shuffled = list(hits)
        for name in set(articles):
            places = [n for n, article in enumerate(articles) if article == name]
            values = draw.sample([hits[n] for n in places], len(places))
            for n, value in zip(places, values, strict=True):
                shuffled[n] = value
        chance += sum(a and b for a, b in zip(rows["pass_a"], shuffled, strict=True)) >= both
    assert row["p"] == pytest.approx(chance / draws, abs=0.015)


def test_only_words_that_beat_chance_are_better():
    draw = random.Random(2)
    seen = [draw.random() < 0.3 for _ in range(70)]
    parts = [coding([(f"{n % 5}.txt", a, a) for n, a in enumerate(seen)], str(k)) for k in range(7)]
    hits = [seen, *([draw.random() < 0.3 for _ in seen] for _ in range(6))]
    rows, found = pd.concat(parts), pd.concat(map(marked, parts, hits))
    table = evaluation.beside(found, rows).set_index(["reading", "frame"])
    for reading in ("pass_a", "pass_b", "both"):
        part = table.loc[reading]
        assert list(part["better"]) == [True, *[False] * 6]
        assert part.loc["0", ["precision", "recall", "f1", "kappa"]].tolist() == [1, 1, 1, 1]
        up = part["p"].sort_values()
        holm, last = {}, 0.0
        for rank, (name, p) in enumerate(up.items()):
            last = holm[name] = max(last, min(1, p * (7 - rank)))
        assert part["p_holm"].to_dict() == pytest.approx(holm)
    assert (table["alpha"] == 1).all()


def test_a_sentence_is_found_by_evidence_within_it_whatever_its_own_ends():
    rows = coding([("a.txt", 1, 0), ("a.txt", 0, 0)])
    found = marked(rows, [True, False]).assign(start=3, stop=400)
    assert evaluation.beside(found, rows)["matched"].tolist() == [1, 0, 0]
    assert evaluation.beside(found.assign(frame="peace"), rows)["found"].tolist() == [0, 0, 0]


def test_nothing_keeps_its_columns():
    found = news_frames.find([])
    some = news_frames.find([Page(PAGE, "a.txt")])
    assert list(found) == list(some)
    assert list(found.dtypes) == list(some.dtypes)
    table = news_frames.counts(found, [])
    full = news_frames.counts(some, [Page(PAGE, "a.txt")])
    assert list(table.dtypes) == list(full.dtypes)
    assert list(table) == list(full)
    row = evaluation.beside(found, coding([("a.txt", 0, 0), ("a.txt", 0, 1)])).iloc[0]
    assert (row["found"], row["p"], row["better"]) == (0, 1.0, False)
    assert math.isnan(row["precision"])
    assert len(evaluation.beside(found, coding([]))) == 0


def test_a_mark_is_0_or_1():
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        evaluation.beside(news_frames.find([]), coding([("a.txt", 2, 0)]))


def test_the_coded_sentences_are_those_of_the_pages_and_the_readme_has_their_figures(root, raw):
    corpus, gold = onrecord.read(raw), root / "data" / "gold"
    coded = pd.read_csv(gold / "news_frames.csv")
    frames = list(corpus[0].knowledge.news_frames)
    spans = [(page.article.article, *span) for page in corpus for span in page.sentences]
    places = coded[["article", "start", "stop", "frame"]].itertuples(index=False, name=None)
    assert sorted(places) == sorted((*span, frame) for span in spans for frame in frames)

    table = evaluation.beside(news_frames.find(corpus), coded)
    page = (gold / "README.md").read_text("utf-8")
    for frame, part in table.groupby("frame"):
        row = part.set_index("reading")
        (line,) = re.findall(rf"^\| {frame} \| (.*) \|$", page, re.MULTILINE)
        last, all_three = row.loc["both"], [row.loc[each] for each in ("pass_a", "pass_b", "both")]
        assert line.split(" | ") == [
            " / ".join(str(each["coded"]) for each in all_three),
            f"{last['alpha']:.2f}",
            str(last["found"]),
            " / ".join(str(each["matched"]) for each in all_three),
            *(f"{last[name]:.2f}" for name in ("precision", "recall", "f1")),
            " / ".join(f"{each['kappa']:.2f}" for each in all_three),
            " / ".join(f"{each['p_holm']:.3f}" for each in all_three),
            "yes" if row["better"].all() else "no",
        ]
