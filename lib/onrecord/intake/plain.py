"""Plain text: a file is an article, or an export of many."""

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake import exports
from onrecord.intake.taken import Taken


def take(path: files.Place, name: str) -> list[Taken | OnRecordError]:
    """Return the articles in a file of plain text; raise OnRecordError as ``files.read`` does."""
    notes: list[OnRecordError] = []
    text = files.read(path, notes.append)
    return [*notes, *(exports.articles(text, path, name) or [Taken(name, text)])]
