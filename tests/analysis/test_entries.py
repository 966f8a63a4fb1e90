"""Entries: whose tables are in effect, what of them is met, who is in none."""

import shutil
import tomllib

import pandas as pd
import pytest

import onrecord
from onrecord.analysis import entries
from onrecord.knowledge import Knowledge
from onrecord.knowledge.tables import SHAPES

TEXT = """Ada Holm told John Kerry in Russia that “it is over”. Ada Holm left. She slept.

Holm said the talks had failed. Zoe "Zed" Quill said nothing was lost. An official said so.
"""


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(TEXT, "utf-8")
    return onrecord.read(tmp_path / "pages")


def test_each_table_is_named_with_what_is_met_of_it(corpus, tmp_path):
    table = entries.in_effect(corpus.articles, corpus.mentions).set_index("table")
    assert list(table.index) == list(SHAPES)
    assert set(table["whose"]) == {"ours"}
    assert (table["entries"] > 0).all()
    assert dict(table["matched"].dropna()) == {"actors": 1, "countries": 1, "outlets": 0}
    ours = Knowledge().table("actors").entries("actor")
    assert table.loc["actors", "entries"] == len(ours)
    (tmp_path / "actors.toml").write_text(
        'add_to_ours = true\n[[actor]]\nname = "Ada Holm"\nkind = "person"\n', "utf-8"
    )
    (tmp_path / "labels.toml").write_text("empty = true\n")
    shutil.copy(Knowledge().table("outlets").file, tmp_path)
    own = onrecord.read(tmp_path / "pages", tmp_path)
    table = entries.in_effect(own.articles, own.mentions, tmp_path).set_index("table")
    assert table.loc[["actors", "outlets", "cues"], "whose"].tolist() == [
        "yours added to ours", "yours", "ours",
    ]  # fmt: skip
    assert table.loc["actors", ["entries", "matched"]].tolist() == [len(ours) + 1, 2]


def test_who_is_in_no_table_comes_with_an_entry_that_can_be_pasted(corpus, tmp_path):
    table = entries.unlisted(corpus.mentions, corpus.statements)
    assert table["name"][0] == "Ada Holm"
    assert "John Kerry" not in set(table["name"])
    row = table.iloc[0]
    assert (row["kind"], row["mentions"], row["statements"], row["articles"]) == ("person", 3, 2, 1)
    total = table["mentions"] + table["statements"]
    assert list(total) == sorted(total, reverse=True)
    (tmp_path / "actors.toml").write_text(
        "add_to_ours = true\n" + "\n".join(table["entry"]), "utf-8"
    )
    names = [each["name"] for each in tomllib.loads("\n".join(table["entry"]))["actor"]]
    assert names == list(table["name"])
    mine = onrecord.read(tmp_path / "pages", tmp_path)
    assert len(entries.unlisted(mine.mentions, mine.statements, tmp_path)) == 0


def test_nobody_is_in_no_table_where_nothing_was_read(corpus):
    empty = entries.unlisted(corpus.mentions[:0], corpus.statements[:0])
    full = entries.unlisted(corpus.mentions, corpus.statements)
    assert len(empty) == 0
    assert list(empty.dtypes) == list(full.dtypes)


def test_a_name_with_quotation_marks_is_escaped(corpus):
    row = corpus.statements.iloc[[0]].assign(speaker='Zoe "Zed" Quill\\', speaker_kind="person")
    (entry,) = entries.unlisted(corpus.mentions[:0], row)["entry"]
    assert tomllib.loads(entry)["actor"] == [{"name": 'Zoe "Zed" Quill\\', "kind": "person"}]
    assert pd.isna(entries.in_effect(corpus.articles, corpus.mentions)["matched"]).any()


def test_a_table_that_adds_nothing_yet_leaves_ours(corpus, tmp_path):
    (tmp_path / "actors.toml").write_text("add_to_ours = true\nempty = true\n")
    table = entries.in_effect(corpus.articles, corpus.mentions, tmp_path).set_index("table")
    assert table.loc["actors", "whose"] == "ours"
