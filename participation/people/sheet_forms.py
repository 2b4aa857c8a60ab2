"""What anybody with an account may tell us in any way: on screen, on paper, by telephone or at the desk."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from participation.i18n import LANGUAGES
from participation.messages.recipients import EMAIL, LETTER, PHONE
from participation.people.forms import LONGEST_LINE, name_field, on_one_line
from participation.sheets import NO, YES

_ONE_OF_TWO = _("Choose one of the two.")


class MayWe(FlaskForm):  # type: ignore[misc]
    """Whether somebody wants to be written to and drawn."""

    may = RadioField(
        _("May we write to you and draw you by lot?"),
        description=_("What you ask for yourself, such as a code to sign in, always comes."),
        choices=[SelectChoice(YES, _("Yes, you may")), SelectChoice(NO, _("No, I object"))],
        validators=[InputRequired(_ONE_OF_TWO)],
    )


class News(FlaskForm):  # type: ignore[misc]
    """Whether somebody wants news."""

    wanted = RadioField(
        _("Do you want to get news from us?"),
        description=_("At most one message a day, and none when there is nothing new."),
        choices=[SelectChoice(YES, _("Yes, send me news")), SelectChoice(NO, _("No, send me no news"))],
        validators=[InputRequired(_ONE_OF_TWO)],
    )


def _line_of_address(label: Any, autocomplete: str) -> StringField:
    return StringField(
        label,
        description=_("Only if you want letters."),
        filters=[on_one_line],
        validators=[Length(max=LONGEST_LINE, message=_("Write at most 100 characters."))],
        render_kw={"autocomplete": autocomplete},
    )


def _check_letters_arrive(form: FlaskForm, field: Field) -> None:
    if form.way.data == LETTER and not field.data:
        raise ValidationError(_("A letter needs your whole address."))


class HowWeWrite(FlaskForm):  # type: ignore[misc]
    """How somebody is called and written to, where no text messages can be sent."""

    WAYS: tuple[str, ...] = (EMAIL, LETTER)

    name = name_field()
    language = SelectField(
        _("Language in which we write to you"),
        choices=[SelectChoice(*own) for own in LANGUAGES.items()],
        render_kw={"autocomplete": "language"},
    )
    way = RadioField(
        _("How do we write to you?"),
        validators=[InputRequired(_("Choose how we write to you."))],
    )
    street = _line_of_address(_("Street and number"), "address-line1")
    postcode = _line_of_address(_("Postcode"), "postal-code")
    town = _line_of_address(_("Town"), "address-level2")
    large_print = BooleanField(_("Print my letters large"))

    validate_street = validate_postcode = validate_town = _check_letters_arrive

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = {EMAIL: _("By e-mail"), PHONE: _("By text message"), LETTER: _("By letter")}
        self.way.choices = [SelectChoice(way, words[way]) for way in self.WAYS]


class HowWeWriteOrText(HowWeWrite):
    """The same where text messages can be sent."""

    WAYS = (EMAIL, PHONE, LETTER)
