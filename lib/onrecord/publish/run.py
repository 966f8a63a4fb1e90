"""Run notebooks so that the same input gives the same file, and keep what came out."""

import atexit
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import chain
from pathlib import Path

from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.files import Place, write
from onrecord.publish import folders

# nbformat imports jsonschema, and that, where it is there, a grammar of web addresses that takes a
# second to build and is not asked for here.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402
from nbformat import NotebookNode  # noqa: E402

del sys.modules["rfc3987_syntax"]

Say = Callable[[str], object]
FILE, ASKED = "study.toml", "ONRECORD_STUDY"  # of a study; where a notebook is told of it


def find_notebooks(folder: Path) -> list[Path]:
    """Return the notebooks of a folder in the order of their names; raise where there is none."""
    paths = sorted(Path(folder).glob("[!.]*.ipynb"))
    if not paths:
        raise OnRecordError(folder, None, "holds no notebooks", "name a folder with .ipynb files")
    return paths


def read_notebook(path: Path) -> NotebookNode:
    """Return a notebook; raise OnRecordError where the file is none."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise OnRecordError(path, None, "is no notebook", "open and save it in Jupyter") from error


def near(folder: Path) -> Path | None:
    """Return the study that a folder belongs to: the nearest file of that name above or beside."""
    places = ((each / FILE, each / "data" / FILE) for each in (folder, *folder.parents))
    return next((file for two in places for file in two if file.is_file()), None)


def unrun(notebook: NotebookNode) -> str:
    """Return a notebook as it stands in a file, without what running it gave."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(normalise(notebook)) + "\n"


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without what differs from machine to machine.

    Dropped: timings, the version of Python, and plain text or a widget that stands beside HTML. A
    cell without an identifier gets one from its place.
    """
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for place, cell in enumerate(notebook.cells, 1):
        if not cell.get("id") or cell["id"] in taken:
            cell["id"] = f"cell-{place:02d}"
        taken.add(cell["id"])
        for name in ("execution", "collapsed", "scrolled", "trusted"):
            cell.metadata.pop(name, None)
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                for kind in ("text/plain", "application/vnd.jupyter.widget-view+json"):
                    output.data.pop(kind, None)
    return notebook


def run_notebooks(
    folder: Place, build: Place, *, timeout: int = 600, say: Say = lambda _: None,
    study: Path | None = None, without: Collection[str] = (), kept: Collection[str] = (),
) -> list[Path]:  # fmt: skip
    """Execute every notebook of a folder, each in a fresh kernel, and return the new files.

    They run beside a link to the ``data`` next to ``folder``, as many at a time as there are
    processors, and find ``study``, or that to which the folder belongs; cells with a tag of
    ``without`` are left out, notebooks of ``kept`` stay as they ran before. Once all are done, they
    go to ``build/notebooks``, and what they saved in ``../figures`` to ``build/figures``, with a
    contact sheet. Raises OnRecordError with the notebook and the cell where one fails, where
    folders overlap, and as ``renewed``.
    """
    folder, build = Path(folder).resolve(), Path(build).resolve()
    every = find_notebooks(folder)
    files.apart(build, folder, folder.parent / "data")
    staying = _staying(build, kept) if kept else []
    paths = [path for path in every if path.name not in {path.name for path in staying}]
    workers, found = min(len(paths), os.cpu_count() or 1) or 1, study or near(folder)
    given = {ASKED: str(found)} if found else {}
    with folders.renewed(build) as scratch:
        (scratch / "figures").mkdir()
        (scratch / "notebooks").mkdir()
        for path in staying:
            (scratch / path.relative_to(build)).parent.mkdir(exist_ok=True)
            shutil.copyfile(path, scratch / path.relative_to(build))
        (scratch / "data").symlink_to(folder.parent / "data")
        say(f"Running {len(paths)} notebooks, {workers} at a time ...")
        running: list[NotebookClient] = []
        with ThreadPoolExecutor(workers) as pool:
            made = scratch / "notebooks"
            how = made, timeout, running, given, without
            jobs = {pool.submit(_execute, path, *how): path for path in paths}
            try:
                for done, job in enumerate(as_completed(jobs), 1):
                    say(f"  {jobs[job].name} ({job.result():.1f} s, {done} of {len(paths)})")
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                while not all(job.done() for job in jobs):  # some may just be starting
                    _kill(running)
                    time.sleep(0.1)
                raise
        from onrecord.figures.output import contact_sheet  # as slow as what the notebooks load

        if page := contact_sheet(scratch / "figures"):
            write(scratch / "figures" / "README.md", page)
    return [build / "notebooks" / path.name for path in every]


def _staying(build: Path, kept: Collection[str]) -> list[Path]:
    """Return what is as before: the notebooks that are kept, and the figures that they showed.

    It is nothing where no notebook shows a figure: nobody knows whose that one is.
    """
    ours = [build / name for name in folders.claim(build) if (build / name).is_file()]
    names: dict[str, list[str]] = {}  # how the files of each notebook begin
    for path in (path for path in ours if path.suffix == ".ipynb"):
        shown = re.findall(r'"csv": "(.+)\.csv"', path.read_text("utf-8"))
        names[path.name] = [path.name, *(f"{name}." for name in shown)]
    if not all(path.name.startswith(("README.", *chain(*names.values()))) for path in ours):
        return []
    stay = tuple(chain.from_iterable(names.get(name, ()) for name in kept))
    return [path for path in ours if path.name.startswith(stay)]


def _kill(running: Sequence[NotebookClient]) -> None:
    """End the kernels that are at work, so that nobody waits for a cell to end."""
    for client in running:
        process = getattr(client.km and client.km.provisioner, "process", None)
        if process is not None:
            process.kill()


def _execute(
    path: Path, made: Path, timeout: int, running: list[NotebookClient], given: dict[str, str],
    without: Collection[str],
) -> float:  # fmt: skip
    """Execute a notebook, with no settings of the user's, into a folder; return the seconds."""
    start = time.perf_counter()
    notebook = nbformat.reads(unrun(read_notebook(path)), as_version=4)
    tags = [set(cell.metadata.get("tags", ())) for cell in notebook.cells]
    those = zip(notebook.cells, tags, strict=True)
    notebook.cells = [cell for cell, its in those if its.isdisjoint(without)]
    begun = [1]  # the places of the cells, in their order
    client = NotebookClient(
        notebook, timeout=timeout, kernel_name="python3", record_timing=False,
        store_widget_state=False, coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(made)}},
        on_cell_execute=lambda cell, cell_index: begun.append(cell_index + 1),
    )  # fmt: skip
    running.append(client)
    with tempfile.TemporaryDirectory() as settings:
        try:
            client.execute(env={**os.environ, **given, "IPYTHONDIR": settings})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            what, remedy = str(error).splitlines()[0], "give it less to do"
            if isinstance(error, CellExecutionError):
                what, remedy = f"{error.ename}: {error.evalue}", "run it in JupyterLab to see"
            raise OnRecordError(path, f"cell {begun[-1]}", what, remedy) from None
        finally:  # it asserts that there is a kernel, also where one was killed
            atexit.unregister(client._cleanup_kernel)
    nbformat.write(normalise(notebook), made / path.name)
    return time.perf_counter() - start


def keep(build: Place, figures: Place, notebooks: Place | None = None) -> list[str]:
    """Put the figures of ``build``, and if asked the executed notebooks, in place of the kept.

    Returns the names of the files that changed. Raises OnRecordError where the folders overlap.
    """
    given = (Path(build, "figures"), figures), (Path(build, "notebooks"), notebooks)
    pairs = [(source, Path(target)) for source, target in given if target is not None]
    for source, target in pairs:
        files.apart(target, build)
        if not source.is_dir():
            raise OnRecordError(source, None, "no such folder", "run the notebooks first")
    changed = []
    for source, target in pairs:
        for path in sorted(path for path in source.iterdir() if path.is_file()):
            old = target / path.name
            if old.is_symlink() or (old.exists() and not old.is_file()):
                raise OnRecordError(old, None, "is a link or no file", "take it away first")
            sheet = path.name == "README.md" and old.exists()  # theirs, unless it is ours
            if sheet and not old.read_bytes().startswith(path.read_bytes().partition(b"\n")[0]):
                continue
            if not old.exists() or old.read_bytes() != path.read_bytes():
                write(old, path.read_bytes())
                changed.append(f"{target.name}/{path.name}")
    return changed
