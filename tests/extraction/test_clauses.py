"""Clauses: verb groups, subjects and noun phrases; the word classes that they are read by."""

import pytest

from onrecord.extraction.contents import Sentence
from onrecord.knowledge import Knowledge
from onrecord.text.tokens import Paragraph


def sentence(text):
    items = Paragraph(text, [[0, len(text)]])
    end = len(items.low) - (items.low[-1] == ".")
    return Sentence(items, 0, end, len(items.low), Knowledge().cues)


def words(s, part):
    return None if part is None else s.p.text[s.p.start[part[0]] : s.p.stop[part[1] - 1]]


@pytest.mark.parametrize(
    ("text", "verb", "whole"),
    [
        ("She said no.", "said", "said"),
        ("She has not yet said no.", "said", "has not yet said"),
        ("She was also told so.", "told", "was also told"),
        ("She went on to say so.", "say", "to say"),
        ("Will Smith said no.", "said", "said"),
        ("She might never have said so.", "said", "might never have said"),
    ],
)
def test_the_verb_group(text, verb, whole):
    s = sentence(text)
    k = s.p.low.index(verb)
    assert words(s, (s.group(k).first, k + 1)) == whole


def test_the_auxiliaries_of_a_verb_group():
    s = sentence("It should not have been said.")
    found = s.group(s.p.low.index("said"))
    assert found.words == {"should", "have", "been"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The mayor said no.", "The mayor"),
        ("Ann Smith, a plumber, said no.", "Ann Smith"),
        ("Ann Smith, 45, a plumber from Ohio, said no.", "Ann Smith"),
        ("Ann Smith (a plumber) said no.", "Ann Smith"),
        ("Ann Smith (Ohio), a plumber, said no.", "Ann Smith"),
        ("In Geneva Ann Smith said no.", "Ann Smith"),
        ("The mayor, who in 2010 said no.", "who"),
        ("Ann Smith — a plumber — said no.", "Ann Smith"),
        ("But on Monday the mayor said no.", "the mayor"),
        ("In Ohio Mr. Lee said no.", "Mr. Lee"),
        ("It fell years after many towns said no.", "many towns"),
        ("Last week the mayor said no.", "the mayor"),
        ("Mr. Lee on Monday said no.", "Mr. Lee"),
        ("Ann Smith and Bob Lee said no.", "Ann Smith and Bob Lee"),
        ("It rained and she said no.", "she"),
        ("The mayor of the town of Lee said no.", "The mayor of the town of Lee"),
        ("Meanwhile the mayor said no.", "the mayor"),
        ("The mayor, who said no.", "who"),
    ],
)
def test_the_subject(text, who):
    s = sentence(text)
    found = s.subject(s.p.low.index("said") - 1)
    assert words(s, found) == who


@pytest.mark.parametrize("text", [", said no.", "“It is a good day,” said no."])
def test_no_subject(text):
    s = sentence(text)
    assert s.subject(s.p.low.index("said") - 1) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the mayor of Lee on Monday", "the mayor of Lee"),
        ("her mother said", "her mother said"),
        ("her when it rained", "her"),
        ("her the price was high", "her"),
        ("a visibly angry Lee.", "a visibly angry Lee"),
        ("one official of the bank", "one official of the bank"),
        ("Ann Smith and Bob Lee, both", "Ann Smith and Bob Lee"),
        ("the mayor and it rained", "the mayor"),
        ("on Monday", None),
        ("which it is", None),
    ],
)
def test_the_noun_phrase_to_the_right(text, phrase):
    s = sentence(text)
    assert words(s, s.noun_phrase_right(0)) == phrase


def test_a_noun_phrase_to_the_left_has_a_longest():
    s = sentence("word " * 40 + "said no.")
    found = s.noun_phrase_left(39)
    assert found is not None
    assert found[1] - found[0] <= 17


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Smith left the room and said no.", "Smith"),
        ("After the talks, Smith left and said no.", "Smith"),
        ("Smith, a plumber, had left and said no.", "Smith"),
    ],
)
def test_the_subject_that_a_further_verb_shares(text, who):
    s = sentence(text)
    assert words(s, s.shared_subject(s.p.low.index("and"))) == who


def test_a_clause_that_is_put_in_is_not_shared():
    s = sentence("The mayor, and it can be shown, admitted it by saying so.")
    assert words(s, s.shared_subject(s.p.low.index("by"))) == "The mayor"


@pytest.mark.parametrize("text", ["it is over", "they have it", "“It is all over now.”"])
def test_a_finite_verb(text):
    s = sentence(text)
    assert s.has_finite(0, len(s.p.low))


@pytest.mark.parametrize("text", ["the end of it all", "a wanted man", "on Monday in Ohio"])
def test_no_finite_verb(text):
    s = sentence(text)
    assert not s.has_finite(0, len(s.p.low))


def test_word_classes_are_in_lower_case_and_do_not_clash():
    g = Knowledge().grammar
    for words_of in (g.prepositions, g.determiners, g.auxiliaries):
        assert all(word == word.lower() for word in words_of)
    assert not g.auxiliaries & g.prepositions
    assert not g.determiners & g.prepositions


@pytest.mark.parametrize(
    ("word", "true"), [("sharply", True), ("also", True), ("family", False), ("fly", False)]
)
def test_adverbs(word, true):
    assert Knowledge().grammar.is_adverb(word) is true
