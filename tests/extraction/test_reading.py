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
