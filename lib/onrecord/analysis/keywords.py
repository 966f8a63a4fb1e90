"""Words: those of an outlet and of its sources, and those that set an outlet apart."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from onrecord.analysis.frames import typed
from onrecord.analysis.intervals import caution
from onrecord.analysis.voice import SPOKEN, outlet_of, stretches, voices
from onrecord.records import Document

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_VOICES = ("narration", "paraphrase", "speech", "headline")


def words_by_voice(documents: Iterable[Document]) -> pd.DataFrame:
    """Count the words of each article, those of the outlet and those of its sources told apart.

    ``documents`` is a corpus, or some of its pages. Columns: article, outlet, voice (headline,
    narration, speech within quotation marks, or paraphrase in the outlet's words), word (lower
    case, without "'s"; short words in capitals stay, so that "US" is not "us"), n.
    """
    rows = []
    for page in documents:
        article, voice_at = page.article, voices(page)
        counts: Counter[tuple[str, str]] = Counter()
        for span, _ in stretches(article):
            for match in WORD.finditer(page.text, *span):
                how, _ = voice_at(*match.span())
                word = match[0].replace("’", "'").removesuffix("'s")
                if not (word.isupper() and 1 < len(word) < 6):
                    word = word.lower()
                counts["speech" if how in SPOKEN else how, word] += 1
        about = article.article, outlet_of(article)
        rows += [(*about, *key, n) for key, n in sorted(counts.items())]
    return typed(rows, "article outlet voice word n", int64="n")


def keyness(
    words: pd.DataFrame, voices: Sequence[str] | str | None = None, least: int = 3
) -> pd.DataFrame:
    """Find the words that an outlet uses more, or less, than the others.

    ``words`` is the frame of ``words_by_voice``; ``voices`` keeps some of its voices ("narration",
    "speech" …); ``least`` is the number of uses, in all, below which a word is left out. Columns:
    outlet, word, n, n_rest, size, size_rest (words in all), per_1000, per_1000_rest, g2
    (log-likelihood; Dunning 1993, in the form of Rayson and Garside 2000; above 15.13 where
    p < 0.0001), log_ratio (effect size: how often the frequency doubles, with half a use for none;
    Hardie 2014), articles (that use the word), caution. Words are not independent draws: g2 ranks,
    and is no test. Raises ValueError for a voice that there is none of.
    """
    if voices is not None:
        wanted = [voices] if isinstance(voices, str) else voices
        if unknown := set(wanted) - set(_VOICES):
            raise ValueError(f"no voice {', '.join(sorted(unknown))}; use {', '.join(_VOICES)}")
        words = words[words["voice"].isin(wanted)]
    outlets = words.groupby("outlet").agg(size=("n", "sum"), within=("article", "nunique"))
    outlets["size_rest"] = outlets["size"].sum() - outlets["size"]
    sizes = zip(outlets["size"], outlets["within"], strict=True)
    outlets["caution"] = [caution(size, "word", articles) for size, articles in sizes]
    outlets = outlets[outlets["size_rest"] > 0]
    whole = words.groupby("word")["n"].sum().rename("all")
    whole = whole[whole >= least]
    used = words.groupby(["outlet", "word"]).agg(n=("n", "sum"), articles=("article", "nunique"))
    each = pd.MultiIndex.from_product([outlets.index, whole.index])
    frame = used.reindex(each, fill_value=0).reset_index()
    frame = frame.join(outlets, on="outlet").join(whole, on="word")
    frame["n_rest"] = frame["all"] - frame["n"]
    frame["per_1000"] = 1000 * frame["n"] / frame["size"]
    frame["per_1000_rest"] = 1000 * frame["n_rest"] / frame["size_rest"]
    counts = [*zip(*(frame[name] for name in ("n", "n_rest", "size", "size_rest")), strict=True)]
    frame["g2"] = [log_likelihood(*each) for each in counts]
    frame["log_ratio"] = [log_ratio(*each) for each in counts]
    frame = typed(
        frame,
        "outlet word n n_rest size size_rest per_1000 per_1000_rest g2 log_ratio articles caution",
        int64="n n_rest size size_rest articles",
        float64="per_1000 per_1000_rest g2 log_ratio",
    )
    return frame.sort_values(
        ["outlet", "g2", "word"], ascending=[True, False, True], kind="stable", ignore_index=True
    )


def log_likelihood(n: int, n_rest: int, size: int, size_rest: int) -> float:
    """Return the log-likelihood G2 of a word's counts in two corpora (Rayson and Garside 2000).

    >>> round(log_likelihood(20, 10, 1000, 1000), 2)
    3.4
    """
    each = (n + n_rest) / (size + size_rest)
    pairs = ((n, size * each), (n_rest, size_rest * each))
    return 2 * sum(count * math.log(count / even) for count, even in pairs if count)


def log_ratio(n: int, n_rest: int, size: int, size_rest: int) -> float:
    """Return the binary logarithm of the ratio of frequencies (Hardie 2014), half a use for none.

    >>> log_ratio(20, 10, 1000, 1000)
    1.0
    """
    return math.log2(((n or 0.5) / size) / ((n_rest or 0.5) / size_rest))
