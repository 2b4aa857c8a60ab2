"""What this room adds to the pages of a panel: that letters are out, for everybody; register, lot, letters and answers,
for the desk."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from participation import clock
from participation.clock import local
from participation.errors import N_
from participation.invitations import letters_awaiting, rules
from participation.invitations.queries import again, answers, lots, register
from participation.invitations.queries.lots import LotView
from participation.panels import queries as panels
from participation.panels.queries import Next, Section

INVITED, INVITING, ANSWERS = 10, 30, 40
NO_REGISTER = ("next", N_("Still to come"))
REGISTER_COMES = ("now", N_("The register is on its way in"))
REGISTER_THERE = ("now", N_("The register is here"))
LOT_PROPOSED = ("wait", N_("The lot waits for a second official"))
LOT_PROMISED = ("wait", N_("The lot waits for its number"))
LOT_DUE = ("now", N_("The number is due"))
COMING_IN = ("now", N_("Answers are coming in"))
LAST_DAY_OVER = ("wait", N_("The last day to say yes is over"))
STANDING = ("done", N_("The answers stand"))


def shown(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For everybody: who gets a letter, how that was decided, and until when one can answer."""
    lot = lots.active_lot(lots.lots(session, municipality_id, panel_id))
    if lot is None or not lot.is_promised:
        return []
    until = answers.last_day(session, municipality_id, panel_id)
    facts = {
        "slug": panels.panel_by_id(session, municipality_id, panel_id).slug,
        "sequence": lot.sequence,
        "letters": lot.letters,
        "units": lot.units,
        "unit": lot.unit,
        "drawn": lot.is_drawn,
        "again": again.invited_again(session, municipality_id, panel_id) if lot.is_drawn else 0,
        "until": until,
        "is_open": until is not None
        and not _is_over(until)
        and panels.takes_people(session, municipality_id, panel_id),
    }
    return [Section(N_("The invitation"), "invitations/invited_shown.html", facts, INVITED)]


def listed(session: Session, *, municipality_id: int, at: datetime) -> list[int]:
    """The panels here whose last day to say yes is not over."""
    return answers.not_over(session, municipality_id, today=local(at).date())


def worked(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For the desk: how far the register, the lot and the answers are, and what is to be done about them."""
    slug = panels.panel_by_id(session, municipality_id, panel_id).slug
    lot = lots.active_lot(lots.lots(session, municipality_id, panel_id))
    if lot is not None and lot.is_drawn:
        letters = letters_awaiting.on_the_road(session, municipality_id, panel_id, slug, order=INVITING, at=clock.now())
        return [letters, _answers(session, municipality_id, panel_id, slug)]
    if lot is not None:
        return [_lot(lot, slug)]
    found = register.register(session, municipality_id, panel_id)
    if found is None:
        return _nothing_yet(session, municipality_id, panel_id, slug)
    if not found.is_ready:
        act = Next(N_("Look at the register"), "invitations_desk.register", {"slug": slug})
        return [Section(N_("The register"), "", {}, INVITING, *REGISTER_COMES, act)]
    act = Next(N_("Decide whom to invite"), "invitations_desk.whom", {"slug": slug})
    return [Section(N_("The register"), "", {}, INVITING, *REGISTER_THERE, act)]


def _nothing_yet(session: Session, municipality_id: int, panel_id: int, slug: str) -> list[Section]:
    """Without people in the pool, what comes next is the register; who has a list of volunteers finds that beside it."""
    if panels.panel_by_id(session, municipality_id, panel_id).pool:
        return []
    act = Next(N_("Bring in the register"), "invitations_desk.register", {"slug": slug})
    return [Section(N_("The register"), "", {}, INVITING, *NO_REGISTER, act)]


def _lot(lot: LotView, slug: str) -> Section:
    is_due = lot.is_promised and lot.seed_at <= clock.now()
    state, words = LOT_DUE if is_due else LOT_PROMISED if lot.is_promised else LOT_PROPOSED
    todo = N_("Enter the number") if is_due else N_("Look at the lot")
    act = Next(todo, "invitations_desk.lot", {"slug": slug, "sequence": lot.sequence})
    return Section(N_("The lot of whom to invite"), "", {}, INVITING, state, words, act)


def _answers(session: Session, municipality_id: int, panel_id: int, slug: str) -> Section:
    until = answers.last_day(session, municipality_id, panel_id)
    is_open = panels.takes_people(session, municipality_id, panel_id)
    state, words = STANDING if not is_open else LAST_DAY_OVER if until and _is_over(until) else COMING_IN
    calls, asked = answers.waiting(session, municipality_id, panel_id)
    panel = panels.panel_by_id(session, municipality_id, panel_id)
    act = None
    if is_open and (state == COMING_IN[0] or not panel.pool):
        # Whoever waits for answers has no list of volunteers to bring in, nor chances to calculate yet.
        act = Next(N_("See how far it is"), "invitations_desk.answers", {"slug": slug})
    if is_open and asked:
        act = Next(N_("Answer what they ask"), "invitations_desk.questions", {"slug": slug})
    if is_open and calls:
        act = Next(N_("Call who said yes"), "invitations_desk.calls", {"slug": slug})
    facts = {
        "standing": answers.standing(session, municipality_id, panel_id),
        "until": until,
        "thin": sum(group.is_thin for group in rules.groups(panel.targets, panel.pool)) if is_open else 0,
    }
    return Section(N_("Answers so far"), "invitations/desk/answers_piece.html", facts, ANSWERS, state, words, act)


def _is_over(until: date) -> bool:
    return local(clock.now()).date() > until
