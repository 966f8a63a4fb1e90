import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError


def put(path: Path, content: bytes | str = "Text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_folder_is_searched_sorted_with_subfolders_and_without_hidden_files(tmp_path):
    for name in ("b.txt", "a.TXT", "sub/c.txt", "notes.md", ".hidden.txt", ".git/d.txt"):
        put(tmp_path / name)
    found, _ = files.gather(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for _, path in found] == [
        "a.TXT", "b.txt", "sub/c.txt",
    ]  # fmt: skip


def test_a_named_file_is_taken_whatever_its_suffix_and_only_once(tmp_path):
    page = put(tmp_path / "page.md")
    assert files.gather([page, str(page)]) == ([("page.md", page)], [])


def test_names_are_relative_to_the_folder_or_bare(tmp_path):
    put(tmp_path / "corpus/2016/a.txt")
    other = put(tmp_path / "b.txt")
    inputs, errors = files.gather([tmp_path / "corpus", other])
    assert [name for name, _ in inputs] == ["2016/a.txt", "b.txt"]
    assert errors == []


def test_two_inputs_of_one_name_are_told_apart(tmp_path):
    put(tmp_path / "x/a.txt")
    put(tmp_path / "y/a.txt")
    put(tmp_path / "y/b.txt")
    inputs, _ = files.gather([tmp_path / "x", tmp_path / "y"])
    assert [name for name, _ in inputs] == ["x/a.txt", "y/a.txt", "b.txt"]


def test_one_bad_path_does_not_cost_the_others(tmp_path):
    page = put(tmp_path / "a.txt")
    (tmp_path / "empty").mkdir()
    inputs, errors = files.gather([tmp_path / "none", page, tmp_path / "empty"])
    assert [path for _, path in inputs] == [page]
    assert [str(error) for error in errors] == [
        f"{tmp_path}/none: no such file or folder; check the path",
        f"{tmp_path}/empty: no articles here (*.txt); name a folder that has some",
    ]


def told(errors, folder):
    return [str(error).replace(f"{folder}/", "").replace(str(folder), ".") for error in errors]


def test_what_is_no_article_is_counted_and_named_and_is_no_failure(tmp_path):
    for name in ("a.txt", "b.html", "sub/c.HTML", "d.pdf", "README", "readme.txt", ".DS_Store"):
        put(tmp_path / name)
    inputs, errors = files.gather(tmp_path)
    assert inputs == [("a.txt", tmp_path / "a.txt")]
    assert all(isinstance(error, LeftOut) for error in errors)
    assert told(errors, tmp_path) == [
        ".: left out 1 file without a suffix (README); articles are files .txt",
        ".: left out 2 files .html (b.html, sub/c.HTML); articles are files .txt",
        ".: left out 1 file .pdf (d.pdf); articles are files .txt",
        ".: left out 1 file .txt (readme.txt); articles are files .txt",
    ]


def test_of_many_files_that_are_no_articles_the_first_are_named(tmp_path):
    for number in range(1200):
        put(tmp_path / f"{number:04}.html")
    (left_out, none) = files.gather(tmp_path)[1]
    assert "left out 1,200 files .html (0000.html, 0001.html, " in str(left_out)
    assert "0004.html, …)" in str(left_out)
    assert "no articles here" in str(none)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("rows.ods", "is no text of an article (.ods)"),
        ("book.ZIP", "is no text of an article (.ZIP)"),
        ("page.xml", "is no text of an article (.xml)"),
    ],
)
def test_a_file_of_another_kind_is_not_read_as_prose(tmp_path, name, what):
    other, page = put(tmp_path / name), put(tmp_path / "page")
    inputs, errors = files.gather([other, page])
    assert [path for _, path in inputs] == [page]
    assert told(errors, tmp_path) == [f"{name}: {what}; save each article as .txt"]


def test_a_pipe_or_a_device_is_named_and_never_waited_for(tmp_path):
    put(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("/dev/zero")
    (tmp_path / "d.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "e.txt").symlink_to(tmp_path / "gone.txt")
    inputs, errors = files.gather(tmp_path)
    assert [name for name, _ in inputs] == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
    assert errors == []
    assert files.read(tmp_path / "d.txt") == "Text."
    for name in ("b.txt", "c.txt"):
        with pytest.raises(OnRecordError, match="is a pipe or a device, not a regular file; save"):
            files.read(tmp_path / name)
    with pytest.raises(OnRecordError, match="no such file"):
        files.read(tmp_path / "e.txt")


def test_a_link_to_a_folder_is_named_and_no_circle_is_walked(tmp_path):
    put(tmp_path / "in/a.txt")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    inputs, errors = files.gather(tmp_path / "in")
    assert [name for name, _ in inputs] == ["a.txt"]
    assert told(errors, tmp_path) == [
        "in/again: a link to a folder is not followed; name that folder itself"
    ]


def test_a_folder_that_cannot_be_listed_costs_no_other(tmp_path, monkeypatch):
    put(tmp_path / "a.txt")
    put(tmp_path / "shut/b.txt")
    list_folder = os.scandir

    def scandir(path):  # as it is for those who are not root
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    inputs, errors = files.gather(tmp_path)
    assert [name for name, _ in inputs] == ["a.txt"]
    (line,) = told(errors, tmp_path)
    assert line.startswith("shut: cannot be read (permission denied); ")


def test_an_empty_path_is_no_folder(tmp_path, monkeypatch):
    put(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    inputs, errors = files.gather(["", "."])
    assert [name for name, _ in inputs] == ["a.txt"]
    assert [error.what for error in errors] == ["an empty path"]


def test_every_file_has_a_name_of_its_own_in_utf_8(tmp_path):
    for name in (b"a.txt", b"a.TXT", b"b", b"b.txt", b"caf\xe9.txt", b"caf\xe8.txt"):
        path = os.path.join(os.fsencode(tmp_path), name)
        with open(path, "wb") as stream:
            stream.write(b"Text.")
    inputs, _ = files.gather([tmp_path, tmp_path / "b"])
    names = [name for name, _ in inputs]
    assert set(names) == {
        "a.txt", "a.TXT", "b.txt", "b", r"caf\xe9.txt", r"caf\xe8.txt",
    }  # fmt: skip
    assert len(names) == 6
    "".join(names).encode("utf-8")


@pytest.mark.parametrize(
    ("content", "place", "what", "remedy"),
    [
        (b"", "", "the file is empty", "save it again"),
        (b" \n\r\n\t", "", "only blank space", "save it again"),
        (b"\xef\xbb\xbf\n", "", "only blank space", "save it again"),
        (b"one\ntwo \0 three", "byte 8 (line 2)", "NUL byte", "plain text"),
        (b"text\x01\x02\x03\x04\x05", "byte 4 (line 1)", "5 control bytes", "plain text"),
        (b"%PDF-1.4 ...", "byte 0", "a PDF", "plain text"),
        (b"<!DOCTYPE html>\n<p>Text.", "", "is HTML, not plain text", "text as .txt"),
        (b"\xef\xbb\xbf\n <HTML lang='en'>", "", "is HTML, not plain text", "text as .txt"),
        (b'<?xml version="1.0"?>\n<html>', "", "is HTML, not plain text", "text as .txt"),
        (b"\xff\xfeT\0\0", "byte 4 (line 1)", "byte 0x00 is not UTF-16", "save it as UTF-8"),
        (b"\xff\xfeT\0\0\0\1\0", "byte 1 (line 1)", "NUL byte", "plain text"),
        (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "", "is HTML, not plain text", "text as .txt"),
        (
            "“né” cut off é".encode()[:-1],
            "byte 18 (line 1)",
            "0xC3 is not UTF-8",
            "save it as UTF-8",
        ),
    ],
)
def test_what_is_no_text_gives_one_line_with_file_place_and_remedy(
    tmp_path, content, place, what, remedy
):
    path = put(tmp_path / "page.txt", content)
    with pytest.raises(OnRecordError) as caught:
        files.read(path)
    error, line = caught.value, str(caught.value)
    assert error.place == place
    assert line.startswith(f"{path}: ")
    assert what in line
    assert remedy in line.rpartition("; ")[2]
    assert "\n" not in line


@pytest.mark.parametrize(
    ("encoding", "text", "named"),
    [
        ("latin-1", "fine\r\ncafé", "windows-1252"),
        ("cp1252", "She said: “No – it’s a cliché.”", "windows-1252"),
        ("utf-16", "She said: “No.”\r\n", "UTF-16"),
        ("utf-16-be", "\ufeffShe said: “No.”", "UTF-16"),
        ("utf-32", "She said: “No.”", "UTF-32"),
        (
            "cp1251",
            "Президент заявил во вторник, что меры должны быть пересмотрены. " * 3,
            "cp1251",
        ),
    ],
)
def test_a_text_in_another_encoding_is_read_and_told(tmp_path, capsys, encoding, text, named):
    path = put(tmp_path / "page.txt", text.encode(encoding))
    notes = []
    assert files.read(path, notes.append) == text.removeprefix("\ufeff")
    (note,) = notes
    assert isinstance(note, LeftOut)
    assert str(note) == f"{path}: read as {named}; save it as UTF-8 if letters look wrong"
    files.read(path)
    assert f"onrecord: {note}" in capsys.readouterr().err


def test_an_unreadable_path_gives_one_line(tmp_path):
    with pytest.raises(OnRecordError, match="cannot be read"):
        files.read(tmp_path)
    with pytest.raises(OnRecordError, match="no such file"):
        files.read(tmp_path / "gone.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_gives_one_line(tmp_path):
    path = put(tmp_path / "page.txt")
    path.chmod(0)
    with pytest.raises(OnRecordError, match="permission denied"):
        files.read(path)


def test_a_strange_file_name_cannot_break_the_line(tmp_path):
    error = OnRecordError("a\nb\x1b[31m.txt", "line 1", "bad", "mend it")
    assert str(error) == r"a\nb\x1b[31m.txt: line 1: bad; mend it"


def test_text_is_read_as_it_stands(tmp_path):
    raw = "\ufeffOne\r\ntwo 😀 e\u0301\r\n\x0cthree\n"
    assert files.read(put(tmp_path / "page.txt", raw)) == raw


def test_text_that_opens_with_a_tag_or_tells_of_html_is_no_html_file(tmp_path):
    for raw in ("<b>Text</b>", "The <html> tag opens a page.", "<htmlx>"):
        assert files.read(put(tmp_path / "page.txt", raw)) == raw


def test_a_stray_control_character_is_no_binary_file(tmp_path):
    raw = "A long enough line of ordinary text, " * 5 + "\x02"
    assert files.read(put(tmp_path / "page.txt", raw)) == raw


def test_a_line_of_five_megabytes_is_read(tmp_path):
    raw = "word " * 1_000_000
    assert files.read(put(tmp_path / "page.txt", raw)) == raw


def test_an_error_survives_the_way_to_another_process():
    error = pickle.loads(pickle.dumps(OnRecordError("a.txt", "line 3", "bad", "mend it")))
    assert str(error) == "a.txt: line 3: bad; mend it"
    assert (error.file, error.place, error.what, error.remedy) == (
        "a.txt", "line 3", "bad", "mend it",
    )  # fmt: skip


def test_writing_makes_the_folder_and_leaves_newlines_alone(tmp_path):
    path = files.write(tmp_path / "new/out.csv", "a\r\né\n")
    assert path.read_bytes() == "a\r\né\n".encode()
    files.write(path, b"again")
    assert path.read_bytes() == b"again"
    assert [p.name for p in path.parent.iterdir()] == ["out.csv"]
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600


def test_a_file_that_is_replaced_keeps_its_mode_and_its_link(tmp_path):
    path = put(tmp_path / "secret.csv")
    path.chmod(0o600)
    (tmp_path / "link.csv").symlink_to("secret.csv")
    files.write(tmp_path / "link.csv", "new")
    assert (tmp_path / "link.csv").is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "dangling.csv").symlink_to("far/new.csv")
    files.write(tmp_path / "dangling.csv", "new")
    assert (tmp_path / "far" / "new.csv").read_text() == "new"
    assert {p.name for p in tmp_path.iterdir()} == {
        "secret.csv", "link.csv", "dangling.csv", "far",
    }  # fmt: skip


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path, monkeypatch):
    path = put(tmp_path / "out.csv", "old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # as it is for those who are not root
    with pytest.raises(OnRecordError, match=r"cannot be written \(permission denied\)"):
        files.write(path, "new")
    assert path.read_text() == "old"


def test_a_file_of_another_stays_the_same_file(tmp_path, monkeypatch):
    path = put(tmp_path / "out.csv", "old")
    before = path.stat().st_ino
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    files.write(path, "new")
    assert (path.read_text(), path.stat().st_ino) == ("new", before)


def test_a_pipe_and_a_device_are_written_into_and_stay(tmp_path):
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    files.write(fifo, "through")
    assert os.read(reader, 99) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    files.write("/dev/null", "away")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_standard_output_by_its_path_is_added_to(tmp_path):
    log = put(tmp_path / "log", "before\n")
    code = "from onrecord import files; files.write('/dev/stdout', 'new\\n')"
    with log.open("a") as stream:
        subprocess.run([sys.executable, "-c", code], stdout=stream, check=True)
    assert log.read_text() == "before\nnew\n"


def test_a_write_that_fails_leaves_what_was_and_no_part(tmp_path, monkeypatch):
    path = put(tmp_path / "out.csv", "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OnRecordError, match=r"cannot be written \(no space left on device\)"):
        files.write(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out.csv", "old")]


def test_writing_where_one_cannot_gives_one_line(tmp_path):
    put(tmp_path / "file")
    with pytest.raises(OnRecordError, match="cannot be written"):
        files.write(tmp_path / "file" / "out.csv", "x")


@pytest.mark.parametrize(("target", "source"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), (".", "a")])
def test_folders_that_overlap_are_refused(tmp_path, target, source):
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(OnRecordError, match="overlaps with .*; name a folder beside it"):
        files.apart(tmp_path / target, tmp_path / source)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(OnRecordError, match="overlaps with"):
        files.apart(tmp_path / "link", tmp_path / "a" / "b")
    files.apart(tmp_path / "c", tmp_path / source, None)


def test_the_version_of_what_reads_is_that_of_its_code_and_words_alone(tmp_path, monkeypatch):
    for name in ("extraction/rule.py", "text/words.toml", "figures/bars.py", "text/rule.pyc"):
        files.write(tmp_path / name, name)
    monkeypatch.setattr(files, "_HERE", tmp_path)
    tell = files.program.__wrapped__
    assert [path.suffix for path in files.library()] == [".py", ".py", ".toml"]
    before = tell()
    files.write(tmp_path / "figures/bars.py", "other")
    files.write(tmp_path / "text/rule.pyc", "other")
    assert tell() == before
    files.write(tmp_path / "text/words.toml", "other")
    assert tell() != before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_digest_waits_for_no_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a").write_text("a")
    assert files.digest([tmp_path / "pipe", tmp_path / "a"]) == files.digest([tmp_path / "a"])
