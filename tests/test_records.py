"""Tables: the same columns and types as frame, JSON lines, CSV and Parquet."""

import csv
import io
import json

import pandas as pd
import pytest

import onrecord
from onrecord import corpus, records


@pytest.fixture(scope="module")
def of(raw):
    return {what: corpus.read(raw, what)[0] for what in records.SCHEMAS}


@pytest.mark.parametrize("what", records.SCHEMAS)
def test_an_empty_frame_has_the_columns_and_types_of_a_full_one(of, what):
    full, empty = records.frame(of[what], what), records.frame([], what)
    assert list(empty.columns) == list(full.columns) == list(records.SCHEMAS[what])
    assert list(empty.dtypes) == list(full.dtypes)
    assert len(empty) == 0


def test_types_of_the_table_of_statements(of):
    table = records.frame(of["statements"], "statements")
    assert table["speaker"].dtype == "str"
    assert table["headline"].dtype == bool
    assert table["paragraph"].dtype == "int64"
    assert table["parent"].isna().any()
    first = table.iloc[0]
    assert isinstance(first["content_spans"][0][0], int)
    assert records.none_for_missing(table["parent"].iloc[0]) is None


def test_the_same_rows_in_each_format(of):
    rows = of["statements"]
    lines = [json.loads(line) for line in records.to_jsonl(rows, "statements").splitlines()]
    assert lines == [dict(row) for row in rows]
    table = list(csv.DictReader(io.StringIO(records.to_csv(rows, "statements"))))
    packed = pd.read_parquet(io.BytesIO(records.to_parquet(rows, "statements")))
    assert len(table) == len(packed) == len(rows)
    for row, cells, (_, values) in zip(rows, table, packed.iterrows(), strict=True):
        assert list(cells) == list(values.index) == list(row)
        assert cells["content"] == values["content"] == row["content"]
        assert json.loads(cells["content_spans"]) == row["content_spans"]
        assert [list(span) for span in values["content_spans"]] == row["content_spans"]
        assert cells["headline"] == ("true" if row["headline"] else "false")
        assert cells["parent"] == (row["parent"] or "")


def test_articles_in_each_format(of):
    rows = of["articles"]
    table = list(csv.DictReader(io.StringIO(records.to_csv(rows, "articles"))))
    packed = pd.read_parquet(io.BytesIO(records.to_parquet(rows, "articles")))
    assert [json.loads(cells["furniture"]) for cells in table] == [row["furniture"] for row in rows]
    assert [json.loads(cell) for cell in packed["furniture"]] == [row["furniture"] for row in rows]


def test_no_rows_in_each_format():
    assert records.to_jsonl([], "statements") == ""
    assert records.to_csv([], "statements").splitlines() == [",".join(records.STATEMENT)]
    packed = pd.read_parquet(io.BytesIO(records.to_parquet([], "statements")))
    assert list(packed.columns) == list(records.STATEMENT)


def test_marks_and_line_ends_survive():
    row = {
        "article": 'a "b", c.txt',
        "content": "one\r\ntwo, “three”\u2028😀",
        "content_spans": [[0, 3]],
    }
    (cells,) = csv.DictReader(io.StringIO(records.to_csv([row], "statements"), newline=""))
    assert cells["content"] == row["content"]
    assert json.loads(records.to_jsonl([row], "statements"))["content"] == row["content"]
    assert len(records.to_jsonl([row], "statements").split("\n")) == 2


def test_the_frame_of_the_library_is_that_of_the_records(raw, of, capsys):
    table = onrecord.statements(raw)
    assert table.equals(records.frame(of["statements"], "statements"))
    assert capsys.readouterr().err == ""


def test_a_cell_with_a_line_end_of_any_kind_is_quoted():
    cells = ["a\rb", "a\nb", "a\r\nb", "a,b", 'a"b', "\r", "a\u2028b", ""]
    text = records.csv_text([cells, cells])
    assert text.startswith('"a\rb","a\nb","a\r\nb","a,b","a""b","\r",a\u2028b,\n"a\rb"')
    assert list(csv.reader(io.StringIO(text, newline=""))) == [cells, cells]
    assert pd.read_csv(io.StringIO(text, newline=""), header=None).shape == (2, 8)


def test_a_plain_frame_is_left_alone_by_mathjax_unless_the_user_undoes_it(tmp_path):
    (tmp_path / "a.txt").write_text("Ann Smith said it cost between $5 and $10.\n", "utf-8")
    shown = onrecord.statements(tmp_path)._repr_html_()
    assert "mathjax_ignore" in shown
    assert "between $5 and $10" in shown
    pd.set_option("display.html.use_mathjax", True)
    assert "mathjax_ignore" not in onrecord.statements(tmp_path)._repr_html_()
    pd.set_option("display.html.use_mathjax", False)
