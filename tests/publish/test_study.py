"""A study: made in one command, made anew only where something changed, never over the user's."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup

import onrecord
from onrecord import files
from onrecord.cli import main
from onrecord.errors import OnRecordError
from onrecord.publish import study
from onrecord.publish.run import ASKED, near, run_notebooks

PAGES = {
    "a.txt": "Ferry Talks End\n\nJane Roe said the lake ferry would stop on Monday.\n\n"
    "“Nobody asked the island,” Tom Blythe said.\n",
    "b.txt": "Island Wants Ferry\n\nTom Blythe praised the island council on Tuesday.\n\n"
    "Jane Roe claimed the ferry had lost money for years.\n",
}
OF_THE_FIVE = re.compile(
    r"Russia|Syria|Ukrain|Islamic State|Ryabkov|Earnest|Moscow|[Ff]ive (?:saved |news )?pages|2014"
)


def articles(folder: Path) -> Path:
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a study of two articles, made on the command line with a table about them."""
    desk = tmp_path_factory.mktemp("desk")
    table = desk / "about.csv"
    table.write_text("file,outlet,date\na.txt,Lake Herald,2016-02-29\n", "utf-8")
    pages = articles(desk / "articles")
    (pages / "c.txt").write_bytes(b"\0")
    given = ["study", str(pages), "--into", str(desk / "mine"), "--metadata", str(table)]
    assert main(given) == 1  # c.txt cannot be read, and costs the others nothing
    return desk / "mine"


def test_one_command_makes_all_of_a_study(made):
    for name in ("study.toml", "tables/actors.toml", "site/index.html", "figures/speakers.svg",
                 "derived/statements.csv", "derived/codes.parquet"):  # fmt: skip
        assert (made / name).is_file(), name
    assert len(list((made / "notebooks").glob("*.ipynb"))) == 7
    front = BeautifulSoup((made / "site" / "index.html").read_text("utf-8"), "html.parser")
    assert front.h1.get_text() == "Who said what in 2 articles, 29 Feb 2016"
    assert "Lake Herald" in front.table.get_text()
    proposed = (made / "tables" / "actors.toml").read_text("utf-8")
    assert '# name = "Jane Roe"' in proposed
    assert "#   Lake Herald: 1 article" in proposed


def test_no_word_is_of_the_five_pages(made):
    general = "06_check_trust.html"  # tells on which corpora it was measured
    for page in (made / "site").glob("*.html"):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for code in soup.find_all(["pre", "details"]):
            code.decompose()
        found = OF_THE_FIVE.findall(soup.get_text())
        assert not found or page.name == general, (page.name, found)
    for alt in (made / "figures").glob("*.alt.txt"):
        assert not OF_THE_FIVE.search(alt.read_text("utf-8")), alt.name
    trust = (made / "site" / general).read_text("utf-8")
    assert "five pages" not in trust
    assert "The extractor beside the gold" not in trust


def test_what_did_not_change_is_not_made_again(made, capsys):
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    assert main(["study", str(made)]) == 1
    assert "Running" not in capsys.readouterr().out
    assert before == {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}


def test_a_notebook_that_changed_is_run_again_and_no_other(made, capsys):
    names = ("01_read_articles.ipynb", "02_read_statements.ipynb")
    own, notebooks = made / "notebooks" / names[0], made / "derived" / "build" / "notebooks"
    before = own.read_bytes()
    ran = {name: (notebooks / name).read_bytes() for name in names}
    site = {path.name: path.read_bytes() for path in (made / "site").rglob("*") if path.is_file()}
    changed = nbformat.read(own, 4)
    changed.cells = [*changed.cells[:2], nbformat.v4.new_markdown_cell("Mine, which cannot.")]
    nbformat.write(changed, own)
    assert main(["study", str(made)]) == 1
    assert "Running 1 notebooks" in capsys.readouterr().out
    assert "Mine, which" in (made / "site" / "01_read_articles.html").read_text("utf-8")
    assert (notebooks / names[1]).read_bytes() == ran[names[1]]
    figures = made / "site" / "figures"
    assert not (figures / "date_intervals.svg").exists()  # that notebook shows it no more
    assert (figures / "speakers.svg").is_file()
    own.write_bytes(b"no notebook")  # what fails costs the others nothing
    assert main(["study", str(made)]) == 2
    own.write_bytes(before)
    assert main(["study", str(made)]) == 1
    assert "Running 1 notebooks" in capsys.readouterr().out
    assert ran == {name: (notebooks / name).read_bytes() for name in names}
    assert site == {
        path.name: path.read_bytes() for path in (made / "site").rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("texts", "all"), ("licence", "ask the publisher"), ("contact", "me"), ("authors", "Ann")],
)
def test_what_a_study_says_of_its_site_is_checked(made, tmp_path, field, wrong):
    text = (made / "study.toml").read_text("utf-8")
    assert re.search(f"^{field} = ", text, re.MULTILINE)  # it is told in each new study
    wrong = re.sub(f"^{field} = .*$", f"{field} = {json.dumps(wrong)}", text, flags=re.MULTILINE)
    (tmp_path / "study.toml").write_text(wrong, "utf-8")
    with pytest.raises(OnRecordError, match=field):
        study.study(tmp_path)


def test_a_new_study_shows_passages_alone(made):
    page = (made / "site" / "articles" / "a.html").read_text("utf-8")
    assert "the sentences around statements alone" in page
    assert study.study(made).words().texts == "passages"


def test_a_remark_in_a_table_reads_nothing_anew_and_an_entry_does(made):
    (kept,) = (made / "derived").glob(".corpus-*.pickle")
    table = made / "tables" / "actors.toml"
    text = table.read_text("utf-8")
    table.write_text(text + "\n# A remark.\n", "utf-8")
    assert study.study(made).corpus.statements["speaker_side"].isna().all()
    assert list((made / "derived").glob(".corpus-*.pickle")) == [kept]
    entry = '[[actor]]\nname = "Jane Roe"\nkind = "person"\nside = "United Kingdom"\n'
    table.write_text(text.replace("empty = true\n", "") + entry, "utf-8")
    sides = study.study(made).corpus.statements.set_index("speaker")["speaker_side"]
    assert set(sides["Jane Roe"]) == {"United Kingdom"}
    assert list((made / "derived").glob(".corpus-*.pickle")) != [kept]
    table.write_text(text, "utf-8")


def test_what_python_compiles_is_no_change_and_a_network_is(made, monkeypatch):
    mine = study.study(made)
    before, weights = mine._digest(), made.parent / "tagger.npz"
    compiled = Path(study.__file__).parent / "__pycache__" / "made-for-a-test.pyc"
    compiled.parent.mkdir(exist_ok=True)
    compiled.write_bytes(b"x")
    try:
        assert mine._digest() == before
    finally:
        compiled.unlink()
    weights.write_bytes(b"x")
    monkeypatch.setattr(study, "known", lambda folder: SimpleNamespace(files=[str(weights)]))
    one = mine._digest()
    weights.write_bytes(b"y")
    assert mine._digest() != one
    now = mine._digest()
    monkeypatch.setattr(files, "program", lambda: "another version")
    assert mine._digest() != now


def test_whether_anything_changed_is_told_without_pandas(made):
    asks = "from onrecord.publish import study; study.study()._digest()"
    command = [sys.executable, "-X", "importtime", "-c", asks]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "onrecord.publish.study" in loaded
    assert not loaded & {"pandas", "pyarrow", "matplotlib"}


def test_what_was_edited_stays_and_what_is_lacking_is_put_there(made):
    own = made / "notebooks" / "01_read_articles.ipynb"
    before, words = own.read_bytes(), made / "study.toml"
    gone = made / "notebooks" / "02_read_statements.ipynb"
    own.write_text("mine")
    gone.unlink()
    words.write_text(words.read_text("utf-8").replace('title = "mine"', 'title = "Lake"'), "utf-8")
    again = study.begin(made.parent / "articles", made)
    assert own.read_text() == "mine"
    assert gone.is_file()
    assert again.says["title"] == "Lake"
    own.write_bytes(before)


def test_a_corpus_that_was_kept_is_the_one_that_was_read(made):
    first, again = study.study(made).corpus, study.study(made).corpus
    assert first is not again
    anew = onrecord.read(made.parent / "articles", metadata=made.parent / "about.csv")
    for name in ("articles", "statements", "mentions", "codes"):
        assert getattr(again, name).equals(getattr(anew, name)), name
    assert [page.text for page in again] == list(PAGES.values())
    (kept,) = (made / "derived").glob(".corpus-*.pickle")
    kept.write_bytes(kept.read_bytes()[:100])  # broken off: read again
    assert study.study(made).corpus.statements.equals(anew.statements)


def test_notes_stand_where_the_study_has_some_and_gold_cells_where_it_has_gold(tmp_path):
    (tmp_path / "a.txt").write_text(PAGES["a.txt"])
    says = (study.STARTERS / "study.toml").read_text("utf-8")
    for name, value in (("title", "Lake"), ("corpus", ["a.txt"]), ("metadata", "")):
        says = says.replace(f"<{name}>", json.dumps(value))
    (tmp_path / "study.toml").write_text(says + 'dates = "One.\\n\\n<Two>."\n', "utf-8")
    mine = study.study(tmp_path)
    assert mine.note("dates").html.split("\n")[:2] == ["<p>One.</p>", "<p>&lt;Two&gt;.</p>"]
    assert mine.note("pages") is None
    for name in ("notebooks", "tables"):
        (tmp_path / name).mkdir()
    assert mine.without() >= {"needs-gold", "needs-events", "needs-whole"}
    assert mine.without().isdisjoint({"needs-propositions", "needs-labels"})  # ours are in effect
    (tmp_path / "tables" / "propositions.toml").write_text("empty = true\n")
    assert "needs-propositions" in study.study(tmp_path).without()
    with pytest.raises(OnRecordError, match="gold: this study has none; mark articles with"):
        mine.marked("gold")
    prose, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    cells = [prose("# Mine"), code("1 / 0"), code("import onrecord\nlen(onrecord.study().corpus)")]
    cells[1].metadata["tags"] = ["needs-gold"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "01_a.ipynb")
    (path,) = run_notebooks(tmp_path / "notebooks", tmp_path / "build", without=mine.without())
    ran = nbformat.read(path, 4).cells
    assert [cell.source.partition("\n")[0] for cell in ran] == ["# Mine", "import onrecord"]
    assert ran[1].outputs[0].data["text/plain"] == "1"


def test_what_is_no_study_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv(ASKED, raising=False)
    monkeypatch.chdir(tmp_path)
    assert near(tmp_path) is None
    with pytest.raises(OnRecordError, match="there is no study.toml here; make one: onrecord"):
        onrecord.study()
    (tmp_path / "study.toml").write_text("title = 1\n", "utf-8")
    with pytest.raises(OnRecordError, match="study.toml"):
        onrecord.study()
    assert main(["study", "a", "b"]) == 2
    assert "there is no place for a study; name its folder: --into" in capsys.readouterr().err
    pages = articles(tmp_path / "articles")
    assert main(["study", str(pages), "--into", str(pages / "in")]) == 2
    assert "overlaps with" in capsys.readouterr().err
    assert sorted(os.listdir(pages)) == sorted(PAGES)
    assert main(["study", str(tmp_path / "none"), "--into", str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()
