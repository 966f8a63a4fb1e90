"""Documents: Markdown, Word, RTF, and PDF that holds its text, to the paragraphs of an article."""

import io
import logging
import re
from collections import Counter

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake import exports
from onrecord.intake.taken import LARGEST, NOTHING, Found, Given, Taken, archive, unpacked
from onrecord.text import lines

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"(?im)^(title|date|author|outlet|url)[ \t]*:[ \t]*(.+)$")
_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
_MARKS = {  # of Markdown, and what they leave
    r"(?s:<!--(?:(?!<!--|-->).)*-->)": "",
    rf"!\[[^\[\]\n]*\]{_TARGET}": "",  # a picture
    r"(?m)^ {0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+|(?:=+|(?:[-*_][ \t]*){3,}|```.*)$)": "",
    r"(?m)^ {0,3}\[[^\[\]\n]+\]:[ \t]*\S+.*$": "",  # where a link goes
    rf"\[([^\[\]\n]+)\](?:{_TARGET}|\[[^\[\]\n]*\])": r"\1",  # a link
    r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])": r"\2",
    r"\\([\\`*_{}\[\]()#+.!>~|-])": r"\1",
}


def take(path: files.Place, name: str) -> Found:
    """Return the article in a document, or those of an export, paragraphs parted by blank lines.

    What a document says of itself (its title, who made it and when) is not said of the article.
    Raises OnRecordError for a file that cannot be read, holds no text (a scan) or too much, and
    where pypdf is lacking.
    """
    suffix = files.suffix(path)
    if suffix == ".md":
        return _markdown(path, name)
    data = files.read_bytes(path, LARGEST)
    with unpacked(path, "pypdf", "pdf", "save it again, or its text as .txt"):
        found = {".docx": _docx, ".rtf": _rtf, ".pdf": _pdf}[suffix](data)
    paragraphs = list(filter(None, map(str.strip, found)))
    if not paragraphs:
        remedy = "leave it out, or have its text recognised (OCR) if it is a scan"
        raise OnRecordError(path, None, "holds no text", remedy)
    text = "\n\n".join(paragraphs).replace("\xad", "")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs are joined
    return exports.articles(text, path, name)


def _markdown(path: files.Place, name: str) -> Found:
    """Return the article in Markdown, its marks taken off, with what its front matter says."""
    notes: Found = []
    text, given = files.read(path, notes.append), NOTHING
    if front := _FRONT.match(text):
        text = text[front.end() :]
        said = {key.lower(): value.strip(" \t\r[]\"'") for key, value in _FIELD.findall(front[1])}
        outlet, title, url = map(said.get, ("outlet", "title", "url"))
        basis, day = f"front matter: {name}", exports.day_of(said.get("date", ""))
        more = tuple(each for each in said.items() if each[0] == "author")
        given = Given(outlet, day, title, url, basis, basis, more)
    for mark, left in _MARKS.items():
        text = re.sub(mark, left, text)
    if not text.strip():
        raise OnRecordError(path, None, "holds no text", "leave it out")
    return [*notes, Taken(name, text, given)]


def _docx(data: bytes) -> list[str]:
    """Return the paragraphs of a Word document, those in tables and boxes too."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(archive(io.BytesIO(data)))
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    text = ""
    for part in document.element.body.iter(qn("w:p"), qn("w:t"), *marks):
        text += "\n\n" if part.tag == qn("w:p") else marks.get(part.tag) or part.text or ""
    return text.split("\n\n")


def _rtf(data: bytes) -> list[str]:
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise ValueError("it does not begin as RTF does")
    plain = data.decode("windows-1252", "replace")
    plain = re.sub(r"[0-9a-fA-F\s]{1000,}|(?i:HYPERLINK)(?=\s\")", " ", plain)  # pictures, links
    return rtf_to_text(plain, errors="replace").replace("|\n", "\n").split("\n")


def _pdf(data: bytes) -> list[str]:
    """Return the paragraphs of a PDF as its lines show them.

    A line that stands on most of several pages, numbers aside, is their head or foot.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each fault it mends
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = [page.extract_text().strip().split("\n") for page in reader.pages]
    on = Counter(key for page in pages for key in {re.sub(r"\d+", "0", line) for line in page})
    most = {key for key, often in on.items() if key.strip() and 2 * often > max(len(pages), 2)}
    kept = [line for page in pages for line in page if re.sub(r"\d+", "0", line) not in most]
    text = "\n".join(kept)
    hyphens = len(re.findall(r"[^\W\d_]-\n[a-z]", text)) > len(kept) / 30  # words are broken
    broken = re.compile(r"(?<=[^\W\d_])[-\xad]\n(?=[a-z])" if hyphens else r"\xad\n")
    return [" ".join(broken.sub("", line.text).split()) for line in lines.cut(text)]
