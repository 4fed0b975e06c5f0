"""A page: the front matter that every Markdown file has, and its body in parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar, TypeVar

from app.content import text
from app.content.blocks import Block

B = TypeVar("B")


@dataclass(frozen=True)
class Heading:
    """A heading in a body. `title` is Markdown."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True)
class Prose:
    """Markdown between blocks, of one level-2 heading at most, which opens it."""

    block: ClassVar[str] = "prose"

    text: str
    headings: tuple[Heading, ...] = ()

    @property
    def opens(self) -> Heading | None:
        """The level-2 heading that it begins with."""
        first = self.headings[0] if self.headings else None
        return first if first and first.level == 2 else None


Part = Prose | Block


@dataclass(frozen=True)
class Section:
    """A level-2 heading and what stands under it, up to the next one."""

    anchor: str
    title: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Its prose without Markdown, its heading left out."""
        return " ".join(text.plain(_below(part)) for part in prose(self.parts))


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every Markdown file has."""

    slug: str
    file: str  # from the root of the content
    body: tuple[Part, ...]
    title: str
    summary: str
    was: tuple[str, ...]  # earlier slugs
    reviewed: date  # when a person last checked the facts

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What is shown, in order: prose and blocks, the retired left out."""
        return tuple(
            part for part in self.body if isinstance(part, Prose) or not part.retired
        )

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in order, retired ones too."""
        return tuple(part for part in self.body if not isinstance(part, Prose))

    @cached_property
    def every_heading(self) -> tuple[Heading, ...]:
        """Headings of all levels."""
        return tuple(h for part in prose(self.body) for h in part.headings)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The level-2 headings, for the rail."""
        return tuple(h for h in self.every_heading if h.level == 2)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What is shown, by level-2 heading; text above the first is left out."""
        groups: list[tuple[Heading, list[Part]]] = []
        for part in self.parts:
            if isinstance(part, Prose) and part.opens:
                groups.append((part.opens, []))
            if groups:
                groups[-1][1].append(part)
        return tuple(Section(h.anchor, h.title, tuple(held)) for h, held in groups)

    def shown(self, kind: type[B]) -> tuple[B, ...]:
        """The blocks of one kind that are not retired."""
        return tuple(part for part in self.parts if isinstance(part, kind))

    def block(self, name: str) -> Block | None:
        """The block of this id, retired or not."""
        return next((block for block in self.blocks if block.id == name), None)


def prose(parts: tuple[Part, ...]) -> Iterator[Prose]:
    """The prose among the parts."""
    return (part for part in parts if isinstance(part, Prose))


def _below(part: Prose) -> str:
    """The Markdown under the heading that the part opens with, if it does."""
    return part.text.partition("\n")[2] if part.opens else part.text
