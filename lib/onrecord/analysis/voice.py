"""Tell in whose voice words stand: the outlet's, a headline's, a quotation's, a paraphrase's."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from operator import itemgetter

from onrecord.records import Document
from onrecord.text.tokens import quotations

VOICES = ("narration", "headline", "paraphrase", "island", "direct")
SPOKEN = ("direct", "island")  # the speaker's own words


def voices(document: Document) -> Callable[[int, int], tuple[str, str | None]]:
    """Return a function from a span of a page to its voice and the statement whose words it is.

    The voice is headline; within a statement direct (form direct), island (form mixed, within
    quotation marks) or paraphrase; elsewhere narration. Quoted words stay the quoted speaker's,
    whatever they tell. The statement is the innermost of that voice, None in narration.
    """
    headline = document.article.headline_span
    pieces = sorted(
        (start, stop, statement.form, statement.statement_id)
        for statement in document.statements
        for start, stop in statement.content_spans
    )
    longest = max((stop - start for start, stop, *_ in pieces), default=0)
    mixed = any(statement.form == "mixed" for statement in document.statements)
    quoted = sorted(
        (quotation.inner_start, quotation.inner_stop)
        for span, _ in (document.article.stretches if mixed else ())
        for quotation in quotations(document.text, *span)
    )
    begin = itemgetter(0)

    def voice_at(start: int, stop: int) -> tuple[str, str | None]:
        first = bisect_left(pieces, stop - longest, key=begin)
        near = pieces[first : bisect_right(pieces, start, key=begin)]
        around = [piece for piece in reversed(near) if stop <= piece[1]]
        innermost: dict[str, str] = {}  # form -> statement
        for _, _, form, statement in sorted(around, key=lambda piece: piece[1] - piece[0]):
            innermost.setdefault(form, statement)
        before = bisect_right(quoted, start, key=begin)
        how, whose = _voice(innermost, before > 0 and stop <= quoted[before - 1][1])
        in_headline = headline and headline[0] <= start and stop <= headline[1]
        return "headline" if in_headline else how, whose

    return voice_at


def _voice(innermost: dict[str, str], quoted: bool) -> tuple[str, str | None]:
    """Return a voice and its statement, from the innermost statement of each form."""
    if "direct" in innermost:
        return "direct", innermost["direct"]
    if "mixed" in innermost and quoted:
        return "island", innermost["mixed"]
    return ("paraphrase", next(iter(innermost.values()))) if innermost else ("narration", None)
