"""One annotator beside another: how far two passes over the same articles agree."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pandas as pd

from onrecord.analysis.frames import typed
from onrecord.analysis.splits import LEVEL, holm, upper_tail
from onrecord.evaluation.gold import MEASURES, GoldArticle, Pass
from onrecord.evaluation.scoring import match, scores
from onrecord.knowledge.tables import shipped


def _by_article(pass_a: Pass, pass_b: Pass) -> list[tuple[GoldArticle, GoldArticle]]:
    """Pair the articles of two passes; one that a pass lacks counts as read without a find."""
    first, second = ({one.article: one for one in part} for part in (pass_a, pass_b))
    bare = {name: replace(one, statements=()) for name, one in (first | second).items()}
    return [(first.get(name, one), second.get(name, one)) for name, one in bare.items()]


def recorded(name: str) -> pd.DataFrame:
    """Return what was measured on other text and comes with the program.

    ``name`` is polnear, speakers, polnear_errors or calibration; the columns are those of the file
    in ``data/gold``.
    """
    return pd.read_csv(shipped(f"gold/{name}.csv"))


def agreement(pass_a: Pass, pass_b: Pass) -> pd.DataFrame:
    """Return how far two passes find the same statements, as ``scores`` counts.

    Columns: measure (in words), value (a share, 0 to 1), n (matches that it is over).
    """
    pairs = _by_article(pass_a, pass_b)
    row = scores([a for a, _ in pairs], [b for _, b in pairs]).iloc[0]
    rows = [
        ("statements found by both, F1", row["f1"], row["matched"]),
        ("the same words exactly, F1", row["strict_f1"], row["matched"]),
        ("the same speaker, share of matches", row["speaker_accuracy"], row["speaker_n"]),
        ("the same form, share of matches", row["form_accuracy"], row["matched"]),
    ]
    return pd.DataFrame(rows, columns=["measure", "value", "n"])


def alpha(pass_a: Pass, pass_b: Pass) -> pd.DataFrame:
    """Return Krippendorff's alpha of two passes' stance values, by measure and for both.

    A unit is a statement of both passes (matched by content) with a measure and a target that one
    of them coded at least. Columns: measure (dyad, proposition, all), n (units coded by both),
    only_a, only_b (coded by one), equal (share of n with the same value), alpha_ordinal,
    alpha_interval (by ``alpha_of``, over n), alpha_uncoded (nominal, over all units: "uncoded" is a
    value like the others), note (a sentence of caution).
    """
    coded = [
        (code[0], one.stance.get(code), other.stance.get(code))
        for first, second in _by_article(pass_a, pass_b)
        for one, other in match(first.statements, second.statements, first.text).pairs
        for code in one.stance | other.stance
    ]
    units, rows = pd.DataFrame(coded, columns=["measure", "a", "b"]), []
    for measure in (*MEASURES, "all"):
        part = units if measure == "all" else units[units["measure"] == measure]
        both = part.dropna()
        values = list(zip(both["a"], both["b"], strict=True))
        only_a, only_b = part["b"].isna().sum(), part["a"].isna().sum()
        note = (
            f"Alpha is over the {len(both)} codes that both annotators gave; it says nothing of "
            f"what only one of them coded ({only_a + only_b}), and at this n a few codes more "
            "would move it far."
        )
        if both[["a", "b"]].stack().nunique() < 2:
            note += " Here no two values differ, so alpha is not defined."
        row = (measure, len(both), only_a, only_b, (both["a"] == both["b"]).mean())
        every = part[["a", "b"]].astype(object).fillna("uncoded").to_numpy()
        alphas = (alpha_of(values, "ordinal"), alpha_of(values), alpha_of(every, "nominal"))
        rows.append((*row, *alphas, note))
    columns = "measure n only_a only_b equal alpha_ordinal alpha_interval alpha_uncoded note"
    return pd.DataFrame(rows, columns=columns.split())


def alpha_of(units: Iterable[Sequence[Any]], level: str = "interval") -> float:
    """Return Krippendorff's alpha: 1 for perfect agreement, 0 for what chance would give.

    A unit has one value for each coder, None or nan where it is missing; one of fewer than two
    values does not count. The result is nan for fewer than two units and where no two values
    differ. Raises ValueError for a level that is none. Method: Krippendorff, 2004.
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise ValueError(f"level {level!r} is not known; use nominal, ordinal or interval")
    rows = [[value for value in unit if value is not None and value == value] for unit in units]
    rows = [row for row in rows if len(row) > 1]
    values = [value for row in rows for value in row]
    totals, place = Counter(values), dict(zip(values, values, strict=True))
    if level == "ordinal":  # values stand as far apart as their middle ranks
        place = dict(zip(values, pd.Series(values).rank(), strict=True))

    def apart(one: Any, other: Any) -> float:
        return one != other if level == "nominal" else (place[one] - place[other]) ** 2

    observed = sum(apart(*two) / (len(row) - 1) for row in rows for two in permutations(row, 2))
    expected = sum(totals[a] * totals[b] * apart(a, b) for a, b in permutations(totals, 2))
    if len(rows) < 2 or not expected:
        return math.nan
    return float(1 - (totals.total() - 1) * observed / expected)


def beside(
    found: pd.DataFrame, coded: pd.DataFrame, passes: Sequence[str] = ("pass_a", "pass_b")
) -> pd.DataFrame:
    """Hold the frames that words show in sentences against those that readers see there.

    ``found`` is the frame of ``news_frames.find``; ``coded`` has article, start, stop (of a
    sentence), frame, and 0 or 1 for each pass. Columns: frame, reading (each pass; "both": what all
    mark), n (sentences), coded, found (evidence begins there), matched, precision, recall, f1,
    kappa (Cohen 1960), p (that as many or more match by chance: the found ones being any others of
    the same article; exact), p_holm (over frames; Holm 1979), better (p_holm is .05 or less),
    alpha (Krippendorff's, of the passes). Raises ValueError for a mark that is neither 0 nor 1.
    """
    if not coded[list(passes)].isin([0, 1]).all(axis=None):
        raise ValueError(f"a mark is neither 0 nor 1; mend {', '.join(passes)}")
    spans = found.explode("evidence_spans").groupby(["article", "frame"])["evidence_spans"]
    shown, rows = spans.agg(list).to_dict(), []
    places = coded[["article", "frame", "start", "stop"]].itertuples(index=False)
    hits = [any(at[2] <= a < at[3] for a, _ in shown.get(at[:2], ())) for at in places]
    for frame, part in coded.assign(found=hits).groupby("frame", sort=False):
        marks = part[list(passes)] == 1
        for reading, marked in [*marks.items(), ("both", marks.all(axis=1))]:
            held = part.assign(coded=marked, matched=marked & part["found"])
            n = len(held), *held[["coded", "found", "matched"]].sum()
            alpha = alpha_of(marks.to_numpy(), "nominal")
            draws = held.groupby("article").agg({"coded": "sum", "found": "sum", "frame": "size"})
            p = upper_tail(n[-1], draws.to_numpy(int).tolist())
            rows.append((frame, reading, *n, p, alpha))
    counts = "n coded found matched"
    table = typed(rows, f"frame reading {counts} p alpha", int64=counts, float64="p alpha")
    n, a, b, both = (table[name] for name in counts.split())
    even = (a * b + (n - a) * (n - b)) / n**2
    kappa = ((n - a - b + 2 * both) / n - even) / (1 - even)
    table = table.assign(precision=both / b, recall=both / a, f1=2 * both / (a + b), kappa=kappa)
    table["p_holm"] = table.groupby("reading")["p"].transform(lambda p: holm(p.to_numpy(), len(p)))
    table["better"] = table["p_holm"] <= LEVEL
    columns = f"frame reading {counts} precision recall f1 kappa p p_holm better alpha"
    return table[columns.split()]
