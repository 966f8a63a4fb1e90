"""Who is named, by which words, and for whom a pronoun stands."""

import pytest

from onrecord.knowledge import Knowledge
from onrecord.names.people import People
from onrecord.records import Article

OURS = Knowledge()


def people(text):
    """Return the people of a text of one paragraph."""
    return People(text, Article("a.txt", paragraphs=(((0, len(text)),),)), OURS)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Energy Minister Anna Berger met Paul Lindqvist.", ["Anna Berger", "Paul Lindqvist"]),
        ("Mr. Ostrow left. Rick Ostrow came back.", ["Rick Ostrow", "Rick Ostrow"]),
        ("Arizona Sheriff Joe Marlow said no.", ["Joe Marlow"]),
        ("Ursula von der Tann left. Ms von der Tann said so.", ["Ursula von der Tann"] * 2),
        ("Maria da Costa left. Da Costa said so.", ["Maria da Costa"] * 2),
        ("Thomas Reed Jr. left. Reed said so.", ["Thomas Reed Jr."] * 2),
        ("Anna Lee met Paul. Anna T. Lee said so.", ["Anna T. Lee", "Paul", "Anna T. Lee"]),
        ("Anna T. Lee met Paul. Anna Lee said so.", ["Anna T. Lee", "Paul", "Anna T. Lee"]),
        ("Zhao Lin left. Zhao said so.", ["Zhao Lin", "Zhao Lin"]),
        ("Anna Be\u0301rger left. Be\u0301rger said so.", ["Anna Be\u0301rger"] * 2),
        ("But Anna Berger’s aide said so.", ["Anna Berger"]),
        ("Aigul Bekova left. Bekova said so.", ["Aigul Bekova"] * 2),
        ("The Bank of Ireland and Gazprom Media grew.", []),
        ("Muslims said so. Ohio wants it. I’ve said it. Crops are late. Immigration fell.", []),
        ("He flew to St. Albans and Port St. Bede, as a former Miss Universe said in April.", []),
        ("He met Rep. Anna Berger, as Jaffar said.", ["Anna Berger", "Jaffar"]),
        ("The town slept. Town said nothing.", []),
        ("Trump’s RT show and Keeps saying so.", ["Donald Trump"]),
        ("He sold it to the 2nd Earl of Brook. In 2006 Anna said so.", ["Anna"]),
    ],
)
def test_a_person_has_one_name(text, names):
    found = people(text).named
    assert [one.person.name for one in found] == names
    assert all(text[one.start : one.stop].split()[-1][:3] in text for one in found)


def test_two_of_one_surname_stay_two():
    text = "Anna Berger came with Peter Berger. Berger said no. Ms. Berger said yes."
    found = [one.person.name for one in people(text).named]
    assert found == ["Anna Berger", "Peter Berger", "Peter Berger", "Anna Berger"]


@pytest.mark.parametrize(
    ("text", "pronoun", "whom"),
    [
        ("Kerry said no. Merkel shook her head. She said it was not.", "She", "Angela Merkel"),
        ("Paul Lind met Omar Dahl. Dahl disagreed. “It is fair,” he said.", "he", "Omar Dahl"),
        ("Anna Lee met Paul Lind. He left.", "He", "Paul Lind"),
        ("Paul Lind said “Omar Dahl lies.” Then he left.", "he", "Paul Lind"),
        ("Paul Lind said “Omar Dahl lies, he knows.”", "he knows", "Omar Dahl"),
        ("Anna Lee arrived. He said no.", "He", None),
        ("Paul Lind later told it to Omar Dahl, but he was tired.", "he was", "Paul Lind"),
        ("It rained. She said no.", "She", None),
    ],
)
def test_whom_a_pronoun_stands_for(text, pronoun, whom):
    gender = "she" if pronoun.lower().startswith("she") else "he"
    person = people(text).pronoun(text.index(pronoun), gender)
    assert (person.name if person else None) == whom


def test_a_source_without_a_name_is_gone_back_to():
    text = "A widow from the coast spoke first. She said no."
    who = people(text)
    who.add(0, 7, "widow", subject=True)
    assert who.pronoun(text.index("She"), "she").name == "widow"
    assert who.pronoun(text.index("She"), "he") is None


@pytest.mark.parametrize(
    ("noun", "person"),
    [("engineer", True), ("widow", True), ("newspaper", False), ("letter", False), ("plan", False)],
)
def test_a_noun_for_a_person(noun, person):
    assert people("x").is_one(noun) is person
