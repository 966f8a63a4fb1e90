"""The command line: articles, statements, mentions, stance, study, extract, sentiment …"""

import argparse
import io
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from onrecord import __version__, errors, files, records
from onrecord.analysis import sentiment
from onrecord.corpus import Page, attempt, each, foreign, link
from onrecord.errors import LeftOut, OnRecordError, WrongUse
from onrecord.extraction.corrections import Corrections
from onrecord.intake.tables import ours
from onrecord.intake.take import READERS, TABLES
from onrecord.knowledge import known, targets
from onrecord.records import Article, Code, Mention, Record, Statement

FORMATS = ("jsonl", "csv", "parquet", "xlsx")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = errors.parser(Path(__file__).with_suffix(".toml"), "command")
    top.add_argument("--version", action="version", version=f"onrecord {__version__}")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    for stream in (sys.stdin, sys.stdout):  # UTF-8 wherever it runs; \ud800 is JSON
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    def act() -> int:
        given = parser().parse_args(arguments)
        others = {
            "sentiment": _sentiment, "evaluate": _evaluate, "annotate": _annotate, "study": _study,
            "extract": _extract,
        }  # fmt: skip
        return others.get(given.command, _table)(given)

    return errors.ended("onrecord", act)


class _Report:
    """Says what is wrong, when it is met; ``status`` is 1 where an input failed, else 0."""

    def __init__(self, met: Iterable[OnRecordError] = ()) -> None:
        self.status = 0
        for fault in met:
            self(fault)

    def __call__(self, fault: OnRecordError) -> None:
        errors.complain(fault)
        self.status |= not isinstance(fault, LeftOut)


def _check(given: argparse.Namespace, file: str | None) -> None:
    """Raise WrongUse where a table cannot be written to a file, or to standard output, as asked."""
    suffix, least = files.suffix(file or ""), vars(given).get("least", 0)
    if not 0 <= least <= 1:
        raise WrongUse("--least", None, f"{least} is no share", "give one from 0 to 1")
    if file is None:
        if given.format in records.PACKED and errors.output().isatty():
            what = f"{given.format} is no text"
            raise WrongUse("standard output", None, what, "name a file: -o")
    elif suffix and not given.format and suffix[1:] not in FORMATS:
        remedy = f"end the name in one of .{', .'.join(FORMATS)}, or choose with --format"
        raise WrongUse(file, None, f"{suffix} is no format of ours", remedy)
    elif os.path.isfile(file):
        articles = [path for _, path in files.gather(given.paths, READERS)[0]]
        more = (vars(given).get(name) for name in ("propositions", "metadata", "corrections"))
        own = filter(None, [*known(given.knowledge).files, *more])
        there = filter(os.path.exists, [*articles, *own])
        if any(os.path.samefile(path, file) for path in there) and not ours(file):
            what = "is one of the files that are read"
            raise WrongUse(file, None, what, "name another file with -o")


def _maker(given: argparse.Namespace) -> tuple[type[Record], Callable[[Page], Sequence[Record]]]:
    if given.command == "articles":
        return Article, lambda page: [page.article]
    if given.command == "statements":
        return Statement, lambda page: [s for s in page.statements if s.score >= given.least]
    if given.command == "mentions":
        return Mention, lambda page: page.mentions
    towards = targets(given.propositions, known(given.knowledge))
    return Code, lambda page: page.codes_towards(towards)


def _table(given: argparse.Namespace) -> int:
    """Write the records of the inputs; 1 where an input failed. Raises WrongUse."""
    outputs = given.output or [None]
    for file in outputs:
        _check(given, file)
    forms = [given.format or files.suffix(file or "")[1:] or "jsonl" for file in outputs]
    (kind, act), report = _maker(given), _Report()
    with ExitStack() as open_:
        both = zip(forms, outputs, strict=True)
        adds = [open_.enter_context(_adding(kind, form, file)) for form, file in both]
        for result in _results(given, kind, act):
            if isinstance(result, OnRecordError):
                report(result)
            else:
                for add in adds:
                    add(result)
    return report.status


@contextmanager
def _adding(
    kind: type[Record], form: str, file: str | None
) -> Iterator[Callable[[Sequence[Record]], object]]:
    """Give what writes records to a file as they come, or lines of JSON to standard output.

    Another format stands there at the end; to a terminal all is written as it may be shown.
    """
    if file is not None:
        with files.writing(file) as sink, records.Writer(kind, form, sink) as made:
            yield files.blamed(file)(made.add)  # not on another that is written beside
    elif form == "jsonl":
        yield lambda rows: _put(records.written(rows, kind, form), form)
    else:
        held: list[Record] = []
        yield held.extend
        _put(records.written(held, kind, form), form)


def _put(made: bytes, form: str) -> None:
    if form in records.PACKED:
        errors.output().buffer.write(made)
    else:
        out = errors.output()
        out.write(errors.printable(made.decode()) if out.isatty() else made.decode())


def _results(
    given: argparse.Namespace, kind: type[Record], act: Callable[[Page], Sequence[Record]]
) -> Iterator[Sequence[Record] | OnRecordError]:
    """Yield the records of each input or its error; what pages share is known after the last.

    Where that changes nothing, of mentions, the records of each come when it is read.
    """
    pages: deque[Page] = deque()
    more = vars(given)
    mended = Corrections(more["corrections"]) if more.get("corrections") is not None else None
    alone = kind is Mention and mended is None

    def first(page: Page) -> Sequence[Record]:
        if given.text:
            _keep(page, given.text)
        if pages or kind is not Article:  # a page alone shares nothing
            _ = page.statements
        if not alone or not page.article.is_english:
            pages.append(page)
        return act(page) if alone else []

    shown = began = time.monotonic()
    every = each(given.paths, first, given.knowledge, given.metadata, given.columns)
    for read, (name, result) in enumerate(every, 1):
        yield result
        if time.monotonic() - shown > 2 and sys.stderr is not None and sys.stderr.isatty():
            shown = time.monotonic()
            errors.complain(f"  {read} files in {shown - began:.0f} s, now {name}", program="")
    if alone:
        yield from foreign(page.article for page in pages)
        return
    yield from link(pages, mended, more.get("copies", False))
    while pages:
        page = pages.popleft()
        yield attempt(page.name, act, page)


def _keep(page: Page, folder: str) -> None:
    """Write the text that spans of a page index, unless it is a file of text already.

    Raises OnRecordError where another file stands in its place.
    """
    of_table = files.suffix(page.name.rpartition("#")[0]) in TABLES
    if files.suffix(page.name) == files.SUFFIX and not of_table:
        return
    parts = [part for part in Path(page.name).parts if part not in ("..", os.sep)]
    file, text = Path(folder, *parts), page.text.encode("utf-8", "surrogatepass")
    file = file.with_name(file.name + files.SUFFIX)
    if not os.path.exists(file):
        files.write(file, text)
    elif files.read_bytes(file) != text:
        what, remedy = "is there already and holds another text", "name another folder with --text"
        raise OnRecordError(file, None, what, remedy)


def _study(given: argparse.Namespace) -> int:
    """Make a study, or what changed of one; 1 where an input failed, 2 where it cannot be made."""
    return errors.ended("onrecord", lambda: _made(given), wrong=2)


def _made(given: argparse.Namespace) -> int:
    from onrecord.publish import study  # pandas, Matplotlib and Jupyter take time

    if given.into is None and len(given.paths) > 1:
        remedy = "name its folder: --into my_study"
        raise OnRecordError(given.paths[1], None, "there is no place for a study", remedy)
    if given.into is None:
        made = study.study(given.paths[0])
    else:
        made = study.begin(given.paths, given.into, given.metadata, given.title)
    front = study.make(made, lambda line: print(errors.printable(line), flush=True))
    report = _Report(made.faults)
    print(errors.printable(f"The site is ready: open {os.path.relpath(front)}"), flush=True)
    return report.status


def _extract(given: argparse.Namespace) -> int:
    """Read articles in parts; 1 where an input failed or it could not go on. Raises WrongUse."""
    from onrecord import parts  # pandas takes half a second

    for option, least in (("part", 1), ("jobs", 0)):
        if (n := vars(given)[option]) < least:
            raise WrongUse(f"--{option}", None, f"{n} is too small", "give 1 or more")
    if given.jobs and given.scheduler:
        raise WrongUse("--jobs", None, "is given beside --scheduler", "give one of the two")
    report = _Report()
    made = parts.extract(
        given.paths, given.out, given.knowledge, given.metadata, given.columns, jobs=given.jobs,
        scheduler=given.scheduler, size=given.part, report=report,
        say=lambda line: errors.complain(line, program=""),
    )  # fmt: skip
    n, said, wrong = len(made), *map(made.store.count, ("statements", "errors"))
    line = f"{given.out}: {errors.counted(n, 'article')}, {errors.counted(said, 'statement')}"
    line += f"; {errors.counted(wrong, 'row')} in errors" * bool(wrong)
    print(errors.printable(line), flush=True)
    return report.status


def _sentiment(given: argparse.Namespace) -> int:
    """Label the lines of standard input; 1 where a line failed."""
    report = _Report()
    lines = sentiment.label_lines(errors.lines(), knowledge=given.knowledge, report=report)
    for key, found in lines:
        errors.output().write(records.json_line({"id": key, **found._asdict()}))
    return report.status


def _evaluate(given: argparse.Namespace) -> int:
    """Print how the extractor does on annotated articles; 1 where it failed on one."""
    from onrecord import evaluation  # pandas takes half a second

    failed: list[OnRecordError] = []
    found = evaluation.evaluate(
        given.gold,
        lambda text, name: Page(text, name, given.knowledge).statements,
        articles=given.raw,
        failed=failed,
    )
    report = _Report(failed)
    errors.output().write(errors.printable(evaluation.summary(found, given.errors)) + "\n")
    return report.status


def _annotate(given: argparse.Namespace) -> int:
    """Prepare articles to be marked by hand, and check what was; 1 where something is wrong."""
    from onrecord import evaluation  # pandas takes half a second

    failed, passes = list[OnRecordError](), list[list[evaluation.gold.GoldArticle]]()
    if given.into is not None:
        for path in given.paths:
            if Path(os.path.realpath(given.into)).is_relative_to(os.path.realpath(path)):
                what = f"lies in {path}, which is read"
                raise OnRecordError(given.into, None, what, "name a folder beside it")
        every = each(given.paths, lambda page: (page.article, page)[1], None, given.metadata)
        found = [result for _, result in every]
        failed += [result for result in found if isinstance(result, OnRecordError)]
        pages = [result for result in found if isinstance(result, Page)]
        evaluation.annotate.prepare(pages, given.into, given.number)
    for folder in given.paths if given.into is None else [given.into]:
        gold, faults = evaluation.annotate.check(folder)
        evaluation.annotate.write(folder, gold)
        failed, passes = failed + faults, [*passes, gold]
    report = _Report(failed)
    for gold in passes:
        n = sum(len(one.statements) for one in gold)
        line = f"{errors.counted(len(gold), 'article')} done, {errors.counted(n, 'statement')}\n"
        errors.output().write(line)
    if len(passes) == 2:
        both = {one.article for one in passes[0]} & {one.article for one in passes[1]}
        pair = ([one for one in gold if one.article in both] for gold in passes)
        errors.output().write(evaluation.agreement(*pair).to_string(index=False) + "\n")
    return report.status
