"""Draw counts: who speaks, verbs of saying, labels by voice, who is named together."""

from collections.abc import Mapping
from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

from onrecord.analysis import frames
from onrecord.analysis.framing import relabelled
from onrecord.analysis.voice import VOICES
from onrecord.analysis.words import NO_OUTLET, NO_SIDE, clip, count, named
from onrecord.errors import OnRecordError
from onrecord.figures.layout import BAND, GREY, INK, ROWS, WIDE, Caption, caption, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, house_style, nothing, save
from onrecord.figures.words import SMALL, TEXT, inches, wrap

FORMS = {"direct": swatch(0), "mixed": swatch(2), "indirect": swatch(4)}
SPEAKER = ["speaker", *FORMS, "utterances", "told", "repeats"]
PAIR = ["a", "b", "n"]
NO_SPEAKER = "speaker unknown"
SHADE = "#8cc1e4"
MOST, MOST_ROWS = 13, 12  # actors, outlets or speakers that are shown
SURE = 0.05  # p_holm from which a title says that outlets or speakers differ
OF_VOICES = "share_all p_holm words quoted within n_all total_all caution".split()
OF_VERBS = "cue articles n_verb expected p p_holm compared".split()
STANDS = {"doubting": "casts doubt", "endorsing": "takes as true", "neutral": "reports"}
IN_WORDS = {
    "narration": "the paper’s own words", "headline": "headline", "paraphrase": "paraphrase",
    "island": "quoted words in a paraphrase", "direct": "quotation",
}  # fmt: skip


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
    words = caption("speakers", data=data, rows=rows, most=most, lead=lead)
    return save(_bars(data, words), name, data, words.alt, folder)


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
    shown, looks = data.head(ROWS), {**FORMS, "told": swatch(None)}
    labels = [wrap(clip(who), 1.9, lines=2) for who in shown["speaker"]]
    steps = np.array([0.42 if "\n" in label else 0.34 for label in labels])
    key = [(form.replace("told", "told by another speaker"), look) for form, look in looks.items()]
    fig, (ax,) = sheet(caption, [(2.0, 0, WIDE - 2.05, steps.sum() + 0.05)], key)
    end = max(1, (shown["utterances"] + shown["told"]).max())
    ax.set_xlim(0, end * 1.4)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    middles = np.cumsum(steps) - steps / 2
    ax.set_yticks(middles, labels, linespacing=1.1)
    for y, (_, row) in zip(middles, shown.iterrows(), strict=True):
        x = 0
        for form, look in looks.items():
            if row[form]:
                ax.add_patch(look.sample(x, y, row[form], 0.22))
            x += row[form]
        words = f"{row['utterances']}" + (f" + {row['told']} told" if row["told"] else "")
        words += f" (+ {count(row['repeats'], 'repeat')})" if row["repeats"] else ""
        ax.text(x + end * 0.015, y, words, va="center_baseline", size=SMALL)
    return fig


@house_style()
def outlet_voices(
    voices: Frame, folder: Folder = None, name: str = "outlet_voices", group: str = "outlet"
) -> Figure:
    """Draw who gets to speak in each outlet: the share of each side in its utterances.

    ``voices`` is what ``framing.speakers_by_outlet`` returns by side, of outlets or another
    ``group``. The title compares outlets where p_holm is .05 or less. The data have a row for each
    outlet and side, silent ones too: outlet, speaker_side, n, total, share, share_all, p_holm.
    """
    asked = [group, "speaker_side", "n", "total"]
    rows = checked(voices, name, asked, OF_VOICES)
    rows = rows[rows["total"].astype(bool)].astype({"n": int, "total": int})
    columns = [*asked, "share", "share_all", "p_holm"]
    if not rows["n"].any():
        return nothing(name, "utterances", columns, folder)
    rows["speaker_side"] = rows["speaker_side"].fillna("unknown").replace("unknown", NO_SIDE)
    rows[group] = named(rows[group])
    rows["n_all"] = rows["n_all"].fillna(rows.groupby("speaker_side")["n"].transform("sum"))
    totals = rows.groupby(group)["total"].first()
    sides = rows.groupby("speaker_side").agg(n=("n", "sum"), n_all=("n_all", "first"))
    sides = sides.sort_values("n", ascending=False, kind="stable").query("n > 0")
    order = pd.MultiIndex.from_product([totals.index, sides.index], names=asked[:2])
    data = rows.set_index(asked[:2])[["n", "share_all", "p_holm"]].reindex(order).reset_index()
    data["n"], data["total"] = data["n"].fillna(0).astype(int), data[group].map(totals)
    data = data.assign(share=data["n"] / data["total"])[columns]
    data = data.astype({"share_all": float, "p_holm": float})
    data = data.sort_values(["total", group, "n"], ascending=[False, True, False], kind="stable")
    nameless = totals.index.str.startswith(NO_OUTLET)
    found = data[data["p_holm"] <= SURE].sort_values("p_holm", kind="stable").head(1)
    places = [*totals[~nameless].nlargest(MOST_ROWS).index, *totals[nameless].index][:MOST_ROWS]
    some = [side for side in sides.index if side != NO_SIDE]
    shown = some if len(some) < 5 - (NO_SIDE in sides.index) else some[:3]
    column = data["speaker_side"].where(data["speaker_side"].isin([*shown, NO_SIDE]), "other sides")
    table = data.assign(column=column).pivot_table("n", group, "column", "sum").astype(int)
    heads = [head for head in (*shown, "other sides", NO_SIDE) if head in table]
    table = table.loc[places, heads]
    about = rows.groupby(group).agg(
        articles=("within", "first"), words=("words", "sum"), quoted=("quoted", "sum")
    )
    notes = {
        place: f"{its.quoted:,} of {count(its.words, 'word')} in quotation marks"
        for place, its in about.iterrows()
        if its.words
    }
    words = caption(
        "outlet_voices", data=data, rows=rows, sides=sides.drop(NO_SIDE, errors="ignore"),
        found=found, totals=totals, nameless=nameless.sum(), group=group, table=table,
        tested=rows["p_holm"].dropna(), within=rows.groupby(group)["within"].first()[~nameless],
        all=rows["total_all"].dropna().max() if rows["total_all"].notna().any() else totals.sum(),
    )  # fmt: skip
    return save(_grid(words, table, notes, totals), name, data, words.alt, folder)


@house_style()
def verbs_of_saying(
    verbs: Frame, folder: Folder = None, name: str = "verbs_of_saying", group: str = "speaker"
) -> Figure:
    """Draw whose words are introduced by verbs that cast doubt, report, or take them as true.

    ``verbs`` is what ``framing.verbs_by_speaker`` returns, of speakers or another ``group``: one
    row a stand, verb and speaker, with n; without a column n each row counts as one. The title is
    the most surprising verb of doubt, or of truth. The data are speaker, stand, verb, n.
    """
    columns = [group, "stand", "verb", "n"]
    rows = checked(verbs, name, columns[:3], ["n", *OF_VERBS])
    if rows.empty:
        return nothing(name, "verbs of saying", columns, folder)
    rows[group] = named(rows[group]) if group == "outlet" else rows[group].fillna(NO_SPEAKER)
    rows[group] = rows[group].replace("unknown", NO_SPEAKER)
    rows = rows.fillna({"n": 1}).astype({"n": int, "p_holm": float})
    rows[["stand", "verb"]] = rows[["stand", "verb"]].fillna("unknown")
    rows["cue"] = rows["cue"].fillna(rows["verb"])
    data = rows.groupby(columns[:3], as_index=False)["n"].sum()
    sums = rows.groupby("stand")["n"].sum()
    taking = rows[rows["stand"] != "neutral"]
    found = taking[taking["p_holm"] <= SURE].sort_values(["stand", "p_holm"], kind="stable").head(1)
    table = rows.assign(stand=rows["stand"].replace(STANDS)).pivot_table(
        "n", group, "stand", "sum", fill_value=0
    )
    order = [*STANDS.values()]
    table = table[sorted(table, key=lambda head: (order.index(head) if head in order else 9, head))]
    first = table.drop(columns=STANDS["neutral"], errors="ignore").sum(axis=1)
    rank = pd.DataFrame({"first": first, "all": table.sum(axis=1)}).drop(
        NO_SPEAKER, errors="ignore"
    )
    rank = rank.sort_values(["first", "all"], ascending=False, kind="stable")
    shown = table.loc[(rank if len(rank) else table).index[:MOST_ROWS]]
    notes = {
        who: ", ".join(f"{clip(row.verb, 30)} {row.n}" for row in its.head(6).itertuples())
        for who, its in taking.sort_values("n", ascending=False, kind="stable").groupby(group)
    }
    words = caption(
        "verbs_of_saying", found=found, sums=sums, n=data["n"].sum(), table=table, shown=shown,
        group=group,
    )  # fmt: skip
    return save(_grid(words, shown, notes), name, data, words.alt, folder)


@house_style()
def labels_by_voice(labels: Frame, folder: Folder = None, name: str = "labels_by_voice") -> Figure:
    """Draw in whose words each label stands: the paper's own, a quotation, a paraphrase …

    ``labels`` is what ``framing.labels_by_voice`` returns: one row a use (or, with a column n, a
    count): concept (what is labelled), label, voice; with article and speaker the title says whose
    words a paraphrase changes. The data are concept, label, voice, n.
    """
    columns = ["concept", "label", "voice", "n"]
    rows = checked(labels, name, columns[:3], ["n", "article", "speaker"])
    if rows.empty:
        return nothing(name, "labels", columns, folder)
    found = relabelled(rows).head(1)
    rows = rows[columns].fillna({"n": 1}).astype({"n": int}).fillna("unknown")
    data = rows.groupby(columns[:3], as_index=False)["n"].sum()
    table = data.pivot_table("n", columns[:2], "voice", "sum", fill_value=0)
    order = {voice: n for n, voice in enumerate(VOICES)}
    table = table[sorted(table, key=lambda voice: (order.get(voice, 9), voice))]
    most = table.sum(axis=1).sort_values(ascending=False, kind="stable").index[: ROWS - 6]
    shown = table.rename(columns=IN_WORDS).loc[most]
    sums = shown.sum(axis=1)
    shown = shown.loc[sorted(shown.index, key=lambda row: (row[0], -sums[row], row[1]))]
    words = caption(
        "labels_by_voice", n=data["n"].sum(), voices=data.groupby("voice")["n"].sum(),
        found=found, table=table, shown=len(shown),
    )  # fmt: skip
    return save(_grid(words, shown, {}), name, data, words.alt, folder)


def _grid(
    caption: Caption, table: pd.DataFrame, notes: Mapping[str, str], of: pd.Series | None = None
) -> Drawing:
    """Draw counts by row, or shares ``of`` totals, with sums; ``notes`` are words below a row."""
    left = 1.5
    cell = min(1.2, (WIDE - left) / (len(table.columns) + 1))
    heads = [wrap(clip(each, 40), cell - 0.04, SMALL, lines=3) for each in [*table.columns, "all"]]
    head = down = 0.08 + 0.15 * (1 + max(words.count("\n") for words in heads))
    rows: list[tuple[float, str, pd.Series | None]] = []
    before = None
    for at, counts in table.iterrows():
        concept, name = at if isinstance(at, tuple) else ("", at)
        if concept and concept != before:
            rows.append((down + 0.2, concept, None))
            down += 0.32
        before = concept
        rows.append((down + 0.18, name, counts))
        down += 0.36 + 0.2 * (name in notes)
    fig, (ax,) = sheet(caption, [(0, 0, WIDE, down + 0.02)], under=0.05)
    ax.set_axis_off()
    centres = [left + cell * (n + 0.5) for n in range(len(heads))]
    write = partial(ax.text, va="center_baseline")
    for x, words in zip(centres, heads, strict=True):
        ax.text(
            x,
            head - 0.04,
            words,
            size=SMALL,
            color=GREY,
            ha="center",
            va="bottom",
            linespacing=1.05,
        )
    most = table.max()
    for y, name, counts in rows:
        room, weight, note = left - 0.1, "normal", notes.get(name, "") if counts is not None else ""
        if counts is None:
            room, weight = WIDE, "bold"
        size = TEXT if inches(clip(name), TEXT, weight) <= room else SMALL
        words = wrap(clip(name), room, size, weight, lines=1 if note else 2)
        write(0, y, words, size=size, weight=weight, linespacing=1.05)
        if counts is not None:
            whole = counts.sum() if of is None else of[name]
            for x, n, top in zip(centres, counts, most, strict=False):
                shade = Rectangle((x - cell / 2 + 0.02, y - 0.14), cell - 0.04, 0.28, lw=0)
                shade.set(facecolor=SHADE, alpha=0.8 * n / (top or 1) if of is None else n / whole)
                ax.add_patch(shade)
                words = f"{n:,}" if of is None else f"{n / whole:.0%}"
                write(x, y, words, ha="center", size=SMALL, color=INK if n else GREY)
            write(centres[-1], y, f"{whole:,}", ha="center")
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
