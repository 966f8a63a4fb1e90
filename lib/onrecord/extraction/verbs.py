"""Verbs as cues: where a verb form stands to its source, and what it attributes there."""

from dataclasses import replace

from onrecord.extraction.clauses import Group, Range
from onrecord.extraction.complements import right
from onrecord.extraction.contents import Proposal, Sentence
from onrecord.knowledge.cues import Verb
from onrecord.text.tokens import COMMAS, QUOTE


def read_verb(s: Sentence, k: int, verb: Verb) -> Proposal | None:
    """Return what a verb form at ``k`` attributes, by its form and its place in the clause."""
    if _is_name(s, k):
        return None
    vg = s.group(k)
    be = vg.words & s.g.be
    if "g" in verb.tags:
        return _finite(s, k, verb, vg) if be else _participle(s, k, verb)
    if "n" in verb.tags and (be or vg.words & s.g.have):
        return (_passive if be else _past)(s, k, verb, vg)
    if "d" in verb.tags:
        return _past(s, k, verb, vg)
    return None if verb.tags == "n" or _is_noun(s, k, verb, vg) else _finite(s, k, verb, vg)


def _past(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    """Read a form in the past, which may be a participle: "asked by Smith"."""
    before, after = s.word(vg.first - 1), s.word(k + 1)
    opening = before in ("", ",") and vg.first == k and verb.lemma in s.lex.lists["asked"]
    if opening and (after in s.g.question_words or after in ("about", "by", "to")):
        return _asked(s, k, verb)
    if (before, after) == ("as", "by") and "l" in verb.complements:
        return _as_reported_by(s, k, verb, vg)
    if after == "by" or (after, verb.lemma) == ("of", "accuse"):
        return None
    return _finite(s, k, verb, vg)


def _finite(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    if "to" in vg.words:
        return _infinitive(s, k, verb, vg) if "b" in verb.tags else None
    if inverted := _opening_verb(s, k, verb) if k == s.first else _inverted(s, k, verb, vg):
        return inverted
    e, cue = vg.first - 1, (vg.first, k + 1)
    if s.word(e) in ("and", "but", "then", "or"):
        source = s.shared_subject(e)
        return right(s, verb, source, cue, "coordinated") if source else None
    who = s.subject(e)
    return _with_subject(s, k, verb, _with_name(s, who), cue) if who else None


def _with_subject(s: Sentence, k: int, verb: Verb, who: Range, cue: Range) -> Proposal | None:
    start, before, found = who[0], s.word(who[0] - 1), None
    noun = s.low[k] in s.lex.weak and s.word(k + 1) not in verb.particles
    if "l" in verb.complements and (before == "as" or (before and not noun)):
        found = (_as_clause if before == "as" else _left)(s, k, verb, who, cue)
    if found is not None:
        return found
    relative = s.low[start - 1 : start + 1] in ([",", "who"], [",", "which"])
    found = right(s, verb, who, cue, "right")
    return _up_to_main_verb(s, found) if found and relative else found


def _left(s: Sentence, k: int, verb: Verb, who: Range, cue: Range) -> Proposal | None:
    """“…,” she said  /  …, she said."""
    low, x = s.low, who[0] - 1  # the mark before the subject
    quote = x - (low[x] == "," and s.word(x - 1) == QUOTE)
    whole = quote != x or s.p.ends.get(quote, " ") in ",?!.…—-" or quote == s.first
    if low[quote] == QUOTE and whole:
        content = s.left(quote), *s.resumed(k + 1, True)
        return Proposal(s.span, cue, who, content, "quote-left", verb.lemma)
    if low[x] not in COMMAS | {"?", "!"} or not verb.takes("tbw"):  # "As they sang, she smiled"
        return None
    around = s.parted(k, x) or _around(s, k, verb, x)
    return Proposal(s.span, cue, who, around, "clause-left", verb.lemma) if around else None


def _around(s: Sentence, k: int, verb: Verb, x: int) -> tuple[Range, ...] | None:
    """The talks, she said, had failed."""
    if not s.ends_here(k + 1, verb):
        return None
    whole, more = s.has_finite(s.first, x), s.resumed(k + 1, False)
    if not whole:
        y = s.past_adjuncts(k + 1, verb, True)
        goes_on = s.word(y) == "," and not s.low[min(y + 1, s.end - 1)].endswith("ing")
        more = ((y, s.end),) if goes_on else ()
    return (s.left(x), *more) if whole or more or x - s.first > 4 else None


def _inverted(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    """“…,” said Smith  /  …, said Smith"""
    e, past = vg.first - 1, vg.first == k and "d" in verb.tags
    quoted = s.word(e) == QUOTE
    if "l" not in verb.complements or not (past or (quoted and "s" in verb.tags)):
        return None
    if not quoted and not (s.word(e) in COMMAS and s.has_finite(s.first, e)):
        return None
    who = s.noun_phrase_right(k + 1)
    if who is None or not (s.capital(who[0]) or s.low[who[0]].isalpha()):
        return None
    if not quoted and s.word(who[1]) not in s.g.closing | {"who", "as", "when", "while"}:
        return None
    content = s.left(e), *s.resumed(who[1], quoted)
    return Proposal(s.span, (k, k + 1), who, content, "inverted", verb.lemma)


def _opening_verb(s: Sentence, k: int, verb: Verb) -> Proposal | None:
    """Continued Smith: “…”"""
    if "d" not in verb.tags or not s.word(k + 1) or not s.capital(k + 1):
        return None
    who = s.noun_phrase_right(k + 1)
    if who is None or s.word(who[1]) not in (":", ",") or s.word(who[1] + 1) != QUOTE:
        return None
    return Proposal(s.span, (k, k + 1), who, ((who[1] + 1, s.end),), "inverted", verb.lemma)


def _as_reported_by(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    """As reported by the paper, …  /  …, as reported by the paper."""
    e, who = vg.first - 1, s.noun_phrase_right(k + 2)
    if who is None:
        return None
    first = e == s.first
    content = (who[1], s.end) if first else (s.first, e - 1)
    parted = s.word(who[1]) == "," if first else e > s.first + 2 and s.low[e - 1] == ","
    return Proposal(s.span, (e, k + 2), who, (content,), "as", verb.lemma) if parted else None


def _as_clause(s: Sentence, k: int, verb: Verb, source: Range, cue: Range) -> Proposal | None:
    """…, as the paper reported  /  As the paper reported, …"""
    low, a = s.low, source[0] - 1
    if s.word(k + 1) in ("that", QUOTE):
        return None
    stop = min(s.end, k + 14)
    comma = s.find(",", k + 1, stop)
    if comma < stop and (a == s.first or low[a - 1] in ("that", "and", "but")):
        return Proposal(s.span, cue, source, ((comma, s.end),), "as", verb.lemma)
    if a > s.first and low[a - 1] == "," and s.has_finite(s.first, a):
        more = ((comma, s.end),) if comma < min(stop, k + 10) else ()
        return Proposal(s.span, cue, source, ((s.first, a), *more), "as", verb.lemma)
    return None


def _asked(s: Sentence, k: int, verb: Verb) -> Proposal | None:
    """Asked (by Smith) about the deal, …"""
    x, source = k + 1, None
    if s.low[x] == "by":
        source = s.noun_phrase_right(x + 1)
        if source is None:
            return None
        x = source[1]
    if s.word(x) in s.g.days | {"on"}:
        x = s.past_adjuncts(x, verb)
    if s.word(x) not in s.g.question_words | {"to", "about"}:
        return None
    x += s.low[x] == "about"
    stop = s.find(COMMAS, x, s.end)
    told = Proposal(s.span, (k, k + 1), source, ((x, stop),), "asked", verb.lemma)
    return told if stop > x else None


def _participle(s: Sentence, k: int, verb: Verb) -> Proposal | None:
    """…, saying that …  /  by accusing …"""
    if k == s.first:
        return _opening_participle(s, k, verb)
    h = next((x for x in range(k - 1, s.first, -1) if not s.g.is_adverb(s.low[x])), s.first)
    before = s.low[h]
    word, of = before.isalpha(), before == "of" and verb.lemma != "say"
    if of or before in s.g.determiners or not (word or before in (",", QUOTE)):
        return None
    noun = word and before not in s.lex.lists["preposed"]
    source = (s.noun_phrase_left(h) if noun else None) or s.shared_subject(h)
    return right(s, verb, source, (k, k + 1), "participle")


def _opening_participle(s: Sentence, k: int, verb: Verb) -> Proposal | None:
    """Citing the deal, Smith said …"""
    comma = s.find(",", k + 1, s.end)
    who = s.noun_phrase_right(comma + 1)
    if who is None:
        return None
    verbs = (x for x in range(who[0] + 1, who[1]) if s.has_finite(who[0], x + 1))
    who = (who[0], next(verbs, who[1]))  # "Noting this, Smith left": up to the verb
    return right(replace(s, end=comma), verb, who, (k, k + 1), "opening")


def _passive(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    """was accused by Smith of …  /  was asked whether …"""
    who = s.subject(vg.first - 1)
    if who is None:
        return None
    for x in range(k + 1, s.find((",", ";", "that"), k + 1, min(s.end, k + 20))):
        source = s.noun_phrase_right(x + 1) if s.low[x] == "by" else None
        if source is not None:
            return _passive_by(s, k, verb, vg, who, source)
    x = s.past_adjuncts(k + 1, verb)  # nobody is named as the source
    openers = s.g.question_words | s.lex.lists["asking"]
    if s.word(x) not in openers or verb.lemma not in s.lex.lists["listener"]:
        return None
    x += s.low[x] in ("about", "that")
    content = ((x, s.clause_end(x)),)
    return Proposal(s.span, (vg.first, k + 1), None, content, "passive-listener", verb.lemma)


def _passive_by(s: Sentence, k: int, verb: Verb, vg: Group, who: Range, source: Range) -> Proposal:
    """was accused by Smith of …  /  was told by the source that …"""
    by, cue, a = source[0] - 1, (vg.first, source[0]), s.find(("for",), source[0] + 1, source[1])
    source, word, lists = (source[0], a), s.word(a), s.lex.lists
    if word in s.g.question_words | lists["asking"] and verb.lemma in lists["listener"]:
        a += word in ("that", "about")
        content = ((a, s.clause_end(a)),)
        return Proposal(s.span, cue, source, content, "passive-by", verb.lemma, who)
    parts = [who, (k + 1, by)] if by > k + 1 else [who]
    if word not in ("", ",", "in", "on", "at"):
        parts.append((a, s.clause_end(a)))
    return Proposal(s.span, cue, source, tuple(parts), "passive-by", verb.lemma)


def _infinitive(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    """went on to say that …"""
    x = vg.first - 1
    while s.word(x) == "on" or s.g.is_adverb(s.word(x)):
        x -= 1
    word, governor = s.word(x), s.verb(x)
    if governor is None:
        if not word.endswith(("ed", "ing")) and word not in s.g.lists["governors"]:
            return None
    elif "i" in governor.complements and governor.lemma in s.lex.lists["unsaid"]:
        return None
    whole = s.group(x)
    source = s.subject(whole.first - 1) or s.shared_subject(x)
    return right(s, verb, source, (whole.first, k + 1), "infinitive") if source else None


def _is_name(s: Sentence, k: int) -> bool:
    """Tell whether a form with a capital is a name; in title case, as headlines are, it is none."""
    if not s.capital(k) or k == s.first or s.low[k - 1] == QUOTE:
        return False
    words = [word for word in s.raw[s.first : s.end] if word[0].isalpha() and len(word) > 3]
    return len(words) <= 2 or sum(word[0].isupper() for word in words) < 0.7 * len(words)


def _is_noun(s: Sentence, k: int, verb: Verb, vg: Group) -> bool:
    if s.low[k] not in s.lex.also_nouns or vg.words & (s.g.modals | {"to"}):
        return False
    before = s.word(vg.first - 1)
    owned = before in s.g.before_noun or before.endswith(("'s", "’s"))
    if owned or s.low[k + 1 : k + 2] in (["of"], ["from"]):
        return True
    if "b" not in verb.tags or before in s.lex.lists["before_verb"] | s.g.lists["plurals"]:
        return False
    return not before.endswith("s") or before.endswith("ss")


def _with_name(s: Sentence, who: Range) -> Range:
    """“…,” Jane Smith, spokesperson for the mayor said: take the name before a bare role."""
    low, a = s.low, who[0]
    if a - 2 < s.first or low[a - 1] != "," or not s.raw[a][0].islower() or low[a] in s.g.heads:
        return who
    name = s.noun_phrase_left(a - 2)
    if name is None or not s.capital(name[0]):
        return who
    begins = name[0] == s.first or low[name[0] - 1] == QUOTE
    return (name[0], who[1]) if begins else who


def _up_to_main_verb(s: Sentence, found: Proposal) -> Proposal:
    """End a clause about ", who said …," at the comma before the main verb."""
    a, b = found.content[0]
    for y in range(a + 2, b):
        after = s.low[y + 1] if y + 1 < b else ""
        verb = after in s.g.finite or after in s.lex.verbs or after.endswith("ed")
        if s.low[y] == "," and (not after or verb or s.g.is_adverb(after)):
            return found._replace(content=((a, y),))
    return found
