"""On the Record: who said what in the news, in which words, through whom, and where in the file.

>>> import onrecord
>>> frame = onrecord.statements("data/raw")
>>> list(frame.columns[:4])
['article', 'statement_id', 'outlet', 'date_earliest']
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    import pandas as pd

__version__ = "0.1.0"
__all__ = ["OnRecordError", "pages", "show", "statements"]
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def pages(paths: Paths, knowledge: str | None = None) -> pd.DataFrame:
    """Return the pages of files or folders as a frame, one row an article.

    Columns: those of ``frames.ARTICLE``; spans are offsets into the raw file. ``knowledge`` is a
    folder whose tables take the place of ours. A file that cannot be read is named on stderr and
    left out; raises OnRecordError where no file can be read.
    """
    return _frame(paths, "articles", knowledge)


def statements(paths: Paths, knowledge: str | None = None) -> pd.DataFrame:
    """Return the statements of files or folders as a frame, one row a statement.

    Columns: those of ``frames.STATEMENT``; spans are lists of offsets into the raw file, so that
    ``raw[start:stop]`` holds the words. ``knowledge`` is a folder whose tables take the place of
    ours. A file that cannot be read is named on stderr and left out; raises OnRecordError where no
    file can be read.
    """
    return _frame(paths, "statements", knowledge)


def _frame(paths: Paths, what: str, knowledge: str | None) -> pd.DataFrame:
    """Read a corpus and return it as a frame."""
    from onrecord import corpus, records
    from onrecord.errors import complain_of

    results = [result for _, result in corpus.each(paths, what, knowledge)]
    errors = [result for result in results if isinstance(result, OnRecordError)]
    complain_of(errors, read=len(results) - len(errors))
    read = (result for result in results if not isinstance(result, OnRecordError))
    return records.frame(chain.from_iterable(read), what)


def show(article: str | os.PathLike[str], knowledge: str | None = None) -> object:
    """Return an article marked up for a notebook: sources, cues and contents, with a legend.

    ``article`` is the path of a file. Marks can be told apart without colour; the text is escaped.
    Raises OnRecordError where the file cannot be read.
    """
    from onrecord import corpus
    from onrecord.publish import marked

    page = corpus.attempt(article, marked.marked, article, knowledge)
    if isinstance(page, OnRecordError):
        raise page
    return page
