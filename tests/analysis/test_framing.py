"""Outlets compared: who speaks, in which forms, with which verbs of saying, labels and words."""

import math
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import onrecord
from onrecord import figures
from onrecord.analysis import frames, framing
from onrecord.analysis.splits import holm
from onrecord.errors import OnRecordError
from onrecord.records import Article


def test_speakers_count_utterances_once_and_never_what_others_tell(table):
    frame = framing.speakers_by_outlet(table)
    daily = frame[frame["outlet"] == "Daily"].set_index("speaker")
    assert tuple(daily.loc["John Kerry", ["n", "total", "repeats", "told"]]) == (3, 3, 0, 0)
    assert tuple(daily.loc["Ann", ["n", "repeats", "told"]]) == (0, 1, 0)
    assert tuple(daily.loc["Bob", ["n", "repeats", "told"]]) == (0, 0, 1)
    low, high = frames.wilson(3, 3)
    assert tuple(daily.loc["John Kerry", ["share", "low", "high"]]) == (1.0, low, high)


def test_words_quoted(table):
    frame = framing.speakers_by_outlet(table).set_index(["outlet", "speaker"])
    row = frame.loc[("Daily", "John Kerry")]
    assert row["quoted"] == len("War IS must go failing".split())
    assert row["words"] == len("of War IS must go The regime in Syria is failing fast".split())


def test_unknown_outlets_are_never_put_together(table):
    for frame in (
        framing.speakers_by_outlet(table),
        framing.verbs_by_speaker(table, "outlet"),
    ):
        assert set(frame["outlet"]) == {"Daily", "unknown: b.txt", "unknown: c.txt"}
    unknown = framing.speakers_by_outlet(table).set_index("outlet").loc["unknown: b.txt"]
    assert unknown["caution"] == "one article: speaks of that article alone"


def test_an_unknown_speaker_is_shown(table):
    frame = framing.speakers_by_outlet(table, by="speaker_side").set_index("outlet")
    assert frame.loc["unknown: b.txt", "speaker_side"] == "unknown"


def test_forms(table):
    frame = framing.speakers_by_outlet(table, "form").set_index(["outlet", "form"])["n"]
    assert (frame["Daily", "mixed"], frame["Daily", "direct"]) == (2, 1)
    row = (
        framing.speakers_by_outlet(table)
        .set_index(["outlet", "speaker"])
        .loc["Daily", "John Kerry"]
    )
    assert tuple(row[["direct", "indirect"]]) == (1, 0)  # and two that mix both


def said_by(shares, articles=6, size=10, seed=None):
    """Statements of outlets, that share of them by Russia in each article, the rest by others."""
    rng = np.random.default_rng(seed)
    rows = []
    for outlet, share in shares.items():
        for n in range(articles):
            russia = round(share * size) if seed is None else rng.binomial(size, rng.beta(4, 4))
            rows += [
                (f"{outlet}{n}", outlet, f"{outlet}{n}:{k}", "Russia" if k < russia else "France")
                for k in range(size)
            ]
    frame = pd.DataFrame(rows, columns=["article", "outlet", "statement_id", "speaker_side"])
    given = {"told_by": None, "form": "direct", "content": "One word more."}
    return frame.assign(utterance=frame["statement_id"], **given)


def gaps(table, widest=False):
    """The p of each outlet's gap on Russia, or of the widest, all splits tried one by one."""
    each = table.groupby(["outlet", "article"])["speaker_side"].agg(
        lambda its: (its == "Russia").mean()
    )
    found = {}
    for outlet in each.index.levels[0]:
        real = [n for n, (name, _) in enumerate(each.index) if name == outlet]
        splits = list(combinations(range(len(each)), len(real)))
        means = {
            split: abs(each.iloc[list(split)].mean() - each.drop(each.index[list(split)]).mean())
            for split in splits
        }
        least = max(means.values()) if widest else means[tuple(real)]
        wide = [gap for gap in means.values() if gap >= least - 1e-9]
        found[outlet] = len(wide) / len(splits)
    return found


def test_p_is_that_of_all_splits_one_by_one():
    table = said_by({"A": 0.8, "B": 0.3, "C": 0.4}, articles=3)
    table.loc[table["article"] == "B1", "speaker_side"] = "Russia"
    frame = framing.speakers_by_outlet(table, "speaker_side").set_index(["speaker_side", "outlet"])
    russia = frame.loc["Russia"]
    brute = gaps(table)
    assert russia["p"].to_dict() == pytest.approx(brute)
    assert russia["smallest_p"].to_dict() == pytest.approx(gaps(table, widest=True))
    # both sides mirror each other, so that the widest of both is each of them
    assert list(russia["p_holm"]) == pytest.approx(list(holm(np.array(list(brute.values())), 3)))
    others = table[table["outlet"] != "A"]
    assert russia.loc["A", "share_all"] == (others["speaker_side"] == "Russia").mean()


def test_an_outlet_that_differs_is_found_and_one_event_is_no_outlet():
    table = said_by({"A": 0.8, "B": 0.3, "C": 0.3}, articles=8)
    frame = framing.speakers_by_outlet(table, "speaker_side").set_index(["outlet", "speaker_side"])
    assert frame.loc[("A", "Russia"), "p_holm"] <= 0.05
    articles = pd.DataFrame({"article": table["article"].unique()})
    articles["event"] = np.where(articles["article"].str.startswith("A"), "summit", None)
    one = framing.speakers_by_outlet(table, "speaker_side", articles=articles)
    assert one.set_index("outlet").loc["A", "p"].isna().all()  # one event: all A's are dealt as one
    assert (one["p_holm"].dropna() > 0.05).all()


def test_what_does_not_differ_is_seldom_found():
    wrong = 0
    for seed in range(100):
        frame = framing.speakers_by_outlet(said_by(dict.fromkeys("ABC"), seed=seed), "speaker_side")
        wrong += (frame["p_holm"] <= 0.05).any()
    assert wrong <= 100 * (0.05 + 3 * math.sqrt(0.05 * 0.95 / 100))


def test_any_column_is_a_group_and_a_silent_side_is_shown():
    table = said_by({"A": 1, "B": 0.5}, articles=3).assign(section=lambda its: its["outlet"] + "!")
    frame = framing.speakers_by_outlet(table, "speaker_side", group="section")
    assert list(frame)[:2] == ["section", "speaker_side"]
    row = frame.set_index(["section", "speaker_side"]).loc[("A!", "France")]
    assert tuple(row[["n", "total", "share", "share_all", "within"]]) == (0, 30, 0, 0.5, 3)
    assert tuple(row[["n_all", "total_all", "words", "share_words"]]) == (15, 60, 0, 0)


def test_holm():
    assert list(holm(np.array([0.01, 0.04, 0.03]), 4)) == pytest.approx([0.04, 0.09, 0.09])
    assert list(holm(np.array([0.9, 0.8]), 2)) == [1, 1]


@pytest.mark.parametrize(
    ("cue", "tone", "verb"),
    [
        ("said", "neutral", "say"),
        ("According to", "neutral", "according to"),
        ("has repeatedly denied", "denying", "deny"),
        ("also claimed", "distancing", "claim"),
        ("Accuses", "accusing", "accuse"),
        ("had expressed reluctance", "denying", "reluctance"),
        ("noted", "factive", "note"),
        ("made it clear", "assertive", "made it clear"),
        ("added", "structuring", "add"),
        (":", "no verb", ":"),
        ("frobnicated", "other", "frobnicated"),
        (None, "unknown", "unknown"),
    ],
)
def test_tone_of_a_cue(cue, tone, verb):
    stand = {"distancing": "doubting", "factive": "endorsing"}.get(tone, "neutral")
    assert framing.tone_of(cue) == (stand, tone, verb)


def test_verbs_of_the_outlet_alone(table):
    frame = framing.verbs_by_speaker(table, "outlet")
    daily = frame[frame["outlet"] == "Daily"].set_index("verb")["n"].to_dict()
    assert daily == {"say": 3, "warn": 1}  # "denied" stands within a quotation
    other = frame[frame["outlet"] == "unknown: b.txt"].iloc[0]
    assert (other["tone"], other["verb"]) == ("manner", "mutter")


def test_p_of_a_verb_is_that_of_all_draws_one_by_one(table):
    speakers, cues = "AAAAABBBBBB", ["claimed"] * 4 + ["said"] * 4 + ["claimed"] * 2 + ["noted"]
    rows = [{"speaker": who, "cue": cue} for who, cue in zip(speakers, cues, strict=True)]
    made = pd.DataFrame(rows).assign(
        article="a", form="indirect", parent=None, statement_id=list("abcdefghijk")
    )
    row = framing.verbs_by_speaker(made).iloc[0]
    assert tuple(row[["stand", "verb", "cue", "speaker"]]) == ("doubting", "claim", "claimed", "A")
    draws = list(combinations(speakers, cues.count("claimed")))
    assert row["p"] == pytest.approx(sum(draw.count("A") >= 4 for draw in draws) / len(draws))
    assert row["p_holm"] == pytest.approx(2 * row["p"])  # "claimed" with A and with B
    assert (row["n"], row["n_verb"], row["n_group"], row["compared"]) == (4, 6, 5, 2)
    assert row["expected"] == pytest.approx(6 * 5 / 11)
    assert row["caution"] == "one article: speaks of that article alone"


def test_who_is_always_alone_in_an_article_is_beside_no_chance():
    cues = ["claimed"] * 3 + ["said"] * 3
    made = pd.DataFrame({"cue": cues * 2, "speaker": ["A"] * 6 + list("BCBCBC")}).assign(
        article=["a"] * 6 + ["b"] * 6, outlet=["X"] * 6 + ["Y"] * 6, form="indirect", parent=None,
        statement_id=list("abcdefghijkl"),
    )  # fmt: skip
    alone = framing.verbs_by_speaker(made, "outlet")
    assert set(alone["compared"]) == {0}
    assert alone[["expected", "p", "p_holm"]].isna().all(axis=None)
    whole = framing.verbs_by_speaker(made, "article")
    assert whole["expected"].isna().all()
    assert list(whole["article"]) == ["a", "b"] * 2
    by_speaker = framing.verbs_by_speaker(made).set_index(["verb", "speaker"])["expected"]
    assert by_speaker[("claim", "B")] == 1.5
    assert math.isnan(by_speaker[("claim", "A")])
    assert (
        ": 6 of 12 introductions cast doubt" in figures.verbs_of_saying(alone, group="outlet").alt
    )


def test_shuffled_speakers_are_seldom_a_surprise(table):
    rng, wrong = np.random.default_rng(1), 0
    cues = ["claimed"] * 8 + ["noted"] * 8 + ["said"] * 40
    for _ in range(100):
        made = pd.DataFrame({"cue": cues, "speaker": rng.permutation(list("ABCD") * 14)})
        made = made.assign(
            article="a", form="indirect", parent=None, statement_id=[str(n) for n in range(56)]
        )
        wrong += (framing.verbs_by_speaker(made)["p_holm"] <= 0.05).any()
    assert wrong <= 100 * (0.05 + 3 * math.sqrt(0.05 * 0.95 / 100))


def test_the_five_pages_tell_who_claims_and_who_is_relabelled(raw):
    corpus = onrecord.read(raw)
    first = framing.verbs_by_speaker(corpus.statements).iloc[0]
    assert tuple(first[["verb", "speaker", "n", "n_verb"]]) == ("claim", "Sergei Ryabkov", 3, 3)
    assert first["caution"].startswith("one article")
    labels = framing.labels_by_voice(corpus)
    row = framing.relabelled(labels).iloc[0]
    assert tuple(row[["speaker", "said", "paraphrased"]]) == ("Josh Earnest", "ISIL", "ISIS")
    assert row["together"] == 1
    frame = framing.events(corpus.articles, corpus.statements)
    assert [name[:3] for name in frame["article"]] == ["000", "004"]
    assert list(frame["shared"]) == [1, 1]
    both = framing.beside(corpus.statements, frame["article"])
    assert both["where"].value_counts()["shared"] == 1
    assert both.iloc[0]["how"] == "same utterance"


def test_relabelled():
    uses = [
        ("a", "IS", "Ann", "ISIL", "direct"), ("a", "IS", "Ann", "ISIS", "paraphrase"),
        ("b", "IS", "Ann", "ISIL", "island"), ("b", "IS", "Ann", "ISIL", "paraphrase"),
        ("b", "IS", "Bob", "ISIL", "direct"), ("b", "IS", None, "ISIS", "narration"),
        ("c", "IS", "Bob", "ISIL", "paraphrase"),  # the same word: nothing is changed
    ]  # fmt: skip
    frame = framing.relabelled(
        pd.DataFrame(uses, columns=["article", "concept", "speaker", "label", "voice"])
    )
    (row,) = frame.itertuples(index=False)
    assert tuple(row) == ("IS", "Ann", "ISIL", 2, 2, "ISIS", 1, 1, 1)


def told(article, speaker, words, utterance=None, **more):
    """A row of what an article tells."""
    number = f"{article}:{abs(hash((speaker, words)))}"
    return {
        "article": article, "statement_id": number, "utterance": utterance or number,
        "speaker": speaker, "content": words, "form": "direct", "cue": "said", "told_by": None,
    } | more  # fmt: skip


def test_two_articles_side_by_side():
    rows = [
        told("a", "Ann", "We will build the bridge before winter comes", "u1"),
        told("a", "Ann", "The council voted against higher taxes on Monday evening"),
        told("a", "Bob", "Nobody asked the farmers about their fields"),
        told("b", "Bob", "Farmers were never asked about these fields by anybody"),
        told("b", "Ann", "On Monday evening the council voted: no higher taxes"),
        told("b", "Cid", "The council voted against higher taxes on Monday evening"),
        told("b", "Town", "The bridge will be there", "u1"),
        told("c", "Ann", "Elsewhere"),
    ]
    frame = framing.beside(pd.DataFrame(rows), ["a", "b"])
    assert list(frame["where"]) == ["shared", "shared", "shared", "only there"]
    assert list(frame["how"][:3]) == ["same utterance", *["same speaker, alike"] * 2]
    assert list(frame["other_speaker"]) == ["Town", "Ann", "Bob", "Cid"]  # Cid is another speaker
    # council, voted, higher, taxes, Monday, evening of which 6 of 6; asked, about, fields, farmers
    assert list(frame["alike"][1:3]) == pytest.approx([1, 4 / 6])
    back = framing.beside(pd.DataFrame(rows), ["b", "a"])
    assert back["where"].value_counts().to_dict() == {"shared": 3, "only here": 1}
    none = framing.beside(pd.DataFrame(rows), ["a", "c"])
    assert list(none["where"]) == ["only here"] * 3 + ["only there"]
    assert dict(none.dtypes) == dict(frame.dtypes)
    with pytest.raises(ValueError, match="no statement of 'd'"):
        framing.beside(pd.DataFrame(rows), ["a", "d"])


def test_empty_frames_keep_their_columns(page, table):
    for made in (framing.speakers_by_outlet, framing.verbs_by_speaker):
        assert dict(made(table.iloc[:0]).dtypes) == dict(made(table).dtypes)
    labels = framing.labels_by_voice([page()])
    assert dict(framing.relabelled(labels.iloc[:0]).dtypes) == dict(
        framing.relabelled(labels).dtypes
    )
    assert dict(framing.labels_by_voice([]).dtypes) == dict(
        framing.labels_by_voice([page()]).dtypes
    )


def test_frames_are_made_from_a_folder(raw, tmp_path, capsys):
    corpus = onrecord.read(raw)
    assert set(framing.labels_by_voice(corpus)["article"]) == {p.name for p in raw.glob("*.txt")}
    (tmp_path / "a.txt").write_text(
        "A headline\n\nKerry left the room, he said.\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_bytes(b"")
    assert list(onrecord.read(tmp_path).mentions["actor"]) == ["John Kerry"] * 2  # and "he"
    assert "b.txt: the file is empty" in capsys.readouterr().err
    with pytest.raises(OnRecordError, match="no such file"):
        onrecord.read(tmp_path / "c")


def labels(text, folder=None):
    """The labels used in a text of one paragraph."""
    article = Article("t", paragraphs=(((0, len(text)),),))
    page = SimpleNamespace(text=text, article=article, statements=[])
    frame = framing.labels_by_voice([page], folder)
    assert all(text[row.start : row.stop] == row.text for row in frame.itertuples())
    return list(frame["label"])


def test_labels_by_voice(page):
    frame = framing.labels_by_voice([page()])
    assert [tuple(row) for row in frame[["label", "voice", "start"]].itertuples(index=False)] == [
        ("IS", "direct", 22), ("regime", "paraphrase", 51), ("regime", "narration", 104),
        ("militants", "narration", 122),
    ]  # fmt: skip
    assert all(page().text[row.start : row.stop] == row.text for row in frame.itertuples())
    assert frame.loc[0, "speaker"] == "John Kerry"
    assert frame["speaker"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ISIS, ISIL and Daesh", ["ISIS", "ISIL", "Daesh"]),
        ("THE FIX IS IN. It is over.", []),
        ("Rebels in the party and militants of the left met insurgents.", []),
        ("The rebels left Aleppo.", ["rebels"]),
        ("A terrorist attack in Damascus. The terrorists fled.", ["terrorists"]),
        ("Russia is the matter of the campaign, and Assad too.", []),
        ("Russia began its air campaign for Assad.", ["campaign"]),
        ("Putin warned of an intervention in the vote.", []),
        ("A truce in the talks about pay", []),
        ("A truce in the Donbas", ["truce"]),
        ("This is it. THIS IS WAR", []),
        ("the so-called Islamic State", ["so-called Islamic State"]),
        ("Islamic State of Iraq and Syria", ["ISIS"]),
        ("the anti-terrorist coalition and the terrorists of Aleppo", ["terrorists"]),
        ("counter-ISIL efforts", ["ISIL"]),
        ("the Syrian government, the French government", ["government"]),
        ("regime change in Syria", []),
        ("a strict regime of exercise", []),
        ("the Assad regime. A diet is a regime.", ["regime"]),
        (
            "a cease-fire, a ceasefire, the cessation of hostilities in Ukraine",
            ["cease-fire", "cease-fire", "cessation of hostilities"],
        ),
        ("The crisis in Ukraine and the war in\nUkraine", ["crisis", "war"]),
    ],
)
def test_what_is_a_label(text, found):
    assert labels(text) == found


def test_a_user_follows_a_label(tmp_path):
    (tmp_path / "labels.toml").write_text(
        '[[label]]\nconcept = "tax"\nlabel = "relief"\nforms = ["tax relief"]\n', encoding="utf-8"
    )
    assert labels("Tax relief for the regime of Syria", tmp_path) == ["relief"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('concept = "x"\nlabel = "y"', ["labels.toml", "forms is missing"]),
        ('concept = "x"\nlabel = "y"\nforms = ["z", ""]', ["(y), forms", "'' is not a text"]),
        ('concept = "x"\nlabel = "y"\nforms = ["z"]\nwithin = "far"', ["within", "whole number"]),
    ],
)
def test_a_wrong_label_is_named(tmp_path, entry, words):
    (tmp_path / "labels.toml").write_text(f"[[label]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(OnRecordError) as caught:
        labels("text", tmp_path)
    for word in words:
        assert word in str(caught.value)


def test_labels_of_the_five_pages(raw):
    pages = onrecord.read(raw)
    frame = framing.labels_by_voice(pages)
    texts = {page.name: page.text for page in pages}
    for row in frame.itertuples():
        assert texts[row.article][row.start : row.stop] == row.text
    groups = frame[frame["concept"] == "Islamic State"].groupby(["article", "label"]).size()
    by_page = {name[:3]: its.droplevel(0).to_dict() for name, its in groups.groupby(level=0)}
    assert by_page == {
        "000": {"Islamic State": 2}, "001": {"Islamic State": 1},
        "002": {"IS": 4, "ISIL": 1, "Islamic State": 1},
        "003": {"IS": 1, "ISIS": 1, "Daesh": 2, "Islamic State": 2},
        "004": {"IS": 1, "ISIS": 3, "ISIL": 1},
    }  # fmt: skip
