"""A draft: a proposal with the places of its words in the file, before its speaker is known."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from operator import itemgetter

from onrecord.extraction.clauses import Range
from onrecord.extraction.contents import Proposal
from onrecord.extraction.pieces import Found, Row
from onrecord.extraction.reading import BACK, goes_on, read_paragraph, tells_of_another
from onrecord.knowledge.cues import Lexicon
from onrecord.records import Article, Span, Spans
from onrecord.text.tokens import BREAKS, MARKS, QUOTE, Paragraph, Quotation, overlapping, sentences

WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
QUOTED = 0.9  # share of a content's words in quotation marks from which its form is direct
TRIM_LEFT = frozenset(", : ; - – — -- ― )".split())
TRIM_RIGHT = frozenset(", : ; - – — -- ― ( .".split())


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A proposal in the file."""

    proposal: Proposal
    items: Paragraph  # that the proposal's ranges count
    paragraph: int  # 0 is the headline
    content_spans: Spans
    source_span: Span | None
    cue_span: Span
    listener_span: Span | None
    sentence_span: Span
    form: str
    within: Span | None = None  # the quotation that holds it, if its speaker tells it
    doubt: bool = False  # the rules do not take it for a statement
    score: float = 0.0  # share of such statements that are right

    def holds(self, place: int) -> bool:
        """Tell whether a place of the file stands in the content."""
        return any(start <= place < stop for start, stop in self.content_spans)

    @property
    def length(self) -> int:
        """The number of characters of the content."""
        return sum(stop - start for start, stop in self.content_spans)

    @property
    def row(self) -> Row:
        """Where cue, source and content stand."""
        return (self.cue_span,), (self.source_span,) if self.source_span else (), self.content_spans

    def words(self, span: Span | None) -> str:
        """Return the words of a span; "" where there is none."""
        return self.items.text[slice(*span)] if span else ""


def drafts(text: str, article: Article, lexicon: Lexicon) -> list[Draft]:
    """Return the drafts of an article that have a content, paragraph by paragraph."""
    found: list[Draft] = []
    open_quote: int | None = None  # the draft that a paragraph of quotation goes on with
    for number, spans in stretches(text, article):
        items = Paragraph(text, spans)
        if not items.low:
            continue
        if items.low[0] == QUOTE and BREAKS.issuperset(items.low):
            open_quote = _go_on(found, open_quote, items, number)
        else:
            open_quote = _set_out(found, open_quote, items, lexicon)
        if open_quote is not None:
            continue
        doubted: list[Proposal] = []
        for proposal in read_paragraph(items, lexicon, doubted):
            if number and goes_on(items, proposal):
                open_quote = len(found)
            found.append(_draft(items, proposal, number))
        found += _told(items, lexicon, number)
        found += (replace(_draft(items, each, number), doubt=True) for each in doubted)
    return [draft for draft in found if draft.content_spans]


def _go_on(found: list[Draft], at: int | None, items: Paragraph, number: int) -> int | None:
    """Add a paragraph of quotation to a draft, or make it one of its own; return which."""
    before = _ending(found, number) if at is None else found[at]
    if before is None:
        return None
    more = (span for i in items.quotes for span in _content(items, (i, i + 1)))
    if at is None:
        at, own = len(found), before.proposal.followed(())
        kept = replace(before, proposal=own, paragraph=number, listener_span=None, form="direct")
        found.append(replace(kept, content_spans=tuple(more)))
    else:
        form = "direct" if before.proposal.rule == "announced" else before.form
        found[at] = replace(before, content_spans=(*before.content_spans, *more), form=form)
    return at


def _set_out(found: list[Draft], at: int | None, items: Paragraph, lexicon: Lexicon) -> int | None:
    """Add a paragraph without quotation marks to the draft, "Lee wrote:", that announces it."""
    if at is None or found[at].content_spans or QUOTE in items.low:
        return None
    before, (cue, _) = found[at].items.low, found[at].proposal.cue
    verb = lexicon.verbs.get(before[cue]) if before[cue] not in lexicon.also_nouns else None
    if verb is None or "l" not in verb.complements or {"what", "as"} & {*before[:cue]}:
        return None
    if any(proposal.source for proposal in read_paragraph(items, lexicon, [])):
        return None  # it tells itself who said what
    whole = _content(items, (0, len(items.low)))
    found[at] = replace(found[at], content_spans=whole, form="direct")
    return at


def _ending(found: Sequence[Draft], number: int) -> Draft | None:
    """Return the statement in the last sentence of the paragraph before a quotation."""
    before = found[-BACK:] if number > 1 else ()
    near = (each for each in before if each.paragraph == number - 1 and not each.doubt)
    ends = (each for each in near if each.proposal.sentence[1] == len(each.items.low))
    return next((each for each in ends if each.source_span and not each.within), None)


def stretches(text: str, article: Article) -> Iterator[tuple[int, Spans]]:
    """Yield the spans of headline (0) and paragraphs by their numbers; a dateline is left out."""
    dateline = article.dateline
    for ((start, stop), *rest), n in article.passages:
        if dateline and start <= dateline.span[0] < stop:
            start = dateline.span[1]
            while start < stop and (text[start].isspace() or text[start] in "-–—:"):
                start += 1
        yield 0 if n is None else n + 1, ((start, stop), *rest)


def _told(items: Paragraph, lexicon: Lexicon, number: int) -> Iterator[Draft]:
    """Yield what a quoted speaker attributes to somebody else: “He also stressed that …”."""
    for quotation in items.quotes.values():
        start, stop = quotation.inner_start, quotation.inner_stop
        if " that " not in items.text[start:stop]:
            continue
        inner = Paragraph(items.text, _cut(start, stop, items.spans))
        for proposal in read_paragraph(inner, lexicon, []):
            if tells_of_another(inner, proposal, lexicon):
                draft, within = _draft(inner, proposal, number), (quotation.start, quotation.stop)
                yield replace(draft, form="indirect", within=within)


def _draft(items: Paragraph, proposal: Proposal, number: int) -> Draft:
    content = tuple(span for part in proposal.content for span in _content(items, part))
    source, listener = _phrase(items, proposal.source), _phrase(items, proposal.listener)
    cue, sentence = items.span(*proposal.cue), items.span(*proposal.sentence)
    form = _form(items, content)
    return Draft(proposal, items, number, content, source, cue, listener, sentence, form)


def placed(
    items: Paragraph, number: int, found: Iterable[Found], tags: Container[str]
) -> Iterator[Draft | None]:
    """Yield the drafts of what the network found in a paragraph; None where a cue is quoted."""
    parts = sentences(items, tags)
    for each in found:
        cue, source, *content = (items.range(*at) for at in (each.cue, each.source, *each.content))
        if QUOTE in items.low[slice(*cue)]:
            yield None
            continue
        within = parts[bisect_right(parts, cue[0], key=itemgetter(0)) - 1]
        proposal = Proposal(within, cue, source, tuple(content), "learned")
        marked = (_cut(*_with_marks(items, *part), items.spans) for part in each.content)
        spans = tuple(span for part in marked for span in part)
        phrase, sentence = _phrase(items, source), items.span(*within)
        form = _form(items, spans)
        yield Draft(proposal, items, number, spans, phrase, each.cue, None, sentence, form)


def _trimmed(items: Paragraph, part: Range, left: Set[str], right: Set[str]) -> Range:
    a, b = part
    a = next((x for x in range(a, b) if items.low[x] not in left), b)
    return a, next((x for x in range(b, a, -1) if items.low[x - 1] not in right), a)


def _phrase(items: Paragraph, part: Range | None) -> Span | None:
    """Return where a phrase stands without its outer marks; None where there is none."""
    a, b = _trimmed(items, part, MARKS, MARKS - {")", "]"} | {"and"}) if part else (0, 0)
    return items.span(a, b) if a < b else None


def _content(items: Paragraph, part: Range) -> Spans:
    """Return a range of items as spans: trimmed, free of outer quotation marks, cut at breaks."""
    a, b = _trimmed(items, part, TRIM_LEFT, TRIM_RIGHT)
    if a == b:
        return ()
    start, stop = items.span(a, b)
    if a == b - 1 and a in items.quotes:
        _, _, start, stop, _ = items.quotes[a]
        if items.text[stop - 1] in ",." and items.text[max(start, stop - 3) : stop] != "...":
            stop -= 1
    else:
        start, stop = _with_marks(items, start, stop)
    return _cut(start, stop, items.spans) if WORD.search(items.text, start, stop) else ()


def _with_marks(items: Paragraph, start: int, stop: int) -> Span:
    """Take in a mark at an end of a content that goes beyond the quoted words."""
    first, last = _island(items, start), _island(items, stop)
    if first and first.inner_start == start and first.stop < stop:
        start = first.start
    if last and last.inner_stop == stop and start < last.start:
        stop = last.stop
    return start, stop


def _island(items: Paragraph, place: int) -> Quotation | None:
    at = bisect_right(items.islands, place, key=itemgetter(0)) - 1
    return items.islands[at] if at >= 0 else None


def _cut(start: int, stop: int, parts: Sequence[Sequence[int]]) -> Spans:
    near = (parts[n] for n in overlapping(parts, start, stop))
    return tuple((max(start, low), min(stop, high)) for low, high, *_ in near)


def _form(items: Paragraph, content: Spans) -> str:
    """Return direct, mixed or indirect: all, some or none of the words stand in quotation marks."""
    parts = [part for span in content for part in _cut(*span, items.islands)]
    quoted = sum(len(WORD.findall(items.text, *part)) for part in parts)
    if not quoted:
        return "indirect"
    total = sum(len(WORD.findall(items.text, *span)) for span in content)
    total -= items.text.startswith("that ", content[0][0])  # it opens what is quoted
    return "direct" if quoted >= QUOTED * total else "mixed"
