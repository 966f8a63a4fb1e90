"""Cost: it grows with the length of a text, whatever stands in it."""

import gc
import re
import time

import pytest

from onrecord.analysis import sentiment
from onrecord.corpus import Page
from onrecord.extraction import draft, resolve
from onrecord.text import tokens

HEAD = "Talks went on in the harbour town\n\n"
ENOUGH = 0.02  # seconds that are long enough to be compared
LONGEST = 100_000  # characters, and twice as many
STEEPEST = 3.2  # times the cost for twice the length: 2 is linear, 4 square
CAP = 30.0  # seconds for any one text
PIECES = [
    # marks
    '"', "“", "”", "‘", "’", "'", "' ", " 'a", " ‘a", "„", "``", "''", '6" ',
    "‘no’ he said ", "“No,” he said, ", "``no'' he said ", "“he said ",
    "the rebels’ lines ", "(", "( ", "() ", "[[", "— ", "-", "... ", ".", ", ", ",", ": ",
    ": “no” ", "“no” “", "? ", "\u00a0", "e\u0301", "😀",
    # words
    "A", "a", "a-b-", "1", "1,", "$", "word ", "Anna ", "Anna Bee ", "A. ", "U.S. ",
    "Mr. ", "Anna bin ", "Anna al-Bee ", "the ", "of the ", "and ", "or ", "that ",
    "slowly ", "her ", "'s ", "Smith's ", "Monday ",
    # cues
    "said ", "he said ", "he said, ", "he said that ", "said said, ", "who said ",
    ", who said ", "according to ", ", according to Lee, ", "saying ", ", adding ",
    "to say ", "as he said, ", "asked by ", "was told by ", "was accused by ",
    "his claim that ", "made it clear ", "is confident that ", "expressed concern ",
    "hold him responsible ", "urged him to ", "told him ", "spoke to him of ",
    "accused, of ", "said in ", "said on Monday ", "also known as ", "Smith, a man, ",
    "Smith (a man) said ", "Reuters ", "a senior diplomat ", "Russia and ", "President ",
    "minister of ",
    # sentences and paragraphs
    "He said no. ", "“No.” ", "“No.” He said no. ", "He said: ", "He said:\n\n",
    "“No, not now\n\n", "“No.”\n\n", "he said it was no good and then\n\n",
    "He said it was no good.\n\n", "- he said no\n", "word\n", "\r\n",
    "Ann said that Bob said that Cid said that Dan said it was.\n\n", "Share\n\n", "\n",
    " ", "the words of the line go on and on until the width is met and so\n",
    "WASHINGTON (Reuters) - He said no.\n\n", "He said on 5 May 2015 that it was.\n\n",
]  # fmt: skip
PATTERNS = {
    name: pattern
    for module in (tokens, resolve, draft)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
}


def filled(piece, length):
    return piece * (length // len(piece) + 1)


@pytest.fixture(autouse=True, scope="module")
def no_collection():
    """Leave what others left behind for later: to collect it would cost, and not be ours."""
    gc.disable()
    yield
    gc.enable()


def cost(function, *arguments):
    """Seconds of the processor for a call."""
    began = time.process_time()
    function(*arguments)
    return time.process_time() - began


def read(text):
    """Read a page as the command line does."""
    assert Page(text, "a.txt").statements is not None


def steepness(function, make):
    """How much more twice the length costs, measured where it costs enough to be measured."""
    length = 4_000
    while (short := cost(function, make(length))) < ENOUGH and length < LONGEST:
        length *= 2
    long = cost(function, make(2 * length))
    assert long < CAP
    return long / max(short, ENOUGH / 2)


def assert_linear(function, make):
    """Fail where twice the length costs much more than twice, three times over."""
    tries = []
    while len(tries) < 3:
        tries.append(steepness(function, make))
        if tries[-1] < STEEPEST:
            return
    pytest.fail(f"twice the length costs {min(tries):.1f} times as much")


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_page_of_one_thing(piece):
    assert_linear(read, lambda length: HEAD + filled(piece, length) + "\n")


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern(name):
    def search(text):
        for _ in PATTERNS[name].finditer(text):
            pass

    worst = max(PIECES, key=lambda piece: cost(search, filled(piece, 4_000)))
    assert_linear(search, lambda length: filled(worst, length))


@pytest.mark.parametrize("piece", ["x", "good", "good ", "not ", "'s", "Ann ", ", "], ids=ascii)
def test_the_sentiment_of_one_thing(piece):
    assert_linear(
        lambda text: sentiment.targeted(text, [0, 3]), lambda n: "Ann " + filled(piece, n)
    )


def test_a_sentence_of_a_megabyte():
    text = HEAD + filled("the talks with the board of the harbour went on and ", 1_000_000)
    assert cost(read, text) < CAP


def test_prose_is_fast(raw):
    pages = [path.read_text(encoding="utf-8") for path in sorted(raw.iterdir())] * 5
    read(pages[0])  # loads the tables
    words = sum(len(page.split()) for page in pages)
    seconds = cost(lambda: [read(page) for page in pages])
    assert words / seconds > 15_000, f"{words / seconds:,.0f} words a second"
