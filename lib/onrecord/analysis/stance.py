"""Who is for and against what: stance of statements towards actors and propositions.

Two measures, never one. A *dyad* is what the speaker's side says of another side: praise, blame. A
*proposition* is a sentence that one can be for or against, as it is worded: "will not lift
sanctions" is against easing them though no word in it is bad.

All words are data (``stance_words.toml``, ``propositions.toml``). Every code names its rule and
the words that show it; no such word, no code.
"""

import math
from itertools import chain
from operator import attrgetter

import numpy as np
import pandas as pd

from onrecord.analysis import frames
from onrecord.analysis.stance_codes import codes
from onrecord.knowledge import KnowledgeLike, Propositions, known, targets
from onrecord.records import Code, Mention, Statement


def code(
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    propositions: Propositions = None,
    knowledge: KnowledgeLike = None,
    polarity: bool = True,
) -> pd.DataFrame:
    """Code the stance of statements: one row for each statement, measure and target it shows.

    ``statements`` and ``mentions`` are the frames of a corpus. ``propositions`` is None (those of
    ``knowledge``), a file or a folder that holds ``propositions.toml``, or a list of entries.
    ``polarity`` False leaves TextBlob out (the column is then nan).

    Columns: the fields of ``records.Code``: measure (dyad | proposition), target (the code of a
    proposition; of a dyad the side), target_actor (of a dyad who is named of that side), value (-1
    to 1 by halves: ±1 explicit, ±0.5 conditional, hedged or implied, 0 raised without taking a
    side), conditional, evidence_spans (raw file), evidence, rule, polarity (TextBlob's, of the
    whole content, beside and never for stance) and what they share with the statement. What one
    passes on from another (a statement inside it) is coded there alone. Raises OnRecordError for
    knowledge that is wrong and for spans that do not fit the content.
    """
    words, towards = known(knowledge).stance_words, targets(propositions, known(knowledge))
    named = {article: frames.rows(part, Mention) for article, part in mentions.groupby("article")}
    found = (
        codes(frames.rows(part, Statement), named.get(article, []), words, towards, polarity)
        for article, part in statements.groupby("article", sort=False)
    )
    return frames.frame(chain.from_iterable(found), Code)


def coverage(statements: pd.DataFrame, stance: pd.DataFrame) -> pd.DataFrame:
    """Count what is coded and what is not: one row for each measure and target, and for all.

    Columns: measure (any | dyad | proposition), target ("all", or the target), statements (all of
    the frame), coded, uncoded (which say nothing on the matter that the words in the tables show),
    share (of statements that are coded, 0 to 1; nan where there is no statement).
    """
    of = statements["statement_id"].nunique()
    coded = {("any", "all"): stance["statement_id"].nunique()}
    for measure in ("dyad", "proposition"):
        part = stance[stance["measure"] == measure]
        coded[measure, "all"] = part["statement_id"].nunique()
        by_target = part.groupby("target")["statement_id"].nunique()
        coded |= {(measure, target): n for target, n in by_target.items()}
    rows = [(*key, of, n, of - n, n / of if of else math.nan) for key, n in coded.items()]
    columns = "measure target statements coded uncoded share"
    return frames.typed(rows, columns, int64="statements coded uncoded", float64="share")


ENOUGH_UTTERANCES, ENOUGH_ARTICLES = 5, 2  # below these a mean gets no interval


def average(stance: pd.DataFrame) -> pd.DataFrame:
    """Average stance by side, target and date: one row for each that has an utterance.

    ``stance`` is the frame of ``code``; repeats of one utterance count once. A mean is of one
    measure, one speaker's side ("unknown" where there is none), one target and one date interval.

    Columns: measure, speaker_side, target, date_earliest, date_latest (None where unknown), n
    (distinct utterances), articles, speakers (distinct), mean, lowest, highest, conditional (how
    many are), interval_low and interval_high (95 % bootstrap over utterances, 2,000 draws with a
    fixed seed; nan unless there are 5 utterances from 2 articles), polarity (mean of TextBlob's,
    another thing altogether), note (a sentence on what the figures can bear).
    """
    rows = stance.sort_values("repeat_of", na_position="first", kind="stable").fillna(
        {"speaker": "unknown", "speaker_side": "unknown"}
    )
    rows["utterance"] = rows["repeat_of"].fillna(rows["statement_id"])
    keys = ["measure", "speaker_side", "target", "date_earliest", "date_latest"]
    groups = rows.drop_duplicates([*keys[:3], "utterance"]).groupby(keys, dropna=False)
    frame = groups.agg(
        n=("value", "size"), articles=("article", "nunique"), speakers=("speaker", "nunique"),
        mean=("value", "mean"), lowest=("value", "min"), highest=("value", "max"),
        conditional=("conditional", "sum"), polarity=("polarity", lambda polarity: polarity.mean()),
    ).reset_index()  # fmt: skip
    rng = np.random.default_rng(0)
    ends = [_interval(part["value"], part["article"].nunique(), rng) for _, part in groups]
    frame = frame.join(pd.DataFrame(ends, columns=["interval_low", "interval_high"]))
    agreed = frame["lowest"] == frame["highest"]
    frame["note"] = list(map(_note, frame["n"], frame["articles"], agreed))
    frame = frames.typed(
        frame,
        "measure speaker_side target date_earliest date_latest n articles speakers mean lowest "
        "highest conditional interval_low interval_high polarity note",
        int64="n articles speakers conditional",
        float64="mean lowest highest interval_low interval_high polarity",
    )
    return frame.sort_values(keys[:4], kind="stable", ignore_index=True)


def _interval(values: pd.Series, articles: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return the ends of the bootstrap interval of a mean; nan where there is too little."""
    if len(values) < ENOUGH_UTTERANCES or articles < ENOUGH_ARTICLES:
        return math.nan, math.nan
    means = rng.choice(values.to_numpy(float), size=(2000, len(values))).mean(axis=1)
    return float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))


def _note(n: int, articles: int, agreed: bool) -> str:
    utterances = "1 utterance" if n == 1 else f"{n} utterances"
    if n >= ENOUGH_UTTERANCES and articles >= ENOUGH_ARTICLES:
        return f"{utterances} in {articles} articles; the interval is over these utterances alone."
    agree = "" if n == 1 else ", all of one mind" if agreed else ", not of one mind"
    if articles == 1:
        return f"One event: {utterances} in 1 article{agree}; no interval."
    return f"{utterances} in {articles} articles{agree}: too few for an interval."


def wordings(propositions: Propositions = None, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Return the propositions as they are coded: code, wording, not_to_be_confused_with."""
    columns = "code wording not_to_be_confused_with"
    ready = targets(propositions, known(knowledge)).propositions
    return frames.typed(map(attrgetter(*columns.split()), ready), columns)
