"""How easily a text reads, and which of its sentences and words are long: advice for whoever writes for everybody.

Every language has a formula of its own, and all come down to the same: short sentences of short words read easily. The
number says nothing about whether a text is true, kind or complete, so it is never a condition for anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

# A sentence with more words than these is hard to keep in mind; a word with more letters is hard to take in at a glance.
MOST_WORDS, MOST_LETTERS = 20, 16
FEWEST_WORDS = 8
LONGEST_TEXT = 20_000

EASY, FOR_MOST, HARD = "easy", "most", "hard"


class Formula(NamedTuple):
    """Reading ease = `start` - `sentence` x words per sentence - `word` x syllables per word; 100 reads by itself."""

    start: float
    sentence: float
    word: float
    patterns: str


# Flesch (1948) for English, and what others made of it: Douma (1960), Kandel and Moles (1958), Amstad (1978).
FORMULAS = {
    "nl": Formula(206.84, 0.93, 77.0, "nl_NL"),
    "fr": Formula(207.0, 1.015, 73.6, "fr"),
    "de": Formula(180.0, 1.0, 58.5, "de_DE"),
    "en": Formula(206.835, 1.015, 84.6, "en_GB"),
}
# In these a last e, with the s of a plural, is not heard.
MUTE = {"fr": re.compile("(?<=[^aeiouyàâéèêëîïôûù])es?$"), "en": re.compile("(?<=[^aeiouyl])e$")}

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
END = re.compile(r"(?<=[.!?…])[\"”»’)]*\s+|\n+")
VOWELS = re.compile("[aeiouyàáâäèéêëìíîïòóôöùúûüœæ]+")


@dataclass(frozen=True)
class Look:
    """What a text looks like to a reader.

    ease: from 0 (very hard) to 100 (very easy), None where there are too few words to say; level: EASY, FOR_MOST, HARD
    long_sentences: as they are written; long_words: each once; words: how many there are
    """

    ease: int | None
    level: str
    long_sentences: Sequence[str]
    long_words: Sequence[str]
    words: int


def look(text: str, language: str) -> Look:
    """How easily a text in one of `FORMULAS` reads. What comes after the first 20,000 characters is not looked at."""
    sentences = [one for one in (part.strip() for part in END.split(text[:LONGEST_TEXT])) if WORD.search(one)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    long = [word for word in words if any(len(part) > MOST_LETTERS for part in re.split("[’'-]", word))]
    ease = _ease(words, len(sentences), language) if len(words) >= FEWEST_WORDS else None
    return Look(
        ease=ease,
        level=level_of(ease),
        long_sentences=[one for one in sentences if len(WORD.findall(one)) > MOST_WORDS],
        long_words=list(dict.fromkeys(long)),
        words=len(words),
    )


def level_of(ease: int | None) -> str:
    """Reading ease in three steps: from 70 easy for nearly everybody, below 50 hard for many; "" where it is unknown."""
    if ease is None:
        return ""
    return EASY if ease >= 70 else FOR_MOST if ease >= 50 else HARD


def syllables(word: str, language: str) -> int:
    """How many syllables a word has: as many as it can be broken into, or as it has sounds, whichever is more."""
    small = word.lower()
    heard = VOWELS.findall(MUTE[language].sub("", small) if language in MUTE else small)
    # Nobody looks up where to break what is no word.
    broken = len(_patterns(language).positions(small)) + 1 if len(small) <= 60 else 1
    return max(1, len(heard), broken)


def _ease(words: Sequence[str], sentences: int, language: str) -> int:
    formula = FORMULAS[language]
    per_word = sum(syllables(word, language) for word in words) / len(words)
    found = formula.start - formula.sentence * len(words) / sentences - formula.word * per_word
    return min(100, max(0, round(found)))


@lru_cache
def _patterns(language: str) -> Any:
    # Loaded only when somebody asks: the patterns of a language are large.
    import pyphen

    return pyphen.Pyphen(lang=FORMULAS[language].patterns)
