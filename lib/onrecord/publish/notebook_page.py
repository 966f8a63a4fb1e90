"""A notebook that was run, made the HTML of a page that loads nothing from outside.

What a notebook shows is data and may hold the text of any page of the web. So outputs are
escaped, or, where they are HTML, reduced to tables and plain prose.
"""

import re
import struct
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import bleach
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from traitlets.config import Config

from onrecord.errors import OnRecordError
from onrecord.publish.html import FOLDER, filled
from onrecord.publish.run import NotebookNode, read_notebook
from onrecord.publish.table import room

SHOWN = ["text/html", "image/png", "text/plain"]  # the kinds of output that a page shows
TAGS = """a abbr b blockquote br caption code col colgroup dd details div dl dt em h1 h2 h3 h4 h5
h6 hr i kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr
u ul""".split()
ATTRIBUTES = ["class", "colspan", "dir", "href", "id", "lang", "rowspan", "scope", "title"]
TALL = 24  # rows from which a table scrolls in a box of its own
_HEADING = re.compile(r"h[1-6]$")


class NotebookPage(NamedTuple):
    """One notebook made ready: files, short label, title, opening paragraph and body as HTML."""

    notebook: str
    file: str
    label: str
    title: str
    opening: str
    body: str
    figures: Sequence[str] = ()


def allowed(html: str) -> str:
    """Return the HTML of an output reduced to tables and plain prose; styles are dropped.

    >>> allowed("<b onclick='x()'>bold</b><script>x()</script>")
    '<b>bold</b>&lt;script&gt;x()&lt;/script&gt;'
    """
    plain = re.sub(r"<style\b.*?</style>", "", html, flags=re.DOTALL | re.IGNORECASE)
    return bleach.clean(plain, set(TAGS), ATTRIBUTES, protocols={"http", "https", "mailto"})


def _converted(notebook: NotebookNode) -> BeautifulSoup:
    """Return a notebook as HTML, made by nbconvert with our template; mark what is not shown."""
    from nbconvert import HTMLExporter  # a second that only this task needs

    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        kinds = output.get("data", SHOWN)
        if not set(SHOWN) & set(kinds):
            output.data["text/plain"] = f"[output of the kind {', '.join(kinds)} is not shown]"
    exporter = HTMLExporter(
        config=Config(NbConvertBase={"display_data_priority": SHOWN}), template_name="report",
        extra_template_basedirs=[str(FOLDER)], filters={"allowed": allowed},
        exclude_anchor_links=True,
    )  # fmt: skip
    return BeautifulSoup(exporter.from_notebook_node(notebook)[0], "html.parser")


def read_page(path: Path, figures: Path) -> NotebookPage:
    """Return an executed notebook as a page; figures are shown from their folder if they are there.

    Raises OnRecordError for a picture from outside and for a figure without alt text.
    """
    soup = _converted(read_notebook(path))
    for link in soup.find_all("a", href=True):
        target = re.sub(r"^([^:?#]+)\.ipynb(?=#|$)", r"\1.html", str(link["href"]))
        target = re.sub(r"^\.\./figures/", "figures/", target)
        link["href"] = re.sub(r"^\.\./data/derived/", "data/", target)
    return _page(soup, path, figures)


class Alone:
    """What nbconvert calls for its template ``onrecord``: makes a notebook a page by itself.

    A picture from outside is not loaded, but told of.
    """

    def __call__(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook, and the resources with the page as ``onrecord``."""
        soup = _converted(deepcopy(notebook))
        for image in soup.find_all("img"):
            image["alt"] = image.get("alt") or "a figure of which nothing is told in words"
            if not str(image.get("src")).startswith("data:image/png;base64,"):
                image.replace_with(f"[picture: {image['alt']}]")
        path = Path(f"{resources['metadata']['name']}.ipynb")
        page = _page(soup, path, path)
        made = filled("page", site=None, pages=[], current=page, style=style())
        return notebook, resources | {"onrecord": made}


def style() -> str:
    """Return the style of all pages."""
    return "".join((FOLDER / f"{name}.css").read_text("utf-8") for name in ("style", "marked"))


def _page(soup: BeautifulSoup, path: Path, figures: Path) -> NotebookPage:
    label = re.sub(r"^\d+[_-]*", "", path.stem).replace("_", " ").capitalize()
    first, *others = soup.find_all("h1") or [soup.new_tag("h1", string=label)]
    for other in others:
        other.name = "h2"
    soup.insert(0, first.extract())
    title = first.get_text(strip=True)
    for code in soup.find_all("details", class_="code"):  # code after code is folded with it
        before = next((node for node in code.previous_siblings if str(node).strip()), None)
        if isinstance(before, Tag) and "code" in before.get_attribute_list("class"):
            before.extend(code.extract().find_all(class_="highlight"))
    named = [_frame_figure(image, path, figures) for image in soup.find_all("img")]
    _order_headings(soup)
    frame_tables(soup)
    opening = soup.find("p")
    text = " ".join(opening.get_text(" ", strip=True).split()) if opening else title
    text = re.sub(r" ([.,;:?!])", r"\1", text)
    return NotebookPage(path.name, f"{path.stem}.html", label, title, text, str(soup), named)


def _order_headings(soup: BeautifulSoup) -> None:
    """Lift headings so that no level is skipped; let each identifier be the only one."""
    last = 0
    for heading in soup.find_all(_HEADING):
        last = min(int(heading.name[1]), last + 1)
        heading.name = f"h{last}"
        if last > 1:
            heading["id"] = re.sub(r"\W+", "-", heading.get_text().lower()).strip("-") or "part"
    taken = Counter(["main"])
    for tag in soup.find_all(id=True):
        name = str(tag["id"])
        taken[name] += 1
        if taken[name] > 1:
            tag["id"] = f"{name}-{taken[name]}"


def _frame_figure(image: Tag, path: Path, figures: Path) -> str:
    """Put a picture in its frame, which can be linked to by the name of the figure; return that."""
    source, alt = str(image.get("src", "")), str(image.get("alt", "")).strip()
    if not source.startswith("data:image/png;base64,"):
        what = "is a picture from elsewhere"
        raise OnRecordError(path, str(image)[:80], what, "show it from a code cell")
    if not alt:
        raise OnRecordError(path, "a figure", "has no alt text", "show what figures.save returns")
    name = Path(str(image.get("data-csv", ""))).stem
    frame = BeautifulSoup(figure_html(figures, name, alt, source), "html.parser")
    if frame.figure and name:
        frame.figure["id"] = f"figure-{name}"
    image.replace_with(frame)
    return name


def figure_html(figures: Path, name: str, alt: str, source: str = "") -> Markup:
    """Return a figure by its name, with links to its data and its files."""
    suffixes = ("csv", "svg", "pdf", "column.pdf", "png", "caption.md")
    files = {kind: figures / f"{name}.{kind}" for kind in suffixes if name}
    kinds = [kind for kind, file in files.items() if file.is_file()]
    # width and height of the PNG, so that the page does not jump
    size = struct.unpack(">2I", files["png"].read_bytes()[16:24]) if "png" in kinds else None
    narrow = figures / f"{name}.phone.svg"
    start = narrow.read_text("utf-8")[:999] if narrow.is_file() else ""
    phone = [round(float(points) * 4 / 3) for points in re.findall(r'="([\d.]+)pt"', start)][:2]
    about = {"kinds": kinds, "alt": alt, "source": source, "size": size, "phone": phone}
    return filled("figure", name=name, **about)


def frame_tables(soup: BeautifulSoup) -> None:
    """Give each table a caption, header scope and a box that scrolls."""
    for number, table in enumerate(soup.find_all("table"), 1):
        del table["border"], table["class"]
        caption = table.caption
        if caption is None:
            heading = table.find_previous(_HEADING)
            words = heading.get_text() if heading else f"Table {number}"
            caption = soup.new_tag("caption", string=words)
            table.insert(0, caption)
        for head in table.find_all("th"):
            head["scope"] = head.get("scope") or ("col" if head.find_parent("thead") else "row")
            if not head.get_text(strip=True):
                head.string = "–"
        for cell in table.find_all(["td", "th"]):
            if not any(cell.get_attribute_list("class")) and cell.get("scope") != "col":
                cell["class"] = room(cell.get_text())
        if table.parent and table.parent.name == "div":
            table.parent.unwrap()
        wide = "scroll wide tall" if len(table.find_all("tr")) > TALL else "scroll wide"
        title = caption.get_text(" ", strip=True)
        box = {"class": wide, "role": "region", "tabindex": "0", "aria-label": title}
        table.wrap(soup.new_tag("div", attrs=box))
