"""Events: which articles report one occasion, and what their dates say of each other."""

import time
from dataclasses import replace

import pytest

import onrecord
from onrecord.extraction.events import occasions
from onrecord.extraction.extract import statements
from onrecord.knowledge import known
from onrecord.records import Article

CLAIM = "the long bridge over the river would stay closed to heavy trucks until the spring"
QUOTED = "The long bridge over the river will stay closed to heavy trucks until the spring"
NEWS = f"“{QUOTED},” Ann Smith told reporters."
OTHER = "Ann Smith said that the town would buy two ferries and a crane for the harbour."


def report(name, text, earliest=None, latest=None, basis="inferred"):
    """An article of one paragraph, with its text."""
    span = (0, len(text))
    found = Article(
        name, body_spans=(span,), paragraphs=((span,),), date_basis=basis,
        date_earliest=earliest, date_latest=latest or earliest,
    )  # fmt: skip
    return found, text


def meet(*reports):
    """The articles by their stem, and the statements, after they have met."""
    ours = known()
    said = [row for article, text in reports for row in statements(text, article, ours)]
    texts = {article.article: text for article, text in reports}
    articles, said = occasions([article for article, _ in reports], said, texts, ours.grammar)
    assert [each.article for each in articles] == [article.article for article, _ in reports]
    dates = {each.article: (each.date_earliest, each.date_latest) for each in articles}
    assert all(dates[row.article] == (row.date_earliest, row.date_latest) for row in said)
    return {each.article[0]: each for each in articles}, said


def days(article):
    return article.date_earliest, article.date_latest


def test_two_pages_on_one_briefing_bound_each_other():
    found, said = meet(
        report("b.txt", f"Ann Smith said that {CLAIM}.", "2016-03-01", "2016-03-31"),
        report("a.txt", NEWS, "2016-03-10", "2016-03-11"),
    )
    assert {each.event for each in found.values()} == {"a"}
    assert days(found["a"]) == ("2016-03-10", "2016-03-11")
    assert days(found["b"]) == ("2016-03-07", "2016-03-14")
    assert len({row.utterance for row in said}) == 1
    evidence = found["b"].date_evidence[0]
    assert evidence.says == "the same occasion as a: written 2016-03-07 to 2016-03-14"
    assert f"Ann Smith said that {CLAIM}."[slice(*evidence.span)] == evidence.text


@pytest.mark.parametrize(
    ("when", "earliest", "latest"),
    [
        # the other article is of the 10th, a Thursday, and tells what was said that day
        ("today", "2016-03-10", "2016-03-10"),
        ("yesterday", "2016-03-11", "2016-03-11"),
        ("on Thursday", "2016-03-10", "2016-03-16"),
        ("last Thursday", "2016-03-10", "2016-03-13"),
    ],
)
def test_a_word_for_time_beside_what_is_said_narrows(when, earliest, latest):
    found, _ = meet(
        report("a.txt", f"“{QUOTED},” Ann Smith said today.", "2016-03-10"),
        report("b.txt", f"Ann Smith said {when} that {CLAIM}.", "2016-03-01", "2016-03-31"),
    )
    assert days(found["b"]) == (earliest, latest)


def test_a_weekday_and_yesterday_find_the_day():
    found, _ = meet(
        report("a.txt", f"“{QUOTED},” Ann Smith said on Monday.", "2016-03-01", "2016-03-31"),
        report("b.txt", f"Ann Smith said yesterday that {CLAIM}.", "2016-03-08", "2016-03-13"),
    )  # only the 7th is a Monday of the 7th to the 12th
    assert days(found["b"]) == ("2016-03-08", "2016-03-08")
    assert days(found["a"]) == ("2016-03-07", "2016-03-13")


def test_a_word_for_time_within_what_is_said_is_of_that():
    found, _ = meet(
        report("a.txt", f"“{QUOTED},” Ann Smith said today.", "2016-03-10"),
        report("b.txt", f"Ann Smith said that {CLAIM} and all work begins today.",
               "2016-03-01", "2016-03-31"),
    )  # fmt: skip
    assert days(found["b"]) == ("2016-03-10", "2016-03-13")


@pytest.mark.parametrize("basis", ["stated", "metadata"])
def test_a_date_that_is_known_stays(basis):
    found, _ = meet(
        report("a.txt", f"“{QUOTED},” Ann Smith said today.", "2016-03-10", basis=basis),
        report("b.txt", f"Ann Smith said today that {CLAIM}.", "2016-03-09", "2016-03-12", basis),
    )
    assert days(found["b"]) == ("2016-03-09", "2016-03-12")
    assert found["b"].date_evidence == ()
    assert found["b"].event == "a"


def test_without_a_date_an_article_is_of_no_event_but_its_quotation_is_one_utterance():
    found, said = meet(report("a.txt", NEWS, "2016-03-10"), report("b.txt", NEWS, basis="unknown"))
    assert [each.event for each in found.values()] == [None, None]
    assert days(found["b"]) == (None, None)
    assert len({row.utterance for row in said}) == 1


def test_two_articles_dated_to_years_show_no_occasion():
    wide = "2015-01-01", "2016-12-31"
    found, _ = meet(report("a.txt", NEWS, *wide), report("b.txt", NEWS, *wide))
    assert {each.event for each in found.values()} == {None}


def test_a_famous_quotation_months_later_is_no_event():
    found, said = meet(
        report("a.txt", NEWS, "2016-03-10"),
        report("b.txt", NEWS, "2016-07-01", "2016-07-31"),
    )
    assert {each.event for each in found.values()} == {None}
    assert days(found["b"]) == ("2016-07-01", "2016-07-31")
    assert len({row.utterance for row in said}) == 2


def test_other_words_of_the_same_speaker_are_no_event():
    found, said = meet(report("a.txt", NEWS, "2016-03-10"), report("b.txt", OTHER, "2016-03-10"))
    assert {each.event for each in found.values()} == {None}
    assert len({row.utterance for row in said}) == 2


def test_three_articles_are_one_event_and_two_occasions_are_two():
    news = [
        report("c.txt", f"Ann Smith said yesterday that {CLAIM}.", "2016-03-01", "2016-03-20"),
        report("b.txt", f"Ann Smith said that {CLAIM}.", "2016-03-01", "2016-03-20"),
        report("a.txt", f"“{QUOTED},” Ann Smith said today.", "2016-03-10"),
    ]
    found, _ = meet(*news)
    assert {each.event for each in found.values()} == {"a"}
    assert days(found["c"]) == ("2016-03-11", "2016-03-11")
    assert "as a, b:" in found["c"].date_evidence[0].says
    later = [
        report("d.txt", NEWS, "2016-06-01"),
        report("e.txt", f"Ann Smith said that {CLAIM}.", "2016-06-02"),
    ]
    found, _ = meet(*news, *later)
    assert [found[name].event for name in "abcde"] == ["a", "a", "a", "d", "d"]


def test_dates_that_leave_no_day_stay_as_they_are():
    found, _ = meet(
        report("a.txt", f"“{QUOTED},” Ann Smith said today.", "2016-03-10"),
        report("b.txt", f"Ann Smith said yesterday that {CLAIM}.", "2016-03-07", "2016-03-08"),
    )
    assert days(found["a"]) == ("2016-03-10", "2016-03-10")
    assert days(found["b"]) == ("2016-03-07", "2016-03-08")


def test_what_another_tells_makes_no_event():
    told = f"“Ann Smith told us that {CLAIM},” Bob Lee said."
    found, _ = meet(report("a.txt", told, "2016-03-10"), report("b.txt", told, "2016-03-10"))
    own, _ = meet(report("a.txt", NEWS, "2016-03-10"), report("b.txt", told, "2016-03-10"))
    assert {each.event for each in own.values()} == {None}
    assert {each.event for each in found.values()} == {"a"}  # what Bob Lee said


def test_the_order_of_the_articles_changes_nothing():
    pages = [
        report("a.txt", f"“{QUOTED},” Ann Smith said on Monday.", "2016-03-01", "2016-03-31"),
        report("b.txt", f"Ann Smith said yesterday that {CLAIM}.", "2016-03-08", "2016-03-13"),
        report("c.txt", OTHER, "2016-03-10"),
    ]
    one, other = meet(*pages)[0], meet(*reversed(pages))[0]
    bare = {name: replace(each, date_evidence=()) for name, each in one.items()}
    assert {name: replace(each, date_evidence=()) for name, each in other.items()} == bare


def test_no_article_and_no_statement():
    assert occasions([], [], {}, known().grammar) == ([], [])
    quiet = report("a.txt", "It rained.", "2016-03-10")
    assert meet(quiet, replace_name(quiet))[1] == []


def replace_name(page):
    return replace(page[0], article="b.txt"), page[1]


def test_the_same_words_for_weeks_are_one_utterance_a_time():
    """What is said again is no event that lasts: all articles of one must meet."""
    pages = [report(f"{n}.txt", NEWS, f"2016-03-{1 + 3 * n:02}") for n in range(9)]
    found, said = meet(*pages)
    assert 1 < len({row.utterance for row in said}) < 9
    assert found["0"].event != found["8"].event


def test_the_day_in_the_name_of_a_paper_or_far_from_the_words_dates_nothing():
    for told in (
        f"Ann Smith told the Sunday Times that {CLAIM}.",
        f"Ann Smith said that {CLAIM}. On Monday, Ann Smith had said that it rained in town.",
    ):
        found, _ = meet(
            report("a.txt", told, "2016-03-10"),
            report("b.txt", NEWS, "2016-03-01", "2016-03-31"),
        )
        assert days(found["b"]) == ("2016-03-07", "2016-03-13")


def test_many_pages_with_one_wire_cost_no_square():
    article, text = report("a.txt", NEWS, "2016-03-10")
    (row, *_) = statements(text, article, known())

    def seconds(n):
        names = [f"{k}.txt" for k in range(n)]
        said = [
            replace(row, article=name, statement_id=f"{name}:s01", utterance=f"{name}:s01")
            for name in names
        ]
        texts = dict.fromkeys(names, text)
        began = time.process_time()
        occasions([replace(article, article=name) for name in names], said, texts, known().grammar)
        return time.process_time() - began

    assert seconds(2000) < 10 * seconds(500) + 0.5


def test_of_the_five_pages_two_report_one_briefing(raw):
    pages = onrecord.read(raw)
    table = pages.articles.set_index(pages.articles["article"].str[:3])
    own = table.loc["000", "article"].removesuffix(".txt")
    assert table["event"].dropna().to_dict() == {"000": own, "004": own}
    assert list(table.loc["004", ["date_earliest", "date_latest"]]) == ["2015-11-20", "2015-11-30"]
    for page in pages:
        for evidence in page.article.date_evidence:
            assert page.text[slice(*evidence.span)] == evidence.text
    alone = onrecord.read(raw / table.loc["004", "article"]).articles.iloc[0]
    assert alone[["event"]].isna().all()
