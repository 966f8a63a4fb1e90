"""What is explored of statements, what a query keeps, and the page of the site."""

import base64
import hashlib
import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import onrecord
from onrecord.errors import OnRecordError
from onrecord.publish import explore
from onrecord.publish.run import normalise
from onrecord.publish.site import Words

FRAME = pd.DataFrame(
    {
        "content": ["No <peace> yet", "It’s peace", "War"],
        "speaker": ["Ann Lee", "Bob", None],
        "form": ["direct", "indirect", "direct"],
        "article": ["a.txt", "a.txt", "b.txt"],
        "key": ["k0", "k1", "k2"],
        "statement_id": ["a:s1", "a:s2", "b:s1"],
        "stance": ["for peace\nagainst war", "for peace", None],
        "date_earliest": ["2016-01-05", None, None],
        "date_latest": ["2016-01-09", "2016-01-02", None],
    },
    index=[7, 3, 5],
)
WORDS = Words("On the Record", "Who", ["Lead."], "Contents", "Rows.", "Theirs.")


@pytest.fixture(scope="module")
def corpus(raw):
    return onrecord.read(raw)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [7, 3, 5]),
        ("form=direct", [7, 5]),
        ("form=direct&form=indirect", [7, 3, 5]),
        ("form=direct&speaker=", [5]),
        ("stance=for+peace", [7, 3]),
        ("stance=against+war&stance=", [7, 5]),
        ("q=PEACE", [7, 3]),
        ("q=lee+no", [7]),
        ("q=it's", [3]),
        ("from=2016-01-07", [7]),
        ("until=2016-01-03", [3]),
        ("from=2016-01-01&until=2016-01-31", [7, 3]),
        ("sort=-speaker&by=form&q=", [7, 3, 5]),
        ("#form=direct&q=war", [7, 5]),
        ("q=ar", []),  # a word is found by how it begins
        ("q=non-war", []),
        ("q=p-eace", [7, 3]),
        ("speaker=(none)", [5]),
        ("speaker=(nobody: own words)", [5]),
    ],
)
def test_what_a_query_keeps(query, rows):
    found = onrecord.explore(FRAME, query)
    assert list(found.frame.index) == rows
    assert list(found.frame.columns) == list(FRAME.columns)
    again = onrecord.explore(FRAME)
    again.query = found.query
    assert (again.query, list(again.frame.index)) == (query, rows)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("speeker=Bob", "query: speeker: no column speeker; choose of from, until, q"),
        ("outlet=Times", "no column outlet"),
        ("content=War", "no column content"),
        ("sort=nothing", "query: sort: no column nothing"),
        ("speaker=Rob", r"query: speaker: no row has 'Rob'; choose of .*Ann Lee \| Bob"),
        ("from=2016", "'2016' is no date; write YYYY-MM-DD"),
    ],
)
def test_a_wrong_query_names_what_is_wrong_and_changes_nothing(query, says):
    found = onrecord.explore(FRAME, "form=direct")
    with pytest.raises(OnRecordError, match=says):
        found.query = query
    assert found.query == "form=direct"
    with pytest.raises(OnRecordError, match=says):
        onrecord.explore(FRAME, query)


def test_a_frame_of_something_else_is_refused():
    with pytest.raises(OnRecordError, match="content: the frame .*corpus.statements"):
        onrecord.explore(FRAME[["speaker"]])


def test_of_a_corpus_stance_names_and_labels_are_there(corpus):
    rows = explore.gathered(corpus)
    assert list(rows["statement_id"]) == list(corpus.statements["statement_id"])
    codes = corpus.codes[corpus.codes["measure"] == "proposition"]
    against = codes[(codes["target"] == "SANCTIONS") & (codes["value"] < 0)]
    told = against["told_by"].notna()
    assert told.any()  # is nobody's own stance
    asked = onrecord.explore(corpus, "stance=against+easing+sanctions+on+Russia")
    assert set(asked.frame["statement_id"]) == set(against[~told]["statement_id"])
    asked.query = "stance=against+easing+sanctions+on+Russia,+as+told"
    assert set(asked.frame["statement_id"]) == set(against[told]["statement_id"])
    named = corpus.mentions[corpus.mentions["actor"] == "Islamic State"]["statement_id"].dropna()
    asked.query = "actor=Islamic+State"
    assert set(asked.frame["statement_id"]) == set(named)
    labels = onrecord.framing.labels_by_voice(corpus)
    asked.query = "label=ISIL"
    assert set(asked.frame["statement_id"]) == set(
        labels[labels["label"] == "ISIL"]["statement_id"]
    )


def test_each_text_is_sent_once():
    sent = json.loads(explore.packed(explore.gathered(FRAME)))
    columns = {column["name"]: column for column in sent["columns"]}
    assert sent["n"] == 3
    assert columns["form"]["texts"] == ["direct", "indirect"]
    assert columns["form"]["codes"] == [0, 1, 0]
    assert columns["date"]["texts"] == ["2016-01-05 – 2016-01-09", "… – 2016-01-02", ""]
    assert [column["name"] for column in sent["columns"]][:3] == ["content", "speaker", "form"]
    assert columns["content"]["codes"] is None  # each row has its own


def test_without_a_kernel_a_table_is_shown_and_no_widget_is_kept(corpus):
    found = onrecord.explore(corpus, "form=direct")
    data, _ = found._repr_mimebundle_()
    table = BeautifulSoup(data["text/html"], "html.parser").table
    assert len(table.tbody.find_all("tr")) == explore.FIRST < len(found.frame)
    assert "Statements: form=direct" in data["text/plain"]
    long = pd.concat([FRAME] * 50, ignore_index=True)
    shown = onrecord.explore(long)._repr_mimebundle_()[0]["text/html"]
    assert "the first 10 of 150 rows" in shown
    assert "No &lt;peace&gt; yet" in shown
    from nbformat import v4

    cell = v4.new_code_cell("x", outputs=[v4.new_output("display_data", data)])
    kept = normalise(v4.new_notebook(cells=[cell]))
    assert list(kept.cells[0].outputs[0].data) == ["text/html"]


def test_a_row_is_answered_with_its_article_or_with_itself(corpus, monkeypatch):
    found, sent = onrecord.explore(corpus), []
    monkeypatch.setattr(found, "send", sent.append)
    found._open(found, {"open": 20}, [])
    row = corpus.statements.iloc[20]
    page = next(page for page in corpus if page.name == row["article"])
    assert sent[0]["html"] == onrecord.show(page).html
    assert page.statements[int(sent[0]["sign"][1:]) - 1].statement_id == row["statement_id"]
    alone = onrecord.explore(FRAME)
    monkeypatch.setattr(alone, "send", sent.append)
    alone._open(alone, {"open": 0}, [])
    assert "No &lt;peace&gt; yet" in sent[1]["html"]


def page(rows):
    html = explore.statements_page(rows, "", site=WORDS, pages=[], style=None)
    return html, BeautifulSoup(html, "html.parser")


def test_the_page_names_its_one_script_and_loads_nothing():
    html, soup = page(explore.gathered(FRAME))
    data, script = soup.find_all("script")
    assert data["type"] == "application/json"
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert f"script-src 'sha256-{digest}';" in policy
    assert not re.search(r"<script[^>]* src=|https?:|import\(|fetch\(", html)
    assert "<peace>" not in html
    assert json.loads(data.string)["columns"][0]["texts"][0] == "No <peace> yet"


def test_its_rows_link_to_their_statement():
    _, soup = page(explore.gathered(FRAME))
    links = [a["href"] for a in soup.select("tbody th a")]
    assert links == ["articles/a.html#s-k0", "articles/a.html#s-k1", "articles/b.html#s-k2"]


def test_above_a_thousand_rows_the_page_has_them_as_data_alone():
    many = pd.concat([FRAME] * 334, ignore_index=True)
    assert len(page(explore.gathered(many.head(1000)))[1].select("tbody tr")) == 1000
    _, soup = page(explore.gathered(many))
    assert not soup.select("tbody tr")
    assert json.loads(soup.find(id="rows").string)["n"] == 1002


def test_where_nothing_is_for_or_against_there_is_no_stance(tmp_path):
    (tmp_path / "a.txt").write_text("Talks End\n\nAnn Lee said that the rain was over at last.\n")
    found = onrecord.explore(onrecord.read(tmp_path))
    assert len(found.frame) == 1
    found.query = "stance=&proposition="
    assert len(found.frame) == 1
