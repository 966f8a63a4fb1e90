"""Stance coded out of view: by phrases that were not written for the article at hand alone."""

from collections.abc import Iterable

import pandas as pd

from onrecord.analysis.frames import frame
from onrecord.corpus import Page
from onrecord.knowledge import targets
from onrecord.knowledge.wording import pattern, small
from onrecord.records import Code

PHRASES = ("raised", "opposite", "pro", "contra", "leaning_pro", "leaning_contra", "good", "bad")


def out_of_view(pages: Iterable[Page]) -> pd.DataFrame:
    """Return the codes of pages towards propositions, without phrases that fit one page alone.

    A phrase of a proposition that stands on a page, and on no other of these, is left out where
    that page is coded. Columns as in ``stance.code``; of measure proposition alone.
    """
    pages = list(pages)
    texts = {page.name: small(page.text) for page in pages}
    entries = pages[0].knowledge.table("propositions").entries("proposition") if pages else []
    phrases = {each for entry in entries for name in PHRASES for each in entry.get(name, ())}
    stands = {
        phrase: {name for name, text in texts.items() if its.search(text)}
        for phrase, its in ((each, pattern([each])) for each in phrases)
    }
    found: list[Code] = []
    for page in pages:
        left = [
            entry | {
                name: [each for each in entry[name] if stands[each] != {page.name}]
                for name in PHRASES if name in entry
            } for entry in entries
        ]  # fmt: skip
        raised = [entry for entry in left if entry["raised"]]
        coded = page.codes_towards(targets(raised, page.knowledge))
        found += [code for code in coded if code.measure == "proposition"]
    return frame(found, Code)
