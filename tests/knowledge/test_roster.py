"""The roster: our tables of actors, countries and names, and a user's in their place."""

import re
from datetime import date
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError
from onrecord.knowledge import Knowledge
from onrecord.names.mentions import mentions
from onrecord.names.sources import canonical
from onrecord.records import Article


def test_every_role_and_side_is_known():
    roster = Knowledge().roster
    listed = Knowledge().table("actors").entries("actor")
    for entry in [*listed, *Knowledge().table("countries").entries("country")]:
        assert re.fullmatch(r"Q\d+", entry.get("wikidata", "Q1")), entry["name"]
    sides = {actor.side for actor in roster.actors.values() if actor.side}
    assert sides <= set(roster.actors)
    for actor in roster.actors.values():
        assert actor.government is None or actor.government in roster.actors
        for role in actor.roles:
            date.fromisoformat(role.first)
            assert not role.last or role.first < role.last, actor.name
            body = role.of in roster.actors or role.of.split(" ", 1)[0] in roster.short.values()
            assert body, (actor.name, role.of)


def test_no_office_is_held_by_two_at_once():
    for (title, of), held in Knowledge().roster.roles.items():
        terms = sorted((role.first, role.last or "9999", role.holder) for role in held)
        for (_, end, a), (start, _, b) in zip(terms, terms[1:], strict=False):
            assert end <= start or a == b, (title, of, a, b)


def test_every_country_reads():
    roster = Knowledge().roster
    countries = Knowledge().table("countries").entries("country")
    assert len(countries) >= 193
    for country in countries:
        assert roster.actors[country["name"]].side == country["name"]
        for form in [country["name"], *country.get("aliases", [])]:
            if form not in country.get("weak", []):
                assert canonical(form, roster)[:2] == (country["name"], "government"), form
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
    roster = Knowledge(folder_with(tmp_path, entry)).roster
    text, day = "Ms. Mustermann left. The German chancellor left.", ("2031-01-01",) * 2
    article = Article(
        "a.txt", date_earliest=day[0], date_latest=day[1], paragraphs=(((0, len(text)),),)
    )
    assert [row.actor for row in mentions(text, article, roster)] == ["Erika Mustermann"] * 2
    assert canonical("the German chancellor", roster, day).canonical == "Erika Mustermann"


def test_a_user_replaces_the_actors(tmp_path):
    folder = folder_with(tmp_path, 'name = "Kremlin"\nkind = "place"', head="")
    roster = Knowledge(folder).roster
    assert roster.actors["Kremlin"].kind == "place"
    assert "John Kerry" not in roster.actors
    assert "Norway" in roster.actors  # the countries are another table
    changed = Knowledge(folder_with(tmp_path, 'name = "Kremlin"\nkind = "place"')).roster
    assert changed.actors["Kremlin"].kind == "place"
    assert "John Kerry" in changed.actors


def test_a_missing_word_list_is_named(tmp_path):
    text = Path(Knowledge().table("names").file).read_text(encoding="utf-8")
    (tmp_path / "names.toml").write_text(
        text.replace("\nevents =", "\n# events ="), encoding="utf-8"
    )
    with pytest.raises(OnRecordError, match=r"names.toml: \[reading\]: events is missing; copy it"):
        _ = Knowledge(tmp_path).roster


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
        _ = Knowledge(folder_with(tmp_path, entry)).roster
    for word in words:
        assert word in str(caught.value)


def test_the_code_names_no_actor(root):
    persons = [a for a in Knowledge().roster.actors.values() if a.kind == "person"]
    surnames = {a.name.split()[-1] for a in persons} - {"May", "Power", "Rice", "Johnson"}
    for path in (root / "lib" / "onrecord").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        found = surnames & set(re.findall(r"[A-Z]\w+", code))
        assert not found, (path.name, found)
