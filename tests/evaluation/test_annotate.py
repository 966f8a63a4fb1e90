"""Articles marked by hand in plain files: drawn, marked, checked, and made gold."""

import random
from dataclasses import replace

import pytest

from onrecord.cli import main
from onrecord.corpus import Page
from onrecord.errors import LeftOut, OnRecordError
from onrecord.evaluation import agreement, annotate, read_gold
from onrecord.intake.taken import NOTHING, Given
from onrecord.text.lines import cut

TEXT = (
    "Bridge shut\r\n\r\nThe bridge is unsafe, Ann Lee said. “We shut it,” she said in May, and "
    "she said so again.\r\n\r\nHe disagreed,  said Bob Ray.\r\n"
)
MARKS = """who: Ann Lee
cue: said
words: The bridge is unsafe
form: indirect

# not sure
who: she
cue: she [[said]] in
words: We shut it
form: Direct
name: Ann Lee
"""


def pages(*texts, given=NOTHING):
    return [Page(text, f"{k:02d}.txt", None, given) for k, text in enumerate(texts)]


@pytest.fixture
def marked(tmp_path):
    """A function that marks an article below its second paragraph, and gives what came of it."""
    folder = tmp_path / "marks"
    annotate.prepare(pages(TEXT), folder)
    path = folder / "00.marks.txt"
    empty = path.read_text("utf-8")

    def mark(words, below="[2]", done="yes"):
        first, head, rest = empty.partition(f"\n{below}")
        own, end, rest = rest.partition("\n")
        path.write_text(
            f"{first}{head}{own}{end}\n{words}{rest}".replace("done: no", f"done: {done}"), "utf-8"
        )
        gold, faults = annotate.check(folder)
        return gold[0].statements if gold else [], faults

    return mark


def test_words_are_found_where_they_stand_in_the_text_as_read(marked):
    made, faults = marked(MARKS)
    assert faults == []
    first, second = made
    assert faults == []
    said = [[TEXT[a:b] for a, b in spans] for spans in (first.content_spans, second.speaker_span)]
    assert said == [["The bridge is unsafe"], ["she"]]
    assert (first.statement_id, second.statement_id) == ("s01", "s02")
    assert (second.form, second.speaker, first.speaker) == ("direct", "Ann Lee", None)
    assert first.cue_span == ((TEXT.index("said"), TEXT.index("said") + 4),)
    assert second.cue_span == ((TEXT.index("said in"), TEXT.index("said in") + 4),)
    assert second.speaker_span == ((TEXT.index("she said in"), TEXT.index(" said in")),)  # nearest
    assert first.speaker_text == "Ann Lee"


def test_pieces_a_dash_brackets_and_blanks(marked):
    (one,), faults = marked(
        "who: -\ncue: she [[said]] so\nwords: We shut\nwords: in May\nform: mixed\n"
    )
    assert faults == []
    assert one.speaker_span == ()
    assert one.cue_span == ((TEXT.index("said so"), TEXT.index("said so") + 4),)
    assert [TEXT[a:b] for a, b in one.content_spans] == ["We shut", "in May"]
    (other,), faults = marked(
        "who: Bob Ray\ncue: said\nwords: He disagreed, \nform: indirect\n", "[3]"
    )
    assert TEXT[other.cue_span[0][0] :].startswith("said Bob")
    (quoted,), faults = marked('who: she\ncue: said in\nwords: "We shut it,"\nform: direct\n')
    assert TEXT[slice(*quoted.content_spans[0])] == "“We shut it,”"  # whatever the marks


@pytest.mark.parametrize(
    ("words", "line", "what"),
    [
        (MARKS.replace("who: Ann Lee\n", ""), 9, "who is missing"),
        (MARKS.replace("who: she", "who:"), 15, "who is missing"),
        (MARKS.replace("cue: said\n", "", 1), 9, "cue is missing"),
        (MARKS.replace("form: Direct", "form: quoted"), 15, "form: 'quoted' is none"),
        (MARKS.replace("name:", "nmae:"), 19, "'nmae: Ann Lee' is no field"),
        (MARKS.replace("is unsafe", "was unsafe"), 9, "stands nowhere in the article"),
        (MARKS.replace("words: We shut it", "words: said"), 15, "may be any of 3 places"),
        (MARKS.replace("form: indirect\n", "form: indirect\nform: direct"), 9, "form stands twice"),
        (MARKS.replace("words: We", "words: [[We"), 15, "stands nowhere"),
        (MARKS.replace("# not sure", "not sure"), 14, "'not sure' is no field"),
        (MARKS + "\n[2] The bridge is safe\n", 21, "paragraph [2] is not as it was"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line_and_its_article_left_out(
    marked, words, line, what
):
    made, faults = marked(words)
    assert made == []
    (fault,) = faults
    assert fault.file.endswith("00.marks.txt")
    assert fault.place == f"line {line}"
    assert what in str(fault)
    assert fault.remedy


def test_an_article_that_is_not_done_is_checked_but_is_no_gold(marked):
    made, faults = marked(MARKS, done="no")
    assert made == []
    assert [type(fault) for fault in faults] == [LeftOut]
    assert "00.txt" in str(faults[0])
    made, faults = marked("", done="yes")
    assert (made, faults) == ([], [])


def test_nothing_that_was_written_is_changed_and_only_what_is_missing_is_added(tmp_path, marked):
    folder = tmp_path / "marks"
    marked(MARKS)
    path = folder / "00.marks.txt"
    (folder / annotate.RULES).write_text("my own rules")
    before = path.read_bytes()
    annotate.prepare(pages(TEXT + "Changed.", "More.", "And more."), folder, 2)
    assert path.read_bytes() == before
    assert (folder / annotate.RULES).read_text() == "my own rules"
    assert len(read_gold(folder / annotate.TEXTS)) == len(list(folder.glob("*.marks.txt"))) == 2
    assert read_gold(folder / annotate.TEXTS)[0].text == TEXT
    gold, _ = annotate.check(folder)
    annotate.write(folder, gold)
    annotate.write(folder, gold)
    made = folder / annotate.GOLD
    made.write_text(made.read_text("utf-8").replace("Ann Lee", "Ann Loe"), "utf-8")
    with pytest.raises(OnRecordError, match="line 1: was changed by hand"):
        annotate.write(folder, gold)
    assert "Ann Loe" in made.read_text("utf-8")


def test_articles_are_spread_over_outlets_and_the_draw_is_the_same_each_time(tmp_path):
    of = [Given(outlet=f"Paper {k % 4}") for k in range(40)]
    every = [Page(f"Text {k}.", f"{k:02d}.txt", None, given) for k, given in enumerate(of)]
    annotate.prepare(every, tmp_path / "a", 8)
    random.Random(1).shuffle(every)
    annotate.prepare(every, tmp_path / "b", 8)
    first, second = (read_gold(tmp_path / name / annotate.TEXTS) for name in "ab")
    assert first == second
    assert sorted(int(one.article[:2]) % 4 for one in first) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_a_name_of_an_article_leads_nowhere_outside(tmp_path):
    folder = tmp_path / "in" / "marks"
    annotate.prepare([Page("Text.", "../../x/..//y.html#02", None)], folder)
    assert (folder / "x" / "y.html#02.marks.txt").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_marks_of_any_bytes_give_faults_of_ours_alone(tmp_path, marked):
    marked(MARKS)
    path = tmp_path / "marks" / "00.marks.txt"
    whole, rng = path.read_bytes(), random.Random(2)
    for k in range(300):
        data = bytearray(whole[: rng.randrange(len(whole))] if k % 3 == 0 else whole)
        for _ in range(rng.randrange(1, 9) if data else 0):
            data[rng.randrange(len(data))] = rng.choice(b"\0\n\r[]:#\xff aw-1")
        path.write_bytes(bytes(data))
        _, faults = annotate.check(tmp_path / "marks")
        assert not [fault for fault in faults if "fault of the program" in str(fault)]


def written(one):
    """What a reader would write to mark the statements of an article, by its paragraphs."""
    blocks = {}
    lines = cut(one.text)
    for each in one.statements:
        home = max(k for k, line in enumerate(lines) if line.start <= each.content_spans[0][0])
        fields = [
            (name, one.text[start:stop])
            for name, spans in (
                ("who", each.speaker_span), ("cue", each.cue_span), ("words", each.content_spans),
            )
            for start, stop in spans
        ]  # fmt: skip
        fields += [(name, "-") for name in ("who", "cue") if not getattr(each, SPAN[name])]
        fields += [("form", each.form), ("name", each.speaker or "")]
        block = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields if value)
        blocks.setdefault(home, []).append(block)
    return blocks


SPAN = {"who": "speaker_span", "cue": "cue_span"}


def mark(folder, gold):
    for one in gold:
        path = folder / f"{one.article.removesuffix('.txt')}.marks.txt"
        blocks, lines = written(one), []
        for line in path.read_text("utf-8").split("\n"):
            lines.append(line.replace("done: no", "done: yes"))
            if line.startswith("["):
                lines += ["", *blocks.get(int(line[1 : line.index("]")]) - 1, [])]
        path.write_text("\n".join(lines), "utf-8")


def test_marking_what_gold_says_gives_back_that_gold(root, raw, tmp_path, capsys):
    """Two folders, by the two passes: each comes back, and so does their agreement."""
    folders = []
    for name in ("statements", "pass_b"):
        folder = tmp_path / name
        assert main(["annotate", str(raw), "--into", str(folder)]) == 0
        gold = read_gold(root / "data" / "gold" / f"{name}.jsonl")
        mark(folder, gold)
        assert main(["annotate", str(folder)]) == 0
        made = {one.article: one for one in read_gold(folder / "gold.jsonl")}
        assert len(made) == 5
        for one in gold:
            bare = [
                replace(each, statement_id="", stance={}, speaker_text=None)
                for each in one.statements
            ]
            same = [
                replace(each, statement_id="", speaker_text=None)
                for each in made[one.article].statements
            ]
            key = lambda each: (each.content_spans, each.speaker_span, each.cue_span)  # noqa: E731
            assert sorted(same, key=key) == sorted(bare, key=key)
        folders.append(folder)
    capsys.readouterr()
    assert main(["annotate", *map(str, folders)]) == 0
    out = capsys.readouterr().out
    first, second = (read_gold(folder / "gold.jsonl") for folder in folders)
    assert f"{agreement(first, second)['value'][0]:.6f}" in out
    assert main(["evaluate", str(folders[0] / "gold.jsonl")]) == 0
    ours = capsys.readouterr().out
    assert main(["evaluate", str(root / "data" / "gold" / "statements.jsonl")]) == 0
    assert capsys.readouterr().out.split("\n")[:5] == ours.split("\n")[:5]


def test_the_command_names_what_is_wrong(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Ann Lee said it rained.\n")
    assert main(["annotate", str(tmp_path)]) == 1
    assert "holds no articles.jsonl; prepare one" in capsys.readouterr().err
    assert main(["annotate", str(tmp_path), "--into", str(tmp_path / "marks")]) == 1
    assert "which is read; name a folder beside it" in capsys.readouterr().err
    assert not (tmp_path / "marks").exists()
