"""Draw counts: who speaks, verbs of saying, labels by voice, who is named together."""

from collections.abc import Mapping, Sequence
from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from onrecord.analysis import frames
from onrecord.analysis.voice import VOICES
from onrecord.analysis.words import clip, named
from onrecord.errors import OnRecordError
from onrecord.figures.layout import BAND, GREY, INK, ROWS, WIDE, Caption, caption, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, house_style, nothing, save
from onrecord.figures.words import SMALL, TEXT, inches, wrap

FORMS = {"direct": swatch(0), "mixed": swatch(2), "indirect": swatch(4)}
HOW = ["quoted", "partly quoted", "paraphrased", "told by another speaker"]
SPEAKER = ["speaker", *FORMS, "utterances", "told", "repeats"]
PAIR = ["a", "b", "n"]
NO_SPEAKER = "speaker unknown"
MOST = 13  # actors that are shown


@house_style()
def speakers(statements: Frame, folder: Folder = None, name: str = "speakers") -> Figure:
    """Draw who speaks: distinct utterances by speaker and form.

    An utterance is counted once, however often it is told (``utterance``). What one speaker tells
    of another (``told_by``) is drawn apart and never counted as that speaker's own word. The data
    have one row a speaker: speaker, direct, mixed, indirect (own words), utterances (their sum),
    told (by another speaker), repeats.
    """
    needed, further = ["article", "speaker", "form"], ["statement_id", "told_by", "utterance"]
    rows = checked(statements, name, needed, further)
    if rows.empty:
        return nothing(name, "statements", SPEAKER, folder)
    data = _tally(rows, name)
    known = data[data["speaker"] != NO_SPEAKER]
    most = max(known["utterances"], default=0)
    lead = known.loc[known["utterances"] == most, "speaker"].map(clip).to_list()
    within, left = _without_one(rows, known["speaker"].head(ROWS).to_list())
    words = caption(
        "speakers", data=data, rows=rows, most=most, lead=lead, within=within, left=left
    )
    return save(_bars(data, words), name, data, words.alt, folder)


def _without_one(rows: pd.DataFrame, first: list[str]) -> tuple[int, pd.Series]:
    """Return in how many articles the first speaker has a word, and what each has left of theirs.

    What is left is without the article that costs that speaker most of the lead, most first.
    """
    own = rows[rows["told_by"].isna() & frames.once(rows) & rows["speaker"].isin(first)]
    table = pd.crosstab(own["article"], own["speaker"]).reindex(columns=first, fill_value=0)
    if table.empty:
        return 0, pd.Series(dtype=int)
    left = table.sum() - table
    margin = left[first[0]] - left[first[1:]].max(axis=1).fillna(0)
    least = left.loc[margin.idxmin()].sort_values(ascending=False, kind="stable")
    return int((table[first[0]] > 0).sum()), least


def _tally(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Count utterances by speaker: own ones by form, those told by another speaker, repeats."""
    for form in rows.loc[~rows["form"].isin(list(FORMS)), "form"]:
        remedy = f"use one of {', '.join(FORMS)}"
        raise OnRecordError(name, "column form", f"{form!r} is no form", remedy)
    again = ~frames.once(rows)
    column = rows["form"].mask(rows["told_by"].notna(), "told").mask(again, "repeats")
    table = pd.crosstab(rows["speaker"].fillna(NO_SPEAKER), column)
    table = table.reindex(columns=SPEAKER[1:], fill_value=0)
    own = table["utterances"] = table[list(FORMS)].sum(axis=1)
    order = sorted(table.index, key=lambda who: (who == NO_SPEAKER, -own[who], who))
    return table.loc[order].reset_index().rename_axis(columns=None)


def _bars(data: pd.DataFrame, caption: Caption) -> Drawing:
    shown, looks = (
        data[data[["utterances", "told"]].any(axis=1)].head(ROWS),
        {**FORMS, "told": swatch(None)},
    )
    labels = [wrap(clip(who), 1.9, lines=2) for who in shown["speaker"]]
    steps = np.array([0.42 if "\n" in label else 0.34 for label in labels])
    key = list(zip(HOW, looks.values(), strict=True))
    fig, (ax,) = sheet(caption, [(2.0, 0, WIDE - 2.05, steps.sum() + 0.05)], key)
    end = max(1, (shown["utterances"] + shown["told"]).max())
    ax.set_xlim(0, end * 1.4)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    middles = np.cumsum(steps) - steps / 2
    ax.set_yticks(middles, labels, linespacing=1.1)
    for y, (_, row) in zip(middles, shown.iterrows(), strict=True):
        x = 0
        for form, look in looks.items():
            if row[form]:
                ax.add_patch(look.sample(x, y, row[form], 0.22))
            x += row[form]
        words = f"{row['utterances']:,}" + (f" + {row['told']:,} told" if row["told"] else "")
        ax.text(x + end * 0.015, y, words, va="center_baseline", size=SMALL)
    return fig


@house_style()
def verbs_of_saying(verbs: Frame, folder: Folder = None, name: str = "verbs_of_saying") -> Figure:
    """Draw with which class of verbs each outlet lets its sources speak.

    ``verbs`` is what ``framing.verbs_by_outlet`` returns: one row an outlet, tone (class of the
    verb) and verb, with n; without a column n each row counts as one. The data are outlet, tone, n.
    """
    rows = checked(verbs, name, ["outlet", "tone", "verb"], ["n"])
    if rows.empty:
        return nothing(name, "verbs of saying", ["outlet", "tone", "n"], folder)
    rows = _filled(rows.assign(outlet=named(rows["outlet"]), group=""))
    data = rows.groupby(["outlet", "tone"], as_index=False)["n"].sum()
    table, verbs = (_crossed(rows, ["group", "outlet"], column) for column in ("tone", "verb"))
    notes = {}
    for (_, outlet), its in verbs.iterrows():
        often = its[its > 0].sort_values(ascending=False, kind="stable").head(8)
        notes[outlet] = ", ".join(
            f"{clip(cue)} {n}" if any(map(str.isalnum, cue)) else f"“{clip(cue)}” {n}"
            for cue, n in often.items()
        )
    words = caption("verbs_of_saying", tones=table.sum(), n=data["n"].sum(), table=table)
    return save(_grid(words, table, notes), name, data, words.alt, folder)


@house_style()
def labels_by_voice(labels: Frame, folder: Folder = None, name: str = "labels_by_voice") -> Figure:
    """Draw in whose voice each label is used: narration, headline, quotation, paraphrase.

    ``labels`` is what ``framing.labels_by_voice`` returns: one row a use (or, with a column n, a
    count): concept (what is labelled), label, voice. The data are concept, label, voice, n.
    """
    columns = ["concept", "label", "voice", "n"]
    rows = checked(labels, name, columns[:3], columns[3:])
    if rows.empty:
        return nothing(name, "labels", columns, folder)
    data = _filled(rows).groupby(columns[:3], as_index=False)["n"].sum()
    table = _crossed(data, columns[:2], "voice", VOICES)
    voices = data.groupby("voice")["n"].sum()
    n, own, head = data["n"].sum(), voices.get("narration", 0), voices.get("headline", 0)
    words = caption("labels_by_voice", n=n, own=own, head=head, table=table)
    return save(_grid(words, table, {}), name, data, words.alt, folder)


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill what is lacking: each row counts as one, the rest is unknown."""
    return rows.fillna({"n": 1}).astype({"n": int}).fillna("unknown")


def _crossed(
    rows: pd.DataFrame, down: list[str], across: str, order: Sequence[str] = ()
) -> pd.DataFrame:
    """Lay out counts ``n``: down by group, most first in each; across by ``order``, then by sum."""
    table = rows.groupby([*down, across])["n"].sum().unstack(fill_value=0)
    rank = {value: n for n, value in enumerate(order)}
    sums, totals = table.sum(axis=1), table.sum()
    columns = sorted(table, key=lambda value: (rank.get(value, 99), -totals[value], value))
    return table.loc[sorted(sums.index, key=lambda row: (row[0], -sums[row], row[1])), columns]


def _grid(caption: Caption, table: pd.DataFrame, notes: Mapping[str, str]) -> Drawing:
    """Draw counts by group and row, sums at the end; ``notes`` are the words below a row."""
    if len(table.columns) > 7:
        rest = table.iloc[:, 6:]
        table = table.iloc[:, :6].assign(**{f"{rest.shape[1]} others": rest.sum(axis=1)})
    left, most = 1.75, int(table.to_numpy().max())
    cell = min(0.9, (WIDE - left) / (len(table.columns) + 1))
    heads = [clip(column, 24) for column in [*table.columns, "all"]]
    tight = any(inches(head, SMALL) > cell - 0.06 for head in heads)
    down = 0.2 + 0.17 * tight  # heads that are too wide stand on two levels
    rows: list[tuple[float, str, pd.Series | None]] = []
    for group, its in table.groupby(level=0, sort=False):
        if group:
            rows.append((down + 0.18, clip(group), None))
            down += 0.3
        for (_, name), counts in its.head(max(0, 2 * ROWS - len(rows))).iterrows():
            rows.append((down + 0.18, name, counts))
            down += 0.36 + 0.2 * (name in notes)
    fig, (ax,) = sheet(caption, [(0, 0, WIDE, down + 0.02)], under=0.05)
    ax.set_axis_off()
    centres = [left + cell * (n + 0.5) for n in range(len(heads))]
    write = partial(ax.text, va="center_baseline")
    for n, (x, head) in enumerate(zip(centres, heads, strict=True)):
        y, words = 0.08 + 0.17 * (tight and n % 2 == 0), wrap(head, 1.9 * cell, SMALL, lines=1)
        write(x, y, words, size=SMALL, color=GREY, ha="center")
    for y, name, counts in rows:
        room, weight, note = left - 0.1, "normal", notes.get(name, "")
        if counts is None:
            room, weight = WIDE, "bold"
        size = TEXT if inches(clip(name), TEXT, weight) <= room else SMALL
        words = wrap(clip(name), room, size, weight, lines=1 if note else 2)
        write(0, y, words, size=size, weight=weight, linespacing=1.05)
        if counts is not None:
            for x, n in zip(centres, counts, strict=False):
                _dot(ax, x, y, n, most)
            write(centres[-1], y, f"{counts.sum():,}", ha="center")
            note = wrap(note, WIDE - 0.1, SMALL, lines=1)
            write(0, y + 0.26, note, size=SMALL, color=GREY)
            ax.axhline(y + 0.18 + 0.2 * bool(note), color=BAND, lw=1, zorder=0)
    return fig


def _dot(ax: Axes, x: float, y: float, n: int, most: int) -> None:
    """Draw a count: a dot of that area and the number on it; for 0 the number alone."""
    if n:
        ax.scatter([x], [y], s=500 * n / most, color="#bfdcf0", edgecolor="#5d9cc9", linewidth=0.6)
    colour = INK if n else "#767676"
    ax.text(x, y, f"{n:,}", ha="center", va="center_baseline", size=SMALL, color=colour)


@house_style()
def comention(pairs: Frame, folder: Folder = None, name: str = "comention") -> Figure:
    """Draw who is named together: a staircase of dots, the most connected first.

    ``pairs`` is what ``comention.pairs`` returns, or any frame with one row a pair: a, b, n (the
    number of units that name both) and, where known, within (the unit) and n_units (that name
    anybody). The data are a, b, n of all.
    """
    rows = checked(pairs, name, PAIR, ["within", "n_units"])
    rows = rows[rows["n"].astype(bool)]
    if rows.empty:
        return nothing(name, "pairs", PAIR, folder)
    data = rows[PAIR].astype({"n": int})
    data = data.sort_values(["n", "a", "b"], ascending=[False, True, True], ignore_index=True)
    total = pd.concat([data.set_index("a")["n"], data.set_index("b")["n"]]).groupby(level=0).sum()
    actors = sorted(total.index, key=lambda actor: (-total[actor], actor))
    unit, units = rows["within"].iloc[0] or "unit", rows["n_units"].iloc[0]
    top = data[data["n"] == data["n"].max()]
    words = caption(
        "comention", data=data, actors=actors, top=top, unit=unit, units=units, shown=MOST
    )
    return save(_staircase(data, actors[:MOST], words), name, data, words.alt, folder)


def _staircase(data: pd.DataFrame, shown: list[str], caption: Caption) -> Drawing:
    """Draw the actors along the diagonal, a dot where the lines of two meet."""
    peak, high, cell = data["n"].max(), 0.36, min(0.42, 4.4 / len(shown))
    fig, (ax,) = sheet(caption, [(0, 0, WIDE, high * len(shown))], under=0.05)
    ax.set_axis_off()
    for n, actor in enumerate(shown):
        x, y = cell * n, high * (n + 0.5)
        ax.plot([0, x], [y, y], color=BAND, lw=1, zorder=0)
        ax.plot([x + cell / 2] * 2, [y + 0.14, high * len(shown)], color=BAND, lw=1, zorder=0)
        words = wrap(clip(actor), WIDE - x - 0.1, TEXT, "bold", lines=1)
        ax.text(x + 0.06, y, words, va="center_baseline", weight="bold")
    for row in data[data["a"].isin(shown) & data["b"].isin(shown)].itertuples():
        left, down = sorted((shown.index(row.a), shown.index(row.b)))
        _dot(ax, cell * (left + 0.5), high * (down + 0.5), row.n, peak)
    return fig
