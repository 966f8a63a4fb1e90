"""Take the articles out of a file: which reader is for which kind of file."""

from collections.abc import Callable, Sequence
from importlib import import_module

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake.taken import Taken

# The readers are modules of this folder with a function ``take(path, name)`` that returns what was
# taken; each is imported when the first file of its kind is met, for its libraries take time.
READERS: dict[str, str] = {
    files.SUFFIX: "plain",
    **dict.fromkeys((".md", ".docx", ".rtf", ".pdf"), "documents"),
}
Found = Sequence[Taken | OnRecordError]
Reader = Callable[[files.Place, str], Found]


def take(path: files.Place, name: str) -> Found:
    """Return the articles in a file; ``name`` is that of the file among those that are read.

    Among them stand a Note on how the file was read, and an OnRecordError in place of an article
    that cannot be read. Raises OnRecordError for a file that cannot be read, or holds no article.
    """
    reader = READERS.get(files.suffix(path), "plain")
    act: Reader = import_module(f"onrecord.intake.{reader}").take
    return act(path, name)
