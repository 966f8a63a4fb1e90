"""The tables of knowledge: TOML to typed tables, each made once; they know no article.

``Knowledge(folder)`` gives them all. A module of this package makes one of them ready; ``tables``
finds and reads the files, and checks them by ``shapes.toml``.
"""

import os
from functools import cached_property

from onrecord.knowledge import cues, events, given_names, grammar, outlets, roster, tables, wording
from onrecord.knowledge.tables import KnowledgeError, Table

__all__ = ["Knowledge", "KnowledgeError"]


class Knowledge:
    """The tables of a folder, in place of ours or added to them; ours where there is no folder.

    Each is read, checked and made ready when it is first asked for. Raises KnowledgeError (file,
    place, remedy) for a folder that is none, and for what is wrong with a table.

    >>> Knowledge().events.events[0].start.year
    2014
    """

    def __init__(self, folder: tables.Folder = None) -> None:
        if folder is not None:
            tables.look_over(folder)
        self._stamps = {name: tables.stamp(name, folder) for name in tables.SHAPES}
        self._ours = {name: tables.stamp(name) for name in tables.SHAPES}

    @property
    def files(self) -> list[str]:
        """The files that the tables are read from."""
        return [path for path, *_ in self._stamps.values()]

    def table(self, name: str) -> Table:
        """Return a table as it was read: the user's, ours added or filled in where it lacks."""
        own, ours = (tables.load(stamps[name], name) for stamps in (self._stamps, self._ours))
        if not own.holds.get("add_to_ours"):
            return Table(own.file, tables.filled_in(own.holds, ours.holds, tables.SHAPES[name]))
        part = _ADDED[name]
        replaced = {entry["name"] for entry in own.entries(part)}
        kept = [entry for entry in ours.entries(part) if entry["name"] not in replaced]
        return Table(own.file, {part: kept + own.entries(part)})

    @cached_property
    def grammar(self) -> grammar.Grammar:
        """The closed word classes of English."""
        return grammar.grammar(self.table("grammar"))

    @cached_property
    def cues(self) -> cues.Lexicon:
        """The words that attribute a content to a source."""
        return cues.lexicon(self.table("cues"), self.grammar)

    @cached_property
    def roster(self) -> roster.Roster:
        """The known actors, with their forms, titles and offices."""
        actors, states, names = map(self.table, ("actors", "countries", "names"))
        made = roster.roster(actors, states, names, self.grammar)
        if self._stamps["actors"] != self._ours["actors"]:  # in ours a test has checked them
            roster.check_roles(tables.load(self._stamps["actors"], "actors"), made)
        return made

    @cached_property
    def given_names(self) -> given_names.GivenNames:
        """Given names and other words, and which gender they tell."""
        return given_names.given_names(self.table("given_names"))

    @cached_property
    def outlets(self) -> outlets.Outlets:
        """The furniture of pages, and what shows their outlet."""
        return outlets.Outlets(self.table("outlets"))

    @cached_property
    def events(self) -> events.Events:
        """The events, periods and offices that date a text."""
        return events.events(self.table("events"))

    @cached_property
    def labels(self) -> dict[str, list[wording.Label]]:
        """The labels of each concept."""
        return wording.labels(self.table("labels"))

    @cached_property
    def tones(self) -> dict[str, str]:
        """The tone of each verb of saying."""
        return wording.tones(self.table("cue_tones"))

    @cached_property
    def stance_words(self) -> wording.StanceWords:
        """The words that show a stance whatever the matter."""
        return wording.stance_words(self.table("stance_words"))

    @cached_property
    def targets(self) -> wording.Targets:
        """What stance is coded towards."""
        return wording.targets(self.table("propositions"))

    @cached_property
    def sentiment_words(self) -> wording.SentimentWords:
        """The words that speak well or ill of whoever stands near."""
        return wording.sentiment_words(self.table("sentiment_words"))

    @cached_property
    def rules(self) -> dict[str, str]:
        """What each rule of the extraction says."""
        return {entry["name"]: entry["says"] for entry in self.table("rules").entries("rule")}


_ADDED = {"actors": "actor", "countries": "country"}  # tables that may be added to ours, and what
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
        return wording.targets(tables.load(tables.stamp_of(source), "propositions"))
    tables.check(source, tables.PROPOSITIONS, "propositions", "[[proposition]]")
    return wording.targets(Table("propositions", {"proposition": source}))
