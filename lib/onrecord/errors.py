"""What went wrong, how it is said on standard error, and how a command ends."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TextIO

# What would steer a terminal, turn the direction of its text or break its encoding.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class OnRecordError(Exception):
    """One clear line about bad input: file, place, what is wrong, what to do."""

    def __init__(self, file: object, place: str | None, what: str, remedy: str) -> None:
        super().__init__(str(file), place, what, remedy)
        self.file, self.place, self.what, self.remedy = str(file), place or "", what, remedy

    def __str__(self) -> str:
        head = ": ".join(part for part in (self.file, self.place, self.what) if part)
        line = f"{head}; {self.remedy}" if self.remedy else head
        # escape whatever would break a line or a terminal
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


class LeftOut(OnRecordError):
    """One clear line about what was passed over though nothing is wrong with it."""


def printable(text: str) -> str:
    """Return a text with whatever would steer a terminal written out as an escape.

    >>> print(printable(chr(27) + "[31mred"))
    \\x1b[31mred
    """
    return STEERING.sub(lambda match: ascii(match[0])[1:-1], text)


def reason(error: Exception) -> str:
    """Return why the operating system refused something, in small letters."""
    return str(getattr(error, "strerror", None) or error).lower()


def complain(what: object, program: str = "onrecord") -> None:
    """Write one line on standard error, where there is one; ``program`` may be empty."""
    if sys.stderr is not None:  # print(file=None) would write among the results
        print(printable(f"{program}: {what}" if program else str(what)), file=sys.stderr)


def complain_of(errors: Sequence[OnRecordError], read: int) -> None:
    """Say each error that was met in reading; raise the first failure where nothing was read."""
    for error in errors:
        complain(error, program="")
    failed = [error for error in errors if not isinstance(error, LeftOut)]
    if failed and not read:
        raise failed[0]


def output() -> TextIO:
    """Return standard output; raise OnRecordError where it is closed."""
    if sys.stdout is None:
        raise OnRecordError("standard output", None, "is closed", "leave it open or name a file")
    return sys.stdout


def lines() -> Iterator[str]:
    """Yield the lines of standard input; raise OnRecordError where it is closed or unreadable."""
    place, remedy = "standard input", "pipe lines into it"
    if sys.stdin is None:
        raise OnRecordError(place, None, "is closed", remedy)
    try:
        yield from sys.stdin
    except OSError as error:
        raise OnRecordError(place, None, f"cannot be read ({reason(error)})", remedy) from None


def ended(program: str, act: Callable[[], int], wrong: int = 1) -> int:
    """Do what a command does and return its exit status, ``wrong`` for an OnRecordError.

    Whatever else stops it from outside (a full disk, Ctrl-C, a reader that has seen enough) is
    said in one line, or in none, and never as a traceback.
    """
    try:
        try:
            return act()
        except OnRecordError as error:
            complain(error, program)
            return wrong
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        _drop_output()
        return 0
    except KeyboardInterrupt:
        complain("stopped from the keyboard", program)
    except OSError as error:
        file = error.filename or "standard output"
        complain(f"{file}: {reason(error)}; make room or name another place", program)
        _drop_output()
    return 1


def _drop_output() -> None:
    """Let what is left in the buffer of standard output go nowhere when the program ends."""
    with suppress(OSError, AttributeError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
