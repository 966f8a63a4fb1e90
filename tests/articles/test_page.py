import json
import re
import textwrap
import time
from pathlib import Path

import pytest

from onrecord import files
from onrecord.articles import page as pages
from onrecord.articles.page import parse
from onrecord.knowledge import Knowledge
from onrecord.records import Dateline, row

OURS = Knowledge()
S = "Foreign Minister Jane Roe told the council that the talks had failed for good."
Q = "Her aides took the train home after the council had ended its meeting by the lake."
P = "The minister said on Monday that the talks, begun a week before, would go on for some days."


def kinds(raw, article):
    """What was cut, as kind and opening words."""
    return [(piece.kind, raw[slice(*piece.span)][:24]) for piece in article.furniture]


def text(raw, spans):
    """What stands in the spans, white space as single spaces."""
    return " ".join(" ".join(raw[start:stop].split()) for start, stop in spans)


def body(raw, article):
    return [text(raw, spans) for spans in article.paragraphs]


def covered(raw, article):
    """Assert that each character that is not blank stands in one place and one only."""
    spans = [*article.body_spans, *(piece.span for piece in article.furniture)]
    if article.headline_span:
        spans.append(article.headline_span)
    seen = bytearray(len(raw))
    for start, stop in spans:
        assert 0 <= start < stop <= len(raw)
        assert raw[start:stop] == raw[start:stop].strip()
        assert not any(seen[start:stop])
        seen[start:stop] = b"\1" * (stop - start)
    missed = [i for i, char in enumerate(raw) if not char.isspace() and not seen[i]]
    assert not missed, raw[missed[0] : missed[0] + 40]


# ---------------------------------------------------------------- the five pages

PAGES = {
    "000_3bdaa30938691e22.txt": {
        "outlet": "The Moscow Times",
        "basis": "line 1, “Support The Moscow Times!”",
        "headline": "U.S. Will Not Lift Russian Sanctions in Exchange for Syria Cooperation",
        "first": "The United States will not lift sanctions",
        "last": "Putin's proposals were echoed",
        "count": 7,
        "furniture": [
            ("appeal", "Support The Moscow Times"),
            ("caption", "White House Press Secret"),
            ("legal", "Islamic State is a terro"),
            ("appeal", "… we have a small favor "),
            ("appeal", "As you may have heard, T"),
            ("appeal", "We, the journalists of T"),
            ("appeal", "Your support, no matter "),
            ("appeal", "Continue"),
            ("related", "Read more"),
        ],
    },
    "001_1946fbef09eb3a1b.txt": {
        "outlet": "The Moscow Times",
        "basis": "line 1, “Support The Moscow Times!”",
        "headline": "Moscow Accuses Washington of 'Blackmail' and 'Supporting Terrorists' in Syria",
        "first": "Russia’s Foreign Ministry has called",
        "last": "Russia fully favors a 48-hour",
        "count": 9,
        "furniture": [
            ("appeal", "Support The Moscow Times"),
            ("legal", "The Islamic State and Nu"),
            ("newsletter", "Sign up for our free wee"),
            ("newsletter", "Our weekly newsletter co"),
            ("interface", "Subscribers agree to the"),
            ("appeal", "A Message from The Mosco"),
            ("appeal", "Dear readers,"),
            ("appeal", "We are facing unpreceden"),
            ("appeal", "These actions are direct"),
            ("appeal", "We, the journalists of T"),
            ("appeal", "Your support, no matter "),
            ("appeal", "By supporting The Moscow"),
            ("appeal", "Once"),
            ("appeal", "Monthly"),
            ("appeal", "Annual"),
            ("appeal", "Continue"),
            ("appeal", "paiment methods"),
            ("appeal", "Not ready to support tod"),
            ("appeal", "Remind me later."),
            ("related", "Read more"),
        ],
    },
    "002_73e62411481e19f0.txt": {
        "outlet": "Sputnik",
        "basis": "line 1, “- Sputnik International”",
        "headline": "Up to Moscow to Determine Contributions to Anti-IS Fight: US State Department",
        "first": "WASHINGTON, October 16 (RIA Novosti) - The United States and Russia",
        "last": "Over the past few months",
        "count": 9,
        "furniture": [
            ("site-name", "- Sputnik International"),
            ("navigation", "Russia"),
            ("navigation", "The latest news and stor"),
            ("caption", "© Flickr / U.S. Departme"),
            ("caption", "State Department Spokesp"),
            ("interface", "Subscribe"),
            ("deck", "The United States and Ru"),
            ("interface", "Newsfeed"),
            ("interface", "0"),
            ("comments", "To participate in the di"),
            ("interface", "log in or register"),
            ("interface", "loader"),
            ("comments", "Chats"),
            ("comments", "Заголовок открываемого м"),
        ],
    },
    "003_79de42391ff58f6c.txt": {
        "outlet": None,
        "basis": "unknown: ",
        "headline": "Putin, Kerry did not discuss military cooperation in Syria",
        "first": "The eight-page proposal, published Wednesday by the Washington Post",
        "last": "Syria’s civil war erupted in 2011",
        "count": 14,
        "furniture": [
            ("interface", "Share"),
            ("advertisement", "Advertisement"),
            ("advertisement", "Advertisement"),
            ("related", "Russian help fighting IS"),
        ],
    },
    "004_07261065e59229a5.txt": {
        "outlet": None,
        "basis": "unknown: ",
        "headline": "‘Russia welcome in anti-IS coalition if it changes strategy’",
        "first": "Washington: The US has said it will welcome Russia",
        "last": "“What we would like to see from Russia",
        "count": 14,
        "furniture": [
            ("masthead-date", "Sunday , May 28 2017"),
            ("navigation", "Home / News / World / ‘R"),
        ],
    },
}


@pytest.mark.parametrize("name", PAGES)
def test_the_five_pages(raw, name):
    page, want = files.read(raw / name), PAGES[name]
    article = parse(page, name, OURS)
    covered(page, article)
    assert article.article == name
    assert article.outlet == want["outlet"]
    assert article.outlet_basis.startswith(want["basis"])
    assert article.headline == want["headline"] == page[slice(*article.headline_span)]
    assert kinds(page, article) == want["furniture"]
    paragraphs = body(page, article)
    assert len(paragraphs) == want["count"]
    assert paragraphs[0].startswith(want["first"])
    assert paragraphs[-1].startswith(want["last"])
    assert article.body_spans == tuple(span for spans in article.paragraphs for span in spans)
    assert all(piece.why for piece in article.furniture)
    assert json.loads(json.dumps(row(article))) == row(article)


def test_a_paragraph_broken_in_mid_sentence_is_one_of_two_spans(raw):
    page = files.read(raw / "004_07261065e59229a5.txt")
    article = parse(page, "004", OURS)
    (broken,) = [spans for spans in article.paragraphs if len(spans) > 1]
    first, second = (page[start:stop] for start, stop in broken)
    assert first.endswith("ensure that they have a")
    assert second.startswith("military strategy that’s consistent")
    assert text(page, broken).startswith("Earnest said Russians need")
    assert "have a military strategy" in text(page, broken)


def test_datelines_of_the_pages(raw):
    article = parse(files.read(raw / "002_73e62411481e19f0.txt"), "002", OURS)
    assert article.dateline == Dateline("WASHINGTON", (1188, 1226), "RIA Novosti", "October 16")
    assert article.body_spans[0][0] == 1188
    page = files.read(raw / "004_07261065e59229a5.txt")
    dateline = parse(page, "004", OURS).dateline
    assert page[slice(*dateline.span)] == "Washington:"
    assert (dateline.wire, dateline.date_text) == (None, None)


# ---------------------------------------------------------------- the table of furniture


TABLE = OURS.table("outlets")
FURNITURE = TABLE.entries("furniture")


@pytest.mark.parametrize("row", FURNITURE, ids=lambda row: f"{row['kind']}: {row['why']}")
def test_each_entry_of_furniture_matches_its_examples_and_keeps_prose(row):
    outlets = OURS.outlets
    assert "lines" in row or row.get("example"), "a pattern needs an example"
    for line in [*row.get("lines", ()), *row.get("example", ())]:
        mark = pages.mark(line, outlets)
        assert mark is not None, line
        assert mark.kind == row["kind"], line
    if "pattern" in row:
        low = "needs" not in row and not row.get("case")
        pattern = re.compile(row["pattern"], re.IGNORECASE * (not row.get("case")))
        for line in row["example"]:
            assert pattern.match(line.lower() if low else line), line
            assert any(piece in line for piece in row.get("needs", [""])), line
    for line in row.get("keep", ()):
        assert pages.mark(line, outlets) is None, line


@pytest.mark.parametrize("shown", ["The Moscow Times", "Sputnik International", "BBC News"])
def test_each_way_to_show_an_outlet_matches_its_examples(shown):
    outlets = OURS.outlets
    for entry in TABLE.entries("evidence"):
        for example in entry["example"]:
            mark = pages.mark(example.replace("{outlet}", shown), outlets)
            assert mark is not None, example
            assert mark.outlet == outlets.names[shown.removeprefix("The ")]
            assert mark.kind == entry["kind"]


def test_a_user_adds_an_outlet_with_its_own_furniture(tmp_path):
    ours = Path(TABLE.file).read_text(encoding="utf-8")
    mine = (
        '\n[[outlet]]\nname = "Daily Planet"\nfurniture = [{kind = "interface", '
        'why = "a button", lines = ["Up, up and away"]}]\n'
    )
    (tmp_path / "outlets.toml").write_text(ours + mine, encoding="utf-8")
    page = f"Talks fail in Geneva - Daily Planet\n\nUp, up and away!\n\n{P}\n"
    article = parse(page, "a.txt", Knowledge(tmp_path))
    assert article.outlet == "Daily Planet"
    assert article.headline == "Talks fail in Geneva"
    assert kinds(page, article) == [
        ("site-name", "- Daily Planet"),
        ("interface", "Up, up and away!"),
    ]
    assert parse(page, "a.txt", OURS).outlet is None


# ---------------------------------------------------------------- outlets


@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        (f"Talks fail in Geneva - BBC News\n\n{P}", "BBC News"),
        (f"Talks fail in Geneva | Reuters\n\n{P}", "Reuters"),
        (f"The Guardian\n\nTalks fail in Geneva\n\n{P}", "The Guardian"),
        (
            f"Talks fail in Geneva\n\n{P}\n\n© 2016 The Guardian. All rights reserved.",
            "The Guardian",
        ),
        (f"Talks fail in Geneva\n\n{P}\n\nhttp://www.cnn.com/2016/09/28/x", "CNN"),
        # merely named or cited
        (f"Talks fail in Geneva\n\n{P}\n\nThe Washington Post reported it first.", None),
        (f"Talks fail in Geneva\n\n{P}\n\nHe told the Reuters news agency - Reuters.", None),
        (f"Talks fail in Geneva\n\nMOSCOW (Reuters) - {P}", None),
        (f"Talks fail in Geneva\n\nBy Jane Roe | Reuters\n\n{P}", None),
        (f"Talks fail in Geneva\n\n© Sputnik / Jane Roe\n\n{P}", None),
        (f"Talks fail in Geneva\n\n{P}\n\nCopyright 2016 Reuters", None),
        (f"Talks fail in Geneva\n\n{P}\n\nThis story first appeared in The Guardian", None),
        (f"Moscow Times says talks failed\n\n{P}", None),
        # two alike
        (f"BBC News\n\nTalks fail in Geneva\n\n{P}\n\n© 2016 CNN. All rights reserved.", None),
    ],
)
def test_only_a_pages_own_furniture_shows_its_outlet(page, outlet):
    article = parse(page, "a.txt", OURS)
    covered(page, article)
    assert article.outlet == outlet
    assert article.outlet_basis.startswith("unknown: ") == (outlet is None)
    assert P in " ".join(body(page, article))


# ---------------------------------------------------------------- headline and lead


@pytest.mark.parametrize(
    ("page", "headline", "first"),
    [
        (f"Putin's gamble\n\n{P}", "Putin's gamble", P),
        (f"World\n\nPutin's gamble\n\n{P}", "Putin's gamble", P),
        (
            f"Bad Optics in Iowa.\n\n“No,” she said.\n\n{P}",
            "Bad Optics in Iowa.",
            "“No,” she said.",
        ),
        (f"Close call.\n\nIt was short.\n\n{P}", "Close call.", "It was short."),
        (f"First part;\nsecond part of it.\n\n{P}", "First part;\nsecond part of it.", P),
        (f"Home > World\nTalks fail in Geneva\n{P}\n{P}", "Talks fail in Geneva", P),
        (f"Talks fail in Geneva\nTalks fail in Geneva\n\n{P}", "Talks fail in Geneva", P),
        (f"MOSCOW (AP) — {P}\n\nHe left.", None, f"MOSCOW (AP) — {P}"),
        (f"{P} {P}\n\nHe left.", None, f"{P} {P}"),
        ("One sentence and nothing more.", None, "One sentence and nothing more."),
        # the first sentence of a text that has no headline
        (f"{S}\n\n{P}", None, S),
        (f"By Jane Roe\n\n{S}\n\n{P}", None, S),
        (f"The talks had failed, he said.\n\n{P}", None, "The talks had failed, he said."),
        (f"Minister says he is not quitting.\n\n{P}", "Minister says he is not quitting.", P),
        (f"{S}\n\nGENEVA (AP) — {P}", S, f"GENEVA (AP) — {P}"),
        # a title that the headline repeats without its site's name
        (f"Will talks fail now | Globe\n\nWill talks fail now\n\n{P}", "Will talks fail now", P),
    ],
)
def test_the_headline_is_told_from_lines_around_it(page, headline, first):
    article = parse(page, "a.txt", OURS)
    covered(page, article)
    assert article.headline == headline
    assert body(page, article)[0] == first


def test_copies_of_the_lead_are_cut_and_the_one_with_the_dateline_stays():
    page = f"Talks fail in Geneva\n\n{P}\n\nGENEVA (AFP) - {P}\n\nHe left."
    article = parse(page, "a.txt", OURS)
    assert kinds(page, article) == [("deck", P[:24])]
    assert body(page, article) == [f"GENEVA (AFP) - {P}", "He left."]


@pytest.mark.parametrize(
    ("lead", "dateline"),
    [
        ("MOSCOW, Sept. 29 (Reuters) - Russia", "MOSCOW, Sept. 29 (Reuters) -"),
        ("MOSCOW, September 29, 2016. /TASS/. Russia", "MOSCOW, September 29, 2016. /TASS/."),
        ("WASHINGTON (AP) — The", "WASHINGTON (AP) —"),
        ("ANTALYA, Turkey (AP) -- The", "ANTALYA, Turkey (AP) --"),
        ("WASHINGTON — The", "WASHINGTON —"),
        ("BEIRUT/AMMAN (Reuters) - The", "BEIRUT/AMMAN (Reuters) -"),
        ("New Delhi, 24 November (IANS): The", "New Delhi, 24 November (IANS):"),
        ("Washington: The", "Washington:"),
        ("NEW YORK and BOSTON (May 3, 2016) — The", "NEW YORK and BOSTON (May 3, 2016) —"),
        ("Moscow. May 3. TASS - The", "Moscow. May 3. TASS -"),
        ("MARTIGNY, Switzerland (AP) _ The", "MARTIGNY, Switzerland (AP) _"),
        ("Bern, Switzerland | The", None),
        ("Geneva | The", "Geneva |"),
        ("Moscow and Washington - the two capitals - said the", None),
        ("Trump: I will", None),
        ("ISIS — the group — said", None),
        ("EARNEST: The president", None),
        ("The Washington (D.C.) - based", None),
        ("Moscow said on Monday - again", None),
    ],
)
def test_datelines(lead, dateline):
    page = f"Talks fail in Geneva\n\n{lead} talks would go on for some days, the ministers said.\n"
    found = parse(page, "a.txt", OURS).dateline
    assert (page[slice(*found.span)] if found else None) == dateline


# ---------------------------------------------------------------- body and furniture


@pytest.mark.parametrize(
    "line",
    ["Share", "Advertisement", "Read more", "Follow us on Twitter", "READ ALSO: Kremlin on talks"],
)
def test_furniture_in_mid_article_ends_with_its_line(line):
    parts = ["Talks fail in Geneva", P, line, "The other side", line, "was not ready, he said."]
    page = "\n\n".join(parts)
    article = parse(page, "a.txt", OURS)
    assert body(page, article) == [P, "The other side", "was not ready, he said."]
    page = page.replace("The other side\n", "The other side, he said\n")
    article = parse(page, "a.txt", OURS)
    assert body(page, article) == [P, "The other side, he said was not ready, he said."]


def test_a_box_in_mid_article_ends_where_prose_goes_on():
    page = (
        f"Talks fail in Geneva\n\n{P}\n\nSign up for our newsletter\n\nOur best stories in your "
        f"inbox. You will get it every Friday.\nEmail address\n\nRelated articles\n\nA first title"
        f"\n\nA second title\n\n{P}\n\nHe left.\n"
    )
    article = parse(page, "a.txt", OURS)
    covered(page, article)
    assert body(page, article) == [P, P, "He left."]


def test_clean_text_is_left_alone():
    lines = [
        "What the deal says",
        P,
        "“No.”",
        "Enough.",
        "Why?",
        "The points are:",
        "- a truce from Monday",
        "- aid for Aleppo",
        "He wrote on Twitter:",
        "Nobody knows more about it than me! #MAGA",
        "— Jane Roe (@janeroe) September 26, 2016",
        "A sentence that lost its stop in the middle of the page",
        "9:05 p.m.",
        "KERRY: We should share what we know.",
        "Follow the money, he said.",
        "Three names were given:",
        "Jane Roe",
        "John Doe",
    ]
    page = "\n\n".join(lines)
    article = parse(page, "a.txt", OURS)
    assert article.headline == lines[0]
    assert body(page, article) == lines[1:]
    assert article.furniture == ()


@pytest.mark.parametrize(
    "line",
    [
        "To keep reading, please log in.",
        "This story is for subscribers only.",
        "Not a member yet? Join us today",
        "We respect your privacy",
        "Opt out at any time.",
        "Send us your tips at tips@example.org",
        "Do you agree with the council? Have your say below.",
        "Follow our live blog",
        "Turn on alerts for more",
        "Text continues below the advertisement",
        "(Read also: Minister quits over the talks, aide says)",
        "» Minister quits over the talks",
        "You may also like: Minister quits",
        "A boat on the lake. Photograph: Jane Roe",
        "Facebook | Twitter | Print",
    ],
)
def test_what_a_page_asks_or_offers_in_mid_article_is_no_text(line):
    page = f"Talks fail in Geneva\n\n{P}\n\n{line}\n\n{Q}\n\nHe left."
    assert body(page, parse(page, "a.txt", OURS)) == [P, Q, "He left."]


@pytest.mark.parametrize(
    "line",
    [
        "The story was told by two clerks, Roe said.",
        "Become a member of the union, Roe told the farmers.",
        "Sign up to get paid, the minister urged.",
        "Correction of the map, Roe said, would take a year.",
        "Thank you for reading the bill, Roe said.",
        "Comments by the minister were cut, said Roe.",
        "We value your privacy, Roe told the court.",
        "The report was updated by three clerks in May.",
    ],
)
def test_who_told_it_shows_a_line_to_be_text(line):
    page = f"Talks fail in Geneva\n\n{P}\n\n{line}\n\n{Q}"
    assert body(page, parse(page, "a.txt", OURS)) == [P, line, Q]


@pytest.mark.parametrize(
    "below",
    [
        "Comments\n\nAnna W.\n\nShe said the council lied. I laughed.",
        "12 comments\n\nskier7 · 2 days ago\n\nHe said so, what a joke\n\nReply",
        "Join the debate\n\nskier7\n\nHe said so and he lied.",
        "Jane Roe is a freelance writer. She says snow is her muse.",
        "About the author: Jane Roe loves snow. She says so.",
        "Jane Roe, a reporter in Bern, covers snow.",
        "Jane Roe reported from Geneva.",
        "Most viewed\n\n1. Minister quits\n\n2. Lake is rising, engineers say\n\nWho pays?",
        "More from Geneva\n\n1\n\nMinister quits\n\n2\n\nMayor warns of floods",
    ],
)
def test_comments_teasers_and_writers_below_the_text_are_furniture(below):
    page = f"Talks fail in Geneva\n\n{P}\n\n{Q}\n\nHe left.\n\nIt rained.\n\n{below}\n"
    article = parse(page, "a.txt", OURS)
    covered(page, article)
    assert body(page, article) == [P, Q, "He left.", "It rained."]


def test_comments_begin_only_where_a_reader_s_name_stands_below_their_label():
    parts = [
        P,
        "He left.",
        "He slept.",
        "Comments",
        Q,
        "Jane Roe is a writer. She told him.",
        "It rained.",
    ]
    page = "\n\n".join(["Talks fail in Geneva", *parts])
    article = parse(page, "a.txt", OURS)
    assert kinds(page, article) == [("comments", "Comments")]
    assert body(page, article) == [part for part in parts if part != "Comments"]


def test_an_article_without_stops_keeps_its_paragraphs():
    lines = [
        "Talks collapse in Geneva",
        "The two sides failed to agree on a truce for Aleppo, diplomats said",
        "Russia blamed the United States for the failure of the talks",
        "Both will meet again",
    ]
    page = "\n\n".join(lines)
    assert body(page, parse(page, "a.txt", OURS)) == lines[1:]


def test_wrapped_text_is_put_together_and_its_furniture_seen_whole():
    page = (
        "Kerry warns Lavrov that Washington may end its talks with Moscow on\nSyria\n\n"
        "WASHINGTON, Sept 28 (Reuters) - The secretary told the minister that\n"
        "Washington would suspend its engagement on Syria unless Moscow acted\n"
        "to end the assault on Aleppo, the department said.\n\n"
        "“The burden remains on Russia to stop this assault,” a spokesman\n"
        "said. Kerry was ready to talk. He was ready to do so at any time and\n"
        "Lavrov was not.\n\n"
        "Sign up for our free newsletter and get the best of our reporting in\n"
        "your inbox every morning.\n"
    )
    article = parse(page, "a.txt", OURS)
    covered(page, article)
    assert text(page, [article.headline_span]).endswith("with Moscow on Syria")
    assert [kind for kind, _ in kinds(page, article)] == ["newsletter"]
    assert len(article.paragraphs) == 2
    assert all(len(spans) == 1 for spans in article.paragraphs)
    assert body(page, article)[1].endswith("at any time and Lavrov was not.")
    assert body(page.replace("\n", "\r\n"), parse(page.replace("\n", "\r\n"), "a", OURS)) == body(
        page, article
    )


@pytest.mark.parametrize("width", [26, 32, 35, 40, 44, 60, 90])
def test_text_wrapped_at_any_width_is_put_together(width):
    quoted = (
        "“The price is far too high for us, and nobody here will say otherwise,” Jane Roe said."
    )
    parts = ["Second day of talks ends without a deal in Geneva", P, quoted, f"{P} {quoted}"]
    page = "\n\n".join("\n".join(textwrap.wrap(part, width)) for part in parts)
    article = parse(page, "a.txt", OURS)
    assert text(page, [article.headline_span]) == parts[0]
    assert body(page, article) == parts[1:]
    assert all(len(spans) == 1 for spans in article.paragraphs)


def test_lines_that_end_as_sentences_are_paragraphs_of_their_own():
    page = f"Talks fail in Geneva\n{P}\nHe left.\n“No,” she said.\n"
    assert body(page, parse(page, "a.txt", OURS)) == [P, "He left.", "“No,” she said."]


@pytest.mark.parametrize(
    "page",
    [
        "\ufeffTalks fail 😀 in Geneva\r\n\r\n"
        "Cafe\u0301 talks 👩‍👩‍👧 failed, he said.\r\n\r\nShare\r\n",
        "Talks fail in Geneva\r\rThe talks failed, he said.\r\rShare\r",
        "Talks fail in Geneva\u2029The talks\u00a0failed,\u00a0he said.\u2028\u2028Share",
        "\u00a0 Talks fail in Geneva \u00a0\n \n"
        "\t The talks failed, he said. \u3000\n\nShare \n\u200b\n",
    ],
)
def test_offsets_hold_with_any_newline_emoji_and_marks(page):
    article = parse(page, "a.txt", OURS)
    covered(page, article)
    assert article.headline.startswith("Talks fail")
    assert article.headline.endswith("Geneva")
    assert len(article.paragraphs) == 1
    assert body(page, article)[0].endswith("failed, he said.")
    assert ("interface", "Share") in kinds(page, article)


@pytest.mark.parametrize("page", ["Share", "Share\n\nRead more\n", "x", "…", "\u200b", "<script>"])
def test_a_page_of_next_to_nothing_is_read(page):
    covered(page, parse(page, "a.txt", OURS))


def test_markup_is_text():
    page = "Minister speaks\n\n<script>alert(1)</script>\n\nHe said <b>no</b> to the plan.\n"
    article = parse(page, "a.txt", OURS)
    assert article.headline == "Minister speaks"
    assert body(page, article)[-1] == "He said <b>no</b> to the plan."


# ---------------------------------------------------------------- scale

WORST = {
    "article of 2 MB": "A headline\n\n" + (P + " " + P + "\n\n") * 11_000,
    "line of 5 MB": "A headline\n\n" + (P + " ") * 55_000,
    "word of 5 MB": "x" * 5_000_000,
    "blank lines": "A headline\n" + "\n" * 1_000_000 + P,
    "short lines": "word\n\n" * 40_000,
    "buttons": "Share\n" * 40_000,
    "wrapped": "the minister said on monday that the talks with the others would go on\n" * 20_000,
    "quotation marks": ('"' * 399 + "\n") * 2_000,
    "slashes": ("Home" + " / x" * 95 + "\n\n") * 2_000,
    "capitals": ("By A" + " A" * 195 + "x1!\n\n") * 2_000,
    "riders": ("is " * 60 + "terrorist organization banned" + " is" * 60 + "\n\n") * 1_000,
    "dates": ("1/2/2016 " * 13 + "\n\n") * 2_000,
    "holders of office": "A headline now\n\n" + "US Secretary of State John Kerry " * 30_000,
    "days": "A headline\n\nKerry Lavrov suspend bilateral engagement Aleppo threat "
    + "Kerry Lavrov threat Wednesday " * 3_300,
}


@pytest.mark.parametrize("name", WORST)
def test_time_grows_with_length_alone(name):
    page = WORST[name]
    parse("A headline\n\n" + P, "warm", OURS)
    start = time.process_time()
    article = parse(page, "a.txt", OURS)
    assert time.process_time() - start < 6
    if name.startswith(("article", "line", "word")):
        assert sum(stop - start for start, stop in article.body_spans) > 0.9 * len(page)


def test_furniture_takes_next_to_nothing_from_clean_articles(shared):
    path = shared / "polnear" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the corpus is not here")
    lost = total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = parse(row["text"], row["id"], OURS)
        covered(row["text"], article)
        assert article.headline_span[0] == 0
        cut = [piece.span for piece in article.furniture]
        for attribution in row["attributions"]:
            for start, stop in attribution["content"]:
                total += 1
                lost += any(a < stop and start < b for a, b in cut)
    assert total > 2000
    assert lost / total < 0.003


def test_a_page_is_the_same_from_any_module_state(raw):
    page = files.read(raw / "002_73e62411481e19f0.txt")
    assert parse(page, "x", OURS) == parse(page, "x", OURS)
