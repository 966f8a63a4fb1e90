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
    found: list[Code] = []
    texts = {page.name: small(page.text) for page in pages}
    for page in pages:
        others = [text for name, text in texts.items() if name != page.name]
        kept = []
        for entry in page.knowledge.table("propositions").entries("proposition"):
            lists = {
                name: _elsewhere(entry[name], texts[page.name], others)
                for name in PHRASES
                if name in entry
            }
            if lists["raised"]:
                kept.append(
                    {
                        **{k: v for k, v in entry.items() if k not in lists},
                        **{k: v for k, v in lists.items() if v},
                    }
                )
        coded = page.codes_towards(targets(kept, page.knowledge))
        found += [code for code in coded if code.measure == "proposition"]
    return frame(found, Code)


def _elsewhere(phrases: Iterable[str], own: str, others: Iterable[str]) -> list[str]:
    """Return the phrases that do not stand in a text, or stand in another too."""
    patterns = {phrase: pattern([phrase]) for phrase in phrases}
    others = list(others)
    return [
        phrase for phrase, its in patterns.items()
        if not its.search(own) or any(its.search(text) for text in others)
    ]  # fmt: skip
