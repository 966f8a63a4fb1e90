"""The command line: formats, output, exit status, one clear line for each bad input."""

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import sys

import pandas as pd
import pytest
from reading import OURS

import onrecord
from onrecord import corpus, records
from onrecord.cli import main, parser
from onrecord.records import Article, Code, Mention, Statement

GOOD = "Ann Smith said it was over. “Nobody won,” she said.\n"
TABLES = ("articles", "statements", "mentions", "stance")
LINE = '{"id": 1, "text": "They praised Ann.", "target": [13, 16]}'
BAD = [
    ("empty.txt", b"", "the file is empty"),
    ("binary.txt", b"\x00\x01\x02\x03said", "the file is binary, not a text"),
    ("cut.txt", "Ann Smith said “café”.\n".encode() + b"\xe9", "byte 0xE9 is not UTF-8"),
]


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_json_lines_are_the_default(page, capsys):
    assert main(["statements", str(page)]) == 0
    out, err = capsys.readouterr()
    rows = lines(out)
    assert [row["content"] for row in rows] == ["it was over", "Nobody won"]
    assert list(rows[0]) == list(records.columns(Statement))
    assert err == ""


def test_the_tables_of_the_command_line_are_those_of_the_library(raw, capsys):
    pages = onrecord.read(raw)
    for command, kind, name in (
        ("articles", Article, "articles"),
        ("statements", Statement, "statements"),
        ("mentions", Mention, "mentions"),
        ("stance", Code, "codes"),
    ):
        assert main([command, str(raw)]) == 0
        rows = lines(capsys.readouterr().out)
        assert rows
        assert {tuple(row) for row in rows} == {tuple(records.columns(kind))}
        assert [row["article"] for row in rows] == list(getattr(pages, name)["article"])


def test_mentions_and_codes_lead_back_to_the_words(raw, capsys):
    assert main(["mentions", str(raw)]) == 0
    for row in lines(capsys.readouterr().out):
        text = (raw / row["article"]).read_bytes().decode()
        assert text[row["start"] : row["stop"]] == row["text"]
    assert main(["stance", str(raw)]) == 0
    for row in lines(capsys.readouterr().out):
        text = (raw / row["article"]).read_bytes().decode()
        assert row["evidence"] == " … ".join(text[a:b] for a, b in row["evidence_spans"])
        assert -1 <= row["value"] <= 1
        assert (row["target_actor"] is None) == (row["measure"] == "proposition")


def test_propositions_of_a_users_file_take_the_place_of_ours(page, tmp_path, capsys):
    page.write_text("“We must close the bridge,” Ann Smith said.\n", encoding="utf-8")
    own = tmp_path / "bridges.toml"
    own.write_text(
        '[[proposition]]\ncode = "close"\nwording = "The bridge should be closed."\n'
        'raised = ["bridge"]\npro = ["must close"]\n', encoding="utf-8",
    )  # fmt: skip
    assert main(["stance", str(page), "--propositions", str(own)]) == 0
    (row,) = lines(capsys.readouterr().out)
    assert (row["target"], row["value"], row["speaker"]) == ("close", 1.0, "Ann Smith")
    assert main(["stance", str(page)]) == 0
    assert capsys.readouterr().out == ""
    own.write_text('[[proposition]]\ncode = "close"\n', encoding="utf-8")
    assert main(["stance", str(page), "--propositions", str(own)]) == 1
    assert "bridges.toml: [[proposition]] 1 (close)" in capsys.readouterr().err
    assert main(["stance", str(page), "--propositions", str(tmp_path / "none.toml")]) == 1
    assert "none.toml: cannot be read" in capsys.readouterr().err
    assert main(["stance", str(page), "--propositions", str(own), "-o", str(own)]) == 2
    with pytest.raises(SystemExit):
        main(["mentions", str(page), "--propositions", str(own)])


@pytest.mark.parametrize("command", TABLES)
def test_metadata_override_the_page(page, tmp_path, capsys, command):
    page.write_text("Russia must lift the blockade, John Kerry said.\n", encoding="utf-8")
    own = tmp_path / "my.csv"
    own.write_text("file,outlet,date\npage.txt,Daily,2016-03-10\n", encoding="utf-8")
    assert main([command, str(page), "--metadata", str(own)]) == 0
    out, err = capsys.readouterr()
    assert lines(out)
    for row in lines(out) if command != "mentions" else ():
        assert (row["outlet"], row["date_earliest"]) == ("Daily", "2016-03-10")
    assert err == ""


def test_what_metadata_lack_is_said_and_what_is_wrong_in_them_fails(page, tmp_path, capsys):
    own = tmp_path / "my.csv"
    own.write_text("file,date\nother.txt,2016-03-10\n", encoding="utf-8")
    assert main(["statements", str(page), "--metadata", str(own)]) == 0
    out, err = capsys.readouterr()
    assert len(lines(out)) == 2
    assert "my.csv: has no line for 1 of the files (page.txt)" in err
    for text in ("file,date\npage.txt,soon\n", "name\npage.txt\n"):
        own.write_text(text, encoding="utf-8")
        assert main(["statements", str(page), "--metadata", str(own)]) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"onrecord: {own}: line ")
    assert main(["statements", str(page), "--metadata", str(tmp_path / "none.csv")]) == 1
    assert "none.csv: cannot be read" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:
        main(["sentiment", "--metadata", str(own)])
    assert stop.value.code == 2


def test_no_output_goes_onto_the_metadata(page, tmp_path, capsys):
    own = tmp_path / "my.csv"
    own.write_text("file,date\npage.txt,2016-03-10\n", encoding="utf-8")
    before = own.read_bytes()
    for command in TABLES:
        assert main([command, str(page), "--metadata", str(own), "-o", str(own)]) == 2
        assert "is one of the files that are read" in capsys.readouterr().err
    assert own.read_bytes() == before


def test_pages_of_one_event_are_linked_on_the_command_line_too(tmp_path, capsys):
    said = "“The long bridge over the river will stay closed to trucks until the spring,” Ann Lee "
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"It rained.\n\n{said}told reporters.\n", encoding="utf-8")
    own = tmp_path / "my.csv"
    own.write_text("file,date\na.txt,2016-03-10\nb.txt,2016-03-11\n", encoding="utf-8")
    pages = [str(tmp_path / name) for name in ("b.txt", "a.txt")]
    for command, column in (("statements", "utterance"), ("articles", "event")):
        assert main([command, *pages, "--metadata", str(own)]) == 0
        found = lines(capsys.readouterr().out)
        assert [row["article"] for row in found] == ["b.txt", "a.txt"]
        assert len({row[column] for row in found}) == 1
        assert main([command, pages[0], "--metadata", str(own)]) == 0
        assert [row["article"] for row in lines(capsys.readouterr().out)] == ["b.txt"]


def test_corrections_and_copies_on_the_command_line(tmp_path, capsys):
    text = "Ann Lee told reporters that the long bridge would stay closed. " + "It rained. " * 20
    pages = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    for path in pages:
        (tmp_path / path).write_text(text, encoding="utf-8")
    own = tmp_path / "fix.csv"
    own.write_text("statement,field,value,why\na:s01,speaker,Eva Lund,tape\nx,drop,,\n", "utf-8")
    for command, column in (("statements", "speaker"), ("mentions", "actor"), ("stance", None)):
        assert main([command, *pages, "--corrections", str(own)]) == 0
        out, err = capsys.readouterr()
        assert "fix.csv: 1 of its lines change nothing (line 3: no statement x)" in err
        assert column is None or lines(out)[0][column] in ("Eva Lund", "Ann Lee")
        assert main([command, *pages, "--corrections", str(own), "-o", str(own)]) == 2
        assert "is one of the files that are read" in capsys.readouterr().err
    for more, utterances in ([], ["a:s01", "a:s01"]), (["--copies"], ["a:s01", "b:s01"]):
        assert main(["statements", *pages, *more]) == 0
        assert [row["utterance"] for row in lines(capsys.readouterr().out)] == utterances
    assert main(["articles", *pages]) == 0
    assert [row["copy_of"] for row in lines(capsys.readouterr().out)] == [None, "a.txt"]
    own.write_text("statement,field,value,why\na:s01,form,loud,\n", encoding="utf-8")
    assert main(["statements", *pages, "--corrections", str(own)]) == 1
    assert "fix.csv: line 2, form: 'loud' is not known; use one of" in capsys.readouterr().err


def test_an_article_in_another_language_is_named_by_every_command(page, capsys):
    page.write_text(
        "Die alte Brücke über den Fluss bleibt geschlossen, sagte die Bürgermeisterin "
        "am Dienstag im Rathaus. Wir warten nicht länger, sagte sie.\n",
        "utf-8",
    )
    for command in TABLES:
        assert main([command, str(page)]) == 0
        out, err = capsys.readouterr()
        assert len(lines(out)) == (command == "articles")
        assert err == (
            "onrecord: 1 article: not in English (page.txt: de); "
            "kept among the articles, without statements\n"
        )


def test_the_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"onrecord {onrecord.__version__}\n"


@pytest.mark.parametrize("command", TABLES)
def test_each_format_on_standard_output_and_in_a_file(page, tmp_path, capsysbinary, command):
    rows = None
    for kind in ("jsonl", "csv", "parquet", "xlsx"):
        assert main([command, str(page), "--format", kind]) == 0
        out = capsysbinary.readouterr().out
        for more in ([], ["--format", kind]):
            path = tmp_path / "out" / (f"rows.{kind}" if not more else "rows.data")
            assert main([command, str(page), "-o", str(path), *more]) == 0
            assert capsysbinary.readouterr() == (b"", b"")
            assert path.read_bytes() == out
        if kind == "jsonl":
            rows = lines(out.decode())
        elif kind == "csv":
            assert [cells["article"] for cells in csv.DictReader(io.StringIO(out.decode()))] == [
                row["article"] for row in rows
            ]
        else:
            table = (pd.read_parquet if kind == "parquet" else pd.read_excel)(io.BytesIO(out))
            assert list(table["article"]) == [row["article"] for row in rows]


def test_only_statements_that_are_likely_enough(raw, capsys):
    assert main(["statements", str(raw)]) == 0
    every = lines(capsys.readouterr().out)
    assert main(["statements", str(raw), "--least", "0.9"]) == 0
    sure = lines(capsys.readouterr().out)
    assert sure == [row for row in every if row["score"] >= 0.9]
    assert 0 < len(sure) < len(every)


@pytest.mark.parametrize("least", ["2", "-0.1", "nan"])
def test_a_score_that_is_none_is_an_error(page, capsys, least):
    assert main(["statements", str(page), "--least", least]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--least" in err
    assert "from 0 to 1" in err


def test_the_format_goes_before_the_suffix(page, tmp_path):
    assert main(["articles", str(page), "--format", "csv", "-o", str(tmp_path / "a.jsonl")]) == 0
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8").startswith("article,outlet,")


@pytest.mark.parametrize("name", ["rows.json", "rows.csv.gz", "rows.", ".xls"])
def test_a_suffix_that_is_no_format_is_an_error(page, tmp_path, capsys, name):
    assert main(["articles", str(page), "-o", str(tmp_path / name)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "is no format of ours; end the name in one of .jsonl, .csv, .parquet, .xlsx, or" in err
    assert not (tmp_path / name).exists()


def test_no_file_that_is_read_is_overwritten(page, tmp_path, capsys):
    (tmp_path / "link.csv").symlink_to(page)
    table = tmp_path / "mine" / "labels.toml"
    table.parent.mkdir()
    table.write_text("[[label]]\n", encoding="utf-8")
    before = table.read_text(encoding="utf-8")
    for paths, out in (
        ([page], page),
        ([tmp_path], page),
        ([page], tmp_path / "link.csv"),
        ([page, "--knowledge", table.parent], table),
    ):
        task = ["statements", *map(str, paths), "-o", str(out), "--format", "csv"]
        assert main(task) == 2
        assert capsys.readouterr().err == (
            f"onrecord: {out}: is one of the files that are read; name another file with -o\n"
        )
    assert page.read_text(encoding="utf-8") == GOOD
    assert table.read_text(encoding="utf-8") == before


def test_our_own_tables_are_read_and_never_overwritten(page, capsys, monkeypatch):
    def never(*_):
        raise AssertionError("written")

    monkeypatch.setattr("onrecord.files.write", never)
    ours = OURS / "actors.toml"
    assert main(["statements", str(page), "--format", "csv", "-o", str(ours)]) == 2
    assert "is one of the files that are read" in capsys.readouterr().err


def test_records_go_into_a_device_and_through_a_link(page, tmp_path):
    assert main(["statements", str(page), "-o", "/dev/null"]) == 0
    (tmp_path / "link.csv").symlink_to(tmp_path / "rows.csv")
    assert main(["statements", str(page), "-o", str(tmp_path / "link.csv")]) == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").startswith("article,")


STEERS = "\x1b[31m \x9b2J \x7f \u202e"


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_nothing_of_a_text_or_a_name_steers_the_terminal(tmp_path, kind):
    page = tmp_path / "a\x1b[31m.txt"
    said = f"Ann Smith said it was {STEERS} over at last.\n"
    page.write_text(said + "Nobody in the town had won a thing.\n" * 20, encoding="utf-8")
    empty = tmp_path / "b\x1b[31m.txt"
    empty.write_text("")
    run = [sys.executable, "-m", "onrecord", "statements", str(page), str(empty), "--format", kind]
    top, end = pty.openpty()
    done = subprocess.run(run, stdout=end, stderr=end, check=False)
    os.close(end)
    shown = b""
    with contextlib.suppress(OSError):
        while part := os.read(top, 65536):
            shown += part
    text = shown.decode("utf-8")
    assert done.returncode == 1
    assert "over at last" in text
    assert not set(text) & set("\x1b\x9b\x7f\u202e")
    if kind == "jsonl":
        row = json.loads(text.splitlines()[-1])
        assert STEERS in row["content"]


def test_what_evaluate_prints_steers_no_terminal(tmp_path, capsys):
    text = f"Ann Smith said it was {STEERS} over.\n"
    gold = {"article": "a\x1b[31m.txt", "text": text, "statements": [{"content_spans": [[0, 9]]}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "gold.jsonl")]) == 0
    out = capsys.readouterr().out
    assert r"\x1b[31m" in out
    assert "\x1b" not in out


def test_an_article_that_evaluate_fails_on_is_named_and_the_others_count(
    tmp_path, capsys, monkeypatch
):
    read = corpus.statements

    def broken(text, *given):
        return read(text, *given) if "FAIL" not in text else 1 / 0

    monkeypatch.setattr(corpus, "statements", broken)
    lines = [
        {"article": f"{n}.txt", "text": f"{text}Ann Smith said it was over.\n",
         "statements": [{"content_spans": [[len(text) + 15, len(text) + 26]]}]}
        for n, text in enumerate(["", "FAIL. ", ""])
    ]  # fmt: skip
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "gold.jsonl")]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[1].split()[:4] == ["all", "2", "2", "2"]
    assert err.startswith("onrecord: 1.txt: cannot be worked through (ZeroDivisionError ")
    assert err.count("\n") == 1


def test_the_same_bytes_each_time_and_in_one_go(raw, tmp_path):
    together = []
    for kind in ("jsonl", "csv", "parquet", "xlsx"):
        together += ["-o", str(tmp_path / f"two.{kind}")]
        assert main(["statements", str(raw), "-o", str(tmp_path / f"one.{kind}")]) == 0
    assert main(["statements", str(raw), *together]) == 0
    for kind in ("jsonl", "csv", "parquet", "xlsx"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()
    both = ["-o", str(tmp_path / "new.csv"), "-o", str(tmp_path / "new.xls")]
    assert main(["statements", str(raw), *both]) == 2
    assert not (tmp_path / "new.csv").exists()


@pytest.mark.parametrize(("name", "data", "says"), BAD)
@pytest.mark.parametrize("command", ["articles", "statements"])
def test_a_bad_file_is_one_clear_line_and_the_others_are_written(
    page, capsys, command, name, data, says
):
    bad = page.with_name(name)
    bad.write_bytes(data)
    assert main([command, str(page.parent)]) == 1
    out, err = capsys.readouterr()
    assert {row["article"] for row in lines(out)} == {"page.txt"}
    (line,) = err.splitlines()
    assert line.startswith(f"onrecord: {bad}: ")
    assert says in line
    assert line.split("; ")[-1]  # the remedy


def test_a_missing_path_and_a_folder_without_articles(page, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    paths = [str(tmp_path / "none.txt"), str(tmp_path / "empty"), str(page)]
    assert main(["statements", *paths, "-o", str(tmp_path / "out.csv")]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"onrecord: {paths[0]}: no such file or folder; check the path"
    assert second.startswith(f"onrecord: {paths[1]}: no articles here (*.txt, *.")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 3


def test_a_line_of_five_megabytes(page, capsys):
    page.write_text("Ann Smith said it was over. " * 180_000, encoding="utf-8")
    assert main(["articles", str(page)]) == 0
    assert len(lines(capsys.readouterr().out)) == 1


def test_all_inputs_bad_still_writes_the_table(tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["statements", str(tmp_path), "--format", "csv"]) == 1
    assert capsys.readouterr().out.splitlines() == [",".join(records.columns(Statement))]


def test_a_place_that_cannot_be_written(page, capsys):
    target = page / "rows.csv"  # a folder that is a file
    assert main(["statements", str(page), "-o", str(target)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"onrecord: {target}: cannot be written (")


def test_a_wrong_table_of_knowledge(page, tmp_path, capsys):
    (tmp_path / "cues.toml").write_text("verbs = [", encoding="utf-8")
    assert main(["statements", str(page), "--knowledge", str(tmp_path)]) == 1
    assert f"onrecord: {tmp_path / 'cues.toml'}: " in capsys.readouterr().err
    assert main(["statements", str(page), "--knowledge", str(tmp_path / "none")]) == 1
    assert "no such knowledge folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["statements"],
        ["quotes", "page.txt"],
        ["statements", "page.txt", "--format", "xml"],
        ["statements", "page.txt", "--unknown"],
        ["evaluate"],
    ],
)
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: onrecord")


def test_help_teaches_by_example(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert all(f"onrecord {command} " in out for command in ("statements", "articles", "evaluate"))
    assert "onrecord sentiment" in out
    assert all(len(line) <= 100 for line in out.splitlines())
    for line in out.splitlines():
        words = line.split()
        if words[:1] == ["onrecord"] and len(words) > 2:
            stop_at = next(
                (n for n, word in enumerate(words) if line.find(f"  {word}") > 4), len(words)
            )
            parser().parse_args(words[1:stop_at])


def test_sentiment(monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "stdin", io.StringIO(f"{LINE}\n\n{LINE.replace('praised', 'watched')}\n")
    )
    assert main(["sentiment"]) == 0
    out, err = capsys.readouterr()
    good, plain = lines(out)
    assert list(good) == ["id", "label", "score"]
    assert (good["id"], good["label"], plain["label"]) == (1, "pos", "neu")
    assert 0 < good["score"] <= 1
    assert err == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "[1]",
        '{"id": 1}',
        LINE.replace("[13, 16]", "[16, 13]"),
        LINE.replace("[13, 16]", '"Ann"'),
    ],
)
def test_sentiment_names_a_line_that_is_wrong_and_goes_on(monkeypatch, capsys, wrong):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{LINE}\n{wrong}\n{LINE}\n"))
    assert main(["sentiment"]) == 1
    out, err = capsys.readouterr()
    assert len(lines(out)) == 2
    (line,) = err.splitlines()
    assert line.startswith("onrecord: standard input: line 2: ")
    assert "; " in line


def test_sentiment_survives_a_bom_and_half_a_character():
    half = LINE.replace("praised", r"praised \ud800").replace("1,", r'"\udfff",').encode()
    half = half.replace(b"[13, 16]", b"[15, 18]")
    run = [sys.executable, "-m", "onrecord", "sentiment"]
    done = subprocess.run(
        run, input=b"\xef\xbb\xbf" + LINE.encode() + b"\n" + half + b"\n", capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert [row["id"] for row in lines(done.stdout.decode())] == [1, "\udfff"]
    assert [row["label"] for row in lines(done.stdout.decode())] == ["pos", "pos"]


def test_sentiment_names_a_line_that_is_not_utf_8():
    lines_in = LINE.encode() + b"\n" + LINE.replace("Ann", "Ann\xe9").encode("latin-1") + b"\n"
    run = [sys.executable, "-m", "onrecord", "sentiment"]
    done = subprocess.run(run, input=lines_in, capture_output=True, check=False)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("onrecord: standard input: line 2: ")


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_the_command_itself_writes_utf_8_wherever_it_runs(page, kind):
    page.write_text("Ann Smith said the café was “fermé 😀”.\n", encoding="utf-8")
    run = [sys.executable, "-m", "onrecord", "statements", str(page), "--format", kind]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(run, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    assert "the café was “fermé 😀”" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(("command", "needs"), [("articles", set()), ("statements", {"numpy"})])
def test_start_up_loads_nothing_heavy(page, command, needs):
    heavy = {"pandas", "numpy", "matplotlib", "textblob", "pyarrow"} - needs
    code = (
        "import sys; from onrecord.cli import main; main(sys.argv[1:]);"
        f"heavy = {heavy} & set(sys.modules);"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    run = [sys.executable, "-c", code, command, str(page)]
    done = subprocess.run(run, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_reader_that_has_seen_enough(raw):
    run = f"{sys.executable} -m onrecord statements {raw} {raw} | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", run], capture_output=True, check=False)
    assert done.stderr == b""
    assert len(lines(done.stdout.decode())) == 1
