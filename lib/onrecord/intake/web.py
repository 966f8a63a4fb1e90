"""Saved web pages: the article on each, by trafilatura."""

import logging
import re
from email import message_from_bytes

import trafilatura
from lxml.html import HtmlElement

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake.page_data import PageData, clean, plain
from onrecord.intake.taken import NOTHING, Found, Taken

for _library in ("trafilatura", "htmldate", "charset_normalizer"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # a page that fails is named by us
MOST = 50_000_000  # bytes; no news page is longer
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_SAVED = re.compile(r"saved from url=\(\d+\)(https?://[^\s>]{1,2000})")
_LINKS = (  # a list of which each item is a link and no more: other pages of the site
    "//ul[li][not(li[not(.//a)])][not(.//text()[normalize-space(translate(., '\xa0', ' '))]"
    "[not(ancestor::a)])]"
)
_LATIN = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")  # as browsers read them


def take(path: files.Place, name: str) -> Found:
    """Return the article of a web page: its headline, then its paragraphs, blank lines between.

    Raises OnRecordError for a file that cannot be read, and for a page without an article.
    """
    data, where, charset = files.read_bytes(path, MOST), "", ""
    if files.suffix(path) in (".mht", ".mhtml"):
        data, where, charset = _archived(data)
    page, guess = decoded(data, charset)
    tree, body, given = trafilatura.load_html(page), None, NOTHING
    if tree is not None:
        data_of = PageData(tree, where or next(iter(_SAVED.findall(page[:4000])), ""))
        given = data_of.given()
        body = _body(tree, data_of.heading) or _body(trafilatura.load_html(page))
    if not body:
        what, remedy = "no article is found on the page", "save its text as .txt, or leave it out"
        raise OnRecordError(path, None, what, remedy)
    lines = list(filter(None, map(clean, body.splitlines())))
    while given.title and lines and plain(lines[0]) == plain(given.title):
        del lines[0]
    text = "\n\n".join(filter(None, [given.title, *lines])) + "\n"
    return [*([files.read_as(guess, path)] if guess else []), Taken(name, text, given)]


def _body(tree: HtmlElement, heading: HtmlElement | None = None) -> str | None:
    """Return the text of the article, each paragraph a line: below its heading, if it has one."""
    for node in [heading, *heading.iterancestors()] if heading is not None else ():
        for above in list(node.itersiblings(preceding=True)) if node.tag != "body" else ():
            above.getparent().remove(above)
    return trafilatura.extract(
        tree, include_comments=False, include_tables=False, prune_xpath=_LINKS
    )


def _archived(data: bytes) -> tuple[bytes, str, str]:
    """Return the page in a web archive (MHTML), its address, and its encoding."""
    archive = message_from_bytes(data)
    for part in archive.walk():
        content = part.get_payload(decode=True)
        if part.get_content_subtype() in ("html", "xhtml+xml") and isinstance(content, bytes):
            where = archive["Snapshot-Content-Location"] or part["Content-Location"]
            return content, str(where or ""), part.get_content_charset() or ""
    return b"", "", ""


def decoded(data: bytes, charset: str = "") -> tuple[str, str]:
    """Return a page as text, and its encoding where that is not as it should be declared."""
    declared = [charset, *(each.decode("ascii") for each in _CHARSET.findall(data[:4096])[:1])]
    declared = ["cp1252" if each.lower() in _LATIN else each for each in declared]
    try:
        text, encoding = files.decoded(data, declared)
    except UnicodeDecodeError as error:
        text, encoding = data.decode(error.encoding, "replace"), error.encoding
    return text.removeprefix("\ufeff"), "" if encoding in ("UTF-8", *declared) else encoding
