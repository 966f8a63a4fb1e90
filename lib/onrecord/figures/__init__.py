"""A frame to a figure."""

from onrecord.figures.layout import Figure, house_style, save
from onrecord.figures.themes import (
    article_anatomy,
    comention,
    date_intervals,
    gold_beside_extractor,
    labels_by_voice,
    outlet_voices,
    speakers,
    stance_over_time,
    verbs_of_saying,
)

__all__ = [
    "Figure",
    "article_anatomy",
    "comention",
    "date_intervals",
    "gold_beside_extractor",
    "house_style",
    "labels_by_voice",
    "outlet_voices",
    "save",
    "speakers",
    "stance_over_time",
    "verbs_of_saying",
]
