"""Read what was marked by hand: articles, their statements, and the stance in these."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

import pandas as pd

from onrecord.analysis.frames import spans_of
from onrecord.errors import OnRecordError
from onrecord.files import Place, read
from onrecord.records import Spans

FORMS = ("direct", "mixed", "indirect")
MEASURES = ("dyad", "proposition")
SPANS, POLNEAR_SPANS = ("content_spans", "speaker_span", "cue_span"), ("content", "source", "cue")


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A statement as a reader marked it, or as the extractor found it."""

    statement_id: str
    content_spans: Spans
    speaker_span: Spans = ()  # several where the words are broken off
    cue_span: Spans = ()
    speaker: str | None = None  # canonical
    speaker_text: str | None = None
    form: str | None = None  # one of FORMS
    stance: dict[tuple[str, str], float] = field(default_factory=dict)  # by measure and target

    @classmethod
    def of(cls, found: Any) -> Self:
        """Return a statement of the extractor, a record or the row of a frame, in this form."""
        content, source, cue = (_spans(getattr(found, name)) for name in SPANS)
        name, words, form = map(_known, (found.speaker, found.speaker_text, found.form))
        return cls(found.statement_id, content, source, cue, name, words, form)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article as it was read; what lies in ``discard`` nobody judged."""

    article: str
    text: str
    statements: Sequence[GoldStatement]
    discard: Spans = ()


Pass = Sequence[GoldArticle]  # all that one reader, or the extractor, read


def read_gold(path: Place, articles: Place | None = None) -> list[GoldArticle]:
    """Read annotated articles, one JSON object a line.

    A line is ``{"article", "statements": [...], "stance": [...]}`` with, in a statement, ``id``,
    ``content_spans`` and, where known, ``speaker`` (canonical), ``speaker_span``,
    ``speaker_text``, ``cue_span``, ``form``; in a stance ``statement``, ``measure``, ``target``,
    ``value``. Or it is PolNeAR's: ``{"id", "text", "attributions": [{"source", "cue", "content",
    "kind"}]}``. Offsets are code points of the article's text, which stands in the line (``text``),
    or in a file named ``article`` in the folder ``articles``, beside the gold file, or in
    ``../raw``. Raises OnRecordError naming file, line, field and remedy.
    """
    beside = Path(path).parent
    folders = [beside, beside.parent / "raw"] if articles is None else [Path(articles)]
    found: dict[str, GoldArticle] = {}
    for number, words in enumerate(read(path).split("\n"), 1):
        if not words.strip():
            continue
        place, each = f"line {number}", "one object a line"
        try:
            line = _Entry(json.loads(words), path, place)
        except (ValueError, RecursionError) as error:
            raise OnRecordError(path, place, f"not JSON ({error})", each) from None
        line.need(isinstance(line.given, dict), "not a JSON object", each)
        one = _article(line, folders)
        twice = f"{one.article} stands twice"
        line.need(one.article not in found, twice, "keep one line an article")
        found[one.article] = one
    return list(found.values())


class _Entry(NamedTuple):
    """A JSON object of a file, and where it stands."""

    given: Any
    file: object
    place: str

    def need(self, right: bool, what: str, remedy: str, name: str = "") -> None:
        """Refuse what is not right in the object, or in a field of it."""
        if not right:
            place = f"{self.place}, {name}" if name else self.place
            raise OnRecordError(self.file, place, what, remedy)

    def field(self, name: str, kind: type = str) -> Any:
        """Return a field that must be there and of a type."""
        words, value = "a text" if kind is str else "a list", self.given.get(name)
        what = f"is not {words}" if name in self.given else "is missing"
        self.need(isinstance(value, kind), what, f'write "{name}": with {words}', name)
        return value

    def entries(self, name: str) -> Iterator[Self]:
        for k, given in enumerate(self.field(name, list), 1):
            entry = self._replace(given=given, place=f"{self.place}, {name} {k}")
            remedy = "write {…} for each of them"
            entry.need(isinstance(given, dict), "not a JSON object", remedy)
            yield entry

    def spans(self, name: str, size: int) -> Spans:
        """Return spans of a text; a single pair may stand alone, and none may be there."""
        value = self.given.get(name)
        if not value:
            return ()
        pairs = value if isinstance(value, list) and type(value[0]) is not int else [value]
        for pair in pairs:
            whole = isinstance(pair, list) and [type(x) for x in pair] == [int, int]
            right = whole and 0 <= pair[0] < pair[1]
            self.need(right, f"{pair!r} is no span", "write [start, stop]", name)
            what = f"{pair[1]} lies behind the end of the text ({size})"
            remedy = "count code points of the file as it stands"
            self.need(pair[1] <= size, what, remedy, name)
        return _spans(pairs)


def _article(line: _Entry, folders: Sequence[Path]) -> GoldArticle:
    """Check a line of our own form or of PolNeAR's, and return its article."""
    polnear = "attributions" in line.given
    article = line.field("id" if polnear else "article")
    if polnear or line.given.get("text") is not None:
        text = line.field("text")
    else:
        file = next((folder / article for folder in folders if (folder / article).is_file()), None)
        what = f"{article} is not in {' or '.join(map(str, folders))}"
        remedy = "name the folder of the articles, or write the text into the line"
        line.need(file is not None, what, remedy, "article")
        text = read(str(file))
    statements: dict[object, GoldStatement] = {}
    for k, entry in enumerate(line.entries("attributions" if polnear else "statements"), 1):
        name = str(entry.given.get("id", entry.given.get("statement_id", f"s{k:02d}")))
        entry.need(name not in statements, f"{name} stands twice", "give each its own id", "id")
        statements[name] = _statement(entry, name, len(text), polnear)
    for entry in line.entries("stance") if line.given.get("stance") else ():
        _code(entry, statements)
    discard = line.spans("discard", len(text)) if polnear else ()
    return GoldArticle(article, text, list(statements.values()), discard)


def _statement(entry: _Entry, name: str, size: int, polnear: bool) -> GoldStatement:
    fields, forms = (POLNEAR_SPANS, "kind") if polnear else (SPANS, "form")
    form, speaker, words = map(entry.given.get, (forms, "speaker", "speaker_text"))
    remedy = f"use {', '.join(FORMS)}"
    entry.need(form in (None, *FORMS), f"{form!r} is none", remedy, "form")
    content, source, cue = (entry.spans(field, size) for field in fields)
    entry.need(bool(content), "is missing", "write [[start, stop], …]", fields[0])
    return GoldStatement(name, content, source, cue, _known(speaker), _known(words), form)


def _code(entry: _Entry, statements: dict[object, GoldStatement]) -> None:
    """Check the code of a stance, and note it with its statement."""
    of, measure, value = map(entry.given.get, ("statement", "measure", "value"))
    what = f"{of!r} is no statement of this article"
    entry.need(of in statements, what, "name the id of one", "statement")
    remedy = f"use {' or '.join(MEASURES)}"
    entry.need(measure in MEASURES, f"{measure!r} is none", remedy, "measure")
    target = entry.field("target")
    right = type(value) in (int, float) and -1 <= value <= 1
    entry.need(right, f"{value!r} is none", "use -1 to 1", "value")
    statements[of].stance[measure, target] = float(value)


def as_pass(
    gold: Pass, statements: pd.DataFrame, stance: pd.DataFrame | None = None
) -> list[GoldArticle]:
    """Return frames of statements and stance as a pass over the articles of ``gold``."""
    found: defaultdict[str, dict[str, GoldStatement]] = defaultdict(dict)
    columns = ["article", "statement_id", *SPANS, "speaker", "speaker_text", "form"]
    for row in statements.reindex(columns=columns).itertuples():
        found[row.article][row.statement_id] = GoldStatement.of(row)
    for row in () if stance is None else stance.dropna(subset="value").itertuples():
        found[row.article][row.statement_id].stance[row.measure, row.target] = row.value
    return [replace(one, statements=list(found[one.article].values())) for one in gold]


def _known(value: Any) -> str | None:
    """Return a text; None for none, in a frame too."""
    return value if isinstance(value, str) and value else None


def _spans(value: Any) -> Spans:
    """Return spans as pairs, from several, from one, from the JSON of either, or from none."""
    found = spans_of(value) or ()
    return (found,) if found and isinstance(found[0], int) else found
