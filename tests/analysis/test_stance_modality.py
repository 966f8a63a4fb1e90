"""Cue and content of a statement as one text."""

import pytest

from onrecord.errors import OnRecordError

US = "United States"


def test_split_quotation_keeps_its_offsets(said, coded):
    record = said("we will not … lift the sanctions on Russia", cue="")
    row = coded(record).query("measure == 'proposition'").iloc[0]
    a, b = record["content_spans"]
    assert row["evidence_spans"] == [
        [a[0] + 8, a[0] + 11], [b[0], b[0] + 4], [b[0] + 9, b[0] + 18]
    ]  # fmt: skip


def test_content_that_does_not_fit_its_spans_is_refused(said, coded):
    with pytest.raises(OnRecordError, match="a:s01: content and content_spans differ"):
        coded(said("we will lift sanctions", content_spans=[[0, 3]]))
