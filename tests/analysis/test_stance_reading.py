"""What a statement says for or against a proposition, and of another side."""

import time

import pandas as pd
import pytest

US, RUSSIA = "United States", "Russia"


def on(frame, target):
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
def test_propositions(said, coded, content, target, value, conditional):
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
def test_no_evidence_no_code(said, coded, content):
    assert coded(said(content, cue="said")).empty


def test_one_sentence_may_carry_several(said, coded):
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
def test_dyads(said, coded, content, cue, side, target, value):
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
def test_what_is_not_the_speakers_is_no_dyad(said, coded, content):
    frame = coded(said(content))
    assert on(frame, RUSSIA) is None
    assert on(frame, US) is None


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
def test_a_user_writes_their_own_proposition(said, coded, content, value, conditional):
    frame = coded(said(content, None), propositions=SUGAR)
    assert on(frame, "SUGAR") == (value, conditional)


def test_sugar_is_not_raised(said, coded):
    assert coded(said("sugar prices rose", None), propositions=SUGAR).empty


@pytest.mark.parametrize(
    "piece", ["-", "'", "not ", "if ", "sanctions lift ", "Russia accused ", '"', ","]
)
def test_cost_grows_with_length(said, coded, piece):
    content = (piece * 60_000)[:60_000]
    named = pd.DataFrame(
        [{"article": "a.txt", "start": 1000, "stop": 1006, "text": "Russia", "actor": RUSSIA,
          "side": RUSSIA, "reading": "actor"}]
    )  # fmt: skip
    began = time.perf_counter()
    coded(said(content), mentions=named)
    assert time.perf_counter() - began < 10
