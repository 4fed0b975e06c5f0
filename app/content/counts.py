"""What the content holds, counted: for the report that authors read."""

from collections import Counter
from collections.abc import Iterator

from app.content import text
from app.content.blocks import Check, Reflect, Scenario, Task, Vignette
from app.content.library import Library
from app.content.page import prose
from app.content.vocab import CHECK_KINDS, POINTS


def lines(library: Library) -> Iterator[str]:
    """A count a line, "lessons: 45"."""
    yield f"modules: {len(library.modules)}"
    yield f"lessons: {len(library.lessons)}"
    words = sum(
        text.count_words(part.text)
        for lesson in library.lessons
        for part in prose(lesson.parts)
    )
    yield f"words in lessons: {words:,}"
    yield from _blocks(library)
    yield from _links(library)
    yield f"cases: {len(library.cases)}"
    yield f"known mistakes: {len(library.mistakes)}"
    yield f"glossary terms: {len(library.terms)}"
    taught = {point for lesson in library.lessons for point in lesson.points}
    yield f"statements taught: {len(taught & set(POINTS))} of {len(POINTS)}"


def _blocks(library: Library) -> Iterator[str]:
    """Exercises that are shown, in modules and lessons; tests are counted apart."""
    pages = [*library.modules, *library.lessons]
    checks = [c for page in library.lessons for c in page.shown(Check)]
    kinds = Counter(check.kind for check in checks)
    each = ", ".join(f"{kind} {kinds[kind]}" for kind in CHECK_KINDS)
    yield f"checks: {len(checks)} ({each})"
    tests = Counter(c.test for page in library.modules for c in page.shown(Check))
    yield f"questions of tests: {tests['pre']} before, {tests['post']} after"
    for name, kind in (
        ("scenarios", Scenario),
        ("vignettes", Vignette),
        ("tasks", Task),
        ("reflections", Reflect),
    ):
        yield f"{name}: {sum(len(page.shown(kind)) for page in pages)}"


def _links(library: Library) -> Iterator[str]:
    """Links into the content, in every page and the glossary."""
    things = [*(page for _, page in library.pages()), *library.terms]
    targets = [target for thing in things for target in text.links(thing)]
    keys = [target.partition(":") for target in targets]
    inward = [(kind, slug) for kind, _, slug in keys if kind in text.LINK_KINDS]
    found = [library.resolve(kind, slug) for kind, slug in inward]
    resolve = sum(link is not None and link.url is not None for link in found)
    yield f"links within the content: {len(inward)}, of which {resolve} resolve"
