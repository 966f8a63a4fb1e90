"""Propose statements, rule by rule: which cue attributes which content to which source.

Every proposal names its rule; ``data/knowledge/rules.toml`` gives an example of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from onrecord.extraction import contents
from onrecord.extraction.clauses import (
    Group,
    Range,
    Sentence,
    Subject,
    group,
    has_finite,
    noun_phrase_left,
    noun_phrase_right,
    shared_subject,
    subject,
)
from onrecord.knowledge.cues import Lexicon, Verb
from onrecord.knowledge.grammar import DASHES, ENDS, MARKS
from onrecord.text.tokens import QUOTE, Paragraph, sentences

WEAK = frozenset("object to prep bare noun urge".split())
TAILED = frozenset("clause-left according as quote-left inverted".split())
QUOTING = frozenset(
    "inverted quote-left right-quote right-colon colon unknown-verb colon-quote "
    "coordinated-quote participle-quote".split()
)
PREPOSED = frozenset("by in after before while without when and for".split())
INSISTENT = frozenset("he she they it how why that to in on ,".split())


class Found(NamedTuple):
    """A proposal in items of its paragraph: cue, source, content and listener as ranges."""

    cue: Range
    source: Range | None
    content: list[Range]
    rule: str
    sentence: Range
    lemma: str = ""
    listener: Range | None = None


def read_paragraph(p: Paragraph, lex: Lexicon) -> list[Found]:
    """Return the proposals for one paragraph, sentence by sentence.

    A sentence that is all quotation goes on from the last quotation before it.
    """
    found: list[Found] = []
    for s in sentences_of(p, lex):
        first, stop = s.first, s.stop
        here = read_sentence(s)
        if not here and all(p.low[x] == QUOTE or p.low[x] in MARKS for x in range(first, stop)):
            for f in reversed(found[-9:]):
                if f.rule == "announced":
                    f.content[:] = [(first, stop)]
                    break
                if f.rule in QUOTING and _quotes(p, f):
                    f.content.append((first, stop))
                    break
        found += here
    return found


def sentences_of(p: Paragraph, lex: Lexicon) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph, each with its end before the last marks."""
    for first, stop in sentences(p, lex.tags):
        end = stop
        while end > first and p.low[end - 1] in (".", "…", ")", "?", "!"):
            end -= 1
        yield Sentence(p, first, end, stop, lex)


def _quotes(p: Paragraph, f: Found) -> bool:
    """Tell whether a quotation is part of a proposal's content."""
    return any(p.low[x] == QUOTE for r in f.content for x in range(*r))


def goes_on(p: Paragraph, f: Found) -> bool:
    """Tell whether a quotation in the next paragraph would go on from this proposal."""
    if f.rule == "announced":
        return True
    at_end = f.sentence[1] == len(p.low) or f.content[-1][1] == len(p.low)
    return at_end and f.rule in QUOTING and _quotes(p, f)


def read_sentence(s: Sentence) -> list[Found]:
    """Return the proposals for one sentence, in the order of their cues."""
    out = _without_tails([f for f in by_cue(s) if f.content])
    low = s.p.low
    if QUOTE in low[s.first : s.stop]:
        out += _left_over(s, out)
    elif (
        s.end > s.first
        and low[s.end - 1] == ":"
        and s.stop == len(low)
        and all(f.rule != "announced" for f in out)
    ):
        source = shared_subject(s, s.end - 1)
        if source is not None:
            cue = (max(s.end - 2, s.first), s.end)
            out.append(Found(cue, source, [(s.end, s.end)], "announced", (s.first, s.stop)))
    return out


def by_cue(s: Sentence) -> Iterator[Found]:
    """Yield what each cue of a sentence attributes."""
    low, lex = s.p.low, s.lex
    for k in range(s.first, s.end):
        word = low[k]
        if word not in lex.first_words:
            continue
        verb = lex.verbs.get(word)
        found = None
        if verb is not None and (verb.bare or (k + 1 < s.end and low[k + 1] in verb.particles)):
            found = read_verb(s, k, verb)
            if found is not None and not is_statement(s.p, found, lex):
                found = None
        elif word == "clear":
            found = read_clear(s, k)
        elif word in lex.nouns:
            found = read_noun(s, k)
        elif word in lex.adjectives:
            found = read_adjective(s, k)
        elif word == "according" and k + 1 < s.end and low[k + 1] == "to":
            found = read_according(s, k)
        elif word == ":" and k > s.first and k + 1 < s.stop:
            found = read_colon(s, k)
        if found is None and verb is not None and word in lex.nouns:
            found = read_noun(s, k)  # "her claim that": a verb's form, and here a noun
        if found is not None:
            yield found


def is_statement(p: Paragraph, f: Found, lex: Lexicon) -> bool:
    """Tell whether a proposal is a statement: what only may be said is none."""
    g = lex.grammar
    kind, _, frame = f.rule.rpartition("-")
    if frame not in WEAK:
        return True
    cue = p.low[f.cue[0] : f.cue[1]]
    if f.source is None or any(word in g.forecast for word in cue[:-1]):
        return False
    if kind == "infinitive" and frame != "urge":
        return False
    first = p.low[f.source[0]]
    if frame == "object":
        if (
            first in ("that", "this", "it", "they", "you", "we", "which")
            or "not" in cue
            or "never" in cue
        ):
            return False
        if kind in ("participle", "coordinated"):
            return f.lemma in lex.lists["blame"]
    return not (frame == "bare" and first in ("that", "you"))


def tells_of_another(p: Paragraph, f: Found, lex: Lexicon) -> bool:
    """Tell whether a quoted speaker tells that somebody else said that …"""
    g = lex.grammar
    if f.source is None or f.lemma not in lex.lists["told"] or not f.rule.endswith("that"):
        return False
    low, raw = p.low[f.source[0]], p.raw[f.source[0]]
    named = low in ("he", "she") or (
        raw[0].isupper() and low not in g.pronouns and low not in g.determiners
    )
    return named and not any(
        word in g.forecast or word == "not" for word in p.low[f.cue[0] : f.cue[1]]
    )


def _without_tails(found: list[Found]) -> list[Found]:
    """Cut from each content the cue of another statement behind it: “…, officials said”."""
    for f in found:
        if f.rule not in TAILED:
            continue
        start, tail = f.content[0]
        for other in found:
            if other is f or not start <= other.cue[0] < tail:
                continue
            for n, (a, b) in enumerate(other.content):
                if a < tail < b:
                    other.content[n] = (a, tail)
                elif n > 0 and tail <= a < f.cue[1]:
                    other.content[n] = (a, a)
    for f in found:
        f.content[:] = [r for r in f.content if r[0] < r[1]] or f.content[:1]
    return found


# --- verbs ----------------------------------------------------------------------------------------


def read_verb(s: Sentence, k: int, verb: Verb) -> Found | None:
    """Return what a verb form at ``k`` attributes, by its form and its place in the clause."""
    low, g = s.p.low, s.lex.grammar
    tags = verb.tags
    if s.p.raw[k][0].isupper() and k > s.first and low[k - 1] != QUOTE and not _is_title(s):
        return None
    vg = group(s, k)
    e = vg.first - 1  # the last item of the subject
    before = low[e] if e >= s.first else ""
    after = low[k + 1] if k + 1 < s.end else ""
    if "g" in tags:
        if not vg.be:
            return _participle(s, k, verb)
    elif vg.be and "n" in tags:
        return _passive(s, k, verb, vg)
    elif "d" in tags or ("n" in tags and vg.have):
        opening = before in ("", ",") and vg.first == k and verb.lemma in s.lex.lists["asked"]
        if opening and (after in g.question_words or after in ("about", "by", "to")):
            return _asked(s, k, verb)
        if after == "by" and before == "as" and "l" in verb.frames:
            return _as_reported_by(s, k, e, verb)
        if after == "by" or (after == "of" and verb.lemma == "accuse"):
            return None
    elif tags == "n" or (
        not (vg.modal or vg.to) and low[k] in s.lex.also_nouns and _is_noun(s, k, e, tags)
    ):
        return None
    if vg.to:
        return _infinitive(s, k, verb, vg) if "b" in tags else None
    found = _inverted(s, k, e, verb, vg)
    if found is not None:
        return found
    if before in ("and", "but", "then", "or"):
        source = shared_subject(s, e)
        return right(s, k, verb, source, (vg.first, k + 1), "coordinated") if source else None
    who = subject(s, e)
    if who is None:
        return None
    who = _with_name(s, who)
    return _with_subject(s, k, verb, who, (vg.first, k + 1))


def _with_subject(s: Sentence, k: int, verb: Verb, who: Subject, cue: Range) -> Found | None:
    """Return what a finite verb with a subject before it attributes: left, "as …", or right."""
    low = s.p.low
    found = _left(s, k, verb, who, cue)
    if found is not None:
        return found
    if who.start > s.first and low[who.start - 1] == "as":
        found = _as_clause(s, k, verb, who.range, cue)
        if found is not None:
            return found
    found = right(s, k, verb, who.range, cue, "right")
    if (
        found is not None
        and low[who.start] in ("who", "which")
        and low[who.start - 1 : who.start] == [","]
    ):
        a, b = found.content[-1]
        found.content[-1] = (a, _relative_end(s, a, b))
    return found


def _left(s: Sentence, k: int, verb: Verb, who: Subject, cue: Range) -> Found | None:
    """“…,” she said  /  …, she said."""
    low = s.p.low
    x = who.start - 1  # the mark before the subject
    whole = low[k] in s.lex.weak and (k + 1 >= s.end or low[k + 1] not in verb.particles)
    if "l" not in verb.frames or x < s.first or whole:
        return None
    quote = (
        x
        if low[x] == QUOTE
        else x - 1
        if low[x] == "," and x > s.first and low[x - 1] == QUOTE
        else None
    )
    if quote is not None and (quote != x or s.p.ends[quote] in ",?!.…—-" or quote == s.first):
        content = contents.left(s, quote)
        return (
            _found(
                s, cue, who.range, [content, *contents.resumed(s, k + 1, True)], "quote-left", verb
            )
            if content
            else None
        )
    if low[x] not in (",", "?", "!") and low[x] not in DASHES:
        return None
    if not set(verb.frames) & set("tbw"):  # "As they sang, she smiled"
        return None
    parted = contents.parted(s, k, x)
    if parted is not None:
        return _found(s, cue, who.range, parted, "clause-left", verb)
    if contents.quote_follows(s, k + 1, verb) or not contents.ends_here(s, k + 1, verb):
        return None
    content = contents.left(s, x)
    whole = has_finite(s, s.first, x)
    more = contents.resumed(s, k + 1, False)
    if not whole:
        y = contents.past_adjuncts(s, k + 1, verb, True)
        more = (
            [(y, s.end)]
            if y < s.end and low[y] == "," and not low[min(y + 1, s.end - 1)].endswith("ing")
            else []
        )
    if content and (whole or more or who.start - s.first > 5):
        return _found(s, cue, who.range, [content, *more], "clause-left", verb)
    return None


def _found(
    s: Sentence, cue: Range, source: Range | None, content: list[Range], rule: str, verb: Verb,
    listener: Range | None = None,
) -> Found:  # fmt: skip
    """Return a proposal of this sentence."""
    return Found(cue, source, content, rule, (s.first, s.stop), verb.lemma, listener)


def _is_title(s: Sentence) -> bool:
    """Tell whether a sentence is in title case, as headlines are."""
    words = [word for word in s.p.raw[s.first : s.end] if word[0].isalpha() and len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def _is_noun(s: Sentence, k: int, e: int, tags: str) -> bool:
    """Tell whether a form that may be noun or verb is a noun where it stands."""
    low, g = s.p.low, s.lex.grammar
    if e < s.first:
        return True
    before = low[e]
    if (
        before in g.determiners
        and before not in g.plurals
        and before not in ("that", "this", "those", "these", "all")
    ):
        return True
    if before.endswith(("'s", "’s")) or before in g.prepositions or before in ("’", "'"):
        return True
    if k + 1 < len(low) and low[k + 1] in ("of", "from"):
        return True
    if "b" not in tags or "d" in tags:
        return False
    if before in ("i", "we", "they", "you", "who", "that", "which", "and", "to", "also", ",", ")"):
        return False
    plural = before.endswith("s") and not before.endswith("ss")
    return not plural and before not in g.plurals


def _inverted(s: Sentence, k: int, e: int, verb: Verb, vg: Group) -> Found | None:
    """“…,” said Smith  /  …, said Smith  /  Continued Smith: “…”"""
    low, raw = s.p.low, s.p.raw
    before = low[e] if e >= s.first else ""
    if k == s.first and "d" in verb.tags and k + 1 < s.end and raw[k + 1][0].isupper():
        who = noun_phrase_right(s, k + 1)
        if (
            who is not None
            and who[1] + 1 < s.end
            and low[who[1]] in (":", ",")
            and low[who[1] + 1] == QUOTE
        ):
            return _found(s, (k, k + 1), who, [(who[1] + 1, s.end)], "inverted", verb)
    quoted = before == QUOTE
    marked = quoted or before in DASHES or (before == "," and e > s.first)
    past = vg.first == k and "d" in verb.tags
    if "l" not in verb.frames or not marked or not (past or (quoted and "s" in verb.tags)):
        return None
    who = noun_phrase_right(s, k + 1)
    if who is None or not (raw[who[0]][0].isupper() or low[who[0]].isalpha()):
        return None
    if not quoted and not (has_finite(s, s.first, e) and _closes(s, who[1])):
        return None
    content = contents.left(s, e)
    return (
        _found(
            s, (k, k + 1), who, [content, *contents.resumed(s, who[1], quoted)], "inverted", verb
        )
        if content
        else None
    )


def _closes(s: Sentence, x: int) -> bool:
    """Tell whether a clause ends at ``x``: nothing but adjuncts or a mark follows."""
    g = s.lex.grammar
    if x >= s.end:
        return True
    word = s.p.low[x]
    return (
        word in MARKS
        or word in g.prepositions
        or word in g.days
        or word in ("who", "as", "when", "while")
    )


def _with_name(s: Sentence, who: Subject) -> Subject:
    """“…,” Jane Smith, spokesperson for the mayor said: take the name before a bare role."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    a = who.start
    if a - 2 < s.first or low[a - 1] != "," or not raw[a][0].islower():
        return who
    if low[a] in g.determiners or low[a] in g.nominative:
        return who
    name = noun_phrase_left(s, a - 2)
    if name is None or not raw[name[0]][0].isupper():
        return who
    begins = name[0] == s.first or low[name[0] - 1] == QUOTE
    return Subject(name[0], who.stop) if begins else who


def _relative_end(s: Sentence, a: int, b: int) -> int:
    """Return where a clause about ", who said …," ends: at the comma before the main verb."""
    low, g = s.p.low, s.lex.grammar
    for y in range(a + 2, b):
        if low[y] != ",":
            continue
        after = low[y + 1] if y + 1 < b else ""
        verb = (
            after in g.auxiliaries
            or after in s.lex.verbs
            or after in g.finite
            or after.endswith("ed")
        )
        if not after or verb or g.is_adverb(after):
            return y
    return b


def _asked(s: Sentence, k: int, verb: Verb) -> Found | None:
    """Asked (by Smith) about the deal, …"""
    low, g = s.p.low, s.lex.grammar
    x = k + 1
    source = None
    if low[x] == "by":
        source = noun_phrase_right(s, x + 1)
        if source is None:
            return None
        x = source[1]
    if x < s.end and (low[x] in g.days or low[x] == "on"):
        x = contents.past_adjuncts(s, x, verb, False)
    if x >= s.end or (low[x] not in g.question_words and low[x] not in ("to", "about")):
        return None
    x += low[x] == "about"
    stop = next((y for y in range(x, s.end) if low[y] == "," or low[y] in DASHES), s.end)
    return _found(s, (k, k + 1), source, [(x, stop)], "asked", verb) if stop > x else None


def _as_reported_by(s: Sentence, k: int, e: int, verb: Verb) -> Found | None:
    """As reported by the paper, …  /  …, as reported by the paper."""
    who = noun_phrase_right(s, k + 2)
    if who is None:
        return None
    if e == s.first:
        after = who[1] < s.end and s.p.low[who[1]] == ","
        return _found(s, (e, k + 2), who, [(who[1], s.end)], "as", verb) if after else None
    if e > s.first + 2 and s.p.low[e - 1] == ",":
        return _found(s, (e, k + 2), who, [(s.first, e - 1)], "as", verb)
    return None


def _as_clause(s: Sentence, k: int, verb: Verb, source: Range, cue: Range) -> Found | None:
    """…, as the paper reported  /  As the paper reported, …"""
    low = s.p.low
    a = source[0] - 1
    if "l" not in verb.frames or (k + 1 < s.end and low[k + 1] in ("that", QUOTE)):
        return None
    comma = next((x for x in range(k + 1, min(s.end, k + 14)) if low[x] == ","), None)
    if comma is not None and (a == s.first or low[a - 1] in ("that", "and", "but")):
        return _found(s, cue, source, [(comma, s.end)], "as", verb)
    if a > s.first and low[a - 1] == "," and has_finite(s, s.first, a):
        more = [(comma, s.end)] if comma is not None and comma - k < 10 else []
        return _found(s, cue, source, [(s.first, a), *more], "as", verb)
    return None


def _participle(s: Sentence, k: int, verb: Verb) -> Found | None:
    """…, saying that …  /  Citing the deal, Smith said …  /  by accusing …"""
    low, g = s.p.low, s.lex.grammar
    if k == s.first:
        comma = next((x for x in range(k + 1, s.end) if low[x] == ","), None)
        who = noun_phrase_right(s, comma + 1) if comma is not None else None
        if who is None:
            return None
        verbs = (x for x in range(who[0] + 1, who[1]) if has_finite(s, who[0], x + 1))
        who = (who[0], next(verbs, who[1]))  # "Noting this, Smith left": up to the verb
        return right(s._replace(end=comma or s.end), k, verb, who, (k, k + 1), "opening")
    h = k - 1
    while h > s.first and g.is_adverb(low[h]):
        h -= 1
    before = low[h]
    if before in g.determiners or (before == "of" and verb.lemma != "say"):
        return None
    if before not in (",", QUOTE) and not before.isalpha():
        return None
    source = shared_subject(s, h)
    if before.isalpha() and before not in PREPOSED:
        source = noun_phrase_left(s, h) or source
    return right(s, k, verb, source, (k, k + 1), "participle")


def _passive(s: Sentence, k: int, verb: Verb, vg: Group) -> Found | None:
    """was accused by Smith of …  /  was asked whether …"""
    low, lists, g = s.p.low, s.lex.lists, s.lex.grammar
    who = subject(s, vg.first - 1)
    if who is None:
        return None
    for x in range(k + 1, min(s.end, k + 20)):
        if low[x] in (",", ";", "that"):
            break
        source = noun_phrase_right(s, x + 1) if low[x] == "by" else None
        if source is not None:
            a = next((y for y in range(x + 2, source[1]) if low[y] == "for"), source[1])
            source = (source[0], a)
            word = low[a] if a < s.end else ""
            opens = word in ("that", "about", "to", QUOTE) or word in g.question_words
            if opens and verb.lemma in lists["listener"]:  # was told by the source that …
                a += word in ("that", "about")
                cue, content = (vg.first, x + 1), [(a, contents.clause_end(s, a))]
                return _found(s, cue, source, content, "passive-by", verb, who.range)
            content = [who.range, (k + 1, x)] if x > k + 1 else [who.range]
            if source[1] < s.end and low[source[1]] not in (",", "in", "on", "at"):
                content.append((source[1], contents.clause_end(s, source[1])))
            return _found(s, (vg.first, x + 1), source, content, "passive-by", verb)
    cue = (vg.first, k + 1)
    x = contents.past_adjuncts(s, k + 1, verb, False)
    if x < s.end and verb.lemma in lists["listener"]:
        if low[x] in ("about", "that") or low[x] in g.question_words:
            a = x + 1 if low[x] in ("that", "about") else x
            return _found(
                s,
                cue,
                None,
                [(a, contents.clause_end(s, a))],
                "passive-listener",
                verb,
            )
        if low[x] in (QUOTE, "to"):
            return _found(s, cue, None, [(x, contents.clause_end(s, x))], "passive-listener", verb)
    return None


def _infinitive(s: Sentence, k: int, verb: Verb, vg: Group) -> Found | None:
    """went on to say that …"""
    low, g = s.p.low, s.lex.grammar
    x = vg.first - 1
    while x > s.first and (g.is_adverb(low[x]) or low[x] == "on"):
        x -= 1
    if x < s.first:
        return None
    governor = s.lex.verbs.get(low[x])
    if governor is not None and "i" in governor.frames and governor.lemma in s.lex.lists["unsaid"]:
        return None
    if governor is None and not low[x].endswith(("ed", "ing")) and low[x] not in g.governors:
        return None
    whole = group(s, x)
    who = subject(s, whole.first - 1)
    source = who.range if who else shared_subject(s, x)
    return right(s, k, verb, source, (whole.first, k + 1), "infinitive") if source else None


# --- content right of a verb ----------------------------------------------------------------------


def right(
    s: Sentence, k: int, verb: Verb, source: Range | None, cue: Range, kind: str
) -> Found | None:
    """Return the statement whose content stands right of the verb at ``k``."""
    low, frames, g = s.p.low, verb.frames, s.lex.grammar
    x = k + 1
    if x < s.end and low[x] in verb.particles:
        x += 1
    if x >= s.end:
        return None

    def clause(
        a: int, tail: str, shut: bool = False, to: int | None = None, heard: Range | None = None
    ) -> Found:
        stop = contents.clause_end(s, a, shut)
        return _found(s, (cue[0], to or cue[1]), source, [(a, stop)], f"{kind}-{tail}", verb, heard)

    word = low[x]
    if "n" in frames and word not in ("that", QUOTE, ":", ","):
        called = contents.listener(s, x)
        if (
            called is not None
            and called[1] < s.end
            and "to" in low[called[1] : called[1] + 1 + (low[called[1]] == "not")]
        ):
            stop = contents.clause_end(s, called[1], True)
            return _found(s, cue, source, [(x, stop)], f"{kind}-urge", verb)
    if verb.prepositions:
        found = _preposition(s, x, verb, clause)
        if found is not None or (word in verb.prepositions and verb.lemma in ("respond", "reply")):
            return found
    heard = None
    if ("a" in frames or "A" in frames) and word not in ("that", QUOTE, ":", ","):
        heard = contents.listener(s, x)
        x = heard[1] if heard else x
    plain = x  # where an object would begin
    if x < s.end and not (low[x] == "to" and "i" in frames):
        x = contents.past_adjuncts(s, x, verb, False)
    x = _past_inserted(s, x, frames)
    if x >= s.end:
        return None
    word = low[x]
    if word == ":":
        if x + 1 == s.end == len(low) and ("q" in frames or "o" in frames):
            return _found(s, cue, source, [(s.end, s.end)], "announced", verb)
        said = x + 1 < s.end and bool(set(frames) & set("qto"))
        return _found(s, cue, source, [(x + 1, s.end)], f"{kind}-colon", verb) if said else None
    if word == QUOTE:
        return clause(x, "quote", heard=heard) if set(frames) & set("qtos") else None
    if word == "that" and ("t" in frames or "b" in frames):
        return clause(x + 1, "that", heard=heard) if x + 1 < s.end else None
    if word in g.question_words and "w" in frames:
        return clause(x, "wh", heard=heard)
    if word == "to" and "i" in frames:
        return clause(x, "to", shut=True, heard=heard)
    if "A" in frames and heard is None:
        return None
    if low[k] in s.lex.weak and not (source is not None and low[source[0]] in g.nominative):
        return None
    joins = word in (",", ";", ")", "and", "or", "but") or word in DASHES
    if (
        "b" in frames
        and not joins
        and word not in g.prepositions - {"in"}
        and contents.is_clause(s, x, verb)
    ):
        return clause(x, "bare", heard=heard)
    return _object(s, plain, verb, source, cue, kind, clause)


def _preposition(s: Sentence, x: int, verb: Verb, clause: Callable[..., Found]) -> Found | None:
    """spoke about …  /  spoke to parliament of …"""
    low, g = s.p.low, s.lex.grammar
    if (
        low[x] == "in"
        and x + 2 < s.end
        and low[x + 1] in ("particular", "part", "general", "detail")
    ):
        x += 2
    word = low[x]
    if word in verb.prepositions and (word in g.prepositions or word == "out") and x + 1 < s.end:
        if verb.lemma in ("respond", "reply") and low[x + 1] != QUOTE:
            return None
        return clause(x + 1, "prep", shut=True, to=x + 1)
    if word not in ("to", "with"):
        return None
    heard = noun_phrase_right(s, x + 1)
    if heard is None:
        return None
    z = next((z for z in range(heard[1] - 1, x + 1, -1) if low[z] in ("of", "for")), heard[1])
    if z + 1 < s.end and low[z] in verb.prepositions and low[z] != "for":
        return clause(z + 1, "prep", shut=True, heard=(x + 1, z))
    return None


def _past_inserted(s: Sentence, x: int, frames: str) -> int:
    """Step over a comma before a quotation, and over an insertion: said, on the radio, that …"""
    low, g = s.p.low, s.lex.grammar
    if x + 1 >= s.end:
        return x
    if low[x] == "," and low[x + 1] in (QUOTE, "that", ":"):
        return x + 1
    if (low[x] == "," or low[x] in DASHES) and ("b" in frames or "t" in frames):
        z = next((z for z in range(x + 1, min(s.end - 1, x + 14)) if low[z] == low[x]), None)
        if z is not None and (
            low[z + 1] in ("that", QUOTE)
            or (low[x + 1] in g.prepositions and low[z + 1] in g.nominative)
        ):
            return z + 1
    return x


def _object(
    s: Sentence, x: int, verb: Verb, source: Range | None, cue: Range, kind: str,
    clause: Callable[..., Found],
) -> Found | None:  # fmt: skip
    """holds him responsible …  /  expressed concern about …  /  condemned the deal"""
    low, lex, g = s.p.low, s.lex, s.lex.grammar
    if x >= s.end:
        return None
    if "h" in verb.frames:
        guilt = next(
            (z for z in range(x + 1, min(s.end, x + 9)) if low[z] in lex.lists["guilt"]), None
        )
        if guilt is not None and not any(word in MARKS for word in low[x:guilt]):
            return clause(x, "responsible")
    if verb.lemma in lex.lists["express"]:
        z = next((z for z in range(x, min(s.end - 1, x + 5)) if low[z] in lex.nouns), None)
        plain = z is not None and all(
            low[y] in g.determiners or s.p.raw[y].islower() for y in range(x, z)
        )
        if z is not None and plain and (low[z + 1] in g.prepositions or low[z + 1] == "that"):
            a = z + 1 if low[z + 1] == "to" else z + 2
            if a < s.end:
                return clause(a, "noun", shut=True, to=z + 1)
    if not set(verb.frames) & set("os"):
        return None
    word = low[x]
    if word in MARKS or word in g.prepositions or word in g.subordinators or word == "and":
        return None
    return _found(s, cue, source, [(x, contents.object_end(s, x))], f"{kind}-object", verb)


# --- other cues -----------------------------------------------------------------------------------


def read_according(s: Sentence, k: int) -> Found | None:
    """According to Smith, …  /  …, according to Smith."""
    low, g = s.p.low, s.lex.grammar
    b = k + 2
    while b < s.end and b - k < 26 and low[b] not in (",", ";", QUOTE) and low[b] not in DASHES:
        if b > k + 3 and low[b] in ("who", "which", "that", "while", "but"):
            break
        b += 1
    if b == k + 2:
        return None
    source, rule_cue = (k + 2, b), (k, k + 2)
    left = s.first
    first = k
    if first > left and low[first - 1] == "(":
        left = first
    while first > left and (low[first - 1] in g.adverbs or low[first - 1] in ("and", "but")):
        first -= 1
    if first == left:
        return (
            Found(rule_cue, source, [(b, s.end)], "according-first", (s.first, s.stop))
            if b < s.end
            else None
        )
    content = [(left, first)]
    inserted = b + 1 < s.end and low[b] == "," and low[first - 1] == ","
    if inserted and low[b + 1] not in (
        "which",
        "who",
        "a",
        "an",
        "the",
        "but",
        "and",
        "as",
        "while",
    ):
        content.append((b, s.end))
    return Found(rule_cue, source, content, "according", (s.first, s.stop))


def read_clear(s: Sentence, k: int) -> Found | None:
    """She made (it) clear that …"""
    low = s.p.low
    m = k - 2 if low[k - 1 : k] == ["it"] else k - 1
    if (
        m < s.first
        or " ".join(low[m : k + 1]) not in s.lex.clear
        or k + 2 >= s.end
        or low[k + 1] not in INSISTENT
    ):
        return None
    that = next((x + 1 for x in range(k + 1, min(s.end - 1, k + 12)) if low[x] == "that"), k + 1)
    vg = group(s, m)
    who = subject(s, vg.first - 1)
    source = who.range if who else None
    before = low[vg.first - 1] if vg.first > s.first else ""
    if source is None and (before in ("and", "but", ",") or low[m] == "making"):
        source = shared_subject(s, vg.first - 1)
    if source is None:
        return None
    content = [(that, contents.clause_end(s, that))]
    return Found((vg.first, k + 1), source, content, "clear", (s.first, s.stop), "make")


def read_adjective(s: Sentence, k: int) -> Found | None:
    """She is confident that …  /  She has been blunt about …"""
    low = s.p.low
    if k - 1 <= s.first or k + 2 >= s.end or low[k + 1] not in ("that", "about"):
        return None
    graded = low[k - 1] in ("pretty", "very", "so", "quite", "more", "most", "less")
    vg = group(s, k - 1 if graded else k)
    who = subject(s, vg.first - 1) if vg.be and not vg.modal else None
    if who is None or low[who.start] in ("it", "that", "this", "there", "you"):
        return None
    cue = (vg.first, k + 2 if low[k + 1] == "about" else k + 1)
    content = [(k + 2, contents.clause_end(s, k + 2))]
    return Found(cue, who.range, content, "adjective", (s.first, s.stop), low[k])


def read_noun(s: Sentence, k: int) -> Found | None:
    """Her claim that …  /  the country's threat to …  /  their opposition to …"""
    low, lex, g = s.p.low, s.lex, s.lex.grammar
    if k == s.first or k + 2 >= s.end or low[k + 1] not in ("that", "to"):
        return None
    if low[k + 1] == "to" and low[k] not in lex.lists["to_nouns"]:
        return None
    owner = _owner(s, k)
    if owner is None or (low[k] in lex.verbs and low[k - 1] in g.nominative):
        return None
    a = k + 1 if low[k + 1] == "to" and lex.nouns[low[k]] not in lex.lists["towards"] else k + 2
    content = [(a, contents.noun_end(s, a))]
    return Found((k, k + 1), owner, content, "noun", (s.first, s.stop), lex.nouns[low[k]])


def _owner(s: Sentence, k: int) -> Range | None:
    """Return whose a noun is: "her claim", "Smith's repeated claim", "the U.S. threat"."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    for y in range(k - 1, max(s.first - 1, k - 5), -1):
        word = low[y]
        if word in g.possessive:
            return y, y + 1
        if word.endswith(("'s", "’s")):
            if word[:-2] in g.nominative:
                return None
            first = (noun_phrase_left(s, y) or (y, y))[0]
            heads = (x + 1 for x in range(y - 1, first - 1, -1) if not _in_phrase(s, x))
            return next(heads, first), y + 1
        if y == k - 1 and len(word) > 1 and raw[y].replace(".", "").isupper():
            return y, y + 1
        if (
            word in MARKS
            or word in g.prepositions
            or word in g.determiners
            or word in g.auxiliaries
        ):
            return None
    return None


def _in_phrase(s: Sentence, x: int) -> bool:
    """Tell whether an item can stand in an owner's noun phrase: a cue in the past cannot."""
    g = s.lex.grammar
    word = s.p.low[x]
    verb = s.lex.verbs.get(word)
    past = verb is not None and "d" in verb.tags and s.p.low[x - 1] not in g.determiners
    return not past and (word in ("of", "for") or word not in g.prepositions)


def read_colon(s: Sentence, k: int) -> Found | None:
    """Smith: “…”  /  in a headline, Source: content and content: Source."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    after = s.stop - k - 1 - (low[s.stop - 1] in ENDS)
    headline = s.first == 0 and s.stop == len(low) and after <= 20 and k - s.first <= 20
    named = all(
        word[0].isupper() or word in ("of", "the", "for") for word in raw[k + 1 : k + 1 + after]
    )
    if headline and 0 < after <= 5 <= k - s.first and named:
        return Found((k, k + 1), (k + 1, k + 1 + after), [(s.first, k)], "colon", (s.first, s.stop))
    if k - s.first >= 9 or has_cue(s, s.first, k):
        return None
    source = noun_phrase_left(s, k - 1)
    if source is None or source[0] != s.first:
        return None
    title = raw[s.first][0].isupper() and raw[k + 1][0].isupper()
    title = title and all(word[0].isupper() or word in g.prepositions for word in raw[s.first : k])
    if low[k + 1] == QUOTE or title:
        return Found((k, k + 1), source, [(k + 1, s.stop)], "colon", (s.first, s.stop))
    return None


def has_cue(s: Sentence, a: int, b: int) -> bool:
    """Tell whether a cue verb or an auxiliary stands among items ``a`` to ``b``."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    return any(
        low[x] in s.lex.verbs or (low[x] in g.auxiliaries and raw[x][0].islower())
        for x in range(a, b)
    )


def _left_over(s: Sentence, taken: list[Found]) -> list[Found]:
    """Return statements for quotations that no known cue took."""
    low = s.p.low
    out = []
    for x in range(s.first, s.end):
        if low[x] != QUOTE or any(a <= x < b for f in taken for a, b in f.content):
            continue
        if x > s.first + 1 and low[x - 1] == ":":
            source = shared_subject(s, x - 1)
            if source is not None:
                out.append(
                    Found((x - 2, x), source, [(x, s.end)], "colon-quote", (s.first, s.stop))
                )
        elif x + 2 <= s.end and x + 1 < len(low) and low[x + 1] in DASHES and _opens(s, x):
            source = noun_phrase_right(s, x + 2)
            if source is not None and s.p.raw[source[0]][0].isupper():
                out.append(
                    Found((x + 1, x + 2), source, [(s.first, x + 1)], "dash", (s.first, s.stop))
                )
        elif s.p.ends[x] in ",?!":
            found = _unknown_verb(s, x)
            if found is not None:
                out.append(found)
    return out


def _opens(s: Sentence, x: int) -> bool:
    """Tell whether nothing but quotation stands in the sentence before item ``x``."""
    return all(s.p.low[y] == QUOTE for y in range(s.first, x))


def _unknown_verb(s: Sentence, x: int) -> Found | None:
    """“…,” Smith grinned: a verb that the lexicon has not, right behind a quotation and a name."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    for y in range(x + 2, min(s.end, x + 10)):
        if low[y] in MARKS or low[y] == QUOTE:
            return None
        after = low[y + 1] if y + 1 < s.end else ","
        closes = after in MARKS or after in g.prepositions or after in g.days or g.is_adverb(after)
        if not (low[y].endswith(("ed", "s")) and raw[y][0].islower() and closes):
            continue
        source = noun_phrase_left(s, y - 1)
        if source is None or source[0] != x + 1:
            continue
        if (
            raw[source[0]][0].isupper()
            or low[source[0]] in g.determiners
            or low[source[0]] in g.nominative
        ):
            content = contents.left(s, x)
            more = contents.resumed(s, y + 1, True)
            return (
                Found((y, y + 1), source, [content, *more], "unknown-verb", (s.first, s.stop))
                if content
                else None
            )
    return None
