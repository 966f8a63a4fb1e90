"""Count who is named together, within statements, paragraphs or articles."""

import math
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pandas as pd

from onrecord.analysis import frames
from onrecord.analysis.margins import MANY_NAMINGS, Chance, chances, compared
from onrecord.analysis.splits import LEVEL
from onrecord.knowledge import KnowledgeLike, known

WITHIN = ("statement", "sentence", "paragraph", "article")
MOST = 5  # articles that are left out, one after the other
OF_MENTION = ["statement_id", "reading", "actor"]  # what tells its unit


class Named(NamedTuple):
    """Who is named in which unit: namings by numbers, and what the numbers stand for.

    ``rows`` has unit, who, article (numbers), told (whether its words tell another's view) and
    place (of the mention in its frame); those that are told come last.
    """

    rows: pd.DataFrame
    units: pd.Index
    actors: pd.Index  # in alphabetical order
    articles: pd.Index


def pairs(
    mentions: pd.DataFrame, within: str = "statement", by: str = "actor",
    statements: pd.DataFrame | None = None, least: int = 1, pronouns: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """Count for each pair of actors the units that name both, beside what chance would give.

    ``mentions`` and ``statements`` are the frames of a corpus; a country that is merely a place is
    left out. ``within`` is statement (what is said, not who says it), sentence, paragraph (the
    headline is one) or article; ``by="side"`` puts the actors of one side together (one without a
    side stands for itself). With ``statements`` one inside another is part of it, repeats of one
    utterance count once, and the speaker's own "he" is no naming. ``least`` leaves out pairs that
    fewer units name, ``pronouns`` False whom "he" or "she" stands for.

    Columns: a, b (in alphabetical order), n (units that name both), told (more of them, if the
    words count that tell another's view), n_a, n_b (units that name the one), n_units (units that
    name anybody), articles (in which the pair occurs), expected (n by chance: by all tables in
    which each unit names as many, and each actor is named in as many units; ``margins.chances``),
    ratio (n to expected), p (chance of so many or more), smallest_p (that these numbers can reach),
    compared (by which p is multiplied for .05 to hold for all pairs that can be found;
    0 where none can), p_corrected (p times that, nan where it is 0; Tarone
    1990), within, by, pronouns, units (ids of the n units: ``evidence`` shows their words),
    caution. Units of one article depend on each other, which p does not know: see ``without_one``.
    Pairs above chance (p_corrected up to .05) come first, then by n. Raises ValueError for another
    ``within`` or ``by``.
    """
    named = _named(mentions, within, by, statements, pronouns)
    own = _once(named, told=False)
    chance, alone, n_units = _chances(own), own["who"].value_counts(), own["unit"].nunique()
    frame, tested = _both(named, least), compared(chance)
    for end in ("a", "b"):
        frame[f"n_{end}"] = frame[end].map(alone)
        frame[end] = named.actors[frame[end]]
    ends = np.sort(frame[["n_a", "n_b"]].to_numpy(int), axis=1)
    each = [chance[few, many] for few, many in ends.tolist()]
    frame["expected"] = [one.expected for one in each]
    frame["ratio"] = frame["n"] / frame["expected"]
    frame["p"] = [one.p(n) for one, n in zip(each, frame["n"], strict=True)]
    frame["smallest_p"] = [one.smallest for one in each]
    frame["p_corrected"] = (frame["p"] * (tested or np.nan)).clip(upper=1.0)
    frame["found"] = frame["p_corrected"] <= LEVEL
    order, up = ["found", "n", "ratio", "a", "b"], [False, False, False, True, True]
    frame = frame.sort_values(order, ascending=up, ignore_index=True)
    frame["caution"] = list(map(frames.caution, frame["n"], repeat(within), frame["articles"]))
    return frames.typed(
        frame.assign(n_units=n_units, compared=tested, within=within, by=by, pronouns=pronouns),
        "a b n told n_a n_b n_units articles expected ratio p smallest_p compared p_corrected "
        "within by pronouns units caution",
        int64="n told n_a n_b n_units articles compared", bool="pronouns", object="units",
        float64="expected ratio p smallest_p p_corrected",
    )  # fmt: skip


def _once(named: Named, told: bool = True) -> pd.DataFrame:
    """Return one naming of each actor in each unit, in words that are not told where it has any."""
    rows = named.rows.drop_duplicates(["unit", "who"])
    return rows if told else rows[~rows["told"]]


def _both(named: Named, least: int) -> pd.DataFrame:
    """Return each pair that units name in words that are not told: a, b, n, told, articles, units.

    The actors are numbers.
    """
    each = _once(named)[["unit", "article", "who", "told"]]
    both = each.merge(each[["unit", "who", "told"]], on="unit", suffixes=("_a", "_b"))
    both = both[both["who_a"] < both["who_b"]].rename(columns={"who_a": "a", "who_b": "b"})
    told = both["told_a"] | both["told_b"]
    groups = both[~told].groupby(["a", "b"])
    frame = groups.agg(n=("unit", "size"), articles=("article", "nunique"))
    frame["told"] = both[told].groupby(["a", "b"]).size().reindex(frame.index, fill_value=0)
    order = np.argsort(groups.ngroup().to_numpy(), kind="stable")
    ids = named.units[both.loc[~told, "unit"].to_numpy()[order]].to_numpy(object)
    ends = frame["n"].cumsum()
    frame["units"] = [list(ids[end - n : end]) for end, n in zip(ends, frame["n"], strict=True)]
    return frame[frame["n"] >= least].reset_index()


def without_one(
    pairs: pd.DataFrame, mentions: pd.DataFrame, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Count the first of ``pairs`` anew without one article: each of those that name it most often.

    The arguments are those of ``evidence``. No more than five articles are left out, each in turn
    (of 200,000 namings or more one alone: it weighs little).
    Columns: without (the article), a, b, n, expected, ratio, p, p_corrected (as in ``pairs``).
    """
    rows = []
    for pair in pairs.head(1).itertuples():
        how = pair.within, pair.by, statements, pair.pronouns
        named = _named(mentions, *how)
        those = named.rows["unit"].isin(named.units.get_indexer(pair.units))
        within = named.articles[named.rows[those].drop_duplicates("unit")["article"]]
        most = MOST if len(named.rows) < MANY_NAMINGS else 1
        for article in within.value_counts().sort_index().nlargest(most).index:
            rest = _named(mentions, *how, without=article)
            own = _once(rest, told=False)
            two = rest.actors.get_indexer([pair.a, pair.b])
            units = [own.loc[own["who"] == who, "unit"] for who in two]
            few, many = sorted(map(len, units))
            chance, n = _chances(own), len({*units[0]} & {*units[1]})
            its = chance.get((few, many), Chance(0, many, 0, math.nan, (1.0,)))
            corrected = float(np.minimum(1, its.p(n) * (compared(chance) or math.nan)))
            seen = n, its.expected, n / its.expected, its.p(n), corrected
            rows.append((article, pair.a, pair.b, *seen))
    columns = "without a b n expected ratio p p_corrected"
    return frames.typed(rows, columns, int64="n", float64="expected ratio p p_corrected")


def _chances(named: pd.DataFrame) -> dict[tuple[int, int], Chance]:
    return chances(pd.factorize(named["unit"])[0], pd.factorize(named["who"])[0])


def directed(statements: pd.DataFrame, mentions: pd.DataFrame, by: str = "actor") -> pd.DataFrame:
    """Count whom each speaker names: utterances, beside how often all others name the same.

    Who speaks is the speaker, or with ``by="side"`` the side (the speaker where there is none); who
    is unknown is left out, and so is whoever names themselves. Columns: speaker, named, n
    (utterances that name it), told (more, in which only words that tell another's view do), of
    (utterances of the speaker), share, n_others, of_others, share_others (of all other speakers),
    articles, caution. Sorted by n.
    """
    counted = statements[frames.once(statements) & statements["told_by"].isna()]
    side = counted["speaker_side"].fillna(counted["speaker"])
    who = counted["speaker"] if by == "actor" else side
    spoke = counted.assign(speaker=who)[["statement_id", "speaker"]].dropna()
    found = _named(mentions, "statement", by, statements)
    named = _once(found).assign(
        unit=lambda its: found.units[its["unit"]], who=lambda its: found.actors[its["who"]]
    )
    rows = named.merge(spoke, left_on="unit", right_on="statement_id", suffixes=("_in", ""))
    rows = rows[rows["who"] != rows["speaker"]].rename(columns={"who": "named"})
    frame = rows.groupby(["speaker", "named"]).agg(
        both=("unit", "size"), told=("told", "sum"), articles=("article", "nunique")
    )
    frame = frame.assign(n=frame["both"] - frame["told"]).reset_index()
    of = spoke["speaker"].value_counts()
    frame = frame.join(of.rename("of"), on="speaker").join(of.rename("own"), on="named")
    frame = frame.join(rows.loc[~rows["told"], "named"].value_counts().rename("all"), on="named")
    frame["n_others"] = frame["all"].fillna(0) - frame["n"]
    frame["of_others"] = len(spoke) - frame["of"] - frame["own"].fillna(0)
    frame["share"] = frame["n"] / frame["of"]
    frame["share_others"] = frame["n_others"] / frame["of_others"].where(frame["of_others"] > 0)
    cautions = map(frames.caution, frame["of"], repeat("utterance"), frame["articles"])
    frame = frame.assign(caution=list(cautions))
    order, up = ["n", "share", "speaker", "named"], [False, False, True, True]
    return frames.typed(
        frame.sort_values(order, ascending=up, ignore_index=True),
        "speaker named n told of share n_others of_others share_others articles caution",
        int64="n told of n_others of_others articles", float64="share share_others",
    )  # fmt: skip


def evidence(
    pairs: pd.DataFrame, mentions: pd.DataFrame, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the mentions behind the first row of ``pairs``: each use of the two in its units.

    ``pairs`` is the frame of ``pairs``, or rows of it; ``mentions`` and ``statements`` are those it
    was made from. Columns: unit, article, start, stop, text, actor, voice, rule; offsets hold in
    the file. Where there is no pair the result is empty.
    """
    found = mentions.iloc[:0]
    for pair in pairs.head(1).itertuples():
        named = _named(mentions, pair.within, pair.by, statements, pair.pronouns)
        units, two = named.units.get_indexer(pair.units), named.actors.get_indexer([pair.a, pair.b])
        rows = named.rows[named.rows["unit"].isin(units) & named.rows["who"].isin(two)]
        found = mentions.iloc[rows["place"]].assign(unit=named.units[rows["unit"]])
    frame = frames.typed(found, "unit article start stop text actor voice rule", int64="start stop")
    return frame.sort_values(["article", "start", "unit"], kind="stable", ignore_index=True)


def _named(
    mentions: pd.DataFrame, within: str, by: str, statements: pd.DataFrame | None,
    pronouns: bool = True, without: str | None = None,
) -> Named:  # fmt: skip
    """Return the mentions in a unit, but for those of the article ``without``."""
    if within not in WITHIN:
        raise ValueError(f"within {within!r} is not known; use {', '.join(WITHIN)}")
    if by not in ("actor", "side"):
        raise ValueError(f"by {by!r} is not known; use actor or side")
    kept = mentions["reading"].isin(["actor", "pronoun"] if pronouns else ["actor"])
    kept &= mentions["actor"].notna()
    if without is not None:
        kept &= mentions["article"] != without
    sides = mentions.loc[kept, ["actor", "side"]].dropna() if by == "side" else None
    if within == "statement":
        kept &= mentions["statement_id"].notna()
    place = np.flatnonzero(kept)
    who = mentions["actor"].iloc[place]
    if sides is not None:  # a pronoun has that of its actor
        its = sides.drop_duplicates("actor").set_index("actor")["side"]
        who = mentions["side"].iloc[place].fillna(who.map(its)).fillna(who)
    told = np.zeros(len(place), bool)
    if within == "statement" and statements is not None:
        unit, told, units = _outermost(mentions[OF_MENTION].iloc[place], statements, without)
    else:
        unit, units = pd.factorize(_printed(mentions.iloc[place], within))
    number, actors = pd.factorize(who, sort=True)
    article, articles = pd.factorize(mentions["article"].iloc[place])
    rows = pd.DataFrame(
        {"unit": unit, "who": number, "article": article, "told": told, "place": place}
    )
    rows = rows[rows["unit"] >= 0].sort_values("told", kind="stable")
    return Named(rows, pd.Index(units), pd.Index(actors), pd.Index(articles))


def _printed(mentions: pd.DataFrame, within: str) -> pd.Series:
    """Return the unit of each mention: its statement, sentence, paragraph or article."""
    article = mentions["article"]
    if within == "statement":
        return mentions["statement_id"]
    if within == "sentence":
        start = mentions["sentence_span"].map(lambda span: span[0]).astype("str")
        return article + ": from " + start
    if within == "paragraph":
        paragraph = "paragraph " + mentions["paragraph"].astype("Int64").astype("str")
        return article + ": " + paragraph.where(mentions["paragraph"].notna(), "headline")
    return article


def _outermost(
    mentions: pd.DataFrame, statements: pd.DataFrame, without: str | None
) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Return of each mention its unit, whether the words are told, and the names of the units.

    A unit is the outermost statement around one; it is -1 in a repeat of an utterance that another
    article than ``without`` has, and where a pronoun stands for who speaks.
    """
    last = np.flatnonzero(~statements["statement_id"].duplicated(keep="last"))
    ids = pd.Index(statements["statement_id"].iloc[last])
    outer = _ends(ids.get_indexer(statements["parent"].iloc[last]))
    rest = np.arange(len(statements))
    if without is not None:
        rest = np.flatnonzero(statements["article"] != without)
    once = np.zeros(len(statements), bool)
    once[rest] = frames.once(statements[["statement_id", "utterance"]].iloc[rest])
    unit = np.where(once[last][outer], outer, -1)
    at = ids.get_indexer(mentions["statement_id"])
    unit, told = (
        np.append(its, none)[at]  # what is in no statement is at -1
        for its, none in ((unit, -1), (statements["told_by"].notna().to_numpy()[last], False))
    )
    pronouns = np.flatnonzero((mentions["reading"] == "pronoun") & (at >= 0))
    speaker = statements["speaker"].iloc[last[outer[at[pronouns]]]].to_numpy(object)
    own = mentions["actor"].iloc[pronouns].to_numpy(object) == speaker
    unit[pronouns[own]] = -1
    return unit, told, ids


def _ends(up: np.ndarray) -> np.ndarray:
    """Return where each place leads, from one to the next that it names, -1 for none."""
    ends, following = np.arange(len(up)), up.tolist()
    for place in np.flatnonzero(up >= 0).tolist():
        chain = [place]
        while (to := following[chain[-1]]) >= 0 and to not in chain:  # in no circle
            chain.append(to)
        ends[place] = chain[-1]
    return ends


def capitals(mentions: pd.DataFrame, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Return how the names of capitals were read: text, reading, rule, actor, n.

    A capital's name may stand within a longer one, as in a newspaper's.
    """
    names = {name.lower() for name in known(knowledge).roster.capitals}
    named = [not names.isdisjoint(text.lower().split()) for text in mentions["text"]]
    columns = ["text", "reading", "rule", "actor"]
    return mentions.loc[named].groupby(columns, dropna=False).size().reset_index(name="n")
