"""The frame that comes in, and the files that go out."""

import base64
import html
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure as Drawing

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.figures.layout import WIDE, WIDTH, caption, sheet

STYLE = Path(__file__).with_name("onrecord.mplstyle")

Frame: TypeAlias = pd.DataFrame | Iterable[Mapping[str, object]]
Folder = str | Path | None


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
        about = {"alt": self.alt, "csv": f"{self.name}.csv", "width": round(WIDTH * 110)}
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": about}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, whatever the reader's own matplotlib settings are."""
    with mpl.rc_context(fname=STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        yield


@house_style()
def save(
    fig: Drawing, name: str, data: pd.DataFrame, alt: str, folder: Folder = "figures"
) -> Figure:
    """Write NAME.svg, .pdf, .png, .csv and .alt.txt into a folder; return the figure.

    The files hold no date and no version, so that the same data give the same bytes. With
    ``folder=None`` nothing is written. Raises OnRecordError where the folder cannot be written.
    """
    about = {
        "png": {"Software": None, "Description": alt},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Subject": alt},
    }
    made = {}
    for kind in ["png"] if folder is None else about:
        stream = io.BytesIO()
        fig.savefig(stream, format=kind, metadata=about[kind])
        made[kind] = stream.getvalue()
    if folder is not None:
        words = f"<title>{html.escape(name)}</title><desc>{html.escape(alt)}</desc>".encode()
        head, svg, rest = made["svg"].partition(b"<svg")
        made["svg"] = head + svg + rest.replace(b">", b' role="img">' + words, 1)
        made["csv"] = data.to_csv(index=False, lineterminator="\n").encode("utf-8")
        made["alt.txt"] = f"{alt}\n".encode()
        for suffix, content in made.items():
            files.write(Path(folder, f"{name}.{suffix}"), content)
    return Figure(name, alt, data.infer_objects(), made["png"], fig)


def nothing(name: str, what: str, columns: list[str], folder: Folder) -> Figure:
    """Draw the figure of an empty frame, which says that it is one."""
    words = caption("nothing", what=what)
    fig, _ = sheet(words, [(0, 0, WIDE, 0.05)], under=0)
    return save(fig, name, pd.DataFrame(columns=columns), words.alt, folder)


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
        raise OnRecordError(name, f"column {lacking}", "not in the frame", f"it needs {needs}")
    table = table.reindex(columns=[*needed, *more]).reset_index(drop=True)
    return table.astype(object).where(table.notna() & (table != ""), None)
