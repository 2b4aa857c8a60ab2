"""The four languages: catalogues, and sentences said outside a web page (commands, jobs, letters)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent / "translations"
SOURCE = "en"
LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}

Sentence = str | tuple[str, str]


def compile_catalogues() -> None:
    """Turn each catalogue that changed into the form that is read at run time."""
    for catalogue in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as source:
            messages = read_po(source, locale=catalogue.parts[-3])
        # Pages and worker start together: each writes a file of its own, and the last one stays.
        unfinished = compiled.with_suffix(f".{uuid.uuid4().hex}.mo")
        with unfinished.open("wb") as target:
            write_mo(target, messages)
        unfinished.replace(compiled)


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """The translations into one language; English is what the code is written in."""
    if language == SOURCE:
        return NullTranslations()
    # Whoever asks first may be ahead of the pages: the demo is made, and written to, before they open.
    compile_catalogues()
    return Translations.load(CATALOGUES, [language])


def say(sentence: Sentence, language: str, facts: Mapping[str, object] | None = None) -> str:
    """A sentence in a language, its facts filled in. A pair is singular and plural; the fact `count` chooses."""
    facts = facts or {}
    translations = catalogue(language)
    if isinstance(sentence, tuple):
        count = facts.get("count")
        # A pair is one entry of the catalogue where it was marked as a plural, else each of its sentences is.
        words = translations.ugettext(translations.ungettext(*sentence, count if isinstance(count, int) else 2))
    else:
        words = translations.ugettext(sentence)
    return words % facts if facts else words


Written = TypeVar("Written", str, list[str])


def in_language(
    words: Mapping[str, Written], language: str, order: Sequence[str], otherwise: Written
) -> tuple[Written, str]:
    """What an official wrote, in `language` if it is there, else in the first language of `order` that is.

    Returns the words and their language, so that the page can mark them; `otherwise` where nothing was written.
    """
    for code in (language, *order, *words):
        if words.get(code):
            return words[code], code
    return otherwise, language
