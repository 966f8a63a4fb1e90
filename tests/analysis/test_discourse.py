"""Who agrees with whom: DNA's numbers by hand, by plain loops, and what chance would give."""

from itertools import permutations, product
from math import sqrt

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from onrecord.analysis import discourse, frames
from onrecord.errors import OnRecordError
from onrecord.records import Code


def codes(*rows):
    """Codes of utterances: side, target, value and what else differs."""
    named = [
        {"speaker_side": side, "target": target, "value": value, "statement_id": f"s{n}",
         "utterance": f"s{n}", "article": "a", "measure": "proposition", "speaker": f"{side}'s",
         "date_earliest": "2016-01-01", "date_latest": "2016-01-03"} | more
        for n, (side, target, value, more) in enumerate(rows)
    ]  # fmt: skip
    empty = frames.frame([], Code)
    return pd.DataFrame(named, columns=list(empty)).astype({"told_by": "str"})


def said(text, **more):
    """Codes from words like "A x + - 0": for, against, open."""
    values = {"+": 1.0, "-": -0.5, "0": 0.0}
    parts = [line.split() for line in text.split(",")]
    return [(who, what, values[sign], more) for who, what, *signs in parts for sign in signs]


WORKED = codes(*said("A x + +, A y + -, B x +, B y - - -, B z + 0, C x -, C z +"))


def found(ties, column="weight"):
    return {a + b: value for a, b, value in zip(ties["a"], ties["b"], ties[column], strict=True)}


def test_positions_count_own_utterances_and_tell_told_ones_apart():
    rows = [*said("A x + -"), *said("A x + + -, B x -", told_by="C"), *said("A x -", article="b")]
    rows += [*said("A x +", utterance="s0"), *said("A x +", measure="dyad")]
    rows += [("", "x", 1, {"speaker_side": None, "speaker": "Ann"}),
             ("", "x", 1, {"speaker_side": None, "speaker": None})]  # fmt: skip
    frame = discourse.positions(codes(*rows))
    counted = frame.set_index("actor")[["n_for", "n_against", "n_open", "told", "articles"]]
    assert counted.T.to_dict("list") == {"A": [1, 2, 0, 3, 2], "Ann": [1, 0, 0, 0, 1]}
    every = discourse.positions(codes(*rows), least=0).set_index("actor")
    assert every.loc["B", ["n_against", "told"]].to_list() == [0, 1]
    assert discourse.ties(every.reset_index())["b"].to_list() == ["Ann"]  # not what is told of B


def test_speakers_concepts_and_rare_actors():
    assert {*discourse.positions(WORKED, by="speaker")["actor"]} == {"A's", "B's", "C's"}
    some = discourse.positions(WORKED, concepts=["y", "z"])
    assert [*zip(some["actor"], some["concept"], strict=True)] == [
        ("A", "y"), ("B", "y"), ("B", "z"), ("C", "z")]  # fmt: skip
    assert {*discourse.positions(WORKED, least=3)["actor"]} == {"A", "B"}
    assert {*discourse.positions(WORKED, concepts=["z"], least=2)["actor"]} == set()


def test_the_worked_example_by_hand():
    """Positions (x+ x- y+ y- z+): A 1 0 1 1 0, B 1 0 0 1 1, C 0 1 0 0 1."""
    positions = discourse.positions(WORKED)
    agreement = discourse.ties(positions)
    assert found(agreement) == {"AB": 2, "BC": 1, "AC": 0}
    assert found(agreement, "shared") == {"AB": 2, "BC": 2, "AC": 1}
    assert found(agreement, "concepts") == {"AB": ["x", "y"], "BC": ["z"], "AC": []}
    # x: of three pairs one agrees; y and z: two speak to each, so that chance gives what is
    assert found(agreement, "expected") == pytest.approx({"AB": 4 / 3, "BC": 4 / 3, "AC": 1 / 3})
    assert found(discourse.ties(positions, "conflict")) == {"AB": 1, "BC": 1, "AC": 1}
    assert found(discourse.ties(positions, "difference")) == {"AB": 1, "BC": 0, "AC": -1}
    normal = {
        "average": {"AB": 2 / 3, "BC": 1 / 2.5, "AC": 0},
        "jaccard": {"AB": 2 / 4, "BC": 1 / 4, "AC": 0},
        "cosine": {"AB": 2 / 3, "BC": 1 / sqrt(6), "AC": 0},
    }
    for name, weights in normal.items():
        assert found(discourse.ties(positions, normal=name)) == pytest.approx(weights)
    counted = discourse.ties(positions, "agreement", "jaccard", counts=True)
    assert found(counted, "raw")["AB"] == 2 * 1 + 1 * 3
    assert found(counted)["AB"] == pytest.approx(5 / (5 + 1 + 1))  # alone: A's y+, B's z+
    cosine = discourse.ties(positions, normal="cosine", counts=True)
    assert found(cosine)["AB"] == pytest.approx(5 / (sqrt(4 + 1 + 1) * sqrt(1 + 9 + 1)))
    assert found(cosine, "n_a")["AB"] == 4


def random(seed, actors, concepts):
    """Positions of actors of which some have none on a concept."""
    counts = np.random.default_rng(seed).integers(0, 3, (actors, concepts, 2))
    cells = [("ABCDEF"[i], "uvwxyz"[j], *counts[i, j]) for i, j in np.ndindex(counts.shape[:2])]
    frame = pd.DataFrame(cells, columns=["actor", "concept", "n_for", "n_against"])
    return frame.assign(date_earliest=None, date_latest=None), counts


def loops(counts, kind, normal):
    """The tie of two rows, cell by cell."""
    one, two = ({(j, k): n for (j, k), n in np.ndenumerate(row)} for row in counts)
    pairs = [(n * m, k == q) for ((j, k), n), ((i, q), m) in product(one.items(), two.items())
             if i == j]  # fmt: skip
    agree, differ = (sum(n for n, same in pairs if same is which) for which in (True, False))
    raw = {"agreement": agree, "conflict": differ, "difference": agree - differ}[kind]
    alone = sum(one[c] for c in one if not two[c]) + sum(two[c] for c in two if not one[c])
    lengths = [sqrt(sum(n * n for n in each.values())) for each in (one, two)]
    mean = (sum(one.values()) + sum(two.values())) / 2
    norm = {"none": 1, "average": mean, "jaccard": alone + agree, "cosine": np.prod(lengths)}
    return raw / norm[normal]


@pytest.mark.parametrize("binary", [True, False])
def test_every_kind_and_norm_is_what_plain_loops_give(binary):
    positions, counts = random(1, 6, 5)
    counts = np.minimum(counts, 1) if binary else counts
    for kind, normal in product(discourse.KINDS, discourse.NORMAL):
        ties = found(discourse.ties(positions, kind, normal, counts=not binary))
        assert len(ties) == 15
        for pair, weight in ties.items():
            rows = counts[["ABCDEF".index(name) for name in pair]]
            assert weight == pytest.approx(loops(rows, kind, normal)), (pair, kind, normal)


@pytest.mark.parametrize("binary", [True, False])
def test_expected_is_the_mean_over_all_ways_to_deal_the_positions(binary):
    positions, counts = random(2, 4, 2)
    counts = np.minimum(counts, 1) if binary else counts
    takers = [np.flatnonzero(counts[:, j].sum(axis=1)) for j in range(2)]
    assert sorted(map(len, takers)) == [3, 4]
    for kind in discourse.KINDS:
        ties = found(discourse.ties(positions, kind, counts=not binary), "expected")
        sums = dict.fromkeys(ties, 0)
        deals = [*product(*(permutations(each) for each in takers))]
        for deal in deals:
            anew = counts.copy()
            for j, order in enumerate(deal):
                anew[takers[j], j] = counts[list(order), j]
            for pair in sums:
                sums[pair] += loops(anew[["ABCD".index(name) for name in pair]], kind, "none")
        means = {pair: total / len(deals) for pair, total in sums.items()}
        assert ties == pytest.approx(means)


def test_each_period_is_taken_by_itself():
    may = {"date_earliest": "2016-05-02", "date_latest": "2016-05-04"}
    wide = {"date_earliest": "2016-01-02", "date_latest": "2016-05-04"}
    rows = [*said("A x +, B x -"), *said("A x -, B x -", **may), *said("A y +, B y +", **wide)]
    frame = discourse.ties(discourse.positions(codes(*rows), period="month"))
    assert frame["date_earliest"].fillna("").to_list() == ["2016-01-01", "2016-05-01", ""]
    assert frame["weight"].to_list() == [0, 1, 1]
    assert found(discourse.ties(discourse.positions(codes(*rows)))) == {"AB": 2}
    with pytest.raises(ValueError, match="duplicate"):
        discourse.matrix(frame)


def test_matrix_and_graph_hold_the_ties(tmp_path):
    positions = discourse.positions(codes(*said("A x + + -, B x +, C x -, D y + 0")))
    ties = discourse.ties(positions, "difference")
    square = discourse.matrix(ties)
    assert square.to_dict("list") == {"A": [0, 0, 0], "B": [0, 0, -1], "C": [0, -1, 0]}
    graph = discourse.network(ties, positions)
    path = discourse.write_graphml(graph, tmp_path / "net.graphml")
    read = nx.read_graphml(path)
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert read.nodes["A"] == {"label": "A", "n_for": 2, "n_against": 1, "n_open": 0, "told": 0}
    assert [*read.edges(data=True)] == [("B", "C", {
        "weight": -1.0, "kind": "conflict", "expected": pytest.approx(-1 / 3), "shared": 1,
        "concepts": "x", })]  # fmt: skip
    assert "D" in read
    before = path.read_bytes()
    assert discourse.write_graphml(graph, path).read_bytes() == before


def test_a_file_of_another_is_not_replaced(tmp_path):
    path = tmp_path / "mine.graphml"
    path.write_text("<graphml/>")
    with pytest.raises(OnRecordError, match="not of On the Record; name another file"):
        discourse.write_graphml(nx.Graph(), path)
    assert path.read_text() == "<graphml/>"
    with pytest.raises(OnRecordError, match="cannot be written"):
        discourse.write_graphml(nx.Graph(), tmp_path)


def test_empty_frames_keep_their_columns_and_wrong_words_are_named():
    full = discourse.positions(WORKED)
    empty = discourse.positions(WORKED.iloc[:0], period="week")
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    none = discourse.ties(empty, "difference", "cosine")
    assert none.dtypes.to_dict() == discourse.ties(full).dtypes.to_dict()
    assert discourse.matrix(none).shape == (0, 0)
    assert not discourse.network(none, empty)
    for wrong in ({"by": "outlet"}, {"period": "year"}):
        with pytest.raises(ValueError, match="use side or speaker, by all, month or week"):
            discourse.positions(WORKED, **wrong)
    for wrong in ("congruence", "agreement", "no"), ("conflict", "no"):
        with pytest.raises(ValueError, match="agreement, conflict, difference; none, average"):
            discourse.ties(full, wrong[0], wrong[-1])
