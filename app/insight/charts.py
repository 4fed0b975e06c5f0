"""Where the two charts put things on the paper, and their table rows.

Geometry only, in units of the drawing; paint is the stylesheet's. What a person may
not see is not in here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from app.insight import stats, words
from app.insight.stats import Drift, Point, month_number, months_later

LEFT, RIGHT, TOP, BOTTOM = 58.0, 770.0, 22.0, 278.0  # the drift chart's plot
LINE_APART = 18.0  # between two labels at the side
COLUMN, ROW, CELL_X, CELL_Y = 28, 46, 159, 31  # the coverage chart's cells


@dataclass(frozen=True)
class Mark:
    """One point of the drift chart, with what stands under and above it."""

    x: float
    y: float
    shape: str  # "pt", "run" or "signal"
    months: str
    entries: int
    year: str  # where a year begins, else empty
    over: str  # the share, at a signal that no label at the side names


@dataclass(frozen=True)
class DriftRow:
    """One line of the drift chart's table."""

    months: str
    point: Point
    share: str
    limits: str
    signal: str


@dataclass(frozen=True)
class Rest:
    """The last months, too few for a point: where they are drawn, and the words."""

    x: float
    width: float
    months: str
    dated: str
    point: Point | None  # none where the numbers may not be shown
    says: str


@dataclass(frozen=True)
class DriftChart:
    """Everything that the drift chart draws and says. Without marks, it has no plot."""

    says: str
    about: str
    rows: tuple[DriftRow, ...]
    rest: Rest | None
    marks: tuple[Mark, ...] = ()
    line: str = ""
    ticks: tuple[tuple[float, str], ...] = ()
    bands: tuple[str, ...] = ()
    limits: str = ""
    centre: float | None = None
    labels: tuple[tuple[float, str, str], ...] = ()  # y, words, class

    @property
    def shapes(self) -> set[str]:
        """The shapes that the key must explain."""
        return {mark.shape for mark in self.marks}


def drift_chart(drift: Drift, now: date, months: int, is_aggregate: bool) -> DriftChart:
    """The last so many months of the p-chart, up to the month `now`."""
    window = months_later(now, 1 - months)
    shown = [i for i, point in enumerate(drift.points) if point.last >= window]
    paper = _Paper(drift, shown, window)
    chart = DriftChart(
        words.drift_says(drift, shown, now),
        words.drift_about(drift, shown),
        tuple(_drift_row(drift, i) for i in shown),
        paper.rest(now, is_aggregate),
    )
    if not shown:
        return chart
    marks = paper.marks()
    return replace(
        chart,
        marks=marks,
        line=" ".join(f"{mark.x},{mark.y}" for mark in marks),
        ticks=paper.ticks(),
        bands=paper.bands(),
        limits=paper.limits(),
        centre=None if drift.centre is None else paper.y(drift.centre),
        labels=paper.labels(),
    )


@dataclass(frozen=True)
class _Paper:
    """Where months and shares lie on the drift chart."""

    drift: Drift
    shown: Sequence[int]  # places of the points
    window: date  # the first month that may be drawn

    def _span(self) -> tuple[int, int]:
        """The first month, and the one after the last, as numbers."""
        points = [self.drift.points[i] for i in self.shown]
        points += [self.drift.rest] if self.drift.rest else []
        first = max(min(point.first for point in points), self.window)
        return month_number(first), month_number(max(p.last for p in points)) + 1

    def _x(self, number: int) -> float:
        """Where a month begins; what is before the picture begins with it."""
        start, end = self._span()
        part = max(0, number - start) / (end - start)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    def _edges(self, point: Point) -> tuple[float, float]:
        """Where a point's months begin and end."""
        return self._x(month_number(point.first)), self._x(month_number(point.last) + 1)

    def _top(self) -> float:
        """The highest share on the axis: the next fifth above all that is drawn."""
        high = [float(self.drift.points[i].share) for i in self.shown]
        high += [self.drift.limits[i][1] for i in self.shown if self.drift.limits]
        return min(1.0, max(1, ceil(max(high) * 5 - 1e-9)) / 5)

    def y(self, share: Fraction | float) -> float:
        """Where a share lies."""
        return round(BOTTOM - float(share) / self._top() * (BOTTOM - TOP), 1)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Heights with their share, three to six of them."""
        top = self._top()
        step = Fraction(1, 5 if top > 0.4 else 10)
        shares = [step * i for i in range(round(top / step) + 1)]
        return tuple((self.y(share), words.percent(share)) for share in shares)

    def marks(self) -> tuple[Mark, ...]:
        """The points, oldest first."""
        found, year = [], 0
        for i in self.shown:
            point = self.drift.points[i]
            is_plain = i == self.shown[-1] or i not in self.drift.outside
            found.append(
                Mark(
                    x=round(sum(self._edges(point)) / 2, 1),
                    y=self.y(point.share),
                    shape=_shape(self.drift, i),
                    months=words.months_short(point.first, point.last),
                    entries=point.entries,
                    year="" if point.first.year == year else str(point.first.year),
                    over="" if is_plain else words.percent(point.share),
                )
            )
            year = point.first.year
        return tuple(found)

    def _stretches(self) -> list[list[int]]:
        """Points in a row with no month between them; none before there are limits."""
        found: list[list[int]] = []
        for i in self.shown if self.drift.limits else []:
            before = self.drift.points[i - 1].last
            if found and self.drift.points[i].first == months_later(before, 1):
                found[-1].append(i)
            else:
                found.append([i])
        return found

    def _steps(self, stretch: list[int], side: int) -> list[str]:
        """The corners of a limit; side 0 is the lower, 1 the upper."""
        corners = []
        for i in stretch:
            y = self.y(self.drift.limits[i][side])
            corners += [f"{x},{y}" for x in self._edges(self.drift.points[i])]
        return corners

    def bands(self) -> tuple[str, ...]:
        """Polygons of what chance would explain."""
        return tuple(
            " ".join(self._steps(stretch, 1) + self._steps(stretch, 0)[::-1])
            for stretch in self._stretches()
        )

    def limits(self) -> str:
        """A path along both limits."""
        lines = [self._steps(s, side) for side in (1, 0) for s in self._stretches()]
        return "".join("M" + "L".join(corners) for corners in lines)

    def labels(self) -> tuple[tuple[float, str, str], ...]:
        """What stands at the side: the last point, limits and centre; none overlap."""
        last = self.shown[-1]
        point = self.drift.points[last]
        when = f"{point.first:%B}"
        if point.first != point.last:
            when = words.months_short(point.first, point.last)
        kind = "signal-t" if last in self.drift.outside else "tb"
        wanted: list[tuple[Fraction | float, str, str]]
        wanted = [(point.share, f"{words.percent(point.share)} in {when}", kind)]
        if self.drift.centre is not None:
            lower, upper = self.drift.limits[last]
            centre = self.drift.centre
            wanted += [
                (upper, f"Upper limit {words.percent(upper)}", "t2"),
                (centre, f"Centre {words.percent(centre)}", "t2"),
                (lower, f"Lower limit {words.percent(lower)}", "t2"),
            ]
        return _apart([(self.y(share), text, css) for share, text, css in wanted])

    def rest(self, now: date, is_aggregate: bool) -> Rest | None:
        """What is too few for a point, without numbers where people are too few."""
        point = self.drift.rest
        if point is None:
            return None
        start, end = self._edges(point)
        return Rest(
            start,
            round(end - start, 1),
            words.months_short(point.first, point.last),
            words.months_dated(point.first, point.last),
            None if is_aggregate else point,
            words.rest_says(point, now, is_aggregate),
        )


def _apart(
    wanted: list[tuple[float, str, str]],
) -> tuple[tuple[float, str, str], ...]:
    """Labels from the top down, moved so that no two overlap and none leaves."""
    found: list[tuple[float, str, str]] = []
    for y, text, css in sorted(wanted, key=lambda label: label[0]):
        least = found[-1][0] + LINE_APART if found else 0.0
        found.append((max(y + 4.5, least), text, css))
    most = BOTTOM
    for i in reversed(range(len(found))):
        y, text, css = found[i]
        found[i] = (round(min(y, most), 1), text, css)
        most = found[i][0] - LINE_APART
    return tuple(found)


def _shape(drift: Drift, place: int) -> str:
    if place in drift.outside:
        return "signal"
    return "run" if drift.in_run(place) else "pt"


def _drift_row(drift: Drift, place: int) -> DriftRow:
    point = drift.points[place]
    bounds = drift.limits[place] if drift.limits else ()
    signals = []
    if place in drift.outside:
        signals.append(f"{drift.outside[place].capitalize()} the limit")
    if drift.in_run(place):
        signals.append("part of a run" if signals else "Part of a run")
    return DriftRow(
        words.months_dated(point.first, point.last),
        point,
        words.percent(point.share),
        " to ".join(words.percent(limit) for limit in bounds),
        ", ".join(signals),
    )


@dataclass(frozen=True)
class Cell:
    """Entries of one month in which one principle was scored."""

    x: int
    entries: int
    shade: str  # "q0" to "q4"


@dataclass(frozen=True)
class CoverageRow:
    """A principle and its year."""

    id: str
    name: str
    y: int
    counts: words.Counts
    cells: tuple[Cell, ...]
    gap: tuple[int, int] | None  # x and width of the box around a long gap


@dataclass(frozen=True)
class CoverageChart:
    """Everything that the coverage chart draws and says."""

    says: str
    about: str
    months: tuple[tuple[int, date], ...]  # middle of a column, its month
    rows: tuple[CoverageRow, ...]
    hidden: tuple[int, ...]  # x of the columns that may not be shown

    @property
    def height(self) -> int:
        """Of the whole drawing."""
        return CELL_Y + ROW * len(self.rows) + 5


def coverage_chart(
    principles: Sequence[tuple[str, str]],
    scored: Mapping[tuple[str, date], int],
    months: Sequence[date],
    since: date,
    hidden: set[date],
) -> CoverageChart:
    """The chart of `scored` over `months`, for a log that began in the month `since`.

    `principles` are id, name pairs; `hidden` are the months that may not be shown.
    """
    start = max(0, month_number(since) - month_number(months[0]))
    table: dict[str, words.Counts] = {
        name: tuple(None if m in hidden else scored.get((key, m), 0) for m in months)
        for key, name in principles
    }
    top = max((n or 0 for counts in table.values() for n in counts), default=0)
    return CoverageChart(
        words.coverage_says(table, months, start),
        words.coverage_about(table),
        tuple((CELL_X + 13 + COLUMN * i, month) for i, month in enumerate(months)),
        tuple(
            CoverageRow(
                key,
                name,
                CELL_Y + ROW * place,
                table[name],
                _cells(table[name], top),
                _gap_box(table[name], start),
            )
            for place, (key, name) in enumerate(principles)
        ),
        tuple(CELL_X + COLUMN * i for i, month in enumerate(months) if month in hidden),
    )


def _cells(counts: words.Counts, top: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(CELL_X + COLUMN * i, number, _shade(number, top))
        for i, number in enumerate(counts)
        if number is not None
    )


def _shade(number: int, top: int) -> str:
    """One, two, up to four, more; in larger logs the steps grow with the largest."""
    step = max(1.0, top / 6)
    return f"q{sum(number > least for least in (0, step, 2 * step, 4 * step))}"


def _gap_box(counts: words.Counts, start: int) -> tuple[int, int] | None:
    unscored = stats.gap(counts, start)
    if len(unscored) < stats.GAP:
        return None
    return CELL_X + COLUMN * unscored.start - 1, COLUMN * len(unscored)
