"""The Makefile, run in a folder of its own: hostile names, two at once, a set-up that heals."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

NAMES = [
    "x.txt;touch PWNED;echo .txt", "$(touch PWNED).txt", "`touch PWNED`.txt",
    "$(shell touch PWNED).txt", "a:b.txt", "c%d.txt", "$e.txt", "f g.txt", "h'i\".txt", "-o.txt",
    "#j.txt", "k\nl.txt", "m=n.txt", "o|touch PWNED.txt", "p\\q.txt", "ré 😀.txt",
]  # fmt: skip
TEXT = "Talks end\n\nAnn Smith said it was over.\n"


def make(folder, *targets):
    return subprocess.run(
        ["make", *targets], cwd=folder, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def project(tmp_path, root):
    """Our Makefile beside one small notebook and one page; .venv is the Python of this run."""
    folder = tmp_path / "a project: 100%"
    for name in ("lib", "notebooks", "data/raw", "data/knowledge", ".venv/bin"):
        (folder / name).mkdir(parents=True)
    shutil.copy(root / "Makefile", folder)
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(root / name, folder)
    python = folder / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (folder / ".venv" / ".ready").write_text(f"{folder}\n")
    cells = [
        nbformat.v4.new_markdown_cell("# One?\n\nIt counts."),
        nbformat.v4.new_code_cell("1 + 1"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "notebooks" / "01_count.ipynb")
    (folder / "data" / "raw" / "page.txt").write_text(TEXT)
    return folder


@pytest.fixture
def words(project, root):
    """A study of the project whose front page asks for no figure."""
    lines = (root / "data" / "study.toml").read_text("utf-8").splitlines()
    text = "\n".join('figure = ""' if line.startswith("figure =") else line for line in lines)
    (project / "data" / "study.toml").write_text(text, "utf-8")


def test_no_name_of_a_file_is_read_as_a_rule_and_two_at_once_take_turns(project, words):
    for name in NAMES:
        (project / "data" / "raw" / name).write_text(TEXT)
        (project / "notebooks" / name).write_text("not a notebook")
    (project / "data" / "raw" / "empty.txt").write_text("")  # costs the others nothing
    assert make(project, "help").returncode == 0
    both = [
        subprocess.Popen(["make", "site"], cwd=project, stdout=-1, stderr=-2, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Running 1 notebooks" in text for text in said) == 1
    assert any("Another make is at work" in text for text in said)
    assert not [path for path in project.rglob("*") if path.name == "PWNED"]
    rows = (project / "data" / "derived" / "statements.csv").read_text("utf-8")
    assert rows.count("it was over") == len(NAMES) + 1
    assert (project / "site" / "index.html").is_file()

    again = make(project, "site")
    assert (again.returncode, again.stdout) == (0, "The site is ready: open site/index.html\n")
    (project / "data" / "raw" / NAMES[0]).write_text(TEXT + "\nBob Lee said nobody had won.\n")
    anew = make(project, "site").stdout
    assert "Running 1 notebooks" in anew
    assert "nobody had won" in (project / "data" / "derived" / "statements.csv").read_text("utf-8")


def gone(project):
    (project / ".venv" / "bin" / "python").unlink()
    (project / ".venv" / "bin" / "python").symlink_to("/no/such/python")


def broken_off(project):
    (project / ".venv" / ".ready").unlink()
    (project / ".venv" / ".making").touch()


def moved(project):
    (project / ".venv" / ".ready").write_text("/another/folder\n")


def half_removed(project):
    (project / ".venv" / ".ready").unlink()
    (project / ".venv" / "pyvenv.cfg").touch()
    gone(project)


@pytest.mark.parametrize("harm", [gone, broken_off, moved, half_removed])
def test_a_broken_set_up_is_made_anew(project, harm):
    harm(project)
    done = make(project, ".healed")
    assert done.returncode == 0, done.stderr
    assert "The set-up in .venv is broken; making it anew." in done.stdout
    assert not (project / ".venv").exists()


def as_it_is(project):
    pass


def of_the_users(project):
    (project / ".venv" / ".ready").unlink()
    (project / ".venv" / "pyvenv.cfg").touch()


def without_a_path(project):  # as earlier versions left it
    (project / ".venv" / ".ready").write_text("")


@pytest.mark.parametrize("kept", [as_it_is, of_the_users, without_a_path])
def test_a_set_up_that_works_stays(project, kept):
    kept(project)
    done = make(project, ".healed")
    assert (done.returncode, done.stdout) == (0, "")
    assert (project / ".venv" / "bin" / "python").exists()


def test_jupyter_is_told_that_root_is_meant(project):
    shown = make(project, "--dry-run", "lab").stdout
    assert "jupyter lab" in shown
    assert ("--allow-root" in shown) == (os.geteuid() == 0)


def test_cleaning_takes_only_what_was_built(project):
    mine = [project / name for name in ("notebooks/a", "b", "data/derived/mine.csv", "data/raw/c")]
    (project / "tests").mkdir()
    for path in [*mine, project / "notebooks" / "a b" / "__pycache__" / "x.pyc"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert make(project, "clean").returncode == 0
    assert all(path.is_file() for path in mine)
    assert not (project / "notebooks" / "a b" / "__pycache__").exists()
    assert not (project / ".venv").exists()


def test_what_is_skipped_names_no_path(root):
    run = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*run, "tests/extraction", "tests/analysis", "-k", "polnear or newsmtsc"],
        cwd=root, capture_output=True, text=True, timeout=120,
        env={**os.environ, "ONRECORD_SHARED": "/no/such/folder"},
    )  # fmt: skip
    assert "SKIPPED" in done.stdout, done.stdout
    assert "/no/such" not in done.stdout
