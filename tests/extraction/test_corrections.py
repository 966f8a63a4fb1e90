"""Corrections: applied last, shown as such, followed by what copies them, named where stale."""

import random
from contextlib import suppress

import pandas as pd
import pytest
from reading import OURS

import onrecord
from onrecord.corpus import Page
from onrecord.errors import OnRecordError
from onrecord.extraction.corrections import Corrections
from onrecord.knowledge import known

TEXT = """Ann Smith said the bridge was safe. Bob Lee said it was not.

John Kerry said Smith had told him that Russia must lift the blockade.
"""
HEAD = "statement,field,value,why\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    return path


def read(page, *lines):
    table = page.with_name("fix.csv")
    table.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return onrecord.read(page, OURS, corrections=table)


def test_a_field_is_corrected_by_key_or_id_and_shown(page, capsys):
    before = onrecord.read(page, OURS).statements
    assert before["corrected"].isna().all()
    key = before["key"][1]
    after = read(
        page, f"{key},speaker,Sergei Lavrov,so the tape", "page:s01,form,mixed,"
    ).statements
    assert list(after["speaker"][:2]) == ["Ann Smith", "Sergei Lavrov"]
    assert (after["speaker_side"][1], after["speaker_kind"][1]) == ("Russia", "person")
    assert list(after["corrected"][:2]) == ["form", "speaker: so the tape"]
    assert list(after["key"]) == list(before["key"])
    same = [name for name in before if name not in ("corrected", "form", "speaker", "speaker_side")]
    assert after[same].equals(before[same])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("day", "side"), [("2012-06-01", "United States"), ("2016-06-01", "Democratic Party")]
)
def test_a_new_speaker_stands_for_the_state_whose_office_was_held_then(page, day, side):
    known, table = page.with_name("known.csv"), page.with_name("fix.csv")
    known.write_text(f"file,date\n{page.name},{day}\n", "utf-8")
    table.write_text(f"{HEAD}page:s01,speaker,Hillary Clinton,\n", "utf-8")
    found = onrecord.read(page, OURS, known, corrections=table).statements
    assert found["speaker_side"][0] == side


@pytest.mark.parametrize("form", ["xlsx", "tsv", "jsonl", "parquet"])
def test_corrections_may_be_a_table_of_any_kind(page, form):
    table, rows = page.with_name(f"fix.{form}"), {"statement": ["page:s01"], "field": ["form"]}
    frame = pd.DataFrame(rows | {"value": ["mixed"], "why": ["a, b"]})
    match form:
        case "xlsx":
            frame.to_excel(table, index=False)
        case "tsv":
            frame.to_csv(table, sep="\t", index=False)
        case "jsonl":
            frame.to_json(table, orient="records", lines=True)
        case _:
            frame.to_parquet(table)
    first = onrecord.read(page, OURS, corrections=table).statements.iloc[0]
    assert (first["form"], first["corrected"]) == ("mixed", "form: a, b")


def test_a_speaker_of_no_table_has_no_side_but_that_which_is_given(page):
    lines = ["page:s03,speaker,Ada Holm,she", "page:s03,speaker_side,Ruritania,"]
    row = read(page, *lines).statements.set_index("statement_id").loc["page:s03"]
    assert (row["speaker"], row["speaker_side"]) == ("Ada Holm", "Ruritania")
    assert row.isna()["speaker_kind"]
    assert row["corrected"] == "speaker: she; speaker_side"


def test_what_copies_a_speaker_follows(page):
    before = onrecord.read(page, OURS)
    (inner,) = [s for s in before[0].statements if s.told_by]
    assert (inner.parent, inner.told_by) == ("page:s03", "John Kerry")
    after = read(page, "page:s03,speaker,Ada Holm,", f"{inner.key},speaker,Bob Lee,")
    (told,) = [s for s in after[0].statements if s.told_by]
    assert (told.told_by, told.reported_by) == ("Ada Holm", "Ada Holm")
    codes = after.codes.set_index("statement_id").loc[[inner.statement_id]]
    assert set(codes["speaker"]) == {"Bob Lee"}
    assert set(codes["told_by"]) == {"Ada Holm"}


def test_a_pronoun_stands_for_the_corrected_speaker(page):
    page.write_text("Ann Smith met Bob Lee. “It is over,” she said.\n", "utf-8")
    after = read(page, "page:s01,speaker,Eva Lund,")
    assert "Eva Lund" in set(after.mentions["actor"])


def test_a_dropped_statement_is_gone_from_all_tables(page):
    before, after = onrecord.read(page, OURS), read(page, "page:s04,drop,,no view")
    assert list(after.statements["statement_id"]) == list(before.statements["statement_id"])[:-1]
    assert "page:s04" in set(before.codes["statement_id"])
    assert "page:s04" not in {*after.codes["statement_id"], *after.mentions["statement_id"]}


def test_what_is_one_utterance_is_found_again(page):
    said = "said the old bridge over the river was safe for trucks.\n\n"
    page.write_text(f"Ann Smith {said}Bob Lee {said}", "utf-8")
    assert onrecord.read(page).statements["utterance"].nunique() == 2
    assert read(page, "page:s02,speaker,Ann Smith,").statements["utterance"].nunique() == 1


def test_lines_that_change_nothing_are_named(page, capsys):
    read(page, "0000000000,form,direct,", "page:s01,speaker,Ann Smith,", "page:s77,drop,,").pages
    (line,) = capsys.readouterr().err.splitlines()
    for part in ("fix.csv: 3 of its lines", "line 2: no statement 0000000000",
                 "line 3: speaker is that already", "line 4: no statement page:s77"):  # fmt: skip
        assert part in line


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("statement,field,value\n", "columns are missing"),
        (HEAD + "page:s01,cue,says,\n", "line 2, field: 'cue' is not known; use one of"),
        (HEAD + "page:s01,form,loud,\n", "line 2, form: 'loud' is not known; use one of direct"),
        (HEAD + "page:s01,speaker_kind,,\n", "line 2, speaker_kind: '' is not known"),
        (HEAD + ",form,direct,\n", "line 2: no statement"),
        (HEAD + "a,form,direct,\n\na,form,mixed,\n", "line 4: form of a has a line before"),
        (HEAD + '"a,form', "no CSV"),
        ("", "the file is empty"),
    ],
)
def test_what_is_wrong_is_one_error(page, table, says):
    path = page.with_name("fix.csv")
    path.write_text(table, "utf-8")
    with pytest.raises(OnRecordError, match="fix.csv") as raised:
        onrecord.read(page, corrections=path)
    assert says in str(raised.value)


def test_any_bytes_are_a_table_or_an_error(tmp_path):
    dice, path = random.Random(12), tmp_path / "fix.csv"
    good = f"{HEAD}page:s01,form,mixed,why\npage:s02,drop,,\n".encode()
    said = Page(TEXT, "page.txt", OURS).statements
    for _ in range(1500):
        data = bytearray(good)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.choice(b',"\n\r;a\x00\xff' + dice.randbytes(2))
        path.write_bytes(data[: dice.randint(0, 99)])
        with suppress(OnRecordError):
            kept, _ = Corrections(path).applied(said, known(OURS))
            assert kept
