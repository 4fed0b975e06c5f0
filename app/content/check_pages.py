"""What is wrong with one page, beyond its shape and its blocks."""

import calendar
import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.content import text, vocab
from app.content.blocks import Check, Margin, Reflect, Task
from app.content.check_blocks import repeated
from app.content.page import Page, Prose, prose
from app.content.types import (
    CASE_HEADINGS,
    MISTAKE_HEADINGS,
    Case,
    Lesson,
    Mistake,
    Module,
)

MODULE_ANCHORS = ("why", "outcomes", "plan", "task", "pre", "post")
LESSON_ANCHORS = ("scene", "idea", "how", "wrong", "against", "read")
LEAST_CHECKS = 3
LESSON_WORDS = range(800, 1401)
CASE_WORDS = range(350, 701)
# Addresses beside /casebook/<slug>/.
RESERVED = (
    *("propose", "mistakes", "feed", "cases", "schema"),
    *("reading", "searches"),
)

_NOT_SURNAMES = (*calendar.day_name, *calendar.month_name)


def faults(page: Page) -> Iterator[str]:
    """What is wrong with a page."""
    yield from _headings(page)
    if isinstance(page, Lesson):
        yield from _lesson(page)
    elif isinstance(page, Module):
        yield from _module(page)
    elif isinstance(page, Case):
        yield from _case(page)
    elif isinstance(page, Mistake):
        yield from _mistake(page)


def _headings(page: Page) -> Iterator[str]:
    anchors = [heading.anchor for heading in page.every_heading]
    yield from (f"anchor {anchor} is used twice" for anchor in repeated(anchors))
    ids = {block.id for block in page.blocks}
    yield from (f"{name} is both an anchor and a block" for name in ids & set(anchors))
    for heading in page.every_heading:
        if heading.level == 1:
            yield f'heading "{heading.title}" is of level 1, which is the title\'s'
    for target in text.links(page):
        if target.startswith("#") and target[1:] not in anchors:
            yield f"dead link {target}"


def _missing(page: Page, wanted: Iterable[str]) -> Iterator[str]:
    anchors = {heading.anchor for heading in page.every_heading}
    yield from (f"no heading has the anchor {w}" for w in wanted if w not in anchors)


def _words(page: Page, allowed: range) -> Iterator[str]:
    count = sum(text.count_words(part.text) for part in prose(page.body))
    if count not in allowed:
        yield (
            f"has {count} words of prose, and must have {allowed.start} to "
            f"{allowed.stop - 1}"
        )


def _lesson(lesson: Lesson) -> Iterator[str]:
    yield from _missing(lesson, LESSON_ANCHORS)
    if lesson.skill:
        yield from _missing(lesson, ["worked"])
    yield from _words(lesson, LESSON_WORDS)
    if len(lesson.checks) < LEAST_CHECKS:
        yield f"needs three checks, and has {len(lesson.checks)}"
    if not lesson.shown(Reflect):
        yield "needs a reflection"
    linked = set(text.links(tuple(prose(lesson.body))))
    for slug in lesson.cases:
        if f"case:{slug}" not in linked:
            yield f"case {slug} is listed and not linked in the prose"
    for check in lesson.checks:
        if check.test:
            yield f"check {check.id} is a test, which belongs in a module"
    yield from _surnames(lesson)


def _surnames(lesson: Lesson) -> Iterator[str]:
    """Anyone of `people` followed by what looks like a surname."""
    if not lesson.people:
        return
    names = "|".join(map(re.escape, lesson.people))
    particle = r"(?:(?:de|del|da|di|van|von|der|den|al|el|bin|ibn|ap) )*"
    pattern = re.compile(
        rf"\b(?:{names})(?: |\n(?!\n)){particle}([^\W\d_][\w'\u2019-]+)"
    )
    for words in _told(lesson):
        for match in pattern.finditer(words):
            if match[1][0].isupper() and match[1] not in _NOT_SURNAMES:
                yield f"{' '.join(match[0].split())} looks like a name with a surname"


def _told(lesson: Lesson) -> Iterator[str]:
    """All texts in the body; a heading does not run on into the next line."""
    for words in text.strings(lesson.body):
        yield re.sub(r"(?m)^#.*$", r"\g<0>\n", words)


def _module(module: Module) -> Iterator[str]:
    yield from _missing(module, MODULE_ANCHORS)
    if not module.shown(Task):
        yield "needs a task"
    if not module.pre or not module.post:
        yield "needs a test before (pre) and a test after (post)"
    for check in module.shown(Check):
        if not check.test:
            yield f"check {check.id} is no test, and belongs in a lesson"
        elif check.lesson not in module.lessons:
            yield f"check {check.id} tests {check.lesson}, no lesson of this module"
    for pair in sorted({check.pair or "" for check in (*module.pre, *module.post)}):
        yield from _pair(module, pair)


def _pair(module: Module, pair: str) -> Iterator[str]:
    before = [check.lesson for check in module.pre if check.pair == pair]
    after = [check.lesson for check in module.post if check.pair == pair]
    if len(before) != 1 or len(after) != 1:
        counts = f"{len(before)} and {len(after)}"
        yield f"test pair {pair} needs one pre and one post, and has {counts}"
    elif before != after:
        yield f"test pair {pair} tests two lessons"


def _case(case: Case) -> Iterator[str]:
    yield from _fixed(case, CASE_HEADINGS)
    yield from _words(case, CASE_WORDS)
    wanted = text.slugify(case.title)
    if case.slug != wanted:
        yield f"its title makes the slug {wanted}, and the file is named otherwise"
    if case.slug in RESERVED:
        yield f"{case.slug} is an address of the casebook, and no slug"
    if case.ended is not None and case.ended < case.began:
        yield "it ended before it began"
    for slug in repeated(said.lesson for said in case.contradicts):
        yield f"contradicts {slug} twice"


def _mistake(mistake: Mistake) -> Iterator[str]:
    yield from _fixed(mistake, MISTAKE_HEADINGS)
    if mistake.slug not in vocab.MISTAKES:
        yield f'the slug is the unknown word "{mistake.slug}"'


def _fixed(page: Page, headings: dict[str, Any]) -> Iterator[str]:
    """A page whose headings are fixed holds prose and margins under them."""
    if [heading.title for heading in page.headings] != list(headings):
        yield f"the headings must be, in order: {'; '.join(headings)}"
    first = page.parts[0] if page.parts else None
    if not isinstance(first, Prose) or not first.opens:
        yield "something stands above the first heading"
    for block in page.blocks:
        if not isinstance(block, Margin):
            yield f"{block.block} {block.id} belongs in a lesson or module"
