"""Days as an iCalendar file (RFC 5545), which calendars on phones subscribe to.

Written by icalendar: folding lines in the middle of no letter, and escaping, are easily
got wrong by hand. Days are events and not to-dos, since Google's and Apple's calendars
leave to-dos out of what they subscribe to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar

MADE_BY = "-//Alongside//Dates//EN"
ASK_AGAIN = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that belongs to one day. `uid` never changes, whatever else does."""

    uid: str
    on: date
    words: str
    url: str
    changed_at: datetime


def calendar(events: Iterable[Event]) -> bytes:
    """The file as UTF-8; the same events always give the same bytes."""
    made = icalendar.Calendar()
    made.add("prodid", MADE_BY)
    made.add("version", "2.0")
    made.add("x-wr-calname", "Alongside")
    made.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    for event in events:
        made.add_component(_component(event))
    return made.to_ical()


def _component(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{event.uid}@alongside")
    # Of a calendar that is published, DTSTAMP is the last change (RFC 5545, 3.8.7.2).
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    made.add("dtstart", event.on)  # with no end: that one day (RFC 5545, 3.6.1)
    made.add("summary", event.words)
    made.add("url", event.url)
    made.add("transp", "TRANSPARENT")  # it takes no time of the day
    return made
