"""``python -m onrecord.publish``: run notebooks, keep what they made."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import ended, parser, printable
from onrecord.publish.run import keep, run_notebooks


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 if it was stopped, 2 for bad input."""
    tasks = parser(Path(__file__).with_name("tasks.toml"), "task")
    return ended("onrecord.publish", lambda: _do(tasks.parse_args(arguments)), wrong=2)


def _do(given: argparse.Namespace) -> int:
    if given.task == "run":
        run_notebooks(given.notebooks, given.build, timeout=given.timeout, say=_say)
    else:
        for name in keep(given.build, given.figures, given.kept) or ["nothing"]:
            _say(f"  {name} changed")
    return 0


def _say(line: str) -> None:
    print(printable(line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
