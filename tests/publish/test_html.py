"""What is made from templates, and where pages lie."""

import re

from onrecord.publish.html import page_of


def test_the_page_of_an_article_lies_in_one_folder_and_is_its_own():
    assert page_of("000_a.txt") == "articles/000_a.html"
    names = [
        "../a b.html",
        ".._a_b.html",
        "a/b#03",
        "a_b_03",
        "Übung.txt",
        "...",
        "a.txt",
        "a.html",
    ]
    files = [page_of(name) for name in names]
    assert len(set(files)) == len(files)
    assert all(re.fullmatch(r"articles/[\w-][\w.-]*\.html", file) for file in files)


def test_the_name_of_a_page_fits_a_folder_however_long_that_of_its_article_is():
    one, other = ("é" * 120 + f"/{end}.txt" for end in "ab")
    assert page_of(one) != page_of(other)
    assert max(len(page_of(name).encode()) for name in (one, other)) < 200
