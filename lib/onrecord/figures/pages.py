"""Draw saved pages: what is the article and what was cut, and when each may have been written."""

from datetime import date
from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing

from onrecord.analysis.words import NO_OUTLET, clip, intervals, short_names, span_words
from onrecord.errors import counted
from onrecord.figures import time_axis
from onrecord.figures.layout import GREY, PALETTE, PAPER, Caption, caption, mark, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, nothing, save, sized
from onrecord.figures.words import even, on, wrap

PARTS = ["article", "outlet", "part", "kind", "why", "start", "stop", "characters"]
DATED = ["article", "outlet", "date_earliest", "date_latest", "days", "date_basis", "evidence"]
Bases = dict[str, tuple[str, int | None]]  # words and number of each
BASES: Bases = {
    "stated": ("stated on the page", 2), "metadata": ("from metadata", 0),
    "inferred": ("inferred from the text", 3), "page-saved": ("not after the page was saved", 1),
    "page": ("as the web page tells", 4), "export": ("in the export", 0),
    "front matter": ("above the text", 0),
}  # fmt: skip
WRITTEN = {*BASES} - {"page-saved"}  # the bases that say when an article was written
FEW = 12  # articles that are drawn one by one
BARS = 24  # columns over time at most
PERIODS = {"week": 7, "month": 30, "quarter": 91}  # days


@sized
def article_anatomy(
    articles: Frame, folder: Folder = None, name: str = "article_anatomy"
) -> Figure:
    """Draw each saved page in reading order: headline, body, and what was cut as furniture.

    ``articles`` are article records. From 13 on their shares are drawn, and the kinds that were
    cut. The data have one row a part: article, outlet, part (headline, body, cut), kind, why,
    start, stop, characters.
    """
    needed = ["article", "headline_span", "body_spans", "furniture"]
    data = _parts(checked(articles, name, needed, ["outlet"]))
    if data.empty:
        return nothing(name, "articles", PARTS, folder)
    whole = data.groupby("article", sort=False)["characters"].sum()
    cut = data[data["part"] == "cut"].groupby("article")["characters"].sum()
    shares = cut.reindex(whole.index).fillna(0) / whole
    many, ends = len(whole) > on.most(FEW), [shares.min(), shares.max(), shares.median()]
    low, high, middle, share = (round(100 * end) for end in [*ends, cut.sum() / whole.sum()])
    words = caption(
        "article_anatomy", whole=whole, shares=shares, many=many, low=low, high=high,
        middle=middle, share=share, kinds=(_kinds(data) / cut.sum()).head(5),
    )  # fmt: skip
    drawing = (_draw_shares if many else _draw_parts)(data, shares, words)
    return save(drawing, name, data, words, folder)


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


def _kinds(data: pd.DataFrame) -> pd.Series:
    """Return how many characters of each kind were cut, most first."""
    kinds = data[data["part"] == "cut"].groupby("kind")["characters"].sum()
    kinds = kinds.sort_values(ascending=False, kind="stable")
    return kinds.rename(lambda kind: clip(str(kind).replace("-", " "), 24))


def _draw_parts(data: pd.DataFrame, shares: pd.Series, caption: Caption) -> Drawing:
    looks = {"headline": swatch(3), "body": swatch(0), "cut": swatch(None)}
    short, notes = short_names(shares.index), dict[str, str]()
    for page, share in shares.items():
        kinds = _kinds(data[data["article"] == page])
        words = ", ".join(f"{kind}\xa0{size:,}" for kind, size in kinds.items()) or "nothing"
        words = f"cut {share:.0%}: {words}"
        notes[page] = even(words, on.small, wide=on.wide - 0.3, lines=on.pick(1, 4))
    most = max(1 + note.count("\n") for note in notes.values())
    step = 0.56 - 0.08 * on.flat + on.small / 59 * most
    key = [(part.replace("cut", "cut as not the article"), looks[part]) for part in looks]
    fig, (ax,) = sheet(caption, [(0, 0.05, on.wide, step * len(shares))], key, under=0.5)
    ax.set_xlim(0, data["stop"].max() * on.pick(1.03, 1.1))
    ax.grid(False)
    for n, (page, note) in enumerate(notes.items()):
        its, top = data[data["article"] == page], n * step
        name = f"{clip(its['outlet'].iloc[0])}  ({short[page]})"
        name = wrap(name, on.wide, weight="bold", lines=1)
        ax.text(0, top, name, va="top", weight="bold")
        for row in its.itertuples():
            ax.add_patch(looks[row.part].sample(row.start, top + 0.3, row.characters, 0.2))
        ax.text(0, top + 0.44, note, va="top", size=on.small, color=GREY, linespacing=1.2)
    ax.xaxis.set(major_locator=mpl.ticker.MaxNLocator(5, integer=True), major_formatter="{x:,.0f}")
    ax.set_xlabel("place in the file, in characters")
    return fig


def _draw_shares(data: pd.DataFrame, shares: pd.Series, caption: Caption) -> Drawing:
    """Draw how many pages lose which share of their text."""
    fig, (ax,) = sheet(caption, [(0, 0.15, on.wide - 0.2, 2)], under=on.pick(0.55, 0.75))
    top = max(0.2, np.ceil(10 * shares.max()) / 10)
    bins = on.pick(20, 10)
    numbers, edges = np.histogram(shares, np.linspace(0, top, bins + 1))
    ax.set(xlim=(-0.02 * top, top), ylim=(0, 1.15 * numbers.max()), xticks=edges[:: bins // 5])
    words = "share of the page that was cut; above the bars, number of pages"
    ax.set_xlabel(wrap(words, on.wide - 0.2, on.text))
    ax.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, 0))
    ax.bar(edges[:-1], numbers, top / bins, align="edge", color=PALETTE[0], edgecolor="white")
    for left, n in zip(edges, numbers, strict=False):
        words, middle = f"{n:,}" if n else "", left + top / bins / 2
        ax.text(middle, n, words, ha="center", va="bottom", size=on.small)
    return fig


@sized
def date_intervals(articles: Frame, folder: Folder = None, name: str = "date_intervals") -> Figure:
    """Draw the days on which each article may have been written, and how that is known.

    ``articles`` are article records. From 13 on they are counted by week, month, quarter or year.
    The data have one row an article: article, outlet, date_earliest, date_latest, days, date_basis,
    evidence.
    """
    needed = ["article", "date_earliest", "date_latest", "date_basis"]
    shown = _dated(checked(articles, name, needed, ["outlet", "date_evidence"]), name)
    data = shown[DATED]
    if data.empty:
        return nothing(name, "articles", DATED, folder)
    period, table = _by_period(shown) if len(data) > on.most(FEW) else ("", shown)
    near = data["date_basis"].isin(WRITTEN) & (data["days"] <= 14)
    twins = near & data["evidence"].str.contains("the same occasion as")
    words = caption(
        "date_intervals", data=shown, close=int(near.sum()), twins=int(twins.sum()),
        period=period, undated=int(data["days"].isna().sum()),
    )  # fmt: skip
    tally, bases = data["date_basis"].value_counts(), {}
    for basis in [basis for basis in dict.fromkeys([*BASES, *tally.index]) if basis in tally]:
        said, look = BASES.get(basis, (basis, None))
        bases[basis] = f"{clip(said, 40)} ({tally[basis]:,})", look
    drawing = (_draw_columns if period else _draw_dates)(table, bases, words)
    return save(drawing, name, data, words, folder)


def _dated(articles: pd.DataFrame, name: str) -> pd.DataFrame:
    spans, evidence = intervals(articles, name), articles["date_evidence"]
    data = articles.fillna({"outlet": NO_OUTLET, "date_basis": "unknown"}).assign(
        span=spans, start=[first or last or date.max for first, last in spans],
        days=[(last - first).days + 1 if first and last else None for first, last in spans],
        evidence=["; ".join(str(each["says"]) for each in found or ()) for found in evidence],
    )  # fmt: skip
    data["date_basis"] = data["date_basis"].str.split(":").str[0]  # behind it stands where
    return data.sort_values(["start", "article"], ignore_index=True).astype({"days": "Int64"})


def _by_period(data: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Count articles by basis and the shortest period that gives few columns."""
    known = data.dropna(subset="days")
    days = pd.to_datetime(known["start"]) + pd.to_timedelta((known["days"] - 1) // 2, "D")
    long = (days.max() - days.min()).days if len(days) else 0
    period = next((period for period, size in PERIODS.items() if long < BARS * size), "year")
    return period, pd.crosstab(days.dt.to_period(period[0].upper()), known["date_basis"])


def _draw_dates(data: pd.DataFrame, bases: Bases, caption: Caption) -> Drawing:
    looks = {basis: mark(n, hollow=basis not in WRITTEN) for basis, (_, n) in bases.items()}
    key = [(words, looks[basis]) for basis, (words, _) in bases.items()]
    step, left, above = on.pick(0.44, 0.7), on.inch(2.5, 0), on.pick(0, 16)
    at = "axes fraction", "data"
    short = short_names(data["article"])
    fig, (ax,) = sheet(caption, [(left, 0.05, on.wide - left, step * len(data))], key, under=0.42)
    time_axis.lay([ax], list(data["span"]))
    write = partial(ax.annotate, textcoords="offset points", bbox=PAPER)
    fit = partial(wrap, width=left - 0.05 if left else on.wide, lines=1)
    for n, row in enumerate(data.itertuples()):
        y, span, place = (n + 0.5) * step, row.span, (-72 * left, above)
        days = span_words(span) + (f", {counted(row.days, 'day')}" if pd.notna(row.days) else "")
        write(fit(f"{clip(row.outlet)} ({short[row.article]})"), (0, y), place, at, va="bottom")
        write(fit(days), (0, y), place, at, va="top", size=on.small, color=GREY)
        time_axis.draw_interval(ax, span, y, 6, GREY if row.date_basis in WRITTEN else "#b0b0b0")
        if (middle := time_axis.middle(span)) is not None:
            looks[row.date_basis].draw(ax, middle, y, 60, clip_on=True)
    return fig


def _draw_columns(table: pd.DataFrame, bases: Bases, caption: Caption) -> Drawing:
    """Draw how many articles fall in each period, one column a period, stacked by basis."""
    key = [(words, swatch(n)) for words, n in bases.values()]
    fig, (ax,) = sheet(caption, [(0.45, 0.15, on.wide - 0.5, 2.2)], key, under=0.42)
    spans = [(at.start_time.date(), at.end_time.date()) for at in table.index]
    time_axis.lay([ax], spans)
    ax.set_ylim(0, 1.1 * max([1, *table.sum(axis=1)]))
    ax.yaxis.set(major_locator=mpl.ticker.MaxNLocator(4, integer=True), major_formatter="{x:,.0f}")
    ax.grid(axis="y")
    for span, (_, row) in zip(spans, table.iterrows(), strict=True):
        (start, end), low = time_axis.ends(span), 0
        for basis, (_, look) in bases.items():
            n = row.get(basis, 0)
            ax.add_patch(swatch(look).sample(start, low + n / 2, end - start, n))
            low += n
    return fig
