"""How far two readings agree: gold beside the extractor, one annotator beside another.

Units are word tokens, so that punctuation and quotation marks never count. Two statements are the
same where the sets of words of their contents overlap by half (intersection over union); pairs are
made one to one, best first. A result is a frame with its n beside every figure, and an interval
only where there are articles enough to estimate one.
"""

from __future__ import annotations

import bisect
import json
import math
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.analysis import voice
from onrecord.analysis.stance_modality import known, spans_of
from onrecord.corpus import attempt
from onrecord.errors import OnRecordError
from onrecord.files import read

if TYPE_CHECKING:
    import pandas as pd

FORMS = ("direct", "mixed", "indirect")
ENOUGH_IOU = 0.5
ENOUGH_ARTICLES = 10  # below these no interval over articles
RESAMPLES = 1000

Statement = Mapping[str, Any]
Pass = Sequence[Mapping[str, Any]]  # what read_gold returns
Found = Mapping[str, Sequence[Statement]]  # article -> statements
Extract = Callable[[str, str], Sequence[Statement]]

_WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
_PART = re.compile(r"[^,()–—]+")
# These two lists are those that figures on PolNeAR are counted with.
_STOP_OF_HEAD = frozenset(
    "of for in from at with on and who whom which that to by as about whose among under "
    "near".split()
)
_PRONOUNS = frozenset(
    "he she they i we you it who which that his her their its my our your him them us me those one "
    "some others many these this".split()
)


SPANS = ("content_spans", "speaker_span", "cue_span")
POLNEAR_SPANS = ("content", "source", "cue")


def read_gold(
    path: str | os.PathLike[str], articles: str | os.PathLike[str] | None = None
) -> list[dict[str, Any]]:
    """Read annotated articles, one JSON object a line; return one record for each.

    A line is ``{"article", "statements": [...], "stance": [...]}`` with, in a statement, ``id``,
    ``content_spans`` and, where known, ``speaker`` (canonical), ``speaker_span``,
    ``speaker_text``, ``cue_span``, ``form``; in a stance ``statement``, ``measure``, ``target``,
    ``value``, ``conditional``. Or it is PolNeAR's: ``{"id", "text", "attributions": [{"source",
    "cue", "content", "kind"}]}``. Offsets are code points of the article's text, which stands in
    the line (``text``), or in a file named ``article`` in the folder ``articles``, beside the gold
    file, or in ``../raw``.

    A record has article, text, statements, stance, discard. Raises OnRecordError naming file, line,
    field and remedy.
    """
    beside = Path(path).parent
    folders = [beside, beside.parent / "raw"] if articles is None else [Path(articles)]
    records: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(read(path).split("\n"), 1):
        if not line.strip():
            continue
        at = (path, f"line {number}")
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise OnRecordError(*at, f"not JSON ({error})", "one object a line") from None
        _need(isinstance(row, dict), at, "", "not a JSON object", "one object a line")
        record = _record(row, at, folders)
        name = record["article"]
        _need(name not in records, at, "", f"{name} stands twice", "keep one line an article")
        records[name] = record
    if not records:
        raise OnRecordError(path, None, "no annotated article here", "write one JSON object a line")
    return list(records.values())


Place = tuple[Any, str]  # file, and line or entry


def _need(right: bool, at: Place, field: str, what: str, remedy: str) -> None:
    """Refuse what is not right."""
    if not right:
        raise OnRecordError(at[0], f"{at[1]}, {field}" if field else at[1], what, remedy)


def _record(row: dict[str, Any], at: Place, folders: Sequence[Path]) -> dict[str, Any]:
    """Check a line of our own form or of PolNeAR's, and return its record."""
    polnear = "attributions" in row
    article = _field(row, "id" if polnear else "article", str, at)
    text = row.get("text")
    if polnear or text is not None:
        text = _field(row, "text", str, at)
    else:
        file = next((folder / article for folder in folders if (folder / article).is_file()), None)
        what = f"{article} is not in {' or '.join(map(str, folders))}"
        remedy = "name the folder of the articles, or write the text into the line"
        _need(file is not None, at, "article", what, remedy)
        text = read(str(file))
    many, fields = ("attributions", POLNEAR_SPANS) if polnear else ("statements", SPANS)
    statements: dict[str, dict[str, Any]] = {}
    for k, given in enumerate(_field(row, many, list, at), 1):
        here = (at[0], f"{at[1]}, {many} {k}")
        _need(isinstance(given, dict), here, "", "not a JSON object", "write {…} for each of them")
        name = str(given.get("id", given.get("statement_id", f"s{k:02d}")))
        _need(name not in statements, here, "id", f"{name} stands twice", "give each its own id")
        own = {"speaker": None, "form": given.get("kind")} if polnear else given
        form = own.get("form")
        right = form is None or form in FORMS
        _need(right, here, "form", f"{form!r} is none", f"use {', '.join(FORMS)}")
        spans = [_spans(given.get(field), len(text), here, field) for field in fields]
        _need(bool(spans[0]), here, fields[0], "is missing", "write [[start, stop], …]")
        statements[name] = {**own, "id": name, **dict(zip(SPANS, spans, strict=True))}
    stance = [] if polnear else row.get("stance") or []
    for k, code in enumerate(stance, 1):
        _check_stance(code, (at[0], f"{at[1]}, stance {k}"), statements)
    discard = _spans(row.get("discard"), len(text), at, "discard") if polnear else []
    return {"article": article, "text": text, "statements": list(statements.values()),
            "stance": [dict(code) for code in stance], "discard": discard}  # fmt: skip


def _check_stance(code: Any, at: Place, statements: Mapping[str, Any]) -> None:
    """Check one code."""
    _need(isinstance(code, dict), at, "", "not a JSON object", "write {…} for each of them")
    of, measure, value = (code.get(name) for name in ("statement", "measure", "value"))
    what = f"{of!r} is no statement of this article"
    _need(of in statements, at, "statement", what, "name the id of one")
    right = measure in ("dyad", "proposition")
    _need(right, at, "measure", f"{measure!r} is none", "use dyad or proposition")
    _field(code, "target", str, at)
    right = type(value) in (int, float) and -1 <= value <= 1
    _need(right, at, "value", f"{value!r} is none", "use -1 to 1")


def _field(row: Mapping[str, Any], name: str, kind: type, at: Place) -> Any:
    """Return a field that must be there and of a type."""
    words = "a text" if kind is str else "a list"
    what = "is missing" if name not in row else f"is not {words}"
    _need(isinstance(row.get(name), kind), at, name, what, f'write "{name}": with {words}')
    return row[name]


def _spans(value: Any, size: int, at: Place, field: str) -> list[list[int]]:
    """Return spans of a text as a list of pairs; a single pair may stand alone."""
    if not value:
        return []
    pairs = value if isinstance(value, list) and type(value[0]) is not int else [value]
    for pair in pairs:
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(x) is int for x in pair)
        right = whole and 0 <= pair[0] < pair[1]
        _need(right, at, field, f"{pair!r} is no span", "write [start, stop]")
        what = f"{pair[1]} lies behind the end of the text ({size})"
        _need(pair[1] <= size, at, field, what, "count code points of the file as it stands")
    return [list(pair) for pair in pairs]


class Words(NamedTuple):
    """The word tokens of a text."""

    text: str
    starts: list[int]
    stops: list[int]

    def at(self, spans: Iterable[Sequence[int]]) -> frozenset[int]:
        """Return the indices of the words that overlap any of the spans."""
        return frozenset(
            k
            for start, stop in spans
            for k in range(
                bisect.bisect_right(self.stops, start), bisect.bisect_left(self.starts, stop)
            )
        )

    def word(self, k: int) -> str:
        """Return one word."""
        return self.text[self.starts[k] : self.stops[k]]


@lru_cache(maxsize=8)
def words(text: str) -> Words:
    """Cut a text into word tokens: letters and digits, with inner ' . - &."""
    found = list(_WORD.finditer(text))
    return Words(text, [m.start() for m in found], [m.end() for m in found])


Pairs = list[tuple[int, int, float]]


def match(gold: Sequence[Statement], system: Sequence[Statement], text: str) -> Pairs:
    """Pair the statements of two readings of one article: (index, index, overlap of words).

    Pairs are made one to one, the best overlap first, ties in text order; those below one half
    are none.
    """
    return _pairs(_contents(gold, text), _contents(system, text))


def _contents(statements: Sequence[Statement], text: str) -> list[frozenset[int]]:
    """Return the words of each content."""
    return [words(text).at(spans_of(s.get("content_spans"))) for s in statements]


def _pairs(
    gold: Sequence[frozenset[int]], system: Sequence[frozenset[int]], least: float = ENOUGH_IOU
) -> Pairs:
    """Pair sets of words greedily."""
    holders: defaultdict[int, set[int]] = defaultdict(set)  # word -> whose it is in gold
    for i, tokens in enumerate(gold):
        for token in tokens:
            holders[token].add(i)
    candidates = [
        (-len(gold[i] & tokens) / len(gold[i] | tokens), i, j)
        for j, tokens in enumerate(system)
        for i in {i for token in tokens for i in holders.get(token, ())}
    ]
    pairs: dict[int, tuple[int, int, float]] = {}
    taken: set[int] = set()
    for minus_iou, i, j in sorted(candidates):
        if -minus_iou >= least and i not in pairs and j not in taken:
            pairs[i] = (i, j, -minus_iou)
            taken.add(j)
    return sorted(pairs.values())


def same_speaker(gold: Statement, system: Statement, text: str) -> bool | None:
    """Tell whether two readings name the same speaker; None where gold names none.

    Where gold has a canonical name, the names must be equal (capitals and "unnamed" aside). Where
    it has only words of the text, a head word of them must lie in the system's speaker span (or,
    if it is a name, in the resolved name).
    """
    named = known(system.get("speaker")) or ""
    if name := known(gold.get("speaker")):
        return _plain_name(name) == _plain_name(named)
    tokens = words(text)
    source = spans_of(gold.get("speaker_span"))
    if not source:
        return None
    heads = _heads(tokens, source)
    said = tokens.at(spans_of(system.get("speaker_span")))
    if said & heads and len(said) <= max(12, 3 * len(tokens.at(source))):
        return True
    names = {_bare(w) for w in map(tokens.word, heads)
             if w[0].isupper() and w.lower() not in _PRONOUNS}  # fmt: skip
    resolved = f"{named} {known(system.get('speaker_text')) or ''}"
    return bool(names & {_bare(w) for w in _WORD.findall(resolved)})


def _plain_name(name: str) -> str:
    """Return a canonical name as it is compared."""
    return re.sub(r"^(?:the |an? |unnamed )+", "", " ".join(name.casefold().split()))


def _bare(word: str) -> str:
    """Return a word in small letters without its genitive."""
    return re.sub(r"['’]s$", "", word).lower()


def _heads(tokens: Words, spans: Iterable[Sequence[int]]) -> set[int]:
    """Return the head words of the parts of a source: the last before a preposition or relative."""
    heads: set[int] = set()
    for start, stop in spans:
        for part in _PART.finditer(tokens.text[start:stop]):
            ids = sorted(tokens.at([(start + part.start(), start + part.end())]))
            low = [tokens.word(k).lower() for k in ids]
            end = next((n for n, w in enumerate(low) if n and w in _STOP_OF_HEAD), len(ids))
            if end > 1 and low[end - 1] in ("jr", "sr", "ii", "iii"):
                end -= 1
            heads.update(ids[end - 1 : end])
    return heads


SCORES = {
    "form": "str", "articles": "int64", "gold": "int64", "found": "int64", "matched": "int64",
    "precision": "float64", "recall": "float64", "f1": "float64", "f1_low": "float64",
    "f1_high": "float64", "strict_f1": "float64", "speaker_accuracy": "float64",
    "speaker_n": "int64", "form_accuracy": "float64", "end_to_end_f1": "float64",
    "end_to_end_low": "float64", "end_to_end_high": "float64", "note": "str",
}  # fmt: skip


def scores(gold: Pass, system: Found) -> pd.DataFrame:
    """Score an extractor against gold: one row for all forms, then one for each.

    ``gold`` is what ``read_gold`` returns; ``system`` maps an article's name to statement records.
    Recall of a form is over gold of that form, precision over what was found in it (a match counts
    in the form of its gold).

    Columns: form, articles, gold, found, matched (numbers), precision, recall, f1, f1_low and
    f1_high (95 % bootstrap over articles, fixed seed; nan below 10 articles), strict_f1 (the same
    words exactly), speaker_accuracy (of matches whose gold has a source; speaker_n of them),
    form_accuracy (of matches), end_to_end_f1 (content and speaker both right) with its interval,
    note. Figures are shares, 0 to 1; nan where n is 0.
    """
    import pandas as pd

    counts = [_counts(record, system.get(record["article"], ())) for record in gold]
    n = len(counts)
    enough = n >= ENOUGH_ARTICLES
    note = f"Intervals over {n} articles." if enough else f"{n} articles: too few for an interval."
    rows = []
    for form in ("all", *FORMS):
        row = {"form": form, "articles": n, **_row(counts, form), "note": note}
        rows.append(row | _intervals(counts, form) if enough else row)
    return pd.DataFrame(rows, columns=list(SCORES)).astype(SCORES)


def _counts(record: Mapping[str, Any], found: Sequence[Statement]) -> Counter[Any]:
    """Count one article: (form, figure) -> number."""
    text, gold = record["text"], record["statements"]
    gold_words, found_words = _contents(gold, text), _contents(found, text)
    pairs = _pairs(gold_words, found_words)
    partner = {j: gold[i] for i, j, _ in pairs}
    discard = words(text).at(record.get("discard") or [])  # where the annotators judged nothing
    count: Counter[Any] = Counter()

    def add(of: Statement, **figures: bool) -> None:
        for form in {"all", of.get("form")}:
            count.update({(form, name): int(value) for name, value in figures.items()})

    for statement in gold:
        add(statement, gold=True)
    for j, statement in enumerate(found):
        if j in partner or not found_words[j] <= discard:
            add(partner.get(j, statement), found=True)
    for i, j, _ in pairs:
        right = same_speaker(gold[i], found[j], text)
        unsaid = not spans_of(found[j].get("speaker_span")) and not known(found[j].get("speaker"))
        add(
            gold[i], matched=True, strict=gold_words[i] == found_words[j],
            form=gold[i].get("form") == found[j].get("form"), speaker_n=right is not None,
            speaker=right is True, end_to_end=unsaid if right is None else right,
        )  # fmt: skip
    return count


def _row(counts: Sequence[Counter[Any]], form: str) -> dict[str, Any]:
    """Return the figures of one form."""
    names = ("gold", "found", "matched", "strict", "form", "speaker", "speaker_n", "end_to_end")
    n = {name: sum(count[form, name] for count in counts) for name in names}
    gold, found, matched = n["gold"], n["found"], n["matched"]
    return {
        "gold": gold, "found": found, "matched": matched, "speaker_n": n["speaker_n"],
        "precision": _share(matched, found), "recall": _share(matched, gold),
        "f1": _share(2 * matched, found + gold), "strict_f1": _share(2 * n["strict"], found + gold),
        "speaker_accuracy": _share(n["speaker"], n["speaker_n"]),
        "form_accuracy": _share(n["form"], matched),
        "end_to_end_f1": _share(2 * n["end_to_end"], found + gold),
    }  # fmt: skip


def _share(part: int, whole: int) -> float:
    """Return a share, nan of nothing."""
    return part / whole if whole else math.nan


def _intervals(counts: Sequence[Counter[Any]], form: str) -> dict[str, float]:
    """Return the 95 % intervals of F1 and end-to-end F1, resampling articles."""
    rng = random.Random(0)
    names = ("matched", "end_to_end", "found", "gold")
    table = [tuple(count[form, name] for name in names) for count in counts]
    draws = [
        [sum(column) for column in zip(*rng.choices(table, k=len(table)), strict=True)]
        for _ in range(RESAMPLES)
    ]
    bounds = {}
    for k, name in enumerate(("f1", "end_to_end")):
        f1 = sorted(2 * draw[k] / (draw[2] + draw[3]) for draw in draws if draw[2] + draw[3])
        for end, at in (("low", 0.025), ("high", 0.975)):
            bounds[f"{name}_{end}"] = f1[int(at * len(f1))] if f1 else math.nan
    return bounds


ERRORS = {"article": "str", "type": "str", "gold_span": "object", "system_span": "object",
          "gold": "str", "system": "str"}  # fmt: skip


def errors(gold: Pass, system: Found) -> pd.DataFrame:
    """List where an extractor and gold differ, in text order: one row for each error.

    Types: missed, spurious, content too far off (they overlap by less than half), content too long,
    content too short, content shifted, wrong speaker, wrong form. A pair may stand in several rows.

    Columns: article, type, gold_span and system_span (first to last offset of the contents; None),
    gold, system (the words: of the content, or the speakers, or the forms).
    """
    import pandas as pd

    rows = [
        (record["article"], kind, _extent(left), _extent(right), a, b)
        for record in gold
        for kind, left, right, a, b in _differences(record, system.get(record["article"], ()))
    ]
    rows.sort(key=lambda row: (row[0], (row[2] or row[3] or [0])[0]))
    return pd.DataFrame(rows, columns=list(ERRORS)).astype(ERRORS)


def _extent(statement: Statement | None) -> list[int] | None:
    """Return first and last offset of a content."""
    spans = spans_of(statement.get("content_spans")) if statement is not None else []
    return [min(a for a, _ in spans), max(b for _, b in spans)] if spans else None


Difference = tuple[str, Statement | None, Statement | None, str | None, str | None]


def _differences(record: Mapping[str, Any], found: Sequence[Statement]) -> Iterator[Difference]:
    """Yield (type, statement, statement, words, words) for every difference of two readings."""
    text, gold = record["text"], record["statements"]
    a, b = _contents(gold, text), _contents(found, text)
    pairs = _pairs(a, b)
    for i, j, _ in pairs:
        x, y = gold[i], found[j]
        if a[i] != b[j]:
            kind = "too long" if a[i] < b[j] else "too short" if b[j] < a[i] else "shifted"
            yield f"content {kind}", x, y, _said(text, x), _said(text, y)
        if same_speaker(x, y, text) is False:
            yield "wrong speaker", x, y, _speaker(text, x), _speaker(text, y)
        if x.get("form") != y.get("form"):
            yield "wrong form", x, y, x.get("form"), y.get("form")
    rest_a, rest_b = dict(enumerate(a)), dict(enumerate(b))
    for i, j, _ in pairs:
        del rest_a[i], rest_b[j]
    none: frozenset[int] = frozenset()
    lone_a = [rest_a.get(i, none) for i in range(len(a))]
    lone_b = [rest_b.get(j, none) for j in range(len(b))]
    for i, j, _ in _pairs(lone_a, lone_b, least=0):
        yield "content too far off", gold[i], found[j], _said(text, gold[i]), _said(text, found[j])
        del rest_a[i], rest_b[j]
    for i in rest_a:
        yield "missed", gold[i], None, _said(text, gold[i]), None
    discard = words(text).at(record.get("discard") or [])
    for j in rest_b:
        if not b[j] <= discard:
            yield "spurious", None, found[j], None, _said(text, found[j])


def _said(text: str, statement: Statement, field: str = "content_spans") -> str:
    """Return the words of a content."""
    return " … ".join(text[a:b] for a, b in spans_of(statement.get(field)))


def _speaker(text: str, one: Statement) -> str | None:
    """Return the speaker: canonical name, else the words of the text."""
    said = _said(text, one, "speaker_span")
    return known(one.get("speaker")) or said or known(one.get("speaker_text"))


class Evaluation(NamedTuple):
    """What ``evaluate`` returns: two frames."""

    scores: pd.DataFrame
    errors: pd.DataFrame


def evaluate(
    gold_path: str | os.PathLike[str], extract: Extract,
    articles: str | os.PathLike[str] | None = None, failed: list[OnRecordError] | None = None,
) -> Evaluation:  # fmt: skip
    """Run an extractor over the articles of a gold file and score it.

    ``extract(text, name)`` returns the statement records of one article. ``articles`` is the folder
    of the article files where the gold lines hold no text. An article on which it fails is left
    out, and the error added to ``failed``. Raises OnRecordError as ``read_gold``, and the first
    error where there is no list for them.
    """
    gold, system = [], {}
    for record in read_gold(gold_path, articles):
        found = attempt(record["article"], extract, record["text"], record["article"])
        if not isinstance(found, OnRecordError):
            gold.append(record)
            system[record["article"]] = found
        elif failed is None:
            raise found
        else:
            failed.append(found)
    return Evaluation(scores(gold, system), errors(gold, system))


def report(
    gold_path: str | os.PathLike[str],
    raw_folder: str | os.PathLike[str] | None = None,
    knowledge_folder: str | None = None,
    errors: int = 0,
    failed: list[OnRecordError] | None = None,
) -> str:
    """Return how this suite's extractor does on a gold file, as plain text.

    ``raw_folder`` is where the articles stand; ``errors`` how many errors are listed;
    ``failed`` as in ``evaluate``. Raises OnRecordError as ``evaluate``.
    """
    from onrecord.extraction import extract

    def of_ours(text: str, name: str) -> Sequence[Statement]:
        return extract.of_text(text, name, knowledge_folder)

    return summary(evaluate(gold_path, of_ours, raw_folder, failed), errors)


def summary(evaluation: Evaluation, errors: int = 0) -> str:
    """Return an evaluation as plain text: scores by form, errors by type, the first few errors."""
    lines = ["form      gold found match   prec    rec     F1  strict speaker   form     e2e"]
    names = ["precision", "recall", "f1", "strict_f1", "speaker_accuracy", "form_accuracy",
             "end_to_end_f1"]  # fmt: skip
    rows = evaluation.scores.to_dict("records")
    for row in rows:
        shown = " ".join("      –" if math.isnan(row[k]) else f"{row[k]:7.3f}" for k in names)
        lines.append(f"{row['form']:9}{row['gold']:5}{row['found']:6}{row['matched']:6} {shown}")
    first = rows[0]
    lines.append(first["note"])
    if not math.isnan(first["f1_low"]):
        lines.append(
            f"95 %: F1 {first['f1_low']:.3f} to {first['f1_high']:.3f}, end to end "
            f"{first['end_to_end_low']:.3f} to {first['end_to_end_high']:.3f}"
        )
    by_type = evaluation.errors["type"].value_counts()
    lines.append("errors: " + (", ".join(f"{kind} {n}" for kind, n in by_type.items()) or "none"))
    for row in evaluation.errors.head(errors).to_dict("records"):
        place = row["gold_span"] or row["system_span"]
        shown = " | ".join(_short(row[side]) for side in ("gold", "system"))
        lines.append(f"  {row['article']} {place[0]}–{place[1]}: {row['type']}: {shown}")
    if errors and len(evaluation.errors) > errors:
        lines.append(f"  … {len(evaluation.errors) - errors} more")
    return "\n".join(lines)


def _short(value: Any, size: int = 60) -> str:
    """Return words on one line, cut in the middle where they are many; a dash for none."""
    text = " ".join(value.split()) if isinstance(value, str) else "–"
    return text if len(text) <= size else f"{text[: size // 2]} … {text[-size // 2 + 3 :]}"


def as_pass(gold: Pass, statements: pd.DataFrame, stance: pd.DataFrame) -> list[dict[str, Any]]:
    """Return frames of statements and stance in the form of a pass, for the articles of ``gold``.

    So that ``alpha``, ``span_f1`` and ``disagreements`` hold the machine beside the gold as they
    hold one annotator beside another. Rows without a value are left out.
    """
    said = statements.assign(id=statements["statement_id"])
    coded = stance[stance["value"].notna()].assign(statement=stance["statement_id"])

    def of(frame: pd.DataFrame, name: str) -> list[dict[Any, Any]]:
        return frame[frame["article"] == name].to_dict("records")

    return [
        {"article": record["article"], "text": record["text"], "discard": [],
         "statements": of(said, record["article"]), "stance": of(coded, record["article"])}
        for record in gold
    ]  # fmt: skip


def _by_article(pass_a: Pass, pass_b: Pass) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Pair the articles of two passes; one that a pass lacks counts as read without a find."""
    first, second = ({record["article"]: record for record in part} for part in (pass_a, pass_b))
    empty: dict[str, Any] = {"statements": [], "stance": []}
    return [
        (first.get(name, {**record, **empty}), second.get(name, {**record, **empty}))
        for name, record in (first | second).items()
    ]


def span_f1(pass_a: Pass, pass_b: Pass) -> dict[str, Any]:
    """Return how far two passes find the same statements, as ``scores`` counts.

    Keys: a, b, matched (numbers of statements), f1, strict_f1 (the same words exactly), speaker
    (share of the matches with the same speaker; speaker_n of them), form (share with the same
    form).
    """
    row = _row([_counts(a, b["statements"]) for a, b in _by_article(pass_a, pass_b)], "all")
    names = {"gold": "a", "found": "b", "matched": "matched", "f1": "f1", "strict_f1": "strict_f1",
             "speaker_accuracy": "speaker", "speaker_n": "speaker_n",
             "form_accuracy": "form"}  # fmt: skip
    return {ours: row[name] for name, ours in names.items()}


class _Unit(NamedTuple):
    """One thing that two passes may have coded."""

    article: str
    place: list[int] | None
    measure: str
    target: str
    a: Mapping[str, Any] | None
    b: Mapping[str, Any] | None
    shared: bool  # both passes have the statement


def _units(pass_a: Pass, pass_b: Pass) -> Iterator[_Unit]:
    """Yield statement by measure by target, for all that either pass coded."""
    for a, b in _by_article(pass_a, pass_b):
        pairs = match(a["statements"], b["statements"], a["text"])
        shared = {b["statements"][j]["id"]: ("a", a["statements"][i]["id"]) for i, j, _ in pairs}
        place = {(side, s["id"]): _extent(s)
                 for side, one in (("a", a), ("b", b)) for s in one["statements"]}  # fmt: skip
        left = {(("a", c["statement"]), c["measure"], c["target"]): c for c in a["stance"]}
        right = {
            (shared.get(c["statement"], ("b", c["statement"])), c["measure"], c["target"]): c
            for c in b["stance"]
        }
        for key in left | right:
            of, measure, target = key
            yield _Unit(a["article"], place[of], measure, target, left.get(key), right.get(key),
                        of in shared.values())  # fmt: skip


CAUTION = (
    "Alpha is over the {n} codes that both annotators gave; it says nothing of what only one of "
    "them coded ({only}), and at this n a few codes more would move it far."
)
ALPHA = {
    "measure": "str", "n": "int64", "only_a": "int64", "only_b": "int64", "equal": "float64",
    "alpha_ordinal": "float64", "alpha_interval": "float64", "note": "str",
}  # fmt: skip


def alpha(pass_a: Pass, pass_b: Pass) -> pd.DataFrame:
    """Return Krippendorff's alpha of two passes' stance values, by measure and for both.

    A unit is a statement of both passes (matched by content) with a measure and a target. Values
    are compared where both passes coded; one that only one of them coded is counted beside.

    Columns: measure (dyad, proposition, all), n (units coded by both), only_a, only_b (statement
    shared, coded by one), equal (share of n with the same value), alpha_ordinal, alpha_interval
    (nan where all values are the same or n < 2), note (a sentence of caution).

    Method: ``alpha_of``.
    """
    import pandas as pd

    units = [u for u in _units(pass_a, pass_b) if u.shared]
    rows: list[tuple[Any, ...]] = []
    for measure in ("dyad", "proposition", "all"):
        part = [u for u in units if measure in (u.measure, "all")]
        both = [(float(u.a["value"]), float(u.b["value"])) for u in part if u.a and u.b]
        only_a, only_b = sum(not u.b for u in part), sum(not u.a for u in part)
        note = CAUTION.format(n=len(both), only=only_a + only_b)
        if len({x for pair in both for x in pair}) < 2:
            note += " Here no two values differ, so alpha is not defined."
        rows.append(
            (measure, len(both), only_a, only_b, _share(sum(x == y for x, y in both), len(both)),
             alpha_of(both, "ordinal"), alpha_of(both, "interval"), note)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(ALPHA)).astype(ALPHA)


def alpha_of(units: Iterable[Sequence[Any]], level: str = "interval") -> float:
    """Return Krippendorff's alpha: 1 for perfect agreement, 0 for what chance would give.

    A unit has one value for each coder; None and nan are missing, and a unit with fewer than two
    values does not count. ``level`` is nominal, ordinal or interval. The result is nan for fewer
    than two units and where no two values differ. Method: Krippendorff, 2004.

    Raises ValueError for another level.

    >>> round(alpha_of([(1, 1), (2, 2), (3, 2), (1, None), (3, 3)]), 3)
    0.821
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise ValueError(f"level {level!r} is not known; use nominal, ordinal or interval")
    rows = [[value for value in unit if value is not None and value == value] for unit in units]
    rows = [row for row in rows if len(row) > 1]
    totals = Counter(value for row in rows for value in row)
    place = {value: value for value in totals}
    if level == "ordinal":  # values stand as far apart as their middle ranks
        ordered = sorted(totals)
        below = accumulate((totals[value] for value in ordered), initial=0)
        place = {value: n + totals[value] / 2 for value, n in zip(ordered, below, strict=False)}

    def apart(one: Any, other: Any) -> float:
        return one != other if level == "nominal" else (place[one] - place[other]) ** 2

    observed = sum(apart(*two) / (len(row) - 1) for row in rows for two in permutations(row, 2))
    expected = sum(totals[a] * totals[b] * apart(a, b) for a, b in permutations(totals, 2))
    if len(rows) < 2 or not expected:
        return math.nan
    return float(1 - (totals.total() - 1) * observed / expected)


DISAGREEMENTS = {"article": "str", "span": "object", "what": "str", "a": "str", "b": "str",
                 "words": "str"}  # fmt: skip
_WHAT = {"missed": "only in a", "spurious": "only in b", "wrong speaker": "speaker",
         "wrong form": "form"}  # fmt: skip


def disagreements(pass_a: Pass, pass_b: Pass) -> pd.DataFrame:
    """List every disagreement of two passes, in text order: one row for each.

    Columns: article, span (first to last offset of the content), what (only in a, only in b,
    content, speaker, form, stance value, conditional, stance only in a, stance only in b), a, b
    (the two readings), words (of the content, or measure and target of the stance).
    """
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for a, b in _by_article(pass_a, pass_b):
        for kind, left, right, x, y in _differences(a, b["statements"]):
            one = left or right or {}
            words_of = _said(a["text"], one)
            rows.append((a["article"], _extent(one), _WHAT.get(kind, "content"), x, y, words_of))
    for u in _units(pass_a, pass_b):
        if not (u.a and u.b):
            what = "stance only in a" if u.a else "stance only in b"
        elif u.a["value"] != u.b["value"]:
            what = "stance value"
        elif bool(u.a.get("conditional")) != bool(u.b.get("conditional")):
            what = "conditional"
        else:
            continue
        rows.append((u.article, u.place, what, _value(u.a), _value(u.b), f"{u.measure} {u.target}"))
    rows.sort(key=lambda row: (row[0], row[1] or [0, 0], row[2]))
    return pd.DataFrame(rows, columns=list(DISAGREEMENTS)).astype(DISAGREEMENTS)


def _value(code: Mapping[str, Any] | None) -> str | None:
    """Return a stance in words."""
    if code is None:
        return None
    evidence = f": {code['evidence']}" if known(code.get("evidence")) else ""
    return f"{code['value']:+g}{' conditional' if code.get('conditional') else ''}{evidence}"


def by_article(found: Any) -> dict[str, list[dict[str, Any]]]:
    """Return statement records by article, from a frame of statements or from a pass."""
    if hasattr(found, "to_dict"):
        return voice.by_article(found)
    return {record["article"]: list(record["statements"]) for record in found}


def agreement_frame(pass_a: Pass, pass_b: Pass) -> pd.DataFrame:
    """Return ``span_f1`` as a frame for reading: measure, value, n."""
    import pandas as pd

    found = span_f1(pass_a, pass_b)
    rows = [
        ("statements found by both, F1", found["f1"], found["matched"]),
        ("the same words exactly, F1", found["strict_f1"], found["matched"]),
        ("the same speaker, share of matches", found["speaker"], found["speaker_n"]),
        ("the same form, share of matches", found["form"], found["matched"]),
    ]
    return pd.DataFrame(rows, columns=["measure", "value", "n"])


def open_points(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return the disagreements of a list (CSV) that stay open after adjudication."""
    rows = published(path)
    return rows[rows["open"].astype(str).str.lower() == "true"].reset_index(drop=True)


def published(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return a recorded table (CSV) as a frame; raises OnRecordError where it cannot be read."""
    import pandas as pd

    try:
        return pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise OnRecordError(path, None, f"no table ({error})", "name a CSV file") from None
