"""The package of data: what it says of the tables holds, and it keeps to what is published."""

import csv
import json
import re
from datetime import date
from hashlib import sha256
from types import SimpleNamespace

import pytest
import yaml
from bs4 import BeautifulSoup

import onrecord
from onrecord import records
from onrecord.publish import package, site
from onrecord.publish.site import Words
from onrecord.publish.study import KINDS

WORDS = Words('Lake "Ferry"', "Who <said> what", ["All & more."], "Questions", "Rows.", "Theirs.")
READ = {  # how a cell is read by the type of its field, as the rules of Frictionless have it
    "string": str, "integer": int, "number": float, "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__, "any": json.loads,
    "array": lambda cell: json.loads(cell) if cell.startswith("[") else 1 / 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory, raw):
    """The folder of the tables of the five pages, described."""
    folder, corpus = tmp_path_factory.mktemp("tables"), onrecord.read(raw)
    for name, kind in KINDS.items():
        rows = [[page.article] if name == "articles" else getattr(page, name) for page in corpus]
        for form in ("csv", "parquet"):
            table = records.written([row for its in rows for row in its], kind, form)
            (folder / f"{name}.{form}").write_bytes(table)
    told = package.package(folder, WORDS._replace(licence="CC0-1.0", contact="https://x.org/a"))
    return SimpleNamespace(folder=folder, told=told)


@pytest.fixture(scope="module")
def says(made):
    return json.loads((made.folder / "datapackage.json").read_text("utf-8"))


def test_the_package_has_what_the_rules_ask_for(made, says):
    assert re.fullmatch(r"[a-z0-9._-]+", says["name"])
    assert says["title"] == WORDS.title
    assert says["licenses"] == [{"name": "CC0-1.0"}]
    names = [one["name"] for one in says["resources"]]
    assert len(set(names)) == len(names) == 8
    for one in says["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])
        content = (made.folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{sha256(content).hexdigest()}"
        fields = one["schema"]["fields"]
        assert all(set(field) == {"name", "type", "description"} for field in fields)
        assert all(field["type"] in READ and field["description"] for field in fields)


def test_each_table_is_read_by_its_schema(made, says):
    for one in says["resources"]:
        if one["format"] != "csv":
            continue
        types = {field["name"]: field["type"] for field in one["schema"]["fields"]}
        kind = KINDS[one["path"].removesuffix(".csv")]
        assert list(types) == list(records.columns(kind))  # the codebook has all and no other
        with (made.folder / one["path"]).open(encoding=one["encoding"], newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert rows
        for row in rows:
            assert list(row) == list(types)
            for name, cell in row.items():
                if cell not in one["schema"]["missingValues"]:
                    READ[types[name]](cell)


def test_the_codebook_tells_each_column_as_the_dictionary_does(made, root):
    told = (made.folder / "codebook.md").read_text("utf-8")
    dictionary = (root / "data" / "README.md").read_text("utf-8")
    lines = re.findall(r"^\| `.*$", told, re.MULTILINE)
    assert len(lines) == sum(len(records.columns(kind)) for kind in KINDS.values())
    assert all(line.replace("|  |", "| |") in dictionary for line in lines)


def is_cff(cited):
    """Whether a citation has what the Citation File Format 1.2.0 requires, each of its kind."""
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(cited)
    assert cited["authors"]
    assert all(set(author) == {"name"} for author in cited["authors"])
    assert cited["type"] in ("software", "dataset")
    assert isinstance(cited["version"], str)
    allowed = "cff-version message type title authors version abstract license contact references"
    return set(cited) <= {*allowed.split(), "keywords"}


def test_corpus_and_software_can_be_cited(made, root):
    corpus = yaml.safe_load((made.folder / "CITATION.cff").read_text("utf-8"))
    software = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert is_cff(corpus)
    assert is_cff(software)
    assert corpus["title"] == 'Lake "Ferry": Who <said> what'
    assert corpus["contact"] == [{"name": WORDS.title, "website": "https://x.org/a"}]
    assert corpus["version"] == made.told["version"]
    assert software["version"] == onrecord.__version__
    before = made.told["version"]
    (made.folder / "codes.csv").write_text("other")
    assert package.package(made.folder, WORDS)["version"] != before


def test_the_front_page_tells_search_engines_of_the_data(build, tmp_path, raw):
    (tmp_path / "derived").mkdir()
    (tmp_path / "derived" / "articles.csv").write_text("article\n")
    words = WORDS._replace(heading="</script><b>", licence="CC0-1.0")
    site.build_site(build, tmp_path / "site", words, onrecord.read(raw), tmp_path / "derived")
    front = BeautifulSoup((tmp_path / "site" / "index.html").read_text("utf-8"), "html.parser")
    (block,) = front.find_all("script", type="application/ld+json")
    said = json.loads(block.string)
    assert said["@type"] == "Dataset"
    assert said["name"] == WORDS.title
    assert said["description"] == "</script><b>. All & more."
    assert said["temporalCoverage"] == "2014-10-16/2016-09-30"
    (file,) = said["distribution"]
    assert (tmp_path / "site" / file["contentUrl"]).is_file()
