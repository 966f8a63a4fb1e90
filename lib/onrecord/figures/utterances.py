"""Draw who speaks: utterances by speaker and form."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing

from onrecord.errors import OnRecordError
from onrecord.figures.layout import ROWS, WIDE, Caption, left_out, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, house_style, nothing, save
from onrecord.figures.words import NO_SPEAKER, SMALL, clip, count, listed, told, wrap

FORMS = {"direct": swatch(0), "mixed": swatch(2), "indirect": swatch(4)}
COLUMNS = ["speaker", *FORMS, "utterances", "told", "repeats"]


@house_style()
def speakers(statements: Frame, folder: Folder = None, name: str = "speakers") -> Figure:
    """Draw who speaks: distinct utterances by speaker and form.

    ``statements`` is the table of statements. An utterance that is told again (``repeat_of``) is
    counted once. What one speaker tells of another (``parent``, or a speaker as ``reported_by``)
    is drawn apart and never counted as that speaker's own word. The data have one row a speaker:
    speaker, direct, mixed, indirect (own words), utterances (their sum), told (by another
    speaker), repeats.
    """
    needed, further = ["article", "speaker", "form"], ["parent", "reported_by", "repeat_of"]
    rows = checked(statements, name, needed, further)
    if rows.empty:
        return nothing(name, "statements", COLUMNS, folder)
    data = _tally(rows, name)
    own, by_others = int(data["utterances"].sum()), int(data["told"].sum())
    named = data[data["speaker"] != NO_SPEAKER]
    most = max(named["utterances"], default=0)
    first = [clip(who) for who in named.loc[named["utterances"] == most, "speaker"]]
    verb, each = ("speaks", "") if len(first) == 1 else ("speak", " each")
    if not most:
        title = f"No named speaker has an utterance of their own among {own + by_others:,}"
    elif len(first) > 3:
        title = f"{len(first)} speakers share the lead with {count(most, 'utterance')} each"
    else:
        title = f"{listed(first)} {verb} most: {most} of {count(own, 'utterance')}{each}"
    subtitle = "Distinct utterances by speaker and form; repeats of one utterance are counted once"
    articles = count(rows["article"].nunique(dropna=False), "article")
    note = f"n = {count(own, 'utterance')}, {by_others:,} more told by another speaker, in "
    note += f"{count(len(rows), 'statement')} of {articles}.{left_out(len(data), 'speakers')}"
    more = told(
        f"{clip(row.speaker)} {row.direct} direct, {row.mixed} mixed, {row.indirect} indirect"
        for row in data.head(5).itertuples()
    )
    caption = Caption("Stacked bars", title, subtitle, note, more)
    return save(_draw(data, caption), name, data, caption.alt, folder)


def _tally(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Count utterances by speaker: own ones by form, those told by another speaker, repeats."""
    for form in rows.loc[~rows["form"].isin(list(FORMS)), "form"]:
        remedy = f"use one of {', '.join(FORMS)}"
        raise OnRecordError(name, "column form", f"{form!r} is no form", remedy)
    teller, speaker = rows["reported_by"], rows["speaker"]
    passed_on = rows["parent"].notna() | (teller.isin(speaker.dropna()) & (teller != speaker))
    column = rows["form"].mask(passed_on, "told").mask(rows["repeat_of"].notna(), "repeats")
    table = pd.crosstab(speaker.fillna(NO_SPEAKER), column)
    table = table.reindex(columns=COLUMNS[1:], fill_value=0)
    own = table["utterances"] = table[list(FORMS)].sum(axis=1)
    order = sorted(table.index, key=lambda who: (who == NO_SPEAKER, -own[who], who))
    return table.loc[order].reset_index().rename_axis(columns=None)


def _draw(data: pd.DataFrame, caption: Caption) -> Drawing:
    shown, looks = data.head(ROWS), {**FORMS, "told": swatch(None)}
    labels = [wrap(clip(who), 1.9, lines=2) for who in shown["speaker"]]
    steps = np.array([0.42 if "\n" in label else 0.34 for label in labels])
    key = [(form.replace("told", "told by another speaker"), look) for form, look in looks.items()]
    fig, (ax,) = sheet(caption, [(2.0, 0, WIDE - 2.05, steps.sum() + 0.05)], key)
    end = max(1, (shown["utterances"] + shown["told"]).max())
    ax.set(ylim=(steps.sum() + 0.05, 0), xlim=(0, end * 1.4), yticks=[])
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
