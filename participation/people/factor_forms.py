"""What we ask of somebody who shows a second factor, proves anew who they are, or changes how they do so."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

# What a browser tells about a passkey stays far below this.
LONGEST_ANSWER = 20_000

_SIX_DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric"}
_ON_PAPER = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class Shown(FlaskForm):  # type: ignore[misc]
    """A second factor: a code from the app, a passkey or a code on paper; one of them is enough."""

    code = StringField(_("Code from your app"), render_kw=_SIX_DIGITS)
    recovery = StringField(_("Recovery code"), render_kw=_ON_PAPER)
    passkey = HiddenField(validators=[Length(max=LONGEST_ANSWER)])

    def act(self) -> str | None:
        """What was shown, by the name of its field; a passkey and paper go before a code that the browser filled in."""
        names = ("passkey", "recovery", "password", "code")
        return next((name for name in names if name in self and self[name].data), None)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.act() is None:
            place = next(self[name] for name in ("password", "code", "recovery") if name in self)
            place.errors = [_missing(place.short_name)]
        return not self.errors


class Again(Shown):
    """Proving it again: a second factor where there is one, else the password, else a code that we send."""

    password = PasswordField(_("Password"), render_kw={"autocomplete": "current-password"})

    def __init__(self, *, has_factor: bool, has_password: bool, **options: Any) -> None:
        super().__init__(prefix="again_", **options)
        if has_factor:
            del self.password
            return
        del self.recovery, self.passkey
        if has_password:
            del self.code
        else:
            del self.password
            self.code.label.text = _("The code that we sent you")


class SetUpApp(FlaskForm):  # type: ignore[misc]
    """An app shows that it holds the secret that was offered to it."""

    offered = HiddenField(validators=[Length(max=1000)])
    code = StringField(
        _("Code from your app"),
        validators=[DataRequired(_("Write the six digits that your app shows now."))],
        render_kw=_SIX_DIGITS,
    )


class NewPasskey(FlaskForm):  # type: ignore[misc]
    """A passkey that the browser made, and what its owner calls it."""

    name = StringField(
        _("What do you call it?"),
        validators=[
            DataRequired(_("Write a name for it, such as “my telephone”.")),
            Length(max=80, message=_("Write a name of at most 80 letters.")),
        ],
    )
    passkey = HiddenField(validators=[Length(max=LONGEST_ANSWER)])


def _missing(field: str) -> Any:
    return {
        "password": _("Write your password."),
        "code": _("Write the six digits of the code."),
        "recovery": _("Write one of your recovery codes."),
    }[field]
