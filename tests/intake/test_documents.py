"""Documents: the paragraphs of an article out of Markdown, Word, RTF and PDF."""

import io
import sys
import zipfile

import docx
import fuzz
import pytest

from onrecord.errors import OnRecordError
from onrecord.intake import documents
from onrecord.intake import taken as taken_from
from onrecord.intake.take import take
from onrecord.intake.taken import NOTHING

PARAGRAPHS = ["Mayor opens bridge", "“It is late,” she said.", "Ann Smith denied it."]


def taken(path, data):
    path.write_bytes(data)
    (one,) = take(path, path.name)
    return one


MARKED = r"""---
title: "Mayor opens bridge"
date: 2020-02-03
Author: [Jane Doe]
outlet: 'The Shelbyville Post'
url: https://example.org/a
tags: x
---

## Mayor opens *bridge*
<!-- a
comment -->
The mayor said it was **late**, but [open](http://x.y/a_b_(c)) at last. ![A boat](a.png)

> "We _are_ here," she said, in snake_case_word and 2*3*4\*.

- one
***
[1]: http://example.org
"""


def test_markdown_loses_its_marks_and_says_what_its_front_matter_does(tmp_path):
    one = taken(tmp_path / "a.md", MARKED.encode())
    assert (
        one.text.split()
        == (
            "Mayor opens bridge The mayor said it was late, but open at last. "
            '"We are here," she said, in snake_case_word and 2*3*4*. - one'
        ).split()
    )
    given = one.given
    assert (given.title, given.date) == ("Mayor opens bridge", "2020-02-03")
    assert (dict(given.more).get("author"), given.outlet) == ("Jane Doe", "The Shelbyville Post")
    assert (given.url, given.outlet_basis) == ("https://example.org/a", "front matter: a.md")


def test_markdown_without_front_matter_says_nothing(tmp_path):
    one = taken(tmp_path / "a.md", b"Title\n=====\n\n---\n\nText: it stays.\n")
    assert one.given == NOTHING
    assert one.text.split() == ["Title", "Text:", "it", "stays."]


def test_a_word_document_gives_its_paragraphs_tables_and_changes(tmp_path):
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.title, document.core_properties.author = "Form 7", "python-docx"
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "in a table"
    document.save(out)
    one = taken(tmp_path / "a.docx", out.getvalue())
    assert one.text == "\n\n".join([*PARAGRAPHS, "in a table"])
    assert one.given == NOTHING  # what a document says of itself is not said of the article


def test_an_rtf_document_gives_its_paragraphs_and_no_picture(tmp_path):
    picture = "{\\pict\\pngblip\n" + "89504e47\n" * 500 + "}"
    data = fuzz.rtf("\n".join(PARAGRAPHS)).decode().replace("\\par", f"{picture}\\par", 1).encode()
    assert taken(tmp_path / "a.rtf", data).text == "\n\n".join(PARAGRAPHS)


def test_rtf_has_the_words_of_a_link_and_signs_of_two_halves(tmp_path):
    link = r'{\field{\*\fldinst{HYPERLINK "https://example.org/a" }}{\fldrslt{\ul opens}}}'
    text = rf"{{\rtf1\ansi Mayor {link} br\-idge\par \u8220?No\u8221? \u55357?\u56832?\par}}"
    assert taken(tmp_path / "a.rtf", text.encode()).text == "Mayor opens bridge\n\n“No” 😀"


FIRST = """The Post, page 1
Mayor opens bridge
The mayor of Springfield opened the new bridge on
Monday, saying that the town had waited for it long
enough. It cost twice what was planned.
A second one will be built in the west, the mayor
http://example.org 1/2"""
SECOND = """The Post, page 2
said, where the river is as wide as a lake and more.
http://example.org 2/2"""


def test_the_lines_of_a_pdf_become_paragraphs_without_head_and_foot(tmp_path):
    text = taken(tmp_path / "a.pdf", fuzz.pdf(FIRST, SECOND)).text
    assert text.split("\n\n") == [
        "Mayor opens bridge",
        "The mayor of Springfield opened the new bridge on Monday, saying that the town had waited "
        "for it long enough. It cost twice what was planned.",
        "A second one will be built in the west, the mayor said, where the river is as wide as a "
        "lake and more.",
    ]


def test_a_word_that_is_broken_at_the_end_of_a_line_is_whole_again_where_words_are_broken(tmp_path):
    broken = (
        "The opposition said that it was a poor deci-\nsion and that the town had not been asked."
    )
    text = taken(tmp_path / "a.pdf", fuzz.pdf(broken)).text
    assert "decision" in text


def told(path, data):
    path.write_bytes(data)
    with pytest.raises(OnRecordError) as caught:
        take(path, path.name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_document_without_text_is_told_from_one_that_cannot_be_read(tmp_path):
    assert "holds no text; leave it out, or have its text recognised" in told(
        tmp_path / "scan.pdf", fuzz.pdf("")
    )
    for suffix in (".pdf", ".docx", ".rtf"):
        said = told(tmp_path / f"a{suffix}", b"This is plain text.")
        assert f"cannot be read as {suffix} (" in said
        assert said.endswith("; save it again, or its text as .txt")
    assert "the file is empty" in told(tmp_path / "a.md", b"")
    assert "holds no text" in told(tmp_path / "b.md", b"# \n<!-- nothing -->\n")


def test_a_document_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * 100_000)
    monkeypatch.setattr(taken_from, "LARGEST", 50_000)
    monkeypatch.setattr(documents, "LARGEST", 50_000)
    assert len(out.getvalue()) < 50_000
    assert "unpacks to more than 50,000 bytes" in told(tmp_path / "a.docx", out.getvalue())
    assert "more than the 50,000 that are read" in told(tmp_path / "a.rtf", b" " * 100_000)


def test_without_its_library_a_pdf_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    said = told(tmp_path / "a.pdf", fuzz.pdf("Text."))
    assert said.endswith('needs pypdf, which is not installed; pip install "onrecord[pdf]"')
