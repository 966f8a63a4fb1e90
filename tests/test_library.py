"""The library as a user meets it: its names, its help, its version."""

import pydoc
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import onrecord

PACKAGES = {path.parent.name for path in Path(onrecord.__file__).parent.glob("*/__init__.py")}


def python(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", onrecord.__all__)
def test_a_name_is_there_after_import_onrecord_alone(name):
    assert python(f"import onrecord; print(onrecord.{name})")


def test_no_package_bears_the_name_of_a_function():
    functions = {name for name in onrecord.__all__ if callable(getattr(onrecord, name))}
    assert {"read", "statements", "show", "table"} <= functions
    assert not functions & PACKAGES


def test_each_function_is_called_twice(raw):
    for _ in range(2):
        pages = onrecord.read(raw)
        assert len(onrecord.statements(raw)) == len(pages.statements) == 72
        assert onrecord.show(pages[0]).html == onrecord.show(raw / pages[0].name).html
        assert "Who" in onrecord.table(pages.statements, "Who", columns=["speaker"]).html
        assert len(onrecord.stance.average(pages.codes))
        assert len(onrecord.comention.pairs(pages.mentions))
        assert len(onrecord.framing.labels_by_voice(pages))
        assert len(onrecord.keywords.words(pages))
        assert onrecord.sentiment.polarity("a good answer")[0] > 0
        assert onrecord.figures.speakers(pages.statements).alt
        assert onrecord.evaluation.__name__ == "onrecord.evaluation"


def test_help_has_a_line_for_each_name():
    shown = pydoc.render_doc(onrecord, renderer=pydoc.plaintext)
    for name in {*onrecord.__all__} - {"OnRecordError"}:
        assert f"onrecord.{name}" in shown
    for table in ("articles", "statements", "mentions", "codes"):
        assert f"corpus.{table}  " in shown


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(onrecord, "pages")
    with pytest.raises(AttributeError, match="module 'onrecord' has no attribute 'nothing'"):
        onrecord.nothing  # noqa: B018


def test_the_version_is_that_of_the_project(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert onrecord.__version__ == project["version"]
