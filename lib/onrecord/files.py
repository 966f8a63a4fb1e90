"""Find, read and write files; say clearly what is wrong with one."""

import codecs
import errno
import hashlib
import io
import os
import re
import stat
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import LeftOut, OnRecordError, complain, counted, reason, some

_HERE = Path(__file__).parent
Place = str | os.PathLike[str]
SUFFIX = ".txt"
STORE = "extracted.json"  # in a folder of extracted tables: how many parts they have, if whole
_OTHER = (".xml", ".doc", ".odt", ".xls", ".ods", ".ipynb", ".zip", ".gz")  # hold no plain text
# Control characters that no text uses; tab, newlines and form feed are allowed.
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_HIGH = bytes(range(128, 256))
_MAGIC = {
    b"%PDF": "a PDF", b"{\\rtf": "an RTF document", b"\x1f\x8b": "gzip-compressed",
    b"PK\x03\x04": "a zip archive or office document", b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
}  # fmt: skip
_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
FOREIGN = 0.08  # share of bytes that are not ASCII from which a text may be in another script
FEW = 4  # so many of them more tell nothing
_PIECE = 2**16  # characters of a long text that are held at once
_HTML = re.compile(r"[\ufeff\s]*<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE)


def gather(
    paths: Place | Iterable[Place], suffixes: Collection[str] = (SUFFIX,)
) -> tuple[list[tuple[str, Path]], list[OnRecordError]]:
    """Return (article name, path) for each article file, and the errors met on the way.

    A folder is searched for files with these suffixes, hidden ones left out; a LeftOut names the
    rest, one for each kind, and what is called README. A file that is named is taken, unless its
    suffix tells of another kind. The same file is taken once. A name is the path below the given
    folder; where two would share one, the folders above tell them apart. Nothing is raised: a bad
    path does not cost the others their result.
    """
    found: dict[str, tuple[int, Path]] = {}  # absolute path -> parts in the name, path
    errors: list[OnRecordError] = []
    for given in [paths] if isinstance(paths, str | os.PathLike) else paths:
        try:
            for path in _under(given, suffixes, errors):
                depth = len(path.relative_to(given).parts) or 1
                found.setdefault(os.path.abspath(path), (depth, path))
        except OnRecordError as error:
            errors.append(error)
        except (OSError, ValueError) as error:
            errors.append(_unreadable(given, error))
    return _named(found), errors


def _under(given: Place, suffixes: Collection[str], errors: list[OnRecordError]) -> list[Path]:
    """Return the article files that one path stands for; add to ``errors`` what is passed over."""
    path = Path(given)
    if not os.fspath(given) or not path.exists():
        what = "no such file or folder" if os.fspath(given) else "an empty path"
        raise OnRecordError(given, None, what, "check the path")
    if is_store(path):
        remedy = "name the articles that it was made of, or open it with onrecord.read"
        raise OnRecordError(given, None, "was made by onrecord extract", remedy)
    if path.is_dir():
        return _walk(path, suffixes, errors)
    if suffix(path) in _OTHER:
        what = f"is no text of an article ({path.suffix})"
        raise OnRecordError(given, None, what, f"save each article as {SUFFIX}")
    return [path]


def is_store(place: Place) -> bool:
    """Tell whether a place is a folder of tables that were extracted."""
    return os.path.isfile(os.path.join(place, STORE))


def _walk(folder: Path, suffixes: Collection[str], errors: list[OnRecordError]) -> list[Path]:
    """Return the article files under a folder, sorted by path; add what is passed over there."""
    known, files = len(errors), []
    for top, folders, names in os.walk(
        folder, onerror=lambda error: errors.append(_unreadable(error.filename, error))
    ):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for store in [name for name in folders if is_store(Path(top, name))]:
            what = "was made by onrecord extract, and is left out"
            errors.append(LeftOut(Path(top, store), None, what, "open it with onrecord.read"))
            folders.remove(store)
        for link in filter(os.path.islink, map(partial(os.path.join, top), folders)):
            what = "a link to a folder is not followed"
            errors.append(LeftOut(link, None, what, "name that folder itself"))
        files += [Path(top, name) for name in names if not name.startswith(".")]
    articles: list[Path] = []
    kinds: dict[str, list[str]] = {}
    for path in sorted(files, key=lambda path: path.relative_to(folder).parts):
        if suffix(path) in suffixes and path.stem.lower() != "readme":
            articles.append(path)
        else:
            kinds.setdefault(suffix(path), []).append(str(path.relative_to(folder)))
    for kind, names in kinds.items():
        count = counted(len(names), "file")
        what = f"left out {count} {kind or 'without a suffix'} ({some(names)})"
        errors.append(LeftOut(folder, None, what, f"articles are files {', '.join(suffixes)}"))
    if not articles and all(isinstance(error, LeftOut) for error in errors[known:]):
        what = f"no articles here (*{', *'.join(suffixes)})"
        raise OnRecordError(folder, None, what, "name a folder that has some")
    return articles


def _named(found: dict[str, tuple[int, Path]]) -> list[tuple[str, Path]]:
    """Give each file the shortest name that no other file has, in UTF-8."""
    parts = {path: Path(path).parts for path in found}
    depth = {path: depth for path, (depth, _) in found.items()}
    shared = list(found)
    while shared:
        names = {path: "/".join(parts[path][-depth[path] :]) for path in found}
        seen = Counter(names.values())
        shared = [p for p in found if seen[names[p]] > 1 and depth[p] < len(parts[p])]
        for path in shared:
            depth[path] += 1
    in_utf8 = (os.fsencode(names[path]).decode("utf-8", "backslashreplace") for path in found)
    return [(name, where) for name, (_, where) in zip(in_utf8, found.values(), strict=True)]


def apart(target: Place, *sources: Place | None) -> None:
    """Raise OnRecordError where a folder to be filled is, holds or lies in one that is read."""
    new = Path(target).resolve()
    for source in sources:
        old = Path(source).resolve() if source is not None else None
        if old and (new.is_relative_to(old) or old.is_relative_to(new)):
            what = f"overlaps with {source}, which is read"
            raise OnRecordError(target, None, what, "name a folder beside it")


def digest(paths: Iterable[Place], said: object = None) -> str:
    """Return what tells whether files, or what is said beside, have changed; SHA-256."""
    made = hashlib.sha256(repr(said).encode("utf-8", "backslashreplace"))
    for path in paths:
        with suppress(OnRecordError), reading(path) as stream:
            made.update(hashlib.file_digest(stream, "sha256").digest())
    return made.hexdigest()


def library() -> list[Path]:
    """Return the files of this library, but for those that Python makes."""
    return sorted(path for path in _HERE.rglob("*.*") if path.suffix != ".pyc")


@cache
def program() -> str:
    """Return what tells the version of all that reads articles."""
    others = ("publish", "figures", "evaluation")
    read = (path for path in library() if path.relative_to(_HERE).parts[0] not in others)
    return digest(path for path in read if path.suffix in (".py", ".toml"))


def suffix(path: Place) -> str:
    """Return the ending of a file name from its last point, in small letters, or ""."""
    _, point, ending = os.path.basename(path).lower().rpartition(".")
    return point and point + ending


def stem(name: str) -> str:
    """Return the name of an article as its statements bear it: without ``.txt``."""
    return name.removesuffix(SUFFIX)


def read(path: Place, report: Callable[[OnRecordError], None] = complain) -> str:
    """Return the text of a file as it stands: newlines untouched, a BOM in UTF-8 kept.

    Offsets into the returned text are Python code-point indices and hold in the file as decoded: by
    UTF-8, else as its BOM or charset-normalizer says, which ``report`` is then told. Raises
    OnRecordError for what cannot be read, is no regular file, is blank, binary, or HTML.
    """
    data = read_bytes(path)
    if not _marked(data):
        _check_bytes(data, path)
    try:
        text, encoding = decoded(data)
    except UnicodeDecodeError as error:
        what = f"byte 0x{data[error.start]:02X} is not {error.encoding.upper()}"
        remedy = "save it as UTF-8 in a text editor"
        raise OnRecordError(path, _place(data, error.start), what, remedy) from None
    _check_text(text, path)
    if encoding != "UTF-8":
        _check_bytes(text.encode("utf-8"), path)
        report(read_as(encoding, path))
    return text


def encoding_of(path: Place, report: Callable[[OnRecordError], None] = complain) -> str:
    """Return in which encoding ``read`` would read a file; tell and raise what that does.

    The file may be long: a piece of it is held at once or, where it is not in UTF-8, its bytes.
    """
    with suppress(OnRecordError):
        _look(path, "utf-8-sig")
        return "utf-8-sig"
    data = read_bytes(path)
    if not _marked(data):
        _check_bytes(data, path)
    encoding = _marked(data) or _likely(data) or "utf-8-sig"
    del data
    try:
        _look(path, encoding)
        report(read_as(encoding, path))
    except OnRecordError:
        read(path, report)  # which says what is wrong, and where
    return encoding


def _look(path: Place, encoding: str) -> None:
    """Raise OnRecordError unless each piece of a file is text in an encoding."""
    with reading(path) as data:
        pieces = _pieces(data, encoding)
        _check_text(head := next(pieces, ""), path)
        for piece in chain([head], pieces):
            _check_bytes(piece.encode("utf-8"), path)


def _pieces(data: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[str]:
    with io.TextIOWrapper(data, encoding, errors, newline="") as text:
        yield from iter(partial(text.read, _PIECE), "")


def read_as(encoding: str, path: Place) -> LeftOut:
    """Return what is said of a file that is not in UTF-8."""
    return LeftOut(path, None, f"read as {encoding}", "save it as UTF-8 if letters look wrong")


def decoded(data: bytes, declared: Iterable[str] = ()) -> tuple[str, str]:
    """Return bytes as text, and in which encoding: by its BOM, UTF-8, as declared, or as it looks.

    Raises UnicodeDecodeError for faults in UTF-8 or behind a BOM, and where no encoding is likely.
    """
    encoding = _marked(data) or "UTF-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        for name in declared if encoding == "UTF-8" else ():
            with suppress(LookupError, ValueError):
                return data.decode(name), name
        if encoding == "UTF-8" and (likely := _likely(data)):
            return data.decode(likely).removeprefix("\ufeff"), likely
        raise


def _marked(data: bytes) -> str | None:
    return next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)


def _likely(data: bytes) -> str | None:
    """Return the encoding of bytes that are not in UTF-8 as they look; None where most of it is."""
    other = len(data) - len(data.translate(None, _HIGH))
    sound = sum(len(text.encode()) for text in _pieces(io.BytesIO(data), "utf-8", "ignore"))
    if 2 * (len(data) - sound) < other:
        return None
    if other < FEW + FOREIGN * len(data):
        with suppress(UnicodeDecodeError):
            deque(_pieces(io.BytesIO(data), "windows-1252"), 0)
            return "windows-1252"
    from charset_normalizer import from_bytes  # takes time

    best = from_bytes(data).best()
    return best.encoding if best else None


def read_bytes(path: Place, most: int | None = None) -> bytes:
    """Return the bytes of a file; raises what ``reading`` does."""
    with reading(path, most) as stream:
        return stream.read()


@contextmanager
def reading(path: Place, most: int | None = None) -> Iterator[io.BufferedReader]:
    """Give a regular file to be read; raise OnRecordError for any other, and above a size."""
    try:
        if _is_special(path):  # reading could wait for ever
            what = "is a pipe or a device, not a regular file"
            raise OnRecordError(path, None, what, "save the article as a file")
        if most is not None and (size := os.path.getsize(path)) > most:
            what = f"is of {size:,} bytes, more than the {most:,} that are read"
            raise OnRecordError(path, None, what, "save the article alone")
        with Path(path).open("rb") as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _place(data: bytes, at: int) -> str:
    line = data.count(b"\n", 0, at) + 1
    return f"byte {at} (line {line})"


def _check_text(text: str, path: Place) -> None:
    """Raise OnRecordError where a text is blank or HTML."""
    if not text.strip("\ufeff \t\r\n\f\v") or text.isspace():
        what = "the file holds only blank space" if text else "the file is empty"
        raise OnRecordError(path, None, what, "leave it out or save it again")
    if _HTML.match(text):
        remedy = "save the article's text as .txt"
        raise OnRecordError(path, None, "is HTML, not plain text", remedy)


def _check_bytes(data: bytes, path: object) -> None:
    """Raise OnRecordError where bytes are no text in any encoding of one byte or of UTF-8."""
    plain = "save the article as plain text (UTF-8)"
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise OnRecordError(path, "byte 0", f"the file is {kind}, not a text", plain)
    if (nul := data.find(b"\0")) >= 0:
        what = "a NUL byte: the file is binary, not a text"
        raise OnRecordError(path, _place(data, nul), what, plain)
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls > 0.01 * len(data):  # a stray one is let pass
        first = next(i for i, byte in enumerate(data) if byte in _CONTROL)
        what = f"{controls} control bytes, the first 0x{data[first]:02X}: the file is binary"
        raise OnRecordError(path, _place(data, first), f"{what}, not a text", plain)


def _unreadable(path: object, error: Exception) -> OnRecordError:
    what, remedy = f"cannot be read ({reason(error)})", "check that it is a file you may read"
    return OnRecordError(path, None, what, remedy)


def write(path: Place, content: str | bytes) -> Path:
    """Write a file as ``writing`` does, text as UTF-8 with newlines as given; return its path."""
    with writing(path) as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)
    return Path(path)


@contextmanager
def writing(path: Place) -> Iterator[BinaryIO]:
    """Give a file to be written, whole or not at all, making its folder.

    A link is followed and stays one, a file that is replaced keeps its mode and owner; a device or
    a pipe is written into. Raises OnRecordError where it cannot be written.
    """
    streams = ("/dev/std", "/dev/fd/", "/proc/")  # which may lead to a regular file
    with blamed(path):
        target = Path(os.path.realpath(path))
        old = target.stat() if target.is_file() else None
        if os.path.abspath(path).startswith(streams) or _is_special(path):
            with open(path, "ab") as stream:
                yield stream
        elif old and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        elif old and old.st_uid != os.geteuid() != 0:  # another's: a new file would be ours
            yield (held := io.BytesIO())
            target.write_bytes(held.getvalue())
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            with _replacing(target, old) as stream:
                yield stream


@contextmanager
def blamed(path: Place) -> Iterator[None]:
    """Have what goes wrong in the system raise OnRecordError: that a file cannot be written."""
    try:
        yield
    except BrokenPipeError:  # its reader has seen enough
        raise
    except (OSError, ValueError) as error:
        what, remedy = f"cannot be written ({reason(error)})", "choose a place you may write to"
        raise OnRecordError(path, None, what, remedy) from None


def _is_special(path: Place) -> bool:
    """Tell whether what stands at a path is neither a file nor a folder: a device, a pipe."""
    return os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))


@contextmanager
def _replacing(target: Path, old: os.stat_result | None) -> Iterator[BinaryIO]:
    """Put a file in place of another in one step, under a name of its own until it is whole."""
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}-{time.monotonic_ns():x}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(handle, "wb") as stream:
            if old:
                with suppress(PermissionError):
                    os.chown(part, old.st_uid, old.st_gid)
                os.chmod(part, stat.S_IMODE(old.st_mode))
            yield stream
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
