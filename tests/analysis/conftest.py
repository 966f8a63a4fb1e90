"""Statements and a page made for a test, and the codes of statements by themselves."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from onrecord.analysis import frames, stance
from onrecord.knowledge import known
from onrecord.names.mentions import mentions
from onrecord.records import Article, Document, Mention, Statement

BASE = 1000  # where a statement stands in its file


def make(
    content: str, side: str | None = "United States", cue: str = "said", at: int = BASE, **more: Any
) -> dict[str, Any]:
    """A row of a statement of which cue and content stand behind each other in the file."""
    spans, start = [], at + len(cue) + 1
    for piece in content.split(" … "):
        spans.append([start, start + len(piece)])
        start += len(piece) + 7
    row = {
        "article": "a.txt", "statement_id": "a:s01", "outlet": None, "speaker": "Ann Lee",
        "speaker_side": side, "content": content, "content_spans": spans, "cue": cue or None,
        "cue_span": [at, at + len(cue)] if cue else None, "addressee": None, "parent": None,
        "told_by": None, "form": "indirect", "date_earliest": "2016-01-01",
        "date_latest": "2016-01-03",
    }  # fmt: skip
    return row | {"utterance": (row | more)["statement_id"]} | more


def named(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The mentions of a file that holds statements where they say, and then the ones addressed."""
    text, paragraphs = "", []
    for row in (row for row in rows if not row["parent"]):
        begin, *_ = row["cue_span"] or row["content_spans"][0]
        text = text.ljust(begin) + (row["cue"] or "")
        for (start, _), piece in zip(
            row["content_spans"], row["content"].split(" … "), strict=True
        ):
            text = text.ljust(start) + piece
        paragraphs.append(((begin, len(text)),))
    for row in rows:
        if row["addressee"]:
            text += "\n" + row["addressee"]
            paragraphs.append(((len(text) - len(row["addressee"]), len(text)),))
    article = Article("a.txt", paragraphs=tuple(paragraphs))
    return frames.frame(mentions(text, article, known().roster), Mention)


@pytest.fixture(scope="session")
def said() -> Callable[..., dict[str, Any]]:
    """A function that makes a row of a statement."""
    return make


@pytest.fixture(scope="session")
def coded() -> Callable[..., pd.DataFrame]:
    """A function from rows of statements to their codes, with the actors that stand in them."""

    def code(*rows: dict[str, Any], mentions: pd.DataFrame | None = None, **how: Any) -> Any:
        who = named(list(rows)) if mentions is None else mentions
        return stance.code(pd.DataFrame(list(rows)), who, **{"polarity": False} | how)

    return code


RAW = (
    "Kerry Warns of “War”\n"
    "“IS must go”, Kerry said. The regime in Syria, he said, is “failing” fast.\n"
    "Assad’s regime denied it. Militants held the town."
)
ARTICLE = Article(
    "a.txt", "Daily", headline_span=(0, 20), paragraphs=(((21, 95),), ((96, 146),)),
    body_spans=((21, 95), (96, 146)),
)  # fmt: skip


def cut(
    number: int, form: str, spans: list[list[int]], article: str = "a.txt",
    outlet: str | None = "Daily", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A row of a statement that is cut from the page."""
    row = {
        "article": article, "statement_id": f"{article[0]}:s0{number}", "outlet": outlet,
        "form": form, "content_spans": spans, "content": " … ".join(RAW[a:b] for a, b in spans),
        "speaker": "John Kerry", "speaker_side": "United States", "cue": "said", "parent": None,
        "told_by": None, "utterance": f"{article[0]}:s0{number}",
    }  # fmt: skip
    return row | more


SAID = [
    cut(1, "mixed", [[12, 20]], cue="Warns"),
    cut(2, "direct", [[22, 32]]),
    cut(3, "mixed", [[47, 66], [77, 94]]),
]


def page_of(rows: list[dict[str, Any]] = SAID, **article: Any) -> Document:
    """The page with its statements or others; its article may differ in some fields."""
    said = frames.rows(pd.DataFrame(rows), Statement)
    return SimpleNamespace(text=RAW, article=replace(ARTICLE, **article), statements=said)


@pytest.fixture(scope="session")
def from_page() -> Callable[..., dict[str, Any]]:
    """A function that makes a row of a statement that is cut from the page."""
    return cut


@pytest.fixture(scope="session")
def page() -> Callable[..., Document]:
    """A function that gives the page: with three statements, or others, or another article."""
    return page_of


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """The statements of the page and some more, of three outlets."""
    held = [[96, 120]]
    more = [
        cut(4, "indirect", held, speaker="Ann", speaker_side=None, utterance="a:s03"),
        cut(5, "indirect", held, speaker="Bob", parent="a:s02", cue="denied", told_by="John Kerry"),
        cut(1, "direct", held, "b.txt", None, speaker=None, speaker_side=None,
            cue="muttered darkly"),
        cut(1, "direct", held, "c.txt", None, cue="has also noted"),
    ]  # fmt: skip
    return pd.DataFrame([*SAID, *more])
