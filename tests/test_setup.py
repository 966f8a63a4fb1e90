"""The set-up: one list of dependencies, one lock, and nothing downloaded afterwards."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("requirements.lock", "constraints.txt")
PYTHONS = ("3.11.4", "3.12.0", "3.13.0", "3.13.9")


def run(*command, **options):
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=120, **options
    )


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def requirements(project):
    """What the lock holds: all but the extra that trains the network, which no user needs."""
    extras = {k: v for k, v in project["optional-dependencies"].items() if k != "train"}
    return [Requirement(line) for line in sum(extras.values(), project["dependencies"])]


def pins(path):
    lines = re.sub(r"\\\n", " ", path.read_text("utf-8")).splitlines()
    return [(Requirement(re.sub(r"\s+--hash=.*", "", line)), line) for line in lines if line]


def chosen(path, name, python):
    """The release that one Python gets."""
    environment = {"python_version": python[:4], "python_full_version": python}
    found = [
        pin
        for pin, _ in pins(path)
        if canonicalize_name(pin.name) == canonicalize_name(name)
        and (pin.marker is None or pin.marker.evaluate(environment))
    ]
    assert len(found) == 1, f"{name} on Python {python}: {found}"
    return Version(next(iter(found[0].specifier)).version)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(root, lock):
    assert "://" not in (root / lock).read_text("utf-8")


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_pyproject_asks_for(root, project, lock, python):
    for wanted in requirements(project):
        assert chosen(root / lock, wanted.name, python) in wanted.specifier


def test_every_line_of_the_lock_has_a_hash_and_the_constraints_are_the_same(root):
    lock, constraints = (pins(root / name) for name in LOCKS)
    assert all("--hash=sha256:" in line for _, line in lock)
    assert [str(pin) for pin, _ in lock] == [str(pin) for pin, _ in constraints]


def test_every_dependency_has_a_floor_and_a_reason(root, project):
    lines = (root / "pyproject.toml").read_text("utf-8").splitlines()
    for wanted in requirements(project):
        (line,) = [line for line in lines if line.startswith(f'  "{wanted.name}>=')]
        assert re.search(r'",\s+# \S', line), line


def test_environment_gives_conda_users_the_package_itself(root, project):
    given = yaml.safe_load((root / "environment.yml").read_text("utf-8"))["dependencies"]
    plain = [item for item in given if isinstance(item, str)]
    (pip,) = [item["pip"] for item in given if isinstance(item, dict)]
    assert pip == ["-c constraints.txt", "-e ."]
    assert sorted(re.split("[=<>]", item)[0] for item in plain) == ["pip", "python"]
    (python,) = [item.partition("=")[2] for item in plain if item.startswith("python=")]
    assert Requirement(f"python{project['requires-python']}").specifier.contains(f"{python}.0")


def test_make_alone_lists_every_target(root):
    makefile = (root / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.* ## ", makefile, re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (\w.*)", makefile, re.MULTILINE)
    listed = re.findall(r"^  make (\w+) +\w", run("make", cwd=root).stdout, re.MULTILINE)
    assert set(listed) == targets == set(phony.split())
    assert {"setup", "site", "test", "lab", "figures", "bench", "clean"} <= targets


def test_a_second_setup_does_nothing(root):
    if not (root / ".venv" / ".ready").exists():
        pytest.skip("the tests run without .venv")
    before = (root / ".venv" / ".ready").stat().st_mtime_ns
    done = run("make", "setup", cwd=root)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (root / ".venv" / ".ready").stat().st_mtime_ns == before


def test_no_tracked_file_names_a_registry(root):
    listed = run("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=root).stdout
    hosts = re.compile(r"(pypi|pythonhosted|npmjs|anaconda|debian)\.(org|com|net)", re.IGNORECASE)
    for name in filter(None, listed.split("\0")):
        path = root / name
        if path.is_file() and not name.startswith("data/raw/"):
            found = hosts.search(path.read_bytes().decode("utf-8", "replace"))
            assert not found, f"{name}: {found}"


def test_the_wheel_carries_knowledge_and_templates(root, tmp_path):
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=root)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for table in (root / "data" / "knowledge").glob("*.toml"):
        assert f"onrecord/knowledge_data/{table.name}" in names
    package = root / "lib" / "onrecord"
    for path in package.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"onrecord/{path.relative_to(package).as_posix()}" in names


def test_polarity_needs_no_corpora(tmp_path):
    program = (
        """
import socket, nltk
nltk.data.path[:] = ["""
        f"{str(tmp_path)!r}"
        """]
socket.socket.connect = None
from onrecord.analysis.sentiment import polarity
good, bad = polarity("A good and useful talk."), polarity("A terrible, useless talk.")
assert good[0] > 0 > bad[0], (good, bad)
"""
    )
    environment = {**os.environ, "NLTK_DATA": str(tmp_path), "HOME": str(tmp_path)}
    done = run(sys.executable, "-c", program, env=environment)
    assert done.returncode == 0, done.stderr


def test_the_licence_leaves_the_articles_to_their_publishers(root):
    licence = (root / "LICENSE").read_text("utf-8")
    assert licence.startswith("MIT License")
    assert "belong to their publishers" in licence
