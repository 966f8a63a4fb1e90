"""Tables: the same columns and types as frame, JSON lines, CSV and Parquet."""

import csv
import io
import json

import pandas as pd
import pytest

import onrecord
from onrecord import records
from onrecord.analysis import frames
from onrecord.records import Article, Code, Mention, Statement

KINDS = [Article, Statement, Mention, Code]
NOTHING = dict.fromkeys(records.columns(Statement))


@pytest.fixture(scope="module")
def of(raw):
    pages = list(onrecord.read(raw))
    return {
        Article: [page.article for page in pages],
        Statement: [row for page in pages for row in page.statements],
        Mention: [row for page in pages for row in page.mentions],
        Code: [row for page in pages for row in page.codes],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_frame_has_the_columns_and_types_of_a_full_one(of, kind):
    full, empty = frames.frame(of[kind], kind), frames.frame([], kind)
    assert list(empty.columns) == list(full.columns) == list(records.columns(kind))
    assert list(empty.dtypes) == list(full.dtypes)
    assert len(empty) == 0


def test_types_of_the_table_of_statements(of):
    table = frames.frame(of[Statement], Statement)
    assert table["speaker"].dtype == "str"
    assert table["headline"].dtype == bool
    assert table["paragraph"].dtype == "int64"
    assert table["parent"].isna().any()
    first = table.iloc[0]
    assert isinstance(first["content_spans"][0][0], int)
    assert list(table.columns[-3:]) == ["score", "key", "corrected"]
    assert table["score"].dtype == "float64"
    assert table["score"].between(0, 1).all()
    assert pd.isna(table["parent"].iloc[0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_in_each_format(of, kind):
    rows = [records.row(row) for row in of[kind]]
    assert rows
    lines = records.written(of[kind], kind, "jsonl").decode().splitlines()
    table = list(csv.DictReader(io.StringIO(records.written(of[kind], kind, "csv").decode())))
    packed = pd.read_parquet(io.BytesIO(records.written(of[kind], kind, "parquet")))
    assert [json.loads(line) for line in lines] == rows
    assert len(table) == len(packed) == len(rows)
    for row, cells, (_, values) in zip(rows, table, packed.iterrows(), strict=True):
        assert list(cells) == list(values.index) == list(row)
        for name, how in records.columns(kind).items():
            cell = {"true": True, "false": False}.get(cells[name], cells[name] or None)
            if how in ("int", "float"):
                assert row[name] is None or float(cell) == row[name] == values[name]
            elif how in ("span", "spans", "json") and cell is not None:
                assert json.loads(cell) == row[name]
                value = json.loads(values[name]) if how == "json" else values[name]
                assert json.dumps(value, default=lambda part: part.tolist()) == json.dumps(
                    row[name]
                )
            else:
                assert cell == (row[name] or None if how == "str" else row[name])
                assert how == "json" or row[name] == (values[name] if cell is not None else None)


def test_no_rows_in_each_format():
    names = list(records.columns(Statement))
    assert records.written([], Statement, "jsonl").decode() == ""
    assert records.written([], Statement, "csv").decode().splitlines() == [",".join(names)]
    packed = pd.read_parquet(io.BytesIO(records.written([], Statement, "parquet")))
    assert list(packed.columns) == names


def test_marks_and_line_ends_survive():
    words = "one\r\ntwo, “three”\u2028😀"
    given = {"article": 'a "b", c.txt', "content": words, "content_spans": ((0, 3),)}
    row = Statement(**{**NOTHING, **given})
    (cells,) = csv.DictReader(
        io.StringIO(records.written([row], Statement, "csv").decode(), newline="")
    )
    assert cells["content"] == words
    lines = records.written([row], Statement, "jsonl").decode()
    assert json.loads(lines)["content"] == words
    assert len(lines.split("\n")) == 2


def test_the_frame_of_the_library_is_that_of_the_records(raw, of, capsys):
    table = onrecord.statements(raw)
    assert table.equals(frames.frame(of[Statement], Statement))
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
