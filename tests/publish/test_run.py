"""The notebooks: executed anew they give what is kept, and they keep to a plain form."""

import ast
import re

import pytest

from onrecord.publish.run import compare, find_notebooks, normalise, read_notebook, run_notebooks

MOST_LINES = 10
TIMEOUT = 120  # seconds for one cell


@pytest.fixture(scope="module")
def notebooks(root):
    return {path.name: read_notebook(path) for path in find_notebooks(root / "notebooks")}


def test_six_notebooks_with_numbers_and_verbs(notebooks):
    assert len(notebooks) >= 6
    for place, name in enumerate(notebooks, 1):
        assert re.fullmatch(rf"{place:02d}_[a-z]+(_[a-z]+)+\.ipynb", name)


def test_executed_anew_they_give_what_is_kept(root, tmp_path):
    run_notebooks(root / "notebooks", tmp_path, timeout=TIMEOUT)
    reports = compare(tmp_path, root / "notebooks", root / "figures")
    assert not reports, "\n\n".join(["renew what is kept with `make renew`", *reports])


def test_they_are_kept_in_the_form_that_running_gives(notebooks):
    for name, notebook in notebooks.items():
        counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
        assert counts == list(range(1, len(counts) + 1)), f"{name} was not run from top to bottom"
        assert normalise(notebook.copy()) == notebook, name


def test_prose_and_one_call_per_cell(notebooks):
    for name, notebook in notebooks.items():
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert prose[0].startswith("# "), f"{name} opens with what it answers"
        assert "cannot" in prose[-1], f"{name} ends with what it cannot say"
        for place, cell in enumerate(notebook.cells, 1):
            if cell.cell_type != "code":
                continue
            where = f"{name}, cell {place}"
            assert len(cell.source.splitlines()) <= MOST_LINES, where
            kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
            assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda}, where


def test_nothing_is_written_to_standard_error(notebooks):
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                assert output.get("name") != "stderr", f"{name}: {output.text[:200]}"
