"""What time it is, for everybody who may ask; rules get the time as an argument instead."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# Every municipality that is served lives in this zone.
ZONE = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """The present moment in UTC, to the second: nothing here is decided by fractions."""
    return datetime.now(UTC).replace(microsecond=0)


def local(moment: datetime) -> datetime:
    """The same moment as the clock on the town hall shows it; without a zone, it is read from that clock."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
