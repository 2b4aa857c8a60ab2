"""What the lottery refuses, and the sentence that says so: for whoever promises a draw or enters its result."""

from __future__ import annotations


def N_(sentence: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return sentence


class Fault(ValueError):
    """One thing that the lottery refuses. code: a key of `SENTENCES`; facts: what the sentence quotes."""

    def __init__(self, code: str, /, **facts: str | int) -> None:
        super().__init__(SENTENCES[code] % facts)
        self.code = code
        self.facts = facts


SENTENCES: dict[str, str] = {
    # Sources, when they are promised.
    "name_missing": N_("Say where the result will come from, in words that everybody can look up."),
    "date_wrong": N_("%(date)s is not a day (2026-12-04) or a moment with its time zone (2026-12-04T20:00:00+01:00)."),
    "date_before_promise": N_("%(name)s gives its result on %(date)s: that is before the promise of %(time)s."),
    "range_wrong": N_("The highest number must be above the lowest, and the lowest cannot be below zero."),
    "count_wrong": N_("%(count)s different numbers cannot be drawn from %(lowest)s to %(highest)s."),
    "chain_wrong": N_("A beacon is known by the 64 characters of its chain hash."),
    "round_wrong": N_("A beacon's rounds are numbered from 1."),
    "balls_not_alone": N_("Balls are the number of the panel themselves, so no other source can stand beside them."),
    "source_twice": N_("%(name)s is named twice."),
    "sources_missing": N_("Name at least one source for the number."),
    "too_few_outcomes": N_(
        "These sources have only %(outcomes)s possible results, too few to give each of %(panels)s panels the same"
        " chance. Add another source."
    ),
    # Results, when they are entered.
    "results_missing": N_("Enter one result for each source. Promised: %(expected)s, entered: %(given)s."),
    "not_digits": N_("Write only the digits on the balls, in the order in which they were drawn."),
    "wrong_digits": N_("Balls promised: %(expected)s, digits entered: %(given)s. Zeros in front count."),
    "no_such_panel": N_(
        "There is no panel %(number)s: the last one is %(highest)s. Put all balls back and draw again; this draw of the"
        " balls does not count."
    ),
    "not_numbers": N_("Write the numbers with dots between them, for instance 9.18.26.34.41.45."),
    "wrong_count": N_("Numbers promised: %(expected)s, numbers entered: %(given)s."),
    "number_outside": N_("%(number)s cannot be right: the numbers run from %(lowest)s to %(highest)s."),
    "number_twice": N_("%(number)s is there twice."),
    "not_signature": N_("A beacon's signature is 96 or 192 characters long, each a digit or a letter from a to f."),
    # Codes.
    "code_form": N_("A code has four letters and four digits, like KRTW-4071."),
    "code_slip": N_(
        "%(code)s is not a code: one sign must have slipped. Please compare it with what you have on paper."
    ),
    "long_code_form": N_("A code has four letters and four digits, and once more, like KRTW-4071-PMNX-2208."),
    "long_code_slip": N_("One sign of this code must have slipped. Compare it, sign by sign, with what you have."),
    "too_many_codes": N_("%(count)s codes cannot be kept apart; the most is %(most)s."),
    # The draw.
    "text_missing": N_("Fill in: %(part)s."),
    "time_wrong": N_("The time needs a time zone."),
    "salt_wrong": N_("A salt has 16 bytes."),
    "pool_empty": N_("There is nobody in the pool."),
    "commitment_missing": N_("%(code)s has no commitment."),
    "commitment_twice": N_("%(code)s has the same commitment as somebody else."),
    "panels_missing": N_("There are no panels to draw from."),
    "panel_size": N_("Panel %(panel)s does not have %(expected)s people but %(given)s."),
    "panel_stranger": N_("Panel %(panel)s holds %(code)s, who is not in the pool."),
    "panel_twice": N_("Panel %(panel)s holds %(code)s twice."),
    "not_sound": N_("The published draw does not hold: %(sentence)s %(wrong)s."),
    "already_drawn": N_("This promise has already been drawn. One promise, one draw."),
    "already_cancelled": N_("This draw has already been cancelled."),
    "too_early": N_("%(name)s gives its result on %(date)s. Enter it then."),
    # The lot of who is invited.
    "lot_outcomes": N_(
        "These sources have only %(outcomes)s possible results. A lot needs a million: six balls, the numbers of a public"
        " lottery, or a beacon."
    ),
    "lot_empty": N_("There is nobody to invite."),
    "lot_letters": N_("%(letters)s letters cannot be sent to %(size)s. Write a number from 1 to %(size)s."),
    "lot_groups": N_("Each group needs a name of its own, somebody in it, and a weight above zero."),
    "lot_kind": N_("Choose what is drawn, and how."),
    "frame_changed": N_("The list is not the one that was promised."),
    "reason_missing": N_("Say why the draw is cancelled. Everybody will be able to read it."),
}
