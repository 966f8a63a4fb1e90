"""A table of articles: a row is one; columns are guessed, shown, and named by whoever reads."""

import io
import json
import sys
import tracemalloc
import zipfile

import pandas as pd
import pytest

import onrecord
from onrecord.cli import main
from onrecord.errors import LeftOut, OnRecordError
from onrecord.intake import tables
from onrecord.intake import taken as taken_from
from onrecord.intake.taken import Taken

SAID = "Ann Smith said it was over."
ROWS = {
    "Title": ["Talks end", "Rain"],
    "Publish_Date": ["2016-03-05", "2016-03-06"],
    "media_name": ["Daily", "Weekly"],
    "BODY": [SAID, f"Rain\n\n{SAID}"],
    "desk": ["home", "world"],
}


def put(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def save(folder, form, rows=None):
    """Write rows as a file of a form; return its path."""
    path, frame = folder / f"news{form}", pd.DataFrame(rows or ROWS)
    if form == ".xlsx":
        frame.to_excel(path, index=False)
    elif form == ".parquet":
        frame.to_parquet(path)
    elif form == ".json":
        frame.to_json(path, orient="records", force_ascii=False)
    elif form in (".jsonl", ".ndjson"):
        frame.to_json(path, orient="records", lines=True, force_ascii=False)
    else:
        frame.to_csv(path, index=False, sep="\t" if form == ".tsv" else ",")
    return path


def parted(found):
    """The articles that were taken, the notes, and the errors."""
    found = list(found)
    taken = [one for one in found if isinstance(one, Taken)]
    notes = [one for one in found if isinstance(one, LeftOut)]
    return taken, notes, [one for one in found if one not in taken and one not in notes]


@pytest.mark.parametrize(
    "form", [".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet"]
)
def test_a_row_is_an_article_in_every_kind_of_table(tmp_path, form):
    taken, (note,), errors = parted(tables.take(save(tmp_path, form), f"in/news{form}"))
    assert errors == []
    assert [one.name for one in taken] == [f"in/news{form}#01", f"in/news{form}#02"]
    assert [one.text for one in taken] == [f"Talks end\n\n{SAID}", f"Rain\n\n{SAID}"]
    its = taken[0].given
    assert (its.title, its.date, its.outlet) == ("Talks end", "2016-03-05", "Daily")
    assert its.more == (("desk", "home"),)
    assert its.outlet_basis.startswith(f"metadata: news{form}, ")
    assert note.what == "has its text from body, title from title, date from publish_date, " + (
        "outlet from media_name"
    )


def test_numbers_have_as_many_digits_as_are_needed(tmp_path):
    rows = {"text": [SAID] * 100}
    taken, _, _ = parted(tables.take(save(tmp_path, ".csv", rows), "a.csv"))
    assert [taken[0].name, taken[-1].name] == ["a.csv#001", "a.csv#100"]


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["x7", "x8"], ["x7", "x8"]),
        (["x7", "x7"], ["01", "02"]),
        (["x7", ""], ["01", "02"]),
        (["../x", "y"], ["01", "02"]),  # a name becomes a path
        (["x", "x.txt"], ["01", "02"]),  # one stem, and so one number of a statement
        (["X", "x"], ["01", "02"]),
    ],
)
def test_an_id_names_an_article_where_each_has_one_of_its_own(tmp_path, ids, names):
    path = save(tmp_path, ".csv", {"id": ids, "text": [SAID] * 2})
    taken, _, _ = parted(tables.take(path, "a.csv"))
    assert [one.name for one in taken] == [f"a.csv#{name}" for name in names]
    assert dict(taken[0].given.more) == {"id": ids[0]}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2016-03-05", "2016-03-05"),
        ("2016-03-05T23:30:00-05:00", "2016-03-05"),
        ("2016-03-05 09:30:00.123456 UTC", "2016-03-05"),
        ("20160305", "2016-03-05"),
        ("20160305T093000Z", "2016-03-05"),
        ("20160305093000", "2016-03-05"),
        ("1457170200", "2016-03-05"),
        ("1457170200000", "2016-03-05"),
        ("Sat, 05 Mar 2016 09:30:00 GMT", "2016-03-05"),
        ("Sat, 05 Mar 2016 09:30:00 +0000", "2016-03-05"),
        ("March 5, 2016", "2016-03-05"),
        ("5 March 2016", "2016-03-05"),
        ("05.03.2016", "2016-03-05"),
        ("2016/3/5", "2016-03-05"),
        ("3/25/2016", "2016-03-25"),
        ("25-03-2016", "2016-03-25"),
        ("05/05/2016", "2016-05-05"),
        ("03/04/2016", None),
        ("03-04-2016", None),
        ("2016-02-30", None),
        ("2016", None),
        ("0001-01-01", None),
        ("in 2016-03-05 or so", None),
        ("", None),
        ("5 March 2016 " * 50, None),
    ],
)
def test_dates_of_any_usual_form(cell, day):
    assert tables.day(cell) == day


def test_dates_that_may_be_two_are_left_out_and_said_once(tmp_path):
    rows = {"text": [SAID] * 3, "date": ["03/04/2016", "2016-03-05", "soon"]}
    taken, (_, note), _ = parted(tables.take(save(tmp_path, ".csv", rows), "a.csv"))
    assert [one.given.date for one in taken] == [None, "2016-03-05", None]
    assert "line 2: dates left out that are none, or may be two: 2, as '03/04/2016'" in str(note)


def test_columns_are_wanted_by_name(tmp_path):
    path = put(tmp_path / "a.csv", f"text,Lead,Day\nno,{SAID},2016-03-05\n")
    for columns in ("text=LEAD,date=day", {"text": "lead", "date": "Day"}):
        (one,), (note,), _ = parted(tables.take(path, "a.csv", columns))
        assert (one.text, one.given.date, one.given.more) == (SAID, "2016-03-05", (("text", "no"),))
        assert "text from lead, date from day" in note.what
    (one,), _, _ = parted(tables.take(path, "a.csv", "text=lead,date="))
    assert one.given.date is None
    with pytest.raises(LeftOut, match=r"no column is named body \(there are: text, lead, day\)"):
        tables.take(path, "a.csv", "text=body")
    with pytest.raises(OnRecordError, match="'body' is none of text, title, date"):
        tables.chosen("body")


def test_a_table_without_texts_says_how_to_go_on(tmp_path):
    cells = "id,title,url,publish_date,media_name,language\n1,T,http://x.org/1,2016-03-05,X,en\n"
    path = put(tmp_path / "mediacloud.csv", cells)
    with pytest.raises(LeftOut) as failed:
        tables.take(path, "mediacloud.csv")
    assert "no column holds texts of articles (there are: id, title, url, " in str(failed.value)
    assert "save the pages and give this as --metadata" in str(failed.value)


def test_what_crawlers_write(tmp_path):
    lines = [
        {"maintext": SAID, "authors": ["A", "B"], "source_domain": "x.org", "date_publish": None},
        {"maintext": [SAID, SAID], "extra": {"deep": [1]}, "n": 7.0},
    ]
    path = put(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)) + "\n\n{cut")
    (one, two), _, (error,) = parted(tables.take(path, "a.jsonl"))
    assert (dict(one.given.more).get("author"), one.given.outlet, one.given.date) == (
        "A, B",
        "x.org",
        None,
    )
    assert (two.text, two.given.more) == (f"{SAID}\n\n{SAID}", (("n", "7"),))
    assert str(error).startswith(f"{path}: line 4 (#03): no JSON object (")
    news = {"status": "ok", "articles": [{"content": SAID, "source": {"id": None, "name": "X"}}]}
    (one,), _, _ = parted(tables.take(put(tmp_path / "b.json", json.dumps(news)), "b.json"))
    assert (one.text, one.given.outlet) == (SAID, "X")
    page = {"text": SAID, "images": [{"url": "x"}]}
    (one,), _, _ = parted(tables.take(put(tmp_path / "c.json", json.dumps(page, indent=1)), "c"))
    assert (one.name, one.text) == ("c#01", SAID)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it has no text"),
        (" \n ", "it has no text"),
        ("12345", "it has no text"),
        ("<p>Ann said.</p>", "its text is HTML, not plain text"),
        ("Ann \x00\x01\x02\x03", "it has no text"),
    ],
)
def test_a_row_without_a_usable_text_costs_no_other(tmp_path, text, says):
    lines = [json.dumps({"body": each}) for each in (SAID, text, SAID)]
    path = put(tmp_path / "a.jsonl", "\n".join(lines))
    taken, _, (error,) = parted(tables.take(path, "a.jsonl"))
    assert [one.name for one in taken] == ["a.jsonl#01", "a.jsonl#03"]
    assert f"line 2 (#02): {says}; mend the row" in str(error)


def test_another_encoding_is_told_once_for_all_tables(tmp_path, capsys):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(f"text\n{SAID} Café.\n".encode("cp1252"))
    note, columns, one = tables.take(tmp_path / "a.csv", "a.csv")
    assert (note.what, one.text) == ("read as windows-1252", f"{SAID} Café.")
    assert capsys.readouterr().err == ""
    assert len(onrecord.read(tmp_path)) == 2
    assert capsys.readouterr().err.count("read as windows-1252") == 1


def test_a_row_with_a_cell_too_many_is_not_cut_in_silence(tmp_path):
    path = put(tmp_path / "a.csv", f"text,date\n{SAID},2016-03-05\nAnn, who said, it was over.,x\n")
    taken, _, (error,) = parted(tables.take(path, "a.csv"))
    assert len(taken) == 1
    assert "line 3 (#02): has more cells than there are columns" in str(error)


def test_texts_that_are_long_or_in_bare_quotation_marks(tmp_path):
    text = SAID * 20_000
    (one,), _, _ = parted(tables.take(put(tmp_path / "a.csv", f'text\n"{text}"\n'), "a.csv"))
    assert one.text == text
    path = put(tmp_path / "a.tsv", 'id\ttext\na\t"It is over," Ann Smith said.\nb\tx "y"\n')
    (one, _), _, _ = parted(tables.take(path, "a.tsv"))
    assert one.text == '"It is over," Ann Smith said.'


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"no", "cannot be read as .xlsx (BadZipFile: "),
        ("a.parquet", b"PAR1", "cannot be read as .parquet (ArrowInvalid: "),
        ("a.json", b'[\n{"text": ', "no JSON (Expecting value: line 2 column 10"),
        ("a.json", b"[" * 100_000, "no JSON (maximum recursion depth"),
        ("a.jsonl", b"1\n2\n{", "no JSON (Extra data: line 2 column 1"),
        ("a.json", b"[1]", "no column holds texts"),
        ("a.csv", b'text\n"x', "no CSV (unexpected end of data)"),
        ("a.csv", b"text\n\0", "a NUL byte"),
        ("a.csv", b"file,date\n", "no column holds texts"),
        ("a.json", b"[]", "no column holds texts"),
    ],
)
def test_what_is_no_table_is_one_clear_line(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OnRecordError) as failed:
        tables.take(tmp_path / name, name)
    assert says in str(failed.value)
    assert "\n" not in str(failed.value)


def test_what_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(taken_from, "LARGEST", 100_000)
    rows = {"text": ["x" * 30_000] * 20}
    for form in (".xlsx", ".parquet"):
        with pytest.raises(OnRecordError, match="unpacks to more than 100,000 bytes"):
            tables.take(save(tmp_path, form, rows), "a")
    many = pd.DataFrame({"text": [SAID] * 10_000})
    many.to_parquet(tmp_path / "c.parquet", row_group_size=1000)  # unpacks to 270,000 bytes
    assert len(list(tables.take(tmp_path / "c.parquet", "c"))) == 10_001
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 200_000)
    with pytest.raises(OnRecordError, match="unpacks to more than"):
        tables.take(tmp_path / "b.xlsx", "b")


def test_a_value_of_json_that_is_too_large_is_refused_and_lines_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST", 2_000)
    rows = [{"text": SAID}] * 100
    for text in (json.dumps(rows), json.dumps(rows, indent=1)):
        with pytest.raises(OnRecordError, match="a value of more than 2,000 bytes; save it in lin"):
            tables.take(put(tmp_path / "a.json", text), "a")
    path = put(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert len(list(tables.take(path, "a"))) == 101


def test_a_long_table_may_be_in_any_encoding(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.files._PIECE", 100)
    text = "text,outlet\n" + f"{SAID} Café.,Día\n" * 50
    for encoding, note in [("utf-8-sig", []), ("cp1252", ["windows-1252"]), ("utf-16", ["UTF-16"])]:
        (tmp_path / "a.csv").write_bytes(text.encode(encoding))
        taken, notes, _ = parted(tables.take(tmp_path / "a.csv", "a"))
        assert {(one.text, one.given.outlet) for one in taken} == {(f"{SAID} Café.", "Día")}
        assert [each.what for each in notes[:-1]] == [f"read as {name}" for name in note]
    (tmp_path / "a.csv").write_bytes(text.encode() + b"\xff")
    with pytest.raises(OnRecordError, match="byte 0xFF is not UTF-8"):
        tables.take(tmp_path / "a.csv", "a")


@pytest.mark.parametrize("form", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_rows_are_not_held(tmp_path, form):
    count, text = 2_000, f"{SAID} " * 100
    path = save(tmp_path, form, {"id": range(count), "text": [f"{text}{n}" for n in range(count)]})
    list(tables.take(path, "a"))  # what is imported stays
    tracemalloc.start()
    taken = tables.take(path, "a")
    read, peak = sum(isinstance(one, Taken) for one in taken), tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == count
    assert peak < count * len(text) / 4


def test_excel_that_is_not_installed_is_told_with_its_line(tmp_path, monkeypatch):
    path = save(tmp_path, ".xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(OnRecordError, match=r'pip install "onrecord\[excel\]"'):
        tables.take(path, "news.xlsx")
    page = put(tmp_path / "a.txt", SAID)
    assert main(["statements", str(page), "-o", str(tmp_path / "out.xlsx")]) == 1
    assert not (tmp_path / "out.xlsx").exists()


def test_a_folder_of_any_mixture(tmp_path, capsys):
    put(tmp_path / "a.txt", SAID)
    (tmp_path / "sub").mkdir()
    for folder in (tmp_path, tmp_path / "sub"):
        save(folder, ".csv")
    put(tmp_path / "metadata.csv", "file,section\na.txt,home\n")
    corpus = onrecord.read(tmp_path)
    names = ["a.txt", "news.csv#01", "news.csv#02", "sub/news.csv#01", "sub/news.csv#02"]
    assert [page.name for page in corpus] == names
    err = capsys.readouterr().err.splitlines()
    assert len([line for line in err if "has its text from body" in line]) == 1  # said once
    assert any("metadata.csv: no column holds texts" in line for line in err)
    assert corpus.articles["desk"].fillna("").tolist() == ["", "home", "world", "home", "world"]
    for statement in corpus[1].statements:
        assert corpus[1].text[slice(*statement.cue_span)] == statement.cue == "said"
    assert main(["articles", str(tmp_path)]) == 0
    assert main(["articles", str(tmp_path / "metadata.csv"), str(tmp_path / "a.txt")]) == 1
    with pytest.raises(OnRecordError, match="no column holds texts"):
        onrecord.read(tmp_path / "metadata.csv")
    (tmp_path / "only").mkdir()
    put(tmp_path / "only" / "m.csv", "file\na.txt\n")
    for path in (tmp_path / "only", put(tmp_path / "bare.csv", "text,date\n")):
        with pytest.raises(OnRecordError, match="no articles in the files here"):
            onrecord.read(path)


def test_metadata_in_the_folder_that_is_read_are_no_articles(tmp_path, capsys):
    put(tmp_path / "a.txt", SAID)
    own = put(tmp_path / "my.csv", "file,text,author\na.txt,x,Ann Lee\n")
    corpus = onrecord.read(tmp_path, metadata=own)
    assert list(corpus.articles["author"]) == ["Ann Lee"]
    assert len(corpus) == 1
    assert capsys.readouterr().err == ""


def test_metadata_go_over_what_a_table_says(tmp_path):
    save(tmp_path, ".csv")
    own = put(tmp_path / "my.csv", "file,outlet,desk\nnews.csv#02,Other,far\nnews.csv,All,\n")
    articles = onrecord.read(tmp_path / "news.csv", metadata=own).articles
    assert list(articles["outlet"]) == ["All", "Other"]
    assert list(articles["date_earliest"]) == ["2016-03-05", "2016-03-06"]
    assert list(articles["desk"]) == ["home", "far"]


def test_a_row_that_is_left_out_needs_no_line(tmp_path, capsys):
    put(tmp_path / "a.csv", f"text\n{SAID}\n7\n")
    own = put(tmp_path / "my.csv", "file,outlet\na.csv#01,Daily\n")
    assert len(onrecord.read(tmp_path / "a.csv", metadata=own)) == 1
    err = capsys.readouterr().err
    assert "line 3 (#02): it has no text" in err
    assert "has no line" not in err


def test_columns_named_as_ours_stay_out_of_the_frames(tmp_path):
    rows = {"text": [SAID], "speaker": ["x"], "score": ["9"], "kind": ["k"]}
    corpus = onrecord.read(save(tmp_path, ".csv", rows))
    assert list(corpus.statements["speaker"]) == ["Ann Smith"]
    assert "speaker" not in corpus.articles
    assert list(corpus.articles["kind"]) == ["k"]


def test_columns_on_the_command_line(tmp_path, capsys):
    path = put(tmp_path / "a.csv", f"lead,day\n{SAID},2016-03-05\n")
    for command in ("articles", "statements", "mentions", "stance"):
        assert main([command, str(path), "--columns", "text=LEAD,date=day"]) == 0
        out, err = capsys.readouterr()
        assert err.count("\n") == 1
        assert ('"a.csv#01"' in out) == (command != "stance")
    assert main(["articles", str(path), "--columns", "lead"]) == 1
    assert "'lead' is none of text, title" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
@pytest.mark.parametrize("command", ["articles", "statements", "mentions", "stance"])
def test_our_own_tables_are_no_articles_and_may_be_written_again(tmp_path, capsys, command, form):
    put(tmp_path / "a.txt", "Russia must lift the blockade, John Kerry said.")
    out = tmp_path / f"out.{form}"
    for _ in range(2):
        assert main([command, str(tmp_path), "-o", str(out)]) == 0
    assert "out" in (err := capsys.readouterr().err)
    assert "no column holds texts of articles (there are: article, " in err
    mine = save(tmp_path, ".csv")
    assert main([command, str(tmp_path), "-o", str(mine)]) == 2
    assert "is one of the files that are read" in capsys.readouterr().err


def test_a_workbook_keeps_texts_as_texts_and_cuts_what_no_cell_holds(tmp_path, capsys):
    title = '=HYPERLINK("\x1b")'
    path = put(tmp_path / "a.jsonl", json.dumps({"text": "x\n\n" * 20_000, "title": title}))
    out = tmp_path / "out.xlsx"
    assert main(["articles", str(path), "-o", str(out)]) == 0
    assert "a table in .xlsx: cuts 2 cells at 32,767 characters" in capsys.readouterr().err
    from openpyxl import load_workbook

    names, row = load_workbook(io.BytesIO(out.read_bytes())).active.iter_rows()
    cells = {name.value: cell for name, cell in zip(names, row, strict=True)}
    assert cells["headline"].value == '=HYPERLINK("\ufffd")'
    assert cells["headline"].data_type == "s"
    assert len(cells["paragraphs"].value) == 32_767
    assert cells["paragraphs"].value.endswith("…")
    assert json.loads(cells["date_evidence"].value) == []


def test_a_sheet_has_a_last_row(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.records.SHEET", 1)
    page = put(tmp_path / "a.txt", SAID)
    assert main(["articles", str(page), "-o", str(tmp_path / "out.xlsx")]) == 1
    assert not (tmp_path / "out.xlsx").exists()


def test_a_table_that_changes_while_it_is_read_is_told(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("title,text\nA,The mayor said no.\n")
    found = iter(tables.take(table, "t.csv"))
    next(found)
    table.write_text("text,title\nA,The mayor said no to it.\n")
    with pytest.raises(OnRecordError, match="changed while it was read"):
        next(found)


def test_an_open_quotation_mark_is_named_by_the_line_of_its_row(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text('title,text\nA,The mayor said no.\nB,"Never\n\nagain\n')
    with pytest.raises(OnRecordError) as fault:
        tables.take(table, "t.csv")
    assert fault.value.place == "line 3"


def test_signs_that_end_no_line_of_a_table(tmp_path):
    table = tmp_path / "t.tsv"
    table.write_bytes('title\ttext\r\nA\t“No", he\u2028said\x85, "no.\r\n"B\tHe left.\n'.encode())
    _, rows = tables.read(table)
    assert [row.cells["title"] for row in rows()] == ["A", '"B']


def test_the_text_of_a_row_named_as_a_file_of_text_is_kept(tmp_path, capsys):
    table, kept = tmp_path / "t.csv", tmp_path / "kept"
    table.write_text("id,text\nlake.txt,The mayor said no.\n")
    assert main(["statements", str(table), "--text", str(kept)]) == 0
    capsys.readouterr()
    assert "The mayor said no." in (kept / "t.csv#lake.txt.txt").read_text("utf-8")
