"""The documents: what they say to type works, what they name is there, what they list is so."""

import csv
import doctest
import importlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from contextlib import chdir, redirect_stderr, redirect_stdout
from html import unescape
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

import onrecord
from onrecord import evaluation, records
from onrecord.records import Article, Code, Mention, Statement

DOCUMENTS = ("README.md", "data/README.md", "data/gold/README.md")
ROOT = Path(__file__).resolve().parents[1]
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in DOCUMENTS}
README, DICTIONARY = TEXTS["README.md"], TEXTS["data/README.md"]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SUFFIX = "toml|csv|jsonl|parquet|md|yml|lock|txt|py|ipynb"
_FILE = re.compile(rf"[\w-][\w.-]*/(?:[\w.-]+/?)*|[\w-]+\.(?:{_SUFFIX})")
# Made by a command, or the reader's own.
MADE = ("site/", "data/derived/", "derived/", "my_", "page.txt")
MARKS = ("<!-- accuracy: begin -->", "<!-- accuracy: end -->")


def blocks(text, language):
    return [body for kind, body in _BLOCK.findall(text) if kind == language]


def inline(text):
    return re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text))


def commands(text):
    """The commands of the shell blocks, in order."""
    lines = "".join(blocks(text, "sh")).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def table_after(text, words):
    """The first table after some words: one dictionary a row."""
    lines = text[text.index(words) :].splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def listed(words, text=DICTIONARY):
    """Names and types of the columns in the first table after some words."""
    rows = table_after(text, words)
    first = next(iter(rows[0]))
    return {row[first].strip("`"): row.get("type", "") for row in rows}


# ------------------------------------------------------------------------------- commands


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A reader's folder: our data, one small notebook in place of six, and things of their own."""
    folder = tmp_path_factory.mktemp("desk")
    leave = shutil.ignore_patterns("derived")
    shutil.copytree(ROOT / "data", folder / "data", ignore=leave)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "my_articles").mkdir()
    for path in sorted((ROOT / "data" / "raw").glob("*.txt"))[:2]:
        shutil.copy(path, folder / "my_articles")
    gold = json.loads(blocks(DICTIONARY, "json")[0])
    (folder / "my_gold.jsonl").write_text(json.dumps(gold) + "\n", "utf-8")
    (folder / gold["article"]).write_text(gold["text"], "utf-8")
    for table in blocks(README, "toml"):
        path = folder / table.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(exist_ok=True)
        path.write_text(table, "utf-8")
    (folder / "my.csv").write_text(blocks(README, "csv")[0], "utf-8")
    (folder / "news.csv").write_text("BODY\nAnn Smith said it was over.\n", "utf-8")
    (folder / "fix.csv").write_text(blocks(DICTIONARY, "csv")[0], "utf-8")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return folder


def typed(command, folder):
    """Run a command as if it were typed in a folder; return what it prints."""
    words = shlex.split(command)
    if words[0] == "onrecord":
        words = ["python", "-m", "onrecord", *words[1:]]
    if words[:2] == ["python", "-m"]:
        main = importlib.import_module(f"{words[2]}.__main__").main
        status, out, err = called(main, words[3:], folder)
    else:
        binaries = str(Path(sys.executable).parent)
        environment = {**os.environ, "PATH": os.pathsep.join([binaries, os.environ["PATH"]])}
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, capture_output=True,
            encoding="utf-8", timeout=120,
        )  # fmt: skip
        status, out, err = done.returncode, done.stdout, done.stderr
    assert status == 0, f"{command}\n{out[-1000:]}\n{err}"
    return out


def called(main, arguments, folder):
    """Call a command line in this process, which saves its start; return status, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(arguments)
        except SystemExit as stopped:
            status = stopped.code
    return status, out.getvalue(), err.getvalue()


def of_conda(words):
    """Check a command of conda, which is not at hand, against environment.yml."""
    given = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert words[1:] in (["env", "create", "-f", "environment.yml"], ["activate", given["name"]])


def test_only_known_kinds_of_block():
    for name, text in TEXTS.items():
        assert {kind for kind, _ in _BLOCK.findall(text)} <= {
            "sh",
            "python",
            "toml",
            "json",
            "csv",
        }, name


def test_the_two_commands_and_the_test_are_named():
    assert {"make site", "make lab"} <= set(commands(README))
    assert "make test" in inline(README)


def test_every_make_command_has_a_target():
    every = [*commands(README), *(span for text in TEXTS.values() for span in inline(text))]
    for command in sorted({line for line in every if re.match(r"make\b", line)}):
        typed(f"make -n {command.removeprefix('make')}", ROOT)


def test_every_command_works_in_the_order_of_the_readme(desk):
    for command in commands(README):
        words = shlex.split(command)
        if words[0] == "make":
            continue  # see the test above
        if words[0] in ("conda", "mamba"):
            of_conda(words)
        elif words[:2] == ["jupyter", "lab"]:
            assert importlib.util.find_spec("jupyterlab")
            assert any((desk / words[2]).glob("*.ipynb"))
        else:
            typed(command, desk)
    with (desk / "statements.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == list(records.columns(Statement))
    assert "my_study" in (desk / "my_study" / "site" / "index.html").read_text("utf-8")


def test_every_command_in_the_prose_is_one():
    said = [span for text in TEXTS.values() for span in inline(text)]
    ours = re.compile(r"onrecord\b(?!\.)|python -m onrecord\b")
    for command in sorted({span for span in said if ours.match(span)}):
        assert "usage:" in typed(f"{command} --help", ROOT), command


def test_every_example_of_the_help_works(desk):
    shown = typed("onrecord --help", desk).partition("examples:")[2]
    examples = re.findall(r"^  ((?:onrecord|echo) .*?)(?:  .*)?$", shown, re.MULTILINE)
    used = {word for line in examples for word in re.findall(r"onrecord (\w+)", line)}
    others = {"mentions", "stance", "sentiment", "evaluate", "annotate", "study", "extract"}
    assert used == {"articles", "statements", *others}
    for example in examples:
        assert typed(example, desk) or "-o" in example


def test_every_snippet_runs_in_the_order_of_the_readme(desk, capsys):
    with chdir(desk):
        exec("\n".join(blocks(README, "python")), {"__name__": "snippets"})
    assert "reported_by" in capsys.readouterr().out
    promised = {"svg", "pdf", "png", "csv", "alt.txt", "phone.svg", "caption.md", "column.pdf"}
    assert {path.name.partition(".")[2] for path in (desk / "my_figures").iterdir()} == promised


def test_the_readers_own_table_is_used(desk):
    (row,) = [
        json.loads(line)
        for line in typed("onrecord statements page.txt --knowledge my_tables", desk).splitlines()
    ][:1]
    assert (row["speaker"], row["speaker_side"]) == ("Ada Holm", "Ruritania")


def test_each_notebook_reads_its_study_and_nothing_else():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        assert sum("onrecord.study()" in source for source in code) == 1, path.name
        assert not any("../data" in source for source in code), path.name


# ------------------------------------------------------------------------------- names and figures


def slug(heading):
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name):
    text = _BLOCK.sub("", TEXTS[name])
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for target in targets:
        if re.match(r"https?:", target):
            continue
        file, _, anchor = target.partition("#")
        path = ((ROOT / name).parent / file) if file else ROOT / name
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name):
    for span in inline(TEXTS[name]):
        if not _FILE.fullmatch(span) or span.startswith(MADE):
            continue
        folders = [ROOT, ROOT / "data", *(ROOT / "data").iterdir()]
        assert any((folder / span).exists() for folder in folders), span


def test_the_picture_has_its_own_alt_text():
    ((source, alt),) = re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', README)
    kept = (ROOT / source).with_suffix(".alt.txt").read_text("utf-8").strip()
    assert unescape(alt) == kept, f"copy the alt text from {source[:-4]}.alt.txt into README.md"


@pytest.fixture(scope="module")
def pages(raw):
    return onrecord.read(raw)


@pytest.fixture(scope="module")
def statements(raw):
    return [records.row(row) for page in onrecord.read(raw) for row in page.statements]


def test_the_rows_shown_are_rows_of_the_table(statements):
    by_id = {row["statement_id"]: row for row in statements}
    shown = table_after(README, "## The table")
    assert len(shown) >= 3
    for row in shown:
        real = by_id[row["statement_id"]]
        for column, cell in row.items():
            assert cell.removesuffix("…").strip() == (real[column] or "")[: len(cell)] or (
                cell.endswith(" …") and real[column].startswith(cell[:-2])
            ), (row["statement_id"], column)


def test_the_table_of_columns_has_all_and_no_other():
    rows = table_after(README, "The third row stands inside")
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row["columns"])]
    assert sorted(named) == sorted(records.columns(Statement))


def test_the_accuracy_on_the_five_pages_is_as_measured(raw):
    gold = evaluation.read_gold(ROOT / "data" / "gold" / "statements.jsonl", raw)
    rows = accuracy()[5:]
    found = evaluation.as_pass(gold, onrecord.statements(raw))
    score = evaluation.scores(gold, found).iloc[0]
    names = ("f1", "strict_f1", "speaker_accuracy", "form_accuracy")
    assert [row["reached"] for row in rows] == [f"{score[name]:.3f}" for name in names]
    assert f"{score['gold']} gold statements" in rows[0]["measured on"]


def test_the_accuracy_on_polnear_is_as_recorded():
    with (ROOT / "data" / "gold" / "polnear.csv").open(encoding="utf-8", newline="") as stream:
        recorded = {row["system"]: row for row in csv.DictReader(stream)}
    rows = accuracy()[:5]
    ours = recorded["On the Record"]
    names = ("speech", "direct", "mixed", "indirect", "all")
    assert [row["reached"] for row in rows] == [ours[name] for name in names]
    assert f"“{ours['split']}”" in rows[0]["measured on"]
    human = recorded["one annotator against another"]
    assert f"at {human['speech']} for reported speech and {human['all']} with" in README


def accuracy():
    """The rows of the table of measured accuracy."""
    start, stop = (README.index(mark) for mark in MARKS)
    return table_after(README[:stop], README[start : start + len(MARKS[0])])


# ------------------------------------------------------------------------------- the dictionary


def is_span(value):
    return isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)


FITS = {
    "text": lambda value: value is None or isinstance(value, str),
    "day": lambda value: value is None or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)),
    "span": lambda value: value is None or is_span(value),
    "spans": lambda value: isinstance(value, list) and all(map(is_span, value)),
    "whole number": lambda value: value is None or type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "true or false": lambda value: isinstance(value, bool),
    "JSON": lambda value: value is None or isinstance(value, list | dict),
}
SCHEMA_TYPES = {
    "text": "str", "day": "str", "span": "span", "spans": "spans", "whole number": "int",
    "true or false": "bool", "JSON": "json",
    "number": "float",
}  # fmt: skip
PARQUET_TYPES = {
    "str": "string", "span": "list<element: int64>", "spans": "list<element: list<element: int64>>",
    "int": "int64", "bool": "bool", "json": "string", "float": "double",
}  # fmt: skip
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def check(columns, record, where):
    """Every column listed is in the record and the other way round, each of its type."""
    assert list(record) == list(columns), where
    for name, kind in columns.items():
        assert FITS[kind](record[name]), f"{where}, {name}: {record[name]!r} is no {kind}"


@pytest.mark.parametrize(
    ("what", "kind", "words"),
    [
        ("statements", Statement, "Files: `derived/statements.csv`"),
        ("articles", Article, "## Articles"),
        ("mentions", Mention, "## Mentions"),
        ("codes", Code, "## Stance"),
    ],
)
def test_the_columns_of_the_tables(pages, what, kind, words):
    columns = listed(words)
    schema = records.columns(kind)
    assert {name: SCHEMA_TYPES[how] for name, how in columns.items()} == schema
    rows = [row for page in pages for row in getattr(page, what, [page.article])]
    for line in records.written(rows, kind, "jsonl").decode().splitlines():
        check(columns, json.loads(line), what)
    assert next(csv.reader(io.StringIO(records.written(rows, kind, "csv").decode()))) == list(
        columns
    )
    fields = pq.read_schema(io.BytesIO(records.written(rows, kind, "parquet")))
    assert {field.name: str(field.type) for field in fields} == {
        name: PARQUET_TYPES[how] for name, how in schema.items()
    }
    assert list(getattr(pages, what)) == list(columns)


@pytest.mark.parametrize("name", ["statements", "pass_a", "pass_b"])
def test_the_fields_of_the_gold(name):
    assert f"`gold/{name}.jsonl`" in DICTIONARY
    other = "doubt" if name == "statements" else "note"
    for line in (ROOT / "data" / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        check(listed("### Marked articles"), article, name)
        for part in ("statements", "stance"):
            columns = listed(f"One entry of `{part}`")
            del columns[other]
            for entry in article[part]:
                check(columns, entry, f"{name}, {article['article']}, {part}")


@pytest.mark.parametrize("name", ["disagreements", "polnear", "polnear_errors"])
def test_the_columns_of_the_lists(name):
    columns = listed(f"File: `gold/{name}.csv`")
    with (ROOT / "data" / "gold" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        assert list(rows.fieldnames or ()) == list(columns)
        for row in rows:
            for column, kind in columns.items():
                if kind == "number":
                    assert not row[column] or NUMBER.fullmatch(row[column]), (column, row)
                elif kind == "true or false":
                    assert row[column] in ("true", "false"), (column, row)


def test_every_page_and_every_table_of_knowledge_is_listed():
    for words, folder, pattern in (
        ("## Raw pages", "raw", "*"),
        ("## Knowledge", "knowledge", "*.toml"),
    ):
        there = sorted(path.name for path in (ROOT / "data" / folder).glob(pattern))
        assert sorted(listed(words)) == there


def test_every_file_of_the_data_is_described():
    hidden = re.compile(r"(^|/)(\.|__pycache__)")
    for path in (ROOT / "data").rglob("*"):
        name = path.relative_to(ROOT / "data").as_posix()
        if path.is_file() and not hidden.search(name) and name not in ("README.md",):
            last = name.partition("/")[2]
            assert name in DICTIONARY or f"`{last}`" in DICTIONARY, f"data/README.md lacks {name}"


def test_the_keys_of_the_floors():
    floors = tomllib.loads((ROOT / "data" / "gold" / "floors.toml").read_text("utf-8"))
    rows = table_after(DICTIONARY, "File: `gold/floors.toml`")
    told = {row["table"].strip("`"): re.findall(r"`(\w+)`", row["key"]) for row in rows}
    assert told == {name: list(keys) for name, keys in floors.items()}


def test_the_gold_that_is_shown_is_read_and_its_spans_hold(tmp_path):
    shown = json.loads(blocks(DICTIONARY, "json")[0])
    (tmp_path / "gold.jsonl").write_text(json.dumps(shown) + "\n", "utf-8")
    (record,) = evaluation.read_gold(tmp_path / "gold.jsonl")
    words = [[record.text[a:b] for a, b in one.content_spans] for one in record.statements]
    assert words == [["Ruritania will not reopen the bridge"], ["The bridge is unsafe"]]


# ------------------------------------------------------------------------------- docstrings


def with_examples():
    """The modules whose docstrings hold examples."""
    folder = Path(onrecord.__file__).parent
    told = (path for path in folder.rglob("*.py") if ">>> " in path.read_text("utf-8"))
    paths = (path.relative_to(folder.parent).with_suffix("") for path in told)
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


@pytest.mark.parametrize("name", with_examples())
def test_the_examples_of_a_module(monkeypatch, name):
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert not result.failed
