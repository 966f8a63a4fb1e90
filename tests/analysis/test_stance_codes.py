"""The codes of statements: who is named in them, what another says, the evidence in the file."""

import pandas as pd
import pytest

import onrecord
from onrecord.analysis import frames, stance
from onrecord.records import Code

US, RUSSIA, SYRIA = "United States", "Russia", "Syria"
BASE = 1000  # where a statement stands in its file


def test_they_is_the_side_named_before(said, coded):
    first = said("Russia has a coast", statement_id="a:s01")
    then = said("they are undermining our effort", statement_id="a:s02", at=2000)
    frame = coded(first, then)
    row = frame[frame["statement_id"] == "a:s02"].iloc[0]
    assert (row["target"], row["value"]) == (RUSSIA, -1)
    assert "named before" in row["rule"]
    assert coded(then).empty  # nobody named
    both = said("Russia and Iran have coasts", statement_id="a:s01")
    assert coded(both, then).empty  # which of the two?


def test_the_one_addressed(said, coded):
    frame = coded(said("talks may end", US, "warned", addressee="Russian President Vladimir Putin"))
    assert list(frame["target"]) == [RUSSIA]
    assert (frame["value"].iloc[0], frame["conditional"].iloc[0]) == (-0.5, False)


def test_a_view_that_an_opponent_passes_on_stays_its_speakers(said, coded):
    outer = said(
        "President Vladimir Putin has acknowledged that Syria requires a political transition",
        statement_id="a:s01", speaker="Josh Earnest",
    )  # fmt: skip
    start = outer["content_spans"][0][0] + outer["content"].index("Syria")
    inner = said(
        "Syria requires a political transition", RUSSIA, "", speaker="Vladimir Putin",
        statement_id="a:s02", parent="a:s01", content_spans=[[start, start + 37]],
    )  # fmt: skip
    frame = coded(outer, inner)
    rows = frame[frame["target"] == "TRANSITION"]
    assert list(rows["statement_id"]) == ["a:s02"]
    assert list(rows["speaker_side"]) == [RUSSIA]


def test_mentions_of_the_file_may_be_given(said, coded):
    record = said("they failed us")
    start = record["content_spans"][0][0]
    mention = {"start": start, "stop": start + 4, "reading": "actor", "text": "they", "actor": "X"}
    mentions = pd.DataFrame(
        [
            {**mention, "article": "a.txt", "side": RUSSIA},
            {**mention, "article": "b.txt", "side": SYRIA},
        ]
    )
    frame = coded(record, mentions=mentions)
    assert list(frame["target"]) == [RUSSIA]
    assert frame["evidence"].iloc[0] == "they failed"


@pytest.fixture(scope="module")
def own_knowledge(tmp_path_factory):
    """A folder of knowledge with two sides and a proposition of the user's own."""
    folder = tmp_path_factory.mktemp("knowledge")
    people = {"Ada Holm": "Utopia", "Bo Lind": "Atlantis", "Cid Moe": "Utopia"}
    entries = [
        f'[[actor]]\nname = "{name}"\nkind = "person"\nside = "{side}"\n'
        f'aliases = ["{name.split()[1]}"]\n'
        for name, side in people.items()
    ]
    (folder / "actors.toml").write_text("\n".join(["add_to_ours = true\n", *entries]))
    (folder / "propositions.toml").write_text(
        '[[proposition]]\ncode = "DAM"\nwording = "The dam should be built."\n'
        'raised = ["dam"]\npro = ["build the dam"]\ncontra = ["a ruin"]\n'
    )
    return folder


OWN = """Ada Holm said that Cid Moe had claimed that Bo Lind had attacked the dam.

“We must build the dam with Bo Lind,” Holm said. “Lind is guilty of a crime.”

Moe warned Lind that the dam would be a ruin.

Lind accused Holm of a crime in the river.
"""


def test_codes_of_the_five_pages(raw):
    corpus = onrecord.read(raw)
    assert len(corpus.codes) == 86
    again = stance.code(corpus.statements, corpus.mentions)
    pd.testing.assert_frame_equal(again, corpus.codes)


def test_codes_with_own_knowledge(own_knowledge, tmp_path):
    (tmp_path / "a.txt").write_text(OWN, encoding="utf-8")
    corpus = onrecord.read(tmp_path, str(own_knowledge))
    assert corpus.statements["parent"].notna().any()  # so that words are blanked out
    assert {"Utopia", "Atlantis", "DAM"} <= set(corpus.codes["target"])
    assert corpus.codes["rule"].str.contains("of the one addressed").any()
    again = stance.code(corpus.statements, corpus.mentions, None, str(own_knowledge))
    pd.testing.assert_frame_equal(again, corpus.codes)


def test_what_another_says_is_no_evidence(said, coded):
    outer = said("he had been blunt about how Syria has failed us")
    start = outer["content_spans"][0][0] + outer["content"].index("Syria")
    inner = said(
        "Syria has failed us", RUSSIA, "", statement_id="a:s02", parent="a:s01",
        content_spans=[[start, start + 19]],
    )  # fmt: skip
    mentions = pd.DataFrame(
        [{"article": "a.txt", "start": start, "stop": start + 5, "text": "Syria", "actor": SYRIA,
          "side": SYRIA, "reading": "actor"}]
    )  # fmt: skip
    for options in ({}, {"mentions": mentions}):
        frame = coded(outer, inner, **options)
        assert list(frame["statement_id"]) == ["a:s02"]
        assert not frame["evidence"].str.contains("·").any()


def test_one_addressed_by_words_that_stand_for_two_sides_is_left_open(said, coded):
    record = said("the truce was over", US, "warned", addressee="the minister")
    row = {"article": "a.txt", "start": 0, "stop": 12, "text": "the minister", "reading": "actor"}
    of = [row | {"actor": "A", "side": RUSSIA}, row | {"actor": "B", "side": SYRIA}]
    assert list(coded(record, mentions=pd.DataFrame(of[:1]))["target"]) == [RUSSIA]
    assert coded(record, mentions=pd.DataFrame(of)).empty
    assert coded(record, mentions=pd.DataFrame(of).iloc[:0]).empty


def test_evidence_holds_in_the_file(said, coded):
    text = "x" * BASE + "accused 😀 Russia,\r\nonce more, of “blackmail” … and worse"
    record = said("😀 Russia,\r\nonce more, of “blackmail”", US, "accused")
    frame = coded(record)
    assert len(frame)
    for row in frame.to_dict("records"):
        pieces = [text[a:b] for a, b in row["evidence_spans"]]
        assert " … ".join(pieces) == row["evidence"]
    assert frame["evidence"].iloc[0] == "accused … Russia"


def test_every_code_is_explained(said, coded):
    frame = coded(
        said("we will not lift sanctions on Russia"), said("we must work together", at=2000)
    )
    assert frame["rule"].str.len().min() > 3
    assert (frame["evidence_spans"].str.len() > 0).all()
    assert frame["value"].isin([-1, -0.5, 0, 0.5, 1]).all()


@pytest.mark.parametrize(
    ("content", "cue", "target", "actor"),
    [
        ("Vladimir Putin should be condemned", "said", "Russia", "Vladimir Putin"),
        ("Sergei Lavrov is here, and Russia failed us", "said", "Russia", "Russia"),
        ("Vladimir Putin and Sergei Lavrov for it", "blamed", "Russia", "Vladimir Putin"),
        ("Vladimir Putin came; they failed us", "said", "Russia", "Vladimir Putin"),
        ("we will lift sanctions on Russia", "said", "SANCTIONS", None),
    ],
)
def test_the_actor_of_a_dyad_is_the_one_named(said, coded, content, cue, target, actor):
    (code,) = frames.rows(coded(said(content, US, cue)), Code)
    assert (code.target, code.target_actor) == (target, actor)


def test_the_actor_of_a_dyad_may_stand_in_another_statement_or_be_addressed(said, coded):
    first = said("Sergei Lavrov came on Monday")
    then = said("they failed us", US, statement_id="a:s02", at=2000)
    warned = said("talks may end", US, "warned", addressee="Russian President Vladimir Putin")
    assert list(coded(first, then)["target_actor"]) == ["Sergei Lavrov"]
    assert list(coded(warned)["target_actor"]) == ["Vladimir Putin"]


def test_an_actor_of_no_side_or_of_the_speakers_own_is_named(said, coded):
    (code,) = frames.rows(coded(said("we condemn the United Nations for it")), Code)
    assert (code.target, code.target_actor, code.value) == ("United Nations", "United Nations", -1)
    assert coded(said("we condemn the Islamic State for it")).empty  # no relation of two sides
    (code,) = frames.rows(coded(said("Barack Obama for his lies", cue="condemned")), Code)
    assert (code.speaker_side, code.target, code.value) == (US, "Barack Obama", -1)


def test_whom_no_rule_speaks_of_the_reader_tells(said, coded):
    bad = "Bashar al-Assad is a corrupt and dishonest tyrant"
    (code,) = frames.rows(coded(said(bad)), Code)
    assert (code.target, code.rule, code.value) == ("Syrian government", "blame read", -1)
    assert "dishonest" in code.evidence
    (code,) = frames.rows(coded(said("Vladimir Putin is a brilliant and honest leader")), Code)
    assert (code.target, code.rule, code.value > 0) == (RUSSIA, "praise read", True)
    assert coded(said("Vladimir Putin came on Monday")).empty


def test_one_says_nothing_of_oneself(said, coded):
    assert coded(said("I, John Kerry, am dishonest", None, speaker="John Kerry")).empty
    assert coded(said("the United States is dishonest")).empty


@pytest.mark.parametrize(
    ("content", "cue"),
    [
        ("to condemn Russia", "refused"),
        ("of blaming Russia", "stopped short"),
        ("whether Russia was dishonest", "asked"),
        ("Russia was not to blame for the attack", "said"),
    ],
)
def test_what_is_left_open_is_no_stance(said, coded, content, cue):
    assert coded(said(content, cue=cue)).empty
