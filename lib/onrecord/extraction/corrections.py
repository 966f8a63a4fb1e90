"""Corrections: what a researcher puts right, by hand, in the statements that were read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError, some
from onrecord.extraction import utterances
from onrecord.intake import tables
from onrecord.knowledge import Knowledge
from onrecord.knowledge.roster import days
from onrecord.knowledge.tables import SHAPES, check
from onrecord.records import Statement

COLUMNS = ("statement", "field", "value", "why")
DROP = "drop"  # in place of a field: the statement is none
# What may be corrected, and what may be written there: one of these, or where none is any words.
FIELDS: dict[str, tuple[str, ...]] = {
    "speaker": (), "speaker_side": (), "reported_by": (), "told_by": (), "addressee": (), DROP: (),
    "speaker_kind": (*SHAPES["actors"]["actor"][0]["kind"], "unnamed"),
    "form": ("direct", "mixed", "indirect"),
}  # fmt: skip


class Line(NamedTuple):
    """A line of the table: its place, the value for a field of a statement, and why."""

    place: str
    value: str | None
    why: str


TELLERS = ("told_by", "reported_by")  # which may name the speaker of the statement around
Due = Mapping[str, Mapping[str, Line]]  # by statement_id and field


class Corrections:
    """A table with a line for each correction; columns: statement, field, value, why.

    ``statement`` is a ``key`` or ``statement_id``, ``field`` one of ``FIELDS``. Raises
    OnRecordError (file, line, remedy) for a missing column, a field or value that cannot be, and
    two lines for one field.
    """

    def __init__(self, path: files.Place) -> None:
        self.path, self.lines = path, dict[str, dict[str, Line]]()
        names, rows = tables.read(path)
        if any(names.count(name) != 1 for name in COLUMNS):
            remedy = f"name the columns {', '.join(COLUMNS)}"
            raise OnRecordError(path, None, "columns are missing, or there twice", remedy)
        for row in rows():
            self._add(row.place, *(row.cells.get(name, "") for name in COLUMNS))

    def _add(self, place: str, statement: str, field: str, value: str, why: str) -> None:
        check(field, tuple(FIELDS), self.path, f"{place}, field")
        if FIELDS[field]:
            check(value, FIELDS[field], self.path, f"{place}, {field}")
        its = self.lines.setdefault(statement, {})
        if not statement or field in its:
            what = f"{field} of {statement} has a line before" if statement else "no statement"
            raise OnRecordError(self.path, place, what, "give each field of a statement one line")
        its[field] = Line(place, value or None, why)

    def applied(
        self, said: Sequence[Statement], knowledge: Knowledge
    ) -> tuple[list[Statement], list[LeftOut]]:
        """Return statements as they are corrected, and a word on lines that correct nothing.

        A new speaker comes with the side and kind of our tables, or none, and where another's view
        was told by the old one. What is one utterance in an article is found again.
        """
        known = {name: each for each in said for name in (each.statement_id, each.key)}
        idle, due = [], defaultdict[str, dict[str, Line]](dict)
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
        what = f"{len(idle):,} of its lines change nothing ({some(idle, '; ')})"
        return kept, [LeftOut(self.path, None, what, "mend them or take them out")] * bool(idle)


def _article(said: list[Statement], due: Due, knowledge: Knowledge) -> list[Statement]:
    """Return the statements of an article as they are corrected."""
    if not any(each.statement_id in due for each in said):
        return said
    kept, named = [], dict[str | None, tuple[str | None, str | None]]()
    for each in said:
        lines, (old, new) = due.get(each.statement_id, {}), named.get(each.parent, (None, None))
        tellers = [field for field in TELLERS if old and getattr(each, field) == old]
        values: dict[str, Any] = dict.fromkeys(tellers, new)
        if "speaker" in lines:
            roster, when = knowledge.roster, days((each.date_earliest, each.date_latest))
            actor = roster.actors.get(lines["speaker"].value or "")
            side = actor and roster.side(actor.name, actor.side, when)
            values |= {"speaker_side": side, "speaker_kind": actor and actor.kind}
        values |= {field: line.value for field, line in lines.items() if field != DROP}
        why = "; ".join(f"{field}: {line.why}".removesuffix(": ") for field, line in lines.items())
        made = replace(each, **values, utterance=each.statement_id, corrected=why or None)
        old, new = (one.speaker or one.speaker_text for one in (each, made))
        named[each.statement_id] = old, new
        kept += [made] * (DROP not in lines)
    return utterances.within(kept, knowledge.grammar)
