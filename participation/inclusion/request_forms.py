"""What we ask of somebody who asks us for something. The words are the same on screen, on paper and aloud.

Nothing is asked that is not needed to do it; what may stay empty says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from participation.errors import N_
from participation.i18n import LANGUAGES
from participation.inclusion.requests import DECLINED, DONE
from participation.web.context import language

LONGEST, LONGEST_REPORT = 1000, 2000
_EMAIL = re.compile(r"[^\s@,;<>\"()]+@[^\s@,;<>\"()]+\.\w{2,}")
_NUMBER = re.compile(r"[+\d][\d\s./()-]{5,}")

# What helps people to take part. Sign languages are languages: a Flemish signer does not follow a Dutch one.
NEEDS: tuple[tuple[str, str], ...] = (
    ("interpreter", N_("An interpreter for another language")),
    ("vgt", N_("An interpreter for Flemish Sign Language (VGT)")),
    ("lsfb", N_("An interpreter for French Belgian Sign Language (LSFB)")),
    ("dgs", N_("An interpreter for German Sign Language (DGS)")),
    ("loop", N_("A hearing loop")),
    ("large_print", N_("Letters and papers in large print")),
    ("childcare", N_("Somebody to look after my children")),
    ("transport", N_("A lift there and back")),
    ("companion", N_("Somebody who comes along with me")),
    ("breaks", N_("More breaks, or a quiet room")),
    ("allowance", N_("The allowance in advance, or paid in another way")),
    ("device", N_("A tablet or laptop on loan")),
    ("other", N_("Something else")),
)


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _line(label: Any, *, hint: Any = "", missing: Any = None, longest: int = 200, **keywords: str) -> StringField:
    """A question with a short answer; `missing` is said where it may not stay empty."""
    return StringField(
        label,
        description=hint,
        filters=[one_line],
        validators=[
            DataRequired(missing) if missing else Optional(),
            Length(max=longest, message=_("Write it shorter.")),
        ],
        render_kw=keywords,
    )


def _text(label: Any, *, hint: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        validators=[Optional(), Length(max=LONGEST, message=_("Keep this below 1,000 characters."))],
        render_kw={"rows": 4},
    )


def _name() -> StringField:
    return _line(_("Your name"), missing=_("Write the name that we may call you by."), autocomplete="name")


def _language(label: Any) -> SelectField:
    """Begins with the language of the page that asks."""
    return SelectField(label, choices=[SelectChoice(*one) for one in LANGUAGES.items()], default=language)


def _check_reaches(_form: FlaskForm, field: Field) -> None:
    if field.data and not (_EMAIL.fullmatch(field.data) or _NUMBER.fullmatch(field.data)):
        raise ValidationError(_("Write a telephone number or an e-mail address."))


class CallBack(FlaskForm):  # type: ignore[misc]
    """Somebody wants to be called."""

    name = _name()
    phone = _line(
        _("Your telephone number"),
        missing=_("Write the number on which we can call you."),
        longest=30,
        autocomplete="tel",
        inputmode="tel",
    )
    moment = RadioField(
        _("When may we call?"),
        choices=[
            SelectChoice("any", _("Whenever somebody is here")),
            SelectChoice("morning", _("In the morning")),
            SelectChoice("afternoon", _("In the afternoon")),
        ],
        default="any",
    )
    language = _language(_("In which language?"))
    about = _text(
        _("What is it about?"), hint=_("You may leave this empty. A few words help us to let the right person call.")
    )

    def validate_phone(self, field: Field) -> None:
        if not _NUMBER.fullmatch(field.data or ""):
            raise ValidationError(_("Write a telephone number, such as 012 34 56 78."))


class Support(FlaskForm):  # type: ignore[misc]
    """What somebody needs to take part."""

    STEPS = (
        (N_("What you need"), ("needs", "interpreter", "day", "more")),
        (N_("How do we reach you?"), ("contact", "name")),
    )

    needs = SelectMultipleField(
        _("What can we arrange for you?"),
        description=_("Tick whatever helps. You need not say why."),
        choices=[SelectChoice(value, _(words)) for value, words in NEEDS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    interpreter = _line(
        _("An interpreter: for which language?"), hint=_("You may leave this empty."), longest=80, autocomplete="off"
    )
    day = DateField(
        _("For which day?"),
        description=_("You may leave this empty, if it is for every meeting or you do not know yet."),
        validators=[Optional()],
    )
    more = _text(
        _("Is there more that we should know?"),
        hint=_("You may leave this empty. Write only what we need to arrange it: nothing about your health."),
    )
    contact = _line(
        _("Your telephone number or e-mail address"),
        missing=_("Write a telephone number or an e-mail address, so that we can tell you what we arranged."),
        longest=254,
        autocapitalize="none",
        spellcheck="false",
    )
    name = _line(_("Your name"), hint=_("You may leave this empty."), autocomplete="name")

    validate_contact = _check_reaches


COPY, CORRECT, ERASE = "copy", "correct", "erase"


class Data(FlaskForm):  # type: ignore[misc]
    """What somebody wants done with everything we hold about them."""

    wish = RadioField(
        _("What do you want us to do?"),
        choices=[
            SelectChoice(COPY, _("Give me a copy of everything you hold about me, on paper")),
            SelectChoice(CORRECT, _("Put right what is wrong")),
            SelectChoice(ERASE, _("Erase everything you hold about me")),
        ],
        validators=[InputRequired(_("Choose one of the three."))],
    )
    which = _text(
        _("What is wrong, and how should it be?"),
        hint=_("Only where something must be put right. Else leave it empty."),
    )

    def validate_which(self, field: Field) -> None:
        if self.wish.data == CORRECT and not (field.data or "").strip():
            raise ValidationError(_("Write what is wrong, and how it should be."))


class Copy(FlaskForm):  # type: ignore[misc]
    """Somebody wants a letter in another language; `copy_form` adds which languages there are."""

    name = _line(
        _("The name on the letter"), missing=_("Write the name that stands on the letter."), autocomplete="name"
    )
    day = DateField(
        _("The date of the letter"),
        description=_("It stands at the top right. Leave it empty if you do not have it at hand."),
        validators=[Optional()],
    )
    about = _line(_("What is the letter about?"), hint=_("A few words are enough. You may leave this empty."))
    contact = _line(
        _("Your telephone number or e-mail address"),
        hint=_("Only for a question about this. You may leave this empty."),
        longest=254,
        autocapitalize="none",
        spellcheck="false",
    )

    validate_contact = _check_reaches


def copy_form(languages: Sequence[str]) -> type[Copy]:
    """The form for a copy of a letter in one of these languages."""
    language = RadioField(
        _("In which language do you want it?"),
        choices=[SelectChoice(code, LANGUAGES[code]) for code in languages],
        validators=[InputRequired(_("Choose a language."))],
    )
    return type("CopyForm", (Copy,), {"language": language})


class Report(FlaskForm):  # type: ignore[misc]
    """Something does not work for somebody. Nobody needs to say who they are."""

    what = TextAreaField(
        _("What does not work for you?"),
        description=_("In your own words. What did you want to do, and what happened instead?"),
        validators=[
            DataRequired(_("Write what does not work for you.")),
            Length(max=LONGEST_REPORT, message=_("Keep this below 2,000 characters.")),
        ],
        render_kw={"rows": 5},
    )
    page = _line(
        _("On which page, letter or form?"),
        hint=_("Its title is enough, or its address at the top of your screen."),
        longest=500,
    )
    uses = _line(
        _("Do you use something to read or to operate your device?"),
        hint=_("For instance a screen reader, enlarged letters, your voice, or only a keyboard."),
    )
    contact = _line(
        _("How can we answer you?"),
        hint=_("An e-mail address or a telephone number. Without it we put it right, but cannot tell you."),
        longest=254,
        autocapitalize="none",
        spellcheck="false",
    )

    validate_contact = _check_reaches


SEND, TOLD = "send", "told"


class Answer(FlaskForm):  # type: ignore[misc]
    """What became of a request, for whoever handles it."""

    outcome = RadioField(
        _("What became of it?"),
        choices=[SelectChoice(DONE, _("It is done")), SelectChoice(DECLINED, _("We cannot do it"))],
        validators=[InputRequired(_("Choose one of the two."))],
    )
    way = RadioField(
        _("How do they hear of it?"),
        choices=[
            SelectChoice(SEND, _("Send them these words")),
            SelectChoice(TOLD, _("I told them, by telephone or at the desk")),
        ],
        validators=[InputRequired(_("Choose one of the two."))],
    )
    words = TextAreaField(
        _("What you answer, or what you told them"),
        filters=[lambda text: (text or "").strip()],
        validators=[
            DataRequired(_("Write what you did, or why it cannot be done. They may read it.")),
            Length(max=LONGEST, message=_("Keep this below 1,000 characters.")),
        ],
        render_kw={"rows": 5},
    )


class SupportAnswer(Answer):
    """The same for support, which is kept for as long as somebody needs it."""

    last_day = DateField(
        _("The last day on which they need it"),
        description=_("What they told us is erased after that day. Leave it empty if that can be now."),
        validators=[Optional()],
    )
