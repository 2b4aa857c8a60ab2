"""What an official says of a form that they enter for somebody: how it came, whose it is, how they know, and that it was
read back.

All of these stand before the questions of the form itself, and their names begin with `for-`, so that they never meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as say_now
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SearchField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from participation.errors import SENTENCES
from participation.i18n import LANGUAGES
from participation.inclusion.actions import KNOWN_BY, NOBODY
from participation.messages.recipients import WAY_NAMES
from participation.people.queries import FEWEST_SIGNS, Hit
from participation.sheets import ASSISTED, CHANNEL_NAMES, Sheet
from participation.web.words import day

PREFIX = "for-"
NO_ACCOUNT = ""

_KNOWN: dict[str, object] = {
    "card": _("They showed their identity card"),
    "letter": _("They have our letter with its code"),
    "signature": _("They signed the paper form"),
    "questions": _("They answered my questions about what we know of them"),
    NOBODY: _("For this form, nobody needs to be known"),
}


class Helping(FlaskForm):  # type: ignore[misc]
    """For whom a form is entered. `offer` first says who can be chosen."""

    must_be_known = False

    channel = SelectField(
        _("How did it reach us?"),
        choices=[SelectChoice("", _("Choose")), *(SelectChoice(one, _(CHANNEL_NAMES[one])) for one in ASSISTED)],
        validators=[InputRequired(_("Choose how it reached us: each way is counted."))],
    )
    wanted = SearchField(
        _("Find their account"),
        filters=[lambda typed: (typed or "").strip()],
        validators=[Optional(), Length(FEWEST_SIGNS, 254, _("Write at least three characters."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    person = RadioField(_("Whose form is it?"), choices=[], validate_choice=False, default=NO_ACCOUNT)
    name = StringField(
        _("Their name"),
        filters=[lambda typed: " ".join((typed or "").split())],
        validators=[Length(max=200, message=_("Write it shorter."))],
        render_kw={"autocomplete": "off"},
    )
    known_by = RadioField(
        _("How do you know that it is them?"),
        choices=[SelectChoice(one, _KNOWN[one]) for one in KNOWN_BY],
        validators=[InputRequired(_("Say how you know that it is this person."))],
    )
    language = SelectField(
        _("In which language do we write to them about this?"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    consented = BooleanField(
        _("They asked me to enter this for them"),
        validators=[DataRequired(_("Ask whether you may enter this for them, and tick that they said yes."))],
    )

    def offer(self, wanted: Sheet, hits: Sequence[Hit]) -> None:
        """Who can be chosen: those who were found, and nobody in particular where the form does not need to know."""
        choices = [SelectChoice(str(hit.id), _in_words(hit)) for hit in hits]
        if not wanted.act and choices:
            choices.append(SelectChoice(NO_ACCOUNT, _("Somebody without an account")))
        self.person.choices, self.must_be_known = choices, bool(wanted.act)
        if wanted.act:
            self.known_by.choices = [choice for choice in self.known_by.choices if choice.value != NOBODY]
        elif not self.is_submitted():
            self.known_by.data = NOBODY

    def begin(self, channel: str, language: str) -> None:
        """What stands there before anybody chooses."""
        self.channel.data = channel if channel in ASSISTED else ""
        self.language.data = language

    @property
    def person_id(self) -> int | None:
        return int(self.person.data) if self.person.data else None

    def validate_person(self, field: Field) -> None:
        chosen = field.data or NO_ACCOUNT
        if self.must_be_known and not chosen:
            raise ValidationError(say_now(SENTENCES["entry_needs_person"]))
        if chosen not in {NO_ACCOUNT, *(choice.value for choice in field.choices)}:
            raise ValidationError(_("Find their account, and choose it."))


class Together:
    """Several forms on one page, for the one summary of what needs another look."""

    def __init__(self, *forms: FlaskForm) -> None:
        self.forms = forms

    def __iter__(self) -> Iterator[Field]:
        return (field for form in self.forms for field in form)

    @property
    def errors(self) -> dict[str | None, object]:
        return {name: errors for form in self.forms for name, errors in form.errors.items()}

    @property
    def form_errors(self) -> list[str]:
        return [error for form in self.forms for error in form.form_errors]


class ReadBack(FlaskForm):  # type: ignore[misc]
    """The last look, together. press: the receipt that this press makes, sealed."""

    read_back = BooleanField(
        _("I read it back to them, and it is right"),
        validators=[DataRequired(_("Read the answers back first, and tick that you did."))],
    )
    press = HiddenField()


class Held(FlaskForm):  # type: ignore[misc]
    """Somebody holds a receipt and wants what was sent put right."""

    code = StringField(
        _("Code on the receipt"),
        validators=[DataRequired(_("Write the code that stands on the receipt.")), Length(max=60)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    consented = BooleanField(
        _("They asked me to look at it with them"),
        validators=[DataRequired(_("Ask whether you may look at it, and tick that they said yes."))],
    )
    seen = HiddenField()


class Seen(FlaskForm):  # type: ignore[misc]
    """What the entry was like when the page was shown."""

    seen = HiddenField()

    def __init__(self, **told: Any) -> None:
        super().__init__(prefix=PREFIX, **told)


class PaperCode(FlaskForm):  # type: ignore[misc]
    """The code that is printed on a paper form."""

    code = StringField(
        _("Code on the paper form"),
        validators=[DataRequired(_("Write the code that stands at the top of the form.")), Length(max=60)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class Sending(FlaskForm):  # type: ignore[misc]
    """How somebody gets their receipt, where they do not take it along on paper. `offer` first says in which ways."""

    way = RadioField(_("How do they want it?"), choices=[], validate_choice=False, default="")
    contact = StringField(
        _("E-mail address or mobile number"),
        filters=[lambda typed: (typed or "").strip()],
        validators=[Length(max=254, message=_("Write it shorter."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def offer(self, ways: Sequence[str]) -> None:
        self.way.choices = [SelectChoice(way, _(WAY_NAMES[way])) for way in ways]
        if len(ways) == 1 and not self.way.data:
            self.way.data = ways[0]

    def validate_way(self, field: Field) -> None:
        if field.choices and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose how they want it."))

    def validate_contact(self, field: Field) -> None:
        if not self.way.choices and not field.data:
            raise ValidationError(_("Write where the receipt goes."))


def _in_words(hit: Hit) -> str:
    known = [hit.initials, hit.email, hit.phone]
    since = say_now("account %(number)s, since %(day)s", number=hit.id, day=day(hit.created_at))
    return " · ".join(part for part in (*known, since) if part)
