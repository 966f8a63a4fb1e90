"""Where contents begin and end."""

import pytest

CONTENTS = [
    # to the right, up to the end or to another cue
    ("She said that it was over.", "that it was over"),
    ("She said on Monday that it was over.", "that it was over"),
    ("She said in a letter to the board on 5 May that it was over.", "that it was over"),
    ("She told reporters it was over.", "it was over"),
    ("She told her friend Ann Lee that it was over.", "that it was over"),
    ("She said, in effect, that it was over.", "that it was over"),
    ("She said it was over, and that nobody had won.", "it was over, and that nobody had won"),
    ("She said it was over, adding that nobody had won.", "it was over"),
    ("She said it was over and added that nobody had won.", "it was over"),
    ("She vowed to leave, and the party went on.", "to leave"),
    ("Although she said it was over, the party went on.", "it was over"),
    ("She condemned the party after the dance.", "the party"),
    ("She accused the party, along with Lee, of a lie.", "the party, along with Lee, of a lie"),
    ("She praised the band, which played on.", "the band"),
    ("She fought the Daesh group and said it would fall, also known as IS.", "it would fall"),
    # to the right, up to a mark or a word that ends it
    ("She said the talks had failed; the board met again.", "the talks had failed"),
    ("She said it was over, although nobody had won.", "it was over"),
    ("She said it was over, though nobody had won.", "it was over"),
    ("She said it was over, but nobody had won.", "it was over"),
    ("She said it was over, and she also said nobody had won.", "it was over"),
    ("She said it was over, but has said nobody had won.", "it was over"),
    ("She said the plan was sound, which he said the board knew.", "the plan was sound"),
    # to the right, on in a list
    ("She called Lee a “liar,” a “bully” and “sick.”", "Lee a “liar,” a “bully” and “sick.”"),
    ("She blamed the East, Norland and Lee.", "the East, Norland and Lee"),
    # to the left
    ("It was over, she said.", "It was over"),
    ("It was over, she said on Monday.", "It was over"),
    ("It was over, she told reporters in Ohio, and everybody left.", "It was over"),
    ("It was, she said, all over.", "It was … all over"),
    ("It was over, said Lee.", "It was over"),
    ("Lee left. It was over, she said.", "It was over"),
    # quotations, whole and split
    ("“It is over,” she said.", "It is over"),
    ("“It is over.” she said.", "It is over"),
    ("“It is over …” she said.", "It is over …"),
    ("“Is it over?” she said.", "Is it over?"),
    ("“It is over,” she said, “and nobody won.”", "It is over … and nobody won"),
    ("“It is over,” she said. “Nobody won.”", "It is over … Nobody won"),
    ("“It is over,” said Lee, “and nobody won.”", "It is over … and nobody won"),
    ("This step, she said, “can only be a mistake.”", "This step … can only be a mistake"),
    ("She said: “It is all over.”", "It is all over"),
    ("“It is over,” she said, and still “nobody won.”", "It is over … nobody won"),
    ("“It is over,” she said, adding that nobody won.", "It is over"),
    # quoted words that are a title
    ("On “Harbour News Sunday,” she said the talks had failed.", "the talks had failed"),
    # quoted words within: the marks at an end belong to what goes beyond them
    ("She said it was “hopeless”.", "it was “hopeless”"),
    ("She said “hopeless” cases were lost.", "“hopeless” cases were lost"),
    ("She called it “a lost and hopeless case.”", "it “a lost and hopeless case.”"),
]


@pytest.mark.parametrize(("text", "content"), CONTENTS, ids=[text for text, _ in CONTENTS])
def test_the_first_content(rows, text, content):
    assert rows(text)[0]["content"] == content


def test_a_second_cue_has_its_own_content(rows):
    found = rows("She said it was over, adding that nobody had won.")
    assert [row["content"] for row in found] == ["it was over", "that nobody had won"]


@pytest.mark.parametrize(
    ("text", "longer", "shorter"),
    [
        (
            "She said that Lee had claimed that it was over.",
            "that Lee had claimed that it was over",
            "that it was over",
        ),
        ("She said it was over, according to Lee.", "She said it was over", "it was over"),
    ],
)
def test_a_longer_content_may_hold_a_shorter(rows, text, longer, shorter):
    assert [row["content"] for row in rows(text)] == [longer, shorter]


@pytest.mark.parametrize(
    "text",
    [
        "The talks were long.",
        "The report was long and the claim was bold.",
        "She said.",
        "They left without saying.",
        "Nobody would say.",
        "The said man came.",
        "She read the paper.",
    ],
)
def test_no_content(rows, text):
    assert rows(text) == []
