"""Executing, comparing and publishing notebooks."""

import base64
import json
import os
import re
import zlib

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from onrecord.errors import OnRecordError
from onrecord.knowledge import tables
from onrecord.publish import site
from onrecord.publish.run import compare, keep, normalise, read_notebook, run_notebooks

EVIL = '<script>alert(1)</script><img src="x" onerror="alert(2)">'


def png():
    """The smallest picture."""

    def chunk(name, data):
        checked = name + data
        return len(data).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")

    head = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


PNG = base64.b64encode(png()).decode()


def shown(data, metadata=None):
    return v4.new_code_cell(
        "show()", outputs=[v4.new_output("display_data", data, metadata=metadata or {})]
    )


def write(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(normalise(v4.new_notebook(cells=list(cells))), path)
    return path


def page(tmp_path, *cells):
    path = write(tmp_path / "build" / "notebooks" / "01_read_pages.ipynb", *cells)
    made = site.read_page(path, tmp_path / "build" / "figures")
    return made, BeautifulSoup(made.body, "html.parser")


@pytest.fixture
def build(tmp_path):
    """Two executed notebooks with a figure and a table; words for a front page without one."""
    words = tables.path_of("site").read_text(encoding="utf-8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "site.toml").write_text(
        re.sub(r'(?m)^figure = ".*"$', 'figure = ""', words), encoding="utf-8"
    )
    folder = tmp_path / "build"
    figures = folder / "figures"
    figures.mkdir(parents=True)
    (figures / "shares.csv").write_text("a\n1\n")
    (figures / "shares.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (figures / "shares.png").write_bytes(png())
    (figures / "shares.alt.txt").write_text("One bar stands.\n")
    about = {"image/png": {"alt": "One bar stands.", "csv": "shares.csv"}}
    write(
        folder / "notebooks" / "01_read_pages.ipynb",
        v4.new_markdown_cell("# What is read?\n\nThe opening.\n\n[next](02_see_more.ipynb)"),
        shown({"image/png": PNG, "text/plain": "One bar stands."}, about),
        shown({"text/html": "<table><thead><tr><th>Who</th></tr></thead></table>"}),
    )
    write(folder / "notebooks" / "02_see_more.ipynb", v4.new_markdown_cell("# More?\n\nMore."))
    return folder


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
    kept = site.allowed(
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
        assert 'mathjax_ignore tex2jax_ignore"' in site.allowed(html)
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


def test_the_site_is_whole_and_loads_nothing_from_outside(build, tmp_path):
    derived = tmp_path / "derived"
    derived.mkdir()
    (derived / "statements.csv").write_text("article\na\n")
    target = tmp_path / "site"
    made = site.build_site(build, target, derived=derived, words=build.parent / "words")
    assert [path.name for path in made] == [
        "index.html",
        "01_read_pages.html",
        "02_see_more.html",
    ]
    for path in made:
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert soup.html["lang"] == "en"
        assert soup.title.get_text()
        assert soup.find("meta", attrs={"name": "description"})["content"]
        assert len(soup.find_all("h1")) == 1
        assert soup.body.a["href"] == "#main"
        assert len(soup.find_all(attrs={"aria-current": "page"})) == 1
        assert not soup.find_all("script")
        loaded = [tag.get("src") or tag.get("href") for tag in soup.find_all(["img", "link"])]
        assert not [target for target in loaded if re.match(r"\w+:(?!,)|//", target)]
    first = BeautifulSoup(made[1].read_text("utf-8"), "html.parser")
    assert first.find("a", string="next")["href"] == "02_see_more.html"
    assert first.find("a", rel="next")["href"] == "02_see_more.html"
    assert first.find("img")["src"] == "figures/shares.svg"
    assert first.find("img")["alt"] == "One bar stands."
    assert first.find("a", string="Data (CSV)")["href"] == "figures/shares.csv"
    assert first.details.summary.get_text() == "Code"
    assert (target / "data" / "statements.csv").read_text() == "article\na\n"


def test_the_same_notebooks_give_the_same_site(build, tmp_path):
    def built():
        site.build_site(build, tmp_path / "site", words=tmp_path / "words")
        return {p: p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}

    assert built() == built()


def test_a_link_that_leads_nowhere_is_refused_and_the_old_site_stays(build, tmp_path):
    site.build_site(build, tmp_path / "site", words=tmp_path / "words")
    write(build / "notebooks" / "03_go_on.ipynb", v4.new_markdown_cell("# On?\n\n[no](no.html)"))
    with pytest.raises(OnRecordError, match="03_go_on.html: no.html: leads nowhere"):
        site.build_site(build, tmp_path / "site", words=tmp_path / "words")
    assert (tmp_path / "site" / "02_see_more.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"build", "site", "words"}


def test_a_folder_with_other_files_is_not_replaced(build, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("mine")
    with pytest.raises(OnRecordError, match="holds other files"):
        site.build_site(build, tmp_path / "site", words=tmp_path / "words")
    assert (tmp_path / "site" / "thesis.txt").read_text() == "mine"


def test_a_style_sheet_makes_no_folder_ours(build, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "style.css").write_text("mine")
    (tmp_path / "site" / "thesis.txt").write_text("mine")
    with pytest.raises(OnRecordError, match="holds other files"):
        site.build_site(build, tmp_path / "site", words=tmp_path / "words")
    assert {path.read_text() for path in (tmp_path / "site").iterdir()} == {"mine"}


@pytest.mark.parametrize("target", ["build", "build/site", ".", "pages", "words"])
def test_a_site_that_overlaps_with_what_is_read_is_refused(build, tmp_path, capsys, target):
    (tmp_path / "pages").mkdir()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    task = ["site", str(build), str(tmp_path / target), "--words", str(tmp_path / "words")]
    assert site.main([*task, "--corpus", str(tmp_path / "pages")]) == 2
    assert "overlaps with" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("target", [".", "notebooks", "notebooks/build", "data", "full"])
def test_running_notebooks_deletes_nothing_of_the_users(tmp_path, monkeypatch, capsys, target):
    write(tmp_path / "notebooks" / "01_count.ipynb", v4.new_code_cell("1"))
    for name in ("figures/mine.svg", "data/page.txt", "full/notebooks/old.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.chdir(tmp_path)
    assert site.main(["run", "notebooks", target]) == 2
    error = capsys.readouterr().err
    assert "holds other files" in error if target == "full" else "overlaps with" in error
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_what_is_kept_lies_apart_from_the_build(build, tmp_path, capsys):
    assert site.main(["keep", str(build), str(build / "figures")]) == 2
    assert "overlaps with" in capsys.readouterr().err


def test_nothing_is_kept_through_a_link_or_into_a_pipe(build, tmp_path, capsys):
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "mine.csv").write_text("mine")
    for place in (kept / "shares.csv", kept / "shares.svg"):
        if place.suffix == ".csv":
            place.symlink_to(tmp_path / "mine.csv")
        else:
            os.mkfifo(place)
        assert site.main(["keep", str(build), str(kept)]) == 2
        assert f"{place}: is a link or no file" in capsys.readouterr().err
        place.unlink()
    (kept / "shares.csv").unlink()
    (kept / "shares.csv").hardlink_to(tmp_path / "mine.csv")
    assert site.main(["keep", str(build), str(kept)]) == 0
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert site.main(["keep", str(tmp_path / "none"), str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()


def test_a_bad_page_costs_the_front_page_no_other(build, tmp_path, capsys):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("Ann Smith said it was over.\n")
    (tmp_path / "pages" / "b.txt").write_bytes(b"\x00")
    site.build_site(build, tmp_path / "site", words=tmp_path / "words", corpus=tmp_path / "pages")
    assert "a.txt" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "b.txt: byte 0" in capsys.readouterr().err


def test_the_words_of_the_front_page_are_the_users(build, tmp_path):
    words = tables.path_of("site").read_text("utf-8")
    (tmp_path / "mine").mkdir()
    own = re.sub(r'^figure = ".*"', 'figure = "shares"', words, flags=re.MULTILINE)
    (tmp_path / "mine" / "site.toml").write_text(own.replace("On the Record", "On <My> Record"))
    site.build_site(build, tmp_path / "site", words=tmp_path / "mine")
    front = BeautifulSoup((tmp_path / "site" / "index.html").read_text("utf-8"), "html.parser")
    assert front.title.get_text() == "On <My> Record"
    assert front.img["alt"] == "One bar stands."
    (tmp_path / "mine" / "site.toml").write_text(own.replace('"shares"', '"none"'))
    with pytest.raises(OnRecordError, match=r"none is not in .*; choose one of shares"):
        site.build_site(build, tmp_path / "site", words=tmp_path / "mine")


def test_running_twice_gives_the_same_file_and_changes_no_source(tmp_path):
    source = write(
        tmp_path / "notebooks" / "01_count.ipynb",
        v4.new_markdown_cell("# Count"),
        v4.new_code_cell(
            "import pandas as pd\nopen('../figures/a.csv', 'w').write('a\\n')\n"
            "print(1)\nprint(2)\npd.DataFrame({'a': [1]})"
        ),
    )
    (tmp_path / "data").mkdir()
    before = source.read_bytes()
    lines = []
    (first,) = run_notebooks(tmp_path / "notebooks", tmp_path / "build", say=lines.append)
    once = first.read_bytes()
    run_notebooks(tmp_path / "notebooks", tmp_path / "build")
    assert first.read_bytes() == once
    assert source.read_bytes() == before
    assert not (tmp_path / "figures").exists()
    assert "1 of 1" in lines[-1]
    made = json.loads(once)
    stream, table = made["cells"][1]["outputs"]
    assert stream["text"] == ["1\n", "2\n"]
    assert list(table["data"]) == ["text/html"]
    assert "execution" not in made["cells"][1]["metadata"]
    assert made["metadata"]["language_info"] == {"name": "python"}

    assert len(compare(tmp_path / "build", tmp_path / "notebooks", tmp_path / "figures")) == 3
    changed = keep(tmp_path / "build", tmp_path / "figures", tmp_path / "notebooks")
    assert changed == ["figures/a.csv", "notebooks/01_count.ipynb"]
    assert compare(tmp_path / "build", tmp_path / "notebooks", tmp_path / "figures") == []
    assert keep(tmp_path / "build", tmp_path / "figures") == []


def test_a_cell_that_fails_is_named(tmp_path):
    write(
        tmp_path / "notebooks" / "01_fail.ipynb",
        v4.new_markdown_cell("# Fail"),
        v4.new_code_cell("1"),
        v4.new_code_cell("1 / 0"),
    )
    with pytest.raises(OnRecordError, match=r"01_fail.ipynb: cell 3: ZeroDivisionError: division"):
        run_notebooks(tmp_path / "notebooks", tmp_path / "build")


def test_a_cell_that_never_ends_is_named(tmp_path):
    write(tmp_path / "notebooks" / "01_wait.ipynb", v4.new_code_cell("import time; time.sleep(60)"))
    with pytest.raises(OnRecordError, match=r"01_wait.ipynb: cell 1: .*timed out"):
        run_notebooks(tmp_path / "notebooks", tmp_path / "build", timeout=1)


def test_differences_are_reported_with_notebook_cell_and_lines(build, tmp_path):
    kept, figures = tmp_path / "notebooks", tmp_path / "figures"
    keep(build, figures, kept)
    (figures / "shares.csv").write_text("a\n2\n")
    (figures / "shares.png").write_bytes(png() + b"x")
    (figures / "old.csv").write_text("a\n")
    notebook = read_notebook(kept / "01_read_pages.ipynb")
    notebook.cells[1].outputs[0].data["image/png"] = PNG.replace("A", "B")
    notebook.cells[2].outputs[0].data["text/html"] = "<p>other</p>"
    nbformat.write(notebook, kept / "01_read_pages.ipynb")
    (kept / "02_see_more.ipynb").unlink()
    reports = compare(build, kept, figures)
    assert [report.splitlines()[0] for report in reports] == [
        "01_read_pages.ipynb, cell 2: output 1 (image/png) differs",
        "01_read_pages.ipynb, cell 3: output 1 (text/html) differs",
        "02_see_more.ipynb: made, but not kept",
        "old.csv: kept, but no longer made",
        "figures/shares.csv differs",
        f"figures/shares.png differs: {len(png()) + 1} bytes kept, {len(png())} made",
    ]
    assert "  -<p>other</p>" in reports[1]
    assert "  +1" in reports[4]


def test_bad_input_is_one_line(tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    task = ["run", str(tmp_path / "notebooks"), str(tmp_path / "build")]
    assert site.main(task) == 2
    assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "notebooks" / "01_a.ipynb").write_text("no notebook")
    assert site.main(task) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "is no notebook" in error
