"""A corpus: every good file is read, every bad one is named."""

import pytest

import onrecord
from onrecord import corpus, files, records
from onrecord.cli import main
from onrecord.errors import OnRecordError
from onrecord.extraction import extract

GOOD = "Ann Smith said it was over.\n"
BAD = {
    "a_empty.txt": (b"", "the file is empty"),
    "b_blank.txt": (b" \r\n\n", "blank"),
    "c_latin.txt": ("Ann Smith said caf\xe9.\n".encode("latin-1"), "not UTF-8"),
    "d_binary.txt": (b"\x00\x01\x02said", "binary"),
    "e_pdf.txt": (b"%PDF-1.4 Ann Smith said it was over.", "PDF"),
}


@pytest.fixture
def mixed(tmp_path):
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("what", records.SCHEMAS)
def test_a_bad_file_costs_no_other_its_result(mixed, what):
    records, errors = corpus.read(mixed, what)
    assert [record["article"] for record in records] == ["good.txt", "sub/good.txt"]
    assert len(errors) == len(BAD)
    for error, (name, (_, says)) in zip(errors, BAD.items(), strict=True):
        assert error.file.endswith(name)
        assert says in str(error)
        assert error.remedy
        assert "\n" not in str(error)


def test_files_come_in_order_and_are_named_apart(mixed):
    names = [name for name, _ in corpus.each([mixed / "sub", mixed / "good.txt"], "articles")]
    assert sorted(names) == sorted(set(names))
    assert all(name.endswith("good.txt") for name in names)


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path):
    (tmp_path / "empty").mkdir()
    records, errors = corpus.read([tmp_path / "none.txt", tmp_path / "empty"], "statements")
    assert records == []
    assert sorted(error.what for error in errors) == [
        "no articles here (*.txt)",
        "no such file or folder",
    ]


def test_one_file_is_named_by_its_bare_name(mixed):
    (row,) = corpus.one(mixed / "good.txt", "good.txt", "statements")
    assert (row["article"], row["statement_id"], row["content"]) == (
        "good.txt",
        "good:s01",
        "it was over",
    )


def test_the_library_says_what_it_left_out_and_raises_where_nothing_is_left(mixed, capsys):
    table = onrecord.statements(mixed)
    assert len(table) == 2
    assert len(capsys.readouterr().err.splitlines()) == len(BAD)
    with pytest.raises(OnRecordError, match=r"a_empty\.txt: the file is empty; "):
        onrecord.statements(mixed / "a_empty.txt")


def test_a_page_without_statements_counts_as_read(tmp_path, capsys):
    (tmp_path / "quiet.txt").write_text("The talks went on.\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00")
    assert len(onrecord.statements(tmp_path)) == 0
    assert "bad.txt: byte 0" in capsys.readouterr().err


def test_a_fault_of_ours_in_showing_a_page_is_named(mixed, monkeypatch):
    monkeypatch.setattr(extract, "extract", lambda *_: [][0])
    with pytest.raises(OnRecordError, match="good.txt: cannot be worked through"):
        onrecord.show(mixed / "good.txt")


def test_what_was_cut_is_told_of_the_pages_that_are_still_there(tmp_path, capsys):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Talks End\n\nShare\n\n{GOOD}", encoding="utf-8")
    pages = onrecord.pages(tmp_path)
    (tmp_path / "a.txt").unlink()
    assert set(records.furniture(pages, tmp_path)["article"]) == {"b.txt"}
    assert "a.txt: cannot be read" in capsys.readouterr().err


def test_a_page_without_statements_is_an_empty_frame(tmp_path):
    (tmp_path / "quiet.txt").write_text("The talks went on.\n", encoding="utf-8")
    table = onrecord.statements(tmp_path)
    assert len(table) == 0
    assert list(table.columns) == list(records.STATEMENT)


def test_a_wrong_table_of_knowledge_is_named(mixed, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "cues.toml").write_text("verbs = [", encoding="utf-8")
    _, errors = corpus.read(mixed / "good.txt", "statements", str(mine))
    assert [error.file for error in errors] == [str(mine / "cues.toml")]


def test_a_fault_of_ours_is_one_named_error_and_costs_no_other_its_rows(mixed, monkeypatch, capsys):
    whole = extract.extract

    def broken(raw, *given):
        if "NOW" in raw:
            return [][0]
        return whole(raw, *given)

    monkeypatch.setattr(extract, "extract", broken)
    (mixed / "fault.txt").write_text("NOW.\n", encoding="utf-8")
    records, errors = corpus.read(mixed, "statements")
    assert [record["article"] for record in records] == ["good.txt", "sub/good.txt"]
    (fault,) = [error for error in errors if error.file.endswith("fault.txt")]
    assert "IndexError in corpus.py, line " in fault.what
    assert "report it" in fault.remedy
    assert main(["statements", str(mixed / "good.txt"), str(mixed / "fault.txt")]) == 1
    out, err = capsys.readouterr()
    assert (out.count("\n"), err.count("\n")) == (1, 1)


def test_what_is_left_out_is_said_and_fails_nothing(tmp_path, capsys):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>It was over, she said.", encoding="utf-8")
    assert len(onrecord.statements(tmp_path)) == 1
    assert "left out 1 file .html (page.html)" in capsys.readouterr().err
    assert main(["statements", str(tmp_path)]) == 0
    assert "left out 1 file .html (page.html)" in capsys.readouterr().err


def test_articles_that_differ_only_in_their_suffix_have_their_own_ids(tmp_path):
    for name in ("a.txt", "a.TXT"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    records, _ = corpus.read([tmp_path], "statements")
    assert sorted(record["statement_id"] for record in records) == ["a.TXT:s01", "a:s01"]


def test_a_wrong_table_of_knowledge_is_named_once_for_many_files(raw, tmp_path):
    (tmp_path / "outlets.toml").write_text("[[outlet]]\nname = 3\n", encoding="utf-8")
    found = list(corpus.each(raw, "articles", str(tmp_path)))
    assert [name for name, _ in found] == [str(tmp_path / "outlets.toml")]


def test_five_pages(raw):
    records, errors = corpus.read(raw, "articles")
    assert errors == []
    assert [record["article"] for record in records] == [path.name for path in files.find(raw)]
