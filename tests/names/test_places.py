"""How the name of a place is read: a government, a place, or part of another name."""

import re

import pytest

from onrecord.articles.page import parse
from onrecord.knowledge import Knowledge
from onrecord.names.forms import stretch
from onrecord.names.places import reading

ROSTER = Knowledge().roster


def capital_reading(text, start, stop, headline=False):
    """How the capital at text[start:stop] is read, by the line around it."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", stop)
    line = stretch(text, first, len(text) if last < 0 else last, ROSTER, headline=headline)
    i, prior = sum(at.end() <= start for at in line.at), {}
    for item in line.found:
        if item.letter in "ck" and item.j <= i:
            found = reading(line, item.i, item.j, prior, city=item.letter == "k")
            prior[item.j] = found[0]
    return reading(line, i, sum(at.start() < stop for at in line.at), prior, city=True)


READINGS = [
    # the capital in question stands between bars
    ("|Moscow| denied the report on Tuesday.", "government", "subject of a verb"),
    ("|Paris| has repeatedly warned its neighbours.", "government", "subject of a verb"),
    ("|Tehran| quietly accepted the offer.", "government", "subject of a verb"),
    ("The paper says |Beijing|’s view has not changed.", "government", "possessive"),
    ("It is up to |Ankara| to open the border.", "government", "up to"),
    ("A message to |Washington| was sent at noon.", "government", '"to" without movement'),
    ("Talks between |London| and Berlin went on.", "government", "relation"),
    ("Sanctions against |Pyongyang| were renewed.", "government", "relation"),
    ("The minister accused |Kiev| of delay.", "government", "object of a verb"),
    ("Pressure from |Riyadh| had grown.", "government", "sent from"),
    ("Trust in |Rome| is low.", "government", 'abstract noun before "in"'),
    ("The |Madrid|-backed plan failed.", "government", "compound"),
    ("An anti-|Moscow| mood was felt.", "government", "compound"),
    ("Berlin and |Warsaw| agreed at once.", "government", "subject of a verb"),
    ("Talks in |Moscow| ended late.", "place", "preposition of place"),
    ("He lives near |London| with two dogs.", "place", "preposition of place"),
    ("They met in central |Paris| for lunch.", "place", "preposition of place"),
    ("The envoy flew to |Damascus| overnight.", "place", "movement"),
    ("She left |Kabul| in 1996.", "place", "movement"),
    ("Shops in Berlin and |Vienna| were shut.", "place", "coordinated with a place"),
    ("A |Moscow| court fined the editor.", "place", "place noun behind"),
    ("The |Cairo|-based bank lends more.", "place", "compound with a place word"),
    ("Buses in |Baghdad|’s northern suburbs stopped.", "place", "possessive of a place"),
    ("A |Berlin| baker took the case.", "place", "someone or something there"),
    ("They walked through |Moscow|’s streets.", "place", "possessive of a place"),
    ("They met in |Geneva|, where it rained.", "place", '"where" behind'),
    ("The streets of |Tunis| were empty.", "place", "preposition of place"),
    ("|PARIS|, May 3 (Agency) - The talks went on.", "dateline", "dateline"),
    ("|BERLIN| — The talks went on.", "dateline", "dateline"),
    ("|Ottawa|: The talks went on.", "dateline", "dateline"),
    ("LONDON/|MOSCOW| (Agency) - The talks went on.", "dateline", "dateline"),
    ("He writes for the |Washington| Herald now.", "newspaper", "newspaper name"),
    ("According to the |Moscow| Times, it rained.", "newspaper", "newspaper name"),
    ("Denzel |Washington| arrived in a hat.", "person", "part of a person's name"),
    ("The late Booker T. |Washington| wrote it.", "person", "part of a person's name"),
    ("|Sofia| Coppola made the film.", "person", "part of a person's name"),
    ("Voters in |Washington| state chose her.", "state", "state or district"),
    ("The state of |Washington| borders Canada.", "state", "state or district"),
    ("He was born in |Washington|, D.C., in 1950.", "state", "state or district"),
    ("|Moscow| State University reopened.", "name", "part of another name"),
    ("Boats on Lake |Washington| sank.", "name", "part of another name"),
]


@pytest.mark.parametrize(("marked", "how", "rule"), READINGS)
def test_capital_reading(marked, how, rule):
    start = marked.index("|")
    stop = marked.index("|", start + 1) - 1
    assert capital_reading(marked.replace("|", ""), start, stop) == (how, rule)


def test_headline_colon_is_a_speaker_and_no_dateline():
    text = "Moscow: no deal on arms"
    assert capital_reading(text, 0, 6) == ("dateline", "dateline")
    assert capital_reading(text, 0, 6, headline=True)[0] == "government"


def test_only_the_line_around_a_capital_is_looked_at():
    text = "They met in\nMoscow denied it."
    assert capital_reading(text, 12, 18) == ("government", "subject of a verb")


# Every "Washington" and "Moscow" of the five pages, furniture included, in the order of the file.
PAGES = {
    "000": ["newspaper"] * 3,
    "001": ["newspaper", "government", "government", *["newspaper"] * 5],
    "002": [
        "government", "government", "government", "government", "dateline", "government",
        "government", "government", "government",
    ],
    "003": ["newspaper", "place", "newspaper"],
    "004": ["dateline", "government"],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_capitals_of_the_five_pages(raw, name):
    path = next(raw.glob(f"{name}_*.txt"))
    text = path.read_bytes().decode()
    span = parse(text, path.name, Knowledge()).headline_span
    found = []
    for match in re.finditer(r"\b(?:WASHINGTON|Washington|Moscow)\b", text):
        inside = span[0] <= match.start() < span[1]
        found.append(capital_reading(text, *match.span(), headline=inside)[0])
    assert found == PAGES[name]
