"""How a command ends: a plain line for what stops it, never a traceback."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbformat import v4

from onrecord import errors
from onrecord.errors import OnRecordError

RUN = [sys.executable, "-m", "onrecord"]
PUBLISH = [sys.executable, "-m", "onrecord.publish"]
LINE = '{"id": 1, "text": "They praised Ann.", "target": [13, 16]}\n'


def shell(command, **options):
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, **options
    )


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("Ann Smith said it was over.\n" * 400, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("task", "place"),
    [
        ("statements {page} > /dev/full", "standard output: no space left"),
        ("statements {page} --format csv > /dev/full", "standard output: no space left"),
        ("statements {page} -o /dev/full", "/dev/full: cannot be written (no space left"),
        ("statements {page} >&-", "standard output: is closed"),
        ("sentiment <&-", "standard input: is closed"),
        ("sentiment < {line} > /dev/full", "standard output: no space left"),
        ("sentiment < {line} >&-", "standard output: is closed"),
    ],
)
def test_a_full_disk_and_closed_streams_are_one_line(page, tmp_path, task, place):
    (tmp_path / "line").write_text(LINE)
    done = shell(
        f"{sys.executable} -m onrecord " + task.format(page=page, line=tmp_path / "line"),
        cwd=tmp_path,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"onrecord: {place}")
    assert "; " in line


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "xlsx"])
@pytest.mark.parametrize("order", ["/dev/full -o {out}", "{out} -o /dev/full"])
def test_the_file_that_cannot_be_written_is_named_and_no_other(page, tmp_path, form, order):
    out = tmp_path / "made" / "out"
    done = shell(f"{sys.executable} -m onrecord statements {page} --format {form} -o "
                 + order.format(out=out))  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("onrecord: /dev/full: cannot be written (no space left")
    whole = [path.name for path in out.parent.iterdir()]
    assert whole in ([], ["out"])  # and nothing hidden
    assert all(path.stat().st_size > 10_000 for path in out.parent.iterdir())


def test_what_needs_no_standard_output_works_without(page, tmp_path):
    out = tmp_path / "out.csv"
    done = shell(f"{sys.executable} -m onrecord statements {page} -o {out} >&- 2>&-")
    assert done.returncode == 0
    assert out.read_text().startswith("article,statement_id,")
    assert out.read_text().count("it was over") > 300


def test_without_standard_error_no_fault_gets_among_the_rows(page, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = shell(f"{sys.executable} -m onrecord articles {tmp_path} 2>&-")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)
    assert done.stdout.startswith('{"article": "page.txt"')


def test_what_would_steer_a_terminal_is_written_out():
    assert errors.printable(chr(27) + "[31mred") == r"\x1b[31mred"


def test_how_each_way_of_stopping_ends(capsys):
    def stop(error):
        def act():
            raise error

        return errors.ended("it", act, wrong=2), capsys.readouterr().err

    assert errors.ended("it", lambda: 0) == 0
    assert stop(OnRecordError("a", None, "bad", "mend it")) == (2, "it: a: bad; mend it\n")
    assert stop(KeyboardInterrupt()) == (130, "it: stopped from the keyboard\n")
    status, line = stop(OSError(28, "No space left on device", "x.csv"))
    assert (status, line.count("\n")) == (1, 1)
    assert line.startswith("it: x.csv: no space left on device; ")


def wait_for(path):
    for _ in range(300):
        if path.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{path} never came")


def test_ctrl_c_while_notebooks_run_is_one_line_and_leaves_what_was(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    cell = "import pathlib, time; pathlib.Path('../data/begun').touch(); time.sleep(100)"
    nbformat.write(
        v4.new_notebook(cells=[v4.new_code_cell(cell)]), tmp_path / "notebooks" / "01_wait.ipynb"
    )
    began = time.monotonic()
    work = subprocess.Popen(
        [*PUBLISH, "run", "notebooks", "build"], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_for(tmp_path / "data" / "begun")
    os.kill(work.pid, signal.SIGINT)
    _, err = work.communicate(timeout=30)
    assert (work.returncode, err) == (130, "onrecord.publish: stopped from the keyboard\n")
    assert [path.name for path in (tmp_path / "build").iterdir()] == [".onrecord"]
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("sign", "status", "how"),
    [("SIGINT", 130, "from the keyboard"), ("SIGTERM", 143, "by SIGTERM"),
     ("SIGHUP", 129, "by SIGHUP")],
)  # fmt: skip
def test_a_signal_to_end_is_one_line_and_leaves_nothing_behind(page, sign, status, how):
    page.write_text("Ann Smith said it was over.\n" * 200_000, encoding="utf-8")
    out = page.with_name("out")
    command = [
        *RUN,
        "statements",
        str(page),
        "-o",
        str(out / "a.csv"),
        "-o",
        str(out / "b.parquet"),
    ]
    work = subprocess.Popen(command, stderr=subprocess.PIPE)
    wait_for(out)
    time.sleep(0.5)
    assert len(list(out.iterdir())) == 2  # which are not whole
    os.kill(work.pid, getattr(signal, sign))
    _, err = work.communicate(timeout=30)
    assert (work.returncode, err) == (status, f"onrecord: stopped {how}\n".encode())
    assert list(out.iterdir()) == []


def test_a_signal_that_is_ignored_stays_so_and_others_are_as_before():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup has it
    try:
        assert errors.ended("it", lambda: os.kill(os.getpid(), signal.SIGHUP) or 0) == 0
        assert errors.ended("it", lambda: os.kill(os.getpid(), signal.SIGTERM) or 0) == 143
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


def test_in_a_thread_no_signal_is_asked_for():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(errors.ended, "it", lambda: 7).result() == 7


def test_a_signal_waits_until_what_must_not_be_disturbed_is_done():
    done = []

    def act():
        with errors.undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("act")

    with pytest.raises(KeyboardInterrupt) as stop:
        act()
    assert done == ["act"]
    assert stop.value.args == (signal.SIGTERM,)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler
