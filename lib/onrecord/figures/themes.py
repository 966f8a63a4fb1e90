"""Draw the figures: a frame in, one figure out, its title computed from the same frame.

Each figure says on its face what was found, what was measured, how many cases it rests on and
where they come from. Given a folder it is written there as SVG, PDF and PNG, with the CSV that it
was drawn from and its alt text, the same bytes on every run. An empty frame gives a figure that
says so. Every function raises OnRecordError where its frame lacks a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from onrecord.analysis.intervals import FEW, wilson
from onrecord.analysis.voice import VOICES
from onrecord.errors import OnRecordError
from onrecord.figures.charts import BAR, Line, crossed, dot, dots, grid, said, spoken
from onrecord.figures.layout import (
    BAND,
    GREY,
    ROWS,
    SMALL,
    TEXT,
    WIDE,
    Figure,
    Folder,
    Frame,
    bar,
    classes,
    clip,
    count,
    finish,
    house_style,
    inches,
    left_out,
    listed,
    mark,
    nothing,
    records,
    rows_down,
    save,
    sheet,
    short_names,
    swatch,
    wrap,
)
from onrecord.figures.time_axis import (
    Timeline,
    day,
    draw_interval,
    draw_timeline,
    middle,
    span_words,
    timeline,
)

__all__ = [
    "Figure",
    "article_anatomy",
    "comention",
    "date_intervals",
    "gold_beside_extractor",
    "house_style",
    "labels_by_voice",
    "outlet_voices",
    "save",
    "speakers",
    "stance_over_time",
    "verbs_of_saying",
]

BASES = {"stated": (0, False), "inferred": (3, False), "page-saved": (1, True)}  # class, hollow
DATED = ("stated", "inferred")  # the bases that say when an article was written
FORMS = {"direct": 0, "mixed": 2, "indirect": 4}  # class
OWN = ("narration", "headline")  # voices of the outlet itself, though a headline may quote
KINDS = {"extractor": mark(0), "two passes": mark(3), "published": mark(2, hollow=True)}
MEASURES = {  # column of scores: its name, the column of its n, the start of its limits
    "precision": ("precision", "found", ""),
    "recall": ("recall", "gold", ""),
    "f1": ("F1", "gold", "f1"),
    "speaker_accuracy": ("speaker right", "speaker_n", ""),
    "form_accuracy": ("form right", "matched", ""),
    "end_to_end_f1": ("F1 of content with its speaker", "gold", "end_to_end"),
}
UNKNOWN = "unknown: "  # before the article whose outlet is unknown
NO_OUTLET, NO_SIDE = "unknown outlet", "side unknown"
CASE = ["span", "value", "speaker_side", "conditional"]  # one mark in a panel
PANEL = 0.88  # inches: the height of a panel


@house_style()
def article_anatomy(
    articles: Frame, folder: Folder = None, name: str = "article_anatomy"
) -> Figure:
    """Draw each saved page in reading order: headline, body, and what was cut as furniture.

    ``articles`` are article records. The data have one row a part: article, outlet, part
    (headline, body, cut), kind, why, start, stop, characters.
    """
    columns = ["article", "outlet", "part", "kind", "why", "start", "stop", "characters"]
    rows: list[tuple[Any, ...]] = []
    for page in records(articles, ["article", "headline_span", "body_spans", "furniture"], name):
        parts = [("body", "body", None, span) for span in page["body_spans"] or ()]
        parts += [("cut", c["kind"], c.get("why"), c["span"]) for c in page["furniture"] or ()]
        if page["headline_span"]:
            parts.append(("headline", "headline", None, page["headline_span"]))
        about = (page["article"], page.get("outlet") or NO_OUTLET)
        for part, kind, why, (start, stop) in sorted(parts, key=lambda found: found[3][0]):
            rows.append((*about, part, kind, why, start, stop, stop - start))
    if not rows:
        return nothing(name, "articles", columns, folder)
    data = pd.DataFrame(rows, columns=columns)
    whole = data.groupby("article", sort=False)["characters"].sum()
    cuts = data[data["part"] == "cut"]
    share = cuts.groupby("article")["characters"].sum().reindex(whole.index).fillna(0) / whole
    low, high = round(100 * share.min()), round(100 * share.max())
    title = f"From {low}% to {high}% of the text on a saved page is not the article"
    if low == high:
        which = "the" if len(whole) == 1 else "each"
        title = f"{high}% of the text on {which} saved page is not the article"
    looks = {"headline": swatch(3), "body": swatch(0), "cut": swatch(None)}
    pages, short, step = list(whole.index[:ROWS]), short_names(whole.index), 0.82
    fig, (ax,) = sheet(
        title,
        "Characters of each page in reading order; below each bar what was cut, by kind",
        f"n = {count(len(whole), 'page')}, {whole.sum():,} characters without the blanks between "
        f"the parts.{left_out(len(whole), 'pages')}",
        [(0, 0.05, WIDE, step * len(pages))],
        [("cut as not the article" if part == "cut" else part, looks[part]) for part in looks],
        under=0.5,
    )
    rows_down(ax, step * len(pages), data["stop"].max() * 1.03)
    ax.grid(False)
    for n, page in enumerate(pages):
        its, top = data[data["article"] == page], n * step
        ax.text(0, top, f"{short[page]}  {clip(its['outlet'].iloc[0])}", va="top", weight="bold")
        for row in its.itertuples():
            bar(ax, row.start, top + 0.2, row.characters, 0.2, **looks[row.part])
        kinds = its[its["part"] == "cut"].groupby("kind")["characters"].sum()
        kinds = kinds.sort_values(ascending=False, kind="stable")
        words = ", ".join(f"{clip(kind)} {size:,}" for kind, size in kinds.items()) or "nothing"
        words = wrap(f"cut {share[page]:.0%}: {words}", WIDE - 0.3, SMALL, lines=2)
        ax.text(0, top + 0.44, words, va="top", size=SMALL, color=GREY, linespacing=1.2)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel("place in the file, in characters")
    more = "; ".join(f"{clip(page)} {part:.0%} cut" for page, part in share.head(8).items())
    return finish(fig, name, "Bars of pages in reading order", title, f"{more}.", data, folder)


@house_style()
def date_intervals(articles: Frame, folder: Folder = None, name: str = "date_intervals") -> Figure:
    """Draw the days on which each article may have been written, and how that is known.

    ``articles`` are article records. The data have one row an article: article, outlet,
    date_earliest, date_latest, days, date_basis, evidence.
    """
    dates = ["date_earliest", "date_latest"]
    columns = ["article", "outlet", *dates, "days", "date_basis", "evidence"]
    pages = records(articles, ["article", *dates, "date_basis"], name)
    if not pages:
        return nothing(name, "articles", columns, folder)
    for page in pages:
        first, last = (day(page[column], name) for column in dates)
        page["span"] = first, last
        page["days"] = (last - first).days + 1 if first and last else None
        page["evidence"] = "; ".join(str(e["says"]) for e in page.get("date_evidence") or ())
        page["date_basis"] = page["date_basis"] or "unknown"
        page["outlet"] = page.get("outlet") or NO_OUTLET
    pages.sort(key=lambda p: (p["span"][0] or p["span"][1] or date.max, p["article"]))
    data = pd.DataFrame(pages)[columns].astype({"days": "Int64"})
    close = sum(p["date_basis"] in DATED and (p["days"] or 99) <= 14 for p in pages)
    title = f"{close} of {count(len(pages), 'article')} can be dated to within a fortnight"
    if close == len(pages) > 1:
        title = f"All {close} articles can be dated to within a fortnight"
    tally = data["date_basis"].value_counts()
    looks = {basis: mark(*BASES.get(basis, (None, True))) for basis in sorted(tally.index)}
    ordered = sorted(looks, key=lambda basis: list(BASES).index(basis) if basis in BASES else 9)
    step, short, shown = 0.58, short_names(data["article"]), pages[:ROWS]
    line = timeline([page["span"] for page in shown], WIDE)
    broken = "; empty time between the grey bands is cut out" if line.bands[1:] else ""
    fig, (ax,) = sheet(
        title,
        f"Earliest and latest day on which each can have been written{broken}",
        f"n = {count(len(pages), 'article')}.{left_out(len(pages), 'articles')}",
        [(0, 0.05, WIDE, step * len(shown) + 0.05)],
        [(f"{clip(basis)} ({tally[basis]})", looks[basis]) for basis in ordered],
        under=0.48,
    )
    rows_down(ax, step * len(shown) + 0.05, WIDE)
    draw_timeline(ax, line, WIDE)
    for n, page in enumerate(shown):
        top, basis, span = n * step, page["date_basis"], page["span"]
        days = f" ({count(page['days'], 'day')})" if page["days"] else ""
        words = f"{short[page['article']]}  {clip(page['outlet'], 30)}: {span_words(span)}{days}"
        words = wrap(f"{words}, {clip(basis, 20)}", WIDE - 0.1, lines=1)
        ax.text(0.06, top + 0.07, words, va="top")
        draw_interval(ax, line, span, top + 0.41, 6, GREY if basis in DATED else "#b0b0b0")
        ax.scatter([middle(line, span)], [top + 0.41], s=60, zorder=3, **looks[basis])
    more = "; ".join(
        f"{clip(p['article'])} {span_words(p['span'])} ({clip(p['date_basis'])})" for p in pages[:8]
    )
    return finish(fig, name, "Time line", title, f"{more}.", data, folder)


@house_style()
def speakers(statements: Frame, folder: Folder = None, name: str = "speakers") -> Figure:
    """Draw who speaks: distinct utterances by speaker and form.

    ``statements`` is the table of statements. An utterance that is told again (``repeat_of``) is
    counted once. What one speaker tells of another (``parent``, or a speaker as ``reported_by``)
    is drawn apart and never counted as that speaker's own word. The data have one row a speaker:
    speaker, direct, mixed, indirect (own words), utterances (their sum), told (by another
    speaker), repeats.
    """
    columns = ["speaker", *FORMS, "utterances", "told", "repeats"]
    rows = records(statements, ["article", "speaker", "form"], name)
    if not rows:
        return nothing(name, "statements", columns, folder)
    people, unknown = {row["speaker"] for row in rows} - {None}, "speaker unknown"
    table = pd.DataFrame(0, index=[*sorted(people), unknown], columns=columns[1:])
    for row in rows:
        if row["form"] not in FORMS:
            remedy = f"use one of {', '.join(FORMS)}"
            raise OnRecordError(name, "column form", f"{row['form']!r} is no form", remedy)
        teller = row.get("reported_by")
        told = row.get("parent") or (teller in people and teller != row["speaker"])
        column = "repeats" if row.get("repeat_of") else "told" if told else row["form"]
        table.loc[row["speaker"] or unknown, column] += 1
    table["utterances"] = table[list(FORMS)].sum(axis=1)
    table = table[table.sum(axis=1) > 0]
    spoken = table["utterances"]
    table = table.loc[sorted(table.index, key=lambda who: (who == unknown, -spoken[who], who))]
    data = table.rename_axis("speaker").reset_index()[columns]
    own, told = int(data["utterances"].sum()), int(data["told"].sum())
    named = table["utterances"].drop(unknown, errors="ignore")
    most = int(named.max()) if len(named) else 0
    first = [clip(who) for who in named.index[named == most]]
    verb, each = ("speaks", "") if len(first) == 1 else ("speak", " each")
    if not most:
        title = f"No named speaker has an utterance of their own among {own + told:,}"
    elif len(first) > 3:
        title = f"{len(first)} speakers share the lead with {count(most, 'utterance')} each"
    else:
        title = f"{listed(first)} {verb} most: {most} of {count(own, 'utterance')}{each}"
    shown = data.head(ROWS)
    labels = [wrap(clip(who), 1.9, lines=2) for who in shown["speaker"]]
    steps = np.array([0.42 if "\n" in label else 0.34 for label in labels])
    looks = {form: swatch(n) for form, n in FORMS.items()} | {"told": swatch(None)}
    fig, (ax,) = sheet(
        title,
        "Distinct utterances by speaker and form; repeats of one utterance are counted once",
        f"n = {count(own, 'utterance')}, {told:,} more told by another speaker, in "
        f"{count(len(rows), 'statement')} of "
        f"{count(len({row['article'] for row in rows}), 'article')}."
        f"{left_out(len(data), 'speakers')}",
        [(2.0, 0, WIDE - 2.05, steps.sum() + 0.05)],
        [("told by another speaker" if form == "told" else form, looks[form]) for form in looks],
    )
    end = max(1, (shown["utterances"] + shown["told"]).max())
    rows_down(ax, steps.sum() + 0.05, end * 1.4)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    middles = np.cumsum(steps) - steps / 2
    ax.set_yticks(middles, labels, linespacing=1.1)
    for y, (_, row) in zip(middles, shown.iterrows(), strict=True):
        x = 0
        for form, look in looks.items():
            if row[form]:
                bar(ax, x, y - 0.11, row[form], 0.22, **look)
            x += row[form]
        words = f"{row['utterances']}" + (f" + {row['told']} told" if row["told"] else "")
        words += f" (+ {count(row['repeats'], 'repeat')})" if row["repeats"] else ""
        ax.text(x + end * 0.015, y, words, va="center_baseline", size=SMALL)
    more = "; ".join(
        f"{clip(row.speaker)} {row.direct} direct, {row.mixed} mixed, {row.indirect} indirect"
        for row in data.head(5).itertuples()
    )
    return finish(fig, name, "Stacked bars", title, f"{more}.", data, folder)


@house_style()
def stance_over_time(
    stance: Frame,
    folder: Folder = None,
    name: str = "stance_over_time",
    measure: str = "proposition",
    wordings: Mapping[str, str] | None = None,
    statements: int | None = None,
) -> Figure:
    """Draw coded stance against the dates of the articles, one panel a proposition or dyad.

    ``stance`` is the table of stance; ``measure`` chooses its propositions or its dyads, which
    are never drawn together. ``wordings`` gives the sentence that a proposition stands for,
    ``statements`` the number of statements that were read, coded or not. A column ``polarity`` is
    drawn in panels beside, against the same scale of stance. An utterance that is told again
    (``repeat_of``) is drawn once. The data have one row a statement and target: panel, article,
    date_earliest, date_latest, speaker_side, value (empty where uncoded), conditional, polarity.
    """
    needed = ["article", "date_earliest", "date_latest", "speaker_side", "value", "conditional"]
    columns = ["panel", *needed, "polarity"]
    proposed = measure == "proposition"
    what = "proposition" if proposed else "dyad"
    rows = records(stance, [*needed, "measure", "target"], name)
    rows = [row for row in rows if row["measure"] == measure]
    every, rows = len(rows), _once(rows)
    if not rows:
        return nothing(name, f"stances on any {what}", columns, folder)
    for row in rows:
        row["speaker_side"] = clip(row["speaker_side"] or NO_SIDE, 30)
        target = clip(row["target"], 30)
        row["panel"] = target if proposed else f"{row['speaker_side']} → {target}"
        row["span"] = tuple(day(row[end], name) for end in ("date_earliest", "date_latest"))
    data = pd.DataFrame(rows).reindex(columns=[*columns, "span"])
    data = data.astype({"value": float, "polarity": float, "conditional": bool})
    data = data.sort_values(["panel", "date_earliest", "article"], kind="stable")
    coded = data[data["value"].notna()]
    n_coded = coded["panel"].value_counts()
    panels = sorted(data["panel"].unique(), key=lambda panel: (-n_coded.get(panel, 0), panel))
    signs = np.sign(coded["value"]).groupby(coded["panel"]).agg(set)
    both = sum({-1, 1} <= found for found in signs)
    title = f"Statements take both sides on {both} of {count(len(panels), what)}"
    if not proposed:
        relations = count(len(panels), "relation")
        title = f"Praise and blame both occur in {both} of {relations} of one side to another"
    if coded.empty:
        title = f"No stance could be coded in {count(len(data), 'case')}"
    shown, beside = panels[:12], bool(coded["polarity"].notna().any())
    wide = WIDE - (2.15 if beside else 0.8)
    line, sides = timeline(data["span"], wide), classes(data["speaker_side"], NO_SIDE)
    key = [(side, mark(n)) for side, n in sides.items()]
    key += [("hollow: conditional", mark(0, hollow=True))] * bool(coded["conditional"].any())
    widths = [wide + 0.7, *[WIDE] * len(shown)]  # beside the first stand the words on polarity
    heads = [_head(p, data, wordings or {}, w) for p, w in zip(shown, widths, strict=False)]
    tops = np.cumsum([0.24 + 0.155 * head[2] for head in heads])
    tops += (PANEL + 0.12) * np.arange(len(shown))
    boxes = [(0.75, top, wide, PANEL) for top in tops]
    boxes += [(0.75 + wide + 0.3, top, WIDE - wide - 1.15, PANEL) for top in tops] * beside
    note = f"n = {count(len(coded), 'coded case')} from "
    note += f"{count(data['article'].nunique(), 'article')}."
    if len(coded) < len(data):
        note += f" {len(data) - len(coded)} uncoded."
    if len(rows) < every:
        note += f" {count(every - len(rows), 'repeat')} left out."
    if statements is not None:
        note += f" {count(statements, 'statement')} were read; those without a case are uncoded."
    dated = coded[["date_earliest", "date_latest"]].notna().any(axis=1)
    alone = coded.groupby("span")["article"].nunique() <= 1
    if len(coded) and dated.all() and alone.all():
        note += " Each article has a date of its own: no trend can be estimated."
    each = what if proposed else "side and target"
    subtitle = f"Stance by date of the article, one panel a {each}; grey bars are the days it may "
    subtitle += "date from, larger marks more statements" + "; right, how the words sound" * beside
    note += " Marks of one date stand side by side."
    shut = left_out(len(panels), f"{what}s", len(shown))
    fig, axes = sheet(title, subtitle, note + _signs(coded) + shut, boxes, key, under=0.5)
    unit = min(40, 180 / coded.groupby(["panel", *CASE]).size().max()) if len(coded) else 0
    for n, (panel, head) in enumerate(zip(shown, heads, strict=True)):
        its, last = coded[coded["panel"] == panel], n == len(shown) - 1
        _stance_panel(axes[n], head, ("against", "for") if proposed else ("blame", "praise"))
        draw_timeline(axes[n], line, wide, labels=last)
        _stance_marks(axes[n], its, line, sides, unit)
        if not beside:
            continue
        ax = axes[len(shown) + n]
        _stance_panel(ax, ("", "" if n else "TextBlob polarity", 1))
        ax.set(xlim=(-1.15, 1.15), xticks=[-1, 0, 1])
        ax.set_xticklabels(["−1", "0", "+1"] if last else [], size=SMALL)
        for row in its[its["polarity"].notna()].itertuples():
            look = mark(sides[row.speaker_side], row.conditional)
            ax.scatter([row.polarity], [row.value], s=24, zorder=3, clip_on=False, **look)
    more = "; ".join(head[0] for head in heads)
    return finish(fig, name, "Panels over time", title, f"{more}. {note}", data[columns], folder)


def _once(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows on one target of each utterance once: a repeat only if it alone is coded."""
    first: dict[Any, dict[str, Any]] = {}
    for n, row in enumerate(sorted(rows, key=lambda row: bool(row.get("repeat_of")))):
        utterance = row.get("repeat_of") or row.get("statement_id") or n
        first.setdefault((row["speaker_side"], row["target"], utterance), row)
    kept = {id(row) for row in first.values()}
    return [row for row in rows if id(row) in kept]


def _head(
    panel: str, data: pd.DataFrame, wordings: Mapping[str, str], width: float
) -> tuple[str, str, int]:
    """Return the heading of a panel, the sentence that it stands for, and the lines below."""
    values = data.loc[data["panel"] == panel, "value"]
    uncoded = f", {values.isna().sum()} uncoded" if values.isna().any() else ""
    head = wrap(f"{panel}, n = {values.notna().sum()}{uncoded}", width, TEXT, "bold", lines=1)
    wording = clip(wordings.get(panel, ""), 200)
    if inches(head, TEXT, "bold") + 0.12 + inches(wording, SMALL) <= width:
        return head, wording, 0
    wording = wrap(wording, width, SMALL)
    return head, wording, wording.count("\n") + 1


def _stance_panel(
    ax: Axes, head: tuple[str, str, int], ends: tuple[str, str] | None = None
) -> None:
    """Set up a panel with stance from below to above, its heading and the words for its ends."""
    ax.set(ylim=(-1.3, 1.3), yticks=[])
    ax.axhline(0, color=GREY, linewidth=0.6, zorder=1)
    if ends:
        ax.set_yticks([-1, 0, 1], [f"{ends[0]} −1", "0", f"{ends[1]} +1"], size=SMALL)
    name, wording, lines = head
    left = -0.75 * 72 if ends else 0
    right = left + 72 * (0 if lines else inches(name, TEXT, "bold") + 0.12)
    look: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points"}
    look |= {"va": "bottom", "annotation_clip": False}
    ax.annotate(name, (0, 1), (left, 4 + 11.2 * lines), weight="bold", **look)
    ax.annotate(wording, (0, 1), (right, 4), size=SMALL, color=GREY, linespacing=1.2, **look)


def _stance_marks(
    ax: Axes, coded: pd.DataFrame, line: Timeline, sides: Mapping[str, int | None], unit: float
) -> None:
    """Draw the cases of a panel; marks that would cover each other stand side by side."""
    cases = coded.groupby(CASE).size().sort_values(ascending=False, kind="stable")
    taken: list[tuple[float, float, float]] = []
    for (span, value, side, hollow), size in cases.items():
        x, y, radius = middle(line, span), value * PANEL / 2.6, (unit * size) ** 0.5 / 144 + 0.01
        draw_interval(ax, line, span, value, 3, BAR)
        for shift in sorted(np.arange(-1, 1.01, 0.02), key=abs):
            if all(np.hypot(x + shift - a, y - b) > radius + r for a, b, r in taken):
                break
        taken.append((x + shift, y, radius))
        look = mark(sides[side], hollow)
        ax.scatter([x + shift], [value], s=unit * size, zorder=3, clip_on=False, **look)


def _signs(coded: pd.DataFrame) -> str:
    """Say how often polarity points the other way than stance."""
    signed = coded[(coded["value"] != 0) & coded["polarity"].notna()]
    if signed.empty:
        return ""
    other = (signed["value"] * signed["polarity"] < 0).sum()
    return (
        f" Of {count(len(signed), 'case')} for or against, polarity has the other sign in {other} "
        f"and is 0 in {(signed['polarity'] == 0).sum()}."
    )


@house_style()
def comention(
    pairs: Frame, folder: Folder = None, name: str = "comention", most: int = 13
) -> Figure:
    """Draw who is named together: a staircase of dots, the most connected first.

    ``pairs`` is what ``comention.pairs`` returns, or any frame with one row a pair: a, b, n (the
    number of units that name both) and, where known, within (the unit) and n_units (that name
    anybody). ``most`` is the number of actors shown. The data are a, b, n of all.
    """
    columns = ["a", "b", "n"]
    rows = [row for row in records(pairs, columns, name) if row["n"]]
    if not rows:
        return nothing(name, "pairs", columns, folder)
    data = pd.DataFrame(rows)[columns].astype({"n": int})
    data = data.sort_values(["n", "a", "b"], ascending=[False, True, True], ignore_index=True)
    total = pd.concat([data.set_index("a")["n"], data.set_index("b")["n"]]).groupby(level=0).sum()
    actors = sorted(total.index, key=lambda actor: (-total[actor], actor))
    shown, peak, high = actors[:most], int(data["n"].max()), 0.36
    unit, units = rows[0].get("within") or "unit", rows[0].get("n_units")
    top = data[data["n"] == peak]
    first = [f"{clip(row.a, 30)} and {clip(row.b, 30)}" for row in top.itertuples()]
    title = f"{first[0]} are named together most: in {count(peak, unit)}"
    if len(top) > 1:
        title = f"{len(top)} pairs are named together most: in {count(peak, unit)} each"
    if len(top) == 2:
        title = f"{first[0]}, and {first[1]}, are named together most: in {count(peak, unit)} each"
    cell = min(0.42, 4.4 / len(shown))
    fig, (ax,) = sheet(
        title,
        f"Number of {unit}s that name both (area of the dot), most connected actors first",
        f"n = {count(len(data), 'pair')} of {count(len(actors), 'actor')}"
        f"{f' in {count(int(units), unit)} that name anybody' if units else ''}."
        f"{left_out(len(actors), 'actors', most)}",
        [(0, 0, WIDE, high * len(shown))],
        under=0.05,
    )
    rows_down(ax, high * len(shown), WIDE)
    ax.set_axis_off()
    for n, actor in enumerate(shown):
        x, y = cell * n, high * (n + 0.5)
        ax.plot([0, x], [y, y], color=BAND, lw=1, zorder=0)
        ax.plot([x + cell / 2] * 2, [y + 0.14, high * len(shown)], color=BAND, lw=1, zorder=0)
        words = wrap(clip(actor), WIDE - x - 0.1, TEXT, "bold", lines=1)
        ax.text(x + 0.06, y, words, va="center_baseline", weight="bold")
    for row in data.itertuples():
        if row.a in shown and row.b in shown:
            left, down = sorted((shown.index(row.a), shown.index(row.b)))
            dot(ax, cell * (left + 0.5), high * (down + 0.5), row.n, peak)
    more = "; ".join(
        f"{clip(row.a)} and {clip(row.b)} {row.n}" for row in data.head(6).itertuples()
    )
    return finish(fig, name, "Grid of dots", title, f"{more}.", data, folder)


@house_style()
def verbs_of_saying(verbs: Frame, folder: Folder = None, name: str = "verbs_of_saying") -> Figure:
    """Draw with which class of verbs each outlet lets its sources speak.

    ``verbs`` is what ``framing.verbs_by_outlet`` returns: one row an outlet, tone (class of the
    verb) and verb, with n; without a column n each row counts as one. The data are outlet, tone, n.
    """
    rows = records(verbs, ["outlet", "tone", "verb"], name)
    if not rows:
        return nothing(name, "verbs of saying", ["outlet", "tone", "n"], folder)
    called = _outlets(rows)
    rows = [row | {"outlet": called[row["outlet"]]} for row in rows]
    data, table = crossed(rows, "outlet", "tone")
    tones, n = table.sum(), int(table.to_numpy().sum())
    first = [clip(tone) for tone in tones.index[tones == tones.max()]]
    title = f"The commonest class of verb is {first[0]}: {tones.max():,} of {count(n, 'use')}"
    if len(first) > 1:
        each = f"{tones.max():,} of {n:,} uses each"
        title = f"The commonest classes of verb are {listed(first)}: {each}"
    _, words = crossed(rows, "outlet", "verb")
    notes = {}
    for outlet, its in words.iterrows():
        often = its[its > 0].sort_values(ascending=False, kind="stable").head(8)
        notes[str(outlet)] = ", ".join(f"{_word(verb)} {times}" for verb, times in often.items())
    subtitle = "Verbs and phrases that introduce statements, by outlet and class; below each "
    subtitle += "outlet its most frequent ones"
    fig = grid(title, subtitle, f"n = {count(n, 'use')}.", {"": table}, notes)
    return finish(fig, name, "Grid of counts", title, said(table), data, folder)


def _word(cue: object) -> str:
    """Return a cue as a word; a mere sign, such as a colon, in quotation marks."""
    return clip(cue) if any(c.isalnum() for c in str(cue)) else f"“{clip(cue)}”"


@house_style()
def labels_by_voice(labels: Frame, folder: Folder = None, name: str = "labels_by_voice") -> Figure:
    """Draw in whose voice each label is used: narration, headline, quotation, paraphrase.

    ``labels`` is what ``framing.labels_by_voice`` returns: one row a use (or, with a column n, a
    count): concept (what is labelled), label, voice. The data are concept, label, voice, n.
    """
    rows = records(labels, ["concept", "label", "voice"], name)
    if not rows:
        return nothing(name, "labels", ["concept", "label", "voice", "n"], folder)
    voices = list(crossed(rows, "label", "voice", VOICES)[1].columns)
    tables, parts = {}, []
    for concept in sorted({row["concept"] or "unknown" for row in rows}):
        its = [row for row in rows if (row["concept"] or "unknown") == concept]
        part, table = crossed(its, "label", "voice", VOICES)
        parts.append(part.assign(concept=concept))
        tables[clip(concept)] = table.reindex(columns=voices, fill_value=0)
    data = pd.concat(parts, ignore_index=True)[["concept", "label", "voice", "n"]]
    n = int(data["n"].sum())
    own, head = (int(data.loc[data["voice"] == voice, "n"].sum()) for voice in OWN)
    title = f"{own} of {count(n, 'use')} of a label are in narration, {head} in headlines and "
    title += f"{n - own - head} in words that are reported"
    subtitle = "Uses of each label by voice; headlines stand apart, for many quote"
    fig = grid(title, subtitle, f"n = {count(n, 'use')}.", tables, {})
    more = " ".join(f"{concept}: {said(table, 4)}" for concept, table in tables.items())
    return finish(fig, name, "Grid of counts", title, more, data, folder)


@house_style()
def outlet_voices(
    voices: Frame, folder: Folder = None, name: str = "outlet_voices", by: str = "speaker_side"
) -> Figure:
    """Draw who gets to speak in each outlet: shares of its utterances with Wilson intervals.

    ``voices`` is what ``framing.speakers_by_outlet`` returns: one row an outlet and voice (the
    column named by ``by``) with n and total (of the outlet). The data have a row for each outlet
    and voice, silent ones too: outlet, voice, n, total, share, low, high.
    """
    columns = ["outlet", by, "n", "total", "share", "low", "high"]
    rows = [row for row in records(voices, ["outlet", by, "n", "total"], name) if row["total"]]
    if not rows:
        return nothing(name, "utterances", columns, folder)
    called = _outlets(rows)
    totals = {called[row["outlet"]]: int(row["total"]) for row in rows}
    unknown = NO_SIDE if by == "speaker_side" else "speaker unknown"
    spoke = {
        (called[row["outlet"]], unknown if row[by] in (None, "unknown") else row[by]): int(row["n"])
        for row in rows
    }
    heard = sorted({who for (_, who), n in spoke.items() if n})
    cells = []
    for (outlet, total), who in product(totals.items(), heard):
        n = spoke.get((outlet, who), 0)
        cells.append((outlet, who, n, total, n / total, *wilson(n, total)))
    data = pd.DataFrame(cells, columns=columns)
    data = data.sort_values(["total", "outlet", "n", by], ascending=[False, True, False, True])
    enough = data[data["total"] >= min(FEW, data["total"].max())]
    spread = enough.groupby(by)["share"].agg(lambda share: share.max() - share.min())
    its = enough[enough[by] == spread.idxmax()].sort_values("share", kind="stable")
    if enough["outlet"].nunique() == 1:  # nothing to compare: the largest share there is
        its = enough.sort_values("share", kind="stable").tail(1)
    least, most = its.iloc[0], its.iloc[-1]
    title = f"{clip(most[by])}: {most['n']} of {most['total']} utterances in {most['outlet']}"
    subtitle = "Share of an outlet's distinct utterances; lines are 95% intervals (Wilson, 1927)"
    if len(its) > 1:
        title += f", {least['n']} of {least['total']} in {least['outlet']}"
        verb = "overlap" if least["high"] >= most["low"] else "do not overlap"
        subtitle += f"; the title names the widest gap, whose intervals {verb}"
    nameless = sum(outlet.startswith(NO_OUTLET) for outlet in totals)
    sources = [count(len(totals) - nameless, "outlet")] * (nameless < len(totals))
    sources += [f"{count(nameless, 'page')} without a known outlet"] * (nameless > 0)
    note = f"n = {count(sum(totals.values()), 'utterance')} of {listed(sources)}, views told by "
    note += "another speaker not among them. Utterances of one article depend on each other: the "
    note += "true uncertainty is wider."
    for caution in sorted({row.get("caution") or "" for row in rows} - {""}):
        of = sorted({called[row["outlet"]] for row in rows if row.get("caution") == caution})
        note += f" {listed(of)}: {caution}."
    lines = [
        Line(f"{outlet} (n = {total})", clip(who), share, low, high, f"{n} of {total}", mark(0))
        for outlet, who, n, total, share, low, high in data.itertuples(index=False)
        if n
    ]
    fig = dots(title, subtitle, note, lines, ["0", "25", "50", "75", "100%"])
    return finish(fig, name, "Dot plot", title, spoken(lines), data, folder)


def _outlets(rows: Sequence[Mapping[str, Any]]) -> dict[str | None, str]:
    """Name outlets for reading; "unknown: ARTICLE" by the short name of the article."""
    names = [row["outlet"] for row in rows if row["outlet"]]
    articles = [name.removeprefix(UNKNOWN) for name in names if name.startswith(UNKNOWN)]
    unknown = {UNKNOWN + a: f"{NO_OUTLET} ({short})" for a, short in short_names(articles).items()}
    return {name: clip(name) for name in names} | unknown | {None: NO_OUTLET}


@house_style()
def gold_beside_extractor(
    scores: Frame,
    folder: Folder = None,
    name: str = "gold_beside_extractor",
    passes: Frame | None = None,
    published: Frame | None = None,
    caveat: str = "",
) -> Figure:
    """Draw how near the extractor comes to the hand-made gold, and others to theirs.

    ``scores`` and ``passes`` are what ``agreement.scores`` returns, for the extractor and for one
    pass of annotation against the other (a dashed line: more can hardly be asked for);
    ``published`` has results of others: measure, system, value, and n where known. ``caveat`` is
    a sentence for the foot. The data have one row a measure and system: measure, system, kind,
    value, n, low, high.
    """
    columns = ["measure", "system", "kind", "value", "n", "low", "high"]
    rows = _measured(scores, "the extractor", "extractor", name)
    if not rows:
        return nothing(name, "scores", columns, folder)
    two = _measured(() if passes is None else passes, "two passes", "two passes", name)
    two = [row for row in two if row["measure"] not in ("precision", "recall")]  # neither is gold
    others = records(() if published is None else published, columns[:2] + ["value"], name)
    bare = {"kind": "published", "n": None, "low": None, "high": None}
    order = {row["measure"]: n for n, row in enumerate(rows)}
    rows += [*two, *(bare | row for row in others)]
    rows.sort(key=lambda row: order.get(row["measure"], len(order)))
    ours, theirs = (
        {r["measure"]: r["value"] for r in rows if r["kind"] == kind}
        for kind in ("extractor", "two passes")
    )
    title = "The extractor beside the gold"
    if "F1" in ours:
        title = f"The extractor meets the gold at F1 {ours['F1']:.2f}"
    if "F1" in theirs:
        title += f", two passes of annotation each other at {theirs['F1']:.2f}"
    lines = []
    for row in rows:
        n = f" (n = {int(row['n']):,})" if row["n"] else ""
        about = (clip(row["measure"]), clip(row["system"]), row["value"])
        limits = (row["low"], row["high"], f"{row['value']:.2f}{n}")
        lines.append(Line(*about, *limits, KINDS[row["kind"]], row["kind"] == "two passes"))
    subtitle = "From 0 (nothing right) to 1 (all right); n in brackets"
    subtitle += "; lines are 95% intervals" * any(line.low is not None for line in lines)
    if two:
        subtitle += "; dashed, how near two passes of annotation come"
    key = [(kind, KINDS[kind]) for kind in KINDS if kind in {row["kind"] for row in rows}]
    told = [row.get("note") for row in records(scores, ["form"], name) if row["form"] == "all"]
    foot = " ".join(words for words in [*told, caveat] if words)
    fig = dots(title, subtitle, foot, lines, ["0", "", "0.5", "", "1"], key)
    data = pd.DataFrame(rows)[columns]
    return finish(fig, name, "Dot plot", title, spoken(lines), data, folder)


def _measured(scores: Frame, system: str, kind: str, name: str) -> list[dict[str, Any]]:
    """Turn a frame of scores into one row a measure; what could not be measured is left out."""
    rows = []
    for score in records(scores, ["form", *MEASURES], name):
        for column, (measure, n, limits) in MEASURES.items():
            if score["form"] == "all" and score[column] is not None:
                low, high = score.get(f"{limits}_low"), score.get(f"{limits}_high")
                about = {"measure": measure, "system": system, "kind": kind, "value": score[column]}
                rows.append(about | {"n": score.get(n), "low": low, "high": high})
    return rows
