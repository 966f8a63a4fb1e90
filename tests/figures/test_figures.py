"""The figures: true titles, the same bytes, no words that collide, classes told apart in grey."""

import hashlib
import itertools
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import onrecord
from onrecord import figures
from onrecord.errors import OnRecordError
from onrecord.figures.layout import CAPTIONS
from onrecord.figures.words import SIZES


def page(article, outlet, first, last, basis, furniture, end):
    """An article record: headline, two paragraphs, furniture."""
    return {
        "article": article, "outlet": outlet, "headline_span": [20, 60],
        "body_spans": [[62, end // 2], [end // 2 + 2, end]],
        "furniture": [{"span": s, "kind": kind, "why": "a rule"} for s, kind in furniture],
        "date_earliest": first, "date_latest": last, "date_basis": basis,
        "date_evidence": [{"text": "on Monday", "span": [62, 71], "says": "a Monday"}],
    }  # fmt: skip


ARTICLES = [
    page("000_3bda.txt", "The Moscow Times", "2015-11-23", "2015-11-24", "inferred",
         [([0, 19], "appeal"), ([1702, 2539], "appeal"), ([1650, 1700], "legal")], 1640),
    page("001_1946.txt", "The Moscow Times", "2016-09-29", "2016-09-30", "inferred",
         [([2102, 3460], "appeal")], 2100),
    page("002_73e6.txt", "Sputnik International", "2014-10-16", "2014-10-16", "stated",
         [([0, 18], "navigation"), ([3802, 4020], "interface")], 3800),
    page("003_79de.txt", None, "2016-07-15", "2016-07-18", "inferred", [], 3040),
    page("004_0726.txt", None, "2015-11-17", "2015-12-20", "inferred",
         [([0, 10], "masthead-date")], 3373),
]  # fmt: skip
UNDATED = [
    page("a.txt", None, None, None, "unknown", [], 500),
    page("b.txt", None, None, "2017-05-28", "page-saved", [], 500),
    page("c.txt", None, "2015-11-23", None, "inferred", [], 500),
]


def said(article, speaker, form, times=1, **more):
    """Rows of the table of statements."""
    return [{"article": article, "speaker": speaker, "form": form} | more] * times


STATEMENTS = [
    *said("004", "Josh Earnest", "direct", 8), *said("004", "Josh Earnest", "indirect", 4),
    *said("000", "Josh Earnest", "mixed", statement_id="000:s01", utterance="000:s01"),
    *said("000", "Josh Earnest", "direct", statement_id="000:s02", utterance="000:s01"),
    *said("002", "Jen Psaki", "direct", 5), *said("002", "Jen Psaki", "indirect", 4),
    *said("001", "Sergei Ryabkov", "mixed", 7, reported_by="TASS"),
    *said("004", "Vladimir Putin", "indirect", told_by="Josh Earnest"),
    *said("002", "John Kerry", "indirect", told_by="unknown"), *said("003", "John Kerry", "mixed"),
    *said("000", "unnamed senior diplomat", "indirect", reported_by="Reuters"),
    *said("003", None, "indirect"),
]  # fmt: skip
DATES = {a["article"][:3]: (a["date_earliest"], a["date_latest"]) for a in ARTICLES}


def stance(article, side, target, value, conditional=False, polarity=0.0, measure="proposition",
           **more):  # fmt: skip
    """A row of the table of stance, of a statement of its own."""
    first, last = DATES[article]
    return {
        "article": article, "speaker_side": side, "measure": measure, "target": target,
        "value": value, "conditional": conditional, "polarity": polarity, "date_earliest": first,
        "date_latest": last, "statement_id": f"{article}:s{next(NUMBERS)}", "form": "direct",
        "speaker": side, "told_by": None,
    } | more  # fmt: skip


NUMBERS = itertools.count()


STANCE = [
    *[stance("000", "United States", "SANCTIONS", -1)] * 2,
    stance("000", "United States", "SANCTIONS", 0.5, True, 0.2),
    stance("000", "European Union", "SANCTIONS", -1),
    stance("000", "France", "COOPERATION", 1, False, 0.1),
    stance("000", "Russia", "COOPERATION", 1),
    *[stance("002", "United States", "COOPERATION", 1, False, 0.2)] * 2,
    stance("002", "Russia", "COOPERATION", 0.5, False, 0.5),
    stance("004", "United States", "COOPERATION", 0.5, True, 0.8),
    stance("003", None, "COOPERATION", float("nan")),
    stance("003", None, "COOPERATION", 1, form="indirect", told_by="Ann Lee"),
    stance("002", "United States", "COOPERATION", 1, utterance="002:s0", statement_id="002:s0"),
    stance("002", "United States", "COOPERATION", -1, utterance="002:s0"),  # told again
    stance("004", "United States", "CAMPAIGN", -1, False, 0.3),
    stance("001", "Russia", "United States", -1, False, -0.2, "dyad"),
    stance("004", "United States", "Russia", -1, False, 0.1, "dyad"),
    stance("002", "United States", "Russia", 0.5, False, 0.1, "dyad"),
]  # fmt: skip


def dated(n):
    """The day of the n-th of 40 articles: 18 in each of two months, four without a date."""
    day = f"2016-0{1 + 7 * (n % 2)}-{1 + n // 2:02}" if n < 36 else None
    return {"article": f"a{n}", "date_earliest": day, "date_latest": day}


MEANS = [
    stance("000", side, "SANCTIONS", value, polarity=0.1) | dated(n)
    for n in range(40)
    for side, value in (("United States", (-1, -0.5, 1)[n % 3]), ("Russia", 1))
]
ACTORS = ["Russia", "United States", "Islamic State", "Vladimir Putin", "Bashar al-Assad", "NATO"]
PAIRS = [
    {"a": a, "b": b, "n": 14 - 2 * i - j, "within": "statement", "n_units": 40}
    for (i, a), (j, b) in combinations(enumerate(ACTORS), 2)
    if 14 - 2 * i - j > 0
]
VOICES = [
    {
        "outlet": outlet, "speaker_side": side, "n": n, "total": total, "share_all": rest,
        "p_holm": p, "words": 20 * n, "quoted": 3 * n, "within": within, "n_all": everywhere,
        "total_all": 34, "caution": caution,
    }
    for outlet, side, n, total, rest, p, within, everywhere, caution in [
        ("The Moscow Times", "United States", 7, 20, 0.8, 0.3, 2, 18, ""),
        ("The Moscow Times", "Russia", 13, 20, 0.0, 0.3, 2, 13, ""),
        ("Sputnik International", "United States", 12, 12, 0.3, None, 1, 18, "one article"),
        ("unknown: 004_0726.txt", "unknown", 3, 3, 0.0, None, 1, 3, "one article"),
    ]
]  # fmt: skip
VERBS = [
    {
        "stand": stand, "verb": verb, "cue": cue, "speaker": who, "n": n, "n_verb": uses,
        "articles": 1, "expected": 0.4, "p": p, "p_holm": p and 8 * p, "compared": 8,
    }
    for stand, verb, cue, who, n, uses, p in [
        ("neutral", "say", "said", "Josh Earnest", 15, 20, None),
        ("neutral", "say", "said", "Sergei Ryabkov", 5, 20, None),
        ("doubting", "claim", "claimed", "Sergei Ryabkov", 3, 3, 0.0015),
        ("endorsing", "note", "noted", "Jen Psaki", 2, 3, 0.04),
        ("endorsing", "note", "noted", None, 1, 3, None),
    ]
]  # fmt: skip
LABELS = [
    {"article": "004.txt", "speaker": who, "concept": concept, "label": label, "voice": voice}
    for concept, label, voice, who, n in [
        ("Islamic State", "Islamic State", "narration", None, 4),
        ("Islamic State", "ISIL", "direct", "Josh Earnest", 1),
        ("Islamic State", "ISIS", "paraphrase", "Josh Earnest", 2),
        ("Islamic State", "IS", "headline", None, 1),
        ("Islamic State", "Daesh", "island", "Jen Psaki", 1),
        ("Syrian government", "regime", "paraphrase", "Josh Earnest", 2),
        ("Syrian government", "regime", "direct", "Josh Earnest", 2),
    ]
    for _ in range(n)
]
SCORES = [
    {
        "form": form, "articles": 5, "gold": 54, "found": 52, "matched": 49, "precision": 49 / 52,
        "recall": 49 / 54, "f1": f1, "f1_low": None, "f1_high": None, "speaker_accuracy": 47 / 49,
        "speaker_n": 49, "form_accuracy": None, "end_to_end_f1": 0.88, "end_to_end_low": 0.8,
        "end_to_end_high": 0.93,
    }
    for form, f1 in [("all", 0.92), ("direct", 0.99)]
]  # fmt: skip
BESIDE = {"passes": [score | {"f1": 0.95} for score in SCORES], "caveat": "Small."}
BINS = [
    {"corpus": corpus, "from": start, "n": n, "score": score, "right": right}
    for corpus, start, n, score, right in [
        ("A", 0.0, 34, 0.057, 0.029), ("A", 0.5, 9, 0.547, 1.0), ("A", 0.9, 1586, 0.941, 0.942),
        ("B", 0.2, 10, 0.262, 0.2), ("B", 0.8, 82, 0.852, 0.817), ("B", 0.9, 3, 0.933, 0.667),
    ]
]  # fmt: skip
PANELS = ["COOPERATION", "SANCTIONS"]  # CAMPAIGN has one stance alone
WORDINGS = pd.DataFrame(
    [
        ("SANCTIONS", "easing sanctions", "Sanctions on Russia should be eased."),
        ("COOPERATION", "joint action", "They should act together."),
        ("CAMPAIGN", "Russia's campaign", "It is right."),
    ],
    columns=["code", "name", "wording"],
)
DRAWINGS = {
    "article_anatomy": (figures.article_anatomy, ARTICLES, {}),
    "date_intervals": (figures.date_intervals, ARTICLES, {}),
    "undated": (figures.date_intervals, UNDATED, {}),
    "speakers": (figures.speakers, STATEMENTS, {}),
    "stance_over_time": (figures.stance_over_time, STANCE, {"wordings": WORDINGS}),
    "dyads": (figures.stance_over_time, STANCE, {"measure": "dyad"}),
    "means": (figures.stance_over_time, MEANS, {"wordings": WORDINGS}),
    "stance_beside_polarity": (figures.stance_beside_polarity, STANCE, {}),
    "comention": (figures.comention, PAIRS, {}),
    "outlet_voices": (figures.outlet_voices, VOICES, {}),
    "verbs_of_saying": (figures.verbs_of_saying, VERBS, {}),
    "labels_by_voice": (figures.labels_by_voice, LABELS, {}),
    "gold_beside_extractor": (figures.gold_beside_extractor, SCORES, BESIDE),
    "calibration": (figures.calibration, BINS, {}),
}
KINDS = ["alt.txt", "caption.md", "column.pdf", "csv", "pdf", "phone.svg", "png", "svg"]
LEAST = {"column": 8, "page": 9, "slide": 9, "phone": 10}  # points of any word


def draw(name, folder=None, size=None):
    """Draw one of the examples."""
    function, rows, more = DRAWINGS[name]
    return function(pd.DataFrame(rows), folder, name=name, size=size, **more)


def size_of(figure):
    """The name of the size in which a figure is drawn."""
    wide = figure.drawing.get_figwidth()
    return next(name for name, size in SIZES.items() if abs(size.width - wide) < 0.001)


def words_on(figure):
    """Every piece of text that is drawn, with its box in points of the screen."""
    drawing = figure.drawing
    canvas = FigureCanvasAgg(drawing)
    with figures.house_style(SIZES[size_of(figure)]):
        canvas.draw()  # only now do the ticks have their places
        renderer = canvas.get_renderer()
        return _words(drawing, renderer)


def _words(drawing, renderer):
    found = list(drawing.texts)
    for ax in drawing.axes:
        found += ax.texts
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            if ax.axison:
                shown = [(tick.get_loc(), tick.label1) for tick in axis.get_major_ticks()]
                found += [t for place, t in shown if min(limits) <= place <= max(limits)]
                found.append(axis.label)
    found = [text for text in found if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in found]


def assert_readable(figure):
    """Nothing runs off the sheet, no two texts touch, none is too small for its size."""
    words = words_on(figure)
    sheet = figure.drawing.bbox
    for text, box in words:
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= sheet.x1, text
        assert box.y1 <= sheet.y1, text
    for (one, a), (two, b) in combinations(words, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert min(across, along) <= 1, (one, two)
    sizes = [text.get_size() for text in figure.drawing.findobj(mpl.text.Text) if text.get_text()]
    assert min(sizes) >= LEAST[size_of(figure)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """All examples, written to a folder."""
    folder = tmp_path_factory.mktemp("figures")
    return folder, {name: draw(name, folder) for name in DRAWINGS}


def test_each_figure_is_written_in_all_kinds(drawn):
    folder, made = drawn
    written = sorted(path.name for path in folder.iterdir())
    assert written == sorted(f"{name}.{kind}" for name in made for kind in KINDS)
    for name in made:
        assert (folder / f"{name}.png").read_bytes() == made[name].png
        assert (folder / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_another_process_writes_the_same_bytes(drawn, tmp_path):
    folder, _ = drawn
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\nsvg.hashsalt: x\n")
    some = ["article_anatomy", "stance_over_time", "labels_by_voice"]
    code = f"import sys, test_figures as t\n[t.draw(name, sys.argv[1]) for name in {some}]"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "again")],
        check=True,
        cwd=Path(__file__).parent,
        env={
            **os.environ,
            "PYTHONHASHSEED": "7",
            "MATPLOTLIBRC": str(tmp_path),
            "TZ": "UTC-9",
        },
    )

    def sums(where):
        return {p.name: hashlib.md5(p.read_bytes()).hexdigest() for p in where.iterdir()}

    again = sums(tmp_path / "again")
    assert len(again) == len(some) * len(KINDS)
    assert again.items() <= sums(folder).items()


@pytest.mark.parametrize("name", DRAWINGS)
def test_words_do_not_collide(drawn, name):
    assert_readable(drawn[1][name])


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_says_n_and_source_and_has_an_alt_text(drawn, name):
    folder, made = drawn
    figure = made[name]
    title, subtitle, note = (text.get_text() for text in figure.drawing.texts[:3])
    assert len(subtitle.split()) > 4
    assert "Source:" in note
    assert re.search(r"n = [\d,]+", note) or name == "gold_beside_extractor"
    assert re.match(r"[A-Z][a-z ]+: ", figure.alt)
    assert " ".join(title.split()) + "." in figure.alt
    assert figure.alt.endswith(".")
    assert not re.search(r"\bnan\b|\bNone\b|\n|  ", figure.alt)
    assert len(figure.alt) < 1000
    assert (folder / f"{name}.alt.txt").read_text(encoding="utf-8") == figure.alt + "\n"
    svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
    assert 'role="img"' in svg
    assert f"<desc>{figure.alt}".replace("&", "&amp;")[:60] in svg


@pytest.mark.parametrize("name", DRAWINGS)
def test_files_hold_no_date_and_no_version(drawn, name):
    folder, _ = drawn
    for kind in ("svg", "pdf", "png"):
        content = (folder / f"{name}.{kind}").read_bytes()
        assert mpl.__version__.encode() not in content
        assert b"CreationDate" not in content
        assert b"<dc:date>" not in content


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_csv_is_the_data(drawn, name):
    folder, made = drawn
    read = pd.read_csv(folder / f"{name}.csv", encoding="utf-8")
    assert list(read) == list(made[name].data)
    assert len(read) == len(made[name].data) > 0
    for column in read.select_dtypes("number"):
        assert read[column].tolist() == pytest.approx(
            made[name].data[column].astype(float).tolist(), nan_ok=True
        )


def numbers(figure):
    """The whole numbers written in the axes of a figure."""
    found = [text.get_text() for text in figure.drawing.axes[0].texts]
    return sorted(int(text) for text in found if text.isdigit())


def widths(figure):
    """The widths of the bars of a figure."""
    return sorted(patch.get_width() for patch in figure.drawing.axes[0].patches)


def test_what_is_plotted_is_in_the_csv(drawn):
    made = drawn[1]
    anatomy = made["article_anatomy"].data
    assert widths(made["article_anatomy"]) == sorted(anatomy["characters"])
    speakers = made["speakers"].data
    parts = speakers[["direct", "mixed", "indirect", "told"]].to_numpy().ravel()
    assert widths(made["speakers"]) == sorted(parts[parts > 0])
    assert numbers(made["comention"]) == sorted(made["comention"].data["n"])
    for name, row in (("labels_by_voice", ["concept", "label"]), ("verbs_of_saying", ["speaker"])):
        data = made[name].data
        column = {"labels_by_voice": "voice", "verbs_of_saying": "stand"}[name]
        cells = data.groupby([*row, column])["n"].sum()
        drawn_numbers = [n for n in numbers(made[name]) if n]
        assert drawn_numbers == sorted([*cells, *data.groupby(row)["n"].sum()])
    voices = made["outlet_voices"]
    drawn_shares = [text for text, _ in words_on(voices) if text.endswith("%") and text != "0%"]
    shares = voices.data["share"]
    assert sorted(drawn_shares) == sorted(f"{share:.0%}" for share in shares[shares > 0])
    dots = [
        d.get_offsets()[0][0] for d in made["gold_beside_extractor"].drawing.axes[0].collections
    ]
    values = made["gold_beside_extractor"].data["value"]
    assert dots == pytest.approx(list(values[values > 0]))


def test_plotted_stance_is_in_the_csv(drawn):
    figure = drawn[1]["stance_over_time"]
    data = figure.data
    assert data["value"].notna().all()
    assert data["statement_id"].is_unique  # what is told again is one mark
    for ax, panel in zip(figure.drawing.axes, PANELS, strict=True):
        its = data[data["panel"] == panel]
        looks = its.assign(told=its["told_by"].notna(), hollow=its["form"] == "indirect")
        marks = looks.groupby(
            ["article", "value", "speaker_side", "conditional", "told", "hollow"]
        ).size()
        assert len(ax.collections) == len(marks)
        words = [text.get_text() for text in ax.texts[2:]]
        assert sum(int(re.match(r"\d*", each)[0] or 1) for each in words) == len(its)
        assert sum("told" in each for each in words) == marks[marks.index.get_level_values(4)].size
        assert sum("if" in each for each in words) == marks[marks.index.get_level_values(3)].size


def test_marks_stand_at_their_dates_and_cover_no_other(drawn):
    figure = drawn[1]["stance_over_time"]
    for ax, panel in zip(figure.drawing.axes, PANELS, strict=True):
        its = figure.data[figure.data["panel"] == panel]
        ends = [pd.to_datetime(its[end]) for end in ("date_earliest", "date_latest")]
        middles = mpl.dates.date2num(ends[0]) + ((ends[1] - ends[0]).dt.days + 1) / 2
        places = [tuple(dot.get_offsets()[0]) for dot in ax.collections]
        assert {x for x, _ in places} == set(middles)
        assert len(set(places)) == len(places)


def test_many_articles_are_grouped_and_only_enough_bear_an_interval(drawn):
    data = drawn[1]["means"].data
    assert data["n"].tolist() == [18, 18, 18, 18]
    agreed = data["speaker_side"] == "Russia"  # all of one mind: no spread, no interval
    assert (data["interval_low"].isna() == agreed).all()
    few = figures.stance_over_time([row for row in MEANS if int(row["article"][1:]) < 28])
    assert few.data["interval_low"].isna().all()
    (ax,) = few.drawing.axes
    assert all(pd.isna(line.get_ydata()).all() for line in ax.lines[1:])  # no line joins them
    assert "8 utterances without a date not drawn" in drawn[1]["means"].alt


def test_plotted_bins_are_in_the_csv_and_those_of_few_are_hollow(drawn):
    figure = drawn[1]["calibration"]
    assert len(figure.drawing.axes) == 2
    for ax, (_, its) in zip(figure.drawing.axes, figure.data.groupby("corpus"), strict=True):
        places = [tuple(dot.get_offsets()[0]) for dot in ax.collections]
        assert places == list(its[["score", "right"]].itertuples(index=False, name=None))
        hollow = [dot.get_facecolor()[0].tolist() == [1, 1, 1, 1] for dot in ax.collections]
        assert hollow == (its["n"] < 10).tolist()
        assert [text.get_text() for text in ax.texts[1:]] == [f"{n:,}" for n in its["n"]]
    assert "hollow: n below 10" in [text for text, _ in words_on(figure)]
    many = figures.calibration([BINS[0], BINS[2]])
    assert "hollow: n below 10" not in [text for text, _ in words_on(many)]


def test_titles_follow_the_data():
    earnest = "Josh Earnest has 13 of 32 utterances, 12 of them in one article"
    assert earnest in draw("speakers").alt  # not the repeat, not what he tells of Putin
    assert "Without the article that matters most, Jen Psaki has 9, Sergei" in draw("speakers").alt
    wide = [row for n in range(4) for row in said(str(n), "A", "direct", 2)]
    wide = figures.speakers([*wide, *said("4", "B", "direct", 5)])
    assert "A speaks most: 8 of 13 utterances, in 4 of 5 articles" in wide.alt
    assert "Without the article that matters most, A has 6, B 5." in wide.alt
    even = [*said("1", "A", "direct", 3), *said("2", "A", "mixed", 3), *said("3", "A", "mixed", 3)]
    even = figures.speakers([*even, *said("4", "B", "direct", 7)])
    assert "A has 9 of 16 utterances, but the lead only by one article" in even.alt
    two = figures.speakers([*said("a", "A", "direct", 2), *said("a", "B", "mixed", 2)])
    assert "A and B speak most: 2 of 4 utterances each" in two.alt
    nobody = figures.speakers(said("a", None, "direct", 2))
    assert "No named speaker" in nobody.alt
    assert (
        "15% of the text read from 5 files is cut as not the article: from 0% to 40% by page"
        in draw("article_anatomy").alt
    )
    dated = "4 of 5 articles can be dated to within a fortnight. "
    assert dated in draw("date_intervals").alt
    assert "0 of 3 articles" in draw("undated").alt
    assert "All 4 articles can be dated to within" in figures.date_intervals(ARTICLES[:4]).alt
    nobody = "On no issue is a side mostly for or against in five stances or more."
    assert nobody in draw("stance_over_time").alt
    nobody = "No side mostly praises or mostly blames another in five stances or more."
    assert nobody in draw("dyads").alt
    assert (
        "Russia and United States are named together most: in 13 statements"
        in draw("comention").alt
    )
    claimed = "“claimed” stands 3 times, each time for Sergei Ryabkov, in one article; chance would"
    assert f"{claimed} give 0.4." in draw("verbs_of_saying").alt
    isil = "In one article Josh Earnest is quoted saying “ISIL” and paraphrased with “ISIS”."
    assert isil in draw("labels_by_voice").alt
    assert (
        "Of 34 utterances, 18 are by speakers for the United States, 13 for Russia"
        in draw("outlet_voices").alt
    )
    beside = "The extractor meets the gold at F1 0.92, two passes of annotation each other at 0.95."
    assert beside in draw("gold_beside_extractor").alt
    score = "With a score of 0.9 or more, 94% of 1,586 statements are right in A, 67% of 3 in B."
    assert score in draw("calibration").alt
    assert "With a score of 0.8 or more, 82% of 82 statements" in figures.calibration(BINS[4:5]).alt


CODES = {"COOPERATION", "SANCTIONS", "CAMPAIGN", "dyad", "proposition"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_title_names_a_code_or_a_file(drawn, name):
    title = drawn[1][name].drawing.texts[0].get_text()
    assert not re.search(r"\.txt|_", title)
    assert not re.search(
        r"\b[A-Z]{3,}[A-Z0-9]*\b", re.sub("“[^”]*”", "", title)
    )  # “ISIL” is a label
    assert not any(code in title for code in CODES)


def test_dates_that_another_article_gives_are_counted():
    def title(*twins):
        pages = [
            row | {"date_evidence": [TWIN, *row["date_evidence"]]} if n in twins else row
            for n, row in enumerate(ARTICLES)
        ]
        return heading(figures.date_intervals(pages))[0]

    said = "4 of 5 articles can be dated to within a fortnight"
    assert title() == said
    assert title(0) == f"{said}, 1 of them with the help of another article"
    assert title(0, 1, 3) == f"{said}, 3 of them with the help of another article"
    assert title(4) == said  # known to 34 days, another article or not


TWIN = {
    "text": "on Monday",
    "span": [62, 71],
    "says": "the same occasion as 003_79de: written 2015-11-23 to 2015-11-24",
}


def stances(values, side="Russia", target="SANCTIONS", **more):
    """Stances of a side: article to the values in it."""
    return [
        stance(article, side, target, value, **more)
        for article, its in values.items()
        for value in its
    ]


def stance_title(*parts, measure="proposition"):
    """The title over stances."""
    rows = [row | {"measure": measure} for part in parts for row in part]
    return heading(figures.stance_over_time(rows, measure=measure, wordings=WORDINGS))[0]


FOR = {"000": [1, 1], "001": [0.5], "002": [1, 1], "003": [1], "004": [-1]}
AGAINST = {"000": [-1, -0.5], "001": [-1], "003": [-1, -1, -1], "004": [1, -1]}
RUSSIA, FRANCE = (f"{side}: mostly" for side in ("Russia", "France"))
NOBODY = "On no issue is a side mostly for or against in five stances or more"


def test_a_title_names_the_side_that_mostly_takes_one_side():
    assert stance_title(stances(FOR)) == f"{RUSSIA} for or rather for easing sanctions (6 of 7)"
    two = stances(FOR), stances(AGAINST, "France")
    first = f"{FRANCE} against or rather against easing sanctions (7 of 8)"
    assert stance_title(*two) == f"{first}; {RUSSIA} for or rather for easing sanctions (6 of 7)"
    more = stances(FOR, "France", "COOPERATION")
    both = f"{first}, mostly for or rather for joint action (6 of 7)"
    assert stance_title(*two, more) == both  # no more than two, those of the most stances
    towards = stance_title(*two, measure="dyad")
    praise = (
        "France towards SANCTIONS: mostly blame or rather blame (7 of 8); "
        "Russia towards SANCTIONS: mostly praise or rather praise"
    )
    assert towards == f"{praise} (6 of 7)"


@pytest.mark.parametrize(
    ("values", "share", "left"),
    [
        ({"000": [1, 1, 1], "001": [1], "002": [-1], "004": [-1]}, "4 of 6", "1 of 3"),
        ({"000": [-1, -1, -1], "001": [-1], "002": [1]}, "4 of 5", "1 of 2"),
        ({"000": [1, 1, -1], "001": [-1, 1, -1]}, "", ""),  # no majority at all
        ({"000": [1, 1], "001": [1, 1]}, "", ""),  # four
        ({"000": [1, 1], "001": [1, 1, 0]}, "", ""),  # and one that takes no side
        ({"000": [1] * 9}, "9 of 9", ""),  # one article
        ({"000": [1] * 9, "001": [0, 0]}, "9 of 9", ""),
    ],
)
def test_a_majority_that_one_article_overturns_is_said_to_be_one(values, share, left):
    how = ("against", "blame") if values["000"][0] < 0 else ("for", "praise")
    how = [f"{word} or rather {word}" for word in how]
    without = f"; without the article that matters most, {left}"
    none, hangs = NOBODY, without if left else ", all in one article"
    said = f"Russia on easing sanctions: {share} {how[0]}{hangs}" if share else none
    assert stance_title(stances(values)) == said
    none = "No side mostly praises or mostly blames another in five stances or more"
    said = f"Russia towards SANCTIONS: {share} {how[1]}{hangs}" if share else none
    assert stance_title(stances(values), measure="dyad") == said


def test_a_majority_is_of_a_sides_own_utterances_each_once():
    four, again = {"000": [1, 1], "001": [1, 1]}, stances({"002": [1, 1]}, utterance="002:s0")
    hangs = "5 of 5 for or rather for; without the article that matters most, 3 of 3"
    assert stance_title(stances(four), again) == f"Russia on easing sanctions: {hangs}"
    assert stance_title(stances({"000": [1, 1], "001": [1]}), again) == NOBODY
    assert stance_title(stances(four), stances({"002": [1]}, told_by="Ann Lee")) == NOBODY
    assert stance_title(stances(four), stances({"002": [1]}, "France")) == NOBODY
    assert stance_title(stances(four), stances({"002": [1]}, target="COOPERATION")) == NOBODY


def test_a_title_names_no_proposition_that_has_no_name():
    unnamed = figures.stance_over_time(stances(FOR), wordings=WORDINGS[:0])
    assert "SANCTIONS" not in heading(unnamed)[0]


def test_no_title_names_a_side_that_is_unknown():
    unknown = [row | {"speaker": None} for row in stances(FOR, None)]
    assert stance_title(unknown) == NOBODY


def test_what_stands_alone_is_a_sentence_and_no_panel(drawn):
    figure = drawn[1]["stance_over_time"]
    note = " ".join(figure.drawing.texts[2].get_text().split())
    assert "Too few to draw: United States against Russia's campaign, 17 Nov – 20 Dec 2015." in note
    assert not any("campaign" in text.get_text() for ax in figure.drawing.axes for text in ax.texts)
    quoted = stance("004", "Russia", "CAMPAIGN", 0.5, evidence="justified", told_by="Ann Lee")
    more = figures.stance_over_time([*STANCE[:3], quoted], wordings=WORDINGS)
    words = (
        "Russia rather for Russia's campaign, as Ann Lee tells, 17 Nov – 20 Dec 2015: “justified”"
    )
    assert words in more.alt
    many = [stance("000", f"side {n}", "SANCTIONS", 1, measure="dyad") for n in range(10)]
    assert (
        "9 stances in panels of one article, or of one stance, not drawn"
        in figures.stance_over_time(many, measure="dyad").alt
    )


def test_means_lean_where_their_interval_does_with_any_speaker_left_out(drawn):
    title = heading(drawn[1]["means"])[0]  # not "on balance": the interval rests on Russia alone
    other = "United States: mostly against or rather against easing sanctions (27 of 40)"
    assert title == f"{RUSSIA} for or rather for easing sanctions (40 of 40); {other}"
    head, wording = (text.get_text() for text in drawn[1]["means"].drawing.axes[0].texts)
    assert head == "Easing sanctions, n = 80"
    assert re.search(r"eased. Mean 0.41 \(0.2\d to 0.5\d\)$", wording)
    rows = [
        stance("000", "Russia", "SANCTIONS", 1 if n % 4 else -1, speaker="ABC"[n % 3]) | dated(n)
        for n in range(40)
    ]
    leaning = figures.stance_over_time(rows, wordings=WORDINGS)
    assert "On balance, speakers are for easing sanctions." in leaning.alt
    towards = [row | {"measure": "dyad"} for row in rows]
    title = "Praise outweighs blame: Russia towards SANCTIONS."
    assert title in figures.stance_over_time(towards, measure="dyad").alt


def test_many_pages_are_a_distribution():
    pages = [
        page(
            f"{n}.txt",
            "A",
            "2015-11-23",
            "2015-11-24",
            "stated",
            [([0, n], "legal")] * (n > 0),
            500,
        )
        for n in range(13)
    ]
    figure = figures.article_anatomy(pages)
    assert_readable(figure)
    bars = [patch.get_height() for patch in figure.drawing.axes[0].patches]
    assert sum(bars) == 13
    assert "1 page lost nothing. Of what was cut, 100% is legal." in figure.alt
    assert len(figures.article_anatomy(pages[:12]).drawing.axes[0].patches) > 12


@pytest.mark.parametrize(
    ("step", "period"), [(1, "week"), (9, "month"), (40, "quarter"), (200, "year")]
)
def test_many_dates_are_counted_in_few_columns(step, period):
    days = pd.date_range("2014-01-01", periods=40, freq=f"{step}D").strftime("%Y-%m-%d")
    pages = [page(f"{n}.txt", "A", d, d, BASIS[n % 2], [], 400) for n, d in enumerate(days)]
    pages[:20:2] = [row | {"date_evidence": [TWIN]} for row in pages[:20:2]]
    figure = figures.date_intervals([*pages, UNDATED[0]])
    assert_readable(figure)
    (ax,) = figure.drawing.axes
    columns = {patch.get_x() for patch in ax.patches if patch.get_height()}
    assert 2 < len(columns) <= 25
    assert sum(patch.get_height() for patch in ax.patches) == 40
    assert f"Articles by {period}," in " ".join(figure.drawing.texts[1].get_text().split())
    assert "1 article without both days, not drawn." in figure.alt
    title = (
        "40 of 41 articles can be dated to within a fortnight, 10 of them with the help of another"
    )
    assert f"{title} article." in figure.alt
    assert len(figure.data) == 41


BASIS = ("stated", "inferred")


def sign(number):
    """-1, 0 or 1."""
    return (number > 0) - (number < 0)


def test_sound_is_held_against_chance(drawn):
    def rows(against, pro):
        return [
            stance("000", "Russia", "SANCTIONS", (-1, 1)[n % 2], polarity=(against, pro)[n % 2])
            for n in range(12)
        ]

    def title(figure):
        return heading(figure)[0].removeprefix("The mood of the words matches the side in ")

    alike = figures.stance_beside_polarity(rows(-0.5, 0.5))
    assert title(alike) == "12 of 12 stances; chance would give 2 to 10"  # of 924: 1 of 0, 36 of 2
    reverse = figures.stance_beside_polarity(rows(0.5, -0.5))
    assert title(reverse) == "0 of 12 stances; chance would give 2 to 10"
    half = figures.stance_beside_polarity(rows(0, 0.5))  # 6 sound neutral, which is no side
    assert title(half) == "6 of 12 stances; chance would give 1 to 5"
    open_ = [stance("000", "Russia", "SANCTIONS", 0, polarity=0.5)] * 12
    more = figures.stance_beside_polarity([*rows(-0.5, 0.5), *open_])
    assert title(more) == "12 of 12 stances; chance would give 2 to 9"  # 18 of 24 sound positive
    data = drawn[1]["stance_beside_polarity"].data
    signs = data.assign(heard=data["polarity"].map(sign), side=data["value"].map(sign))
    sided = signs[signs["side"] != 0]
    heard = signs["heard"].value_counts(normalize=True)
    chance = sum(heard.get(side, 0) for side in sided["side"])
    hits = (sided["heard"] == sided["side"]).sum()
    said = title(drawn[1]["stance_beside_polarity"])
    low, high = map(int, re.findall(r"give (\d+) to (\d+)", said)[0])
    assert said.startswith(f"{hits} of {len(sided)} stances; chance would give")
    assert low < chance < high
    assert re.search(
        r"r = 1\.00; by chance it lies within ±0\.\d\d in 95 of 100 cases \(p = 0\.0", alike.alt
    )
    bars = drawn[1]["stance_beside_polarity"].drawing.axes[0].patches
    assert sum(patch.get_width() for patch in bars) == pytest.approx(3)  # levels with a stance


def test_what_another_tells_is_never_a_speakers_own(drawn):
    data = drawn[1]["speakers"].data.set_index("speaker")
    assert data.loc["Vladimir Putin", ["utterances", "told"]].tolist() == [0, 1]
    assert data.loc["John Kerry", ["utterances", "told"]].tolist() == [1, 1]
    assert data.loc["Sergei Ryabkov", ["utterances", "told"]].tolist() == [7, 0]  # an agency
    assert data.loc["Josh Earnest", "repeats"] == 1
    assert data.index[-1] == "speaker unknown"


def heading(figure):
    """Title and subtitle of a figure, and its note."""
    return [" ".join(text.get_text().split()) for text in figure.drawing.texts[:3]]


def test_outlets_are_compared_only_where_chance_does_not_tell_it():
    sure = [row | {"p_holm": 0.03 if row["speaker_side"] == "Russia" else 0.9} for row in VOICES]
    title, subtitle, _ = heading(figures.outlet_voices(sure))
    assert title == "The Moscow Times gives 65% of its utterances to Russia, the other outlets 0%"
    assert "not compared" not in subtitle
    title, subtitle, note = heading(draw("outlet_voices"))
    assert "Times" not in title
    assert "each has one or two articles, so outlet, day and subject cannot be told" in subtitle
    assert "n = 34 utterances of 2 outlets and 1 page without a known outlet" in note
    assert "Sputnik International and unknown outlet (004): one article." in note
    many = [row | {"within": 9} for row in VOICES]
    assert "no gap between outlets is wider" in heading(figures.outlet_voices(many))[1]
    alone = [row for row in VOICES if row["outlet"] != "Sputnik International"]
    assert "no two outlets are known" in heading(figures.outlet_voices(alone))[1]
    nobody = figures.outlet_voices([VOICES[3] | {"total_all": 3}])
    assert heading(nobody)[0] == "No side is found for 3 utterances"


def test_any_column_is_a_group():
    rows = [row | {"section": row["outlet"].split()[0]} for row in VOICES]
    figure = figures.outlet_voices(rows, group="section")
    years = pd.DataFrame(rows).assign(year=[2015 + n for n in range(len(rows))])
    assert "2015: " in figures.outlet_voices(years, group="year").alt
    assert "Sections are not compared: each has one or two articles" in heading(figure)[1]
    verbs = [row | {"outlet": row["speaker"]} for row in VERBS]
    stand = figures.verbs_of_saying(verbs, group="outlet")
    assert "“claimed” stands 3 times, each time in Sergei Ryabkov, in one" in heading(stand)[0]
    some = [row | {"n_verb": 9 if row["verb"] == "claim" else row["n_verb"]} for row in verbs]
    title = heading(figures.verbs_of_saying(some, group="outlet"))[0]
    assert title == "“claimed” stands in Sergei Ryabkov in 3 of its 9 uses; chance would give 0.4"


def test_a_voice_that_is_not_heard_counts_as_none():
    figure = draw("outlet_voices")
    russia = figure.data[figure.data["speaker_side"] == "Russia"].set_index("outlet")
    assert russia.loc["unknown outlet (004)", ["n", "total"]].tolist() == [0, 3]
    assert russia.loc["Sputnik International", "share"] == 0


def claiming(**more):
    """Title, subtitle and note where "claim" is used otherwise and no other verb is a surprise."""
    rows = [row | {"p_holm": None} | (more if row["verb"] == "claim" else {}) for row in VERBS]
    return heading(figures.verbs_of_saying(rows))


def test_a_verb_of_one_speaker_alone_is_a_title_from_three_uses_on():
    only = "each time for Sergei Ryabkov"
    ruled = "chance, which would give 0.4, cannot be ruled out"
    counted = "introductions cast doubt on the words, 3 take them as true"
    assert claiming()[0] == f"“claimed” stands 3 times, {only}, in one article; {ruled}"
    assert claiming(articles=2)[0] == f"“claimed” stands 3 times, {only}; {ruled}"
    assert claiming(n=2, n_verb=2)[0] == f"2 of 25 {counted}"
    assert claiming(n_verb=4)[0] == f"3 of 26 {counted}"
    assert claiming(speaker=None)[0] == f"3 of 26 {counted}"
    sure = claiming(n=2, n_verb=2, p_holm=0.05)[0]
    assert sure == f"“claimed” stands 2 times, {only}, in one article; chance would give 0.4"


def test_a_verb_of_one_speaker_without_a_p_is_drawn():
    title, _, note = claiming(p=None)  # as of a speaker introduced four times, who is not compared
    assert title.startswith("“claimed” stands 3 times, each time for Sergei Ryabkov")
    assert "Chance: the verbs of an article dealt anew among all that it introduces" in note
    assert "p =" not in note


def test_what_is_no_surprise_is_counted():
    title, subtitle, note = claiming(n_verb=9, p_holm=0.06)
    assert title == "3 of 26 introductions cast doubt on the words, 3 take them as true"
    assert subtitle.startswith("How often a verb of each stand introduces a speaker")
    assert "Chance:" not in note
    title, subtitle, note = heading(draw("verbs_of_saying"))
    assert (
        "Chance: the verbs of an article dealt anew among all that it introduces; p = 0.0015"
        in note
    )
    assert "and 0.012 for all 8 pairs (Fisher, 1935; Holm, 1979)" in note
    title, _, _ = claiming(n_verb=9, p_holm=0.05)
    assert title == "“claimed” introduces Sergei Ryabkov in 3 of its 9 uses; chance would give 0.4"
    same = [row | {"speaker": None} for row in LABELS]
    title = heading(figures.labels_by_voice(same))[0]
    assert title.startswith("4 of 13 uses of a label are in the paper’s own words, 1 in headlines")


def test_a_label_of_two_articles_and_a_third_label_are_said():
    title, subtitle, _ = heading(draw("labels_by_voice"))
    assert title.startswith("In one article Josh Earnest is quoted saying “ISIL”")
    assert subtitle.startswith("Once in quotation marks, twice in paraphrase. Uses of")
    other = LABELS[4] | {"article": "000.txt"}
    assert other["voice"] == "direct"
    apart = heading(figures.labels_by_voice([*LABELS, other]))
    assert apart[0] == "Josh Earnest is quoted saying “ISIL” and paraphrased with “ISIS”"
    assert apart[1].startswith("Twice in quotation marks, twice in paraphrase. Uses of")
    title, subtitle, _ = heading(
        figures.labels_by_voice([*LABELS, other, other | {"label": "Daesh"}])
    )
    assert "“ISIL” and paraphrased with “ISIS”" in title
    assert "twice in paraphrase; also quoted saying “Daesh”. Uses of" in subtitle


def many_groups(**more):
    """Grids of forty outlets, speakers and labels with long names."""
    names = [f"The Daily News of a Town with a Long Name {n}" for n in range(40)]
    voices = [
        VOICES[0] | {"outlet": name, "speaker_side": side, "n": 10 + n, "total": 600}
        for n, name in enumerate(names)
        for side in [*(f"Federation of Countries {k}" for k in range(9)), "unknown"]
    ]
    verbs = [row | {"speaker": name} for name in names for row in VERBS]
    labels = [row | {"label": name} for name in names for row in LABELS]
    return [
        figures.outlet_voices(voices, **more),
        figures.verbs_of_saying(verbs, **more),
        figures.labels_by_voice(labels, **more),
    ]


def test_many_outlets_speakers_and_labels_are_put_together():
    for figure in many_groups():
        assert_readable(figure)
        assert "Shown: 1" in heading(figure)[2]
        assert figure.drawing.get_figheight() < 12


def test_the_smallest_p_is_said_where_no_line_is_drawn():
    # United States on COOPERATION: two dates, of which each order is as likely as the other
    assert "with 2 dates at most, no trend can reach a p below 1.00" in draw("stance_over_time").alt
    assert "no trend" not in draw("means").alt


def test_stance_without_a_date_is_counted_and_not_drawn():
    undated = stance("000", "Russia", "CAMPAIGN", 1) | {"date_earliest": None, "date_latest": None}
    figure = figures.stance_over_time([*STANCE[:6], undated])
    assert_readable(figure)
    assert "1 utterance without a date not drawn" in figure.alt
    alone = figures.stance_over_time([undated | {"conditional": None}])
    assert_readable(alone)
    assert not alone.drawing.axes[0].collections


def test_an_empty_frame_is_drawn_as_such(tmp_path):
    for name, (function, rows, more) in DRAWINGS.items():
        columns = list(draw("stance_over_time" if name == "means" else name).data)
        figure = function(pd.DataFrame(rows).iloc[:0], name=name, **more)
        assert "There are no " in figure.alt
        assert list(figure.data) == columns
        assert_readable(figure)
    empty = figures.speakers([], tmp_path)
    assert list(pd.read_csv(tmp_path / "speakers.csv")) == list(empty.data)


def test_one_row_is_enough():
    for name, (function, rows, more) in DRAWINGS.items():
        one = rows[-1:] if name == "dyads" else rows[:1]
        assert_readable(function(one, name=name, **more))


def test_a_lacking_column_is_named():
    for name, (function, _, _) in DRAWINGS.items():
        with pytest.raises(OnRecordError, match=f"^{name}: column .* not in the frame; it needs "):
            function([{"nothing": 1}], name=name)
    with pytest.raises(OnRecordError, match="'shouted' is no form; use one of direct, mixed"):
        figures.speakers(said("a", "A", "shouted"))
    with pytest.raises(OnRecordError, match="'16/10/2014' is no date; write YYYY-MM-DD"):
        figures.date_intervals([UNDATED[1] | {"date_latest": "16/10/2014"}])


EVIL = "<script>$x_1$</script> \\1 " + "Wörter\n\x07🙂 " * 40 + "x" * 300


def evil_names(evil=EVIL):
    """Functions that draw, with a row that holds a name as bad as they come."""
    return {
        figures.article_anatomy: [ARTICLES[0] | {"outlet": evil, "article": evil}],
        figures.date_intervals: [ARTICLES[0] | {"outlet": evil, "article": evil}],
        figures.speakers: said(evil, evil, "direct"),
        figures.stance_over_time: [stance("000", evil, evil, 1)],
        figures.comention: [{"a": evil, "b": "b", "n": 1}],
        figures.outlet_voices: [VOICES[0] | {"outlet": evil, "speaker_side": evil}],
        figures.verbs_of_saying: [{"speaker": evil, "stand": evil, "verb": evil}],
        figures.labels_by_voice: [{"concept": evil, "label": evil, "voice": evil}],
        figures.calibration: [BINS[0] | {"corpus": evil}],
    }


def test_names_from_a_page_stay_words(tmp_path):
    evil = EVIL
    for function, its in evil_names().items():
        figure = function(its)
        assert_readable(figure)
        assert "\n" not in figure.alt
        assert len(figure.alt) < 1500
    made = figures.save(figure.drawing, "n", figure.data, evil, tmp_path)
    svg = (tmp_path / "n.svg").read_text("utf-8")
    assert "<script>" not in svg
    assert ' role="img"><title>n</title><desc>&lt;script&gt;$x_1$&lt;/script&gt; \\1 W' in svg
    assert made.alt == evil


def many_rows(**more):
    """Figures of many speakers, dates, pages and actors."""
    many = [row for n in range(60) for row in said(str(n), f"speaker {n}", "direct", n + 1)]
    days = pd.date_range("2014-01-01", periods=80, freq="9D").strftime("%Y-%m-%d")
    pages = [page(f"{n}.txt", "A", d, d, "stated", [], 400) for n, d in enumerate(days)]
    actors = [{"a": f"actor {n}", "b": f"actor {n + 1}", "n": n + 1} for n in range(40)]
    return [
        figures.speakers(many, **more),
        figures.date_intervals(pages, **more),
        figures.article_anatomy(pages, **more),
        figures.comention(actors, **more),
    ]


def test_many_rows_are_cut_and_counted():
    made = many_rows()
    for figure in made:
        assert_readable(figure)
    assert len(made[0].data) == 60
    assert "Shown: 24 of 60 rows" in heading(made[0])[2]


COUNTS = "n total n_all total_all words quoted n_verb n_units expected gold found speaker_n".split()
BARE = re.compile(r"(?<![\d,.])(?!(?:19|20)\d\d(?!\d))\d{4,}")  # what is no year


def large(name, times=1234):
    """Draw an example of so many times the counts, or the rows, each of an article of its own."""
    function, rows, more = DRAWINGS[name]
    rows = pd.DataFrame(rows)
    if counts := rows.columns.intersection(COUNTS).tolist():
        return function(rows.assign(**rows[counts].mul(times)), **more)
    many = rows.loc[rows.index.repeat(times)].reset_index(drop=True)
    own = many.groupby(rows.index.repeat(times)).cumcount().map(lambda n: f" {n % 900}-{n // 900}")
    ids = many.columns.intersection(["article", "statement_id"])
    return function(many.assign(**{each: many[each] + own for each in ids}), **more)


def test_shares_that_round_to_the_same_are_told_apart():
    sure = [row | {"p_holm": 0.03, "share_all": 0.6503, "n": 13, "total": 20} for row in VOICES[:2]]
    title = heading(figures.outlet_voices(sure))[0]
    assert "gives 65.00% of its utterances to" in title
    assert title.endswith("the other outlets 65.03%")


def test_where_groups_are_dealt_together_a_note_tells():
    said = "Of more than 5,000 articles, all outlets are dealt together."
    for within, there in ((2499, False), (2500, True)):  # and one page without an outlet
        rows = [row | {"within": within, "p_holm": 0.9} for row in VOICES]
        assert (said in heading(figures.outlet_voices(rows, size="slide"))[2]) is there
        assert said not in heading(figures.outlet_voices(VOICES[3:]))[2]


@pytest.mark.parametrize("name", [name for name in DRAWINGS if name != "undated"])
def test_large_counts_are_written_with_commas(name):
    figure = large(name)
    every = [figure.alt, *(words for words, _ in words_on(figure))]
    assert [words for words in every if BARE.search(words)] == []
    assert any(re.search(r"\d,\d{3}", words) for words in every)


def test_a_notebook_shows_picture_alt_text_and_csv():
    data, about = draw("comention")._repr_mimebundle_(include=None, exclude=None)
    assert data["image/png"].startswith("iVBOR")
    assert data["text/plain"] == about["image/png"]["alt"]
    assert about["image/png"]["csv"] == "comention.csv"


def test_a_date_of_the_pages_own_data_counts_as_known():
    basis = "page: printed as “Nov 18, 2019”"
    row = {"article": "a.html", "outlet": None, "date_earliest": "2019-11-18"}
    row |= {"date_latest": "2019-11-18", "date_basis": basis, "date_evidence": []}
    figure = figures.date_intervals([row, row | {"article": "b.html", "date_basis": "export: x"}])
    assert heading(figure)[0].startswith("All 2 articles can be dated to the day")
    assert list(figure.data["date_basis"]) == ["page", "export"]


OF = {name: its["of"] for name, its in CAPTIONS.items() if name != "nothing"}


@pytest.mark.parametrize("name", OF)
def test_a_wrong_frame_is_told_what_makes_the_right_one(name, raw):
    draw, wrong = getattr(figures, name), pd.DataFrame({"words": ["x"]})
    with pytest.raises(OnRecordError, match=re.escape(f"as {OF[name]} gives")):
        draw(wrong, folder=None)
    if name != "gold_beside_extractor":  # which needs a gold
        corpus = onrecord.read(raw)
        named = {each: getattr(onrecord, each) for each in onrecord.__all__}
        assert draw(eval(OF[name], named | {"corpus": corpus}), folder=None).png
