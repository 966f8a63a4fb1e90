"""Compare outlets: who gets to speak, with which verbs of saying, which labels.

The unit of comparison is the outlet; an article whose outlet is unknown is a unit of its own
("unknown: <article>"). The column ``caution`` says where there is too little to go by.
"""

import re
from collections.abc import Iterable
from itertools import repeat

import pandas as pd

from onrecord.analysis import frames
from onrecord.analysis.frames import caution, shares, typed
from onrecord.analysis.voice import voices
from onrecord.knowledge import KnowledgeLike, known
from onrecord.knowledge.wording import Label
from onrecord.records import Article, Document
from onrecord.text.tokens import quotations

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[a-z\d”\"’)])[.!?][”\"’)]?\s+(?=[A-Z“\"‘])")
_OF_SPEAKERS = ["repeats", "told", "articles"]


def speakers_by_outlet(statements: pd.DataFrame, by: str = "speaker") -> pd.DataFrame:
    """Count who gets to speak in each outlet.

    ``by`` is speaker, speaker_side or speaker_kind. Columns: outlet, ``by`` ("unknown" where it
    is), n (statements that the speaker makes; neither repeats of one utterance nor views that
    another tells), total (of the outlet), share, low, high (95 per cent interval, Wilson 1927),
    repeats, told (views of it that another speaker tells: all there is where n is 0), words (of
    its statements), quoted (of these in quotation marks), articles (that give it one), caution.
    """
    counted_as = frames.once(statements, "outlet").map({True: "n", False: "repeats"})
    return _by_outlet(statements, [by], counted_as.where(statements["told_by"].isna(), "told"))


def forms_by_outlet(statements: pd.DataFrame) -> pd.DataFrame:
    """Count the forms of statements in each outlet: direct, mixed, indirect.

    Repeats are left out; views told by another speaker are counted. Columns: outlet, form, n,
    total, share, low, high, words, quoted, caution.
    """
    kept = statements[frames.once(statements, "outlet")]
    return _by_outlet(kept, ["form"]).drop(columns=_OF_SPEAKERS)


def verbs_by_outlet(statements: pd.DataFrame, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Count the verbs of saying of each outlet, with the class of their tone.

    The classes are data (``cue_tones.toml``, after Caldas-Coulthard 1994). Columns: outlet, tone,
    verb (lemma, or a cue that is in no class), n, total, share, low, high, words, quoted, caution.
    Repeats are counted, as the outlet chose the verb again; not what is within a quotation.
    """
    direct = statements.loc[statements["form"] == "direct", "statement_id"]
    kept = statements[~statements["parent"].isin(direct)]
    tables = known(knowledge)
    tones = [tone_of(cue, tables) for cue in kept["cue"].fillna("")]
    kept = kept.assign(tone=[tone for tone, _ in tones], verb=[verb for _, verb in tones])
    return _by_outlet(kept, ["tone", "verb"]).drop(columns=_OF_SPEAKERS)


def _by_outlet(
    statements: pd.DataFrame, names: list[str], counted_as: pd.Series | str = "n"
) -> pd.DataFrame:
    """Count statements by outlet and columns of theirs, each as "n", "told" or "repeats"."""
    article, content = statements["article"], statements["content"]
    kind = pd.Series(counted_as, statements.index, "str")
    counted = kind == "n"
    rows = statements[names].astype("str").fillna("unknown").assign(
        outlet=statements["outlet"].astype("str").fillna("unknown: " + article),
        n=counted, repeats=kind == "repeats", told=kind == "told", article=article.where(counted),
        words=[len(WORD.findall(each)) for each in content] * counted,
        quoted=[_quoted(*each) for each in zip(content, statements["form"], strict=True)] * counted,
    )  # fmt: skip
    groups = rows.groupby(["outlet", *names])
    frame = groups[["n", "repeats", "told", "words", "quoted"]].sum()
    frame = frame.assign(articles=groups["article"].nunique()).reset_index()
    frame["total"] = frame.groupby("outlet")["n"].transform("sum")
    within = frame["outlet"].map(article.groupby(rows["outlet"]).nunique())
    frame["caution"] = list(map(caution, frame["total"], repeat("statement"), within))
    columns = "n total share low high repeats told words quoted articles caution"
    frame = typed(
        frame.join(shares(frame["n"], frame["total"])), " ".join(["outlet", *names, columns]),
        int64="n total repeats told words quoted articles", float64="share low high",
    )  # fmt: skip
    up = [True, False, False, *(True for _ in names)]
    return frame.sort_values(
        ["outlet", "n", "told", *names], ascending=up, kind="stable", ignore_index=True
    )


def _quoted(content: str, form: str) -> int:
    """Return the number of words of a statement within quotation marks."""
    if form != "mixed":
        return len(WORD.findall(content)) if form == "direct" else 0
    spans = [(quotation.inner_start, quotation.inner_stop) for quotation in quotations(content)]
    closing = content.find("”")
    if closing >= 0 and (not spans or closing < spans[0][0]) and "“" not in content[:closing]:
        spans.insert(0, (0, closing))  # the mark that opened stands before the content
    return sum(len(WORD.findall(content, *span)) for span in spans)


def tone_of(cue: str | None, knowledge: KnowledgeLike = None) -> tuple[str, str]:
    """Return the tone and the lemma of a cue; ("other", the cue) where it is in no class."""
    low = " ".join((cue or "").lower().split())
    if not low:
        return "unknown", "unknown"
    tones, cues = known(knowledge).tones, known(knowledge).cues
    for phrase in tones:
        if " " in phrase and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", low):
            return tones[phrase], phrase
    words = WORD.findall(low)
    verbs = {word: cues.verbs[word].lemma for word in words if word in cues.verbs}
    for lemma in (low, *(verbs.get(word, cues.nouns.get(word, word)) for word in words)):
        if lemma in tones:
            return tones[lemma], lemma
    return "other", next(iter(verbs.values()), low)


def labels_by_voice(documents: Iterable[Document], knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Find each use of a label and tell in whose voice it stands.

    ``documents`` is a corpus, or some of its pages. Columns: article, outlet, concept, label (data:
    ``labels.toml``), text, start, stop (offsets in the file), voice (as ``voice.voices`` tells it),
    statement_id, speaker, speaker_side (None in the outlet's voice), paragraph (<NA> in headlines).
    """
    concepts = known(knowledge).labels
    rows = []
    for page in documents:
        article, voice_at = page.article, voices(page)
        speakers = {row.statement_id: (row.speaker, row.speaker_side) for row in page.statements}
        for (begin, end), paragraph in article.stretches:
            for start, stop, concept, label in _uses(page.text[begin:end], concepts):
                place = begin + start, begin + stop
                how, statement = voice_at(*place)
                who = speakers[statement] if statement and how != "headline" else (None, None)
                use = concept, label, page.text[slice(*place)], *place, how, statement
                rows.append((article.article, unit(article), *use, *who, paragraph))
    columns = "article outlet concept label text start stop voice statement_id speaker speaker_side"
    return typed(rows, f"{columns} paragraph", int64="start stop", Int64="paragraph")


def _uses(passage: str, concepts: dict[str, list[Label]]) -> list[tuple[int, int, str, str]]:
    """Return the uses of labels in a passage: start, stop, concept, label; the longest forms."""
    found = []
    for concept, labels in concepts.items():
        hits = [
            (*match.span(), concept, label.name)
            for label in labels
            for match in label.forms.finditer(passage)
            if _counts(passage, *match.span(), label)
        ]
        end = 0
        for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if hit[0] >= end:
                found.append(hit)
                end = hit[1]
    return sorted(found, key=lambda hit: hit[:2])


def _counts(passage: str, start: int, stop: int, label: Label) -> bool:
    """Tell whether what stands around a form lets it count."""
    bars = passage.endswith(label.not_after, 0, start), passage.startswith(label.not_before, stop)
    if any(bars) or _is_shouted(passage, start, stop):
        return False
    if label.near is None:
        return True
    left, right = max(0, start - label.within), stop + label.within
    ends = (match.end() for match in _SENTENCE_END.finditer(passage[left:start]))
    begin, end = left + max(ends, default=0), _SENTENCE_END.search(passage, stop, right)
    return label.near.search(passage, begin, end.start() if end else right) is not None


def _is_shouted(passage: str, start: int, stop: int) -> bool:
    """Tell whether a short form stands among words in capitals: "THIS IS WAR"."""
    before, behind = passage[max(0, start - 30) : start], passage[stop : stop + 30]
    beside = before.split()[-1:] + behind.split()[:1]
    shouted = any(len(word) > 3 and word.isupper() for word in beside)
    return shouted and stop - start <= 3 and passage[start:stop].isupper()


def unit(article: Article) -> str:
    """Return what an article counts for: its outlet, else itself."""
    return article.outlet or f"unknown: {article.article}"
