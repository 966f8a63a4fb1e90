"""The command that runs and publishes notebooks: its exit codes, and what it leaves alone."""

import os

import pytest
from nbformat import v4

from onrecord.publish.__main__ import main


@pytest.mark.parametrize("target", [".", "notebooks", "notebooks/build", "data", "full"])
def test_running_notebooks_deletes_nothing_of_the_users(
    tmp_path, monkeypatch, capsys, target, write
):
    write(tmp_path / "notebooks" / "01_count.ipynb", v4.new_code_cell("1"))
    for name in ("figures/mine.svg", "data/page.txt", "full/notebooks/old.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.chdir(tmp_path)
    assert main(["run", "notebooks", target]) == 2
    error = capsys.readouterr().err
    assert "holds other files" in error if target == "full" else "overlaps with" in error
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_what_is_kept_lies_apart_from_the_build(build, tmp_path, capsys):
    assert main(["keep", str(build), str(build / "figures")]) == 2
    assert "overlaps with" in capsys.readouterr().err


def test_nothing_is_kept_through_a_link_or_into_a_pipe(build, tmp_path, capsys):
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "mine.csv").write_text("mine")
    for place in (kept / "shares.csv", kept / "shares.svg"):
        if place.suffix == ".csv":
            place.symlink_to(tmp_path / "mine.csv")
        else:
            os.mkfifo(place)
        assert main(["keep", str(build), str(kept)]) == 2
        assert f"{place}: is a link or no file" in capsys.readouterr().err
        place.unlink()
    (kept / "shares.csv").unlink()
    (kept / "shares.csv").hardlink_to(tmp_path / "mine.csv")
    assert main(["keep", str(build), str(kept)]) == 0
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert main(["keep", str(tmp_path / "none"), str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()


def test_bad_input_is_one_line(tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    task = ["run", str(tmp_path / "notebooks"), str(tmp_path / "build")]
    assert main(task) == 2
    assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "notebooks" / "01_a.ipynb").write_text("no notebook")
    assert main(task) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "is no notebook" in error
