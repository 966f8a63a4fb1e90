"""Phrases that show a stance, and the propositions of a user."""

import pytest

from onrecord.errors import OnRecordError
from onrecord.knowledge import Knowledge, stance_words, targets

TEA = {"code": "TEA", "wording": "Tea!", "raised": ["tea"]}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"code": "X", "wording": "w"}, "raised is missing"),
        ({"code": "X", "wording": "w", "raised": "sugar"}, "raised: not a list"),
        (
            {"code": "X", "wording": "w", "raised": ["a"], "favoring": "pro"},
            "mean favouring",
        ),
        ({"code": "X", "wording": "w", "raised": ["a"], "favouring": "yes"}, "'yes' is not known"),
    ],
)
def test_wrong_propositions_are_named(entry, message):
    with pytest.raises(OnRecordError, match=message):
        targets([entry], Knowledge())


def test_a_code_stands_once():
    with pytest.raises(OnRecordError, match="stands twice"):
        targets([TEA, TEA], Knowledge())


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("lift*", "lifting", True),
        ("lift", "lifted", False),
        ("hold* .. responsible", "held them responsible", False),
        ("hold* .. responsible", "holds Russia and its allies responsible", True),
        ("hold* .. responsible", "holds on to one two three four five responsible", False),
        (", provided", "yes, provided they come", True),
        (", provided", "they provided aid", False),
        ("n't", "they won’t go", True),
        ("anti-terror coalition", "ANTI TERROR coalition", True),
        ("failed regime", "“failed” regime", True),
    ],
)
def test_phrases(phrase, text, found):
    pattern = stance_words.pattern([phrase])
    assert pattern is not None
    assert bool(pattern.search(stance_words.small(text))) is found


def test_small_letters_stay_in_place():
    assert len(stance_words.small("İstanbul ẞ ﬁ")) == len("İstanbul ẞ ﬁ")
