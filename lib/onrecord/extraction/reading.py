"""Read a paragraph cue by cue: which attribute what to whom, by the rules of ``rules.toml``."""

from collections.abc import Container

from onrecord.extraction.clauses import Range
from onrecord.extraction.contents import Proposal, Sentence
from onrecord.extraction.verbs import read_verb
from onrecord.knowledge.cues import Lexicon
from onrecord.knowledge.grammar import RELATIVES
from onrecord.text.tokens import BREAKS, DASHES, ENDS, MARKS, PARTS, QUOTE, Paragraph, sentences

WEAK = frozenset("object to prep bare noun urge wh".split())  # openers of what may be none
TAILED = frozenset("clause-left according as quote-left inverted".split())
QUOTING = frozenset(
    "inverted quote-left right-quote right-colon colon unknown-verb colon-quote "
    "coordinated-quote participle-quote".split()
)
PERSONS = ("ers", "ors", "ists", "ians", "men")
LAST_MARKS = frozenset(".…)?!")
BACK = 9  # proposals before a sentence that is all quotation, with which it may go on


def read_paragraph(p: Paragraph, lex: Lexicon, doubted: list[Proposal]) -> list[Proposal]:
    """Return the proposals for one paragraph, sentence by sentence; add those in doubt."""
    found: list[Proposal] = []
    for first, stop in sentences(p, lex.tags):
        end = next((x for x in range(stop, first, -1) if p.low[x - 1] not in LAST_MARKS), first)
        here = _read_sentence(Sentence(p, first, end, stop, lex), doubted)
        if not here and BREAKS.issuperset(p.low[first:stop]):
            _go_on(p, found, (first, stop))
        found += here
    return found


def _go_on(p: Paragraph, found: list[Proposal], part: Range) -> None:
    """Add a sentence that is all quotation to the one before, or as a statement of its own."""
    n = next((n for n in reversed(range(len(found))[-BACK:]) if _is_quoting(p, found[n])), None)
    before = next((each for each in found if each.sentence[1] == part[0] and each.source), None)
    if n is not None and (before is None or found[n].sentence == before.sentence):
        content = () if found[n].rule == "announced" else found[n].content
        found[n] = found[n]._replace(content=(*content, part))
    elif before is not None:
        found.append(before.followed((part,)))


def _is_quoting(p: Paragraph, proposal: Proposal) -> bool:
    """Tell whether the content of a proposal is, or will be, a quotation that can go on."""
    quoted = proposal.rule in QUOTING and any(QUOTE in p.low[a:b] for a, b in proposal.content)
    return quoted or proposal.rule == "announced"


def goes_on(p: Paragraph, proposal: Proposal) -> bool:
    """Tell whether a quotation in the next paragraph would go on from this proposal."""
    at_end = len(p.low) in (proposal.sentence[1], proposal.content[-1][1])
    return proposal.rule == "announced" or (at_end and _is_quoting(p, proposal))


def _read_sentence(s: Sentence, doubted: list[Proposal]) -> list[Proposal]:
    places = (k for k in range(s.first, s.end) if s.low[k] in s.lex.first_words)
    read = [each for each in (_read_cue(s, k, doubted) for k in places) if each]
    doubted += (each for each in read if not _has_noun(s, each.source))
    found = _without_tails([each for each in read if _has_noun(s, each.source)])
    if QUOTE in s.low[s.first : s.stop]:
        inside = {x for proposal in found for part in proposal.content for x in range(*part)}
        left = (x for x in range(s.first, s.end) if s.low[x] == QUOTE and x not in inside)
        return found + list(filter(None, (_beside_quotation(s, x) for x in left)))
    announces = s.end > s.first and s.low[s.end - 1] == ":" and s.stop == len(s.low)
    if announces and all(proposal.rule != "announced" for proposal in found):
        source, cue = s.shared_subject(s.end - 1), (max(s.end - 2, s.first), s.end)
        if source is not None:
            found.append(Proposal(s.span, cue, source, ((s.end, s.end),), "announced"))
    return found


def _has_noun(s: Sentence, source: Range | None) -> bool:
    """Tell whether words may be a source: a noun by itself is plural, or one of those it may be."""
    a, b = source or (0, 0)
    if any(word[0].isupper() or word[0].isdigit() for word in s.raw[a:b]) or a == b:
        return True
    head = s.low[s.find(s.g.behind_head, a + 1, b) - 1]
    if (head.endswith("s") and not head.endswith("ss")) or head in s.g.lists["bare_nouns"]:
        return True
    return s.low[a] in s.g.heads | RELATIVES | s.g.pronouns


def _read_cue(s: Sentence, k: int, doubted: list[Proposal]) -> Proposal | None:
    """Return what the cue at item ``k`` attributes: a verb's form may also be a noun there."""
    lex, word, verb = s.lex, s.low[k], s.verb(k)
    if verb is not None and (verb.bare or s.word(k + 1) in verb.particles):
        if (found := read_verb(s, k, verb)) and is_statement(s, found):
            return found
        doubted += [found] if found else []
        return read_noun(s, k) if word in lex.nouns else None
    if word in ONE_WORD:
        return ONE_WORD[word](s, k)
    if word in lex.nouns:
        return read_noun(s, k)
    return read_adjective(s, k) if word in lex.adjectives else None


def is_statement(s: Sentence, found: Proposal) -> bool:
    """Tell whether a verb's proposal is a statement: somebody says it, and it is not supposed."""
    supposed = found.opener and _is_supposed(s, found)
    if supposed or (found.source and _is_nobodys(s, found, found.source)):
        return False
    if found.opener not in WEAK:
        return found.opener != "that" or _is_that_clause(s, found)
    return found.source is not None and _acts(s, found, found.source)


def _is_nobodys(s: Sentence, found: Proposal, source: Range) -> bool:
    """Tell whether a source is nobody or a thing: "no engineer", "the", "a wink"; "I thank …"."""
    (a, b), lists, word = source, s.lex.lists, s.word(source[0])
    thing = word in lists["things"] and found.lemma in lists["evidence"]
    own = word in lists["own"] and found.lemma in lists["courtesy"]
    last = b - 1 if found.place == "participle" else a - 1  # "anyone wanting", "those who want"
    anyone = (last >= a or word in RELATIVES) and s.word(last) in lists["anybody"]
    single = a + 1 == b and (word in lists["no_subject"] or thing or own)
    shown = found.lemma in lists["showing"] and not _speaks(s, source)
    idle = "+".join(s.low[s.first : b + 2]) in lists["idle"] or s.word(b - 1) in s.g.prepositions
    nobody = lists["nobody"] | lists["all_that"] if found.opener in WEAK else lists["nobody"]
    return single or anyone or shown or idle or not nobody.isdisjoint((word, s.word(a - 1)))


def _is_supposed(s: Sentence, found: Proposal) -> bool:
    """Tell whether it is asked, supposed or foreseen that something is said."""
    lists, cue, low = s.lex.lists, s.low[slice(*found.cue)], s.low
    a = min(found.source or found.cue)
    likely = not lists["foreseen"].isdisjoint(cue[:-1]) and {"not", "never"}.isdisjoint(cue)
    if likely or not lists["supposing"].isdisjoint((s.word(a - 1), low[a])):  # "Had Smith said"
        return True
    return low[s.stop - 1] == "?" and found.opener not in ("quote", "colon")


def _is_that_clause(s: Sentence, found: Proposal) -> bool:
    """Tell whether "that" opens a clause: not "told that story", "wrote a book that sold"."""
    a, b = found.content[0][0] + 1, found.content[0][1]
    named = s.capital(a) or s.low[a] == "," or s.low[a] in s.g.function
    return named or s.find(PARTS, a, b) - a > 6 or s.has_finite(a, b)


def _acts(s: Sentence, found: Proposal, source: Range) -> bool:
    """Tell whether somebody says, by a cue that may also tell what somebody does or thinks."""
    lists, opener, start, stop = s.lex.lists, found.opener, found.content[0][0], found.cue[1]
    said = opener in ("bare", "wh") and found.lemma in lists["told"]
    if not (said and s.low[stop - 1] not in s.lex.also_nouns) and not _speaks(s, source):
        return False
    if opener == "wh":  # "asked donors who …"
        return start == stop or s.low[start] not in ("who", "which") or found.lemma == "ask"
    named = found.lemma != "refer" or "as" in s.low[slice(*found.content[0])]
    if not named or not s.g.forecast.isdisjoint(s.low[found.cue[0] : stop - 1]):
        return False
    if opener == "object":
        return found.place != "infinitive" and _is_judged(s, found, source)
    return found.place != "infinitive" or opener == "urge"


def _is_judged(s: Sentence, found: Proposal, source: Range) -> bool:
    """Tell whether an object is what somebody blames, praises, names or announces."""
    lists, (start, stop), cue = s.lex.lists, found.content[0], s.low[slice(*found.cue)]
    a, b = s.noun_phrase_right(start) or (start, stop)
    named = b == a + 1 or not any(s.raw[x][0].islower() for x in range(a, b))
    named = named and s.word(b) in s.g.closing and found.lemma in lists["naming"]
    unseen = named or (found.lemma in lists["seeing"] and "as" not in s.low[start:stop])
    acted = stop == start + 1 and s.low[a] in s.g.pronouns  # "rejects him"
    if unseen or acted or s.low[source[0]] in lists["vague"] or {"not", "never"} & set(cue):
        return False
    return found.place not in ("participle", "coordinated") or found.lemma in lists["blame"]


def _speaks(s: Sentence, source: Range) -> bool:
    """Tell whether a source may be somebody: a name, he or she, a role, a group."""
    a, b = source
    if b == a + 1 and (s.low[a] in s.g.pronouns or s.capital(a)):
        return s.low[a] not in ("that", "you")
    if s.low[b - 1] in s.g.prepositions or s.has_finite(a, b):
        return False
    words = {s.low[x].removesuffix("s") for x in range(a, b)}.union(s.low[a:b])
    named = any(s.capital(x) for x in range(max(a, s.first + 1), b))
    return named or bool(words & s.lex.lists["people"]) or any(w.endswith(PERSONS) for w in words)


def tells_of_another(p: Paragraph, proposal: Proposal, lex: Lexicon) -> bool:
    """Tell whether a quoted speaker tells that somebody else said that …"""
    g, told = lex.grammar, lex.lists["told"]
    if proposal.source is None or proposal.lemma not in told or proposal.opener != "that":
        return False
    low, raw = p.low[proposal.source[0]], p.raw[proposal.source[0]]
    named = raw[0].isupper() and low not in g.pronouns and low not in g.determiners
    said = (g.forecast | {"not"}).isdisjoint(p.low[slice(*proposal.cue)])
    return said and (named or low in ("he", "she"))


def _without_tails(found: list[Proposal]) -> list[Proposal]:
    """Cut from each content the cue of another statement behind it: “…, officials said”."""
    for tailed in found:
        if tailed.rule not in TAILED:
            continue
        (start, tail), stop = tailed.content[0], tailed.cue[1]
        for number, other in enumerate(found):
            if other is not tailed and start <= other.cue[0] < tail:
                kept = (r for n, r in enumerate(other.content) if not n or not tail <= r[0] < stop)
                content = tuple((a, min(b, tail) if a < tail else b) for a, b in kept)
                found[number] = other._replace(content=content)
    return found


def read_according(s: Sentence, k: int) -> Proposal | None:
    """According to Smith, …  /  …, according to Smith."""
    b = s.find(PARTS, k + 2, min(s.end, k + 26))
    b = s.find(("who", "which", "that", "while", "but"), min(k + 4, b), b)
    phrase = s.noun_phrase_right(k + 2) if b == s.end else None
    b = phrase[1] if phrase and k <= s.first + 1 else b  # "According to Lee the …"
    head = s.find(s.g.prepositions, k + 2, b)
    alone = b == k + 3 and s.low[k + 2] in s.lex.lists["courses"]
    measured = alone or s.find(s.lex.lists["measures"], k + 2, head) < head
    if b <= k + 2 or s.word(k + 1) != "to" or measured:
        return None
    return s.aside(k, b, (k, k + 2), (k + 2, b), "according")


def read_view(s: Sentence, k: int) -> Proposal | None:
    """In Smith's view, …  /  …, in the words of Smith."""
    a, of = s.find(("in",), max(s.first, k - 6), k), s.word(k + 1) == "of"
    source = s.noun_phrase_right(k + 2) if of else _owner(s, k)
    if source is None or s.low[source[0]] in ("my", "our", "your"):
        return None
    if not of and all(map(s.capital, range(a + 1, source[0]))):
        source = a + 1, source[1]
    b = source[1] if of else k + 1
    parted = a == s.first or (s.low[a - 1] in (",", "and", "but") and s.low[a - 2] != "that")
    if not parted or s.word(b) not in (",", "") or a != (k - 2 if of else source[0] - 1):
        return None
    return s.aside(a, b, (a, k + 1), source, "view")


def read_adjective(s: Sentence, k: int) -> Proposal | None:
    """She is confident that …  /  She has been blunt about …"""
    low = s.low
    if k - 1 <= s.first or k + 2 >= s.end or low[k + 1] not in ("that", "about"):
        return None
    vg = s.group(k - 1 if low[k - 1] in s.lex.lists["grades"] else k)
    who = s.subject(vg.first - 1) if vg.words & s.g.be and not vg.words & s.g.modals else None
    if who is None or low[who[0]] in ("it", "that", "this", "there", "you"):
        return None
    about = low[k + 1] == "about"
    content = k + 1 + about, s.clause_end(k + 2)
    return Proposal(s.span, (vg.first, k + 1 + about), who, (content,), "adjective", low[k])


def read_noun(s: Sentence, k: int) -> Proposal | None:
    """Her claim that …  /  the country's threat to …  /  their opposition to …"""
    low, lex = s.low, s.lex
    if k + 2 >= s.end or low[k + 1] not in ("that", "to"):
        return read_view(s, k) if low[k] in lex.lists["views"] else None
    to = low[k + 1] == "to"
    owner = _owner(s, k) if not to or low[k] in lex.lists["to_nouns"] else None
    that_is = not to and low[k + 2] in s.g.auxiliaries  # "their promise that is broken"
    if owner is None or that_is or (low[k] in lex.verbs and low[k - 1] in s.g.nominative):
        return None
    noun = lex.nouns[low[k]]
    a = k + 2 if to and noun in lex.lists["towards"] else k + 1
    return Proposal(s.span, (k, k + 1), owner, ((a, s.noun_end(a)),), "noun", noun)


def _owner(s: Sentence, k: int) -> Range | None:
    """Return whose a noun is: "her claim", "Smith's repeated claim", "the U.S. threat"."""
    g = s.g
    for y in range(k - 1, max(s.first - 1, k - 5), -1):
        word = s.low[y]
        if word in g.possessive:
            return y, y + 1
        if word.endswith(("'s", "’s")):
            first = (s.noun_phrase_left(y) or (y, y))[0]
            outside = g.prepositions - {"of", "for"}  # "clerks praised Lee's"
            heads = (x for x in range(y, first, -1) if s.raw[x - 1] in outside or s.verb(x - 1))
            opened = s.raw[first].endswith("ing") and s.raw[first].islower()  # "disputing Lee's …"
            return next(heads, first + opened), y + 1
        if y == k - 1 and len(word) > 1 and s.raw[y].replace(".", "").isupper():
            return y, y + 1
        if word in MARKS or word in g.joints or word in g.auxiliaries:
            return None
    return None


def read_colon(s: Sentence, k: int) -> Proposal | None:
    """Smith: “…”  /  in a headline, Source: content and content: Source."""
    if not s.first < k < s.stop - 1:
        return None
    low, before = s.low, k - s.first
    after = s.stop - k - 1 - (low[s.stop - 1] in ENDS)
    long = 5 <= before <= 20 or low[k - 1] == QUOTE
    headline = s.span == (0, len(low)) and 0 < after <= 5 and long
    source = k + 1, k + 1 + after
    if headline and _is_named(s, source, ("of", "the", "for")):
        return Proposal(s.span, (k, k + 1), source, ((s.first, k),), "colon")
    if before >= 9 or not s.lex.verbs.keys().isdisjoint(low[s.first : k]):
        return None
    phrase, title = s.noun_phrase_left(k - 1), s.capital(s.first) and s.capital(k + 1)
    work = low[k + 1] in s.g.lists["articles"] and s.find(s.g.finite, k, s.end) == s.end
    if work or phrase is None or phrase[0] != s.first or low[k - 1] in s.lex.lists["labels"]:
        return None
    if low[k + 1] == QUOTE or (title and _is_named(s, (s.first, k), s.g.prepositions)):
        return Proposal(s.span, (k, k + 1), phrase, ((k + 1, s.stop),), "colon")
    return None


def _is_named(s: Sentence, part: Range, small: Container[str]) -> bool:
    return all(s.capital(x) or s.low[x] in small for x in range(*part))


def _beside_quotation(s: Sentence, x: int) -> Proposal | None:
    """A quotation that no known cue took: Smith: “…”  /  “…” — Smith  /  “…,” Smith grinned"""
    low = s.low
    if x > s.first + 1 and low[x - 1] == ":" and not low[x - 2].isdigit():
        who = s.shared_subject(x - 1)
        return Proposal(s.span, (x - 2, x), who, ((x, s.end),), "colon-quote") if who else None
    if s.word(x + 1) in DASHES and all(word == QUOTE for word in low[s.first : x]):
        who = s.noun_phrase_right(x + 2)
        if who is None or not s.capital(who[0]):
            return None
        return Proposal(s.span, (x + 1, x + 2), who, ((s.first, x + 1),), "dash")
    return _unknown_verb(s, x) if s.p.ends[x] in ",?!" else None


def _unknown_verb(s: Sentence, x: int) -> Proposal | None:
    """“…,” Smith grinned: a verb that the lexicon has not, right behind a quotation and a name."""
    a = x + 1
    for y in range(x + 2, s.find(BREAKS, x + 2, min(s.end, x + 10))):
        verb = s.low[y].endswith(("ed", "s")) and s.raw[y][0].islower()
        ends = s.word(y + 1) in s.g.closing or s.g.is_adverb(s.word(y + 1))
        source = s.noun_phrase_left(y - 1) if verb and ends else None
        if source is not None and source[0] == a and (s.capital(a) or s.low[a] in s.g.heads):
            content = s.left(x), *s.resumed(y + 1, True)
            return Proposal(s.span, (y, y + 1), source, content, "unknown-verb")
    return _unknown_before(s, x, a + (s.word(a + 1) in s.lex.lists["said_out"]))


def _unknown_before(s: Sentence, x: int, k: int) -> Proposal | None:
    """“…,” wept Smith"""
    who, word = s.speaker_right(k + 1), s.word(x + 1)
    if who is None or not s.capital(who[0]) or word.endswith("ing") or word in s.g.function:
        return None
    content, verb = (s.left(x), *s.resumed(who[1], True)), s.raw[x + 1].islower()
    return Proposal(s.span, (x + 1, k + 1), who, content, "unknown-verb") if verb else None


ONE_WORD = {"according": read_according, ":": read_colon}
