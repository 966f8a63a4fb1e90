"""The rules, each by its example."""

import json

import pytest
from reading import rows_of

import onrecord
from onrecord.knowledge import Knowledge

TABLE = Knowledge().table("rules").entries("rule")
NAMES = [rule["name"] for rule in TABLE]
FOUND = ("speaker_text", "cue", "content")
SAMPLE = 120  # articles of the corpus that are read for names of rules


def test_each_rule_is_described_once():
    assert len(NAMES) == len(set(NAMES))
    assert all(rule["says"].endswith(".") for rule in TABLE)


@pytest.mark.parametrize("rule", TABLE, ids=lambda r: r["name"])
def test_a_rule_finds_its_example(rule):
    found = [row for row in rows_of(rule["example"], "a.txt") if row["rule"] == rule["name"]]
    assert [[row[key] for key in FOUND] for row in found] == [[rule.get(key) for key in FOUND]]


def test_each_rule_of_the_five_pages_is_described(raw):
    assert set(onrecord.statements(raw)["rule"]) <= set(NAMES)


def test_each_rule_of_the_corpus_is_described(shared):
    path = shared / "polnear" / "train.jsonl"
    if not path.exists():
        pytest.skip("the corpus is not here")
    lines = path.read_text(encoding="utf-8").splitlines()[:SAMPLE]
    pages = [json.loads(line)["text"] for line in lines]
    used = {row["rule"] for page in pages for row in rows_of(page, "a")}
    assert used <= set(NAMES)
    assert len(used) > 30


NONE = [
    # a thing that shows, an act, an idiom, a title, a name that is given
    "A wink often indicates that the mayor is joking.",
    "The leaks in the bridge suggest that its builders were careless.",
    "Lind refused to sign the contract.",
    "The board sought to ignore the leaks.",
    "Lind warmly welcomed him.",
    "That said, the bridge is safe enough to cross.",
    "Jane Moe: A Life",
    "There is express language in the contract.",
    "Lind decided to give the bridge “a new coat”.",
    "The harbour boasts a well sheltered pier.",
    "The mayor was referring to the bridge.",
    # asked, supposed, foreseen
    "Did Lind say the bridge was safe?",
    "Has the mayor ever admitted that the bridge leaks?",
    "Who told the board that the bridge was safe?",
    "Why would Ann Lind insist that the bridge was safe?",
    "Those who believe that the bridge is safe may cross it.",
    "I want to thank the builders of the bridge.",
    "If Lind says that the bridge is safe, few will cross it.",
    "Unless the mayor admits the bridge leaks, the town will sue.",
    "Should Lind claim that the bridge is safe, few will cross it.",
    "Lind might say that the bridge is safe.",
    "Lind is expected to say that the bridge is safe.",
    "Lind is likely to argue that the bridge is safe.",
    "Lind would have to admit that the bridge leaks.",
    # denied of everybody
    "Neither Lind nor Moe said the bridge was safe.",
    "No engineer said the bridge was safe.",
    "Not one engineer said that the bridge was safe.",
    "Lind left without saying that the bridge leaked.",
    "Moe stopped short of saying the bridge leaked.",
    # no source, no words of one
    "The works went according to plan.",
    "Seats were given out according to rank.",
    "Each town pays according to its size.",
    "The clerk spoke on condition of anonymity.",
    "Envoys spoke on the sidelines of the fair.",
    # no verb, or one in another sense
    "The said bridge was closed in May.",
    "Lind has a confirmed case of measles.",
    "The town's reported losses were small.",
    "They read a novel called Bridges.",
    "The port boasts a fine view of the hills.",
    "The motor was known by its sound.",
    "The survey was paid for by different measuring teams.",
    "This suggests that the bridge was built in haste.",
    "Lind told that story in June.",
    "The town has a quarter called Harbour Hill (once called Lower Hill).",
    "Moe proposed to her in front of the bridge.",
    "They declared their independence from Moe and drafted a plan.",
    "I want to thank the engineers.",
    "It says much about our beliefs that is wrong.",
    "She saw the bridge in May.",
    "What Lind said is",
    "The bridge was shut, what Lind said was",
    "What Lind said when the bridge fell was a shock.",
    "Everything he says is a lie.",
    "The site is a good place for anyone wanting to learn more about bridges.",
]
HEADLINES = [
    ("Opinion: The Bridge Must Go", None),
    ("Explainer: Why the Bridge Leaks", None),
    ("Harbour Crisis: Bridge Stays Shut", None),
    ("The Latest: Bridge Stays Shut", None),
    ("Fact Check: Does the Bridge Leak?", None),
    ("Lind: The Bridge Must Go", "The Bridge Must Go"),
    ("Ann Lind: Bridge Leaks", "Bridge Leaks"),
    ("Harbour will not wait for any results: Ann Lind", "Harbour will not wait for any results"),
]
SAID = [
    ("Lind would not say whether the bridge was safe.", "would not say"),
    ("If the bridge falls, Lind said, the town will sue.", "said"),
    ("“Is the bridge safe?” Lind asked.", "asked"),
    ("Lind asked whether the bridge was safe.", "asked"),
    ("When Lind said the bridge was safe, Moe laughed.", "said"),
    ("According to the plan, the bridge will be shut.", "According to"),
    ("According to police, the bridge is shut.", "According to"),
    ("Engineers see the bridge as a threat.", "see"),
    ("Lind rejected claims that the bridge leaked.", "rejected"),
    ("The accused claims that the bridge leaked.", "claims"),
    ("The mayor, also saying that the bridge was safe, crossed it.", "also saying"),
]
WHO = [
    ("That year my father said it was safe.", "my father", "it was safe"),
    ("As a result some clerks believe it is shut.", "some clerks", "it is shut"),
    ("I think that is fair.", "I", "that is fair"),
    ("They left, with one clerk saying that it leaked.", "one clerk", "that it leaked"),
    ("The workers started saying it was safe.", "The workers", "it was safe"),
    ("The bridge is safe, or so Lind claims.", "Lind", "The bridge is safe"),
    ("It was signed where he said, I shut the bridge.", "he", "I shut the bridge"),
    ("The talks with Moe ended, Lind saying that it leaked.", "Lind", "that it leaked"),
    ("Ann Lind, who said it was over, left.", "who", "it was over"),
    ("By saying that this was the town she lived in.", None, "that this was the town she lived in"),
    ("The clerks praised Lind’s proposal to shut it.", "Lind’s", "to shut it"),
    ("She has no doubts about Moe’s threat to shut it.", "Moe’s", "to shut it"),
    ("Lind just last week said the bridge was safe.", "Lind", "the bridge was safe"),
    ("Lind this month also said it was safe.", "Lind", "it was safe"),
    ("However Lind said it was safe.", "Lind", "it was safe"),
    ("Lind told these builders that it was safe.", "Lind", "that it was safe"),
    ("Lind admits to Moe that it leaks.", "Lind", "that it leaks"),
    ("Moe writes to the mayor every year explaining that it leaks.", "Moe", "that it leaks"),
]


@pytest.mark.parametrize("text", NONE)
def test_no_statement(text):
    assert [(row["speaker_text"], row["content"]) for row in rows_of(text, "a.txt")] == []


@pytest.mark.parametrize(("headline", "content"), HEADLINES)
def test_a_label_is_no_speaker(headline, content):
    page = f"{headline}\n\nIt was a cold day in the town. Ann Lind sat by the bridge.\n"
    found = [row["content"] for row in rows_of(page, "a.txt")]
    assert found == ([content] if content else [])


@pytest.mark.parametrize(("text", "cue"), SAID)
def test_still_a_statement(text, cue):
    assert cue in [row["cue"] for row in rows_of(text, "a.txt")]


@pytest.mark.parametrize(("text", "who", "content"), WHO)
def test_whose_words_they_are(text, who, content):
    assert (who, content) in [(r["speaker_text"], r["content"]) for r in rows_of(text, "a.txt")]
