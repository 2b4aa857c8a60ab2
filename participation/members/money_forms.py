"""What we ask about money: of a member where to pay it, of the official what somebody gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from stdnum import iban
from stdnum.exceptions import InvalidComponent
from stdnum.exceptions import ValidationError as OddNumber
from wtforms import Field, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from participation.errors import N_, SENTENCES
from participation.members import session_rules as rules
from participation.members.queries.money import Line
from participation.members.queries.sessions import Seated
from participation.members.seat_forms import LONGEST_NAME, code_field, on_one_line
from participation.sheets import NO, YES

LONGEST_IBAN = 34


class BankAccount(FlaskForm):  # type: ignore[misc]
    """Where a member is paid, or that they want no money."""

    code = code_field()
    wanted = RadioField(
        _("Do you want to be paid for taking part?"),
        choices=[
            SelectChoice(YES, _("Yes, on my account")),
            SelectChoice(NO, _("No, I want no money")),
        ],
        validators=[InputRequired(_("Choose one of the two."))],
    )
    holder = StringField(
        _("In whose name is the account?"),
        filters=[on_one_line],
        validators=[Length(max=LONGEST_NAME, message=_("Write it shorter."))],
        render_kw={"autocomplete": "name"},
    )
    iban = StringField(
        _("Account number (IBAN)"),
        description=_("It stands on your bank card or statement, such as BE68 5390 0754 7034."),
        filters=[on_one_line],
        validators=[Length(max=2 * LONGEST_IBAN, message=_("Write it shorter."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    @property
    def STEPS(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The pages of this form: no account is asked of whoever wants no money."""
        first = (N_("Your answer"), ("code", "wanted"))
        return (first,) if self.wanted.data == NO else (first, (N_("Your account"), ("holder", "iban")))

    def validate_holder(self, field: Field) -> None:
        if self.wanted.data == YES and not field.data:
            raise ValidationError(_("Write in whose name the account is."))

    def validate_iban(self, field: Field) -> None:
        if self.wanted.data == YES:
            try:
                iban.validate(field.data or "", check_country=False)
                # The rules of its country too, but not its list of banks: a new one is not wrong because we do not know it.
                with suppress(InvalidComponent):
                    iban.validate(field.data or "")
            except OddNumber:
                odd = SENTENCES["iban_odd"]
                raise ValidationError(_(odd)) from None


class NoteForm(FlaskForm):  # type: ignore[misc]
    """What one member gets besides; made by `note_form`, which offers members and sessions."""

    member = SelectField(_("Who?"), coerce=int)
    session = SelectField(_("For which session?"), coerce=int)
    kind = RadioField(
        _("For what?"),
        choices=[SelectChoice(value, _(words)) for value, words in rules.ALLOWANCES.items()],
        validators=[InputRequired(_("Choose for what."))],
    )
    amount = StringField(
        _("How much, in euros?"),
        description=_("Leave it empty for the amount that the municipality decided for this."),
        validators=[Optional(), Length(max=20, message=_("Write it shorter."))],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    note = StringField(
        _("A few words about it"),
        description=_("You may leave this empty. The member reads it too."),
        filters=[on_one_line],
        validators=[Length(max=300, message=_("Write it shorter."))],
    )


def note_form(people: Sequence[Seated], sessions: Mapping[int, Any]) -> NoteForm:
    """sessions: what each is called, by its number."""
    form = NoteForm()
    form.member.choices = [SelectChoice(one.id, one.name) for one in people]
    form.session.choices = [SelectChoice(number, words) for number, words in sessions.items()]
    return form


class ApproveForm(FlaskForm):  # type: ignore[misc]
    """Which lines are right; made by `approve_form`."""

    lines = SelectMultipleField(
        _("Which of these are right?"), coerce=int, validators=[DataRequired(_("Tick at least one line."))]
    )


def approve_form(lines: Sequence[Line]) -> ApproveForm:
    """Those that wait, and that whoever looks did not note themselves."""
    form = ApproveForm()
    form.lines.choices = [
        SelectChoice(line.id, line.name) for line in lines if line.state == rules.NOTED and not line.mine
    ]
    return form
