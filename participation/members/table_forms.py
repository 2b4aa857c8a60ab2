"""What we ask of whoever arranges tables: how many, who does not come, who sits with whom, who is missing on the day."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation.members import table_rules as rules
from participation.members.queries.tables import PlanView
from participation.members.table_rules import Guest, Wish
from participation.web.forms import WholeNumber

PEOPLE = 5  # in one wish; more are asked for in several
LONGEST_NAME = 80
_SEED = re.compile(r"[0-9a-f]{32}", re.ASCII)


class ArrangeForm(FlaskForm):  # type: ignore[misc]
    """Made by `arrange_form`. seed: another one for each page, so that a button pressed twice makes one plan; seen: the
    version of the plan that was looked at."""

    seen, seed = HiddenField(), HiddenField()
    tables = WholeNumber(
        _("How many tables?"),
        validators=[
            InputRequired(_("Write how many tables there are.")),
            NumberRange(1, rules.MOST_TABLES, _("There are between 1 and 100 tables.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    rounds = WholeNumber(
        _("How many rounds?"),
        description=_("After each round people change tables, so that they meet others."),
        validators=[
            InputRequired(_("Write how many rounds there are.")),
            NumberRange(1, rules.MOST_ROUNDS, _("There are between 1 and 12 rounds.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    balance: SelectMultipleField
    away: SelectMultipleField
    facilitators = TextAreaField(
        _("Who guides a table?"),
        description=_(
            "A name on each line, at least as many as there are tables. Leave it empty to decide it yourselves."
        ),
        validators=[Length(max=4000, message=_("Write it shorter."))],
        render_kw={"rows": 4},
    )
    note_takers = TextAreaField(
        _("Who takes notes at a table?"),
        description=_("The same: a name on each line, or nothing."),
        validators=[Length(max=4000, message=_("Write it shorter."))],
        render_kw={"rows": 4},
    )

    def names(self, field: str) -> list[str]:
        """The names in one of the two lists."""
        lines = (" ".join(line.split())[:LONGEST_NAME] for line in (self[field].data or "").splitlines())
        return [line for line in lines if line]

    @property
    def kept_seed(self) -> str:
        """What the page came with; another one where that is none."""
        return self.seed.data if _SEED.fullmatch(self.seed.data or "") else secrets.token_hex(16)

    @property
    def version(self) -> int:
        return _number(self.seen.data)


def arrange_form(
    guests: Sequence[Guest], categories: Sequence[str], away: Collection[int], plan: PlanView | None
) -> ArrangeForm:
    """As the plan is now, or as it is proposed. categories: those of the panel; away: who is not expected"""
    fields = {
        "balance": _boxes(
            _("What does each table mirror?"),
            [(category, category) for category in categories],
            hint=_(
                "Of each of these, every table has about as many as the whole panel. Nobody sees what somebody said."
            ),
        ),
        "away": _people(_("Who does not come?"), guests),
    }
    shown = {
        "seen": str(plan.version if plan else 0),
        "seed": secrets.token_hex(16),
        "tables": plan.tables if plan else rules.tables_for(len(guests) - len(away)),
        "rounds": plan.rounds if plan else rules.ROUNDS,
        "balance": plan.balance if plan else list(categories),
        "away": sorted(away),
        "facilitators": _names_in(plan, "facilitator"),
        "note_takers": _names_in(plan, "note_taker"),
    }
    made: ArrangeForm = type("Arranging", (ArrangeForm,), fields)(data=shown)
    return made


class WishForm(FlaskForm):  # type: ignore[misc]
    """Made by `wish_form`: what holds, for `who_1` and on."""

    kind: RadioField
    table = WholeNumber(
        _("Which table?"),
        description=_("Only for somebody who always sits at one table."),
        validators=[
            Optional(),
            NumberRange(1, rules.MOST_TABLES, _("There are between 1 and 100 tables.")),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def wish(self) -> Wish:
        """What was asked, each person once."""
        chosen = [self[f"who_{place}"].data for place in range(1, PEOPLE + 1)]
        members = tuple(dict.fromkeys(int(one) for one in chosen if one))
        return Wish(self.kind.data, members, self.table.data if self.kind.data == rules.FIXED else None)


def wish_form(guests: Sequence[Guest]) -> WishForm:
    choices = [SelectChoice("", "\u2013"), *(SelectChoice(str(one.id), one.name) for one in guests)]
    fields: dict[str, Field] = {
        f"who_{place}": SelectField(_("Person %(number)s", number=place), choices=choices, default="")
        for place in range(1, PEOPLE + 1)
    }
    fields["kind"] = RadioField(
        _("They sit"),
        choices=[SelectChoice(kind, _(words)) for kind, words in rules.WISHES.items()],
        validators=[InputRequired(_("Choose what holds for them."))],
    )
    made: WishForm = type("Wishing", (WishForm,), fields)()
    return made


class TodayForm(FlaskForm):  # type: ignore[misc]
    """Made by `today_form`."""

    seen = HiddenField()
    since: RadioField
    missing: SelectMultipleField
    come: SelectMultipleField

    @property
    def version(self) -> int:
        return _number(self.seen.data)


def today_form(guests: Sequence[Guest], plan: PlanView) -> TodayForm:
    """Who of those with a seat is missing, and who of the others came. Whoever is gone from the panel begins as missing."""
    last = plan.changes[-1]["since"] if plan.changes else 1
    here = {one for table in plan.seats[-1] for one in table}
    seated = [one for one in guests if one.id in here]
    rounds = [
        SelectChoice(str(number), _("From round %(round)s", round=number)) for number in range(1, plan.rounds + 1)
    ]
    fields = {
        "since": RadioField(
            _("From which round on?"),
            description=_("What has been held already stays as it was."),
            choices=rounds,
            validators=[InputRequired(_("Choose a round."))],
        ),
        "missing": _people(_("Who is missing?"), seated),
        "come": _people(_("Who comes after all?"), [one for one in guests if one.id not in here]),
    }
    gone = [one.id for one in seated if not one.is_member]
    shown = {"seen": str(plan.version), "since": str(last), "missing": gone, "come": []}
    made: TodayForm = type("Today", (TodayForm,), fields)(data=shown)
    return made


class ShowForm(FlaskForm):  # type: ignore[misc]
    """Whether members see their tables."""

    seen = HiddenField()
    shown = BooleanField()

    @property
    def version(self) -> int:
        return _number(self.seen.data)


def _people(label: object, guests: Sequence[Guest]) -> SelectMultipleField:
    return _boxes(label, [(one.id, one.name) for one in guests], coerce=int)


def _boxes(label: object, choices: Sequence[tuple[object, str]], **more: object) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=more.pop("hint", ""),
        choices=[SelectChoice(*one) for one in choices],
        # What was chosen of what is no longer there counts for nothing.
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **more,
    )


def _names_in(plan: PlanView | None, role: str) -> str:
    """Everybody who has this task in a plan, a name on each line."""
    names = [helper[role] for tables in plan.helpers for helper in tables] if plan else []
    return "\n".join(dict.fromkeys(name for name in names if name))


def _number(written: str | None) -> int:
    """The version that a page showed; -1, which there never is, for anything else."""
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) < 9 else -1
