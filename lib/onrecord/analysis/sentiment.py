"""How a text speaks: TextBlob's polarity, and the sentiment towards one target.

Neither says what a speaker is for or against: "will not lift sanctions" has no bad word in it.
Stance is read by ``onrecord.analysis.stance``; what stands here is shown beside it, never for it.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from onrecord.errors import OnRecordError
from onrecord.knowledge import KnowledgeLike, known
from onrecord.records import Span


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

    ``target`` is [start, stop], code-point offsets into ``text``. The label is the likeliest by a
    linear model, learned on NewsMTSC and on coded statements; the score is the share of pos less
    that of neg. Names, the target's own first of all, count for nothing. Source: Hamborg and
    Donnay (2021).

    >>> targeted("Critics condemned Lee as dishonest.", [18, 21]).label
    'neg'
    """
    start, stop = target
    return _reader(knowledge)(text, [(start, stop)])


def _reader(knowledge: KnowledgeLike) -> Callable[[str, Sequence[Span]], Sentiment]:
    from onrecord.analysis.towards import reader  # numpy takes time

    read = reader(known(knowledge)).read
    return lambda text, targets: Sentiment(*read(text, targets)[:2])


def label_lines(
    lines: Iterable[str], file: object = "standard input", knowledge: KnowledgeLike = None,
    report: Callable[[OnRecordError], None] | None = None,
) -> Iterator[tuple[str | int, Sentiment]]:  # fmt: skip
    """Label lines of JSON ``{"id", "text", "target": [start, stop]}``: yield id and sentiment.

    They come in the order of the lines; blank lines and a BOM are passed over. A line that is wrong
    goes to ``report`` as an OnRecordError (file, line, remedy) and the others go on; without
    ``report`` it is raised.
    """
    read = _reader(knowledge)
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
            yield key, read(text, [target])


def _asked(line: str, file: object, place: str) -> tuple[str | int, str, Span]:
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
    return key, text, (target[0], target[1])
