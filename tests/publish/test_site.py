"""The site: whole, the same each time, and nothing of the user's replaced."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

import onrecord
from onrecord.errors import OnRecordError
from onrecord.evaluation import recorded
from onrecord.publish import site
from onrecord.publish.html import page_of
from onrecord.publish.site import Words

WORDS = Words("On the Record", "Who said what", ["All."], "Questions", "Rows.", "Theirs.")


def test_the_site_is_whole_and_loads_nothing_from_outside(build, tmp_path):
    derived = tmp_path / "derived"
    derived.mkdir()
    (derived / "statements.csv").write_text("article\na\n")
    (derived / "other.csv").write_text("no table of ours\n")
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
        assert {tag["type"] for tag in soup.find_all("script")} <= {"application/ld+json"}
        assert "script-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]
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
    site.build_site(build, tmp_path / "site", WORDS, corpus)
    front = BeautifulSoup((tmp_path / "site" / "index.html").read_text("utf-8"), "html.parser")
    rows = front.table.tbody.find_all("tr")
    counts = corpus.statements["article"].value_counts()
    assert sorted(int(row.find_all("td")[-1].get_text()) for row in rows) == sorted(counts)
    assert corpus.articles["headline"].iloc[0] in front.table.get_text()
    links = {link["href"] for link in front.table.find_all("a")}
    assert links == {page_of(name) for name in corpus.articles["article"]}


def test_the_words_of_the_front_page_are_the_users(build, tmp_path):
    own = WORDS._replace(title="On <My> Record", figure="shares")
    site.build_site(build, tmp_path / "site", own)
    front = BeautifulSoup((tmp_path / "site" / "index.html").read_text("utf-8"), "html.parser")
    assert front.title.get_text() == "On <My> Record"
    assert front.img["alt"] == "One bar stands."
    with pytest.raises(OnRecordError, match=r"none is not in .*; choose one of shares"):
        site.build_site(build, tmp_path / "site", own._replace(figure="none"))


TWO = {
    "a.txt": "Ferry Talks End\n\nA long day passed on the lake.\n\n"
    "Snow fell. Jane Roe said that the ferry <would> stop. Nobody was there.\n",
    "b.txt": "Island Wants Ferry\n\n“Nobody,” Tom Blythe said, “asked the island.”\n",
}


@pytest.fixture
def two(tmp_path):
    (tmp_path / "two").mkdir()
    for name, text in TWO.items():
        (tmp_path / "two" / name).write_text(text, "utf-8")
    return onrecord.read(tmp_path / "two")


def article_pages(build, target, corpus, **words):
    site.build_site(build, target, WORDS._replace(**words), corpus)
    pages = (target / page_of(name) for name in TWO)
    return [BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in pages]


def test_each_article_has_a_page_where_each_statement_is_found_by_its_key(build, tmp_path, two):
    for page, document in zip(article_pages(build, tmp_path / "site", two, texts="whole"), two,
                              strict=True):  # fmt: skip
        assert page.h1.get_text() == document.article.headline
        assert page.link["rel"] == ["icon"]
        assert [tag["href"] for tag in page.find_all("link")][1] == "../style.css"
        assert page.find("a", string="All articles")["href"] == "../index.html#articles"
        assert not page.find_all("script")
        for statement in document.statements:
            (place,) = page.find_all(id=f"s-{statement.key}")
            assert place.name == "sup"  # among the words
            words = page.find_all("u", class_=f"s-{statement.key}")
            assert " … ".join(word.get_text() for word in words) == statement.content
            (card,) = page.find_all("li", class_=f"s-{statement.key}")
            assert card.a["href"] == f"#s-{statement.key}"
            assert f"{page_of(document.name)}#s-{statement.key}" in card.get_text()
            assert f":root:has(#s-{statement.key}:target) .s-{statement.key}" in page.style.string
    first, last = article_pages(build, tmp_path / "site", two, texts="whole")
    assert first.find("a", rel="next")["href"] == "../articles/b.html"
    assert last.find("a", rel="prev")["href"] == "../articles/a.html"
    assert first.find("a", rel="prev") is None
    assert "<would>" in first.get_text()


@pytest.mark.parametrize("texts", ["whole", "passages", "none"])
def test_a_study_chooses_how_much_of_its_articles_stands_on_the_site(build, tmp_path, two, texts):
    first, last = article_pages(build, tmp_path / "site", two, texts=texts)
    text = " ".join(first.get_text().split())
    assert ("A long day passed" in text) == ("Snow fell" in text) == (texts == "whole")
    assert ("the ferry <would> stop" in text) == (texts != "none")
    assert ("belongs to its publisher" in text) == (texts != "whole")
    for page, document in zip((first, last), two, strict=True):
        assert {f"s-{one.key}" for one in document.statements} <= {
            tag["id"] for tag in page.find_all(id=True)
        }


def test_a_link_within_the_pages_of_articles_is_checked_too(tmp_path):
    pages = {"index.html": '<a href="articles/a.html#s-1">a</a>',
             "articles/a.html": '<p id="s-1"></p><a href="../index.html#gone">b</a>'}  # fmt: skip
    for name, html in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(html)
    with pytest.raises(OnRecordError, match=r"articles/a.html: ../index.html#gone: leads nowhere"):
        site.check_links(pages, tmp_path)
    for html in ('<img src="https://x.org/a.png">', '<a href="//x.org">x</a>', '<img src="b.png">',
                 '<source srcset="c.svg">', '<form action="statements.html">'):  # fmt: skip
        with pytest.raises(OnRecordError, match="leads nowhere"):
            site.check_links({"index.html": html}, tmp_path)


def front(folder):
    return BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")


def test_the_front_page_says_what_was_found_with_its_n_and_where(build, tmp_path):
    figures = build / "figures"
    said = "**Gov. Roe of the U.S. Navy has 2 of 3.** n = 3 utterances in St. Ives. Few. No.\n"
    (figures / "shares.caption.md").write_text(said)
    site.build_site(build, tmp_path / "site", WORDS)
    (found,) = front(tmp_path / "site").select(".findings li")
    assert found.a.get_text() == "Gov. Roe of the U.S. Navy has 2 of 3."
    assert found.small.get_text() == "n = 3 utterances in St. Ives. Few. No."
    file, _, anchor = found.a["href"].partition("#")
    page = BeautifulSoup((tmp_path / "site" / file).read_text("utf-8"), "html.parser")
    assert page.find(id=anchor).img["src"] == "figures/shares.svg"
    (figures / "shares.caption.md").write_text(
        "~~~ markdown\n![Bars: No.](shares.svg)\n\n"
        "**Two \\& \\*three\\*.** All. n = 4. Source: x.\n~~~\n"
    )
    site.build_site(build, tmp_path / "site", WORDS)
    (found,) = front(tmp_path / "site").select(".findings li")
    assert found.get_text() == "Two & *three*. n = 4."
    (figures / "shares.csv").write_text("a\n")  # nothing is shown, so nothing was found
    site.build_site(build, tmp_path / "site", WORDS)
    assert not front(tmp_path / "site").select(".findings")


def test_the_front_page_tells_how_to_cite_what_may_be_used_and_how_often_it_is_right(
    build, tmp_path, two
):
    first = two.statements.iloc[0]
    words = WORDS._replace(licence="CC-BY-4.0", contact="desk@example.org", authors=["Ann <Lee>"])
    site.build_site(build, tmp_path / "site", words, two)
    page = front(tmp_path / "site")
    text = " ".join(page.get_text().split())
    assert f"Ann <Lee>. On the Record: Who said what. Version {onrecord.__version__}" in text
    assert page.find("a", href=f"articles/a.html#s-{first.key}")
    assert page.find("a", href="mailto:desk@example.org")
    assert "Tables: CC-BY-4.0" in text
    ours = recorded("polnear").set_index("system").loc["On the Record"]
    assert f"{ours['speech']} % for reported speech and {ours['all']} %" in text
    assert page.find("a", href="statements.html")
    site.build_site(build, tmp_path / "site", WORDS, two)
    assert "Tables: not told" in front(tmp_path / "site").get_text()
    assert "Corrections" not in front(tmp_path / "site").get_text()


def test_a_link_to_a_statement_lands_on_its_words_without_scripts(build, tmp_path, raw):
    sync_api = pytest.importorskip("playwright.sync_api")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser is here")
    corpus, faults = onrecord.read(raw), []
    site.build_site(build, tmp_path / "site", WORDS._replace(texts="whole"), corpus)
    last = corpus.statements.iloc[-1]
    file = (tmp_path / "site" / page_of(last["article"])).as_uri()
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = opened.new_page(viewport={"width": 800, "height": 600})
        page.on("console", lambda message: faults.append(message.text))
        page.goto(f"{file}#s-{last['key']}")
        words = page.locator(f"u.s-{last['key']}").first
        assert 0 < words.bounding_box()["y"] < 600
        colours = [
            page.locator(f"{tag}.s-{key}").first.evaluate(
                "e => getComputedStyle(e).backgroundColor"
            )
            for key in (last["key"], corpus.statements["key"].iloc[-2])
            for tag in ("u", "li")
        ]
        assert colours[0] == colours[1]
        assert colours[0] not in colours[2:]
        assert page.locator(f"li.s-{last['key']} .citation").is_visible()
        assert page.locator(".citation:visible").count() == 1
        opened.close()
    assert not faults


@pytest.mark.parametrize("name", ["index.ipynb", "statements.ipynb"])
def test_a_notebook_takes_no_page_of_the_sites_own(build, tmp_path, write, name):
    write(build / "notebooks" / name, v4.new_markdown_cell("# Mine\n\nWhat is it?"))
    with pytest.raises(OnRecordError, match="would take the place of one of the site's own; name"):
        site.build_site(build, tmp_path / "site", WORDS)


def test_a_link_may_ask_for_statements(tmp_path):
    (tmp_path / "statements.html").touch()
    (tmp_path / "ä.html").touch()
    pages = {
        "a.html": '<a href="statements.html#form=direct">x</a> <a href="statements.html?q=x">x'
    }
    site.check_links(pages | {"b.html": '<a href="%C3%A4.html">x</a>'}, tmp_path)
    with pytest.raises(OnRecordError, match="leads nowhere"):
        site.check_links({"a.html": '<a href="ä.html#form=direct">x</a>', "ä.html": ""}, tmp_path)
