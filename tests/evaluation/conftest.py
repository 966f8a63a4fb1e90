"""An article that was marked by hand."""

import pytest

from onrecord.evaluation.gold import GoldArticle, GoldStatement

TEXT = 'Ann Lee said the sky is blue. "Go home," he told us. "Now." Bob, a cook, wants rain.'


@pytest.fixture
def gold() -> GoldArticle:
    """Three statements: named, told by a pronoun, and by a phrase."""
    return GoldArticle("a", TEXT, [
        GoldStatement("s1", ((13, 28),), speaker="Ann Lee", form="indirect"),
        GoldStatement("s2", ((31, 38), (54, 57)), ((41, 43),), form="direct"),
        GoldStatement("s3", ((79, 83),), ((60, 71),), form="indirect"),
    ])  # fmt: skip
