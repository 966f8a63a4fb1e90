"""Speakers: who a source is, within its article."""

import pytest
from reading import rows_of

SPEAKERS = [
    # names and titles
    ("Ann Smith said it was over.", ["Ann Smith"]),
    ("Mayor Ann Smith said it was over. Smith said nobody had won it.", ["Ann Smith"] * 2),
    ("Mayor Ann Smith opened the fair. It was over, Smith said.", ["Ann Smith"]),
    ("It was over, Smith said.\nAnn Smith is the mayor.", ["Ann Smith"]),
    ("Ann Smith sang. But Smith said it was over.", ["Ann Smith"]),
    ("But Smith said it was over. On Friday Smith said nobody had won.", ["Smith"] * 2),
    ("Josh Earnest said it was over.", ["Josh Earnest"]),
    ("The Foreign Ministry of France said it was over.", ["French Foreign Ministry"]),
    ("Moscow said it was over.", ["Russia"]),
    # pronouns
    ("Ann Smith said it was over. She added that nobody had won.", ["Ann Smith"] * 2),
    ("Bob Lee said it was over. “Nobody won,” he said.", ["Bob Lee"] * 2),
    ("Ann Smith, who said it was over, left.", ["Ann Smith"]),
    ("“It is all over,” we said.", [None]),
    ("Ann Smith said that Bob Lee had claimed that it was over. She left. She said nobody had won.",
     ["Ann Smith", "Bob Lee", "Ann Smith"]),
    ("The ministry said it was over. It added that nobody had won.", ["ministry"] * 2),
    ("The plumber said it was over. She added that nobody had won.", ["plumber"] * 2),
    ("The plumber, who said it was over, left.", ["plumber"]),
    ("Critics of the plan said it was over. They added that nobody had won.",
     ["Critics of the plan"] * 2),
    ("While loudly they said that it was over, nobody had won.", [None]),
    ("Of course they know that it is over.", [None]),
    ("Because -- Ann left -- they said it was over.", [None]),
    # the name beside the role, the role instead of the name
    ("The mayor, Ann Smith, said it was over.", ["Ann Smith"]),
    ("The head of the clinic, Ann Smith, said it was over.", ["Ann Smith"]),
    ("Mayor Ann Smith met Judge Bob Lee. The judge said it was over.", ["Bob Lee"]),
    ("Ann Smith, the mayor, met Bob Lee, the deputy mayor. The deputy mayor said it was over.",
     ["Bob Lee"]),
    ("Clinic director Ann Smith of the Red Lake tribe said it was over.", ["Ann Smith"]),
    ("On Friday Ohio Sen. Ann Smith sang. The Ohio senator said it was over.", ["Ann Smith"]),
    ("Then Mayor Ann Smith met Senator Bob Lee. The Democratic senator said it was over.",
     ["Bob Lee"]),
    ("GOP nominee Ann Smith sang. The Republican nominee said it was over.", ["Ann Smith"]),
    ("Ann Smith, director of the Zoo, sang. The zoo director said it was over.", ["Ann Smith"]),
    ("Florida Sen. Ann Smith sang. The Ohio senator said it was over.", ["Ohio senator"]),
    ("Sen. Ann Smith sang. The other senator said it was over.", ["other senator"]),
    ("Club director Ann Smith sang. The zoo director said it was over.", ["zoo director"]),
    ("Mr. Perkins said it was over.\nRick Perkins is the mayor.", ["Rick Perkins"]),
    ("Ann Smith’s lawyer said it was over.", ["Ann Smith’s lawyer"]),
    ("The push for Ann Smith said it was over.", ["push for Ann Smith"]),
    ("Charlie King spoke. Mr. King said it was over.", ["Charlie King"] * 1),
    ("The wall was old. Daw Mya Nu Lin sang. Nu Lin said it was over.", ["Daw Mya Nu Lin"]),
    ("Even Japan said it was over. Unlike Japan, Ann Smith said it was not.",
     ["Japan", "Ann Smith"]),
    # descriptions that the table of actors has, and those of bodies
    ("Clinton met Donald Trump. The Republican presidential nominee said it was over.",
     ["Donald Trump"]),
    ("Clinton met Donald Trump. The New York businessman said it was over. He left, he said.",
     ["Donald Trump"] * 2),
    ("Hillary Clinton left. The former first lady and U.S. senator said it was over.",
     ["Hillary Clinton"]),
    ("Senator from Ohio says it is over\nAnn Smith left.", ["Senator from Ohio"]),
    ("Ann Smith, senator from Ohio, left.\nSenator from Ohio says it is over.", ["Ann Smith"]),
    ("Its host on RT left. The network said it was over.", ["RT"]),
    ("The Fair Bakers Institute met Ann Smith. The group said it was over.",
     ["Fair Bakers Institute"]),
    ("The Municipality of Brook paid. The city said it was over.", ["Municipality of Brook"]),
    ("The Rural Budget Office met. The union said it was over.", ["union"]),
    ("The Republican National Committee met.\nThe Republican National Committee said it was over.",
     ["Republican National Committee"]),
    ("The U.S. Department of Fish said it was over.", ["U.S. Department of Fish"]),
    ("Ann Smith, the mayor, met Bob Lee. The mayor left. She said it was over.", ["Ann Smith"]),
    ("Bob Lee, the mayor, met Jim Hall. The mayor left. He said it was over.", ["Bob Lee"]),
    ("Bob Lee said it was over for Jim Hall’s aide, but he said nobody had won.", ["Bob Lee"] * 2),
    # a surname misspelt, one that two known persons bear, a title that tells who
    ("Lydia Buchmann left. Ms Bauchmann said it was over.", ["Lydia Buchmann"]),
    ("Bob Lee left. Mr. Lind said it was over.", ["Lind"]),
    ("Bill Clinton came. Hillary Clinton did not. Bill Clinton spoke. Clinton said it was over.",
     ["Bill Clinton"]),
    ("Hillary Clinton came. Clinton said it was over.", ["Hillary Clinton"]),
    ("It was late, as Justice Scalia said. He added that it was over.", ["Antonin Scalia"] * 2),
    ("Many of them said it was over. They added that nobody had won.", ["Many of them"] * 2),
    ("Michelle Obama came. President Obama said it was over. The president left, he said.",
     ["Barack Obama"] * 2),
    ("The Harbour Observer said it was over.", ["Harbour Observer"]),
    ("A new report by Reuters says it is over. The report adds that nobody won.",
     ["new report by Reuters"] * 2),
    ("The bakers said it was over. A letter said it was not. They said nobody had won.",
     ["bakers", "letter", "bakers"]),
    ("Harbour Coal Holdings sank. Harbour said it was over.", ["Harbour Coal Holdings"]),
    ("The minister of the sea, Mr. Ostrow, said it was over.\nRick Ostrow left.", ["Rick Ostrow"]),
    ("The bakers said it was over. Others said it was not. They said nobody had won.",
     ["bakers", "Others", "bakers"]),
    ("Ann Lee, 56, who said it was over, left.", ["Ann Lee"]),
    ("Ann Smith left.\n___\nJean Smith came. It rained. It was late. Smith said it was over.",
     ["Jean Smith"]),
    ("The ad shows footage of Ann Smith saying that it is over.", ["Ann Smith"]),
    ("The Council for a Fair Town said it was over.", ["Council for a Fair Town"]),
    ("Ann Smith came. Ann Smith sang. Jean Smith left. Smith said it was over.", ["Ann Smith"]),
    ("Tyra McClenney came. McLenney said it was over.", ["Tyra McClenney"]),
    ("“It is over,” Bob Lee said of Jim Hall’s plan. “Nobody won,” he added.", ["Bob Lee"] * 2),
    ("Aung Lin Suu Myi came. Suu Myi said it was over.", ["Aung Lin Suu Myi"]),
    # … and what they do not stand for
    ("The Family Bakers Institute met. The family said it was over.", ["family"]),
    ("The European Union met. The union said it was over.", ["union"]),
    ("NATO met. The military said it was over.", ["military"]),
    ("Loretta Lynch left. The general said it was over.", ["general"]),
    ("Harry Reid met Mitch McConnell. The Senate majority leader said it was over.",
     ["Senate majority leader"]),
    ("Barack Obama left. Jim Carr, the former president, sang. The former president said it is so.",
     ["Jim Carr"]),
    ("Ann Smith, the mayor, left. The mayor and council said it was over.", ["mayor and council"]),
    ("David Cameron came. Mr. Davis said it was over.", ["Davis"]),
    ("Alan Johnson came. Johnson left. Mr. Johnston said it was over.", ["Johnston"]),
    ("Sarah Obama, president of the board, came. Then President Clinton said it was over.",
     ["Hillary Clinton"]),
    ("Jackson Town Hospital grew. Dr. Jackson said it was over. Jackson said nobody had won.",
     ["Jackson"] * 2),
    ("Brown University met. Brown, the governor, said it was over.", ["Brown"]),
    ("Patrick Kennedy came. Justice Kennedy said it was over.", ["Patrick Kennedy"]),
    ("What the bakers said:\nAnn Smith said it was over.", ["Ann Smith"]),
    # two, and several
    ("Ann Smith met Bob Lee. Mrs. Smith and Mr. Lee said it was over.", ["Ann Smith and Bob Lee"]),
    ("Ann Smith and Bob Lee left. They said it was over.", ["Ann Smith and Bob Lee"]),
    ("Engineers left the hall. They said it was over.", ["Engineers"]),
    ("Farmers said it was over. They added that nobody had won.", ["Farmers"] * 2),
    ("Both the Fair Bakers Union and the Harbour Club said it was over.",
     ["Fair Bakers Union and Harbour Club"]),
    ("Bill Lee spoke. He met Vice President Ann Smith. The president said it was over.",
     ["president"]),
    ("Mayor Ann Smith met Jean Smith. It was late. It rained. Smith said it was over.",
     ["Ann Smith"]),
    ("James O’Neill sang. “It is over,” O'Neill said.", ["James O'Neill"]),
    # organisations
    ("The Union of Fair Bakers (UFB) met. UFB said it was over.", ["Union of Fair Bakers"]),
    ("It ended with his talk with the mayor's friend Bob Lee, who said it was over.", ["Bob Lee"]),
    ("The bridge is shut by the mayor\n\nAnn Lee went home. The mayor said it was over. It rained.",
     ["mayor"]),
    ("Jeh Johnson came. It was over, Johnson said.", ["Jeh Johnson"]),
    ("Ann Lee Calls Bob Roe Unfit\n\nAnn Lee spoke of Bob Roe. Roe said it was over. It rained.",
     ["Ann Lee", "Ann Lee", "Bob Roe"]),
    ("Who says it is over is not Ann Lee", [None]),
    ("The house she lives in, which says it is old, is shut.", [None]),
    ("Save the Rivers said it was over.", ["Save the Rivers"]),
    ("It was over, a spokesman for the board, Bob Lee, said.", ["Bob Lee"]),
    ("Board spokesman Bob Lee said it was over. The spokesman said nobody had won.",
     ["Bob Lee"] * 2),
    ("Bob Lee, a spokesman for the board, said it was over. The spokesman said nobody had won.",
     ["Bob Lee"] * 2),
    # unnamed sources
    ("A senior diplomat said it was over. The diplomat said nobody had won.",
     ["unnamed senior diplomat"] * 2),
    ("Critics of the plan said it was over.", ["Critics of the plan"]),
    ("It was over, a senior diplomat told Reuters.", ["unnamed senior diplomat"]),
    # others
    ("The board’s threat to leave was heard.", ["board"]),
    ("Ann Smith and Bob Lee said it was over.", ["Ann Smith and Bob Lee"]),
    ("Washington and Moscow said it was over.", ["United States and Russia"]),
    ("Drivers were told that it was over.", []),
    ("Asked whether it was over, Ann Smith smiled.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS, ids=[text for text, _ in SPEAKERS])
def test_speakers(rows, text, speakers):
    assert [row["speaker"] for row in rows(text)] == speakers


def test_an_office_is_held_at_a_date(rows):
    text = "The US secretary of state said it was over."
    in_2016 = rows(text, date_earliest="2016-03-01", date_latest="2016-03-08")
    assert [row["speaker"] for row in in_2016] == ["John Kerry"]
    assert (
        "Kerry"
        not in rows(text, date_earliest="1999-03-01", date_latest="1999-03-08")[0]["speaker"]
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Authorities said it was over. The authorities left.", ["unnamed"]),
        ("Polls show that it is over. One poll was late.", ["unnamed"]),
        ("PolitiFact said it was over.", ["outlet"]),
        ("The Daily Beast said it was over.", ["outlet"]),
        ("The Rural Bakers Caucus said it was over.", ["organisation"]),
        ("The shy buyer said it was over. She said nobody had won.", ["unnamed"] * 2),
    ],
)
def test_what_kind_of_speaker(rows, text, kinds):
    assert [row["speaker_kind"] for row in rows(text)] == kinds


def test_kind_and_side(rows):
    found = rows(
        "Moscow said it was over. Ann Smith said it was not. A diplomat said nothing was won."
    )
    assert [row["speaker_kind"] for row in found] == ["government", "person", "unnamed"]
    assert [row["speaker_side"] for row in found] == ["Russia", None, None]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Smith (R-Ohio) said it was over. Smith said nobody had won. She left, she said.",
        "Republican Ann Smith said it was over. “Nobody won,” she said.",
        "Rep. Ann Smith, R-Ohio, said it was over. Smith said nobody had won.",
    ],
)
def test_the_party_beside_a_name_is_the_side(rows, text):
    found = {row["speaker_side"] for row in rows(text) if row["speaker"] == "Ann Smith"}
    assert found == {"Republican Party"}


def test_the_addressee(rows):
    found = rows("Ann Smith told Bob Lee that it was over. She told him that nobody had won.")
    assert [row["addressee"] for row in found] == ["Bob Lee", None]
    found = rows("Ann Smith spoke to Bob Lee again about the end.")
    assert [row["addressee"] for row in found] == ["Bob Lee"]
    found = rows("Bob Lee came. Ann Smith told Lee that it was over.")
    assert [row["addressee"] for row in found] == ["Bob Lee"]


def test_a_speaker_who_is_only_quoted_is_no_antecedent(rows):
    text = "Bob Lee said that Jim Hall had claimed that it was over. He said nobody had won."
    assert [row["speaker"] for row in rows(text)] == ["Bob Lee", "Jim Hall", "Bob Lee"]


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("It was over, Ann Smith told Reuters.", "Reuters"),
        ("Ann Smith said it was over, TASS reported.", "TASS"),
        (
            "Ann Smith said it was over, the RIA Novosti news agency reported Thursday.",
            "RIA Novosti",
        ),
        ("According to Reuters, Ann Smith said it was over.", "Reuters"),
        ("Ann Smith said it was over.", None),
    ],
)
def test_a_wire_passes_on_and_is_no_speaker(rows, text, through):
    (row,) = rows(text)
    assert (row["speaker"], row["reported_by"]) == ("Ann Smith", through)


def test_a_namesake_in_the_tables_lends_no_side(rows):
    (row,) = rows("Tim Cook was there. It was over, Cook said.")
    assert (row["speaker"], row["speaker_side"]) == ("Tim Cook", None)


def test_the_names_of_a_user(rows, root, tmp_path):
    table = (root / "data" / "knowledge" / "actors.toml").read_text(encoding="utf-8")
    mine = (
        '\n[[actor]]\nname = "Ann Smith"\nkind = "person"\nside = "Utopia"\naliases = ["Smith"]\n'
    )
    (tmp_path / "actors.toml").write_text(table + mine, encoding="utf-8")
    raw = "It was over, Smith said.\n"
    found = rows_of(raw, knowledge=str(tmp_path))
    assert [(row["speaker"], row["speaker_side"]) for row in found] == [("Ann Smith", "Utopia")]
