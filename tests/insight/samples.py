"""Rows as the queries give them, made from plain numbers."""

from collections.abc import Sequence
from datetime import date

from app.insight.stats import Drift, Row, drift, months_later

NOW = date(2025, 11, 1)

# Entries and service provision, October 2024 to November 2025: the design's example.
ENTRIES = [18, 22, 20, 17, 21, 24, 19, 20, 23, 22, 21, 25, 22, 24]
SERVICE = [3, 5, 3, 2, 4, 5, 3, 4, 4, 5, 5, 7, 8, 13]


def month(year: int, number: int) -> date:
    """The first day of a month."""
    return date(year, number, 1)


def rows(entries: Sequence[int], service: Sequence[int], until: date) -> list[Row]:
    """One person's rows, month by month, the last of them in the month `until`."""
    found: list[Row] = []
    for i, (number, served) in enumerate(zip(entries, service, strict=True)):
        when = months_later(until, i + 1 - len(entries))
        found += [(when, "a", "service", served, served * 60)] if served else []
        rest = number - served
        found += [(when, "a", "strengthening", rest, rest * 90)] if rest else []
    return found


def of_shares(*shares: int, until: date = NOW) -> Drift:
    """A drift of months with ten entries each, so many of ten in service."""
    return drift(rows([10] * len(shares), shares, until), until)


def example() -> Drift:
    """The design's example."""
    return drift(rows(ENTRIES, SERVICE, NOW), NOW)
