"""The rules, each by its example."""

import json

import pytest

from onrecord import corpus, cues, knowledge, rules, statement
from onrecord.tokens import paragraph

TABLE = knowledge.load("rules")["rule"]
NAMES = [rule["name"] for rule in TABLE]
FOUND = ("speaker_text", "cue", "content")
SAMPLE = 120  # articles of the corpus that are read for names of rules


def test_each_rule_is_described_once():
    assert len(NAMES) == len(set(NAMES))
    assert all(rule["says"].endswith(".") for rule in TABLE)


@pytest.mark.parametrize(
    "rule", [rule for rule in TABLE if not rule.get("weights")], ids=lambda r: r["name"]
)
def test_a_rule_finds_its_example(rule):
    found = [
        row for row in statement.of_text(rule["example"], "a.txt") if row["rule"] == rule["name"]
    ]
    assert [[row[key] for key in FOUND] for row in found] == [[rule.get(key) for key in FOUND]]


@pytest.mark.parametrize(
    "rule", [rule for rule in TABLE if rule.get("weights")], ids=lambda r: r["name"]
)
def test_a_proposal_is_no_statement_without_weights(rule):
    items = paragraph(rule["example"], [[0, len(rule["example"])]])

    def words(part):
        return rule["example"][items.start[part[0]] : items.stop[part[1] - 1]]

    for found in rules.read_paragraph(items, cues.lexicon(open=True)):
        if found.rule == rule["name"]:
            assert (words(found.source) if found.source else None) == rule.get("speaker_text")
            assert words(found.cue) == rule["cue"]
            assert " … ".join(map(words, found.content)) == rule["content"]
            break
    else:
        pytest.fail("not proposed")
    assert rule["name"] not in {row["rule"] for row in statement.of_text(rule["example"], "a.txt")}


@pytest.fixture(params=["rules", "weights"])
def weights(request, root):
    """None, or the weights that come with the repository."""
    path = root / "data" / "weights" / "polnear.weights"
    if request.param == "weights" and not path.exists():
        pytest.skip("no weights here")
    return str(path) if request.param == "weights" else None


def test_each_rule_of_the_five_pages_is_described(raw, weights):
    records, errors = corpus.read(raw, "statements", weights=weights)
    assert not errors
    assert {record["rule"] for record in records} <= set(NAMES)


def test_each_rule_of_the_corpus_is_described(shared, weights):
    path = shared / "polnear" / "train.jsonl"
    if not path.exists():
        pytest.skip("the corpus is not here")
    lines = path.read_text(encoding="utf-8").splitlines()[:SAMPLE]
    pages = [json.loads(line)["text"] for line in lines]
    used = {row["rule"] for page in pages for row in statement.of_text(page, "a", None, weights)}
    assert used <= set(NAMES)
    assert len(used) > 30
