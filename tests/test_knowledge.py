import re
from datetime import date

import pytest

from onrecord import dates, furniture, knowledge
from onrecord.files import OnRecordError


def test_our_tables_load_and_are_right():
    assert {"furniture", "evidence", "outlet"} <= set(knowledge.load("outlets"))
    assert len(furniture.rules(None).names) > 50
    assert dates.table()["event"]


def test_a_users_table_takes_the_place_of_ours_and_the_others_stay(tmp_path):
    (tmp_path / "labels.toml").write_text("[mine]\nname = 'x'\n")
    assert knowledge.load("labels", tmp_path) == {"mine": {"name": "x"}}
    assert knowledge.load("outlets", tmp_path) == knowledge.load("outlets")


def test_a_changed_table_is_read_again(tmp_path):
    path = tmp_path / "labels.toml"
    path.write_text("a = 1\n")
    assert knowledge.load("labels", tmp_path) == {"a": 1}
    path.write_text("a = 22\n")
    assert knowledge.load("labels", tmp_path) == {"a": 22}


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a = \n", "line 1", "not valid TOML"),
        ("a = 1\na = 2\n", "line 2", "not valid TOML"),
        (b"a = '\xe9'\n", "byte 5", "not UTF-8"),
    ],
)
def test_a_broken_file_is_named_with_its_place(tmp_path, text, place, what):
    path = tmp_path / "labels.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(OnRecordError) as caught:
        knowledge.load("labels", tmp_path)
    assert caught.value.file == str(path)
    assert place in caught.value.place
    assert what in str(caught.value)


def test_a_missing_folder_or_table_is_named(tmp_path):
    with pytest.raises(OnRecordError, match="no such knowledge folder"):
        knowledge.load("labels", tmp_path / "none")
    with pytest.raises(OnRecordError, match="no such table"):
        knowledge.load("nothing_of_that_name")


REQUIRED = {"name": str, "weight": float, "day": date}
OPTIONAL = {"aliases": [str], "pattern": re.Pattern, "kind": {"person", "group"}, "wire": bool}
RIGHT = {"name": "A", "weight": 1, "day": date(2016, 1, 1)}


def test_right_entries_come_back_as_they_are():
    full = {**RIGHT, "aliases": ["b"], "pattern": "a+", "kind": "group", "wire": True}
    assert knowledge.check_entries([RIGHT, full], REQUIRED, OPTIONAL) == [RIGHT, full]
    assert knowledge.check_entries({"x": RIGHT}, REQUIRED) == [{"key": "x", **RIGHT}]
    assert knowledge.check_entries([], REQUIRED) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": ""}, "name is missing"),
        ({"naem": "B"}, "unknown field naem; did you mean name?"),
        ({"weight": "1"}, "weight: '1' is not a number"),
        ({"weight": True}, "weight: True is not a number"),
        ({"day": "2016-01-01"}, "is not a date"),
        ({"aliases": "b"}, "aliases: not a list"),
        ({"aliases": ["b", 3]}, "3 is not a text"),
        ({"pattern": "(a"}, "not a regular expression"),
        ({"kind": "persona"}, "'persona' is not known; use one of group, person"),
        ({"wire": 1}, "1 is not true or false"),
    ],
)
def test_a_wrong_entry_is_named_with_field_and_remedy(change, what):
    with pytest.raises(OnRecordError) as caught:
        knowledge.check_entries(
            [RIGHT, {**RIGHT, **change}], REQUIRED, OPTIONAL, file="t.toml", name="actor"
        )
    line = str(caught.value)
    assert line.startswith("t.toml: [[actor]] 2")
    assert what in line
    assert "; " in line


def test_what_is_no_list_of_entries_is_named():
    with pytest.raises(OnRecordError, match="not a list of entries"):
        knowledge.check_entries("text", REQUIRED, name="actor")
    with pytest.raises(OnRecordError, match="not a table"):
        knowledge.check_entries(["text"], REQUIRED, name="actor")


@pytest.mark.parametrize(
    ("table", "line", "what"),
    [
        ("outlets", "[[outlet]]\nname = 3\n", "[[outlet]]"),
        ("outlets", "[[furniture]]\nkind = 'legal'\nwhy = 'x'\n", "neither lines nor pattern"),
        ("outlets", "[[furniture]]\nkind = 'advert'\nwhy = 'x'\n", "'advert' is not known"),
        ("outlets", "[[evidence]]\npattern='x'\nkind='legal'\nwhy='x'\nexample=['x']\n", "outlet}"),
        ("events", "[[event]]\nname = 'x'\nstart = '2016'\nall = ['x']\nsource = 'y'\n", "a date"),
        ("events", "[[office]]\nname = 'x'\n", "titles is missing"),
    ],
)
def test_a_users_mistake_in_outlets_or_events_is_named(tmp_path, table, line, what):
    base = "[appeal]\npronouns=['we']\nstems=['x']\n[dateline]\nwires=['AP']\nplaces=['Rome']\n"
    (tmp_path / f"{table}.toml").write_text((base if table == "outlets" else "") + line)
    with pytest.raises(OnRecordError) as caught:
        furniture.rules(tmp_path) if table == "outlets" else dates.table(tmp_path)
    assert f"{table}.toml" in caught.value.file
    assert what in str(caught.value)
