"""What words mark beside what readers mark, sentence by sentence, and what chance would give."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from onrecord.analysis.frames import typed
from onrecord.evaluation.reliability import alpha_of


def beside(
    found: pd.DataFrame, coded: pd.DataFrame, passes: Sequence[str] = ("pass_a", "pass_b")
) -> pd.DataFrame:
    """Hold the frames that words show against those that readers saw, one row a frame and reading.

    ``found`` is the frame of ``news_frames.find``; ``coded`` has article, start, stop (of a
    sentence), frame, and 0 or 1 in a column for each reader. A sentence is found where evidence
    begins in it. Columns: frame, reading (each of ``passes``; "both": what all of them mark), n
    (sentences), coded, found, matched, precision, recall, f1, kappa (Cohen 1960), p (one-sided,
    exact: as many matches or more, were the found ones any others of the same article, as many in
    each), p_holm (for the frames of a reading; Holm 1979), better (p_holm of .05 or less), alpha
    (Krippendorff's, of the passes: what the frame lets readers agree on). Raises ValueError where
    a mark is neither 0 nor 1.
    """
    if not coded[list(passes)].isin([0, 1]).all(axis=None):
        raise ValueError("a mark is neither 0 nor 1; write 0 or 1 in each row of each pass")
    spans = found.explode("evidence_spans").groupby(["article", "frame"])["evidence_spans"]
    shown, place = spans.agg(list).to_dict(), ["article", "frame", "start", "stop"]
    hits = [
        any(start <= first < stop for first, _ in shown.get((article, frame), ()))
        for article, frame, start, stop in coded[place].itertuples(index=False)
    ]
    rows = []
    for frame, part in coded.assign(found=hits).groupby("frame", sort=False):
        marks = part[list(passes)] == 1
        alpha = alpha_of(marks.to_numpy(), "nominal")
        for reading, marked in [*marks.items(), ("both", marks.all(axis=1))]:
            row = _held(part["article"], marked, part["found"])
            rows.append((frame, reading, *row, math.nan, False, alpha))
    columns = "n coded found matched precision recall f1 kappa p p_holm better alpha"
    table = typed(
        rows, f"frame reading {columns}", int64="n coded found matched", bool="better",
        float64="precision recall f1 kappa p p_holm alpha",
    )  # fmt: skip
    table["p_holm"] = table.groupby("reading")["p"].transform(_holm)
    return table.assign(better=table["p_holm"] <= 0.05)


def _held(articles: pd.Series, coded: pd.Series, found: pd.Series) -> tuple[float, ...]:
    """Return n, coded, found, matched, precision, recall, F1, kappa and p of one frame."""
    n, a, b, both = len(coded), sum(coded), sum(found), sum(coded & found)
    even = (a * b + (n - a) * (n - b)) / n**2
    kappa = _share((n - a - b + 2 * both) / n - even, 1 - even)
    odds = np.ones(1)  # of each number of matches: a sum of hypergeometric numbers
    for _, part in pd.DataFrame({"coded": coded, "found": found}).groupby(articles):
        size, c, f = len(part), sum(part["coded"]), sum(part["found"])
        ways = [math.comb(c, k) * math.comb(size - c, f - k) for k in range(min(c, f) + 1)]
        odds = np.convolve(odds, [way / math.comb(size, f) for way in ways])
    p = min(1.0, float(odds[both:].sum()))
    return n, a, b, both, _share(both, b), _share(both, a), _share(2 * both, a + b), kappa, p


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _holm(p: pd.Series) -> pd.Series:
    """Return p-values corrected for their number, each at least the one before (Holm 1979)."""
    up = p.sort_values(kind="stable")
    return (up * np.arange(len(up), 0, -1)).cummax().clip(upper=1).reindex(p.index)
