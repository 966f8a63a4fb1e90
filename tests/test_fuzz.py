"""A short run of tests/fuzz.py."""

import fuzz
import pytest

from onrecord.intake.take import READERS


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_spoilt_files_bring_out_nothing_but_our_errors(tmp_path, suffix):
    faulty, _ = fuzz.fuzz(60, 1, tmp_path, [suffix])
    assert faulty == []
