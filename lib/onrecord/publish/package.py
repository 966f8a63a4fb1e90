"""The tables of a study as a package of data: described, and to be cited."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord import __version__
from onrecord.knowledge.tables import shipped
from onrecord.publish.html import filled

CODEBOOK = {"articles": "Articles", "statements": "Statements", "mentions": "Mentions"}
CODEBOOK["codes"] = "Stance"  # the heading under which data/README.md tells the columns of a table
_COLUMN = re.compile(r"^\| `(\w+)` \| ?([^|]*?) ?\| ?([^|]*?) ?\| (.*) \|$", re.MULTILINE)


def package(folder: Path, site: Any) -> dict[str, Any]:
    """Describe the tables of a folder beside them, in the words of a site; return what is told.

    Written are ``datapackage.json`` (Frictionless Data Package 1), ``codebook.md`` and
    ``CITATION.cff`` (1.2.0). The version is the library's, with the first signs of a digest.
    """
    book, columns = shipped("README.md").read_text("utf-8"), {}
    for name, head in CODEBOOK.items():
        part = book.partition(f"\n## {head}\n")[2].partition("\n## ")[0]
        columns[name] = _COLUMN.findall(part)  # name, kind of value, unit, what it is
    found = [(path, path.read_bytes()) for path in sorted(folder.iterdir()) if path.stem in columns]
    tables = [(path, len(made), sha256(made).hexdigest()) for path, made in found]
    digest = sha256(repr([digest for _, _, digest in tables]).encode()).hexdigest()
    told = {"version": f"{__version__}+{digest[:8]}", "columns": columns, "tables": tables}
    for name in ("datapackage.json", "codebook.md", "CITATION.cff"):
        (folder / name).write_text(filled(name, site=site, **told) + "\n", "utf-8", newline="\n")
    return told
