"""The page about the library (lib/README.md) and the plan of its packages, held to the code."""

import ast
import re
import tomllib
from pkgutil import resolve_name

import pytest

import onrecord
from onrecord.knowledge import Knowledge


@pytest.fixture(scope="module")
def page(root):
    return (root / "lib" / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def library(root):
    return root / "lib" / "onrecord"


def streets(page):
    """The first cells of the table of streets, from top to bottom."""
    table = page.partition("## The streets")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w./]+)` \|", table, re.MULTILINE)


def test_each_room_is_on_the_page_and_no_other(page, library):
    rooms = [path for path in library.iterdir() if path.is_dir() or path.suffix == ".py"]
    there = {path.name + "/" * path.is_dir() for path in rooms}
    there -= {"__pycache__/", "__init__.py", "__main__.py"}
    assert sorted(streets(page)) == sorted(there)


def test_the_page_gives_the_order_that_is_checked(page, root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    layers, forbidden = project["tool"]["importlinter"]["contracts"]
    names = [name.strip() for layer in layers["layers"] for name in layer.split("|")]
    place = {
        f"onrecord.{room.strip('/').removesuffix('.py')}": n for n, room in enumerate(streets(page))
    }
    assert sorted(names) == sorted(place)
    level = {
        name.strip(): n for n, layer in enumerate(layers["layers"]) for name in layer.split("|")
    }
    inverted = [(a, b) for a in place for b in place if place[a] < place[b] and level[a] > level[b]]
    assert not inverted
    for name in forbidden["source_modules"] + forbidden["forbidden_modules"]:
        assert name in names


def test_every_path_on_the_page_is_there(page, root, library):
    for name in re.findall(r"`([\w./]+/[\w./]*|[\w/]+\.(?:py|toml|md|ipynb))`", page):
        places = [root, library, root / "data" / "knowledge", root / "lib"]
        assert any((folder / name).exists() for folder in places), name


def test_every_name_on_the_page_is_there(page, library):
    found = re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", page)
    assert len(found) > 12
    knowledge = {name for name in dir(Knowledge) if name[0] != "_"}
    for name in found:
        first, _, rest = name.partition(".")
        if name.endswith((".py", ".toml", ".md", ".ipynb")):
            continue
        if first == "knowledge":
            assert rest in knowledge, name
            continue
        roots = [
            "onrecord",
            *(f"onrecord.{path.parent.name}" for path in library.glob("*/__init__.py")),
        ]
        assert any(resolves(f"{root}.{name.removeprefix('onrecord.')}") for root in roots), name


def resolves(name):
    """Tell whether a dotted name leads to something."""
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_functions_and_rules_named_as_examples_are_there(page, library):
    rows = re.findall(r"^\|.*\| `(\w+)`, rule `([\w-]+)` \|$", page, re.MULTILINE)
    assert rows
    for function, rule in rows:
        assert any(f"def {function}(" in path.read_text("utf-8") for path in library.rglob("*.py"))
        assert rule in Knowledge().rules


def test_pandas_is_imported_at_the_top_from_analysis_up_and_nowhere_below(library):
    below = {"text", "knowledge", "articles", "names", "extraction"}
    for path in library.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        inner = [
            node for node in ast.walk(tree)
            if isinstance(node, ast.Import) and node not in top and node.names[0].name == "pandas"
        ]  # fmt: skip
        street = path.relative_to(library).parts[0]
        names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
        assert street not in below or "pandas" not in names, path
        assert not inner or all(in_type_checking(tree, node) for node in inner), path


def in_type_checking(tree, node):
    """Tell whether an import is for the checker of types alone."""
    guards = [each for each in tree.body if isinstance(each, ast.If)]
    return any(node in guard.body for guard in guards)


def test_the_tests_mirror_the_packages(root, library):
    packages = {path.parent.name for path in library.glob("*/__init__.py")}
    for folder in (path for path in (root / "tests").iterdir() if path.is_dir()):
        if folder.name == "__pycache__":
            continue
        assert folder.name in packages
        modules = {path.stem.strip("_") for path in (library / folder.name).glob("*.py")}
        tested = {path.stem.removeprefix("test_") for path in folder.glob("test_*.py")}
        assert tested - modules <= {
            "browser",
            "gate",
            "figures",
            "notebooks",
            "sentiment_training",
            "sizes",
            "training",
        }, folder


def test_no_test_reaches_for_a_private_name(root):
    for path in (root / "tests").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        modules = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord"):
                private = [alias.name for alias in node.names if alias.name.startswith("_")]
                assert not private, (path.name, private)
                modules |= {alias.asname or alias.name for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                private = node.attr.startswith("_") and not node.attr.startswith("__")
                assert not (private and node.value.id in modules), (path.name, node.attr)


def test_the_library_names_its_packages_in_one_line_each(library):
    for path in library.glob("*/__init__.py"):
        doc = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert doc, path
    assert onrecord.__doc__
