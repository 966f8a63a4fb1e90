"""Measure how fast pages become statements: ``python tests/bench.py [FOLDER]``.

Times are CPU seconds of one core, start-up and the making of word lists left out; words are runs
of letters and digits. The corpus is read several times over, so that a small one is measured too.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence

from onrecord import files
from onrecord.articles.page import parse
from onrecord.extraction.draft import WORD
from onrecord.extraction.extract import statements
from onrecord.knowledge import Knowledge

WORDS = 200_000  # a run reads at least so many words


def main(arguments: Sequence[str] | None = None) -> int:
    """Print words per second of each step and of all, and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="data/raw", help="articles (data/raw)")
    given = parser.parse_args(arguments)
    pages = [(path.name, files.read(path)) for _, path in files.gather(given.folder)[0]]
    words = sum(len(WORD.findall(raw)) for _, raw in pages)
    times, ours = max(1, WORDS // words), Knowledge()
    print(f"{len(pages)} pages, {words:,} words, read {times} times (CPU seconds of one core)")
    read = [(raw, parse(raw, name, ours)) for name, raw in pages]
    found = sum(len(statements(raw, article, ours)) for raw, article in read)
    parsing = _seconds(lambda: [parse(raw, name, ours) for name, raw in pages], times)
    finding = _seconds(lambda: [statements(raw, article, ours) for raw, article in read], times)
    for what, seconds in (
        ("articles", parsing),
        ("statements", finding),
        ("both", parsing + finding),
    ):
        print(f"{what:12}{words * times / seconds:12,.0f} words/s {seconds:8.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{found} statements; peak memory {peak:.0f} MB")
    return 0


def _seconds(work: Callable[[], object], times: int) -> float:
    """Return the CPU seconds that some work takes."""
    began = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
