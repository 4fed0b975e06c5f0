"""The cases that a search found, as pictures: what is drawn of each, and the timeline.

Geometry only; paint is the stylesheet's. Places along the timeline are percentages of
its width, so that one drawing fits a phone and a desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.casebook import published
from app.casebook.index import years
from app.content import vocab
from app.look import count

VIEWS = {"list": "List", "timeline": "Timeline", "map": "Map"}
DECADE = 10
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # years between two labels
WIDE, NARROW = 10, 4  # labels along the axis, at most: on a desk, on a phone
WIDE_END, NARROW_END = 88.0, 80.0  # no label beyond, where "today" stands


@dataclass(frozen=True)
class Plot:
    """What a picture shows of one case."""

    slug: str
    title: str  # the short one
    outcome: str  # worked, mixed or failed
    began: int
    ended: int | None  # none where it goes on or is not known
    place: str
    country: str
    lat: float
    lon: float
    precision: str  # site, town, region or country

    @property
    def years(self) -> str:
        """2001 to 2010, or since 2001."""
        return years(self.began, self.ended)

    @property
    def turned_out(self) -> str:
        """The outcome in running text."""
        return vocab.OUTCOMES[self.outcome].lower()

    @property
    def is_rough(self) -> bool:
        """The point stands for a region or a country."""
        return self.precision in {"region", "country"}


def plotted(slugs: Iterable[str]) -> list[Plot]:
    """What is drawn of these cases, in their order.

    The one place that knows where a case's years, place and outcome are kept.
    """
    held = {case.slug: case for case in published.every()}
    cases = (held.get(slug) for slug in slugs)
    return [
        Plot(
            slug=case.slug,
            title=case.title.partition(":")[0],
            outcome=case.outcome.word,
            began=case.began,
            ended=case.ended,
            place=case.place.name,
            country=case.place.country,
            lat=case.place.lat,
            lon=case.place.lon,
            precision=case.place.precision,
        )
        for case in cases
        if case
    ]


def counted(number: int) -> str:
    """Three cases, as a sentence begins."""
    words = count(number, "case")
    return words[:1].upper() + words[1:]


# -- the timeline -------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """One case on the timeline; `start` and `end` in per cent of its width."""

    plot: Plot
    start: float
    end: float
    shape: str  # "open", "closed", or "year" where it began and ended in one


@dataclass(frozen=True)
class Timeline:
    """Everything that the timeline draws and says; places in per cent."""

    says: str
    bars: tuple[Bar, ...]
    decades: tuple[float, ...]
    wide: tuple[tuple[float, int], ...]  # labels where there is room: place, year
    narrow: tuple[tuple[float, int], ...]  # labels on a phone
    is_open: bool  # the axis ends today

    @property
    def outcomes(self) -> set[str]:
        """Those that the key must explain."""
        return {bar.plot.outcome for bar in self.bars}

    @property
    def shapes(self) -> set[str]:
        """The ends of bars that the key must explain."""
        return {bar.shape for bar in self.bars}


@dataclass(frozen=True)
class Axis:
    """Years laid out evenly from `first` to `last`."""

    first: int
    last: int

    def at(self, year: int) -> float:
        """How far along a year is, in per cent."""
        part = (year - self.first) / (self.last - self.first)
        return round(100 * part, 2)

    def every(self, step: int) -> list[int]:
        """The round years that the axis holds."""
        start = -(-self.first // step) * step
        return list(range(start, self.last + 1, step))

    def labels(self, most: int, end: float) -> tuple[tuple[float, int], ...]:
        """Round years to write out, not too many and none beyond `end` per cent."""
        step = next(
            (step for step in STEPS if len(self.every(step)) <= most), STEPS[-1]
        )
        labels = ((self.at(year), year) for year in self.every(step))
        return tuple(label for label in labels if label[0] <= end)


def timeline(plots: Sequence[Plot], this_year: int) -> Timeline:
    """One bar for each case, the earliest first; `plots` holds one at least."""
    is_open = any(plot.ended is None for plot in plots)
    axis = _axis(plots, this_year if is_open else None)
    ordered = sorted(plots, key=lambda p: (p.began, p.ended or this_year, p.slug))
    wide_end, narrow_end = (WIDE_END, NARROW_END) if is_open else (100.0, 100.0)
    return Timeline(
        says=_says(plots),
        bars=tuple(_bar(axis, plot) for plot in ordered),
        decades=tuple(axis.at(year) for year in axis.every(DECADE)),
        wide=axis.labels(WIDE, wide_end),
        narrow=axis.labels(NARROW, narrow_end),
        is_open=is_open,
    )


def _axis(plots: Sequence[Plot], this_year: int | None) -> Axis:
    """From the decade of the first beginning to this year, or to a decade's end."""
    first = min(plot.began for plot in plots) // DECADE * DECADE
    last = max(plot.ended or plot.began for plot in plots)
    if this_year is None:
        return Axis(first, max(-(-last // DECADE) * DECADE, first + DECADE))
    return Axis(first, max(this_year, last, first + 1))


def _bar(axis: Axis, plot: Plot) -> Bar:
    start = axis.at(plot.began)
    if plot.ended is None:
        return Bar(plot, start, 100.0, "open")
    shape = "year" if plot.ended == plot.began else "closed"
    return Bar(plot, start, axis.at(plot.ended), shape)


def _says(plots: Sequence[Plot]) -> str:
    """31 cases, 1844 to today; 11 did not work."""
    first = min(plot.began for plot in plots)
    if any(plot.ended is None for plot in plots):
        span = f"{first} to today"
    else:
        span = years(first, max(plot.ended or plot.began for plot in plots))
    return f"{counted(len(plots))}, {span}{failures(plots)}"


def failures(plots: Sequence[Plot]) -> str:
    """How many did not work, as the end of a sentence; nothing where none failed."""
    failed = sum(plot.outcome == "failed" for plot in plots)
    return f"; {count(failed, 'did not work', 'did not work')}" if failed else ""
