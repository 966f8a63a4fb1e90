"""Stance of statements: dyads, propositions, coverage and the time line."""

from __future__ import annotations

import math
import time
from functools import partial
from typing import Any

import pandas as pd
import pytest

import onrecord
from onrecord.analysis import stance, stance_modality
from onrecord.errors import OnRecordError
from onrecord.knowledge import stance_words
from onrecord.names import mentions

US, RUSSIA, SYRIA = "United States", "Russia", "Syria"
BASE = 1000  # where the sentence stands in its file


def said(content: str, side: str | None = US, cue: str = "said", **more: Any) -> dict[str, Any]:
    """Make a statement of which cue and content stand behind each other in the file."""
    start = BASE + len(cue) + 1
    pieces, spans, at = content.split(" … "), [], start
    for piece in pieces:
        spans.append([at, at + len(piece)])
        at += len(piece) + 7
    record = {
        "article": "a.txt", "statement_id": "a:s01", "outlet": None, "speaker": "Ann Lee",
        "speaker_side": side, "content": content, "content_spans": spans, "cue": cue or None,
        "cue_span": [BASE, BASE + len(cue)] if cue else None, "addressee": None, "parent": None,
        "repeat_of": None, "date_earliest": "2016-01-01", "date_latest": "2016-01-03",
    }  # fmt: skip
    return record | more


def coded(*statements: dict[str, Any], **options: Any) -> pd.DataFrame:
    return stance.code(pd.DataFrame(list(statements)), **{"polarity": False} | options)


def on(frame: pd.DataFrame, target: str) -> Any:
    """Return (value, conditional) of the one row with a target, None where there is none."""
    rows = frame[frame["target"] == target]
    assert len(rows) <= 1
    return (rows["value"].iloc[0], bool(rows["conditional"].iloc[0])) if len(rows) else None


@pytest.mark.parametrize(
    ("content", "target", "value", "conditional"),
    [
        ("the US will not lift sanctions on Russia", "SANCTIONS", -1, False),
        ("the US will lift sanctions on Russia", "SANCTIONS", 1, False),
        ("the US refuses to lift the sanctions", "SANCTIONS", -1, False),
        ("the US does not refuse to lift the sanctions", "SANCTIONS", 1, False),
        ("the EU agreed to keep sanctions in place", "SANCTIONS", -1, False),
        ("we might ease the sanctions", "SANCTIONS", 0.5, False),
        ("we support sanctions", "SANCTIONS", -1, False),
        ("we oppose sanctions", "SANCTIONS", 1, False),
        ("sanctions would be lifted if the truce held", "SANCTIONS", 0.5, True),
        ("we need a coalition against IS", "COOPERATION", 1, False),
        ("we will suspend bilateral engagement", "COOPERATION", -1, False),
        ("we could suspend bilateral engagement", "COOPERATION", -0.5, False),
        ("we are not just developing cooperation", "COOPERATION", 1, False),
        ("cooperation is not possible", "COOPERATION", -1, False),
        ("it is up to Moscow what contributions it makes", "COOPERATION", 0, False),
        ("its airstrikes hit hospitals", "CAMPAIGN", -1, False),
        ("a week-long truce is unacceptable", "CEASEFIRE_WEEK", -1, False),
        ("our opposition to the “unacceptable” week-long truce", "CEASEFIRE_WEEK", -1, False),
        ("we fully favour a 48-hour pause", "CEASEFIRE_48H", 1, False),
        ("Syria requires a political transition", "TRANSITION", 1, False),
        ("it will push a political solution further off", "TRANSITION", 0.5, False),
    ],
)
def test_propositions(content, target, value, conditional):
    assert on(coded(said(content)), target) == (value, conditional)


@pytest.mark.parametrize(
    "content",
    [
        "the sanctions target its banking sector",  # the bare fact
        "sanctions on Iran will be lifted",  # something else
        "the week-long truce of February will be extended",
        "the talks lasted four hours",
        "they did not discuss lifting anything",
    ],
)
def test_no_evidence_no_code(content):
    assert coded(said(content, cue="said")).empty


def test_one_sentence_may_carry_several():
    frame = coded(
        said(
            "The sanctions were imposed over Russia for its role in the Ukrainian crisis and would "
            "be lifted only after full implementation of the Minsk agreements"
        )
    )
    assert on(frame, "SANCTIONS") == (-0.5, True)  # not now
    assert on(frame, "MINSK") == (1, False)
    assert on(frame, RUSSIA) == (-0.5, False)
    frame = coded(
        said(
            "the United States would welcome Russia in an anti-terrorist coalition if Russia would "
            "change its strategy rather than supporting the regime of Bashar Assad"
        )
    )
    assert on(frame, "COOPERATION") == (0.5, True)
    assert on(frame, "CAMPAIGN") == (-0.5, False)
    assert on(frame, RUSSIA) == (0.5, True)


@pytest.mark.parametrize(
    ("content", "cue", "side", "target", "value"),
    [
        ("Russia of carrying out airstrikes on hospitals", "accused", US, RUSSIA, -1),
        ("Russia, and the Syrian regime, of bombing", "accused", US, "Syrian government", -1),
        ("Russia for its help", "thanked", US, RUSSIA, 1),
        ("to meet with Kerry", "had expressed reluctance", RUSSIA, US, -0.5),
        ("Kerry’s remarks were “the politics of threats and blackmail”", "said", RUSSIA, US, -1),
        ("it is de-facto support of terrorists by the U.S.", "said", RUSSIA, US, -1),
        ("Washington and Moscow have agreed to share intelligence", "said", US, RUSSIA, 1),
        ("we would not welcome Russia", "said", US, RUSSIA, -1),
        ("Russia must withdraw", "said", US, RUSSIA, -0.5),
        ("Russia could undermine the talks", "said", US, RUSSIA, -0.5),
        ("Russia should be condemned", "said", US, RUSSIA, -1),
    ],
)  # fmt: skip
def test_dyads(content, cue, side, target, value):
    assert on(coded(said(content, side, cue)), target)[0] == value


@pytest.mark.parametrize(
    "content",
    [
        "Ukraine accused Russia of meddling",  # a third party's word
        "Russia has been accused of meddling",  # nobody's
        "the United States failed",  # the speaker's own side
        "the talks in Russia were constructive",  # a place
    ],
)
def test_what_is_not_the_speakers_is_no_dyad(content):
    frame = coded(said(content))
    assert on(frame, RUSSIA) is None
    assert on(frame, US) is None


def test_they_is_the_side_named_before():
    first = said("Russia is a neighbour", statement_id="a:s01")
    then = said("they are undermining our effort", statement_id="a:s02")
    frame = coded(first, then)
    row = frame[frame["statement_id"] == "a:s02"].iloc[0]
    assert (row["target"], row["value"]) == (RUSSIA, -1)
    assert "named before" in row["rule"]
    assert coded(then).empty  # nobody named
    both = said("Russia and Iran are neighbours", statement_id="a:s01")
    assert coded(both, then).empty  # which of the two?


def test_the_one_addressed():
    frame = coded(said("talks may end", US, "warned", addressee="Russian President Vladimir Putin"))
    assert on(frame, RUSSIA) == (-0.5, False)


def test_a_view_that_an_opponent_passes_on_stays_its_speakers():
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


def test_mentions_of_the_file_may_be_given():
    record = said("they failed us")
    start = record["content_spans"][0][0]
    mention = {"start": start, "stop": start + 4, "reading": "actor", "text": "they", "actor": "X"}
    mentions = pd.DataFrame(
        [
            {**mention, "article": "a.txt", "side": RUSSIA},
            {**mention, "article": "b.txt", "side": SYRIA},
        ]
    )
    frame = coded(record, roster=mentions)
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


def both_ways(corpus, knowledge=None):
    """The codes with the actors read in the statements, and with the mentions of the files."""
    statements = onrecord.statements(corpus, knowledge)
    named = mentions.mentions_frame(corpus, statements, knowledge)
    code = partial(stance.code, statements, knowledge)
    return statements, code(knowledge), code(named)


def test_mentions_of_the_file_give_the_same_codes_on_the_five_pages(raw):
    _, here, from_file = both_ways(raw)
    assert len(here) == 85
    pd.testing.assert_frame_equal(here, from_file)


def test_mentions_of_the_file_give_the_same_codes_with_own_knowledge(own_knowledge, tmp_path):
    (tmp_path / "a.txt").write_text(OWN, encoding="utf-8")
    statements, here, from_file = both_ways(tmp_path, str(own_knowledge))
    assert statements["parent"].notna().any()  # so that words are blanked out
    assert {"Utopia", "Atlantis", "DAM"} <= set(here["target"])
    assert here["rule"].str.contains("of the one addressed").any()
    pd.testing.assert_frame_equal(here, from_file)


def test_what_another_says_is_no_evidence():
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
    for options in ({}, {"roster": mentions}):
        frame = coded(outer, inner, **options)
        assert list(frame["statement_id"]) == ["a:s02"]
        assert not frame["evidence"].str.contains("·").any()


def test_one_addressed_by_words_that_stand_for_two_sides_is_left_open():
    record = said("the truce was over", US, "warned", addressee="the minister")
    row = {"article": "a.txt", "start": 0, "stop": 12, "text": "the minister", "reading": "actor"}
    of = [row | {"actor": "A", "side": RUSSIA}, row | {"actor": "B", "side": SYRIA}]
    assert list(coded(record, roster=pd.DataFrame(of[:1]))["target"]) == [RUSSIA]
    assert coded(record, roster=pd.DataFrame(of)).empty
    assert coded(record, roster=pd.DataFrame(of).iloc[:0]).empty


def test_evidence_holds_in_the_file():
    text = "x" * BASE + "accused 😀 Russia,\r\nonce more, of “blackmail” … and worse"
    record = said("😀 Russia,\r\nonce more, of “blackmail”", US, "accused")
    frame = coded(record)
    assert len(frame)
    for row in frame.to_dict("records"):
        pieces = [text[a:b] for a, b in row["evidence_spans"]]
        assert " … ".join(pieces) == row["evidence"]
    assert frame["evidence"].iloc[0] == "accused … Russia"


def test_split_quotation_keeps_its_offsets():
    record = said("we will not … lift the sanctions", cue="")
    row = coded(record).iloc[0]
    a, b = record["content_spans"]
    assert row["evidence_spans"] == [
        [a[0] + 8, a[0] + 11], [b[0], b[0] + 4], [b[0] + 9, b[0] + 18]
    ]  # fmt: skip


def test_content_that_does_not_fit_its_spans_is_refused():
    with pytest.raises(OnRecordError, match="a:s01: content and content_spans differ"):
        coded(said("we will lift sanctions", content_spans=[[0, 3]]))


def test_every_code_is_explained():
    frame = coded(said("Russia will not lift sanctions"), said("we must work together"))
    assert frame["rule"].str.len().min() > 3
    assert (frame["evidence_spans"].str.len() > 0).all()
    assert frame["value"].isin([-1, -0.5, 0, 0.5, 1]).all()


def test_empty_frame_keeps_its_columns():
    frame = stance.code(pd.DataFrame([said("the talks lasted four hours")]), polarity=False)
    assert frame.empty
    assert list(frame.columns) == list(stance.COLUMNS)
    assert frame.dtypes["value"] == "float64"
    assert list(stance.timeline(frame).columns) == list(stance.TIMELINE)
    none = stance.code(pd.DataFrame(columns=list(said("x"))), polarity=False)
    assert list(none.columns) == list(stance.COLUMNS)
    assert math.isnan(
        stance.coverage(pd.DataFrame(columns=["statement_id"]), none)["share"].iloc[0]
    )


# A user's own proposition, about another matter altogether.
SUGAR = [
    {
        "code": "SUGAR",
        "wording": "There should be a tax on sugar.",
        "raised": ["sugar tax", "tax on sugar*", "levy on sugar*"],
        "pro": ["introduc*", "bring* in"],
        "contra": ["scrap*", "nanny state"],
    }
]


@pytest.mark.parametrize(
    ("content", "value", "conditional"),
    [
        ("the government will introduce a sugar tax", 1, False),
        ("the government will not introduce a sugar tax", -1, False),
        ("ministers rejected a tax on sugary drinks", -1, False),
        ("doctors have long called for a sugar tax", 1, False),
        ("we would back a sugar tax if the money went to schools", 0.5, True),
        ("the sugar tax is the nanny state at work", -1, False),
        ("the sugar tax may be scrapped", -0.5, False),
    ],
)
def test_a_user_writes_their_own_proposition(content, value, conditional):
    frame = coded(said(content, None), propositions=SUGAR)
    assert on(frame, "SUGAR") == (value, conditional)


def test_sugar_is_not_raised():
    assert coded(said("sugar prices rose", None), propositions=SUGAR).empty


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"code": "X", "wording": "w"}, "raised is missing"),
        ({"code": "X", "wording": "w", "raised": "sugar"}, "raised: not a list"),
        (
            {"code": "X", "wording": "w", "raised": ["a"], "favoring": "pro"},
            "mean favouring",
        ),
        ({"code": "X", "wording": "w", "raised": ["a"], "favouring": "yes"}, "'yes' is not known"),
    ],
)
def test_wrong_propositions_are_named(entry, message):
    with pytest.raises(OnRecordError, match=message):
        stance_words.propositions([entry])


def test_a_code_stands_once():
    with pytest.raises(OnRecordError, match="stands twice"):
        stance_words.propositions(SUGAR + SUGAR)


def test_a_folder_of_knowledge_takes_the_place_of_ours(tmp_path):
    (tmp_path / "propositions.toml").write_text(
        '[[proposition]]\ncode = "TEA"\nwording = "Tea!"\nraised = ["tea"]\npro = ["best"]\n'
    )
    frame = coded(said("tea is best", None), propositions=tmp_path)
    assert list(frame["target"]) == ["TEA"]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("lift*", "lifting", True),
        ("lift", "lifted", False),
        ("hold* .. responsible", "held them responsible", False),
        ("hold* .. responsible", "holds Russia and its allies responsible", True),
        ("hold* .. responsible", "holds on to one two three four five responsible", False),
        (", provided", "yes, provided they come", True),
        (", provided", "they provided aid", False),
        ("n't", "they won’t go", True),
        ("anti-terror coalition", "ANTI TERROR coalition", True),
        ("failed regime", "“failed” regime", True),
    ],
)
def test_phrases(phrase, text, found):
    pattern = stance_words.pattern([phrase])
    assert pattern is not None
    assert bool(pattern.search(stance_words.small(text))) is found


def test_small_letters_stay_in_place():
    assert len(stance_words.small("İstanbul ẞ ﬁ")) == len("İstanbul ẞ ﬁ")


# ---------------------------------------------------------------- counting


def row(value: float, statement: str, article: str = "a.txt", **more: Any) -> dict[str, Any]:
    return {
        "statement_id": statement, "article": article, "speaker": "Ann Lee", "speaker_side": US,
        "measure": "dyad", "target": RUSSIA, "value": value, "conditional": False,
        "evidence_spans": [[0, 1]], "evidence": "x", "rule": "r", "polarity": 0.1, "outlet": None,
        "repeat_of": None, "date_earliest": "2016-01-01", "date_latest": "2016-01-03",
    } | more  # fmt: skip


def test_repeats_count_once():
    frame = pd.DataFrame([row(1, "a:s1"), row(1, "a:s2", repeat_of="a:s1"), row(-1, "a:s3")])
    line = stance.timeline(frame).iloc[0]
    assert (line["n"], line["mean"]) == (2, 0)
    late = pd.DataFrame([row(0.5, "a:s2", repeat_of="a:s1")])  # the first is uncoded
    assert stance.timeline(late).iloc[0]["n"] == 1


def test_an_interval_only_where_there_is_enough():
    few = stance.timeline(pd.DataFrame([row(1, f"a:s{k}") for k in range(9)])).iloc[0]
    assert math.isnan(few["interval_low"])
    assert few["note"] == "One event: 9 utterances in 1 article, all of one mind; no interval."
    values = [1, 1, -1, 0.5, 1, -0.5]
    rows = [row(v, f"{k}:s", article=f"{k % 2}.txt") for k, v in enumerate(values)]
    enough = stance.timeline(pd.DataFrame(rows)).iloc[0]
    assert enough["lowest"] <= enough["interval_low"] < enough["mean"] < enough["interval_high"]
    assert stance.timeline(pd.DataFrame(rows)).iloc[0].equals(enough)  # a fixed seed


def test_measures_and_sides_are_never_mixed():
    frame = pd.DataFrame(
        [row(1, "a:s1"), row(-1, "a:s1", measure="proposition"), row(1, "a:s4", speaker_side=None)]
    )
    line = stance.timeline(frame)
    assert list(line["n"]) == [1, 1, 1]
    assert set(line["speaker_side"]) == {US, "unknown"}


def test_coverage_counts_the_uncoded():
    statements = pd.DataFrame([said("x", statement_id=f"a:s{k}") for k in range(4)])
    frame = pd.DataFrame([row(1, "a:s1"), row(1, "a:s1", measure="proposition", target="MINSK")])
    found = stance.coverage(statements, frame).set_index(["measure", "target"])
    assert list(found.loc[("any", "all"), ["coded", "uncoded"]]) == [1, 3]
    assert found.loc[("proposition", "MINSK"), "share"] == 0.25


def test_polarity_stands_beside():
    frame = coded(said("the US will not lift the horrible sanctions"), polarity=True)
    assert frame["polarity"].iloc[0] < 0
    assert coded(said("we will lift sanctions"))["polarity"].isna().all()


@pytest.mark.parametrize(
    "piece", ["-", "'", "not ", "if ", "sanctions lift ", "Russia accused ", '"', ","]
)
def test_cost_grows_with_length(piece):
    content = (piece * 60_000)[:60_000]
    began = time.perf_counter()
    coded(said(content), roster=lambda _: [stance_modality.Mention(0, 6, RUSSIA)])
    assert time.perf_counter() - began < 10
