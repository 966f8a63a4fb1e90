import json
from datetime import date, timedelta

import pytest

from onrecord import files
from onrecord.articles.page import parse
from onrecord.knowledge import Knowledge

OURS = Knowledge()
PAGES = {  # earliest, latest, basis, the true day
    "000_3bdaa30938691e22.txt": ("2015-11-22", "2015-11-29", "inferred", "2015-11-24"),
    "001_1946fbef09eb3a1b.txt": ("2016-09-28", "2016-09-30", "inferred", "2016-09-29"),
    "002_73e62411481e19f0.txt": ("2014-10-16", "2014-10-17", "stated", "2014-10-16"),
    "003_79de42391ff58f6c.txt": ("2016-07-15", "2016-07-19", "inferred", "2016-07-16"),
    "004_07261065e59229a5.txt": ("2015-09-16", "2016-04-13", "inferred", "2015-11-24"),
}


def interval(page):
    article = parse(page, "a.txt", OURS)
    for piece in article.date_evidence:
        assert page[slice(*piece.span)] == piece.text
        assert piece.says
    return article.date_earliest, article.date_latest, article.date_basis


@pytest.mark.parametrize("name", PAGES)
def test_the_five_pages(raw, name):
    page = files.read(raw / name)
    low, high, basis, true = PAGES[name]
    assert interval(page) == (low, high, basis)
    assert low <= true <= high
    days = (date.fromisoformat(high) - date.fromisoformat(low)).days
    assert days <= 14 or name.startswith("004")
    assert not low <= "2017-05-28" <= high


def test_the_evidence_of_a_page_is_quoted(raw):
    page = files.read(raw / "001_1946fbef09eb3a1b.txt")
    evidence = parse(page, "001", OURS).date_evidence
    assert [piece.text for piece in evidence[:2]] == [
        "Wednesday warned",
        "agreements reached earlier this month",
    ]
    page = files.read(raw / "004_07261065e59229a5.txt")
    evidence = parse(page, "004", OURS).date_evidence
    assert evidence[-1].text == "Sunday , May 28 2017"
    assert "dates no article" in evidence[-1].says


# ---------------------------------------------------------------- what a page states

LEAD = "The talks would go on for some days, the ministers of both sides said after they had met."


@pytest.mark.parametrize(
    ("page", "want"),
    [
        (f"Talks fail\n\nSeptember 29, 2016\n\n{LEAD}", ("2016-09-29", "2016-09-29", "stated")),
        (
            f"Talks fail\n\nThu 29 Sep 2016 10.20 BST\n{LEAD}",
            ("2016-09-29", "2016-09-29", "stated"),
        ),
        (
            f"Talks fail\n\nBy Jane Roe, Sept. 29, 2016\n{LEAD}",
            ("2016-09-29", "2016-09-29", "stated"),
        ),
        (f"Talks fail\n\n{LEAD}\n\nPublished: 2016-09-29", ("2016-09-29", "2016-09-29", "stated")),
        (
            f"Talks fail\n\nPublished 28 Sep 2016\nUpdated 30 Sep 2016\n{LEAD}",
            ("2016-09-28", "2016-09-28", "stated"),
        ),
        (
            f"Talks fail\n\nUpdated: 30 Sep 2016 - First published: 29 Sep 2016\n{LEAD}",
            ("2016-09-29", "2016-09-29", "stated"),
        ),
        (
            f"Talks fail\n\nPosted on September 29th, 2016 by Jane Roe\n{LEAD}",
            ("2016-09-29", "2016-09-29", "stated"),
        ),
        (f"Talks fail\n\nJane Roe | 29 Sep 2016\n{LEAD}", ("2016-09-29", "2016-09-29", "stated")),
        (f"Talks fail\n\nDate: 29-Sep-2016\n{LEAD}", ("2016-09-29", "2016-09-29", "stated")),
        (f"Talks fail\n\nPublished: 03/04/2016\n{LEAD}", ("2016-03-04", "2016-04-03", "stated")),
        (
            f"Talks fail\n\nMOSCOW, September 29, 2016 (Reuters) - {LEAD}",
            ("2016-09-29", "2016-09-30", "stated"),
        ),
        (f"Talks fail\n\nMOSCOW, September 29 (Reuters) - {LEAD}", (None, None, "unknown")),
        (f"Talks fail\n\n{LEAD}", (None, None, "unknown")),
        # the day on which a page was saved dates no article
        (f"Sunday, May 28 2017\nHome / News\nTalks fail\n\n{LEAD}", (None, None, "page-saved")),
        (f"May 28, 2017\nTalks fail\n\n{LEAD}", (None, None, "page-saved")),
        (f"Talks fail\n\nPrinted on 28 May 2017\n\n{LEAD}", (None, None, "page-saved")),
        (f"Talks fail\n\n{LEAD}\n\n28 May 2017", (None, None, "page-saved")),
        (
            f"May 28, 2017\nTalks fail\nSeptember 29, 2016\n{LEAD}",
            ("2016-09-29", "2016-09-29", "stated"),
        ),
        # nor does a date in the text
        (f"Talks fail\n\nOn May 28, 2017 he left. {LEAD}", (None, None, "unknown")),
        (f"Talks fail\n\nPublished: 31 February 2016\n{LEAD}", (None, None, "unknown")),
    ],
)
def test_what_a_page_states(page, want):
    assert interval(page) == want


def test_the_year_of_a_dateline_is_inferred_from_what_the_text_names():
    page = (
        "Talks fail\n\nMOSCOW, December 3 (TASS) - Points of the September 5 Minsk agreement were "
        "named, the ministry said.\n"
    )
    assert interval(page) == ("2014-12-03", "2014-12-04", "stated")
    # without the day of the agreement any later year will do
    assert interval(page.replace("September 5 ", "")) == ("2014-09-05", None, "inferred")


# ---------------------------------------------------------------- what a page lets one infer

G20 = (
    "Talks go on\n\nFollowing the G20 summit last week, President Vladimir Putin called for joint "
    "efforts against Islamic State in Syria, an aide said.\n\n"
    "His proposals were echoed by French President Francois Hollande, who spoke of an anti-terror "
    "coalition.\n"
)


@pytest.mark.parametrize(
    ("word", "want"),
    [
        ("last week", ("2015-11-22", "2015-11-29")),
        ("earlier this week", ("2015-11-15", "2015-11-22")),
        ("earlier this month", ("2015-11-15", "2015-11-30")),
        ("last month", ("2015-12-01", "2015-12-31")),
        ("earlier this year", ("2015-11-15", "2015-12-31")),
        ("last year", ("2016-01-01", "2016-12-31")),
        ("yesterday", ("2015-11-16", "2015-11-18")),
        ("in Turkey", ("2015-11-15", "2017-05-21")),  # until the end of an office
        ("on Friday", ("2015-11-15", "2017-05-21")),
    ],
)
def test_words_for_time_count_from_the_event(word, want):
    assert interval(G20.replace("last week", word))[:2] == want


def test_the_summit_of_another_year_is_another_event():
    echo = "echoed by French President Francois Hollande, who spoke of an anti-terror coalition"
    assert interval(G20.replace(echo, "read with care")) == (None, None, "unknown")
    assert interval(G20.replace("G20 summit", "G20 summit in Hangzhou"))[:2] == (
        "2016-09-11",
        "2016-09-18",
    )


@pytest.mark.parametrize(
    ("page", "want"),
    [
        # an agreement that is merely named bounds nothing above
        (
            "Talks go on\n\nOn Friday the minister called on both sides to carry out the Minsk "
            "agreements in full, as he had done last week.\n",
            ("2014-09-05", None, "inferred"),
        ),
        # looking back: an anniversary, a later year, a former office
        (
            "Turkey remembers\n\nTurkey marked on Saturday the first anniversary of the attempted "
            "coup in Turkey, officials said.\n",
            ("2016-07-15", None, "inferred"),
        ),
        (
            "Purge goes on\n\nA court said on Friday that officers behind the attempted coup in "
            "Turkey would be tried.\n",
            ("2016-07-15", None, "inferred"),
        ),
        (
            "A look back\n\nIn 2016 US Secretary of State John Kerry said that he would suspend "
            "bilateral engagement, telling Lavrov so on Wednesday over Aleppo.\n\nIt was 2019 "
            "before anyone spoke of it again.\n",
            ("2016-09-28", None, "inferred"),
        ),
        (
            "A look back\n\nFormer White House spokesman Josh Earnest said it was a mistake.\n",
            (None, None, "unknown"),
        ),
        (
            "A look back\n\nJosh Earnest, who was White House spokesman, now sells a book.\n",
            (None, None, "unknown"),
        ),
        # who speaks with a title holds it
        (
            "A briefing\n\n“No,” White House spokesman Josh Earnest said on Monday.\n",
            ("2014-06-20", "2017-01-27", "inferred"),
        ),
        # nothing known
        ("Rain\n\nIt rained last week and on Monday, the office said.\n", (None, None, "unknown")),
    ],
)
def test_no_false_confidence(page, want):
    assert interval(page) == want


def test_two_events_share_the_words_of_a_sentence_by_nearness():
    page = (
        "A threat\n\nSecretary Kerry on Wednesday warned Lavrov that he could suspend bilateral "
        "engagement over Aleppo and with it the agreement reached earlier this month on a joint "
        "implementation center.\n"
    )
    evidence = parse(page, "a.txt", OURS).date_evidence
    said = {piece.text: piece.says for piece in evidence}
    assert "threatens to suspend" in said["Wednesday warned"]
    assert "Geneva" in said["earlier this month on a joint implementation center"]
    assert interval(page)[:2] == ("2016-09-28", "2016-09-30")


def test_a_users_events_date_a_users_articles(tmp_path):
    (tmp_path / "events.toml").write_text(
        '[[event]]\nname = "Flood"\nstart = 2021-07-14\nall = ["flood", "Ahr"]\n'
        'near = ["flood"]\nsource = "own notes"\n'
    )
    page = "After the water\n\nThe flood on Wednesday took the bridges of the Ahr, people said.\n"
    article = parse(page, "a.txt", Knowledge(tmp_path))
    assert (article.date_earliest, article.date_latest) == ("2021-07-14", "2021-07-20")
    assert article.date_evidence[0].text == "flood on Wednesday"


# ---------------------------------------------------------------- the table


def test_weekdays_of_our_events_are_those_of_the_calendar():
    days = {event.name: event.start for event in OURS.events.events}
    assert (
        days["Secretary Kerry threatens to suspend engagement with Russia on Syria"].weekday() == 2
    )
    assert days["Assad interview with NBC News"].weekday() == 3
    assert days["Minsk Protocol"] == date(2014, 9, 5)


def test_our_table_is_in_order():
    for event in OURS.events.events:
        assert event.start <= event.end <= event.start + timedelta(days=5)
    for row in [*OURS.events.periods, *OURS.events.offices]:
        assert row.start < (row.end or date.max)
    assert all(row["source"] for row in OURS.table("events").entries("event"))


def test_clean_articles_of_known_date_lie_in_their_intervals(shared):
    path = shared / "polnear" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the corpus is not here")
    found = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = parse(row["text"], row["id"], OURS)
        low, high = article.date_earliest, article.date_latest
        assert low is None or low <= row["date"], row["id"]
        assert high is None or row["date"] <= high, row["id"]
        found += article.date_basis == "inferred"
    assert found > 3
