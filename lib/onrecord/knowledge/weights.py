"""Weights that were learned: tables of whole numbers of eight bits, each with its scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from os import PathLike
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from onrecord.knowledge.tables import KnowledgeError

TAGGER, SENTIMENT = "1", "sentiment 3"  # versions of what reads them
STEPS = 127  # of a whole number of eight bits
SIDE_BY_SIDE = "word part kind quoted found doubted towards".split()  # tables with one scale
Floats = NDArray[np.float32]
Tables = Mapping[str, Floats]  # by name


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Tables of whole numbers by name, what each is to be multiplied by, and the words known."""

    vocabulary: Sequence[str]
    tables: Tables
    scales: Tables


def read(path: str | PathLike[str], wanted: str = TAGGER) -> Weights:
    """Return the weights of a file; raises KnowledgeError where it is none, or was changed."""
    remedy = "restore the file, or train it again (data/README.md)"
    try:
        with np.load(path, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
    except FileNotFoundError:
        raise KnowledgeError(str(path), None, "is not there", remedy) from None
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeError(str(path), None, f"holds no weights ({error})", remedy) from None
    version, digest = (held.pop(name, np.array("")) for name in ("version", "digest"))
    if str(version) != wanted:
        what = f"has version {version or 'none'}, wanted is {wanted}"
        raise KnowledgeError(str(path), "version", what, remedy)
    if str(digest) != _digest(held):
        raise KnowledgeError(str(path), "digest", "is not that of the tables", remedy)
    words = held.pop("vocabulary").tobytes().decode().split("\n")
    scales = {name[:-6]: held.pop(name) for name in [*held] if name.endswith(".scale")}
    return Weights(words, {name: table.astype(np.float32) for name, table in held.items()}, scales)


def write(
    path: str | PathLike[str], words: Sequence[str], trained: Tables, version: str = TAGGER
) -> None:
    """Write tables, rounded to whole numbers, and words; the same bytes for the same tables."""
    beside = (np.abs(trained[name].ravel()) for name in SIDE_BY_SIDE if name in trained)
    common = max(float(np.quantile(numbers, 0.9995)) / STEPS for numbers in beside)
    held = {"vocabulary": np.array(np.frombuffer("\n".join(words).encode(), np.uint8))}
    for name, table in trained.items():
        if table.ndim == 1:
            held[name] = table.astype(np.float32)
            continue
        scale = np.array(common) if name in SIDE_BY_SIDE else np.abs(table).max(0) / STEPS
        scale = np.maximum(scale, 1e-9).astype(np.float32)
        whole = np.clip(np.rint(table / scale), -STEPS, STEPS)
        held |= {name: whole.astype(np.int8), f"{name}.scale": scale}
    held |= {"version": np.array(version), "digest": np.array(_digest(held))}
    np.savez_compressed(path, **held)  # type: ignore[arg-type]  # its stub takes bool alone


def _digest(held: Mapping[str, NDArray[np.generic]]) -> str:
    made = sha256()
    for name in sorted(held):
        table = np.ascontiguousarray(held[name])
        made.update(f"{name} {table.dtype.str} {table.shape}".encode() + table.tobytes())
    return made.hexdigest()
