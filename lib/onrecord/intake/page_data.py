"""What a web page says of its article: meta elements, JSON-LD, headings, the date it prints."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

from lxml.html import HtmlElement

from onrecord.errors import STEERING
from onrecord.intake.taken import Given, host_of
from onrecord.text.dates import only

SAME, SURELY = 0.4, 0.8  # share of common words that shows an h1, or a lower heading, a title
NEAR = timedelta(days=1)  # the day in UTC may be so far from the one that is printed
LABEL, LABELS = 100, 60  # characters of a label, and pieces below the heading that may be labels
_APART = re.compile(r"\s+[|–—•·»/-]+\s+|\s*[|»]\s*|:\s+")  # a title and the site's name
_SPELT = re.compile(r"[A-Z][^A-Z]*[A-Z]")  # more than one capital: no common word, no place
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\w+/(?=http)")
_SAYS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_TITLES, _AUTHORS, _OUTLETS, _DATES = map(str.split, _SAYS.values())


def clean(text: object) -> str:
    """Return a text in one line, without what would steer a terminal; "" for what is no text."""
    return STEERING.sub("", " ".join(text.split())).strip() if isinstance(text, str) else ""


def plain(text: str) -> str:
    """Return the letters and digits of a text, in small letters, without accents."""
    return "".join(filter(str.isalnum, normalize("NFKD", text.casefold())))


class PageData:
    """A page's own data; ``where`` is its address as the file gives it.

    A heading is the headline where it has most words of a title in the data; else that title is.
    """

    def __init__(self, tree: HtmlElement, where: str = "") -> None:
        self.tree, self.heading, self.meta = tree, None, dict[str, str]()
        for meta in tree.iter("meta"):
            key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            if content := clean(meta.get("content")):
                self.meta.setdefault(key.strip().lower(), content)
        self.linked = max(_nodes(tree), key=_rank, default=dict[str, Any]())
        urls = [*tree.xpath("//link[@rel='canonical']/@href"), self.meta.get("og:url"), where]
        self.url = next(filter(host_of, (_ARCHIVED.sub("", clean(url)) for url in urls)), None)
        self.site = next((clean(title.text_content()) for title in tree.iter("title")), "")
        told = [clean(self.linked.get("headline")), *map(self.meta.get, _TITLES), self.site]
        titles = [title for title in told if title]
        self.title, best = next(iter(titles), ""), 0.0
        for heading in islice(tree.iter("h1", "h2", "h3"), 200):
            text = clean(heading.text_content())
            alike = max((_alike(text, title) for title in titles), default=0.0)
            if alike > best and alike >= (SAME if heading.tag == "h1" else SURELY):
                self.heading, self.title, best = heading, text, alike

    def given(self) -> Given:
        """Return what the page says of its article; None where it does not tell."""
        outlet, shown = self._outlet()
        *before, last = _APART.split(self.title)
        if self.heading is None and before and outlet and plain(last) == plain(outlet):
            self.title = self.title[: self.title.rindex(before[-1]) + len(before[-1])]
        day, dated = self._date()
        told = (_name(self.linked.get("author")), *map(self.meta.get, _AUTHORS))
        author = next((each for each in told if each and "://" not in each), None)
        more = (("author", author),) if author else ()
        return Given(outlet, day, self.title or None, self.url, shown, dated, more)

    def _outlet(self) -> tuple[str | None, str]:
        """Return the outlet and where it stands.

        It is a name of which the domain is made, or that two places give: others may be an
        agency's or a section's. Else it is the domain's as the text spells it.
        """
        told = [(self.meta.get(key, ""), key) for key in _OUTLETS]
        told.insert(1, (_name(self.linked.get("publisher")), "JSON-LD publisher"))
        told.append((_site(self.site, self.title), "title"))
        names = [(name, at) for name, at in told if _is_name(name) and name != self.title]
        host = host_of(self.url)
        own = re.sub(r"(\.(com?|org|net|gov|ac|edu))?\.\w+$", "", host).split(".")[-1]
        own = plain(own).removeprefix("the")
        best = [(name, at) for name, at in names if not own or _makes(name, own)]
        said = Counter(plain(name) for name, _ in names if plain(name) not in host.split("."))
        best += [(name, at) for name, at in names if said[plain(name)] > 1]
        if best or len(own) < 3:
            return (best[0][0], f"page: {best[0][1]}") if best else (None, "page")
        texts = self.tree.xpath("//text()[not(parent::script or parent::style)]")
        way = re.compile(rf"(?<![\w@./#-])(?i:(?:The )?{'[ -]?'.join(own)})(?![\w-]|\.\w)")
        spelt = Counter(name for text in texts for name in way.findall(text) if _SPELT.search(name))
        name = max(spelt, key=lambda name: spelt[name], default=None)
        return name, f"page: how it spells its domain, {host}"

    def _date(self) -> tuple[str | None, str]:
        """Return the day of publication: as printed, for the data may give it in UTC."""
        told = [(self.meta.get(key), key) for key in _DATES]
        told.insert(5, (self.linked.get("datePublished"), "JSON-LD datePublished"))
        told += [(time, "time") for time in self.tree.xpath("//time[@pubdate]/@datetime")]
        days = ((_day(text), at) for text, at in told)
        day, at = next((each for each in days if each[0]), (None, ""))
        below = self.heading.xpath("following::text()") if self.heading is not None else ()
        texts = (clean(text) for text in below if text.getparent().tag not in ("script", "style"))
        for label in islice(filter(None, texts), LABELS if day else LABELS // 3):
            printed = _day(label) if len(label) <= LABEL else None
            if printed and (day is None or abs(printed - day) <= NEAR):
                return printed.isoformat(), f"page: printed as “{label}”"
        return (day.isoformat(), f"page: {at}") if day else (None, "page")


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects in the JSON-LD of a page, outer ones first."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for node in waiting:  # it grows
            if isinstance(node, dict):
                yield node
            waiting += node.values() if isinstance(node, dict) else []
            waiting += node if isinstance(node, list) else []


def _rank(node: dict[str, Any]) -> int:
    """Return how likely it is that an object of JSON-LD tells of the article."""
    kind = _name(node.get("@type"))
    return 2 if re.search(r"Article\b|BlogPosting|^Report", kind) else kind == "WebPage"


def _name(told: Any) -> str:
    """Return a name, or several, as JSON-LD gives them."""
    each = told if isinstance(told, list) else [told]
    names = (clean(one.get("name") if isinstance(one, dict) else one) for one in each[:20])
    return ", ".join(filter(None, names))


def _day(text: object) -> date | None:
    """Return the first date in a text, if it can be read in one way only and be a page's."""
    day = only(text[:500]) if isinstance(text, str) else None
    return day if day and day.year > 1970 else None


def _alike(heading: str, title: str) -> float:
    """Return which share of their words two titles have in common."""
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (heading, title))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs) or 1)


def _site(text: str, title: str) -> str:
    """Return what follows, or else precedes, the headline in a title: the site's name."""
    before, found, after = text.partition(title) if title else ("", "", "")
    parts = (_APART.split(after)[1:] or _APART.split(before)[:-1]) if found else []
    return parts[-1] if parts else ""


def _is_name(name: str) -> bool:
    """Tell a name from an address, a handle and a word in small letters."""
    bare = name == name.lower() and re.fullmatch(r"[a-z-]+|\S+\.[a-z]+", name)
    return 1 < len(name) <= 60 and "://" not in name and name[0] != "@" and not bare


def _makes(name: str, own: str) -> bool:
    """Tell whether a domain is made of a name, of a word of it, or of first letters."""
    words = [plain(word) for word in name.split()]
    whole, first = "".join(words).removeprefix("the"), "".join(word[:1] for word in words)
    parts = any(len(word) > 3 and word != "news" and word in own for word in words)
    return own in whole or (whole in own and len(whole) > 1) or own in first or parts
