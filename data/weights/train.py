"""Train the tagger on articles in PolNeAR's form, and write its weights.

usage: train.py ARTICLES.jsonl -o FILE.npz [--seed N] [--epochs N] [--steps N] [--knowledge FOLDER]

A line of ARTICLES is ``{"id", "text", "attributions": [{"cue", "source", "content"}]}``; each of
the three is a list of spans, source may be null. Wants ``pip install "onrecord[train]"``.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

from onrecord.corpus import Page
from onrecord.extraction import draft, learned, pieces, tagger
from onrecord.knowledge import known, weights

RARE = 3  # a word seen less often is read by its beginning, ending and shape alone
WORD, PART, SMALL, HIDDEN = 64, 24, 8, 128  # numbers that stand for a word, a part, a mark; states
LENGTHS = (24, 48, 72, 104, 144, pieces.LONGEST)  # to which pieces are filled up
TABLES = [*pieces.OF_WORD, *pieces.OF_PLACE]
EXAMPLES = 6144  # tokens of a step, about


def examples(article, knowledge):
    """Yield the pieces of an article, each with the attributions whose cue it holds."""
    text = article["text"]
    page = Page(text, article["id"] + ".txt", knowledge)
    found = draft.drafts(text, page.article, knowledge.cues)
    for *_, piece in learned.cut(text, page.article, found):
        marked = []
        for each in article["attributions"]:
            parts = each["cue"], each["source"] or [], each["content"]
            cue, source, content = ([*pieces.within(piece.spans, p or [])] for p in parts)
            if cue and content and cue[0] in piece.core:
                labels = np.zeros(len(piece.spans), np.int32)
                labels[content], labels[source] = tagger.CONTENT, tagger.SOURCE
                labels[cue] = tagger.CUE
                marked.append((_first_run(cue), labels))
        yield piece, marked


def _first_run(items):
    return [n for at, n in enumerate(items) if n == items[0] + at]


def start(words, seed):
    """Return the parameters as they are before training."""
    rng = np.random.default_rng(seed)

    def table(*size, scale=0.1):
        return jnp.array(rng.normal(0, scale, size), jnp.float32)

    def dense(rows, columns):
        return table(rows, columns, scale=rows**-0.5)

    def units(rows):
        gates = jnp.zeros(3 * HIDDEN)
        return {
            "w": dense(rows, 3 * HIDDEN),
            "u": dense(HIDDEN, 3 * HIDDEN),
            "b": gates,
            "c": gates,
        }

    read = WORD + 3 * PART + 4 * SMALL
    sizes = {"kind": 6, "quoted": 6, "found": 8, "doubted": 8}
    return {
        "word": table(words + 2, WORD), "part": table(pieces.HASHED, PART),
        **{name: table(rows, SMALL) for name, rows in sizes.items()},
        "right1": units(read), "left1": units(read),
        "cue": dense(2 * HIDDEN, 3), "cue_b": jnp.zeros(3),
        "joined": dense(2 * HIDDEN, HIDDEN), "marked": dense(2 * HIDDEN, HIDDEN),
        "side": table(3, HIDDEN), "far": table(2 * tagger.FAR + 1, HIDDEN),
        "right2": units(HIDDEN), "left2": units(HIDDEN),
        "label": dense(2 * HIDDEN, 4), "label_b": jnp.zeros(4),
    }  # fmt: skip


def units(own, x, mask, reverse=False):
    """Return the states of gated recurrent units that read ``x``, one way."""
    keep, reset, new = (slice(n * HIDDEN, (n + 1) * HIDDEN) for n in range(3))

    def step(h, at):
        a, m = at
        r = h @ own["u"] + own["c"]
        z, s = (jax.nn.sigmoid(a[:, gate] + r[:, gate]) for gate in (keep, reset))
        n = jnp.tanh(a[:, new] + s * r[:, new])
        h = (z * h + (1 - z) * n) * m[:, None]
        return h, h

    read = (x @ own["w"] + own["b"]).swapaxes(0, 1), mask.T
    first = jnp.zeros((x.shape[0], HIDDEN))
    return jax.lax.scan(step, first, read, reverse=reverse)[1].swapaxes(0, 1)


def both(p, layer, x, mask):
    """Return the states of both directions."""
    ways = units(p["right" + layer], x, mask), units(p["left" + layer], x, mask, True)
    return jnp.concatenate(ways, -1)


def _drop(key, x, share):
    return x * jax.random.bernoulli(key, 1 - share, x.shape) / (1 - share)


def _wrong(odds, labels, mask):
    entropy = optax.softmax_cross_entropy_with_integer_labels(odds, labels)
    return (entropy * mask).sum() / jnp.maximum(mask.sum(), 1)


def loss(p, batch, key):
    """Return how wrong cues and labels are, with parts of what is read left out."""
    keys = jax.random.split(key, 6)
    f, mask = batch["features"], batch["mask"]
    hidden = jax.random.bernoulli(keys[0], 0.06, mask.shape) & (f[..., 0] > 0)
    word = p["word"][jnp.where(hidden, 1, f[..., 0])]
    read = [word, *(p[name][f[..., n]] for n, name in enumerate(TABLES) if n)]
    states = both(p, "1", _drop(keys[2], jnp.concatenate(read, -1), 0.3), mask)
    states = _drop(keys[1], states, 0.4)
    cues = _wrong(states @ p["cue"] + p["cue_b"], batch["cues"], mask)
    h, mask = states[batch["piece"]], mask[batch["piece"]]
    marked = jnp.take_along_axis(h, batch["ends"][..., None], 1).mean(1) @ p["marked"]
    x = h @ p["joined"] + p["side"][batch["side"]] + p["far"][batch["far"]] + marked[:, None]
    x = _drop(keys[3], jnp.clip(x, 0, tagger.WIDEST), 0.2)
    states = _drop(keys[4], both(p, "2", x, mask), 0.4)
    real = mask * batch["real"][:, None]
    return 2 * cues + _wrong(states @ p["label"] + p["label_b"], batch["labels"], real)


def batches(data, order):
    """Yield the pieces in groups of about one length."""
    groups = {}
    for n in order:
        length = next(size for size in LENGTHS if size >= len(data[n][0]))
        groups.setdefault(length, []).append(n)
    for length, members in groups.items():
        size = max(8, EXAMPLES // length // 8 * 8)
        yield from ((length, size, members[a : a + size]) for a in range(0, len(members), size))


def filled(data, length, size, members, rng):
    """Return a group as arrays, filled up to one length."""
    b = {name: np.zeros((size, length), np.int32) for name in ("cues", "side", "far", "labels")}
    b["features"] = np.zeros((size, length, len(TABLES)), np.int32)
    b["mask"], b["real"] = np.zeros((size, length), np.float32), np.zeros(size, np.float32)
    b["piece"], b["ends"] = np.zeros(size, np.int32), np.zeros((size, 2), np.int32)
    marked = []
    for row, n in enumerate(members):
        features, attributions = data[n]
        b["features"][row, : len(features)], b["mask"][row, : len(features)] = features, 1
        for cue, labels in attributions:
            b["cues"][row, cue] = [1] + [2] * (len(cue) - 1)
            marked.append((row, cue, labels))
    rng.shuffle(marked)
    for at, (row, cue, labels) in enumerate(marked[:size]):
        b["piece"][at], b["real"][at], b["ends"][at] = row, 1, (cue[0], cue[-1])
        b["labels"][at, : len(labels)] = labels
        b["side"][at], b["far"][at] = tagger.places(range(cue[0], cue[-1] + 1), length)
    return b


def train(data, words, seed, epochs, most=None):
    """Return the parameters after some epochs, or after ``most`` steps."""
    rng, p = random.Random(seed), start(words, seed)
    steps = epochs * sum(1 for _ in batches(data, range(len(data))))
    rate = optax.warmup_cosine_decay_schedule(0, 4e-3, steps // 20, steps, 1e-5)
    adam = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))
    state, key, done = adam.init(p), jax.random.PRNGKey(seed), 0

    @jax.jit
    def step(p, state, batch, key):
        value, slopes = jax.value_and_grad(loss)(p, batch, key)
        changes, state = adam.update(slopes, state, p)
        return optax.apply_updates(p, changes), state, value

    for epoch in range(epochs):
        order = [*range(len(data))]
        rng.shuffle(order)
        groups, total = [*batches(data, order)], 0.0
        rng.shuffle(groups)
        for group in groups:
            key, own = jax.random.split(key)
            p, state, value = step(p, state, filled(data, *group, rng), own)
            total, done = total + float(value), done + 1
            if done == most:
                return p
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(groups):.4f}", flush=True)
    return p


def main():
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("articles", type=Path)
    ask.add_argument("-o", "--output", type=Path, required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--epochs", type=int, default=6)
    ask.add_argument("--steps", type=int)
    ask.add_argument("--knowledge")
    given = ask.parse_args()
    knowledge = known(given.knowledge)
    articles = map(json.loads, given.articles.read_text("utf-8").splitlines())
    found = [each for article in articles for each in examples(article, knowledge)]
    counted = Counter(word.lower() for piece, _ in found for word in piece.words)
    vocabulary = sorted(word for word, n in counted.items() if n >= RARE)
    read = pieces.Reader(vocabulary, knowledge.cues)
    data = [(read.features(piece), marked) for piece, marked in found if piece.words]
    p = train(data, len(vocabulary), given.seed, given.epochs, given.steps)
    flat = {
        "/".join(key.key for key in path): np.array(x)
        for path, x in jax.tree_util.tree_leaves_with_path(p)
    }
    weights.write(given.output, vocabulary, flat)


if __name__ == "__main__":
    main()
