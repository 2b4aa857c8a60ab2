"""Where a panel stands, in words, with its next date and the one act that comes next; for the desk's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from participation.panels.queries import CalculationView, DrawView, PanelView, situation
from participation.panels.rules import Step, step_now
from participation.web.words import day


@dataclass(frozen=True)
class Standing:
    """words, kind: the state as a tag; act, href: what comes next, and where; date: of the number that is awaited;
    awaits: why this waits for the person who looks, "" when it does not."""

    step: Step | None
    words: str
    kind: str
    act: str
    href: str
    date: datetime | None = None
    awaits: str = ""


def standing(
    panel: PanelView,
    calculation: CalculationView | None,
    draw: DrawView | None,
    *,
    seen_by: int,
    now: datetime,
    has_remit: bool = True,
) -> Standing:
    """The standing of a panel as somebody sees it. draw: its newest, which counts only while it is not cancelled.

    has_remit: whether somebody wrote what it is asked and promised, which comes before all else
    """
    if draw is not None and draw.cancelled_at is None:
        return _of_draw(panel, draw, seen_by, now)
    step = step_now(situation(panel, calculation, None))
    if step is Step.TARGETS and not has_remit:
        href = url_for("desk.remit", slug=panel.slug)
        return Standing(step, _("Just begun"), "draft", _("Write what it is asked and promised"), href)
    if step is Step.TARGETS:
        href = url_for("desk.targets_proposed", slug=panel.slug)
        return Standing(step, _("No targets yet"), "draft", _("Set the targets"), href)
    if step is Step.PEOPLE:
        href = url_for("desk.upload", slug=panel.slug, kind="people")
        return Standing(step, _("No people yet"), "draft", _("Upload the people"), href)
    if step is Step.CHANCES:
        return _of_calculation(panel, calculation)
    return Standing(
        step,
        _("Chances ready"),
        "now",
        _("Promise the draw"),
        url_for("desk.propose", slug=panel.slug),
        awaits=_("The fair chances are ready. Look at them, then promise the draw."),
    )


def _of_calculation(panel: PanelView, calculation: CalculationView | None) -> Standing:
    step, href = Step.CHANCES, url_for("desk.calculation", slug=panel.slug)
    if calculation is not None and calculation.is_active:
        return Standing(step, _("Calculating"), "wait", _("See how far the calculation is"), href)
    if calculation is not None and calculation.state == "failed" and calculation.version == panel.version:
        if calculation.trouble["code"] == "no_panel":
            awaits = _("The calculation found no panel. See what stands in the way.")
            return Standing(step, _("No panel found"), "stop", _("See what stands in the way"), href, awaits=awaits)
        awaits = _("The calculation ended without a result. See what happened.")
        return Standing(step, _("Ended without a result"), "stop", _("See what happened"), href, awaits=awaits)
    if calculation is not None and calculation.state == "done":
        return Standing(step, _("Changed since the calculation"), "late", _("Calculate the fair chances again"), href)
    return Standing(step, _("Ready to calculate"), "now", _("Calculate the fair chances"), href)


def while_answers_come(panel: PanelView, standing: Standing) -> Standing:
    """The same while people may still say yes: chances can be calculated, but it is too early to say that they should be."""
    if standing.step not in (Step.PEOPLE, Step.CHANCES) or standing.kind not in ("draft", "now", "late"):
        return standing
    href = url_for("desk.panel", slug=panel.slug)
    return Standing(Step.PEOPLE, _("Answers are coming in"), "now", _("See how far it is"), href)


def _of_draw(panel: PanelView, draw: DrawView, seen_by: int, now: datetime) -> Standing:
    href = url_for("desk.draw", slug=panel.slug, sequence=draw.sequence)
    if draw.cancel_asked_at:
        mine = draw.cancel_asked_by == seen_by
        return Standing(
            Step.PANEL if draw.is_drawn else Step.NUMBER,
            _("Cancelling waits for a second official"),
            "wait",
            _("Look at the request to cancel"),
            href,
            awaits="" if mine else _("A colleague asks to cancel this draw. It needs your yes."),
        )
    if draw.is_drawn:
        return Standing(None, _("Drawn"), "done", _("See the panel"), href)
    if not draw.is_promised:
        mine = draw.proposed_by == seen_by
        return Standing(
            Step.PROMISE,
            _("Waits for a second official"),
            "wait",
            _("Look at what is proposed") if mine else _("Look and confirm"),
            href,
            draw.seed_at,
            awaits="" if mine else _("%(name)s proposes this draw. It needs your yes.", name=draw.proposer),
        )
    if draw.seed_at > now:
        return Standing(Step.NUMBER, _("Promised"), "wait", _("Look at the promise"), href, draw.seed_at)
    awaits = _("The number of %(day)s can be entered.", day=day(draw.seed_at))
    return Standing(Step.NUMBER, _("The number is due"), "now", _("Enter the number"), href, draw.seed_at, awaits)
