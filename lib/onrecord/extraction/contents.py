"""Find where the content of a cue begins and ends, left and right of it."""

from __future__ import annotations

from onrecord.extraction.clauses import Range, Sentence, has_finite, noun_phrase_right
from onrecord.knowledge.cues import Verb
from onrecord.knowledge.grammar import DASHES, ENDS, MARKS
from onrecord.text.tokens import QUOTE

REACH = 16  # items between a cue and a quotation that may still be its content


def left(s: Sentence, e: int) -> Range | None:
    """Return the content that stands left of a cue, up to and with item ``e``.

    Before a quotation, only what stands behind a colon or a full stop belongs to it.
    """
    low = s.p.low
    if e < s.first:
        return None
    a = s.first
    if low[e] == QUOTE:
        marks = [x + 1 for x in range(s.first, e) if low[x] == ":" or low[x] in ENDS]
        a = marks[-1] if marks else a
    while a < e and low[a] in (",", ")"):
        a += 1
    return a, e + 1


def resumed(s: Sentence, r: int, quoted: bool) -> list[Range]:
    """Return the content that goes on behind an inserted cue: “…,” he said, “…”."""
    low, g = s.p.low, s.lex.grammar
    for x in range(r, min(s.end, r + REACH)):
        if low[x] == QUOTE:
            parted = x == r or low[x - 1] in (",", ":", ";") or low[x - 1] in DASHES
            return [(x, x + 1)] if parted else []
        if x > r and low[x] in s.lex.verbs and low[x].endswith("ing"):
            return []
    if quoted or r + 1 >= s.end or low[r] != ",":
        return []
    goes_on = low[r + 1] not in g.no_resumption and not low[r + 1].endswith("ing")
    return [(r + 1, s.end)] if goes_on else []


def parted(s: Sentence, k: int, comma: int) -> list[Range] | None:
    """Return the content of: This step, she claimed, “can only be …”."""
    g = s.lex.grammar
    p = s.p
    x = k + 1
    if p.low[comma] != "," or x + 1 >= s.end or p.low[x] != "," or p.low[x + 1] != QUOTE:
        return None
    opens = (
        p.raw[s.first][0].isupper()
        and p.low[s.first] not in g.prepositions
        and p.low[s.first] not in g.subordinators
    )
    if (
        opens
        and p.text[p.quotes[x + 1].inner_start].islower()
        and not has_finite(s, s.first, comma)
    ):
        return [(s.first, comma), (x + 1, s.end)]
    return None


def quote_follows(s: Sentence, r: int, verb: Verb) -> bool:
    """Tell whether a quotation follows the cue, its listener and adjuncts."""
    x = past_adjuncts(s, r, verb, True)
    while x < s.end and s.p.low[x] in (",", ":"):
        x += 1
    return x < s.end and s.p.low[x] == QUOTE and x - r < REACH


def ends_here(s: Sentence, r: int, verb: Verb) -> bool:
    """Tell whether nothing that could be content follows the cue."""
    low, g = s.p.low, s.lex.grammar
    x = past_adjuncts(s, r, verb, True)
    if x >= s.end or low[x] in (",", ";") or low[x] in DASHES:
        return True
    if low[x] in g.after_cue and not (low[x] == "to" and "i" in verb.frames):
        return not any(word in ("that", QUOTE) for word in low[x : s.end])
    return False


def past_adjuncts(s: Sentence, r: int, verb: Verb, with_listener: bool) -> int:
    """Return where the words behind listener, time, place and manner begin."""
    low = s.p.low
    x = r
    if x < s.end and low[x] in verb.particles:
        x += 1
    if with_listener and x < s.end and ("a" in verb.frames or "A" in verb.frames):
        heard = listener(s, x)
        x = heard[1] if heard else x
    for _ in range(6):
        after = _past_adjunct(s, x) if x < s.end else None
        if after is None:
            break
        x = after
    return x


def _past_adjunct(s: Sentence, x: int) -> int | None:
    """Return where the adjunct that begins at ``x`` ends; None where none begins."""
    low, g = s.p.low, s.lex.grammar
    word = low[x]
    after = low[x + 1] if x + 1 < s.end else ""
    if word in ("last", "this", "next", "late", "early") and (after in g.times or after in g.days):
        return x + 2
    if g.is_adverb(word) or word in g.days or word in g.times:
        return x + 1
    if word in g.months and after[:1].isdigit():
        dated = x + 3 < s.end and low[x + 2] == "," and low[x + 3][:2] in ("19", "20")
        return x + 4 if dated else x + 2
    return _past_phrase(s, x) if word in g.adjuncts else None


def _past_phrase(s: Sentence, x: int) -> int | None:
    """Return where a phrase ends; it reaches to a "that", colon or quotation that follows."""
    low, g = s.p.low, s.lex.grammar
    y = x + 1
    if y < s.end and low[y] in g.days:
        y += 1
        while y < s.end and low[y] in g.times:
            y += 1
        return y
    for z in range(y, min(s.end, y + 24)):
        before = low[z - 1]
        inside = before in g.prepositions or before in g.determiners or before == "and"
        if low[z] in ("that", ":") or (low[z] == QUOTE and not inside):
            return z
        if low[z] in (".", ";") or (
            low[z] == "," and not (z + 1 < s.end and low[z + 1] in ("that", QUOTE))
        ):
            break
    phrase = noun_phrase_right(s, y, 9)
    return phrase[1] if phrase else None


def listener(s: Sentence, x: int) -> Range | None:
    """Return the listener at ``x``: "told reporters", "warned his colleague Ann Lee that"."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    if low[x] in ("that", "it", "there", "this", "he", "she", "they", "we", "i"):
        return None
    phrase = noun_phrase_right(s, x, 10)
    if phrase is None:
        return None
    a, b = phrase
    if b < s.end and low[b] in ("that", "to", "about", "on", "in", "at"):
        return phrase
    for y in range(
        a + 1, b
    ):  # a name behind a common noun begins the content: "told reporters Lee won"
        joined = (
            raw[y - 1][0].isupper() or low[y - 1] in g.prepositions or low[y - 1] in g.determiners
        )
        if raw[y][0].isupper() and not joined:
            return a, y
    return phrase


def is_clause(s: Sentence, x: int, verb: Verb) -> bool:
    """Tell whether a bare clause begins at ``x``: a subject, and a verb behind it."""
    low, g = s.p.low, s.lex.grammar
    if x + 1 < s.end and low[x + 1] == QUOTE:
        return True
    if s.end - x < 3:
        return False
    if "o" not in verb.frames or low[x] in g.nominative - {"this", "that", "these", "those"}:
        return True
    stops = (",", ";", "that", "which", "who", "when", "after", "because", "by")
    stop = next((y for y in range(x + 1, s.end) if low[y] in stops or low[y] in DASHES), s.end)
    return has_finite(s, x + 1, stop)


def clause_end(s: Sentence, x: int, shut: bool = False) -> int:
    """Return where a clause ends: at the sentence's end, or where another cue goes on.

    ``shut`` ends it also at a comma before a conjunction, as after attitudes and calls.
    """
    low, g = s.p.low, s.lex.grammar
    opened = _is_opened(s, x)
    for y in range(x + 1, s.end):
        word = low[y]
        if word == "," and y + 2 < s.end and _breaks_off(s, y + 1, opened, shut):
            return y
        if (
            word == QUOTE
            and s.p.ends[y] == ","
            and y + 2 < s.end
            and _breaks_off(s, y + 1, opened, shut)
        ):
            return y + 1
        if word == "," and low[y + 1 : y + 3] in _GLOSSES:
            return y
        if word in ("and", "but") and y + 1 < s.end:
            if low[y - 1] == "," and y > x + 2 and _says_that(s, y + 1):
                return y - 1
            z = y + 1
            while z < s.end - 1 and g.is_adverb(low[z]):
                z += 1
            verb = s.lex.verbs.get(low[z])
            if (
                verb is not None
                and "d" in verb.tags
                and ("l" in verb.frames or verb.lemma in s.lex.lists["blame"])
            ):
                return y
    return s.end


_GLOSSES = (["also", "known"], ["also", "called"], ["formerly", "known"], ["also", "referred"])


def _is_opened(s: Sentence, x: int) -> bool:
    """Tell whether the cue before ``x`` is in an opening clause: "Although she said …, he"."""
    low, g = s.p.low, s.lex.grammar
    first = next((y for y in range(max(x - 12, 0), x) if low[y] in g.openers), x)
    if first == x or (first > 0 and low[first - 1] not in MARKS):
        return False
    return not any(low[y] in (",", ".") for y in range(first, x))


def _breaks_off(s: Sentence, y: int, opened: bool, shut: bool) -> bool:
    """Tell whether the words behind a comma belong to another cue or to the main clause."""
    low, lex, g = s.p.low, s.lex, s.lex.grammar
    word = low[y]
    if word == "according" or (shut and word in g.shutting):
        return True
    if opened and (word in g.nominative or word in g.determiners or s.p.raw[y][0].isupper()):
        return True
    verb = lex.verbs.get(word)
    if verb is not None and "g" in verb.tags:
        return True
    if word in ("and", "but") or word in g.adverbs:
        verb = lex.verbs.get(low[y + 1]) if y + 1 < s.end else None
        return verb is not None and bool(set(verb.tags) & {"d", "s", "g"})
    return False


def _says_that(s: Sentence, y: int) -> bool:
    """Tell whether a pronoun, a verb of saying and "that" stand at ``y``: "but it adds that"."""
    low, g = s.p.low, s.lex.grammar
    if y + 2 >= s.end or low[y] not in g.nominative or low[y + 2] not in ("that", QUOTE):
        return False
    verb = s.lex.verbs.get(low[y + 1])
    return verb is not None and "t" in verb.frames and bool(set(verb.tags) & {"d", "s"})


def object_end(s: Sentence, x: int) -> int:
    """Return where a noun phrase that is content ends; "accused A, along with B, of C" is one."""
    low = s.p.low
    of = max(
        (z for z in range(x + 1, s.end - 1) if low[z] == "," and low[z + 1] == "of"), default=0
    )
    if of and any(low[z] == "," for z in range(x + 1, of)):
        return s.end
    for y in range(x, s.end):
        word = low[y]
        if word == QUOTE and s.p.ends[y] in ",.?!":
            return y + 1
        if y == x:
            continue
        if (
            word in (",", ";", "after", "when", "while", "during", "but", "because")
            or word in DASHES
        ):
            return y
        verb = s.lex.verbs.get(low[y + 1]) if word == "and" and y + 1 < s.end else None
        if verb is not None and "d" in verb.tags:
            return y
    return s.end


def noun_end(s: Sentence, x: int) -> int:
    """Return where a noun cue's content ends: at a mark, an adjunct or the sentence's verb."""
    low, g = s.p.low, s.lex.grammar
    for y in range(x + 1, s.end):
        word = low[y]
        if word in (",", ";", QUOTE, "after", "before", "during", "as") or word in DASHES:
            return y
        if word in g.auxiliaries and low[x - 1] != "that" and y > x + 1:
            return y
    return s.end
