"""Language: English is told by its small words, another by a model; in doubt none is."""

import re
from collections.abc import Set
from functools import cache
from typing import Any

SEEN = 20_000  # characters that are looked at
LEAST = 12, 100  # words and letters of a text from which its language can be told
ENGLISH, FOREIGN = 0.25, 0.15  # share of English small words from which, to which a text may be
SURE = 0.95  # how sure the model must be
_WORD = re.compile(r"[^\W\d_]+")
_IN_ADDRESS = ("://", "www.", "@", "<")  # one of which is in every address
_ADDRESS = re.compile(r"(?<!\S)\S*(?:://|www\.|@)\S*|<[^<>]*>")


def language(text: str, english: Set[str]) -> str | None:
    """Return the language of a text (ISO 639-1), None where it is too short to tell or in doubt.

    ``english`` has the small words of English. Where these are few, py3langid tells (langid.py:
    Lui and Baldwin 2012), among the languages that have a code of two letters.
    """
    seen = text[:SEEN]
    if any(sign in seen for sign in _IN_ADDRESS):
        seen = _ADDRESS.sub(" ", seen)
    words = _WORD.findall(seen.lower())
    share = sum(word in english for word in words) / max(1, len(words))
    if len(words) >= LEAST[0] and share >= ENGLISH:
        return "en"
    if sum(map(len, words)) < LEAST[1]:
        return None
    name, sure = _model().classify(" ".join(words))
    return name if sure >= SURE and (name == "en" or share <= FOREIGN) else None


@cache
def _model() -> Any:
    from py3langid import langid  # it takes half a second, and English news does without

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    model.set_languages([name for name in model.labels if len(name) == 2])
    return model
