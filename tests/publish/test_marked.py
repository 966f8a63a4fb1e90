"""An article marked up for reading."""

import re

import pytest
from bs4 import BeautifulSoup

import onrecord
from onrecord import files
from onrecord.errors import OnRecordError
from onrecord.knowledge import Knowledge
from onrecord.publish.marked import marked
from onrecord.publish.notebook_page import allowed
from onrecord.publish.table import table

PAGE = """Home | News

Talks in the Harbour Have Failed

Mayor Ann Smith said that Bob Lee had claimed that the talks were over.
“Nobody <won>,” she said, “at all.”

Share

<script>alert("x")</script> & so on went the evening in the town.
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "a <b> page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def words(html):
    """The text of some HTML as a reader sees it."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


def test_the_marks_in_text(page):
    text = repr(onrecord.show(page))
    assert (
        "*Mayor Ann Smith*{S1} _said_ [S1: that *Bob Lee*{S2} _had claimed_ "
        "[S2: that the talks were over]].\n\n“[S3: Nobody <won>],” *she*{S3 Ann Smith} _said_, "
        "“[S3 goes on: at all].”"
    ) in text
    assert text.startswith(
        "a <b> page.txt · outlet unknown · date unknown · 3 statements: 1 direct, 2 indirect"
    )


def test_the_marks_in_html(page):
    html = onrecord.show(page)._repr_html_()
    assert "<b>Mayor Ann Smith</b><sup>S1</sup> <i>said</i> <sup>S1</sup>[<u>that </u>" in html
    assert '<sup>S2</sup>[<u class="deep">that the talks were over</u>]]' in html
    assert "<u><b>Bob Lee</b></u><sup>S2</sup>" in html
    assert "<sup>S3</sup>[<u>Nobody &lt;won&gt;</u>]" in html
    assert "<sup>S3 goes on</sup>[<u>at all</u>]" in html


def test_dollars_are_no_formula(page):
    style, shown = BeautifulSoup(onrecord.show(page).html, "html.parser").find_all(recursive=False)
    assert style.name == "style"
    assert {"mathjax_ignore", "tex2jax_ignore"} <= set(shown["class"])


def test_what_was_not_read_is_folded_and_named(page):
    soup = BeautifulSoup(onrecord.show(page).html, "html.parser")
    folded = [words(str(box)) for box in soup.find_all("details")]
    assert folded[0].startswith("Not read: ")
    assert "Home | News" in folded[0]
    assert any(box.endswith(": Share") for box in folded)
    assert all("Share" not in words(str(p)) for p in soup.find_all("p"))


def test_the_list_tells_why_each_statement_is_one(page):
    soup = BeautifulSoup(onrecord.show(page).html, "html.parser")
    names = [name.get_text() for name in soup.find_all("dt")]
    facts = [fact.get_text() for fact in soup.find_all("dd")]
    assert names == ["S1 Ann Smith", "S2 Bob Lee", "S3 Ann Smith"]
    says = Knowledge().rules
    assert facts[1] == (
        "indirect; cue “had claimed”; reported by Ann Smith; inside S1; "
        f"rule right-that: {says['right-that']}"
    )


def test_a_page_is_text_and_never_markup(page):
    html = onrecord.show(page).html
    assert "<script" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; so on" in html
    assert "a &lt;b&gt; page.txt" in html


def test_every_character_of_the_page_is_shown_once(raw):
    for _, path in files.gather(raw)[0]:
        shown = BeautifulSoup(onrecord.show(path).html, "html.parser")
        for mark in shown.find_all(["style", "sup", "dl", "summary"]):
            mark.decompose()
        for kind in shown.select("li > small"):
            kind.decompose()
        body = "".join(p.get_text() for p in shown.find_all(["p", "li"])[2:])
        assert re.sub(r"[\s\[\]]", "", body) == re.sub(r"[\s\[\]]", "", files.read(path))


def test_each_statement_has_its_number_and_brackets(raw):
    for _, path in files.gather(raw)[0]:
        rows = onrecord.statements(path)
        html = onrecord.show(path).html.partition("folded away")[2]
        pieces = [piece for spans in rows["content_spans"] for piece in spans]
        assert len(re.findall(r"</sup>\[", html)) == len(pieces)
        for number in range(1, len(rows) + 1):
            assert f"<sup>S{number}</sup>[" in html


def test_it_needs_no_style_and_nothing_from_outside(raw):
    for _, path in files.gather(raw)[0]:
        html = onrecord.show(path).html
        assert "http" not in re.sub(r">[^<]*<", "><", html)
        assert "url(" not in html
        assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|<h\d", html)
        style, body = re.match(r"<style>(.*?)</style>(.*)", html, re.DOTALL).groups()
        assert all(
            ".marked-page" in rule for rule in re.findall(r"^[^{}/]+\{", style, re.MULTILINE)
        )
        assert words(allowed(html)) == words(body)
        assert {"b", "i", "u", "sup", "details"} <= {
            tag.name for tag in BeautifulSoup(allowed(html), "html.parser").find_all()
        }


def test_the_same_page_gives_the_same_html(page):
    assert onrecord.show(page).html == onrecord.show(page).html


def test_a_page_without_statements(tmp_path):
    path = tmp_path / "quiet.txt"
    path.write_text("The talks went on.\n", encoding="utf-8")
    shown = onrecord.show(path)
    assert (
        shown.text
        == "quiet.txt · outlet unknown · date unknown · no statements\n\nThe talks went on."
    )
    assert "<details>" not in shown.html


def test_a_bad_file_is_named(tmp_path):
    with pytest.raises(OnRecordError, match="no such file"):
        onrecord.show(tmp_path / "none.txt")
    with pytest.raises(OnRecordError, match="no articles here"):
        onrecord.show(tmp_path)


def test_in_a_terminal_nothing_of_an_article_steers_it(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("Ann Smith said it was \x1b[31m over at last.\n" + "No.\n" * 40, "utf-8")
    for shown in (
        onrecord.show(path),
        table(onrecord.statements(path), "All", columns=["content"]),
    ):
        assert r"\x1b[31m over at last" in repr(shown)
        assert "\x1b" not in repr(shown)


def test_a_page_is_opened_at_a_statement(page):
    (document,) = onrecord.read(page)
    second = document.statements[2]
    shown = marked(document, {}, second)
    soup = BeautifulSoup(shown.html, "html.parser")
    assert [word.get_text() for word in soup.find_all("u", class_="at")] == [
        "Nobody <won>",
        "at all",
    ]
    assert soup.find(id=f"s-{second.key}").get_text() == "S3"
    before = soup.find("summary", string="What stands before it").parent
    assert "Mayor Ann Smith" in before.get_text()
    assert shown.text.split("\n\n")[1].startswith("“[S3: Nobody <won>]")


def test_a_row_a_code_and_a_name_open_the_page_at_the_words(page, monkeypatch):
    corpus = onrecord.read(page)
    frame, last = corpus.statements, corpus[0].statements[2]
    for asked in (frame.iloc[2], next(frame.iloc[2:].itertuples()), last, last.key,
                  last.statement_id, frame[["statement_id"]].iloc[2]):  # fmt: skip
        html = onrecord.show(asked, of=corpus).html
        assert html == marked(corpus[0], corpus[0].knowledge.rules, last).html
    assert 'class="at"' not in onrecord.show(corpus[0]).html
    (page.parent / "study.toml").write_text(
        'title = "A"\nheading = "A"\nlead = ["A"]\ncontents = "A"\ndata = "A"\nrights = "A"\n'
        f'corpus = ["{page.name}"]\n'
    )
    monkeypatch.chdir(page.parent)
    assert 'id="s-' in onrecord.show(last.statement_id).html
    with pytest.raises(OnRecordError, match=r"no statement of the corpus .*of=corpus"):
        onrecord.show("0123456789")


def test_a_file_that_is_named_like_a_statement_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "0123456789").mkdir()
    (tmp_path / "0123456789" / "a.txt").write_text(PAGE, "utf-8")
    assert "3 statements" in onrecord.show("0123456789").text


def test_a_frame_is_shown_with_what_one_reads_first(page):
    frame = onrecord.read(page).statements
    head = onrecord.show(frame).text.splitlines()[1]
    assert head.split()[:4] == ["Speaker", "Speaker", "side", "Content"]
    assert "span" not in head
