"""Exports of databases of news: the articles in one file, told by its structure.

Nexis Uni (.docx, .rtf), LexisNexis before it (.txt), ProQuest (.txt), and Factiva (.rtf, in its
article format). Their words stand in ``exports.toml``.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake.taken import Given, Taken
from onrecord.text import dates

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NAMED = {word.lower(): name for name, words in _WORDS["labels"].items() for word in words.split()}
_LABEL = re.compile(rf"({'|'.join(_NAMED)}):\s*(.*)", re.IGNORECASE)
_FOOT, _TAGS = (re.compile("|".join(_WORDS["foot"][name])) for name in ("nexis", "proquest"))
_ENGLISH = {word: name for name, words in _WORDS["months"].items() for word in words.split()}
_ENGLISH |= {"de": "", "er": ""}  # 3 de julio de 2019, 1er juillet
_COUNTED = re.compile(
    r"^[ \t]*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ de \d+)[ \t]*$",
    re.MULTILINE,
)
_ENDED = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_BODY = re.compile(r"^(?:Body|Text)[ \t]*$", re.MULTILINE)
_RULED = re.compile(r"^_{40,}[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"(Title|Author|Section|Publication title|Publication date): (.+)")
_CODED = re.compile(r"^(?:Document|Dokument|Documento) [A-Z]\w{14,}[ \t]*$", re.MULTILINE)
_LENGTH = re.compile(r"^[\d.,]+ (?:words|mots|Wörter|palabras|parole)[ \t]*$", re.MULTILINE)
_RIGHTS = re.compile(r"\(c\)|©|Copyright|All Rights Reserved", re.IGNORECASE)


class Printed(NamedTuple):
    """An article as a database prints it."""

    outlet: str
    date: str
    title: str
    paragraphs: Sequence[str]
    said: dict[str, str]  # what else its head says: author, section, length


def articles(text: str, path: files.Place, name: str) -> list[Taken | OnRecordError]:
    """Return the articles of an export, each with what its head says; none for another text.

    In place of an article that cannot be told from its head stands an OnRecordError.
    """
    found: list[Taken | OnRecordError] = []
    act, chunks = _kind(re.sub("\r\n?|\f", "\n", text).replace("\xa0", " "))
    for number, chunk in enumerate(chunks, 1):
        blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", chunk)]
        place = f"article {number}"
        try:
            printed = act(list(filter(None, blocks)))
        except (IndexError, StopIteration):
            printed = None
        if printed and printed.paragraphs:
            made = "\n\n".join(filter(None, (printed.title, *printed.paragraphs)))
            given = _given(printed, f"export: {name}, {place}")
            found.append(Taken(f"{name}#{number:02}", made, given))
        else:
            what = "no text could be told from its head"
            found.append(OnRecordError(path, place, what, "export it again, or leave it out"))
    return found


def _given(printed: Printed, basis: str) -> Given:
    days = dates.find(_english(printed.date))
    day = days[0][0].isoformat() if days and days[0][0] == days[0][1] else None
    author = re.sub("^by ", "", printed.said.get("author", ""), flags=re.IGNORECASE) or None
    more = tuple((key, printed.said[key]) for key in ("section", "length") if key in printed.said)
    outlet, title = printed.outlet or None, printed.title or None
    return Given(outlet, day, title, None, author, basis, basis, more)


def _english(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: _ENGLISH.get(word[0].lower(), word[0]), text)


def _is_day(block: str) -> bool:
    return not _LABEL.match(block) and bool(dates.find(_english(block[:50])))


def _kind(text: str) -> tuple[Callable[[list[str]], Printed], list[str]]:
    """Return how an export is read, and its articles; none for another text."""
    if _COUNTED.search(text):
        return _lexis, _COUNTED.split(text)[1:]
    if _ENDED.search(text) and _BODY.search(text):
        return _uni, list(filter(str.strip, _ENDED.split(text)))
    if _RULED.search(text) and "\nPublication title: " in text:
        return _proquest, [part for part in _RULED.split(text) if "\nFull text:" in part]
    if _CODED.search(text) and _LENGTH.search(text):
        return _factiva, _CODED.split(text)[:-1]
    return _lexis, []


def _lexis(blocks: list[str]) -> Printed:
    """Read the older LexisNexis: outlet, day, headline, labels up to the length, text."""
    labels = {at: label for at, block in enumerate(blocks) if (label := _LABEL.match(block))}
    day = next((at for at, block in enumerate(blocks[:4]) if _is_day(block)), 1)
    first = min(labels, default=day + 2)
    last = next((at for at in labels if _NAMED[labels[at][1].lower()] == "length"), first)
    while last + 1 in labels:
        last += 1
    start = last + 1 if labels else first
    said = {_NAMED[labels[at][1].lower()]: labels[at][2] for at in labels if at < start}
    title = said.get("title") or " ".join(blocks[day + 1 : first])
    outlet = next((block for block in blocks[:day] if not _RIGHTS.match(block)), "")
    text = [said["body"]] if said.get("body") else []
    return Printed(outlet, blocks[day], title, text + _until(_FOOT, blocks[start:]), said)


def _uni(blocks: list[str]) -> Printed:
    """Read Nexis Uni: headline, outlet, day, rights and labels, "Body", text; above, its cover."""
    start = next(at for at, block in enumerate(blocks) if _BODY.match(block))
    head = [block for block in blocks[:start] if not _RIGHTS.match(block)]
    labels = {at: label for at, block in enumerate(head) if (label := _LABEL.match(block))}
    said = {_NAMED[label[1].lower()]: label[2] for label in labels.values()}
    plain = next((at for at in range(len(head) - 1, -1, -1) if at not in labels), 0)
    day = next((at for at in range(plain, 1, -1) if _is_day(head[at])), plain)
    if day < 2:
        raise IndexError
    return Printed(
        head[day - 1], head[day], head[day - 2], _until(_FOOT, blocks[start + 1 :]), said
    )


def _proquest(blocks: list[str]) -> Printed:
    """Read ProQuest: headline, fields, "Full text:" and the text, more fields."""
    start = next(at for at, block in enumerate(blocks) if block.startswith("Full text:"))
    tags = {match[1].lower(): match[2] for match in map(_FIELD.match, blocks) if match}
    text = [blocks[start].removeprefix("Full text:").strip(), *_until(_TAGS, blocks[start + 1 :])]
    title = tags.get("title") or blocks[0]
    outlet, day = (tags.get(f"publication {name}", "") for name in ("title", "date"))
    return Printed(outlet, day, title, list(filter(None, text)), tags)


def _factiva(blocks: list[str]) -> Printed:
    """Read Factiva: headline, author, length, day, outlet, code and language, rights, text."""
    length = next(at for at, block in enumerate(blocks) if _LENGTH.match(block))
    title = max(blocks[:length], key=len, default="")
    author = " ".join(blocks[blocks.index(title) + 1 : length])
    day = next(at for at in range(length + 1, len(blocks)) if _is_day(blocks[at]))
    outlet = next(block for block in blocks[day + 1 :] if not re.match(r"\d{1,2}[:.]\d\d", block))
    start = next(at for at in range(day + 2, len(blocks)) if _RIGHTS.match(blocks[at])) + 1
    said = {"author": author, "length": blocks[length]}
    return Printed(outlet, blocks[day], title, blocks[start:], said)


def _until(foot: re.Pattern[str], blocks: list[str]) -> list[str]:
    """Return the paragraphs before the first that is of the foot."""
    return blocks[: next((at for at, block in enumerate(blocks) if foot.match(block)), None)]
