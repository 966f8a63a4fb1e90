"""Events: articles that print one utterance of one occasion, and what their dates say together."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.articles.dates import DAY, WEEKDAYS
from onrecord.extraction import utterances
from onrecord.extraction.copies import copied, sketched, told_again
from onrecord.files import stem
from onrecord.knowledge.grammar import Grammar
from onrecord.records import Article, Evidence, Statement

LATE = timedelta(days=3)  # after an occasion an article on it is news
KNOWN = timedelta(days=31)  # an article that is dated more widely shows no occasion by itself
_WHEN = re.compile(
    rf"(?<!last )(?<!next )\b(?:yesterday|today|tonight|{'|'.join(WEEKDAYS)})\b(?!['’]| [A-Z])"
)
# How long before an article that has a word was what it tells with it, at least and at most.
_AGO = {"yesterday": (DAY, DAY), "today": (0 * DAY, 0 * DAY), "tonight": (0 * DAY, DAY)}
Days = tuple[date, date]
Texts = Mapping[str, str]  # of pages, by name


class Report(NamedTuple):
    """An article that reports an occasion: its days, and how long before them that was."""

    days: Days
    article: Article
    said: Statement
    word: str  # for time, or ""

    @property
    def ago(self) -> tuple[timedelta, timedelta]:
        """The time since the occasion, at least and at most."""
        return _AGO.get(self.word, (0 * DAY, 6 * DAY if self.word else LATE))


def occasions(
    articles: Sequence[Article], said: Sequence[Statement], texts: Texts, grammar: Grammar,
    copies: bool = False,
) -> tuple[list[Article], list[Statement]]:  # fmt: skip
    """Return articles with ``event`` and ``copy_of``, statements with the utterances they share.

    An event is the first, by name, of the articles that report it. The dates of one bound those of
    the others, where these were inferred. What a copy says is of the utterance that has the same
    words in its first; with ``copies`` it is of no other article's.
    """
    between = {article.article: _days(article) for article in articles}

    def near(one: str, other: str) -> bool | None:
        first, second = between[one], between[other]
        return _meet(first, second) if first and second else None

    first = copied(
        (each.article, sketched(texts[each.article], each.body_spans)) for each in articles
    )
    joined = utterances.across(said, near, grammar)
    again = told_again(joined, first)
    joined = [replace(s, utterance=again.get(s.utterance, s.utterance)) for s in joined]
    articles = _joined(articles, joined, texts)
    articles = [replace(each, copy_of=first.get(each.article)) for each in articles]
    if first and copies:
        alone = utterances.across([s for s in said if s.article not in first], near, grammar)
        own = {each.statement_id: each for each in alone}
        joined = [own.get(each.statement_id, each) for each in said]
    known = {article.article: article for article in articles}
    both = ((each, known[each.article]) for each in joined)
    said = [replace(s, date_earliest=a.date_earliest, date_latest=a.date_latest) for s, a in both]
    return articles, said


def _days(article: Article) -> Days | None:
    low, high = article.date_earliest, article.date_latest
    return (date.fromisoformat(low), date.fromisoformat(high)) if low and high else None


def _meet(one: Days, other: Days) -> bool:
    """Tell whether two articles can report one occasion, one of them dated to a month at least."""
    close = max(one[0], other[0]) - min(one[1], other[1]) <= LATE
    return close and min(one[1] - one[0], other[1] - other[0]) <= KNOWN


def _joined(articles: Sequence[Article], said: Sequence[Statement], texts: Texts) -> list[Article]:
    known = {article.article: article for article in articles}
    printed: defaultdict[str, dict[str, list[Statement]]] = defaultdict(dict)
    for statement in said:
        if statement.told_by is None:
            printed[statement.utterance].setdefault(statement.article, []).append(statement)
    events: dict[str, set[str]] = {}  # article -> those of its event
    for shared in printed.values():
        reports = []
        for name, its in shared.items() if len(shared) > 1 else ():
            if days := _days(known[name]):
                words = (_when(texts[name], each) for each in its)
                reports.append(Report(days, known[name], its[0], next(filter(None, words), "")))
        for together in _occasions(sorted(reports, key=lambda report: report.days)):
            known |= {each.article: each for each in _bounded(together)}
            names = {each.article.article for each in together}
            joined = names.union(*(events.get(name, ()) for name in names))
            events |= dict.fromkeys(joined, joined)
    for name, names in events.items():
        known[name] = replace(known[name], event=stem(min(names)))
    return list(known.values())


def _when(text: str, statement: Statement) -> str:
    """Return the word for time in the sentence of a statement, beside what is said."""
    inside = [range(*span) for span in statement.content_spans]
    found = _WHEN.finditer(text, *statement.sentence_span)
    return next((m[0] for m in found if not any(m.start() in span for span in inside)), "")


def _occasions(reports: Sequence[Report]) -> Iterator[list[Report]]:
    """Yield those reports, in the order of their dates, that can be of one occasion."""
    group: list[Report] = []
    ends: list[Report] = []  # of the group: what ends first and what begins last
    for report in [*reports, None]:
        if report is None or not all(_meet(report.days, other.days) for other in ends):
            yield from [group] * (len(group) > 1)
            group, ends = [], []
        if report:
            group.append(report)
            ends = [min([*ends[:1], report], key=lambda each: each.days[1]), report]


def _bounded(reports: Sequence[Report]) -> Iterator[Article]:
    """Yield the articles of one event, none dated where the others cannot be."""
    first = max(each.days[0] - each.ago[1] for each in reports)
    last = min(each.days[1] - each.ago[0] for each in reports)
    for word in {each.word for each in reports} & {*WEEKDAYS}:
        days = (first + n * DAY for n in range((last - first).days + 1))
        fit = [day for day in days if WEEKDAYS[day.weekday()] == word] or [first, last]
        first, last = fit[0], fit[-1]
    names = sorted(stem(each.article.article) for each in reports)
    for report in reports:
        article, said = report.article, report.said
        least, most = report.ago
        low, high = max(report.days[0], first + least), min(report.days[1], last + most)
        if low <= high and (low, high) != report.days and article.date_basis == "inferred":
            others = ", ".join(name for name in names if name != stem(article.article))
            says = f"the same occasion as {others}: written {low} to {high}"
            told = Evidence(said.content.split(" … ")[0], said.content_spans[0], says)
            article = replace(article, date_earliest=low.isoformat(), date_latest=high.isoformat())
            article = replace(article, date_evidence=(told, *article.date_evidence))
        yield article
