"""Exports: the articles in one file, and what the head of each says of it."""

import io
import re

import docx
import pytest

import onrecord
from onrecord import corpus
from onrecord.cli import main
from onrecord.errors import OnRecordError
from onrecord.intake import exports
from onrecord.intake.take import take
from onrecord.intake.taken import Taken

SAID = "Ann Smith said that the bridge was safe. “Nobody was hurt,” she told reporters."
LEXIS = f"""\ufeff

Download Request: Selected Items: 1-3

                               1 of 3 DOCUMENTS


                              The Shelbyville Post (Ohio)

                            January 11, 2010 Monday
                                   Edition 1;
                                    Scotland

Mayor opens the bridge; it took
five years

BYLINE: By Jane Doe

SECTION: NEWS; Pg. 6

LENGTH: 1,355 words


{SAID[:40]}
{SAID[41:]}

QUESTION: Was it late?

LOAD-DATE: January 12, 2010

GRAPHIC: Ann Smith

GEOGRAPHIC: OHIO, USA (90%)

                     Copyright 2010 Post Ltd.
                              All Rights Reserved

                               2 of 3 DOCUMENTS

                                   Post

LENGTH: 0 words

LOAD-DATE: January 12, 2010

                               3 of 3 DOCUMENTS

              Copyright 1996 The Times Company

                                  The Times

                     January 12, 1996, Friday, Late Edition

HEADLINE: Bridge closed again

BODY: The bridge was closed, the mayor said.

                     Copyright 1996 The Times Company
"""
UNI = f"""
Date and Time: Friday, 5. July 2019 09:31:00 CEST
1. Mayor opens the bridge
Client/Matter: -None-

Mayor opens the bridge
The Guardian(London)
July 1, 2019 Monday 9:20 AM GMT

Copyright 2019 The Guardian
Section:\xa0POLITICS; Version:28
Length:\xa0355 words
Byline:\xa0Jane Doe
Highlight:\xa0It took until July 1, 2019
Body

{SAID}
A second paragraph.
Classification
Language:\xa0ENGLISH
Load-Date:\xa0July 2, 2019

End of Document
A bridge too far
The Times
2. Juli 2019 Dienstag
Length:\xa010 words
Body
The bridge is too far, the mayor said.
End of Document
"""
QUEST = f"""{"_" * 60}

Document 1 of 2

Mayor opens the bridge

Author: Doe, Jane

Publication info: The Post ; Springfield  [Springfield]11 Jan 2010.

Full text: {SAID}

The end of it.

Subject: Bridges

Title: Mayor opens the bridge

Publication title: The Post; Springfield

Publication date: Jan 11, 2010

Section: News

{"_" * 60}

Contact us at: http://example.org
"""
FACTIVA = f"""News
Mayor opens the bridge
By Jane Doe
355 words
11 January 2010
09:30
The Shelbyville Post
SHEPO
English
(c) 2010 The Shelbyville Post

{SAID}

Document SHEPO00020100111e61b0001x

Bridge closed
9 words
1 March 2010
The Post
English
The bridge was closed.
Document POST000020100301e61b0001x

Search Summary
"""


def as_docx(text):
    document, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def as_rtf(text):
    signs = (sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)
    return ("{\\rtf1\\ansi " + "".join(signs).replace("\n", "\\par\n") + "}").encode()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lexis.TXT").write_text(LEXIS, "utf-8", newline="\r\n")
    (tmp_path / "uni.docx").write_bytes(as_docx(UNI))
    (tmp_path / "uni.rtf").write_bytes(as_rtf(UNI))
    (tmp_path / "quest.txt").write_text(QUEST, "utf-8")
    (tmp_path / "factiva.rtf").write_bytes(as_rtf(FACTIVA))
    return tmp_path


def test_the_older_lexisnexis_gives_its_articles_and_names_the_one_without_text(folder):
    first, bad, third = take(folder / "lexis.TXT", "x/lexis.TXT")
    assert first.name == "x/lexis.TXT#01"
    headline, text, asked = first.text.split("\n\n")
    assert headline == "Mayor opens the bridge; it took five years" == first.given.title
    assert (text, asked) == (SAID, "QUESTION: Was it late?")
    given = first.given
    assert (given.outlet, given.date) == ("The Shelbyville Post (Ohio)", "2010-01-11")
    assert dict(given.more).get("author") == "Jane Doe"
    assert given.more[:2] == (("section", "NEWS; Pg. 6"), ("length", "1,355 words"))
    assert given.outlet_basis == given.date_basis == "export: x/lexis.TXT, article 1"
    assert isinstance(bad, OnRecordError)
    assert bad.place == "article 2"
    assert third.name == "x/lexis.TXT#03"
    assert third.text == "Bridge closed again\n\nThe bridge was closed, the mayor said."
    assert (third.given.outlet, third.given.date) == ("The Times", "1996-01-12")


def test_an_export_in_german_is_read(tmp_path):
    text = """
               Dokument 1 von 1

               Die Zeit

               11. März 2010 Donnerstag

Brücke eröffnet

AUTOR: Jana Doe

RUBRIK: POLITIK; S. 6

LÄNGE: 355 Wörter

Die Brücke ist sicher, sagte die Bürgermeisterin.

SPRACHE: GERMAN; DEUTSCH
"""
    (tmp_path / "a.txt").write_text(text, "cp1252")
    note, one = take(tmp_path / "a.txt", "a.txt")
    assert "read as windows-1252" in str(note)
    assert one.text == "Brücke eröffnet\n\nDie Brücke ist sicher, sagte die Bürgermeisterin."
    assert (one.given.outlet, one.given.date) == ("Die Zeit", "2010-03-11")
    assert (dict(one.given.more).get("author"), one.given.more[0]) == (
        "Jana Doe",
        ("section", "POLITIK; S. 6"),
    )


@pytest.mark.parametrize("name", ["uni.docx", "uni.rtf"])
def test_nexis_uni_gives_its_articles_without_the_cover(folder, name):
    first, second = take(folder / name, name)
    assert first.text == f"Mayor opens the bridge\n\n{SAID}\n\nA second paragraph."
    assert (first.given.outlet, first.given.date) == ("The Guardian (London)", "2019-07-01")
    assert (dict(first.given.more).get("author"), first.given.title) == (
        "Jane Doe",
        "Mayor opens the bridge",
    )
    assert first.given.more[:2] == (("section", "POLITICS; Version:28"), ("length", "355 words"))
    assert (second.name, second.given.outlet) == (f"{name}#02", "The Times")
    assert second.given.date == "2019-07-02"  # in German


def test_proquest_gives_its_articles(folder):
    (one,) = take(folder / "quest.txt", "quest.txt")
    assert one.text == f"Mayor opens the bridge\n\n{SAID}\n\nThe end of it."
    given = one.given
    assert (given.outlet, given.date) == ("The Post; Springfield", "2010-01-11")
    assert given.more == (("section", "News"), ("author", "Doe, Jane"))


def test_factiva_gives_its_articles_and_names_the_one_without_rights(folder):
    one, bad = take(folder / "factiva.rtf", "factiva.rtf")
    assert one.text == f"Mayor opens the bridge\n\n{SAID}"
    assert (one.given.outlet, one.given.date) == ("The Shelbyville Post", "2010-01-11")
    assert dict(one.given.more).get("author") == "Jane Doe"
    assert bad.place == "article 2"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("January 11, 2010 Monday", "2010-01-11"),
        ("lundi 1er juillet 2019", "2019-07-01"),
        ("Samstag 2. März 2019", "2019-03-02"),
        ("3 de julio de 2019 miércoles", "2019-07-03"),
        ("4 maart 2019", "2019-03-04"),
        ("Winter 2010", None),
        ("03/04/2010", None),  # two days
    ],
)
def test_a_day_is_read_in_the_language_of_the_export(line, day):
    assert exports.day_of(line) == day


def test_a_text_that_is_no_export_stays_one_article(tmp_path):
    for text in ("Body\n\nThe mayor spoke of 1 of 3 DOCUMENTS.", "End of Document\n\nIt ends."):
        (tmp_path / "a.txt").write_text(text)
        assert take(tmp_path / "a.txt", "a.txt") == [Taken("a.txt", text)]


def test_a_corpus_has_each_article_by_its_number(folder, capsys):
    pages = corpus.read([folder / "uni.docx", folder / "lexis.TXT"])
    names = ["uni.docx#01", "uni.docx#02", "lexis.TXT#01", "lexis.TXT#03"]
    assert list(pages.articles["article"]) == names
    assert list(pages.articles["headline"])[0] == "Mayor opens the bridge"
    assert list(pages.articles["date_earliest"])[1] == "2019-07-02"
    assert "uni.docx#01:s01" in list(pages.statements["statement_id"])
    assert "lexis.TXT: article 2: no text could be told" in capsys.readouterr().err
    said = [(page.text, each) for page in pages for each in page.statements]
    assert len(said) >= 4
    for text, statement in said:
        assert text[slice(*statement.cue_span)] == statement.cue


def test_the_command_line_writes_the_good_articles_and_names_the_bad(folder, capsys):
    assert main(["statements", str(folder / "uni.docx")]) == 0
    assert main(["articles", str(folder / "lexis.TXT")]) == 1
    out, err = capsys.readouterr()
    assert "lexis.TXT#03" in out
    assert "article 2" in err


def test_the_first_article_of_a_file_is_shown(folder):
    assert "Mayor opens the bridge" in onrecord.show(folder / "uni.docx")._repr_html_()


def test_the_samples_of_nexis(shared):
    found = {}
    for name, end in (("nexis.TXT", r" of \d+ DOCUMENTS"), ("nexis_uni.DOCX", "End of Document")):
        path = shared / "exports" / name
        found[name] = take(path, name)
        if name.endswith("DOCX"):
            raw = "\n".join(each.text for each in docx.Document(str(path)).paragraphs)
        else:
            raw = path.read_text("utf-8")
        assert len(found[name]) == len(re.findall(end, raw)) == 10
        for one in found[name]:
            assert not re.search("LENGTH:|LOAD-DATE|BYLINE|Copyright 20", one.text, re.IGNORECASE)
            assert one.text.startswith(one.given.title)
    days = [one.given.date[5:] for one in found["nexis.TXT"]]
    assert days == ["01-11"] * 6 + ["01-08", "01-10", "01-10", "01-09"]
    outlets = [one.given.outlet for one in found["nexis.TXT"]]
    assert outlets[:3] == ["Guardian.com", "Guardian", "The Sun (England)"]
    assert outlets[3:] == ["The Times (London)"] * 3 + [
        "Guardian", "MAIL ON SUNDAY (London)", "Sunday Mirror", "DAILY MAIL (London)",
    ]  # fmt: skip
    days = [one.given.date for one in found["nexis_uni.DOCX"]]
    assert days == [f"2019-07-0{day}" for day in (1, 2, 4, 3, 4, 2, 3, 3, 3, 2)]
    assert {one.given.outlet for one in found["nexis_uni.DOCX"]} == {"The Guardian (London)"}
