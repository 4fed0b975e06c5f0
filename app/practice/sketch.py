"""A map of one's own work: the neighbourhoods as they lie, larger where more was done.

A sketch to scale, north up, and no street map: the organisation's neighbourhoods are
close together, and nothing is fetched from elsewhere. The earth is a ball of 6,371 km
(the mean radius of IUGG), flat over so short a way.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import cos, hypot, radians, sqrt
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Organisation, Person
from app.db import db
from app.groups.models import Group, Place
from app.practice.models import COUNTED, Entry, Stream

RADIUS = 6_371_000.0  # of the earth, in metres
WIDTH, HEIGHT = 400, 320  # of the drawing
ROOM = 48  # between the outermost points and the edge
EMPTY, LEAST, MOST = 13.0, 14.0, 32.0  # radius: nothing recorded, one entry, the most
APART = 18.0  # between two circles: a name stands there
ROUNDS = 200  # of moving circles apart
LEAST_SPAN = 600.0  # metres that the drawing shows at least
LETTERS = 18  # of a name
LETTER = 7.5  # units, about the width of one
BAR = 120  # the longest scale bar, in units of the drawing


@dataclass
class Worked:
    """What one has recorded with one group."""

    group_id: uuid.UUID
    name: str
    entries: int = 0
    last_on: date | None = None


@dataclass
class Spot:
    """A neighbourhood of the organisation, and one's own work there."""

    place: Place
    number: int = 0  # on the drawing and in the list
    groups: list[Worked] = field(default_factory=list)
    streams: dict[Stream, int] = field(default_factory=dict)  # entries; never summed

    @property
    def entries(self) -> int:
        """How many were recorded there."""
        return sum(group.entries for group in self.groups)

    @property
    def last_on(self) -> date | None:
        """The day of the last of them."""
        return max((g.last_on for g in self.groups if g.last_on), default=None)


@dataclass
class Circle:
    """A neighbourhood as it is drawn; `true_x`, `true_y` is where it lies."""

    spot: Spot
    x: float
    y: float
    radius: float
    true_x: float
    true_y: float

    @property
    def name(self) -> str:
        """As much of the name as has room; the list has all of it."""
        name = self.spot.place.name
        return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"

    @property
    def name_x(self) -> float:
        """The middle of the name, so far from the edge that none is cut off."""
        half = len(self.name) * LETTER / 2
        return round(min(max(self.x, half), WIDTH - half) - self.x, 1)

    @property
    def is_moved(self) -> bool:
        """It gave way to another, so far that a line must lead to its place."""
        return hypot(self.x - self.true_x, self.y - self.true_y) > self.radius / 2


@dataclass(frozen=True)
class Scale:
    """The bar that says how long a way is."""

    words: str
    length: float  # units of the drawing


@dataclass(frozen=True)
class Sketch:
    """The drawing."""

    circles: tuple[Circle, ...]
    scale: Scale


def spots(author: Person, here: Organisation, since: date | None) -> list[Spot]:
    """Every neighbourhood of the organisation, most worked in first, then by name.

    What was submitted counts, and no draft; from the day `since` on, if there is one.
    """
    places = db.session.scalars(
        select(Place).where(Place.organisation_id == here.id).order_by(Place.name)
    )
    found = {place.id: Spot(place) for place in places}
    for row in db.session.execute(_counts(author, here, since)):
        spot = found[row.place_id]
        spot.streams[row.stream] = spot.streams.get(row.stream, 0) + row.entries
        group = next((g for g in spot.groups if g.group_id == row.id), None)
        if group is None:
            group = Worked(row.id, row.name)
            spot.groups.append(group)
        group.entries += row.entries
        group.last_on = max(group.last_on or row.last_on, row.last_on)
    ordered = sorted(found.values(), key=lambda spot: -spot.entries)
    for number, spot in enumerate(ordered, 1):
        spot.number = number
        spot.groups.sort(key=lambda group: -group.entries)
    return ordered


def _counts(author: Person, here: Organisation, since: date | None) -> Any:
    """One's entries by group and stream."""
    return (
        select(
            Group.place_id, Group.id, Group.name, Entry.stream,
            func.count().label("entries"),
            func.max(Entry.happened_on).label("last_on"),
        )
        .join(Group, Group.id == Entry.group_id)
        .where(*_mine(author, here, since))
        .group_by(Group.place_id, Group.id, Group.name, Entry.stream)
        .order_by(Group.name)
    )  # fmt: skip


def without_group(author: Person, here: Organisation, since: date | None) -> int:
    """How many of one's entries have no group, and so no neighbourhood."""
    query = select(func.count()).where(
        *_mine(author, here, since), Entry.group_id.is_(None)
    )
    return db.session.scalar(query) or 0


def _mine(author: Person, here: Organisation, since: date | None) -> list[Any]:
    mine = [
        Entry.author_id == author.id,
        Entry.organisation_id == here.id,
        Entry.state.in_(COUNTED),
    ]
    return [*mine, Entry.happened_on >= since] if since else mine


def drawn(held: Iterable[Spot]) -> Sketch | None:
    """The neighbourhoods whose position is known; none where nobody has said any."""
    placed = [spot for spot in held if spot.place.lat is not None]
    if not placed:
        return None
    metres = _plane([(spot.place.lat or 0.0, spot.place.lon or 0.0) for spot in placed])
    unit, points = _fitted(metres)
    most = max(spot.entries for spot in placed)
    circles = [
        Circle(spot, x, y, _radius(spot.entries, most), x, y)
        for spot, (x, y) in zip(placed, points, strict=True)
    ]
    _spread(circles)
    return Sketch(tuple(circles), _scale(unit))


def _radius(entries: int, most: int) -> float:
    """Its area grows with the entries."""
    if not entries:
        return EMPTY
    return round(LEAST + (MOST - LEAST) * sqrt(entries / most), 1)


def _plane(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Metres east and south of the first point, also over the line of dates."""
    lat0, lon0 = points[0]
    across = cos(radians(sum(lat for lat, _ in points) / len(points)))
    return [
        (
            RADIUS * radians((lon - lon0 + 180) % 360 - 180) * across,
            RADIUS * radians(lat0 - lat),
        )
        for lat, lon in points
    ]


def _fitted(
    points: Sequence[tuple[float, float]],
) -> tuple[float, list[tuple[float, float]]]:
    """Metres to one unit of the drawing, and the points on it, in its middle."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    unit = max(
        (right - left) / (WIDTH - 2 * ROOM),
        (bottom - top) / (HEIGHT - 2 * ROOM),
        LEAST_SPAN / WIDTH,
    )
    across, down = (left + right) / 2, (top + bottom) / 2
    return unit, [
        (WIDTH / 2 + (x - across) / unit, HEIGHT / 2 + (y - down) / unit)
        for x, y in points
    ]


def _spread(circles: Sequence[Circle]) -> None:
    """Move circles that lie over each other apart, each by half, and keep them in."""
    for _ in range(ROUNDS):
        is_still = True
        for one, other in combinations(circles, 2):
            dx, dy = other.x - one.x, other.y - one.y
            far = hypot(dx, dy)
            short = one.radius + other.radius + APART - far
            if short <= 0:
                continue
            is_still = False
            # Two at one point part to the left and the right.
            dx, dy = (dx / far, dy / far) if far > 0.01 else (1.0, 0.0)
            step = short / 2 + 0.05
            one.x, one.y = one.x - dx * step, one.y - dy * step
            other.x, other.y = other.x + dx * step, other.y + dy * step
        for one in circles:
            one.x = min(max(one.x, one.radius), WIDTH - one.radius)
            one.y = min(max(one.y, one.radius), HEIGHT - APART - one.radius)
        if is_still:
            break
    for one in circles:
        one.x, one.y = round(one.x, 1), round(one.y, 1)
        one.true_x, one.true_y = round(one.true_x, 1), round(one.true_y, 1)


def _scale(unit: float) -> Scale:
    """The longest way of 1, 2 or 5 and noughts that fits."""
    metres = 10.0
    for step in (n * 10.0**k for k in range(1, 8) for n in (1, 2, 5)):
        if step / unit <= BAR:
            metres = step
    words = f"{metres / 1000:,.0f} km" if metres >= 1000 else f"{metres:.0f} m"
    return Scale(words, round(metres / unit, 1))
