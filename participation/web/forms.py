"""Where a refusal meets the form it is about: the words stay, and the error stands at its field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField

from participation.errors import Refused, TooOften
from participation.lottery.faults import Fault
from participation.sortition.faults import Faulty
from participation.web.errors import faults_in_words, words_of


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A number as people write them; one that is too long to be meant is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and len(valuelist[0].strip()) > LONGEST_NUMBER:
            raise ValueError(_("Write a smaller number."))
        super().process_formdata(valuelist)


LONGEST_NUMBER = 12


class PressForm(FlaskForm):  # type: ignore[misc]
    """A button and nothing else."""


@contextmanager
def refusals_on(form: FlaskForm, field: str | None = None) -> Iterator[None]:
    """Show what an action refuses on this form: at the field that the refusal names, else at `field`, else on top.

    What is asked in several languages has a field for each, `title_nl`, and the refusal stands at the first.
    What the engine finds wrong stands on top, all of it.
    """
    try:
        yield
    except (Refused, Fault) as refusal:
        wanted = getattr(refusal, "field", None) or field
        place = next((own for own in form if wanted and f"{own.short_name}_".startswith(f"{wanted}_")), None)
        if place:
            place.errors = [*place.errors, words_of(refusal)]
        else:
            form.form_errors.append(words_of(refusal))
        form.too_often = isinstance(refusal, TooOften)
    except Faulty as faulty:
        form.form_errors.extend(faults_in_words(faulty))


def check_seen(mark: str) -> None:
    """Refuse an act on what is no longer as the page showed it when the button was pressed."""
    if request.form.get("seen") != mark:
        raise Refused("changed_meanwhile")


def status_of(form: FlaskForm) -> int:
    """The status of a page with this form: 422 when something on it needs another look, 429 when it was sent too often."""
    if getattr(form, "too_often", False):
        return 429
    return 422 if form.errors or form.form_errors else 200
