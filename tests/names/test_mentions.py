"""Who is named: readings of capitals, mentions, canonical names, and the tables behind them."""

import re
from datetime import date

import pytest

from onrecord.articles.page import parse
from onrecord.errors import OnRecordError
from onrecord.knowledge import tables
from onrecord.names import mentions

JULY = ("2016-07-15", "2016-07-18")


def page(text, headline=None, dates=(None, None)):
    """A text and its article record: each line a paragraph, the first the headline if wanted."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append([at, at + len(line)])
        at += len(line) + 1
    record = {
        "article": "a.txt",
        "headline_span": spans.pop(0) if headline else None,
        "paragraphs": [[span] for span in spans],
        "date_earliest": dates[0],
        "date_latest": dates[1],
    }
    return text, record


def named(text, **more):
    """The mentions of a text as (text, actor, reading)."""
    raw, record = page(text, **more)
    rows = mentions.mentions(raw, record)
    assert all(raw[row["start"] : row["stop"]] == row["text"] for row in rows)
    return [(row["text"], row["actor"], row["reading"]) for row in rows]


def who(text, **more):
    """The actors that a text names as actors."""
    return [actor for _, actor, reading in named(text, **more) if reading == "actor"]


READINGS = [
    # the capital in question stands between bars
    ("|Moscow| denied the report on Tuesday.", "government", "subject of a verb"),
    ("|Paris| has repeatedly warned its neighbours.", "government", "subject of a verb"),
    ("|Tehran| quietly accepted the offer.", "government", "subject of a verb"),
    ("The paper says |Beijing|’s view has not changed.", "government", "possessive"),
    ("It is up to |Ankara| to open the border.", "government", "up to"),
    ("A message to |Washington| was sent at noon.", "government", '"to" without movement'),
    ("Talks between |London| and Berlin went on.", "government", "relation"),
    ("Sanctions against |Pyongyang| were renewed.", "government", "relation"),
    ("The minister accused |Kiev| of delay.", "government", "object of a verb"),
    ("Pressure from |Riyadh| had grown.", "government", "sent from"),
    ("Trust in |Rome| is low.", "government", 'abstract noun before "in"'),
    ("The |Madrid|-backed plan failed.", "government", "compound"),
    ("An anti-|Moscow| mood was felt.", "government", "compound"),
    ("Berlin and |Warsaw| agreed at once.", "government", "subject of a verb"),
    ("Talks in |Moscow| ended late.", "place", "preposition of place"),
    ("He lives near |London| with two dogs.", "place", "preposition of place"),
    ("They met in central |Paris| for lunch.", "place", "preposition of place"),
    ("The envoy flew to |Damascus| overnight.", "place", "movement"),
    ("She left |Kabul| in 1996.", "place", "movement"),
    ("Shops in Berlin and |Vienna| were shut.", "place", "coordinated with a place"),
    ("A |Moscow| court fined the editor.", "place", "place noun behind"),
    ("The |Cairo|-based bank lends more.", "place", "compound with a place word"),
    ("Buses in |Baghdad|’s northern suburbs stopped.", "place", "possessive of a place"),
    ("A |Berlin| baker took the case.", "place", "someone or something there"),
    ("They walked through |Moscow|’s streets.", "place", "possessive of a place"),
    ("They met in |Geneva|, where it rained.", "place", '"where" behind'),
    ("The streets of |Tunis| were empty.", "place", "preposition of place"),
    ("|PARIS|, May 3 (Agency) - The talks went on.", "dateline", "dateline"),
    ("|BERLIN| — The talks went on.", "dateline", "dateline"),
    ("|Ottawa|: The talks went on.", "dateline", "dateline"),
    ("LONDON/|MOSCOW| (Agency) - The talks went on.", "dateline", "dateline"),
    ("He writes for the |Washington| Herald now.", "newspaper", "newspaper name"),
    ("According to the |Moscow| Times, it rained.", "newspaper", "newspaper name"),
    ("Denzel |Washington| arrived in a hat.", "person", "part of a person's name"),
    ("The late Booker T. |Washington| wrote it.", "person", "part of a person's name"),
    ("|Sofia| Coppola made the film.", "person", "part of a person's name"),
    ("Voters in |Washington| state chose her.", "state", "state or district"),
    ("The state of |Washington| borders Canada.", "state", "state or district"),
    ("He was born in |Washington|, D.C., in 1950.", "state", "state or district"),
    ("|Moscow| State University reopened.", "name", "part of another name"),
    ("Boats on Lake |Washington| sank.", "name", "part of another name"),
]


@pytest.mark.parametrize(("marked", "reading", "rule"), READINGS)
def test_capital_reading(marked, reading, rule):
    start = marked.index("|")
    stop = marked.index("|", start + 1) - 1
    assert mentions.capital_reading(marked.replace("|", ""), start, stop) == (reading, rule)


def test_headline_colon_is_a_speaker_and_no_dateline():
    text = "Moscow: no deal on arms"
    assert mentions.capital_reading(text, 0, 6) == ("dateline", "dateline")
    assert mentions.capital_reading(text, 0, 6, headline=True)[0] == "government"


def test_only_the_line_around_a_capital_is_looked_at():
    text = "They met in\nMoscow denied it."
    assert mentions.capital_reading(text, 12, 18) == ("government", "subject of a verb")


# Every "Washington" and "Moscow" of the five pages, furniture included, in the order of the file.
PAGES = {
    "000": ["newspaper"] * 3,
    "001": ["newspaper", "government", "government", *["newspaper"] * 5],
    "002": [
        "government", "government", "government", "government", "dateline", "government",
        "government", "government", "government",
    ],
    "003": ["newspaper", "place", "newspaper"],
    "004": ["dateline", "government"],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_capitals_of_the_five_pages(raw, name):
    path = next(raw.glob(f"{name}_*.txt"))
    text = path.read_bytes().decode()
    span = parse(text, path.name)["headline_span"]
    found = []
    for match in re.finditer(r"\b(?:WASHINGTON|Washington|Moscow)\b", text):
        inside = span[0] <= match.start() < span[1]
        found.append(mentions.capital_reading(text, *match.span(), headline=inside)[0])
    assert found == PAGES[name]


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
    path = next(raw.glob(f"{name}_*.txt"))
    text = path.read_bytes().decode()
    record = parse(text, path.name)
    rows = mentions.mentions(text, record)
    assert all(text[row["start"] : row["stop"]] == row["text"] for row in rows)
    assert all(a["stop"] <= b["start"] for a, b in zip(rows, rows[1:], strict=False))
    inside = [record["headline_span"], *record["body_spans"]]
    assert all(any(a <= r["start"] and r["stop"] <= b for a, b in inside) for r in rows)
    capitals = [r for r in rows if re.search("washington|moscow", r["text"], re.IGNORECASE)]
    assert [(r["text"], r["actor"], r["reading"]) for r in capitals] == BODY[name]


def test_who_is_named_in_a_page(raw):
    path = next(raw.glob("001_*.txt"))
    text = path.read_bytes().decode()
    rows = mentions.mentions(text, parse(text, path.name))
    found = {row["actor"] for row in rows if row["reading"] == "actor"}
    assert found == {
        "Russia", "United States", "Russian Foreign Ministry", "John Kerry", "Sergei Lavrov",
        "Islamic State", "Nusra Front", "Syria", "Sergei Ryabkov",
    }  # fmt: skip
    assert {r["actor"] for r in rows if r["reading"] == "place"} == {"Syria", "Aleppo"}
    assert {r["actor"] for r in rows if r["reading"] == "newspaper"} == {"RIA Novosti", "TASS"}


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
    record = {
        "article": "a", "headline_span": None, "date_earliest": None, "date_latest": None,
        "paragraphs": [[[0, 8]], [[10, 30]], [[text.index("U.S."), len(text)]]],
    }  # fmt: skip
    rows = mentions.mentions(text, record)
    assert [(text[r["start"] : r["stop"]], r["actor"]) for r in rows] == [
        ("Kerry", "John Kerry"), ("Kremlin", "Kremlin"),
        ("U.S. Secretary of State\r\nJohn Kerry", "John Kerry"),
    ]  # fmt: skip


def test_a_paragraph_in_pieces_is_read_as_one():
    text = "They saw President\n\nPutin there."
    record = {"article": "a", "headline_span": None, "paragraphs": [[[0, 18], [20, 32]]]}
    assert [r["actor"] for r in mentions.mentions(text, record)] == ["Vladimir Putin"]


def test_a_long_line_is_read_in_linear_time():
    for line in ("Russia, ", "former senior deputy president ", "the the US "):
        text = line * 20_000
        record = {"article": "a", "headline_span": None, "paragraphs": [[[0, len(text)]]]}
        mentions.mentions(text, record)


PHRASES = [
    ("White House spokesman Josh Earnest", "Josh Earnest", "person", "United States"),
    ("Russia’s Foreign Ministry", "Russian Foreign Ministry", "institution", "Russia"),
    ("the spokesperson for the US Department of State", "John Kirby", "person", "United States"),
    ("President Putin", "Vladimir Putin", "person", "Russia"),
    ("President Vladimir Putin himself", "Vladimir Putin", "person", "Russia"),
    ("Jen Psaki, spokesperson for the US State Department", "Jen Psaki", "person", "United States"),
    ("German Chancellor Angela Merkel", "Angela Merkel", "person", "Germany"),
    ("German Chancellor Erika Mustermann", "Erika Mustermann", "person", "Germany"),
    ("Poland's Prime Minister Anna Nowak", "Anna Nowak", "person", "Poland"),
    ("Lt. Gen. Ivan Petrov of the Russian General Staff", "Ivan Petrov", "person", "Russia"),
    ("Ivan Petrov, head of the Federation Council's committee", "Ivan Petrov", "person", "Russia"),
    ("the head of the clinic, Erika Mustermann", "Erika Mustermann", "person", None),
    ("Erika Mustermann", "Erika Mustermann", "person", None),
    ("Mustermann", "Mustermann", "person", None),
    ("Alexandra Kerry", "Alexandra Kerry", "person", None),
    ("Mrs. Clinton", "Hillary Clinton", "person", "United States"),
    ("former President Clinton", "Bill Clinton", "person", "United States"),
    ("Putin's spokesman Dmitry Peskov", "Dmitry Peskov", "person", "Russia"),
    ("the Kremlin", "Kremlin", "institution", "Russia"),
    ("Moscow", "Russia", "government", "Russia"),
    ("Brussels", "European Union", "organisation", "European Union"),
    ("The Syrian president", "Bashar al-Assad", "person", "Syria"),
    ("the Foreign Ministry of Turkey", "Turkish Foreign Ministry", "institution", "Turkey"),
    ("Russian authorities", "Russia", "government", "Russia"),
    ("the Obama administration", "United States", "government", "United States"),
    ("the Russians", "Russia", "government", "Russia"),
    ("the TASS news agency", "TASS", "outlet", None),
    ("the draft document", "draft US proposal", "document", "United States"),
    (
        "a draft first disclosed by the Washington Post",
        "draft US proposal",
        "document",
        "United States",
    ),
    ("a U.S. government statement", "U.S. government statement", "document", "United States"),
    ("a senior diplomat", "unnamed senior diplomat", "unnamed", None),
    ("a Saudi official", "unnamed Saudi official", "unnamed", "Saudi Arabia"),
    ("US officials", "unnamed US officials", "unnamed", "United States"),
    ("critics of the plan", "unnamed critics", "unnamed", None),
    ("the National Weather Service", "National Weather Service", "organisation", None),
]


@pytest.mark.parametrize(("phrase", "name", "kind", "side"), PHRASES)
def test_canonical(phrase, name, kind, side):
    assert mentions.canonical(phrase, mentions.roster(), JULY)[:3] == (name, kind, side)


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "he",
        "They",
        "his Russian ally",
        "the diplomat",
        "the officials",
        "both countries",
        "the two sides",
    ],
)
def test_what_names_nobody(phrase):
    assert mentions.canonical(phrase) is None


def test_canonical_says_by_which_rule():
    rules = {
        "Josh Earnest": "name", "Lavrov": "surname", "Mr. Lavrov": "title and surname",
        "the Syrian president": "office at the date", "Chancellor Erika Mustermann": "title",
        "Moscow": "capital for government", "Russian officials": "unnamed",
    }  # fmt: skip
    for phrase, rule in rules.items():
        assert mentions.canonical(phrase, None, JULY).rule == rule, phrase
    assert mentions.canonical("the Syrian president").kind == "unnamed"


def test_mentions_frame_has_its_columns_also_when_empty():
    empty = mentions.mentions_frame([])
    full = mentions.mentions_frame([page("Kerry met the Russians in Paris.")])
    assert list(empty.columns) == list(full.columns) == mentions.COLUMNS
    assert dict(empty.dtypes) == dict(full.dtypes)
    assert list(full["voice"]) == ["narration"] * 3
    assert full["statement_id"].isna().all()


def test_mentions_frame_tells_statement_and_voice():
    text, record = page("“Syria must wait”, Kerry said.\nHe said Russia was “with Assad” there.")
    said = [
        {"article": "a.txt", "statement_id": "a:s01", "form": "direct", "content_spans": [[1, 16]]},
        {"article": "a.txt", "statement_id": "a:s02", "form": "mixed", "content_spans": [[39, 68]]},
    ]
    frame = mentions.mentions_frame([(text, record)], said)
    rows = frame[["actor", "voice", "statement_id"]].astype(object).where(frame.notna(), None)
    assert [tuple(row) for row in rows.itertuples(index=False)] == [
        ("Syria", "direct", "a:s01"), ("John Kerry", "narration", None),
        ("Russia", "paraphrase", "a:s02"), ("Bashar al-Assad", "island", "a:s02"),
    ]  # fmt: skip


# --- the tables ---------------------------------------------------------------------------------


def test_every_role_and_side_is_known():
    book = mentions.roster()
    sides = {actor.side for actor in book.actors.values() if actor.side}
    assert sides <= set(book.actors)
    for actor in book.actors.values():
        assert re.fullmatch(r"Q\d+", actor.wikidata or "Q1"), actor.name
        assert actor.government is None or actor.government in book.actors
        for role in actor.roles:
            date.fromisoformat(role.first)
            assert not role.last or role.first < role.last, actor.name
            body = role.of in book.actors or role.of.split(" ", 1)[0] in book.short.values()
            assert body, (actor.name, role.of)


def test_no_office_is_held_by_two_at_once():
    for (title, of), held in mentions.roster().roles.items():
        terms = sorted((first, last or "9999", name) for name, first, last in held)
        for (_, end, a), (start, _, b) in zip(terms, terms[1:], strict=False):
            assert end <= start or a == b, (title, of, a, b)


def test_every_country_reads():
    book = mentions.roster()
    countries = tables.load("countries")["country"]
    assert len(countries) >= 193
    for country in countries:
        assert book.actors[country["name"]].side == country["name"]
        for form in [country["name"], *country.get("aliases", [])]:
            if form not in country.get("weak", []):
                assert mentions.canonical(form)[:2] == (country["name"], "government"), form
    assert len({c["wikidata"] for c in countries if "wikidata" in c}) >= 190


def folder_with(tmp_path, entry, head="add_to_ours = true\n"):
    """A knowledge folder with a table of actors of one entry."""
    (tmp_path / "actors.toml").write_text(f"{head}[[actor]]\n{entry}", encoding="utf-8")
    return tmp_path


def test_a_user_adds_an_actor(tmp_path):
    entry = """name = "Erika Mustermann"
kind = "person"
side = "Germany"
roles = [{title = "chancellor", of = "Germany", from = 2030-01-01}]
"""
    book = mentions.roster(folder_with(tmp_path, entry))
    raw, record = page(
        "Ms. Mustermann left.\nThe German chancellor left.", dates=("2031-01-01",) * 2
    )
    assert [r["actor"] for r in mentions.mentions(raw, record, book)] == ["Erika Mustermann"] * 2
    assert (
        mentions.canonical("the German chancellor", book, ("2031-01-01",) * 2)[0]
        == "Erika Mustermann"
    )


def test_a_user_replaces_the_actors(tmp_path):
    folder = folder_with(tmp_path, 'name = "Kremlin"\nkind = "place"', head="")
    book = mentions.roster(folder)
    assert book.actors["Kremlin"].kind == "place"
    assert "John Kerry" not in book.actors
    assert "Norway" in book.actors  # the countries are another table
    changed = mentions.roster(folder_with(tmp_path, 'name = "Kremlin"\nkind = "place"'))
    assert changed.actors["Kremlin"].kind == "place"
    assert "John Kerry" in changed.actors


def test_a_missing_word_list_is_named(tmp_path):
    text = tables.path_of("names").read_text(encoding="utf-8")
    (tmp_path / "names.toml").write_text(
        text.replace("\nevents =", "\n# events ="), encoding="utf-8"
    )
    with pytest.raises(OnRecordError, match=r"names.toml: \[reading\]: events is missing; copy it"):
        mentions.roster(tmp_path)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('name = "X"\nkind = "ghost"', ["actors.toml", "X", "kind", "use one of"]),
        ('name = "X"', ["actors.toml", "X", "kind is missing"]),
        ('name = "X"\nkind = "person"\nalias = ["Y"]', ["X", "alias", "did you mean aliases"]),
        ('name = "X"\nkind = "group"\n[[actor]]\nname = "X"\nkind = "group"', ["X", "twice"]),
        (
            'name = "X"\nkind = "person"\nroles = [{title = "czar", of = "Y", from = 2000-01-01}]',
            ["X", "czar", "[[title]]"],
        ),
        (
            'name = "X"\nkind = "person"\nroles = [{title = "president", of = "Y", from = "2000"}]',
            ["(X), roles 1 (president), from", "a date"],
        ),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, entry, words):
    with pytest.raises(OnRecordError) as caught:
        mentions.roster(folder_with(tmp_path, entry))
    for word in words:
        assert word in str(caught.value)


def test_the_code_names_no_actor(root):
    names = [n for n in mentions.roster().actors if mentions.roster().actors[n].kind == "person"]
    surnames = {name.split()[-1] for name in names} - {"May", "Power", "Rice", "Johnson"}
    for path in (root / "lib" / "onrecord").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        found = surnames & set(re.findall(r"[A-Z]\w+", code))
        assert not found, (path.name, found)


@pytest.mark.parametrize(
    "phrase",
    [
        "Bank of Ireland",
        "University of Leeds",
        "Center for Public Roads",
        "Institute for the Study of War",
    ],
)
def test_the_name_of_an_organisation_goes_on_behind_its_head(phrase: str) -> None:
    name = mentions.canonical(f"the {phrase}")
    assert name is not None
    assert (name.canonical, name.kind) == (phrase, "organisation")
