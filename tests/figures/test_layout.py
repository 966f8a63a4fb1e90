"""Classes can be told apart: in grey, and with any colour vision."""

from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from figures import test_figures as examples
from matplotlib.patches import Rectangle

from onrecord.figures import counts, layout, network, stance

ENOUGH = 20  # CIE76; where just noticeable is about 2.3, and neighbours in a bar differ at a glance
CONTRAST = 4.5  # of words on what is filled (WCAG)
SEEN = {  # linear red, green and blue as they are seen, Machado, Oliveira and Fernandes (2009)
    "all colours": np.eye(3),
    "no red": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}  # fmt: skip
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour, how="all colours"):
    """Linear red, green and blue of a colour as it is seen."""
    rgb = np.array(mpl.colors.to_rgb(colour))
    light = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.clip(np.array(SEEN[how]) @ light, 0, 1)


def lab(colour, how="all colours"):
    """CIE L*a*b* of a colour as it is seen."""
    x, y, z = XYZ @ linear(colour, how) / XYZ.sum(axis=1)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 903.3 / 116 * t + 16 / 116 for t in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def lightness(colour):
    """CIE L* of a colour: 0 black, 100 white."""
    return lab(colour)[0]


def apart(one, other, how):
    """How far apart two colours are (CIE76), as they are seen."""
    return np.linalg.norm(lab(one, how) - lab(other, how))


def too_near(looks):
    """Of shapes with their colours, the pairs of one shape whose colours are too near, and how."""
    return [
        (one, other, how)
        for one, other in combinations(looks, 2)
        for how in SEEN
        if one[0] == other[0] and apart(one[1], other[1], how) < ENOUGH
    ]


def filled(looks):
    """Hatching and colour of each class."""
    return [(look.hatch, look.facecolor) for look in looks]


def in_key(drawing):
    """Hatching, or marker, and colour of each class in the key of a drawing."""
    return [
        (its.get_hatch() or "", mpl.colors.to_hex(its.get_facecolor()))
        if isinstance(its, Rectangle)
        else (its.get_marker(), mpl.colors.to_hex(its.get_markerfacecolor()))
        for its in drawing.artists
    ]


def test_classes_differ_in_grey_and_in_shape():
    steps = np.diff([lightness(colour) for colour in layout.PALETTE])
    assert steps.min() >= 15
    marks = [layout.mark(n) for n in [*range(5), None]]
    assert len({look.marker for look in marks}) == 6
    forms = [lightness(look.facecolor) for look in counts.FORMS.values()]
    assert np.diff(forms).min() >= 30
    assert lightness("white") - lightness(layout.GREY) > 60  # the words in grey: above 7 to 1


@pytest.mark.parametrize("name", examples.DRAWINGS)
def test_what_a_key_tells_apart_is_seen_apart(name):
    assert too_near(in_key(examples.draw(name).drawing)) == []


def test_classes_are_seen_apart():
    assert too_near(filled([layout.swatch(n) for n in [*range(5), None]])) == []
    assert too_near(filled(network.LOOKS.values())) == []
    filled_and_hollow = [layout.mark(n, hollow) for n in range(5) for hollow in (False, True)]
    assert too_near([(look.marker, look.facecolor) for look in filled_and_hollow]) == []
    blue, orange = (("", layout.PALETTE[n]) for n in (2, 3))  # of which the first is hatched
    assert [how for *_, how in too_near([blue, orange])] == ["grey"]


def test_cells_above_chance_have_an_edge():
    above, other = network.ABOVE, network.OTHER  # as light as each other
    assert apart(above.facecolor, other.facecolor, "grey") < ENOUGH
    assert all(apart(above.edgecolor, other.edgecolor, how) > 4 * ENOUGH for how in SEEN)


@pytest.mark.parametrize("how", SEEN)
def test_words_can_be_read_on_what_is_filled(how):
    sounds = [look for _, look in stance.SOUNDS.values()]
    fills = [(look.facecolor, "white" if look.edgecolor == "white" else "black") for look in sounds]
    cells = (counts.SHADE, network.ABOVE.facecolor, network.OTHER.facecolor)
    for fill, ink in [*fills, *((cell, layout.INK) for cell in cells)]:
        low, high = sorted(XYZ[1] @ linear(colour, how) for colour in (fill, ink))
        assert (high + 0.05) / (low + 0.05) >= CONTRAST, (fill, ink)
