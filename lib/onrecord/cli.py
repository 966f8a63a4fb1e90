"""The command line: articles, statements, sentiment, evaluate."""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord import errors, files
from onrecord.errors import OnRecordError
from onrecord.knowledge import tables

EXAMPLES = """examples:
  onrecord statements data/raw                         who said what, a line of JSON for each
  onrecord statements my_articles -o statements.csv    the same as a table (or .parquet, .jsonl)
  onrecord articles my_articles --format csv           outlet, headline, dates, body of each page
  onrecord statements page.txt --knowledge my_tables   with your own actors, outlets and cues
  onrecord evaluate my_gold.jsonl                      the extractor beside your own annotation
  echo '{"id": 1, "text": "Ann praised Bob.", "target": [12, 15]}' | onrecord sentiment

Exit status: 0 all done; 1 some inputs failed (each is named on stderr, the others are written);
2 wrong usage.
"""
FORMATS = ("jsonl", "csv", "parquet")
QUIET = 2.0  # seconds after which progress is shown


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="onrecord",
        description="Who said what in the news, in which words, through whom, where in the file.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, says in (
        ("articles", "one record for each page"),
        ("statements", "one record for each statement"),
    ):
        command = commands.add_parser(
            name, help=says, description=f"Read articles (plain text, UTF-8): {says}.",
            epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        command.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, or a folder of .txt files"
        )
        command.add_argument(
            "--format", choices=FORMATS, help="default: the suffix of FILE, else jsonl"
        )
        command.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
        command.add_argument(
            "--knowledge", metavar="FOLDER", help="your own tables in place of ours"
        )
    command = commands.add_parser(
        "sentiment", help="sentiment towards a target, line by line",
        description='Read lines of JSON {"id", "text", "target": [start, stop]} on standard input; '
        'write {"id", "label": "neg|neu|pos", "score": -1 … 1} for each.',
    )  # fmt: skip
    command.add_argument(
        "--knowledge", metavar="FOLDER", help="your own word lists in place of ours"
    )
    command = commands.add_parser(
        "evaluate", help="hold the extractor against statements marked by hand",
        description="Read annotated articles (one a line, format in data/README.md) and print "
        "precision, recall, F1, speaker and form accuracy, and the errors by type.",
    )  # fmt: skip
    command.add_argument("gold", metavar="GOLD", help="a .jsonl file")
    command.add_argument(
        "--raw",
        metavar="FOLDER",
        help="where the articles stand (default: beside GOLD or data/raw)",
    )
    command.add_argument(
        "--errors", type=int, default=20, metavar="N", help="how many errors to list (default 20)"
    )
    command.add_argument("--knowledge", metavar="FOLDER", help="your own tables in place of ours")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    for stream in (sys.stdin, sys.stdout):  # UTF-8 wherever it runs; \\ud800 is JSON
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return errors.ended("onrecord", lambda: _run(parser().parse_args(arguments)))


def _run(given: argparse.Namespace) -> int:
    """Do one command."""
    if given.command == "sentiment":
        return _sentiment(given.knowledge)
    if given.command == "evaluate":
        return _evaluate(given)
    fault = _wrong_output(given)
    if fault is not None:
        errors.complain(fault)
        return 2
    return _records(given)


def _wrong_output(given: argparse.Namespace) -> OnRecordError | None:
    """Return what is wrong with where the records are to go."""
    if given.output is None:
        if given.format == "parquet" and errors.output().isatty():
            return OnRecordError("standard output", None, "Parquet is no text", "name a file: -o")
        return None
    suffix = _suffix(given.output)
    if suffix and not given.format and suffix[1:] not in FORMATS:
        known = ", ".join(f".{kind}" for kind in FORMATS)
        remedy = f"end the name in one of {known}, or choose with --format"
        return OnRecordError(given.output, None, f"{suffix} is no format of ours", remedy)
    if os.path.isfile(given.output) and any(
        os.path.samefile(path, given.output) for path in _inputs(given) if os.path.exists(path)
    ):
        what = "is one of the files that are read"
        return OnRecordError(given.output, None, what, "name another file with -o")
    return None


def _suffix(path: str) -> str:
    """Return the ending of a file name from its last point, in small letters, or ""."""
    name = os.path.basename(path).lower()
    return name[name.rfind(".") :] if "." in name else ""


def _inputs(given: argparse.Namespace) -> Iterator[str | Path]:
    """Yield every file that a command reads."""
    yield from (path for _, path in files.gather(given.paths)[0])
    for folder in (tables.path_of("rules").parent, given.knowledge):
        yield from Path(folder).glob("*.toml") if folder is not None else ()


def _records(given: argparse.Namespace) -> int:
    """Write the articles or statements of the inputs; 1 where an input failed."""
    from onrecord import corpus, records

    kind = given.format or _suffix(given.output or "")[1:] or "jsonl"
    rows: list[dict[str, Any]] = []
    failed = 0
    shown = began = time.monotonic()
    inputs = corpus.each(given.paths, given.command, given.knowledge)
    for read, (name, result) in enumerate(inputs, 1):
        if isinstance(result, OnRecordError):
            failed += not isinstance(result, errors.LeftOut)
            errors.complain(result)
        elif kind == "jsonl" and given.output is None:
            errors.output().write(records.to_jsonl(result, given.command))
        else:
            rows += result
        if time.monotonic() - shown > QUIET and sys.stderr is not None and sys.stderr.isatty():
            shown = time.monotonic()
            errors.complain(f"  {read} files in {shown - began:.0f} s, now {name}", program="")
    if kind != "jsonl" or given.output is not None:
        _put(records.written(rows, given.command, kind), given.output)
    return 1 if failed else 0


def _put(made: str | bytes, path: str | None) -> None:
    """Write what was made to a file, or to standard output: to a terminal as it may be shown."""
    if path is not None:
        files.write(path, made)
    elif isinstance(made, bytes):
        errors.output().buffer.write(made)
    else:
        out = errors.output()
        out.write(errors.printable(made) if out.isatty() else made)


def _sentiment(folder: str | None) -> int:
    """Label the lines of standard input; 1 where a line failed."""
    from onrecord import records
    from onrecord.analysis import sentiment

    failed: list[OnRecordError] = []

    def report(error: OnRecordError) -> None:
        failed.append(error)
        errors.complain(error)

    for label in sentiment.label_lines(errors.lines(), folder=folder, report=report):
        errors.output().write(records.json_line(label))
    return 1 if failed else 0


def _evaluate(given: argparse.Namespace) -> int:
    """Print how the extractor does on annotated articles; 1 where it failed on one."""
    from onrecord.evaluation import agreement

    failed: list[OnRecordError] = []
    report = agreement.report(
        given.gold,
        raw_folder=given.raw,
        knowledge_folder=given.knowledge,
        errors=given.errors,
        failed=failed,
    )
    for error in failed:
        errors.complain(error)
    errors.output().write(errors.printable(report) + "\n")
    return 1 if failed else 0
