"""How we say no, for every room: what went wrong as a code, and the sentence that says what to do."""

from __future__ import annotations


def N_(sentence: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return sentence


class Refused(Exception):
    """A rule or an action says no. `code` is a key of `SENTENCES`; facts fill the sentence; `field` names the form field."""

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class TooOften(Refused):
    """Something was tried too often in a short time; `minutes` says when it may be tried again."""


class NotAllowed(Exception):
    """Somebody asks for what their role does not give."""


class NotFound(Exception):
    """There is no such thing here; a neighbour municipality's thing is not here either."""


SENTENCES: dict[str, str] = {
    # people
    "wrong_sign_in": N_(
        "This e-mail address and password do not belong together. Check both, or ask for a new password."
    ),
    "code_wrong": N_("This code is not right, or it has been used. Look at the newest one and type it again."),
    "too_often": N_(
        "This was tried too often in a short time. Wait %(minutes)s minutes and try again, or call us: we help you."
    ),
    "account_closed": N_("This account is closed. Call us or come to the desk if you think that is a mistake."),
    "link_used_or_old": N_("This sign-in link has been used or is older than 15 minutes. Ask for a new one."),
    # panels: preparing
    "title_missing": N_("Write the name of the panel."),
    "question_missing": N_("Write the question that the panel will answer."),
    "seats_out_of_range": N_("A panel has between 2 and 1,000 people. Choose a number in between."),
    "panel_name_taken": N_("Another panel here has this name already. Choose another name."),
    "file_has_faults": N_("This file still has faults. Mend them and upload it again; nothing has been changed."),
    "upload_gone": N_("This upload has been replaced or used already. Upload the file again."),
    "targets_first": N_("Upload the targets first: they say which features a person can have."),
    "people_first": N_("Upload the people first: without them there is nobody to draw."),
    "target_not_a_number": N_("“%(feature)s” (%(category)s): write a whole number, 0 or more."),
    "target_min_above_max": N_("“%(feature)s” (%(category)s): the minimum %(min)s is higher than the maximum %(max)s."),
    "panel_is_frozen": N_(
        "The promise of this draw has been made, so nothing above it can change. Cancel the draw first."
    ),
    "changed_meanwhile": N_("Somebody changed this while you were looking. Look at the page again before you decide."),
    # panels: calculating
    "already_calculating": N_("The calculation is already running."),
    "not_calculating": N_("No calculation is running now."),
    "calculation_outdated": N_("People or targets have changed since this calculation. Calculate again first."),
    "no_calculation": N_("Calculate the fair chances first."),
    # draws
    "draw_exists": N_("There is already a draw for this panel. Cancel it before you make another promise."),
    "second_official_needed": N_("You started this yourself. A second official must confirm it."),
    "not_waiting_for_confirmation": N_(
        "Nothing is waiting for confirmation here. Somebody may have confirmed it already."
    ),
    "not_promised_yet": N_("The promise has not been confirmed yet, so the number cannot be entered."),
    "already_drawn": N_("The number of this draw has been entered already. The result is on the page of the draw."),
    "seed_date_passed": N_("Choose a moment in the future: the promise must be made before the number can exist."),
    "draw_cancelled": N_("This draw has been cancelled already."),
    "cancellation_not_asked": N_("Nobody has asked to cancel this draw."),
    "reason_missing": N_("Write why: the reason is published."),
    "code_unknown": N_("Nobody in this draw has this code. Please compare it with your letter, sign by sign."),
}
