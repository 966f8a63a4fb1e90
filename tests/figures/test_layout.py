"""Classes can be told apart, in grey too."""

import matplotlib as mpl
import numpy as np

from onrecord.figures import counts, layout


def lightness(colour):
    """CIE L* of a colour: 0 black, 100 white."""
    rgb = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    y = linear @ [0.2126, 0.7152, 0.0722]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_classes_differ_in_grey_and_in_shape():
    steps = np.diff([lightness(colour) for colour in layout.PALETTE])
    assert steps.min() >= 15
    marks = [layout.mark(n) for n in [*range(5), None]]
    assert len({look.marker for look in marks}) == 6
    forms = [lightness(look.facecolor) for look in counts.FORMS.values()]
    assert np.diff(forms).min() >= 30
    assert lightness("white") - lightness(layout.GREY) > 60  # the words in grey: above 7 to 1
