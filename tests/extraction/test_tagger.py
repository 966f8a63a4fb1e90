"""The network: how a text is cut for it, and that what it tells hangs on nothing else."""

import numpy as np
import pytest

from onrecord.extraction.pieces import LONGEST, Reader, pieces, shape, within
from onrecord.extraction.tagger import FEW, Tagger, places
from onrecord.knowledge import known

TEXT = "Lind railed that the council had been misled. “It will stay closed,” she told reporters."


@pytest.fixture(scope="module")
def tagger():
    return Tagger(known().weights, known().cues)


def cut(text, rows=(), doubted=()):
    return pieces(text, ((0, len(text)),), rows, doubted)


def test_every_token_is_the_own_one_of_one_piece_and_stands_where_it_says():
    text = " ".join(f"word{n}" for n in range(1000))
    made = cut(text)
    owned = [piece.spans[n] for piece in made for n in piece.core]
    assert owned == sorted(set(owned))
    assert len(owned) == 1000
    assert all(
        text[slice(*span)] == word
        for p in made
        for span, word in zip(p.spans, p.words, strict=False)
    )
    assert all(len(piece.words) <= LONGEST for piece in made)


def test_a_cue_near_the_end_of_a_piece_is_told_by_the_next_that_sees_more():
    made = cut(" ".join(f"word{n}" for n in range(400)))
    for piece, after in zip(made, made[1:], strict=False):
        last = piece.spans[piece.core[-1]]
        assert after.spans[after.core[0]][0] == last[1] + 1
        assert len(piece.words) - piece.core[-1] > 30
        assert after.core[0] >= 30


def test_marks_and_rows_are_seen():
    cue, source, content = ((5, 11),), ((0, 4),), ((12, 44),)
    (piece,) = cut(TEXT, [(cue, source, content)], [(((75, 79),), (), ())])
    seen = dict(
        zip(piece.words, zip(piece.quoted, piece.found, piece.doubted, strict=False), strict=False)
    )
    assert seen["railed"] == (0, 1, 0)
    assert seen["Lind"] == (0, 2, 0)
    assert seen["misled"] == (0, 4, 0)
    assert seen["“"][0] == 1
    assert seen["closed"][0] == 2
    assert seen["”"][0] == 3
    assert seen["she"][0] == 4
    assert seen["told"] == (0, 0, 1)


@pytest.mark.parametrize(
    ("word", "wanted"), [("Lind", "Xx"), ("2016", "d"), ("U.S.", "X.X."), ("o’clock", "x’x")]
)
def test_shapes(word, wanted):
    assert shape(word) == wanted


def test_tokens_within_spans():
    tokens = [(0, 4), (5, 11), (12, 16)]
    assert [*within(tokens, ((3, 6), (15, 20)))] == [0, 1, 2]
    assert [*within(tokens, ((4, 5), (16, 30)))] == []


def test_places_count_from_the_cue_in_powers_of_two():
    side, far = places(range(2, 4), 8)
    assert side.tolist() == [0, 0, 1, 1, 2, 2, 2, 2]
    assert (far - 8).tolist() == [-2, -1, 0, 1, 2, 2, 3, 3]


def test_a_word_has_the_same_rows_wherever_it_stands():
    reader = Reader(["bridge"], known().cues)
    (piece,) = cut("The bridge and the Bridge railed")
    rows = reader.features(piece)
    assert rows[0][1:] != rows[3][1:]  # The, the: another shape
    assert rows[1][0] == rows[4][0] == 2  # the one word that is known
    assert rows[0][0] == 1


def test_what_is_told_of_a_piece_hangs_on_no_other(tagger):
    texts = [TEXT, "The ferry runs.", " ".join([TEXT] * 12), "Berg fretted that it would fall."]
    texts += [f"Lind {word} that it had rained." for word in "mused railed wept sang".split()]
    every = [piece for text in texts for piece in cut(text)]
    assert len(every) > FEW  # which are summed up otherwise than few
    together = tagger.tag(every, -1.4)
    for piece, tagged in zip(every, together, strict=False):
        (alone,) = tagger.tag([piece], -1.4)
        assert (alone.begins == tagged.begins).all()
        assert alone.found == tagged.found


def test_of_what_was_read_only_so_much_is_kept(tagger, monkeypatch):
    monkeypatch.setattr("onrecord.extraction.tagger.KEPT", 5)
    forgetful, most = Tagger(known().weights, known().cues), 0
    for n in range(20):
        pieces_of_it = cut(f"Lind railed that bridge {n} had been misled, and again {n + 1}.")
        told = forgetful.tag(pieces_of_it, -9)
        assert (told[0].begins == tagger.tag(pieces_of_it, -9)[0].begins).all()
        assert told[0].found == tagger.tag(pieces_of_it, -9)[0].found
        most = max(most, len(forgetful.kept))
    assert most < 5 + 2 * len(pieces_of_it[0].words)


def test_sums_are_the_same_in_any_order(tagger):
    (piece,) = cut(TEXT)
    turned = Tagger(known().weights, known().cues)
    rows = np.random.default_rng(1).permutation(256)
    states = np.random.default_rng(2).integers(-127, 128, (20, 256)).astype(np.float32)
    whole = states @ turned.tables["joined"]
    assert (states[:, rows] @ turned.tables["joined"][rows] == whole).all()
    assert (tagger.tag([piece], 0)[0].begins == turned.tag([piece], 0)[0].begins).all()


def test_a_cue_that_no_list_has_is_found_with_source_and_content(tagger):
    (found,) = tagger.tag(cut(TEXT.split(". ")[0] + "."), 0)[0].found
    assert TEXT[slice(*found.cue)] == "railed"
    assert TEXT[slice(*found.source)] == "Lind"
    assert TEXT[slice(*found.content[0])] == "that the council had been misled"
    assert 0 < found.sure <= 16


def test_a_cue_of_a_rule_is_not_found_again(tagger):
    first = TEXT.split(". ")[0] + "."
    row = ((5, 11),), ((0, 4),), ((12, 44),)
    assert [each.cue for each in tagger.tag(cut(first), 0)[0].found] == [(5, 11)]
    assert tagger.tag(cut(first, [row]), 0)[0].found == []


@pytest.mark.parametrize("text", ["", " ", "…", "“", "\u200b"])
def test_nothing_to_read(tagger, text):
    assert all(tagged.found == [] for tagged in tagger.tag(cut(text), -9))
