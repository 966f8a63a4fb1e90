"""Every notebook on small, clean corpora: where there is nothing to show, it says so."""

import ast
import json

import pandas as pd
import pytest

import onrecord
from onrecord import figures
from onrecord.analysis import comention, frames, framing, keywords, stance
from onrecord.figures import output
from onrecord.publish import html
from onrecord.publish.explore import Explorer
from onrecord.publish.run import find_notebooks, read_notebook

RAIN = """Rain in the Hills

Rain fell in the hills for a third day. The river rose and the lower fields stood under water.

Nobody was hurt and the roads stayed open to traffic all day.
"""
BRIDGE = """Bridge Stays Shut

The bridge stays shut, the council said, “until every bolt is checked”.

No new day was named by the council, which meets again next month.
"""
CORPORA = {
    "no statement, name, label or date, nothing cut": {"a.txt": RAIN},
    "one sentence": {"a.txt": "“We will lift the sanctions on Russia,” Barack Obama said."},
    "two clean articles, nobody known": {"a.txt": RAIN, "b.txt": BRIDGE},
    "pairs and codes without a day": {
        "a.txt": "Putin and Kerry Meet\n\nRussian President Vladimir Putin said that John Kerry and"
        " Barack Obama should lift the sanctions on Russia.\n\n“We must fight the terrorists"
        " together,” Kerry claimed.\n\nThe Syrian regime denied that it had used gas.\n"
    },
    "furniture alone, and a headline": {
        "a.txt": "Share\n\nSubscribe to our newsletter\n\nAdvertisement\n",
        "b.txt": "Home | News\n\nTalks Fail\n\nShare\n",
    },
    "other scripts": {
        "ä ü.txt": "Größe und Gewicht\n\n«Мы не снимем санкции», — сказал Путин.\n\n"
        "“Das ist 😀 gut,” Angela Merkel said. “Česko 山 will stay.”\n"
    },
    "signs of mathematics": {
        "$a$.txt": "From $5 Billion to $10 Billion\n\nAnn $mith said that the dam would cost"
        " between $5 billion and $10 billion.\n\n“$\\href{javascript:alert(1)}{x}$,” Vladimir Putin"
        " said of John Kerry, “\\(x\\) and $$y$$ are no sums.”\n"
    },
}
STUDY = """
title = "Small"
heading = "Small"
lead = ["Small."]
contents = "Small"
data = "Small"
rights = "Small"
corpus = ["corpus"]
gold = "statements.jsonl"
pass_a = "pass_a.jsonl"
pass_b = "pass_b.jsonl"
"""
SHOWN = (html.Shown, figures.Figure, Explorer)


def written(files, folder):
    """Write the files of a corpus; return its folder."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def coarse(tmp_path, monkeypatch):
    """Pictures of few dots, which are quicker to draw."""
    style = output.STYLE.read_text("utf-8")
    assert "savefig.dpi: 180" in style
    (tmp_path / "coarse.mplstyle").write_text(style.replace("dpi: 180", "dpi: 20"), "utf-8")
    monkeypatch.setattr(output, "STYLE", tmp_path / "coarse.mplstyle")


def outputs(path, without):
    """Run the cells of a notebook in this process, no figure written, and yield what they show."""
    names = {}
    for place, cell in enumerate(read_notebook(path).cells, 1):
        if cell.cell_type != "code" or without & set(cell.metadata.get("tags", ())):
            continue
        tree = ast.parse(cell.source.replace('"../figures"', "None"))
        last = tree.body.pop().value if isinstance(tree.body[-1], ast.Expr) else None
        where = f"{path.name}, cell {place}"
        exec(compile(tree, where, "exec"), names)
        if last:
            yield where, eval(compile(ast.Expression(last), where, "eval"), names)


@pytest.mark.parametrize("name", CORPORA)
def test_every_cell_runs(root, tmp_path, coarse, name, monkeypatch):
    written(CORPORA[name], tmp_path / "corpus")
    for each in ("statements", "pass_a", "pass_b"):
        lines = [
            json.dumps({"article": article, "text": text, "statements": []})
            for article, text in CORPORA[name].items()
        ]
        (tmp_path / f"{each}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_STUDY", str(tmp_path / "study.toml"))
    study = onrecord.study()
    assert [page.name for page in study.corpus] == sorted(CORPORA[name])
    for path in find_notebooks(root / "notebooks"):
        for where, shown in outputs(path, study.without()):
            assert shown is None or isinstance(shown, SHOWN), where
            assert repr(shown), where


def results(folder):
    """Every frame that the notebooks make of a corpus, by name."""
    corpus = onrecord.read(folder)
    statements, mentions, codes = corpus.statements, corpus.mentions, corpus.codes
    pairs = comention.pairs(mentions, statements=statements)
    words = keywords.words(corpus)
    return {
        "articles": corpus.articles,
        "statements": statements,
        "furniture": frames.furniture(corpus),
        "date_evidence": frames.date_evidence(corpus.articles),
        "mentions": mentions,
        "capitals": comention.capitals(mentions),
        "codes": codes,
        "average": stance.average(codes),
        "coverage": stance.coverage(statements, codes),
        "pairs": pairs,
        "evidence": comention.evidence(pairs, mentions, statements),
        "speakers": framing.speakers_by_outlet(
            statements, "speaker_side", articles=corpus.articles
        ),
        "verbs": framing.verbs_by_speaker(statements),
        "events": framing.events(corpus.articles, statements),
        "labels": framing.labels_by_voice(corpus),
        "relabelled": framing.relabelled(framing.labels_by_voice(corpus)),
        "keyness": keywords.keyness(words, voices="narration"),
        "separation": keywords.separation(words, voices="narration"),
        "in_context": keywords.in_context(corpus, "war"),
    }


def test_an_empty_result_has_the_columns_and_types_of_a_full_one(raw, tmp_path):
    full = results(raw)
    empty = results(written({"a.txt": RAIN}, tmp_path / "corpus"))
    assert [name for name in full if full[name].empty] == []
    assert [name for name in empty if len(empty[name])] == ["articles", "coverage"]
    for name, frame in full.items():
        pd.testing.assert_series_equal(frame.dtypes, empty[name].dtypes, obj=name)


def test_what_is_said_of_nothing_is_true(tmp_path):
    told = pd.DataFrame(
        {"outlet": ["A"], "speaker_side": ["B"], "n": [0], "total": [0], "caution": [""]}
    )
    assert figures.outlet_voices(told).alt == "Empty figure: There are no utterances to show."
    corpus = written(CORPORA["pairs and codes without a day"], tmp_path / "corpus")
    codes = onrecord.read(corpus).codes
    codes[["date_earliest", "date_latest"]] = None
    figure = figures.stance_over_time(codes)
    assert len(figure.data)
    assert "date of its own" not in figure.alt
    assert "from 2012-05-07 (inferred)" in repr(onrecord.show(corpus / "a.txt"))
