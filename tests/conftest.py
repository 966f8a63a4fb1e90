"""What several tests share."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord import records
from onrecord.extraction.extract import statements
from onrecord.knowledge import known
from onrecord.records import Article

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def no_outer_make() -> None:
    """Let a make that a test starts know nothing of the make that runs the tests."""
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def raw(root: Path) -> Path:
    """The folder of the five pages."""
    return root / "data" / "raw"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of the annotated corpora, which are not in the repository."""
    folder = Path(os.environ.get("ONRECORD_SHARED", root.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the annotated corpora are not here")
    return folder


@pytest.fixture(scope="session")
def rows() -> Callable[..., list[dict[str, Any]]]:
    """A function from a text, each line of it a paragraph of the body, to its statements."""
    ours = known()

    def read(text: str, **facts: Any) -> list[dict[str, Any]]:
        spans = tuple(line.span() for line in re.finditer(r"[^\r\n]+", text))
        article = Article("a.txt", body_spans=spans, paragraphs=tuple((span,) for span in spans))
        found = statements(text, replace(article, **facts), ours)
        return [records.row(statement) for statement in found]

    return read
