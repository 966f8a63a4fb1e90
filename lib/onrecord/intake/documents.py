"""Documents: Markdown, Word, RTF, and PDF that holds its text, to the paragraphs of an article."""

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake import exports
from onrecord.intake.taken import Given, Taken
from onrecord.text import dates, lines

LIMIT = 200_000_000  # bytes that a document may hold when unpacked
OPENING = 5  # paragraphs in which the title that a document bears must stand to be its headline
Read = tuple[Sequence[str], str | None]  # its paragraphs, and the title that it bears

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|author|outlet|url)[ \t]*:[ \t]*(.+)$", re.I | re.MULTILINE)
_MARKS = [  # of Markdown, and what they leave
    (r"<!--.*?-->", ""),
    (r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*\S+.*$", ""),  # where a link goes
    (r"!\[([^\]\n]*)\]\([^)\n]*\)", ""),  # a picture
    (r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])", r"\1"),  # a link
    (r"<(https?://[^>\s]+)>", r"\1"),
    (r"(?m)^ {0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+|(?:=+|(?:[-*_][ \t]*){3,}|```.*)$)", ""),
    (r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])", r"\2"),
    (r"`([^`\n]+)`", r"\1"),
    (r"\\([\\`*_{}\[\]()#+.!>~|-])", r"\1"),
]
_MARKS = [(re.compile(mark), left) for mark, left in _MARKS]


def take(path: files.Place, name: str) -> list[Taken | OnRecordError]:
    """Return the article in a document, or those of an export, paragraphs parted by blank lines.

    A title that the document bears is its headline where it stands on its first lines; whom it
    names as author, and when it was made, is not said of the article. Raises OnRecordError for a
    file that cannot be read, holds no text (a scan), or too much, and for a library that lacks.
    """
    suffix = files.suffix(path)
    if suffix == ".md":
        return _markdown(path, name)
    data = files.raw(path)
    act = {".docx": _docx, ".rtf": _rtf, ".pdf": _pdf}[suffix]
    try:
        paragraphs, title = act(data)
    except ImportError:
        remedy = 'pip install "onrecord[pdf]"'
        raise OnRecordError(path, None, "needs pypdf, which is not installed", remedy) from None
    except Exception as error:  # whatever a library makes of a file with faults
        what = f"cannot be read as {suffix} ({type(error).__name__}: {str(error)[:100]})"
        remedy = "open it and save it again, or save its text as .txt"
        raise OnRecordError(path, None, what, remedy) from None
    paragraphs = [part.strip() for part in paragraphs if part.strip()]
    if not paragraphs:
        what = "holds no text: it may be a scan" if suffix == ".pdf" else "holds no text"
        remedy = "have its text recognised (OCR)" if suffix == ".pdf" else "leave it out"
        raise OnRecordError(path, None, what, remedy)
    text = "\n\n".join(paragraphs)
    given = Given(title=title) if title and title in paragraphs[:OPENING] else None
    return exports.articles(text, path, name) or [Taken(name, text, given)]


def _markdown(path: files.Place, name: str) -> list[Taken | OnRecordError]:
    """Return the article in Markdown, its marks taken off, with what its front matter says."""
    notes: list[OnRecordError] = []
    text, given = files.read(path, notes.append), None
    if front := _FRONT.match(text):
        text = text[front.end() :]
        said = {key.lower(): value.strip(" \t\r[]\"'") for key, value in _FIELD.findall(front[1])}
        days = dates.find(said.get("date", ""))
        day = days[0][0].isoformat() if days and days[0][0] == days[0][1] else None
        outlet, title, url, author = map(said.get, ("outlet", "title", "url", "author"))
        given = Given(outlet, day, title, url, author, "front matter", "front matter")
    for mark, left in _MARKS:
        text = mark.sub(left, text)
    if not text.strip():
        raise OnRecordError(path, None, "holds no text", "leave it out")
    return [*notes, Taken(name, text, given)]


def _docx(data: bytes) -> Read:
    """Return what stands in a Word document, that in tables and boxes too, in its order."""
    import docx
    from docx.oxml.ns import qn

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        _check(sum(part.file_size for part in parts.infolist()))
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    paragraphs: list[list[str]] = []
    for part in body.iter(qn("w:p"), qn("w:t"), *marks):
        if part.tag == qn("w:p"):
            paragraphs.append([])
        elif paragraphs:
            paragraphs[-1].append(marks.get(part.tag) or part.text or "")
    return ["".join(parts) for parts in paragraphs], document.core_properties.title


def _rtf(data: bytes) -> Read:
    from striprtf.striprtf import rtf_to_text

    _check(len(data))
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ValueError("it does not begin as RTF does")
    plain = re.sub(r"[0-9a-fA-F\s]{1000,}", " ", data.decode("windows-1252", "replace"))  # pictures
    return rtf_to_text(plain, errors="replace").replace("|\n", "\n").split("\n"), None


def _pdf(data: bytes) -> Read:
    """Return the paragraphs of a PDF, as far as its lines show them, and the title it bears."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each fault it mends
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = [page.extract_text().split("\n") for page in reader.pages]
    text = "\n".join(line for page in pages for line in page)
    found = [re.sub(r"(?<=[^\W\d_])[-\xad]\n(?=[a-z])", "", line.text) for line in lines.cut(text)]
    return [" ".join(part.split()) for part in found], getattr(reader.metadata, "title", None)


def _check(size: int) -> None:
    if size > LIMIT:
        raise ValueError(f"it holds {size:,} bytes, more than {LIMIT:,}")
