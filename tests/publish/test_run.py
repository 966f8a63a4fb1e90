"""The notebooks: executed anew they give what is kept, and they keep to a plain form."""

import ast
import itertools
import json
import re

import pytest
from nbformat import v4

from onrecord.errors import OnRecordError
from onrecord.publish.run import (
    find_notebooks,
    keep,
    normalise,
    read_notebook,
    run_notebooks,
)

MOST_LINES = 10
TIMEOUT = 120  # seconds for one cell


@pytest.fixture(scope="module")
def notebooks(root):
    return {path.name: read_notebook(path) for path in find_notebooks(root / "notebooks")}


def test_a_notebook_to_start_with_and_six_with_numbers_and_verbs(notebooks):
    first, *rest = notebooks
    assert (first, len(rest)) == ("00_start.ipynb", 6)
    for place, name in enumerate(rest, 1):
        assert re.fullmatch(rf"{place:02d}_[a-z]+(_[a-z]+)+\.ipynb", name)


def differing(build, notebooks, figures):
    """The files that running made and that are not kept so, or that are kept and were not made."""
    made, kept = (
        {
            (path.name, path.read_bytes())
            for path in paths
            if path.is_file() and not path.name.startswith("bench.")  # of `make bench`
        }
        for paths in (
            [*(build / "notebooks").glob("*.ipynb"), *(build / "figures").glob("*")],
            [*notebooks.glob("*.ipynb"), *figures.glob("*")],
        )
    )
    return sorted({name for name, _ in made ^ kept})


def test_executed_anew_they_give_what_is_kept(root, tmp_path):
    run_notebooks(root / "notebooks", tmp_path, timeout=TIMEOUT)
    changed = differing(tmp_path, root / "notebooks", root / "figures")
    assert not changed, "renew what is kept with `make renew`"


def test_they_are_kept_in_the_form_that_running_gives(notebooks):
    for name, notebook in notebooks.items():
        counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
        assert counts == list(range(1, len(counts) + 1)), f"{name} was not run from top to bottom"
        assert normalise(notebook.copy()) == notebook, name


def test_prose_and_one_call_per_cell(notebooks):
    for name, notebook in notebooks.items():
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert prose[0].startswith("# "), f"{name} opens with what it answers"
        assert "cannot" in prose[-1] or name == "00_start.ipynb", "it ends with what it cannot say"
        for place, cell in enumerate(notebook.cells, 1):
            if cell.cell_type != "code":
                continue
            where = f"{name}, cell {place}"
            assert len(cell.source.splitlines()) <= MOST_LINES, where
            kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
            assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda}, where


def test_each_notebook_links_to_the_next(notebooks):
    names = list(notebooks)
    for name, after in itertools.pairwise(names):
        assert f"]({after})" in notebooks[name].cells[-1].source, name


def test_nothing_is_written_to_standard_error(notebooks):
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                assert output.get("name") != "stderr", f"{name}: {output.text[:200]}"


def test_running_twice_gives_the_same_file_and_changes_no_source(tmp_path, write):
    source = write(
        tmp_path / "notebooks" / "01_count.ipynb",
        v4.new_markdown_cell("# Count"),
        v4.new_code_cell(
            "import pandas as pd\nopen('../figures/a.csv', 'w').write('a\\n')\n"
            "print(1)\nprint(2)\npd.DataFrame({'a': [1]})"
        ),
    )
    (tmp_path / "data").mkdir()
    before = source.read_bytes()
    lines = []
    (first,) = run_notebooks(tmp_path / "notebooks", tmp_path / "build", say=lines.append)
    once = first.read_bytes()
    run_notebooks(tmp_path / "notebooks", tmp_path / "build")
    assert first.read_bytes() == once
    assert source.read_bytes() == before
    assert not (tmp_path / "figures").exists()
    assert "1 of 1" in lines[-1]
    made = json.loads(once)
    stream, table = made["cells"][1]["outputs"]
    assert stream["text"] == ["1\n", "2\n"]
    assert list(table["data"]) == ["text/html"]
    assert "execution" not in made["cells"][1]["metadata"]
    assert made["metadata"]["language_info"] == {"name": "python"}

    places = tmp_path / "build", tmp_path / "notebooks", tmp_path / "figures"
    assert differing(*places) == ["01_count.ipynb", "a.csv"]
    changed = keep(tmp_path / "build", tmp_path / "figures", tmp_path / "notebooks")
    assert changed == ["figures/a.csv", "notebooks/01_count.ipynb"]
    assert differing(*places) == []
    assert keep(tmp_path / "build", tmp_path / "figures") == []


def test_a_cell_that_fails_is_named(tmp_path, write):
    write(
        tmp_path / "notebooks" / "01_fail.ipynb",
        v4.new_markdown_cell("# Fail"),
        v4.new_code_cell("1"),
        v4.new_code_cell("1 / 0"),
    )
    with pytest.raises(OnRecordError, match=r"01_fail.ipynb: cell 3: ZeroDivisionError: division"):
        run_notebooks(tmp_path / "notebooks", tmp_path / "build")


def test_a_cell_that_never_ends_is_named(tmp_path, write):
    write(tmp_path / "notebooks" / "01_wait.ipynb", v4.new_code_cell("import time; time.sleep(60)"))
    with pytest.raises(OnRecordError, match=r"01_wait.ipynb: cell 1: .*timed out"):
        run_notebooks(tmp_path / "notebooks", tmp_path / "build", timeout=1)


def test_a_notebook_that_is_kept_stays_with_its_figures(tmp_path, write):
    def shows(name, more=""):
        about = {"image/png": {"csv": f"{name}.csv"}}
        names = [f"{name}.csv", *more.split()]
        lines = (f"open('../figures/{one}', 'w').write('a')" for one in names)
        show = f"IPython.display.display({{'image/png': ''}}, metadata={about}, raw=True)"
        return v4.new_code_cell("\n".join(["import IPython", *lines, show]))

    write(tmp_path / "notebooks" / "01_keep.ipynb", shows("kept", "kept.phone.svg"))
    write(tmp_path / "notebooks" / "02_run.ipynb", shows("old"))
    build = tmp_path / "build"
    first, _ = run_notebooks(tmp_path / "notebooks", build)
    before = first.read_bytes()
    (build / "figures" / "mine.txt").write_text("mine")
    write(tmp_path / "notebooks" / "02_run.ipynb", shows("new"))
    lines = []
    run_notebooks(tmp_path / "notebooks", build, kept=[first.name], say=lines.append)
    assert "Running 1 notebooks" in lines[0]
    assert first.read_bytes() == before
    there = {path.name for path in (build / "figures").iterdir()}
    assert there == {"kept.csv", "kept.phone.svg", "new.csv", "mine.txt"}
    (tmp_path / "notebooks" / "02_run.ipynb").unlink()
    assert run_notebooks(tmp_path / "notebooks", build, kept=[first.name]) == [first]
    there = {path.name for path in (build / "figures").iterdir()}
    assert there == {"kept.csv", "kept.phone.svg", "mine.txt"}
    (build / "figures" / "mine.txt").unlink()
    write(tmp_path / "notebooks" / "02_run.ipynb", shows("new", "unseen.csv"))
    run_notebooks(tmp_path / "notebooks", build, kept=[first.name])
    write(tmp_path / "notebooks" / "02_run.ipynb", shows("new"))
    run_notebooks(tmp_path / "notebooks", build, kept=[first.name], say=lines.append)
    assert "Running 2 notebooks" in lines[-3]  # for nobody knows whose the unseen one is
    there = {path.name for path in (build / "figures").iterdir()}
    assert there == {"kept.csv", "kept.phone.svg", "new.csv"}
