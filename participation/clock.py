"""What time it is, for everybody who may ask; rules get the time as an argument instead."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, to the second: nothing here is decided by fractions."""
    return datetime.now(UTC).replace(microsecond=0)
