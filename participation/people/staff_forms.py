"""What we ask of those who work here: whom to invite, why they open a file, which interest they have."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SearchField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from participation.i18n import LANGUAGES
from participation.permissions import AT_WORK, ROLE_NAMES


def _name_of_the_person() -> StringField:
    return StringField(
        _("Name"),
        validators=[
            DataRequired(_("Write the person’s name.")),
            Length(max=200, message=_("Keep the name below 200 characters.")),
        ],
        render_kw={"autocomplete": "off"},
    )


class Invite(FlaskForm):  # type: ignore[misc]
    """Whom to invite, to what, and until when."""

    name = _name_of_the_person()
    email = EmailField(
        _("E-mail address"),
        validators=[
            DataRequired(_("Write the e-mail address that the invitation goes to.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    role = RadioField(
        _("Role"),
        choices=[SelectChoice(role.value, _(ROLE_NAMES[role])) for role in AT_WORK],
        validators=[InputRequired(_("Choose a role."))],
    )
    starts_on = DateField(_("First day"), validators=[InputRequired(_("Choose the first day."))])
    ends_on = DateField(_("Last day"), validators=[Optional()])


class LastDay(FlaskForm):  # type: ignore[misc]
    ends_on = DateField(_("Last day"), validators=[Optional()])


class Newcomer(FlaskForm):  # type: ignore[misc]
    """An account for somebody who was invited."""

    name = StringField(
        _("Your name"),
        validators=[
            DataRequired(_("Write your name.")),
            Length(max=200, message=_("Keep the name below 200 characters.")),
        ],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _("Choose a password"),
        validators=[DataRequired(_("Choose a password."))],
        render_kw={"autocomplete": "new-password"},
    )


class Search(FlaskForm):  # type: ignore[misc]
    """What the person says of themselves."""

    wanted = SearchField(
        _("E-mail address, telephone number or name"),
        filters=[lambda typed: typed and typed.strip()],
        validators=[
            DataRequired(_("Write what you look for.")),
            Length(3, 254, _("Write at least three characters.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class Reason(FlaskForm):  # type: ignore[misc]
    """Why a file is opened; the person reads it."""

    reason = TextAreaField(
        _("Why do you open this file?"),
        validators=[
            DataRequired(_("Write why you need this file: the person can read it.")),
            Length(max=1000, message=_("Keep this below 1,000 characters.")),
        ],
        render_kw={"rows": 3},
    )


class Contact(FlaskForm):  # type: ignore[misc]
    """How somebody is called and reached."""

    name = _name_of_the_person()
    email = EmailField(
        _("E-mail address"),
        validators=[Optional()],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    phone = TelField(_("Telephone number"), validators=[Optional()], render_kw={"autocomplete": "off"})
    street = StringField(
        _("Street and number"), validators=[Optional(), Length(max=200)], render_kw={"autocomplete": "off"}
    )
    postcode = StringField(_("Postcode"), validators=[Optional(), Length(max=10)], render_kw={"autocomplete": "off"})
    town = StringField(_("Town"), validators=[Optional(), Length(max=100)], render_kw={"autocomplete": "off"})
    way = RadioField(
        _("How do we write to this person?"),
        choices=[
            SelectChoice("email", _("By e-mail")),
            SelectChoice("phone", _("By text message")),
            SelectChoice("letter", _("By letter")),
        ],
        validators=[InputRequired(_("Choose how we write to this person."))],
    )
    language = SelectField(
        _("In which language?"),
        choices=[SelectChoice("", _("As usual here")), *(SelectChoice(*language) for language in LANGUAGES.items())],
    )

    def address(self) -> dict[str, str] | None:
        """The address that was filled in; None where there is none."""
        written = {name: (self[name].data or "").strip() for name in ("street", "postcode", "town")}
        return written if all(written.values()) else None


class Declare(FlaskForm):  # type: ignore[misc]
    """Which interest somebody has in something."""

    reason = TextAreaField(
        _("Which interest do you have in this?"),
        validators=[
            DataRequired(_("Write which interest you have: the auditor reads it.")),
            Length(max=1000, message=_("Keep this below 1,000 characters.")),
        ],
        render_kw={"rows": 3},
    )
