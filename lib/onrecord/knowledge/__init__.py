"""The tables of knowledge: TOML to typed tables, each made once; they know no article."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from onrecord.knowledge import cues, events, grammar, outlets, roster, tables, wording
from onrecord.knowledge.tables import KnowledgeError, Table

if TYPE_CHECKING:
    from onrecord.knowledge.weights import Weights

__all__ = ["Knowledge", "KnowledgeError"]

Made = TypeVar("Made")


def _ready(make: Callable[[Table], Made], name: str) -> cached_property[Made]:
    """Return a property of Knowledge: a table made ready."""
    return cached_property(lambda knowledge: make(knowledge.table(name)))


class Knowledge:
    """The tables of a folder, in place of ours or added to them; ours where there is no folder.

    Each is read, checked and made ready when it is first asked for. Raises KnowledgeError (file,
    place, remedy) for a folder that is none, and for what is wrong with a table.

    >>> Knowledge().events.events[0].start.year
    2014
    """

    given_names = _ready(roster.GivenNames, "given_names")  # which gender words tell
    grammar = _ready(grammar.Grammar, "grammar")  # the closed word classes of English
    outlets = _ready(outlets.Outlets, "outlets")  # the furniture of pages, what shows their outlet
    events = _ready(events.Events, "events")  # the events, periods and offices that date a text
    labels = _ready(wording.labels, "labels")  # the labels of each concept
    tones = _ready(wording.tones, "cue_tones")  # the stand and tone of each verb of saying
    news_frames = _ready(wording.news_frames, "news_frames")  # with the words that show each
    stance_words = _ready(wording.StanceWords, "stance_words")  # that show a stance on any matter
    targets = _ready(wording.Targets, "propositions")  # what stance is coded towards
    sentiment_words = _ready(wording.SentimentWords, "sentiment_words")  # well or ill of whoever
    # what each rule of the extraction says
    rules = _ready(lambda table: {r["name"]: r["says"] for r in table.entries("rule")}, "rules")

    def __init__(self, folder: tables.Folder = None) -> None:
        self._folder = folder
        if folder is not None:
            tables.look_over(folder)
        names = (*tables.SHAPES, *tables.WEIGHTS)
        self._stamps = {name: tables.stamp(name, folder) for name in names}
        self._ours = {name: tables.stamp(name) for name in names}

    def __reduce__(self) -> tuple[object, ...]:
        return known, (self._folder,)  # of what is made ready not all can be written down

    @property
    def files(self) -> list[str]:
        """The files that tables are read from: ours, some lists of which hold, then a folder's."""
        both = (*self._ours.values(), *self._stamps.values())
        return list(dict.fromkeys(path for path, *_ in both))

    def whose(self, name: str) -> str:
        """Tell whose a table is: ours, yours, or yours added to ours."""
        if self._stamps[name] == self._ours[name]:
            return "ours"
        holds = tables.load(self._stamps[name], name).holds
        added = "yours added to ours" if len(holds) > 1 else "ours"  # it may add nothing yet
        return added if holds.get("add_to_ours") else "yours"

    def table(self, name: str) -> Table:
        """Return a table as it was read: the user's, ours added or filled in where it lacks."""
        own, ours = (tables.load(stamps[name], name) for stamps in (self._stamps, self._ours))
        if not own.holds.get("add_to_ours"):
            return Table(own.file, tables.filled_in(own.holds, ours.holds, tables.SHAPES[name]))
        part = tables.ADDED[name]
        replaced = {entry["name"] for entry in own.entries(part)}
        kept = [entry for entry in ours.entries(part) if entry["name"] not in replaced]
        return Table(own.file, {**ours.holds, part: kept + own.entries(part)})

    @cached_property
    def cues(self) -> cues.Lexicon:
        """The words that attribute a content to a source."""
        return cues.Lexicon(self.table("cues"), self.grammar)

    @cached_property
    def weights(self) -> Weights:
        """The network that finds what no rule does."""
        from onrecord.knowledge import weights  # numpy takes time, which statements alone need

        return weights.read(self._stamps["tagger"][0])

    @cached_property
    def sentiment(self) -> Weights:
        """What was learned of how texts speak of a target in them."""
        from onrecord.knowledge import weights

        return weights.read(self._stamps["sentiment"][0], weights.SENTIMENT)

    @cached_property
    def roster(self) -> roster.Roster:
        """The known actors, with their forms, titles and offices."""
        actors, states, names = map(self.table, ("actors", "countries", "names"))
        made = roster.Roster(actors, states, names, self.given_names.genders, self.grammar)
        if self._stamps["actors"] != self._ours["actors"]:  # in ours a test has checked them
            roster.check_roles(tables.load(self._stamps["actors"], "actors"), made)
        return made


KnowledgeLike = Knowledge | tables.Folder
Propositions = tables.Folder | list[tables.Toml]
_kept: dict[tuple[tables.Stamp, ...], Knowledge] = {}


def known(source: KnowledgeLike = None) -> Knowledge:
    """Return the knowledge of a folder, the same for as long as its files are unchanged."""
    if isinstance(source, Knowledge):
        return source
    made = Knowledge(source)
    key = (*made._stamps.values(), *made._ours.values())
    if key not in _kept and len(_kept) >= 8:  # versions of the tables
        del _kept[next(iter(_kept))]
    return _kept.setdefault(key, made)


def targets(source: Propositions, knowledge: Knowledge) -> wording.Targets:
    """Return what stance is coded towards: a file's, a folder's, a list's, or that of knowledge.

    A list holds entries as they stand in ``propositions.toml``. Raises KnowledgeError where an
    entry is wrong.
    """
    if source is None:
        return knowledge.targets
    if isinstance(source, str | os.PathLike):
        if os.path.isdir(source):
            return known(source).targets
        return wording.Targets(tables.load(tables.stamp_of(source), "propositions"))
    tables.check(source, tables.PROPOSITIONS, "propositions", "[[proposition]]")
    return wording.Targets(Table("propositions", {"proposition": source}))
