"""Words that set one group of articles apart, and words in context.

A group is an outlet, or what another column tells; an article of which it is unknown is a group of
its own ("unknown: <article>").
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from sys import intern
from typing import Any

import numpy as np
import pandas as pd

from onrecord.analysis import voice
from onrecord.analysis.frames import caution, typed
from onrecord.analysis.framing import WORD, unit
from onrecord.analysis.splits import LEVEL, holm, splits
from onrecord.analysis.words import UNKNOWN
from onrecord.knowledge import Knowledge, KnowledgeLike, known
from onrecord.records import Document

VOICES = ("narration", "paraphrase", "speech", "headline")
KINDS = ("word", "name", "title", "cue", "grammar", "number")
Some = Sequence[str] | str | None
_MARKUP = re.compile(r"<[^<>\n]{1,200}>")  # such as a tag of a tweet: no words of the paper
_AT_ONCE = 256  # words that are tried in all splits together: more do not fit a processor's cache


def words(documents: Iterable[Document], knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Count the words of each article, told apart by voice and kind.

    ``documents`` is a corpus, or some of its pages. Columns: article, outlet, voice (headline,
    narration, speech within quotation marks, or paraphrase in the outlet's words), word (lower
    case, without "'s"; short words in capitals stay, so that "US" is not "us"), kind (title; name:
    within a mention of an actor or place; number; grammar: a function word; cue: a verb of saying,
    or one that attributes; else word), n. Figures in digits are no words.
    """
    kind, rows = _kinds(known(knowledge)), list[tuple[object, ...]]()
    for page in documents:
        within = bytearray(len(page.text))  # "c" in cues, "n" in names
        spans = [(each.cue_span, b"c") for each in page.statements if each.cue_span]
        named = [each for each in page.mentions if each.reading != "pronoun"]
        for (start, stop), mark in spans + [((each.start, each.stop), b"n") for each in named]:
            within[start:stop] = mark * (stop - start)
        counts = Counter(
            (*about, intern(word), kind(page.text[start:stop], chr(within[start])))
            for about, _, (start, stop), word in _uses(page)
        )
        rows += [(*key, n) for key, n in counts.items()]
    return typed(sorted(rows), "article outlet voice word kind n", int64="n")


def _uses(page: Document) -> Iterator[tuple[tuple[str, ...], Any, Any, str]]:
    """Yield the words of a page: article, outlet and voice, passage, span, the word as counted."""
    voice_at, article = voice.voices(page), page.article
    text = _MARKUP.sub(lambda tag: " " * len(tag[0]), page.text)
    for passage, _ in article.stretches:
        for match in WORD.finditer(text, *passage):
            how, _ = voice_at(*match.span())
            how = "speech" if how in voice.SPOKEN else how
            yield (article.article, unit(article), how), passage, match.span(), _plain(match[0])


def _plain(text: str) -> str:
    word = text.replace("’", "'").removesuffix("'s").removesuffix("'S")
    return word if word.isupper() and 1 < len(word) < 6 else word.lower()


def _kinds(knowledge: Knowledge) -> Callable[[str, str], str]:
    """Return a function from a word, and whether it is in a cue (c) or name (n), to its kind."""
    roster, cues, grammar = knowledge.roster, knowledge.cues, knowledge.grammar
    titles = roster.title_words | {short.rstrip(".") for short in roster.words["short"]}
    said = [form for form, verb in cues.verbs.items() if verb.lemma in knowledge.tones]
    kinds = dict.fromkeys((form for form in said if cues.kind(form) == 1), "cue")
    small = grammar.function | grammar.adverbs | grammar.lists["linking"]
    kinds |= dict.fromkeys(small, "grammar") | dict.fromkeys(grammar.lists["numbers"], "number")

    @cache
    def kind(text: str, within: str) -> str:
        bare = text.replace("’", "'").removesuffix("'s").removesuffix("'S")
        low = bare.lower()
        first = re.sub("n't$|'.*", "", low)  # "they" of "they're"
        found = kinds.get(low) or ("grammar" if kinds.get(first) == "grammar" else "word")
        if bare in titles or (bare.isupper() and low in titles):
            return "title"
        if within == "n" and (bare.isupper() or found != "grammar"):
            return "name"
        return "cue" if within == "c" and found == "word" and low in cues.first_words else found

    return kind


def _compared(
    words: pd.DataFrame, by: str, voices: Some, kinds: Some, prior: float | None, least: int
) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Return the articles (group, size), the uses in each of the words asked about, the prior."""
    if by not in words or (words.groupby("article")[by].nunique(dropna=False) > 1).any():
        raise ValueError(f"by {by!r} is no column that tells a group for each article")
    if prior is not None and not prior > 0:
        raise ValueError(f"a prior of {prior} words; use more than 0")
    words = words[words["voice"].isin(_wanted("voice", voices, VOICES))]
    words = words.assign(group=words[by].astype("str").fillna(UNKNOWN + words["article"]))
    articles = words.groupby(["article", "group"])["n"].sum().rename("size").reset_index("group")
    total = articles["size"].sum()
    asked = words[words["kind"].isin(_wanted("kind", kinds, KINDS))]
    used = asked.groupby(["word", "article", "group"])["n"].sum().reset_index()
    used["uses"] = used.groupby("word")["n"].transform("sum")
    used = used[(used["uses"] >= least) & (used["uses"] < total)]
    prior = total / 10 if prior is None else prior
    return articles, used.assign(weight=prior * used["uses"] / total), prior


def _wanted(what: str, names: Some, there: Sequence[str]) -> Sequence[str]:
    wanted = there if names is None else [names] if isinstance(names, str) else names
    if unknown := sorted(set(wanted) - set(there)):
        raise ValueError(f"no {what} {', '.join(unknown)}; use {', '.join(there)}")
    return wanted


def keyness(
    words: pd.DataFrame, by: str = "outlet", voices: Some = None, kinds: Some = ("word",),
    prior: float | None = None, least: int = 3,
) -> pd.DataFrame:  # fmt: skip
    """Tell for each group of articles how much more, or less, it uses each of its words.

    ``words`` is the frame of ``words``, ``by`` the column that tells the group; ``voices`` and
    ``kinds`` keep some of its words, ``least`` leaves out those with fewer uses in all. The measure
    is the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008):
    each group, and the rest, is given ``prior`` words more, worded as all text together. By default
    these are a tenth of all words: with far fewer, a word that the rest never uses cannot stand
    out; with far more, none does.

    Columns: group, word, n (never 0), n_rest, size, size_rest (all words, of any kind), per_1000,
    per_1000_rest, log_odds (natural logarithm), z (over its standard error: it ranks, and
    ``separation`` tests), articles (of the group, with the word), articles_rest, dispersion (over
    its articles: 0 even, 1 in one; deviation of proportions, Gries 2008, normalised by Lijffijt and
    Gries 2012; nan for one article), prior, caution. Raises ValueError for a wrong parameter.
    """
    return _scored(*_compared(words, by, voices, kinds, prior, least))


def _scored(articles: pd.DataFrame, used: pd.DataFrame, prior: float) -> pd.DataFrame:
    """Return the frame of ``keyness``, from what ``_compared`` returns."""
    groups = articles.groupby("group")["size"].agg(size="sum", within="count", smallest="min")
    total, used = groups["size"].sum(), used.join(groups, on="group")
    share = articles["size"].reindex(used["article"]).to_numpy() / used["size"]
    part = used["n"] / used.groupby(["group", "word"])["n"].transform("sum")
    names = ["group", "word", "uses", "weight", "size", "within", "smallest"]
    each = used.assign(away=(part - share).abs() - share).groupby(names)
    frame = each.agg(n=("n", "sum"), articles=("n", "size"), away=("away", "sum")).reset_index()
    frame = frame[frame["size"] < total]
    n, size, rest = frame["n"], frame["size"], frame["uses"] - frame["n"]
    odds, z = _log_odds(n, frame["uses"], frame["weight"], size, total, prior)
    most = (1 - frame["smallest"] / size).where(frame["within"] > 1)  # that DP can be
    frame = frame.assign(
        n_rest=rest, size_rest=total - size, log_odds=odds, z=z, prior=prior,
        per_1000=1000 * n / size, per_1000_rest=1000 * rest / (total - size),
        articles_rest=used["word"].value_counts().reindex(frame["word"]).array - frame["articles"],
        dispersion=(1 + frame["away"]) / 2 / most,
        caution=list(map(caution, size, repeat("word"), frame["within"])),
    )  # fmt: skip
    frame = frame.sort_values(["group", "z", "word"], ascending=[True, False, True])
    return typed(
        frame.reset_index(), "group word n n_rest size size_rest per_1000 per_1000_rest log_odds z"
        " articles articles_rest dispersion prior caution",
        int64="n n_rest size size_rest articles articles_rest",
        float64="per_1000 per_1000_rest log_odds z dispersion prior",
    )  # fmt: skip


def _log_odds(n: Any, uses: Any, weight: Any, size: Any, total: int, prior: float) -> Any:
    """Return the log-odds ratio of words and its z; ``uses`` and ``total`` are of all text."""
    here, rest = n + weight, uses - n + weight
    ratio = np.log(here * (total - size + prior - rest) / (rest * (size + prior - here)))
    return ratio, ratio * np.sqrt(here * rest / (here + rest))


def separation(
    words: pd.DataFrame, by: str = "outlet", voices: Some = None, kinds: Some = ("word",),
    prior: float | None = None, least: int = 3,
) -> pd.DataFrame:  # fmt: skip
    """Set the best word of each group beside the best of every other split of the articles.

    Some word is on top of any split: whether that of a group says more, this tells. Parameters and
    errors as in ``keyness``. Columns: group, word (with the largest z), z, n, articles, rank (of
    this z among the largest of each split; ties count against it), splits (all, or 1,000 where
    there are more; the same for groups of as many articles), p (rank over splits), p_holm (p for
    all groups together, Holm 1979), smallest_p (that can be had), caution (where it is above .05).
    """
    articles, used, prior = _compared(words, by, voices, kinds, prior, least)
    frame = _scored(articles, used, prior).groupby("group").head(1)
    k = frame["group"].map(articles["group"].value_counts())
    best = {each: _best(each, articles, used, prior) for each in k.unique()}
    ranks = [(best[each] > z - 1e-9).sum() for each, z in zip(k, frame["z"], strict=True)]
    frame = frame.assign(rank=ranks, splits=[len(best[each]) for each in k])
    frame["p"], frame["smallest_p"] = frame["rank"] / frame["splits"], 1 / frame["splits"]
    frame["p_holm"] = holm(frame["p"].to_numpy(), len(frame))
    none = [f"no p below {p:.2g}: nothing can be shown" * (p > LEVEL) for p in frame["smallest_p"]]
    return typed(
        frame.assign(caution=none).reset_index(),
        "group word z n articles rank splits p p_holm smallest_p caution",
        int64="n articles rank splits", float64="z p p_holm smallest_p",
    )  # fmt: skip


def _best(k: int, articles: pd.DataFrame, used: pd.DataFrame, prior: float) -> np.ndarray:
    """Return the largest z of any word in each split with k articles chosen."""
    rows = splits(np.arange(len(articles)) < k)
    chosen, sizes = rows.astype("float32"), articles["size"].to_numpy()  # exact up to 2**24 uses
    best = np.full(len(rows), -np.inf)
    for _, part in used.groupby(pd.factorize(used["word"])[0] // _AT_ONCE):
        table = part.pivot(index="article", columns="word", values="n").reindex(articles.index)
        counts = (chosen @ table.fillna(0).to_numpy("float32")).astype("float64")
        uses, weight = part.groupby("word")[["uses", "weight"]].first().to_numpy().T
        _, z = _log_odds(counts, uses, weight, (rows @ sizes)[:, None], sizes.sum(), prior)
        best = np.maximum(best, z.max(axis=1))
    if math.comb(len(articles), k) > len(rows):
        best[0] = np.inf  # the place of the group asked about, which the drawn ones lack
    return best


def in_context(
    documents: Iterable[Document], words: Iterable[str], voices: Some = None, width: int = 60
) -> pd.DataFrame:
    """Return each use of a word, or of several, with what stands around it.

    Words are found as ``words`` counts them: whole, in any case, with "'s" or without; short words
    in capitals only so. Columns: article, outlet, voice, before, text, after (up to ``width`` signs
    of the paragraph), start, stop (offsets in the file). Raises ValueError for what is not one
    word, and for a voice that there is none of.
    """
    wanted = _wanted("voice", voices, VOICES)
    plain = {_plain(word) for word in ([words] if isinstance(words, str) else words)}
    if wrong := [word for word in sorted(plain) if not WORD.fullmatch(word)]:
        raise ValueError(f"{wrong[0]!r} is not one word")
    rows = [
        (*about, page.text[max(begin, start - width) : start], page.text[start:stop],
         page.text[stop : min(end, stop + width)], start, stop)
        for page in documents
        for about, (begin, end), (start, stop), found in _uses(page)
        if found in plain and about[-1] in wanted
    ]  # fmt: skip
    return typed(rows, "article outlet voice before text after start stop", int64="start stop")
