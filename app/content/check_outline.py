"""Whether modules and lessons are what the outline says, and hold together."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from app.content.check_blocks import repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from app.content.library import Library
    from app.content.types import Lesson, Module

LEAST_VIGNETTES = 2  # one to try, and one to see whether it has been learnt
# What stands beside /learn/<module>/, and beside /learn/<module>/<lesson>/.
_RESERVED = frozenset(
    [
        "answers",
        "crosswalk",
        "curriculum",
        "glossary",
        "offline",
        "print",
        "review",
        "suggestions",
    ]
)


def faults(library: Library, broken: Set[tuple[str, str]]) -> Iterator[str]:
    """Every fault, "file: what is wrong". What is `broken` is not missing."""
    yield from (f"curriculum/outline.toml: {fault}" for fault in _outline(library))
    for module in library.modules:
        yield from (f"{module.file}: {fault}" for fault in _module(module, library))
        if not {("lesson", slug) for slug in module.lessons} & broken:
            lessons = library.lessons_of(module)
            yield from (f"{module.file}: {fault}" for fault in _written(lessons))
    for lesson in library.lessons:
        yield from (f"{lesson.file}: {fault}" for fault in _planned(lesson, library))
        if ("module", lesson.module) not in broken:
            yield from (f"{lesson.file}: {fault}" for fault in _held(lesson, library))


def _outline(library: Library) -> Iterator[str]:
    lessons = [lesson for module in library.outline for lesson in module.lessons]
    for kind, plans in (("module", library.outline), ("lesson", lessons)):
        for name in repeated(str(plan.number) for plan in plans):
            yield f"{kind} number {name} is there twice"
        for name in repeated(plan.slug for plan in plans):
            yield f"{kind} {name} is there twice"
    slugs = [plan.slug for plan in library.outline] + [plan.slug for plan in lessons]
    for slug in _RESERVED.intersection(slugs):
        yield f"{slug} is an address of the curriculum, and no slug"


def _module(module: Module, library: Library) -> Iterator[str]:
    plan = next((plan for plan in library.outline if plan.slug == module.slug), None)
    if plan is None:
        yield f"the outline has no module {module.slug}"
        return
    if module.number != plan.number:
        yield f"the outline gives module {module.slug} the number {plan.number}"
    folder = f"{plan.number:02}-{plan.slug}"
    if PurePosixPath(module.file).parent.name != folder:
        yield f"its folder must be named {folder}"
    planned = {lesson.slug for lesson in plan.lessons}
    for slug in module.lessons:
        if slug not in planned:
            yield f"the outline does not put lesson {slug} in this module"
    for slug in repeated(module.lessons):
        yield f"lesson {slug} is listed twice"


def _written(lessons: tuple[Lesson, ...]) -> Iterator[str]:
    """What a module's written lessons lack between them."""
    if lessons and not any(lesson.scenarios for lesson in lessons):
        yield "none of its written lessons has a scenario"
    scenes = sum(len(lesson.vignettes) for lesson in lessons)
    if lessons and scenes < LEAST_VIGNETTES:
        yield f"its written lessons need two vignettes, and have {scenes}"


def _planned(lesson: Lesson, library: Library) -> Iterator[str]:
    """Whether the outline has this lesson under this number and name."""
    plan = library.planned(lesson.slug)
    if plan is None:
        yield f"the outline has no lesson {lesson.slug}"
        return
    if lesson.number != plan.number:
        yield f"the outline gives lesson {lesson.slug} the number {plan.number}"
    name = f"{plan.number:02}-{plan.slug}.md"
    if PurePosixPath(lesson.file).name != name:
        yield f"it must be named {name}"


def _held(lesson: Lesson, library: Library) -> Iterator[str]:
    """Whether the lesson's module is there and lists it."""
    module = library.module(lesson.module)
    if module is None:
        yield f"its module {lesson.module} has no module.md"
    elif lesson.slug not in module.lessons:
        yield f"its module {lesson.module} does not list it"
    elif PurePosixPath(module.file).parent != PurePosixPath(lesson.file).parent:
        yield f"it must be in the folder of its module {lesson.module}"
