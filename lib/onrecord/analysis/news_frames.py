"""Frames of the news in sentences: which words show one, and in whose voice."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import repeat
from operator import itemgetter

import pandas as pd

from onrecord.analysis.frames import caution, shares, typed
from onrecord.analysis.framing import unit
from onrecord.analysis.voice import voices
from onrecord.knowledge import KnowledgeLike, known
from onrecord.knowledge.wording import small
from onrecord.records import Document

OWN = ("narration", "headline")  # the voices of the outlet itself


def find(documents: Iterable[Document], knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Find the sentences with words that show a frame of the news (``news_frames.toml``).

    One row for a sentence, frame, voice and statement. Columns: article, outlet, start, stop (of
    the sentence; offsets in the file), frame, evidence (the words), evidence_spans, voice (as
    ``voice.voices`` tells it), statement_id. ``evaluation.beside`` tells how far readers agree.
    """
    frames, rows = known(knowledge).news_frames, []
    for page in documents:
        low, voice_at, sentences = small(page.text), voices(page), page.sentences
        shown = defaultdict(list)
        for span, _ in page.article.stretches:
            for frame, words in frames.items():
                for place in (match.span() for match in words.finditer(low, *span) if match[1]):
                    sentence = sentences[bisect_right(sentences, place[0], key=itemgetter(0)) - 1]
                    shown[sentence, frame, *voice_at(*place)].append(place)
        about = page.article.article, unit(page.article)
        for key, spans in sorted(shown.items(), key=lambda item: (item[0][0], item[1])):
            evidence = " … ".join(page.text[start:stop] for start, stop in spans)
            rows.append((*about, *key[0], key[1], evidence, list(map(list, spans)), *key[2:]))
    columns = "article outlet start stop frame evidence evidence_spans voice statement_id"
    return typed(rows, columns, int64="start stop", object="evidence_spans")


def counts(found: pd.DataFrame, documents: Iterable[Document], by: str = "outlet") -> pd.DataFrame:
    """Count the sentences that show each frame, by outlet or article, of all it has.

    ``found`` is the frame of ``find``. Columns: ``by``, frame, voice (all; own: narration and
    headlines; sources: the rest; a sentence may be in both), n, total, share, low, high (95 per
    cent interval, Wilson 1927), articles (with such a sentence), caution.
    """
    sizes = [(one.article.article, unit(one.article), len(one.sentences)) for one in documents]
    groups = typed(sizes, "article outlet total", int64="total").groupby(by)
    groups = groups.agg(total=("total", "sum"), within=("article", "nunique"))
    whose = found["voice"].isin(OWN).map({True: "own", False: "sources"})
    rows = pd.concat([found.assign(voice="all"), found.assign(voice=whose)])
    rows = rows.drop_duplicates(["article", "start", "frame", "voice"])
    parts = groups.index, sorted(set(found["frame"])), ["all", "own", "sources"]
    each = pd.MultiIndex.from_product(parts, names=[by, "frame", "voice"])
    frame = rows.groupby(each.names).agg(n=("start", "size"), articles=("article", "nunique"))
    frame = frame.reindex(each, fill_value=0).reset_index().join(groups, on=by)
    frame["caution"] = list(map(caution, frame["total"], repeat("sentence"), frame["within"]))
    frame = frame.join(shares(frame["n"], frame["total"]))
    columns = f"{by} frame voice n total share low high articles caution"
    return typed(frame, columns, int64="n total articles", float64="share low high")
