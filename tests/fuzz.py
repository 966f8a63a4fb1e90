"""Feed spoilt files of every kind to the readers: nothing but OnRecordError may come out.

python tests/fuzz.py 50000 [seed] [.suffix …] prints how many there were and which took longest; a
file that brings out anything else is kept in a folder that is named.
"""

import io
import random
import sys
import tempfile
import time
import zipfile
from itertools import islice
from pathlib import Path

import docx

from onrecord.corpus import Page
from onrecord.errors import OnRecordError
from onrecord.intake.take import READERS, take
from onrecord.intake.taken import Taken
from onrecord.knowledge import known

WORDS = """Mayor opens bridge

The mayor said on Monday that it was “late”, and Ann Smith denied it.
"""
LEXIS = f"""
   1 of 2 DOCUMENTS\n\n   The Post\n\n   May 1, 2010 Monday\n\nBridge\n
BYLINE: A B\n\nLENGTH: 9 words\n\n{WORDS}\nLOAD-DATE: May 2, 2010\n\n   Copyright 2010 Post
"""
UNI = f"""Bridge\n\nThe Post\n\nMay 1, 2010\n\nSection:\xa0NEWS\n\nBody\n
{WORDS}\n\nEnd of Document\n
"""
QUEST = f"""{"_" * 60}\n\nBridge\n\nFull text: {WORDS}\nTitle: Bridge\n
Publication title: The Post
"""
FACTIVA = f"""Bridge\n\n9 words\n\n1 May 2010\n\nThe Post\n\nEnglish\n\n(c) 2010\n
{WORDS}\n\nDocument ABC0000020100501e
"""
MARKED = f"""---\ntitle: Bridge\ndate: 2010-05-01\n---
# *Bridge*\n\n> [a](b) **{WORDS}**\n![x](y)
"""
PAGE = f"""<html><head><title>Bridge</title></head>
<body><article><p>{WORDS * 9}</p></article></body></html>"""
ROWS = f'title,text,date\nBridge,"{WORDS}",2010-05-01\n'
NASTY = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"{" * 3000, b"}" * 99, b"\\bin99999999 ", b"\\u-99999?",
    b"\\'zz", b"\\u55357?", b"(" * 2000, b"<<" * 2000, b"[" * 2000, b"<w:p>" * 500, b"&a;", b"]]>",
    b"/Length 99999999", b"/Kids [2 0 R]", b"/Filter /FlateDecode", b"\r", b"\n\n", b"\n" * 5000,
    b" " * 5000, b"99999999999999999999", b"-1", b"\n1 of 2 DOCUMENTS\n", b"\nEnd of Document\n",
    b"\nBody\n", b"\nFull text:", b"_" * 60, b"---\n", b"*" * 3000, b"_" * 3000, b"[" * 99 + b"](",
    "\u2028\u202e\ud7ff\U0010ffff".encode(), b"<!--" * 500, b"<div>" * 2000, b'"' * 99,
]  # fmt: skip


def pdf(*pages: str) -> bytes:
    """A small PDF with a text layer."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in enumerate(pages):
        plain = text.encode("ascii", "ignore").decode()
        stream = " ".join(f"({line}) Tj T*" for line in plain.split("\n"))
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {stream} ET"
        fonts = "/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{fonts}/Contents {5 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    made, at = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        at.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n"
    places = "".join(f"{place:010} 00000 n \n" for place in at)
    made += f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n{places}"
    made += f"trailer <</Size {len(at) + 1}/Root 1 0 R>>\n"
    return f"{made}startxref\n{made.index('xref')}\n%%EOF".encode()


def word(text: str) -> bytes:
    """A Word document with a paragraph for each line of a text."""
    document, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.add_table(1, 2)
    document.save(out)
    return out.getvalue()


def rtf(text: str) -> bytes:
    """A text in RTF."""
    signs = (sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)
    return (
        "{\\rtf1\\ansi {\\fonttbl\\f0 Arial;}" + "".join(signs).replace("\n", "\\par\n") + "}"
    ).encode()


def seeds() -> dict[str, list[bytes]]:
    """Sound files of each kind; a kind that has none here gets those of all."""
    texts = [text.encode() for text in (WORDS, LEXIS, QUEST, UNI)]
    made = {
        ".txt": [*texts, *map(WORDS.encode, ("utf-16", "cp1252", "mac_roman"))],
        ".md": [MARKED.encode(), *texts[:1]],
        ".docx": [word(WORDS), word(UNI)],
        ".rtf": [rtf(WORDS), rtf(UNI), rtf(FACTIVA)],
        ".pdf": [pdf(WORDS * 5, UNI), pdf("")],
        ".html": [PAGE.encode()], ".htm": [PAGE.encode()],
        ".csv": [ROWS.encode()], ".tsv": [ROWS.replace(",", "\t").encode()],
        ".jsonl": [b'{"title": "Bridge", "text": "The mayor said it was late."}\n'],
    }  # fmt: skip
    every = [seed for kind in made.values() for seed in kind]
    return {suffix: made.get(suffix, every) for suffix in READERS}


def spoilt(data: bytes, random: random.Random) -> bytes:
    """A file with one to six faults; in a zip archive the faults may be in its parts."""
    if data.startswith(b"PK") and random.random() < 0.8:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            hit = random.choice(["word/document.xml", *old.namelist()])
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, spoilt(part, random) if name == hit else part)
        return out.getvalue()
    for _ in range(random.randint(1, 6)):
        at, to = sorted(random.randrange(len(data) + 1) for _ in range(2))
        kind = random.randrange(7)
        if kind == 0:
            data = data[:at]
        elif kind == 1 and data:
            at = random.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]
        elif kind == 2:
            data = data[:at] + random.randbytes(random.randint(1, 40)) + data[at:]
        elif kind == 3:
            data = data[:at] + data[to:]
        elif kind == 4:
            data = data[:at] + data[at : min(to, at + 300)] * random.randint(2, 30) + data[to:]
        elif kind == 5:
            data = data[:at] + random.choice(NASTY) + data[at:]
        else:
            data = data[:at] + data[at:to].swapcase() + data[to:]
    return data


def process(path: Path, tables, statements: bool = False) -> None:
    """What a corpus does with a file, without what keeps faults of the program from the user."""
    try:
        taken = take(path, path.name)
        for one in islice(taken, 20):
            if isinstance(one, Taken):
                one.text.encode("utf-8")
                page = Page(one.text, one.name, tables, one.given)
                _ = page.statements if statements else page.article
            else:
                assert isinstance(one, OnRecordError)
                assert "\n" not in str(one)
    except OnRecordError:
        return


def fuzz(count: int, seed: int, folder: Path, suffixes=None) -> tuple[list[Path], list]:
    """Feed so many files; return those that brought out something else, and the slowest."""
    chance, tables, kept, slow = random.Random(seed), known(None), [], []
    sound = seeds()
    for number in range(count):
        suffix = chance.choice(sorted(suffixes or sound))
        data = spoilt(chance.choice(sound[suffix]), chance)
        if chance.random() < 0.02:
            data = chance.randbytes(chance.randint(0, 2000))
        path = folder / f"{number}{suffix}"
        path.write_bytes(data)
        began = time.perf_counter()
        try:
            process(path, tables, statements=chance.random() < 0.05)
        except Exception as error:
            print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
            kept.append(path)
        took = time.perf_counter() - began
        slow = sorted([*slow, (took, suffix, number)], reverse=True)[:5]
        if path not in kept and took < 2:
            path.unlink()
    return kept, slow


if __name__ == "__main__":
    wanted, chosen, *only = [*sys.argv[1:3], *["50000", "1"][len(sys.argv[1:3]) :], *sys.argv[3:]]
    place = Path(tempfile.mkdtemp(prefix="fuzz"))
    faulty, slowest = fuzz(int(wanted), int(chosen), place, only)
    print(f"{wanted} files, {len(faulty)} brought out something else; slowest: {slowest}; {place}")
    sys.exit(bool(faulty))
