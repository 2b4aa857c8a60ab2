"""What we ask of somebody who climbs the ladder: a home address, a code from a letter, a name; and at the desk, a card."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError


def _stripped(text: str | None) -> str:
    return " ".join((text or "").split())


class Press(FlaskForm):  # type: ignore[misc]
    """A form that asks nothing."""


class HomeAddress(FlaskForm):  # type: ignore[misc]
    street = StringField(
        _("Street and number"),
        filters=[_stripped],
        validators=[DataRequired(_("Write your street and number.")), Length(max=100, message=_("Write it shorter."))],
        render_kw={"autocomplete": "address-line1"},
    )
    postcode = StringField(
        _("Postcode"),
        filters=[_stripped],
        validators=[DataRequired(_("Write your postcode.")), Length(max=10, message=_("Write only the postcode."))],
        render_kw={"autocomplete": "postal-code"},
    )
    town = StringField(
        _("Town or village"),
        filters=[_stripped],
        validators=[DataRequired(_("Write your town or village.")), Length(max=80, message=_("Write it shorter."))],
        render_kw={"autocomplete": "address-level2"},
    )
    keep = BooleanField(_("From now on, send me everything by letter to this address"))


class CodeFromLetter(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _("Code from your letter"),
        validators=[DataRequired(_("Write the code that stands in your letter.")), Length(max=40)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class NameForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Your name"),
        filters=[_stripped],
        validators=[DataRequired(_("Write your name.")), Length(max=200, message=_("Write it shorter."))],
        render_kw={"autocomplete": "name"},
    )


KNOWN, NEW = "known", "new"


class Card(FlaskForm):  # type: ignore[misc]
    """An identity card on the desk, and whose account it belongs to."""

    account = RadioField(
        _("Does this person have an account here?"),
        choices=[
            SelectChoice(KNOWN, _("Yes, with an e-mail address or telephone number")),
            SelectChoice(NEW, _("No, or they do not use the internet: make one now")),
        ],
        validators=[InputRequired(_("Choose one of the two."))],
    )
    reached = StringField(
        _("E-mail address or telephone number"),
        filters=[_stripped],
        validators=[Length(max=254, message=_("Write it shorter."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        _("Name on the card"),
        filters=[_stripped],
        validators=[DataRequired(_("Write the name on the card.")), Length(max=200, message=_("Write it shorter."))],
        render_kw={"autocomplete": "off"},
    )
    number = StringField(
        _("National number"),
        validators=[
            DataRequired(_("Write the number on the card.")),
            Length(max=30, message=_("Write only the number.")),
        ],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    born_on = DateField(_("Date of birth on the card"), validators=[Optional()], render_kw={"autocomplete": "off"})
    street = StringField(_("Street and number"), filters=[_stripped], validators=[Length(max=100)])
    postcode = StringField(_("Postcode"), filters=[_stripped], validators=[Length(max=10)])
    town = StringField(_("Town or village"), filters=[_stripped], validators=[Length(max=80)])
    seen = BooleanField(
        _("I held the card, it is valid, and it is the face before me"),
        validators=[DataRequired(_("Look at the card and at the person first."))],
    )

    def validate_reached(self, field: Field) -> None:
        if self.account.data == KNOWN and not field.data:
            raise ValidationError(_("Write the address or number that they sign in with."))

    def validate_street(self, field: Field) -> None:
        if self.account.data == NEW and not field.data:
            raise ValidationError(_("Write where letters for this person go."))

    validate_postcode = validate_town = validate_street

    def address(self) -> Mapping[str, str]:
        return {"street": self.street.data, "postcode": self.postcode.data, "town": self.town.data}
