"""The rail beside a lesson: the module's parts, and within the lesson its own."""

from collections.abc import Collection
from dataclasses import dataclass

from app.content.page import Prose
from app.content.types import Lesson, Module
from app.curriculum import naming, progress
from app.curriculum.progress import Kept
from app.look import library


@dataclass(frozen=True)
class Step:
    """One line of the rail. `words` is Markdown."""

    words: str
    url: str
    is_done: bool
    is_here: bool = False
    name: str = ""  # a section's anchor
    steps: tuple["Step", ...] = ()


def of(module: Module, kept: Kept, here: Lesson | None, done: Collection[str]) -> list:
    """The module's parts in order.

    `done` holds the anchors and block ids of `here` that are read or done.
    """
    steps = [
        Step(
            lesson.title,
            "#main" if lesson is here else naming.lesson_url(lesson),
            kept.has_done(lesson),
            is_here=lesson is here,
            steps=_within(lesson, done) if lesson is here else (),
        )
        for lesson in library().lessons_of(module)
    ]
    url = naming.module_url(module) if here else ""
    task = f"Module task: {module.task.title}"
    taken = progress.has_taken(module.post, kept)
    return [
        *steps,
        Step("Test after the module", f"{url}#post", taken),
        Step(task, f"{url}#task", kept.has_logged(module.task)),
    ]


def _within(lesson: Lesson, done: Collection[str]) -> tuple[Step, ...]:
    """The lesson's sections and exercises, as they stand on the page."""
    exercises = naming.headings(lesson)
    steps = []
    for part in lesson.parts:
        if isinstance(part, Prose):
            steps += [(h.anchor, h.title) for h in part.headings if h.level == 2]
        elif part.id in exercises:
            steps.append((part.id, exercises[part.id]))
    return tuple(
        Step(words, f"#{name}", name in done, name=name) for name, words in steps
    )
