"""What we ask of somebody who signs in, chooses a password or looks after their account."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from participation.messages.recipients import PHONE, one_line

LONGEST_NAME, LONGEST_LINE = 200, 100


def on_one_line(typed: str | None) -> str | None:
    return typed and one_line(typed)


def name_field() -> StringField:
    return StringField(
        _("Your name"),
        filters=[on_one_line],
        validators=[
            DataRequired(_("Write the name that we may call you by.")),
            Length(max=LONGEST_NAME, message=_("Write at most 200 characters.")),
        ],
        render_kw={"autocomplete": "name"},
    )


def _contact(label: Any, missing: Any) -> StringField:
    return StringField(
        label,
        validators=[DataRequired(missing), Length(max=254, message=_("Write at most 254 characters."))],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


def _six_digits() -> StringField:
    return StringField(
        _("Your code"),
        validators=[
            DataRequired(_("Write the six digits of the code that we sent you.")),
            Length(max=20, message=_("A code has six digits.")),
        ],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


def _new_password() -> PasswordField:
    return PasswordField(
        _("New password"),
        validators=[DataRequired(_("Write a new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class SignIn(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _("E-mail address"),
        validators=[
            DataRequired(_("Write your e-mail address.")),
            Length(max=254, message=_("Write at most 254 characters.")),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _("Password"),
        validators=[DataRequired(_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class AskCode(FlaskForm):  # type: ignore[misc]
    """Where a code may go: an e-mail address, or a mobile number where `texts` can be sent."""

    contact = _contact(_("E-mail address"), _("Write your e-mail address."))

    def __init__(self, *, texts: bool, **options: Any) -> None:
        super().__init__(**options)
        if texts:
            self.contact.label.text = _("E-mail address or mobile number")


class TypeCode(FlaskForm):  # type: ignore[misc]
    code = _six_digits()


class Newcomer(FlaskForm):  # type: ignore[misc]
    name = name_field()


class ResetPassword(FlaskForm):  # type: ignore[misc]
    code = _six_digits()
    password = _new_password()


class ChangePassword(FlaskForm):  # type: ignore[misc]
    """A new password; and the one of today, where there is one."""

    current = PasswordField(
        _("The password that you have now"),
        validators=[DataRequired(_("Write the password that you have now."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password()

    def __init__(self, *, has_password: bool, **options: Any) -> None:
        super().__init__(**options)
        if not has_password:
            del self.current


class NewAddress(FlaskForm):  # type: ignore[misc]
    """Where we write from now on: an e-mail address, or a mobile number."""

    contact = _contact(_("New e-mail address"), _("Write the new one."))

    def __init__(self, *, way: str, **options: Any) -> None:
        super().__init__(**options)
        if way == PHONE:
            self.contact.label.text = _("New mobile number")
        self.contact.render_kw = {
            **self.contact.render_kw,
            "autocomplete": "tel" if way == PHONE else "email",
            "inputmode": "tel" if way == PHONE else "email",
        }
