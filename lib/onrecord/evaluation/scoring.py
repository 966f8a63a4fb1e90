"""The extractor beside the gold: scores, and every error.

Units are word tokens, so that punctuation and quotation marks never count. Two statements are the
same where the sets of words of their contents overlap by half (intersection over union); pairs are
made one to one, best first.
"""

import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from onrecord.analysis.frames import typed
from onrecord.corpus import attempt
from onrecord.errors import OnRecordError
from onrecord.evaluation.gold import FORMS, GoldArticle, GoldStatement, Pass, read_gold
from onrecord.files import Place
from onrecord.records import Span, Spans
from onrecord.text.tokens import overlapping

ENOUGH_IOU = 0.5
ENOUGH_ARTICLES = 10  # below these no interval over articles
RESAMPLES = 1000

_WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
_PART = re.compile(r"[^,()–—]+")
# These two lists are those that figures on PolNeAR are counted with.
_STOP_OF_HEAD = """of for in from at with on and who whom which that to by as about whose among
    under near""".split()
_PRONOUNS = """he she they i we you it who which that his her their its my our your him them us me
    those one some others many these this""".split()


@lru_cache(maxsize=8)
def _words(text: str) -> list[Span]:
    """Cut a text into words: letters and digits, with inner ' . - &."""
    return [word.span() for word in _WORD.finditer(text)]


def _within(text: str, spans: Spans) -> set[int]:
    """Return the indices of the words that overlap any of the spans."""
    return {k for span in spans for k in overlapping(_words(text), *span)}


def _content(text: str, statement: GoldStatement) -> set[int]:
    """Return the words of a content; a "that" which opens it counts in no reading."""
    words = _within(text, statement.content_spans)
    first = min(words, default=0)
    opened = words and text[slice(*_words(text)[first])].lower() == "that"
    return words - {first} if opened else words


class Matched(NamedTuple):
    """Two readings side by side: the pairs, and what stands alone in either."""

    pairs: list[tuple[GoldStatement, GoldStatement]]
    missed: list[GoldStatement]
    spurious: list[GoldStatement]


def match(
    gold: Sequence[GoldStatement], system: Sequence[GoldStatement], text: str,
    least: float = ENOUGH_IOU,
) -> Matched:  # fmt: skip
    """Pair the statements of two readings of an article; an overlap below ``least`` makes none."""
    ours, theirs = ([_within(text, one.content_spans) for one in each] for each in (gold, system))
    candidates = [
        (-len(words & others) / len(words | others), i, j)
        for i, words in enumerate(ours)
        for j, others in enumerate(theirs)
        if not words.isdisjoint(others)
    ]
    pairs: dict[int, int] = {}
    for minus_iou, i, j in sorted(candidates):  # the best first, ties in text order
        if -minus_iou >= least and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return Matched(
        [(gold[i], system[j]) for i, j in sorted(pairs.items())],
        [one for i, one in enumerate(gold) if i not in pairs],
        [one for j, one in enumerate(system) if j not in pairs.values()],
    )


def same_speaker(gold: GoldStatement, system: GoldStatement, text: str) -> bool | None:
    """Tell whether two readings name the same speaker; None where gold names none.

    Where gold has a canonical name, the names must be equal (capitals and "unnamed" aside). Where
    it has only words of the text, a head word of them must lie in the system's speaker span (or,
    if it is a name, in the resolved name).
    """
    if gold.speaker:
        both = (name.casefold().split() for name in (gold.speaker, system.speaker or ""))
        one, other = (re.sub("^(?:the |an? |unnamed )+", "", " ".join(name)) for name in both)
        return one == other
    if not gold.speaker_span:
        return None
    heads, said = _heads(text, gold.speaker_span), _within(text, system.speaker_span)
    if said & heads and len(said) <= max(12, 3 * len(_within(text, gold.speaker_span))):
        return True
    words = (text[slice(*_words(text)[k])] for k in heads)
    names = {_bare(word) for word in words if word[0].isupper() and word.lower() not in _PRONOUNS}
    resolved = " ".join(filter(None, (system.speaker, system.speaker_text)))
    return not names.isdisjoint(map(_bare, _WORD.findall(resolved)))


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word).lower()


def _heads(text: str, spans: Spans) -> set[int]:
    """Return the head words of the parts of a source: the last before a preposition or relative."""
    heads: set[int] = set()
    for start, stop in spans:
        for part in _PART.finditer(text, start, stop):
            ids = sorted(_within(text, (part.span(),)))
            low = [text[slice(*_words(text)[k])].lower() for k in ids]
            end = next((n for n, word in enumerate(low) if n and word in _STOP_OF_HEAD), len(ids))
            if end > 1 and low[end - 1] in ("jr", "sr", "ii", "iii"):
                end -= 1
            heads.update(ids[end - 1 : end])
    return heads


COUNTS = "gold found matched strict form speaker_n speaker end_to_end".split()
SCORES = """form articles gold found matched precision recall f1 f1_low f1_high strict_f1
    speaker_accuracy speaker_n form_accuracy end_to_end_f1 end_to_end_low end_to_end_high
    note""".split()


def scores(gold: Pass, system: Pass) -> pd.DataFrame:
    """Score a pass against gold: one row for all forms, then one for each.

    Recall of a form is over gold of that form, precision over what was found in it (a match counts
    in the form of its gold).

    Columns: form, articles, gold, found, matched (numbers), precision, recall, f1, f1_low and
    f1_high (95 % bootstrap over articles, fixed seed; nan below 10 articles), strict_f1 (the same
    words exactly), speaker_accuracy (of matches whose gold has a source; speaker_n of them),
    form_accuracy (of matches), end_to_end_f1 (content and speaker both right) with its interval,
    note. Figures are shares, 0 to 1; nan where n is 0.
    """
    n, forms = len(gold), ["all", *FORMS]
    facts = [(k, *one) for k, pair in enumerate(_beside(gold, system)) for one in _judged(*pair)]
    judged = pd.DataFrame(facts, columns=["article", "form", "what"])
    counts = pd.concat([judged, judged.assign(form="all")]).value_counts().unstack(fill_value=0)
    index = pd.MultiIndex.from_product([range(n), forms])
    counts = counts.reindex(index=index, columns=COUNTS, fill_value=0)
    table = counts.groupby(level=1).sum().reindex(forms, fill_value=0)
    both = table["found"] + table["gold"]
    table = table.assign(
        precision=table["matched"] / table["found"], recall=table["matched"] / table["gold"],
        f1=2 * table["matched"] / both, strict_f1=2 * table["strict"] / both,
        speaker_accuracy=table["speaker"] / table["speaker_n"],
        form_accuracy=table["form"] / table["matched"],
        end_to_end_f1=2 * table["end_to_end"] / both, articles=n,
        note=f"{n} articles: too few for an interval.",
    )  # fmt: skip
    if n >= ENOUGH_ARTICLES:
        bounds = pd.DataFrame({form: _intervals(counts.xs(form, level=1)) for form in forms}).T
        table = table.join(bounds).assign(note=f"Intervals over {n} articles.")
    return table.drop(columns="form").reset_index(names="form").reindex(columns=SCORES)


def _beside(gold: Pass, system: Pass) -> Iterator[tuple[GoldArticle, Matched]]:
    """Yield each article of gold beside what a pass finds in it, where the annotators judged."""
    found = {one.article: one.statements for one in system}
    for one in gold:
        text, discard = one.text, _within(one.text, one.discard)
        its = found.get(one.article, ())
        judged = [each for each in its if not _within(text, each.content_spans) <= discard]
        yield one, match(one.statements, judged, text)


def _judged(article: GoldArticle, matched: Matched) -> Iterator[tuple[str | None, str]]:
    """Yield whatever counts of the statements of an article: form, and one of COUNTS."""
    yield from ((one.form, "gold") for one in article.statements)
    yield from ((one.form, "found") for one in matched.spurious)
    for one, other in matched.pairs:
        words, its = (_content(article.text, each) for each in (one, other))
        right = same_speaker(one, other, article.text)
        unsaid = not other.speaker_span and not other.speaker
        facts = {
            "found": True, "matched": True, "strict": words == its, "form": one.form == other.form,
            "speaker_n": right is not None, "speaker": right,
            "end_to_end": unsaid if right is None else right,
        }  # fmt: skip
        yield from ((one.form, what) for what, holds in facts.items() if holds)


def _intervals(counts: pd.DataFrame) -> dict[str, float]:
    """Return the 95 % intervals of F1 and end-to-end F1, resampling articles."""
    rng, bounds = random.Random(0), {}
    table, articles = counts.to_numpy(), range(len(counts))
    draws = [table[rng.choices(articles, k=len(table))].sum(axis=0) for _ in range(RESAMPLES)]
    drawn = pd.DataFrame(draws, columns=counts.columns)
    for name, right in (("f1", "matched"), ("end_to_end", "end_to_end")):
        f1 = (2 * drawn[right] / (drawn["found"] + drawn["gold"])).dropna().sort_values()
        for end, share in (("low", 0.025), ("high", 0.975)):
            bounds[f"{name}_{end}"] = f1.iloc[int(share * len(f1))] if len(f1) else math.nan
    return bounds


def errors(gold: Pass, system: Pass) -> pd.DataFrame:
    """List where a pass and gold differ, in text order: one row for each error.

    Types: missed, spurious, content too far off (they overlap by less than half), content too long,
    content too short, content shifted, wrong speaker, wrong form. A pair may stand in several rows.

    Columns: article, type, gold_span and system_span (first to last offset of the contents; None),
    gold, system (the words: of the content, or the speakers, or the forms).
    """
    rows = [
        (one.article, kind, *map(_extent, two), *(_told(kind, each, one.text) for each in two))
        for one, matched in _beside(gold, system)
        for kind, *two in _differences(one.text, matched)
    ]
    rows.sort(key=lambda row: (row[0], (row[2] or row[3] or [0])[0]))
    columns = "article type gold_span system_span gold system"
    return typed(rows, columns, object="gold_span system_span")


def _differences(
    text: str, matched: Matched
) -> Iterator[tuple[str, GoldStatement | None, GoldStatement | None]]:
    for one, other in matched.pairs:
        words, its = _content(text, one), _content(text, other)
        if words != its:
            kind = "too long" if words < its else "too short" if its < words else "shifted"
            yield f"content {kind}", one, other
        if same_speaker(one, other, text) is False:
            yield "wrong speaker", one, other
        if one.form != other.form:
            yield "wrong form", one, other
    rest = match(matched.missed, matched.spurious, text, least=0)
    yield from (("content too far off", *pair) for pair in rest.pairs)
    yield from (("missed", one, None) for one in rest.missed)
    yield from (("spurious", None, other) for other in rest.spurious)


def _extent(statement: GoldStatement | None) -> list[int] | None:
    spans = statement.content_spans if statement else ()
    return [min(spans)[0], max(stop for _, stop in spans)] if spans else None


def _told(kind: str, statement: GoldStatement | None, text: str) -> str | None:
    """Return what an error of a type is about: the form, the speaker, or the content."""
    if statement is None:
        return None
    if kind == "wrong form":
        return statement.form
    speaks = kind == "wrong speaker"
    spans = statement.speaker_span if speaks else statement.content_spans
    words = " … ".join(text[start:stop] for start, stop in spans)
    return (statement.speaker or words or statement.speaker_text) if speaks else words


class Evaluation(NamedTuple):
    """What ``evaluate`` returns: two frames."""

    scores: pd.DataFrame
    errors: pd.DataFrame


def evaluate(
    gold_path: Place, extractor: Callable[[str, str], Sequence[Any]],
    articles: Place | None = None, failed: list[OnRecordError] | None = None,
) -> Evaluation:  # fmt: skip
    """Run an extractor over the articles of a gold file and score it.

    ``extractor(text, name)`` returns the statements of one article. ``articles`` is the folder of
    the article files where the gold lines hold no text. An article on which it fails is left out,
    and the error added to ``failed``. Raises OnRecordError as ``read_gold``, and the first error
    where there is no list for them.
    """
    gold, system = [], []
    for one in read_gold(gold_path, articles):
        found = attempt(one.article, extractor, one.text, one.article)
        if not isinstance(found, OnRecordError):
            gold.append(one)
            system.append(replace(one, statements=list(map(GoldStatement.of, found))))
        elif failed is None:
            raise found
        else:
            failed.append(found)
    return Evaluation(scores(gold, system), errors(gold, system))


def summary(evaluation: Evaluation, errors: int = 0) -> str:
    """Return an evaluation as plain text: scores by form, errors by type, the first few errors."""
    lines = ["form      gold found match   prec    rec     F1  strict speaker   form     e2e"]
    columns = """form gold found matched precision recall f1 strict_f1 speaker_accuracy
        form_accuracy end_to_end_f1""".split()
    for form, gold, found, matched, *shares in evaluation.scores[columns].itertuples(index=False):
        shown = " ".join("      –" if math.isnan(x) else f"{x:7.3f}" for x in shares)
        lines.append(f"{form:9}{gold:5}{found:6}{matched:6} {shown}")
    first = evaluation.scores.iloc[0]
    lines.append(first["note"])
    if not math.isnan(first["f1_low"]):
        interval = "95 %: F1 {f1_low:.3f} to {f1_high:.3f}, end to end {end_to_end_low:.3f} to "
        lines.append((interval + "{end_to_end_high:.3f}").format(**first))
    by_type = evaluation.errors["type"].value_counts()
    lines.append("errors: " + (", ".join(map("{} {}".format, by_type.index, by_type)) or "none"))
    for row in evaluation.errors.head(errors).itertuples():
        (start, stop), told = row.gold_span or row.system_span, map(_short, (row.gold, row.system))
        lines.append(f"  {row.article} {start}–{stop}: {row.type}: {' | '.join(told)}")
    if errors and len(evaluation.errors) > errors:
        lines.append(f"  … {len(evaluation.errors) - errors} more")
    return "\n".join(lines)


def _short(value: Any) -> str:
    """Return words on one line, cut in the middle where they are many; a dash for none."""
    text = " ".join(value.split()) if isinstance(value, str) else "–"
    return text if len(text) <= 60 else f"{text[:30]} … {text[-27:]}"
