"""The page of a notebook: nothing that it shows can run, and what it shows can be read."""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from onrecord.errors import OnRecordError
from onrecord.publish.notebook_page import allowed, read_page
from onrecord.publish.run import normalise

EVIL = '<script>alert(1)</script><img src="x" onerror="alert(2)">'
PNG = "iVBORw0KGgo="


def shown(data, metadata=None):
    return v4.new_code_cell(
        "show()", outputs=[v4.new_output("display_data", data, metadata=metadata or {})]
    )


def page(tmp_path, *cells):
    path = tmp_path / "01_read_pages.ipynb"
    nbformat.write(normalise(v4.new_notebook(cells=list(cells))), path)
    made = read_page(path, tmp_path / "figures")
    return made, BeautifulSoup(made.body, "html.parser")


def live(soup):
    """Whatever in a page could run."""
    handlers = [tag for tag in soup.find_all(True) if any(a.startswith("on") for a in tag.attrs)]
    return handlers + soup.find_all(["script", "iframe", "object", "embed", "form", "svg", "style"])


@pytest.mark.parametrize(
    "data",
    [
        {"text/html": EVIL},
        {"text/html": f"</div></main><table><tr><td>{EVIL}</td></tr></table>"},
        {"text/html": f"<!-- --><noscript>{EVIL}</noscript><math><style>{EVIL}</style></math>"},
        {"text/html": f"<title></title><textarea></textarea>{EVIL}<svg onload='x()'></svg>"},
        {"text/plain": EVIL},
        {"text/markdown": EVIL, "text/plain": EVIL},
        {"text/markdown": EVIL},
        {"text/latex": EVIL},
        {"application/javascript": "alert(1)"},
        {"image/svg+xml": f"<svg>{EVIL}</svg>"},
        {"text/vnd.mermaid": EVIL},
        {"application/vnd.jupyter.widget-view+json": {"model_id": EVIL}},
    ],
)
def test_what_a_notebook_shows_cannot_become_markup(tmp_path, data):
    _, soup = page(tmp_path, v4.new_markdown_cell("# Title"), shown(data))
    assert not live(soup)
    assert not soup.find_all("img")
    if "text/html" in data or "text/plain" in data:
        assert "<script>alert(1)</script>" in soup.get_text()


def test_streams_errors_captions_and_alt_texts_are_escaped(tmp_path):
    printed = v4.new_code_cell("go()", outputs=[v4.new_output("stream", name="stdout", text=EVIL)])
    failed = v4.new_code_cell(
        "go()", outputs=[v4.new_output("error", ename="E", evalue=EVIL, traceback=[EVIL])]
    )
    figure = shown({"image/png": PNG}, {"image/png": {"alt": f'">{EVIL}', "csv": f'">{EVIL}'}})
    _, soup = page(tmp_path, v4.new_markdown_cell("# Title"), printed, failed, figure)
    assert not live(soup)
    assert soup.get_text().count("<script>alert(1)</script>") == 2
    assert [image["alt"] for image in soup.find_all("img")] == [f'">{EVIL}']


def test_links_in_outputs_lead_to_pages_only():
    kept = allowed(
        '<a href="javascript:x()">a</a><a href=" JAVASCRIPT:x()">b</a>'
        '<a href="https://example.org" onclick="x()" style="x">c</a>'
    )
    assert kept == '<a>a</a><a>b</a><a href="https://example.org">c</a>'


def test_a_page_of_the_corpus_with_a_script_shows_it_as_text(tmp_path):
    import pandas as pd

    from onrecord.publish.table import table

    frame = pd.DataFrame({"content": [f"He said: {EVIL}"]})
    for html in (table(frame, EVIL).html, frame.to_html()):
        _, soup = page(tmp_path, v4.new_markdown_cell("# Title"), shown({"text/html": html}))
        assert not live(soup)
        assert f"He said: {EVIL}" in soup.tbody.get_text()


def test_signs_of_mathematics_stay_words(tmp_path):
    import pandas as pd

    from onrecord import show
    from onrecord.publish.table import table

    words = (
        r"“It costs between $5 billion and $10 billion, $\href{javascript:x()}{y}$, \(z\), $$y$$.”"
    )
    article = tmp_path / "a.txt"
    article.write_text(f"{words}\n\nAnn Lee said so.\n", encoding="utf-8")
    outputs = (table(pd.DataFrame({"content": [words]}), "$").html, show(article).html)
    for html in outputs:
        assert 'mathjax_ignore tex2jax_ignore"' in allowed(html)
        _, soup = page(tmp_path, v4.new_markdown_cell("# Title"), shown({"text/html": html}))
        assert words in soup.get_text()
        assert not live(soup)
    assert "mathjax_ignore" in soup.find("div", class_="marked-page")["class"]


def test_tables_get_caption_scope_and_a_box_to_scroll_in(tmp_path):
    import pandas as pd

    html = pd.DataFrame({"who": ["A"]}).to_html()
    _, soup = page(
        tmp_path, v4.new_markdown_cell("# Title\n\n## Who spoke"), shown({"text/html": html})
    )
    assert soup.caption.get_text() == "Who spoke"
    assert [th["scope"] for th in soup.find_all("th")] == ["col", "col", "row"]
    assert all(th.get_text(strip=True) for th in soup.find_all("th"))
    box = soup.table.parent
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "region", "Who spoke")


def test_one_h1_no_skipped_level_and_identifiers_only_once(tmp_path):
    made, soup = page(
        tmp_path, v4.new_markdown_cell("Words.\n\n#### Deep\n\n# Title\n\n### Deep\n\n# Second")
    )
    assert made.title == soup.h1.get_text() == "Title"
    assert [tag.name for tag in soup.find_all(re.compile("h[1-6]"))] == ["h1", "h2", "h3", "h2"]
    names = [tag["id"] for tag in soup.find_all(id=True)]
    assert names == ["deep", "deep-2", "second"]


def test_a_notebook_without_title_is_named_after_its_file(tmp_path):
    made, _ = page(tmp_path, v4.new_markdown_cell("Words come first."))
    assert (made.title, made.label, made.opening) == ("Read pages",) * 2 + ("Words come first.",)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (shown({"image/png": PNG}), "has no alt text"),
        (v4.new_markdown_cell("![x](https://example.org/x.png)"), "picture from elsewhere"),
    ],
)
def test_a_picture_without_alt_text_or_from_outside_is_refused(tmp_path, cell, what):
    with pytest.raises(OnRecordError, match=what):
        page(tmp_path, v4.new_markdown_cell("# Title"), cell)


def test_nbconvert_makes_the_page_of_a_users_own_notebook(tmp_path, root):
    """Where the package puts the template, and as a user types it."""
    data = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    ((source, target),) = data["targets"]["wheel"]["shared-data"].items()
    assert target == "share/jupyter/nbconvert/templates/onrecord"
    shutil.copytree(root / source, tmp_path / target)
    cells = [
        v4.new_markdown_cell(
            "# Mine & yours\n\nThe opening. ![a map](https://example.org/map.png)\n\n"
            "<iframe src='https://example.org'></iframe>\n\n[data](../figures/mine.csv)"
        ),
        shown({"image/png": PNG, "text/plain": "<Figure>"}),
        shown({"text/html": f"<table><thead><tr><th>Who</th></tr></thead></table>{EVIL}"}),
    ]
    notebook = tmp_path / "my.ipynb"
    nbformat.write(normalise(v4.new_notebook(cells=cells)), notebook)
    before = notebook.read_bytes()
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--template", "onrecord"]
    around = {**os.environ, "JUPYTER_PATH": str(tmp_path / "share" / "jupyter")}
    around["PYTHONPATH"] = str(root / "lib")
    done = subprocess.run([*command, notebook], capture_output=True, text=True, env=around)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "my.html").read_text("utf-8")
    assert html.lstrip().startswith("<!DOCTYPE html>")
    soup = BeautifulSoup(html, "html.parser")
    assert soup.title.string == soup.h1.string == "Mine & yours"
    assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]
    assert ".scroll" in soup.style.string
    assert not soup.find_all("script")
    assert [link["href"] for link in soup.find_all("link")] == ["data:,"]
    assert [image["src"][:5] for image in soup.find_all("img")] == ["data:"]
    assert all(image["alt"] for image in soup.find_all("img"))
    assert "[picture: a map]" in soup.main.get_text()
    assert soup.table.caption
    assert soup.find("a", string="data")["href"] == "../figures/mine.csv"
    assert notebook.read_bytes() == before


def test_a_phone_is_shown_the_drawing_for_it(tmp_path):
    from bs4 import BeautifulSoup

    from onrecord.publish.notebook_page import figure_html

    (tmp_path / "shares.svg").write_text("<svg/>", encoding="utf-8")
    alone = BeautifulSoup(figure_html(tmp_path, "shares", "One bar."), "html.parser")
    assert not alone.find("source")
    phone = '<?xml version="1.0"?>\n<svg width="265.5pt" height="300pt" viewBox="0 0 265.5 300">'
    (tmp_path / "shares.phone.svg").write_text(phone, encoding="utf-8")
    picture = BeautifulSoup(figure_html(tmp_path, "shares", "One bar."), "html.parser").picture
    assert picture.source["srcset"] == "figures/shares.phone.svg"
    assert (picture.source["width"], picture.source["height"]) == ("354", "400")
    assert picture.source["media"] == "(max-width: 40em)"
    assert (picture.img["src"], picture.img["alt"]) == ("figures/shares.svg", "One bar.")
