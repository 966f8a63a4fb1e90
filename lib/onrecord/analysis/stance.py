"""Who is for and against what: stance of statements towards actors and propositions.

Two measures that are never one. A *dyad* is what the speaker's side says of another side: praise
and partnership, accusation and blame. A *proposition* is a sentence that one can be for or against;
the stance is towards the proposition as worded, whatever the mood of the words: "will not lift
sanctions" is against easing them though no word in it is bad.

All words are data: ``stance_words.toml`` holds the generic ones, ``propositions.toml`` what a
corpus argues about (``knowledge.stance_words``). A sentence is read with its operators, such as
negation and condition (``stance_modality``), for what it says (``stance_reading``). Every code
names its rule and the words that show it; where no word shows a stance there is no code.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from onrecord.analysis import sentiment, voice
from onrecord.analysis.stance_modality import Mention, Text, known, spans_of, text_of
from onrecord.analysis.stance_reading import addressed, evidence, read, settled, with_pronouns
from onrecord.knowledge import stance_words

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "statement_id": "str", "article": "str", "outlet": "str", "speaker": "str",
    "speaker_side": "str", "measure": "str", "target": "str", "value": "float64",
    "conditional": "bool", "evidence_spans": "object", "evidence": "str", "rule": "str",
    "polarity": "float64", "repeat_of": "str", "date_earliest": "str", "date_latest": "str",
}  # fmt: skip
Finder = Callable[[str], Sequence[Mention]]


def code(
    statements: pd.DataFrame, propositions: Any = None, roster: Any = None, polarity: bool = True
) -> pd.DataFrame:
    """Code the stance of statements: one row for each statement, measure and target it shows.

    ``statements`` is the frame of ``onrecord.statements``. ``propositions`` is None (ours), a
    folder of knowledge, or a list of entries; ``roster`` None (ours), a folder of knowledge, a
    frame of mentions (``names.mentions.mentions_frame``), or a function from a text to the actors
    named in it (``stance_modality.Mention``). ``polarity`` False leaves TextBlob out (the column is
    then nan).

    Columns: statement_id, article, outlet, speaker, speaker_side, measure (dyad | proposition),
    target (a side, or the code of a proposition), value (-1 to 1 by halves: ±1 explicit, ±0.5
    conditional, hedged or implied, 0 raised without taking a side), conditional, evidence_spans
    (raw file), evidence, rule, polarity (TextBlob's, of the whole content, beside and never for
    stance), repeat_of, date_earliest, date_latest.

    What a statement passes on from another speaker (a statement inside it) is coded there and
    not here. A statement without a row is uncoded: see ``coverage``. Raises OnRecordError for
    knowledge that is wrong and for spans that do not fit the content.
    """
    import pandas as pd

    words = stance_words.generic(propositions if stance_words.is_folder(propositions) else None)
    tables = (
        words,
        stance_words.propositions(propositions),
        stance_words.target_names(propositions),
    )
    if hasattr(roster, "columns"):
        roster = _mentions_by_article(roster)
    inside: defaultdict[Any, list[list[int]]] = defaultdict(list)
    by_article: defaultdict[Any, list[Mapping[Any, Any]]] = defaultdict(list)
    for record in statements.to_dict("records"):
        by_article[record.get("article")].append(record)
        if known(record.get("parent")):
            inside[record["parent"]] += spans_of(record["content_spans"])
    rows = [
        row for group in by_article.values()
        for row in _rows(group, inside, tables, roster, polarity)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


Tables = tuple[stance_words.Words, list[stance_words.Proposition], dict[str, str]]


def _rows(
    group: Sequence[Mapping[Any, Any]],
    inside: Mapping[Any, list[list[int]]],
    tables: Tables,
    roster: Any,
    polarity: bool,
) -> Iterator[dict[str, Any]]:
    """Code the statements of one article."""
    words, ready, names = tables
    units = [text_of(record, inside.get(record["statement_id"], ())) for record in group]
    named = _actors_in(units, group, roster)
    before: dict[str | None, str | None] = {}  # speaker -> the one other side named last
    for k, (record, unit) in enumerate(zip(group, units, strict=True)):
        side, speaker = known(record.get("speaker_side")), known(record.get("speaker"))
        mentions = with_pronouns(unit, named[k], side, before.get(speaker), words)
        others = {m.side for m in mentions} - {side, None}
        if others:
            before[speaker] = others.pop() if len(others) == 1 else None
        found = read(unit, words, ready, mentions, side)
        if side and (at_cue := addressed(unit, named[len(group) + k], side, words)):
            found.setdefault(("dyad", at_cue[0]), []).append(at_cue[1])
        tone = sentiment.polarity(record["content"])[0] if polarity and found else math.nan
        for (measure, target), readings in sorted(found.items()):
            reading = settled(readings)
            spans, words_of = evidence(unit, reading.spans)
            yield {name: record.get(name) for name in COLUMNS} | {
                "measure": measure,
                "target": names.get(target, target) if measure == "dyad" else target,
                "value": reading.value, "conditional": reading.conditional,
                "evidence_spans": spans, "evidence": words_of, "rule": reading.rule,
                "polarity": tone,
            }  # fmt: skip


def _actors_in(
    units: Sequence[Text], records: Sequence[Mapping[str, Any]], roster: Any
) -> list[list[Mention]]:
    """Return the actors named in the statements of one article, then those in the addressees.

    The statements are read as one text with the names of their speakers, so that a surname in one
    is known from a full name in another.
    """
    addressees = [known(record.get("addressee")) or "" for record in records]
    if callable(roster):
        return [sorted(roster(text)) for text in [*(unit.text for unit in units), *addressees]]
    if isinstance(roster, dict):
        here = roster.get(records[0].get("article"), [])
        return [_in_statement(unit, here) for unit in units] + _in_words(addressees, here)
    from onrecord.names import mentions

    names = {name for record in records if (name := known(record.get("speaker")))}
    texts = [unit.text.replace("\n", " ") for unit in units]
    lines = texts + addressees + sorted(names)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    article = {
        "article": "statements", "headline_span": None,
        "paragraphs": [[[a, b - 1]] for a, b in pairwise(starts) if b - 1 > a],
        "date_earliest": known(records[0].get("date_earliest")),
        "date_latest": known(records[0].get("date_latest")),
    }  # fmt: skip
    found: list[list[Mention]] = [[] for _ in lines]
    for row in mentions.mentions("\n".join(lines), article, mentions.roster(roster)):
        if row["reading"] == "actor" and row["side"]:
            k = bisect.bisect_right(starts, row["start"]) - 1
            found[k].append(Mention(row["start"] - starts[k], row["stop"] - starts[k], row["side"]))
    return found[: 2 * len(units)]


def _in_statement(unit: Text, rows: Sequence[Mapping[str, Any]]) -> list[Mention]:
    """Return the mentions of a file that stand in a statement."""
    at = {raw: i for i, raw in enumerate(unit.raw) if raw >= 0}
    return sorted(
        Mention(at[row["start"]], at[row["stop"] - 1] + 1, row["side"])
        for row in rows
        if row["start"] in at and row["stop"] - 1 in at
    )


def _in_words(texts: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[Mention]]:
    """Return who is named in texts, in words that stand for one side alone in the file."""
    sides: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        sides[row["text"]].add(row["side"])
        sides[row["actor"]].add(row["side"])
    names = sorted((name for name in sides if len(sides[name]) == 1), key=len, reverse=True)
    if not names:
        return [[] for _ in texts]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    return [[Mention(*m.span(), *sides[m[0]]) for m in pattern.finditer(text)] for text in texts]


def _mentions_by_article(frame: pd.DataFrame) -> dict[Any, list[dict[str, Any]]]:
    """Return the actors of a frame of mentions that have a side, by article."""
    return {
        article: [row for row in rows if row["reading"] == "actor" and row["side"]]
        for article, rows in voice.by_article(frame).items()
    }


def coverage(statements: pd.DataFrame, stance: pd.DataFrame) -> pd.DataFrame:
    """Count what is coded and what is not: one row for each measure and target, and for all.

    Columns: measure (any | dyad | proposition), target ("all", or the target), statements (all of
    the frame), coded, uncoded, share (of statements that are coded, 0 to 1; nan where there is no
    statement). A statement that is uncoded says nothing on the matter, or nothing that the words
    in the tables show.
    """
    import pandas as pd

    n = int(statements["statement_id"].nunique())
    coded: dict[tuple[str, Any], int] = {("any", "all"): stance["statement_id"].nunique()}
    for measure in ("dyad", "proposition"):
        part = stance[stance["measure"] == measure]
        coded[measure, "all"] = part["statement_id"].nunique()
        for target, k in part.groupby("target")["statement_id"].nunique().items():
            coded[measure, target] = k
    rows = [(*key, n, k, n - k, k / n if n else math.nan) for key, k in coded.items()]
    kinds = {"measure": "str", "target": "str", "statements": "int64", "coded": "int64",
             "uncoded": "int64", "share": "float64"}  # fmt: skip
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


ENOUGH_UTTERANCES, ENOUGH_ARTICLES = 5, 2  # below these a mean gets no interval
RESAMPLES = 2000
TIMELINE = {
    "measure": "str", "speaker_side": "str", "target": "str", "date_earliest": "str",
    "date_latest": "str", "n": "int64", "articles": "int64", "speakers": "int64", "mean": "float64",
    "lowest": "float64", "highest": "float64", "conditional": "int64", "interval_low": "float64",
    "interval_high": "float64", "polarity": "float64", "note": "str",
}  # fmt: skip


def timeline(stance: pd.DataFrame) -> pd.DataFrame:
    """Average stance by side, target and date: one row for each that has an utterance.

    ``stance`` is the frame of ``code``. Repeats of one utterance count once. A mean is taken only
    over rows of one measure, one speaker's side ("unknown" where there is none), one target and
    one date interval.

    Columns: measure, speaker_side, target, date_earliest, date_latest (None where unknown), n
    (distinct utterances), articles, speakers (distinct), mean, lowest, highest, conditional (how
    many are), interval_low and interval_high (95 % bootstrap over utterances, 2,000 draws with a
    fixed seed; nan unless there are 5 utterances from 2 articles), polarity (mean of TextBlob's,
    another thing altogether), note (a sentence on what the figures can bear).
    """
    import numpy as np
    import pandas as pd

    rows = stance[stance["value"].notna()].copy()
    rows["speaker_side"] = rows["speaker_side"].fillna("unknown")
    rows["utterance"] = rows["repeat_of"].fillna(rows["statement_id"])
    rows = rows.sort_values("repeat_of", na_position="first", kind="stable")
    keys = ["measure", "speaker_side", "target", "date_earliest", "date_latest"]
    rows = rows.drop_duplicates([*keys[:3], "utterance"])
    rng = np.random.default_rng(0)
    out = []
    for key, part in rows.groupby(keys, dropna=False, sort=True):
        values = part["value"].to_numpy(dtype=float)
        n, articles = len(values), int(part["article"].nunique())
        low = high = math.nan
        if n >= ENOUGH_UTTERANCES and articles >= ENOUGH_ARTICLES:
            means = rng.choice(values, size=(RESAMPLES, n)).mean(axis=1)
            low, high = (float(x) for x in np.percentile(means, [2.5, 97.5]))
        note = _note(n, articles, values)
        speakers = int(part["speaker"].fillna("unknown").nunique())
        out.append(
            (*key, n, articles, speakers, values.mean(), values.min(), values.max(),
             int(part["conditional"].sum()), low, high, part["polarity"].mean(), note)
        )  # fmt: skip
    frame = pd.DataFrame(out, columns=list(TIMELINE)).astype(TIMELINE)
    return frame.sort_values(keys[:4], kind="stable", ignore_index=True)


def _note(n: int, articles: int, values: Sequence[float]) -> str:
    """Say in a sentence what a mean can bear."""
    utterances = "1 utterance" if n == 1 else f"{n} utterances"
    if n >= ENOUGH_UTTERANCES and articles >= ENOUGH_ARTICLES:
        return f"{utterances} in {articles} articles; the interval is over these utterances alone."
    agree = "" if n == 1 else ", all of one mind" if len(set(values)) == 1 else ", not of one mind"
    if articles == 1:
        return f"One event: {utterances} in 1 article{agree}; no interval."
    return f"{utterances} in {articles} articles{agree}: too few for an interval."


def wordings(propositions: Any = None) -> pd.DataFrame:
    """Return the propositions as they are coded: code, wording, not_to_be_confused_with."""
    import pandas as pd

    names = ["code", "wording", "not_to_be_confused_with"]
    rows = [
        [getattr(row, name) for name in names] for row in stance_words.propositions(propositions)
    ]
    return pd.DataFrame(rows, columns=names, dtype="str")
