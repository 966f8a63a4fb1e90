"""Frames of the news in sentences: which words show one, and in whose voice.

A lexicon (``news_frames.toml``) marks them; ``evaluation.beside`` tells how far readers agree.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

import pandas as pd

from onrecord.analysis.frames import caution, shares, typed
from onrecord.analysis.framing import unit
from onrecord.analysis.voice import voices
from onrecord.knowledge import KnowledgeLike, known
from onrecord.knowledge.wording import small
from onrecord.records import Document

OWN = ("narration", "headline")  # voices of the outlet


def find(documents: Iterable[Document], knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Find the sentences whose words show a frame of the news.

    ``documents`` is a corpus, or some of its pages. One row for a sentence, a frame, a voice and a
    statement whose words show it. Columns: article, outlet, start, stop (of the sentence; offsets
    in the file), frame, evidence (the words), evidence_spans, voice (as ``voice.voices`` tells it),
    statement_id (None in narration).
    """
    looked_for, rows = known(knowledge).news_frames, []
    for page in documents:
        low, voice_at, sentences = small(page.text), voices(page), page.sentences
        shown = defaultdict(list)
        for stretch, _ in page.article.stretches:
            for number, frame in enumerate(looked_for):
                for span in frame.shown(low, *stretch):
                    sentence = sentences[bisect_right(sentences, span[0], key=itemgetter(0)) - 1]
                    if span[1] <= sentence[1]:
                        shown[sentence, number, *voice_at(*span)].append(span)
        about = page.article.article, unit(page.article)
        for key, spans in sorted(shown.items(), key=lambda item: (item[0][:2], item[1])):
            sentence, number, *voice = key
            words = " … ".join(page.text[start:stop] for start, stop in spans)
            row = *about, *sentence, looked_for[number].name, words, list(map(list, spans)), *voice
            rows.append(row)
    columns = "article outlet start stop frame evidence evidence_spans voice statement_id"
    return typed(rows, columns, int64="start stop", object="evidence_spans")


def counts(found: pd.DataFrame, documents: Iterable[Document], by: str = "outlet") -> pd.DataFrame:
    """Count the sentences that show each frame, in the outlet's voice and in that of sources.

    ``found`` is the frame of ``find``; ``by`` is outlet, article, or another text of an article
    ("event"). Columns: ``by``, frame, voice (all; own: narration and headlines; sources: the rest;
    a sentence can be in both), n, total (sentences of the group, whoever speaks), share, low, high
    (95 per cent interval, Wilson 1927; sentences of one article are no independent draws),
    articles (with such a sentence), caution.
    """
    pages = [(page.article, len(page.sentences)) for page in documents]
    sizes = typed(
        [(a.article, unit(a) if by == "outlet" else getattr(a, by), size) for a, size in pages],
        "article group total", int64="total",
    ).fillna({"group": "unknown"})  # fmt: skip
    whose = found["voice"].isin(OWN).map({True: "own", False: "sources"})
    rows = pd.concat([found.assign(voice="all"), found.assign(voice=whose)])
    rows = rows.drop_duplicates(["article", "start", "frame", "voice"]).merge(sizes, on="article")
    groups = sizes.groupby("group").agg(total=("total", "sum"), within=("article", "nunique"))
    names = groups.index, rows["frame"].unique(), ["all", "own", "sources"]
    each = pd.MultiIndex.from_product(names, names=["group", "frame", "voice"])
    frame = rows.groupby(each.names).agg(n=("start", "size"), articles=("article", "nunique"))
    frame = frame.reindex(each, fill_value=0).reset_index().join(groups, on="group")
    frame = frame.join(shares(frame["n"], frame["total"]))
    frame["caution"] = [
        caution(*row)
        for row in zip(frame["total"], ["sentence"] * len(frame), frame["within"], strict=True)
    ]
    columns = f"{by} frame voice n total share low high articles caution"
    frame = frame.rename(columns={"group": by})
    return typed(frame, columns, int64="n total articles", float64="share low high")
