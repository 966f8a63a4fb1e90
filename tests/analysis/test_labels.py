"""The labels that are given, and in whose voice."""

from types import SimpleNamespace

import pytest

import onrecord
from onrecord.analysis import framing
from onrecord.errors import OnRecordError
from onrecord.records import Article


def labels(text, folder=None):
    """The labels used in a text of one paragraph."""
    article = Article("t", paragraphs=(((0, len(text)),),))
    page = SimpleNamespace(text=text, article=article, statements=[])
    frame = framing.labels_by_voice([page], folder)
    assert all(text[row.start : row.stop] == row.text for row in frame.itertuples())
    return list(frame["label"])


def test_labels_by_voice(page):
    frame = framing.labels_by_voice([page()])
    assert [tuple(row) for row in frame[["label", "voice", "start"]].itertuples(index=False)] == [
        ("IS", "direct", 22), ("regime", "paraphrase", 51), ("regime", "narration", 104),
        ("militants", "narration", 122),
    ]  # fmt: skip
    assert all(page().text[row.start : row.stop] == row.text for row in frame.itertuples())
    assert frame.loc[0, "speaker"] == "John Kerry"
    assert frame["speaker"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ISIS, ISIL and Daesh", ["ISIS", "ISIL", "Daesh"]),
        ("This is it. THIS IS WAR", []),
        ("the so-called Islamic State", ["so-called Islamic State"]),
        ("Islamic State of Iraq and Syria", ["ISIS"]),
        ("the anti-terrorist coalition and the terrorists", ["terrorists"]),
        ("counter-ISIL efforts", ["ISIL"]),
        ("the Syrian government, the French government", ["government"]),
        ("regime change in Syria", []),
        ("a strict regime of exercise", []),
        ("the Assad regime. A diet is a regime.", ["regime"]),
        (
            "a cease-fire, a ceasefire, the cessation of hostilities",
            ["cease-fire", "cease-fire", "cessation of hostilities"],
        ),
        ("The crisis in Ukraine and the war in\nUkraine", ["crisis", "war"]),
    ],
)
def test_what_is_a_label(text, found):
    assert labels(text) == found


def test_a_user_follows_a_label(tmp_path):
    (tmp_path / "labels.toml").write_text(
        '[[label]]\nconcept = "tax"\nlabel = "relief"\nforms = ["tax relief"]\n', encoding="utf-8"
    )
    assert labels("Tax relief for the regime of Syria", tmp_path) == ["relief"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('concept = "x"\nlabel = "y"', ["labels.toml", "forms is missing"]),
        ('concept = "x"\nlabel = "y"\nforms = ["z", ""]', ["(y), forms", "'' is not a text"]),
        ('concept = "x"\nlabel = "y"\nforms = ["z"]\nwithin = "far"', ["within", "whole number"]),
    ],
)
def test_a_wrong_label_is_named(tmp_path, entry, words):
    (tmp_path / "labels.toml").write_text(f"[[label]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(OnRecordError) as caught:
        labels("text", tmp_path)
    for word in words:
        assert word in str(caught.value)


def test_labels_of_the_five_pages(raw):
    pages = onrecord.read(raw)
    frame = framing.labels_by_voice(pages)
    texts = {page.name: page.text for page in pages}
    for row in frame.itertuples():
        assert texts[row.article][row.start : row.stop] == row.text
    groups = frame[frame["concept"] == "Islamic State"].groupby(["article", "label"]).size()
    by_page = {name[:3]: its.droplevel(0).to_dict() for name, its in groups.groupby(level=0)}
    assert by_page == {
        "000": {"Islamic State": 2}, "001": {"Islamic State": 1},
        "002": {"IS": 4, "ISIL": 1, "Islamic State": 1},
        "003": {"IS": 1, "ISIS": 1, "Daesh": 2, "Islamic State": 2},
        "004": {"IS": 1, "ISIS": 3, "ISIL": 1},
    }  # fmt: skip
