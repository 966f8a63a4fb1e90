"""Entries: which tables of knowledge are in effect, and who is named that none of them has."""

import json
from typing import Any

import pandas as pd

from onrecord.analysis.frames import once, typed
from onrecord.knowledge import KnowledgeLike, known
from onrecord.knowledge.tables import SHAPES

_PARTS = {"actors": "actor", "countries": "country", "outlets": "outlet"}  # whose names are found
NAMED = ("person", "government", "institution", "organisation", "outlet")  # who has a name


def in_effect(
    articles: pd.DataFrame, mentions: pd.DataFrame, knowledge: KnowledgeLike = None
) -> pd.DataFrame:
    """Return a row for each table of knowledge: whose it is, and how much of it is met here.

    Columns: table, whose (ours, also where yours adds nothing yet; yours; yours added to ours),
    entries (words, where a table is but lists of words), matched (entries that the articles name or
    that are their outlet; <NA> where no frame tells). Raises KnowledgeError where a table is wrong.
    """
    ours, rows = known(knowledge), []
    met = {"outlets": {*articles["outlet"]}}
    for name in SHAPES:
        table, part = ours.table(name), _PARTS.get(name)
        names = {entry["name"] for entry in table.entries(part)} if part else set()
        matched = len(names & met.get(name, {*mentions["actor"]})) if part else None
        rows.append((name, ours.whose(name), len(names) or _size(table.holds), matched))
    return typed(rows, "table whose entries matched", Int64="entries matched")


def _size(part: Any) -> int:
    """Return how many entries a part of a table has, or else how many words."""
    if isinstance(part, dict):
        lists = [value for value in part.values() if isinstance(value, list)]
        return sum(map(len, lists)) or sum(map(_size, part.values()))
    return len(part) if isinstance(part, list) else len(str(part).split())


def unlisted(
    mentions: pd.DataFrame, statements: pd.DataFrame, knowledge: KnowledgeLike = None
) -> pd.DataFrame:
    """Return who is named, or speaks by name, and is in no table, the most frequent first.

    Columns: name, kind, mentions, statements (each utterance once), articles, and ``entry``: lines
    for ``actors.toml``, to which a side and other forms may be added.
    """
    named = mentions[mentions["reading"] != "pronoun"].rename(columns={"actor": "name"})
    said = statements[once(statements) & statements["speaker_kind"].isin(NAMED)]
    said = said.rename(columns={"speaker": "name", "speaker_kind": "kind"})
    both = pd.concat([named.assign(said=False), said.assign(said=True)]).dropna(subset="name")
    table = {*named[named["rule"] != "unlisted name"]["name"], *known(knowledge).roster.actors}
    rows = []
    for name, its in both[~both["name"].isin(table)].groupby("name"):
        n, kind = int(its["said"].sum()), its["kind"].mode()[0]
        entry = f'[[actor]]\nname = {json.dumps(name, ensure_ascii=False)}\nkind = "{kind}"\n'
        rows.append((name, kind, len(its) - n, n, its["article"].nunique(), entry))
    rows.sort(key=lambda row: -row[2] - row[3])
    return typed(rows, "name kind mentions statements articles entry",
                 int64="mentions statements articles")  # fmt: skip
