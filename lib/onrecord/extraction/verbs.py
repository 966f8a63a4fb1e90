"""Verbs as cues: where a verb form stands to its source, and what it attributes there."""

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
        return None if be else _past(s, k, verb, vg)
    if "d" in verb.tags:
        return _past(s, k, verb, vg)
    return None if verb.tags == "n" or _is_noun(s, k, verb, vg) else _finite(s, k, verb, vg)


def _past(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    """Read a form in the past, which may be a participle: "asked by Smith"."""
    before, after = s.word(vg.first - 1), s.word(k + 1 + (s.word(k + 1) in verb.particles))
    opening = before in ("", ",") and vg.first == k and verb.lemma in s.lex.lists["asked"]
    if opening and (after in s.g.question_words or after in ("about", "to")):
        return None  # "Asked whether …, she said": nobody's words are told
    owned = before.endswith(("'s", "’s", "s'", "s’")) and before[:-2] not in s.g.nominative
    passive = after == "by" or (after, verb.lemma) == ("of", "accuse")
    if passive or before in s.lex.lists["owning"] or (owned and vg.first == k):
        return None  # "a confirmed case"
    return _finite(s, k, verb, vg)


def _finite(s: Sentence, k: int, verb: Verb, vg: Group) -> Proposal | None:
    if "to" in vg.words:
        return _infinitive(s, k, verb, vg) if "b" in verb.tags else None
    if inverted := _inverted(s, k, verb, vg):
        return inverted
    e, cue = vg.first - 1, (vg.first, k + 1)
    if s.word(e) in ("and", "but", "then", "or"):
        source = s.shared_subject(e)
        return right(s, verb, source, cue, "coordinated") if source else None
    who = s.subject(e)
    return _with_subject(s, k, verb, _with_name(s, who), cue) if who else None


def _with_subject(s: Sentence, k: int, verb: Verb, who: Range, cue: Range) -> Proposal | None:
    before = s.word(who[0] - 1)
    noun = s.low[k] in s.lex.weak and s.word(k + 1) not in verb.particles
    left = "l" in verb.complements and (before == "as" or (before and not noun))
    if left and (found := (_as_clause if before == "as" else _left)(s, k, verb, who, cue)):
        return found
    found = right(s, verb, who, cue, "right")
    if before == "as" and found and found.opener in ("bare", "wh"):
        return None  # "As I recall the year, …"
    if found and s.low[who[0]] in ("who", "which"):  # "Lee, who said it was over, left"
        a, b = found.content[0]
        behind = ((y, s.low[y + 1]) for y in range(a + 2, b - 1) if s.low[y] == ",")
        ends = (y for y, w in behind if w in s.g.finite or w in s.lex.verbs or w.endswith("ed"))
        found = found._replace(content=((a, next(ends, b)),))
    return found


def _left(s: Sentence, k: int, verb: Verb, who: Range, cue: Range) -> Proposal | None:
    """“…,” she said  /  …, she said."""
    low, x = s.low, who[0] - 1  # the mark before the subject
    x -= 2 * (low[x - 1 : x + 1] == ["or", "so"])  # "…, or so she said"
    quote = x - (low[x] == "," and s.word(x - 1) == QUOTE)
    whole = quote != x or s.p.ends.get(quote, " ") in ",?!.…—-" or quote == s.first
    title = low[s.first] in s.g.opening and not s.has_finite(s.first, quote)
    if title and low[quote] == QUOTE and not s.ends_here(k + 1, verb):
        return None  # On “Fox News Sunday,” she said the talks had failed
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
    quoted, who = s.word(e) == QUOTE, s.speaker_right(k + 1)
    if who is None or "l" not in verb.complements:
        return None
    ends = "s" in verb.tags and s.word(e) == "," and who[1] == s.end  # as in a headline
    if not (past or ends or (quoted and verb.may_be("sb"))):
        return None
    whole = verb.takes("tbw") and s.word(e) in COMMAS and (ends or s.has_finite(s.first, e))
    closed = s.word(who[1]) in s.g.closing or s.word(who[1]) in ("who", "as", "when", "while")
    if not quoted and not (whole and closed):
        return None
    content = s.left(e), *s.resumed(who[1], quoted)
    return Proposal(s.span, (k, k + 1), who, content, "inverted", verb.lemma)


def _as_clause(s: Sentence, k: int, verb: Verb, source: Range, cue: Range) -> Proposal | None:
    """…, as the paper reported  /  As the paper reported, …"""
    a, stop = source[0] - 1, min(s.end, k + 14)
    comma, before, whole = s.find(",", k + 1, stop), s.word(a - 1), s.has_finite(s.first, a)
    parted = comma < stop
    if before not in ("", "that", "and", "but"):
        parted = (before == "," or a == s.first + 1) and whole
    other = ("that", QUOTE) if verb.takes("A") else ("that", QUOTE, "the")  # "As I recall the year"
    if not parted or s.word(k + 1) in other:
        return None
    if whole and s.word(comma + 1) == QUOTE:
        return Proposal(s.span, cue, source, ((comma, s.end),), "as", verb.lemma)
    return s.aside(a, comma if comma < stop else s.end, cue, source, "as", verb.lemma)


def _participle(s: Sentence, k: int, verb: Verb) -> Proposal | None:
    """…, saying that …  /  by accusing …"""
    skipped = (x for x in range(k - 1, s.first, -1) if s.low[x] not in s.lex.lists["starting"])
    h = next((x for x in skipped if not s.g.is_adverb(s.low[x])), s.first)
    before = s.low[h]
    word = before.isalpha() and before not in s.g.determiners
    undone = not s.lex.lists["undone"].isdisjoint((before, s.word(h - 1)))
    undone = undone or k == s.first or (before == "of" and verb.lemma != "say")
    if undone or not (word or before in (",", QUOTE)):
        return None
    if before == "as":
        return _quoted_as(s, k, verb, h)
    noun = word and before not in s.lex.lists["preposed"]
    a = s.find(("with",), max(s.first, h - 8), h) + 1  # "with Smith saying"
    near = a <= h and s.g.behind_head.isdisjoint(s.low[a:h])
    named = (a, h + 1) if near else s.noun_phrase_left(h)
    source = named if noun and named and not s.has_finite(*named) else s.shared_subject(h)
    return right(s, verb, source, (h + 1, k + 1), "participle")


def _quoted_as(s: Sentence, k: int, verb: Verb, h: int) -> Proposal | None:
    """The paper quoted Smith as saying that …  /  “…,” the paper quoted Smith as saying"""
    q = next((x for x in range(h - 1, s.first, -1) if s.low[x] in s.lex.lists["quoting"]), h)
    be = s.group(q).words & s.g.be
    source = s.subject(s.group(q).first - 1) if be else s.noun_phrase_right(q + 1)
    quotes = [x for x in range(s.first, q) if s.low[x] == QUOTE]
    if source is None or not quotes or not s.ends_here(k + 1, verb):
        return right(s, verb, source, (q, k + 1), "participle") if source else None
    return Proposal(s.span, (q, k + 1), source, (s.left(quotes[-1]),), "quote-left", verb.lemma)


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
    x = vg.first - 1 - ("-" in before)  # "Smith's early-morning tweets", "a row of late-night …"
    owners = ("'s", "’s") + ("of",) * ("-" in before)
    owned = before in s.g.before_noun or s.word(x).endswith(owners)
    # "she rejected claims that …"; but "the accused claims that …"
    object_of = s.is_verb(x, "d") and not s.capital(x) and s.word(x - 1) not in s.g.determiners
    if owned or object_of or s.low[k + 1 : k + 2] in (["of"], ["from"]):
        return True
    if "b" not in verb.tags or before in s.lex.lists["before_verb"] | s.g.lists["plurals"]:
        return False
    return not before.endswith("s") or before.endswith("ss")


def _with_name(s: Sentence, who: Range) -> Range:
    """“…,” Jane Smith, spokesperson for the mayor said: take the name before a bare role."""
    a = who[0]
    bare = s.word(a - 1) == "," and s.raw[a][0].islower() and s.low[a] not in s.g.heads
    name = s.noun_phrase_left(a - 2) if bare else None
    if name is None or not all(map(s.capital, range(*name))) or s.low[name[0]] in s.g.determiners:
        return who
    return (name[0], who[1]) if s.word(name[0] - 1) in ("", QUOTE) else who
