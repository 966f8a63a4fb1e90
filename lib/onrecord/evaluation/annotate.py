"""Articles made ready to be marked by hand in plain files, and the gold that comes of these."""

import random
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from onrecord import files
from onrecord.corpus import Page, attempt
from onrecord.errors import LeftOut, OnRecordError, some
from onrecord.evaluation.gold import FORMS, SPANS, GoldArticle, GoldStatement, read_gold
from onrecord.records import Span, Spans, json_line
from onrecord.text.lines import cut

TEXTS, GOLD, RULES = "articles.jsonl", "gold.jsonl", "README.txt"
FIELDS = ("who", "cue", "words", "form", "name")  # name may be missing
FARTHER = 1.5  # the next of several equal words must be so many times as far off as the nearest
_ALIKE = str.maketrans("‘’ʼ“”„«»–—‑", '\'\'\'"""""---')  # one for one, so that offsets stay
_EDGE = r"(?:(?<!\w)|(?!\w))"  # not within a word
_NUMBERED = re.compile(r"\[(\d{1,6})\] ")


def prepare(pages: Iterable[Page], folder: files.Place, number: int = 20) -> None:
    """Draw articles, and write for each a file in which its statements are marked by hand.

    What the folder holds stays as it is: articles drawn before count, and only what is missing is
    written. Of the others every so-manieth is drawn, in the order of outlet and date and, where
    these are unknown, by a fixed seed (systematic sampling: Cochran, 1977). ``articles.jsonl``
    keeps the texts as they were read. Raises OnRecordError for what cannot be read or written.
    """
    texts = Path(folder, TEXTS)
    drawn = read_gold(texts) if texts.exists() else []
    names = {one.article for one in drawn}
    rest = sorted((page for page in pages if page.name not in names), key=lambda page: page.name)
    random.Random(0).shuffle(rest)
    rest.sort(key=lambda page: (page.article.outlet or "", page.article.date_earliest or ""))
    if few := max(0, min(number - len(drawn), len(rest))):
        chosen = [rest[(2 * k + 1) * len(rest) // (2 * few)] for k in range(few)]
        more = [GoldArticle(page.name, page.text, ()) for page in chosen]
        old = files.read(texts).rstrip("\n") + "\n" if drawn else ""
        files.write(texts, old + "".join(map(_line, more)))
        drawn += more
    made = {Path(folder, RULES): Path(__file__).with_suffix(".txt").read_text("utf-8")}
    for one in drawn:
        head = f"# {one.article}: write below a paragraph what is said in it; see {RULES}."
        made[_sheet(folder, one)] = "\n\n".join([head, "done: no", *_paragraphs(one)]) + "\n"
    for path, content in made.items():
        if not path.exists():
            files.write(path, content)


def check(folder: files.Place) -> tuple[list[GoldArticle], list[OnRecordError]]:
    """Return the articles of a prepared folder that are marked and done, and what is wrong.

    A fault names file, place and remedy; its article is left out. A LeftOut tells of those that
    are not done. Raises OnRecordError where the folder was not prepared.
    """
    if not Path(folder, TEXTS).is_file():
        remedy = "prepare one: onrecord annotate PATH --into FOLDER"
        raise OnRecordError(folder, None, f"holds no {TEXTS}", remedy)
    gold, faults, undone = list[GoldArticle](), list[OnRecordError](), list[str]()
    for one in read_gold(Path(folder, TEXTS)):
        path = _sheet(folder, one)
        written, wrong = attempt(path, files.read, path), list[OnRecordError]()
        if isinstance(written, OnRecordError):
            faults.append(written)
            continue
        blocks = list(_blocks(path, written, one, wrong))
        tried = [
            attempt(path, _statement, b, one.text, f"s{k:02d}") for k, b in enumerate(blocks, 1)
        ]
        made = [each for each in tried if isinstance(each, GoldStatement)]
        faults += [*wrong, *(each for each in tried if isinstance(each, OnRecordError))]
        if not re.search(r"(?im)^\s*done *: *yes\s*$", written):
            undone.append(one.article)
        elif len(made) == len(tried) and not wrong:
            gold.append(replace(one, statements=made))
    if undone:
        what = f"{len(undone)} articles are not done ({some(undone)})"
        faults.append(LeftOut(folder, None, what, "write done: yes in the file of each that is"))
    return gold, faults


def write(folder: files.Place, gold: Sequence[GoldArticle]) -> None:
    """Write ``gold.jsonl``, which ``read_gold`` reads; nothing where there is no article.

    Raises OnRecordError where the file there was changed by hand, and then leaves it.
    """
    path = Path(folder, GOLD)
    for number, line in enumerate(files.read(path).split("\n") if path.exists() else (), 1):
        ours = re.fullmatch(r'(.*), "sum": (\d+)\}', line)
        if line and not (ours and zlib.crc32(ours[1].encode()) == int(ours[2])):
            what, remedy = "was changed by hand and stays as it is", "give that file another name"
            raise OnRecordError(path, f"line {number}", what, remedy)
    if gold:
        files.write(path, "".join(map(_line, gold)))


def _line(one: GoldArticle) -> str:
    """Return an article as a line of gold, with a sum that shows whether a hand changed it."""
    entries = []
    for each in one.statements:
        spans = {name: getattr(each, name) for name in SPANS}
        content, _, cue = (_words(one.text, its) for its in spans.values())
        told = {"speaker": each.speaker, "speaker_text": each.speaker_text, "form": each.form}
        entries.append({"id": each.statement_id, **told, **spans, "content": content, "cue": cue})
    made = json_line({"article": one.article, "text": one.text, "statements": entries})[:-2]
    return f'{made}, "sum": {zlib.crc32(made.encode())}}}\n'


def _words(text: str, spans: Spans) -> str | None:
    return " … ".join(text[start:stop] for start, stop in spans) or None


def _sheet(folder: files.Place, one: GoldArticle) -> Path:
    parts = f"{files.stem(one.article)}.marks.txt".split("/")
    return Path(folder, *(part for part in parts if part.strip(".")))  # never above the folder


def _paragraphs(one: GoldArticle) -> list[str]:
    return [f"[{k}] {' '.join(line.text.split())}" for k, line in enumerate(cut(one.text), 1)]


class _Block(NamedTuple):
    """The fields of one statement, as they were written below a paragraph."""

    path: Path
    line: int
    home: Span  # the paragraph
    fields: dict[str, list[str]]

    def wrong(self, what: str, remedy: str) -> OnRecordError:
        return OnRecordError(self.path, f"line {self.line}", what, remedy)


def _blocks(
    path: Path, written: str, one: GoldArticle, faults: list[OnRecordError]
) -> Iterator[_Block]:
    """Yield the blocks in the file of an article; what is no field, text or note is a fault."""
    homes = [(0, len(one.text)), *((line.start, line.stop) for line in cut(one.text))]
    shown, at, fields = _paragraphs(one), 0, dict[str, list[str]]()
    lines = re.split(r"\r\n?|\n", written.removeprefix("\ufeff"))
    for number, line in enumerate(lines, 1):
        words = " ".join(line.split())
        name, colon, value = (part.strip() for part in words.partition(":"))
        block = _Block(path, number, homes[at], fields)
        if head := _NUMBERED.match(words):
            at, fields = min(int(head[1]), len(shown)), {}
            if words not in shown[at - 1 : at]:
                what = f"paragraph {head[0].strip()} is not as it was"
                faults.append(block.wrong(what, "undo what changed it"))
        elif not words:
            fields = {}
        elif colon and name.lower() in FIELDS:
            fields.setdefault(name.lower(), []).append(value)
            if sum(map(len, fields.values())) == 1:
                yield block
        elif not words.startswith("#") and name.lower() != "done":
            remedy = f"begin it with {':, '.join(FIELDS)}: or, for a note of your own, #"
            faults.append(block.wrong(f"{words[:30]!r} is no field", remedy))


def _statement(block: _Block, text: str, name: str) -> GoldStatement:
    """Return what a block marks; raise OnRecordError for a field that is missing or wrong."""
    for each in FIELDS:
        values = block.fields.get(each, [] if each == "name" else [""])
        if not all(values):
            remedy = f"write {each}: … (a dash where the text has no such words)"
            raise block.wrong(f"{each} is missing", remedy)
        if each in ("form", "name") and len(values) > 1:
            raise block.wrong(f"{each} stands twice", "leave an empty line between statements")
    form = block.fields["form"][0].lower()
    if form not in FORMS:
        raise block.wrong(f"form: {form!r} is none", f"use {', '.join(FORMS)}")
    content = _spans("words", block, text, (), ())
    cue = _spans("cue", block, text, content, content)
    who = _spans("who", block, text, cue or content, content)
    speaker = block.fields.get("name", [None])[0]
    return GoldStatement(name, content, who, cue, speaker, _words(text, who), form)


def _spans(name: str, block: _Block, text: str, near: Spans, content: Spans) -> Spans:
    """Return where the values of a field stand, by preference in the paragraph of the block.

    Of several places outside the content the one nearest to others is meant, if clearly so.
    """
    found = []
    for value in () if near and block.fields[name] == ["-"] else block.fields[name]:
        every = _places(value, text)
        places = [place for place in every if block.home[0] <= place[0] < block.home[1]] or every
        if not places:
            remedy = "copy it from the text, into one line, as it stands there"
            raise block.wrong(f"{name}: {value[:40]!r} stands nowhere in the article", remedy)
        if near:
            places = [place for place in places if _gap(place, content)] or places
            places.sort(key=lambda place: _gap(place, near))
        first, *others = places
        if others and not (near and _gap(others[0], near) > FARTHER * _gap(first, near) + 3):
            remedy = "write more of the text around it, and [[ ]] about the words that are meant"
            what = f"{name}: {value[:40]!r} may be any of {len(places)} places"
            raise block.wrong(what, remedy)
        found.append(first)
    return tuple(sorted(found))


def _places(value: str, text: str) -> list[Span]:
    """Return where words stand in a text, or those in [[ ]] among them; blanks and marks alike."""
    parts = re.split(r"\[\[|\]\]", value.translate(_ALIKE))
    words = [r"\s+".join(map(re.escape, part.split())) for part in parts]
    if len(words) not in (1, 3) or not words[len(words) // 2]:
        return []
    pattern = f"{_EDGE}(?P<its>{words[len(words) // 2]}){_EDGE}"
    if len(words) == 3:
        before, _, after = words
        pattern = (before and _EDGE + before + r"\s*") + pattern + rf"\s*{after}{_EDGE}"
    return [found.span("its") for found in re.finditer(pattern, text.translate(_ALIKE))]


def _gap(place: Span, spans: Spans) -> int:
    """Return how many characters lie between a place and the nearest of some spans."""
    return min(max(start - place[1], place[0] - stop, 0) for start, stop in spans)
