"""Find, read and write files; say clearly what is wrong with one."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

SUFFIX = ".txt"
# Control characters that no text uses; tab, newlines and form feed are allowed.
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_CONTROL_SHARE = 0.01  # more than one control byte in a hundred: not a text
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "gzip-compressed",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
}
_HTML = re.compile(r"[\ufeff\s]*<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE)


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


def find(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the article files under the given files and folders, sorted within each folder.

    A folder is searched for ``*.txt``, subfolders included, hidden ones (``.name``) left out.
    A file that is named is taken whatever its suffix. The same file is taken once.

    Raises OnRecordError for a missing path and for a folder without articles.
    """
    inputs, errors = gather(paths)
    if errors:
        raise errors[0]
    return [path for _, path in inputs]


def gather(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> tuple[list[tuple[str, Path]], list[OnRecordError]]:
    """Return (article name, path) for each article file, and the errors met on the way.

    The name of an article is its path relative to the given folder, or the bare name of a file
    given by itself; where two would share a name, the folders above tell them apart. Nothing is
    raised: one bad path does not cost the others their result.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    found: dict[str, tuple[int, Path]] = {}  # absolute path -> parts in the name, path
    errors: list[OnRecordError] = []
    for given in map(Path, paths):
        try:
            inside = _walk(given) if given.is_dir() else [given]
            if not given.exists():
                errors.append(
                    OnRecordError(given, None, "no such file or folder", "check the path")
                )
            elif not inside:
                what = f"no articles here (*{SUFFIX})"
                errors.append(OnRecordError(given, None, what, "name a folder that has some"))
            else:
                for path in inside:
                    depth = len(path.relative_to(given).parts) or 1
                    found.setdefault(os.path.abspath(path), (depth, path))
        except (OSError, ValueError) as error:
            errors.append(_unreadable(given, error))
    return _named(found), errors


def _walk(folder: Path) -> list[Path]:
    """List the article files under a folder, sorted by path; raise where it cannot be read."""

    def stop(error: OSError) -> None:
        raise error

    paths = []
    for top, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [
            Path(top, name)
            for name in names
            if name.lower().endswith(SUFFIX) and not name.startswith(".")
        ]
    return sorted(paths, key=lambda path: path.relative_to(folder).parts)


def _named(found: dict[str, tuple[int, Path]]) -> list[tuple[str, Path]]:
    """Give each file the shortest name that no other file has, in UTF-8."""
    parts = {path: Path(path).parts for path in found}
    depth = {path: found[path][0] for path in found}
    shared = list(found)
    while shared:
        names = {path: "/".join(parts[path][-depth[path] :]) for path in found}
        seen = Counter(names.values())
        shared = [p for p in found if seen[names[p]] > 1 and depth[p] < len(parts[p])]
        for path in shared:
            depth[path] += 1
    return [
        (os.fsencode(names[path]).decode("utf-8", "replace"), where)
        for path, (_, where) in found.items()
    ]


def read(path: str | os.PathLike[str]) -> str:
    """Return the text of a file as it stands: UTF-8, newlines untouched, a BOM kept.

    Offsets into the returned text are Python code-point indices and hold in the file. Raises
    OnRecordError for a file that cannot be read, is blank, binary, HTML or not UTF-8.
    """
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    fault = _fault(data, path)
    if fault:
        raise OnRecordError(path, *fault)
    return data.decode("utf-8")


def _fault(data: bytes, path: object) -> tuple[str | None, str, str] | None:
    """Return place, what is wrong and what to do where the bytes are no plain text in UTF-8."""
    plain, again = "save the article as plain text (UTF-8)", "leave it out or save it again"
    convert = f"-t UTF-8 {shlex.quote(str(path))} > new.txt"

    def place(at: int) -> str:
        line = data.count(b"\n", 0, at) + 1
        return f"byte {at} (line {line})"

    if not data:
        return None, "the file is empty", again
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "byte 0", "UTF-16 text, not UTF-8", f"convert it: iconv -f UTF-16 {convert}"
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return "byte 0", f"the file is {kind}, not a text", plain
    nul = data.find(b"\0")
    if nul >= 0:
        return place(nul), "a NUL byte: the file is binary, not a text", plain
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls > _CONTROL_SHARE * len(data):
        first = next(i for i, byte in enumerate(data) if byte in _CONTROL)
        what = f"{controls} control bytes, the first 0x{data[first]:02X}: the file is binary"
        return place(first), f"{what}, not a text", plain
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Bytes 0x80-0x9F are printable in Windows-1252 and control characters in Latin-1.
        guess = "WINDOWS-1252" if re.search(rb"[\x80-\x9f]", data) else "ISO-8859-1"
        what = f"byte 0x{data[error.start]:02X} is not UTF-8"
        return place(error.start), what, f"convert it: iconv -f {guess} {convert}"
    if not text.strip("\ufeff \t\r\n\f\v") or text.isspace():
        return None, "the file holds only blank space", again
    if _HTML.match(text):
        return None, "is HTML, not plain text", "save the article's text as .txt"
    return None


def _unreadable(path: object, error: Exception) -> OnRecordError:
    """Turn an error of the operating system into one clear line."""
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return OnRecordError(
        path, None, f"cannot be read ({reason})", "check that it is a file you may read"
    )


def write(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file whole or not at all, making its folder; return its path.

    Text is written as UTF-8 with newlines as given. Raises OnRecordError where it cannot be
    written.
    """
    path = Path(path)
    part = path.parent / f".{path.name[:100]}.{os.getpid()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        reason = (error.strerror or str(error)).lower()
        raise OnRecordError(
            path, None, f"cannot be written ({reason})", "choose a folder you may write to"
        ) from None
    return path
