"""``python -m onrecord.publish``: run notebooks, check or keep what they made, build the site."""

import argparse
import sys
from collections.abc import Sequence

from onrecord.errors import ended, printable
from onrecord.publish.run import TIMEOUT, compare, keep, run_notebooks

TASKS = {  # what it does, and what it is given
    "run": ("execute NOTEBOOKS; the results go to BUILD", "notebooks build"),
    "check": ("compare BUILD with what is kept", "build figures notebooks"),
    "keep": ("put the figures, or the notebooks too, in place", "build figures"),
    "site": ("build SITE from BUILD", "build site"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 if it was stopped or check differs, 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m onrecord.publish", description="Run notebooks and publish them."
    )
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    add = {}
    for name, (does, given) in TASKS.items():
        add[name] = tasks.add_parser(name, help=does).add_argument
        for argument in given.split():
            add[name](argument)
    add["run"]("--timeout", type=int, default=TIMEOUT, help=f"seconds for one cell ({TIMEOUT})")
    add["keep"]("notebooks", nargs="?")
    add["site"]("--corpus", help="folder of the articles that the front page lists")
    add["site"]("--derived", help="folder of the tables offered for download")
    add["site"]("--words", help="folder with a site.toml of your own")
    return ended("onrecord.publish", lambda: _do(parser.parse_args(arguments)), wrong=2)


def _do(given: argparse.Namespace) -> int:
    if given.task == "run":
        run_notebooks(given.notebooks, given.build, timeout=given.timeout, say=_say)
    elif given.task == "keep":
        for name in keep(given.build, given.figures, given.notebooks) or ["nothing"]:
            _say(f"  {name} changed")
    elif given.task == "check":
        reports = compare(given.build, given.notebooks, given.figures)
        for report in reports:
            _say(report)
        return 1 if reports else 0
    else:
        from onrecord.publish.site import build_site  # pandas and Matplotlib, for this task alone

        wanted = {"corpus": given.corpus, "derived": given.derived, "words": given.words}
        build_site(given.build, given.site, **wanted, say=_say)
    return 0


def _say(line: str) -> None:
    print(printable(line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
