"""Copies: nearly the same text is one, a report on the same none; what one says counts once."""

import random
import time

import pytest
from reading import OURS

from onrecord.corpus import Page, link
from onrecord.extraction import copies

WORDS = [f"word{n}" for n in range(3000)]


def story(seed: int, length: int = 200) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def copied(texts):
    """Return which texts are copies, by their sketches."""
    return copies.copied((name, sketched(text)) for name, text in texts.items())


def sketched(text):
    return copies.sketched(text, [(0, len(text))])


def test_a_copy_is_named_by_the_first_of_its_text():
    one, other = story(1), story(2)
    edited = [*one[:50], "new", *one[51:120], "words", *one[121:]]
    texts = {"a": one, "b": other, "c": edited, "d": ["By", "Wire", *one], "e": other[:180]}
    assert copied({name: " ".join(its) for name, its in texts.items()}) == {
        "c": "a", "d": "a", "e": "b",
    }  # fmt: skip


def test_what_only_shares_passages_is_no_copy():
    one = story(1)
    half = [*one[:120], *story(3, 80)]
    shuffled = random.Random(0).sample(one, len(one))
    notices = [f"Shares in the harbour company rose {n} percent on Monday to {n + 7} crowns, as "
               f"{n + 50} lots changed hands; brokers expect {n + 90} more by the end of next week "
               "if the weather and the ferry crews allow it." for n in (1, 2)]  # fmt: skip
    texts = [
        " ".join(one),
        " ".join(half),
        " ".join(shuffled),
        *notices,
        "Page not found",
        "Page not found",
    ]
    assert copied(dict(zip("abcdefg", texts, strict=True))) == {}


def test_case_marks_and_blanks_make_no_difference():
    text = " ".join(story(4))
    assert copied({"a": text, "b": text.upper().replace(" ", ",\n ")}) == {"b": "a"}


def test_many_articles_take_no_long_time():
    texts = {str(n): " ".join(story(n % 900, 400)) for n in range(1000)}
    began = time.perf_counter()
    found = copied(texts)
    assert time.perf_counter() - began < 4
    assert found == {str(n): str(n - 900) for n in range(900, 1000)}


PRINTED = """Bridge Stays Closed

The long bridge over the river will stay closed to heavy trucks until the spring, Ann Smith told \
reporters in the town hall on a rainy morning.

“Nobody will cross before the last bolt has been tested,” Smith said. The town has waited for the \
repair since the flood carried off a pillar, and shops on the far bank have lost many customers.
"""


def read(*names: str, **how: bool) -> list[Page]:
    """Pages of one text, the days of which are far from each other."""
    pages = [Page(PRINTED, name, OURS) for name in names]
    link(pages, **how)
    return pages


def test_what_a_copy_says_is_of_the_utterance_of_the_first():
    first, copy = read("a.txt", "b.txt")
    assert (first.article.copy_of, copy.article.copy_of) == (None, "a.txt")
    assert len(first.statements) == 2
    assert [each.utterance for each in copy.statements] == ["a:s01", "a:s02"]
    assert [each.statement_id for each in copy.statements] == ["b:s01", "b:s02"]


def test_a_copy_counts_by_itself_where_that_is_asked_for():
    first, copy = read("a.txt", "b.txt", copies=True)
    assert copy.article.copy_of == "a.txt"
    assert [each.utterance for each in first.statements] == ["a:s01", "a:s02"]
    assert [each.utterance for each in copy.statements] == ["b:s01", "b:s02"]


@pytest.mark.parametrize("copies", [False, True])
def test_an_article_that_quotes_the_same_is_joined_as_before(copies):
    other = Page("It rained.\n\nAnn Smith said the ferry was full.\n", "c.txt", OURS)
    pages = [Page(PRINTED, "a.txt", OURS), Page(PRINTED, "b.txt", OURS), other]
    link(pages, copies=copies)
    assert other.article.copy_of is None
    assert [each.utterance for each in other.statements] == ["c:s01"]


@pytest.mark.parametrize(("every", "copy"), [(100, True), (12, False)])
def test_of_long_texts_some_runs_tell_how_alike_they_are(every, copy):
    words = story(5, 3000)
    other = [word if n % every else f"other{n}" for n, word in enumerate(words)]
    assert len(sketched(" ".join(words)).split()) == copies.SKETCH
    found = copied({"a": " ".join(words), "b": " ".join(other)})
    assert found == ({"b": "a"} if copy else {})
