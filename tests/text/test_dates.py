import pytest

from onrecord.text.dates import date_line


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Sunday , May 28 2017", ""),
        ("28th of May, 2017", ""),
        ("2017-05-28T14:03:00Z", ""),
        ("28.05.2017, 14:03 CET", ""),
        ("Last modified on Thu 29 Sep 2016 10.20 BST", "published"),
        ("Posted at 3:04 p.m. on May 28, 2017", "published"),
        ("28-May-2017", ""),
        ("May 28, 2017 | 4:20am | Updated May 29, 2017 | 9:32pm HST", "published"),
        ("Retrieved 28 May 2017", "saved"),
        ("Summit of 28 May 2017", None),
        ("May 28", None),
        ("On May 28, 2017 he left.", None),
        ("Room 101", None),
        ("31 February 2017 was no day", None),
    ],
)
def test_lines_that_are_dates(line, label):
    assert date_line(line) == label
