"""Exports of databases of news: the articles in one file, told by its structure.

Nexis Uni (.docx, .rtf), LexisNexis before it (.txt), ProQuest (.txt), and Factiva (.rtf, in its
article format). Their words stand in ``exports.toml``.
"""

import re
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.intake.taken import Found, Given, Taken
from onrecord.text import dates

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NAMED = {word.lower(): name for name, words in _WORDS["labels"].items() for word in words.split()}
_LABEL = re.compile(rf"({'|'.join(_NAMED)}):\s*(.*)", re.IGNORECASE)
_FOOT, _TAGS = (re.compile(_WORDS["foot"][name], re.VERBOSE) for name in ("nexis", "proquest"))
_ENGLISH = {"de": "", "er": ""}  # 3 de julio de 2019, 1er juillet
for _months in _WORDS["months"].values():
    _ENGLISH |= zip(_months.lower().split(), dates.MONTHS, strict=True)
_COUNTED, _ENDED, _BODY, _RULED, _CODED, _LENGTH = (
    re.compile(rf"^[ \t]*(?:{line})[ \t]*$", re.MULTILINE) for line in _WORDS["lines"].values()
)
_FIELD = re.compile(r"(Title|Author|Section|Publication title|Publication date): (.+)")
_RIGHTS = re.compile(r"\(c\)|©|Copyright|All Rights Reserved", re.IGNORECASE)
# outlet, day and title as they are printed, the paragraphs, and what else the head says
Printed = tuple[str, str, str, list[str], dict[str, str]]


def take(path: files.Place, name: str) -> Found:
    """Return the articles in a file of plain text; raise OnRecordError as ``files.read`` does."""
    notes: Found = []
    text = files.read(path, notes.append)
    return notes + articles(text, path, name)


def articles(text: str, path: files.Place, name: str) -> Found:
    """Return the articles of an export, each with what its head says, or another text as one.

    In place of an article that cannot be told from its head stands an OnRecordError.
    """
    found: Found = []
    act, chunks = _kind(re.sub("\r\n?|\f", "\n", text).replace("\xa0", " "))
    for number, chunk in enumerate(chunks, 1):
        blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", chunk)]
        place, paragraphs = f"article {number}", list[str]()
        with suppress(IndexError, StopIteration):
            outlet, day, title, paragraphs, said = act(list(filter(None, blocks)))
        if not any(paragraphs):
            what = "no text could be told from its head"
            found.append(OnRecordError(path, place, what, "export it again, or leave it out"))
            continue
        said["author"] = re.sub("(?i)^by ", "", said.get("author", ""))
        more = tuple((key, said[key]) for key in ("section", "length", "author") if said.get(key))
        outlet, basis = re.sub(r"(?<=\w)\(", " (", outlet), f"export: {name}, {place}"
        given = Given(outlet or None, day_of(day), title or None, None, basis, basis, more)
        made = "\n\n".join(filter(None, (title, *paragraphs)))
        found.append(Taken(f"{name}#{number:02}", made, given))
    return found or [Taken(name, text)]


def day_of(text: str) -> str | None:
    """Return the one day (YYYY-MM-DD) that a line begins with, None where it may be two."""
    english = re.sub(r"[^\W\d_]+", lambda word: _ENGLISH.get(word[0].lower(), word[0]), text[:50])
    day = dates.only(english)
    return day.isoformat() if day else None


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


def _labels(blocks: list[str]) -> dict[int, tuple[str, str]]:
    """Return the blocks that bear a label: what it names, and its value."""
    found = ((at, _LABEL.match(block)) for at, block in enumerate(blocks))
    return {at: (_NAMED[label[1].lower()], label[2]) for at, label in found if label}


def _lexis(blocks: list[str]) -> Printed:
    """Read the older LexisNexis: outlet, day, headline, labels up to the length, text."""
    labels = _labels(blocks)
    day = next((at for at, block in enumerate(blocks[:4]) if day_of(block)), 1)
    first = min(labels, default=day + 2)
    last = next((at for at, (name, _) in labels.items() if name == "length"), first)
    while last + 1 in labels:
        last += 1
    said = dict(label for at, label in labels.items() if at <= last)
    title = said.get("title") or " ".join(blocks[day + 1 : first])
    outlet = next((block for block in blocks[:day] if not _RIGHTS.match(block)), "")
    text = _until(_FOOT, blocks[last + 1 if labels else first :])
    return outlet, blocks[day], title, [*filter(None, [said.get("body")]), *text], said


def _uni(blocks: list[str]) -> Printed:
    """Read Nexis Uni: headline, outlet, day, rights and labels, "Body", text; above, its cover."""
    start = next(at for at, block in enumerate(blocks) if _BODY.match(block))
    head = [block for block in blocks[:start] if not _RIGHTS.match(block)]
    labels = _labels(head)
    plain = [at for at in range(2, len(head)) if at not in labels][:-6:-1]
    day = next((at for at in plain if day_of(head[at])), *plain[:1])
    said = dict(label for at, label in labels.items() if at > day)
    return head[day - 1], head[day], head[day - 2], _until(_FOOT, blocks[start + 1 :]), said


def _proquest(blocks: list[str]) -> Printed:
    """Read ProQuest: headline, fields, "Full text:" and the text, more fields."""
    start = next(at for at, block in enumerate(blocks) if block.startswith("Full text:"))
    said = {match[1].lower(): match[2] for match in map(_FIELD.match, blocks) if match}
    outlet, day = (said.get(f"publication {name}", "") for name in ("title", "date"))
    text = [blocks[start].removeprefix("Full text:").strip(), *_until(_TAGS, blocks[start + 1 :])]
    return outlet, day, said.get("title") or blocks[0], text, said


def _factiva(blocks: list[str]) -> Printed:
    """Read Factiva: headline, author, length, day, outlet, code and language, rights, text."""
    length = next(at for at, block in enumerate(blocks) if _LENGTH.match(block))
    headline = max(range(length), key=lambda at: len(blocks[at]), default=0)
    title, author = blocks[headline], " ".join(blocks[headline + 1 : length])
    day = next(at for at in range(length + 1, len(blocks)) if day_of(blocks[at]))
    outlet = next(block for block in blocks[day + 1 :] if not re.match(r"\d{1,2}[:.]\d\d", block))
    start = next(at for at in range(day + 2, len(blocks)) if _RIGHTS.match(blocks[at])) + 1
    said = {"author": author, "length": blocks[length]}
    return outlet, blocks[day], title, blocks[start:], said


def _until(foot: re.Pattern[str], blocks: list[str]) -> list[str]:
    """Return the paragraphs before the first that is of the foot."""
    return blocks[: next((at for at, block in enumerate(blocks) if foot.match(block)), None)]
