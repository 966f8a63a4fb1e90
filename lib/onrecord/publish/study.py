"""A study: a corpus with tables and words of its own, made into figures and a site in one step."""

from __future__ import annotations

import json
import os
import pickle
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onrecord  # analysis, evaluation: loaded when asked for
from onrecord import files, records
from onrecord.corpus import Corpus, Paths, read
from onrecord.errors import LeftOut, OnRecordError, counted
from onrecord.intake.take import READERS
from onrecord.knowledge import known
from onrecord.knowledge.tables import STUDY, check, shipped
from onrecord.publish import run
from onrecord.publish.html import Shown, filled
from onrecord.records import KINDS

if TYPE_CHECKING:
    from onrecord.evaluation.gold import GoldArticle
    from onrecord.publish.site import Words

# Whether anything is to be made is told without pandas, which takes time: it is imported below.

STARTERS, PROPOSED = Path(__file__).with_name("starters"), 30  # who is proposed for actors.toml
FORMS = "csv", "parquet"  # of its tables
MARKED = ("gold", "pass_a", "pass_b", "disagreements", "news_frames")  # files marked by hand


class Study:
    """A corpus with its own tables and words, as a file ``study.toml`` tells.

    Folders and files in it are told from where it lies. Raises OnRecordError for a file that is
    none, with the field that is wrong.
    """

    def __init__(self, file: files.Place) -> None:
        self.file = Path(file).resolve()
        try:
            self.says: dict[str, Any] = tomllib.loads(files.read(self.file).removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError as error:
            raise OnRecordError(file, None, f"not valid TOML: {error}", "mend it") from None
        check(self.says, STUDY, file)

    def place(self, name: str, default: str = "") -> Path | None:
        """Return where something of the study lies, by its name in the file; None for nowhere."""
        where = self.says.get(name, default)
        return Path(os.path.normpath(self.file.parent / where)) if where else None

    def folder(self, name: str) -> Path:
        """Return one of its folders: notebooks, derived, build, figures or site."""
        return self.place(name, {"build": "derived/build"}.get(name, name)) or self.file.parent

    @property
    def paths(self) -> list[Path]:
        """The files and folders of its articles."""
        return [Path(os.path.normpath(self.file.parent / each)) for each in self.says["corpus"]]

    @property
    def tables(self) -> Path | None:
        """The folder of its own tables of knowledge, for whatever asks for ``knowledge``."""
        return self.place("tables")

    @cached_property
    def corpus(self) -> Corpus:
        """Its corpus: read once, and kept in ``derived`` for as long as nothing of it changes."""
        return self._kept(2)[1]

    @cached_property
    def faults(self) -> Sequence[OnRecordError]:
        """What was wrong with, or left out of, what was read."""
        return self._kept(1)[0]

    def _kept(self, parts: int) -> list[Any]:
        """Return the faults, and if asked the corpus, kept one behind the other."""
        place = self.folder("derived") / f".corpus-{self._digest()[:16]}.pickle"
        with suppress(Exception), place.open("rb") as file:  # else, or broken off, it is read anew
            return [pickle.load(file) for _ in range(parts)]  # noqa: S301 (ours; notebooks run, too)
        made = self._read()
        for old in place.parent.glob(".corpus-*.pickle"):
            old.unlink(missing_ok=True)
        files.write(place, b"".join(map(pickle.dumps, made)))
        return made

    def _read(self) -> list[Any]:
        faults: list[OnRecordError] = []
        corpus = read(
            self.paths, self.tables, self.place("metadata"), self.says.get("columns"),
            self.place("corrections"), self.says.get("copies", False), report=faults.append,
        )  # fmt: skip
        if not len(corpus):
            raise faults[0]
        for name in KINDS:
            getattr(corpus, name)
        return [faults, corpus]

    def _digest(self) -> str:
        """Return what tells whether anything changed that the corpus is made of."""
        found, _ = files.gather(self.paths, READERS)
        beside = [self.place(name) for name in ("metadata", "corrections")]
        inputs = [path for _, path in found] + [path for path in beside if path]
        for store in filter(files.is_store, self.paths):
            inputs += [store / files.STORE, *sorted(store.rglob("part-*.parquet"))]
        known_as = [Path(path) for path in known(self.tables).files]
        tables = [tomllib.loads(path.read_text("utf-8-sig")) for path in known_as
                  if path.suffix == ".toml"]  # fmt: skip
        weights = [path for path in known_as if path.suffix != ".toml"]
        says = {name: self.says.get(name) for name in ("corpus", "columns", "copies")}
        names = [name for name, _ in found]
        return files.digest([*weights, *inputs], [tables, says, names, files.program()])

    def marked(self, name: str) -> list[GoldArticle]:
        """Return articles marked by hand: ``gold``, or one of two passes, ``pass_a`` or ``pass_b``.

        Raises OnRecordError where the study names no such file.
        """
        file = self.place(name)
        if file is None:
            remedy = "mark articles with `onrecord annotate`, and name the file there"
            raise OnRecordError(self.file, name, "this study has none", remedy)
        beside = self.paths[0] if self.paths[0].is_dir() else self.paths[0].parent
        return onrecord.evaluation.read_gold(file, beside)

    @property
    def passes(self) -> list[list[GoldArticle]]:
        """The two passes of marking by hand; none where the study does not name both."""
        names = ("pass_a", "pass_b")
        return [self.marked(name) for name in names] if all(map(self.says.get, names)) else []

    def note(self, place: str) -> Shown | None:
        """Return the study's own words at a place of a notebook; None where it has none."""
        words = self.says.get("notes", {}).get(place)
        return Shown(filled("note", words=words.split("\n\n")), words) if words else None

    def words(self) -> Words:
        """Return the words of its front page, the counts in them filled in."""
        from onrecord.analysis.words import intervals, span_words
        from onrecord.publish.site import Words

        articles, said = self.corpus.articles, self.corpus.statements
        days = [day for span in intervals(articles, "articles") for day in span if day]
        nameless = int(articles["outlet"].isna().sum())
        none = f" ({counted(nameless, 'article')} of none that is known)"
        facts = {
            "{articles}": counted(len(articles), "article"),
            "{statements}": counted(len(said), "statement"),
            "{outlets}": counted(articles["outlet"].nunique(), "known outlet")
            + none * bool(nameless),
            "{dates}": span_words((min(days), max(days))) if days else "no known date",
        }
        words = {name: self.says[name] for name in Words._fields if name in self.says}
        for fact, value in facts.items():
            words = {
                name: [part.replace(fact, value) for part in its] if isinstance(its, list)
                else its.replace(fact, value) for name, its in words.items()
            }  # fmt: skip
        return Words(**words)

    def without(self) -> set[str]:
        """Return the tags of the cells that are left out, for the study lacks what they need."""
        has = {name: bool(self.says.get(name)) for name in MARKED}
        has["whole"] = self.says.get("texts") == "whole"
        knows, pages = known(self.tables), self.corpus
        has["propositions"] = bool(knows.targets.propositions)
        has["labels"] = bool(knows.labels)
        has["events"] = not onrecord.framing.events(pages.articles, pages.statements).empty
        return {f"needs-{name}" for name, there in has.items() if not there}


def study(place: files.Place | None = None) -> Study:
    """Return the study of a file or folder, or that in whose folders one is at work.

    Its ``corpus`` has the tables; ``tables``, ``gold``, ``note`` are what notebooks ask for. Raises
    OnRecordError where there is no ``study.toml``.
    """
    here = os.environ.get(run.ASKED) if place is None else place
    found = run.near(Path.cwd()) if here is None else Path(here)
    if found is not None and found.is_dir():
        found = found / run.FILE
    if found is None or not found.is_file():
        remedy = "make one: onrecord study my_articles --into my_study"
        raise OnRecordError(place or Path.cwd(), None, f"there is no {run.FILE} here", remedy)
    return Study(found)


def begin(paths: Paths, into: files.Place, metadata: files.Place | None = None,
          title: str | None = None) -> Study:  # fmt: skip
    """Make the folder of a study of some articles; what is there already stays as it is."""
    folder = Path(into).resolve()
    paths = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    files.apart(folder, *paths)
    _, wrong = files.gather([path for path in paths if not files.is_store(path)], READERS)
    for fault in (one for one in wrong if not isinstance(one, LeftOut)):
        raise fault
    where = [os.path.relpath(path, folder) for path in map(os.path.abspath, paths)]
    given = os.path.relpath(os.path.abspath(metadata), folder) if metadata is not None else ""
    says = (STARTERS / run.FILE).read_text("utf-8")
    for name, value in (("title", title or folder.name), ("corpus", where), ("metadata", given)):
        says = says.replace(f"<{name}>", json.dumps(value, ensure_ascii=False))
    made = {run.FILE: says} if not (folder / run.FILE).exists() else {}
    for path in sorted(STARTERS.glob("*.toml")):
        name = f"tables/{path.name}"
        if path.name != run.FILE and made and not (folder / name).exists():
            made[name] = path.read_text("utf-8")
    for path in run.find_notebooks(shipped("notebooks")):
        if not (folder / "notebooks" / path.name).exists():
            made[f"notebooks/{path.name}"] = run.unrun(run.read_notebook(path))
    for name, text in made.items():
        files.write(folder / name, text)
    return Study(folder / run.FILE)


def _propose(study: Study) -> None:
    """Add to a table of actors that has none yet whom the articles name most, as remarks."""
    table = study.tables / "actors.toml" if study.tables else None
    if table is None or not table.is_file() or "Proposed" in (now := table.read_text("utf-8")):
        return
    corpus = study.corpus
    who = onrecord.entries.unlisted(corpus.mentions, corpus.statements, study.tables).head(PROPOSED)
    lines = [
        f"\n# # named {counted(row.mentions, 'time')}, {counted(row.statements, 'statement')}\n"
        f"{_remark(row.entry)}"
        for row in who.itertuples()
    ]
    outlets = corpus.articles["outlet"].value_counts().head(PROPOSED)
    known_as = "".join(
        f"#   {' '.join(name.split())}: {counted(n, 'article')}\n" for name, n in outlets.items()
    )
    head = (
        "\n# Proposed: the most frequent names that are in no table. The kind is a guess, and a\n"
        "# headline may look like a name. Take the # away where an entry is right.\n"
    )
    outlets_head = f"\n# Outlets of these articles:\n{known_as}" if known_as else ""
    files.write(table, now + head + "".join(lines) + outlets_head)


def _remark(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def make(study: Study, say: run.Say = lambda _: None) -> Path:
    """Make all of a study that is not made, or has changed since; return its front page.

    Tables go to ``derived``, figures to ``figures``, the site to ``site``. Raises OnRecordError
    where a notebook fails, or a folder holds files that are not ours.
    """
    notebooks, build, site = map(study.folder, ("notebooks", "build", "site"))
    gold = [file for file in map(study.place, MARKED) if file]
    looks = [*files.library(), *sorted(shipped("gold").glob("*.csv")), shipped("README.md")]
    size = os.environ.get("ONRECORD_SIZE")
    digest = files.digest([study.file, *gold, *looks], [study._digest(), size])
    keys = {}  # of each notebook: what tells whether it would give the same again
    for path in run.find_notebooks(notebooks):
        cells = [(one.cell_type, one.source, one.metadata.get("tags"), one.get("attachments"))
                 for one in run.read_notebook(path).cells]  # fmt: skip
        keys[path.name] = files.digest([], [digest, cells])
    done, front, before = build / "study", site / "index.html", {}
    with suppress(OSError, ValueError, TypeError):  # nothing was made, or by an older library
        before = dict(json.loads(done.read_text("utf-8")))
    derived = study.folder("derived")
    tables = [derived / f"{name}.{form}" for name in KINDS for form in FORMS]
    drawn = (study.folder("figures") / path.name for path in (build / "figures").glob("*"))
    there = all(map(Path.is_file, [front, *tables, *drawn]))
    if there and before == keys | {"site": "made"}:
        return front
    from onrecord.publish.site import build_site

    say(f"Reading {', '.join(map(os.path.relpath, study.paths))} ...")
    corpus, before = study.corpus, {name: key for name, key in before.items() if name != "site"}
    _propose(study)
    if done.is_file():  # until all is made, nothing says that it is
        files.write(done, json.dumps(before))
    for name, kind in KINDS.items():
        each = ([page.article] if name == "articles" else getattr(page, name) for page in corpus)
        rows = list(chain.from_iterable(each))
        for form in FORMS:
            files.write(derived / f"{name}.{form}", records.written(rows, kind, form))
    kept = [name for name, key in keys.items()
            if before.get(name) == key and (build / "notebooks" / name).is_file()]  # fmt: skip
    without = study.without()
    run.run_notebooks(notebooks, build, say=say, study=study.file, without=without, kept=kept)
    files.write(done, json.dumps(keys))
    if (build / "figures").is_dir():
        run.keep(build, study.folder("figures"))
    build_site(build, site, study.words(), corpus, derived, say=say)
    files.write(done, json.dumps(keys | {"site": "made"}))
    return front
