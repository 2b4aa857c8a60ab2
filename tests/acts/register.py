"""What officials send to bring in a register and to decide by lot whom to invite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from participation import clock, db
from participation.invitations import drawing
from participation.invitations.frames import Wishes
from participation.invitations.queries import lots
from tests import registers
from tests import towns as make
from tests.acts import Act
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

COMES = datetime(2199, 12, 4, 19, tzinfo=UTC)
SEEN = {"seen": "{seen}"}
REGISTER = "/desk/panels/{slug}/register"
LOT = "/desk/panels/{slug}/lots/{sequence}"


def panel(title: str) -> Prepare:
    return lambda town: {"slug": make.make_panel(town, title=f"{title} {town.slug}"), "sequence": 1}


def uploaded(title: str) -> Prepare:
    """A panel with an extract whose columns are not named yet."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = panel(title)(town)
        registers.take_in(town, str(facts["slug"]), registers.register_csv(20))
        return facts

    return prepare


def ready(title: str, stage: str = "register") -> Prepare:
    """A panel with its register, and its lot as far as `stage`: register, proposed, awaited, promised, asked or drawn."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.make_panel(town, title=f"{title} {town.slug}")
        registers.bring_in(town, slug, registers.register_csv(40, registers.line(1)))
        wishes = Wishes("person", False, "simple", "", 5)
        with db.read() as session:
            laid_out = drawing.lay_out(session, town.id, registers.panel_id_of(town, slug), wishes, at=clock.now())
        facts: dict[str, object] = {"slug": slug, "sequence": 1, "seen": laid_out.digest}
        if stage == "register":
            return facts
        registers.propose(town, slug, wishes, seed_at=COMES if stage in ("proposed", "awaited") else registers.LOT_AT)
        if stage not in ("proposed",):
            registers.confirm(town, slug)
        if stage == "drawn":
            registers.enter_number(town, slug)
        if stage == "asked":
            with db.write() as session:
                found = lots.lot_to_change(session, town.id, make.changing(session, town, slug).id, 1)
                drawing.ask_cancellation(session, found, "The hall flooded.", by=town.first, at=make.START)
        return {**facts, "seen": registers.lot_of(town, slug).mark}

    return prepare


def tomorrow() -> str:
    return (clock.now() + timedelta(days=30)).date().isoformat()


PROPOSAL = {
    "unit": "person",
    "method": "simple",
    "feature": "",
    "letters": "5",
    "kind": "balls",
    "name": "Council hall",
    "at": "2199-12-04T20:00",
    "count": "6",
    "lowest": "1",
    "highest": "45",
    "answers_until": "2200-01-31",
    **SEEN,
}

ACTS = [
    Act(
        "invitations_desk.register",
        REGISTER,
        {"file": (registers.register_csv(20).decode(), "extract.csv"), "erase_on": tomorrow()},
        prepare=panel("Register"),
        # Each extract takes the place of the one before, which the journal tells.
        once=False,
    ),
    Act(
        "invitations_desk.columns",
        REGISTER + "/columns",
        {**registers.COLUMNS, "minimum_age": "16", "resident_on": "2026-03-02"},
        prepare=uploaded("Kolom"),
    ),
    Act("invitations_desk.erase_register", REGISTER + "/erase", prepare=ready("Wissen")),
    Act("invitations_desk.propose", "/desk/panels/{slug}/lot", PROPOSAL, prepare=ready("Loting")),
    Act("invitations_desk.confirm", LOT + "/confirm", SEEN, "second", prepare=ready("Belofte", "proposed")),
    Act("invitations_desk.withdraw", LOT + "/withdraw", prepare=ready("Terug", "proposed")),
    Act("invitations_desk.enter_number", LOT + "/number", {"result": "040517"}, prepare=ready("Getal", "promised")),
    # Whoever asks again writes the reason anew, which the journal tells each time.
    Act(
        "invitations_desk.ask_cancellation",
        LOT + "/cancel",
        {"reason": "The hall flooded."},
        prepare=ready("Annuleren", "promised"),
        once=False,
    ),
    Act(
        "invitations_desk.confirm_cancellation", LOT + "/cancel/confirm", SEEN, "second", prepare=ready("Pad", "asked")
    ),
    # Every copy that leaves the house is in the journal.
    Act("invitations_desk.frame", LOT + "/frame.csv", {}, "auditor", ready("Kader", "drawn"), 200, once=False),
]
