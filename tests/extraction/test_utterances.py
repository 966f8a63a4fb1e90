"""Utterances: what is told twice is one, what only sounds alike stays two."""

import time
from dataclasses import replace
from itertools import chain

import pytest
from reading import rows_of

from onrecord.corpus import Page
from onrecord.extraction import utterances
from onrecord.knowledge import known
from onrecord.records import Statement

GRAMMAR = known().grammar
MINES = "the mines in the valley would be cleared by army engineers before winter"
FERRY = "the ferry would cross the wide river twice a day from April"


def make(content: str, number: int = 1, article: str = "a.txt", **more) -> Statement:
    """A statement of Ann Smith, or of whoever is named."""
    facts = dict.fromkeys(Statement.__dataclass_fields__) | {
        "article": article, "statement_id": f"{article[0]}:s{number:02d}", "content": content,
        "content_spans": ((0, len(content)),), "speaker": "Ann Smith", "speaker_kind": "person",
        "cue": "said", "cue_span": (0, 4), "form": "indirect", "sentence_span": (0, 9),
        "paragraph": number, "headline": False, "rule": "x", "score": 1.0,
        "utterance": f"{article[0]}:s{number:02d}",
    }  # fmt: skip
    return Statement(**facts | more)


def together(said: list[Statement]) -> list[list[int]]:
    """The groups of statements that are one utterance, by their places."""
    groups: dict[str, list[int]] = {}
    for place, each in enumerate(said):
        groups.setdefault(each.utterance, []).append(place)
    return sorted(groups.values())


def within(*said: Statement) -> list[list[int]]:
    return together(utterances.within(said, GRAMMAR))


def across(*said: Statement, near: bool | None = True) -> list[list[int]]:
    """The groups over articles, those of each article joined before."""
    names = dict.fromkeys(each.article for each in said)
    own = ([each for each in said if each.article == name] for name in names)
    joined = list(chain.from_iterable(utterances.within(part, GRAMMAR) for part in own))
    return together(utterances.across(joined, lambda *_: near, GRAMMAR))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        # the same words
        (f"Ann Smith said that {MINES}.\nBob Lee slept.\nSmith said that {MINES}.", 1),
        ("Ann Smith Says Harbour Talks Failed\n\nAnn Smith said the harbour talks had failed.", 1),
        # words that a headline quotes
        ("Kerry Accuses Moscow of 'Gambling With Bread'\n\nJohn Kerry said on Monday that Moscow "
         "was “gambling with bread” of millions in the valley.", 1),
        ("Kerry Accuses Moscow of 'Gambling With Bread'\n\nJohn Kerry said on Monday that Moscow "
         "should send more ships to the harbour.", 2),
        # two claims of one speaker
        (f"Ann Smith said that {MINES}. Smith also said {FERRY}.", 2),
        # two persons of one side, a body and its spokesman
        (f"Mark Toner said that {MINES}.\nJohn Kerry said that {MINES}.", 2),
        (f"The State Department said that {MINES}.\nState Department spokesman Mark Toner said on "
         f"Friday that {MINES}.", 1),
        (f"Mark Toner said that {MINES}.\nThe State Department said that {MINES}.\nJohn Kerry said "
         f"that {MINES}.", 2),
        # nobody knows whether two strangers are one
        (f"Ann Smith said that {MINES}.\nBob Lee said that {MINES}.", 2),
        # what is added adds nothing
        ("Mark Toner said there was no evidence that the alliance was eroding. “There’s zero "
         "evidence of that,” Toner said.", 1),
        # what one denies
        ("Ann Smith said the mines in the valley would be cleared by spring.\n"
         "Smith said the mines in the valley would not be cleared by spring.", 2),
        ("Ann Smith said the mines in the valley would be cleared by spring.\n"
         "Smith said the mines in the valley wouldn’t be cleared by spring.", 2),
        ("Ann Smith said the mines in the valley would not be cleared by spring.\n"
         "“The mines in the valley will never be cleared by spring,” Smith said.", 1),
        # a word that is only mentioned
        ("Ann Smith said the town had no use for the word “harbour” in its long and old papers.\n"
         "“The harbour belongs to the fishermen of the island,” Smith said.", 2),
    ],
)  # fmt: skip
def test_one_or_two_utterances(rows, text, groups):
    found = rows_of(text) if "\n\n" in text else rows(text)  # with a headline, or without
    assert len(found) > 1
    assert len({row["utterance"] for row in found}) == groups


def test_what_another_tells_never_joins_ones_own():
    said = Page(
        f"Bob Lee said that {MINES}.\n\n“Bob Lee told us that {MINES},” Ann Smith said.\n", "a.txt"
    ).statements
    own, outer, told = said
    assert (own.speaker, told.speaker, told.told_by) == ("Bob Lee", "Bob Lee", "Ann Smith")
    assert len({own.utterance, outer.utterance, told.utterance}) == 3


def test_what_one_tells_of_oneself_within_what_another_tells_is_told():
    said = Page(
        f"“Bob Lee told us that he had said that {MINES},” Ann Smith said.\n\n"
        f"Bob Lee said that {MINES}.\n",
        "a.txt",
    ).statements
    assert [each.told_by for each in said] == [None, "Ann Smith", "Ann Smith", None]
    assert said[1].utterance == said[2].utterance != said[3].utterance


def test_ones_own_words_within_ones_own_words_are_one():
    said = Page(f"Ann Smith said that she had told the board that {MINES}.\n", "a.txt").statements
    assert [each.utterance for each in said] == ["a:s01", "a:s01"]
    more = "the fishermen of the island pay too much for their bread, as they write every week"
    inner = make(MINES, 2, parent="a:s01")
    assert within(make(f"{more}, and she told them that {MINES}"), inner) == [[0], [1]]
    assert within(make(f"she told them that {MINES}"), inner) == [[0, 1]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_fullest_stands_for_all(order):
    full = f"{MINES}, with the help of divers"
    texts = [MINES, full, f"{full}, on foot"]
    said = [make(texts[place], number) for number, place in enumerate(order, 1)]
    fullest = said[order.index(2)].statement_id
    assert {each.utterance for each in utterances.within(said, GRAMMAR)} == {fullest}
    equal = [make(MINES, 1), make(MINES, 2)]
    assert {each.utterance for each in utterances.within(equal, GRAMMAR)} == {"a:s01"}


def test_what_two_have_in_common_with_a_third_makes_them_one():
    first = "engineers cleared mines beside bridge"
    last = "divers found wrecks under water"
    both = f"{first} while {last}"
    assert within(make(first, 1), make(last, 2)) == [[0], [1]]
    assert within(make(first, 1), make(last, 2), make(both, 3)) == [[0, 1, 2]]


def test_two_persons_are_not_made_one_by_what_their_body_says():
    side = {"speaker_side": "North"}
    said = [
        make(MINES, 1, **side),
        make(MINES, 2, speaker="Ministry", speaker_kind="institution", **side),
        make(MINES, 3, speaker="Bob Lee", **side),
    ]
    assert within(*said) == [[0, 1], [2]]
    assert within(*said[1:], said[0]) == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("other", "near", "groups"),
    [
        # the dates meet: a good part is enough; they are unknown: a quotation; they do not meet
        (f"{MINES} if the river stays low", True, [[0, 1]]),
        ("engineers, valley, cleared and winter: nothing of that is sure, and the council of the "
         "island will vote on ships", True, [[0, 1]]),
        (f"{MINES} if the river stays low", None, [[0, 1]]),
        ("engineers, valley, cleared and winter: nothing of that is sure, and the council of the "
         "island will vote on ships", None, [[0], [1]]),
        (MINES, False, [[0], [1]]),
        (FERRY, True, [[0], [1]]),
        ("mines in the valley", True, [[0], [1]]),
    ],
)  # fmt: skip
def test_across_articles(other, near, groups):
    assert across(make(MINES), make(other, article="b.txt"), near=near) == groups


def test_across_articles_nobody_unnamed_and_no_two_tellers_are_one():
    for more in ({"speaker_kind": "unnamed"}, {"speaker": "Bob Lee"}, {"told_by": "Bob Lee"}):
        assert across(make(MINES), make(MINES, article="b.txt", **more)) == [[0], [1]]
    told = {"told_by": "Bob Lee"}
    assert across(make(MINES, **told), make(MINES, article="b.txt", **told)) == [[0, 1]]


def test_what_is_one_in_an_article_stays_one_over_articles():
    said = [
        make("harbour talks failed", 1, headline=True),
        make(f"the harbour talks failed, and {MINES}", 2),
        make(MINES, 1, "b.txt"),
    ]
    assert across(*said) == [[0, 1, 2]]
    joined = utterances.across(utterances.within(said, GRAMMAR), lambda *_: True, GRAMMAR)
    assert {each.utterance for each in joined} == {"a:s02"}
    assert [replace(each, utterance="") for each in joined] == [
        replace(each, utterance="") for each in said
    ]


@pytest.mark.parametrize(
    "content", ["", " ", "…", "😀 😀", "“”", "it is so", "n't", "'", "x" * 100_000, "\u0301\u200d"]
)
def test_odd_contents(content):
    said = [make(content, 1), make(MINES, 2), make(content, 3, form="mixed"), make(MINES, 4)]
    found = utterances.within(said, GRAMMAR)
    assert found[1].utterance == found[3].utterance == "a:s02"
    assert {each.utterance for each in (found[0], found[2])} <= {"a:s01", "a:s03"}
    turned = [sorted(3 - n for n in group) for group in together(found)]
    assert within(*reversed(said)) == sorted(turned)


def test_emoji_and_combining_signs_between_words_change_nothing():
    dotted = MINES.replace(" ", " 😀 ")
    assert within(make(MINES, 1), make(dotted, 2)) == [[0, 1]]


def test_nothing_said_is_nothing_joined():
    assert utterances.within([], GRAMMAR) == []
    assert utterances.across([], lambda *_: True, GRAMMAR) == []


def _seconds(said: list[Statement]) -> float:
    began = time.process_time()
    utterances.within(said, GRAMMAR)
    return time.process_time() - began


def test_thousands_of_statements_and_long_ones_stay_near_linear():
    few, many = (
        [make(f"{MINES} and road {n} past farm {n * 7}", n) for n in range(size)]
        for size in (1250, 5000)
    )
    assert _seconds(many) < max(10 * _seconds(few), 2)
    long = " ".join(f"harbour{n} “word{n}” ferry" for n in range(20_000))
    assert _seconds([make(long, n, form="mixed") for n in (1, 2)]) < 10
