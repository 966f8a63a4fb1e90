"""Corrections: what a researcher puts right, by hand, in the statements that were read."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError
from onrecord.extraction import utterances
from onrecord.knowledge import Knowledge
from onrecord.records import Statement

COLUMNS = ("statement", "field", "value", "why")
DROP = "drop"  # in place of a field: the statement is none
FORMS = ("direct", "mixed", "indirect")
KINDS = ("person", "government", "institution", "organisation", "group", "outlet", "document")
# What may be corrected, with what may be written there; nothing for any words, or none.
FIELDS: dict[str, tuple[str, ...]] = {
    "speaker": (), "speaker_side": (), "speaker_kind": (*KINDS, "place", "unnamed", ""),
    "form": FORMS, "reported_by": (), "told_by": (), "addressee": (), DROP: (),
}  # fmt: skip


TELLERS = ("told_by", "reported_by")  # which name the speaker of the statement around


class Correction(NamedTuple):
    """One line of the table: a value for a field of a statement, and why."""

    place: str
    field: str
    value: str | None
    why: str


Due = Mapping[str, Mapping[str, Correction]]  # by statement_id and field


class Corrections:
    """A CSV with a line for each correction; columns: statement, field, value, why.

    ``statement`` is a ``key`` or ``statement_id``, ``field`` one of ``FIELDS``. Raises
    OnRecordError (file, line, remedy) for a missing column, a field or value that cannot be, and
    two lines for one field.
    """

    def __init__(self, path: files.Place) -> None:
        self.path, self.lines = path, dict[str, dict[str, Correction]]()
        text = io.StringIO(files.read(path).removeprefix("\ufeff"), newline="")
        table = csv.reader(text, strict=True)
        try:
            names = [name.strip().lower() for name in next(table, [])]
            if any(names.count(name) != 1 for name in COLUMNS):
                remedy = f"let the first line name the columns: {', '.join(COLUMNS)}"
                raise OnRecordError(path, "line 1", "columns are missing, or there twice", remedy)
            for cells in filter(any, table):
                row = dict(zip(names, map(str.strip, cells), strict=False))
                self._add(f"line {table.line_num}", *(row.get(name, "") for name in COLUMNS))
        except csv.Error as error:
            place, what = f"line {table.line_num}", f"no CSV ({error})"
            raise OnRecordError(path, place, what, "save it as CSV again") from None

    def _add(self, place: str, statement: str, field: str, value: str, why: str) -> None:
        its = self.lines.setdefault(statement, {})
        if not statement or field in its:
            what = f"{field} of {statement} has a line before" if statement else "no statement"
            raise OnRecordError(self.path, place, what, "give each statement's field one line")
        if field not in FIELDS:
            remedy = f"fields are {', '.join(FIELDS)}"
            raise OnRecordError(self.path, place, f"{field!r} cannot be corrected", remedy)
        if FIELDS[field] and value not in FIELDS[field]:
            remedy = f"write {', '.join(filter(None, FIELDS[field]))}"
            raise OnRecordError(self.path, place, f"{value!r} is no {field}", remedy)
        its[field] = Correction(place, field, value or None, why)

    def applied(
        self, said: Sequence[Statement], knowledge: Knowledge
    ) -> tuple[list[Statement], list[LeftOut]]:
        """Return statements as they are corrected, and a word on lines that correct nothing.

        A new speaker comes with the side and kind of our tables, or none, and where another's view
        was told by the old one. What is one utterance in an article is found again.
        """
        known = {name: each for each in said for name in (each.statement_id, each.key)}
        idle, due = [], defaultdict[str, dict[str, Correction]](dict)
        for name, lines in self.lines.items():
            for field, line in lines.items():
                if name not in known:
                    idle.append(f"{line.place}: no statement {name}")
                elif field != DROP and getattr(known[name], field) == line.value:
                    idle.append(f"{line.place}: {field} is that already")
                else:
                    due[known[name].statement_id][field] = line
        kept: list[Statement] = []
        for _, part in groupby(said, attrgetter("article")):
            kept += _article([*part], due, knowledge)
        some = "; ".join(idle[:5]) + ("; …" if len(idle) > 5 else "")
        what = f"{len(idle):,} of its lines change nothing ({some})"
        return kept, [LeftOut(self.path, None, what, "mend them or take them out")] * bool(idle)


def _article(said: list[Statement], due: Due, knowledge: Knowledge) -> list[Statement]:
    """Return the statements of an article as they are corrected."""
    if not any(each.statement_id in due for each in said):
        return said
    before = {each.statement_id: each for each in said}
    after = {name: _corrected(each, due.get(name, {}), knowledge) for name, each in before.items()}
    kept = []
    for name, each in after.items():
        lines, outer = due.get(name, {}), each.parent or ""
        told = _name(before[outer]) if outer in before else None
        more: dict[str, Any] = {
            field: _name(after[outer])
            for field in TELLERS
            if field not in lines and told and getattr(each, field) == told
        }
        if DROP not in lines:
            kept.append(replace(each, **more, utterance=name))
    return utterances.within(kept, knowledge.grammar)


def _name(said: Statement) -> str | None:
    return said.speaker or said.speaker_text


def _corrected(said: Statement, due: Mapping[str, Correction], knowledge: Knowledge) -> Statement:
    values: dict[str, Any] = {field: line.value for field, line in due.items() if field != DROP}
    if "speaker" in values:
        actor = knowledge.roster.actors.get(values["speaker"])
        named = {"speaker_side": actor and actor.side, "speaker_kind": actor and actor.kind}
        values = named | values
    why = "; ".join(f"{field}: {line.why}" for field, line in due.items())
    return replace(said, **values, corrected=why or None)
