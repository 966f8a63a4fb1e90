"""Publish executed notebooks as a small site that loads nothing from outside.

Run as ``python -m onrecord.publish``: ``run`` executes notebooks, ``check`` compares them with
the kept ones, ``keep`` renews those, ``site`` builds the pages.

What a notebook shows is data and may hold the text of any page of the web. So outputs are
escaped, or, where they are HTML, reduced to tables and plain prose; the pages have no script and
forbid scripts.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from onrecord.errors import OnRecordError, complain, ended, printable
from onrecord.knowledge import tables
from onrecord.publish import folders
from onrecord.publish.run import (
    Say,
    compare,
    find_notebooks,
    keep,
    read_notebook,
    run_notebooks,
    silent,
)
from onrecord.publish.table import room

__all__ = ["allowed", "build_site", "compare", "keep", "main", "read_page", "run_notebooks"]

TEMPLATES = Path(__file__).with_name("templates")
SHOWN = ("text/html", "image/png", "text/plain")  # the kinds of output that a page shows
_TAGS = """a abbr b blockquote br caption code col colgroup dd details div dl dt em h1 h2 h3 h4 h5
h6 hr i kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr
u ul"""
TAGS = frozenset(_TAGS.split())
TABLE = "statements.csv"  # whose rows the front page counts
TALL = 24  # rows from which a table scrolls in a box of its own
ATTRIBUTES = ("class", "colspan", "dir", "href", "id", "lang", "rowspan", "scope", "title")
_SAFE_LINK = re.compile(r"(?:https?:|mailto:|[^:]*$)", re.IGNORECASE)
_MOVED = {"../figures/": "figures/", "../data/derived/": "data/"}


class Page(NamedTuple):
    """One notebook made ready: file, short label, title, opening paragraph and body as HTML."""

    file: str
    label: str
    title: str
    opening: str
    body: str


def allowed(html: str) -> str:
    """Return the HTML of an output reduced to tables and plain prose.

    A tag that is not in ``TAGS`` becomes text that a reader sees; attributes other than
    ``ATTRIBUTES`` and links to anything but pages are dropped, and so are styles and comments.

    >>> allowed("<b onclick='x()'>bold</b><script>x()</script>")
    '<b>bold</b>&lt;script&gt;x()&lt;/script&gt;'
    """
    return "".join(_clean(node) for node in BeautifulSoup(html, "html.parser").children)


def _clean(node: Any) -> str:
    """Write one node of an output anew, with nothing in it that is not allowed."""
    if not isinstance(node, Tag):  # a comment, a doctype or an instruction is left out
        return str(Markup.escape(str(node))) if type(node) is NavigableString else ""
    if node.name == "style":
        return ""
    if node.name not in TAGS:
        return str(Markup.escape(str(node)))
    kept = {name: _value(node, name) for name in ATTRIBUTES if node.has_attr(name)}
    if not _SAFE_LINK.match(kept.get("href", "")):
        del kept["href"]
    opened = "".join(f' {name}="{Markup.escape(value)}"' for name, value in kept.items())
    if node.name in ("br", "col", "hr"):
        return f"<{node.name}{opened}>"
    return f"<{node.name}{opened}>{''.join(map(_clean, node.children))}</{node.name}>"


def _value(tag: Tag, name: str) -> str:
    """Return an attribute as one text."""
    value = tag.get(name, "")
    return " ".join(value) if isinstance(value, list) else str(value)


@lru_cache(maxsize=1)
def _exporter() -> Any:
    """Return the exporter of nbconvert with our template."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    config = Config(
        {
            "NbConvertBase": {"display_data_priority": list(SHOWN)},
            "HTMLExporter": {"exclude_anchor_links": True},
        }
    )
    return HTMLExporter(
        config=config,
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        filters={"allowed": allowed},
    )


def read_page(path: Path | str, figures: Path | str) -> Page:
    """Return an executed notebook as a page.

    Figures that have a file in the folder ``figures`` are shown from there; others stand in the
    page. Raises OnRecordError for a picture from outside and for a figure without alt text.
    """
    path = Path(path)
    notebook = read_notebook(path)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data")
            if data is not None and not any(kind in data for kind in SHOWN):
                data["text/plain"] = f"[output of the kind {', '.join(data)} is not shown]"
    html, _ = _exporter().from_notebook_node(notebook)
    soup = BeautifulSoup(html, "html.parser")
    label = re.sub(r"^\d+[_-]*", "", path.stem).replace("_", " ").capitalize()
    title = _one_title(soup, label)
    _join_code(soup)
    _level_headings(soup)
    _name_headings(soup)
    _frame_figures(soup, path, Path(figures))
    _frame_tables(soup)
    _mend_links(soup)
    opening = soup.find("p")
    text = " ".join(opening.get_text(" ", strip=True).split()) if opening else title
    return Page(f"{path.stem}.html", label, title, re.sub(r" ([.,;:?!])", r"\1", text), str(soup))


def _one_title(soup: BeautifulSoup, label: str) -> str:
    """Keep one h1, at the top; return its text."""
    titles = soup.find_all("h1")
    first = titles[0] if titles else soup.new_tag("h1", string=label)
    for other in titles[1:]:
        other.name = "h2"
    soup.insert(0, first.extract())
    return str(first.get_text(strip=True))


def _join_code(soup: BeautifulSoup) -> None:
    """Fold code that follows code, as at the top of a notebook, into one."""
    for folded in soup.find_all("details", class_="code"):
        before = folded.find_previous_sibling()
        between = folded.previous_sibling
        while isinstance(between, NavigableString) and not between.strip():
            between = between.previous_sibling
        if before is not None and before is between and "code" in _value(before, "class").split():
            for part in folded.find_all(class_="highlight"):
                before.append(part.extract())
            folded.extract()


def _level_headings(soup: BeautifulSoup) -> None:
    """Lift headings so that no level is skipped."""
    last = 0
    for heading in soup.find_all(re.compile(r"h[1-6]$")):
        last = min(int(heading.name[1]), last + 1)
        heading.name = f"h{last}"


def _name_headings(soup: BeautifulSoup) -> None:
    """Give headings an identifier, and make every identifier on the page the only one."""
    for heading in soup.find_all(re.compile(r"h[2-6]$")):
        heading["id"] = re.sub(r"\W+", "-", heading.get_text().lower()).strip("-") or "part"
    taken: Counter[str] = Counter(["main"])
    for tag in soup.find_all(id=True):
        name = str(tag["id"])
        taken[name] += 1
        if taken[name] > 1:
            tag["id"] = f"{name}-{taken[name]}"


def _frame_figures(soup: BeautifulSoup, path: Path, figures: Path) -> None:
    """Put each picture in a figure with links to its files."""
    for image in soup.find_all("img"):
        source = str(image.get("src", ""))
        if not source.startswith("data:image/png;base64,"):
            raise OnRecordError(
                path, str(image)[:80], "is a picture from elsewhere", "show it from a code cell"
            )
        alt = str(image.get("alt", "")).strip()
        if not alt:
            raise OnRecordError(
                path, "a figure", "has no alt text", "show what figures.save returns"
            )
        name = Path(str(image.attrs.pop("data-csv", ""))).stem
        image.replace_with(
            BeautifulSoup(figure_html(figures, name, alt, source=source), "html.parser")
        )


def figure_html(figures: Path, name: str, alt: str, source: str = "") -> str:
    """Return a figure by its name, with links to its data and its files."""
    kinds = {"svg": "SVG", "pdf": "PDF", "png": "PNG"}
    there = [kind for kind in ("csv", *kinds) if name and (figures / f"{name}.{kind}").is_file()]
    links = [
        f'<a href="figures/{name}.{kind}">{kinds.get(kind, "Data (CSV)")}</a>' for kind in there
    ]
    if "svg" in there:
        source = f"figures/{name}.svg"
    size = _size(figures / f"{name}.png") if "png" in there else ""
    escape = Markup.escape
    caption = f"<figcaption>{' '.join(links)}</figcaption>" if links else ""
    label = escape(f"Figure: {name.replace('_', ' ')}" if name else "Figure")
    return (
        f'<figure class="wide"><div class="scroll picture" role="region" tabindex="0"'
        f' aria-label="{label}"><img src="{escape(source)}" alt="{escape(alt)}"{size}></div>'
        f"{caption}</figure>"
    )


def _size(path: Path) -> str:
    """Return width and height of a PNG as attributes, so that the page does not jump."""
    head = path.read_bytes()[:24]
    if head[12:16] != b"IHDR":
        return ""
    width, height = (int.from_bytes(head[i : i + 4], "big") for i in (16, 20))
    return f' width="{width}" height="{height}"'


def _frame_tables(soup: BeautifulSoup) -> None:
    """Give each table a caption, header scope and a box that scrolls."""
    for number, table in enumerate(soup.find_all("table"), 1):
        for name in ("border", "class"):
            table.attrs.pop(name, None)
        if table.caption is None:
            heading = table.find_previous(re.compile(r"h[1-6]$"))
            words = heading.get_text() if heading else f"Table {number}"
            table.insert(0, soup.new_tag("caption", string=words))
        for cell in table.find_all(["td", "th"]):
            if cell.name == "th":
                default = "col" if cell.find_parent("thead") else "row"
                cell["scope"] = _value(cell, "scope") or default
                if not cell.get_text(strip=True):
                    cell.string = "–"
            kinds = _value(cell, "class").split()
            if not kinds and _value(cell, "scope") != "col":
                cell["class"] = room(cell.get_text())
        if table.parent and table.parent.name == "div":
            table.parent.unwrap()
        title = table.caption.get_text(" ", strip=True) if table.caption else ""
        wide = "scroll wide tall" if len(table.find_all("tr")) > TALL else "scroll wide"
        box = {"class": wide, "role": "region", "tabindex": "0", "aria-label": title}
        table.wrap(soup.new_tag("div", attrs=box))


def _mend_links(soup: BeautifulSoup) -> None:
    """Let links between notebooks lead from page to page."""
    for link in soup.find_all("a", href=True):
        target = re.sub(r"^([^:?#]+)\.ipynb(?=#|$)", r"\1.html", str(link["href"]))
        for old, new in _MOVED.items():
            target = target.replace(old, new) if target.startswith(old) else target
        link["href"] = target


def build_site(
    build: Path | str,
    site: Path | str,
    *,
    corpus: Path | str | None = None,
    derived: Path | str | None = None,
    words: Path | str | None = None,
    say: Say = silent,
) -> list[Path]:
    """Build the site from ``build/notebooks`` and ``build/figures``; return its pages.

    ``corpus`` is the folder of articles that the front page lists, ``derived`` the folder with
    the tables offered for download, ``words`` a folder with the user's own ``site.toml``.
    The files of an earlier site in the folder are replaced once the new one is whole.

    Raises OnRecordError where the folder holds other files and no site of ours, or overlaps with
    another, where a word of ``site.toml`` is missing, and for a link that leads nowhere.
    """
    build, site = Path(build), Path(site)
    read = [
        Path(folder, name) for folder, name in ((words, "site.toml"), (derived, TABLE)) if folder
    ]
    folders.apart(site, build, corpus, *read)
    text = _site_words(words)
    with folders.renewed(site) as fresh:
        made = _write_site(build, fresh, text, corpus, derived, say)
        _check_links(made)
    return [site / path.name for path in made]


def _write_site(
    build: Path,
    site: Path,
    text: dict[str, Any],
    corpus: Path | str | None,
    derived: Path | str | None,
    say: Say,
) -> list[Path]:
    """Write the files of the site; return its pages."""
    figures = build / "figures"
    paths = find_notebooks(build / "notebooks")
    say(f"Building {len(paths) + 1} pages ...")
    pages = [read_page(path, figures) for path in paths]

    (site / "notebooks").mkdir(parents=True)
    for path in paths:
        shutil.copyfile(path, site / "notebooks" / path.name)
    if figures.is_dir():
        shutil.copytree(figures, site / "figures")
    style = [(TEMPLATES / f"{name}.css").read_text("utf-8") for name in ("style", "marked")]
    (site / "style.css").write_text("".join(style), encoding="utf-8", newline="\n")
    downloads = _downloads(Path(derived), site) if derived is not None else []

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    common = {"site": text, "pages": pages}
    made = [site / "index.html"]
    front = templates.get_template("front.html.j2").render(
        common,
        title=text["title"],
        description=_shorten(text["lead"][0]),
        current=None,
        figure=_front_figure(text["figure"], figures),
        articles=_articles(Path(corpus), derived) if corpus is not None else "",
        downloads=downloads,
    )
    made[0].write_text(front, encoding="utf-8", newline="\n")
    template = templates.get_template("page.html.j2")
    for place, page in enumerate(pages):
        html = template.render(
            common,
            title=page.title,
            description=_shorten(page.opening),
            current=page.file,
            body=Markup(page.body),  # noqa: S704
            notebook=paths[place].name,
            previous=pages[place - 1] if place else None,
            next=pages[place + 1] if place + 1 < len(pages) else None,
        )
        made.append(site / page.file)
        made[-1].write_text(html, encoding="utf-8", newline="\n")
    return made


def _site_words(folder: Path | str | None) -> dict[str, Any]:
    """Return the words of the front page, checked."""
    return {"figure": "", **tables.load("site", folder)}


def _front_figure(name: str, figures: Path) -> Markup | None:
    """Return the figure of the front page."""
    if not name:
        return None
    alt = figures / f"{name}.alt.txt"
    if not alt.is_file():
        there = sorted(path.name.removesuffix(".alt.txt") for path in figures.glob("*.alt.txt"))
        remedy = f"choose one of {', '.join(there)}" if there else "run the notebooks first"
        raise OnRecordError("site.toml", "figure", f"{name} is not in {figures}", remedy)
    return Markup(figure_html(figures, name, alt.read_text(encoding="utf-8").strip()))  # noqa: S704


def _downloads(derived: Path, site: Path) -> list[dict[str, str]]:
    """Copy the tables to the site; return name, file and size of each."""
    items = []
    (site / "data").mkdir()
    for path in sorted(derived.glob("*.csv")) + sorted(derived.glob("*.parquet")):
        shutil.copyfile(path, site / "data" / path.name)
        size = f"{max(1, round(path.stat().st_size / 1000)):,} kB"
        items.append({"name": path.name, "file": f"data/{path.name}", "size": size})
    return items


def _articles(corpus: Path, derived: Path | str | None) -> Markup:
    """Return the table of the articles: outlet, headline, when written, how many statements."""
    import pandas as pd

    from onrecord.corpus import read as read_corpus
    from onrecord.publish.table import table

    counts: Counter[str] = Counter()
    statements = Path(derived or corpus) / TABLE
    if statements.is_file():
        with statements.open(encoding="utf-8", newline="") as stream:
            counts.update(row["article"] for row in csv.DictReader(stream))
    articles, errors = read_corpus(corpus, "articles")
    for error in errors:
        complain(error, program="")
    rows = [
        {
            "article": article["article"],
            "headline": article["headline"] or "no headline",
            "outlet": article["outlet"] or "unknown",
            "date_earliest": article["date_earliest"],
            "date_latest": article["date_latest"],
            "basis": (article["date_basis"] or "unknown").replace("-", " "),
            **({"statements": counts[article["article"]]} if counts else {}),
        }
        for article in articles
    ]
    rows.sort(key=lambda row: (row["date_earliest"] or "9", row["article"]))
    caption = "The articles, in the order of their dates"
    soup = BeautifulSoup(
        allowed(table(pd.DataFrame(rows), caption, headings={"article": "Page"}).html),
        "html.parser",
    )
    _frame_tables(soup)
    return Markup(str(soup))  # noqa: S704


def _shorten(text: str, limit: int = 160) -> str:
    """Return the text cut at a word, for the description of a page."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _check_links(pages: Sequence[Path]) -> None:
    """Raise for a link or a source that leads nowhere, and for anything loaded from outside."""
    soups = {path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in pages}
    names = {
        file: {str(tag["id"]) for tag in soup.find_all(id=True)} for file, soup in soups.items()
    }
    for path in pages:
        for tag in soups[path.name].find_all(["a", "img", "link"]):
            loads = tag.name != "a"
            target = str(tag.get("href") or tag.get("src") or "")
            if target.startswith("data:") or (not loads and re.match(r"https?:|mailto:", target)):
                continue
            file, _, anchor = target.partition("#")
            there = not re.match(r"\w+:|//", file) and (path.parent / file).is_file()
            if file and not there:
                raise OnRecordError(path.name, target, "leads nowhere", "mend the link")
            if anchor and anchor not in names.get(file or path.name, {anchor}):
                raise OnRecordError(path.name, target, "leads nowhere", "mend the link")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 if it was stopped, 2 for bad input.

    The task check returns 1 for differences.
    """
    parser = argparse.ArgumentParser(
        prog="python -m onrecord.publish", description="Run notebooks and publish them."
    )
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    run = tasks.add_parser("run", help="execute NOTEBOOKS; the results go to BUILD")
    run.add_argument("notebooks")
    run.add_argument("build")
    run.add_argument("--timeout", type=int, default=300, help="seconds for one cell (300)")
    check = tasks.add_parser("check", help="compare BUILD with what is kept")
    check.add_argument("build")
    check.add_argument("figures")
    check.add_argument("notebooks")
    renew = tasks.add_parser("keep", help="put the figures, or the notebooks too, in place")
    renew.add_argument("build")
    renew.add_argument("figures")
    renew.add_argument("notebooks", nargs="?")
    pages = tasks.add_parser("site", help="build SITE from BUILD")
    pages.add_argument("build")
    pages.add_argument("site")
    pages.add_argument("--corpus", help="folder of the articles that the front page lists")
    pages.add_argument("--derived", help="folder of the tables offered for download")
    pages.add_argument("--words", help="folder with a site.toml of your own")
    return ended("onrecord.publish", lambda: _do(parser.parse_args(arguments)), wrong=2)


def _do(given: argparse.Namespace) -> int:
    """Do one task."""

    def say(line: str) -> None:
        print(printable(line), flush=True)

    if given.task == "run":
        run_notebooks(given.notebooks, given.build, timeout=given.timeout, say=say)
    elif given.task == "keep":
        for name in keep(given.build, given.figures, given.notebooks) or ["nothing"]:
            say(f"  {name} changed")
    elif given.task == "site":
        build_site(
            given.build,
            given.site,
            corpus=given.corpus,
            derived=given.derived,
            words=given.words,
            say=say,
        )
    else:
        reports = compare(given.build, given.notebooks, given.figures)
        for report in reports:
            say(report)
        return 1 if reports else 0
    return 0
