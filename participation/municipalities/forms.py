"""What we ask of the administrator who decides what holds here: the value, and the decision that it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation.errors import N_
from participation.i18n import LANGUAGES
from participation.municipalities.kinds import Kind, Rule
from participation.municipalities.rules import OFFICE
from participation.municipalities.token_files import LARGEST_FILE

MOST_BANDS = 4
UNITS = (("percent", N_("percent of the inhabitants")), ("people", N_("people")))
OFFICE_LABELS = {
    "street": N_("Street and number"),
    "postcode": N_("Postcode"),
    "town": N_("Town"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
}
Fields = dict[str, Any]


class SettingForm(FlaskForm):  # type: ignore[misc]
    """One rule; `setting_form` adds the fields of its kind."""

    kind: Kind

    def typed(self) -> Any:
        """What was typed, as `rules.checked` takes it."""
        return _READ[self.kind](self)

    def source(self) -> dict[str, str]:
        """The decision it comes from, per language."""
        return {field.name[-2:]: field.data or "" for field in self if re.fullmatch("source_..", field.name)}

    def source_day(self) -> date | None:
        """The day of that decision."""
        return self.source_date.data if "source_date" in self else None


def setting_form(
    rule: Rule,
    languages: Sequence[str],
    *,
    value: Any = None,
    source: Mapping[str, str] | None = None,
    source_date: date | None = None,
) -> SettingForm:
    """The form for one rule in a municipality that writes in these languages, showing what holds now."""
    fields = {**_FIELDS[rule.kind](rule, languages), **(_source_fields(languages) if rule.needs_source else {})}
    form_class: type[SettingForm] = type("Form", (SettingForm,), {"kind": rule.kind, **fields})
    shown = {f"source_{code}": text for code, text in (source or {}).items()}
    return form_class(data={**_SHOWN[rule.kind](value), **shown, "source_date": source_date})


class LogoForm(FlaskForm):  # type: ignore[misc]
    """A picture; `logos` looks at what it really is."""

    file = FileField(
        _("Picture (PNG, JPEG, WebP or GIF, at most 2 MB)"), render_kw={"accept": ".png,.jpg,.jpeg,.webp,.gif"}
    )


class StyleForm(FlaskForm):  # type: ignore[misc]
    """A file with tokens; `token_files` looks at what it says."""

    file = FileField(_("File with your house style (CSS or JSON)"), render_kw={"accept": ".css,.json"})

    def content(self) -> bytes:
        """What is in it, and one byte more than may be: enough to see that it is too much."""
        return bytes(self.file.data.read(LARGEST_FILE + 1)) if self.file.data else b""


class ErasureForm(FlaskForm):  # type: ignore[misc]
    """Why everything is erased."""

    reason = TextAreaField(
        _("Why is everything erased?"),
        validators=[
            InputRequired(_("Write why: another administrator reads it before confirming.")),
            Length(max=2000, message=_("Keep this below 2,000 characters.")),
        ],
        render_kw={"rows": 4},
    )


def _source_fields(languages: Sequence[str]) -> Fields:
    texts = {
        f"source_{code}": StringField(
            _("Which decision does this come from? (%(language)s)", language=LANGUAGES[code]), render_kw={"lang": code}
        )
        for code in languages
    }
    return {**texts, "source_date": DateField(_("Day of that decision"), validators=[Optional()])}


def _number_field(rule: Rule, _languages: Sequence[str]) -> Fields:
    return {"value": StringField(_(rule.name), render_kw={"inputmode": "numeric", "autocomplete": "off"})}


def _choice_field(rule: Rule, _languages: Sequence[str]) -> Fields:
    choices = [SelectChoice(choice, _(sentence)) for choice, sentence in rule.choices]
    return {"value": RadioField(_(rule.name), choices=choices, validate_choice=False)}


def _choices_field(rule: Rule, _languages: Sequence[str]) -> Fields:
    return {
        "value": SelectMultipleField(
            _(rule.name),
            choices=[SelectChoice(choice, _(sentence)) for choice, sentence in rule.choices],
            validate_choice=False,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    }


def _threshold_fields(_rule: Rule, _languages: Sequence[str]) -> Fields:
    fields: Fields = {}
    for place in range(MOST_BANDS):
        typed = {"inputmode": "decimal", "autocomplete": "off"}
        fields[f"value_below_{place}"] = StringField(_("Below how many inhabitants?"), render_kw=typed)
        fields[f"value_amount_{place}"] = StringField(_("How many?"), render_kw=typed)
        fields[f"value_unit_{place}"] = SelectField(
            _("Of what?"), choices=[SelectChoice(unit, _(words)) for unit, words in UNITS], validate_choice=False
        )
    return fields


def _words_fields(rule: Rule, languages: Sequence[str]) -> Fields:
    return {
        f"value_{code}": StringField(f"{_(rule.name)} ({LANGUAGES[code]})", render_kw={"lang": code})
        for code in languages
    }


def _lines_fields(rule: Rule, languages: Sequence[str]) -> Fields:
    # In every language in which the pages can be read: whoever cannot read the hours stands before a closed door.
    return {
        f"value_{code}": TextAreaField(f"{_(rule.name)} ({LANGUAGES[code]})", render_kw={"lang": code, "rows": 5})
        for code in [*languages, *(code for code in LANGUAGES if code not in languages)]
    }


def _languages_fields(_rule: Rule, _languages: Sequence[str]) -> Fields:
    offered = [SelectChoice("", _("None")), *(SelectChoice(code, name) for code, name in LANGUAGES.items())]
    labels = (_("First language"), _("Second language"), _("Third language"), _("Fourth language"))
    return {
        f"value_{place}": SelectField(label, choices=offered, validate_choice=False)
        for place, label in enumerate(labels)
    }


def _office_fields(_rule: Rule, _languages: Sequence[str]) -> Fields:
    return {f"value_{part}": StringField(_(OFFICE_LABELS[part])) for part in OFFICE}


def _phone_field(rule: Rule, _languages: Sequence[str]) -> Fields:
    return {"value": StringField(_(rule.name), render_kw={"inputmode": "tel", "autocomplete": "off"})}


def _whole(typed: str | None) -> Any:
    """A whole number, with or without spaces in it; what is none stays as it was typed."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", typed or "")
    return int(bare) if re.fullmatch("[0-9]{1,9}", bare) else typed


def _amount(typed: str | None) -> float:
    """A number as people here write it, 2,5; -1 for what is none."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", typed or "").replace(",", ".")
    return float(bare) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", bare) else -1


def _read_threshold(form: SettingForm) -> list[dict[str, Any]]:
    bands = []
    for place in range(MOST_BANDS):
        below, amount = (form[f"value_{part}_{place}"].data or "" for part in ("below", "amount"))
        if below.strip() or amount.strip():
            size = _whole(below) if below.strip() else None
            unit = form[f"value_unit_{place}"].data
            bands.append({"below": size if not isinstance(size, str) else -1, "amount": _amount(amount), "unit": unit})
    return bands


def _show_threshold(value: Sequence[Mapping[str, Any]] | None) -> Fields:
    shown: Fields = {}
    for place, band in enumerate(value or ()):
        shown[f"value_below_{place}"] = str(band["below"] or "")
        shown[f"value_amount_{place}"] = str(band["amount"])
        shown[f"value_unit_{place}"] = band["unit"]
    return shown


def _per_language(form: SettingForm) -> dict[str, str]:
    return {field.name[-2:]: field.data or "" for field in form if re.fullmatch("value_..", field.name)}


_FIELDS: dict[Kind, Callable[[Rule, Sequence[str]], Fields]] = {
    Kind.THRESHOLD: _threshold_fields,
    Kind.NUMBER: _number_field,
    Kind.AGE: _number_field,
    Kind.DAYS: _number_field,
    Kind.CHOICE: _choice_field,
    Kind.CHOICES: _choices_field,
    Kind.WORDS: _words_fields,
    Kind.LINES: _lines_fields,
    Kind.LANGUAGES: _languages_fields,
    Kind.OFFICE: _office_fields,
    Kind.PHONE: _phone_field,
}

_READ: dict[Kind, Callable[[SettingForm], Any]] = {
    Kind.THRESHOLD: _read_threshold,
    Kind.NUMBER: lambda form: _whole(form["value"].data),
    Kind.AGE: lambda form: _whole(form["value"].data),
    Kind.DAYS: lambda form: _whole(form["value"].data),
    Kind.CHOICE: lambda form: form["value"].data,
    Kind.CHOICES: lambda form: form["value"].data or [],
    Kind.WORDS: _per_language,
    Kind.LINES: lambda form: {code: text.splitlines() for code, text in _per_language(form).items()},
    Kind.LANGUAGES: lambda form: [form[f"value_{place}"].data or "" for place in range(len(LANGUAGES))],
    Kind.OFFICE: lambda form: {part: form[f"value_{part}"].data or "" for part in OFFICE},
    Kind.PHONE: lambda form: form["value"].data or "",
}


def _show_one(value: Any) -> Fields:
    return {"value": value}


_SHOWN: dict[Kind, Callable[[Any], Fields]] = {
    Kind.THRESHOLD: _show_threshold,
    Kind.NUMBER: _show_one,
    Kind.AGE: _show_one,
    Kind.DAYS: _show_one,
    Kind.CHOICE: _show_one,
    Kind.CHOICES: _show_one,
    Kind.WORDS: lambda value: {f"value_{code}": text for code, text in (value or {}).items()},
    Kind.LINES: lambda value: {f"value_{code}": "\n".join(lines) for code, lines in (value or {}).items()},
    Kind.LANGUAGES: lambda value: {f"value_{place}": code for place, code in enumerate(value or ())},
    Kind.OFFICE: lambda value: {f"value_{part}": text for part, text in (value or {}).items()},
    Kind.PHONE: _show_one,
}
