"""Cases that speak against a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.content.library import Library
    from app.content.types import Case, Lesson


@dataclass(frozen=True)
class Against:
    """One case that speaks against a lesson, and how, in a sentence of Markdown."""

    case: Case
    how: str

    @property
    def since(self) -> date:
        """The day of the case's last change: to speak against a lesson is one."""
        return max(change.on for change in self.case.changes)


def against(library: Library, lesson: Lesson) -> list[Against]:
    """The cases that speak against a lesson, by slug."""
    return [
        Against(case, said.how)
        for case in library.cases
        for said in case.contradicts
        if said.lesson == lesson.slug
    ]


def to_review(library: Library) -> list[tuple[Lesson, list[Against]]]:
    """Lessons spoken against on or after the day when they were last reviewed.

    The longest unreviewed first.
    """
    found = []
    for lesson in library.lessons:
        new = [a for a in against(library, lesson) if a.since >= lesson.reviewed]
        if new:
            found.append((lesson, new))
    return sorted(found, key=lambda pair: pair[0].reviewed)
