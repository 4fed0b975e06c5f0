"""What somebody meant to do, and whether they wrote it before what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.look import clock_time, short_day
from app.practice.models import Entry
from app.practice.written import Typed, Written, text_of

INTENTION = ("intention", "hold")


class Kept(Protocol):
    """An entry or one of its versions: both hold the two moments."""

    intended_at: datetime | None
    told_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """An intention as it stands, and when it and what happened were written."""

    intention: str
    hold: str
    intended_at: datetime | None  # when it was changed last
    told_at: datetime | None  # when what happened was first written

    @property
    def is_before(self) -> bool:
        """Whether it was last changed before any word of what happened."""
        if self.intended_at is None:
            return False
        return self.told_at is None or self.intended_at < self.told_at

    @property
    def moment(self) -> str:
        """When it was written, in words that claim no more than is known."""
        if self.intended_at is None:
            return "When it was written is not known."
        when = _moment(self.intended_at)
        if self.told_at is None:
            return f"Written on {when}. What happened is not written yet."
        if self.is_before:
            return f"As it was written on {when}, before what happened."
        if self.intended_at == self.told_at:
            return f"First kept on {when}, together with what happened."
        first = _moment(self.told_at)
        return (
            f"Written or changed on {when}, after what happened was first written, "
            f"on {first}."
        )


def _moment(at: datetime) -> str:
    return f"{short_day(at)} at {clock_time(at)}"


def plan_of(written: Written, kept: Kept | None) -> Plan | None:
    """The plan in what was written; none where nothing was intended."""
    if not (written.intention or written.hold):
        return None
    moments = (kept.intended_at, kept.told_at) if kept else (None, None)
    return Plan(written.intention, written.hold, *moments)


def note(entry: Entry, before: Typed, after: Typed, at: datetime) -> None:
    """Keep on the entry when its intention changed, and when it was first told.

    `before` and `after` are the form as it was kept last and as it is kept now. The
    moments are the server's: what a device kept meanwhile counts from its arrival.
    """
    meant = [text_of(after, name) for name in INTENTION]
    if not any(meant):
        entry.intended_at = None
    elif meant != [text_of(before, name) for name in INTENTION]:
        entry.intended_at = at
    if entry.told_at is None and text_of(after, "what"):
        entry.told_at = at
