"""A corpus of any size: cut into parts, each read by itself, in this process or by Dask."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from onrecord import corpus, errors, files
from onrecord.analysis.frames import frame, typed
from onrecord.corpus import Input, Inputs, Kept, Page
from onrecord.errors import LeftOut, OnRecordError
from onrecord.extraction.copies import copied, sketched
from onrecord.files import Place
from onrecord.intake.tables import Columns
from onrecord.intake.take import TABLES, take
from onrecord.intake.taken import Taken
from onrecord.knowledge import KnowledgeLike, known
from onrecord.records import KINDS, row
from onrecord.store import ERRORS, TEXTS, Store

if TYPE_CHECKING:
    from dask.distributed import Client

SIZE = 100  # articles in a part
HEAVY = 2**23  # bytes from which a part is full before
SECONDS = 10  # between two words on how far it is
WAIT = 60  # seconds for a cluster to answer, and to have a worker
# How workers of our own are set up: to give memory back at once, as they would, costs a sixth;
# what they would say when they are stopped is of no use.
OURS = {
    "distributed.nanny.pre-spawn-environ": {
        "OMP_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1, "DASK_LOGGING__DISTRIBUTED": "critical",
    },
    "distributed.worker.profile.enabled": False,
    "distributed.deploy.lost-worker-timeout": "1 hour",  # one that is just started again is not
}  # fmt: skip


class Frames(NamedTuple):
    """The tables of a part, as they are written; ``errors`` has file, place, what, remedy."""

    articles: pd.DataFrame
    statements: pd.DataFrame
    mentions: pd.DataFrame
    codes: pd.DataFrame
    errors: pd.DataFrame


class Part(NamedTuple):
    """Some of the files to be read, their bytes, and those of them that ended what read them."""

    number: int
    given: Inputs
    weight: int
    deadly: tuple[int, ...] = ()  # by their places


class Done(NamedTuple):
    """What became of a part: whether it was read anew, its articles, what was wrong in it."""

    number: int
    weight: int
    anew: bool
    articles: int
    faults: list[OnRecordError]


def extracted(part: pd.DataFrame, knowledge: KnowledgeLike = None) -> Frames:
    """Return the tables of a part: what a notebook, the command line and a cluster all call.

    ``part`` has a row for each article, with the columns article and text and, where they are
    known, others of ``store.TEXTS`` (outlet, date, title, url). An article that cannot be worked
    through is a row of ``errors``. What articles share (utterances, events, copies) is not told.
    """
    made: dict[str, list[Any]] = {name: [] for name in KINDS}
    faults: list[OnRecordError] = []
    for page in corpus.paged(part, knowledge):
        found = corpus.attempt(page.name, _tables, page)
        if isinstance(found, OnRecordError):
            faults.append(found)
            continue
        faults += corpus.foreign([page.article])
        for name, rows in zip(made, found, strict=True):
            made[name] += rows
    tables = {name: frame(made[name], kind) for name, kind in KINDS.items()}
    return Frames(**tables, errors=_errors(faults))


def _tables(page: Page) -> tuple[list[Any], ...]:
    return [page.article], page.statements, page.mentions, page.codes


def _errors(faults: Iterable[OnRecordError]) -> pd.DataFrame:
    rows = ((f.file, f.place, f.what, f.remedy, isinstance(f, LeftOut)) for f in faults)
    return typed(rows, " ".join(ERRORS), bool="left_out")


def texts(part: Part, knowledge: KnowledgeLike = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of a part, as ``extracted`` is given them, and the errors met there."""
    rows, faults, every = [], list[OnRecordError](), part.given.files
    for one in map(every.__getitem__, part.deadly):
        row_name = one.rows[0].name if one.rows and isinstance(one.rows[0], Taken) else one.name
        what, remedy = "ended the process that read it", "read it alone, or leave it out"
        faults.append(OnRecordError(row_name, None, what, remedy))
    kept = [one for n, one in enumerate(every) if n not in part.deadly]
    for name, _, page in corpus.opened(part.given._replace(files=kept), knowledge):
        if isinstance(page, OnRecordError):
            faults.append(page)
        else:
            more = json.dumps(page.given.more) if page.given.more else None
            rows.append({"article": name, "text": page.text} | row(page.given) | {"more": more})
    if table := part.given.metadata:
        what, remedy = f"has no line in {table.path}", f"name it in the column {table.by}"
        faults += [LeftOut(name, None, what, remedy) for name in table.without]
    return typed(rows, " ".join(TEXTS)), _errors(faults)


@dataclass(frozen=True)
class Worker:
    """What reads parts into the store of a folder, in any process that sees the same files."""

    folder: Path
    knowledge: KnowledgeLike
    asked: str  # the version that is to read

    def __call__(self, part: Part) -> Done:
        """Read a part, unless it is there already; raises OnRecordError where it cannot write."""
        if self.asked != files.program():
            what = "a worker has another version of On the Record"
            raise OnRecordError(self.folder, None, what, "install the same for all")
        store, made_of = Store(self.folder), self._fingerprint(part)
        anew = store.fingerprint(part.number) != made_of
        if anew:
            read, faults = texts(part, self.knowledge)
            tables = extracted(read, self.knowledge)._asdict()
            bodies = tables["articles"].set_index("article")["body_spans"]
            both = zip(read["text"], read["article"], strict=True)
            read["sketch"] = [sketched(text, bodies.get(name, ())) for text, name in both]
            faults = pd.concat([faults, tables["errors"]], ignore_index=True)
            store.write(part.number, tables | {"texts": read, "errors": faults}, made_of)
        found = store.read("errors", parts=[part.number]).itertuples(index=False)
        told = [(LeftOut if one.left_out else OnRecordError)(*one[:4]) for one in found]
        return Done(part.number, part.weight, anew, store.count("articles", [part.number]), told)

    def tries(self, part: Part) -> int:
        """Read a part and write nothing; return how many articles it has."""
        return len(extracted(texts(part, self.knowledge)[0], self.knowledge).articles)

    def _fingerprint(self, part: Part) -> str:
        """Return what tells whether a part would be the same: its input, tables and program."""
        given = part.given
        lines = sorted(given.metadata.lines.items()) if given.metadata else None
        said = [one[:1] + one[2:] for one in given.files], sorted(given.named), given.columns, lines
        read = [one.path for one in given.files if not one.rows]
        return files.digest([*known(self.knowledge).files, *read], [said, files.program()])


def parts(given: Inputs, size: int = SIZE) -> Iterator[Part]:
    """Yield the inputs in parts of so many files or rows of tables, or fewer that are long."""
    held: list[Input] = []
    weight = number = 0
    for one, its in _weighed(given.files, given.columns):
        if held and (len(held) == size or weight + its > HEAVY):
            yield _part(number, held, weight, given)
            held, weight, number = [], 0, number + 1
        held.append(one)
        weight += its
    if held:
        yield _part(number, held, weight, given)


def _weighed(every: Iterable[Input], columns: Columns) -> Iterator[tuple[Input, int]]:
    """Yield each file, or row of a table while that is read, with its size in bytes."""
    for one in every:
        if files.suffix(one.path) not in TABLES:
            yield one, one.path.stat().st_size if one.path.is_file() else 0
            continue
        found = corpus.attempt(one.path, take, one.path, one.name, columns)
        if isinstance(found, OnRecordError):  # which is met again when the part is read
            yield one, 0
            continue
        for each in corpus.drawn(one.path, found):
            yield one._replace(rows=(each,)), len(each.text) if isinstance(each, Taken) else 0


def _part(number: int, held: list[Input], weight: int, given: Inputs) -> Part:
    named = given.named & {abspath(one.path) for one in held}
    wanted = [
        (one.rows[0] if one.rows and isinstance(one.rows[0], Taken) else Taken(one.name, ""),
         one.name, one.path) for one in held
    ]  # fmt: skip
    metadata = given.metadata and given.metadata.part(wanted)
    return Part(number, Inputs(held, named, given.columns, metadata), weight)


def extract(
    paths: corpus.Paths, into: Place, knowledge: KnowledgeLike = None,
    metadata: Place | None = None, columns: Columns | None = None, *,
    client: Client | None = None, jobs: int | None = None,
    scheduler: str | None = None, size: int = SIZE, report: corpus.Report = corpus.complained,
    say: Callable[[str], object] = lambda line: None,
) -> Kept:  # fmt: skip
    """Read files or folders into tables in a folder, in parts; return the corpus of them.

    Each article is read by itself; of what articles share only copies are looked for, whose
    statements are of the utterances of the first. Parts that are there, of the same input, tables
    and version, are kept. Without more one process reads; with ``jobs`` so many on this machine,
    with ``client`` or ``scheduler`` the workers of a Dask cluster, who must see the files under
    the same paths. The rest as in ``read``; ``size`` is the number of articles in a part, and
    ``say`` is told how far it is.
    Raises OnRecordError for a folder that holds other files, or that another run writes to, where
    nothing can be written, and for a cluster that does not answer; parts that are done stay.
    """
    every = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    own = abspath(knowledge) if isinstance(knowledge, str | os.PathLike) else None
    files.apart(into, *filter(os.fspath, every), metadata, own)
    wanted = [abspath(each) if os.fspath(each) else each for each in every]
    given, failed = corpus.inputs(wanted, metadata, columns)
    for fault in failed:
        report(fault)
    if not given.files:  # a typing error takes no parts away
        raise OnRecordError(into, None, "nothing was read for it", "name a folder of articles")
    store = Store.at(into)
    worker = Worker(Path(abspath(into)), own or knowledge, files.program())
    told, made, articles = set[str](), 0, 0
    with store.alone() as met, ExitStack() as open_:
        store.end(None, {})
        run = _engine(open_, client, jobs, scheduler)
        total = _total(given.files)
        for done in _told(run(worker, parts(given, size)), total, say):
            met.write(f"{done.number}\n")
            made, articles = made + 1, articles + done.articles
            for fault in done.faults:
                if not isinstance(fault, LeftOut) or fault.what not in told:
                    report(fault)
                told.add(fault.what)
        if articles:
            store.cut(made)
        else:  # nor does a wrong column
            report(OnRecordError(into, None, "no article was read for it", "see what is in errors"))
        store.end(made, copied(store.sketches()))
    return Kept(Store(into), knowledge)


def _total(every: Iterable[Input]) -> int:
    """Return the size of files in bytes; 0 where one is packed, which tells little."""
    paths = [one.path for one in every]
    if any(files.suffix(path) in (".parquet", ".xlsx") for path in paths):
        return 0
    return sum(path.stat().st_size for path in paths if path.is_file())


def _told(every: Iterator[Done], total: int, say: Callable[[str], object]) -> Iterator[Done]:
    """Yield what is done, and say from time to time how fast, and how long it will take."""
    began = shown = time.monotonic()
    there = anew = articles = 0
    for n, done in enumerate(every, 1):
        yield done
        there, now = there + done.weight, time.monotonic()
        anew, articles = anew + done.weight * done.anew, articles + done.articles * done.anew
        if now - shown >= SECONDS:
            shown, rate = now, (anew or there or 1) / (now - began)
            done_of = f", {there / total:.0%}" if total else ""
            left = f", about {_long(max(0, total - there) / rate)} left" if total else ""
            say(f"  {n} parts{done_of}; {articles / (now - began):,.0f} articles/s{left}")


def _long(seconds: float) -> str:
    return f"{seconds / 3600:.1f} hours" if seconds > 5400 else f"{seconds / 60:.0f} minutes"


def _engine(
    open_: ExitStack, client: Client | None, jobs: int | None, scheduler: str | None
) -> Callable[[Worker, Iterator[Part]], Iterator[Done]]:
    """Return what has parts read: this process, or the workers of a cluster."""
    if not (client or jobs or scheduler):
        return map
    try:
        from dask import config
        from dask.distributed import Client, LocalCluster
    except ModuleNotFoundError:
        raise errors.lacking("--jobs and --scheduler", "dask.distributed", "dask") from None
    if client is None:
        try:
            open_.enter_context(config.set(OURS))
            with nullcontext() if scheduler else errors.undisturbed():
                how = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": ":0"}
                where: Any = scheduler or open_.enter_context(LocalCluster(**how))
                client = open_.enter_context(Client(where, timeout=WAIT))
                client.wait_for_workers(1, timeout=WAIT)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            what = f"no cluster answers there ({errors.reason(error)})"
            remedy = "start one: dask scheduler, and dask worker"
            raise OnRecordError(scheduler or "Dask", None, what, remedy) from None
    return partial(_by_workers, client)


def _by_workers(client: Client, worker: Worker, every: Iterator[Part]) -> Iterator[Done]:
    """Yield what the workers of a cluster have done; each has one part to read and one to come."""
    from dask.distributed import KilledWorker

    running = dict[Any, Part]()
    while True:
        free = 2 * max(1, len(client.nthreads())) - len(running)
        for part in islice(every, max(0, free)):
            running[client.submit(worker, part, pure=False)] = part
        if not running:
            return
        done = _first(client, running)
        part = running.pop(done)
        try:
            yield done.result()
        except KilledWorker:
            part = part._replace(deadly=tuple(_deadly(client, worker, part)))
            running[client.submit(worker, part, pure=False)] = part


def _deadly(client: Client, worker: Worker, part: Part) -> Iterator[int]:
    """Yield the places of the files of a part that end their worker, each tried by itself."""
    from dask.distributed import KilledWorker

    for place, one in enumerate(part.given.files):
        alone = part._replace(given=part.given._replace(files=[one]))
        try:
            _first(client, [client.submit(worker.tries, alone, pure=False)]).result()
        except KilledWorker:
            yield place


def _first(client: Client, running: Iterable[Any]) -> Any:
    """Return the first future that is done; raises OnRecordError where the workers are lost."""
    from concurrent.futures import CancelledError

    from dask.distributed import wait

    seen, futures = time.monotonic(), list(running)
    try:
        while True:
            with suppress(TimeoutError):
                return wait(futures, timeout=1, return_when="FIRST_COMPLETED").done.pop()
            now = time.monotonic()
            seen = now if client.nthreads() else seen
            if now - seen > WAIT:
                raise OSError("no worker is left")
    except (CancelledError, OSError) as error:
        what, remedy = f"the cluster was lost ({errors.reason(error)})", "run it again, to go on"
        raise OnRecordError("Dask", None, what, remedy) from None
