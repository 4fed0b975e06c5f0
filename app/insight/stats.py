"""Drift and coverage as plain numbers: points, limits, signals, gaps.

Pure: rows in, figures out. A month is the date of its first day. The rules of the
p-chart and their sources:

- limits at three standard deviations: W. A. Shewhart, Economic Control of Quality of
  Manufactured Product, 1931;
- eight points in a row on one side of the centre: Western Electric, Statistical
  Quality Control Handbook, 1956;
- six points in a row that each go on in one direction: L. S. Nelson, The Shewhart
  Control Chart: Tests for Special Causes, Journal of Quality Technology, 1984.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from math import sqrt

SERVICE = "service"
SMALLEST_POINT = 5  # entries
BASELINE = 8  # points from which the centre and the limits come
SAME_SIDE = 8  # points in a row on one side of the centre make a run
TREND = 6  # points in a row that go one way make a run
GAP = 3  # months at the end without a score that are pointed out

Row = tuple[date, Hashable, str, int, int]  # month, author, stream, entries, minutes


def month_number(month: date) -> int:
    """Months since year 0, so that months can be subtracted."""
    return month.year * 12 + month.month - 1


def months_later(month: date, by: int) -> date:
    """The month `by` months after this one."""
    year, index = divmod(month_number(month) + by, 12)
    return date(year, index + 1, 1)


@dataclass(frozen=True)
class Point:
    """A month, or as many in a row as give enough entries, with what was counted."""

    first: date
    last: date
    people: int
    by_stream: dict[str, int]
    minutes: dict[str, int]  # by stream, never added up

    @property
    def entries(self) -> int:
        """How many entries, whatever their stream."""
        return sum(self.by_stream.values())

    @property
    def service(self) -> int:
        """How many of them are service provision."""
        return self.by_stream.get(SERVICE, 0)

    @property
    def share(self) -> Fraction:
        """The part of the entries that is service provision, exactly."""
        return Fraction(self.service, self.entries)


@dataclass(frozen=True)
class Run:
    """Points in a row, by place, that chance would hardly put in such an order."""

    kind: str  # "above", "below", "rising" or "falling"
    first: int
    last: int


@dataclass(frozen=True)
class Drift:
    """The p-chart's figures. `centre` is none until there are enough points."""

    points: tuple[Point, ...]
    rest: Point | None  # the last months, while too few for a point
    centre: Fraction | None
    limits: tuple[tuple[float, float], ...]  # lower and upper, by point; or empty
    outside: dict[int, str]  # place of a point: "above" or "below"
    runs: tuple[Run, ...]

    def in_run(self, place: int) -> bool:
        """Whether the point at this place is part of a run."""
        return any(run.first <= place <= run.last for run in self.runs)


def drift(rows: Iterable[Row], until: date, people: int = 1) -> Drift:
    """The p-chart of all rows up to the month `until`; see `fold` for `people`."""
    points, rest = fold(rows, until, people)
    centre = centre_of(points)
    bounds: list[tuple[float, float]] = []
    runs = trends(points)
    if centre is not None:
        bounds = [limits(centre, point.entries) for point in points]
        runs = sides(points, centre) + runs
    return Drift(tuple(points), rest, centre, tuple(bounds),
                 _outside(points, bounds), tuple(runs))  # fmt: skip


def fold(
    rows: Iterable[Row], until: date, people: int = 1
) -> tuple[list[Point], Point | None]:
    """Points in order, and what is left over while it is too little for one.

    A point begins at a month with an entry and closes at the first month by which it
    has five entries, from at least so many `people`. The order of rows is nothing.
    """
    by_month: defaultdict[date, list[Row]] = defaultdict(list)
    for row in rows:
        by_month[row[0]].append(row)
    points: list[Point] = []
    waiting: list[Row] = []
    for month in sorted(by_month):
        waiting += by_month[month]
        point = _point(waiting)
        if point.entries >= SMALLEST_POINT and point.people >= people:
            points.append(point)
            waiting = []
    if not waiting:
        return points, None
    rest = _point(waiting)
    return points, replace(rest, last=max(rest.last, until))


def _point(rows: Sequence[Row]) -> Point:
    entries: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for _, _, stream, number, spent in rows:
        entries[stream] += number
        minutes[stream] += spent
    months = [row[0] for row in rows]
    authors = {row[1] for row in rows}
    return Point(min(months), max(months), len(authors), dict(entries), dict(minutes))


def centre_of(points: Sequence[Point]) -> Fraction | None:
    """The pooled share of the first eight points; none while there are fewer."""
    if len(points) < BASELINE:
        return None
    first = points[:BASELINE]
    return Fraction(sum(p.service for p in first), sum(p.entries for p in first))


def limits(centre: Fraction, entries: int) -> tuple[float, float]:
    """Three standard deviations about the centre for so many entries (Shewhart)."""
    spread = 3 * sqrt(centre * (1 - centre) / entries)
    return max(0.0, float(centre) - spread), min(1.0, float(centre) + spread)


def _outside(
    points: Sequence[Point], bounds: Sequence[tuple[float, float]]
) -> dict[int, str]:
    found = {}
    hair = 1e-9  # a share that equals its limit is within it
    for place, (point, (lower, upper)) in enumerate(zip(points, bounds, strict=False)):
        if point.share > upper + hair:
            found[place] = "above"
        elif point.share < lower - hair:
            found[place] = "below"
    return found


def sides(points: Sequence[Point], centre: Fraction) -> list[Run]:
    """Runs of eight or more on one side of the centre (Western Electric).

    A point that lies on the centre ends a run.
    """
    signs = [_sign(point.share - centre) for point in points]
    return [
        Run("above" if sign > 0 else "below", first, last)
        for sign, first, last in _stretches(signs)
        if sign and last - first + 1 >= SAME_SIDE
    ]


def trends(points: Sequence[Point]) -> list[Run]:
    """Runs of six or more, each higher, or each lower, than the last (Nelson).

    Six points are five steps; two equal shares end a run.
    """
    signs = [_sign(after.share - before.share) for before, after in pairwise(points)]
    return [
        Run("rising" if sign > 0 else "falling", first, last + 1)
        for sign, first, last in _stretches(signs)
        if sign and last - first + 2 >= TREND
    ]


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _stretches(signs: Sequence[int]) -> list[tuple[int, int, int]]:
    """Equal signs in a row: the sign, the first place, the last place."""
    found, start = [], 0
    for sign, same in groupby(signs):
        length = len(list(same))
        found.append((sign, start, start + length - 1))
        start += length
    return found


def people_in(rows: Iterable[Row], first: date) -> int:
    """How many people wrote an entry from the month `first` on."""
    return len({row[1] for row in rows if row[0] >= first})


def outside_service(rows: Iterable[Row]) -> list[Row]:
    """The rows that count towards an empowerment profile: all but service."""
    return [row for row in rows if row[2] != SERVICE]


def thin_months(rows: Iterable[Row], people: int) -> set[date]:
    """Months in which somebody wrote, but fewer than so many people."""
    authors: defaultdict[date, set[Hashable]] = defaultdict(set)
    for row in rows:
        authors[row[0]].add(row[1])
    return {month for month, found in authors.items() if len(found) < people}


def gap(counts: Sequence[int | None], since: int = 0) -> range:
    """The places at the end of `counts` that are 0, from `since` at the earliest.

    A none is a month that may not be shown: it is passed over at the very end, and
    further back it ends the gap, for nobody may know what it held.
    """
    stop = len(counts)
    while stop > since and counts[stop - 1] is None:
        stop -= 1
    start = stop
    while start > since and counts[start - 1] == 0:
        start -= 1
    return range(start, stop)
