"""Measure what reading costs: ``python tests/bench.py [FOLDER] [--articles N]``.

Articles are those of a folder, read as often as is needed, each time with other names and words.
Each line is a process of its own, started by ``onrecord extract``: its time, that of its workers,
and the most memory that one of them took. Beside it stand a plain loop over the same files and, if
they are installed, spaCy's small English pipeline with the quotations of textacy. Words are runs of
letters and digits. With ``--into`` a table and a figure are written there.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from onrecord import files
from onrecord.extraction.draft import WORD
from onrecord.figures import house_style, save

NAME, COMMON = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b"), re.compile(r"\b[a-z]{5,}\b")
OTHERS = 0.3, 0.03  # shares of names, and of other words, that stand for others in a repetition
LENGTHS = 150, 600, 2400  # words of an article, about
SMALL = "en_core_web_sm"
LOOP = """
import sys
from onrecord import files
from onrecord.corpus import Page
for name, path in files.gather(sys.argv[1])[0]:
    page = Page(files.read(path), name)
    page.article, page.statements, page.mentions, page.codes
"""
SPACY = f"""
import sys, warnings
import spacy
from textacy.extract import direct_quotations
from onrecord import files
warnings.simplefilter("ignore")
texts = [files.read(path) for _, path in files.gather(sys.argv[1])[0]]
for doc in spacy.load("{SMALL}").pipe(texts):
    try:
        list(direct_quotations(doc))
    except ValueError:  # of quotation marks that do not pair
        pass
"""


class Run(NamedTuple):
    """What one process, with those it started, took."""

    what: str
    articles: int
    words: int
    seconds: float
    cpu: float
    memory: float  # MB, of the process that took most

    @property
    def rate(self) -> float:
        """Words a second of the clock."""
        return self.words / self.seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each measurement, and write them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", nargs="?", default="data/raw", help="articles (data/raw)")
    parser.add_argument("--articles", type=int, default=1000, help="how many at most (1000)")
    parser.add_argument("--into", help="a folder for the table and the figure")
    given = parser.parse_args(arguments)
    texts = [files.read(path) for _, path in files.gather(given.folder)[0]]
    print(f"{machine()}; articles of {given.folder}", flush=True)
    runs = []
    with tempfile.TemporaryDirectory() as scratch:
        for run in measured(texts, given.articles, Path(scratch)):
            runs.append(run)
            print(f"{run.what:44}{run.articles:7,} articles {run.words:11,} words", end="")
            print(f"{run.seconds:8.1f} s {run.cpu:8.1f} s CPU {run.rate:8,.0f} words/s", end="")
            print(f"{run.memory:6.0f} MB", flush=True)
    if given.into:
        write(pd.DataFrame([{**run._asdict(), "rate": run.rate} for run in runs]), given.into)
    return 0


def machine() -> str:
    """Return what the machine is, as far as it tells."""
    named = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    processor = named[1] if named else platform.machine()
    return f"{os.cpu_count()} cores of {processor}, Python {platform.python_version()}"


def measured(texts: Sequence[str], most: int, scratch: Path) -> Iterator[Run]:
    """Yield what is measured, one after the other."""
    extract = [sys.executable, "-m", "onrecord", "extract"]
    few = max(1, most // 10)
    for length in LENGTHS:  # about the same words in all
        n = max(1, LENGTHS[0] * most // 2 // length)
        its = put(resized(varied(texts), length), n, scratch / f"long{length}")
        yield timed(f"articles of {length:,} words", extract, its, scratch)
    for n in (few, most):
        its = put(varied(texts), n, scratch / f"many{n}")
        yield timed("one process", extract, its, scratch)
        yield timed("two workers of Dask", [*extract, "--jobs", "2"], its, scratch)
    yield timed("a plain loop", [sys.executable, "-c", LOOP], its)
    if find_spec("spacy") and find_spec("textacy") and find_spec(SMALL):
        what = f"spaCy {version('spacy')} small, textacy {version('textacy')}"
        yield timed(what, [sys.executable, "-c", SPACY], scratch / f"many{few}")


def varied(texts: Sequence[str]) -> Iterator[str]:
    """Yield texts again and again, each time with other names and words of their own."""
    words = [sorted(_all(pattern, texts)) for pattern in (NAME, COMMON)]
    for n in count():
        draw = random.Random(n)
        others = [
            {word: draw.choice(all_) for word in all_ if draw.random() < share}
            for all_, share in zip(words, OTHERS, strict=True)
        ]
        for text in texts:
            changed = NAME.sub(lambda name, of=others[0]: of.get(name[0], name[0]), text)
            changed = COMMON.sub(lambda word, of=others[1]: of.get(word[0], word[0]), changed)
            yield changed if n else text


def _all(pattern: re.Pattern[str], texts: Sequence[str]) -> set[str]:
    return {word for text in texts for word in pattern.findall(text)}


def resized(texts: Iterator[str], length: int) -> Iterator[str]:
    """Yield texts of about so many words, of the paragraphs of others."""
    held: list[str] = []
    for text in texts:
        for paragraph in filter(str.strip, text.split("\n\n")):
            held.append(paragraph)
            if sum(len(WORD.findall(each)) for each in held) >= length:
                yield "\n\n".join(held)
                held = []


def put(texts: Iterator[str], n: int, folder: Path) -> Path:
    """Write so many texts into a folder; return it."""
    folder.mkdir()
    for number, text in enumerate(islice(texts, n)):
        files.write(folder / f"{number:06}.txt", text)
    return folder


def timed(what: str, command: Sequence[str], folder: Path, into: Path | None = None) -> Run:
    """Run a command on a folder; return what it took, of all its processes."""
    read = [files.read(path) for _, path in files.gather(folder)[0]]
    out = [str(into / f"out-{folder.name}-{len(command)}")] if into else []
    began = time.monotonic()
    process = subprocess.Popen([*command, str(folder), *out], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{what}: ended with {process.returncode}")
    seconds, words = time.monotonic() - began, sum(len(WORD.findall(text)) for text in read)
    cpu = used.ru_utime + used.ru_stime
    return Run(what, len(read), words, seconds, cpu, used.ru_maxrss / 1024)


@house_style()
def write(runs: pd.DataFrame, folder: str) -> None:
    """Write the measurements as CSV, and draw words a second and memory of each."""
    from matplotlib.figure import Figure

    labels = [f"{run.what}, {run.articles:,} articles" for run in runs.itertuples()][::-1]
    fig = Figure(figsize=(6.7, 0.9 + 0.28 * len(runs)), layout="constrained")
    fig.suptitle(f"What reading costs, on {machine()}", size=10)
    left, right = fig.subplots(1, 2, sharey=True, width_ratios=[2, 1])
    for axis, name, unit in ((left, "rate", "words a second"), (right, "memory", "MB")):
        values = runs[name][::-1]
        axis.barh(labels, values, height=0.6, color="#3b6ea5")
        for place, value in enumerate(values):
            axis.text(value, place, f" {value:,.0f}", va="center", size=8)
        axis.set(xlabel=unit, xlim=(0, values.max() * 1.25), xticks=[])
        axis.spines[["bottom", "right", "top"]].set_visible(False)
    fast = runs.iloc[runs["rate"].argmax()]
    alt = (f"Reading costs: {fast.what} read {fast.rate:,.0f} words a second, most of all; no "
           f"process took more than {runs['memory'].max():,.0f} MB. {machine()}.")  # fmt: skip
    save(fig, "bench", runs.round(2), alt, folder)


if __name__ == "__main__":
    sys.exit(main())
