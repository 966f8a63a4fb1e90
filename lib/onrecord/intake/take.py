"""Take the articles out of a file: which reader is for which kind of file."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from onrecord import files
from onrecord.intake.taken import Each

# The readers are modules of this folder with a function ``take(path, name)`` that returns what was
# taken; each is imported when the first file of its kind is met, for its libraries take time.
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx")
READERS: dict[str, str] = {
    files.SUFFIX: "exports",
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht"), "web"),
    **dict.fromkeys((".md", ".docx", ".rtf", ".pdf"), "documents"),
    **dict.fromkeys(TABLES, "tables"),
}


def take(path: files.Place, name: str, columns: Mapping[str, str] | None = None) -> Iterable[Each]:
    """Return the articles in a file, and what is wrong with or to be said of a part of it.

    Those in a table are read while they are drawn, and not held.
    ``name`` is that of the file among those that are read, ``columns`` what a table has where.
    Raises OnRecordError for a file that cannot be read, LeftOut for one that holds no articles.
    """
    reader = READERS.get(files.suffix(path), "exports")
    act: Callable[..., Iterable[Each]] = import_module(f"onrecord.intake.{reader}").take
    return act(path, name, columns) if reader == "tables" else act(path, name)
