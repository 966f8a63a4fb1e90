"""Coding out of view: phrases that fit one page alone take no part where it is coded."""

import onrecord
from onrecord import evaluation

TABLE = """
[[proposition]]
code = "BRIDGE"
wording = "The bridge should be built."
raised = ["bridge"]
pro = ["build it", "long-awaited span"]
contra = ["waste"]
"""
PAGES = {
    "a.txt": "“The bridge is our long-awaited span,” Ann Lee said.\n",
    "b.txt": "“The bridge is a waste,” Bob Holt said.\n\n“Nobody may build it,” he said.\n",
    "c.txt": "“The bridge is a waste of money,” Cleo Marsh said. “We build it for nobody.”\n",
}


def test_what_fits_one_page_alone_is_left_out(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "propositions.toml").write_text(TABLE, encoding="utf-8")
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in PAGES]
    pages = onrecord.read(paths, tmp_path / "mine")
    seen = pages.codes.query("measure == 'proposition'")
    unseen = evaluation.out_of_view(pages)
    assert "a.txt" in set(seen["article"])
    assert set(unseen["article"]) == {"b.txt", "c.txt"}  # "waste" stands on two pages
    assert list(unseen.columns) == list(seen.columns)
    assert set(unseen["evidence"]) <= set(seen["evidence"])


def test_where_no_other_page_raises_a_matter_nothing_is_coded(tmp_path):
    (tmp_path / "propositions.toml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "a.txt").write_text(PAGES["a.txt"], encoding="utf-8")
    pages = onrecord.read(tmp_path / "a.txt", tmp_path)
    assert len(pages.codes)
    assert evaluation.out_of_view(pages).empty
