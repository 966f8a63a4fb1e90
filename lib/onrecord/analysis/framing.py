"""Compare outlets: who gets to speak, with which verbs of saying, which labels, which words.

The unit of comparison is the outlet; an article whose outlet is unknown is a unit of its own
("unknown: <article>"). The column ``caution`` says where there is too little to go by.
"""

import re
from collections.abc import Iterable
from itertools import repeat

import numpy as np
import pandas as pd

from onrecord.analysis import frames
from onrecord.analysis.frames import FEW, caution, shares, typed
from onrecord.analysis.splits import deals, holm, upper_tail
from onrecord.analysis.voice import SPOKEN, voices
from onrecord.analysis.words import UNKNOWN
from onrecord.knowledge import Knowledge, KnowledgeLike, known
from onrecord.knowledge.wording import Label
from onrecord.records import Article, Document
from onrecord.text.tokens import quotations

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[a-z\d”\"’)])[.!?][”\"’)]?\s+(?=[A-Z“\"‘])")
_BESIDE = ["speaker", "words", "form", "cue", "told_by"]
MOST_CELLS = 10_000_000  # articles times speakers that are tested: of more, the most heard are
ALIKE = 0.5  # share of words from which what one speaker says in two articles is told by both


def speakers_by_outlet(
    statements: pd.DataFrame, by: str = "speaker", group: str = "outlet",
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Count who gets to speak in each outlet, beside the other outlets and what chance gives.

    ``by`` is speaker, speaker_side, speaker_kind or form; ``group`` any column, of metadata too.
    Columns: ``group``, ``by`` ("unknown" where it is), n (utterances that the speaker makes, no
    repeats nor views that another tells), total (of the group), share, low, high (95 per cent
    interval, Wilson 1927), share_all (in all other groups), p, smallest_p, p_holm, direct, mixed,
    indirect (of n), words, quoted (of these in quotation marks), share_words (of the group's),
    repeats, told (by another), articles (that give it one), within (articles of the group), n_all,
    total_all (of all groups, an utterance once), caution.

    p: how often as wide a gap to the other groups comes about where articles are dealt anew
    (``splits``), those of one event (in ``articles``) as one; the gap is of an article's mean
    share, so that long ones weigh no more. smallest_p: what the widest would have. p_holm: how
    often any speaker's gap is as wide (Westfall and Young 1993), among so many groups (Holm 1979).
    Not tested: what is unknown, a group of one article or event, a speaker heard in one; of 10,000
    articles no more than the 1,001 speakers that are heard in most, of 100,000 than 101.
    """
    unit, article = _units(statements, group), statements["article"]
    rows = _counted(statements, by, group, unit)
    counted, frame = rows["n"], rows.groupby([group, by]).sum()
    tests = _tests(rows[counted], group, by, article[counted], articles)
    frame = frame.reindex(frame.index.union(tests.index), fill_value=0)
    frame["articles"] = article[counted].groupby([rows[group], rows[by]]).nunique()
    frame = frame.join(tests).rename_axis([group, by]).reset_index()
    frame["total"] = frame.groupby(group)["n"].transform("sum")
    frame["share_words"] = frame["words"] / frame.groupby(group)["words"].transform("sum")
    everywhere = rows.loc[frames.once(statements) & statements["told_by"].isna(), by].value_counts()
    frame["n_all"], frame["total_all"] = frame[by].map(everywhere), everywhere.sum()
    others = frame.groupby(by)["n"].transform("sum") - frame["n"]
    frame["share_all"] = others / (counted.sum() - frame["total"]).replace(0, np.nan)
    frame["within"] = frame[group].map(article.groupby(unit).nunique())
    frame["caution"] = list(map(caution, frame["total"], repeat("statement"), frame["within"]))
    frame = typed(
        frame.join(shares(frame["n"], frame["total"])).fillna({"n_all": 0, "articles": 0}),
        f"{group} {by} n total share low high share_all p smallest_p p_holm direct mixed indirect "
        "words quoted share_words repeats told articles within n_all total_all caution",
        int64="n total direct mixed indirect words quoted repeats told articles within n_all "
        "total_all",
        float64="share low high share_all p smallest_p p_holm share_words",
    )
    order, up = [group, "n", "told", by], [True, False, False, True]
    return frame.sort_values(order, ascending=up, kind="stable", ignore_index=True)


def _counted(statements: pd.DataFrame, by: str, group: str, unit: pd.Series) -> pd.DataFrame:
    """Return the group of each statement and what it counts as."""
    own, form = statements["told_by"].isna(), statements["form"]
    known = statements[["statement_id", "utterance"]]
    once = frames.once(known.assign(**{group: unit}), group)
    counted = own & once
    said = statements["content"].where(counted, "").tolist()
    words = np.array([len(WORD.findall(content)) for content in said], int)
    quoted, mixed = np.where(form == "direct", words, 0), np.flatnonzero(form == "mixed")
    quoted[mixed] = [_quoted(said[place]) for place in mixed]
    return pd.DataFrame({
        group: unit, by: statements[by].astype("str").fillna("unknown"), "n": counted,
        **{how: counted & (form == how) for how in ("direct", "mixed", "indirect")},
        "repeats": ~once, "told": once & ~own, "words": words, "quoted": quoted,
    })  # fmt: skip


def _units(statements: pd.DataFrame, group: str) -> pd.Series:
    """Return the group of each statement: unknown outlets apart, by article."""
    return statements[group].astype("str").fillna(UNKNOWN + statements["article"])


def _tests(
    rows: pd.DataFrame, group: str, by: str, article: pd.Series, articles: pd.DataFrame | None
) -> pd.DataFrame:
    """Return p, smallest_p and p_holm by group and speaker, of the utterances that count."""
    event = {} if articles is None else articles.set_index("article")["event"].dropna().to_dict()
    place, names = pd.factorize(article)
    blocks = pd.Series([event.get(name, name) for name in names], dtype="str")
    key = [rows[group], blocks.iloc[place].set_axis(rows.index)]
    size = rows.groupby(key).size()
    seen = rows.assign(block=key[1]).drop_duplicates([group, by, "block"])[by].value_counts()
    most = 1 + MOST_CELLS // max(1, len(size))
    several = seen[seen > 1].drop("unknown", errors="ignore").head(most)
    often = rows[by].isin(several.index)
    heard = rows[often].groupby([*(each[often] for each in key), by]).size()
    heard = heard.unstack(fill_value=0).reindex(size.index, fill_value=0)
    parts = heard.to_numpy(float) / size.to_numpy()[:, None]
    parts -= parts.sum(axis=0) / max(1, len(parts))
    owner = size.index.get_level_values(0)
    made = {}
    for name, dealt in deals(np.asarray(owner, object)):
        if not name.startswith(UNKNOWN) and parts.size:
            some = np.array_split(dealt, 1 + dealt.size // MOST_CELLS)
            gap = np.concatenate([abs(each.astype(float) @ parts) for each in some])
            widest = _ranked(gap.max(axis=1, keepdims=True), gap[0])
            made[name] = _ranked(gap, gap[0]), _ranked(gap, gap.max(axis=0)), widest
    least = np.array([widest.min() for *_, widest in made.values()])
    for name, times in zip(made, holm(least, len(made)) / least, strict=True):
        made[name] = *made[name][:2], np.minimum(1, made[name][2] * times)
    columns = np.concatenate([np.empty((3, 0)), *made.values()], axis=1).T
    index = pd.MultiIndex.from_product([list(made), heard.columns], names=[group, by])
    return pd.DataFrame(columns, index, ["p", "smallest_p", "p_holm"])


def _ranked(rows: np.ndarray, those: np.ndarray) -> np.ndarray:
    """Return of how many of the rows each is as great as those, but for rounding, as a share."""
    return np.mean(rows >= those - 1e-9, axis=0)


def verbs_by_speaker(
    statements: pd.DataFrame, group: str = "speaker", knowledge: KnowledgeLike = None
) -> pd.DataFrame:
    """Count with which verbs each speaker, or outlet …, is introduced; the most surprising first.

    Stand (neutral, doubting, endorsing) and tone are data (``cue_tones.toml``, after
    Caldas-Coulthard 1994). Columns: stand, tone, verb (lemma, or a cue in no class), cue (its
    commonest words), ``group``, n, articles, n_verb, n_group, total (introductions by that verb, of
    that speaker, of all), expected (by chance: the verbs of each article dealt anew among those it
    introduces; nan where each article has one speaker, or outlet, alone), p (exact, upper tail:
    Fisher 1935), p_holm (of all ``compared`` pairs: Holm 1979), compared, caution. Compared are
    doubting and endorsing verbs used twice and known speakers introduced five times, not always
    alone. Repeats count, as the verb was chosen again; not what is within a quotation.
    """
    needed = dict.fromkeys(["article", "statement_id", "parent", "form", "cue", group])
    kept = _introduced(statements[[*needed]])
    place, cues = pd.factorize(kept["cue"].astype("str").fillna(""), sort=True)
    verb, classes = _classes(cues, np.bincount(place, minlength=len(cues)), known(knowledge))
    unit = _units(kept, group) if group != "speaker" else kept[group].fillna("unknown")
    verb = verb.iloc[place].set_axis(kept.index)
    rows = pd.DataFrame({"page": kept["article"], "verb": verb, group: unit}).astype("category")
    each = rows.groupby(["verb", group])["page"]
    frame = each.agg(n="size", articles="nunique").reset_index().join(classes, on="verb")
    frame["n_verb"] = frame.groupby("verb")["n"].transform("sum")
    frame["n_group"] = frame.groupby(group)["n"].transform("sum")
    marked, drawn, whole = (
        rows.groupby(["page", *of]).size().rename(name)
        for of, name in ((["verb"], "marked"), ([group], "drawn"), ([], "whole"))
    )
    draws = marked.reset_index().merge(drawn.reset_index(), on="page").join(whole, on="page")
    free = list(draws[group][draws["drawn"] < draws["whole"]].unique())
    expected = draws["marked"] * draws["drawn"] / draws["whole"]
    expected = expected.groupby([draws["verb"], draws[group]]).sum().rename("expected")
    frame = frame.join(expected, on=["verb", group])
    frame.loc[~frame[group].isin(free), "expected"] = np.nan  # who is always alone
    frame["caution"] = list(map(caution, frame["n_group"], repeat("statement"), frame["articles"]))
    verbs = (frame["stand"] != "neutral") & (frame["n_verb"] > 1)
    named = [who for who in free if not who.startswith("unknown")]
    whose = (frame["n_group"] >= FEW) & frame[group].isin(named)
    pairs = frame.loc[verbs, "verb"].nunique() * frame.loc[whose, group].nunique()
    its = frame.loc[verbs & whose]
    keys = zip(its["n"], its["verb"], its[group], strict=True)
    tested = draws[draws["verb"].isin(its["verb"].unique())].merge(its[["verb", group]])
    tested = tested.groupby(["verb", group])
    drawn_in = {key: part.to_numpy().tolist() for key, part in tested[["marked", "drawn", "whole"]]}
    p = np.array([upper_tail(n, drawn_in[verb, who]) for n, verb, who in keys], "float64")
    frame["p"], frame["p_holm"] = (pd.Series(each, its.index) for each in (p, holm(p, pairs)))
    order, up = ["p", "stand", "n", "verb", group], [True, True, False, True, True]
    frame = frame.sort_values(order, ascending=up, kind="stable", ignore_index=True)
    return typed(
        frame.assign(compared=pairs, total=len(rows)),
        f"stand tone verb cue {group} n articles n_verb n_group total expected p p_holm compared "
        "caution",
        int64="n articles n_verb n_group total compared", float64="expected p p_holm",
    )  # fmt: skip


def _introduced(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that the paper introduces: not those within a quotation."""
    outer = statements["statement_id"].isin(statements["parent"].dropna().unique())
    direct = statements.loc[outer & (statements["form"] == "direct"), "statement_id"]
    return statements[~statements["parent"].isin(direct)]


def _classes(
    cues: Iterable[str], uses: np.ndarray, knowledge: Knowledge
) -> tuple[pd.Series, pd.DataFrame]:
    """Return the verb of each cue; and of each verb stand, tone, and its commonest cue, or shorter.

    ``uses`` tells how often each cue is used.
    """
    rows = pd.DataFrame(
        [tone_of(cue, knowledge) for cue in cues], columns=["stand", "tone", "verb"]
    )
    rows = rows.assign(cue=cues, uses=-uses, long=[len(cue) for cue in cues]).astype({"cue": "str"})
    rows = rows.astype(dict.fromkeys(["stand", "tone", "verb"], "str"))
    first = rows.sort_values(["uses", "long", "cue"]).drop_duplicates("verb").set_index("verb")
    return rows["verb"], first[["stand", "tone", "cue"]]


def events(articles: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Find the events that several articles report, and the n of utterances that these share.

    Columns: event, article, outlet, headline, n, shared (also in another article of the event).
    """
    those = articles.dropna(subset="event")
    said = statements.drop_duplicates(["article", "utterance"])[["article", "utterance"]]
    said = said.merge(those[["article", "event"]])
    said["shared"] = said.duplicated(["event", "utterance"], keep=False)
    counts = said.groupby("article")["shared"].agg(n="size", shared="sum")
    frame = those.join(counts, on="article").fillna({"n": 0, "shared": 0})
    frame = typed(frame, "event article outlet headline n shared", int64="n shared")
    return frame.sort_values(["event", "article"], ignore_index=True)


def beside(statements: pd.DataFrame, two: Iterable[str]) -> pd.DataFrame:
    """Lay what two articles tell side by side: first what both tell, then what one alone does.

    Both tell an utterance that they share; and, of what is left, what one speaker says with half of
    the words alike (longer than three letters, of the statement with fewer; three at least; the
    most alike first). Columns: where (shared, only here, only there), how (same utterance; same
    speaker, alike; or as where), alike, speaker, words, form, cue and told_by of the first of
    ``two`` articles, and of the other with "other_" before them; empty where fewer are named.
    Raises ValueError for an article without statements.
    """
    sides, names = [], [*two][:2]
    for name, before in zip(names if len(names) > 1 else ("", ""), ("", "other_"), strict=True):
        its = statements[statements["article"] == name].rename(columns={"content": "words"})
        if its.empty and name:
            raise ValueError(f"no statement of {name!r}; use a name of the column article")
        its = its.loc[frames.once(its), [*_BESIDE, "utterance"]].reset_index(drop=True)
        sides.append(its.add_prefix(before).rename_axis(f"{before}at").reset_index())
    pairs = sides[0].merge(sides[1], how="cross")
    bags = [(_bag(a), _bag(b)) for a, b in zip(pairs["words"], pairs["other_words"], strict=True)]
    common = np.array([len(a & b) for a, b in bags], int)
    pairs["alike"] = common / [max(1, min(len(a), len(b))) for a, b in bags]
    same = pairs["utterance"] == pairs["other_utterance"]
    spoke = pairs["speaker"].notna() & (pairs["speaker"] == pairs["other_speaker"])
    spoke &= (pairs["told_by"].isna() == pairs["other_told_by"].isna()) & (common >= 3)
    pairs["how"] = np.where(same, "same utterance", "same speaker, alike")
    pairs = pairs[same | spoke & (pairs["alike"] >= ALIKE)]
    pairs = pairs.sort_values(["how", "alike"], ascending=False, kind="stable")
    links = pairs.iloc[:0]
    while len(pairs):
        links = pd.concat([links, pairs.head(1)])
        pairs = pairs[~(pairs["at"].isin(links["at"]) | pairs["other_at"].isin(links["other_at"]))]
    frame = sides[0].merge(links[["at", "other_at", "how", "alike"]], how="outer")
    frame = frame.merge(sides[1], how="outer").sort_values(["at", "other_at"])
    alone = [frame["at"].isna(), frame["other_at"].isna()]
    frame["where"] = np.select(alone, ["only there", "only here"], "shared")
    frame["how"] = frame["how"].fillna(frame["where"])
    first = ["shared", "only here", "only there"].index
    frame = frame.sort_values("where", key=lambda its: its.map(first), kind="stable")
    columns = " ".join(["where how alike", *_BESIDE, *(f"other_{name}" for name in _BESIDE)])
    return typed(frame.reset_index(), columns, float64="alike")


def _bag(content: str) -> set[str]:
    return {word.lower() for word in WORD.findall(content) if len(word) > 3}


def _quoted(content: str) -> int:
    """Return the number of words of a statement, quoted in part, within quotation marks."""
    spans = [(quotation.inner_start, quotation.inner_stop) for quotation in quotations(content)]
    closing = content.find("”")
    if closing >= 0 and (not spans or closing < spans[0][0]) and "“" not in content[:closing]:
        spans.insert(0, (0, closing))  # the mark that opened stands before the content
    return sum(len(WORD.findall(content, *span)) for span in spans)


def tone_of(cue: str | None, knowledge: KnowledgeLike = None) -> tuple[str, str, str]:
    """Return stand, tone and lemma of a cue: neutral, other, the cue where it is in no class."""
    low = " ".join((cue or "").lower().split())
    if not low:
        return "neutral", "unknown", "unknown"
    tones, cues = known(knowledge).tones, known(knowledge).cues
    for phrase in tones:
        if " " in phrase and phrase in low and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", low):
            return *tones[phrase], phrase
    words = WORD.findall(low)
    verbs = {word: cues.verbs[word].lemma for word in words if word in cues.verbs}
    for lemma in (low, *(verbs.get(word, cues.nouns.get(word, word)) for word in words)):
        if lemma in tones:
            return *tones[lemma], lemma
    return "neutral", "other", next(iter(verbs.values()), low)


def labels_by_voice(documents: Iterable[Document], knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Find each use of a label and tell in whose voice it stands.

    ``documents`` is a corpus, or some of its pages. Columns: article, outlet, concept, label (data:
    ``labels.toml``), text, start, stop (offsets in the file), voice (as ``voice.voices`` tells it),
    statement_id, speaker, speaker_side (None in the outlet's voice), paragraph (<NA> in headlines).
    """
    concepts, rows = known(knowledge).labels, []
    for page in documents:
        article, voice_at = page.article, voices(page)
        speakers = {row.statement_id: (row.speaker, row.speaker_side) for row in page.statements}
        whole = "\n".join(page.text[slice(*span)] for span, _ in article.stretches)
        its = {
            concept: [each for each in labels if not each.on_page or each.on_page.search(whole)]
            for concept, labels in concepts.items()
        }
        for (begin, end), paragraph in article.stretches:
            for start, stop, concept, label in _uses(page.text[begin:end], its):
                place = begin + start, begin + stop
                how, statement = voice_at(*place)
                who = speakers[statement] if statement and how != "headline" else (None, None)
                use = concept, label, page.text[slice(*place)], *place, how, statement
                rows.append((article.article, unit(article), *use, *who, paragraph))
    columns = "article outlet concept label text start stop voice statement_id speaker speaker_side"
    return typed(rows, f"{columns} paragraph", int64="start stop", Int64="paragraph")


def relabelled(labels: pd.DataFrame) -> pd.DataFrame:
    """Find speakers who say one label and are paraphrased with another, the most used first.

    ``labels`` is the frame of ``labels_by_voice``. Columns: concept, speaker, said (a label in
    quotation marks), n, articles, paraphrased (one that only paraphrases of that speaker have),
    n_paraphrased, articles_paraphrased, together (articles that have both).
    """
    key, voice = ["concept", "speaker"], labels["voice"].replace(dict.fromkeys(SPOKEN, "said"))
    uses = labels.groupby([*key, "label", voice])["article"]
    uses = uses.agg(n="size", which=frozenset).reset_index()
    said, other = (uses[uses["voice"] == how] for how in ("said", "paraphrase"))
    frame = said.merge(other, on=key, suffixes=("", "_paraphrased"))
    own = set(said[[*key, "label"]].itertuples(index=False, name=None))
    theirs = frame[[*key, "label_paraphrased"]].itertuples(index=False, name=None)
    frame = frame[np.array([each not in own for each in theirs], bool)]
    which = list(zip(frame["which"], frame["which_paraphrased"], strict=True))
    frame = frame.assign(
        said=frame["label"], paraphrased=frame["label_paraphrased"],
        articles=[len(one) for one, _ in which], together=[len(one & two) for one, two in which],
        articles_paraphrased=[len(two) for _, two in which],
        uses=frame["n"] + frame["n_paraphrased"],
    )  # fmt: skip
    order, up = ["uses", "together", *key, "said"], [False, False, True, True, True]
    counts = "n_paraphrased articles_paraphrased together"
    return typed(
        frame.sort_values(order, ascending=up, kind="stable", ignore_index=True),
        f"concept speaker said n articles paraphrased {counts}", int64=f"n articles {counts}",
    )  # fmt: skip


def _uses(passage: str, concepts: dict[str, list[Label]]) -> list[tuple[int, int, str, str]]:
    """Return the uses of labels in a passage: start, stop, concept, label; the longest forms."""
    found = []
    for concept, labels in concepts.items():
        hits = [
            (*match.span(), concept, label.name)
            for label in labels
            for match in label.forms.finditer(passage)
            if _counts(passage, *match.span(), label)
        ]
        end = 0
        for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if hit[0] >= end:
                found.append(hit)
                end = hit[1]
    return sorted(found, key=lambda hit: hit[:2])


def _counts(passage: str, start: int, stop: int, label: Label) -> bool:
    """Tell whether what stands around a form lets it count."""
    bars = passage.endswith(label.not_after, 0, start), passage.startswith(label.not_before, stop)
    if any(bars) or _is_shouted(passage, start, stop):
        return False
    if label.near is None:
        return True
    left, right = max(0, start - label.within), stop + label.within
    ends = (match.end() for match in _SENTENCE_END.finditer(passage[left:start]))
    begin, end = left + max(ends, default=0), _SENTENCE_END.search(passage, stop, right)
    return label.near.search(passage, begin, end.start() if end else right) is not None


def _is_shouted(passage: str, start: int, stop: int) -> bool:
    """Tell whether a short form stands among words in capitals: "THIS IS WAR"."""
    before, behind = passage[max(0, start - 30) : start], passage[stop : stop + 30]
    beside = before.split()[-1:] + behind.split()[:1]
    shouted = any(len(word) > 3 and word.isupper() for word in beside)
    return shouted and stop - start <= 3 and passage[start:stop].isupper()


def unit(article: Article) -> str:
    """Return what an article counts for: its outlet, else itself."""
    return article.outlet or UNKNOWN + article.article
