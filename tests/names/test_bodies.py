"""Organisations that no table has, and the short names that an article gives them."""

import pytest

from onrecord.articles.page import parse
from onrecord.knowledge import known
from onrecord.names.bodies import bodies

OURS = known()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Union of Fair Bakers (UFB) met. UFB has a hall.",
            ["Union of Fair Bakers"] * 3,
        ),
        ("The Harbour Rowing Club met.", ["Harbour Rowing Club"]),
        ("Acme Tools Corp met Ann Lee in Old Town.", ["Acme Tools Corp"]),
        ("The Club met. It was (XY) late.", []),
        ("The Foreign Ministry met.", []),
    ],
)
def test_an_organisation_has_its_full_name(text, names):
    page = f"A day in the town\n\nIt was a cold day, and many people had come.\n\n{text}\n"
    found = bodies(page, parse(page, "a.txt", OURS), OURS.roster)
    assert [name for *_, name in found] == names
    assert all(0 <= start < stop <= len(page) for start, stop, _ in found)
    assert all(page[start:stop] in (name, "UFB") for start, stop, name in found)
