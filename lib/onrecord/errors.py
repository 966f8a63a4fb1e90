"""What went wrong, how it is said on standard error, and how a command begins and ends."""

import argparse
import os
import re
import signal
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

# What would steer a terminal, turn the direction of its text or break its encoding.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class OnRecordError(Exception):
    """One clear line about bad input: file, place, what is wrong, what to do."""

    def __init__(self, file: object, place: str | None, what: str, remedy: str) -> None:
        super().__init__(str(file), place, what, remedy)
        self.file, self.place, self.what, self.remedy = str(file), place or "", what, remedy

    def __str__(self) -> str:
        line = ": ".join(filter(None, (self.file, self.place, self.what))) + f"; {self.remedy}"
        # escape whatever would break a line or a terminal
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


class LeftOut(OnRecordError):
    """One clear line about what was passed over, or how it was read; nothing is wrong with it."""


class WrongUse(OnRecordError):
    """One clear line about a command that cannot be done as it was given: exit status 2."""


def lacking(file: object, package: str, extra: str) -> OnRecordError:
    """Return what is said where a package of an extra is not installed."""
    what = f"needs {package}, which is not installed"
    return OnRecordError(file, None, what, f'pip install "onrecord[{extra}]"')


def some(names: Sequence[str], apart: str = ", ") -> str:
    """Return the first of some names, and a sign where there are more."""
    return apart.join(names[:5]) + f"{apart}…" * (len(names) > 5)


def counted(n: int, unit: str) -> str:
    """Say how many: "1 article", "1,200 articles"."""
    return f"{n:,} {unit}{'' if n == 1 else 's'}"


def printable(text: str) -> str:
    """Return a text with whatever would steer a terminal written out as an escape."""
    return STEERING.sub(lambda match: ascii(match[0])[1:-1], text)


def reason(error: Exception) -> str:
    """Return why the operating system refused something, in small letters."""
    return str(getattr(error, "strerror", None) or error).lower()


def complain(what: object, program: str = "onrecord") -> None:
    """Write one line on standard error, where there is one; ``program`` may be empty."""
    if sys.stderr is not None:  # print(file=None) would write among the results
        print(printable(f"{program}: {what}" if program else str(what)), file=sys.stderr)


def output() -> TextIO:
    """Return standard output; raise OnRecordError where it is closed."""
    if sys.stdout is None:
        raise OnRecordError("standard output", None, "is closed", "leave it open or name a file")
    return sys.stdout


def lines() -> Iterator[str]:
    """Yield the lines of standard input; raise OnRecordError where it is closed or unreadable."""
    fault = "is closed"
    if sys.stdin is not None:
        try:
            yield from sys.stdin
            return
        except OSError as error:
            fault = f"cannot be read ({reason(error)})"
    raise OnRecordError("standard input", None, fault, "pipe lines into it")


def parser(file: Path, kind: str) -> argparse.ArgumentParser:
    """Return the parser of a command line whose commands, each of a kind, stand in a TOML file.

    A value is a text, or a number where the default there is one.
    """
    says = tomllib.loads(file.read_text("utf-8"))
    top = argparse.ArgumentParser(prog=says["prog"], description=says["description"])
    top.epilog, top.formatter_class = says.get("examples"), argparse.RawDescriptionHelpFormatter
    commands = top.add_subparsers(dest=kind, required=True, metavar=kind.upper())
    for name, command in says["commands"].items():
        words = command.get("description")
        made = commands.add_parser(name, help=command["help"], description=words)
        if "examples" in command:
            made.epilog, made.formatter_class = top.epilog, top.formatter_class
        for option in command["options"]:
            how = says["options"][option]
            typed: dict[str, Any] = (
                {} if "action" in how else {"type": type(how.get("default", ""))}
            )
            made.add_argument(*option.split(), **typed, **how)
    return top


def ended(program: str, act: Callable[[], int], wrong: int = 1) -> int:
    """Do what a command does and return its exit status, ``wrong`` for an OnRecordError.

    Whatever else stops it from outside (a full disk, Ctrl-C, a signal that asks it to end, a reader
    that has seen enough) is said in one line, or in none, and never as a traceback.
    """
    try:
        with _interrupted():
            try:
                return act()
            except OnRecordError as error:
                complain(error, program)
                return 2 if isinstance(error, WrongUse) else wrong
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
    except KeyboardInterrupt as stop:
        number = stop.args[0] if stop.args else signal.SIGINT
        by = "from the keyboard" if number == signal.SIGINT else f"by {signal.Signals(number).name}"
        complain(f"stopped {by}", program)
        return 128 + number
    except OSError as error:
        enough = isinstance(error, BrokenPipeError)  # the reader has seen enough
        if not enough:
            file = error.filename or "standard output"
            complain(f"{file}: {reason(error)}; make room or name another place", program)
        with suppress(OSError, AttributeError, ValueError):  # what is left to be said goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0 if enough else 1


@contextmanager
def _interrupted() -> Iterator[None]:
    """Have signals that ask a program to end do as Ctrl-C does: it tidies up before."""

    def stop(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # asked again, it goes on tidying up
        raise KeyboardInterrupt(number)

    with _handled({"SIGTERM": stop, "SIGHUP": stop}, lambda now: now == signal.SIG_DFL):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Have signals that ask a program to end wait until something is done."""
    asked: list[int] = []

    def wait(number: int, _: object) -> None:
        asked.append(number)

    how = dict.fromkeys(["SIGINT", "SIGTERM", "SIGHUP"], wait)
    try:
        with _handled(how, lambda now: now != signal.SIG_IGN):
            yield
    finally:
        if asked:
            raise KeyboardInterrupt(asked[0])


@contextmanager
def _handled(how: Mapping[str, Any], where: Callable[[Any], bool]) -> Iterator[None]:
    """Handle some signals, by their names, where what handles them now is such."""
    before = {}
    if threading.current_thread() is threading.main_thread():  # else none can be handled
        there = {getattr(signal, name): act for name, act in how.items() if hasattr(signal, name)}
        now = {one: signal.getsignal(one) for one in there}  # no SIGHUP on Windows
        before = {one: signal.signal(one, there[one]) for one in there if where(now[one])}
    try:
        yield
    finally:
        for one, act in before.items():
            signal.signal(one, act)
