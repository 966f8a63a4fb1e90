"""Many articles in parts: the same bytes in one process, in two, and on a cluster; nothing lost."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import bench
import dask
import pandas as pd
import pytest
from dask.distributed import Client, LocalCluster

import onrecord
from onrecord import corpus, parts
from onrecord.analysis.frames import rows
from onrecord.cli import main
from onrecord.corpus import Kept
from onrecord.errors import OnRecordError
from onrecord.intake import tables
from onrecord.records import KINDS, Mention, Statement
from onrecord.store import TABLES, Store

TEXT = """Talks go on in {place}

{place} (Reuters) - Russia stays, President Vladimir Putin said on {day}.

“We will stay,” he said.

John Kerry said Russia must stop the bombing and agree to a cease-fire.
"""
PLACES = "Geneva Vienna Munich Paris London Berlin Oslo Rome Prague".split()
# Ends the process that reads an article with a certain word, as a fault in a library would.
DEADLY = """
import os
from onrecord import corpus

parse = corpus.parse


def dask_setup(worker):
    def deadly(text, *given):
        return os._exit(9) if "DEADLY" in text else parse(text, *given)

    corpus.parse = deadly
"""


@pytest.fixture
def pages(tmp_path):
    """A folder of articles of which one is empty."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for n, place in enumerate(PLACES):
        text = TEXT.format(place=place, day=("Monday", "Friday")[n % 2])
        (folder / f"{place}.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "None.txt").write_text("")
    return folder


def made(folder):
    """Return the bytes of all tables in a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")}


def extract(*given, **more):
    """Extract, and return the corpus with what was said of its inputs."""
    said = []
    kept = parts.extract(*given, **more, report=said.append)
    return kept, [each.what for each in said]


@contextmanager
def workers(**more):
    """Two processes of Dask, and a client of them."""
    how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with LocalCluster(**how, **more) as cluster, Client(cluster) as client:
        yield client


@contextmanager
def started(*command, **more):
    """Start one of Dask's own tools, and end it."""
    tool = [sys.executable, "-m", "dask", *map(str, command)]
    process = subprocess.Popen(tool, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def command(*given, **more):
    """Run the command line in a process of its own."""
    asked = [sys.executable, "-m", "onrecord", "extract", *map(str, given)]
    return subprocess.run(asked, capture_output=True, text=True, check=False, **more)


def test_bytes_are_the_same_in_one_process_in_two_and_on_a_cluster(pages, tmp_path):
    done = [command(pages, tmp_path / "one", "--part", 2)]
    done += [command(pages, tmp_path / "two", "--part", 2, "--jobs", 2)]
    said = tmp_path / "scheduler.json"
    with started("scheduler", "--port", 0, "--no-dashboard", "--scheduler-file", said):
        until = time.monotonic() + 60
        while not said.is_file() or not said.read_text():
            assert time.monotonic() < until
            time.sleep(0.1)
        worker = ("worker", "--scheduler-file", said, "--nthreads", 1, "--no-dashboard")
        with started(*worker, cwd=tmp_path), started(*worker, cwd=tmp_path):
            address = json.loads(said.read_text())["address"]
            done += [command(pages, tmp_path / "three", "--part", 2, "--scheduler", address)]
    for each in done:
        assert each.returncode == 1, each.stderr
        assert "None.txt: the file is empty" in each.stderr
        assert ": 9 articles, " in each.stdout
    one, two, three = (made(tmp_path / name) for name in ("one", "two", "three"))
    assert len(one) == 5 * len(TABLES)
    assert one == two
    assert one == three


def test_a_part_is_what_the_function_for_a_frame_gives(pages, tmp_path):
    kept, _ = extract(pages, tmp_path / "out")
    texts = kept.store.read("texts")
    found = parts.extracted(texts[["article", "text"]])
    alone = [corpus.read(pages / name) for name in texts["article"]]
    for name, kind in KINDS.items():
        own = rows(getattr(kept, name), kind)
        assert own == rows(getattr(found, name), kind)
        assert own == [row for one in alone for row in rows(getattr(one, name), kind)]
        assert own


def test_columns_and_dtypes_are_those_of_a_corpus_that_is_read(pages, tmp_path):
    kept, read = extract(pages, tmp_path / "out")[0], onrecord.read(pages / "Rome.txt")
    for name in KINDS:
        one, other = getattr(kept, name), getattr(read, name)
        assert list(one) == list(other)
        for column in one:
            arrow = isinstance(one[column].dtype, pd.ArrowDtype)
            assert arrow or one[column].dtype == other[column].dtype, column
    assert kept.statements["content_spans"].iloc[0] == [[42, 54]]
    assert repr(kept) == "Corpus of 9 pages"
    again = onrecord.read([tmp_path / "out"])
    assert len(again.statements) == len(kept.statements)
    anatomy = onrecord.figures.article_anatomy(again.articles)
    assert anatomy.data.equals(onrecord.figures.article_anatomy(kept.articles).data)
    (tmp_path / "out/statements/part-000000.parquet").write_bytes(b"PAR1")
    with pytest.raises(OnRecordError, match="is no table of this version .*run onrecord extract"):
        _ = onrecord.read(tmp_path / "out").statements


def test_a_statement_leads_back_to_its_words(pages, tmp_path):
    kept, _ = extract(pages, tmp_path / "out")
    texts = kept.store.read("texts").set_index("article")["text"]
    for row in kept.statements.itertuples():
        words = [texts[row.article][start:stop] for start, stop in row.content_spans]
        assert " … ".join(words) == row.content
    row = kept.statements.iloc[-1]
    assert "was here" not in (html := onrecord.show(row, of=kept)._repr_html_())
    assert row["cue"] in html


def test_what_is_done_is_kept_and_what_changed_is_read_anew(pages, tmp_path):
    out = tmp_path / "out"
    extract(pages, out, size=2)
    before = {path: path.stat().st_ino for path in out.rglob("*.parquet")}
    assert extract(pages, out, size=2)[1] == ["the file is empty"]
    assert {path: path.stat().st_ino for path in out.rglob("*.parquet")} == before
    changed = pages / "Vienna.txt"  # the last by name
    changed.write_text(changed.read_text().replace("Friday", "Sunday"), encoding="utf-8")
    extract(pages, out, size=2)
    now = {path: path.stat().st_ino for path in out.rglob("*.parquet")}
    anew = {path.name for path in now if now[path] != before[path]}
    assert anew == {"part-000004.parquet"}
    for name in ("Rome", "Vienna", "Prague", "Paris"):
        (pages / f"{name}.txt").unlink()
    kept, _ = extract(pages, out, size=2)
    extract(pages, tmp_path / "anew", size=2)
    assert made(out) == made(tmp_path / "anew")
    assert len(kept) == 5


def test_other_tables_of_knowledge_and_another_program_read_anew(pages, tmp_path, monkeypatch):
    out, own = tmp_path / "out", tmp_path / "own"
    extract(pages, out)
    first = made(out)
    assert "proposition" in set(Kept(Store(out)).codes["measure"])
    own.mkdir()
    (own / "propositions.toml").write_text("empty = true\n")
    kept, _ = extract(pages, out, own)
    assert set(kept.codes["measure"]) == {"dyad"}
    extract(pages, out)
    assert made(out) == first
    worker = parts.Worker(out, None, "another")
    part = next(parts.parts(corpus.inputs(pages)[0]))
    with pytest.raises(OnRecordError, match="another version of On the Record"):
        worker(part)


def test_a_run_that_is_killed_goes_on_where_it_was(pages, tmp_path):
    out, whole = tmp_path / "out", tmp_path / "whole"
    extract(pages, whole, size=1)
    asked = [sys.executable, "-m", "onrecord", "extract", str(pages), str(out), "--part", "1"]
    process = subprocess.Popen(asked, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while len(list(out.glob("articles/*.parquet"))) < 4:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    store = Store(out)
    there = {path: path.stat().st_ino for n in store.parts for path in [store.place("codes", n)]}
    assert 3 <= len(there) < 10  # the last may not be noted yet
    said = []
    (out / "articles/part-000099.parquet").write_bytes(b"of another input")
    (out / "codes/.part-000004.parquet.1-2").write_bytes(b"broken off")
    assert len(corpus.read(out, report=said.append)) == sum(store.count("articles", [n]) for n in
                                                            store.parts)  # fmt: skip
    assert ["is not whole" in each.what for each in said] == [True]
    extract(pages, out, size=1)
    assert {path: path.stat().st_ino for path in there} == there
    assert made(out) == made(whole)
    assert not [path for path in out.rglob(".*") if path.name != ".parts"]


def test_a_worker_that_is_killed_loses_nothing(pages, tmp_path):
    extract(pages, tmp_path / "whole", size=1)
    killed = []
    with workers() as client:

        def report(fault):
            for pid in [] if killed else client.run(os.getpid).values():
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

        parts.extract(pages, tmp_path / "out", client=client, size=1, report=report)
    assert len(killed) == 2
    assert made(tmp_path / "out") == made(tmp_path / "whole")


def test_an_article_that_ends_each_worker_costs_itself_alone(pages, tmp_path):
    (tmp_path / "deadly.py").write_text(DEADLY)
    (pages / "Nice.txt").write_text("A DEADLY text\n\nIt is over, he said.\n")
    once = dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with once, workers(preload=[str(tmp_path / "deadly.py")]) as client:
        kept, said = extract(pages, tmp_path / "out", client=client, size=3)
        assert "ended the process that read it" in said
        assert len(kept) == 9
        again, _ = extract(pages, tmp_path / "out", client=client, size=3)
        table = tmp_path / "table.jsonl"
        texts = ["Ann Lee said no.", "A DEADLY text. He said no.", "Bo Lee said yes."]
        table.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        of_rows, _ = extract(table, tmp_path / "rows", client=client)
    assert list(of_rows.articles["article"]) == ["table.jsonl#01", "table.jsonl#03"]
    assert list(of_rows.store.read("errors").query("not left_out")["file"]) == ["table.jsonl#02"]
    faults = kept.store.read("errors")
    assert set(faults["file"]) == {"Nice.txt", str(pages / "None.txt")}
    assert again.store.read("errors").equals(faults)


def test_where_the_disk_is_full_is_told_and_what_is_done_is_kept(pages, tmp_path):
    out = tmp_path / "out"

    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    (pages / "Zug.txt").write_text("Talks go on\n\n" + "It is over, Ann Lee said. " * 3_000)
    done = command(pages, out, "--part", 3, preexec_fn=little)
    assert done.returncode == 1
    assert "cannot be written (file too large); choose a place you may write to" in done.stderr
    assert len(Store(out).parts) == 3
    assert not list(out.rglob(".*parquet*"))
    assert command(pages, out, "--part", 3).returncode == 1  # the empty file
    assert len(Store(out).parts) == 4


def test_two_runs_on_one_folder_do_not_meet(pages, tmp_path):
    with Store.at(tmp_path / "out").alone():
        done = command(pages, tmp_path / "out")
    assert done.returncode == 1
    assert "another run writes there; wait for it, or name another folder" in done.stderr


def test_folders_that_are_not_ours_are_left_alone(pages, tmp_path):
    with pytest.raises(OnRecordError, match="overlaps with"):
        extract(pages, pages / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(OnRecordError, match="holds other files; name a new folder"):
        extract(pages, tmp_path / "mine")
    with pytest.raises(OnRecordError, match="was not extracted by us"):
        Store(tmp_path / "mine")


def test_a_typing_error_takes_nothing_away(pages, tmp_path):
    out = tmp_path / "out"
    extract(pages, out)
    before = made(out)
    for wrong in (pages.with_name("page"), ""):
        with pytest.raises(OnRecordError, match="nothing was read for it"):
            extract(wrong, out)
    assert made(out) == before
    assert onrecord.read(out).store.says["parts"] == 1


def test_a_wrong_column_takes_no_parts_away(tmp_path):
    rows = [{"body": f"{place} is calm, the mayor said.", "title": place} for place in PLACES]
    table, out = tmp_path / "t.csv", tmp_path / "out"
    pd.DataFrame(rows).to_csv(table, index=False)
    extract(table, out, size=2)
    before = made(out)
    kept, said = extract(table, out, size=2, columns="text=words")
    assert len(kept) == 0
    assert said[-1] == "no article was read for it"
    assert len(made(out)) == len(before)
    extract(table, out, size=2)
    assert made(out) == before


def test_what_was_extracted_is_no_input_but_for_a_study(pages, tmp_path, capsys):
    out = tmp_path / "out"
    extract(pages, out)
    assert main(["statements", str(out)]) == 1
    assert "was made by onrecord extract; name the articles" in capsys.readouterr().err
    with pytest.raises(OnRecordError, match="nothing was read"):
        extract(out, tmp_path / "again")
    assert main(["articles", str(tmp_path)]) == 1
    assert f"{out}: was made by onrecord extract, and is left out" in capsys.readouterr().err


def test_a_part_with_a_broken_file_is_made_again(pages, tmp_path):
    out = tmp_path / "out"
    kept, _ = extract(pages, out, size=5)
    before = made(out)
    kept.store.place("mentions", 1).write_bytes(b"")
    with pytest.raises(OnRecordError, match="run onrecord extract again"):
        kept.store.count("mentions")
    extract(pages, out, size=5)
    assert made(out) == before


def test_an_article_that_cannot_be_worked_through_is_a_row_of_errors(pages, tmp_path, monkeypatch):
    def broken(self):
        raise RecursionError

    monkeypatch.setattr(corpus.Page, "mentions", property(broken))
    kept, said = extract(pages, tmp_path / "out")
    assert len(kept) == 0
    assert len(kept.statements) == 0
    assert len(said) == 11
    assert said[-1] == "no article was read for it"
    assert kept.store.read("errors")["what"].str.contains("RecursionError").sum() == 9


def test_metadata_tell_of_the_articles_in_each_part(pages, tmp_path):
    lines = [f"{place}.txt,The {place} Times,2016-02-{n:02},left\n" for n, place in
             enumerate(PLACES, 1) if place != "Oslo"]  # fmt: skip
    table = tmp_path / "table.csv"
    table.write_text("file,outlet,date,leaning\n" + "".join(lines))
    kept, _ = extract(pages, tmp_path / "out", metadata=table, size=2)
    read = onrecord.read(pages, metadata=table)
    shared = ["article", "outlet", "leaning"]
    assert kept.statements[shared].equals(read.statements[shared])
    assert kept.articles.set_index("article").loc["Rome.txt", "date_latest"] == "2016-02-08"
    assert kept.articles["leaning"].isna().sum() == 1
    faults = kept.store.read("errors")
    assert list(faults.loc[faults["left_out"], "file"]) == ["None.txt", "Oslo.txt"]
    table.write_text(table.read_text().replace("Rome Times", "Roman Times"))
    before = {path: path.stat().st_ino for path in (tmp_path / "out/codes").iterdir()}
    extract(pages, tmp_path / "out", metadata=table, size=2)
    anew = [path for path, was in before.items() if path.stat().st_ino != was]
    assert len(anew) == 1
    with pytest.raises(OnRecordError, match="give metadata and columns to onrecord extract"):
        onrecord.read(tmp_path / "out", metadata=table)


def test_the_rows_of_a_table_of_articles_are_cut_into_parts(pages, tmp_path):
    table = tmp_path / "table.csv"
    texts = [TEXT.format(place=place, day="Monday").split("\n\n", 1)[1] for place in PLACES]
    frame = {"id": PLACES, "text": texts, "title": [f"Talks in {place}" for place in PLACES]}
    pd.DataFrame(frame | {"outlet": "Daily"}).to_csv(table, index=False)
    kept, _ = extract(table, tmp_path / "out", size=4)
    assert len(kept.store.parts) == 3
    assert list(kept.articles["article"]) == [f"table.csv#{place}" for place in PLACES]
    assert set(kept.articles["outlet"]) == {"Daily"}
    assert rows(kept.mentions, Mention) == rows(onrecord.read(table).mentions, Mention)


def test_rows_are_read_while_parts_are_drawn(tmp_path, monkeypatch):
    table, read = tmp_path / "table.jsonl", []
    lines = [json.dumps({"text": f"Ann Lee said no {n} times."}) for n in range(50)]
    table.write_text("\n".join(lines))
    given = tables.given

    def noted(*row):
        read.append(row)
        if len(read) > 40:  # as where the file was changed meanwhile
            raise UnicodeError("another file")
        return given(*row)

    monkeypatch.setattr(tables, "given", noted)
    drawn = parts.parts(corpus.inputs(table)[0], size=10)
    first = next(drawn)
    assert [one.rows[0].name for one in first.given.files[1:]] == [
        f"table.jsonl#{n:02}" for n in range(1, 10)
    ]
    assert len(read) == 10
    *_, last = drawn
    assert len(read) == 41
    assert "cannot be worked through (UnicodeError in " in str(last.given.files[-1].rows[0])


def test_copies_are_told_across_parts(pages, tmp_path):
    words = [f"w{n}ord" for n in range(40)]
    text = f"Talks in Ulm\n\n{' '.join(words)}.\n\nJohn Kerry said Russia must stop the bombing.\n"
    for name in ("A", "Z"):
        (pages / f"{name}.txt").write_text(text, encoding="utf-8")
    kept, _ = extract(pages, tmp_path / "out", size=2)
    of = kept.articles.set_index("article")["copy_of"].dropna().to_dict()
    read = onrecord.read(pages)
    assert of == read.articles.set_index("article")["copy_of"].dropna().to_dict()
    assert of["Z.txt"] == "A.txt"
    own = kept.statements.set_index("statement_id")["utterance"]
    assert own["Z:s01"] == "A:s01"
    last = kept.codes.set_index("article")["utterance"]
    assert (last[list(of)].str.partition(":")[0] + ".txt").isin(of.values()).all()
    assert len(last[list(of)])


def test_tables_are_frames_of_dask_too(pages, tmp_path):
    kept, _ = extract(pages, tmp_path / "out", size=2)
    lazy = kept.dask("statements")
    assert lazy.npartitions == 5
    assert lazy.compute().reset_index(drop=True).equals(kept.statements)
    assert kept.dask("articles")["copy_of"].compute().isna().all()
    counts = lazy.groupby("speaker").size().compute()
    assert counts["Vladimir Putin"] == 18
    with pytest.raises(OnRecordError, match="there is no table 'words'"):
        kept.dask("words")


def test_pages_come_with_what_was_extracted_of_them(pages, tmp_path, monkeypatch):
    (pages / "Z.txt").write_text((pages / "Oslo.txt").read_text() + "Ann Lee said no.\n" * 30)
    (pages / "A.txt").write_text((pages / "Z.txt").read_text())
    kept, _ = extract(pages, tmp_path / "out", size=2)
    again = {page.name: (page.statements, page.mentions, page.codes) for page in kept.pages}
    shared = rows(kept.statements, Statement)
    monkeypatch.setattr(corpus, "statements", None)  # nothing reads them anew
    monkeypatch.setattr(corpus, "mentions", None)
    found = list(kept)
    assert [page.name for page in found] == list(kept.articles["article"])
    assert [said for page in found for said in page.statements] == shared
    assert {page.name: page.article.copy_of for page in found}["Z.txt"] == "A.txt"
    for page in found:
        if page.name != "Z.txt":
            assert (page.statements, page.mentions, page.codes) == again[page.name]
        assert page.mentions == again[page.name][1]
        assert page.sentences


def test_tables_of_dask_have_the_columns_of_metadata_in_each_part(pages, tmp_path):
    for name in ("A", "Z"):  # copies, which lie in the first part and in the last
        (pages / f"{name}.txt").write_text(
            f"Talks in Ulm\n\n{' '.join(f'w{n}ord' for n in range(40))}.\n\n"
            "John Kerry said Russia must stop the bombing.\n"
        )
    table = tmp_path / "table.csv"
    table.write_text("file,outlet,section,desk\nRome.txt,The Rome Times,home,\nZ.txt,,abroad,two\n")
    kept, _ = extract(pages, tmp_path / "out", metadata=table, size=2)
    for name in ("articles", "statements"):
        whole, lazy = getattr(kept, name), kept.dask(name)
        assert [*lazy.columns][-2:] == ["section", "desk"]
        for each in lazy.partitions:
            assert each.compute().dtypes.equals(whole.dtypes)
        assert lazy.compute().reset_index(drop=True).equals(whole)
        some = ["section", "article"]
        assert lazy[some].compute().reset_index(drop=True).equals(whole[some])
        assert lazy["outlet"].compute().reset_index(drop=True).equals(whole["outlet"])
        assert len(lazy) == len(whole)
    assert kept.articles.set_index("article").loc["Z.txt", "copy_of"] == "A.txt"
    two = ["utterance", "desk"]
    assert (
        kept.dask("statements")[two].compute().reset_index(drop=True).equals(kept.statements[two])
    )
    assert len(kept.dask("errors")[["what"]].compute()) == len(kept.store.read("errors"))


def test_how_far_it_is_is_told(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "SECONDS", 0)
    for _ in range(2):  # the second time all is there
        said = []
        parts.extract(pages, tmp_path / "out", size=5, say=said.append, report=lambda fault: None)
        assert len(said) == 2
        assert said[0].startswith("  1 parts, ")
        assert said[-1].startswith("  2 parts, 100%; ")
        assert all(line.endswith(" articles/s, about 0 minutes left") for line in said)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (["--part", "0"], "--part: 0 is too small; give 1 or more"),
        (["--jobs", "-2"], "--jobs: -2 is too small; give 1 or more"),
        (["--jobs", "2", "--scheduler", "tcp://a:1"],
         "--jobs: is given beside --scheduler; give one of the two"),
    ],
)  # fmt: skip
def test_wrong_use_of_the_command_line(pages, tmp_path, capsys, wrong, line):
    assert main(["extract", str(pages), str(tmp_path / "out"), *wrong]) == 2
    assert capsys.readouterr().err == f"onrecord: {line}\n"
    assert not (tmp_path / "out").exists()


def test_a_cluster_that_does_not_answer_is_told(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "WAIT", 1)
    with pytest.raises(OnRecordError, match="no cluster answers there.*start one"):
        extract(pages, tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_what_reading_costs_is_measured_written_and_drawn(pages, tmp_path, capsys, monkeypatch):
    (pages / "None.txt").unlink()
    monkeypatch.setattr(bench, "LENGTHS", (20, 40))
    assert bench.main([str(pages), "--articles", "4", "--into", str(tmp_path / "cost")]) == 0
    table = pd.read_csv(tmp_path / "cost/bench.csv").set_index("what")
    assert list(table.loc["two workers of Dask", "articles"]) == [1, 4]
    assert (table["memory"] > 50).all()
    assert (table["rate"] * table["seconds"] / table["words"] - 1).abs().max() < 0.02
    assert "a plain loop" in capsys.readouterr().out
    assert bench.machine() in (tmp_path / "cost/bench.alt.txt").read_text("utf-8")


def test_pages_of_a_corpus_have_their_places_in_any_way_of_asking(pages, tmp_path, monkeypatch):
    parse = corpus.parse

    def broken(text, *given):
        return [] if "Geneva" in text else parse(text, *given)

    monkeypatch.setattr(corpus, "parse", broken)
    kept, _ = extract(pages, tmp_path / "out", size=2)
    names = [page.name for page in kept]
    assert "Geneva.txt" not in names
    assert names == [kept[n].name for n in range(len(kept))] == list(kept.articles["article"])


def test_a_corpus_of_no_parts_has_frames_of_dask(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("title,day\nA,B\n")
    kept, _ = extract(table, tmp_path / "out")
    Store(tmp_path / "out").end(0, {})
    kept = onrecord.read(tmp_path / "out")
    for name in KINDS:
        assert list(kept.dask(name).compute()) == list(getattr(kept, name))
