"""Every figure in every size: nothing cut, nothing that collides, words large enough."""

import re

import pandas as pd
import pytest
from figures import test_figures as examples
from figures.test_layout import lightness

from onrecord import figures
from onrecord.errors import OnRecordError
from onrecord.figures import counts, layout, network
from onrecord.figures.output import contact_sheet
from onrecord.figures.words import SIZES

PAPER = "#17181a"
NIGHT = {}  # colour to colour on dark paper
for rules, dark in re.findall(r"([^{}]+)\{ \w+: (#[0-9a-f]{6}) !important \}", layout.NIGHT):
    for day in re.findall(r'\[style\*="\w+: (#[0-9a-f]{6})"', rules):
        assert NIGHT.setdefault(day, dark) == dark


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", examples.DRAWINGS)
def test_words_hold_in_each_size(name, size):
    figure = examples.draw(name, size=size)
    assert examples.size_of(figure) == size
    examples.assert_readable(figure)
    assert not [words for words, _ in examples.words_on(figure) if "…" in words]
    wide, high = figure.drawing.get_size_inches()
    assert (wide, high) == pytest.approx((10, 5.625)) if size == "slide" else high < 12
    assert high * 25.4 <= 180.01 or size != "column"  # in its column is room for a caption


@pytest.mark.parametrize("size", SIZES)
def test_many_rows_and_long_names_hold_in_each_size(size):
    made = examples.many_rows(size=size) + examples.many_groups(size=size)
    made += [draw(rows, size=size) for draw, rows in examples.evil_names().items()]
    for figure in made:
        examples.assert_readable(figure)
        if size in ("column", "slide"):
            assert figure.drawing.get_figheight() <= SIZES[size].high + 0.001


def test_a_long_note_leaves_room_for_what_is_drawn():
    words = "words that were said at some length, and then some more of them"
    alone = [
        examples.stance("000", f"side {n}", f"question {n}", 1, evidence=words, speaker=words)
        for n in range(7)
    ]
    for size in SIZES:
        examples.assert_readable(figures.stance_over_time(examples.STANCE + alone, size=size))


def test_method_is_left_to_the_caption_where_a_sheet_may_not_be_high():
    said = "Too few to draw: United States against", "no trend can reach a p", "They should act"
    for size, all_ in {"page": True, "phone": True, "column": False, "slide": False}.items():
        figure = examples.draw("stance_over_time", size=size)
        words = " ".join(" ".join(words for words, _ in examples.words_on(figure)).split())
        assert [each in words for each in said] == [all_] * 3
        assert ("1 stance in panels of one article, or of one stance, not drawn" in words) != all_


def test_days_are_said_to_be_grey_where_a_mark_does_not_cover_them():
    assert "days (grey)" in examples.heading(examples.draw("stance_over_time"))[1]
    day = {"date_earliest": "2014-01-01", "date_latest": "2014-01-03"}
    sides = [
        examples.stance("001", "Russia", "SANCTIONS", 1) | day,
        examples.stance("002", "France", "SANCTIONS", 1) | examples.dated(1),  # in 2016
    ]
    assert "the days in which" in examples.heading(figures.stance_over_time(sides))[1]
    assert "days (grey)" in examples.heading(figures.stance_over_time(sides[:1]))[1]


def test_labels_that_a_title_names_are_shown():
    more = [row | {"label": f"label {n}"} for n in range(30) for row in examples.LABELS[:4]]
    figure = figures.labels_by_voice(examples.LABELS + more, size="column")
    shown = {words for words, _ in examples.words_on(figure)}
    assert {"ISIL", "ISIS"} <= shown
    assert "regime" not in shown


def test_what_a_slide_leaves_out_is_said():
    speakers = examples.many_rows(size="slide")[0]
    shown = len(speakers.drawing.axes[0].get_yticks())
    assert 3 < shown < 24
    assert f"Shown: {shown} of 60 rows; the CSV has all." in examples.heading(speakers)[2]


def test_a_grid_is_chips_where_it_is_narrow():
    figure = examples.draw("outlet_voices", size="phone")
    words = [text.get_text() for text in figure.drawing.axes[0].texts]
    assert words[:4] == ["The Moscow Times", "20", "United States 35%", "Russia 65%"]
    grid = examples.draw("outlet_voices")
    assert "35%" in [text.get_text() for text in grid.drawing.axes[0].texts]


def test_the_size_is_asked_for_or_comes_from_the_environment(monkeypatch):
    assert examples.size_of(examples.draw("comention")) == "page"
    monkeypatch.setenv("ONRECORD_SIZE", "column")
    assert examples.size_of(examples.draw("comention")) == "column"
    assert examples.size_of(examples.draw("comention", size="slide")) == "slide"
    monkeypatch.setenv("ONRECORD_SIZE", "poster")
    with pytest.raises(OnRecordError, match="'poster' is none; use column, page, slide and phone"):
        examples.draw("comention")


def test_the_size_is_no_longer_set_when_a_figure_is_drawn():
    examples.draw("comention", size="phone")
    with pytest.raises(OnRecordError):
        figures.speakers([{"nothing": 1}], size="phone")
    assert layout.on.width == SIZES["page"].width


def test_what_can_be_read_once_is_drawn_twice(tmp_path):
    figures.speakers(iter(examples.STATEMENTS), tmp_path)
    assert "Josh Earnest" in (tmp_path / "speakers.svg").read_text("utf-8")
    assert "Josh Earnest" in (tmp_path / "speakers.phone.svg").read_text("utf-8")


def test_a_phone_gets_words_of_its_own_width(tmp_path):
    examples.draw("speakers", tmp_path)
    svg = (tmp_path / "speakers.phone.svg").read_text("utf-8")
    assert 'width="265.5pt"' in svg  # 354 pixels
    assert ">Sergei Ryabkov</text>" in svg
    assert "'DejaVu Sans', sans-serif" in svg
    sizes = [float(each) for each in re.findall(r"font-size: ([\d.]+)px", svg)]
    assert len(sizes) > 10
    assert min(sizes) >= 10  # of 265.5: on 320 pixels 12


def test_captions_are_ready_to_paste(tmp_path):
    evil = "50% of _A_ & B | **c** \\x ~~~ $1 #2 {d} − <e>"
    rows = examples.said("a", evil, "direct", 2)
    figures.speakers(rows, tmp_path)
    markdown, latex = (tmp_path / "speakers.caption.md").read_text("utf-8").split("\n\n~~~ latex")
    assert markdown.startswith("~~~ markdown\n![Stacked bars: ")
    assert r"\*\*c\*\*" in markdown
    assert markdown.count("~~~") == 2
    assert r"50\% of \_A\_ \& B | **c** \textbackslash{}x \textasciitilde{}" in latex
    assert r"\$1 \#2 \{d\} $-$ \textless{}e\textgreater{}" in latex
    assert r"\includegraphics[width=\linewidth]{speakers.pdf}" in latex
    assert r"\label{fig:speakers}" in latex


def test_a_contact_sheet_leads_to_every_file(tmp_path):
    assert contact_sheet(tmp_path) == ""
    for name in ("speakers", "comention"):
        examples.draw(name, tmp_path)
    sheet = contact_sheet(tmp_path)
    links = set(re.findall(r"\]\(([^)]+)\)", sheet))
    assert links == {path.name for path in tmp_path.iterdir()}
    assert "**Josh Earnest has 13 of 32 utterances, 12 of them in one article.**" in sheet
    assert sheet.index("comention.png") < sheet.index("speakers.png")


def contrast(one, other):
    """The contrast of two colours (WCAG)."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def light(colour):
    """The relative luminance of a colour."""
    star = (lightness(colour) + 16) / 116
    return star**3 if lightness(colour) > 8 else lightness(colour) / 903.3


def test_every_colour_can_be_seen_on_dark_paper(tmp_path):
    faint = {layout.BAND, "#e3e3e3", "#ffffff"}  # lines behind, and paper
    assert NIGHT["#ffffff"] == PAPER
    for name in examples.DRAWINGS:
        examples.draw(name, tmp_path)
    for svg in tmp_path.glob("*.svg"):
        style, body = re.search(
            "<style>(.*?)</style>(.*)", svg.read_text("utf-8"), re.DOTALL
        ).groups()
        assert style == layout.NIGHT
        assert "@media (prefers-color-scheme: dark)" in style
        for kind, colour in set(re.findall(r'(fill|stroke)(?:: |=")(#[0-9a-f]{6})\b', body)):
            if colour not in faint:
                assert contrast(NIGHT.get(colour, colour), PAPER) >= 3, (svg.name, colour)
            if colour in NIGHT and colour != "#e3e3e3":
                assert f'[style*="{kind}: {colour}"]' in style, (svg.name, kind, colour)
        for colour in set(re.findall(r'<rect[^>]* fill="(#[0-9a-f]{6})"', body)):  # of hatches
            assert f'rect[fill="{colour}"]' in style
    for ink in (layout.INK, layout.GREY):
        assert contrast(NIGHT[ink], PAPER) >= 4.5
    for fill in (counts.SHADE, network.ABOVE.facecolor, network.OTHER.facecolor):
        assert contrast(NIGHT[layout.INK], NIGHT[fill]) >= 4.5
    for fill in (layout.PALETTE[n] for n in (0, 1, 4)):  # bars with black words in the dark
        assert contrast("#000000", NIGHT[fill]) >= 4.5


def test_classes_differ_on_dark_paper_too():
    looks = [lightness(NIGHT[colour]) for colour in layout.PALETTE]
    assert min(b - a for a, b in zip(looks, looks[1:], strict=False)) >= 9


def test_an_empty_frame_is_said_in_each_size():
    for size in SIZES:
        examples.assert_readable(figures.speakers(pd.DataFrame(), size=size))
