"""The grid of positions and the network of agreement: true titles, labels that keep apart."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from figures.test_figures import assert_readable, words_on

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
NAMES = pd.DataFrame({"code": ["TAX", "BAN"], "name": ["a tax on flights", "a ban on diesel"]})


def many(actors, concepts):
    """Positions of many actors with long names, for and against at random, the same each time."""
    rng = np.random.default_rng(1)
    who = [f"Ministry for Foreign and European Affairs of State {n:02}" for n in range(actors)]
    what = [f"a proposition with a rather long name, number {n}" for n in range(concepts)]
    return held([(a, c, *rng.integers(0, 99, 2), 0) for a in who for c in what])


@pytest.mark.parametrize("actors", range(2, 15))
def test_no_label_lies_on_another_or_on_a_line(actors):
    for positions in (many(actors, 3), many(actors, 10).replace(r"^.* ", "", regex=True)):
        assert_readable(figures.positions(positions))
        figure = figures.agreement(discourse.ties(positions, "difference", counts=True))
        assert_readable(figure)
        labels = {text for text, _ in words_on(figure)}
        ax = figure.drawing.axes[0]
        assert len(ax.texts) == min(actors, ACTORS) == len(ax.collections)
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text() in labels]
        for line in ax.lines:
            ends = line.get_transform().transform(line.get_xydata())
            points = np.linspace(*ends, 200)
            assert not any(box.padded(line.get_linewidth()).count_contains(points) for box in boxes)


def test_titles_say_what_the_figures_show(tmp_path):
    grid = figures.positions(FEW, tmp_path, wordings=NAMES)
    assert "Russia and Syria take opposite sides on 2 of the 3 questions both speak to" in grid.alt
    assert "n = 14 utterances that take a side. 3 more are told of an actor by another" in grid.alt
    # TAX: of three pairs two part; BAN and OIL: one pair each, which parts on BAN
    assert "apart on 2 of 3; by chance, were the sides on each question dealt" in grid.alt
    assert "among those who take one, on 1.7." in grid.alt
    shown = [text.get_text() for text in grid.drawing.axes[0].texts]
    assert {"a tax on flights", "a ban on diesel", "OIL", "Iran"} <= {*shown}
    assert list(pd.read_csv(tmp_path / "positions.csv")) == list(grid.data)
    ties = discourse.ties(FEW, "difference")
    net = figures.agreement(ties, tmp_path)
    assert ": France and Russia agree most, Russia and Syria differ most." in net.alt
    assert "France and Syria -1 (by chance -0.3)" in net.alt
    solid, dashed = ([line for line in net.drawing.axes[0].lines if line.is_dashed() == dash]
                     for dash in (False, True))  # fmt: skip
    assert [len(solid), len(dashed)] == [1, 2]
    assert len(pd.read_csv(tmp_path / "agreement.csv")) == len(ties) == 3


def test_plain_sentences_where_little_can_be_said():
    alone = FEW[FEW["actor"] == "Syria"]
    assert ": Syria alone takes a side, on 3 questions." in figures.positions(alone).alt
    apart = FEW.iloc[[1, 3]]
    assert ": No two of 2 speakers lean to a side on the same" in figures.positions(apart).alt
    told = FEW[FEW["told"] > 0]
    assert ": Nobody takes a side on 2 questions in words of their" in figures.positions(told).alt
    one = figures.positions(FEW.iloc[:2])
    assert ": France and Russia take the same side on the one question both" in one.alt
    even = held([("A", "x", 1, 1, 0), ("B", "x", 1, 0, 0)])
    figure = figures.agreement(discourse.ties(even, "difference"))
    assert ": No two of 2 agree more than they differ, or the reverse." in figure.alt
    for each in map(figures.positions, (alone, apart, told, FEW.iloc[:2], even)):
        assert_readable(each)


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
    assert "take the same side on all 8 questions both speak to" in figure.alt
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
        figures.agreement(pd.concat([discourse.ties(FEW), discourse.ties(FEW, "conflict")]))
