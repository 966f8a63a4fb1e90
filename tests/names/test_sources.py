"""Noun phrases to canonical names: of listed actors, of strangers, of people only described."""

import pytest

from onrecord.knowledge import Knowledge
from onrecord.names.sources import canonical

JULY = ("2016-07-15", "2016-07-18")
ROSTER = Knowledge().roster

PHRASES = [
    ("White House spokesman Josh Earnest", "Josh Earnest", "person", "United States"),
    ("Russia’s Foreign Ministry", "Russian Foreign Ministry", "institution", "Russia"),
    ("the spokesperson for the US Department of State", "John Kirby", "person", "United States"),
    ("President Putin", "Vladimir Putin", "person", "Russia"),
    ("President Vladimir Putin himself", "Vladimir Putin", "person", "Russia"),
    ("Jen Psaki, spokesperson for the US State Department", "Jen Psaki", "person", "United States"),
    ("German Chancellor Angela Merkel", "Angela Merkel", "person", "Germany"),
    ("German Chancellor Erika Mustermann", "Erika Mustermann", "person", "Germany"),
    ("Poland's Prime Minister Anna Nowak", "Anna Nowak", "person", "Poland"),
    ("Lt. Gen. Ivan Petrov of the Russian General Staff", "Ivan Petrov", "person", "Russia"),
    ("Ivan Petrov, head of the Federation Council's committee", "Ivan Petrov", "person", "Russia"),
    ("Erika Mustermann", "Erika Mustermann", "person", None),
    ("Mustermann", "Mustermann", "person", None),
    ("Alexandra Kerry", "Alexandra Kerry", "person", None),
    ("Mrs. Clinton", "Hillary Clinton", "person", "Democratic Party"),
    ("former President Clinton", "Bill Clinton", "person", "Democratic Party"),
    ("Putin's spokesman Dmitry Peskov", "Dmitry Peskov", "person", "Russia"),
    ("the Kremlin", "Kremlin", "institution", "Russia"),
    ("Moscow", "Russia", "government", "Russia"),
    ("Brussels", "European Union", "organisation", "European Union"),
    ("The Syrian president", "Bashar al-Assad", "person", "Syria"),
    ("the Foreign Ministry of Turkey", "Turkish Foreign Ministry", "institution", "Turkey"),
    ("Russian authorities", "Russia", "government", "Russia"),
    ("the Obama administration", "United States", "government", "United States"),
    ("the Russians", "Russia", "government", "Russia"),
    ("the TASS news agency", "TASS", "outlet", None),
    ("the draft document", "draft US proposal", "document", "United States"),
    (
        "a draft first disclosed by the Washington Post",
        "draft US proposal",
        "document",
        "United States",
    ),
    ("a U.S. government statement", "U.S. government statement", "document", "United States"),
    ("a senior diplomat", "unnamed senior diplomat", "unnamed", None),
    ("a Saudi official", "unnamed Saudi official", "unnamed", "Saudi Arabia"),
    ("US officials", "unnamed US officials", "unnamed", "United States"),
    ("critics of the plan", "unnamed critics", "unnamed", None),
    ("the National Weather Service", "National Weather Service", "organisation", None),
]


@pytest.mark.parametrize(("phrase", "name", "kind", "side"), PHRASES)
def test_canonical(phrase, name, kind, side):
    assert canonical(phrase, ROSTER, JULY)[:3] == (name, kind, side)


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "he",
        "They",
        "his Russian ally",
        "the diplomat",
        "the officials",
        "both countries",
        "the two sides",
    ],
)
def test_what_names_nobody(phrase):
    assert canonical(phrase, ROSTER) is None


def test_canonical_says_by_which_rule():
    rules = {
        "Josh Earnest": "name", "Lavrov": "surname", "Mr. Lavrov": "title and surname",
        "the Syrian president": "office at the date", "Chancellor Erika Mustermann": "title",
        "Moscow": "capital for government", "Russian officials": "unnamed",
    }  # fmt: skip
    for phrase, rule in rules.items():
        assert canonical(phrase, ROSTER, JULY).rule == rule, phrase
    assert canonical("the Syrian president", ROSTER).kind == "unnamed"


@pytest.mark.parametrize(
    "phrase",
    [
        "Bank of Ireland",
        "University of Leeds",
        "Center for Public Roads",
        "Institute for the Study of War",
    ],
)
def test_the_name_of_an_organisation_goes_on_behind_its_head(phrase):
    name = canonical(f"the {phrase}", ROSTER)
    assert name is not None
    assert (name.canonical, name.kind) == (phrase, "organisation")
