"""The questions of a form, numbered: the same on screen, on paper, aloud and at the desk. For every way of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields import HiddenField

from participation.inclusion.queries import Typed
from participation.sheets import Sheet
from participation.web.words import day


class Kind(StrEnum):
    """How a question is answered: a line, a text, a date, a number, one of its choices, some of them, or a tick."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    ONE = "one"
    SOME = "some"
    TICK = "tick"


@dataclass(frozen=True)
class Question:
    """One question, in the language of the page.

    number: from 1, through all pages of the form; choices: pairs (value, words)
    """

    number: int
    name: str
    kind: Kind
    label: str
    hint: str
    required: bool
    choices: Sequence[tuple[str, str]] = ()


_KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (SelectMultipleField, Kind.SOME),
    (RadioField, Kind.ONE),
    (SelectField, Kind.ONE),
    (BooleanField, Kind.TICK),
    (TextAreaField, Kind.TEXT),
    (DateField, Kind.DATE),
    (IntegerField, Kind.NUMBER),
)


def asked(form: FlaskForm) -> list[Field]:
    """The fields that ask something, in order."""
    return [field for field in form if not isinstance(field, HiddenField) and field.short_name != "csrf_token"]


def questions(form: FlaskForm) -> list[Question]:
    """Every question of a form, in order."""
    return [
        Question(
            number,
            field.short_name,
            kind_of(field),
            str(field.label.text),
            str(field.description or ""),
            bool(field.flags.required),
            choices_of(field),
        )
        for number, field in enumerate(asked(form), start=1)
    ]


def kind_of(field: Field) -> Kind:
    return next((kind for type_, kind in _KINDS if isinstance(field, type_)), Kind.LINE)


def choices_of(field: Field) -> list[tuple[str, str]]:
    if kind_of(field) not in (Kind.ONE, Kind.SOME):
        return []
    return [(str(choice[0]), str(choice[1])) for choice in field.iter_choices() if str(choice[0])]


def steps(sheet: Sheet, form: FlaskForm) -> list[tuple[str, list[str]]]:
    """The pages of a form: pairs of a title (a sentence) and the names of its fields. Which there are may follow from
    what is filled in; of an empty form it is all of them."""
    spread = getattr(form, "STEPS", None) or ((sheet.title, tuple(field.short_name for field in asked(form))),)
    return [(title, list(names)) for title, names in spread]


def filled(form: type[Any], typed: Typed) -> FlaskForm:
    """The form with what was typed in it. It asks for no token: whoever sent it has shown that of the page."""
    sent = MultiDict[str, str]([(name, value) for name, values in typed.items() for value in values])
    return form(formdata=sent, meta={"csrf": False})


def typed_in(form: type[Any], sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was typed to the questions of a form; whatever else came along is left out."""
    return {field.short_name: sent.getlist(field.short_name) for field in asked(filled(form, {}))}


def begins_with(form: type[Any], known: Mapping[str, Any]) -> dict[str, list[str]]:
    """What stands in the form before anybody types, as if it had been typed."""
    return {
        field.short_name: _as_typed(field) for field in asked(form(formdata=None, data=known, meta={"csrf": False}))
    }


def names_asked(form: FlaskForm) -> set[str]:
    """The fields that are asked of somebody who filled it in like this."""
    spread = getattr(form, "STEPS", None)
    if spread is None:
        return {field.short_name for field in asked(form)}
    return {name for _title, names in spread for name in names}


def answers(form: FlaskForm) -> list[tuple[Question, str]]:
    """Each question with what was answered, in words: to check, to read back, and for the receipt."""
    names = names_asked(form)
    return [
        (question, _in_words(form[question.name], question)) for question in questions(form) if question.name in names
    ]


def _in_words(field: Field, question: Question) -> str:
    value: Any = field.data
    if question.kind == Kind.TICK:
        return str(_("Yes") if value else _("No"))
    if value in (None, "", []):
        return str(_("Not filled in"))
    if question.kind == Kind.ONE:
        return dict(question.choices).get(str(value), str(value))
    if question.kind == Kind.SOME:
        words = dict(question.choices)
        return "\n".join(words.get(str(one), str(one)) for one in value)
    if question.kind == Kind.DATE:
        return day(value)
    return str(value)


def _as_typed(field: Field) -> list[str]:
    kind = kind_of(field)
    if kind == Kind.TICK:
        return ["y"] if field.data else []
    if kind == Kind.SOME:
        return [str(one) for one in field.data or []]
    if kind == Kind.ONE:
        return [] if field.data is None else [str(field.data)]
    return [str(field._value())]
