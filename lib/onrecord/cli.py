"""The command line: articles, statements, sentiment, evaluate."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from onrecord.files import OnRecordError

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
WEIGHTS = "let the weights of this file decide, not the rules alone"
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
        if name == "statements":
            command.add_argument("--weights", metavar="FILE", help=WEIGHTS)
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
    command.add_argument("--weights", metavar="FILE", help=WEIGHTS)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    given = parser().parse_args(arguments)
    for stream, wrong in ((sys.stdin, "backslashreplace"), (sys.stdout, "strict")):
        if isinstance(stream, io.TextIOWrapper):  # UTF-8 wherever it runs
            stream.reconfigure(encoding="utf-8", errors=wrong)
    try:
        if given.command == "sentiment":
            return _sentiment(given.knowledge)
        if given.command == "evaluate":
            return _evaluate(given)
        return _records(given)
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has seen enough
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _records(given: argparse.Namespace) -> int:
    """Write the articles or statements of the inputs; 1 where an input failed."""
    from onrecord import corpus, files, frames

    kind = given.format or _suffix(given.output)
    if kind == "parquet" and given.output is None and sys.stdout.isatty():
        print("onrecord: Parquet is no text; remedy: name a file with -o", file=sys.stderr)
        return 2
    records: list[dict[str, Any]] = []
    failed = 0
    shown = began = time.monotonic()
    inputs = corpus.each(
        given.paths, given.command, given.knowledge, getattr(given, "weights", None)
    )
    for read, (name, result) in enumerate(inputs, 1):
        if isinstance(result, OnRecordError):
            failed += 1
            print(f"onrecord: {result}", file=sys.stderr)
        elif kind == "jsonl" and given.output is None:
            sys.stdout.write(frames.to_jsonl(result, given.command))
        else:
            records += result
        if time.monotonic() - shown > QUIET and sys.stderr.isatty():
            shown = time.monotonic()
            print(f"  {read} files in {shown - began:.0f} s, now {name}", file=sys.stderr)
    if kind != "jsonl" or given.output is not None:
        made = frames.written(records, given.command, kind)
        if given.output is not None:
            files.write(given.output, made)
        elif isinstance(made, bytes):
            sys.stdout.buffer.write(made)
        else:
            sys.stdout.write(made)
    sys.stdout.flush()
    return 1 if failed else 0


def _suffix(path: str | None) -> str:
    """Return the format that a file name asks for."""
    ending = (path or "").rsplit(".", 1)[-1].lower()
    return ending if ending in FORMATS else "jsonl"


def _sentiment(knowledge: str | None) -> int:
    """Label the lines of standard input; 1 where a line failed."""
    from onrecord import sentiment

    failed: list[OnRecordError] = []

    def report(error: OnRecordError) -> None:
        failed.append(error)
        print(f"onrecord: {error}", file=sys.stderr)

    for label in sentiment.label_lines(sys.stdin, folder=knowledge, report=report):
        print(json.dumps(label, ensure_ascii=False))
    return 1 if failed else 0


def _evaluate(given: argparse.Namespace) -> int:
    """Print how the extractor does on annotated articles."""
    from onrecord import agreement

    print(
        agreement.report(
            given.gold,
            raw_folder=given.raw,
            knowledge_folder=given.knowledge,
            errors=given.errors,
            weights=given.weights,
        )
    )
    return 0
