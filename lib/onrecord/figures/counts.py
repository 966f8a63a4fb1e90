"""Draw counts: who speaks, verbs of saying, labels by voice."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

from onrecord.analysis import frames
from onrecord.analysis.framing import relabelled
from onrecord.analysis.splits import LEVEL
from onrecord.analysis.words import NO_OUTLET, NO_SIDE, clip, named
from onrecord.errors import OnRecordError, counted
from onrecord.figures.layout import BAND, GREY, INK, ROWS, Caption, caption, flow, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, kept, nothing, save, sized
from onrecord.figures.words import inches, on, wrap

FORMS = {"direct": swatch(0), "mixed": swatch(2), "indirect": swatch(4)}
HOW = ["quoted", "partly quoted", "paraphrased", "told by another speaker"]
SPEAKER = ["speaker", *FORMS, "utterances", "told", "repeats"]
NO_SPEAKER = "speaker unknown"
OF_VOICES = "share_all p_holm words quoted within n_all total_all caution".split()
OF_VERBS = "cue articles n_verb expected p p_holm compared".split()
SHADE = "#8cc1e4"
STANDS = {"doubting": "casts doubt", "endorsing": "takes as true", "neutral": "reports"}
IN_WORDS = {
    "narration": "the paper’s own words", "headline": "headline", "paraphrase": "paraphrase",
    "island": "quoted words in a paraphrase", "direct": "quotation",
}  # fmt: skip


@sized
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
    said = caption("speakers", data=data, rows=rows, most=most, lead=lead, within=within, left=left)
    return save(_bars(data, said), name, data, said, folder)


@kept
def _without_one(rows: pd.DataFrame, first: list[str]) -> tuple[int, pd.Series]:
    """Return in how many articles the first speaker has a word, and what each has left of theirs.

    What is left is without the article that costs that speaker most of the lead, most first.
    """
    own = rows[rows["told_by"].isna() & frames.once(rows) & rows["speaker"].isin(first)]
    table = own.groupby(["article", "speaker"]).size().unstack(fill_value=0)
    table = table.reindex(columns=first, fill_value=0)
    if table.empty:
        return 0, pd.Series(dtype=int)
    left = table.sum() - table
    margin = left[first[0]] - left[first[1:]].max(axis=1).fillna(0)
    least = left.loc[margin.idxmin()].sort_values(ascending=False, kind="stable")
    return int((table[first[0]] > 0).sum()), least


@kept
def _tally(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Count utterances by speaker: own ones by form, those told by another speaker, repeats."""
    for form in rows.loc[~rows["form"].isin(list(FORMS)), "form"]:
        remedy = f"use one of {', '.join(FORMS)}"
        raise OnRecordError(name, "column form", f"{form!r} is no form", remedy)
    again = ~frames.once(rows)
    column = rows["form"].mask(rows["told_by"].notna(), "told").mask(again, "repeats")
    table = rows.groupby([rows["speaker"].fillna(NO_SPEAKER), column]).size()
    table = table.unstack(fill_value=0).reindex(columns=SPEAKER[1:], fill_value=0)
    table["utterances"] = table[list(FORMS)].sum(axis=1)
    table = table.rename_axis("speaker").reset_index().rename_axis(columns=None)
    order = table.assign(unknown=table["speaker"] == NO_SPEAKER, least=-table["utterances"])
    order = order.sort_values(["unknown", "least", "speaker"]).index
    return table.loc[order].reset_index(drop=True)


def _bars(data: pd.DataFrame, caption: Caption) -> Drawing:
    shown = data[data[["utterances", "told"]].any(axis=1)].head(on.most(ROWS))
    looks = {**FORMS, "told": swatch(None)}
    left, above = on.inch(2.0, 0), on.pick(0, 0.2)  # where it is narrow, names stand above
    room, wide = left - 0.1 if left else on.wide, on.wide - left - 0.05
    labels = [wrap(clip(who), room, lines=2) for who in shown["speaker"]]
    steps = np.array([0.4 if "\n" in label else 0.31 for label in labels]) + above
    key = list(zip(HOW, looks.values(), strict=True))
    counts = [f"{row.utterances:,}" + f" + {row.told:,} told" * (row.told > 0)
              for row in shown.itertuples()]  # fmt: skip
    need = max((inches(words, on.small) for words in counts), default=0) + 0.1
    fig, (ax,) = sheet(caption, [(left, 0, wide, steps.sum() + 0.05)], key)
    end = max(1, (shown["utterances"] + shown["told"]).max())
    ax.set_xlim(0, end * wide / (wide - need))
    ax.xaxis.set(major_locator=mpl.ticker.MaxNLocator(5, integer=True), major_formatter="{x:,.0f}")
    middles = np.cumsum(steps) - steps / 2 + above / 2
    ax.set_yticks([] if above else middles, [] if above else labels, linespacing=1.1)
    for y, words, label, (_, row) in zip(middles, counts, labels, shown.iterrows(), strict=True):
        x = 0
        for form, look in looks.items():
            if row[form]:
                ax.add_patch(look.sample(x, y, row[form], 0.22))
            x += row[form]
        ax.text(x + end * 0.015, y, words, va="center_baseline", size=on.small)
        if above:
            ax.text(0, y - 0.15, label, va="bottom", linespacing=1.1)
    return fig


@sized
def outlet_voices(
    voices: Frame, folder: Folder = None, name: str = "outlet_voices", group: str = "outlet"
) -> Figure:
    """Draw who gets to speak in each outlet: the share of each side in its utterances.

    ``voices`` is what ``framing.speakers_by_outlet`` returns by side, of outlets or another
    ``group``; the title compares them where p_holm is .05 or less. The data have a row for each
    outlet and side, silent ones too: outlet, speaker_side, n, total, share, share_all, p_holm.
    """
    key, more = [group, "speaker_side"], ["share_all", "p_holm"]
    rows, spoke, data = _heard(checked(voices, name, [*key, "n", "total"], OF_VOICES), group)
    if spoke.empty:
        return nothing(name, "utterances", [*key, "n", "total", "share", *more], folder)
    totals, within = (rows.groupby(group)[one].first() for one in ("total", "within"))
    everywhere = rows.groupby("speaker_side")["n_all"].first().fillna(spoke.sum()).astype(int)
    sides = everywhere.drop(NO_SIDE, errors="ignore").sort_values(ascending=False, kind="stable")
    nameless = totals.index.str.startswith(NO_OUTLET)
    shown = [*totals[~nameless].nlargest(on.most(ROWS)).index, *totals[nameless].index]
    table = spoke.loc[shown[: on.most(ROWS // 2)]]
    first = [each for each in sides.index if each in spoke][: 3 if spoke.shape[1] > 5 else 5]
    rest = table.drop(columns=[*first, NO_SIDE], errors="ignore").sum(axis=1)
    unknown = table.filter([NO_SIDE])
    table = table[first].assign(**{"other sides": rest} if rest.any() else {}).join(unknown)
    sums = rows[rows[group].isin(table.index)].groupby(group)[["quoted", "words"]].sum()
    sums = sums.query("words > 0").astype(int)
    notes = {
        of: f"{n:,} of {counted(all_, 'word')} in quotation marks"
        for of, n, all_ in sums.itertuples()
    }
    words = caption(
        "outlet_voices", data=data, rows=rows, sides=sides, totals=totals, group=group, table=table,
        unknown=int(everywhere.get(NO_SIDE, 0)),
        found=data[data["p_holm"] <= LEVEL].sort_values("p_holm", kind="stable").head(1),
        nameless=nameless.sum(), tested=rows["p_holm"].dropna(), within=within[~nameless],
        all=rows["total_all"].fillna(totals.sum()).max(),
    )  # fmt: skip
    return save(_grid(words, table, notes, totals), name, data, words, folder)


@kept
def _heard(rows: pd.DataFrame, group: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the rows of outlets that have utterances, a table of n by side, and what is shown."""
    key, more = [group, "speaker_side"], ["share_all", "p_holm"]
    rows = rows.dropna(subset="total")
    side = rows["speaker_side"].fillna(NO_SIDE).replace("unknown", NO_SIDE)
    rows = rows.assign(speaker_side=side, **{group: named(rows[group])})
    rows = rows[rows["total"] > 0].astype({"n": int, "total": int} | dict.fromkeys(more, float))
    spoke = rows.pivot_table("n", *key, "sum", fill_value=0).loc[:, lambda its: its.any()]
    if spoke.empty:
        return rows, spoke, spoke
    data = spoke.stack().rename("n").reset_index().merge(rows[[*key, *more]], how="left")
    data.insert(3, "total", data[group].map(rows.groupby(group)["total"].first()))
    data.insert(4, "share", data["n"] / data["total"])
    order = ["total", group, "n"]
    data = data.sort_values(order, ascending=[False, True, False], ignore_index=True)
    return rows, spoke, data


@sized
def verbs_of_saying(
    verbs: Frame, folder: Folder = None, name: str = "verbs_of_saying", group: str = "speaker"
) -> Figure:
    """Draw whose words are introduced by verbs that cast doubt, report, or take them as true.

    ``verbs`` is what ``framing.verbs_by_speaker`` returns, of speakers or another ``group``: one
    row a stand, verb and speaker, with n; without a column n each row counts as one. The title is
    the most surprising verb of doubt, or of truth, or one that stands for one speaker alone. The
    data are speaker, stand, verb, n.
    """
    columns = [group, "stand", "verb", "n"]
    rows = checked(verbs, name, columns[:3], ["n", *OF_VERBS])
    if rows.empty:
        return nothing(name, "verbs of saying", columns, folder)
    who = named(rows[group]) if group == "outlet" else rows[group].astype("str").fillna("unknown")
    rows = rows.assign(**{group: who.replace("unknown", NO_SPEAKER)}).fillna({"n": 1})
    rows = rows.astype({"n": int, "p_holm": float}).fillna({"stand": "unknown", "verb": "unknown"})
    data = rows.groupby(columns[:3], as_index=False)["n"].sum()
    table = _cross(rows, [group], "stand", STANDS)
    rank = table.assign(taking=table.filter([STANDS["doubting"], STANDS["endorsing"]]).sum(axis=1))
    rank = rank.assign(all=table.sum(axis=1), known=table.index != NO_SPEAKER)
    order = rank.sort_values(["known", "taking", "all"], ascending=False, kind="stable").index
    about = {"shown": table.loc[order[: on.most(ROWS // 2)]]}
    taking = rows[rows["stand"].isin(["doubting", "endorsing"])]
    noted = taking[taking[group].isin(about["shown"].index)]
    notes = {
        who: ", ".join(f"{clip(row.verb, 30)} {row.n:,}" for row in its.head(6).itertuples())
        for who, its in noted.sort_values("n", ascending=False, kind="stable").groupby(group)
    }
    sole = (taking["n"] == taking["n_verb"]) & (taking["n"] > 2) & taking["expected"].notna()
    sole &= taking[group] != NO_SPEAKER
    found = taking[(taking["p_holm"] <= LEVEL) | sole].sort_values(["stand", "p_holm"]).head(1)
    about["sums"] = rows.groupby("stand")["n"].sum()
    words = caption("verbs_of_saying", found=found, data=data, table=table, group=group, **about)
    return save(_grid(words, about["shown"], notes), name, data, words, folder)


@sized
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
    found = relabelled(rows)
    rows = rows[columns].fillna({"n": 1}).astype({"n": int}).fillna("unknown")
    data = rows.groupby(columns[:3], as_index=False)["n"].sum()
    table = _cross(data, columns[:2], "voice", IN_WORDS)
    sums = table.sum(axis=1).sort_values(ascending=False, kind="stable")
    lead = found.head(1).melt("concept", ["said", "paraphrased"])  # what the title names is shown
    named = set(zip(lead["concept"], lead["value"], strict=True))
    first = sorted(sums.index, key=lambda row: row not in named)[: on.most(ROWS - 6)]
    shown = table.loc[sorted(first, key=lambda row: (row[0], -sums[row], row[1]))]
    voices = data.groupby("voice")["n"].sum()
    about = {"voices": voices, "found": found.head(1), "all": found}
    words = caption("labels_by_voice", table=table, shown=len(shown), **about)
    return save(_grid(words, shown, {}), name, data, words, folder)


def _cross(rows: pd.DataFrame, down: list[str], across: str, heads: dict[str, str]) -> pd.DataFrame:
    """Lay out counts ``n``, columns in the order and the words of their heads."""
    table = rows.pivot_table("n", down, across, "sum", fill_value=0)
    first = [head for head in heads if head in table]
    return table[[*first, *table.drop(columns=first)]].rename(columns=heads)


def _lines(
    table: pd.DataFrame, notes: Mapping[str, str], down: float
) -> tuple[list[tuple[float, str, pd.Series | None]], float]:
    """Return where each row of a grid stands, and each concept above its rows; and the end."""
    rows: list[tuple[float, str, pd.Series | None]] = []
    for at, counts in table.iterrows():
        *concept, name = at if isinstance(at, tuple) else (at,)
        if concept and concept[0] not in {head for _, head, of_head in rows if of_head is None}:
            rows.append((down + 0.2, concept[0], None))
            down += 0.3
        rows.append((down + 0.16, name, counts))
        down += 0.32 + 0.2 * (name in notes)
    return rows, down


def _grid(
    caption: Caption, table: pd.DataFrame, notes: Mapping[str, str], of: pd.Series | None = None
) -> Drawing:
    """Draw counts by row, or shares ``of`` totals, with sums; ``notes`` are words below a row."""
    if on.narrow:
        return _chips(caption, table, notes, of)
    left, heads = on.inch(1.5, 0), [clip(each, 40) for each in [*table.columns, "all"]]
    cell = min(1.2, (on.wide - left) / len(heads))
    heads = [wrap(each, cell - 0.04, on.small, lines=3) for each in heads]
    top = 0.08 + 0.15 * (1 + max(words.count("\n") for words in heads))
    rows, down = _lines(table, notes, top)
    fig, (ax,) = sheet(caption, [(0, 0, on.wide, down + 0.02)], under=0.05)
    centres = [left + cell * (n + 0.5) for n in range(len(heads))]
    write = partial(ax.text, va="center_baseline", linespacing=1.05)
    for x, words in zip(centres, heads, strict=True):
        write(x, top - 0.04, words, size=on.small, color=GREY, ha="center", va="bottom")
    for y, name, counts in rows:
        if counts is None:
            write(0, y, wrap(clip(name), on.wide, on.text, "bold", lines=1), weight="bold")
            continue
        note = wrap(notes.get(name, ""), on.wide - 0.1, on.small, lines=1)
        size = on.text if inches(clip(name)) <= left - 0.1 else on.small
        write(0, y, wrap(clip(name), left - 0.1, size, lines=1 if note else 2), size=size)
        whole = counts.sum() if of is None else of[name]
        for x, n, most in zip(centres, counts, table.max(), strict=False):
            shade = Rectangle((x - cell / 2 + 0.02, y - 0.13), cell - 0.04, 0.26, lw=0)
            shade.set(facecolor=SHADE, alpha=0.8 * n / (most or 1) if of is None else n / whole)
            ax.add_patch(shade)
            number = f"{n:,}" if of is None else f"{n / whole:.0%}"
            write(x, y, number, ha="center", size=on.small, color=INK if n else GREY)
        write(centres[-1], y, f"{whole:,}", ha="center")
        write(0, y + 0.24, note, size=on.small, color=GREY)
        ax.axhline(y + 0.16 + 0.2 * bool(note), color=BAND, lw=1, zorder=0)
    return fig


def _chips(
    caption: Caption, table: pd.DataFrame, notes: Mapping[str, str], of: pd.Series | None
) -> Drawing:
    """Draw a grid where it is narrow: below the name of a row the cells that are not 0."""
    wide, down, concepts, most = on.wide, 0.0, set[str](), table.max()
    words: list[tuple[float, float, str, dict[str, Any]]] = []
    shades: list[tuple[tuple[float, float], float, float]] = []
    for at, counts in table.iterrows():
        *concept, name = at if isinstance(at, tuple) else (at,)
        for each in {*concept} - concepts:
            words.append((0, down + 0.28, wrap(clip(each), wide, 0, "bold", 1), {"weight": "bold"}))
            down += 0.26
        concepts |= {*concept}
        whole = counts.sum() if of is None else of[name]
        label = wrap(clip(name), wide - inches(f"{whole:,}") - 0.1, lines=2)
        down += 0.17 * (1 + label.count("\n")) + 0.08
        words += [(0, down, label, {}), (wide, down, f"{whole:,}", {"ha": "right"})]
        cells = {
            clip(head, 30) + (f" {n:,}" if of is None else f" {n / whole:.0%}"):
            0.8 * n / most[head] if of is None else n / whole for head, n in counts.items() if n
        }  # fmt: skip
        widths = [min(inches(each, on.small) + 0.12, wide) for each in cells]
        places = flow(widths, 0.06)
        for each, width, (x, row) in zip(cells, widths, places, strict=True):
            shades.append(((x, down + 0.03 + 0.25 * row), width, cells[each]))
            each = wrap(each, wide - 0.12, on.small, lines=1)
            words.append((x + 0.06, down + 0.21 + 0.25 * row, each, {"size": on.small}))
        down += 0.25 * (places[-1][1] + 1) + 0.06 if places else 0.06
        note = wrap(notes.get(name, ""), wide, on.small, lines=2)
        down += (0.17 * (1 + note.count("\n")) + 0.04) * bool(note)
        words.append((0, down - 0.02, note, {"size": on.small, "color": GREY}))
    fig, (ax,) = sheet(caption, [(0, 0, wide, down + 0.02)], under=0.05)
    for place, width, alpha in shades:
        ax.add_patch(Rectangle(place, width, 0.22, lw=0, fc=SHADE, alpha=alpha))
    for x, y, text, look in words:
        ax.text(x, y, text, **{"va": "bottom", "linespacing": 1.1, **look})
    return fig
