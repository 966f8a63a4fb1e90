"""A corpus: every good file is read, every bad one is named."""

import pytest

import onrecord
from onrecord import corpus, files, records
from onrecord.analysis import frames
from onrecord.cli import main
from onrecord.errors import OnRecordError
from onrecord.records import Article, Code, Mention, Statement

GOOD = "Ann Smith said it was over.\n"
BAD = {
    "a_empty.txt": (b"", "the file is empty"),
    "b_blank.txt": (b" \r\n\n", "blank"),
    "c_cut.txt": ("Ann Smith said “café”.\n".encode() + b"\xe9", "not UTF-8"),
    "d_binary.txt": (b"\x00\x01\x02said", "binary"),
    "e_pdf.txt": (b"%PDF-1.4 Ann Smith said it was over.", "PDF"),
}


KINDS = {
    "articles": lambda page: [page.article],
    "statements": lambda page: page.statements,
    "mentions": lambda page: page.mentions,
    "codes": lambda page: page.codes,
}


def read(paths, what="statements", knowledge=None):
    """The records of a corpus and the errors met on the way."""
    found = [result for _, result in corpus.each(paths, KINDS[what], knowledge)]
    failed = [result for result in found if isinstance(result, OnRecordError)]
    return [row for rows in found if not isinstance(rows, OnRecordError) for row in rows], failed


@pytest.fixture
def mixed(tmp_path):
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("what", ["articles", "statements"])
def test_a_bad_file_costs_no_other_its_result(mixed, what):
    rows, errors = read(mixed, what)
    assert [row.article for row in rows] == ["good.txt", "sub/good.txt"]
    assert len(errors) == len(BAD)
    for error, (name, (_, says)) in zip(errors, BAD.items(), strict=True):
        assert error.file.endswith(name)
        assert says in str(error)
        assert error.remedy
        assert "\n" not in str(error)


def test_a_file_in_another_encoding_is_read_and_told(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes("Ann Smith said it was “over”.\n".encode("cp1252"))
    rows, (note,) = read(tmp_path)
    assert [row.content for row in rows] == ["it was “over”"]
    assert "a.txt: read as windows-1252; " in str(note)
    assert main(["statements", str(tmp_path)]) == 0
    assert "read as windows-1252" in capsys.readouterr().err
    assert len(onrecord.read(tmp_path)) == 1
    assert "read as windows-1252" in capsys.readouterr().err


def test_files_come_in_order_and_are_named_apart(mixed):
    names = [
        name for name, _ in corpus.each([mixed / "sub", mixed / "good.txt"], KINDS["articles"])
    ]
    assert sorted(names) == sorted(set(names))
    assert all(name.endswith("good.txt") for name in names)


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path):
    (tmp_path / "empty").mkdir()
    rows, errors = read([tmp_path / "none.txt", tmp_path / "empty"])
    assert rows == []
    empty, missing = sorted(error.what for error in errors)
    assert empty.startswith("no articles here (*.txt, *.")
    assert missing == "no such file or folder"


def test_one_file_is_named_by_its_bare_name(mixed):
    ((row,), _) = read(mixed / "good.txt")
    assert (row.article, row.statement_id, row.content) == ("good.txt", "good:s01", "it was over")


def test_the_library_says_what_it_left_out_and_raises_where_nothing_is_left(mixed, capsys):
    table = onrecord.statements(mixed)
    assert len(table) == 2
    assert len(capsys.readouterr().err.splitlines()) == len(BAD)
    with pytest.raises(OnRecordError, match=r"a_empty\.txt: the file is empty; "):
        onrecord.statements(mixed / "a_empty.txt")


def test_a_page_without_statements_counts_as_read(tmp_path, capsys):
    (tmp_path / "quiet.txt").write_text("The talks went on.\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00")
    assert len(onrecord.statements(tmp_path)) == 0
    assert "bad.txt: byte 0" in capsys.readouterr().err


def test_a_fault_of_ours_in_showing_a_page_is_named(mixed, monkeypatch):
    monkeypatch.setattr(corpus, "statements", lambda *_: [][0])
    with pytest.raises(OnRecordError, match="good.txt: cannot be worked through"):
        onrecord.show(mixed / "good.txt")


def test_what_was_cut_is_told_also_when_a_file_is_gone_since(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Talks End\n\nShare\n\n{GOOD}", encoding="utf-8")
    pages = onrecord.read(tmp_path)
    (tmp_path / "a.txt").unlink()
    assert list(frames.furniture(pages)["article"]) == ["a.txt", "b.txt"]
    assert set(frames.furniture(pages)["words"]) == {"Share"}


def test_a_page_without_statements_is_an_empty_frame(tmp_path):
    (tmp_path / "quiet.txt").write_text("The talks went on.\n", encoding="utf-8")
    table = onrecord.statements(tmp_path)
    assert len(table) == 0
    assert list(table.columns) == list(records.columns(Statement))


def test_a_wrong_table_of_knowledge_is_named(mixed, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "cues.toml").write_text("verbs = [", encoding="utf-8")
    _, errors = read(mixed / "good.txt", knowledge=str(mine))
    assert [error.file for error in errors] == [str(mine / "cues.toml")]


def test_a_fault_of_ours_is_one_named_error_and_costs_no_other_its_rows(mixed, monkeypatch, capsys):
    whole = corpus.statements

    def broken(text, *given):
        if "NOW" in text:
            return [][0]
        return whole(text, *given)

    monkeypatch.setattr(corpus, "statements", broken)
    (mixed / "fault.txt").write_text("NOW.\n", encoding="utf-8")
    rows, errors = read(mixed)
    assert [row.article for row in rows] == ["good.txt", "sub/good.txt"]
    (fault,) = [error for error in errors if error.file.endswith("fault.txt")]
    assert "IndexError in corpus.py, line " in fault.what
    assert "report it" in fault.remedy
    assert main(["statements", str(mixed / "good.txt"), str(mixed / "fault.txt")]) == 1
    out, err = capsys.readouterr()
    assert (out.count("\n"), err.count("\n")) == (1, 1)


def test_what_is_left_out_is_said_and_fails_nothing(tmp_path, capsys):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "page.xml").write_text("<p>It was over, she said.", encoding="utf-8")
    assert len(onrecord.statements(tmp_path)) == 1
    assert "left out 1 file .xml (page.xml)" in capsys.readouterr().err
    assert main(["statements", str(tmp_path)]) == 0
    assert "left out 1 file .xml (page.xml)" in capsys.readouterr().err


def test_articles_that_differ_only_in_their_suffix_have_their_own_ids(tmp_path):
    for name in ("a.txt", "a.TXT"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    rows, _ = read([tmp_path])
    assert sorted(row.statement_id for row in rows) == ["a.TXT:s01", "a:s01"]


def test_no_two_articles_share_the_ids_of_their_statements(tmp_path):
    (tmp_path / "a.csv").write_text(f"id,text\np,{GOOD}q,{GOOD}", "utf-8")
    for name in ("a.csv#p.txt", "b", "b.txt"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    own = tmp_path / "my.csv"
    own.write_text("file,outlet\na.csv#p.txt,Daily\n", "utf-8")
    pages = onrecord.read([tmp_path, tmp_path / "b"], metadata=own)
    names = ["a.csv#p", "a.csv#q", "a.csv#p.txt~", "b.txt", "b~"]
    assert [page.name for page in pages] == names
    assert pages.statements["statement_id"].is_unique
    assert pages.articles.set_index("article")["outlet"]["a.csv#p.txt~"] == "Daily"


def test_a_wrong_table_of_knowledge_is_named_once_for_many_files(raw, tmp_path):
    (tmp_path / "outlets.toml").write_text("[[outlet]]\nname = 3\n", encoding="utf-8")
    found = list(corpus.each(raw, KINDS["articles"], str(tmp_path)))
    assert [name for name, _ in found] == [str(tmp_path / "outlets.toml")]


def test_five_pages(raw):
    rows, errors = read(raw, "articles")
    assert errors == []
    assert [row.article for row in rows] == [name for name, _ in files.gather(raw)[0]]


def test_each_table_of_a_corpus_is_made_once_and_no_page_is_parsed_twice(raw, monkeypatch):
    calls = []
    whole = corpus.parse

    def counted(text, name, knowledge):
        calls.append(name)
        return whole(text, name, knowledge)

    monkeypatch.setattr(corpus, "parse", counted)
    pages = onrecord.read(raw)
    assert calls == []
    for name, kind in (
        ("articles", Article), ("statements", Statement), ("mentions", Mention), ("codes", Code),
    ):  # fmt: skip
        table = getattr(pages, name)
        assert list(table.columns) == list(records.columns(kind))
        assert getattr(pages, name) is table
    assert len(list(pages)) == len(pages) == 5
    assert sorted(calls) == sorted(page.name for page in pages)
    assert pages[0].article.article == calls[0]


def test_a_page_that_cannot_be_worked_through_costs_a_corpus_no_other(mixed, monkeypatch, capsys):
    whole = corpus.statements
    monkeypatch.setattr(
        corpus, "statements", lambda text, *more: [][0] if "NOW" in text else whole(text, *more)
    )
    (mixed / "fault.txt").write_text("NOW.\n", encoding="utf-8")
    pages = onrecord.read([mixed / "good.txt", mixed / "fault.txt"])
    assert list(pages.articles["article"]) == ["good.txt", "fault.txt"]
    assert list(pages.statements["article"]) == ["good.txt"]
    assert [page.name for page in pages] == ["good.txt"]
    assert "fault.txt: cannot be worked through" in capsys.readouterr().err
    with pytest.raises(OnRecordError, match="fault.txt"):
        onrecord.read(mixed / "fault.txt").statements  # noqa: B018


def test_records_come_back_from_their_frame(raw):
    pages = onrecord.read(raw)
    for kind, name in ((Statement, "statements"), (Mention, "mentions"), (Code, "codes")):
        own = [row for page in pages for row in getattr(page, name)]
        assert frames.rows(getattr(pages, name), kind) == own


NEWS = "“The long bridge over the river will stay closed to heavy trucks until the spring,” Ann "
NEWS += "Smith told reporters.\n"
DATES = "file,outlet,date,url\na.txt,Daily,2016-03-10,\nb.txt,Weekly,2016-03-12,https://b.org/1\n"


@pytest.fixture
def two(tmp_path):
    """A folder of two pages with one quotation, and a table that dates them."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"It rained in the town.\n\n{NEWS}", encoding="utf-8")
    (tmp_path / "my.csv").write_text(DATES, encoding="utf-8")
    return folder, tmp_path / "my.csv"


def test_metadata_override_and_pages_share_utterance_and_event(two, capsys):
    folder, metadata = two
    pages = onrecord.read(folder, metadata=metadata)
    table = pages.articles
    assert list(table["outlet"]) == ["Daily", "Weekly"]
    assert list(table["date_earliest"]) == ["2016-03-10", "2016-03-12"]
    assert list(table["date_basis"]) == ["metadata"] * 2
    assert list(table["event"]) == ["a", "a"]
    assert table["url"].isna().tolist() == [True, False]
    assert list(pages.statements["utterance"]) == ["a:s01", "a:s01"]
    assert list(pages.statements["outlet"]) == ["Daily", "Weekly"]
    assert capsys.readouterr().err == ""
    alone = onrecord.read(folder / "b.txt", metadata=metadata)
    assert list(alone.statements["utterance"]) == ["b:s01"]
    assert alone.articles["event"].isna().all()


def test_pages_are_linked_when_first_asked_for_and_once(two, monkeypatch):
    calls, whole = [], corpus.link
    monkeypatch.setattr(corpus, "link", lambda *given: calls.append(1) or whole(*given))
    pages = onrecord.read(two[0], metadata=two[1])
    assert (len(pages), repr(pages), calls) == (2, "Corpus of 2 pages", [])
    assert pages[1].statements[0].utterance == "a:s01"
    assert pages[0].article.event == "a"
    assert [page.name for page in pages] == ["a.txt", "b.txt"]
    assert calls == [1]


def test_one_bad_page_costs_the_others_no_link(two, monkeypatch, capsys):
    folder, metadata = two
    whole = corpus.statements
    monkeypatch.setattr(
        corpus, "statements", lambda text, *more: [][0] if "NOW" in text else whole(text, *more)
    )
    (folder / "aa.txt").write_text("NOW.\n", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    pages = onrecord.read(folder, metadata=metadata)
    assert list(pages.statements["utterance"]) == ["a:s01", "a:s01"]
    assert pages.articles["event"].fillna("").tolist() == ["a", "", "a"]
    err = capsys.readouterr().err
    assert "aa.txt: cannot be worked through" in err
    assert "has no line for 2 of the files (aa.txt, empty.txt)" in err


def test_links_change_neither_mentions_nor_the_order_of_pages(raw):
    alone = [corpus.Page(files.read(path), name) for name, path in files.gather(raw)[0]]
    pages = onrecord.read(raw)
    assert [page.name for page in pages] == [page.name for page in alone]
    for page, single in zip(pages, alone, strict=True):
        assert page.mentions == single.mentions
        linked = {"utterance", "date_earliest", "date_latest"}
        for one, other in zip(page.statements, single.statements, strict=True):
            own, its = records.row(one), records.row(other)
            assert {name for name in own if own[name] != its[name]} <= linked
        facts, its = records.row(page.article), records.row(single.article)
        differ = {name for name in facts if facts[name] != its[name]}
        assert differ <= {"event", "date_earliest", "date_latest", "date_evidence"}


GERMAN = "Die alte Brücke über den Fluss bleibt geschlossen, sagte die Bürgermeisterin am Dienstag "
GERMAN += "im Rathaus. Sie hat mit Ann Smith darüber gesprochen, wer die Kosten tragen soll.\n"


def test_articles_in_another_language_are_kept_without_statements_and_named_once(two, capsys):
    folder, _ = two
    for name in ("c.txt", "d.txt"):
        (folder / name).write_text(f"{name}\n\n{GERMAN}", encoding="utf-8")
    pages = onrecord.read(folder)
    table = pages.articles
    assert list(table["language"].fillna("")) == ["en", "en", "de", "de"]
    for rows in (pages.statements, pages.mentions, pages.codes):
        assert set(rows["article"]) <= {"a.txt", "b.txt"}
    says = "2 articles: not in English (c.txt: de, d.txt: de); kept among the articles, without "
    assert capsys.readouterr().err == f"{says}statements\n"
    assert len(onrecord.read(folder / "c.txt").statements) == 0
    assert "1 article: not in English (c.txt: de)" in capsys.readouterr().err
    assert "über den Fluss" in str(onrecord.show(folder / "c.txt"))


def test_a_language_that_metadata_give_counts(two, capsys):
    folder, metadata = two
    (folder / "c.txt").write_text(GERMAN, encoding="utf-8")
    metadata.write_text("file,language\na.txt,en-GB\nb.txt,FR\nc.txt,\n", encoding="utf-8")
    pages = onrecord.read(folder, metadata=metadata)
    assert list(pages.articles["language"]) == ["en", "fr", "de"]
    assert set(pages.statements["article"]) == {"a.txt"}
    assert "2 articles: not in English (b.txt: fr, c.txt: de)" in capsys.readouterr().err


@pytest.mark.parametrize("table", [None, "name\na.txt\n", "file,date\na.txt,soon\n"])
def test_wrong_metadata_stop_the_reading(two, table):
    folder, metadata = two
    metadata.unlink()
    if table:
        metadata.write_text(table, encoding="utf-8")
    with pytest.raises(OnRecordError, match=r"my\.csv"):
        onrecord.read(folder, metadata=metadata)
