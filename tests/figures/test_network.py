"""The grid of positions and the network of agreement: true titles, labels that keep apart."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from figures.test_figures import BARE, assert_readable, words_on

from onrecord import figures
from onrecord.analysis import discourse
from onrecord.errors import OnRecordError
from onrecord.figures.network import ACTORS, CONCEPTS


def held(rows):
    """A frame of positions: actor, concept, n_for, n_against, told."""
    frame = pd.DataFrame(rows, columns=["actor", "concept", "n_for", "n_against", "told"])
    return frame.assign(n_open=0, date_earliest=None, date_latest=None)


FEW = held([
    ("Russia", "TAX", 2, 0, 0), ("France", "TAX", 1, 0, 0), ("Syria", "TAX", 0, 3, 0),
    ("Russia", "BAN", 0, 1, 0), ("Syria", "BAN", 1, 0, 0), ("France", "BAN", 0, 0, 2),
    ("Russia", "OIL", 3, 1, 0), ("Syria", "OIL", 2, 0, 0), ("Iran", "OIL", 0, 0, 1),
])  # fmt: skip
FOUR = pd.concat([FEW, held([("Iran", "BAN", 1, 0, 0)])], ignore_index=True)
NAMES = pd.DataFrame({"code": ["TAX", "BAN"], "name": ["a tax on flights", "a ban on diesel"]})


def many(actors, concepts):
    """Positions of many actors with long names, for and against at random, the same each time."""
    rng = np.random.default_rng(1)
    who = [f"Ministry for Foreign and European Affairs of State {n:02}" for n in range(actors)]
    what = [f"a proposition with a rather long name, number {n}" for n in range(concepts)]
    return held([(a, c, *rng.integers(0, 99, 2), 0) for a in who for c in what])


def test_large_counts_are_written_with_commas():
    counts = ["n_for", "n_against", "told"]
    large = FEW.assign(**FEW[counts].mul(1234))
    ties = discourse.ties(large, "difference", counts=True)
    for figure in (figures.positions(large), figures.agreement(ties)):
        words = [figure.alt, *(words for words, _ in words_on(figure))]
        assert [each for each in words if BARE.search(each)] == []
        assert any("," in each for each in words)


WIDE = [(n, "page") for n in range(4, 15)]
OTHER = [(n, size) for size in ("column", "slide", "phone") for n in (4, 14)]


@pytest.mark.parametrize(("actors", "size"), WIDE + OTHER)
def test_no_label_lies_on_another_or_on_a_line(actors, size):
    for positions in (many(actors, 3), many(actors, 10).replace(r"^.* ", "", regex=True)):
        assert_readable(figures.positions(positions, size=size))
        ties = discourse.ties(positions, "difference", counts=True)
        figure = figures.agreement(ties, size=size)
        assert_readable(figure)
        labels = {text for text, _ in words_on(figure)}
        ax = figure.drawing.axes[0]
        assert len(ax.texts) == len(ax.collections)
        assert len(ax.texts) == min(actors, ACTORS) or size in ("column", "slide")
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text() in labels]
        for line in ax.lines:
            ends = line.get_transform().transform(line.get_xydata())
            points = np.linspace(*ends, 200)
            assert not any(box.padded(line.get_linewidth()).count_contains(points) for box in boxes)


@pytest.mark.parametrize("actors", [2, 3])
def test_fewer_than_four_are_no_network(actors):
    for positions in (many(actors, 3), many(actors, 10).replace(r"^.* ", "", regex=True)):
        assert_readable(figures.positions(positions))
        ties = discourse.ties(positions, "difference", counts=True)
        assert len(ties) == actors * (actors - 1) / 2
        figure = figures.agreement(ties)
        assert_readable(figure)
        assert (
            ": There are no sets of 4 actors that take sides on the same questions to show."
            in figure.alt
        )
        assert not figure.drawing.axes[0].lines
        assert list(figure.data) == list(figures.agreement(discourse.ties(FOUR)).data)


def test_titles_say_what_the_figures_show(tmp_path):
    grid = figures.positions(FEW, tmp_path, wordings=NAMES)
    both = "Russia and Syria take the same side on OIL, opposite sides on a tax on flights;"
    assert both in grid.alt  # on BAN one utterance of each is no clear side
    assert "n = 14 stances that take a side; in the title, only who has at least 2 more" in grid.alt
    assert "3 more are told of an actor by another" in grid.alt
    # TAX and OIL: one pair each, which parts on TAX, however the sides are dealt
    assert "so few take a side that chance is no yardstick" in grid.alt
    shown = [text.get_text() for text in grid.drawing.axes[0].texts]
    assert {"a tax on flights", "a ban on diesel", "OIL", "Iran"} <= {*shown}
    assert list(pd.read_csv(tmp_path / "positions.csv")) == list(grid.data)
    ties = discourse.ties(FOUR, "difference")
    net = figures.agreement(ties, tmp_path)
    assert ": Russia and Syria differ most." in net.alt  # who agree do so on one question alone
    assert "France and Syria -1 (by chance -0.3)" in net.alt
    solid, dashed = ([line for line in net.drawing.axes[0].lines if line.is_dashed() == dash]
                     for dash in (False, True))  # fmt: skip
    assert [len(solid), len(dashed)] == [2, 3]
    assert len(pd.read_csv(tmp_path / "agreement.csv")) == len(ties) == 5
    gas = held([("Iran", "GAS", 2, 0, 0), ("Syria", "GAS", 1, 0, 0)])
    net = figures.agreement(discourse.ties(pd.concat([FOUR, gas]), "difference"))
    assert ": Iran and Syria agree most, Russia and Syria differ most." in net.alt
    one = held([(who, "TAX", int(who in "AB"), int(who in "CD"), 0) for who in "ABCD"])
    net = figures.agreement(discourse.ties(one, "difference"))
    title = ": Of 6 pairs that take sides on the same question, 2 agree on balance"
    assert f"{title}, 4 differ; chance would give 2 and 4." in net.alt
    assert "Each line rests on one question alone." in net.alt


def test_plain_sentences_where_little_can_be_said():
    alone = FEW[FEW["actor"] == "Syria"]
    assert ": Syria alone takes a side, on 3 questions." in figures.positions(alone).alt
    apart = FEW.iloc[[1, 3]]
    assert ": No two of 2 actors clearly take a side on two same" in figures.positions(apart).alt
    told = FEW[FEW["told"] > 0]
    assert ": Nobody takes a side on 2 questions in words of their" in figures.positions(told).alt
    one = figures.positions(FEW.iloc[:2].assign(n_for=2))
    assert ": No two of 2 actors clearly take a side on two same questions." in one.alt
    even = held([(who, "x", 1, int(who == "A"), 0) for who in "AB"])
    even = pd.concat([even, even.replace({"A": "C", "B": "D", "x": "y"})])
    figure = figures.agreement(discourse.ties(even, "difference"))
    assert ": No two of 4 agree more than they differ, or the reverse." in figure.alt
    for each in map(figures.positions, (alone, apart, told, FEW.iloc[:2], even)):
        assert_readable(each)


def leaning(*questions):
    """The alt text of positions: for each question by how many A, B, C … are more for it."""
    return figures.positions(held([
        (who, f"question {n}", 1 + max(more, 0), 1 + max(-more, 0), 0)
        for n, sides in enumerate(questions, 1)
        for who, more in zip("ABCD", sides, strict=False)
    ])).alt  # fmt: skip


def test_a_title_of_positions_names_two_with_two_clear_questions():
    assert ": A and B take the same side on question 1 and question 2;" in leaning((2, 3), (-2, -4))
    assert ": A and B take opposite sides on question 1 and question 2;" in leaning(
        (2, -2), (-2, 2)
    )
    mixed = leaning((2, -2), (2, 2))
    assert ": A and B take the same side on question 2, opposite sides on question 1;" in mixed
    three = leaning((2, -2), (2, -2), (2, 2), (-2, 2))
    assert ": A and B take the same side on 1 of the 4 questions both speak to;" in three
    for unclear in (1, 0, -1):  # one more is no clear side
        none = leaning((2, -2), (2, unclear))
        assert ": No two of 2 actors clearly take a side on two same questions." in none
        some = leaning((2, -2), (2, unclear), (-3, -3))
        assert ": A and B take the same side on question 3, opposite sides on question 1;" in some


def test_the_title_of_positions_stands_beside_chance():
    # question 1: of three pairs one agrees; question 2: all do
    alt = leaning((2, -2, 9), (2, 2, 9))
    claim = ": A and C take the same side on question 1 and question 2"
    assert f"{claim}; chance would give the same side on 1.3 of 2." in alt
    assert "they would take the same side on 1.3 of 2." in alt
    assert "too few" not in alt


def test_too_few_take_a_side_only_where_chance_can_give_nothing_else():
    # on each question one of four stands alone: half of the pairs agree, 1.0 of 2 by chance
    alt = leaning((9, 9, 2, -2), (9, -9, 2, 2))
    assert ": A and B take the same side on question 1, opposite sides on question 2;" in alt
    assert "they would take the same side on 1.0 of 2" in alt
    assert "too few" not in alt


def test_what_is_not_shown_is_said():
    figure = figures.positions(many(ACTORS + 1, CONCEPTS + 2))
    assert "Shown: 12 of 13 actors; the CSV has all. Shown: 8 of 10 propositions" in figure.alt
    assert len(figure.data) == 130
    conflict = discourse.ties(many(ACTORS + 2, 2), "conflict")
    drawing = figures.agreement(conflict)
    assert "Shown: 12 of 14 actors" in drawing.alt
    assert all(line.is_dashed() for line in drawing.drawing.axes[0].lines)


def test_the_pair_of_the_title_is_drawn():
    likely = many(20, 1).assign(n_for=1, n_against=lambda rows: rows.index % 2 * 2)
    lone = held([("Y", "BAN", 1, 0, 0), ("Z", "BAN", 1, 0, 0), ("Y", "TAX", 1, 0, 0),
                 ("Z", "TAX", 1, 0, 0)])  # fmt: skip
    ties = discourse.ties(pd.concat([likely, lone]), "difference", counts=True)
    figure = figures.agreement(ties)
    assert ": Y and Z agree most." in figure.alt
    assert "Y and Z: +2 on 2 questions, by chance " in figure.alt
    assert {"Y", "Z"} < {text.get_text() for text in figure.drawing.axes[0].texts}


def test_large_numbers_take_the_room_of_columns():
    large = many(3, CONCEPTS).assign(n_for=1234, n_against=5678)
    figure = figures.positions(large)
    assert_readable(figure)
    assert "take the same side on 8 of the 8 questions both speak to;" in figure.alt
    assert "Shown: 4 of 8 propositions" in figure.alt


def test_the_order_on_the_circle_is_that_of_groups():
    pairs = [*combinations("acegi", 2), *combinations("bdfh", 2), ("a", "b")]
    rows = [(a, b, "agreement", 1.0, 1, 0.5, 1) for a, b in pairs]
    columns = ["a", "b", "kind", "weight", "raw", "expected", "shared"]
    figure = figures.agreement(pd.DataFrame(rows, columns=columns))
    assert "".join(text.get_text() for text in figure.drawing.axes[0].texts) == "acegibdfh"
    again = figures.agreement(pd.DataFrame(rows[::-1], columns=columns))
    assert again.png == figure.png


def test_empty_and_wrong_frames():
    for function, empty in ((figures.positions, FEW), (figures.agreement, discourse.ties(FEW))):
        figure = function(empty.iloc[:0])
        assert ": There are no " in figure.alt
        assert list(figure.data) == list(function(empty).data)
        assert_readable(figure)
        with pytest.raises(OnRecordError, match="not in the frame; it needs"):
            function([{"nothing": 1}])
    with pytest.raises(OnRecordError, match="a pair is there twice; give ties of one kind"):
        figures.agreement(pd.concat([discourse.ties(FOUR), discourse.ties(FOUR, "conflict")]))


def test_a_pair_that_cannot_be_tested_without_an_article_hangs_on_it():
    pair = pd.DataFrame(
        [("X", "Y", 6, 1.0, 0.001)], columns=["a", "b", "n", "expected", "p_corrected"]
    )
    claim = "X and Y are named together in 6 units, where chance would give 1.0"
    hangs = "; without one article that is no more than chance"
    for left, said in ((0.01, claim), (0.2, claim + hangs), (None, claim + hangs)):
        without = pd.DataFrame(
            [("q", "X", "Y", left)], columns=["without", "a", "b", "p_corrected"]
        )
        assert f"{said}." in figures.comention(pair, without=without).alt
        gone = figures.comention(pair, without=without.assign(n=0, p_corrected=1.0)).alt
        assert f"{claim}; all of them are in one article." in gone
        other = without.assign(a="W")
        assert f"{claim}." in figures.comention(pair, without=other).alt
    assert f"{claim}." in figures.comention(pair).alt


def test_the_title_is_of_the_pair_that_pairs_puts_first():
    columns = ["a", "b", "n", "expected", "p_corrected"]
    two = pd.DataFrame([("A", "B", 6, 3.0, 0.04), ("X", "Y", 6, 1.0, 0.001)], columns=columns)
    assert ": X and Y are named together in 6 units, where" in figures.comention(two).alt
