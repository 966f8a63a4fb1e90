"""On the Record: who said what in the news, in which words, through whom, and where in the file.

    corpus = onrecord.read("my_articles")   files or folders of saved pages, read once
    corpus.articles                         outlet, headline, dates, body of each page
    corpus.statements                       who said what: source, cue and content of each
    corpus.mentions                         every naming of an actor, and how it is read
    corpus.codes                            the stance of each statement, with its evidence
    onrecord.statements("my_articles")      the table of statements, in one step
    onrecord.show("page.txt")               a page marked up: sources, cues, contents
    onrecord.show(row)                      the page of a statement, opened at its words
    onrecord.explore(corpus)                statements to filter, count, sort and open, in Lab
    onrecord.extract("in", "out")           many articles, in parts, on Dask; read("out") has them
    onrecord.study("my_study")              a study: its corpus, tables, words, gold
    onrecord.table(frame, "Caption")        a frame as a table for a notebook or a site

What is done with these tables:

    onrecord.stance       who is for and against what: code, average, trend, changed, coverage
    onrecord.discourse    who agrees with whom on what: positions, ties, network
    onrecord.comention    who is named together: pairs, evidence, capitals
    onrecord.framing      outlets compared: speakers, verbs, labels, events
    onrecord.keywords     words that set one group of articles apart, and in context
    onrecord.news_frames  frames of the news (conflict, morality …) in sentences, by words
    onrecord.entries      tables in effect, and who is in none: in_effect, unlisted
    onrecord.sentiment    polarity of a text, and sentiment towards a target in it
    onrecord.evaluation   gold beside the extractor, one reader beside another
    onrecord.figures      a frame to a figure, with its data and alt text

>>> import onrecord
>>> frame = onrecord.statements("data/raw")
>>> list(frame.columns[:4])
['article', 'statement_id', 'outlet', 'date_earliest']
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.corpus import Corpus, Paths
    from onrecord.knowledge import KnowledgeLike
    from onrecord.publish.html import Shown

__version__ = "0.1.0"
_ELSEWHERE = {
    "read": "onrecord.corpus:read",
    "table": "onrecord.publish.table:table",
    "explore": "onrecord.publish.explore:explore",
    "extract": "onrecord.parts:extract",
    "study": "onrecord.publish.study:study",
    "stance": "onrecord.analysis.stance",
    "discourse": "onrecord.analysis.discourse",
    "comention": "onrecord.analysis.comention",
    "framing": "onrecord.analysis.framing",
    "keywords": "onrecord.analysis.keywords",
    "news_frames": "onrecord.analysis.news_frames",
    "entries": "onrecord.analysis.entries",
    "sentiment": "onrecord.analysis.sentiment",
    "evaluation": "onrecord.evaluation",
    "figures": "onrecord.figures",
}
__all__ = ["OnRecordError", "show", "statements", *_ELSEWHERE]


# What is elsewhere is imported when it is asked for: the tables, pandas and matplotlib take time.


def statements(paths: Paths, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Return the statements of files or folders as a frame, one row a statement.

    Columns: the fields of ``records.Statement``; spans are lists of offsets into the raw file, so
    that ``raw[start:stop]`` holds the words. ``knowledge`` and errors as in ``read``.
    """
    from onrecord.corpus import read

    return read(paths, knowledge).statements


def show(article: Any, knowledge: KnowledgeLike = None, of: Corpus | None = None) -> Shown:
    """Return an article marked up for a notebook: sources, cues and contents, with a legend.

    ``article`` is a file, whose first article is shown, or a page of a corpus (``corpus[0]``). A
    row of statements or codes, a ``statement_id`` or a ``key`` opens the page at its words; it is
    looked for in ``of``, by default the corpus of the study one is at work in. A frame of rows is
    shown with the columns that one reads first. Marks can be told apart without colour; the text is
    escaped. Raises OnRecordError for a file that cannot be read and a statement that is not there.
    """
    from onrecord import corpus
    from onrecord.publish import marked

    if hasattr(article, "columns"):
        return resolve_name("onrecord.publish.table:read_first")(article)
    asked, at = getattr(article, "key", getattr(article, "statement_id", article)), None
    if isinstance(article, corpus.Page):
        page = article
    elif marked.is_statement(asked):
        study = resolve_name(_ELSEWHERE["study"])
        page, at = marked.sought(asked, study().corpus if of is None else of)
    else:
        page = corpus.read(article, knowledge)[0]
    shown = corpus.attempt(page.name, marked.marked, page, page.knowledge.rules, at)
    if isinstance(shown, OnRecordError):
        raise shown
    return shown


def __getattr__(name: str) -> Any:
    """Return a name of another module of the library when it is first asked for."""
    if name not in _ELSEWHERE:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return globals().setdefault(name, resolve_name(_ELSEWHERE[name]))


def __dir__() -> list[str]:
    """Return the names of the library, also those of other modules."""
    return sorted({*globals(), *_ELSEWHERE})
