"""A corpus: files and folders to pages and frames, one bad file costing no other its result."""

from __future__ import annotations

import json
import os
import traceback
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from onrecord import errors, files, records
from onrecord.analysis.stance_codes import codes
from onrecord.analysis.voice import voices
from onrecord.articles.metadata import OURS, Metadata, overridden
from onrecord.articles.page import parse
from onrecord.errors import LeftOut, OnRecordError
from onrecord.extraction.copies import told_again
from onrecord.extraction.corrections import Corrections
from onrecord.extraction.events import occasions
from onrecord.extraction.extract import statements
from onrecord.files import Place
from onrecord.intake.tables import Columns, chosen
from onrecord.intake.take import READERS, take
from onrecord.intake.taken import GIVEN, NOTHING, Each, Given, Taken
from onrecord.knowledge import KnowledgeError, KnowledgeLike, known
from onrecord.knowledge.wording import Targets
from onrecord.names.mentions import mentions, unlisted
from onrecord.records import KINDS, Article, Code, Mention, Record, Span, Statement
from onrecord.text.tokens import Paragraph, sentences

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.store import Store

Paths = Place | Iterable[Place]
Result = TypeVar("Result")
Report = Callable[[OnRecordError], object]
complained = partial(errors.complain, program="")


class Page:
    """A page that is read: its article, statements and mentions, each made when first asked for.

    ``text`` is the file as it stands; all spans are offsets into it.
    """

    def __init__(
        self, text: str, name: str, knowledge: KnowledgeLike = None, given: Given = NOTHING
    ) -> None:
        self.text, self.name, self.knowledge, self.given = text, name, known(knowledge), given

    @cached_property
    def article(self) -> Article:
        """The article on the page, as metadata has it where they say something of it."""
        article = parse(self.text, self.name, self.knowledge)
        return overridden(article, self.given, self.knowledge.outlets)

    @cached_property
    def statements(self) -> list[Statement]:
        """Its statements, in text order."""
        return statements(self.text, self.article, self.knowledge)

    @cached_property
    def sentences(self) -> list[Span]:
        """Its sentences, in text order; a whole quotation is part of the sentence it stands in."""
        passages = (Paragraph(self.text, spans) for spans, _ in self.article.passages)
        tags = self.knowledge.cues.tags
        return sorted(each.span(*at) for each in passages for at in sentences(each, tags))

    @cached_property
    def mentions(self) -> list[Mention]:
        """Its mentions of actors and its pronouns, in text order, with statement and voice."""
        voice_at, found, within = voices(self), [], self.sentences
        said = {statement.speaker_span: statement for statement in self.statements}
        named = mentions(self.text, self.article, self.knowledge.roster)
        others = unlisted(self.text, self.article, self.knowledge, named)
        for mention in sorted([*named, *others], key=attrgetter("start", "stop")):
            span = mention.start, mention.stop
            voice, holder = voice_at(*span)
            if mention.reading == "pronoun" and (source := said.get(span)):
                kind, side = source.speaker_kind, source.speaker_side
                mention = replace(mention, actor=source.speaker, kind=kind, side=side)
            sentence = within[bisect_right(within, mention.start, key=itemgetter(0)) - 1]
            found.append(replace(mention, sentence_span=sentence, statement_id=holder, voice=voice))
        return found

    @cached_property
    def codes(self) -> list[Code]:
        """The stance of its statements, towards what its knowledge names."""
        return self.codes_towards(self.knowledge.targets)

    def codes_towards(self, targets: Targets) -> list[Code]:
        """Return the stance of its statements towards other targets."""
        from onrecord.analysis.towards import reader  # numpy takes time

        words = self.knowledge.stance_words
        return list(codes(self.statements, self.mentions, words, targets, reader(self.knowledge)))


class Corpus:
    """Pages that were read, and their tables: each made once, when first asked for.

    Over a corpus one can iterate: it gives its pages. A page that cannot be worked through is
    named on stderr and left out; raises OnRecordError where that is every page.
    """

    def __init__(
        self, pages: Sequence[Page], corrections: Corrections | None = None, copies: bool = False
    ) -> None:
        self._given, self._how = tuple(pages), (corrections, copies)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages, with the utterances and events that they share, and as they are corrected."""
        for note in link(self._given, *self._how):
            complained(note)
        return self._given

    def __iter__(self) -> Iterator[Page]:
        return iter(self._each(lambda page: (page, page.statements)[0]))

    def __getitem__(self, place: int) -> Page:
        return self.pages[place]

    def __len__(self) -> int:
        return len(self._given)

    def __repr__(self) -> str:
        return f"Corpus of {errors.counted(len(self), 'page')}"

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row an article; columns: the fields of ``records.Article``, more of metadata."""
        return self._frame("articles", lambda page: [page.article])

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a statement; columns: the fields of ``records.Statement``, more of metadata."""
        return self._frame("statements", lambda page: page.statements)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row for each naming of an actor; columns: the fields of ``records.Mention``."""
        return self._frame("mentions", lambda page: page.mentions)

    @cached_property
    def codes(self) -> pd.DataFrame:
        """One row for each code of stance; columns: the fields of ``records.Code``."""
        return self._frame("codes", lambda page: page.codes)

    def _frame(self, name: str, act: Callable[[Page], Sequence[Record]]) -> pd.DataFrame:
        from onrecord.analysis.frames import frame  # pandas takes half a second to import

        kind = KINDS[name]
        table = frame(chain.from_iterable(self._each(act)), kind)
        if kind not in (Article, Statement):
            return table
        more = {page.name: dict(page.given.more) for page in self._given}
        return _with(table, more, _beside(more.values(), kind))

    def _each(self, act: Callable[[Page], Result]) -> list[Result]:
        """Return what ``act`` makes of each page, those left out on which it fails."""
        return _some([attempt(page.name, act, page) for page in self.pages], complained)


def _beside(more: Iterable[Iterable[str]], kind: type[Record]) -> list[str]:
    """Return the columns that metadata add to a table: those that are none of ours."""
    ours = OURS.union(records.columns(kind))  # a language that is given is that of the article
    return [name for name in dict.fromkeys(chain.from_iterable(more)) if name not in ours]


def _with(
    table: pd.DataFrame, more: Mapping[str, Mapping[str, str]], names: Iterable[str]
) -> pd.DataFrame:
    """Return a table with columns of the metadata, by article."""
    for name in names:
        its = [more.get(article, {}).get(name) for article in table["article"]]
        table = table.assign(**{name: its}).astype({name: "str"})
    return table


class Kept(Corpus):
    """A corpus that was extracted: its tables are read from a store when they are asked for.

    Over it one can iterate: its pages come a part at a time, with the statements, mentions and
    codes that lie there, and are not held. One that is asked for by its place is read again. What
    pages share is not told, but for copies: their statements are of the utterances of the first.
    """

    def __init__(self, store: Store, knowledge: KnowledgeLike = None) -> None:
        self.store, self._knowledge = store, knowledge

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages, in the order in which they were read."""
        return tuple(self._pages())

    def _pages(self, parts: Sequence[int] | None = None) -> Iterator[Page]:
        """Return the pages of some parts, or of all, that could be worked through."""
        there = set(self.store.read("articles", ["article"], parts)["article"])
        every = paged(self.store.read("texts", parts=parts), self._knowledge)
        return (page for page in every if page.name in there)

    def __iter__(self) -> Iterator[Page]:
        copies = self.store.copies
        for part in self.store.parts:
            read = {name: self._read(name, part) for name in ("statements", "mentions", "codes")}
            for page in self._pages([part]):
                for name, its in read.items():
                    setattr(page, name, its.get(page.name, []))
                if page.name in copies:
                    page.article = replace(page.article, copy_of=copies[page.name])
                yield page

    def _read(self, table: str, part: int) -> dict[str, list[Any]]:
        """Return the records of a part of a table, by article."""
        from onrecord.analysis.frames import rows

        found = _told(self.store, self._again, [], self.store.read(table, parts=[part]))
        every: list[Any] = rows(found, KINDS[table])
        return {name: list(its) for name, its in groupby(every, attrgetter("article"))}

    def __len__(self) -> int:
        return self.store.count("articles")

    def _frame(self, name: str, act: Callable[[Page], Sequence[Record]]) -> pd.DataFrame:
        return self._whole(name)(self.store.read(name))

    def _whole(self, table: str) -> Callable[..., pd.DataFrame]:
        """Return what adds to a table, or a part of one, what its rows do not say."""
        names = list[str]()
        if KINDS.get(table) in (Article, Statement):
            said = map(json.loads, self.store.read("texts", ["more"])["more"].dropna())
            names = _beside(map(dict, said), KINDS[table])
        again = self._again if table in ("statements", "codes") else {}
        return partial(_told, self.store, again, names)

    @cached_property
    def _again(self) -> dict[str, str]:
        """The utterances of copies, with those of the first that they are."""
        if not (first := self.store.copies):
            return {}
        said = self.store.read("statements", ["article", "utterance", "speaker_text", "content"])
        both = said[said["article"].isin({*first, *first.values()})]
        return told_again(both.itertuples(index=False), first)

    def dask(self, table: str) -> Any:
        """Return a table, as ``"statements"``, as a DataFrame of Dask: a partition for each part.

        Other tables are articles, mentions, codes, errors and texts. Raises OnRecordError where
        Dask is not installed, and for a table that is none of these.
        """
        return self.store.dask(table, self._whole(table))


def _told(
    store: Store, again: Mapping[str, str], names: Sequence[str], table: pd.DataFrame,
    parts: Sequence[int] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return a table of some parts with what is known of copies, and columns of the metadata."""
    if "copy_of" in table:
        copies = store.copies
        table["copy_of"] = [copies.get(its) for its in table["article"]]
        table["copy_of"] = table["copy_of"].astype("str")
    if again and "utterance" in table:
        table["utterance"] = [again.get(its, its) for its in table["utterance"]]
    if not names:
        return table
    said = store.read("texts", ["article", "more"], parts).dropna()
    more = zip(said["article"], map(json.loads, said["more"]), strict=True)
    return _with(table, {article: dict(its) for article, its in more}, names)


def paged(texts: pd.DataFrame, knowledge: KnowledgeLike = None) -> Iterator[Page]:
    """Yield the page of each row of a frame: article, text, and the fields of ``Given`` there."""
    tables = known(knowledge)
    cells = texts.astype(object).where(texts.notna(), None)
    for row in cells.to_dict("records"):
        its = {name: row[name] for name in GIVEN if row.get(name) is not None}
        its["more"] = tuple(map(tuple, json.loads(its.get("more", "[]"))))
        yield Page(row["text"], row["article"], tables, Given(**its))


def link(
    pages: Sequence[Page], corrections: Corrections | None = None, copies: bool = False
) -> list[LeftOut]:
    """Correct pages, and give them what they share: utterances, copies, events that date them.

    With ``copies`` each statement of a copy counts, else it is of the utterance of the first.
    Returns a word on articles in other languages, and on corrections that correct nothing.
    """
    if len(pages) < 2 and corrections is None:
        found = [attempt(page.name, lambda page: page.article, page) for page in pages]
        return foreign([each for each in found if isinstance(each, Article)])
    read = [attempt(p.name, lambda page: (page.article, page.statements), p) for p in pages]
    both = [(p, *made) for p, made in zip(pages, read, strict=True) if isinstance(made, tuple)]
    if not both:
        return []
    texts, knowledge = {page.name: page.text for page, *_ in both}, both[0][0].knowledge
    said = list(chain.from_iterable(statements for *_, statements in both))
    articles = [article for _, article, _ in both]
    notes = foreign(articles)
    if corrections is not None:
        said, idle = corrections.applied(said, knowledge)
        notes += idle
    articles, said = occasions(articles, said, texts, knowledge.grammar, copies)
    of = {name: list(part) for name, part in groupby(said, attrgetter("article"))}
    for (page, *_), article in zip(both, articles, strict=True):
        page.article, page.statements = article, of.get(page.name, [])
    return notes


def foreign(articles: Iterable[Article]) -> list[LeftOut]:
    """Return a word on the articles that are in another language, if there are any."""
    named = [f"{each.article}: {each.language}" for each in articles if not each.is_english]
    what, count = f"not in English ({errors.some(named)})", errors.counted(len(named), "article")
    return [LeftOut(count, None, what, "kept among the articles, without statements")] * bool(named)


def read(
    paths: Paths, knowledge: KnowledgeLike = None, metadata: Place | None = None,
    columns: Columns | None = None, corrections: Place | None = None, copies: bool = False,
    report: Report = complained,
) -> Corpus:  # fmt: skip
    """Return the corpus of files or folders; its tables are made when first asked for.

    ``knowledge`` is a folder whose tables take the place of ours. ``metadata`` is a table with a
    line for each file (``file``, ``path``, ``url`` or ``id``, and outlet, date, title, author, url
    where they are known): what it gives overrides the page. ``columns`` tells which columns of a
    table of articles have what, as ``{"text": "BODY", "date": "published"}``; the others are known
    by their names. ``corrections`` is a table (statement, field, value, why) of what to put right
    in statements. What copies of an article say is counted once, with ``copies`` in each. A file
    that cannot be read is left out and told to ``report``, by default on stderr; raises
    OnRecordError where no file can be read, and for metadata, columns or corrections that are
    wrong. A folder that ``extract`` made is read as it is.
    """
    paths = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if len(paths) == 1 and files.is_store(paths[0]):
        return _kept(paths[0], knowledge, [metadata, columns, corrections], report)
    mended = None if corrections is None else Corrections(corrections)
    every = each(paths, lambda page: page, known(knowledge), metadata, columns)
    return Corpus(_some([page for _, page in every], report), mended, copies)


def _kept(folder: Place, knowledge: KnowledgeLike, given: Sequence[Any], report: Report) -> Kept:
    from onrecord.store import Store  # pandas takes half a second to import

    store = Store(folder)
    if any(each is not None for each in given):
        what, remedy = "was extracted before", "give metadata and columns to onrecord extract"
        raise OnRecordError(folder, None, what, f"{remedy}; it takes no corrections")
    if store.says.get("parts") is None:
        what = f"is not whole: {errors.counted(len(store.parts), 'part')} of it"
        report(LeftOut(folder, None, what, "run onrecord extract again, to go on"))
    return Kept(store, knowledge)


def _some(results: list[Result | OnRecordError], report: Report) -> list[Result]:
    """Return what is no error, the others reported; raise the first where nothing is left."""
    kept = [result for result in results if not isinstance(result, OnRecordError)]
    faults = [result for result in results if isinstance(result, OnRecordError)]
    for fault in faults:
        report(fault)
    for failed in faults if not kept else ():
        if not isinstance(failed, LeftOut):
            raise failed
    return kept


class Input(NamedTuple):
    """A file to be read: its name, its path, what tells its name from others, rows of a table."""

    name: str
    path: Path
    mark: str = ""
    rows: Sequence[Each] = ()  # where they were taken already


class Inputs(NamedTuple):
    """Files to be read, which of them were named, and what is known of them beforehand."""

    files: Sequence[Input]
    named: frozenset[str]
    columns: Mapping[str, str]
    metadata: Metadata | None


def inputs(
    paths: Paths, metadata: Place | None = None, columns: Columns | None = None
) -> tuple[Inputs, list[OnRecordError]]:
    """Return what is to be read, and the errors met on the way; raises for what ``read`` does."""
    paths = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    wanted, (found, failed) = chosen(columns), files.gather(paths, READERS)
    if metadata is not None:
        found = [one for one in found if abspath(one[1]) != abspath(metadata)]
    names = [name for name, _ in found]
    marked = [Input(*one, mark) for one, mark in zip(found, _marks(names), strict=True)]
    given = None if metadata is None else Metadata(metadata, names)
    return Inputs(marked, frozenset(map(abspath, paths)), wanted, given), failed


def _marks(names: Sequence[str]) -> Iterator[str]:
    """Yield what each name is to end in: "page" beside "page.txt", a#01.txt beside a, have "~"."""
    every, stems = set(names), set[str]()
    for name in names:
        mark = "~" * (name.rpartition("#")[0] in every)
        while files.stem(name + mark) in stems:
            mark += "~"
        stems.add(files.stem(name + mark))
        yield mark


def each(
    paths: Paths, act: Callable[[Page], Result], knowledge: KnowledgeLike = None,
    metadata: Place | None = None, columns: Columns | None = None,
) -> Iterator[tuple[str, Result | OnRecordError]]:  # fmt: skip
    """Yield name, and result or error of ``act``, by article; raises for what ``read`` does."""
    given, failed = inputs(paths, metadata, columns)
    yield from ((error.file, error) for error in failed)
    some = not given.files
    try:
        for name, path, page in opened(given, knowledge):
            some |= not isinstance(page, LeftOut)
            yield name, attempt(path, act, page) if isinstance(page, Page) else page
    except KnowledgeError as error:  # the same for every file
        some = True
        yield error.file, error
    if not some:
        what, remedy = "no articles in the files here", "name a folder that has some"
        yield "", OnRecordError(given.files[0].path.parent, None, what, remedy)
    if given.metadata and (left_out := given.metadata.left_out()):
        yield left_out.file, left_out


def opened(
    given: Inputs, knowledge: KnowledgeLike = None
) -> Iterator[tuple[str, Path, Page | OnRecordError]]:
    """Yield name and path of each article, and its page or its error; KnowledgeError."""
    tables = known(knowledge) if given.files else None
    for one, found in _taken(given):
        its = NOTHING
        if given.metadata and one.name and not isinstance(found, LeftOut):
            taken = found if isinstance(found, Taken) else Taken(one.name, "")
            its = given.metadata.find(taken, one.name, one.path)
        if isinstance(found, OnRecordError):
            yield one.name or found.file, one.path, found
        else:
            name = found.name + one.mark
            yield name, one.path, Page(found.text, name, tables, its.over(found.given))


def _taken(given: Inputs) -> Iterator[tuple[Input, Each]]:
    """Yield what is in each file, and its name unless it is said of a part of the file alone.

    What is to be said of several files in the same words is said once.
    """
    said = set[str]()
    for one in given.files:
        found: Iterable[Each] | OnRecordError = one.rows
        if not found:
            found = attempt(one.path, take, one.path, one.name, given.columns)
        if isinstance(found, LeftOut) and abspath(one.path) in given.named:
            found = OnRecordError(found.file, found.place, found.what, found.remedy)
        for each in [found] if isinstance(found, OnRecordError) else drawn(one.path, found):
            if not (isinstance(each, LeftOut) and each.what in said):
                whole = isinstance(each, Taken) or each is found
                yield one if whole else one._replace(name=""), each
            said |= {each.what} if isinstance(each, LeftOut) else set()


def drawn(file: object, found: Iterable[Each]) -> Iterator[Each]:
    """Yield what is read while it is drawn and, where that fails, the error that ended it."""
    rest = iter(found)
    while (each := attempt(file, next, rest, None)) is not None:
        yield each


def attempt(file: object, act: Callable[..., Result], *given: object) -> Result | OnRecordError:
    """Return what ``act`` makes of what is given, or its error, naming ``file``; KnowledgeError."""
    try:
        return act(*given)
    except KnowledgeError:
        raise
    except OnRecordError as error:
        return error
    except Exception as error:
        frames, here = traceback.extract_tb(error.__traceback__), Path(__file__).parent
        ours = [frame for frame in frames if Path(frame.filename).is_relative_to(here)]
        frame = (ours or frames)[-1]
        what = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
        remedy = "this is a fault of the program: report it, with the file"
        return OnRecordError(file, None, f"cannot be worked through ({what})", remedy)
