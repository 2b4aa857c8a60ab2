"""What we ask about the remit of a panel: everything may stay empty until it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation.i18n import LANGUAGES, say
from participation.panels.models_of_panels import MODELS
from participation.panels.remit_rules import MOST_AGE, MOST_DATES, MOST_DAYS, MOST_MONTHS, RemitView
from participation.panels.rules import COMMISSIONERS, LEFT_OUT
from participation.web.forms import WholeNumber

FEWEST_ROWS, SPARE_ROWS = 4, 2
# Asked in each language of the municipality.
WORDS = {
    "mandate": _("What is the panel asked to do?"),
    "promise": _("What does the council promise to do with the advice?"),
    "output": _("What does the panel deliver?"),
    "funding": _("Who pays for it?"),
    "evaluation": _("How do you look back on it?"),
}
Fields = Iterator[tuple[str, Field]]


class RemitForm(FlaskForm):  # type: ignore[misc]
    """Made by `remit_form`. languages: those of the municipality; rows: how many dates can be filled in."""

    languages: Sequence[str] = ()
    rows = 0

    def validate(self, *args: Any, **options: Any) -> bool:
        """As usual; and every date has its words, and the other way round."""
        fine: bool = super().validate(*args, **options)
        for row in range(self.rows):
            day, words = self[f"day_{row}"], [self[f"event_{row}_{code}"] for code in self.languages]
            written = any(one.data and one.data.strip() for one in words)
            if written and day.data is None and not day.errors:
                day.errors, fine = [_("Write the day.")], False
            if day.data is not None and not written:
                words[0].errors, fine = [_("Say what happens on this day.")], False
        return fine

    def remit(self) -> RemitView:
        """What was filled in; the dates in order."""
        words: dict[str, Any] = {name: self._words(name) for name in WORDS}
        return RemitView(
            **words,
            **{name: self[name].data for name in ("answer_months", "days", "sessions", "budget", "minimum_age")},
            model=self.model.data or "",
            commissioner=self.commissioner.data or "",
            resident_on=self.resident_on.data,
            left_out=tuple(name for name in LEFT_OUT if name in (self.left_out.data or ())),
            assessment=(self.assessment.data or "").strip(),
            calendar=tuple(self._calendar()),
        )

    def fill_in(self, model: str) -> None:
        """Propose what is usual for this model, where nothing stands yet."""
        usual = MODELS[model]
        for name in ("days", "sessions"):
            # What was typed and is no number stays, to be mended.
            if not self[name].raw_data or not self[name].raw_data[0].strip():
                self[name].raw_data, self[name].data = None, getattr(usual, name)
        for code in self.languages:
            output = self[f"output_{code}"]
            output.data = (output.data or "").strip() or say(usual.output, code)

    def _words(self, name: str) -> dict[str, str]:
        written = {code: (self[f"{name}_{code}"].data or "").strip() for code in self.languages}
        return {code: text for code, text in written.items() if text}

    def _calendar(self) -> list[dict[str, Any]]:
        dates = [
            {"on": self[f"day_{row}"].data.isoformat(), "words": self._words(f"event_{row}")}
            for row in range(self.rows)
            if self[f"day_{row}"].data is not None
        ]
        return sorted(dates, key=lambda one: str(one["on"]))


def remit_form(
    languages: Sequence[str], executive: str, *, rows: int, shown: Mapping[str, object] | None = None
) -> RemitForm:
    """The form for a municipality that writes in these languages. executive: what the mayor and aldermen are called there,
    in the language of the page."""
    asked = type("AskedRemit", (RemitForm,), {"languages": languages, "rows": rows})
    for name, field in _fields(languages, executive, rows):
        setattr(asked, name, field)
    form: RemitForm = asked(data=shown)
    return form


def rows_for(dates: int, asked: str | None = None) -> int:
    """How many rows there are for dates: some more than are filled in, or as many as the page that was sent had."""
    if asked is not None and asked.isascii() and asked.isdigit() and len(asked) <= 3:
        return max(FEWEST_ROWS, min(int(asked), MOST_DATES))
    return max(FEWEST_ROWS, min(dates + SPARE_ROWS, MOST_DATES))


def as_written(remit: RemitView) -> dict[str, object]:
    """A remit as the form shows it."""
    plain = ("model", "commissioner", "answer_months", "days", "sessions", "budget", "minimum_age", "resident_on")
    return {
        **{name: getattr(remit, name) for name in (*plain, "left_out", "assessment")},
        **{f"{name}_{code}": text for name in WORDS for code, text in getattr(remit, name).items()},
        **{
            name: value
            for row, one in enumerate(remit.calendar)
            for name, value in (
                (f"day_{row}", date.fromisoformat(one["on"])),
                *((f"event_{row}_{code}", text) for code, text in one["words"].items()),
            )
        },
    }


def _fields(languages: Sequence[str], executive: str, rows: int) -> Fields:
    """Every field in the order in which it is asked, so that what is wrong is told in that order too."""
    yield (
        "model",
        RadioField(
            _("Which model is it like?"),
            default="",
            choices=[SelectChoice("", _("None of these, or not known yet")), *map(_choice_of_model, MODELS)],
        ),
    )
    yield from _words_fields("mandate", languages)
    yield (
        "commissioner",
        RadioField(
            _("Who asks for the advice?"),
            default="",
            choices=[
                SelectChoice("", _("Not known yet")),
                *(SelectChoice(key, _(words, executive=executive)) for key, words in COMMISSIONERS.items()),
            ],
        ),
    )
    yield from _words_fields("promise", languages)
    yield "answer_months", _number(_("Within how many months after the advice does the council answer?"), MOST_MONTHS)
    yield "days", _number(_("How many full days does the panel meet, all sessions together?"), MOST_DAYS)
    yield "sessions", _number(_("Over how many sessions?"), MOST_DAYS)
    yield from _words_fields("output", languages)
    for row in range(rows):
        yield f"day_{row}", DateField(_("Day"), validators=[Optional()])
        for code in languages:
            # What happens, in one line.
            yield (
                f"event_{row}_{code}",
                StringField(_("What happens (%(language)s)", language=LANGUAGES[code]), [_short(200)], **_in(code)),
            )
    yield "minimum_age", _number(_("From which age can people be drawn?"), MOST_AGE)
    yield "resident_on", DateField(_("On which day must they live here?"), validators=[Optional()])
    yield (
        "left_out",
        SelectMultipleField(
            _("Who cannot be drawn?"),
            choices=[SelectChoice(key, _(words, executive=executive)) for key, words in LEFT_OUT.items()],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        ),
    )
    yield from _words_fields("funding", languages)
    yield "budget", _number(_("Budget in euros"), 100_000_000)
    yield from _words_fields("evaluation", languages)
    yield "assessment", StringField(_("Where is the privacy assessment?"), validators=[_short(300)])


def _words_fields(name: str, languages: Sequence[str]) -> Fields:
    for code in languages:
        label = _("%(question)s (%(language)s)", question=WORDS[name], language=LANGUAGES[code])
        yield f"{name}_{code}", TextAreaField(label, validators=[_short(2000)], render_kw={"lang": code, "rows": 4})


def _choice_of_model(key: str) -> SelectChoice:
    model = MODELS[key]
    facts = {"name": _(model.name), "purpose": _(model.purpose), "seats": model.seats, "days": model.days}
    return SelectChoice(key, _("%(name)s. %(purpose)s Usually %(seats)s people; full days: %(days)s.", **facts))


def _number(label: str, most: int) -> WholeNumber:
    wrong = _("Write a whole number from 0 to %(most)s, or leave it empty.", most=most)
    return WholeNumber(label, validators=[Optional(), NumberRange(0, most, wrong)], render_kw={"inputmode": "numeric"})


def _short(most: int) -> Length:
    return Length(max=most, message=_("Keep this below %(most)s characters.", most=most))


def _in(code: str) -> dict[str, Any]:
    return {"render_kw": {"lang": code}}
