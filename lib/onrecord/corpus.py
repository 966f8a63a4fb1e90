"""A corpus: files and folders to pages and frames, one bad file costing no other its result."""

from __future__ import annotations

import os
import traceback
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from onrecord import errors, files
from onrecord.analysis.stance_codes import codes
from onrecord.analysis.voice import voices
from onrecord.articles.metadata import OURS, Metadata, overridden
from onrecord.articles.page import parse
from onrecord.errors import LeftOut, OnRecordError
from onrecord.extraction.corrections import Corrections
from onrecord.extraction.events import occasions
from onrecord.extraction.extract import statements
from onrecord.files import Place
from onrecord.intake.tables import Columns, chosen
from onrecord.intake.take import READERS, take
from onrecord.intake.taken import NOTHING, Given, Taken
from onrecord.knowledge import KnowledgeError, KnowledgeLike, known
from onrecord.knowledge.wording import Targets
from onrecord.names.mentions import mentions, unlisted
from onrecord.records import Article, Code, Mention, Record, Span, Statement
from onrecord.text.tokens import Paragraph, sentences

if TYPE_CHECKING:
    import pandas as pd

Paths = Place | Iterable[Place]
Result = TypeVar("Result")
Report = Callable[[OnRecordError], object]
_complain = partial(errors.complain, program="")


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
            _complain(note)
        return self._given

    def __iter__(self) -> Iterator[Page]:
        return iter(self._each(lambda page: (page, page.statements)[0]))

    def __getitem__(self, place: int) -> Page:
        return self.pages[place]

    def __len__(self) -> int:
        return len(self._given)

    def __repr__(self) -> str:
        return f"Corpus of {len(self)} {'page' if len(self) == 1 else 'pages'}"

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row an article; columns: the fields of ``records.Article``, more of metadata."""
        return self._frame(Article, lambda page: [page.article])

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a statement; columns: the fields of ``records.Statement``, more of metadata."""
        return self._frame(Statement, lambda page: page.statements)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row for each naming of an actor; columns: the fields of ``records.Mention``."""
        return self._frame(Mention, lambda page: page.mentions)

    @cached_property
    def codes(self) -> pd.DataFrame:
        """One row for each code of stance; columns: the fields of ``records.Code``."""
        return self._frame(Code, lambda page: page.codes)

    def _frame(self, kind: type[Record], act: Callable[[Page], Sequence[Record]]) -> pd.DataFrame:
        from onrecord.analysis.frames import frame  # pandas takes half a second to import

        table = frame(chain.from_iterable(self._each(act)), kind)
        if kind not in (Article, Statement):
            return table
        more = {page.name: dict(page.given.more) for page in self._given}
        taken = OURS.union(table)  # a language that is given is that of the article
        for name in dict.fromkeys(each for each in chain(*more.values()) if each not in taken):
            its = [more.get(page, {}).get(name) for page in table["article"]]
            table = table.assign(**{name: its}).astype({name: "str"})
        return table

    def _each(self, act: Callable[[Page], Result]) -> list[Result]:
        """Return what ``act`` makes of each page, those left out on which it fails."""
        return _some([attempt(page.name, act, page) for page in self.pages], _complain)


def link(
    pages: Sequence[Page], corrections: Corrections | None = None, copies: bool = False
) -> list[LeftOut]:
    """Correct pages, and give them what they share: utterances, copies, events that date them.

    With ``copies`` each statement of a copy counts, else it is of the utterance of the first.
    Returns a word on articles in other languages, and on corrections that correct nothing.
    """
    if len(pages) < 2 and corrections is None:
        found = [attempt(page.name, lambda page: page.article, page) for page in pages]
        return _foreign([each for each in found if isinstance(each, Article)])
    read = [attempt(p.name, lambda page: (page.article, page.statements), p) for p in pages]
    both = [(p, *made) for p, made in zip(pages, read, strict=True) if isinstance(made, tuple)]
    if not both:
        return []
    texts, knowledge = {page.name: page.text for page, *_ in both}, both[0][0].knowledge
    said = list(chain.from_iterable(statements for *_, statements in both))
    articles = [article for _, article, _ in both]
    notes = _foreign(articles)
    if corrections is not None:
        said, idle = corrections.applied(said, knowledge)
        notes += idle
    articles, said = occasions(articles, said, texts, knowledge.grammar, copies)
    of = {name: list(part) for name, part in groupby(said, attrgetter("article"))}
    for (page, *_), article in zip(both, articles, strict=True):
        page.article, page.statements = article, of.get(page.name, [])
    return notes


def _foreign(articles: Iterable[Article]) -> list[LeftOut]:
    """Return a word on the articles that are in another language, if there are any."""
    named = [f"{each.article}: {each.language}" for each in articles if not each.is_english]
    what, count = f"not in English ({errors.some(named)})", errors.counted(len(named), "article")
    return [LeftOut(count, None, what, "kept among the articles, without statements")] * bool(named)


def read(
    paths: Paths, knowledge: KnowledgeLike = None, metadata: Place | None = None,
    columns: Columns | None = None, corrections: Place | None = None, copies: bool = False,
    report: Report = _complain,
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
    wrong.
    """
    mended = None if corrections is None else Corrections(corrections)
    every = each(paths, lambda page: page, known(knowledge), metadata, columns)
    return Corpus(_some([page for _, page in every], report), mended, copies)


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


def each(
    paths: Paths, act: Callable[[Page], Result], knowledge: KnowledgeLike = None,
    metadata: Place | None = None, columns: Columns | None = None,
) -> Iterator[tuple[str, Result | OnRecordError]]:  # fmt: skip
    """Yield name, and result or error of ``act``, by article; raises for what ``read`` does."""
    paths = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    wanted, (inputs, failed) = chosen(columns), files.gather(paths, READERS)
    given: Metadata | None = None
    stems = set[str]()
    if metadata is not None:
        inputs = [one for one in inputs if abspath(one[1]) != abspath(metadata)]
        given = Metadata(metadata, [name for name, _ in inputs])
    yield from ((error.file, error) for error in failed)
    try:
        tables = known(knowledge) if inputs else None
        for name, path, one in _taken(inputs, wanted, set(map(abspath, paths))):
            its = NOTHING
            if given and name and not isinstance(one, LeftOut):
                its = given.find(one if isinstance(one, Taken) else Taken(name, ""), name, path)
            if isinstance(one, OnRecordError):
                yield name or one.file, one
                continue
            own = one.name
            while files.stem(own) in stems:  # "page" beside "page.txt", a#01.txt beside a
                own += "~"
            stems.add(files.stem(own))
            yield own, attempt(path, act, Page(one.text, own, tables, its.over(one.given)))
    except KnowledgeError as error:  # the same for every file
        yield error.file, error
    if given and (left_out := given.left_out()):
        yield left_out.file, left_out


def _taken(
    inputs: Sequence[tuple[str, Path]], columns: Mapping[str, str], named: Collection[str]
) -> Iterator[tuple[str, Path, Taken | OnRecordError]]:
    """Yield what is in each file, and its name unless it is said of a part of the file alone.

    What is to be said of several files in the same words is said once.
    """
    said, some = set[str](), False
    for name, path in inputs:
        found = attempt(path, take, path, name, columns)
        if isinstance(found, LeftOut) and abspath(path) in named:
            found = OnRecordError(found.file, found.place, found.what, found.remedy)
        for one in [found] if isinstance(found, OnRecordError) else found:
            some |= not isinstance(one, LeftOut)
            if not (isinstance(one, LeftOut) and one.what in said):
                yield name if isinstance(one, Taken) or one is found else "", path, one
            said |= {one.what} if isinstance(one, LeftOut) else set()
    if inputs and not some:
        what, remedy = "no articles in the files here", "name a folder that has some"
        yield "", Path(), OnRecordError(inputs[0][1].parent, None, what, remedy)


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
