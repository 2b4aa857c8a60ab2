"""The end of each day: in every municipality, the rooms do what is due."""

from __future__ import annotations

from participation import clock, db, events
from participation.municipalities import queries


def end_day() -> None:
    """Tell every room of every municipality that a day has ended. Told twice, it has one effect."""
    with db.read() as session:
        places = queries.with_data(session)
    for municipality_id in places:
        with db.within(municipality_id), db.write() as session:
            events.tell(session, "day.ended", municipality_id=municipality_id, at=clock.now())
