"""Where cases lie on two drawings: the world, and Britain and Ireland in an inset.

The world is in the Natural Earth projection, which keeps shapes and sizes near the
truth for the eye; the inset is plate carrée with longitudes shortened as at its middle.
The outlines (`outlines.py`) are made with the same projections.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians

from app.casebook.pictures import Plot, counted, failures
from app.look import count

ISLES = frozenset(
    {"England", "Scotland", "Wales", "Northern Ireland", "Ireland", "United Kingdom"}
)
WITH_THE = frozenset({"USA", "United Kingdom", "Netherlands", "Philippines"})
MIDDLE = 54.5  # degrees north, of Britain and Ireland
APART = 14.0  # between the middles of two marks
ROUND = 15.0  # radius of the circle that counts those in the inset
LEAST = (APART - 0.2) ** 2  # their distance squared, after rounding
RINGS = 14  # how far from its place a mark may be set, in steps of APART

Point = tuple[float, float]


def natural_earth(lat: float, lon: float) -> Point:
    """Degrees to the plane of the Natural Earth projection, north up.

    The polynomial is that of Šavrič, Jenny, Patterson, Petrovič and Hurni (2011).
    """
    phi, lam = radians(lat), radians(lon)
    a, b = phi**2, phi**4
    x = 0.8707 - 0.131979 * a + b * (-0.013791 + b * (0.003971 * a - 0.001529 * b))
    y = 1.007226 + a * (0.015085 + b * (-0.044475 + 0.028874 * a - 0.005916 * b))
    return lam * x, phi * y


def plate(lat: float, lon: float) -> Point:
    """Degrees to a plane that is right in the middle of Britain and Ireland."""
    return radians(lon) * cos(radians(MIDDLE)), radians(lat)


@dataclass(frozen=True)
class Sheet:
    """A drawing: its projection, its size, and the part of the plane that it shows."""

    project: Callable[[float, float], Point]
    scale: float  # units of the drawing to one of the plane
    left: float  # of the plane, where the drawing begins
    top: float
    width: int
    height: int

    def at(self, lat: float, lon: float) -> Point:
        """Where a place lies, in units of the drawing from its upper left corner."""
        x, y = self.project(lat, lon)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def mark(self, lat: float, lon: float) -> Point:
        """Where a place is marked: to a tenth of a unit, and at an edge if beyond."""
        x, y = self.at(lat, lon)
        return _rounded((min(max(x, 0), self.width), min(max(y, 0), self.height)))

    def holds(self, lat: float, lon: float) -> bool:
        """The place lies within the drawing."""
        x, y = self.at(lat, lon)
        return 0 <= x <= self.width and 0 <= y <= self.height


WORLD = Sheet(natural_earth, 146.2, -2.736, 1.39, 800, 348)
INSET = Sheet(plate, 3200.0, plate(MIDDLE, -10.9)[0], radians(59.0), 420, 514)


@dataclass(frozen=True)
class Mark:
    """One case on a drawing: where it is drawn, and where it was."""

    plot: Plot
    x: float
    y: float
    true_x: float
    true_y: float

    @property
    def says(self) -> str:
        """What the mark stands for, in words."""
        plot = self.plot
        return f"{plot.title}, {plot.place}, {plot.years}: {plot.turned_out}"

    @property
    def is_moved(self) -> bool:
        """It gave way to others, and a line leads to its place."""
        return (self.x, self.y) != (self.true_x, self.true_y)


@dataclass(frozen=True)
class Country:
    """A country's cases, as the list beside the drawings has them."""

    name: str
    plots: tuple[Plot, ...]


@dataclass(frozen=True)
class Map:
    """Everything that the two drawings show, and the list beside them."""

    says: str
    world: tuple[Mark, ...]
    inset: tuple[Mark, ...]
    countries: tuple[Country, ...]  # of the inset first; the fullest first
    link: Point  # on the world, the middle of Britain and Ireland

    @property
    def outcomes(self) -> set[str]:
        """Those that the key must explain."""
        return {mark.plot.outcome for mark in (*self.world, *self.inset)}

    @property
    def has_rough(self) -> bool:
        """Some mark stands for a region or a country."""
        return any(mark.plot.is_rough for mark in (*self.world, *self.inset))

    @property
    def has_moved(self) -> bool:
        """Some mark gave way to another."""
        return any(mark.is_moved for mark in (*self.world, *self.inset))


def drawn(plots: Sequence[Plot]) -> Map:
    """The map of these cases; `plots` holds one at least."""
    home = [plot for plot in plots if _is_home(plot)]
    away = [plot for plot in plots if not _is_home(plot)]
    middle = WORLD.mark(MIDDLE, -4.0)
    countries = [*_by_country(home), *_by_country(away)]
    return Map(
        says=_says(plots, home, away),
        world=_marks(WORLD, away, [(*middle, ROUND)] if home else []),
        inset=_marks(INSET, home, []),
        countries=tuple(countries),
        link=middle,
    )


def _is_home(plot: Plot) -> bool:
    return plot.country in ISLES and INSET.holds(plot.lat, plot.lon)


def _by_country(plots: Iterable[Plot]) -> list[Country]:
    found: dict[str, list[Plot]] = {}
    for plot in sorted(plots, key=lambda plot: plot.title.strip('"').casefold()):
        found.setdefault(plot.country, []).append(plot)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Country(name, tuple(held)) for name, held in ordered]


def _says(plots: Sequence[Plot], home: Sequence[Plot], away: Sequence[Plot]) -> str:
    """143 cases: 81 in Britain and Ireland, 62 in 26 other countries; 22 did not work.

    Where all are of one part, that part only; of one country, its name.
    """
    said = counted(len(plots))
    if home and away:
        here = f"in {_countries(home, 'Britain and Ireland')}"
        there = f"in {_countries(away, 'other countries')}"
        said += f": {count(len(home), here, here)}, {count(len(away), there, there)}"
    elif home:
        said += f" in {_countries(home, 'Britain and Ireland')}"
    else:
        said += f" in {_countries(away, 'countries')}"
    return said + failures(plots)


def _countries(plots: Sequence[Plot], many: str) -> str:
    """The country of these cases; where they have several, `many` and how many."""
    names = {plot.country for plot in plots}
    if len(names) > 1:
        return many if many[0].isupper() else count(len(names), many, many)
    (name,) = names
    return f"the {name}" if name in WITH_THE else name


# -- where marks go -----------------------------------------------------------


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _marks(
    sheet: Sheet, plots: Sequence[Plot], taken: Sequence[tuple[float, float, float]]
) -> tuple[Mark, ...]:
    """A mark for each, none over another: exact places first, rough ones give way."""
    room = Room(taken)
    marks = []
    for plot in sorted(plots, key=lambda plot: (plot.is_rough, plot.slug)):
        place = sheet.mark(plot.lat, plot.lon)
        marks.append(Mark(plot, *room.take(place), *place))
    return tuple(marks)


def _offsets() -> tuple[Point, ...]:
    """The points of a honeycomb about the middle, the nearest first."""
    across, down = APART, APART * 0.8660254
    points = [
        ((column + row % 2 / 2) * across, row * down)
        for row in range(-RINGS, RINGS + 1)
        for column in range(-RINGS, RINGS + 1)
    ]
    return tuple(sorted(points, key=lambda p: (round(hypot(*p), 3), p[1], p[0])))


OFFSETS = _offsets()


@dataclass
class Room:
    """What is free on a drawing, in squares as wide as two marks are apart."""

    circles: Sequence[tuple[float, float, float]]  # x, y, radius; always in the way
    squares: dict[tuple[int, int], list[Point]] = field(default_factory=dict)

    def take(self, place: Point) -> Point:
        """The free point nearest to a place; the place itself where all are taken."""
        x, y = place
        tried = ((x + dx, y + dy) for dx, dy in OFFSETS)
        found = _rounded(next(filter(self._is_free, tried), place))
        column, row = int(found[0] // APART), int(found[1] // APART)
        for across in (column - 1, column, column + 1):
            for down in (row - 1, row, row + 1):
                self.squares.setdefault((across, down), []).append(found)
        return found

    def _is_free(self, point: Point) -> bool:
        x, y = point
        for ox, oy in self.squares.get((int(x // APART), int(y // APART)), ()):
            if (x - ox) ** 2 + (y - oy) ** 2 < LEAST:
                return False
        return all(hypot(x - ox, y - oy) > r + APART / 2 for ox, oy, r in self.circles)
