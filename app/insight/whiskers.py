"""A chart of figures with their intervals, one line each. Geometry only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.insight.estimates import Estimate

LEFT, RIGHT, TOP, ROW = 204.0, 416.0, 32, 44


@dataclass(frozen=True)
class Whisker:
    """What one line shows. Without an estimate, `refused` says why."""

    words: str
    badge: str  # a principle's id; or empty
    estimate: Estimate | None
    n: str  # from how many, in words
    refused: str = ""


@dataclass(frozen=True)
class Line:
    """A line with its places on the paper; no ends where there is no interval."""

    of: Whisker
    y: int  # its middle
    dot: float | None
    ends: tuple[float, float] | None


@dataclass(frozen=True)
class Chart:
    """All of them, over one axis."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str, bool], ...]  # x, words, whether it is zero

    @property
    def height(self) -> int:
        """Of the whole drawing."""
        return TOP + ROW * len(self.lines) + 8


def chart(
    whiskers: Sequence[Whisker],
    ends: tuple[float, float],
    steps: int,
    words: Callable[[float], str],
) -> Chart:
    """The lines over an axis from end to end, with a tick at each of so many steps."""
    least, most = ends

    def x(value: float) -> float:
        part = (min(most, max(least, value)) - least) / (most - least)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    lines = []
    for place, whisker in enumerate(whiskers):
        found = whisker.estimate
        dot = x(found.value) if found else None
        bounds = None
        if found and found.lower is not None and found.upper is not None:
            bounds = x(found.lower), x(found.upper)
        lines.append(Line(whisker, TOP + ROW * place + ROW // 2, dot, bounds))
    marks = [least + (most - least) * i / steps for i in range(steps + 1)]
    ticks = tuple((x(mark), words(mark), abs(mark) < 1e-9) for mark in marks)
    return Chart(tuple(lines), ticks)
