"""The table of given names made ready: whom "he" and "she" can stand for."""

from collections.abc import Mapping
from typing import NamedTuple

from onrecord.knowledge.tables import Table


class GivenNames(NamedTuple):
    """Which gender words tell: he, she, or "" for a name that both bear."""

    genders: Mapping[str, str]  # of given names
    told_by: Mapping[str, str]  # of words of address and words for who somebody is
    family_first: frozenset[str]  # family names that stand before the given name


def given_names(table: Table) -> GivenNames:
    """Return the given names of a table."""
    lists = ("both", "male", "female", "family_first")
    both, male, female, family = (" ".join(table.holds[name]).split() for name in lists)
    genders = dict.fromkeys(both, "") | dict.fromkeys(male, "he") | dict.fromkeys(female, "she")
    told_by = {word: how for how, words in table.holds["told_by"].items() for word in words.split()}
    return GivenNames(genders, told_by, frozenset(family))
