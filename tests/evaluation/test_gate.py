"""The quality gate: floors that may only rise, on the five pages and on PolNeAR's dev split."""

import csv
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from functools import partial
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from reading import rows_of

from onrecord import evaluation, files
from onrecord.corpus import Page
from onrecord.records import Statement

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))
FLOORS = tomllib.loads((ROOT / "data/gold/floors.toml").read_text(encoding="utf-8"))
POLNEAR = SHARED / "polnear"


@pytest.fixture(scope="module")
def five_pages() -> dict[str, float]:
    """The scores of the extractor on the five pages, all forms together."""
    found = evaluation.evaluate(
        ROOT / "data/gold/statements.jsonl",
        lambda text, name: Page(text, name).statements,
        ROOT / "data/raw",
    )
    return found.scores.set_index("form").loc["all"].to_dict()


@pytest.mark.parametrize("measure", sorted(FLOORS["five_pages"]))
def test_five_pages_reach_their_floor(five_pages: dict[str, float], measure: str) -> None:
    assert five_pages[measure] >= FLOORS["five_pages"][measure]


def test_no_floor_lies_far_below_what_is_reached(five_pages: dict[str, float]) -> None:
    """A floor that is left behind by more than three points guards nothing: raise it."""
    for measure, floor in FLOORS["five_pages"].items():
        assert five_pages[measure] - floor < 0.03, measure


def _ours(gold: dict[str, Any], page: Page) -> dict[str, Statement]:
    """The statements of a page by the id of the gold row that each fits, by most of both."""

    def fit(row: dict[str, Any], said: Statement) -> float:
        own, its = (
            {at for start, stop in spans for at in range(start, stop)}
            for spans in (row["content_spans"], said.content_spans)
        )
        return len(own & its) / len(own | its)

    best = {row["id"]: max(page.statements, key=partial(fit, row)) for row in gold["statements"]}
    return {row["id"]: best[row["id"]] for row in gold["statements"]
            if fit(row, best[row["id"]]) > 0.5}  # fmt: skip


def test_half_of_the_repeats_are_found_and_none_is_false() -> None:
    """Utterances and the repeats of the gold rows are both closed: one of one is of all."""
    found = pairs = 0
    false = []
    for line in (ROOT / "data/gold/statements.jsonl").read_text(encoding="utf-8").splitlines():
        gold, first = json.loads(line), {}
        page = Page(files.read(ROOT / "data/raw" / gold["article"]), gold["article"])
        ours = _ours(gold, page)
        for row in gold["statements"]:
            of = row["repeat_of"]
            first[row["id"]] = first.get(of, of) or row["id"]
            told = ours.get(row["id"]), ours.get(of)
            pairs += of is not None
            found += None not in told and told[0].utterance == told[1].utterance
        for one, other in combinations(ours, 2):
            apart = ours[one] != ours[other] and first[one] != first[other]
            if apart and ours[one].utterance == ours[other].utterance:
                false.append((gold["article"], one, other))
    assert pairs == 10
    assert found >= 5
    assert false == []


def _scorer() -> ModuleType:
    """The scorer that stands beside the corpus."""
    spec = importlib.util.spec_from_file_location("polnear_score", POLNEAR / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["polnear_score"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not (POLNEAR / "dev.jsonl").exists(), reason="PolNeAR is not at hand")
def test_polnear_dev_reaches_its_floor() -> None:
    score = _scorer()
    with open(POLNEAR / "dev.jsonl", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    found = {
        article["id"]: [
            {
                "content": row["content_spans"],
                "speaker": row["speaker_span"],
                "cue": row["cue_span"],
                "speaker_text": f"{row['speaker_text'] or ''} {row['speaker'] or ''}",
            }
            for row in rows_of(article["text"], article["id"])
        ]
        for article in gold
    }
    counts = score.total(score.evaluate(gold, found, score.load_cues()))
    reached = {
        form: 100 * score.row(counts, "speech", "*" if form == "speech" else form)["e2eF1"]
        for form in ("speech", "direct", "mixed", "indirect")
    }
    reached["all"] = 100 * score.row(counts, "all", "*")["e2eF1"]
    short = {k: round(v, 1) for k, v in reached.items() if v < FLOORS["polnear_dev"][k]}
    assert not short, f"below the floor: {short}"


@pytest.mark.parametrize(("corpus", "part"), [("gum", "dev.jsonl"), ("gap", "gap-development.tsv")])
def test_who_is_meant_reaches_its_floor(corpus: str, part: str) -> None:
    """The last line that the instrument of a corpus prints has the figures."""
    folder, program = SHARED / corpus, Path(sys.executable).with_name("onrecord")
    if not (folder / part).exists():
        pytest.skip("the corpus is not at hand")
    command = [sys.executable, folder / "run.py", folder / part, "--onrecord", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    flat = {
        f"{a}_{b}": v for a, part in told.items() if isinstance(part, dict) for b, v in part.items()
    }
    reached = {name.replace(" ", "_"): value for name, value in (told | flat).items()}
    floors = FLOORS[f"{corpus}_dev"]
    short = {name: reached[name] for name, floor in floors.items() if reached[name] < floor}
    assert not short, f"below the floor: {short}"


def _typical_errors() -> list[dict[str, str]]:
    """The errors that notebook 6 shows, with what the extractor finds in each."""
    with open(ROOT / "data/gold/polnear_errors.csv", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _typical_errors(), ids=lambda row: row["example"][:40])
def test_a_typical_error_is_still_made(row: dict[str, str]) -> None:
    """When one is mended, take another into the list."""
    before = "Town news.\n\nIt was a cold day in the town, and many people had come.\n\n"
    rows = rows_of(before + row["example"], "example.txt")
    found = (f"{r['speaker'] or r['speaker_text'] or 'nobody'}: {r['content']}" for r in rows)
    assert ("; ".join(found) or "nothing") == row["found"] != row["should be"]


def test_there_are_twenty_typical_errors() -> None:
    assert len(_typical_errors()) == 20
