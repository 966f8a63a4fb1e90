"""A frame to a figure, with a title that is computed from the same frame.

Each figure says on its face what was found, what was measured, how many cases it rests on and
where they come from. Given a folder it is written there as SVG, PDF and PNG, with the CSV that it
was drawn from and its alt text, the same bytes on every run. An empty frame gives a figure that
says so. Every function raises OnRecordError where its frame lacks a column.
"""

from onrecord.figures.counts import labels_by_voice, outlet_voices, speakers, verbs_of_saying
from onrecord.figures.network import agreement, comention, positions
from onrecord.figures.output import Figure, house_style, save
from onrecord.figures.pages import article_anatomy, date_intervals
from onrecord.figures.shares import calibration, gold_beside_extractor
from onrecord.figures.stance import stance_beside_polarity, stance_over_time

__all__ = [
    "Figure", "agreement", "article_anatomy", "calibration", "comention", "date_intervals",
    "gold_beside_extractor", "house_style", "labels_by_voice", "outlet_voices", "positions",
    "save", "speakers", "stance_beside_polarity", "stance_over_time", "verbs_of_saying",
]  # fmt: skip
