"""What we ask of the official who plans, moves and leads sessions: when, how, what to read, who was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from participation.clock import local
from participation.i18n import LANGUAGES
from participation.members import session_rules as rules
from participation.members.queries.sessions import Noted, Seated, SessionView
from participation.members.session_rules import About, Plan
from participation.web.forms import WholeNumber

EARLIEST = 2000


class SessionForm(FlaskForm):  # type: ignore[misc]
    """Made by `plan_form`, `about_form` and `reason_form`. languages: those of the municipality."""

    languages: Sequence[str] = ()

    def words(self, name: str) -> dict[str, str]:
        """What was written in each language; those left blank are left out."""
        written = {code: (self[f"{name}_{code}"].data or "").strip() for code in self.languages}
        return {code: text for code, text in written.items() if text}

    def plan(self) -> Plan:
        """When, where and how, as it was filled in. A hall that still stands there goes where nobody comes together."""
        return Plan(
            _moment(self.starts.data),
            _moment(self.ends.data),
            self.mode.data,
            self.words("place") if self.mode.data in rules.IN_A_PLACE else {},
            self.words("joining"),
        )

    def about(self) -> About:
        """What it is called and what happens there. Raises Refused where the languages do not agree."""
        agenda = rules.agenda_of({code: self[f"agenda_{code}"].data or "" for code in self.languages})
        return About(self.words("title"), agenda, self.fallback.data, self.words("fallback_plan"))


def plan_and_about_form(languages: Sequence[str], shown: Mapping[str, object]) -> SessionForm:
    """Everything about a new session. number: the one that it gets, so that it is planned once."""
    titled, rest = _about_fields(languages)
    return _form(
        languages,
        shown,
        {"number": HiddenField(), **titled, **_plan_fields(languages), **rest},
    )


def about_form(languages: Sequence[str], shown: Mapping[str, object]) -> SessionForm:
    """What a session is called and what happens there."""
    titled, rest = _about_fields(languages)
    return _form(languages, shown, {**titled, **rest})


def move_form(languages: Sequence[str], shown: Mapping[str, object]) -> SessionForm:
    """When, where and how, and why it changes."""
    return _form(languages, shown, {**_plan_fields(languages), **_reason(languages, _("Why does it change?"))})


def cancel_form(languages: Sequence[str]) -> SessionForm:
    """Why a session is not held."""
    return _form(languages, {}, _reason(languages, _("Why is it cancelled?")))


def shown_of(view: SessionView) -> dict[str, object]:
    """A session as its forms show it."""
    written = {"title": view.title, "place": view.place, "joining": view.joining, "fallback_plan": view.fallback_plan}
    agenda = {code: rules.agenda_lines(view.agenda, code) for point in view.agenda for code in point["words"]}
    return {
        "starts": local(view.starts_at),
        "ends": local(view.ends_at),
        "mode": view.mode,
        "fallback": view.fallback,
        **{f"{name}_{code}": text for name, words in written.items() for code, text in words.items()},
        **{f"agenda_{code}": text for code, text in agenda.items()},
    }


class MaterialForm(FlaskForm):  # type: ignore[misc]
    """Something to read: a link, or a file."""

    title = StringField(
        _("What is it called?"),
        validators=[
            DataRequired(_("Write what it is called.")),
            Length(max=200, message=_("Keep this below 200 characters.")),
        ],
    )
    language = SelectField(_("In which language is it?"), choices=[SelectChoice(*one) for one in LANGUAGES.items()])
    link = StringField(
        _("Its address on the internet"),
        description=_("It begins with https://. Leave this empty if you choose a file."),
        validators=[Optional(), Length(max=500, message=_("Keep this below 500 characters."))],
        render_kw={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"},
    )
    file = FileField(
        _("Or a file"),
        description=_("A PDF, a picture (PNG or JPEG) or plain text, of 10 MB at most."),
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg,.txt"},
    )
    public = BooleanField(
        _("Everybody may read it"),
        description=_("Without this tick only members find it, on their own page."),
        default=True,
    )

    def validate_link(self, field: Field) -> None:
        address = (field.data or "").strip()
        if address and (not address.startswith("https://") or not address.isprintable() or " " in address):
            raise ValidationError(_("Write a whole address that begins with https://"))


class AttendanceForm(FlaskForm):  # type: ignore[misc]
    """Made by `attendance_form`: for each member `was_<number>` and `minutes_<number>`."""

    def noted(self, people: Sequence[Seated]) -> dict[int, Noted]:
        """Who was there, as far as it was said."""
        return {
            one.id: Noted(self[f"was_{one.id}"].data, self[f"minutes_{one.id}"].data)
            for one in people
            if self[f"was_{one.id}"].data
        }


def attendance_form(people: Sequence[Seated], noted: Mapping[int, Noted], *, whole: int, everybody: bool) -> Any:
    """One row for each member. everybody: whoever is not noted yet begins as present."""
    choices = [SelectChoice(value, _(words)) for value, words in rules.ATTENDANCE.items()]
    fields: dict[str, Field] = {}
    for one in people:
        was = noted.get(one.id, Noted(rules.PRESENT if everybody else "", None))
        fields[f"was_{one.id}"] = RadioField(
            one.name, choices=choices, default=was.state or None, validators=[Optional()]
        )
        fields[f"minutes_{one.id}"] = WholeNumber(
            _("Minutes"), default=was.minutes, validators=[Optional(), NumberRange(1, max(1, whole - 1))]
        )
    return type("Attending", (AttendanceForm,), fields)()


class ArrangementForm(FlaskForm):  # type: ignore[misc]
    """Made by `arrangement_form`: for each member and kind `<kind>_<number>`."""

    def noted(self, people: Sequence[Seated], kinds: Sequence[str]) -> dict[tuple[int, str], str]:
        return {(one.id, kind): self[f"{kind}_{one.id}"].data for one in people for kind in kinds}


def arrangement_form(
    people: Sequence[Seated], kinds: Sequence[str], arranged: Mapping[int, Mapping[str, str]]
) -> ArrangementForm:
    """One row for each member, one choice for each kind."""
    states = [SelectChoice("", "\u2013"), *(SelectChoice(*one) for one in _said(rules.ARRANGEMENT_STATES))]
    fields = {
        f"{kind}_{one.id}": SelectField(one.name, choices=states, default=arranged.get(one.id, {}).get(kind, ""))
        for one in people
        for kind in kinds
    }
    made: ArrangementForm = type("Arranging", (ArrangementForm,), fields)()
    return made


def _form(languages: Sequence[str], shown: Mapping[str, object], fields: Mapping[str, Field]) -> SessionForm:
    made: SessionForm = type("OfSession", (SessionForm,), {"languages": tuple(languages), **fields})(data=shown)
    return made


def _plan_fields(languages: Sequence[str]) -> dict[str, Field]:
    return {
        "starts": _when(_("When does it begin?"), _("Write the day and the hour at which it begins.")),
        "ends": _when(_("When does it end?"), _("Write the day and the hour at which it ends.")),
        "mode": RadioField(
            _("How is it held?"),
            choices=[SelectChoice(*one) for one in _said(rules.MODES)],
            validators=[InputRequired(_("Choose how it is held."))],
        ),
        **_each(
            "place",
            languages,
            _("Where?"),
            hint=_("The hall and its address, as everybody may read it. Leave it empty where nobody comes together."),
            longest=300,
        ),
        **_each(
            "joining",
            languages,
            _("How do members take part from elsewhere?"),
            hint=_(
                "The address of the meeting, the telephone number, where to send what they write. Only members read it."
            ),
            longest=1000,
            rows=3,
        ),
    }


def _about_fields(languages: Sequence[str]) -> tuple[dict[str, Field], dict[str, Field]]:
    titled = _each("title", languages, _("What is it called?"), longest=120, missing=_("Write what it is called."))
    rest = {
        **_each(
            "agenda",
            languages,
            _("Agenda"),
            hint=_("A line for each point, with the hour first if you like: 19:00 Welcome. You can add it later."),
            longest=4000,
            rows=6,
        ),
        "fallback": RadioField(
            _("And if it cannot be held like that?"),
            choices=[SelectChoice("", _("Nothing is held ready")), *(SelectChoice(*one) for one in _said(rules.MODES))],
            default="",
        ),
        **_each(
            "fallback_plan",
            languages,
            _("What happens then"),
            hint=_("A few words: who decides, until when, what members need. Everybody may read it."),
            longest=1000,
            rows=3,
        ),
    }
    return titled, rest


def _reason(languages: Sequence[str], label: Any) -> dict[str, Field]:
    return _each(
        "reason",
        languages,
        label,
        hint=_("Members get these words, and everybody can read them."),
        longest=1000,
        rows=3,
    )


def _when(label: Any, missing: Any) -> DateTimeLocalField:
    return DateTimeLocalField(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[InputRequired(missing)])


def _each(
    name: str, languages: Sequence[str], label: Any, *, hint: Any = "", longest: int, rows: int = 0, missing: Any = None
) -> dict[str, Field]:
    """The same question in each language; in the first it may not stay empty where `missing` is said."""
    fields = {}
    for code in languages:
        needed = [DataRequired(missing)] if missing and code == languages[0] else [Optional()]
        words = f"{label} ({LANGUAGES[code]})" if len(languages) > 1 else label
        fields[f"{name}_{code}"] = (TextAreaField if rows else StringField)(
            words,
            description=hint,
            validators=[*needed, Length(max=longest, message=_("Write it shorter."))],
            render_kw={"lang": code, **({"rows": rows} if rows else {})},
        )
    return fields


def _said(names: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(value, _(words)) for value, words in names.items()]


def _moment(written: datetime) -> datetime:
    """What was written, by the clock of the town hall."""
    # In the year 1 that moment could lie before the calendar begins; 2000 is as past, and a leap year.
    return local(written.replace(year=min(9998, max(EARLIEST, written.year)))).astimezone(UTC)
