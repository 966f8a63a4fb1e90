"""Find, read and write files; say clearly what is wrong with one."""

from __future__ import annotations

import errno
import os
import re
import shlex
import stat
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from onrecord.errors import LeftOut, OnRecordError, reason

SUFFIX = ".txt"
# Files that hold no article as plain text, by suffix; named by themselves they are refused.
_OTHER = {
    **dict.fromkeys((".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet"), "a table of data"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".xml"), "a web page"),
    **dict.fromkeys((".pdf", ".docx", ".doc", ".odt", ".rtf"), "a document"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".ipynb", ".zip", ".gz"), "not a text"),
}
_SHOWN = 5  # names listed of the files of one kind that are left out
# Control characters that no text uses; tab, newlines and form feed are allowed.
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_CONTROL_SHARE = 0.01  # more than one control byte in a hundred: not a text
_MAGIC = {
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "gzip-compressed",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
}
_HTML = re.compile(r"[\ufeff\s]*<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE)


def find(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the article files under the given files and folders, sorted within each folder.

    A folder is searched for ``*.txt``, subfolders included, hidden ones (``.name``) left out.
    A file that is named is taken whatever its suffix, unless that tells of data, a web page or
    a document. The same file is taken once.

    Raises OnRecordError for a missing path, a folder without articles, one that cannot be read.
    """
    inputs, errors = gather(paths)
    for error in errors:
        if not isinstance(error, LeftOut):
            raise error
    return [path for _, path in inputs]


def gather(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> tuple[list[tuple[str, Path]], list[OnRecordError]]:
    """Return (article name, path) for each article file, and the errors met on the way.

    The name of an article is its path relative to the given folder, or the bare name of a file
    given by itself; where two would share a name, the folders above tell them apart. Nothing is
    raised: one bad path does not cost the others their result. Files of a folder that are no
    ``*.txt`` are named by a LeftOut for each kind.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    found: dict[str, tuple[int, Path]] = {}  # absolute path -> parts in the name, path
    errors: list[OnRecordError] = []
    for given in paths:
        try:
            inside, faults = _under(given)
        except (OSError, ValueError) as error:
            inside, faults = [], [_unreadable(given, error)]
        errors += faults
        for path in inside:
            depth = len(path.relative_to(given).parts) or 1
            found.setdefault(os.path.abspath(path), (depth, path))
    return _named(found), errors


def _under(given: str | os.PathLike[str]) -> tuple[list[Path], list[OnRecordError]]:
    """Return the article files that one path stands for, and what is wrong with it."""
    path = Path(given)
    if not os.fspath(given) or not path.exists():
        what = "no such file or folder" if os.fspath(given) else "an empty path"
        return [], [OnRecordError(given, None, what, "check the path")]
    if path.is_dir():
        return _walk(path)
    kind = _OTHER.get(path.suffix.lower())
    if kind:
        what = f"is {kind} ({path.suffix}), not an article"
        return [], [OnRecordError(given, None, what, f"save each article as {SUFFIX}")]
    return [path], []


def _walk(folder: Path) -> tuple[list[Path], list[OnRecordError]]:
    """List the article files under a folder, sorted by path, and what is passed over there."""
    errors: list[OnRecordError] = []
    paths, others = [], []
    for top, folders, names in os.walk(
        folder, onerror=lambda error: errors.append(_unreadable(error.filename, error))
    ):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if os.path.islink(linked := os.path.join(top, name)):
                what = "a link to a folder is not followed"
                errors.append(LeftOut(linked, None, what, "name that folder itself"))
        files = [Path(top, name) for name in names if not name.startswith(".")]
        paths += [path for path in files if path.suffix.lower() == SUFFIX]
        others += [path for path in files if path.suffix.lower() != SUFFIX]
    errors += _left_out(folder, others)
    if not paths and all(isinstance(error, LeftOut) for error in errors):
        what = f"no articles here (*{SUFFIX})"
        errors.append(OnRecordError(folder, None, what, "name a folder that has some"))
    return sorted(paths, key=lambda path: path.relative_to(folder).parts), errors


def _left_out(folder: Path, paths: Iterable[Path]) -> list[OnRecordError]:
    """Return one line for each kind of file that is no article: how many, and which."""
    kinds: dict[str, list[str]] = {}
    for path in sorted(paths):
        kinds.setdefault(path.suffix.lower(), []).append(str(path.relative_to(folder)))
    lines: list[OnRecordError] = []
    for suffix, names in kinds.items():
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        files = "file" if len(names) == 1 else "files"
        what = f"left out {len(names):,} {files} {suffix or 'without a suffix'}"
        what += f" ({', '.join(names[:_SHOWN])}{more})"
        lines.append(LeftOut(folder, None, what, f"an article is a file {SUFFIX}, in plain text"))
    return lines


def _named(found: dict[str, tuple[int, Path]]) -> list[tuple[str, Path]]:
    """Give each file the shortest name that no other file has, in UTF-8, with a stem of its own."""
    parts = {path: Path(path).parts for path in found}
    depth = {path: found[path][0] for path in found}
    shared = list(found)
    while shared:
        names = {path: "/".join(parts[path][-depth[path] :]) for path in found}
        seen = Counter(names.values())
        shared = [p for p in found if seen[names[p]] > 1 and depth[p] < len(parts[p])]
        for path in shared:
            depth[path] += 1
    inputs, taken = [], set()
    for path, (_, where) in found.items():
        name = os.fsencode(names[path]).decode("utf-8", "backslashreplace")
        while stem(name) in taken:  # "page" beside "page.txt"
            name += "~"
        taken.add(stem(name))
        inputs.append((name, where))
    return inputs


def stem(name: str) -> str:
    """Return the name of an article as its statements bear it: without ``.txt``."""
    return name.removesuffix(SUFFIX)


def read(path: str | os.PathLike[str]) -> str:
    """Return the text of a file as it stands: UTF-8, newlines untouched, a BOM kept.

    Offsets into the returned text are Python code-point indices and hold in the file. Raises
    OnRecordError for what cannot be read, is no regular file, is blank, binary, HTML or not UTF-8.
    """
    try:
        mode = os.stat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # reading could wait for ever
            what = "is a pipe or a device, not a regular file"
            raise OnRecordError(path, None, what, "save the article as a file")
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
    return OnRecordError(
        path, None, f"cannot be read ({reason(error)})", "check that it is a file you may read"
    )


def write(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file whole or not at all, making its folder; return its path.

    Text is written as UTF-8 with newlines as given. A link is followed and stays one, a file that
    is replaced keeps its mode and owner; a device or a pipe is written into. Raises OnRecordError
    where it cannot be written.
    """
    path = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if is_stream(path):
            with open(path, "ab") as stream:
                stream.write(data)
        else:
            target = Path(os.path.realpath(path))
            target.parent.mkdir(parents=True, exist_ok=True)
            old = target.stat() if target.exists() else None
            if old and not os.access(target, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            if old and old.st_uid != os.geteuid() != 0:  # another's: a new file would be ours
                target.write_bytes(data)
            else:
                _replace(target, data, old)
    except (OSError, ValueError) as error:
        raise OnRecordError(
            path, None, f"cannot be written ({reason(error)})", "choose a place you may write to"
        ) from None
    return path


def is_stream(path: str | os.PathLike[str]) -> bool:
    """Tell whether what stands at a path is written into, not replaced: a device, a pipe."""
    place = os.path.abspath(path)
    if place.startswith(("/dev/std", "/dev/fd/", "/proc/")):  # may lead to a regular file
        return True
    return os.path.exists(place) and not (os.path.isfile(place) or os.path.isdir(place))


def _replace(target: Path, data: bytes, old: os.stat_result | None) -> None:
    """Put a file in place of another in one step, under a name of its own until it is whole."""
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}-{time.monotonic_ns():x}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(handle, "wb") as stream:
            if old:
                with suppress(PermissionError):
                    os.chown(part, old.st_uid, old.st_gid)
                os.chmod(part, stat.S_IMODE(old.st_mode))
            stream.write(data)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
