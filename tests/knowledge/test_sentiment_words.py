"""The table of sentiment words, made ready."""

from onrecord.knowledge.sentiment_words import sentiment_words
from onrecord.knowledge.tables import Table

OPERATORS = "negation negation_undone stronger weaker speech passive".split()
TABLE = {
    "group": [
        {"name": "bad", "value": -1.0, "words": "Bad bad* stone+cold"},
        {"name": "worse", "value": -2.0, "words": "badl*"},
    ],
    "verbs": [{"name": "v", "agent": 0.5, "patient": -1.0, "words": "accuse deny push beat obey"}],
    "irregular": {"beat": "beat beats beaten beating"},
    "operators": dict.fromkeys(OPERATORS, "not never"),
}


def test_a_word_has_its_own_value_or_that_of_its_longest_stem():
    words = sentiment_words(Table("own.toml", TABLE))
    values = [words.value(word) for word in ("bad", "badge", "badly", "good", "b" * 99)]
    assert values == [-1, -1, -2, 0, 0]
    assert words.phrases == {"stone": [(["cold"], -1.0)]}
    assert words.negation == words.passive == {"not", "never"}


def test_an_act_counts_in_every_form_of_its_verb():
    acts = sentiment_words(Table("own.toml", TABLE)).acts
    forms = (
        "accuse accuses accused accusing deny denies denied denying push pushes pushed pushing "
        "beat beats beaten beating obey obeys obeyed obeying"
    )
    assert set(acts) == set(forms.split())
    assert acts["denied"] == (0.5, -1.0)
