"""What makes a module complete, and what of it is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.content.blocks import Check, Vignette
from app.content.types import Lesson, Module
from app.curriculum import naming
from app.curriculum.progress import Kept, Log
from app.look import library


@dataclass(frozen=True)
class Due:
    """One of the things that make a module complete, and what is missing of it."""

    words: str
    done: int
    of: int
    missing: tuple[tuple[str, str], ...]  # title, address


def dues(module: Module, kept: Kept) -> list[Due]:
    """What makes the module complete; scenes only where it has some."""
    lessons = library().lessons_of(module)
    unread = [les for les in lessons if not kept.has_read(les)]
    checks = [check for les in lessons for check in les.checks]
    scenes = [scene for les in lessons for scene in les.vignettes]
    taken = [check for check in module.post if check.id in kept.answered]
    accepted = min(kept.logs.get(module.task.id, Log()).accepted, module.task.entries)
    url = naming.module_url(module)
    test = (("Test after the module", f"{url}#post"),)
    task = ((module.task.title, f"{url}#task"),)
    dues = [
        Due(
            "Lessons read",
            len(lessons) - len(unread),
            len(lessons),
            tuple((les.title, naming.lesson_url(les)) for les in unread),
        ),
        _answered("Checks answered", checks, lessons, kept),
        _answered("Scenes scored", scenes, lessons, kept),
        Due(
            "Test after the module answered",
            len(taken),
            len(module.post),
            () if len(taken) == len(module.post) else test,
        ),
        Due(
            "Entries for the module task accepted",
            accepted,
            module.task.entries,
            () if accepted == module.task.entries else task,
        ),
    ]
    return [due for due in dues if due.of]


def _answered(
    words: str,
    blocks: Sequence[Check | Vignette],
    lessons: Iterable[Lesson],
    kept: Kept,
) -> Due:
    """How many of the blocks are answered; the first open one of each lesson."""
    unanswered = [block.id for block in blocks if block.id not in kept.answered]
    missing = []
    for lesson in lessons:
        first = next((b.id for b in naming.blocks(lesson) if b.id in unanswered), None)
        if first:
            missing.append((lesson.title, f"{naming.lesson_url(lesson)}#{first}"))
    return Due(words, len(blocks) - len(unanswered), len(blocks), tuple(missing))
