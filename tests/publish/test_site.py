"""The site: whole, the same each time, and nothing of the user's replaced."""

import re

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

import onrecord
from onrecord.errors import OnRecordError
from onrecord.publish import site
from onrecord.publish.site import Words

WORDS = Words("On the Record", "Who said what", ["All."], "Questions", "Rows.", "Theirs.")


def test_the_site_is_whole_and_loads_nothing_from_outside(build, tmp_path):
    derived = tmp_path / "derived"
    derived.mkdir()
    (derived / "statements.csv").write_text("article\na\n")
    target = tmp_path / "site"
    made = site.build_site(build, target, WORDS, derived=derived)
    assert [path.name for path in made] == [
        "index.html",
        "01_read_pages.html",
        "02_see_more.html",
    ]
    for path in made:
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert soup.html["lang"] == "en"
        assert soup.title.get_text()
        assert soup.find("meta", attrs={"name": "description"})["content"]
        assert len(soup.find_all("h1")) == 1
        assert soup.body.a["href"] == "#main"
        assert len(soup.find_all(attrs={"aria-current": "page"})) == 1
        assert not soup.find_all("script")
        loaded = [tag.get("src") or tag.get("href") for tag in soup.find_all(["img", "link"])]
        assert not [target for target in loaded if re.match(r"\w+:(?!,)|//", target)]
    first = BeautifulSoup(made[1].read_text("utf-8"), "html.parser")
    assert first.find("a", string="next")["href"] == "02_see_more.html"
    assert first.find("a", rel="next")["href"] == "02_see_more.html"
    assert first.find("img")["src"] == "figures/shares.svg"
    assert first.find("img")["alt"] == "One bar stands."
    assert first.find("a", string="Data (CSV)")["href"] == "figures/shares.csv"
    assert first.details.summary.get_text() == "Code"
    assert (target / "data" / "statements.csv").read_text() == "article\na\n"


def test_the_same_notebooks_give_the_same_site(build, tmp_path):
    def built():
        site.build_site(build, tmp_path / "site", WORDS)
        return {p: p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}

    assert built() == built()


def test_a_link_that_leads_nowhere_is_refused_and_the_old_site_stays(build, tmp_path, write):
    site.build_site(build, tmp_path / "site", WORDS)
    write(build / "notebooks" / "03_go_on.ipynb", v4.new_markdown_cell("# On?\n\n[no](no.html)"))
    with pytest.raises(OnRecordError, match="03_go_on.html: no.html: leads nowhere"):
        site.build_site(build, tmp_path / "site", WORDS)
    assert (tmp_path / "site" / "02_see_more.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"build", "site"}


def test_a_folder_with_other_files_is_not_replaced(build, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("mine")
    with pytest.raises(OnRecordError, match="holds other files"):
        site.build_site(build, tmp_path / "site", WORDS)
    assert (tmp_path / "site" / "thesis.txt").read_text() == "mine"


def test_a_style_sheet_makes_no_folder_ours(build, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "style.css").write_text("mine")
    (tmp_path / "site" / "thesis.txt").write_text("mine")
    with pytest.raises(OnRecordError, match="holds other files"):
        site.build_site(build, tmp_path / "site", WORDS)
    assert {path.read_text() for path in (tmp_path / "site").iterdir()} == {"mine"}


def test_the_front_page_lists_the_articles_with_their_statements(build, tmp_path, raw):
    corpus = onrecord.read(raw)
    site.build_site(build, tmp_path / "site", WORDS, corpus.articles, corpus.statements)
    front = BeautifulSoup((tmp_path / "site" / "index.html").read_text("utf-8"), "html.parser")
    rows = front.table.tbody.find_all("tr")
    counts = corpus.statements["article"].value_counts()
    assert sorted(int(row.find_all("td")[-1].get_text()) for row in rows) == sorted(counts)
    assert corpus.articles["headline"].iloc[0] in front.table.get_text()


def test_the_words_of_the_front_page_are_the_users(build, tmp_path):
    own = WORDS._replace(title="On <My> Record", figure="shares")
    site.build_site(build, tmp_path / "site", own)
    front = BeautifulSoup((tmp_path / "site" / "index.html").read_text("utf-8"), "html.parser")
    assert front.title.get_text() == "On <My> Record"
    assert front.img["alt"] == "One bar stands."
    with pytest.raises(OnRecordError, match=r"none is not in .*; choose one of shares"):
        site.build_site(build, tmp_path / "site", own._replace(figure="none"))
