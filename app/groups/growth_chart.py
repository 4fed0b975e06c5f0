"""Where the growth chart puts things, its sentence and its table. Geometry only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.groups.growth import FEW_HERE, Spread, Told

LEFT, RIGHT, HEAD, ROW, GAP = 124.0, 404.0, 40, 34, 12
NARROW = 17.0  # a segment narrower than this has no room for its count


@dataclass(frozen=True)
class Segment:
    """The answers of one level, as a part of a bar."""

    x: float
    width: float
    level: int
    number: str  # empty where there is no room


@dataclass(frozen=True)
class Bar:
    """One round on one principle; without segments, `refused` says why."""

    y: int
    label: str
    spread: Spread | None
    segments: tuple[Segment, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Block:
    """A principle with its bars."""

    id: str
    name: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn and said."""

    says: str
    blocks: tuple[Block, ...]
    height: int


def chart(
    told: Sequence[Told], labels: Sequence[str], names: Mapping[str, str]
) -> Chart:
    """The principles of `names` (id, name), one bar for each that is told of."""
    blocks, y = [], 4
    for key, name in names.items():
        bars = []
        for place, (one, label) in enumerate(zip(told, labels, strict=True)):
            bars.append(_bar(one, key, label, y + HEAD + ROW * place))
        blocks.append(Block(key, name, y, tuple(bars)))
        y += HEAD + ROW * len(bars) + GAP
    return Chart(_says(blocks), tuple(blocks), y)


def _bar(one: Told, key: str, label: str, y: int) -> Bar:
    if one.refused:
        return Bar(y, label, None, refused=one.refused)
    found = one.spreads[key]
    if not found.is_shown:
        return Bar(y, label, None, refused=FEW_HERE)
    segments, x = [], LEFT
    for level, number in enumerate(found.counts):
        width = (RIGHT - LEFT) * number / found.answers
        words = str(number) if width >= NARROW else ""
        if number:
            segments.append(Segment(round(x, 1), round(width, 1), level, words))
        x += width
    return Bar(y, label, found, tuple(segments))


def number(value: float) -> str:
    """A median: 2, or 2.5 between two answers."""
    return f"{value:g}"


def _says(blocks: Sequence[Block]) -> str:
    """What moved and what did not, in a sentence for each direction."""
    moved: dict[str, list[str]] = {"rose": [], "fell": [], "stayed": []}
    for block in blocks:
        found = [bar.spread for bar in block.bars if bar.spread]
        if len(found) < 2:
            continue
        first, last = found[0].median, found[-1].median
        if first == last:
            moved["stayed"].append(f"{block.name.lower()} ({number(first)})")
        else:
            word = "rose" if last > first else "fell"
            ends = f"{number(first)} to {number(last)}"
            moved[word].append(f"{block.name.lower()} ({ends})")
    lead = {"rose": "rose on", "fell": "fell on", "stayed": "stayed where it was on"}
    parts = [f"{lead[word]} {_listed(held)}" for word, held in moved.items() if held]
    return f"The middle answer, from 0 to 4, {'; '.join(parts)}." if parts else ""


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"
