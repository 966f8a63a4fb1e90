"""How a text speaks: TextBlob's polarity, and the sentiment towards one target.

Neither says what a speaker is for or against: "will not lift sanctions" has no bad word in it.
Stance is read by ``onrecord.analysis.stance``; what stands here is shown beside it, never for it.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress, takewhile
from typing import Any, NamedTuple

from onrecord.errors import OnRecordError
from onrecord.knowledge import KnowledgeLike, known
from onrecord.knowledge.wording import SentimentWords

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


def polarity(text: str) -> tuple[float, float]:
    """Return TextBlob's polarity (-1 to 1) and subjectivity (0 to 1) of a text.

    Both are 0.0 for a text in which TextBlob knows no word. It is a mean over adjectives known to
    its lexicon and fails in known ways: negation at a distance ("isn't good" and "hardly good"
    score +0.7), verbs and nouns it does not know ("condemned", "blackmail", "war" score 0),
    conditions ("would welcome them if" scores +0.8), and whom the words are about.

    Method: pattern's lexicon (De Smedt and Daelemans, 2012), by way of TextBlob.

    >>> polarity("a good, honest answer")[0] > 0
    True
    """
    from textblob import TextBlob

    one, other = (0.0 if math.isnan(x) else float(x) for x in TextBlob(text).sentiment)
    return one, other


class Sentiment(NamedTuple):
    """The sentiment towards a target: ``label`` is neg, neu or pos, ``score`` from -1 to 1."""

    label: str
    score: float


def targeted(text: str, target: Sequence[int], knowledge: KnowledgeLike = None) -> Sentiment:
    """Return the sentiment of a text towards one target.

    ``target`` is [start, stop], code-point offsets into ``text``. Words of the table
    ``sentiment_words`` are summed, nearer ones weighing more and words across other names less;
    acts count by who does them and to whom; negation turns a word round. Words that the target
    itself speaks count little. Names, the target's own first of all, count for nothing.

    >>> targeted("Critics condemned Lee as dishonest.", [18, 21]).label
    'neg'
    """
    return _towards(text, target, known(knowledge).sentiment_words)


def _towards(text: str, target: Sequence[int], table: SentimentWords) -> Sentiment:
    """Sum the words that count for a target, and label the sum."""
    around, total = _Around(text, *target), 0.0
    after = around.words[around.last + 1 : around.last + 4]
    before = around.words[max(0, around.first - 3) : around.first][::-1]
    beside = (takewhile(lambda word: word not in _STOPS, side) for side in (after, before))
    speaks = any(not table.speech.isdisjoint(side) for side in beside)
    speaking = SPEAKING if speaks else 1
    for i in compress(range(len(around.words)), around.counts):
        word = around.words[i].removesuffix("'s")
        value, role = _value(around.words, i, word, table), _role(around, i, word, table)
        if value or role:
            sign = NEGATED if _negated(around.words, i, table) else 1
            total += sign * (around.weight(i) * speaking * value + ACT * role)
    score = total / (1 + abs(total))
    label = "neg" if score < NEGATIVE else "pos" if score > POSITIVE else "neu"
    return Sentiment(label, round(score, 4))


class _Around:
    """The words of a text around those of its target; where that has none, nothing counts."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        tokens = list(_TOKEN.finditer(text))
        raw = [token[0] for token in tokens]
        self.words = [word.lower().replace("’", "'") for word in raw]
        own = [i for i, at in enumerate(tokens) if at.start() < stop and at.end() > start]
        self.first, self.last = (own[0], own[-1]) if own else (0, 0)
        names = _names(raw, self.words, self.first, self.last)
        self.counts = [  # whether a word is none of the target, of another name, or a stop
            bool(own) and not (self.first <= i <= self.last or names[i] or word in _STOPS)
            for i, word in enumerate(self.words)
        ]
        self.named = [0, *accumulate(names)]  # other names before a word, and at the end

    def weight(self, i: int) -> float:
        """Return what a word weighs: less the farther, before the target, and across names."""
        near, far = (i + 1, self.first) if i < self.first else (self.last + 1, i)
        weight = math.exp((near - far) / REACH) * ACROSS ** (self.named[far] - self.named[near])
        return weight * BEFORE if i < self.first else weight


def _value(low: Sequence[str], i: int, word: str, table: SentimentWords) -> float:
    """Return the value of a word, or of the phrase it opens, as the word before it turns it."""
    opened = table.phrases.get(word, ())
    phrases = [value for rest, value in opened if low[i + 1 : i + 1 + len(rest)] == rest]
    value = phrases[-1] if phrases else table.value(word)
    before = low[i - 1] if i else ""
    turned = _STRONGER if before in table.stronger else _WEAKER if before in table.weaker else 1
    return value * turned


def _role(around: _Around, i: int, word: str, table: SentimentWords) -> float:
    """Return what an act nearby says of the target, its doer or its patient; 0.0 for no act."""
    if word not in table.acts or max(around.first - i, i - around.last) > ACT_REACH:
        return 0.0
    helped = not table.passive.isdisjoint(around.words[max(0, i - 2) : i])
    passive = helped and word.endswith(("ed", "en", "t", "n"))
    return table.acts[word][(i < around.first) != passive]


def _names(raw: Sequence[str], low: Sequence[str], first: int, last: int) -> list[bool]:
    """Tell which words are (part of) other names: capitals that no sentence start explains."""
    capital = [word[0].isupper() for word in raw]
    long = [capital[i] for i, word in enumerate(raw) if len(word) > 3]
    if len(long) >= 5 and sum(long) > 0.7 * len(long):  # a headline: no way to tell names
        return [False] * len(raw)
    names = []
    for i, is_capital in enumerate(capital):
        opens = i == 0 or low[i - 1] in _OPENERS
        then = i + 1 < len(raw) and capital[i + 1] and low[i + 1] not in _STOPS
        names.append(is_capital and not first <= i <= last and (not opens or then))
    return names


def _negated(low: Sequence[str], i: int, table: SentimentWords) -> bool:
    """Tell whether a word is negated: an odd number of negations shortly before it."""
    near = range(i - 1, max(-1, i - 1 - _NEGATION_REACH), -1)
    negations = [
        (low[j] in table.negation or low[j].endswith("n't"))
        and low[j + 1] not in table.negation_undone
        for j in takewhile(lambda j: low[j] not in _STOPS, near)
    ]
    return sum(negations) % 2 == 1


def label_lines(
    lines: Iterable[str],
    file: object = "standard input",
    knowledge: KnowledgeLike = None,
    report: Callable[[OnRecordError], None] | None = None,
) -> Iterator[tuple[str | int, Sentiment]]:
    """Label lines of JSON ``{"id", "text", "target": [start, stop]}``: yield id and sentiment.

    They come in the order of the lines; blank lines and a BOM are passed over. A line that is wrong
    goes to ``report`` as an OnRecordError (file, line, remedy) and the others go on; without
    ``report`` it is raised.
    """
    table = known(knowledge).sentiment_words
    for number, line in enumerate(lines, 1):
        line = line.removeprefix("\ufeff") if number == 1 else line
        if not line.strip():
            continue
        try:
            key, text, target = _asked(line, file, f"line {number}")
        except OnRecordError as error:
            if report is None:
                raise
            report(error)
        else:
            yield key, _towards(text, target, table)


def _asked(line: str, file: object, place: str) -> tuple[str | int, str, list[int]]:
    """Return id, text and target of a line; raise OnRecordError where it is wrong."""
    remedy = 'write {"id": "1", "text": "They praised Ann.", "target": [13, 16]}'
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise OnRecordError(file, place, f"not JSON ({error})", remedy) from None
    fields: Any = given if isinstance(given, dict) else {}
    key, text, target = map(fields.get, ("id", "text", "target"))
    pair = target if isinstance(target, list) else []
    faults = {
        "not a JSON object": given is not fields,
        **{f"{name} is missing": name not in fields for name in ("id", "text", "target")},
        "id is neither text nor whole number": type(key) not in (str, int),
        "text is not a text": not isinstance(text, str),
        "target is not [start, stop]": [*map(type, pair)] != [int, int],
    }
    if any(faults.values()):
        raise OnRecordError(file, place, next(filter(faults.get, faults)), remedy)
    if not 0 <= target[0] < target[1] <= len(text):
        what = f"target {target} is not inside the text of {len(text)} characters"
        raise OnRecordError(file, place, what, "count characters from 0; stop is exclusive")
    return key, text, target
