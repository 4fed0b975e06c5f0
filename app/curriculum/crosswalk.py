"""Which lessons teach what: by key area of the national standards, and by principle."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from app.content import vocab
from app.content.library import Library
from app.content.types import Lesson, Module

COLUMNS = ("list", "code", "name", "module", "module title", "lesson", "lesson title",
           "address")  # fmt: skip


@dataclass(frozen=True)
class Area:
    """A key area or a principle, with the lessons whose front matter names it."""

    code: str
    name: str
    lessons: tuple[tuple[Module, Lesson], ...]


@dataclass(frozen=True)
class Crosswalk:
    """One list of what lessons can teach, and where each line of it is taught."""

    id: str
    title: str
    areas: tuple[Area, ...]


def both(shelf: Library) -> tuple[Crosswalk, Crosswalk]:
    """The six key areas, then our own eight reform principles."""
    held = [
        (module, les) for module in shelf.modules for les in shelf.lessons_of(module)
    ]
    areas = tuple(
        Area(code, words, tuple(pair for pair in held if code in pair[1].nos))
        for code, words in vocab.NOS.items()
    )
    principles = tuple(
        Area(str(number), words, tuple(p for p in held if number in p[1].reform))
        for number, words in vocab.REFORM.items()
    )
    return (
        Crosswalk("nos", "Key areas of the National Occupational Standards", areas),
        Crosswalk("reform", "Our working list of reform principles", principles),
    )


def as_csv(walks: tuple[Crosswalk, ...], base: str) -> str:
    """The page's rows, one a line; `base` stands before each lesson's path."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for walk in walks:
        writer.writerows(_rows(walk, base))
    return out.getvalue()


def _rows(walk: Crosswalk, base: str) -> Iterator[tuple[str | int, ...]]:
    for area in walk.areas:
        about = (walk.title, area.code, area.name)
        for module, les in area.lessons:
            address = f"{base}/learn/{module.slug}/{les.slug}/"
            taught = (module.number, module.title, les.number, les.title, address)
            yield (*about, *taught)
        if not area.lessons:
            yield (*about, "", "", "", "", "")
