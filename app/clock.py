"""What time it is. Tests stop the clock here, and nowhere else."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

_stopped: list[datetime] = []


def now() -> datetime:
    """This moment, aware and in UTC."""
    return _stopped[-1] if _stopped else datetime.now(UTC)


def zone() -> ZoneInfo:
    """The time zone that dates and "today" are meant in (`TIME_ZONE`)."""
    found: ZoneInfo = current_app.config["TIME_ZONE"]
    return found


def today() -> date:
    """Today's date where the organisation works."""
    return now().astimezone(zone()).date()


def local(moment: datetime) -> datetime:
    """`moment` on the clock where the organisation works."""
    return moment.astimezone(zone())


def days_since(moment: datetime) -> int:
    """Whole calendar days from `moment` to today."""
    return (today() - local(moment).date()).days


def stop(moment: datetime) -> None:
    """Hold the clock at `moment` until `start()`."""
    _stopped.append(moment)


def advance(by: timedelta) -> None:
    """Move a stopped clock on."""
    _stopped[-1] += by


def start() -> None:
    """Let the clock run again."""
    _stopped.clear()
