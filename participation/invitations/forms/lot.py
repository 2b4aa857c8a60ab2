"""What we ask of the officials who decide by lot whom to invite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from participation.invitations.frames import ADDRESS, FEATURES, PERSON, SIMPLE, STRATIFIED, SYSTEMATIC, Wishes
from participation.invitations.outcomes import declare_source
from participation.lottery.invitations import EVENLY
from participation.web.forms import WholeNumber
from participation.web.source_forms import SourceForm

MOST_LETTERS = 1_000_000
HEAVIEST = 1000


class WhomForm(FlaskForm):  # type: ignore[misc]
    """Who gets a letter, how they are chosen, and how many. It changes nothing, so it is asked in the address."""

    class Meta:
        csrf = False

    unit = RadioField(
        _("Who gets a letter?"),
        default=PERSON,
        choices=[
            SelectChoice(PERSON, _("People, each by name")),
            SelectChoice(ADDRESS, _("Addresses: one letter to “the residents of”")),
        ],
    )
    one_per_address = BooleanField(_("Of people: at most one at each address"))
    method = RadioField(
        _("How are they chosen?"),
        default=SIMPLE,
        choices=[
            SelectChoice(SIMPLE, _("Simple: everybody has the same chance")),
            SelectChoice(SYSTEMATIC, _("Systematic: every so many in the order of the register, from a start by lot")),
            SelectChoice(STRATIFIED, _("In groups: each group has its own letters, some more than others if you like")),
        ],
    )
    feature = SelectField(
        _("In groups by"),
        default="",
        choices=[SelectChoice("", _("No groups")), *(SelectChoice(key, _(words)) for key, words in FEATURES.items())],
    )
    letters = WholeNumber(
        _("How many letters?"),
        validators=[
            InputRequired(_("Write how many letters are sent.")),
            NumberRange(1, MOST_LETTERS, _("Write a number from 1 to 1,000,000.")),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def wishes(self, weights: Mapping[str, int] | None = None) -> Wishes:
        """What was asked for; where there are no groups, none are counted."""
        return Wishes(
            unit=self.unit.data,
            one_per_address=self.one_per_address.data and self.unit.data == PERSON,
            method=self.method.data,
            feature=self.feature.data if self.method.data == STRATIFIED else "",
            letters=self.letters.data,
            weights=weights or {},
        )


class ProposeForm(SourceForm):
    """Where the number of the lot will come from, and until when people can answer; `propose_form` adds the weights."""

    kind = RadioField(
        _("Where will the number come from?"),
        default="balls",
        choices=[
            SelectChoice("balls", _("Six balls drawn in public, for instance in the council hall")),
            SelectChoice("numbers", _("The numbers of a public lottery")),
            SelectChoice("beacon", _("A public random beacon on the internet (drand)")),
        ],
    )
    answers_until = DateField(
        _("Until when can people answer?"), validators=[InputRequired(_("Write the last day to answer."))]
    )
    groups: ClassVar[Sequence[str]] = ()

    def source(self) -> dict[str, Any]:
        """Where the number comes from, as it stands in the promise."""
        numbers = {"count": self.count.data or 0, "lowest": self.lowest.data or 0, "highest": self.highest.data or 0}
        return declare_source(self.kind.data, self.name.data, self.seed_at(), **numbers)

    def weighs(self) -> bool:
        """Whether every weight can be one; each that cannot then has its error."""
        fits = [self[f"weight_{place}"].validate(self) for place in range(len(self.groups))]
        return all(fits)

    def weights(self) -> dict[str, int]:
        """Group -> weight, as typed."""
        found = {}
        for place, group in enumerate(self.groups):
            weight = self[f"weight_{place}"].data
            found[group] = EVENLY if weight is None else weight
        return found


def propose_form(groups: Sequence[str], *, formdata: Any = True, shown: Mapping[str, Any] | None = None) -> ProposeForm:
    """The form for a lot with these groups; without groups, nothing is weighed."""

    class WithWeights(ProposeForm):
        pass

    WithWeights.groups = tuple(groups)
    for place, group in enumerate(groups):
        field = WholeNumber(
            _("Weight of “%(group)s”", group=group or _("not known")),
            default=EVENLY,
            validators=[NumberRange(1, HEAVIEST, _("Write a whole number from 1 to 1,000. 100 is as everybody else."))],
            render_kw={"inputmode": "numeric", "size": 5},
        )
        field.creation_counter = place - len(groups)
        setattr(WithWeights, f"weight_{place}", field)
    return WithWeights(data=shown) if formdata is True else WithWeights(formdata=formdata, data=shown)


class NumberForm(FlaskForm):  # type: ignore[misc]
    """What the source gave."""

    result = StringField(
        _("The result"),
        validators=[InputRequired(_("Write the result of the public draw."))],
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a lot is cancelled; everybody will read it."""

    reason = TextAreaField(
        _("Why is this lot cancelled?"),
        validators=[
            InputRequired(_("Write why: the reason is published.")),
            Length(max=1000, message=_("Keep this below 1,000 characters.")),
        ],
        render_kw={"rows": 4},
    )
