"""Nothing is said in English to whoever reads another language: every sentence, in every catalogue, with its places."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from participation import awaiting, errors, i18n
from participation.invitations import letter_sentences
from participation.lottery import faults as lottery
from participation.municipalities import vocabulary
from participation.sortition import faults as sortition

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [code for code in i18n.LANGUAGES if code != i18n.SOURCE]
PLACE = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}

# The marks with which each language quotes; those of the others are slips of the keyboard.
STRANGE_QUOTES = {"nl": "«»„‘", "fr": "“”„‘", "de": "«»”‘", "en": "«»„"}
# How whoever reads is addressed: Dutch says je, French vous, German Sie.
STRANGE_ADDRESS = {
    "nl": r"\b([Uu]|[Uu]w|[Uu]zelf|jullie)\b",
    "fr": r"\b([Tt]u|[Tt]oi|[Tt]on|[Tt]es)\b|\b[Tt]’",
    "de": r"\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]ein\w*|[Ii]hr (habt|seid|könnt))\b",
}
# Words of the field have one name in each language: where the English says the one, the other is there.
TERMS = {
    r"\bpanels?\b": {"nl": "panel", "fr": "panel", "de": "panel|besetzung|bürgerrat|bürgerräte"},
    r"\bby-laws?\b": {"nl": "reglement", "fr": "règlement", "de": "verordnung"},
    r"\bresidents?\b": {"nl": "inwoner", "fr": "habitant|citoyen", "de": "einwohner|menschen|bürger|person|alle"},
    r"\baccounts?\b": {"nl": "account|reken", "fr": "compte", "de": "konto|konten|rechenschaft"},
    r"\bofficials?\b(?! language)": {
        "nl": "ambtena",
        "fr": "agent|lancé",
        "de": "bedienstet|mitarbeit|person|verwaltung|bestätigung",
    },
}
# Words that are wrong here, though a dictionary gives them: of another country, of another trade, or of computers.
WRONG = {
    "nl": r"offici[eë]+le\b|beambte|\binlog|\bemail|gebruiker|\bklik|\bCPAS\b|ÖSHZ|municipaliteit|\bpaneel|\bpanelen",
    "fr": r"\bofficiels?\b|fonctionnaire|\blogin\b|utilisateur|\bcliqu|\bOCMW\b|ÖSHZ|municipalité|courriel|\bmaire\b|mairie"
    r"|soixante-dix|quatre-vingt-dix",
    "de": r"Beamt|\bEmail|einlogg|\bLogin\b|Nutzer|Benutzer|\bOCMW\b|\bCPAS\b|Stadtrat|Magistrat",
}

# Words that are the same in both languages, or names.
ALIKE = {
    "nl": {
        "Account",
        "Account %(number)s",
        "Agenda",
        "Browser",
        "Budget",
        "Code",
        "Code: %(code)s",
        "Contrast",
        "E-mail",
        "Film",
        "Goldilocks",
        "Logo",
        "Open",
        "Panel",
        "Panel %(number)s",
        "Panels",
        "Pictogram",
        "Postcode",
        "World Wide Views",
        "account",
        "online",
        "open",
        "panel",
    },
    "fr": {
        "%(amount)s euros",
        "Budget",
        "Centre",
        "Chance",
        "Code",
        "Date",
        "Date %(number)s",
        "E-mail",
        "Euros",
        "Film",
        "Goldilocks",
        "Invitations",
        "Journal",
        "Logo",
        "Message",
        "Messages",
        "Minutes",
        "Panel",
        "Panel %(number)s",
        "Panels",
        "Question",
        "Question %(number)s.",
        "Questions",
        "Signature",
        "Table",
        "Table %(table)s",
        "Tables",
        "World Wide Views",
        "invitation",
        "panel",
        "population",
    },
    "de": {
        "Browser",
        "Budget",
        "Chance",
        "Code",
        "Film",
        "Logo",
        "Name",
        "Passkey",
        "Passkeys",
        "Person %(number)s",
        "World Wide Views",
        "online",
    },
}


@pytest.fixture(scope="session")
def sentences():
    """Every sentence that the code and the pages say; a plural is a pair."""
    found = set()
    for folder, method in (("participation", "python"), ("templates", "jinja2")):
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder,
            [("**.py", "python"), ("**.html", "jinja2")],
            {"**.html": {"trimmed": "true"}},
            keywords=KEYWORDS,
        ):
            found.add(message if isinstance(message, str) else tuple(message))
        assert found, method
    return found


def catalogue(language):
    with (i18n.CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def text(words):
    return " ".join(words) if isinstance(words, tuple | list) else words


def forms(words):
    """A sentence, or each of its plurals."""
    return list(words) if isinstance(words, tuple | list) else [words]


def said(language):
    """Every translation, form by form: pairs (English, translation)."""
    return [
        (forms(message.id)[-1], words)
        for message in catalogue(language)
        if message.id
        for words in forms(message.string)
        if words
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(sentences, language):
    known = catalogue(language)
    missing = []
    for sentence in sentences:
        message = known.get(sentence[0] if isinstance(sentence, tuple) else sentence)
        said = message.string if message else ""
        if not all(said if isinstance(said, tuple | list) else [said]):
            missing.append(sentence)
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_uncertain_or_left_over(sentences, language):
    known = {sentence[0] if isinstance(sentence, tuple) else sentence for sentence in sentences}
    for message in catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert (message.id[0] if isinstance(message.id, tuple | list) else message.id) in known, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_keeps_the_places_of_its_facts(language):
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = set(PLACE.findall(text(message.id)))
        said = message.string if isinstance(message.string, tuple | list) else [message.string]
        singular_may_leave_out = {"count", "num"} if len(said) > 1 else set()
        for words in said:
            there = set(PLACE.findall(words))
            assert there <= wanted and wanted - there <= singular_may_leave_out, (message.id, words)
            signs = words.replace("%%", "")
            assert signs.count("%") == len(re.findall(r"%\(\w+\)[sd]|% ?(?![\w(])", signs)), words


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_the_english_itself(language):
    same = {
        message.id
        for message in catalogue(language)
        if message.id and message.string == message.id and re.search("[a-z]{3}", PLACE.sub("", text(message.id)))
    }
    assert same - ALIKE[language] == set()


def test_every_refusal_in_the_code_has_a_sentence_and_every_sentence_is_used():
    files = [path for path in (ROOT / "participation").rglob("*.py") if path != Path(errors.__file__)]
    code = "\n".join(path.read_text() for path in files)
    raised = set(re.findall(r'(?:Refused|TooOften|Trouble)\(\s*"(\w+)"', code))
    assert raised - set(errors.SENTENCES) == set()
    # Some are raised by a function of their own, which is given the code.
    assert [code_ for code_ in errors.SENTENCES if f'"{code_}"' not in code] == []


@pytest.mark.parametrize(("module", "folder"), [(lottery, "lottery"), (sortition, "sortition")])
def test_every_fault_in_the_code_has_a_sentence_and_every_sentence_is_used(module, folder):
    code = "\n".join(
        path.read_text() for path in (ROOT / "participation").rglob("*.py") if path != Path(module.__file__)
    )
    for name in module.SENTENCES:
        assert f'"{name}"' in code, name


def test_french_sets_its_tall_signs_apart_with_a_narrow_space():
    wrong = [
        text(message.string)
        for message in catalogue("fr")
        if re.search(r"[ \xa0][:;?!»]|«[ \xa0]", text(message.string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_old_lies_about_in_a_catalogue(language):
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_number_has_its_form(language):
    known = catalogue(language)
    wrong = [
        message.id
        for message in known
        if isinstance(message.id, tuple | list)
        and any(message.string)
        and (len(message.string) != known.num_plurals or not all(message.string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_pair_of_sentences_is_said_in_every_language_however_it_was_marked(language):
    for pair in (awaiting.OVERDUE, letter_sentences.DAYS, sortition.SENTENCES["and_more"]):
        for count in (1, 3):
            assert i18n.say(pair, language, {"count": count}) != i18n.say(pair, "en", {"count": count}), pair


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_fact_keeps_its_type(language):
    typed = re.compile(r"%\((\w+)\)(\w)")
    wrong = [words for english, words in said(language) if not set(typed.findall(words)) <= set(typed.findall(english))]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_sentence_begins_and_ends_as_the_english_does(language):
    """No space too many or too few, so that pieces fit together; and a sentence stays a sentence."""
    wrong = []
    for english, words in said(language):
        # What follows a comma in English may need none elsewhere.
        starts_alike = english[:1].isspace() == words[:1].isspace() or english.startswith(",")
        ends_alike = english[-1:].isspace() == words[-1:].isspace()
        closes_alike = (english.strip()[-1:] in ".?:") <= (words.strip()[-1:] in ".?:…")
        if not (starts_alike and ends_alike and closes_alike) or "  " in words:
            wrong.append((english, words))
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_language_quotes_with_its_own_marks(language):
    wrong = [
        words
        for english, words in said(language)
        if re.search(f"[{STRANGE_QUOTES[language]}']", words) or words.count('"') > english.count('"')
    ]
    assert wrong == []


def test_the_english_quotes_with_curly_marks(sentences):
    said_here = [one for sentence in sentences for one in forms(sentence)]
    assert [one for one in said_here if re.search(f"[{STRANGE_QUOTES['en']}]", one)] == []


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_nobody_is_shouted_at(sentences, language):
    if language == i18n.SOURCE:
        told = [one for sentence in sentences for one in forms(sentence)]
    else:
        told = [words for _, words in said(language)]
    assert [words for words in told if "!" in words] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_everybody_is_addressed_alike(language):
    wrong = [words for _, words in said(language) if re.search(STRANGE_ADDRESS[language], PLACE.sub("", words))]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_word_of_the_field_has_one_name(language):
    wrong = [
        (term, words)
        for term, names in TERMS.items()
        for english, words in said(language)
        if re.search(term, PLACE.sub("", english), re.IGNORECASE)
        and not re.search(names[language], words, re.IGNORECASE)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_of_another_country_or_of_computers_is_used(language):
    wrong = [words for _, words in said(language) if re.search(WRONG[language], PLACE.sub("", words), re.IGNORECASE)]
    assert wrong == []


@pytest.mark.parametrize("institution", list(vocabulary.WORDS["flanders"]))
@pytest.mark.parametrize("country", ["brussels", "wallonia", "ostbelgien", "netherlands", "flanders"])
def test_an_institution_has_a_name_in_every_country_and_language(country, institution):
    assert all(vocabulary.word(country, institution, language) for language in i18n.LANGUAGES)


class Foreign(HTMLParser):
    """The words of a page that are in `told`, each with the language that the page marks it with."""

    ALONE = frozenset(
        {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    )

    def __init__(self, told):
        super().__init__()
        self.told, self.within, self.found = told, [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.ALONE:
            self.within.append((tag, dict(attrs).get("lang") or (self.within[-1][1] if self.within else None)))

    def handle_endtag(self, tag):
        while self.within and self.within.pop()[0] != tag:
            continue

    def handle_data(self, data):
        # The title of a page is one language for the browser, whatever it names.
        if any(tag in ("title", "script", "style", "textarea") for tag, _ in self.within):
            return
        for words in self.told:
            if re.search(words, data):
                self.found.append((words, self.within[-1][1], " ".join(data.split())[:80]))


# What the makers of the tests write in Dutch, and nowhere in another language.
DUTCH = (r"Hoe maken we het dorp veilig\?", r"Maandag 9-12 uur", r"\bRuimte\b", r"\bDorp \d+ ourtown(?! \(fr\))")


def test_what_is_in_another_language_says_so(walked):
    """The walk reads English: whatever officials wrote in Dutch is marked as Dutch, so that it is read aloud as Dutch."""
    wrong = set()
    for look in walked.looks:
        if look.answer.status_code == 200 and look.answer.mimetype == "text/html":
            page = Foreign(DUTCH)
            page.feed(look.answer.text)
            wrong |= {(look.endpoint, words) for _, language, words in page.found if language != "nl"}
    assert sorted(wrong) == []
