"""Language: no English text is taken for another; what is short or in doubt has none."""

import json

import pytest

from onrecord import files
from onrecord.corpus import Page
from onrecord.knowledge import known
from onrecord.text.language import language

GRAMMAR = known().grammar
SMALL = GRAMMAR.function | GRAMMAR.lists["linking"]
OTHERS = {
    "de": "Die Bürgermeisterin hat am Dienstag angekündigt, dass die alte Brücke über den Fluss "
    "bis zum Frühjahr geschlossen bleibt. „Wir warten nicht länger“, sagte sie im Rathaus.",
    "fr": "La maire a annoncé mardi que le vieux pont sur la rivière resterait fermé jusqu'au "
    "printemps. « Nous n'attendrons pas plus longtemps », a-t-elle déclaré à la mairie.",
    "es": "La alcaldesa anunció el martes que el viejo puente sobre el río permanecerá cerrado "
    "hasta la primavera. «No vamos a esperar más», dijo en el ayuntamiento de la ciudad.",
    "ru": "Мэр города объявила во вторник, что старый мост через реку останется закрытым до весны. "
    "«Мы больше не будем ждать», — сказала она журналистам в здании администрации.",
    "it": "La sindaca ha annunciato martedì che il vecchio ponte sul fiume resterà chiuso fino "
    "alla primavera. «Non aspetteremo oltre», ha detto nel municipio della città.",
    "pt": "A presidente da câmara anunciou na terça-feira que a velha ponte sobre o rio ficará "
    "fechada até à primavera. «Não vamos esperar mais», disse na câmara municipal.",
    "nl": "De burgemeester heeft dinsdag aangekondigd dat de oude brug over de rivier tot het "
    "voorjaar gesloten blijft. ‘Wij wachten niet langer’, zei zij in het stadhuis.",
}  # fmt: skip
ENGLISH = "The mayor said on Tuesday that the old bridge over the river would stay closed."


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_told_also_in_capitals(code):
    assert language(OTHERS[code], SMALL) == code
    assert language(OTHERS[code].upper(), SMALL) == code
    assert language(f"{OTHERS[code]}\n\nwww.example.org/the-and-of info@example.org", SMALL) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ENGLISH, "en"),
        (f"{ENGLISH} „Wir warten nicht“, sagte die Bürgermeisterin. {ENGLISH}", "en"),
        ("The end.", None),
        ("", None),
        ("12 14 16 18 — 20 22, 24: 26", None),
        ("Brücke geschlossen", None),
        # names alone are of no language
        ("Ann Lee, Bob Holm, Carla Diaz, Jean Petit, Hans Maier, Olga Orlova, Piet de Vries, "
         "Gina Rossi, Rui Costa, Tom Brown, Ida Berg, Max Stein", None),
    ],
)  # fmt: skip
def test_english_and_what_is_too_short_or_in_doubt(text, name):
    assert language(text, SMALL) == name


def test_an_article_in_another_language_is_kept_and_not_read():
    page = Page(f"Brücke bleibt zu\n\n{OTHERS['de']}\n", "a.txt")
    assert page.article.language == "de"
    assert page.article.paragraphs
    assert (page.statements, page.mentions, page.codes, page.sentences) == ([], [], [], [])


def test_no_english_article_is_taken_for_another(shared, raw):
    texts = [files.read(path) for _, path in files.gather(raw)[0]]
    for name in ("dev.jsonl", "train.jsonl"):
        lines = (shared / "polnear" / name).read_text("utf-8").split("\n")
        texts += [json.loads(line)["text"] for line in lines if line]
    assert len(texts) == 929
    assert {language(text, SMALL) for text in texts} == {"en"}
    pieces = {line for text in texts for line in text.split("\n")}
    assert {language(piece, SMALL) for piece in pieces} == {"en", None}
