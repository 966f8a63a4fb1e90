"""Estimate a share honestly: its interval, and a sentence where there is too little to go by."""

import math

import pandas as pd

FEW = 5  # units below which a share is not worth a figure


def wilson(n: int, total: int) -> tuple[float, float]:
    """Return the ends of the 95 per cent interval of the share n / total (Wilson 1927).

    Both are nan where ``total`` is 0. Raises ValueError where n does not lie in 0 … total.

    >>> [round(end, 2) for end in wilson(3, 4)]
    [0.3, 0.95]
    """
    if not 0 <= n <= total:
        raise ValueError(f"{n} of {total} is no share")
    if total == 0:
        return math.nan, math.nan
    share, z = n / total, 1.959964
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def shares(n: pd.Series, total: pd.Series) -> pd.DataFrame:
    """Return the columns share, low and high: each n of its total, with its interval."""
    rows = [
        (part / whole if whole else math.nan, *wilson(part, whole))
        for part, whole in zip(n, total, strict=True)
    ]
    return pd.DataFrame(rows, n.index, ["share", "low", "high"], "float64")


def caution(units: int, unit: str, articles: int) -> str:
    """Return a plain sentence where there is too little to generalise from, else "".

    >>> caution(12, "statement", 1)
    'one article: speaks of that article alone'
    """
    if articles == 1:
        return "one article: speaks of that article alone"
    if units < FEW:
        return f"{units} {unit}{'' if units == 1 else 's'}: too few for a share"
    return ""
