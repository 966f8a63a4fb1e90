"""Statements as rows: spans, forms, nesting, who tells, headlines, and what is none."""

import json
import re

import pytest
from reading import rows_of

from onrecord import files, records
from onrecord.corpus import Page, read
from onrecord.records import Statement

TEXTS = {
    "plain": "Ann Smith said it was over. “Nobody won,” she said, “and nobody lost.”\n",
    "emoji": "😀 Ann Smith 👩\u200d🚀 said “it is 😀 over”. “Nobody 😀,” Smith said.\n",
    "crlf": "It is over.\r\n\r\nAnn Smith said it was over.\r\n\r\n“Nobody won,” she said.\r\n",
    "combining": "Andre\u0301 Levi said the cafe\u0301 was “ferme\u0301”.\n\n"
    "“C’e\u0301tait,” Levi said.\n",
    "nbsp": "Ann\u00a0Smith\u00a0said it was\u00a0over. « Nobody won, » she\u00a0said.\n",
    "wrapped": "Ann Smith said on Friday that the long and\nbitter talks with the board of the har"
    "-\nbour were over and that nobody at all had\nwon. “It is a good day for all of the town\n"
    "and for the board,” she said.\n",
    "broken": "Ann Smith said that the talks with the board had come to an end and\n\n"
    "that nobody had won them.\n",
    "bom": "\ufeffAnn Smith said it was over.\n",
    "no newline": "Ann Smith said it was over",
    "separators": "Ann Smith said it was over.\u2028“Nobody won,” she said.\u2029“No,” she said.\f",
}


def spans_of(row):
    """All spans of a row."""
    single = [row[key] for key in ("speaker_span", "cue_span", "sentence_span") if row[key]]
    return [*row["content_spans"], *single]


def check(raw, found):
    """Assert that the words of each row are those of its spans."""
    for row in found:
        assert all(0 <= start < stop <= len(raw) for start, stop in spans_of(row))
        pieces = [raw[start:stop] for start, stop in row["content_spans"]]
        assert row["content"] == " … ".join(pieces)
        assert row["content_spans"] == sorted(row["content_spans"])
        assert all(piece == piece.strip() for piece in pieces)
        assert row["cue"] == raw[slice(*row["cue_span"])]
        assert row["speaker_text"] == (
            raw[slice(*row["speaker_span"])] if row["speaker_span"] else None
        )
        assert list(row) == list(records.columns(Statement))


@pytest.mark.parametrize("name", TEXTS)
def test_offsets_hold_in_texts_of_all_sorts(name):
    found = rows_of(TEXTS[name])
    assert found
    check(TEXTS[name], found)
    assert all(row["speaker"] and len(row["speaker"]) > 2 for row in found)


def test_offsets_hold_in_the_five_pages(raw):
    for _, path in files.gather(raw)[0]:
        text = files.read(path)
        found = rows_of(text, path.name)
        assert found
        check(text, found)


def test_offsets_hold_in_the_corpus(shared):
    path = shared / "polnear" / "dev.jsonl"
    if not path.exists():
        pytest.skip("the corpus is not here")
    for line in path.read_text(encoding="utf-8").splitlines()[:30]:
        text = json.loads(line)["text"].replace("\n", "\r\n").replace("said", "sáid 😀 said")
        check(text, rows_of(text))


def test_nothing_outside_headline_and_body(raw):
    for _, path in files.gather(raw)[0]:
        text = files.read(path)
        page = Page(text, path.name)
        article = page.article
        allowed = [*article.body_spans, *filter(None, [article.headline_span])]
        for row in page.statements:
            for start, stop in (*row.content_spans, row.speaker_span or row.cue_span):
                assert any(low <= start and stop <= high for low, high in allowed)
            assert row.headline is (row.content_spans[0][0] < (article.headline_span or (0, 0))[1])


def test_rows_stand_in_the_order_of_the_text_and_are_numbered(raw):
    for _, path in files.gather(raw)[0]:
        name, own = path.name, rows_of(files.read(path), path.name)
        stem = name.removesuffix(".txt")
        assert [row["statement_id"] for row in own] == [
            f"{stem}:s{n:02d}" for n in range(1, len(own) + 1)
        ]
        starts = [row["content_spans"][0][0] for row in own if not row["headline"]]
        assert starts == sorted(starts)


def test_the_same_text_gives_the_same_rows(raw):
    for _, path in files.gather(raw)[0]:
        text = files.read(path)
        assert rows_of(text) == rows_of(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“It is over,” Smith said.", "direct"),
        ("“It is over,” Smith said. “Nobody won.”", "direct"),
        ("Smith said it was “over”.", "mixed"),
        ("This step, Smith said, “can only be a mistake.”", "mixed"),
        ("Smith said it was over.", "indirect"),
        # a “that” which opens the content counts in none
        ("Smith said that “it is over.”", "direct"),
        ("Smith said that it was “over”.", "mixed"),
    ],
)
def test_forms(rows, text, form):
    assert [row["form"] for row in rows(text)] == [form]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        # quotations that go on in the next paragraph
        ("“It is over,” Smith said. “Nobody won.\n“And nobody lost.\n“Go home.”\n“No.”",
         ["It is over … Nobody won … And nobody lost … Go home … No"]),
        ("Smith said: “It is over.\n“And nobody lost.”", ["It is over … And nobody lost"]),
        # quotations that float
        ("“It is over,” Smith said.\n“Nobody won.”\nThey left.\n“Nobody lost.”",
         ["It is over … Nobody won"]),
        ("“It is over,” Smith said. “Nobody won.” “Nobody.”", ["It is over … Nobody won … Nobody"]),
        ("Smith had this to say:\n“It is over.”", ["It is over"]),
        ("Smith wrote:\nIt is over.\nThey left.", ["It is over"]),
        ("It is over.\" Then Smith said, \"Nobody won.\"", ["Nobody won"]),
        ("Smith had an answer: “It is all over.”", ["It is all over"]),
        ("“It is over,” Smith said, referring to the talks, “and nobody won.”",
         ["It is over … and nobody won"]),
        ("“It is over,” Smith said, but “nobody won.”", ["It is over … nobody won"]),
        ("“It is over,” Smith said, adding, “nobody won.”", ["It is over", "nobody won"]),
        # quotations that are not closed
        ("Smith said: “It is over", ["It is over"]),
        ("“It is over,” Smith said. “Nobody won.", ["It is over … Nobody won"]),
        # marks of all kinds
        ("\"It is over,\" Smith said. \"Nobody won.\"", ["It is over … Nobody won"]),
        ("'It isn't over,' Smith said. 'Nobody won.'", ["It isn't over … Nobody won"]),
        ("‘It isn’t over,’ Smith said. ‘Nobody won.’", ["It isn’t over … Nobody won"]),
        ("``It is over,'' Smith said. ``Nobody won.''", ["It is over … Nobody won"]),
    ],
)  # fmt: skip
def test_quotations(rows, text, contents):
    assert [row["content"] for row in rows(text)] == contents
    assert {row["form"] for row in rows(text)} == {"direct"}


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("“It is over,” said Bob Lee.", "Bob Lee", "said", "It is over"),
        ("“It is over,” says Bob Lee, the mayor.", "Bob Lee", "says", "It is over"),
        ("It was over, said Bob Lee.", "Bob Lee", "said", "It was over"),
        ("It was over, according to Bob Lee.", "Bob Lee", "according to", "It was over"),
        ("According to Bob Lee, it was over.", "Bob Lee", "According to", "it was over"),
        ("Bob Lee’s threat to end it was heard.", "Bob Lee", "threat", "to end it"),
        ("Bob Lee expressed fear of the end.", "Bob Lee", "expressed fear", "the end"),
        (
            "Bob Lee had expressed reluctance to end it.",
            "Bob Lee",
            "had expressed reluctance",
            "to end it",
        ),
        ("Bob Lee is confident that it is over.", "Bob Lee", "is confident", "that it is over"),
        ("Bob Lee made it clear that it was over.", "Bob Lee", "made it clear", "that it was over"),
        ("Bob Lee hopes to end it.", "Bob Lee", "hopes", "to end it"),
        ("Bob Lee fears that it is over.", "Bob Lee", "fears", "that it is over"),
        ("Bob Lee charged that it was over.", "Bob Lee", "charged", "that it was over"),
        ("Bob Lee agrees with the plan to end it.", "Bob Lee", "agrees with", "the plan to end it"),
        ("Bob Lee disagreed with the mayor.", "Bob Lee", "disagreed with", "the mayor"),
        ("Bob Lee left early, and cited the cold.", "Bob Lee", "cited", "the cold"),
        ("Bob Lee admitted the theft of the plan.", "Bob Lee", "admitted", "the theft of the plan"),
        # the speaker behind the verb
        ("“It is over,” said a visibly tired Bob Lee.", "Bob Lee", "said", "It is over"),
        ("“It is over,” Bob Lee, 82, told me.", "Bob Lee", "told", "It is over"),
        ("“It is over,” sobbed Bob Lee.", "Bob Lee", "sobbed", "It is over"),
        ("“It is over,” shot back Bob Lee.", "Bob Lee", "shot", "It is over"),
        ("“It is over,” reply Bob Lee.", "Bob Lee", "reply", "It is over"),
        ("Bread far too dear, says Bob Lee", "Bob Lee", "says", "Bread far too dear"),
        # views and words quoted through others
        ("In Bob Lee’s view, it is over.", "Bob Lee", "In Bob Lee’s view", "it is over"),
        ("It is over, in Bob Lee’s opinion.", "Bob Lee", "in Bob Lee’s opinion", "It is over"),
        ("In the words of Bob Lee, it is over.", "Bob Lee", "In the words", "it is over"),
        ("As Bob Lee so aptly put it, it was over.", "Bob Lee", "so aptly put", "it was over"),
        ("As Bob Lee told The Times, it was over.", "Bob Lee", "told", "it was over"),
        ("Bob Lee goes on to say that it is over.", "Bob Lee", "goes on to say", "that it is over"),
        ("Bob Lee [13, 14] says that it is over.", "Bob Lee", "says", "that it is over"),
        ("Bob Lee recognised that it was over.", "Bob Lee", "recognised", "that it was over"),
        ("“It is over,” Bob Lee said Friday morning.", "Bob Lee", "said", "It is over"),
        ("As Bob Lee put it, it was over.", "Bob Lee", "put", "it was over"),
        ("“It is over,” Ann quoted Lee as saying.", "Lee", "quoted Lee as saying", "It is over"),
        ("Lee was quoted as saying it is over.", "Lee", "quoted as saying", "it is over"),
        ("According to Bob Lee the war was over.", "Bob Lee", "According to", "the war was over"),
        ("What Bob Lee said was that it is over.", "Bob Lee", "said", "that it is over"),
        ("Bob Lee said of the war: “It is over.”", "Bob Lee", "said", "It is over"),
        ("The war, critics say, is over.", "critics", "say", "The war … is over"),
        ("Bob Lee recommends that it be over.", "Bob Lee", "recommends", "that it be over"),
    ],
)
def test_ways_of_saying(rows, text, speaker, cue, content):
    (row,) = rows(text)
    assert (row["speaker"], row["cue"], row["content"]) == (speaker, cue, content)


def test_a_claim_that_is_disputed_is_a_row_of_its_own(rows):
    found = rows("It ended, disputing Bob Lee’s claim that it is over.")
    assert [(row["speaker"], row["cue"], row["content"]) for row in found] == [
        (None, "disputing", "Bob Lee’s claim that it is over"),
        ("Bob Lee", "claim", "that it is over"),
    ]


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_quotation_without_a_cue_is_of_whoever_spoke_before(rows, between):
    found = rows(f"Bob Lee said it was over.{between}“Nobody won this war.”")
    assert [row["speaker"] for row in found] == ["Bob Lee", "Bob Lee"]
    assert [row["content"] for row in found] == ["it was over", "Nobody won this war"]
    assert [row["form"] for row in found] == ["indirect", "direct"]


def test_nested_attribution_keeps_both_levels(rows):
    outer, inner, innermost = rows(
        "Ann Smith said that Bob Lee had claimed that Jim Hall believed it was over."
    )
    assert (outer["parent"], outer["reported_by"]) == (None, None)
    assert (inner["parent"], inner["reported_by"]) == (outer["statement_id"], "Ann Smith")
    assert (innermost["parent"], innermost["reported_by"]) == (inner["statement_id"], "Bob Lee")


def test_a_view_that_a_quotation_tells_of_is_a_row_of_its_own(rows):
    first, second = rows(
        "“He told us it rains. Bob Lee also stressed that it would be over soon,” Ann Smith said."
    )
    assert (second["speaker"], second["reported_by"], second["parent"]) == (
        "Bob Lee", "Ann Smith", first["statement_id"],
    )  # fmt: skip
    assert second["form"] == "indirect"


def test_a_headline_is_flagged():
    raw = "Ann Smith Says Harbour Talks Failed\n\nAnn Smith said the harbour talks had failed.\n"
    found = rows_of(raw)
    assert [row["headline"] for row in found] == [True, False]
    assert found[0]["paragraph"] == 0
    assert found[0]["utterance"] == found[1]["utterance"]


def test_a_headline_does_not_go_on_in_the_body(rows):
    raw = "Smith to the board:\n\n“It is over,” said Lee.\n\n“Nobody won.”\n"
    paragraphs = (((21, 43),), ((45, 59),))
    body = tuple(span for (span,) in paragraphs)
    found = rows(raw, headline_span=(0, 19), paragraphs=paragraphs, body_spans=body)
    assert [row["speaker"] for row in found if not row["headline"]] == ["Lee"]
    assert all(row["content_spans"][-1][1] <= 19 for row in found if row["headline"])


@pytest.mark.parametrize(
    ("text", "told_by"),
    [
        ("“Bob Lee said that the harbour was closed,” Ann Smith said.", "Ann Smith"),
        ("“Bob Lee said that the harbour was closed,” the tall clerk said.", "tall clerk"),
        ("Ann Smith told the Daily Herald that the harbour was closed.", None),
        # an outlet or a document passes on what is another's
        ("The Guardian reported that Bob Lee had said that the harbour was closed.", None),
        # one's own view within one's own view is told by whoever tells that
        ("“Bob Lee told us that he had said that it rained,” Ann Smith said.", "Ann Smith"),
    ],
)
def test_who_tells_the_view_of_another(rows, text, told_by):
    found = rows(text)
    assert found[-1]["told_by"] == told_by
    assert found[0]["told_by"] is None


def test_a_dateline_is_not_read():
    dateline = "WASHINGTON, October 16 (RIA Novosti) - "
    raw = f"Talks are over in the harbour\n\n{dateline}Ann Smith said it was over.\n"
    (row,) = [row for row in rows_of(raw) if not row["headline"]]
    assert row["speaker_text"] == "Ann Smith"
    assert raw[slice(*row["sentence_span"])].startswith("Ann Smith")


@pytest.mark.parametrize(
    "text", ["", "\n", "The talks went on.\n", "…", "“”", ".\n.\n.", ",,,", "said", "“No.”"]
)
def test_a_page_with_no_statements(text):
    assert rows_of(text) == []


def test_a_key_goes_by_the_place_of_the_content_alone():
    first, second = rows_of("Ann said it was over. Bob said it was not.")
    (alone,) = rows_of("Ann sang it was over. Bob said it was not.")
    assert re.fullmatch("[0-9a-f]{10}", first["key"])
    assert (alone["statement_id"], alone["key"]) == (first["statement_id"], second["key"])
    assert rows_of("Ann said it was over.", "b.txt")[0]["key"] != first["key"]


def test_every_key_of_a_corpus_is_its_own(raw):
    keys = [row.key for page in read(raw) for row in page.statements]
    assert len(keys) == len(set(keys))
