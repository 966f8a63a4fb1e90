"""Words that fit: how wide they are, where they break, how names and numbers are written."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

NO_OUTLET, NO_SIDE, NO_SPEAKER = "unknown outlet", "side unknown", "speaker unknown"
TITLE, SUBTITLE, TEXT, SMALL = 13.0, 10.5, 10.0, 9.0  # points
UNKNOWN = "unknown: "  # before the article whose outlet is unknown


def count(n: int, noun: str) -> str:
    """Say how many: "1 article", "1,200 articles"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def told(parts: Iterable[str]) -> str:
    """Say one thing after the other, for those who do not see a figure."""
    return "; ".join(parts) + "."


def clip(text: object, length: int = 60) -> str:
    """Return a name on one line, cut where it is too long for any figure."""
    line = "".join(sign if sign.isprintable() else " " for sign in str(text)[: 4 * length])
    line = " ".join(line.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Shorten article names to their first part where that tells them apart."""
    whole = list(dict.fromkeys(names))
    first = {name: clip(re.split(r"[_\s]", Path(name).stem, maxsplit=1)[0], 24) for name in whole}
    alone = len(set(first.values())) == len(whole) and all(first.values())
    return first if alone else {name: clip(Path(name).stem, 40) for name in whole}


def named(names: pd.Series) -> pd.Series:
    """Name outlets for reading; "unknown: ARTICLE" by the short name of the article."""
    named = names.fillna(NO_OUTLET)
    articles = named[named.str.startswith(UNKNOWN)].str.removeprefix(UNKNOWN)
    short = {UNKNOWN + a: f"{NO_OUTLET} ({name})" for a, name in short_names(articles).items()}
    return named.map(lambda outlet: short.get(outlet) or clip(outlet))


@lru_cache(maxsize=4096)
def inches(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """Measure a line of text, with a little room for how screens round it up."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return 1.03 * text_to_path.get_text_width_height_descent(text, font, False)[0] / 72


def wrap(
    text: str, width: float, size: float = TEXT, weight: str = "normal", lines: int = 3
) -> str:
    """Break a text into lines of a width, cutting words that are wider; end in … if too long."""
    done: list[str] = []
    line, words = "", text.split()
    while words:
        word = words.pop(0)
        longer = f"{line} {word}".strip()
        if inches(longer, size, weight) <= width:
            line = longer
        elif line:
            done, line, words = [*done, line], "", [word, *words]
        else:  # one word wider than the line
            cut = max(1, int(len(word) * width / inches(word, size, weight)) - 1)
            done, words = [*done, word[:cut]], [word[cut:], *words][not word[cut:] :]
    done += [line] if line else []
    if len(done) > lines:
        last = " ".join(done[lines - 1 :])[:400]
        while inches(f"{last}…", size, weight) > width and last:
            last = last[:-1]
        done = [*done[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(done)
