"""Read a paragraph cue by cue: which of them attribute which content to which source.

Every proposal names its rule; ``data/knowledge/rules.toml`` gives an example of each.
"""

from onrecord.extraction import other_cues
from onrecord.extraction.contents import Proposal, Sentence
from onrecord.extraction.verbs import read_verb
from onrecord.knowledge.cues import Lexicon
from onrecord.text.tokens import BREAKS, QUOTE, Paragraph, sentences

WEAK = frozenset("object to prep bare noun urge".split())  # openers of what may be none
TAILED = frozenset("clause-left according as quote-left inverted".split())
QUOTING = frozenset(
    "inverted quote-left right-quote right-colon colon unknown-verb colon-quote "
    "coordinated-quote participle-quote".split()
)
LAST_MARKS = frozenset(".…)?!")
ONE_WORD = {
    "clear": other_cues.read_clear,
    "according": other_cues.read_according,
    ":": other_cues.read_colon,
}
BACK = 9  # proposals before a sentence that is all quotation, with which it may go on


def read_paragraph(p: Paragraph, lex: Lexicon) -> list[Proposal]:
    """Return the proposals for one paragraph, sentence by sentence."""
    found: list[Proposal] = []
    for first, stop in sentences(p, lex.tags):
        end = stop
        while end > first and p.low[end - 1] in LAST_MARKS:
            end -= 1
        here = _read_sentence(Sentence(p, first, end, stop, lex))
        if not here and BREAKS.issuperset(p.low[first:stop]):  # it goes on from a quotation
            last = range(len(found) - 1, max(-1, len(found) - 1 - BACK), -1)
            n = next((n for n in last if _is_quoting(p, found[n])), None)
            if n is not None:
                before = () if found[n].rule == "announced" else found[n].content
                found[n] = found[n]._replace(content=(*before, (first, stop)))
        found += here
    return found


def _is_quoting(p: Paragraph, proposal: Proposal) -> bool:
    """Tell whether the content of a proposal is, or will be, a quotation that can go on."""
    quoted = proposal.rule in QUOTING and any(QUOTE in p.low[a:b] for a, b in proposal.content)
    return quoted or proposal.rule == "announced"


def goes_on(p: Paragraph, proposal: Proposal) -> bool:
    """Tell whether a quotation in the next paragraph would go on from this proposal."""
    at_end = len(p.low) in (proposal.sentence[1], proposal.content[-1][1])
    return proposal.rule == "announced" or (at_end and _is_quoting(p, proposal))


def _read_sentence(s: Sentence) -> list[Proposal]:
    cues = (_read_cue(s, k) for k in range(s.first, s.end) if s.low[k] in s.lex.first_words)
    found = _without_tails([proposal for proposal in cues if proposal is not None])
    if QUOTE in s.low[s.first : s.stop]:
        return found + other_cues.left_over(s, found)
    announces = s.end > s.first and s.low[s.end - 1] == ":" and s.stop == len(s.low)
    if announces and all(proposal.rule != "announced" for proposal in found):
        source, cue = s.shared_subject(s.end - 1), (max(s.end - 2, s.first), s.end)
        if source is not None:
            found.append(Proposal(s.span, cue, source, ((s.end, s.end),), "announced"))
    return found


def _read_cue(s: Sentence, k: int) -> Proposal | None:
    """Return what the cue at item ``k`` attributes: a verb's form may also be a noun there."""
    lex, word, verb = s.lex, s.low[k], s.verb(k)
    if verb is not None and (verb.bare or s.word(k + 1) in verb.particles):
        found = read_verb(s, k, verb)
        if found is not None and is_statement(s.p, found, lex):
            return found
        return other_cues.read_noun(s, k) if word in lex.nouns else None
    if word in ONE_WORD:
        return ONE_WORD[word](s, k)
    if word in lex.nouns:
        return other_cues.read_noun(s, k)
    return other_cues.read_adjective(s, k) if word in lex.adjectives else None


def is_statement(p: Paragraph, proposal: Proposal, lex: Lexicon) -> bool:
    """Tell whether a verb's proposal is a statement: what only may be said is none."""
    if proposal.opener not in WEAK:
        return True
    cue = p.low[slice(*proposal.cue)]
    if proposal.source is None or not lex.grammar.forecast.isdisjoint(cue[:-1]):
        return False
    if proposal.place == "infinitive" and proposal.opener != "urge":
        return False
    first = p.low[proposal.source[0]]
    if proposal.opener == "object":
        vague = first in ("that", "this", "it", "they", "you", "we", "which")
        if vague or not {"not", "never"}.isdisjoint(cue):
            return False
        if proposal.place in ("participle", "coordinated"):
            return proposal.lemma in lex.lists["blame"]
    return (proposal.opener, first) not in (("bare", "that"), ("bare", "you"))


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
