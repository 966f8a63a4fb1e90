"""Explore statements, in JupyterLab and on a page of the site: filter, count, sort, open."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import traitlets
from anywidget import AnyWidget
from markupsafe import Markup

from onrecord.analysis.framing import labels_by_voice
from onrecord.analysis.words import DATES, day
from onrecord.corpus import Corpus
from onrecord.errors import OnRecordError, some
from onrecord.publish.html import FOLDER, filled, page_of
from onrecord.publish.marked import marked
from onrecord.publish.notebook_page import NotebookPage
from onrecord.publish.table import table

FACETS = {  # columns by whose values one chooses; a cell may hold several, a line each
    "speaker": "Speaker", "speaker_side": "Side", "stance": "Stance", "proposition": "Proposition",
    "form": "Form", "outlet": "Outlet", "actor": "Actor named", "label": "Label",
    "reported_by": "Reported by", "told_by": "Told by",
}  # fmt: skip
HEADS = FACETS | {"content": "Words", "date": "Written", "statement_id": "Statement"}
SHOWN = """content speaker speaker_side stance date outlet form actor label reported_by told_by
statement_id""".split()
SENT = [*SHOWN, "proposition", "speaker_text", "article", "key", "page"]
WITHIN = {"from": "date", "until": "date", "q": "content"}  # what is asked of which column
MOST, FIRST = 1000, 100  # rows that are there without the script: on the site, in a notebook
CORE, SHEET = ((FOLDER / f"explore.{kind}").read_text("utf-8") for kind in ("js", "css"))


def gathered(given: Corpus | pd.DataFrame) -> pd.DataFrame:
    """Return statements with more columns: date, and of a corpus stance, proposition, actor, label.

    A cell has a line for each stance or name that is in the statement. Raises OnRecordError for a
    frame without the column content.
    """
    said = given if isinstance(given, pd.DataFrame) else given.statements
    if "content" not in said:
        what, remedy = "the frame has no such column", "give a corpus or corpus.statements"
        raise OnRecordError("explore", "content", what, remedy)
    if set(DATES) <= set(said):
        first, last = (_cells(said, name).replace("", "…") for name in DATES)
        date = first.where(first == last, first + " – " + last)
        said = said.assign(date=date.replace("…", ""))
    if isinstance(given, pd.DataFrame):
        return said
    knowledge, codes = given[0].knowledge, given.codes.query("measure == 'proposition'")
    towards = codes["target"].map({one.code: one.name for one in knowledge.targets.propositions})
    way = codes["value"].map(
        lambda value: "for" if value > 0 else "against" if value else "neither"
    )
    labels, mentions = labels_by_voice(given, knowledge), given.mentions
    more = {
        "stance": (codes, way + " " + towards), "proposition": (codes, towards),
        "actor": (mentions, mentions["actor"]), "label": (labels, labels["label"]),
    }  # fmt: skip
    for name, (frame, values) in more.items():
        held = (
            values.dropna().groupby(frame["statement_id"]).agg(lambda its: "\n".join(its.unique()))
        )
        said = said.assign(**{name: said["statement_id"].map(held)})
    return said


def _cells(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows[name].astype("str").fillna("")


def packed(rows: pd.DataFrame) -> str:
    """Return the columns that are explored as JSON: the texts of each once, and their numbers."""
    columns = []
    for name in (name for name in SENT if name in rows):
        codes, texts = pd.factorize(_cells(rows, name))
        how = {"facet": name in FACETS, "shown": name in SHOWN, "title": HEADS.get(name, name)}
        columns.append({"name": name, **how, "texts": list(texts), "codes": codes.tolist()})
    made = {"n": len(rows), "columns": columns}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def kept(rows: pd.DataFrame, query: str) -> pd.Series:
    """Tell which rows a query keeps; raises OnRecordError for a column or a value that is wrong."""
    mask = pd.Series(True, rows.index)
    for name, values in parse_qs(query.lstrip("#?"), keep_blank_values=True).items():
        view = name in ("sort", "by")
        column = values[-1].removeprefix("-") if view else WITHIN.get(name, name)
        if column not in rows or not (view or name in WITHIN or name in FACETS):
            there = [*(each for each in FACETS if each in rows), *WITHIN, "sort", "by"]
            what = f"there is no column {column}"
            raise OnRecordError("query", name, what, f"choose of {', '.join(there)}")
        cells = _cells(rows, column)
        if name in FACETS:
            there = sorted(set(cells.str.split("\n").explode()))
            for value in sorted({*values} - {*there}):
                what = f"no row has {value!r}"
                raise OnRecordError("query", name, what, f"choose of {some(there, ' | ')}")
        elif name == "q":
            for more in {"speaker", "speaker_text"} & {*rows}:
                cells = cells + "\n" + _cells(rows, more)
        elif not view:
            day(values[-1] or None, "query")
        mask &= view | cells.map({cell: _fits(name, cell, values) for cell in cells.unique()})
    return mask


def _fits(name: str, cell: str, values: list[str]) -> bool:
    """Tell whether a cell is as it is asked for."""
    first, _, last = cell.partition(" – ")
    if name == "from":
        return bool(cell) and (last or first) >= values[-1]
    if name == "until":
        return bool(cell) and (first == "…" or not values[-1] or first <= values[-1])
    if name == "q":
        words, cell = (re.sub("[‘’]", "'", text.lower()) for text in (values[-1], cell))
        return all(word in cell for word in words.split())
    return not set(values).isdisjoint(cell.split("\n"))


class Explorer(AnyWidget):
    """Statements to explore; where no kernel runs, the same place shows a table.

    ``query`` is what is asked for, as text, and may be set; ``frame`` has the statements it keeps.
    """

    _esm, _css = f"{CORE}\nexport default {{ render: inLab }};\n", SHEET
    data = traitlets.Bytes().tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)

    def __init__(self, given: Corpus | pd.DataFrame, query: str) -> None:
        self._given, self._rows = given, gathered(given)
        super().__init__(data=packed(self._rows).encode(), query=query)
        self.on_msg(self._open)

    @traitlets.validate("query")
    def _query(self, proposal: Any) -> str:
        kept(self._rows, proposal["value"])
        return proposal["value"]

    @property
    def frame(self) -> pd.DataFrame:
        """The statements that the query keeps, in the order of their frame."""
        whole = self._given if isinstance(self._given, pd.DataFrame) else self._given.statements
        return whole[kept(self._rows, self.query)]

    def _repr_mimebundle_(self, **how: Any) -> Any:
        rows, words = self._rows[kept(self._rows, self.query)], f": {self.query}" * bool(self.query)
        columns = [name for name in SHOWN if name in rows]
        plain = table(rows, f"Statements{words}", columns=columns, headings=HEADS, rows=FIRST)
        data, about = super()._repr_mimebundle_(**how)  # type: ignore[misc]
        return {**data, "text/html": plain.html, "text/plain": plain.text}, about

    def _open(self, _: Any, asked: dict[str, Any], __: Any) -> None:
        """Answer with the marked article of a row and the sign of its statement there."""
        row, sign = self._rows.iloc[asked["open"]], ""
        if isinstance(self._given, pd.DataFrame):
            html = table(row.dropna().to_frame("is"), "The statement").html
        else:
            page = next(page for page in self._given if page.name == row["article"])
            ids = [one.statement_id for one in page.statements]
            sign, html = (
                f"S{ids.index(row['statement_id']) + 1}",
                marked(page, page.knowledge.rules).html,
            )
        self.send({"html": html, "sign": sign})


def explore(statements: Corpus | pd.DataFrame, query: str = "") -> Explorer:
    """Return statements to filter, count, sort and open in JupyterLab.

    ``statements`` is a corpus, or a frame of statements (then without stance, names and pages).
    ``query`` is as in a link to the site's page of statements: column=value, joined by &; ``q`` for
    words, ``from`` and ``until`` for days. ``.frame`` has the statements that are kept, ``.query``
    what is asked, also by clicks. Raises OnRecordError for a frame without words, and for a query
    with a column or a value that is not there.
    """
    return Explorer(statements, query)


def statements_page(rows: pd.DataFrame, csv: str, linked: bool, **site: object) -> Markup:
    """Return the page of the site on which statements are explored, with its one script.

    ``rows`` are as ``gathered`` gives them, ``csv`` is the file of all, or "", ``linked`` tells
    whether each article has a page.
    """
    there = rows.assign(page=rows["article"].map(page_of) if linked else "")
    script = f"{CORE}onSite();\n"
    opening = f"All {len(rows):,} statements: choose, search, sort, and open each where it stands."
    shown = pd.DataFrame({HEADS[name]: _cells(rows, name) for name in SHOWN if name in rows})
    shown = shown.replace("\n", "; ", regex=True)
    links = there["page"] + "#s-" + there["key"] if linked else there["page"]
    return filled(
        "statements", **site, csv=csv, opening=opening, script=Markup(script), sheet=Markup(SHEET),
        current=NotebookPage("", "statements.html", "Statements", "Statements", opening, ""),
        policy=b64encode(sha256(script.encode()).digest()).decode(),
        data=Markup(packed(there).replace("<", "\\u003c")), heads=list(shown),
        cells=list(zip(links, shown.to_numpy(), strict=True)) if len(rows) <= MOST else [],
    )  # fmt: skip
