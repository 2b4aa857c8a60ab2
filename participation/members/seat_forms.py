"""What whoever was drawn tells us of their seat, in any way: on screen, on paper, by telephone or at the desk; and what
an official notes of how to reach them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from participation.errors import N_, SENTENCES
from participation.i18n import LANGUAGES
from participation.lottery.codes import is_long, read_code, read_long_code
from participation.lottery.faults import Fault
from participation.members.reaching import Reach
from participation.members.rules import REASONS
from participation.messages.recipients import EMAIL, LETTER, PHONE
from participation.sheets import NO, YES

LONGEST_NAME, LONGEST_WORDS = 120, 1000
# What is wrong with a code that was typed, in the words of who has a message from us.
SAID = {
    "code_form": "seat_code_form",
    "code_slip": "seat_code_form",
    "long_code_form": "seat_code_form",
    "long_code_slip": "seat_code_slip",
}


def on_one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def as_code(typed: str | None) -> str:
    """The code as it stands in our message, however it was typed; what can be none stays as it is."""
    words = on_one_line(typed)
    with suppress(Fault):
        return _read(words)
    return words


def check_code(_form: FlaskForm, field: Field) -> None:
    """Say at once what no code of ours can be; whose a short one is, the answer says: everybody's, in the draw."""
    try:
        _read(field.data or "")
    except Fault as fault:
        raise ValidationError(_(SENTENCES[SAID[fault.code]])) from None


def _read(typed: str) -> str:
    return read_long_code(typed) if is_long(typed) else read_code(typed)


def code_field() -> StringField:
    """The secret code with which somebody who was drawn answers."""
    return StringField(
        _("Your code"),
        description=_("It stands in our message to you, and looks like KRTW-4071-PMNX-2208."),
        filters=[as_code],
        validators=[DataRequired(_("Write the code that stands in our message to you.")), check_code],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code that opens one's own page."""

    code = StringField(
        _("Your code"),
        validators=[InputRequired(_("Write your code: it is on your letter or receipt."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


def _reason(label: Any) -> RadioField:
    return RadioField(
        label,
        description=_("You may leave this empty."),
        choices=[SelectChoice(value, _(words)) for value, words in REASONS.items()],
        validators=[Optional()],
    )


def _words(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        description=_("You may leave this empty. Nothing about your health is needed."),
        validators=[Optional(), Length(max=LONGEST_WORDS, message=_("Keep this below 1,000 characters."))],
        render_kw={"rows": 3},
    )


class TakeSeat(FlaskForm):  # type: ignore[misc]
    """Whether somebody who was drawn takes the seat."""

    code = code_field()
    coming = RadioField(
        _("Do you take your seat on the panel?"),
        choices=[SelectChoice(YES, _("Yes, I take it")), SelectChoice(NO, _("No, I do not take it"))],
        validators=[InputRequired(_("Choose yes or no."))],
    )
    named = BooleanField(
        _("If you take it: you may put my name on the public page of the panel"),
        description=_("Only if you want to. Without it, nobody reads there who you are."),
    )
    public_name = StringField(
        _("The name that may stand there"),
        description=_("Only if you ticked this. A first name is enough."),
        filters=[on_one_line],
        validators=[Length(max=LONGEST_NAME, message=_("Write it shorter."))],
        render_kw={"autocomplete": "name"},
    )
    reason = _reason(_("If you do not take it: why not?"))
    words = _words(_("Is there something you want to say about it?"))

    @property
    def STEPS(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The pages of this form, as far as the answer asks for them."""
        name, why = (N_("Your name"), ("named", "public_name")), (N_("Why not"), ("reason", "words"))
        after = {YES: (name,), NO: (why,)}.get(self.coming.data, (name, why))
        return (N_("Your answer"), ("code", "coming")), *after

    def validate_public_name(self, field: Field) -> None:
        if self.named.data and self.coming.data == YES and not field.data:
            raise ValidationError(_("Write the name that may stand on the page, or take the tick away."))


class LeavePanel(FlaskForm):  # type: ignore[misc]
    """Somebody gives their seat back."""

    code = code_field()
    reason = _reason(_("Why do you leave?"))
    words = _words(_("Is there something you want to say about it?"))


def _line(label: Any, *, longest: int = 100, **keywords: str) -> StringField:
    return StringField(
        label,
        filters=[on_one_line],
        validators=[Length(max=longest, message=_("Write it shorter."))],
        render_kw=keywords,
    )


class ReachForm(FlaskForm):  # type: ignore[misc]
    """How a member is reached, as an official notes it."""

    name = StringField(
        _("Name"),
        filters=[on_one_line],
        validators=[DataRequired(_("Write the name.")), Length(max=LONGEST_NAME, message=_("Write it shorter."))],
        render_kw={"autocomplete": "off"},
    )
    way = RadioField(
        _("How do they want to be written to?"),
        choices=[
            SelectChoice(EMAIL, _("By e-mail")),
            SelectChoice(PHONE, _("By text message")),
            SelectChoice(LETTER, _("By letter")),
        ],
        validators=[InputRequired(_("Choose one of the three."))],
    )
    email = _line(_("E-mail address"), longest=254, autocomplete="off", autocapitalize="none", spellcheck="false")
    phone = _line(_("Telephone number"), longest=30, autocomplete="off", inputmode="tel")
    street = _line(_("Street"), autocomplete="off")
    number = _line(_("House number"), longest=12, autocomplete="off")
    box = _line(_("Box"), longest=12, autocomplete="off")
    postcode = _line(_("Postcode"), longest=12, autocomplete="off")
    town = _line(_("Town"), autocomplete="off")
    language = SelectField(
        _("Language in which we write to them"), choices=[SelectChoice(*own) for own in LANGUAGES.items()]
    )
    large_print = BooleanField(_("Print their letters large"))

    NEEDED = {EMAIL: ("email",), PHONE: ("phone",), LETTER: ("street", "postcode", "town")}  # noqa: RUF012

    def validate_email(self, field: Field) -> None:
        if field.data and ("@" not in field.data or " " in field.data):
            raise ValidationError(_("Write a whole e-mail address, such as name@example.be."))

    def validate_phone(self, field: Field) -> None:
        if field.data and sum(sign.isdecimal() for sign in field.data) < len("12345678"):
            raise ValidationError(_("Write a whole number, such as 0470 12 34 56."))

    def validate_way(self, field: Field) -> None:
        """Where they want to be written to must be known."""
        if not all(self[name].data for name in self.NEEDED.get(field.data, ())):
            raise ValidationError(_("Fill in below where to write to, for the way that you chose here."))

    @property
    def reach(self) -> Reach:
        told = ("name", "email", "phone", "way", "street", "number", "box", "postcode", "town")
        return Reach(**{part: str(self[part].data or "") for part in told})
