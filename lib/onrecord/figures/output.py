"""The frame that comes in, and the files that go out."""

import base64
import html
import inspect
import io
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing

from onrecord import files
from onrecord.analysis.words import listed
from onrecord.errors import OnRecordError
from onrecord.figures.layout import (
    CAPTIONS,
    NIGHT,
    SHARES,
    SOURCE,
    Caption,
    TooHigh,
    caption,
    filled,
    sheet,
)
from onrecord.figures.words import NOW, SIZES, Size, on

LACKS = "not in the frame"
BESIDE = ("phone.svg", "column.pdf")  # drawn beside each figure that is written
STYLE = Path(__file__).with_name("onrecord.mplstyle")

Frame: TypeAlias = pd.DataFrame | Iterable[Mapping[str, object]]
Folder = str | Path | None
Work = TypeVar("Work", bound=Callable[..., Any])
_MADE = ContextVar[dict[Any, Any] | None]("_MADE", default=None)  # in the call that draws


class Figure(NamedTuple):
    """A finished figure: its name, alt text, the data it shows, the picture and the drawing."""

    name: str
    alt: str
    data: pd.DataFrame
    png: bytes
    drawing: Drawing

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        """Show the picture in a notebook, with its alt text and the name of its CSV."""
        picture = base64.b64encode(self.png).decode("ascii")
        wide = round(self.drawing.get_figwidth() * 110)
        about = {"alt": self.alt, "csv": f"{self.name}.csv", "width": wide}
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": about}


@contextmanager
def house_style(size: Size | None = None) -> Iterator[None]:
    """Draw in the house style, whatever the reader's own matplotlib settings are."""
    size = size or NOW.get()
    middle = (size.text + size.small) / 2
    words: Any = {"font.size": size.text, "xtick.labelsize": middle, "ytick.labelsize": size.text}
    words |= {"axes.labelsize": middle, "svg.fonttype": "none" if size.beside else "path"}
    with mpl.rc_context(words, STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        before = NOW.set(size)
        try:
            yield
        finally:
            NOW.reset(before)


def kept(work: Work) -> Work:
    """Have a function, of frames and plain values, do its work once for all sizes of a figure."""

    @wraps(work)
    def found(*given: Any) -> Any:
        made = _MADE.get()
        if made is None:
            return work(*given)
        key = work, *(id(each) if hasattr(each, "columns") else repr(each) for each in given)
        if key not in made:  # what is given is kept, so that no other has its id
            made[key] = given, work(*given)
        return made[key][1]

    return cast("Work", found)


def sized(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """Give a function that draws the house style, a ``size``, and files for phones too."""
    its = inspect.signature(draw)

    @wraps(draw)
    def drawn(*given: Any, size: str | None = None, **more: Any) -> Figure:
        asked = size or os.environ.get("ONRECORD_SIZE") or "page"
        if asked not in SIZES:
            raise OnRecordError("figures", "size", f"{asked!r} is none", f"use {listed([*SIZES])}")
        bound = its.bind(*given, **more)
        bound.apply_defaults()
        all_ = [list(each) if isinstance(each, Iterator) else each for each in bound.args]

        def fitted(size: Size) -> Figure:
            for share in SHARES[:-1]:
                with house_style(size._replace(share=share)), suppress(TooHigh):
                    return draw(*all_)
            with house_style(size._replace(share=SHARES[-1])):  # which is never too high
                return draw(*all_)

        made = _MADE.set({})
        try:
            for ending in BESIDE if bound.arguments["folder"] is not None else ():
                fitted(SIZES[ending.partition(".")[0]]._replace(beside=ending))
            return fitted(SIZES[asked])
        except OnRecordError as error:
            if error.what != LACKS:
                raise
            remedy = f"{error.remedy}, as {CAPTIONS[draw.__name__]['of']} gives"
            raise OnRecordError(error.file, error.place, LACKS, remedy) from None
        finally:
            _MADE.reset(made)

    size = inspect.Parameter("size", inspect.Parameter.KEYWORD_ONLY, default=None)
    drawn.__dict__["__signature__"] = its.replace(parameters=[*its.parameters.values(), size])
    return drawn


@house_style()
def save(
    fig: Drawing, name: str, data: pd.DataFrame, alt: str | Caption, folder: Folder = "figures"
) -> Figure:
    """Write NAME.svg, .pdf, .png, .csv, .alt.txt and .caption.md into a folder; return the figure.

    ``alt`` is the alt text, or a whole caption. The files hold no date and no version, so that the
    same data give the same bytes. With ``folder=None`` nothing is written. Raises OnRecordError
    where the folder cannot be written.
    """
    words = Caption("", alt, "", "") if isinstance(alt, str) else alt
    alt, beside = alt if isinstance(alt, str) else alt.alt, on.beside
    about = {
        "png": {"Software": None, "Description": alt},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Subject": alt},
    }
    made = {}
    for kind in [beside.partition(".")[2]] if beside else ["png"] if folder is None else about:
        stream = io.BytesIO()
        fig.savefig(stream, format=kind, metadata=about[kind])
        made[kind] = stream.getvalue()
    if folder is not None and "svg" in made:
        told = f"<title>{html.escape(name)}</title><desc>{html.escape(alt)}</desc>"
        told += f"<style>{NIGHT}</style>"
        head, svg, rest = made["svg"].partition(b"<svg")
        made["svg"] = head + svg + rest.replace(b">", b' role="img">' + told.encode(), 1)
    if beside:
        (drawn,) = made.values()
        made = {beside: drawn.replace(b"'DejaVu Sans'", b"'DejaVu Sans', sans-serif")}
    elif folder is not None:
        made["csv"] = data.to_csv(index=False, lineterminator="\n").encode("utf-8")
        made["alt.txt"] = f"{alt}\n".encode()
        page = filled("caption.md", name=name, alt=alt, words=words, source=SOURCE)
        made["caption.md"] = page.encode()
    if folder is not None:
        for suffix, content in made.items():
            files.write(Path(folder, f"{name}.{suffix}"), content)
    return Figure(name, alt, data.infer_objects(), made.get("png", b""), fig)


def contact_sheet(folder: Path) -> str:
    """Return a page in Markdown that shows each figure of a folder; nothing where there is none."""
    titles = {}
    for path in sorted(folder.glob("*.caption.md")):
        title = re.findall(r"^\*\*(.+?)\*\*(?: |$)", path.read_text("utf-8"), re.MULTILINE)[0]
        name = path.name.removesuffix(".caption.md")
        titles[name] = title, {each.name[len(name) + 1 :] for each in folder.glob(f"{name}.*")}
    return filled("README.md", titles=titles) if titles else ""


def nothing(name: str, what: str, columns: list[str], folder: Folder) -> Figure:
    """Draw the figure of an empty frame, which says that it is one."""
    words = caption("nothing", what=what)
    fig, _ = sheet(words, [(0, 0, on.wide, 0.05)], under=0)
    return save(fig, name, pd.DataFrame(columns=columns), words, folder)


@kept
def checked(
    frame: Frame | None, name: str, needed: list[str], more: Sequence[str] = ()
) -> pd.DataFrame:
    """Return columns of a frame: nan, NA and "" as None, those of ``more`` even if it lacks them.

    Raises OnRecordError where a column that is needed is lacking, unless the frame is empty.
    """
    table = frame if isinstance(frame, pd.DataFrame) else pd.DataFrame(list(frame or ()))
    lacking = ", ".join(column for column in needed if column not in table)
    if lacking and not table.empty:
        needs = ", ".join(needed)
        raise OnRecordError(name, f"column {lacking}", LACKS, f"it needs {needs}")
    table = table.reindex(columns=[*needed, *more]).reset_index(drop=True)
    return pd.DataFrame({column: _plain(table[column]) for column in table}, table.index)


def _plain(column: pd.Series) -> pd.Series:
    """Return a column as objects, what is unknown as None; equal texts are one object."""
    if column.dtype != "str":
        return column.astype(object).where(column.notna() & (column != ""), None)
    places, texts = pd.factorize(column)
    each = np.array([*np.asarray(texts, dtype=object), None])  # None at -1, the unknown
    each[each == ""] = None
    return pd.Series(each[places], column.index, dtype=object)
