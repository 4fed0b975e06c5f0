"""What exercises are called, and where lessons and modules are."""

from collections.abc import Iterator

from flask import url_for

from app.content.blocks import Block, Check
from app.content.page import Page, Prose
from app.content.types import Lesson, Module

_NAMES = {
    "check": "Check",
    "scenario": "You decide",
    "vignette": "Score a scene",
    "reflect": "Reflect",
    "task": "Practice task",
}


_TESTS = {"pre": "Before, question", "post": "After, question"}


def headings(page: Page) -> dict[str, str]:
    """What each exercise of a page is called, by block id; numbered where many."""
    named = [(block, _name(block)) for block in blocks(page) if block.block in _NAMES]
    names = [name for _, name in named]
    found = {}
    for place, (block, name) in enumerate(named):
        number = names[: place + 1].count(name)
        found[block.id] = f"{name} {number}" if names.count(name) > 1 else name
    return found


def _name(block: Block) -> str:
    test = block.test if isinstance(block, Check) else None
    return _TESTS[test] if test else _NAMES[block.block]


def lesson_url(lesson: Lesson) -> str:
    """Where a lesson is."""
    return url_for("learn.show_lesson", module_slug=lesson.module, slug=lesson.slug)


def module_url(module: Module) -> str:
    """Where a module is."""
    return url_for("learn.show_module", module_slug=module.slug)


def blocks(page: Page) -> Iterator[Block]:
    """The blocks that a page shows, in order."""
    return (part for part in page.parts if not isinstance(part, Prose))
