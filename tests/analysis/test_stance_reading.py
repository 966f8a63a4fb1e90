"""What a statement says for or against a proposition, and of another side."""

import time

import pandas as pd
import pytest

import onrecord
from onrecord.knowledge import known, targets

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
        ("the US refuses to lift the sanctions on Russia", "SANCTIONS", -1, False),
        ("the US does not refuse to lift the sanctions on Russia", "SANCTIONS", 1, False),
        ("we agreed to keep sanctions on Russia", "SANCTIONS", -1, False),
        ("we might ease the sanctions on Russia", "SANCTIONS", 0.5, False),
        ("we support sanctions on Russia", "SANCTIONS", -1, False),
        ("we oppose sanctions on Russia", "SANCTIONS", 1, False),
        ("sanctions on Russia would be lifted if the truce held", "SANCTIONS", 0.5, True),
        ("we need cooperation with Russia", "COOPERATION", 1, False),
        ("we will suspend bilateral engagement with Russia", "COOPERATION", -1, False),
        ("we could suspend bilateral engagement with Russia", "COOPERATION", -0.5, False),
        ("we are not just developing cooperation with Moscow", "COOPERATION", 1, False),
        ("cooperation with Russia is not possible", "COOPERATION", -1, False),
        ("it is up to Moscow what contributions it makes", "COOPERATION", 0, False),
        ("Russian airstrikes hit hospitals", "CAMPAIGN", -1, False),
        ("a week-long truce in Syria is unacceptable", "CEASEFIRE_WEEK", -1, False),
        (
            "our opposition to the “unacceptable” week-long truce in Syria",
            "CEASEFIRE_WEEK",
            -1,
            False,
        ),
        ("we fully favour a 48-hour pause in Syria", "CEASEFIRE_48H", 1, False),
        ("Syria requires a political transition", "TRANSITION", 1, False),
        ("it will push a political solution in Syria further off", "TRANSITION", 0.5, False),
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
    assert on(frame, "MINSK") == (0.5, False)
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
        "raised": ["sugar tax", "tax|levy on sugar*"],
        "contra": ["nanny state"],
    }
]


@pytest.mark.parametrize(
    ("content", "cue", "value", "conditional"),
    [
        ("we will introduce a sugar tax", "said", 1, False),
        ("we will not introduce a sugar tax", "said", -1, False),
        ("to introduce a sugar tax", "refused", -1, False),
        ("to introduce a sugar tax", "vows", 1, False),
        ("to defend the sugar tax", "vows", 1, False),
        ("we reject a tax on sugary drinks", "said", -1, False),
        ("we do not reject a tax on sugary drinks", "said", 0.5, False),
        ("the sugar tax", "railed against", -1, False),
        ("the sugar tax", "praised", 1, False),
        ("doctors should support a sugar tax", "said", 1, False),
        ("a sugar tax if the money went to schools", "would back", 0.5, True),
        ("we would back a sugar tax if the money went to schools", "said", 0.5, True),
        ("the sugar tax is the nanny state at work", "said", -1, False),
        ("the sugar tax may be scrapped", "said", -0.5, False),
        ("the sugar tax must be kept", "said", 1, False),
        ("the sugar tax must not be kept", "said", -1, False),
        ("for the sugar tax to be replaced", "called", -1, False),
        ("for the sugar tax to be extended", "called", 1, False),
        ("that the sugar tax be dropped", "demanded", -1, False),
        ("the sugar tax would be lifted only after a vote", "said", 0.5, True),
        ("the sugar tax is a disaster", "said", -1, False),
        ("the sugar tax is not a disaster", "said", 1, False),
        ("that the sugar tax is a disaster", "denied", 1, False),
        ("it is wrong to call the sugar tax a disaster", "said", 1, False),
        ("the sugar tax a disaster", "called", -1, False),
        ("the sugar tax a success", "called", 1, False),
        ("nobody could support a sugar tax", "said", -0.5, False),
        ("scrapping the sugar tax would be a mistake", "said", 1, False),
        ("keeping the sugar tax would be a mistake", "said", -1, False),
        ("it is too early to talk about scrapping the sugar tax", "said", 1, False),
        ("there is no reason to scrap the sugar tax", "said", 1, False),
        ("to block any attempt by the parties to scrap the sugar tax", "vowed", 1, False),
        ("the disastrous sugar tax has come", "said", -0.5, False),
        ("the good sugar tax has come", "said", 0.5, False),
    ],
)
def test_a_user_writes_what_raises_a_matter_and_generic_words_do_the_rest(
    said, coded, content, cue, value, conditional
):
    frame = coded(said(content, None, cue), propositions=SUGAR)
    assert on(frame, "SUGAR") == (value, conditional)


@pytest.mark.parametrize(
    ("content", "cue"),
    [
        ("sugar prices rose", "said"),  # not raised
        ("the sugar tax", "refused to condemn"),  # no praise
        ("the sugar tax", "did not praise"),  # no blame
        ("it is high time to rethink the sugar tax", "said"),
        ("whether to keep the sugar tax", "asked"),
        ("the sugar tax will be kept", "expects"),
        ("Republicans support the sugar tax", "said"),  # at second hand
        ("the minister’s plan to scrap the sugar tax came up", "said"),
        ("if the sugar tax is scrapped", "asked"),
        ("scrapping the sugar tax would take a year", "said"),
    ],
)
def test_what_words_do_not_decide_is_not_coded(said, coded, content, cue):
    frame = coded(said(content, None, cue), propositions=SUGAR)
    assert on(frame, "SUGAR") in (None, (0, False))


def test_things_whose_favouring_is_the_other_way_round(said, coded):
    entry = SUGAR[0] | {"opposite": ["sugar lobby"], "favouring": "contra"}
    for content, value in (("the sugar tax", -1), ("the sugar lobby", 1)):
        frame = coded(said(content, None, "backs"), propositions=[entry])
        assert on(frame, "SUGAR") == (value, False)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("the sugar tax is robbery", -1),
        ("we condemn the robbery of a sugar tax", -1),  # what is condemned stays bad
        ("the sugar tax is no robbery", 0.5),
        ("that the sugar tax is robbery is a lie", 0.5),
        ("the sugar tax saves teeth", 1),
    ],
)
def test_opposition_turns_no_description(said, coded, content, value):
    entry = SUGAR[0] | {"bad": ["robbery"], "good": ["saves teeth"]}
    frame = coded(said(content, None), propositions=[entry])
    assert on(frame, "SUGAR") == (value, False)


@pytest.mark.parametrize(
    ("content", "side", "about", "is_coded"),
    [
        ("we will cooperate with Russia", US, ["Russia"], True),  # named
        ("we will cooperate", RUSSIA, ["Russia"], True),  # it speaks
        ("we will cooperate with the FBI", US, ["Russia"], False),
        ("we will cooperate with the FBI", US, ["fbi"], True),  # a phrase
        ("we will cooperate with the FBI", US, [], True),
    ],
)
def test_a_matter_is_about_somebody(said, coded, content, side, about, is_coded):
    entry = {"code": "C", "wording": "w", "raised": ["cooperat*"], "pro": ["cooperat*"]}
    frame = coded(said(content, side), propositions=[entry | ({"about": about} if about else {})])
    assert (on(frame, "C") is not None) is is_coded


def test_a_matter_may_be_about_one_who_is_named_beside(said, coded):
    entry = {"code": "C", "wording": "w", "raised": ["cooperat*"], "pro": ["cooperat*"]}
    named = {"article": "a.txt", "start": 0, "stop": 6, "text": "Russia", "actor": RUSSIA,
             "side": RUSSIA, "reading": "actor"}  # fmt: skip
    for paragraph, n in ((0, 1), (None, 1), (1, 0)):  # its own, the headline, another
        mentions = pd.DataFrame([named | {"paragraph": paragraph}])
        row = said("we will cooperate", paragraph=1)
        assert len(coded(row, mentions=mentions, propositions=[entry | {"about": ["Russia"]}])) == n


@pytest.fixture(scope="module", params=["knowledge/propositions", "examples/us_campaign_2016"])
def examples(request, root, tmp_path_factory):
    """Propositions of a table, and the codes of the sentences that it gives as examples."""
    path, folder = root / "data" / f"{request.param}.toml", tmp_path_factory.mktemp("examples")
    ready = targets(path, known())
    for each in ready.propositions:
        for sign, text in each.examples.items():
            (folder / f"{each.code}{sign:+}.txt").write_text(f"Talks\n\n{text}\n", "utf-8")
    pages = {page.name: page.codes_towards(ready) for page in onrecord.read(folder)}
    return ready.propositions, pages


def test_every_proposition_has_examples_that_come_out_as_they_should(examples):
    propositions, pages = examples
    for each in propositions:
        for sign, text in each.examples.items():
            codes = pages[f"{each.code}{sign:+}.txt"]
            values = [code.value * sign for code in codes if code.target == each.code]
            assert values, (each.code, text)
            assert min(values) > 0, (each.code, text, codes)


UNSEEN = [  # sentences that no phrase was written for
    ("SANCTIONS", 1, "The winegrowers pleaded for an end to the sanctions on Russia."),
    (
        "SANCTIONS",
        -1,
        "The Latvian minister vowed to veto any loosening of the sanctions on Russia.",
    ),
    ("COOPERATION", -1, "The general called cooperation with Russia in Syria a grave mistake."),
    ("TRANSITION", 1, "The exiles insisted that Assad must step down."),
    ("CAMPAIGN", -1, "The mayor said Russian jets had flattened a school in Aleppo."),
    ("MINSK", 1, "The Lithuanian envoy said Russia had broken the Minsk agreements again."),
    ("CEASEFIRE_48H", -1, "The militia commander said a 48-hour truce in Aleppo was pointless."),
]


def test_sentences_that_no_phrase_was_written_for(tmp_path):
    for number, (*_, text) in enumerate(UNSEEN):
        (tmp_path / f"{number}.txt").write_text(f"Talks\n\n{text}\n", "utf-8")
    found = {page.name: {code.target: code.value for code in page.codes} for page in
             onrecord.read(tmp_path)}  # fmt: skip
    for number, (target, sign, text) in enumerate(UNSEEN):
        assert found[f"{number}.txt"].get(target, 0) * sign > 0, text


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


@pytest.mark.parametrize(
    "content",
    [
        "nobody has shown that the sanctions on Russia work",
        "there is no evidence that the sanctions on Russia are a good idea",
        "those who call the sanctions on Russia a disaster are wrong",
        "it neither supported nor opposed the sanctions on Russia",
    ],
)
def test_a_judgement_that_is_nobodys_or_anothers_takes_no_side(said, coded, content):
    codes = coded(said(content))
    assert codes[codes["measure"] == "proposition"].empty
