"""HTML made from the folder ``templates``: whatever a template is given is escaped."""

import re
from hashlib import blake2s
from html import escape
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from onrecord.errors import printable

FOLDER = Path(__file__).with_name("templates")


class Shown(NamedTuple):
    """What a notebook shows as HTML and a terminal as text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return printable(self.text)


def escaped(value: object) -> Markup:
    """Return a text as HTML; what is marked as HTML already stays as it is."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704


_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, finalize=escaped, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def filled(name: str, /, **values: object) -> Markup:
    """Return a template with values in it: HTML, where its name tells of no other form."""
    file = f"{name}.j2" if "." in name else f"{name}.html.j2"
    return Markup(_TEMPLATES.get_template(file).render(values))  # noqa: S704


def page_of(article: str) -> str:
    """Return the file of the site that shows an article, of whose name no sign leads elsewhere."""
    name = re.sub(r"[^\w.-]", "_", article).strip(".").encode()[:160].decode(errors="ignore")
    if name != article:  # two may have become one
        name += "-" + blake2s(article.encode(), digest_size=3).hexdigest()
    return f"articles/{name.removesuffix('.txt')}.html"


# root: from a page to where index.html lies; search: whether statements.html lies there
_TEMPLATES.globals |= {"root": "", "search": False, "page_of": page_of}
