"""A table beside the pages: what it says overrides the page, and what is wrong is named."""

from datetime import datetime

import pandas as pd
import pytest

import onrecord
from onrecord.articles.metadata import Metadata, overridden
from onrecord.articles.page import parse
from onrecord.errors import LeftOut, OnRecordError
from onrecord.intake.taken import Given, Taken
from onrecord.knowledge import Knowledge
from onrecord.records import Article

PAGE = (
    "Harbour talks end without a deal\n\n"
    "March 3, 2016\n\n"
    "Ann Smith said on Thursday that the talks with the harbour board had failed for good.\n\n"
    "“Nobody in the whole town has won a thing by this,” Smith said to the reporters.\n"
)


@pytest.fixture
def table(tmp_path):
    """A function that writes a table and reads it, for files of some names."""

    def write(text: str | bytes, names=(), name: str = "my.csv") -> Metadata:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Metadata(path, names)

    return write


def find(given: Metadata, name: str, url: str | None = None) -> Given:
    return given.find(Taken(name, "", Given(url=url)), name.partition("#")[0], f"in/{name}")


def changed(given, text=PAGE) -> Article:
    return overridden(parse(text, "a.txt", Knowledge()), given, Knowledge().outlets)


def spans_hold(text, article):
    """Assert that headline, body, paragraphs and what was cut stand on the page, each once."""
    spans = [*article.body_spans, *(cut.span for cut in article.furniture)]
    assert sorted(article.body_spans) == sorted(s for part in article.paragraphs for s in part)
    spans += [article.headline_span] if article.headline_span else []
    for start, stop in spans:
        assert text[start:stop] == text[start:stop].strip() != ""
    ordered = sorted(spans)
    assert all(one[1] <= other[0] for one, other in zip(ordered, ordered[1:], strict=False))


def test_what_is_given_overrides_the_page_and_says_so(table):
    given = table(
        "file,outlet,date,title,url\n"
        "a.txt,Harbour News,2016-03-05,Harbour Talks End Without a Deal,https://example.org/1\n"
    ).lines["a.txt"]
    article = changed(given)
    assert (article.outlet, article.outlet_basis) == ("Harbour News", "metadata: my.csv, line 2")
    assert (article.date_earliest, article.date_latest) == ("2016-03-05", "2016-03-05")
    assert (article.date_basis, article.date_evidence) == ("metadata", ())
    assert article.headline == "Harbour Talks End Without a Deal"
    assert PAGE[slice(*article.headline_span)] == "Harbour talks end without a deal"
    assert article.url == "https://example.org/1"
    spans_hold(PAGE, article)


def test_what_is_not_given_stays_as_the_page_has_it(table):
    plain = parse(PAGE, "a.txt", Knowledge())
    assert changed(table("file,outlet,date,title,url\na.txt,,,,\n").lines["a.txt"]) == plain
    assert changed(table("file\na.txt\n").lines["a.txt"]) == plain
    assert plain.date_basis == "stated"
    dated = changed(table("date,file\n2016-03-05,a.txt\n").lines["a.txt"])
    assert (dated.outlet, dated.outlet_basis) == (plain.outlet, plain.outlet_basis)
    assert dated.headline == plain.headline


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Harbour talks end without a deal", True),
        ("No deal as harbour talks end", True),  # by half of its words
        ("Board and town part in anger", False),
        ("…", True),  # no word by which to tell
    ],
)
def test_a_title_that_is_not_on_the_page_leaves_every_span_true(table, title, found):
    article = changed(table(f'file,title\na.txt,"{title}"\n').lines["a.txt"])
    assert article.headline == title
    assert (article.headline_span is not None) == found
    spans_hold(PAGE, article)
    first = PAGE[slice(*article.paragraphs[0][0])]
    assert first.startswith("Ann Smith" if found else "Harbour talks end")


@pytest.mark.parametrize("title", ["Harbour talks end without a deal", "Board and town part"])
def test_the_statements_of_a_page_stand_where_they_say(tmp_path, title):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    own = tmp_path / "my.csv"
    own.write_text(f"file,title,date\na.txt,{title},2016-03-05\n", encoding="utf-8")
    pages = onrecord.read(tmp_path / "a.txt", metadata=own)
    (page,) = pages
    assert page.text == PAGE
    assert [each.content for each in page.statements][-2:] == [
        "that the talks with the harbour board had failed for good",
        "Nobody in the whole town has won a thing by this",
    ]
    for each in page.statements:
        assert each.content == " … ".join(PAGE[a:b] for a, b in each.content_spans)
        assert each.cue == PAGE[slice(*each.cue_span)]
        assert each.speaker_text == PAGE[slice(*each.speaker_span)]
        assert (each.date_earliest, each.date_basis) == ("2016-03-05", "metadata")
    for mention in page.mentions:
        assert PAGE[mention.start : mention.stop] == mention.text
    assert set(pages.codes["date_earliest"]) <= {"2016-03-05"}


def test_a_page_without_a_headline_or_a_word_takes_a_title():
    for text in ("Ann Smith said it was over.", "x"):
        plain = parse(text, "a.txt", Knowledge())
        article = overridden(plain, Given(title="Talks End"), Knowledge().outlets)
        assert article.headline == "Talks End"
        spans_hold(text, article)


@pytest.mark.parametrize(
    "text",
    [
        "\ufefffile,outlet,date\na.txt,Harbour News,2016-03-05\n",
        "file,outlet,date\r\na.txt,Harbour News,2016-03-05\r\n",
        "file,outlet,date\ra.txt,Harbour News,2016-03-05",
        '"file","outlet","date"\n"a.txt","Harbour News","2016-03-05"\n',
        " File , OUTLET ,date\n a.txt , Harbour News ,2016-03-05T09:30:00Z\n",
        "no,date,outlet,file,more\n7,2016-03-05,Harbour News,a.txt,x\n\n,,,,\n",
        "file,outlet,date\na.txt,Harbour News,2016-03-05,one cell too many\n",
    ],
)
def test_tables_of_all_sorts(table, text):
    given = table(text).lines["a.txt"]
    assert (given.outlet, given.date, given.title) == ("Harbour News", "2016-03-05", None)


def test_commas_quotes_and_line_ends_within_a_cell(table):
    given = table('file,title\na.txt,"Talks, ""at last"",\nend"\nb.txt,Other\n')
    assert given.lines["a.txt"].title == 'Talks, "at last",\nend'
    assert given.lines["b.txt"].outlet_basis == "metadata: my.csv, line 4"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "my.csv: the file is empty"),
        ("name,date\na.txt,2016-03-05\n", "my.csv: line 1: no column is named file"),
        ("file,date\na.txt,05/03/2016\n", "line 2: '05/03/2016' is no date; write it as"),
        ("file,date\na.txt,2016-02-30\n", "line 2: '2016-02-30' is no date"),
        ("file,date\na.txt,2016-03-05 or so\n", "line 2: '2016-03-05 or so' is no date"),
        ("file,date\na.txt,0001-01-01\n", "line 2: '0001-01-01' is no date"),
        ('file,outlet\na.txt,"T\nb.txt,U\n', "no CSV (unexpected end of data)"),
        ("file,date\na.txt,\nb.txt,\na.txt,\n", "line 4: a.txt has a line before"),
        ("file,date\n,2016-03-05\n", "line 2: the column file is empty"),
        ("file,Speaker\na.txt,Ann\n", "column speaker: the name of a column of ours"),
        ("file,section,section\na.txt,x,y\n", "column section: the name of a column of ours, or"),
        ("file,outlet\na.txt,“café”\n".encode() + b"\xe9", "not UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(table, text, says):
    with pytest.raises(OnRecordError) as failed:
        table(text)
    assert says in str(failed.value)
    assert failed.value.remedy
    assert "\n" not in str(failed.value)


def test_a_page_in_a_folder_goes_by_its_path_or_by_its_file_where_that_is_one(table):
    text = "file,outlet\none/a.txt,One\na.txt,Any\nb.txt,Beta\n"
    names = ["one/a.txt", "two/a.txt", "x/y/b.txt", "c.txt"]
    assert [find(table(text, names), name).outlet for name in names] == ["One", None, "Beta", None]
    assert find(table(text, names[1:3]), "two/a.txt").outlet == "Any"


def test_pages_without_a_line_are_named(table):
    def left_out(names):
        given = table("file\na.txt\n", names)
        assert [find(given, name) == Given() for name in names] == ["a.txt" not in n for n in names]
        return given.left_out()

    assert left_out(["x/a.txt"]) is None
    error = left_out(["a.txt", *(f"{n}.txt" for n in range(5))])
    assert isinstance(error, LeftOut)
    assert "no line for 5 of the files (0.txt, 1.txt, 2.txt, 3.txt, 4.txt)" in str(error)
    assert "fit none" not in str(error)
    assert "(b.txt), and its lines for a.txt fit none" in str(left_out(["b.txt"]))


@pytest.mark.parametrize(
    ("column", "key", "name", "url"),
    [
        ("file", "x/news.csv#03", "x/news.csv#03", None),
        ("file", "news.csv#03", "x/news.csv#03", None),
        ("file", "news.csv", "x/news.csv#03", None),  # the line is for all in the file
        ("path", "in/a.txt", "a.txt", None),
        ("path", "./in//a.txt", "a.txt", None),
        ("url", "http://www.x.org/a/?utm_source=b&id=1#top", "a.html", "https://X.org/a?id=1"),
        ("link", "x.org/a", "a.html", "x.org/a/"),
        ("url", "http://[x", "a.html", "http://[x"),  # no address at all
        ("stories_id", "77", "news.csv#77", None),
        ("id", "77", "x/77.html", None),
    ],
)
def test_a_line_is_found_by_file_path_address_and_id(table, column, key, name, url):
    given = table(f"{column},media_name\n{key},Daily\n", [name.partition("#")[0]])
    assert find(given, name, url).outlet == "Daily"
    assert given.left_out() is None
    assert find(given, "other.txt", "https://x.org/b") == Given()
    assert "has no line for 1 of the files (other.txt)" in str(given.left_out())


def test_the_first_key_that_is_there_is_the_one(table):
    given = table("url,id,outlet,file,Publish Date\nx.org,1,Daily,a.txt,5 March 2016\n")
    assert given.by == "file"
    assert find(given, "b.txt", "x.org") == Given()
    its = find(given, "a.txt")
    assert (its.date, its.url, its.more) == ("2016-03-05", "x.org", (("id", "1"),))


@pytest.mark.parametrize("form", ["xlsx", "parquet", "tsv", "csv"])
def test_metadata_in_excel_parquet_and_with_tabs(tmp_path, form):
    path = tmp_path / f"my.{form}"
    rows = {"file": ["a.txt"], "date": [datetime(2016, 3, 5)], "author": ["Ann Lee"], "desk": [7.0]}
    frame = pd.DataFrame(rows)
    if form in ("xlsx", "parquet"):
        getattr(frame, {"xlsx": "to_excel"}.get(form, "to_parquet"))(path, index=False)
    else:
        frame.to_csv(path, sep="\t" if form == "tsv" else ";", index=False)
    its = find(Metadata(path), "a.txt")
    assert (its.date, dict(its.more).get("author")) == ("2016-03-05", "Ann Lee")
    assert dict(its.more)["desk"] in ("7", "7.0")
    assert dict(its.more)["author"] == "Ann Lee"


def test_other_columns_are_carried_into_frames_alone(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    own = tmp_path / "my.csv"
    own.write_text("file,Section,outlet,,page\na.txt,Trade,Harbour News,x,7\n", encoding="utf-8")
    plain = onrecord.read([tmp_path / "a.txt", tmp_path / "b.txt"])
    corpus = onrecord.read([tmp_path / "a.txt", tmp_path / "b.txt"], metadata=own)
    for name in ("articles", "statements"):
        frame = getattr(corpus, name)
        assert list(frame) == [*getattr(plain, name), "section", "page"]
        by_article = frame.groupby("article")
        assert by_article["section"].first().fillna("none").to_dict() == {
            "a.txt": "Trade",
            "b.txt": "none",
        }
        assert set(frame["page"].dropna()) == {"7"}
        assert frame.dtypes["page"] == frame.dtypes["section"] == "str"
    voices = onrecord.framing.speakers_by_outlet(corpus.statements, group="section")
    assert set(voices["section"]) == {"Trade", "unknown: b.txt"}
    assert not hasattr(corpus[0].article, "section")
