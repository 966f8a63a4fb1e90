"""Plain text: a file is an article."""

from onrecord import files
from onrecord.intake.taken import Taken


def take(path: files.Place, name: str) -> list[Taken]:
    """Return the article in a file of plain text; raise OnRecordError as ``files.read`` does."""
    return [Taken(name, files.read(path))]
