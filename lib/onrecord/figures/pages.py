"""Draw saved pages: what is the article and what was cut, and when each may have been written."""

from datetime import date

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure as Drawing

from onrecord.analysis.words import NO_OUTLET, clip, count, intervals, short_names, span_words
from onrecord.figures import time_axis
from onrecord.figures.layout import GREY, ROWS, WIDE, Caption, caption, mark, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, house_style, nothing, save
from onrecord.figures.words import SMALL, wrap

PARTS = ["article", "outlet", "part", "kind", "why", "start", "stop", "characters"]
DATED = ["article", "outlet", "date_earliest", "date_latest", "days", "date_basis", "evidence"]
BASES = {"stated": mark(0), "metadata": mark(2), "inferred": mark(3)}
BASES["page-saved"] = mark(1, hollow=True)
WRITTEN = ("stated", "metadata", "inferred")  # the bases that say when an article was written


@house_style()
def article_anatomy(
    articles: Frame, folder: Folder = None, name: str = "article_anatomy"
) -> Figure:
    """Draw each saved page in reading order: headline, body, and what was cut as furniture.

    ``articles`` are article records. The data have one row a part: article, outlet, part
    (headline, body, cut), kind, why, start, stop, characters.
    """
    needed = ["article", "headline_span", "body_spans", "furniture"]
    data = _parts(checked(articles, name, needed, ["outlet"]))
    if data.empty:
        return nothing(name, "articles", PARTS, folder)
    whole = data.groupby("article", sort=False)["characters"].sum()
    cut = data[data["part"] == "cut"].groupby("article")["characters"].sum()
    shares = cut.reindex(whole.index).fillna(0) / whole
    low, high = round(100 * shares.min()), round(100 * shares.max())
    words = caption("article_anatomy", whole=whole, shares=shares, low=low, high=high)
    return save(_draw_parts(data, shares, words), name, data, words.alt, folder)


def _parts(articles: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for page in articles.itertuples():
        parts = [("body", "body", None, span) for span in page.body_spans or ()]
        parts += [("cut", cut["kind"], cut.get("why"), cut["span"]) for cut in page.furniture or ()]
        if page.headline_span:
            parts.append(("headline", "headline", None, page.headline_span))
        about = page.article, page.outlet or NO_OUTLET
        for *part, (start, stop) in sorted(parts, key=lambda part: part[-1][0]):
            rows.append((*about, *part, start, stop, stop - start))
    return pd.DataFrame(rows, columns=PARTS)


def _draw_parts(data: pd.DataFrame, shares: pd.Series, caption: Caption) -> Drawing:
    looks = {"headline": swatch(3), "body": swatch(0), "cut": swatch(None)}
    short, step, high = short_names(shares.index), 0.82, 0.82 * min(len(shares), ROWS)
    key = [(part.replace("cut", "cut as not the article"), looks[part]) for part in looks]
    fig, (ax,) = sheet(caption, [(0, 0.05, WIDE, high)], key, under=0.5)
    ax.set_xlim(0, data["stop"].max() * 1.03)
    ax.grid(False)
    for n, (page, share) in enumerate(shares.head(ROWS).items()):
        its, top = data[data["article"] == page], n * step
        ax.text(0, top, f"{short[page]}  {clip(its['outlet'].iloc[0])}", va="top", weight="bold")
        for row in its.itertuples():
            ax.add_patch(looks[row.part].sample(row.start, top + 0.3, row.characters, 0.2))
        kinds = its[its["part"] == "cut"].groupby("kind")["characters"].sum()
        kinds = kinds.sort_values(ascending=False, kind="stable")
        words = ", ".join(f"{clip(kind)} {size:,}" for kind, size in kinds.items()) or "nothing"
        words = wrap(f"cut {share:.0%}: {words}", WIDE - 0.3, SMALL, lines=2)
        ax.text(0, top + 0.44, words, va="top", size=SMALL, color=GREY, linespacing=1.2)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel("place in the file, in characters")
    return fig


@house_style()
def date_intervals(articles: Frame, folder: Folder = None, name: str = "date_intervals") -> Figure:
    """Draw the days on which each article may have been written, and how that is known.

    ``articles`` are article records. The data have one row an article: article, outlet,
    date_earliest, date_latest, days, date_basis, evidence.
    """
    needed = ["article", "date_earliest", "date_latest", "date_basis"]
    shown = _dated(checked(articles, name, needed, ["outlet", "date_evidence"]), name)
    data = shown[DATED]
    if data.empty:
        return nothing(name, "articles", DATED, folder)
    close = int((data["date_basis"].isin(WRITTEN) & (data["days"] <= 14)).sum())
    words = caption("date_intervals", data=shown, close=close)
    return save(_draw_dates(shown, words), name, data, words.alt, folder)


def _dated(articles: pd.DataFrame, name: str) -> pd.DataFrame:
    spans, evidence = intervals(articles, name), articles["date_evidence"]
    data = articles.assign(
        span=spans,
        outlet=articles["outlet"].fillna(NO_OUTLET),
        days=[(last - first).days + 1 if first and last else None for first, last in spans],
        date_basis=articles["date_basis"].fillna("unknown"),
        evidence=["; ".join(str(each["says"]) for each in found or ()) for found in evidence],
        start=[first or last or date.max for first, last in spans],
    )
    return data.sort_values(["start", "article"], ignore_index=True).astype({"days": "Int64"})


def _draw_dates(data: pd.DataFrame, caption: Caption) -> Drawing:
    tally = data["date_basis"].value_counts()
    bases = [basis for basis in BASES if basis in tally] + sorted(set(tally.index) - set(BASES))
    looks = {basis: BASES.get(basis, mark(None, hollow=True)) for basis in bases}
    shown, step, short = data.head(ROWS), 0.58, short_names(data["article"])
    high = step * len(shown) + 0.05
    key = [(f"{clip(basis)} ({tally[basis]})", look) for basis, look in looks.items()]
    fig, (ax,) = sheet(caption, [(0, 0.05, WIDE, high)], key, under=0.48)
    time_axis.lay([ax], list(shown["span"]))
    left = ax.get_xlim()[0]
    for n, row in enumerate(shown.itertuples()):
        top, span, basis = n * step, row.span, row.date_basis
        days = f" ({count(row.days, 'day')})" if pd.notna(row.days) else ""
        words = f"{short[row.article]}  {clip(row.outlet, 30)}: {span_words(span)}{days}"
        words = wrap(f"{words}, {clip(basis, 20)}", WIDE - 0.1, lines=1)
        ax.text(left, top + 0.07, words, va="top")
        time_axis.draw_interval(ax, span, top + 0.41, 6, GREY if basis in WRITTEN else "#b0b0b0")
        if (middle := time_axis.middle(span)) is not None:
            looks[basis].draw(ax, middle, top + 0.41, 60, clip_on=True)
    return fig
