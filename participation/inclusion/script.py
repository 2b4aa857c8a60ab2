"""What an official says on the telephone, question by question: made of the same form as the page and the paper."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from participation.inclusion.questions import Kind, Question


@dataclass(frozen=True)
class Line:
    """One question, to be read aloud. choices: what to read after it; then: how it may be answered."""

    question: str
    choices: tuple[str, ...]
    then: str


def aloud(question: Question) -> Line:
    """A question as one says it; a hint is said after it, as it stands under it on the screen."""
    words = " ".join(part for part in (_closed(question.label, "?"), _closed(question.hint, ".")) if part)
    return Line(words, tuple(choice for _value, choice in question.choices), _then(question))


def _then(question: Question) -> str:
    answered = {
        Kind.ONE: _("Which of these?"),
        Kind.SOME: _("Which of these? It may be several."),
        Kind.TICK: _("Yes or no?"),
        Kind.DATE: _("On which day, of which month and year?"),
    }.get(question.kind, "")
    # A box that is not ticked is an answer too.
    spared = "" if question.required or question.kind == Kind.TICK else _("You need not answer this.")
    return " ".join(part for part in (answered, spared) if part)


def _closed(words: str, sign: str) -> str:
    """The words with a sign at their end."""
    return words if not words or words[-1] in ".?!:…" else words + sign
