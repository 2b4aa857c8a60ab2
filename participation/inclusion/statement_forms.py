"""What we ask about accessibility of the official who keeps the statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from participation.i18n import LANGUAGES
from participation.inclusion.statement import METHODS, REASONS

LONGEST_TEXT = 2000


class WithWords(FlaskForm):  # type: ignore[misc]
    """A form with texts in each language of the municipality."""

    def words(self, what: str, languages: Sequence[str]) -> dict[str, str]:
        """What was written in each language; languages left blank are left out."""
        written = {code: (self[f"{what}_{code}"].data or "").strip() for code in languages}
        return {code: text for code, text in written.items() if text}


def problem_form(languages: Sequence[str], *, shown: Mapping[str, object] | None = None) -> WithWords:
    """The form for a known problem, in a municipality that writes in these languages; the first is needed."""
    fields: dict[str, Any] = {}
    for code in languages:
        first = code == languages[0]
        fields[f"what_{code}"] = _text(
            _("What does not work, and for whom? (%(language)s)", language=LANGUAGES[code]),
            code,
            _("Write what does not work.") if first else None,
        )
        fields[f"alternative_{code}"] = _text(
            _("What can people do instead? (%(language)s)", language=LANGUAGES[code]),
            code,
            _("Write what people can do instead: call us, for instance.") if first else None,
        )
    fields["reason"] = RadioField(
        _("Why is it like this?"),
        choices=[SelectChoice(reason, _(sentence)) for reason, sentence in REASONS.items()],
        validators=[InputRequired(_("Choose why it is like this."))],
    )
    form_class: type[WithWords] = type("ProblemForm", (WithWords,), fields)
    return form_class(data=shown)


def review_form(languages: Sequence[str], *, shown: Mapping[str, object] | None = None) -> WithWords:
    """The form for a review: who looked, when, and what they did."""
    fields: dict[str, Any] = {
        "method": RadioField(
            _("Who looked?"),
            choices=[SelectChoice(method, _(sentence)) for method, sentence in METHODS.items()],
            validators=[InputRequired(_("Choose who looked."))],
        ),
        "day": DateField(_("On which day was it finished?"), validators=[InputRequired(_("Write the day."))]),
    }
    for code in languages:
        fields[f"note_{code}"] = _text(
            _("What was looked at, and with what? (%(language)s)", language=LANGUAGES[code]),
            code,
            _("Write what was looked at.") if code == languages[0] else None,
        )
    form_class: type[WithWords] = type("ReviewForm", (WithWords,), fields)
    return form_class(data=shown)


def _text(label: Any, code: str, missing: Any) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[
            DataRequired(missing) if missing else Optional(),
            Length(max=LONGEST_TEXT, message=_("Keep this below 2,000 characters.")),
        ],
        render_kw={"lang": code, "rows": 3},
    )
