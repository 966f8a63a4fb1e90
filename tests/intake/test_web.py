"""Saved web pages: the article, what the page says of it, and what is refused."""

import json
import subprocess
import sys
from email.message import EmailMessage

import pytest

from onrecord import corpus
from onrecord.cli import main
from onrecord.errors import OnRecordError
from onrecord.intake.take import take
from onrecord.intake.web import decoded

TITLE = "Ferry Talks End Without a Deal on Lake"
TEXT = [
    "The mayor of Lakeside said on Monday that the talks about the ferry were over for good.",
    "“Nobody won,” Ann Smith told reporters after the meeting in the town hall of the lake.",
    "The harbour board had offered a new timetable, which the town called a poor answer to it.",
    "Boats will sail twice a day until the spring, when the council meets again to vote on it.",
]
ADDRESS = "https://www.lakeherald.example/2016/ferry"


def html(head="", h1=f"<h1>{TITLE}</h1>", below="", title=f"{TITLE} - Lake Herald"):
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT)
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{menu}"
        f"<main><article>{h1}{below}{paragraphs}</article></main>"
        "<footer><p>Read more of us</p></footer></body></html>"
    )


def meta(**content):
    names = {key.replace("__", ":"): value for key, value in content.items()}
    return "".join(f'<meta property="{key}" content="{value}">' for key, value in names.items())


def linked(**data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


CANONICAL = f'<link rel="canonical" href="{ADDRESS}">'


def taken(tmp_path, page, name="a.html"):
    path = tmp_path / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode("utf-8"))
    (one,) = take(path, name)
    return one


def test_the_text_is_the_headline_and_the_paragraphs_and_no_more(tmp_path):
    one = taken(tmp_path, html())
    assert one.text == "\n\n".join([TITLE, *TEXT]) + "\n"
    page = corpus.Page(one.text, one.name, None, one.given)
    assert [one.text[slice(*span)] for span in page.article.body_spans] == TEXT
    assert page.article.headline == TITLE
    assert [said.content for said in page.statements][1] == "Nobody won"


def test_what_stands_above_the_headline_and_lists_of_links_are_left_out(tmp_path):
    above = f"<section><h3>{TEXT[0][:60]} elsewhere</h3><p>{TEXT[1]} Elsewhere.</p></section>"
    links = "<ul><li><a href='/b'>Another page of the lake</a> </li><li><a>One more</a></li></ul>"
    page = html(h1=f"{above}<h1>{TITLE}</h1>").replace("</article>", links + "</article>")
    assert taken(tmp_path, page).text == "\n\n".join([TITLE, *TEXT]) + "\n"


def test_what_the_data_of_a_page_say_is_given_with_its_place(tmp_path):
    head = CANONICAL + meta(
        og__site_name="Lake Herald", article__published_time="2016-02-29T09:00:00+01:00",
        author="Jane Roe",
    )  # fmt: skip
    given = taken(tmp_path, html(head)).given
    assert (given.title, given.url, dict(given.more).get("author")) == (TITLE, ADDRESS, "Jane Roe")
    assert (given.outlet, given.outlet_basis) == ("Lake Herald", "page: og:site_name")
    assert (given.date, given.date_basis) == ("2016-02-29", "page: article:published_time")


def test_json_ld_tells_too_within_a_graph_and_beside_broken_ones(tmp_path):
    graph = {
        "@type": ["NewsArticle"], "headline": TITLE, "datePublished": "2016-02-29T09:00:00Z",
        "publisher": {"name": "Lake Herald"}, "author": [{"name": "Jane Roe"}, "John Doe"],
    }  # fmt: skip
    head = CANONICAL + "<script type='application/ld+json'>{broken</script>"
    given = taken(tmp_path, html(head + linked(**{"@graph": [{"@type": "WebPage"}, graph]}))).given
    assert (given.outlet, given.outlet_basis) == ("Lake Herald", "page: JSON-LD publisher")
    assert (given.date, given.date_basis) == ("2016-02-29", "page: JSON-LD datePublished")
    assert dict(given.more).get("author") == "Jane Roe, John Doe"


def test_a_page_that_does_not_tell_gives_nothing(tmp_path):
    given = taken(tmp_path, html(title=TITLE)).given
    assert (given.outlet, given.date, given.url, dict(given.more).get("author")) == (None,) * 4


@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        (meta(og__site_name="lakeherald.example"), TITLE, None),  # a domain
        (meta(og__site_name="@lakeherald"), TITLE, None),  # a handle
        (meta(og__site_name="https://www.lakeherald.example"), TITLE, None),
        (meta(og__site_name="U.S."), f"{TITLE} - Lake Herald", "Lake Herald"),  # a section
        (linked(publisher={"name": "Agency of News"}, **{"@type": "Article"}), TITLE, None),
        (meta(og__site_name="LH Media"), f"{TITLE} | LH Media", "LH Media"),  # told twice
        ("", f"Lake Herald: {TITLE}", "Lake Herald"),
        ("", f"{TITLE} | Sports | The Lake Herald", "The Lake Herald"),
    ],
)
def test_an_outlet_is_what_the_domain_shows_or_two_places_give(tmp_path, head, title, outlet):
    assert taken(tmp_path, html(CANONICAL + head, title=title)).given.outlet == outlet


def test_a_domain_is_spelt_as_the_text_spells_it(tmp_path):
    page = html(CANONICAL, title=TITLE).replace("Read more of us", "© 2016 Lake Herald, all rights")
    given = taken(tmp_path, page).given
    assert given.outlet == "Lake Herald"
    assert "spells its domain, www.lakeherald.example" in given.outlet_basis


@pytest.mark.parametrize(
    ("site", "url", "outlet"),
    [
        ("BBC", "https://www.bbc.com/news/1", "BBC News"),  # as our table calls it
        ("", "https://hosted.ap.org/a/b", "Associated Press"),
        ("", "https://[bad", None),
    ],
)
def test_an_outlet_that_our_table_knows_is_called_as_there(tmp_path, site, url, outlet):
    head = f'<link rel="canonical" href="{url}">' + meta(og__site_name=site)
    one = taken(tmp_path, html(head, title=TITLE))
    assert corpus.Page(one.text, one.name, None, one.given).article.outlet == outlet


@pytest.mark.parametrize(
    ("stated", "printed", "day"),
    [
        ("2016-03-01T02:00:00Z", "Feb. 29, 2016 9 p.m. EST", "2016-02-29"),  # the day there
        ("2016-03-01T02:00:00Z", "Updated March 7, 2016", "2016-03-01"),
        ("", "February 29, 2016", "2016-02-29"),
        ("", "03/04/2016", None),  # two days
        ("0001-01-01T00:00:00Z", "", None),
        ("soon", "", None),
    ],
)
def test_the_day_is_that_which_is_printed_near_the_one_in_the_data(tmp_path, stated, printed, day):
    page = html(meta(article__published_time=stated), below=f"<span>{printed}</span>")
    assert taken(tmp_path, page).given.date == day


def test_the_headline_is_the_heading_that_the_titles_resemble(tmp_path):
    logo = "<h1>Lake Herald</h1>"
    assert taken(tmp_path, html(h1=f"{logo}<h1>{TITLE}!</h1>")).given.title == f"{TITLE}!"
    head = meta(og__title=f"{TITLE} | Lake Herald", og__site_name="Lake Herald")
    assert taken(tmp_path, html(head, h1=logo)).given.title == TITLE
    assert taken(tmp_path, html(h1=f"{logo}<h2>{TITLE}</h2>")).given.title == TITLE


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_encodings_are_told_by_mark_by_declaration_and_by_looks(charset):
    text = "<meta charset='{}'><p>The café said “no” to Zoë.</p>"
    text = text.replace("“", '"').replace("”", '"') if charset == "iso-8859-1" else text
    declared = text.format(charset)
    assert decoded(declared.encode(charset))[0] == declared
    alone = text.replace("<meta charset='{}'>", "") * 20
    assert decoded(alone.encode(charset))[0] == alone
    assert decoded(b"<meta charset=none>caf\xe9 ") == ("<meta charset=none>café ", "windows-1252")


def test_an_encoding_that_is_not_declared_is_told(tmp_path):
    path, page = tmp_path / "a.html", html().replace("<main>", "<p>caf\xe9</p><main>")
    path.write_bytes(page.encode("cp1252"))
    note, one = take(path, "a.html")
    assert str(note) == f"{path}: read as windows-1252; save it as UTF-8 if letters look wrong"
    assert TEXT[1] in one.text
    path.write_bytes(page.replace("<head>", "<head><meta charset=latin1>").encode("cp1252"))
    assert len(take(path, "a.html")) == 1
    path.write_bytes(page.encode() + b"\xe9")  # UTF-8 with a fault
    note, one = take(path, "a.html")
    assert "read as utf-8" in str(note)
    assert TEXT[1] in one.text


def test_the_author_of_a_page_is_a_column_of_the_frames(tmp_path):
    (tmp_path / "a.html").write_text(html(meta(author="Jane Roe")), "utf-8")
    (tmp_path / "b.html").write_text(html(), "utf-8")
    pages = corpus.read(tmp_path)
    for table in (pages.articles, pages.statements):
        authors = table.groupby("article")["author"].first()
        assert authors["a.html"] == "Jane Roe"
        assert authors.isna()["b.html"]


def test_a_web_archive_is_read_with_its_address(tmp_path):
    archive = EmailMessage()
    archive["Snapshot-Content-Location"] = ADDRESS
    archive.set_content("no page")
    archive.add_related(html().encode("cp1252"), "text", "html", params={"charset": "cp1252"})
    one = taken(tmp_path, bytes(archive), "a.mhtml")
    assert (one.text, one.given.url) == ("\n\n".join([TITLE, *TEXT]) + "\n", ADDRESS)
    copy = f'<link rel="canonical" href="https://web.archive.org/web/20160301/{ADDRESS}">'
    assert taken(tmp_path, html(copy)).given.url == ADDRESS
    saved = f"<!-- saved from url=({len(ADDRESS):04}){ADDRESS} -->"
    assert taken(tmp_path, html().replace("<html>", saved + "<html>")).given.url == ADDRESS


@pytest.mark.parametrize("name", ["a.html", "a.mht"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\xff\xfe", b"<html><body></body></html>", b"<div>" * 9000, b"\x89PNG\r\n"]
)
def test_a_page_without_an_article_is_named(tmp_path, name, data):
    with pytest.raises(OnRecordError, match="no article is found on the page"):
        taken(tmp_path, data, name)


def test_json_ld_of_any_shape_breaks_nothing(tmp_path):
    deep = "[" * 400 + "]" * 400
    for data in (deep, f'{{"@type": {deep}, "publisher": {deep}}}', "[" * 99_999, "null", "1e999"):
        head = f"<script type='application/ld+json'>{data}</script>"
        assert taken(tmp_path, html(head)).given.title == TITLE
    odd = {"@type": "Article", "headline": {"a": 1}, "datePublished": [1], "author": "\ud800\x00\n"}
    assert "author" not in dict(taken(tmp_path, html(linked(**odd))).given.more)


def test_text_writes_what_spans_index_and_overwrites_nothing(tmp_path, capsys):
    pages, texts = tmp_path / "pages", tmp_path / "texts"
    (pages / "sub").mkdir(parents=True)
    for name in ("a.html", "sub/b.htm"):
        (pages / name).write_text(html(), "utf-8")
    (pages / "c.txt").write_text("Ann Smith said it was over.\n", "utf-8")
    command = ["articles", str(pages), "--text", str(texts)]
    assert main(command) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    files = {str(path.relative_to(texts)) for path in texts.rglob("*") if path.is_file()}
    assert files == {"a.html.txt", "sub/b.htm.txt"}
    text = (texts / "a.html.txt").read_bytes().decode("utf-8")
    assert [text[slice(*span)] for span in rows[0]["body_spans"]] == TEXT
    assert main(command) == 0  # the same again
    capsys.readouterr()
    (texts / "a.html.txt").write_text("mine", "utf-8")
    assert main(command) == 1
    assert "a.html.txt: is there already and holds another text" in capsys.readouterr().err
    assert (texts / "a.html.txt").read_text("utf-8") == "mine"
    assert main([*command[:3], str(pages / "c.txt")]) == 1  # no folder
    assert "c.txt" in capsys.readouterr().err


def test_pages_of_the_benchmark_are_read_as_well_as_before(root, tmp_path):
    folder = root.parent / "shared" / "webpages"
    if not folder.exists():
        pytest.skip("the pages are not at hand")
    gold = folder / "gold.jsonl"
    command = tmp_path / "onrecord"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={root / "lib"} exec {sys.executable} -m onrecord "$@"\n', "utf-8"
    )
    command.chmod(0o755)
    run = [sys.executable, folder / "run.py", gold, folder / "html", "--onrecord", command]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["f1"] >= 0.9889
    assert (told["headline_right"], told["date_right"]) == (33, 33)
    assert told["outlet_right"] >= 32
    assert not any(value for key, value in told.items() if key.endswith("_wrong"))
