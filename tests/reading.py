"""What tests read by: a text to its rows, as the library writes them; our own tables."""

from pathlib import Path
from typing import Any

from onrecord import records
from onrecord.corpus import Page

OURS = Path(__file__).resolve().parents[1] / "data" / "knowledge"


def rows_of(text: str, name: str = "a.txt", knowledge: Any = None) -> list[dict[str, Any]]:
    """Return the statements of a page of text as plain rows."""
    return [records.row(statement) for statement in Page(text, name, knowledge).statements]
