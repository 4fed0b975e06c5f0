"""The rail beside a lesson: the module's parts, and within the lesson its own."""

from collections.abc import Collection
from dataclasses import dataclass

from app.content.types import Lesson, Module
from app.curriculum import progress
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
            "#main" if lesson is here else progress.lesson_url(lesson),
            kept.has_done(lesson),
            is_here=lesson is here,
            steps=_within(lesson, done) if lesson is here else (),
        )
        for lesson in library().lessons_of(module)
    ]
    url = progress.module_url(module) if here else ""
    task = f"Module task: {module.task.title}"
    taken = progress.has_taken(module.post, kept)
    return [
        *steps,
        Step("Test after the module", f"{url}#post", taken),
        Step(task, f"{url}#task", kept.has_logged(module.task)),
    ]


def _within(lesson: Lesson, done: Collection[str]) -> tuple[Step, ...]:
    """The lesson's sections and exercises, in order."""
    sections = [(h.anchor, h.title) for h in lesson.headings]
    exercises = progress.headings_of_exercises(lesson).items()
    order = {name: words for name, words in (*sections, *exercises)}
    return tuple(
        Step(order[name], f"#{name}", name in done, name=name) for name in _order(lesson)
    )


def _order(lesson: Lesson) -> list[str]:
    """Anchors of sections and ids of exercises, as they stand on the page."""
    known = progress.headings_of_exercises(lesson)
    names = []
    for part in lesson.parts:
        if part.block == "prose":
            names += [h.anchor for h in part.headings if h.level == 2]
        elif part.id in known:
            names.append(part.id)
    return names
