"""How a text speaks: TextBlob's polarity, and the sentiment towards one target.

Neither says what a speaker is for or against: "will not lift sanctions" has no bad word in it.
Stance is read by ``onrecord.analysis.stance``; what stands here is shown beside it, never for it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

from onrecord.errors import OnRecordError
from onrecord.knowledge import tables

TABLE = "sentiment_words"

# Set on NewsMTSC's training part (Hamborg and Donnay, 2021); words are word tokens.
REACH = 24.0  # words over which a word's weight falls to 1/e
BEFORE = 0.7  # weight of what stands before the target
ACROSS = 0.9  # weight per other name between word and target
NEGATED = -0.5  # what negation makes of a word's value
SPEAKING = 0.3  # weight of a sentence's words where the target only speaks them
ACT = 0.5  # weight of what an act says of doer or patient
ACT_REACH = 6  # words between an act and its doer or patient
NEGATIVE, POSITIVE = -0.21, 0.23  # limits of the neutral label, on the scale of the score

_TOKEN = re.compile(r"[^\W_]+(?:['’\-.&][^\W_]+)*|[,;:()—–“”\"!?]|\.(?=\s|$)")
_STOPS = frozenset(',;:.!?“”"()—–')
_OPENERS = frozenset('.!?“”":—')
_NEGATION_REACH = 4
_STRONGER, _WEAKER = 1.4, 0.6
_LONGEST_STEM = 40  # letters; so that cost stays linear in a word without end
_HEADLINE = 5  # words of four letters and more, most with capitals, make a headline


def polarity(text: str) -> tuple[float, float]:
    """Return TextBlob's polarity (-1 to 1) and subjectivity (0 to 1) of a text.

    The one place where TextBlob is used, and of it only what needs no corpora. Both are 0.0 for a
    text in which TextBlob knows no word. It is a mean over adjectives known to its lexicon and
    fails in known ways: negation at a distance ("isn't good" and "hardly good" score +0.7), verbs
    and nouns it does not know ("condemned", "blackmail", "war" score 0), conditions ("would
    welcome them if" scores +0.8), and whom the words are about, which it does not ask.

    Method: pattern's lexicon (De Smedt and Daelemans, 2012), by way of TextBlob.

    >>> polarity("a good, honest answer")[0] > 0
    True
    """
    from textblob import TextBlob

    found = TextBlob(text).sentiment
    one, other = (0.0 if math.isnan(x) else float(x) for x in found[:2])
    return one, other


class Words(NamedTuple):
    """The table of sentiment words, made ready."""

    whole: dict[str, float]
    stems: dict[str, float]  # by beginning of a word
    phrases: dict[str, list[tuple[tuple[str, ...], float]]]  # by first word
    acts: dict[str, tuple[float, float]]  # form -> doer, patient
    negation: frozenset[str]
    negation_undone: frozenset[str]
    stronger: frozenset[str]
    weaker: frozenset[str]
    speech: frozenset[str]
    passive: frozenset[str]


def words(folder: tables.Folder = None) -> Words:
    """Return the checked table of sentiment words (``sentiment_words.toml``).

    Raises OnRecordError (file, entry, remedy) where the table is wrong.
    """
    return _compiled(*tables.stamp(TABLE, folder))


@lru_cache(maxsize=8)
def _compiled(*stamp: Any) -> Words:
    """Compile one version of the table."""
    table = tables.load_file(*stamp)
    whole: dict[str, float] = {}
    stems: dict[str, float] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for group in table["group"]:
        for word in group["words"].lower().split():
            if "+" in word:
                first, *rest = word.split("+")
                phrases.setdefault(first, []).append((tuple(rest), group["value"]))
            elif word.endswith("*"):
                stems[word[:-1]] = group["value"]
            else:
                whole[word] = group["value"]
    acts = {
        form: (verb["agent"], verb["patient"])
        for verb in table["verbs"]
        for lemma in verb["words"].split()
        for form in _forms(lemma, table["irregular"])
    }
    sets = {name: frozenset(words.split()) for name, words in table["operators"].items()}
    return Words(whole, stems, phrases, acts, **sets)


def _value(word: str, table: Words) -> float:
    """Return the value of a word: that of the whole word, else of its longest stem."""
    if word in table.whole:
        return table.whole[word]
    stems = (word[:stop] for stop in range(min(len(word), _LONGEST_STEM), 1, -1))
    return next((table.stems[stem] for stem in stems if stem in table.stems), 0.0)


def _forms(lemma: str, irregular: dict[str, str]) -> list[str]:
    """Return the forms of a verb."""
    if lemma in irregular:
        return irregular[lemma].split()
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2:-1] not in "aeou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    hisses = lemma.endswith(("s", "x", "z", "ch", "sh"))
    return [lemma, lemma + ("es" if hisses else "s"), lemma + "ed", lemma + "ing"]


def _score(text: str, start: int, stop: int, table: Words) -> float:
    """Sum the words that count for the target text[start:stop] to a score from -1 to 1.

    The target's own words, and other names, count for nothing: no name carries a judgement.
    """
    spans = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]
    low = [word.lower().replace("’", "'") for _, _, word in spans]
    inside = [i for i, (a, b, _) in enumerate(spans) if a < stop and b > start]
    if not inside:
        return 0.0
    first, last = inside[0], inside[-1]
    names = _names([word for _, _, word in spans], low, first, last)
    named = [0, *accumulate(names)]
    speaking = SPEAKING if _speaks(low, first, last, table) else 1

    total = 0.0
    for i, word in enumerate(low):
        if first <= i <= last or names[i] or word in _STOPS:
            continue
        word = word.removesuffix("'s")
        value = _value(word, table)
        for rest, phrase_value in table.phrases.get(word, ()):
            if tuple(low[i + 1 : i + 1 + len(rest)]) == rest:
                value = phrase_value
        if not value and word not in table.acts:
            continue
        if i and low[i - 1] in table.stronger:
            value *= _STRONGER
        elif i and low[i - 1] in table.weaker:
            value *= _WEAKER
        before = i < first
        distance = first - i if before else i - last
        across = named[first] - named[i + 1] if before else named[i] - named[last + 1]
        role = 0.0  # what an act says of the target
        if word in table.acts and distance <= ACT_REACH:
            helped = any(w in table.passive for w in low[max(0, i - 2) : i])
            passive = word.endswith(("ed", "en", "t", "n")) and helped
            role = table.acts[word][before != passive]
        weight = math.exp((1 - distance) / REACH) * ACROSS**across * (BEFORE if before else 1)
        sign = NEGATED if _negated(low, i, table) else 1
        total += sign * (weight * speaking * value + ACT * role)
    return total / (1 + abs(total))


def _names(raw: Sequence[str], low: Sequence[str], first: int, last: int) -> list[bool]:
    """Tell which words are (part of) other names: capitals that no sentence start explains."""
    capital = [word[0].isupper() for word in raw]
    long = [word[0].isupper() for word in raw if len(word) > 3]
    if len(long) >= _HEADLINE and sum(long) > 0.7 * len(long):  # no way to tell names
        return [False] * len(raw)
    names = []
    for i, is_capital in enumerate(capital):
        opens = i == 0 or low[i - 1] in _OPENERS
        then = i + 1 < len(raw) and capital[i + 1] and low[i + 1] not in _STOPS
        names.append(is_capital and not first <= i <= last and (not opens or then))
    return names


def _negated(low: Sequence[str], i: int, table: Words) -> bool:
    """Tell whether a word is negated: an odd number of negations shortly before it."""
    near = range(i - 1, max(-1, i - 1 - _NEGATION_REACH), -1)
    negations = [
        j
        for j in takewhile(lambda j: low[j] not in _STOPS, near)
        if (low[j] in table.negation or low[j].endswith("n't"))
        and low[j + 1] not in table.negation_undone
    ]
    return len(negations) % 2 == 1


def _speaks(low: Sequence[str], first: int, last: int, table: Words) -> bool:
    """Tell whether the target stands beside a verb of speech as the one who speaks."""
    for side in (low[last + 1 : last + 4], low[max(0, first - 3) : first][::-1]):
        near = takewhile(lambda word: word in table.speech or word not in _STOPS, side)
        if any(word in table.speech for word in near):
            return True
    return False


def targeted(
    text: str, target: Sequence[int], folder: tables.Folder = None
) -> dict[str, str | float]:
    """Return the sentiment of a text towards one target: ``label`` and ``score`` (-1 to 1).

    ``target`` is [start, stop], code-point offsets into ``text``. Words of the table
    ``sentiment_words`` are summed, nearer ones weighing more and words across other names less;
    acts count by who does them and to whom; negation turns a word round. Words that the target
    itself speaks count little. TextBlob's lexicon added nothing in cross-validation and is left
    out. Names, the target's own first of all, count for nothing.

    >>> targeted("Critics condemned Lee as dishonest.", [18, 21])["label"]
    'neg'
    """
    return _label(_score(text, target[0], target[1], words(folder)))


def _label(score: float) -> dict[str, str | float]:
    """Turn a score into a label."""
    label = "neg" if score < NEGATIVE else "pos" if score > POSITIVE else "neu"
    return {"label": label, "score": round(score, 4)}


def label_lines(
    lines: Iterable[str],
    file: object = "standard input",
    folder: tables.Folder = None,
    report: Callable[[OnRecordError], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Label lines of JSON ``{"id", "text", "target": [start, stop]}``, one record for each.

    Yields ``{"id", "label": "neg" | "neu" | "pos", "score": -1 to 1}`` in the order of the lines;
    blank lines and a BOM are passed over. A line that is wrong goes to ``report`` as an
    OnRecordError (file, line, remedy) and the others go on; without ``report`` it is raised.
    """
    table = words(folder)
    for number, line in enumerate(lines, 1):
        line = line.removeprefix("\ufeff") if number == 1 else line
        if not line.strip():
            continue
        try:
            record = _record(line, file, f"line {number}")
        except OnRecordError as error:
            if report is None:
                raise
            report(error)
            continue
        start, stop = record["target"]
        yield {"id": record["id"], **_label(_score(record["text"], start, stop, table))}


_EXAMPLE = 'write {"id": "1", "text": "They praised Ann.", "target": [13, 16]}'


def _record(line: str, file: object, place: str) -> dict[str, Any]:
    """Read and check one line."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise OnRecordError(file, place, f"not JSON ({error})", _EXAMPLE) from None
    what = _fault(record)
    if what is not None:
        raise OnRecordError(file, place, what, _EXAMPLE)
    target, size = record["target"], len(record["text"])
    if not 0 <= target[0] < target[1] <= size:
        what = f"target {target} is not inside the text of {size} characters"
        raise OnRecordError(file, place, what, "count characters from 0; stop is exclusive")
    return record


def _fault(record: Any) -> str | None:
    """Return what is wrong with the form of a record, None for nothing."""
    if not isinstance(record, dict):
        return "not a JSON object"
    if missing := [field for field in ("id", "text", "target") if field not in record]:
        return f"{missing[0]} is missing"
    if type(record["id"]) not in (str, int):
        return "id is neither text nor whole number"
    if not isinstance(record["text"], str):
        return "text is not a text"
    target = record["target"]
    pair = isinstance(target, list) and len(target) == 2 and all(type(x) is int for x in target)
    return None if pair else "target is not [start, stop]"
