"""In whose voice words stand."""

import pytest

from onrecord.analysis.voice import voices


@pytest.mark.parametrize(
    ("words", "how", "whose"),
    [
        ("IS", "direct", "a:s02"),
        ("regime in", "paraphrase", "a:s03"),
        ("failing", "island", "a:s03"),
        ("fast", "paraphrase", "a:s03"),
        ("Kerry said", "narration", None),
        ("Militants", "narration", None),
        ("he said", "narration", None),
        ("War”", "headline", "a:s01"),
        ("Kerry Warns", "headline", None),
    ],
)
def test_voice_of_words(page, words, how, whose):
    start = page().text.index(words)
    assert voices(page())(start, start + len(words)) == (how, whose)


def test_quoted_words_stay_the_quoted_speakers(page, from_page):
    outer = from_page(2, "direct", [[22, 32]])
    inner = from_page(9, "indirect", [[25, 32]], parent="a:s02", speaker="Ann")
    assert voices(page([outer, inner]))(25, 29) == ("direct", "a:s02")


def test_a_paraphrase_within_a_paraphrase_is_the_inner_speakers(page, from_page):
    outer = from_page(1, "indirect", [[96, 146]])
    inner = from_page(2, "indirect", [[96, 120]], parent="a:s01")
    assert voices(page([outer, inner]))(96, 101) == ("paraphrase", "a:s02")
