"""Nothing is said in English to whoever reads another language: every sentence, in every catalogue, with its places."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from participation import errors, i18n
from participation.lottery import faults as lottery
from participation.sortition import faults as sortition

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [code for code in i18n.LANGUAGES if code != i18n.SOURCE]
PLACE = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}

# Words that are the same in both languages, or names.
ALIKE = {
    "nl": {
        "Account",
        "Account %(number)s",
        "Browser",
        "Code",
        "E-mail",
        "Goldilocks",
        "Logo",
        "Open",
        "Panel",
        "Panel %(number)s",
        "Panels",
        "Postcode",
        "account",
        "panel",
    },
    "fr": {
        "Centre",
        "Chance",
        "Code",
        "E-mail",
        "Goldilocks",
        "Journal",
        "Logo",
        "Message",
        "Messages",
        "Panel",
        "Panel %(number)s",
        "Panels",
        "Tables",
        "invitation",
        "panel",
    },
    "de": {"Browser", "Chance", "Code", "Logo", "Name", "Passkey", "Passkeys"},
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
            assert words.count("%") == len(re.findall(r"%\(\w+\)[sd]|%%|% ?(?![\w(])", words)), words


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_the_english_itself(language):
    same = {
        message.id
        for message in catalogue(language)
        if message.id and message.string == message.id and re.search("[a-z]{3}", PLACE.sub("", text(message.id)))
    }
    assert same - ALIKE[language] == set()


def test_every_refusal_in_the_code_has_a_sentence_and_every_sentence_is_used():
    code = "\n".join(path.read_text() for path in (ROOT / "participation").rglob("*.py"))
    raised = set(re.findall(r'(?:Refused|TooOften|Trouble)\(\s*"(\w+)"', code))
    assert raised == set(errors.SENTENCES)


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
