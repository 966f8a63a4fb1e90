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
        ("The Office of Fish and the U.S. Court of Fun met. A Bakers Club too.",
         ["Office of Fish", "U.S. Court of Fun", "Bakers Club"]),
        ("The Harbour Rowing Club met. HRC won.", ["Harbour Rowing Club"] * 2),
        ("The Harbour Rowing Club met.", ["Harbour Rowing Club"]),
        ("Acme Tools Corp met Ann Lee in Old Town.", ["Acme Tools Corp"]),
        ("The Club met. It was (XY) late.", []),
        ("The Foreign Ministry met.", []),
    ],
)  # fmt: skip
def test_an_organisation_has_its_full_name(text, names):
    page = f"A day in the town\n\nIt was a cold day, and many people had come.\n\n{text}\n"
    found = bodies(page, parse(page, "a.txt", OURS), OURS.roster)
    assert [body.name for body in found] == names
    assert all(0 <= start < stop <= len(page) for start, stop, *_ in found)
    assert all(page[start:stop] in (name, "UFB", "HRC") for start, stop, name, _ in found)
