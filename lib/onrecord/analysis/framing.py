"""Compare outlets: who gets to speak, with which verbs of saying, which labels, which words.

Every function takes frames and gives a frame in which each number stands beside its n. The unit of
comparison is the outlet; an article whose outlet is unknown is a unit of its own
("unknown: <article>"), never put together with others as if they were one outlet. The column
``caution`` says in words where there is too little to go by.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.analysis.intervals import caution, wilson
from onrecord.analysis.voice import SPOKEN, VOICES, by_article, pages, voice, voices
from onrecord.knowledge import cues, tables
from onrecord.text.quotes import quotations

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "VOICES", "by_article", "forms_by_outlet", "keyness", "labels_by_voice", "outlet_of",
    "speakers_by_outlet", "tone_of", "verbs_by_outlet", "voice", "voices", "words_by_voice",
]  # fmt: skip

Folder = tables.Folder

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_OWN_SPEECH = ("narration", "paraphrase", "speech", "headline")


def outlet_of(record: Mapping[str, Any]) -> str:
    """Return the unit a record belongs to: its outlet, or "unknown: <article>".

    >>> outlet_of({"article": "a.txt", "outlet": None})
    'unknown: a.txt'
    """
    outlet = record.get("outlet")
    known = isinstance(outlet, str) and outlet
    return str(outlet) if known else f"unknown: {record['article']}"


# --- who speaks ---------------------------------------------------------------------------------


def speakers_by_outlet(statements: pd.DataFrame, by: str = "speaker") -> pd.DataFrame:
    """Count who gets to speak in each outlet.

    ``by`` is speaker, speaker_side or speaker_kind. Columns: outlet, ``by`` ("unknown" where it
    is), n (distinct statements that the speaker makes: repeats of one utterance are counted once,
    views told by another speaker are not counted), total (of the outlet), share, low, high (95 per
    cent interval, Wilson 1927), repeats, told (views of it that another speaker tells), words (of
    its statements), quoted (of these within quotation marks), articles (that give it a statement),
    caution. A row with n 0 is somebody whose views are told by others alone.
    """

    def counted_as(row: Mapping[str, Any]) -> str:
        return "told" if row.get("parent") else "repeats" if row.get("repeat_of") else "n"

    rows = ((row, (str(row.get(by) or "unknown"),), counted_as(row)) for row in _rows(statements))
    return _by_outlet(rows, [by])


def forms_by_outlet(statements: pd.DataFrame) -> pd.DataFrame:
    """Count the forms of statements in each outlet: direct, mixed, indirect.

    Repeats are left out; views told by another speaker are counted. Columns: outlet, form, n,
    total, share, low, high, words, quoted, caution.
    """
    kept = (row for row in _rows(statements) if not row.get("repeat_of"))
    frame = _by_outlet(((row, (str(row.get("form") or "unknown"),), "n") for row in kept), ["form"])
    return frame.drop(columns=_OF_SPEAKERS)


def verbs_by_outlet(statements: pd.DataFrame, folder: Folder = None) -> pd.DataFrame:
    """Count the verbs of saying of each outlet, with the class of their tone.

    The classes are data (``cue_tones.toml``, after Caldas-Coulthard 1994). Columns: outlet, tone,
    verb (lemma, or the cue itself where it is in no class), n, total, share, low, high, words,
    quoted, caution. Repeats are counted, for the verb is the outlet's choice each time; a verb
    within a quotation is the speaker's choice and is not.
    """
    rows = _rows(statements)
    forms = {row["statement_id"]: row.get("form") for row in rows}
    kept = (row for row in rows if forms.get(row.get("parent")) != "direct")
    toned = ((row, tone_of(row.get("cue"), folder), "n") for row in kept)
    return _by_outlet(toned, ["tone", "verb"]).drop(columns=_OF_SPEAKERS)


_OF_SPEAKERS = ["repeats", "told", "articles"]


def _by_outlet(
    rows: Iterable[tuple[Mapping[str, Any], tuple[str, ...], str]], names: list[str]
) -> pd.DataFrame:
    """Count statements by outlet and key, each as "n", "told" or "repeats"."""
    counts: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    articles: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    totals: Counter[str] = Counter()
    for row, key, counted_as in rows:
        outlet = outlet_of(row)
        count = counts[(outlet, *key)]
        count[counted_as] += 1
        articles[(outlet,)].add(row["article"])
        if counted_as == "n":
            totals[outlet] += 1
            words, quoted = _quoted_words(row)
            count.update(words=words, quoted=quoted)
            articles[(outlet, *key)].add(row["article"])
    table = []
    for key, count in counts.items():
        n, total = count["n"], totals[key[0]]
        share = n / total if total else math.nan
        more = (count[name] for name in ("repeats", "told", "words", "quoted"))
        why = caution(total, "statement", len(articles[key[:1]]))
        table.append((*key, n, total, share, *wilson(n, total), *more, len(articles[key]), why))
    texts = dict.fromkeys(["outlet", *names], "str")
    frame = _frame(table, texts, "n total", "share low high", "repeats told words quoted articles")
    up = [True, False, False, *(True for _ in names)]
    return _sorted(frame, ["outlet", "n", "told", *names], up)


def _frame(rows: list[Any], texts: Mapping[str, str], *numbers: str) -> pd.DataFrame:
    """Return rows as a frame: texts, whole numbers and fractions in turn, the caution."""
    import pandas as pd

    columns = dict(texts)
    for k, names in enumerate(numbers):
        columns |= dict.fromkeys(names.split(), "float64" if k % 2 else "int64")
    columns["caution"] = "str"
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _rows(statements: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the statements as records, None for what is missing."""
    return [row for rows in by_article(statements).values() for row in rows]


def _sorted(frame: pd.DataFrame, by: list[str], up: list[bool]) -> pd.DataFrame:
    """Sort a frame by columns, the same way on every run."""
    return frame.sort_values(by, ascending=up, kind="stable", ignore_index=True)


def _quoted_words(row: Mapping[str, Any]) -> tuple[int, int]:
    """Return the number of words of a statement, and of those within quotation marks."""
    content = str(row.get("content") or "")
    words = len(_WORD.findall(content))
    if row.get("form") == "direct":
        return words, words
    if row.get("form") != "mixed":
        return words, 0
    spans = [(q.inner_start, q.inner_stop) for q in quotations(content)]
    closing = content.find("”")
    if closing >= 0 and (not spans or closing < spans[0][0]) and "“" not in content[:closing]:
        spans.insert(0, (0, closing))  # the mark that opened stands before the content
    return words, sum(len(_WORD.findall(content, *span)) for span in spans)


# --- verbs of saying ----------------------------------------------------------------------------


def tone_of(cue: str | None, folder: Folder = None) -> tuple[str, str]:
    """Return the tone and the lemma of a cue; ("other", the cue) where it is in no class.

    >>> tone_of("has repeatedly denied")
    ('denying', 'deny')
    """
    if not cue or not cue.strip():
        return "unknown", "unknown"
    tones = _tones(*tables.stamp("cue_tones", folder))
    low = " ".join(cue.lower().split())
    for phrase in tones:
        if " " in phrase and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", low):
            return tones[phrase], phrase
    if low in tones:
        return tones[low], low
    forms = cues.lexicon(_folder(folder))
    lemmas = []
    for word in _WORD.findall(low):
        verb = forms.verbs.get(word)
        lemma = verb.lemma if verb else forms.nouns.get(word, word)
        if lemma in tones:
            return tones[lemma], lemma
        if verb:
            lemmas.append(lemma)
    return "other", lemmas[0] if lemmas else low


def _folder(folder: Folder) -> str | None:
    return None if folder is None else str(folder)


@lru_cache(maxsize=8)
def _tones(*stamp: Any) -> dict[str, str]:
    """Return the tone of each lemma and phrase, the longest first."""
    tones: dict[str, str] = {}
    for entry in tables.load_file(*stamp)["tone"]:
        for word in entry["words"].split():
            if tones.setdefault(word.replace("+", " "), entry["tone"]) != entry["tone"]:
                place, what = f"[[tone]] ({entry['tone']}), words", f"{word} has another tone too"
                raise tables.KnowledgeError(stamp[0], place, what, "take it from one of them")
    return dict(sorted(tones.items(), key=lambda item: -len(item[0])))


# --- labels -------------------------------------------------------------------------------------


def labels_by_voice(articles: Any, statements: Any = None, folder: Folder = None) -> pd.DataFrame:
    """Find each use of a label and tell in whose voice it stands.

    ``articles`` is a path, several, or pairs of a file's text and its article record;
    ``statements`` their statements (frame or records). Columns: article, outlet, concept, label,
    text, start, stop (offsets in the file), voice (narration, headline, paraphrase, island,
    direct), statement_id, speaker, speaker_side (of that statement; None in the outlet's own
    voice), paragraph (<NA> in the headline). What counts as a label is data (``labels.toml``).
    """
    import pandas as pd

    concepts = _labels(*tables.stamp("labels", folder))
    said = by_article(statements)
    rows = []
    for raw, article in pages(articles, _folder(folder)):
        own = said.get(article["article"], [])
        voice_at = voices(raw, article, own)
        speakers = {row["statement_id"]: row for row in own}
        for start, stop, paragraph in _places(article):
            for concept, label, a, b in _uses(raw, start, stop, concepts):
                how, statement = voice_at(a, b)
                row = speakers.get(statement, {}) if how != "headline" else {}
                rows.append(
                    (
                        article["article"], outlet_of(article), concept, label, raw[a:b], a, b, how,
                        statement, row.get("speaker"), row.get("speaker_side"), paragraph,
                    )
                )  # fmt: skip
    names = "article outlet concept label text start stop voice statement_id speaker speaker_side"
    columns = [*names.split(), "paragraph"]
    numbers = {"start": "int64", "stop": "int64", "paragraph": "Int64"}
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "str") | numbers)


def _places(article: Mapping[str, Any]) -> Iterable[tuple[int, int, int | None]]:
    """Give the spans of headline and body, with the number of the paragraph."""
    if article.get("headline_span"):
        yield (*article["headline_span"], None)
    for number, spans in enumerate(article.get("paragraphs") or ()):
        for start, stop in spans:
            yield start, stop, number


class _Label(NamedTuple):
    """A label made ready to be looked for: its name, its forms, and what must stand around."""

    name: str
    forms: re.Pattern[str]
    near: re.Pattern[str] | None
    within: int
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


def _any_of(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of whole words: any blank for a space, either apostrophe."""
    shapes = [re.escape(f).replace(r"\ ", r"\s+").replace("'", "['’]") for f in forms]
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)", flags)


@lru_cache(maxsize=8)
def _labels(*stamp: Any) -> dict[str, list[_Label]]:
    """Return the labels by concept."""
    concepts: defaultdict[str, list[_Label]] = defaultdict(list)
    for entry in tables.load_file(*stamp)["label"]:
        forms = sorted(entry["forms"], key=len, reverse=True)
        label = _Label(
            entry["label"], _any_of(forms, 0 if entry.get("case") else re.IGNORECASE),
            _any_of(entry["near"]) if entry.get("near") else None, entry.get("within", 60),
            tuple(entry.get("not_after", ())), tuple(entry.get("not_before", ())),
        )  # fmt: skip
        concepts[entry["concept"]].append(label)
    return concepts


def _uses(
    raw: str, start: int, stop: int, concepts: Mapping[str, Sequence[_Label]]
) -> list[tuple[str, str, int, int]]:
    """Return the uses of labels in a stretch: concept, label, start, stop; the longest forms."""
    found = []
    for concept, labels in concepts.items():
        hits = [
            (*match.span(), label.name)
            for label in labels
            for match in label.forms.finditer(raw, start, stop)
            if _counts(raw, start, stop, match, label)
        ]
        end = start
        for a, b, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if a >= end:
                found.append((concept, name, a, b))
                end = b
    return sorted(found, key=lambda use: use[2:])


def _counts(raw: str, start: int, stop: int, match: re.Match[str], label: _Label) -> bool:
    """Tell whether what stands around a form lets it count."""
    a, b = match.span()
    if raw.endswith(label.not_after, start, a) or raw.startswith(label.not_before, b, stop):
        return False
    if match[0].isupper() and b - a < 4:  # among words in capitals: "THIS IS WAR"
        beside = raw[max(start, a - 30) : a].split()[-1:] + raw[b : min(stop, b + 30)].split()[:1]
        if any(len(word) > 3 and word.isupper() for word in beside):
            return False
    if label.near is None:
        return True
    left = max(start, a - label.within)
    left = max([left, *(left + m.end() for m in _SENTENCE_END.finditer(raw[left:a]))])
    right = min(stop, b + label.within)
    end = _SENTENCE_END.search(raw, b, right)
    return label.near.search(raw, left, end.start() if end else right) is not None


_SENTENCE_END = re.compile(r"(?<=[a-z\d”\"’)])[.!?][”\"’)]?\s+(?=[A-Z“\"‘])")


# --- words --------------------------------------------------------------------------------------


def words_by_voice(articles: Any, statements: Any = None, folder: Folder = None) -> pd.DataFrame:
    """Count the words of each article, those of the outlet and those of its sources told apart.

    ``articles`` and ``statements`` as in ``labels_by_voice``. Columns: article, outlet, voice
    (headline; narration; paraphrase: what a source said in the outlet's words; speech: within
    quotation marks), word (lower case, without "'s"; short words in capitals stay, so that "US"
    is not "us"), n.
    """
    import pandas as pd

    said = by_article(statements)
    rows = []
    for raw, article in pages(articles, _folder(folder)):
        voice_at = voices(raw, article, said.get(article["article"], []))
        counts: Counter[tuple[str, str]] = Counter()
        for start, stop, _ in _places(article):
            for match in _WORD.finditer(raw, start, stop):
                how = voice_at(match.start(), match.end())[0]
                word = match[0].replace("’", "'").removesuffix("'s")
                if not (word.isupper() and 1 < len(word) < 6):
                    word = word.lower()
                counts["speech" if how in SPOKEN else how, word] += 1
        for (how, word), n in sorted(counts.items()):
            rows.append((article["article"], outlet_of(article), how, word, n))
    columns = {"article": "str", "outlet": "str", "voice": "str", "word": "str", "n": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def keyness(
    words: pd.DataFrame, voices: Sequence[str] | str | None = None, least: int = 3
) -> pd.DataFrame:
    """Find the words that an outlet uses more, or less, than the others.

    ``words`` is the frame of ``words_by_voice``; ``voices`` keeps some of its voices ("narration",
    "speech" …); ``least`` is the number of uses, in all, below which a word is left out. Columns:
    outlet, word, n, n_rest, size, size_rest (words in all),
    per_1000, per_1000_rest, g2 (log-likelihood; Dunning 1993, in the form of Rayson and Garside
    2000; above 15.13 where p < 0.0001), log_ratio (effect size: how often the frequency doubles,
    with half a use for none; Hardie 2014), articles (that use the word), caution. Words are not
    independent draws: g2 ranks, and a test it is not.

    Raises ValueError for a voice that there is none of.
    """
    if voices is not None:
        wanted = [voices] if isinstance(voices, str) else list(voices)
        if unknown := set(wanted) - set(_OWN_SPEECH):
            raise ValueError(f"no voice {', '.join(sorted(unknown))}; use {', '.join(_OWN_SPEECH)}")
        words = words[words["voice"].isin(wanted)]
    whole, size = words.groupby("word")["n"].sum(), int(words["n"].sum())
    rows = []
    for outlet, its in words.groupby("outlet"):
        counts = its.groupby("word")["n"].sum()
        used = its.groupby("word")["article"].nunique()
        own = int(counts.sum())
        rest = size - own
        if rest == 0 or own == 0:
            continue
        why = caution(own, "word", its["article"].nunique())
        for word, total in whole[whole >= least].items():
            n = int(counts.get(word, 0))
            n_rest = int(total) - n
            rows.append(
                (
                    outlet, word, n, n_rest, own, rest, 1000 * n / own, 1000 * n_rest / rest,
                    log_likelihood(n, n_rest, own, rest), log_ratio(n, n_rest, own, rest),
                    int(used.get(word, 0)), why,
                )
            )  # fmt: skip
    texts = {"outlet": "str", "word": "str"}
    fractions = "per_1000 per_1000_rest g2 log_ratio"
    frame = _frame(rows, texts, "n n_rest size size_rest", fractions, "articles")
    return _sorted(frame, ["outlet", "g2", "word"], [True, False, True])


def log_likelihood(n: int, n_rest: int, size: int, size_rest: int) -> float:
    """Return the log-likelihood G2 of a word's counts in two corpora (Rayson and Garside 2000).

    >>> round(log_likelihood(20, 10, 1000, 1000), 2)
    3.4
    """
    each = (n + n_rest) / (size + size_rest)
    pairs = ((n, size * each), (n_rest, size_rest * each))
    return 2 * sum(count * math.log(count / even) for count, even in pairs if count)


def log_ratio(n: int, n_rest: int, size: int, size_rest: int) -> float:
    """Return the binary logarithm of the ratio of two frequencies (Hardie 2014).

    A count of nothing is taken as half a use.

    >>> log_ratio(20, 10, 1000, 1000)
    1.0
    """
    return math.log2(((n or 0.5) / size) / ((n_rest or 0.5) / size_rest))
