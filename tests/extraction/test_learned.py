"""What the network adds to the rules, and the scores of both."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord.corpus import Page

PAGE = """The mayor and the bridge

Mayor Jane Lind said the bridge was closed. “It will stay closed,” she told reporters on Friday.

{}

Councillor Tom Berg said that the ferry would run.
"""


def statements(sentence):
    return Page(PAGE.format(sentence), "page.txt").statements


def added(sentence):
    return [each for each in statements(sentence) if each.rule == "learned"]


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue", "content"),
    [
        ("Berg railed that the council had been misled.", "Tom Berg", "railed", "that the council"),
        (
            "Berg took to Twitter to accuse the builders of fraud.",
            "Tom Berg",
            "took",
            "the builders",
        ),
        (
            "Lind made the case that it had to go.",
            "Jane Lind",
            "made",
            "the case that it had to go",
        ),
    ],
)
def test_a_statement_whose_cue_no_list_has(sentence, speaker, cue, content):
    (one,) = added(sentence)
    assert one.speaker == speaker
    assert one.cue.startswith(cue)
    assert one.content.startswith(content)
    assert one.score >= 0.5
    text = PAGE.format(sentence)
    for span, words in ((one.cue_span, one.cue), (one.speaker_span, one.speaker_text)):
        assert text[slice(*span)] == words
    assert text[slice(*one.content_spans[0])] == one.content


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was built in 1950.",
        "Berg never railed that the council had been misled.",
        "Berg left no doubt that the bridge would be closed.",
        "In the evening they walked home along the river.",
    ],
)
def test_where_none_is(sentence):
    assert added(sentence) == []


def test_every_statement_has_a_score():
    found = statements("Berg railed that the council had been misled.")
    assert [each.rule for each in found].count("learned") == 1
    assert all(0.5 < each.score < 1 for each in found)


def test_a_view_within_another_is_less_sure_than_by_itself():
    alone, within = "Berg hopes that it holds.", "Lind said Berg hopes that it holds."
    scores = [next(s for s in statements(t) if s.cue == "hopes").score for t in (alone, within)]
    assert scores[0] > scores[1]


def test_scores_are_the_same_on_every_reading_and_go_by_the_weights(tmp_path):
    text = PAGE.format("Berg railed that it was over.")
    once, twice = (Page(text, "page.txt").statements for _ in range(2))
    assert once == twice
    ours = Path(Page(text, "page.txt").knowledge.table("scores").file).read_text("utf-8")
    network = ours.index("[network]")
    own = ours[:network] + re.sub("base = [-.0-9]+", "base = -50.0", ours[network:], count=1)
    (tmp_path / "scores.toml").write_text(own, "utf-8")
    rows = Page(text, "page.txt", str(tmp_path)).statements
    assert [each.rule for each in rows] == [e.rule for e in once if e.rule != "learned"]
    least = ours.replace("base = ", "base = -50.0 # ", 1).replace("odds = ", "odds = -50.0 # ")
    (tmp_path / "scores.toml").write_text(
        least.replace("density = ", "density = -50.0 # "), "utf-8"
    )
    assert {each.score for each in Page(text, "page.txt", str(tmp_path)).statements} <= {0.0, 1.0}


@pytest.mark.parametrize(
    "how", [{"OPENBLAS_CORETYPE": "Nehalem"}, {"OPENBLAS_NUM_THREADS": "2"}], ids=str
)
def test_rows_and_scores_are_the_same_however_numbers_are_summed_up(raw, how):
    def rows(**settings):
        run = [sys.executable, "-m", "onrecord", "statements", str(raw)]
        return subprocess.run(run, capture_output=True, check=True, env={**os.environ, **settings})

    assert rows(**how).stdout == rows().stdout != b""


def test_what_only_a_network_would_see_in_prose_is_left_out():
    text = "A walk\n\n" + "He walked along the river and thought of her. " * 30
    assert [each for each in Page(text, "page.txt").statements if each.rule == "learned"] == []


def test_cost_is_linear_in_a_paragraph_without_end():
    def took(times):
        text = (
            "Title\n\n" + "Berg railed that the council had been misled and Lind fretted, " * times
        )
        page = Page(text, "page.txt")
        began = time.perf_counter()
        assert page.statements is not None
        return time.perf_counter() - began

    took(10)
    short, long = took(100), took(400)
    assert long < 12 * short + 0.5
