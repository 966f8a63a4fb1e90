"""Labels and tones: the names that one thing may be given, and the classes of verbs of saying."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.knowledge.tables import KnowledgeError, Table


class Label(NamedTuple):
    """A label made ready to be looked for: its name, its forms, and what must stand around."""

    name: str
    forms: re.Pattern[str]
    near: re.Pattern[str] | None
    within: int
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


def _any_of(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of whole words: any blank for a space, either apostrophe."""
    shapes = [re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in forms]
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)", flags)


def labels(table: Table) -> dict[str, list[Label]]:
    """Return the labels of a table by concept."""
    concepts: defaultdict[str, list[Label]] = defaultdict(list)
    for entry in table.entries("label"):
        forms = sorted(entry["forms"], key=len, reverse=True)
        label = Label(
            entry["label"], _any_of(forms, 0 if entry.get("case") else re.IGNORECASE),
            _any_of(entry["near"]) if entry.get("near") else None, entry.get("within", 60),
            tuple(entry.get("not_after", ())), tuple(entry.get("not_before", ())),
        )  # fmt: skip
        concepts[entry["concept"]].append(label)
    return concepts


def tones(table: Table) -> dict[str, str]:
    """Return the tone of each lemma and phrase, the longest first; KnowledgeError if it has two."""
    found: dict[str, str] = {}
    for entry in table.entries("tone"):
        for word in entry["words"].split():
            if found.setdefault(word.replace("+", " "), entry["tone"]) != entry["tone"]:
                place, what = f"[[tone]] ({entry['tone']}), words", f"{word} has another tone too"
                raise KnowledgeError(table.file, place, what, "take it from one of them")
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
