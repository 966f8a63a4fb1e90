"""Publish executed notebooks as a small site that loads nothing from outside, without scripts."""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from bs4 import BeautifulSoup
from markupsafe import Markup

from onrecord.errors import OnRecordError
from onrecord.files import Place
from onrecord.publish import folders
from onrecord.publish.explore import statements_page
from onrecord.publish.html import filled
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


def build_site(
    build: Place, site: Place, words: Words, articles: pd.DataFrame | None = None,
    statements: pd.DataFrame | None = None, derived: Place | None = None, *,
    say: Say = lambda _: None,
) -> list[Path]:  # fmt: skip
    """Build the site from ``build/notebooks`` and ``build/figures``; return its pages.

    The front page lists ``articles``, with the number of ``statements`` of each, and offers the
    tables of ``derived``. Raises OnRecordError as ``renewed``, where folders overlap, for a figure
    that is not there and for a link that leads nowhere.
    """
    build, site = Path(build), Path(site)
    figures = build / "figures"
    folders.apart(site, build, derived)
    with folders.renewed(site) as fresh:
        paths = find_notebooks(build / "notebooks")
        say(f"Building {len(paths) + 1} pages ...")
        pages = [read_page(path, figures) for path in paths]
        _copy_files(paths, figures, fresh)
        common = {"site": words, "pages": pages, "style": None}
        front = {
            "downloads": _copy_tables(Path(derived), fresh) if derived is not None else {},
            "figure": _front_figure(words.figure, figures) if words.figure else None,
            "articles": None if articles is None else _articles(articles, statements),
        }
        made = {"index.html": filled("front", **common, **front, current=None)}
        made |= {page.file: filled("page", **common, current=page) for page in pages}
        if statements is not None:
            csv = "data/statements.csv" * (derived is not None)
            linked = any(name.startswith("articles/") for name in made)
            made["statements.html"] = statements_page(statements, csv, linked, **common)
        for name, html in made.items():
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


def _articles(articles: pd.DataFrame, statements: pd.DataFrame | None) -> Markup:
    """Return the table of the articles: outlet, headline, when written, how many statements."""
    columns = ["article", "headline", "outlet", "date_earliest", "date_latest", "date_basis"]
    frame = articles[columns].rename(columns={"date_basis": "basis"})
    frame = frame.fillna({"headline": "no headline", "outlet": "unknown", "basis": "unknown"})
    frame["basis"] = frame["basis"].str.replace("-", " ")
    if statements is not None:
        counts = statements["article"].value_counts()
        frame["statements"] = frame["article"].map(counts).fillna(0).astype(int)
    frame = frame.sort_values(["date_earliest", "article"], na_position="last")
    shown = table(frame, "The articles, in the order of their dates", headings={"article": "Page"})
    soup = BeautifulSoup(allowed(shown.html), "html.parser")
    frame_tables(soup)
    return Markup(str(soup))  # noqa: S704


def _check_links(pages: Mapping[str, str], site: Path) -> None:
    """Raise for a link or a source that leads nowhere, and for anything loaded from outside."""
    soups = {name: BeautifulSoup(html, "html.parser") for name, html in pages.items()}
    names = {page: {tag["id"] for tag in soup.find_all(id=True)} for page, soup in soups.items()}
    for page, soup in soups.items():
        for tag in soup.find_all(["a", "img", "link"]):
            target = str(tag.get("href") or tag.get("src") or "")
            if re.match(r"data:|https?:|mailto:" if tag.name == "a" else "data:", target):
                continue
            file, _, anchor = target.partition("#")
            gone = file and (file.startswith("//") or not (site / file).is_file())
            if gone or (anchor and anchor not in names.get(file or page, {anchor})):
                raise OnRecordError(page, target, "leads nowhere", "mend the link")
