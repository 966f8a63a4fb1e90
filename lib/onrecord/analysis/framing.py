"""Compare outlets: who gets to speak, with which verbs of saying, which labels, which words.

Each number stands beside its n; ``labels`` and ``keywords`` hold what asks for the words of pages.
The unit of comparison is the outlet; an article whose outlet is unknown is a unit of its own
("unknown: <article>"). The column ``caution`` says where there is too little to go by.
"""

import re

import pandas as pd

from onrecord.analysis.frames import typed
from onrecord.analysis.intervals import caution, shares
from onrecord.analysis.keywords import WORD, keyness, log_likelihood, log_ratio, words_by_voice
from onrecord.analysis.labels import labels_by_voice
from onrecord.knowledge import KnowledgeLike, known
from onrecord.text.quotes import quotations

__all__ = [
    "forms_by_outlet", "keyness", "labels_by_voice", "log_likelihood", "log_ratio",
    "speakers_by_outlet", "tone_of", "verbs_by_outlet", "words_by_voice",
]  # fmt: skip


def speakers_by_outlet(statements: pd.DataFrame, by: str = "speaker") -> pd.DataFrame:
    """Count who gets to speak in each outlet.

    ``by`` is speaker, speaker_side or speaker_kind. Columns: outlet, ``by`` ("unknown" where it
    is), n (statements that the speaker makes; neither repeats of one utterance nor views that
    another tells), total (of the outlet), share, low, high (95 per cent interval, Wilson 1927),
    repeats, told (views of it that another speaker tells: all there is where n is 0), words (of
    its statements), quoted (of these in quotation marks), articles (that give it one), caution.
    """
    counted_as = statements["repeat_of"].isna().map({True: "n", False: "repeats"})
    return _by_outlet(statements, [by], counted_as.where(statements["parent"].isna(), "told"))


def forms_by_outlet(statements: pd.DataFrame) -> pd.DataFrame:
    """Count the forms of statements in each outlet: direct, mixed, indirect.

    Repeats are left out; views told by another speaker are counted. Columns: outlet, form, n,
    total, share, low, high, words, quoted, caution.
    """
    kept = statements[statements["repeat_of"].isna()]
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


_OF_SPEAKERS = ["repeats", "told", "articles"]


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
    totals = zip(frame["total"], within, strict=True)
    frame["caution"] = [caution(total, "statement", articles) for total, articles in totals]
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
    """Return the tone and the lemma of a cue; ("other", the cue) where it is in no class.

    >>> tone_of("has repeatedly denied")
    ('denying', 'deny')
    """
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
