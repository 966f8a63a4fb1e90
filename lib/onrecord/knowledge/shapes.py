"""What each table of knowledge holds: the shapes by which ``knowledge.tables`` checks them.

A table maps each field to the shape of its value; ``str`` for a field stands for any. A field's
last sign says more: ``!`` tells the entries of a list apart, ``?`` may be left out, ``*`` must
stand and may be empty; without one it must stand and hold something. A list holds the shape of its
items. A pair is a range of numbers, a set a choice. ``str`` is a name: no blank at its ends.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple


class Text(NamedTuple):
    """A text of a form, in plain words and as a regular expression."""

    words: str
    form: str


def _words(words: str, one: str) -> Text:
    """Return the form of words with blanks between."""
    return Text(words, rf"\s*{one}(?:\s+{one})*\s*")


ANY = Text("a text", r".*")
PROSE = Text("a text", r".*\S.*")
SMALL = _words("words in small letters", r"[^\sA-Z]+")
CUES = _words("lemmas in small letters, a particle as in point+out", r"[^\s+A-Z]+(?:\+[^\s+A-Z]+)?")
PARTED = _words("words, a phrase with + for its blanks", r"[^\s+*]+(?:\+[^\s+*]+)*\*?")
FOUR = _words("four forms: says said said saying", r"\S+")._replace(form=r"\s*\S+(\s+\S+){3}\s*")
FULL_NAME = Text("a name of two words or more", r"\S+(?:\s+\S+)+")
EITHER = Text("a phrase, or several as A|B", r"\s*[^\s|][^|]*(?:\|\s*[^\s|][^|]*)*")
PHRASE = Text("a phrase, `..` only between its words", r"(?!\.\.)(?=.*\w)\S(?:.*\S)?(?<!\.\.)")
FRAMES = "qltbwioaAnsh"
OUTLET = Text("a pattern with one {outlet}", r"(?!.*\{outlet\}.*\{outlet\}).*\{outlet\}.*")

ACTORS = "person government institution group organisation outlet place document"
FURNITURE = """appeal newsletter deck caption navigation related legal interface advertisement
    masthead-date date byline credit copyright site-name repeat note comments"""
GRAMMAR = """nominative pronouns possessive determiners prepositions subordinators question_words
    openers be have modals finite contractions adverbs not_adverbs days months times adjuncts
    after_cue no_resumption shutting governors plurals"""
READING = """locative not_locative between place_of motion moving departing sent local of_a_city
    compound papers other_names events before_names relation becoming before_people saying verbs
    plural_verbs function dates"""
SOURCE = """unnamed participles after_name documents organisations pronouns determiners behind_head
    particles"""
CUE_LISTS = "blame express to_nouns towards guilt told asked listener unsaid"
OPERATORS = (
    "negation", "no negation", "opposition", "opposition after", "support", "support after",
    "condition", "no condition", "bar", "contrast", "concession", "hedge", "talk",
)  # fmt: skip


def _each(names: str, shape: Any, sign: str = "") -> dict[str, Any]:
    """Return fields of one shape."""
    return {name + sign: shape for name in names.split()}


_PLACE = {
    "reach?": {"line", "block", "section", "to-end"}, "where?": {"any", "edge", "head"},
}  # fmt: skip
_FURNITURE = {
    "why": PROSE, "kind": set(FURNITURE.split()), "lines?": [str], "pattern?": re.Pattern,
    "case?": bool, **_each("needs example keep", [PROSE], "?"), **_PLACE,
}  # fmt: skip
PROPOSITIONS = [{
    "code!": str, "wording": PROSE, "raised": [PHRASE], "not_to_be_confused_with?": ANY,
    "favouring?": {"pro", "contra", "none"},
    **_each("pro contra leaning_pro leaning_contra unless", [PHRASE], "?"),
}]  # fmt: skip

SHAPES: dict[str, dict[Any, Any]] = {
    "actors": {
        "add_to_ours?": bool,
        "actor": [{
            "name!": str, "kind": set(ACTORS.split()),
            **_each("aliases surname weak adjective", [str], "?"),
            **_each("side government wikidata", str, "?"), "note?": ANY,
            "roles?": [{"title": str, "of": str, "from": date, "to?": date}],
            "from?": date, "to?": date,
        }],
    },
    "countries": {
        "add_to_ours?": bool,
        "country": [{
            "name!": str, **_each("aliases weak adjective people capital surname", [str], "?"),
            **_each("short wikidata", str, "?"),
        }],
    },
    "cue_tones": {"tone": [{"tone!": str, "says?": ANY, "words": PARTED}]},
    "cues": {
        "verbs": [{
            "name!": str, "words": CUES, "prepositions?": [str], "tone?": str,
            "frames?": Text(f"letters of {FRAMES}", f"[{FRAMES}]*"),
        }],
        "nouns": {"words": SMALL},
        "except*": {f"{name}?": SMALL for name in (*FRAMES, "prepositions")},
        "also_nouns": {"words": SMALL, "weak": SMALL},
        "phrases": {"saying": SMALL, "clear": [str]},
        "adjectives": {"words": SMALL, "prepositions?": SMALL},
        "lists": _each(CUE_LISTS, SMALL),
        "irregular*": {str: FOUR},
    },
    "events": {
        "event?": [{
            "name!": str, "start!": date, "end?": date, "all!": [EITHER], "source": PROSE,
            "none?": [EITHER], "near?": [EITHER], "weekdays?": bool, "note?": ANY,
        }],
        "period?": [{
            "name!": str, "from!": date, "to": date, "all": [EITHER], "source": PROSE,
            "none?": [EITHER], "note?": ANY,
        }],
        "office?": [{
            "name!": FULL_NAME, "titles": [str], "from!": date, "to?": date, "source": PROSE,
            "note?": ANY,
        }],
    },
    "grammar": _each(GRAMMAR, SMALL),
    "labels": {
        "label": [{
            "label!": str, "concept!": str, "forms": [str], "case?": bool, "near?": [str],
            "within?": (1, 10_000), **_each("not_after not_before", [PROSE], "?"), "note?": ANY,
        }],
    },
    "names": {
        "given_names*": ANY,
        "title": [{"title!": str, "forms": [str], "alone?": bool}],
        "office": [{"name!": str, "forms": [str], "is_state?": bool, "subject_only?": bool}],
        "before_title": _each("same other", [str], "*"),
        "reading": _each(READING, [str], "*"),
        "source": _each(SOURCE, [str], "*"),
    },
    "outlets": {
        "furniture?": [_FURNITURE],
        "evidence?": [{
            "why": PROSE, "kind": set(FURNITURE.split()), "pattern": OUTLET, "example": [PROSE],
            "suffix?": bool, "no_wire?": bool, **_PLACE,
        }],
        "outlet?": [{
            "name!": str, "names?": [str], "domains?": [str], "wire?": bool,
            "furniture?": [_FURNITURE],
        }],
        "appeal": {"pronouns": [str], "stems": [PROSE]},
        "dateline": {"wires": [str], "places": [str]},
    },
    "propositions": {"proposition?": PROPOSITIONS, "dyads?": {"names?": {str: str}}},
    "rules": {
        "rule": [{
            "name!": str, **_each("says example cue content", PROSE), "speaker_text?": PROSE,
        }],
    },
    "sentiment_words": {
        "group": [{"name!": str, "value": (-2.0, 2.0), "words": PARTED}],
        "verbs*": [{
            "name!": str, "agent": (-2.0, 2.0), "patient": (-2.0, 2.0), "words": SMALL,
        }],
        "operators": _each("negation negation_undone stronger weaker speech passive", SMALL),
        "irregular*": {str: SMALL},
    },
    "site": {
        **_each("title heading contents data rights", PROSE), "lead": [PROSE], "figure?": ANY,
    },
    "stance_words": {
        "operator": [{"name!": set(OPERATORS), "phrases": [PHRASE]}],
        "directed*": [{
            "name!": str, "value": {-1, -0.5, 0, 0.5, 1}, "phrases": [PHRASE], "reach?": (1, 100),
            "target": {"object", "doer", "beside", "name"},
        }],
        "pronouns": {"they": [str]},
    },
}  # fmt: skip
