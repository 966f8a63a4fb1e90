"""Outlets compared: who speaks, in which forms, with which verbs of saying."""

import pytest

import onrecord
from onrecord.analysis import framing, intervals
from onrecord.errors import OnRecordError


def test_speakers_count_utterances_once_and_never_what_others_tell(table):
    frame = framing.speakers_by_outlet(table)
    daily = frame[frame["outlet"] == "Daily"].set_index("speaker")
    assert tuple(daily.loc["John Kerry", ["n", "total", "repeats", "told"]]) == (3, 3, 0, 0)
    assert tuple(daily.loc["Ann", ["n", "repeats", "told"]]) == (0, 1, 0)
    assert tuple(daily.loc["Bob", ["n", "repeats", "told"]]) == (0, 0, 1)
    low, high = intervals.wilson(3, 3)
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
    words = framing.words_by_voice([])
    assert dict(words.dtypes) == dict(framing.words_by_voice([page()]).dtypes)
    assert list(framing.keyness(words)["word"]) == []


def test_frames_are_made_from_a_folder(raw, tmp_path, capsys):
    corpus = onrecord.read(raw)
    assert set(framing.labels_by_voice(corpus)["article"]) == {p.name for p in raw.glob("*.txt")}
    assert framing.words_by_voice(corpus)["n"].sum() > 1500
    (tmp_path / "a.txt").write_text(
        "A headline\n\nKerry left the room, he said.\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_bytes(b"")
    assert list(onrecord.read(tmp_path).mentions["actor"]) == ["John Kerry"]
    assert "b.txt: the file is empty" in capsys.readouterr().err
    with pytest.raises(OnRecordError, match="no such file"):
        onrecord.read(tmp_path / "c")
