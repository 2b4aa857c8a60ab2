"""What we ask of somebody who signs in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired


class SignIn(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _("E-mail address"),
        validators=[DataRequired(_("Write your e-mail address."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _("Password"),
        validators=[DataRequired(_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )


def _code() -> StringField:
    return StringField(
        _("Code from your app"),
        validators=[DataRequired(_("Write the six digits that your app shows now."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class SecondFactor(FlaskForm):  # type: ignore[misc]
    code = _code()


class Again(FlaskForm):  # type: ignore[misc]
    again_code = _code()
