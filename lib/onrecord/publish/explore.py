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

# By whose values one chooses, and what is shown; a cell may hold several values, a line each.
FACETS = """speaker speaker_side stance proposition form outlet actor label reported_by
told_by""".split()
SHOWN = """content speaker speaker_side form stance date outlet actor label reported_by told_by
statement_id""".split()
HEADS = {name: name.replace("_", " ").capitalize() for name in (*SHOWN, *FACETS)} | {
    "content": "Words", "speaker_side": "Side", "date": "Written", "actor": "Actor named",
    "statement_id": "Statement",
}  # fmt: skip
SENT = [*SHOWN, "proposition", "speaker_text", "article", "key", "page"]
WITHIN = {"from": "date", "until": "date", "q": "content"}  # what is asked of which column
FOUND = "content speaker speaker_text stance proposition label".split()  # where q looks
NONE = ("(none)", "(nobody: own words)")  # how an empty cell is called in a facet
MOST, FIRST = 1000, 10  # rows that are there without the script: on the site, in a notebook
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
    ways, names = {1: "for ", 0: "neither ", -1: "against "}, knowledge.targets.propositions
    towards = codes["target"].map({one.code: one.name for one in names}).astype("str")
    way = codes["value"].map(lambda value: ways[(value > 0) - (value < 0)]).astype("str")
    told = codes["told_by"].map(lambda by: "" if pd.isna(by) else ", as told").astype("str")
    labels, mentions = labels_by_voice(given, knowledge), given.mentions
    more = {
        "stance": (codes, way + towards + told), "proposition": (codes, towards),
        "actor": (mentions, mentions["actor"]), "label": (labels, labels["label"]),
    }  # fmt: skip
    for name, (frame, values) in more.items():
        held = values.dropna().groupby(frame["statement_id"]).unique().map("\n".join)
        said = said.assign(**{name: said["statement_id"].map(held)})
    return said


def _cells(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows[name].astype("str").fillna("")


def packed(rows: pd.DataFrame) -> str:
    """Return the columns that are explored as JSON: the texts of each once, and their numbers."""
    columns = []
    for name in (name for name in SENT if name in rows):
        codes, texts = pd.factorize(_cells(rows, name))
        numbers = codes.tolist() if len(texts) < len(rows) else None  # each row has its own text
        how = {"facet": name in FACETS, "shown": name in SHOWN, "title": HEADS.get(name, name)}
        columns.append({"name": name, "texts": texts.tolist(), "codes": numbers, **how})
    sent = {"n": len(rows), "columns": columns}
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":"))


def kept(rows: pd.DataFrame, query: str) -> pd.Series:
    """Tell which rows a query keeps; raises OnRecordError for a column or a value that is wrong."""
    mask = pd.Series(True, rows.index)
    for name, values in parse_qs(query.lstrip("#?"), keep_blank_values=True).items():
        view = name in ("sort", "by")
        column = values[-1].removeprefix("-") if view else WITHIN.get(name, name)
        if column not in rows or not (view or name in WITHIN or name in FACETS):
            there = ", ".join([*WITHIN, "sort", "by", *(each for each in FACETS if each in rows)])
            raise OnRecordError("query", name, f"no column {column}", f"choose of {there}")
        cells, values = _cells(rows, column), ["" if each in NONE else each for each in values]
        if name in FACETS:
            _check(name, values, sorted(set(cells.str.split("\n").explode())))
        elif name == "q":
            cells = cells.str.cat([_cells(rows, each) for each in FOUND[1:] if each in rows], "\n")
        elif not view:
            day(values[-1] or None, "query")
        mask &= view | cells.map({cell: _fits(name, cell, values) for cell in cells.unique()})
    return mask


def _check(name: str, values: list[str], known: list[str]) -> None:
    for value in sorted({*values} - {*known}):
        near = [each for each in known if value.lower() in each.lower()] or known
        remedy = f"choose of {some([each or NONE[0] for each in near], ' | ')}"
        raise OnRecordError("query", name, f"no row has {value!r}", remedy)


def _fits(name: str, cell: str, values: list[str]) -> bool:
    """Tell whether a cell is as it is asked for."""
    first, _, last = cell.partition(" – ")
    if name == "from":
        return bool(cell) and (last or first) >= values[-1]
    if name == "until":
        return bool(cell) and (first == "…" or not values[-1] or first <= values[-1])
    if name == "q":
        held = _plain(cell) + _plain(cell.replace("-", ""))
        asked = ((_plain(word), _plain(word.replace("-", ""))) for word in values[-1].split())
        return all(any(way.rstrip() in held for way in ways) for ways in asked)
    return not set(values).isdisjoint(cell.split("\n"))


def _plain(text: str) -> str:
    """Return words in small letters, a blank before each: so the beginning of one is found."""
    return " " + re.sub(r"[^\w']+|_+|(?<!\w)'+|'+(?!\w)", " ", re.sub("[‘’]", "'", text.lower()))


class Explorer(AnyWidget):
    """What ``explore`` returns; where no kernel runs, the same place shows a table."""

    _esm, _css = f"{CORE}\nexport default {{ render: inLab }};\n", SHEET
    data = traitlets.Bytes().tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)

    def __init__(self, given: Corpus | pd.DataFrame, query: str) -> None:
        self._said = given if isinstance(given, pd.DataFrame) else given.statements
        self._pages = {page.name: page for page in given.pages} if isinstance(given, Corpus) else {}
        self._rows = gathered(given)
        super().__init__(data=packed(self._rows).encode(), query=query)
        self.on_msg(self._open)

    @traitlets.validate("query")
    def _query(self, proposal: Any) -> str:
        kept(self._rows, proposal["value"])
        return proposal["value"]

    @property
    def frame(self) -> pd.DataFrame:
        """The statements that the query keeps, in the order of their frame."""
        return self._said[kept(self._rows, self.query)]

    def _repr_mimebundle_(self, **how: Any) -> Any:
        rows = self._rows[kept(self._rows, self.query)]
        caption = ": ".join(filter(None, ("Statements", self.query)))
        columns = [name for name in SHOWN if name in rows]
        plain = table(rows, caption, columns=columns, headings=HEADS, rows=FIRST)
        data, about = super()._repr_mimebundle_(**how)  # type: ignore[misc]
        return {**data, "text/html": plain.html, "text/plain": plain.text}, about

    def _open(self, _: Any, asked: dict[str, Any], __: Any) -> None:
        """Answer with the marked article of a row and its statement's sign there, or the row."""
        row = self._rows.iloc[asked["open"]]
        if page := self._pages.get(row.get("article")):
            at = [one.statement_id for one in page.statements].index(row["statement_id"])
            self.send({"html": marked(page, page.knowledge.rules).html, "sign": f"S{at + 1}"})
        else:
            html = table(row.dropna().to_frame("is"), "The statement").html
            self.send({"html": html, "sign": ""})


def explore(given: Corpus | pd.DataFrame, query: str = "") -> Explorer:
    """Return statements to filter, count, sort and open in JupyterLab.

    ``given`` is a corpus, or a frame of statements (then without stance, names and pages).
    ``query`` asks as a link to the site's page of statements does, ``form=direct&q=cease-fire``:
    q for words, from and until for days. In what is returned, ``query`` follows what is clicked,
    and may be set; ``frame`` has the statements that it keeps. Raises OnRecordError for a frame
    without words, and for a query with a column or a value that is not there.
    """
    return Explorer(given, query)


def statements_page(rows: pd.DataFrame, csv: str, **site: object) -> Markup:
    """Return the page of the site on which statements are explored, with its one script.

    ``rows`` are ``gathered``, ``csv`` is the file of all, or "".
    """
    there = rows.assign(page=rows["article"].map(page_of))
    script = f"{CORE}onSite();\n"
    opening = f"All {len(rows):,} statements: choose, search, sort, and open each where it stands."
    shown = pd.DataFrame({HEADS[name]: _cells(rows, name) for name in SHOWN if name in rows})
    shown = shown.replace("\n", "; ", regex=True)
    links = there["page"] + "#s-" + there["key"]
    return filled(
        "statements", **site, csv=csv, opening=opening, script=Markup(script), sheet=Markup(SHEET),
        current=NotebookPage("", "statements.html", "Statements", "Statements", opening, ""),
        policy=b64encode(sha256(script.encode()).digest()).decode(),
        data=Markup(packed(there).replace("<", "\\u003c")), heads=list(shown),
        cells=list(zip(links, shown.to_numpy(), strict=True)) if len(rows) <= MOST else [],
    )  # fmt: skip
