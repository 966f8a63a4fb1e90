"""Cut a text into words, and find in it the surface forms of the roster and their runs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.knowledge.roster import EITHER, WORD, Actor, Days, Form, Roster

# Patterns over the letters of a run (onrecord.knowledge.roster.LETTERS).
PERSON = re.compile(r"[acikfso]*(?:t[so]*)*tp")
ROLE = re.compile(r"[so]*[acikf]+(?:[so]*t)+|(?:[so]*t)+")
OFFICE = re.compile(r"[ack]f")
OWNED = re.compile(r"[ack]f|[ac]i")
_OPENING = frozenset(".!?…:\"“”„«»'‘’()[]—–")


class Item(NamedTuple):
    """A surface form in a text: its first word, the word behind it, its letter, what it may be."""

    i: int
    j: int
    letter: str
    form: Form

    @property
    def actor(self) -> Actor:
        """The first actor whom a form may name that names one."""
        return self.form.senses[0].actor


class Run(NamedTuple):
    """Forms that stand side by side, and their letters."""

    items: list[Item]
    letters: str


class Stretch(NamedTuple):
    """A headline, a paragraph or a phrase: its words and marks, and the forms found in it."""

    words: list[str]
    at: list[re.Match[str]]  # where they stand
    found: list[Item]
    roster: Roster
    days: Days  # between which it was written
    headline: bool
    capitals: bool  # there are no small letters in it

    @property
    def lists(self) -> Mapping[str, frozenset[str]]:
        """The word lists of the rules."""
        return self.roster.words

    def word(self, i: int) -> str:
        """Return a word, or "" beyond the ends."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def shown(self, i: int, j: int) -> str:
        """Return the text from word i to word j on one line."""
        return " ".join(self.at[i].string[self.at[i].start() : self.at[j - 1].end()].split())

    def is_capital(self, i: int) -> bool:
        """Tell whether word i begins with a capital letter."""
        return self.word(i)[:1].isupper()

    def begins(self, i: int) -> bool:
        """Tell whether word i begins a sentence, a quotation or a bracket."""
        return i <= 0 or self.words[i - 1] in _OPENING

    def touches(self, j: int) -> bool:
        """Tell whether no blank stands between word j and the one before it."""
        return 0 < j < len(self.words) and self.at[j].start() == self.at[j - 1].end()

    def possessive(self, j: int) -> bool:
        """Tell whether "'s" stands directly at word j."""
        marked = self.word(j) == "'" and self.word(j + 1) in ("s", "S")
        return marked and self.touches(j) and self.touches(j + 1)

    def behind(self, j: int) -> int:
        """Return j, or the word behind the "'s" at it."""
        return j + 2 if self.possessive(j) else j

    def has_initial(self, i: int) -> bool:
        """Tell whether an initial ("T.") stands before word i."""
        letter = self.word(i - 2)
        return i > 1 and self.words[i - 1] == "." and len(letter) == 1 and letter.isupper()

    def is_verb(self, i: int) -> bool:
        """Tell whether word i reads as a verb, by list or by its ending."""
        low = self.word(i).lower()
        if low in self.lists["verbs"] or len(low) < 4 or low in self.lists["unnamed"]:
            return low in self.lists["verbs"]
        if not low.endswith("s"):
            return low.endswith("ed")
        return not low.endswith(tuple(self.lists["noun_endings"]))

    def is_modified(self, j: int) -> bool:
        """Tell whether word j is a noun that the name before it modifies."""
        word = self.word(j)
        plain = word.isalpha() and word.islower() and not word.endswith("ly")
        return plain and word not in self.lists["function"] and not self.is_verb(j)


def stretch(
    text: str, start: int, stop: int, roster: Roster, days: Days = ("", ""), headline: bool = False
) -> Stretch:
    """Cut text[start:stop] into words and marks; a curly apostrophe becomes a straight one."""
    at = list(WORD.finditer(text, start, stop))
    words = ["'" if match[0] == "’" else match[0] for match in at]
    capitals = len(words) > 1 and text[start:stop].isupper()
    found: list[Item] = []  # the longest at each place, none inside another
    forms, lengths, behind = roster.forms, roster.lengths, 0
    for i in [i for i, word in enumerate(words) if word in lengths]:
        for length in lengths[words[i]] if i >= behind else ():
            if form := forms.get(tuple(words[i : i + length])):
                behind = min(i + length, len(words))
                found.append(Item(i, behind, form.letter, form))
                break
    return Stretch(words, at, found, roster, days, headline, capitals)


def runs(text: Stretch, found: Sequence[Item]) -> Iterator[Run]:
    """Group forms, at most 12, that have nothing, "'s" or the hyphen of "ex-" between them."""
    first = 0
    for k in range(1, len(found) + 1):
        if k in (len(found), first + 12) or not _joined(text, *found[k - 1 : k + 1]):
            run = list(found[first:k])
            yield Run(run, letters(run))
            first = k


def _joined(text: Stretch, item: Item, following: Item) -> bool:
    gap = following.i - item.j
    if gap == 1 and item.letter in "oT":
        return text.words[item.j] == "-" and text.touches(item.j)
    return gap == 0 or (gap == 2 and text.possessive(item.j))


def letters(run: Sequence[Item]) -> str:
    """Return the letters of a run; "chief" before a title is no title itself."""
    spelt = "".join([item.letter for item in run])
    if EITHER not in spelt:
        return spelt
    found = ""
    for item, letter, after in zip(run, spelt, spelt[1:] + " ", strict=True):
        if letter == EITHER:
            letter = ("s" if "same" in item.form.values else "o") if after in "tsoT" else "t"
        found += letter
    return found
