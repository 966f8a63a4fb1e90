"""Days in words."""

import pytest

from onrecord.analysis.words import day, short_names, span_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2014-10-16", "2014-10-16", "16 Oct 2014"),
        ("2016-07-15", "2016-07-18", "15–18 July 2016"),
        ("2016-09-28", "2016-10-03", "28 Sept – 3 Oct 2016"),
        ("2015-12-30", "2016-01-02", "30 Dec 2015 – 2 Jan 2016"),
        (None, "2017-05-28", "until 28 May 2017"),
        ("2017-05-28", None, "from 28 May 2017"),
        (None, None, "no date"),
    ],
)
def test_an_interval_in_words(first, last, words):
    assert span_words((day(first, "x"), day(last, "x"))) == words


def test_articles_are_called_by_their_number_alone_where_that_tells_them_apart():
    assert list(short_names(["000_a.txt", "001_b.txt"]).values()) == ["000", "001"]
    papers = ["post_2016.txt", "times_2016.txt"]  # a paper is no name of one article
    assert list(short_names(papers).values()) == ["post_2016", "times_2016"]
    folders = ["a/lake.txt", "b/lake.txt", "lake 2.txt"]  # as two folders may have them
    assert list(short_names(folders).values()) == ["lake", "lake [2]", "lake 2"]
