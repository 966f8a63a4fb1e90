"""Tables for reading."""

import math

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from onrecord.publish.table import cell_text, table


def test_a_table_has_caption_scope_and_words_for_headings():
    html = table(pd.DataFrame({"date_earliest": ["2016"], "n": [3]}), "When & why").html
    assert "<caption>When &amp; why</caption>" in html
    assert '<th scope="col">Date earliest</th><th scope="col" class="number">n</th>' in html
    assert '<th scope="row">2016</th><td class="number">3</td>' in html


def test_text_is_escaped():
    html = table(pd.DataFrame({"<b>": ["<script>x</script>"]}), "<i>").html
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_dollars_are_no_formula():
    html = table(pd.DataFrame({"a": ["$5 to $10"]}), "$").html
    style, shown = BeautifulSoup(html, "html.parser").find_all(recursive=False)
    assert style.name == "style"
    assert {"mathjax_ignore", "tex2jax_ignore"} <= set(shown["class"])
    assert shown.tbody.get_text(strip=True) == "$5 to $10"


def test_the_same_table_has_the_same_identifier():
    frame = pd.DataFrame({"a": [1]})
    assert table(frame, "One").html == table(frame, "One").html
    assert 'id="table-' in table(frame, "One").html


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (math.nan, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (-3, "−3"),
        (-0.25, "−0.25"),
        (2016, "2016"),
        (12345, "12,345"),
        (False, "no"),
        ([[1, 2], [3, 4]], "1–2, 3–4"),
        ([], "–"),
        ("a–b", "a–b"),
        (0.0004, "<0.01"),
        (0.0, "0.00"),
        (0.006, "0.01"),
    ],
)
def test_one_value(value, text):
    assert cell_text(value) == text


def test_columns_rows_and_index():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}, index=pd.Index(["p", "q"], name="who"))
    shown = table(frame, "Both", columns=["b"], rows=1)
    assert "(the first 1 of 2 rows)" in shown.text
    assert shown.text.splitlines()[1:] == ["Who  B", "p    x"]
    with pytest.raises(KeyError):
        table(frame, "Both", columns=["c"])


def test_an_empty_frame_says_so():
    assert '<td colspan="1">no rows</td>' in table(pd.DataFrame({"a": []}), "None").html


def test_names_of_articles_are_short_and_kept_whole_beside():
    frame = pd.DataFrame(
        {
            "article": ["000_3bda.txt", "001_1946.txt"],
            "statement_id": ["000_3bda:s01", None],
            "outlet": ["Sputnik", "unknown: 001_1946.txt"],
        }
    )
    shown = table(frame, "Names")
    assert '<th scope="row" title="000_3bda.txt">000</th>' in shown.html
    assert '<td title="000_3bda:s01">000:s01</td><td>Sputnik</td>' in shown.html
    assert "unknown outlet (001)" in shown.text
    assert "001_1946.txt" in table(frame, "Names", short=False).text


def test_two_ends_of_a_date_are_one_column():
    frame = pd.DataFrame(
        {"n": [1, 2], "date_earliest": ["2015-11-22", None], "date_latest": ["2015-11-29", None]}
    )
    assert table(frame, "When").text.splitlines()[1:] == [
        "n  Written",
        "1  22–29 Nov 2015",
        "2  no date",
    ]


def test_row_numbers_left_by_a_filter_are_not_shown():
    frame = pd.DataFrame({"a": [1, 2]})
    assert table(frame[frame["a"] > 1], "Rest").text.splitlines()[1:] == ["A", "2"]


def test_a_table_for_reading_ends_somewhere():
    shown = table(pd.DataFrame({"n": range(1200)}), "Many")
    assert "Many (the first 500 of 1,200 rows)" in shown.html
    assert shown.html.count("<tr>") == 501
