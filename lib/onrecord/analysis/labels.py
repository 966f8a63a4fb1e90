"""Labels: which names one thing is given, and in whose voice."""

import re
from collections.abc import Iterable

import pandas as pd

from onrecord.analysis.frames import typed
from onrecord.analysis.voice import outlet_of, stretches, voices
from onrecord.knowledge import KnowledgeLike, known
from onrecord.knowledge.labels import Label
from onrecord.records import Document

_SENTENCE_END = re.compile(r"(?<=[a-z\d”\"’)])[.!?][”\"’)]?\s+(?=[A-Z“\"‘])")


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
        for (begin, end), paragraph in stretches(article):
            for start, stop, concept, label in _uses(page.text[begin:end], concepts):
                place = begin + start, begin + stop
                how, statement = voice_at(*place)
                who = speakers[statement] if statement and how != "headline" else (None, None)
                use = concept, label, page.text[slice(*place)], *place, how, statement
                rows.append((article.article, outlet_of(article), *use, *who, paragraph))
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
