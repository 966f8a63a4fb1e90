"""What the data of a web page say of its article: meta elements, JSON-LD, its headings."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from onrecord.errors import STEERING
from onrecord.intake.taken import Given
from onrecord.text.dates import find

SAME = 0.5  # share of the words of a title from which a heading of the page is that title
NEAR = timedelta(days=1)  # the day in UTC may be so far from the one that is printed
LONG = 200  # characters; a longer piece is text, a shorter one may be a label
LABELS = 60  # pieces below the heading among which the date is printed
NODES = 20_000  # of JSON-LD that are looked at
_APART = re.compile(r"\s+[|–—•·»/-]+\s+|\s*[|»]\s*|:\s+")  # a title and the site's name
_ARTICLE = re.compile(r"Article\b|BlogPosting|^Report")
_TITLES = ("og:title", "twitter:title", "title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher")
_DATES = (  # of publication, those that tell it most exactly first
    "article:published_time og:article:published_time datepublished og:datepublished "
    "article:published parsely-pub-date sailthru.date citation_publication_date dc.date.issued "
    "dcterms.created dc.date pubdate publishdate publish-date publish_date pub_date published "
    "published_at analyticsattributes.articledate date.release date"
).split()


def clean(text: object) -> str:
    """Return a text without what would steer a terminal, blank space as single spaces."""
    words = " ".join(text.split()) if isinstance(text, str) else ""
    return STEERING.sub("", words).strip()


def plain(text: str) -> str:
    """Return the letters and digits of a text, in small letters, without accents."""
    return "".join(filter(str.isalnum, normalize("NFKD", text.casefold())))


class PageData:
    """A page's own data; ``where`` is the address that the file gives, if the page has none."""

    def __init__(self, tree: HtmlElement, where: str = "") -> None:
        self.tree, self.meta = tree, dict[str, str]()
        for meta in tree.iter("meta"):
            key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            if content := clean(meta.get("content")):
                self.meta.setdefault(key.strip().lower(), content)
        self.nodes = list(islice(_nodes(tree), NODES))
        kinds = [(str(node.get("@type")), node) for node in self.nodes]
        articles = [node for kind, node in kinds if _ARTICLE.search(kind)]
        articles += [node for kind, node in kinds if kind == "WebPage"]
        self.linked = articles[0] if articles else {}
        links = tree.xpath("//link[@rel='canonical']/@href")
        urls = [*links, self.meta.get("og:url"), where, self.meta.get("twitter:url")]
        self.url = next(filter(_host, map(clean, urls)), None)
        self.titles = [self.meta[key] for key in _TITLES if key in self.meta]
        self.titles += [clean(title.text_content()) for title in tree.iter("title")][:1]

    def given(self) -> Given:
        """Return what the page says of its article; None where it does not tell."""
        heading, title = self._title()
        outlet, shown = self._outlet(title)
        *before, last = _APART.split(title)
        if heading is None and before and plain(last) == plain(outlet or ""):
            title = title[: title.rindex(before[-1]) + len(before[-1])]
        day, dated = self._date(heading)
        authors = (self._name(self.linked.get("author")), *map(self.meta.get, _AUTHORS))
        author = next((each for each in authors if each and "://" not in each), None)
        return Given(outlet, day, title or None, self.url, author, shown, dated)

    def _title(self) -> tuple[HtmlElement | None, str]:
        """Return the heading that has most words of a title in the data, else that title."""
        titles = list(filter(None, [clean(self.linked.get("headline")), *self.titles]))
        best, found = 0.0, (None, titles[0] if titles else "")
        for heading in islice(self.tree.iter("h1"), 50):
            text = clean(heading.text_content())
            alike = max((_alike(text, title) for title in titles), default=0.0)
            if alike >= SAME and alike > best:
                best, found = alike, (heading, text)
        return found

    def _outlet(self, title: str) -> tuple[str | None, str]:
        """Return the outlet and where it stands: a name that its domain shows, else the first."""
        told = [(self.meta.get(key), key) for key in _NAMES]
        told.insert(1, (self._name(self.linked.get("publisher")), "JSON-LD publisher"))
        told += [(part, "<title>") for text in self.titles for part in _around(text, title)]
        names = [(name, basis) for name, basis in told if name and _is_name(name, title)]
        own = _own(_host(self.url))
        shown = [pair for pair in names if _shows(pair[0], own)]
        named = [(name, basis) for name, basis in names if plain(name) not in _host(self.url)]
        for name, basis in [*shown, *named][:1]:
            return name, f"page: {basis}"
        spelt = self._spelt(own)
        return spelt, f"page: its domain {_host(self.url)}, as the text spells it"

    def _spelt(self, own: str) -> str | None:
        """Return how the page writes the name that its domain runs together."""
        if len(own) < 2:
            return None
        texts = self.tree.xpath("//text()[not(parent::script or parent::style)]")
        ways = re.compile(
            rf"(?<![\w@./#-])(?:The )?{r'[ -]?'.join(own)}(?![\w-]|\.\w)", re.IGNORECASE
        )
        found = Counter(way for text in texts for way in ways.findall(clean(text)))
        likely = [
            way
            for way, _ in found.most_common()
            if not way.replace(" ", "").isalpha() or way != way.lower()
        ]
        return likely[0] if likely else None

    def _date(self, heading: HtmlElement | None) -> tuple[str | None, str]:
        """Return the day of publication: as it is printed, where the data give it in UTC."""
        told = [(self.linked.get("datePublished"), "JSON-LD datePublished")]
        told[:0] = [(self.meta.get(key), key) for key in _DATES[:5]]
        told += [(self.meta.get(key), key) for key in _DATES[5:]]
        told += [(time, "time") for time in self.tree.xpath("//time[@pubdate]/@datetime")]
        days = ((day, basis) for text, basis in told for day in _days(text)[:1])
        day, basis = next(days, (None, ""))
        for printed, text in self._printed(heading):
            if day is None or abs(printed - day) <= NEAR:
                return (printed.isoformat(), f"page: printed as “{text}”")
        return (day.isoformat() if day else None), f"page: {basis}"

    def _printed(self, heading: HtmlElement | None) -> Iterator[tuple[date, str]]:
        """Yield the days that are printed below the heading, down to the text."""
        if heading is None:
            return
        long = 0
        pieces = heading.xpath("following::text()[normalize-space()]")
        pieces = (piece for piece in pieces if piece.getparent().tag not in ("script", "style"))
        for text in map(clean, islice(pieces, LABELS)):
            long += len(text) > LONG
            if long > 1:
                return
            yield from ((day, text) for day in _days(text)[:1] if len(text) <= LONG)

    def _name(self, node: Any) -> str | None:
        """Return the names of what JSON-LD tells of, or refers to."""
        if isinstance(node, list):
            return ", ".join(filter(None, map(self._name, node[:20]))) or None
        if isinstance(node, dict):
            same = (each for each in self.nodes if each.get("@id") == node.get("@id") != None)
            return clean(node.get("name")) or next(
                (clean(n.get("name")) for n in same if n.get("name")), None
            )
        return clean(node) or None


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the nodes of the JSON-LD of a page, outer ones first."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for node in waiting:  # grows
            if isinstance(node, dict):
                yield node
            waiting += (
                node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            )


def _days(text: object) -> list[date]:
    """Return the dates in a text that can be read in one way only, and can be a news page's."""
    found = find(text) if isinstance(text, str) else []
    return [low for low, high in found if low == high and 1970 < low.year < 2100]


def _alike(heading: str, title: str) -> float:
    """Return which share of the words of the shorter of two titles is in the longer."""
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (heading, title))
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _around(text: str, title: str) -> list[str]:
    """Return what may be the site's name in a title: its last part, else what precedes it."""
    before, found, after = text.partition(title) if title else (text, "", "")
    parts = _APART.split(after)[1:] or _APART.split(before)[:-1] if found else []
    return parts[-1:]


def _host(url: str | None) -> str:
    """Return the host of an address of the web, or ""."""
    try:
        parts = urlsplit(url or "")
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _own(host: str) -> str:
    """Return the part of a host that is its owner's: of news.example.co.uk "example"."""
    parts = host.split(".")[:-1]
    while len(parts) > 1 and parts[-1] in ("co", "com", "org", "net", "gov", "ac", "edu"):
        parts.pop()
    return plain(parts[-1]).removeprefix("the") if parts else ""


def _is_name(name: str, title: str) -> bool:
    """Tell a name from an address, a handle and a title."""
    bare = name == name.lower() and " " not in name
    return (
        1 < len(name) <= 60
        and "://" not in name
        and name[0] != "@"
        and not bare
        and plain(name) != plain(title)
    )


def _shows(name: str, own: str) -> bool:
    """Tell whether a domain is made of a name, of words of it or of their first letters."""
    words = [plain(word) for word in name.split()]
    whole, first = "".join(words).removeprefix("the"), "".join(word[:1] for word in words)
    parts = any(len(word) > 3 and word != "news" and word in own for word in words)
    return bool(own) and (own in whole or whole in own or own in first or parts)
