"""Count who is named together, within statements, paragraphs or articles."""

import math
from collections.abc import Sequence
from itertools import repeat

import numpy as np
import pandas as pd

from onrecord.analysis import frames
from onrecord.analysis.margins import MANY_NAMINGS, Chance, chances, compared
from onrecord.analysis.splits import LEVEL
from onrecord.knowledge import KnowledgeLike, known

WITHIN = ("statement", "sentence", "paragraph", "article")
MOST = 5  # articles that are left out, one after the other
SHOWN = ["start", "stop", "text", "voice", "rule"]  # of a mention, as evidence
UNIT = {"statement": "statement_id", "sentence": "sentence_span", "paragraph": "paragraph"}


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
    named = _named(mentions, within, by, statements, pronouns).drop_duplicates(["unit", "who"])
    own = named[~named["told"]]
    chance, alone, n_units = _chances(own), own["who"].value_counts(), own["unit"].nunique()
    frame, tested = _both(named, least), compared(chance)
    frame = frame.join(alone.rename("n_a"), on="a").join(alone.rename("n_b"), on="b")
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


def _both(named: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return each pair that units name in words that are not told: n, told, articles, units."""
    unit, names = pd.factorize(named["unit"])
    who, actors = pd.factorize(named["who"], sort=True)
    article, _ = pd.factorize(named["article"])
    each = pd.DataFrame({"unit": unit, "article": article, "who": who, "told": [*named["told"]]})
    both = each.merge(each[["unit", "who", "told"]], on="unit", suffixes=("_a", "_b"))
    both = both[both["who_a"] < both["who_b"]].rename(columns={"who_a": "a", "who_b": "b"})
    told = both["told_a"] | both["told_b"]
    groups = both[~told].groupby(["a", "b"])
    frame = groups.agg(n=("unit", "size"), articles=("article", "nunique"))
    frame["told"] = both[told].groupby(["a", "b"]).size().reindex(frame.index, fill_value=0)
    order = np.argsort(groups.ngroup().to_numpy(), kind="stable")
    ids = np.asarray(names, object)[both.loc[~told, "unit"].to_numpy()[order]]
    ends = frame["n"].cumsum()
    frame["units"] = [list(ids[end - n : end]) for end, n in zip(ends, frame["n"], strict=True)]
    frame = frame[frame["n"] >= least].reset_index()
    return frame.assign(a=actors[frame["a"]], b=actors[frame["b"]])


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
        named = _named(mentions, pair.within, pair.by, statements, pair.pronouns)
        its = named[named["unit"].isin(pair.units)].drop_duplicates("unit")["article"]
        most = MOST if len(named) < MANY_NAMINGS else 1
        for article in its.value_counts().sort_index().nlargest(most).index:
            rest = _named(
                mentions, pair.within, pair.by, statements, pair.pronouns, without=article
            )
            rest = rest[~rest["told"]].drop_duplicates(["unit", "who"])
            units = [rest.loc[rest["who"] == who, "unit"] for who in (pair.a, pair.b)]
            few, many = sorted(map(len, units))
            chance, n = _chances(rest), len({*units[0]} & {*units[1]})
            own = chance.get((few, many), Chance(0, many, 0, math.nan, (1.0,)))
            corrected = float(np.minimum(1, own.p(n) * (compared(chance) or math.nan)))
            seen = n, own.expected, n / own.expected, own.p(n), corrected
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
    named = _named(mentions, "statement", by, statements).drop_duplicates(["unit", "who"])
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
        named = _named(mentions, pair.within, pair.by, statements, pair.pronouns, SHOWN)
        found = named[named["unit"].isin(pair.units) & named["who"].isin([pair.a, pair.b])]
    frame = frames.typed(found, "unit article start stop text actor voice rule", int64="start stop")
    return frame.sort_values(["article", "start", "unit"], kind="stable", ignore_index=True)


def _named(
    mentions: pd.DataFrame, within: str, by: str, statements: pd.DataFrame | None,
    pronouns: bool = True, more: Sequence[str] = (), without: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the mentions in a unit, with ``unit``, ``who`` and, these last, whether ``told``.

    Of their columns there are article, actor and ``more``; none is of the article ``without``.
    """
    if within not in WITHIN:
        raise ValueError(f"within {within!r} is not known; use {', '.join(WITHIN)}")
    if by not in ("actor", "side"):
        raise ValueError(f"by {by!r} is not known; use actor or side")
    readings = ["actor", "pronoun"] if pronouns else ["actor"]
    columns = ["article", "actor", "reading", *more]
    columns += ["side"] * (by == "side") + ([UNIT[within]] if within in UNIT else [])
    kept = mentions["reading"].isin(readings) & mentions["actor"].notna()
    if without is not None:
        kept &= mentions["article"] != without
    sides = mentions.loc[kept, ["actor", "side"]].dropna() if by == "side" else None
    if within == "statement":
        kept &= mentions["statement_id"].notna()
    named = mentions.loc[kept, columns]
    who = named["actor"]
    if sides is not None:  # a pronoun has that of its actor
        its = sides.drop_duplicates("actor").set_index("actor")["side"]
        who = named["side"].fillna(who.map(its)).fillna(who)
    unit, told = named["article"], pd.Series(False, named.index)
    if within == "sentence":
        unit = unit + ": from " + named["sentence_span"].map(lambda span: span[0]).astype("str")
    elif within == "paragraph":
        paragraph = "paragraph " + named["paragraph"].astype("Int64").astype("str")
        unit = unit + ": " + paragraph.where(named["paragraph"].notna(), "headline")
    elif within == "statement":
        unit = named["statement_id"]
        if statements is not None:
            place, ids = pd.factorize(unit)
            its = pd.DataFrame({"statement_id": ids}).merge(_outermost(statements, without), "left")
            its = its.iloc[place].set_axis(named.index)
            unit, told = its["unit"], its["told"].eq(True)
            own = named["actor"] == its["speaker"]
            unit = unit.where(~own | (named["reading"] != "pronoun"))
    named = named.assign(unit=unit.astype("str"), who=who.astype("str"), told=told)
    return named.dropna(subset="unit").sort_values("told", kind="stable")


def _outermost(statements: pd.DataFrame, without: str | None) -> pd.DataFrame:
    """Return for each statement, but for those of an article, the one that it is told in.

    Columns: statement_id, unit (the outermost; None for a repeat), speaker (of that), told (whether
    the statement tells another's view).
    """
    rows = statements[["statement_id", "utterance", "parent", "speaker", "told_by"]]
    rows = rows if without is None else rows[statements["article"] != without]
    rows = rows.assign(once=frames.once(rows), told=rows["told_by"].notna())
    rows = rows.drop_duplicates("statement_id", keep="last").assign(unit=rows["statement_id"])
    heads = rows[rows["unit"].isin(rows["parent"].dropna().unique())]
    inner = rows["parent"].isin(heads["unit"])
    parent = rows[inner].set_index("statement_id")["parent"].to_dict()
    heads = heads.set_index("statement_id")[["speaker", "once"]].to_dict()
    outer = []
    for name in parent:
        chain = [name]
        while (up := parent.get(chain[-1])) and up not in chain:  # in no circle
            chain.append(up)
        outer.append(chain[-1])
    told = rows[inner].assign(unit=outer)
    told = told.assign(**{column: told["unit"].map(its) for column, its in heads.items()})
    rows = pd.concat([rows[~inner], told])
    rows["unit"] = rows["unit"].where(rows["once"].astype(bool))
    return rows[["statement_id", "unit", "speaker", "told"]]


def capitals(mentions: pd.DataFrame, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Return how the names of capitals were read: text, reading, rule, actor, n.

    A capital's name may stand within a longer one, as in a newspaper's.
    """
    names = {name.lower() for name in known(knowledge).roster.capitals}
    named = [not names.isdisjoint(text.lower().split()) for text in mentions["text"]]
    columns = ["text", "reading", "rule", "actor"]
    return mentions.loc[named].groupby(columns, dropna=False).size().reset_index(name="n")
