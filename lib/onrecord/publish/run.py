"""Run notebooks so that the same input gives the same file, and compare what came out."""

from __future__ import annotations

import atexit
import difflib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.files import write
from onrecord.publish import folders

# nbformat imports jsonschema, and that, where it is there, a grammar of web addresses that takes a
# second to build and is not asked for here.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
import nbformat  # noqa: E402

del sys.modules["rfc3987_syntax"]

Say = Callable[[str], object]
Notebook = Any

TIMEOUT = 300  # seconds for one cell
_TEXT_FIGURE = {".csv", ".svg", ".txt"}
_LONGEST_DIFF = 24  # lines shown of one difference


def silent(_: str) -> None:
    """Show nothing."""


def find_notebooks(folder: Path) -> list[Path]:
    """Return the notebooks of a folder in the order of their names; raise where there is none."""
    paths = sorted(Path(folder).glob("[!.]*.ipynb"))
    if not paths:
        raise OnRecordError(folder, None, "holds no notebooks", "name a folder with .ipynb files")
    return paths


def read_notebook(path: Path) -> Notebook:
    """Return a notebook; raise OnRecordError where the file is none."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise OnRecordError(path, None, "is no notebook", "open and save it in Jupyter") from error


def write_notebook(notebook: Notebook, path: Path) -> None:
    """Write a notebook as Jupyter does: sorted keys, one space of indentation, a last newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(notebook)
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="\n")


def normalise(notebook: Notebook) -> Notebook:
    """Return the notebook without what differs from machine to machine.

    Dropped: timings, the version of Python, and plain text that stands beside HTML. A cell
    without an identifier gets one from its place.
    """
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for place, cell in enumerate(notebook.cells, 1):
        if not cell.get("id") or cell["id"] in taken:
            cell["id"] = f"cell-{place:02d}"
        taken.add(cell["id"])
        for name in ("execution", "collapsed", "scrolled", "trusted"):
            cell.metadata.pop(name, None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                data.pop("text/plain", None)
    return notebook


def run_notebooks(
    folder: Path | str,
    build: Path | str,
    *,
    timeout: int = TIMEOUT,
    workers: int | None = None,
    say: Say = silent,
) -> list[Path]:
    """Execute every notebook of a folder, each in a fresh kernel, and return the new files.

    The executed notebooks are written to ``build/notebooks`` and what they save in ``../figures``
    to ``build/figures``, once all are done. They run in a folder of their own, beside a link to
    the ``data`` next to ``folder``, so that a notebook that reads ``../data`` and writes
    ``../figures`` changes nothing that it came from. ``timeout`` is in seconds for one cell;
    ``workers`` notebooks run at a time (default: the number of processors).

    Raises OnRecordError with the notebook and the cell where one fails, where the folders overlap
    and where ``build`` holds files that are not ours (``folders.renewed``).
    """
    folder, build = Path(folder).resolve(), Path(build).resolve()
    paths = find_notebooks(folder)
    folders.apart(build, folder, folder.parent / "data")
    workers = max(1, min(len(paths), workers or os.cpu_count() or 1))
    with folders.renewed(build) as scratch:
        (scratch / "figures").mkdir()
        (scratch / "data").symlink_to(folder.parent / "data")
        say(f"Running {len(paths)} notebooks, {workers} at a time ...")
        running: list[Any] = []
        with ThreadPoolExecutor(workers) as pool:
            jobs = [
                pool.submit(_execute, path, scratch / "notebooks" / path.name, timeout, running)
                for path in paths
            ]
            try:
                for done, job in enumerate(as_completed(jobs), 1):
                    name, seconds = job.result()
                    say(f"  {name} ({seconds:.1f} s, {done} of {len(paths)})")
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                while not all(job.done() for job in jobs):  # some may just be starting
                    _kill(running)
                    time.sleep(0.1)
                raise
    return [build / "notebooks" / path.name for path in paths]


def _kill(running: list[Any]) -> None:
    """End the kernels that are at work, so that nobody waits for a cell to end."""
    for client in running:
        kernel = client.km and client.km.provisioner
        if kernel is not None and kernel.process is not None:
            kernel.process.kill()


def _execute(path: Path, target: Path, timeout: int, running: list[Any]) -> tuple[str, float]:
    """Execute one notebook in a fresh kernel with no settings of the user's."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    start = time.perf_counter()
    target.parent.mkdir(exist_ok=True)
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as settings:
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
            resources={"metadata": {"path": str(target.parent)}},
        )
        running.append(client)
        try:
            client.execute(env={**os.environ, "IPYTHONDIR": settings})
        except CellExecutionError as error:
            what = f"{error.ename}: {error.evalue}"
            raise OnRecordError(path, _at(notebook), what, "run it in JupyterLab to see") from None
        except (CellTimeoutError, DeadKernelError) as error:
            what = str(error).splitlines()[0]
            raise OnRecordError(path, _at(notebook), what, "give it less to do") from None
        finally:  # it asserts that there is a kernel, also where one was killed
            atexit.unregister(client._cleanup_kernel)
    write_notebook(normalise(notebook), target)
    return path.name, time.perf_counter() - start


def _at(notebook: Notebook) -> str:
    """Return the place of the last cell that was begun."""
    begun = [i for i, cell in enumerate(notebook.cells, 1) if cell.get("execution_count")]
    failed = [
        i
        for i, cell in enumerate(notebook.cells, 1)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    ]
    return f"cell {(failed or begun or [1])[-1]}"


def compare(build: Path | str, notebooks: Path | str, figures: Path | str) -> list[str]:
    """Return one report for each output or figure in ``build`` that differs from the kept one.

    A report names the notebook and the cell, or the figure; texts are shown as a unified diff.
    An empty list means that nothing differs.
    """
    build, notebooks, figures = Path(build), Path(notebooks), Path(figures)
    reports: list[str] = []
    for path in _both(build / "notebooks", notebooks, "*.ipynb"):
        new, old = build / "notebooks" / path, notebooks / path
        reports += _one_is_missing(new, old) or _compare_notebooks(new, old)
    for path in _both(build / "figures", figures, "*"):
        new, old = build / "figures" / path, figures / path
        reports += _one_is_missing(new, old) or _compare_files(new, old)
    return reports


def _both(new: Path, old: Path, pattern: str) -> list[str]:
    """Return the names that either folder has."""
    return sorted({p.name for folder in (new, old) for p in folder.glob(pattern) if p.is_file()})


def _one_is_missing(new: Path, old: Path) -> list[str]:
    if not new.exists():
        return [f"{old.name}: kept, but no longer made"]
    return [] if old.exists() else [f"{new.name}: made, but not kept"]


def _compare_notebooks(new: Path, old: Path) -> list[str]:
    """Compare two notebooks cell by cell: source and outputs."""
    left, right = read_notebook(old).cells, read_notebook(new).cells
    if len(left) != len(right):
        return [f"{old.name}: {len(left)} cells kept, {len(right)} run"]
    reports = []
    for place, (kept, made) in enumerate(zip(left, right, strict=True), 1):
        for part, (a, b) in _parts(kept, made):
            if a != b:
                head = f"{old.name}, cell {place}: {part} differs"
                reports.append("\n".join([head, *_diff(a, b)]))
    return reports


def _parts(kept: Notebook, made: Notebook) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each part of two cells side by side; a part that one lacks is empty."""
    yield "source", (kept.source, made.source)
    a, b = dict(_outputs(kept)), dict(_outputs(made))
    for name in sorted(a | b):
        yield name, (a.get(name, ""), b.get(name, ""))


def _outputs(cell: Notebook) -> Iterator[tuple[str, str]]:
    """Give name and content of each output of a cell."""
    for number, output in enumerate(cell.get("outputs", []), 1):
        where = f"output {number}"
        if output.output_type == "stream":
            yield f"{where} ({output.name})", output.text
        elif output.output_type == "error":
            yield f"{where} (error)", f"{output.ename}: {output.evalue}"
        else:
            for kind, content in output.data.items():
                yield f"{where} ({kind})", str(content)
            if output.get("metadata"):
                yield f"{where} (metadata)", str(dict(sorted(output.metadata.items())))


def _compare_files(new: Path, old: Path) -> list[str]:
    """Compare two figure files byte by byte."""
    made, kept = new.read_bytes(), old.read_bytes()
    if made == kept:
        return []
    head = f"{old.parent.name}/{old.name} differs"
    if old.suffix not in _TEXT_FIGURE:
        return [f"{head}: {len(kept):,} bytes kept, {len(made):,} made"]
    a, b = kept.decode("utf-8", "replace"), made.decode("utf-8", "replace")
    return ["\n".join([head, *_diff(a, b)])]


def _diff(a: str, b: str) -> list[str]:
    """Return the first lines of a unified diff, or the lengths where the content is no text."""
    if _is_binary(a) or _is_binary(b):
        return [f"  {len(a):,} characters kept, {len(b):,} made"]
    lines = difflib.unified_diff(a.splitlines(), b.splitlines(), "kept", "made", "", "", 1, "")
    shown = [f"  {line[:200]}" for line in lines]
    more = len(shown) - _LONGEST_DIFF
    return shown[:_LONGEST_DIFF] + ([f"  ... {more} more lines"] if more > 0 else [])


def _is_binary(text: str) -> bool:
    """Say whether a text is a coded image: long, and without a blank."""
    return len(text) > 500 and " " not in text[:500]


def keep(build: Path | str, figures: Path | str, notebooks: Path | str | None = None) -> list[str]:
    """Put the figures of ``build``, and if asked the executed notebooks, in place of the kept.

    Returns the names of the files that changed. Raises OnRecordError where the folders overlap.
    """
    pairs = [(Path(build) / "figures", Path(figures))]
    if notebooks is not None:
        pairs.append((Path(build) / "notebooks", Path(notebooks)))
    for _, target in pairs:
        folders.apart(target, build)
    changed = []
    for source, target in pairs:
        if not source.is_dir():
            raise OnRecordError(source, None, "no such folder", "run the notebooks first")
        for path in sorted(p for p in source.iterdir() if p.is_file()):
            old = target / path.name
            if old.is_symlink() or (old.exists() and not old.is_file()):
                raise OnRecordError(old, None, "is a link or no file", "take it away first")
            if not old.exists() or old.read_bytes() != path.read_bytes():
                write(old, path.read_bytes())
                changed.append(f"{target.name}/{path.name}")
    return changed
