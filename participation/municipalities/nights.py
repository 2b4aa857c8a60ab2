"""The end of each day: in every municipality, the rooms do what is due."""

from __future__ import annotations

from participation import clock, db, events, logs
from participation.municipalities import queries


class DayNotEnded(Exception):
    """In these municipalities, by number, what is due was not done; tomorrow it is tried again."""


def end_day() -> None:
    """Tell every room of every municipality that a day has ended. Told twice, it has one effect. Raises DayNotEnded."""
    with db.read() as session:
        places = queries.with_data(session)
    failed = []
    for municipality_id in places:
        try:
            with db.within(municipality_id), db.write() as session:
                events.tell(session, "day.ended", municipality_id=municipality_id, at=clock.now())
        except Exception as error:  # noqa: BLE001 - the day of the neighbours ends all the same
            logs.fault(error, municipality=municipality_id)
            failed.append(municipality_id)
    if failed:
        raise DayNotEnded(*failed)
