"""Who is for and against what: stance of statements towards actors and propositions.

Two measures, never one. A *dyad* is what the speaker's side says of another side: praise, blame. A
*proposition* is a sentence that one can be for or against, as it is worded: "will not lift
sanctions" is against easing them though no word in it is bad.

All words are data (``stance_words.toml``, ``propositions.toml``). Every code names its rule and
the words that show it; no such word, no code.
"""

import math
from itertools import chain, pairwise
from operator import attrgetter

import numpy as np
import pandas as pd

from onrecord.analysis import frames, time
from onrecord.analysis.stance_codes import codes
from onrecord.analysis.towards import reader
from onrecord.analysis.words import DATES
from onrecord.errors import OnRecordError, counted
from onrecord.knowledge import KnowledgeLike, Propositions, known, targets
from onrecord.records import Code, Mention, Statement


def code(
    statements: pd.DataFrame, mentions: pd.DataFrame, propositions: Propositions = None,
    knowledge: KnowledgeLike = None, polarity: bool = True,
) -> pd.DataFrame:  # fmt: skip
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
    ours = known(knowledge)
    given = ours.stance_words, targets(propositions, ours), reader(ours)
    named = {article: frames.rows(part, Mention) for article, part in mentions.groupby("article")}
    found = (
        codes(frames.rows(part, Statement), named.get(article, []), *given, polarity)
        for article, part in statements.groupby("article", sort=False)
    )
    return frames.frame(chain.from_iterable(found), Code)


def utterances(codes: pd.DataFrame) -> pd.DataFrame:
    """Return one code for each utterance, measure and target, of those that ``code`` gives.

    What several statements tell is coded by the fullest of them, or by the first that is coded.
    Columns as in ``code``; ``told_by`` names whoever tells the view of another. Raises
    OnRecordError for a frame of another kind.
    """
    if "measure" not in codes:
        remedy = "give the frame of stance.code, or the codes of a corpus"
        raise OnRecordError("codes", "column measure", "is not in the frame", remedy)
    rows = codes.assign(utterance=codes["utterance"].fillna(codes["statement_id"]))
    return rows[frames.once(rows, "measure", "target")]


def _by_holder(codes: pd.DataFrame) -> pd.DataFrame:
    """Return utterances with the side that holds each view; the speaker where there is none."""
    rows = utterances(codes)
    return rows.assign(speaker_side=rows["speaker_side"].fillna(rows["speaker"]))


def coverage(statements: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Count the utterances that are coded, and those that are not: a row for each target and all.

    Columns: measure (any | dyad | proposition), target ("all", or the target), utterances (all of
    the frame), coded, told (of these, views that another tells), uncoded (which say nothing on the
    matter that the words in the tables show), share (coded, 0 to 1; nan where there is none).
    """
    of, once = statements["utterance"].nunique(), utterances(codes)
    every = {("any", "all"): once}
    for measure in ("dyad", "proposition"):
        part = once[once["measure"] == measure]
        every |= {(measure, "all"): part}
        every |= {(measure, str(target)): those for target, those in part.groupby("target")}
    counts, rows = "utterances coded told uncoded", []
    for key, part in every.items():
        n, told = (each["utterance"].nunique() for each in (part, part[part["told_by"].notna()]))
        rows.append((*key, of, n, told, of - n, n / of if of else math.nan))
    return frames.typed(rows, f"measure target {counts} share", int64=counts, float64="share")


def average(codes: pd.DataFrame, by: str = "date") -> pd.DataFrame:
    """Average stance by side, target and time: one row for each that has an utterance.

    ``codes`` is the frame of ``code``. A mean is of utterances of one measure, one speaker's side
    (the speaker where there is none), one target and one period: ``by`` date (the interval in which
    an article was written), week or month (None where that is not known so closely), or all. What
    another tells of a side is counted apart, as ``told``, and is in no mean.

    Columns: measure, speaker_side, target, date_earliest, date_latest, n (utterances), told,
    articles, speakers (distinct), mean, lowest, highest, conditional (how many are), interval_low
    and interval_high (95 % bootstrap over articles, 2,000 draws with a fixed seed, widened for few
    articles as in Hesterberg 2015; nan below 15 articles), without_low and without_high (the mean
    with any one article left out; nan for one), polarity (mean of TextBlob's, another thing
    altogether), note (what the figures can bear). Raises ValueError for another ``by``.
    """
    rows = _by_holder(codes).fillna({"speaker": "unknown", "speaker_side": "unknown"})
    rows[DATES] = time.periods(rows, by)
    keys = ["measure", "speaker_side", "target", *DATES]
    groups = rows.groupby(keys, dropna=False)
    own = rows.assign(cell=groups.ngroup(), polarity=rows["polarity"].astype(float))
    own = own[rows["told_by"].isna()]
    cells = own.groupby("cell").agg(
        n=("value", "size"), articles=("article", "nunique"), speakers=("speaker", "nunique"),
        mean=("value", "mean"), lowest=("value", "min"), highest=("value", "max"),
        conditional=("conditional", "sum"), polarity=("polarity", "mean"),
    )  # fmt: skip
    cells = groups.size().reset_index(name="told").join([cells, time.bounds(own, "cell")])
    cells = cells.fillna(dict.fromkeys(["n", "articles", "speakers", "conditional"], 0))
    cells["told"] -= cells["n"]
    agreed = cells["lowest"] == cells["highest"]
    cells["note"] = list(map(_note, cells["n"].astype(int), cells["articles"].astype(int), agreed))
    frame = frames.typed(
        cells,
        "measure speaker_side target date_earliest date_latest n told articles speakers mean "
        "lowest highest conditional interval_low interval_high without_low without_high "
        "polarity note",
        int64="n told articles speakers conditional",
        float64="mean lowest highest interval_low interval_high without_low without_high polarity",
    )
    return frame.sort_values(keys[:4], kind="stable", ignore_index=True)


def _note(n: int, articles: int, agreed: bool) -> str:
    if n == 0:
        return "Told by others alone."
    said = f"{counted(n, 'utterance')} in {counted(articles, 'article')}"
    if articles >= time.ENOUGH and not agreed:
        return f"{said}; the interval is over these articles alone."
    agree = "" if n == 1 else ", all of one mind" if agreed else ", not of one mind"
    few = "" if articles >= time.ENOUGH else ": too few articles for an interval"
    return f"{said}{agree}{few}."


def trend(codes: pd.DataFrame) -> pd.DataFrame:
    """Ask whether a side's stance rises or falls with time: a row for each measure, side, target.

    Articles whose dates overlap count as one date. Kendall's S of dates and mean values is held
    against all orders of the values, or 1,000 random ones where there are more than 7 dates.
    Columns: measure, speaker_side, target, n (own utterances), dates, rises (S by the number of
    pairs of dates, -1 to 1), p (two-sided), smallest_p (that so many dates, with these values, can
    reach: where it is over .05 nothing can be shown), changes (of sign, from a date to the next).
    """
    own = _by_holder(codes).query("told_by.isna()").dropna(subset=DATES)
    rows = time.trends(own, "measure", "speaker_side", "target")
    columns = "measure speaker_side target n dates rises p smallest_p changes"
    return frames.typed(rows, columns, int64="n dates changes", float64="rises p smallest_p")


def changed(codes: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return who spoke for and later against something, or the reverse, with both quotes.

    A row is a change of a speaker from one date to the next on which all that the speaker says of
    a target in words of its own is on one side; articles whose dates overlap are one date.
    Columns: speaker, measure, target; from_date, from_value, from_words, from_id (the day before
    which, the first value, its statement), and to_date (the day from which), to_value, to_words,
    to_id.
    """
    rows = utterances(codes).query("told_by.isna() and value != 0").dropna(subset=DATES)
    rows, found = rows.merge(statements[["statement_id", "content"]], on="statement_id"), []
    quote, keys = ["value", "content", "statement_id"], ["speaker", "measure", "target"]
    for_it = rows["value"].gt(0).groupby([rows[name] for name in keys])
    rows = rows[for_it.transform("nunique") == 2]  # who was ever on both sides
    rows = rows.sort_values(DATES, kind="stable").assign(day=time.dates(rows, *keys))
    for key, part in rows.groupby(keys):
        days = (its for _, its in part.groupby("day"))
        sided = [its for its in days if its["value"].gt(0).nunique() == 1]
        for before, after in pairwise(sided):
            one, other = before.iloc[0], after.iloc[0]
            if one["value"] * other["value"] < 0:
                last, first = before["date_latest"].max(), after["date_earliest"].min()
                found.append((*key, last, *one[quote], first, *other[quote]))
    columns = "from_date from_value from_words from_id to_date to_value to_words to_id"
    return frames.typed(found, f"speaker measure target {columns}", float64="from_value to_value")


def parted(codes: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the utterances whose stance and sound part: for, in hostile words, or the reverse.

    Columns: statement_id, speaker, target, value, polarity, content; the farthest apart first.
    """
    rows = utterances(codes).query("told_by.isna()")
    rows = rows.merge(statements[["statement_id", "content"]], on="statement_id")
    rows = rows[rows["value"] * rows["polarity"] < 0]
    farthest = (rows["value"] - rows["polarity"]).abs().sort_values(ascending=False, kind="stable")
    columns = ["statement_id", "speaker", "target", "value", "polarity", "content"]
    return rows.loc[farthest.index, columns].reset_index(drop=True)


def sound(codes: pd.DataFrame) -> pd.DataFrame:
    """Hold what speakers stand for against how their words sound: a row for each measure.

    Chance is 1,000 random orders of the utterances' polarities, with a fixed seed: stances of one
    utterance keep one sound. Columns: measure, n (own utterances and targets), sided (value not 0),
    hits (of these, polarity on the same side), hits_low and hits_high (between which they lie in
    95 of 100 cases by chance), r (Pearson's
    correlation of value and polarity, nan where either is always the same), p (two-sided; the real
    order counts as one), chance (within ±chance lie 95 % of r by chance).
    """
    own = utterances(codes).query("told_by.isna()").dropna(subset=["value", "polarity"])
    rows = []
    for measure, part in own.groupby("measure"):
        value, heard = (part[name].to_numpy(float) for name in ("value", "polarity"))
        _, first, place = np.unique(
            part["utterance"].to_numpy(object), return_index=True, return_inverse=True
        )
        rng, sided = np.random.default_rng(0), value != 0
        orders = [rng.permutation(heard[first])[place] for _ in range(time.ORDERS)]
        heard = np.array([heard, *orders])
        hits = (np.sign(heard) == np.sign(value))[:, sided].sum(axis=1)
        apart, spread = heard - heard.mean(axis=1, keepdims=True), heard.std(axis=1) * value.std()
        r = (apart @ (value - value.mean())) / np.where(spread > 1e-9, spread, np.nan) / len(value)
        p = np.mean(np.abs(r) >= abs(r[0]) - 1e-9) if np.isfinite(r[0]) else math.nan
        chance = np.percentile(np.abs(r[np.isfinite(r)]), 95) if np.isfinite(r[0]) else math.nan
        ends = np.percentile(hits[1:], [2.5, 97.5], method="nearest")
        rows.append((measure, len(part), sided.sum(), hits[0], *ends, r[0], p, chance))
    columns, counts = "measure n sided hits hits_low hits_high r p chance", "n sided hits"
    return frames.typed(rows, columns, int64=f"{counts} hits_low hits_high", float64="r p chance")


def wordings(propositions: Propositions = None, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Return the propositions as they are coded.

    Columns: code, name (as in "for NAME"; the code if it has none), wording,
    not_to_be_confused_with.
    """
    columns = "code name wording not_to_be_confused_with"
    ready = targets(propositions, known(knowledge)).propositions
    return frames.typed(map(attrgetter(*columns.split()), ready), columns)
