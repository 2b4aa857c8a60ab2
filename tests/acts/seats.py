"""What officials send about seats: how somebody is reached, who stayed silent, a draw for open seats, and thanks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from participation import clock, db
from participation.members import queries
from participation.panels import queries as panels
from participation.sheets import NO
from tests.acts import Act
from tests.members import makers as make
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

REACH = {
    "name": "Rosa Peeters",
    "way": "letter",
    "street": "Dreef",
    "number": "7",
    "postcode": "9999",
    "town": "Dorp",
    "language": "nl",
}


def unreached(title: str) -> Prepare:
    """A drawn panel of which nobody knows how to reach its members."""
    return lambda town: facts(town, make.drawn_panel(town, title=f"{title} {town.slug}", reached=False))


def reached(title: str) -> Prepare:
    """A drawn panel whose members were asked, and did not answer."""
    return lambda town: facts(town, make.drawn_panel(town, title=f"{title} {town.slug}"))


def one_seat_open(title: str) -> Prepare:
    """A drawn panel on which somebody does not take their seat, and the mark of the draw that would fill it."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.drawn_panel(town, title=f"{title} {town.slug}")
        make.take(town, slug, make.member(town, slug), coming=NO)
        with db.read() as session:
            found = queries.replacement(session, town.id, panels.panel(session, town.id, slug))
        return {**facts(town, slug), "seen": queries.mark_of(found)}

    return prepare


def facts(town: Town, slug: str) -> Mapping[str, object]:
    """What the addresses of this panel name."""
    assert clock.now() > make.SOON
    return {"slug": slug, "code": make.member(town, slug).code}


SEATS = "/desk/panels/{slug}/members"

ACTS = [
    # Every copy that leaves the house is in the journal.
    Act("members_desk.contacts", SEATS + ".csv", {}, prepare=reached("Hazelaar"), status=200, once=False),
    # Each time that an official notes something, the journal says so.
    Act("members_desk.reach", SEATS + "/{code}", REACH, prepare=unreached("Zetel"), once=False),
    Act("members_desk.ask_again", SEATS + "/{code}/again", prepare=reached("Opnieuw"), once=False),
    Act("members_desk.count_as_silent", SEATS + "/silent", prepare=reached("Stil")),
    Act("members_desk.open_round", SEATS + "/open/draw", {"seen": "{seen}"}, prepare=one_seat_open("Vrij")),
    Act("members_desk.thank", SEATS + "/thanks", prepare=reached("Dank")),
]
