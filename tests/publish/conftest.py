"""What the tests of publishing share."""

import base64
import zlib

import nbformat
import pytest
from nbformat import v4

from onrecord.publish.run import normalise


@pytest.fixture(scope="session")
def picture():
    """The smallest picture."""

    def chunk(name, data):
        checked = name + data
        return len(data).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")

    head = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="session")
def write():
    """A function that writes a notebook of some cells."""

    def written(path, *cells):
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(normalise(v4.new_notebook(cells=list(cells))), path)
        return path

    return written


def shown(data, metadata=None):
    return v4.new_code_cell(
        "show()", outputs=[v4.new_output("display_data", data, metadata=metadata or {})]
    )


@pytest.fixture
def build(tmp_path, write, picture):
    """Two executed notebooks with a figure and a table."""
    folder = tmp_path / "build"
    figures = folder / "figures"
    figures.mkdir(parents=True)
    (figures / "shares.csv").write_text("a\n1\n")
    (figures / "shares.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (figures / "shares.png").write_bytes(picture)
    (figures / "shares.alt.txt").write_text("One bar stands.\n")
    about = {"image/png": {"alt": "One bar stands.", "csv": "shares.csv"}}
    write(
        folder / "notebooks" / "01_read_pages.ipynb",
        v4.new_markdown_cell("# What is read?\n\nThe opening.\n\n[next](02_see_more.ipynb)"),
        shown(
            {"image/png": base64.b64encode(picture).decode(), "text/plain": "One bar stands."},
            about,
        ),
        shown({"text/html": "<table><thead><tr><th>Who</th></tr></thead></table>"}),
    )
    write(folder / "notebooks" / "02_see_more.ipynb", v4.new_markdown_cell("# More?\n\nMore."))
    return folder
