"""Publish executed notebooks as a small site that loads nothing from outside, without scripts."""

import re
import shutil
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from onrecord import __version__, files
from onrecord.analysis.words import day, span_words
from onrecord.corpus import Corpus, Page
from onrecord.errors import OnRecordError
from onrecord.evaluation import recorded
from onrecord.files import Place
from onrecord.publish import folders
from onrecord.publish.explore import gathered, statements_page
from onrecord.publish.html import filled, page_of
from onrecord.publish.marked import about, reading
from onrecord.publish.notebook_page import NotebookPage, figure_html, read_page, style
from onrecord.publish.package import package
from onrecord.publish.run import Say, find_notebooks
from onrecord.records import Statement

EXPLORED = "statements.html"
LAB = "00_"  # a notebook for JupyterLab alone


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
    licence: str = ""
    contact: str = ""
    address: str = ""
    authors: Sequence[str] = ()


class Reading(NamedTuple):
    """The page of an article: its file, its title, a line about it, and what it shows."""

    file: str
    title: str
    opening: str
    document: Page


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
    files.apart(site, build, derived)
    with folders.renewed(site) as fresh:
        paths = find_notebooks(build / "notebooks")
        paths = [path for path in paths if not path.name.startswith(LAB)]
        say(f"Building {len(paths) + 1 + len(corpus or ())} pages ...")
        for path in (each for each in paths if each.stem in ("index", "statements")):
            what = "its page would take the place of one of the site's own"
            raise OnRecordError(path, None, what, "name it otherwise")
        pages = [read_page(path, figures) for path in paths]
        _copy_files(paths, figures, fresh)
        common = {"site": words, "pages": pages, "style": None, "search": bool(corpus)}
        readings = _in_order(corpus) if corpus else []
        made: dict[str, str] = {}
        made |= {page.file: filled("page", **common, current=page) for page in pages}
        made |= _article_pages(readings, common)
        tables = _copy_tables(Path(derived), fresh, words) if derived is not None else None
        if corpus:
            csv = "data/statements.csv" * (fresh / "data" / "statements.csv").is_file()
            made[EXPLORED] = statements_page(gathered(corpus), csv, **common)
        front = {
            "data": tables,
            "figure": _front_figure(words.figure, figures) if words.figure else None,
            "findings": {page.file: _findings(page, figures) for page in pages},
            "readings": readings,
            "span": lambda *days: span_words((day(days[0], "article"), day(days[1], "article"))),
            "version": __version__,
            "measured": {
                name: recorded(name).to_dict("records")
                for name in ("polnear", "speakers", "calibration")
            },
        }
        made = {"index.html": filled("front", **common, **front, current=None)} | made
        for name, html in made.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_text(html, encoding="utf-8", newline="\n")
        check_links(made, fresh)
    return [site / name for name in made]


def _copy_files(notebooks: Sequence[Path], figures: Path, site: Path) -> None:
    (site / "notebooks").mkdir()
    for path in notebooks:
        shutil.copyfile(path, site / "notebooks" / path.name)
    if figures.is_dir():
        shutil.copytree(figures, site / "figures")
    (site / "style.css").write_text(style(), encoding="utf-8", newline="\n")


def _copy_tables(derived: Path, site: Path, words: Words) -> dict[str, Any]:
    """Copy the tables to the site, and describe them there; return what they are cited by."""
    (site / "data").mkdir()
    for path in [*derived.glob("*.csv"), *derived.glob("*.parquet")]:
        shutil.copyfile(path, site / "data" / path.name)
    return package(site / "data", words)


def _findings(page: NotebookPage, figures: Path) -> list[tuple[str, str, str]]:
    """Return what the figures of a page say, its n with a caution, and where; of nothing none."""
    found = []
    for name in dict.fromkeys(filter(None, page.figures)):
        told, rows = figures / f"{name}.caption.md", figures / f"{name}.csv"
        if told.is_file() and rows.read_text("utf-8").count("\n") > 1:
            words = re.search(r"^\*\*(.+?)\*\*(.*)", told.read_text("utf-8"), re.MULTILINE)
            says, rest = (
                (re.sub(r"\\(?=\W)", "", part) for part in words.groups()) if words else ("", "")
            )
            _, n, more = rest.partition(" Source: ")[0].partition(" n = ")
            note = " ".join(_SENTENCE.split(n.lstrip() + more)[:2]) if n else ""
            found.append((says, note, f"{page.file}#figure-{name}"))
    return found


def _front_figure(name: str, figures: Path) -> Markup:
    alt = figures / f"{name}.alt.txt"
    if not alt.is_file():
        there = sorted(path.name.removesuffix(".alt.txt") for path in figures.glob("*.alt.txt"))
        remedy = f"choose one of {', '.join(there)}" if there else "run the notebooks first"
        raise OnRecordError("study.toml", "figure", f"{name} is not in {figures}", remedy)
    return figure_html(figures, name, alt.read_text(encoding="utf-8").strip())


def _in_order(corpus: Corpus) -> list[Reading]:
    """Return the articles in the order of their dates, what is undated last."""
    pages = sorted(corpus, key=lambda page: (page.article.date_earliest or "unknown", page.name))
    told = [str(about(page)["about"].unescape()) for page in pages]
    heads = [page.article.headline or page.name for page in pages]
    return list(map(Reading, map(page_of, (p.name for p in pages)), heads, told, pages))


def _article_pages(readings: Sequence[Reading], common: Mapping[str, Any]) -> dict[str, str]:
    made = {}
    for n, current in enumerate(readings):
        turn = {"prev": readings[n - 1 : n] if n else [], "next": readings[n + 1 : n + 2]}
        blocks, told = reading(current.document, common["site"].texts), about(current.document)
        beside: dict[int | None, list[Statement]] = {block.paragraph: [] for block in blocks}
        others = [one for one in told["statements"] if one.paragraph not in beside]
        for one in told["statements"]:
            beside.get(one.paragraph, []).append(one)
        made[current.file] = str(filled(
            "article", **common, **told, root="../", current=current, turn=turn, blocks=blocks,
            beside=beside, others=others,
        ))  # fmt: skip
    return made


_SENTENCE = re.compile(r"(?<=[a-z0-9.)%= ]{3}\.)\s+(?=[A-Z])")  # not behind "St." or "Gov."
_LINK = re.compile(r"<(a|img|link|form|source)\b([^<>]*)>")
_TARGET = re.compile(r'\s(?:href|src|srcset|action)="([^"]*)"')
_NAME = re.compile(r'<[^<>]*\sid="([^"]*)"')


def check_links(pages: Mapping[str, str], site: Path) -> None:
    """Raise for a link or a source that leads nowhere, and for anything loaded from outside."""
    names = {page: set(map(unescape, _NAME.findall(html))) for page, html in pages.items()}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for page, html in pages.items():
        for tag, attributes in _LINK.findall(html):
            for target in map(unescape, _TARGET.findall(attributes)):
                if re.match(r"data:|https?:|mailto:" if tag == "a" else "data:", target):
                    continue
                file, _, anchor = target.partition("#")
                file = unquote(file.partition("?")[0])
                file = normpath(join(dirname(page), file)) if file else page
                asks = file == EXPLORED and "=" in anchor  # for some of the statements
                known = {anchor} if asks or not anchor else names.get(file, {anchor})
                if file not in there or anchor not in known:
                    raise OnRecordError(page, target, "leads nowhere", "mend the link")
