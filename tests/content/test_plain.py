"""How easily a text reads: a number for each language, and the sentences and words to look at again."""

import pytest

from participation.plain import EASY, FORMULAS, HARD, level_of, look, syllables

EASY_TEXTS = {
    "nl": "De straten rond de school zijn druk. Kinderen lopen of fietsen naar school. Wat doen we eraan?",
    "fr": "Les rues autour de l’école sont bruyantes. Les enfants y vont à pied. Que devons-nous faire ?",
    "de": "Die Straßen um die Schule sind laut. Viele Kinder gehen zu Fuß. Was machen wir dagegen?",
    "en": "The streets near the school are busy. Most children walk or cycle there. What do we do?",
}
HARD_TEXTS = {
    "nl": "Met het oog op de herinrichting van de schoolomgeving organiseert het college van burgemeester en schepenen een "
    "participatietraject waarbij belanghebbenden uitgenodigd worden hun standpunten kenbaar te maken.",
    "fr": "Dans le cadre du réaménagement des abords scolaires, le collège organise une démarche participative invitant "
    "l’ensemble des parties prenantes à communiquer leurs observations.",
    "de": "Im Rahmen der beabsichtigten Umgestaltungsmaßnahmen wird seitens des Gemeindekollegiums ein "
    "Beteiligungsverfahren durchgeführt, in dessen Verlauf Stellungnahmen eingereicht werden können.",
    "en": "In consideration of the proposed redevelopment of the educational environment, stakeholders are cordially "
    "invited to communicate observations regarding accessibility.",
}


@pytest.mark.parametrize("language", FORMULAS)
def test_short_words_in_short_sentences_read_easily_in_every_language(language):
    easy, hard = look(EASY_TEXTS[language], language), look(HARD_TEXTS[language], language)
    assert (easy.level, hard.level) == (EASY, HARD)
    assert easy.ease - hard.ease > 30
    assert easy.long_sentences == []


def test_douma_s_formula_by_hand():
    # Ten words, one sentence, seventeen syllables: 206.84 - 0.93 * 10 - 77 * 1.7 = 66.64
    text = "De gemeente vraagt alle inwoners van de dorpen hun mening."
    assert sum(syllables(word.strip("."), "nl") for word in text.split()) == 17
    assert look(text, "nl").ease == 67


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("gemeentehuis", "nl", 4),
        ("beoordelen", "nl", 4),
        ("idee", "nl", 2),
        ("école", "fr", 2),
        ("municipalité", "fr", 6),
        ("Gemeinderat", "de", 4),
        ("make", "en", 1),
        ("municipality", "en", 6),
        ("x", "nl", 1),
    ],
)
def test_words_have_as_many_syllables_as_they_are_said_with(word, language, count):
    assert syllables(word, language) == count


def test_a_sentence_of_more_than_twenty_words_is_quoted_as_it_was_written():
    short, long = " ".join(["woord"] * 20) + ".", "Een " + " ".join(["woord"] * 20) + "!"
    assert look(f"{short} {long}\n{short}", "nl").long_sentences == [long]


def test_a_long_word_is_told_once():
    assert look(
        "Het participatietraject. Een participatietraject is lang. Verkeersveiligheid ook.", "nl"
    ).long_words == [
        "participatietraject",
        "Verkeersveiligheid",
    ]


def test_of_a_few_words_nothing_is_said_and_of_none_neither():
    for text in ("", "Hallo daar.", "… 123 !!"):
        found = look(text, "nl")
        assert (found.ease, found.level, found.long_sentences) == (None, "", [])


def test_what_nobody_would_read_is_looked_at_in_a_moment():
    for text in ("x" * 100_000, "a " * 50_000, "." * 50_000):
        assert look(text, "de").words <= 10_000


@pytest.mark.parametrize(("ease", "level"), [(70, "easy"), (69, "most"), (50, "most"), (49, "hard"), (None, "")])
def test_the_steps(ease, level):
    assert level_of(ease) == level
