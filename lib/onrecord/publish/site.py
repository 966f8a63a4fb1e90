"""Publish executed notebooks as a small site that loads nothing from outside, without scripts."""

import re
import shutil
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

import pandas as pd
from bs4 import BeautifulSoup
from markupsafe import Markup

from onrecord.corpus import Corpus
from onrecord.errors import OnRecordError
from onrecord.files import Place
from onrecord.publish import folders
from onrecord.publish.html import filled, page_of
from onrecord.publish.marked import about, reading
from onrecord.publish.notebook_page import allowed, figure_html, frame_tables, read_page, style
from onrecord.publish.run import Say, find_notebooks
from onrecord.publish.table import table


class Words(NamedTuple):
    """The words of the front page, which ``study.toml`` tells."""

    title: str
    heading: str
    lead: list[str]
    contents: str
    data: str
    rights: str
    figure: str = ""
    texts: str = "passages"


class Reading(NamedTuple):
    """The page of an article: its file, its title and what is told of it in one line."""

    file: str
    title: str
    opening: str


def build_site(
    build: Place, site: Place, words: Words, corpus: Corpus | None = None,
    derived: Place | None = None, *, say: Say = lambda _: None,
) -> list[Path]:  # fmt: skip
    """Build the site from ``build/notebooks`` and ``build/figures``; return its pages.

    The articles of ``corpus`` have a page each, the tables of ``derived`` are offered. Raises
    OnRecordError as ``renewed``, where folders overlap, for a figure that is not there and for a
    link that leads nowhere.
    """
    build, site = Path(build), Path(site)
    figures = build / "figures"
    folders.apart(site, build, derived)
    with folders.renewed(site) as fresh:
        paths = find_notebooks(build / "notebooks")
        say(f"Building {len(paths) + 1 + len(corpus or ())} pages ...")
        pages = [read_page(path, figures) for path in paths]
        _copy_files(paths, figures, fresh)
        common = {"site": words, "pages": pages, "style": None}
        front = {
            "downloads": _copy_tables(Path(derived), fresh) if derived is not None else {},
            "figure": _front_figure(words.figure, figures) if words.figure else None,
            "articles": _articles(corpus) if corpus else None,
        }
        made: dict[str, str] = {"index.html": filled("front", **common, **front, current=None)}
        made |= {page.file: filled("page", **common, current=page) for page in pages}
        made |= _readings(corpus, common) if corpus else {}
        for name, html in made.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_text(html, encoding="utf-8", newline="\n")
        _check_links(made, fresh)
    return [site / name for name in made]


def _copy_files(notebooks: Sequence[Path], figures: Path, site: Path) -> None:
    (site / "notebooks").mkdir()
    for path in notebooks:
        shutil.copyfile(path, site / "notebooks" / path.name)
    if figures.is_dir():
        shutil.copytree(figures, site / "figures")
    (site / "style.css").write_text(style(), encoding="utf-8", newline="\n")


def _copy_tables(derived: Path, site: Path) -> dict[str, str]:
    """Copy the tables to the site; return the size of each by its name."""
    (site / "data").mkdir()
    paths = sorted(derived.glob("*.csv")) + sorted(derived.glob("*.parquet"))
    for path in paths:
        shutil.copyfile(path, site / "data" / path.name)
    return {path.name: f"{max(1, round(path.stat().st_size / 1000)):,} kB" for path in paths}


def _front_figure(name: str, figures: Path) -> Markup:
    alt = figures / f"{name}.alt.txt"
    if not alt.is_file():
        there = sorted(path.name.removesuffix(".alt.txt") for path in figures.glob("*.alt.txt"))
        remedy = f"choose one of {', '.join(there)}" if there else "run the notebooks first"
        raise OnRecordError("study.toml", "figure", f"{name} is not in {figures}", remedy)
    return figure_html(figures, name, alt.read_text(encoding="utf-8").strip())


def _in_order(corpus: Corpus) -> pd.DataFrame:
    """Return the articles in the order of their dates."""
    return corpus.articles.sort_values(["date_earliest", "article"], na_position="last")


def _articles(corpus: Corpus) -> Markup:
    """Return the table of the articles: outlet, headline, when written, how many statements."""
    columns = ["headline", "outlet", "date_earliest", "date_latest", "date_basis", "article"]
    frame = _in_order(corpus)[columns].rename(columns={"date_basis": "basis"})
    frame = frame.fillna({"headline": "no headline", "outlet": "unknown", "basis": "unknown"})
    frame["basis"] = frame["basis"].str.replace("-", " ")
    counts = corpus.statements["article"].value_counts()
    frame["statements"] = frame["article"].map(counts).fillna(0).astype(int)
    shown = table(frame, "The articles, in the order of their dates",
                  headings={"article": "Page"}, rows=len(frame))  # fmt: skip
    soup = BeautifulSoup(allowed(shown.html), "html.parser")
    frame_tables(soup)
    for head, article in zip(soup.select("tbody th"), frame["article"], strict=True):
        head.contents[0].wrap(soup.new_tag("a", href=page_of(article)))
    return Markup(str(soup))  # noqa: S704


def _readings(corpus: Corpus, common: Mapping[str, Any]) -> dict[str, str]:
    """Return the page of each article by its file, in the order of their dates."""
    documents = {document.name: document for document in corpus}
    order = [documents[name] for name in _in_order(corpus)["article"] if name in documents]
    told = [about(document) for document in order]
    readings = [
        Reading(page_of(one.name), one.article.headline or one.name, its["about"].unescape())
        for one, its in zip(order, told, strict=True)
    ]
    made: dict[str, str] = {}
    for n, (one, its, current) in enumerate(zip(order, told, readings, strict=True)):
        turn = {"prev": readings[n - 1 : n] if n else [], "next": readings[n + 1 : n + 2]}
        made[current.file] = filled(
            "article", **common, **its, root="../", current=current, turn=turn,
            blocks=reading(one, common["site"].texts), rules=one.knowledge.rules, text=one.text,
            article=one.article,
        )  # fmt: skip
    return made


_LINK = re.compile(r"<(a|img|link|form|source)\b([^<>]*)>")
_TARGET = re.compile(r'\s(?:href|src|srcset|action)="([^"]*)"')
_NAME = re.compile(r'<[^<>]*\sid="([^"]*)"')


def _check_links(pages: Mapping[str, str], site: Path) -> None:
    """Raise for a link or a source that leads nowhere, and for anything loaded from outside."""
    names = {page: set(map(unescape, _NAME.findall(html))) for page, html in pages.items()}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for page, html in pages.items():
        for tag, attributes in _LINK.findall(html):
            target = unescape("".join(_TARGET.findall(attributes)[:1]))
            if re.match(r"data:|https?:|mailto:" if tag == "a" else "data:", target):
                continue
            file, _, anchor = target.partition("#")
            file = normpath(join(dirname(page), file)) if file else page
            if file not in there or (anchor and anchor not in names.get(file, {anchor})):
                raise OnRecordError(page, target, "leads nowhere", "mend the link")
