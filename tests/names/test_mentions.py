"""Who is named in an article, and as what: actors, places, datelines, newspapers."""

import re
from dataclasses import fields
from itertools import pairwise

import pytest

from onrecord.analysis.frames import frame
from onrecord.corpus import Page
from onrecord.files import read
from onrecord.knowledge import Knowledge
from onrecord.names.mentions import mentions
from onrecord.records import Article, Mention

JULY = ("2016-07-15", "2016-07-18")
ROSTER = Knowledge().roster


def page(text, headline=None, dates=(None, None)):
    """A text as a page: each line a paragraph, the first the headline if wanted."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    made = Page(text, "a.txt")
    made.article = Article(
        "a.txt",
        headline_span=spans.pop(0) if headline else None,
        date_earliest=dates[0],
        date_latest=dates[1],
        body_spans=tuple(spans),
        paragraphs=tuple((span,) for span in spans),
    )
    return made


def named(text, **more):
    """The mentions of a text as (text, actor, reading)."""
    rows = mentions(text, page(text, **more).article, ROSTER)
    assert all(text[row.start : row.stop] == row.text for row in rows)
    return [(row.text, row.actor, row.reading) for row in rows]


def who(text, **more):
    """The actors that a text names as actors."""
    return [actor for _, actor, reading in named(text, **more) if reading == "actor"]


BODY = {
    "000": [],
    "001": [("Moscow", "Russia", "actor"), ("Washington", "United States", "actor")],
    "002": [
        ("Moscow", "Russia", "actor"), ("WASHINGTON", "Washington", "dateline"),
        ("Moscow", "Russia", "actor"), ("Washington", "United States", "actor"),
        ("Moscow", "Russia", "actor"), ("Moscow", "Russia", "actor"),
    ],
    "003": [
        ("Washington Post", "Washington Post", "newspaper"), ("Moscow", "Moscow", "place"),
        ("Washington Post", "Washington Post", "newspaper"),
    ],
    "004": [("Washington", "Washington", "dateline"), ("Moscow", "Russia", "actor")],
}  # fmt: skip


@pytest.mark.parametrize("name", BODY)
def test_mentions_of_the_five_pages(raw, name):
    document = Page(read(next(raw.glob(f"{name}_*.txt"))), name)
    article, text, rows = document.article, document.text, document.mentions
    assert all(text[row.start : row.stop] == row.text for row in rows)
    assert all(a.stop <= b.start for a, b in pairwise(rows))
    inside = [article.headline_span, *article.body_spans]
    assert all(any(a <= row.start and row.stop <= b for a, b in inside) for row in rows)
    capitals = [row for row in rows if re.search("washington|moscow", row.text, re.IGNORECASE)]
    assert [(row.text, row.actor, row.reading) for row in capitals] == BODY[name]


def test_who_is_named_in_a_page(raw):
    rows = Page(read(next(raw.glob("001_*.txt"))), "001").mentions
    found = {row.actor for row in rows if row.reading == "actor"}
    assert found == {
        "Russia", "United States", "Russian Foreign Ministry", "John Kerry", "Sergei Lavrov",
        "Islamic State", "Nusra Front", "Syria", "Sergei Ryabkov",
    }  # fmt: skip
    assert {row.actor for row in rows if row.reading == "place"} == {"Syria", "Aleppo"}
    assert {row.actor for row in rows if row.reading == "newspaper"} == {"RIA Novosti", "TASS"}


def test_a_title_belongs_to_the_mention_of_a_person():
    text = "US Secretary of State John Kerry met his Russian counterpart Sergei Lavrov."
    assert named(text) == [
        ("US Secretary of State John Kerry", "John Kerry", "actor"),
        ("Russian counterpart Sergei Lavrov", "Sergei Lavrov", "actor"),
    ]
    assert named("Kerry’s aides and Mr. Lavrov’s") == [
        ("Kerry", "John Kerry", "actor"),
        ("Mr. Lavrov", "Sergei Lavrov", "actor"),
    ]


def test_an_adjective_alone_is_no_mention():
    assert who("Russian help for Syrian towns, the French president") == []
    assert who("Russians and Americans agree") == ["Russia", "United States"]
    assert who("the French have left, the French bread") == ["France"]
    assert who("African Americans voted") == []


def test_the_longest_form_wins():
    assert who("Russia's Foreign Ministry denied it.") == ["Russian Foreign Ministry"]
    assert who("Syrian President Bashar Assad and the US-led coalition") == [
        "Bashar al-Assad", "US-led coalition",
    ]  # fmt: skip
    assert who("Islamic State (IS), also called Daesh") == ["Islamic State"] * 3


def test_offices_of_any_state():
    assert who("The Turkish Foreign Ministry denied it.") == ["Turkish Foreign Ministry"]
    assert who("Norway's Defence Ministry said so.") == ["Norwegian Defense Ministry"]
    assert who("The US government and Syrian authorities") == ["United States", "Syria"]
    assert who("Turkey’s military said it had won.") == ["Turkish military"]
    assert who("a Russian military campaign") == []
    text = "The Iraqi Interior Ministry said so. Later the Interior Ministry denied it."
    assert who(text) == ["Iraqi Interior Ministry"] * 2
    assert who("The Foreign Ministry denied it.") == []


def test_another_bearer_of_a_surname_is_not_taken():
    assert who("Maher Assad spoke.") == []
    assert who("Then Alexandra Kerry spoke.") == []
    assert who("She saw Teresa Heinz Kerry there.") == []
    assert who("Kerry Washington arrived.") == []
    assert who("But Kerry spoke.") == ["John Kerry"]
    assert who("The Clinton Foundation paid.") == []


def test_weak_forms_need_support():
    assert who("Earnest efforts were made.") == []
    assert who("“No”, Earnest said.") == ["Josh Earnest"]
    assert who("In May they met.") == []
    assert who("Prime Minister May left.") == ["Theresa May"]
    assert named("The Post wrote it.") == []
    assert named("The Washington Post had it. Later the Post wrote it.")[1][:2] == (
        "the Post", "Washington Post",
    )  # fmt: skip
    assert who("Michael Jordan played in Georgia.") == []
    assert who("Jordan spoke. The Jordanian king did not.") == ["Jordan"]


def test_short_forms_among_capitals_are_left_alone():
    assert who("TELL US WHAT THIS IS ABOUT", headline=True) == []
    assert who("RUSSIA WARNS WASHINGTON", headline=True) == ["Russia", "United States"]
    assert who("US warns IS") == ["United States", "Islamic State"]


def test_a_role_names_its_holder_at_the_date_of_the_article():
    text = "The US secretary of state left."
    assert who(text) == []
    assert who(text, dates=JULY) == ["John Kerry"]
    assert who(text, dates=("2012-05-01", "2012-05-03")) == ["Hillary Clinton"]
    assert who(text, dates=("2013-01-30", "2013-02-03")) == []  # the office changed hands
    assert named(
        "The spokesperson for the US Department of State said so.", dates=("2014-10-16",) * 2
    ) == [("spokesperson for the US Department of State", "Jen Psaki", "actor")]


def test_a_role_without_its_holder():
    assert who("The former French president left.", dates=JULY) == []
    assert who("She wants to become president of France.", dates=JULY) == []
    assert who("US presidents come and go.", dates=JULY) == []
    assert who("Syrian President Hafez al-Assad ruled.", dates=JULY) == []
    assert who("A White House official said so.", dates=JULY) == ["White House"]
    assert who(
        "Jen Psaki, spokesperson for the US State Department, left.", dates=("2014-10-16",) * 2
    ) == ["Jen Psaki"]


def test_a_title_borne_in_the_article_needs_no_date():
    text = "Syrian President Bashar Assad spoke. The Syrian president left."
    assert who(text) == ["Bashar al-Assad"] * 2


def test_countries_as_places_and_as_governments():
    assert named("Strikes in Iraq and Syria killed ten.") == [
        ("Iraq", "Iraq", "place"), ("Syria", "Syria", "place"),
    ]  # fmt: skip
    assert named("Russia's role in Ukraine's affairs") == [
        ("Russia", "Russia", "actor"), ("Ukraine", "Ukraine", "actor"),
    ]  # fmt: skip
    assert named("What we would like to see from Russia is this.")[0][2] == "actor"
    assert named("They met in Lille, France.") == [("France", "France", "place")]
    assert who("the Vietnam War") == []


def test_documents_hold_only_in_their_time():
    assert who("The draft document says so.", dates=JULY) == ["draft US proposal"]
    assert who("The draft document says so.", dates=("2015-01-01", "2015-01-02")) == []
    assert who("The draft document says so.") == []


def test_offsets_hold_with_emoji_crlf_and_combining_marks():
    text = "🙂🙂 Kerry\r\nThe Kremlin’s e\u0301lan\r\nU.S. Secretary of State\r\nJohn Kerry spoke."
    spans = ((0, 8), (10, 30), (text.index("U.S."), len(text)))
    article = Article("a", paragraphs=tuple((span,) for span in spans))
    rows = mentions(text, article, ROSTER)
    assert [(text[row.start : row.stop], row.actor) for row in rows] == [
        ("Kerry", "John Kerry"), ("Kremlin", "Kremlin"),
        ("U.S. Secretary of State\r\nJohn Kerry", "John Kerry"),
    ]  # fmt: skip


def test_a_paragraph_in_pieces_is_read_as_one():
    text = "They saw President\n\nPutin there."
    article = Article("a", paragraphs=(((0, 18), (20, 32)),))
    assert [row.actor for row in mentions(text, article, ROSTER)] == ["Vladimir Putin"]


def test_a_long_line_is_read_in_linear_time():
    for line in ("Russia, ", "former senior deputy president ", "the the US "):
        text = line * 20_000
        mentions(text, Article("a", paragraphs=(((0, len(text)),),)), ROSTER)


def test_the_frame_has_its_columns_also_when_empty():
    empty = frame([], Mention)
    full = frame(page("Kerry met the Russians in Paris.").mentions, Mention)
    assert list(empty.columns) == list(full.columns) == [field.name for field in fields(Mention)]
    assert dict(empty.dtypes) == dict(full.dtypes)
    assert list(full["voice"]) == ["narration"] * 3
    assert full["statement_id"].isna().all()


def test_the_mentions_of_a_page_tell_statement_and_voice():
    document = page("“Syria must wait”, Kerry said.\nHe said Russia was “with Assad” there.")
    assert [(s.form, s.content_spans) for s in document.statements] == [
        ("direct", ((1, 16),)), ("mixed", ((39, 68),)),
    ]  # fmt: skip
    assert [(row.actor, row.voice, row.statement_id) for row in document.mentions] == [
        ("Syria", "direct", "a:s01"), ("John Kerry", "narration", None),
        ("John Kerry", "narration", None), ("Russia", "paraphrase", "a:s02"),
        ("Bashar al-Assad", "island", "a:s02"),
    ]  # fmt: skip


def test_a_pronoun_is_a_mention_of_whom_it_stands_for():
    document = page(
        "Kerry met Anna Berger. She praised him. “He is kind,” she said. His dog slept."
    )
    found = [(row.text, row.actor, row.kind) for row in document.mentions if row.rule == "pronoun"]
    assert found == [
        ("She", "Anna Berger", "person"), ("him", "John Kerry", "person"),
        ("He", "John Kerry", "person"), ("she", "Anna Berger", "person"),
        ("His", "John Kerry", "person"),
    ]  # fmt: skip
    assert [row.speaker for row in document.statements][-1] == "Anna Berger"


def test_who_is_in_no_table_is_a_mention_under_the_full_name():
    document = page("Plumber Nina Holt met the Harbour Rowing Club (HRC). Holt left. HRC stayed.")
    found = [(r.text, r.actor, r.kind) for r in document.mentions if r.rule == "unlisted name"]
    club = "Harbour Rowing Club"
    assert found == [
        ("Nina Holt", "Nina Holt", "person"), (club, club, "organisation"),
        ("HRC", club, "organisation"), ("Holt", "Nina Holt", "person"),
        ("HRC", club, "organisation"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("John R. Kasich", "John Kasich"),
        ("Joseph R. Biden Jr.", "Joe Biden"),
        ("Donald J. Trump", "Donald Trump"),
    ],
)
def test_initials_make_no_other_person(name, actor):
    text = f"{name} was there. On Monday he sang, and the song was his own."
    assert {each.actor for each in page(text).mentions} == {actor}


def test_initials_that_tell_two_apart_stay():
    text = "George H. W. Bush was there. On Monday he sang."
    assert {each.actor for each in page(text).mentions} == {"George H. W. Bush"}


@pytest.mark.parametrize(
    ("dates", "side"),
    [
        (("2016-03-01", "2016-03-01"), "Republican Party"),
        (("2018-03-01", "2018-03-02"), "United States"),
        (("2017-01-18", "2017-01-22"), "Republican Party"),  # in office on some of the days
        ((None, None), "Republican Party"),
    ],
)
def test_whoever_holds_an_office_of_a_state_is_on_its_side(dates, side):
    text = "Donald Trump was there. On Monday he sang. “I am here,” Trump said."
    made = page(text, dates=dates)
    assert {each.side for each in made.mentions} == {side}
    assert [each.speaker_side for each in made.statements] == [side]
