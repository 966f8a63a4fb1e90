"""The tables of knowledge: a user's own counts, and a wrong edit is one clear line."""

import copy
import json
import math
import os
from collections import Counter
from datetime import date, datetime
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from onrecord.analysis import comention, frames, framing, news_frames, sentiment, stance
from onrecord.articles import page as pages
from onrecord.corpus import Page
from onrecord.knowledge import Knowledge, KnowledgeError, known, tables
from onrecord.knowledge.tables import SHAPES
from onrecord.publish import marked
from onrecord.records import Mention, Statement

PAGE = """Talks on the bridge go on - BBC News

Russian President Vladimir Putin said on Monday that Washington must lift the sanctions.

“We will not work together with the regime,” Kerry told reporters after the truce failed.
"""
ENOUGH = """
[appeal]
pronouns = ["we"]
stems = ["x"]
[dateline]
wires = ["AP"]
places = ["Rome"]
"""


OURS = Knowledge()
OF = {  # the tables that one is made from, where it is not made from that of its own name
    "roster": {"actors", "countries", "names", "given_names", "grammar"},
    "cues": {"cues", "grammar"},
    "tones": {"cue_tones"},
    "targets": {"propositions"},
}


@cache
def known_page():
    """Return the page, its statements and its mentions, read with our tables."""
    page = Page(PAGE, "a.txt", OURS)
    said, named = frames.frame(page.statements, Statement), frames.frame(page.mentions, Mention)
    return page, said, named


def read_all(folder, file, table=None):
    """Read the page by every public function that reads a table, or by those that read one."""
    knowledge = Knowledge(folder)
    page, said, named = known_page()
    if table:  # what is not made from it is made once for all tests
        ours = {name: made for name, made in vars(OURS).items() if not name.startswith("_")}
        vars(knowledge).update({n: made for n, made in ours.items() if table not in OF.get(n, {n})})

    def code():
        stance.code(said, named, folder, knowledge, polarity=False)

    def mark():
        anew = Page(PAGE, "a.txt", knowledge)
        marked.marked(anew, knowledge.rules)
        assert anew.mentions

    readers = {
        "sentiment_words": lambda: sentiment.targeted(PAGE, [60, 64], folder),
        "labels": lambda: framing.labels_by_voice([page], knowledge),
        "news_frames": lambda: news_frames.find([page], knowledge),
        "cue_tones": lambda: framing.verbs_by_speaker(said, knowledge=knowledge),
        "stance_words": code,
        "propositions": code,
    }
    only = [mark] if table else [*readers.values(), mark]
    for reader in [readers[table]] if table in readers else only:
        reader()


@pytest.fixture
def refused(tmp_path, tmp_path_factory):
    """A function that reads all with a user's table, and returns the error that must come."""

    number = count()

    def read(name, text):
        mine = tmp_path / str(next(number))  # a new folder, so that no cache knows it
        mine.mkdir()
        path = mine / f"{name}.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(KnowledgeError) as caught:
            read_all(str(mine), tmp_path / "a.txt", name)
        error = caught.value
        assert error.file == str(path)
        assert error.what
        assert error.remedy
        assert "\n" not in str(error)
        return error

    return read


def test_our_tables_load_and_are_right(tmp_path):
    folder = Path(tables.stamp("labels")[0]).parent
    assert sorted(SHAPES) == sorted(path.stem for path in folder.iterdir())
    read_all(None, tmp_path / "a.txt")
    assert len(OURS.outlets.names) > 50
    assert OURS.events.events


LABEL = '[[label]]\nconcept = "tax"\nlabel = "relief"\nforms = ["tax relief"]\n'


def test_a_users_table_takes_the_place_of_ours_and_the_others_stay(tmp_path):
    (tmp_path / "labels.toml").write_text(LABEL)
    mine = Knowledge(tmp_path)
    assert [label.name for label in mine.labels["tax"]] == ["relief"]
    assert mine.table("outlets") == OURS.table("outlets")


def left_to_ours(shape, path=()):
    """Yield the path of each field that a user's table may leave to ours."""
    for field, part in shape.items():
        own = (*path, field.rstrip("!?*+"))
        if field.endswith("+"):
            yield own
        elif isinstance(part, dict):
            yield from left_to_ours(part, own)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_what_a_users_table_may_lack_is_ours(tmp_path, name):
    table = OURS.table(name).holds
    for path in left_to_ours(SHAPES[name]):
        table = without(table, path)
    (tmp_path / f"{name}.toml").write_text(whole(table), encoding="utf-8")
    assert Knowledge(tmp_path).table(name).holds == OURS.table(name).holds


def test_a_changed_table_is_read_again(tmp_path):
    path = tmp_path / "labels.toml"
    path.write_text(LABEL)
    first = known(tmp_path)
    assert len(first.labels["tax"]) == 1
    assert known(tmp_path) is first
    path.write_text(LABEL + LABEL.replace("relief", "cut"))
    assert len(known(tmp_path).labels["tax"]) == 2


def test_a_byte_order_mark_is_passed_over(tmp_path):
    (tmp_path / "labels.toml").write_bytes(b"\xef\xbb\xbf" + LABEL.encode())
    assert Knowledge(tmp_path).labels["tax"][0].name == "relief"


def test_a_missing_folder_or_table_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "none", tmp_path / "file", "nul\0", ""):
        with pytest.raises(KnowledgeError, match="no such knowledge folder"):
            Knowledge(folder)
    with pytest.raises(KnowledgeError, match="no such table"):
        tables.stamp("nothing_of_that_name")


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize("text", ["", "# only words\n", "add_to_ours = true\n", "\ufeff"])
def test_a_table_that_holds_nothing_is_named(refused, name, text):
    assert "holds no entries" in refused(name, text).what


def test_a_table_may_say_that_it_is_empty(tmp_path, refused):
    (tmp_path / "labels.toml").write_text("empty = true\n")
    (tmp_path / "actors.toml").write_text("add_to_ours = true\nempty = true\n")
    mine = Knowledge(tmp_path)
    assert mine.labels == {}
    assert set(mine.roster.actors) == set(OURS.roster.actors)
    assert "says that it is empty, and is not" in refused("labels", f"empty = true\n{LABEL}").what


def test_outlets_are_added_to_ours(tmp_path):
    entry = '[[outlet]]\nname = "Lake Herald"\nnames = ["Herald of the Lake"]\n'
    (tmp_path / "outlets.toml").write_text(f"add_to_ours = true\n{entry}")
    mine = Knowledge(tmp_path).outlets
    assert {*OURS.outlets.names} < {*mine.names}


@pytest.mark.parametrize("name", ["actors", "countries", "labels", "propositions", "rules"])
def test_an_empty_list_of_entries_is_named(refused, name):
    (field,) = [field.rstrip("?") for field, shape in SHAPES[name].items() if type(shape) is list]
    assert "holds no entries" in refused(name, f"{field} = []\n").what


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a = \n", "line 1", "not valid TOML"),
        ("a = 1\na = 2\n", "line 2", "not valid TOML"),
        ("a = 2016-13-45\n", "line 1", "not valid TOML"),
        (b"a = '\xe9'\n", "byte 5", "not UTF-8"),
        (b"a = '\0'\n", "line 1", "not valid TOML"),
        (LABEL.encode("utf-16"), "byte 0", "not UTF-8"),
        (f"a = {'[' * 5000}{']' * 5000}\n", "", "brackets"),
        (f"a = {'9' * 5000}\n", "", "not valid TOML"),
        (f"a = 0x{'F' * 5000}\n", "", "not valid TOML"),
    ],
)
def test_a_broken_file_is_named_with_its_place(refused, text, place, what):
    error = refused("labels", text)
    assert place in error.place
    assert what in error.what


def as_a_folder(path):
    path.mkdir()


def as_a_link_to_nothing(path):
    path.symlink_to("nowhere.toml")


def as_a_link_to_itself(path):
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    "make", [as_a_folder, as_a_link_to_nothing, as_a_link_to_itself, os.mkfifo]
)
@pytest.mark.parametrize("name", sorted(SHAPES))
def test_what_is_no_file_is_named(tmp_path, name, make):
    make(tmp_path / f"{name}.toml")
    with pytest.raises(KnowledgeError) as caught:
        Knowledge(tmp_path).table(name)
    assert caught.value.file == str(tmp_path / f"{name}.toml")
    assert caught.value.remedy


def test_a_link_to_a_file_counts(tmp_path):
    (tmp_path / "mine.txt").write_text(LABEL)
    (tmp_path / "labels.toml").symlink_to("mine.txt")
    assert Knowledge(tmp_path).labels["tax"][0].name == "relief"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("actor.toml", "did you mean actors.toml?"),
        ("Actors.toml", "did you mean actors.toml?"),
        ("actors.TOML", "did you mean actors.toml?"),
        ("propostions.toml", "did you mean propositions.toml?"),
        ("weather.toml", "tables are actors, countries"),
    ],
)
def test_a_table_that_none_would_read_is_named(tmp_path, name, remedy):
    (tmp_path / name).write_text(LABEL)
    with pytest.raises(KnowledgeError, match="is no table of ours") as caught:
        Page(PAGE, "a.txt", str(tmp_path))
    assert caught.value.file == str(tmp_path / name)
    assert remedy in caught.value.remedy


def test_other_files_may_stand_beside_the_tables(tmp_path):
    for name in ("notes.md", "actors.toml.bak", "._actors.toml", "page.txt"):
        (tmp_path / name).write_text("x")
    assert Knowledge(tmp_path).table("actors") == OURS.table("actors")


# ---------------------------------------------------------------- every field of every table


def toml(value):
    """Return a value as TOML, tables and lists on one line."""
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{json.dumps(key)} = {toml(item)}' for key, item in value.items())}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else str(value)


def whole(table):
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items())


@cache
def sample(name):
    """Return our table with only those entries of each list that bring a new field."""
    table = dict(OURS.table(name).holds)
    for field, entries in table.items():
        if isinstance(entries, list) and isinstance(entries[0], dict) and name != "cues":
            seen = set()
            known = [
                row for row in entries if all(role["of"] in STATES for role in row.get("roles", ()))
            ]
            kept = [row for row in known if not seen >= row.keys() and not seen.update(row)]
            table[field] = entries if field == "operator" else kept
        elif name == "given_names" and isinstance(entries, list):
            table[field] = entries[:2]
    return table


STATES = {country["name"] for country in OURS.table("countries").entries("country")}
MAY_BE_BLANK = {"note", "figure", "not_to_be_confused_with", "frames", "says"}
ANY_FIELD = {"irregular", "names"}
LATE = date(9999, 12, 31)
WRONG = {  # by the type of what stands there: what is put in its place
    str: [7, True, ["x"], {"x": "y"}, "", "  "],
    list: ["x", 7, [7], [""], [" "], [["x"]], {"x": "y"}],
    bool: [1, "true"],
    int: ["1", True, math.nan, math.inf, -99],
    float: ["1", True, math.nan, math.inf, -99],
    date: ["2016-01-01", datetime(2016, 1, 1, 12), LATE, 2016],
    dict: ["x", ["x"], [{}], {"weather": 1}],
}


def fields(value, path=()):
    """Yield the path of every field, each once however many entries have it."""
    for key, item in value.items() if isinstance(value, dict) else ():
        yield (*path, key)
        if isinstance(item, dict) and key not in ANY_FIELD:
            yield from fields(item, (*path, key))
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            seen = set()
            for number, row in enumerate(item):
                for inner in fields(row, (*path, key, number)):
                    own = inner[len(path) + 2 :]
                    if not seen & {own}:
                        seen.add(own)
                        yield inner


def put(table, path, value):
    """Return a copy of a table with another value at a path."""
    table = copy.copy(table)
    table[path[0]] = put(table[path[0]], path[1:], value) if path[1:] else value
    return table


def wrong_edits(name):
    """Yield the path of each field of our table, and what is wrong there."""
    table, alike = sample(name), Counter()
    for path in fields(table):
        value = table
        for key in path:
            value = value[key]
        turn = alike[type(value)]
        alike[type(value)] += 1
        some = WRONG[type(value)]
        for wrong in some if turn < 2 else (some * 2)[turn % len(some) :][:1]:
            if isinstance(wrong, str) and not wrong.strip() and path[-1] in MAY_BE_BLANK:
                continue
            if not (path[-1] in ANY_FIELD and wrong == {"weather": 1}):
                yield path, wrong


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_sample_of_a_table_is_right(tmp_path, name):
    (tmp_path / f"{name}.toml").write_text(whole(sample(name)), encoding="utf-8")
    read_all(str(tmp_path), tmp_path / "a.txt")
    assert Knowledge(tmp_path).table(name).holds == sample(name)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_value_of_another_kind_is_named(refused, name):
    for path, wrong in wrong_edits(name):
        error = refused(name, whole(put(sample(name), path, wrong)))
        assert str(path[-1]) in str(error) or str(path[0]) in str(error), (path, wrong)


def needed(name):
    """Yield the path of each field of a table that must stand."""
    for path in fields(sample(name)):
        shape = SHAPES[name]
        for key in path:
            shape = shape[0] if isinstance(key, int) else shape
            signs = () if isinstance(key, int) else ("", "!", "?", "*", "+")
            sign = next((sign for sign in signs if f"{key}{sign}" in shape), "")
            shape = shape if isinstance(key, int) else shape[f"{key}{sign}"]
        if sign not in ("?", "+"):
            yield path


def without(table, path):
    """Return a copy of a table without the field at a path."""
    if not path[1:]:
        return {key: value for key, value in table.items() if key != path[0]}
    table = copy.copy(table)
    table[path[0]] = without(table[path[0]], path[1:])
    return table


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_field_that_is_left_out_is_named(refused, name):
    # the last field of a table leaves it empty
    fault = ("is missing", "is empty", "holds no entries")
    for path in needed(name):
        error = refused(name, whole(without(sample(name), path)))
        assert error.what.endswith(fault), path
        assert error.remedy.startswith(("copy it from our", "add ")), path


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_table_that_is_misnamed_is_named(refused, name):
    table = dict(sample(name))
    first = next(iter(table))
    table = {f"{first}s": table.pop(first), **table}
    error = refused(name, whole(table))
    assert f"unknown field {first}s" in error.what
    assert error.remedy == f"did you mean {first}?"


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"given_names", "grammar", "scores"}))
def test_an_unknown_field_of_an_entry_is_named(refused, name):
    table = sample(name)
    first = next(field for field, rows in table.items() if isinstance(rows, list))
    rows = [*table[first][:-1], {**table[first][-1], "wheather": "rain"}]
    error = refused(name, whole(table | {first: rows}))
    assert "unknown field wheather" in error.what
    assert f"[[{first}]] {len(rows)}" in error.place


TOLD_APART = [
    (name, field)
    for name in sorted(SHAPES)
    for field, rows in sample(name).items()
    if isinstance(rows, list)
    and isinstance(rows[0], dict)
    and field not in ("furniture", "evidence")
]


@pytest.mark.parametrize(("name", "field"), TOLD_APART)
def test_an_entry_that_stands_twice_is_named(refused, name, field):
    table = sample(name)
    error = refused(name, whole(table | {field: [*table[field], table[field][0]]}))
    assert "stands twice" in error.what
    assert error.place.startswith(f"[[{field}]] {len(table[field]) + 1}")


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"actors", "countries", "outlets"}))
def test_a_table_that_cannot_be_added_to_ours_says_so(refused, name):
    error = refused(name, whole({"add_to_ours": True, **sample(name)}))
    assert error.what == "unknown field add_to_ours"
    assert "only actors.toml and countries.toml" in error.remedy


# ---------------------------------------------------------------- what no type shows


ROLE = 'name = "Ada Holm"\nkind = "person"\nroles = [{title = "president", of = "France", '
EVENT = '[[event]]\nname = "Flood"\nsource = "x"\n'
PROPOSITION = '[[proposition]]\ncode = "X"\nwording = "w"\n'


@pytest.mark.parametrize(
    ("name", "entry", "what"),
    [
        ("actors", ROLE + "from = 2020-01-01, to = 2019-12-31}]", "to is before from"),
        ("actors", ROLE.replace("president", "czar") + "from = 2020-01-01}]", "no title 'czar'"),
        ("actors", ROLE.replace("France", "Farnce") + "from = 2020-01-01}]", "country 'Farnce'"),
        ("actors", 'name = " Ada Holm"\nkind = "person"', "without blanks at its ends"),
        ("actors", 'name = "A"\nkind = "person"\nfrom = 2020-01-02\nto = 2020-01-01', "before"),
        ("actors", 'name = "A"\nkind = ["person"]', "is not known"),
        ("actors", 'name = "A"\nkind = "person"\nalias = ["B"]', "unknown field alias"),
    ],
)
def test_an_actor_that_cannot_be_is_named(refused, name, entry, what):
    error = refused(name, f"add_to_ours = true\n[[actor]]\n{entry}\n")
    assert what in error.what
    assert error.place.startswith("[[actor]]")


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (EVENT + 'start = 2020-01-02\nend = 2020-01-01\nall = ["x"]', "end is before start"),
        (EVENT + 'start = 9999-01-02\nall = ["x"]', "not a date of a common year"),
        (EVENT + 'start = 2020-01-02\nall = ["x||y"]', "not a phrase"),
        (EVENT + 'start = 2020-01-02\nall = ["|"]', "not a phrase"),
        ('[[office]]\nname = "Holm"\ntitles = ["Mayor"]\nfrom = 2020-01-01\nsource = "x"', "two"),
        (
            '[[office]]\nname = "A B"\ntitles = []\nfrom = 2020-01-01\nsource = "x"',
            "titles is empty",
        ),
        ('[[period]]\nname = "A"\nfrom = 2020-01-01\nsource = "x"\nall = ["x"]', "to is missing"),
    ],
)
def test_an_event_that_cannot_be_is_named(refused, entry, what):
    assert what in refused("events", entry + "\n").what


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (PROPOSITION + 'raised = ["..", "tea"]', "not a phrase"),
        (PROPOSITION + 'raised = ["tea .."]', "not a phrase"),
        (PROPOSITION + 'raised = [","]', "not a phrase"),
        (PROPOSITION + 'raised = ["a"]\npro = ["b"]\ncontra = ["b"]', "'b' is both pro and contra"),
        (PROPOSITION + "raised = []", "raised is empty"),
        ('[dyads]\nnames = {US = ""}', "'' is not a text"),
        ("[dyad.names]\nUS = 'USA'", "unknown field dyad"),
    ],
)
def test_a_proposition_that_cannot_be_is_named(refused, entry, what):
    assert what in refused("propositions", entry + "\n").what


FURNITURE = '[[furniture]]\nkind = "legal"\nwhy = "x"\n'
SHOWS = '[[outlet]]\nname = "Planet"\n[[evidence]]\nkind = "legal"\nwhy = "x"\nexample = ["x"]\n'


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("[[outlet]]\nname = 3\n", "3 is not a text"),
        (FURNITURE, "neither lines nor pattern"),
        (FURNITURE.replace("legal", "advert") + "lines = ['x']", "'advert' is not known"),
        (FURNITURE + "pattern = '(a'", "not a regular expression"),
        (FURNITURE + "pattern = 'a)|(?:b'", "not a regular expression"),
        (FURNITURE + "pattern = '(?i)share'", "has a flag for the whole"),
        (FURNITURE + "pattern = 'a{99999999999}'", "not a regular expression"),
        (FURNITURE + f"pattern = '{'(' * 2000}a{')' * 2000}'", "not a regular expression"),
        (FURNITURE + "pattern = '(?P<a>x)'", "names a group"),
        (FURNITURE + "pattern = '(a) \\1'", "goes back to one"),
        (FURNITURE + "pattern = 'a*'", "matches every line"),
        (SHOWS + "pattern = 'x'", "not a pattern with one {outlet}"),
        (SHOWS + "pattern = '{outlet} {outlet}'", "not a pattern with one {outlet}"),
        (SHOWS + "pattern = '[{outlet}]'", "stands where no name can"),
        (SHOWS + "pattern = '({outlet}'", "not a regular expression"),
        (SHOWS + "pattern = '(?<={outlet}) x'", "not a regular expression"),
        (SHOWS + "pattern = '(?P<outlet>x) {outlet}'", "not a regular expression"),
        ("[[outlet]]\nname = 'A'\n[[outlet]]\nname = 'B'\nnames = ['A']", "'A' is another's too"),
        ("[[outlet]]\nname = 'A'\ndomains = ['x.y']\n[[outlet]]\nname = 'B'\ndomains = ['x.y']",
         "'x.y' is another's too"),
        ("[[outlet]]\nname = 'A'\n[[outlet.furniture]]\nkind = 'legal'\nwhy = 'x'",
         "neither lines nor pattern"),
    ],
)  # fmt: skip
def test_an_outlet_or_a_pattern_that_cannot_be_is_named(refused, entry, what):
    assert what in refused("outlets", ENOUGH + entry + "\n").what


def test_evidence_that_matches_without_an_outlet_shows_none(tmp_path):
    entry = "pattern = 'News(?: of {outlet})?'\n"
    (tmp_path / "outlets.toml").write_text(ENOUGH + SHOWS + entry)
    mine = Knowledge(tmp_path).outlets
    assert pages.mark("News of Planet", mine).outlet == "Planet"
    assert pages.mark("News from Planet", mine) is None


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("cues", 'frames = "qltbw"', 'frames = "qlx"', "letters of"),
        ("cues", 'words = "say"', 'words = "say+"', "lemmas"),
        ("cues", 'words = "say"', 'words = "+out"', "lemmas"),
        ("cues", 'words = "say"', 'words = "Say"', "small letters"),
        ("cues", '[except]\n', '[except]\nz = "say"\n', "unknown field z"),
        ("cues", '\nl = "', '\nl = "sya ', "no verb sya"),
        ("cues", 'say = "says said said saying"', 'say = "says said"', "four forms"),
        ("cues", "[adjectives]", "[[adjectives]]", "not a table"),
        ("cue_tones", "\n  say tell", "\n  say accuse tell", "accuse has another tone too"),
        ("cue_tones", "\n  say tell", "\n  say ++ tell", "words"),
        ("grammar", 'be = "is', 'be = "IS', "small letters"),
        ("grammar", "\nbe = ", "\nbee = ", "unknown field bee"),
        ("labels", "within = 20", "within = 0", "number from 1"),
        ("labels", "\n[[label]]", "\n[label]", "not valid TOML"),
        ("names", "\n[before_title]", "\n[[before_title]]", "not a table"),
        ("names", "\nsame = ", "\nsam = ", "unknown field sam"),
        ("news_frames", '"at odds"', '"at ||"', "not a phrase"),
        ("rules", "[[rule]]", "[[rules]]", "unknown field rules"),
        ("sentiment_words", "value = -1.2", "value = -12", "number from -2.0 to 2.0"),
        ("sentiment_words", "value = -1.2", "value = nan", "number from -2.0 to 2.0"),
        ("sentiment_words", "\n  crime*", "\n  *crime", "words"),
        ("stance_words", 'name = "negation"', 'name = "negatoin"', "is not known"),
        ("stance_words", '[[operator]]\nname = "negation"', '[[directed]]\nname = "x"', "value"),
        ("stance_words", "\nvalue = 1\n", "\nvalue = 0.7\n", "is not known"),
        ("stance_words", "\nvalue = 1\n", "\nvalue = [1]\n", "is not known"),
        ("stance_words", '\nphrases = ["not"', '\nphrases = [".."', "not a phrase"),
        ("stance_words", "\nturn = ';", "\nturn = '(;", "turn: not a regular expression"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_are_named(refused, name, old, new, what):
    ours = Path(OURS.table(name).file).read_text(encoding="utf-8")
    assert old in ours
    assert what in str(refused(name, ours.replace(old, new, 1)))


def test_an_operator_that_is_left_out_is_named(refused):
    table = sample("stance_words")
    error = refused("stance_words", whole(table | {"operator": table["operator"][1:]}))
    assert (error.place, error.what) == ("[[operator]] negation", "is missing")


def test_a_list_of_propositions_is_checked_as_the_table_is():
    with pytest.raises(
        KnowledgeError, match=r"propositions: \[\[proposition\]\] 1, code: 3 is not"
    ):
        stance.wordings([{"code": 3, "wording": "w", "raised": ["x"]}])
    with pytest.raises(KnowledgeError, match="not a list"):
        stance.wordings({"code": "X", "wording": "w", "raised": ["x"]})
    assert stance.wordings([]).empty


def test_countries_are_added_to_ours_where_a_user_says_so(tmp_path):
    mine = '[[country]]\nname = "Ruritania"\ncapital = ["Strelsau"]\n'
    (tmp_path / "countries.toml").write_text("add_to_ours = true\n" + mine)
    found = frames.frame(Page(PAGE, "a.txt", tmp_path).mentions, Mention)
    assert "Washington" in set(comention.capitals(found, tmp_path)["text"])
    (tmp_path / "countries.toml").write_text(mine)
    assert "Washington" not in set(comention.capitals(found, tmp_path)["text"])
