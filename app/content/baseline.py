"""The baseline questions: what is asked of residents and groups, and of a place.

A published version never changes; new wording is a new file. The questions and their
principles follow statement 17.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

from app.content.blocks import Positive
from app.content.shape import Count, OneOf

RESIDENTS, GROUPS = "residents", "groups"
FORMS = {RESIDENTS: "Residents", GROUPS: "Groups"}
KINDS = {
    "scale": "One of five labelled levels",
    "yes-no": "Yes or no",
    "choice": "One of some answers, not scored",
    "number": "A number",
    "words": "Words",
}
YES_NO = {4: "Yes", 0: "No"}  # as a scale question's ends
DONT_KNOW, REFUSED = "dont-know", "refused"
OUTSIDE = {DONT_KNOW: "Don’t know", REFUSED: "Rather not say"}
SCORED_KINDS = {"scale", "yes-no"}
LEVELS = 5


@dataclass(frozen=True)
class Part:
    """One thing that is asked, and answered once."""

    id: str
    ask: str
    kind: Annotated[str, OneOf(KINDS)]
    options: tuple[str, ...] = ()  # of a scale: levels 0 to 4
    principle: str | None = None  # none: context, which is not scored

    @property
    def choices(self) -> Mapping[int, str]:
        """What may be answered, by the number that is kept; empty for open ones."""
        return YES_NO if self.kind == "yes-no" else dict(enumerate(self.options))

    @property
    def is_open(self) -> bool:
        """Whether it is answered in words or with a number."""
        return self.kind in {"number", "words"}


@dataclass(frozen=True)
class Question:
    """A numbered question of one or more parts."""

    number: Positive
    form: Annotated[str, OneOf(FORMS)]
    echoes: str  # what published question it stands for
    parts: Annotated[tuple[Part, ...], Count(1)]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The questions in one version of their wording, and the place sheet."""

    file: str
    id: str
    version: Positive
    title: str
    summary: str
    source: str
    published: date
    rules: tuple[str, ...]
    questions: Annotated[tuple[Question, ...], Count(1)]
    sheet: Annotated[tuple[Part, ...], Count(1)]

    def parts(self, form: str) -> tuple[Part, ...]:
        """What a form asks, in order."""
        asked = (q.parts for q in self.questions if q.form == form)
        return tuple(part for parts in asked for part in parts)

    def scored(self, form: str, principle: str) -> tuple[Part, ...]:
        """The parts of a form that stand for a principle."""
        return tuple(p for p in self.parts(form) if p.principle == principle)

    @cached_property
    def by_id(self) -> dict[str, Part]:
        """Every part of both forms."""
        return {part.id: part for form in FORMS for part in self.parts(form)}


def faults(baseline: Baseline, principles: set[str]) -> Iterator[str]:
    """What is wrong with a version of the questions, by itself."""
    if not baseline.file.endswith(f"/{baseline.id}-{baseline.version}.toml"):
        yield f"the file is not named {baseline.id}-{baseline.version}.toml"
    numbers = [question.number for question in baseline.questions]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "the questions must be numbered from 1, in order"
    parts = [part for question in baseline.questions for part in question.parts]
    parts += baseline.sheet
    ids = [part.id for part in parts]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"part {name} is there twice"
    for part in parts:
        yield from (f"part {part.id} {fault}" for fault in _part(part, principles))


def _part(part: Part, principles: set[str]) -> Iterator[str]:
    if part.kind == "scale" and len(part.options) != LEVELS:
        yield "needs five labelled options"
    if part.kind == "choice" and len(part.options) < 2:
        yield "needs options to choose from"
    if part.options and part.kind not in {"scale", "choice"}:
        yield "has options that nobody can choose"
    if part.principle and part.principle not in principles:
        yield f"has the unknown principle {part.principle}"
    if part.principle and part.kind not in SCORED_KINDS:
        yield "is scored, and has no scale"
