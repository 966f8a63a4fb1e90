"""Labels and tones made ready."""

from onrecord.knowledge import Knowledge


def test_every_tone_has_words_of_its_own():
    seen = {}
    for entry in Knowledge().table("cue_tones").entries("tone"):
        for word in entry["words"].split():
            assert word not in seen, (word, seen.get(word), entry["tone"])
            seen[word] = entry["tone"]
