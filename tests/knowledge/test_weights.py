"""The weights: read as they were written, and refused where they are not what they say."""

import io
from pathlib import Path

import numpy as np
import pytest

from onrecord.analysis.towards import SIZE
from onrecord.knowledge import Knowledge, KnowledgeError, weights

OURS = Path(Knowledge().files[-1])
SIZES = {"word": (5, 4), "part": (9, 2), "kind": (6, 2), "quoted": (6, 2), "found": (8, 2)}


def trained(seed=1):
    rng = np.random.default_rng(seed)
    tables = {name: rng.normal(0, 0.1, size) for name, size in SIZES.items()}
    return tables | {"doubted": rng.normal(0, 0.1, (8, 2)), "cue": rng.normal(0, 1, (4, 3))}


def test_they_are_read_as_they_were_written(tmp_path):
    tables = trained() | {"cue_b": np.array([0.1, -0.2, 0.3])}
    weights.write(tmp_path / "a.npz", ["bridge", "ferry"], tables)
    found = weights.read(tmp_path / "a.npz")
    assert found.vocabulary == ["bridge", "ferry"]
    for name in ("word", "cue"):
        step = found.scales[name].max()
        assert np.abs(found.tables[name] * found.scales[name] - tables[name]).max() <= step
    assert found.tables["cue_b"] == pytest.approx([0.1, -0.2, 0.3])
    assert all(table.dtype == np.float32 for table in found.tables.values())


def test_the_same_tables_make_the_same_bytes(tmp_path):
    for name in "ab":
        weights.write(tmp_path / f"{name}.npz", ["bridge"], trained())
    weights.write(tmp_path / "c.npz", ["bridge"], trained(2))
    a, b, c = ((tmp_path / f"{name}.npz").read_bytes() for name in "abc")
    assert a == b != c


def test_ours_are_small_and_whole_numbers_of_eight_bits():
    size = OURS.stat().st_size
    found = weights.read(OURS)
    whole = [table for table in found.tables.values() if table.ndim == 2]
    assert size < 2_000_000
    assert sum(table.size for table in whole) > 1_000_000
    assert all(np.abs(table).max() <= 127 and (table == np.rint(table)).all() for table in whole)


def test_those_of_the_reader_are_small_and_whole_and_of_their_own_version():
    path = OURS.with_name("sentiment.npz")
    table = weights.read(path, weights.SENTIMENT).tables["towards"]
    assert path.stat().st_size < 300_000
    assert table.shape == (SIZE, 4)
    assert np.abs(table).max() <= 127
    assert (table == np.rint(table)).all()
    with pytest.raises(KnowledgeError, match="has version sentiment 3, wanted is 1"):
        weights.read(path)
    with pytest.raises(KnowledgeError, match="has version 1, wanted is sentiment 3"):
        weights.read(OURS, weights.SENTIMENT)


def test_no_sum_of_ours_is_ever_rounded():
    """A sum of whole numbers below 2**24 is exact in any order; states are 127 at the most."""
    for name, table in weights.read(OURS).tables.items():
        most = 2 * 127 if name == "marked" else 127
        if "/" in name or name in ("cue", "joined", "marked", "label"):
            assert np.abs(table).sum(0).max() * most < 2**24, name


def changed(number, by):
    """Return our file with one table, version or digest changed."""
    with np.load(OURS) as file:
        held = {name: file[name] for name in file.files}
    held[number] = by(held[number])
    made = io.BytesIO()
    np.savez_compressed(made, **held)
    return made.getvalue()


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (lambda: b"", "holds no weights"),
        (lambda: b"not a zip", "holds no weights"),
        (lambda: OURS.read_bytes()[:5000], "holds no weights"),
        (lambda: changed("version", lambda _: np.array("0")), "has version 0, wanted is 1"),
        (lambda: changed("cue_b", lambda table: table + 1), "is not that of the tables"),
        (lambda: changed("word", lambda table: table[:-1]), "is not that of the tables"),
        (lambda: changed("cue_b", lambda _: np.array([{}], object)), "holds no weights"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(tmp_path, made, what):
    path = tmp_path / "tagger.npz"
    path.write_bytes(made())
    with pytest.raises(KnowledgeError) as error:
        weights.read(path)
    assert what in str(error.value)
    assert str(path) in str(error.value)
    assert "restore the file, or train it again" in str(error.value)


def test_a_file_that_is_gone_is_named(tmp_path):
    with pytest.raises(KnowledgeError, match="is not there"):
        weights.read(tmp_path / "none.npz")


def test_a_users_own_take_the_place_of_ours(tmp_path):
    own = tmp_path / "tagger.npz"
    own.write_bytes(OURS.read_bytes())
    assert Knowledge(tmp_path).files[-1] == str(own)
    assert Knowledge(tmp_path).weights.vocabulary == Knowledge().weights.vocabulary
    own.write_bytes(b"spoilt")
    with pytest.raises(KnowledgeError, match="holds no weights"):
        _ = Knowledge(tmp_path).weights
