"""The end of each day: in every municipality, the rooms do what is due."""

from __future__ import annotations

from participation import clock, db, events
from participation.municipalities import queries


def end_day() -> None:
    """Tell every room of every municipality that a day has ended. Told twice, it has one effect."""
    with db.read() as session:
        places = queries.all_municipalities(session)
    for place in places:
        with db.within(place.id), db.write() as session:
            events.tell(session, "day.ended", municipality_id=place.id, at=clock.now())
