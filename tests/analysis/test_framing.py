"""Outlets compared: who speaks, in which forms, with which verbs of saying, labels and words."""

from types import SimpleNamespace

import pytest

import onrecord
from onrecord.analysis import frames, framing
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
        framing.verbs_by_outlet(table),
        framing.forms_by_outlet(table),
    ):
        assert set(frame["outlet"]) == {"Daily", "unknown: b.txt", "unknown: c.txt"}
        unknown = frame[frame["outlet"] == "unknown: b.txt"]
        assert list(unknown["caution"]) == ["one article: speaks of that article alone"]


def test_an_unknown_speaker_is_shown(table):
    frame = framing.speakers_by_outlet(table, by="speaker_side").set_index("outlet")
    assert frame.loc["unknown: b.txt", "speaker_side"] == "unknown"


def test_forms(table):
    frame = framing.forms_by_outlet(table).set_index(["outlet", "form"])["n"]
    assert frame["Daily", "mixed"] == 2
    assert frame["Daily", "direct"] == 1
    assert frame["Daily", "indirect"] == 1  # the repeat is left out


@pytest.mark.parametrize(
    ("cue", "tone", "verb"),
    [
        ("said", "neutral", "say"),
        ("According to", "neutral", "according to"),
        ("has repeatedly denied", "denying", "deny"),
        ("also claimed", "distancing", "claim"),
        ("Accuses", "accusing", "accuse"),
        ("had expressed reluctance", "denying", "reluctance"),
        ("made it clear", "assertive", "made it clear"),
        ("added", "structuring", "add"),
        (":", "no verb", ":"),
        ("frobnicated", "other", "frobnicated"),
        (None, "unknown", "unknown"),
    ],
)
def test_tone_of_a_cue(cue, tone, verb):
    assert framing.tone_of(cue) == (tone, verb)


def test_verbs_of_the_outlet_alone(table):
    frame = framing.verbs_by_outlet(table)
    daily = frame[frame["outlet"] == "Daily"].set_index("verb")["n"].to_dict()
    assert daily == {"say": 3, "warn": 1}  # "denied" stands within a quotation
    other = frame[frame["outlet"] == "unknown: b.txt"].iloc[0]
    assert (other["tone"], other["verb"]) == ("manner", "mutter")


def test_empty_frames_keep_their_columns(page, table):
    for made in (framing.speakers_by_outlet, framing.verbs_by_outlet, framing.forms_by_outlet):
        assert dict(made(table.iloc[:0]).dtypes) == dict(made(table).dtypes)
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
        ("This is it. THIS IS WAR", []),
        ("the so-called Islamic State", ["so-called Islamic State"]),
        ("Islamic State of Iraq and Syria", ["ISIS"]),
        ("the anti-terrorist coalition and the terrorists", ["terrorists"]),
        ("counter-ISIL efforts", ["ISIL"]),
        ("the Syrian government, the French government", ["government"]),
        ("regime change in Syria", []),
        ("a strict regime of exercise", []),
        ("the Assad regime. A diet is a regime.", ["regime"]),
        (
            "a cease-fire, a ceasefire, the cessation of hostilities",
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
