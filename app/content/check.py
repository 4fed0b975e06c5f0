"""The cross-checks: what is wrong with the content as a whole.

Faults of reading are found before, in `files`; here everything has its shape.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from app.content import (
    baseline,
    check_blocks,
    check_outline,
    check_pages,
    role_check,
    text,
    vocab,
)
from app.content.blocks import Check, Scenario
from app.content.check_blocks import repeated
from app.content.shape import refs

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from app.content.library import Library
    from app.content.page import Page
    from app.content.types import Case, Framework

FOUNDING = "curriculum/founding.toml"
GLOSSARY = "curriculum/glossary.toml"
OUTLINE = "curriculum/outline.toml"

_OUTWARD = ("https://", "http://", "mailto:", "#")


def faults(library: Library, broken: Set[tuple[str, str]]) -> list[str]:
    """Every fault, "file: what is wrong".

    `broken` names, by kind and slug, what could not be read: it is not missing.
    """
    found = [fault for _, page in library.pages() for fault in _page(page, library)]
    if not library.outline:
        return found
    found += check_outline.faults(library, broken)
    found += _named(library, broken)
    found += _reused(library)
    found += _headings_to_see(library)
    if ("framework", "") not in broken:
        found += _frameworks(library)
        found += _baselines(library)
    found += role_check.faults(library.role_questions.values())
    if ("statement", "") not in broken:
        found += _statements(library)
    return found


def of_case(case: Case, library: Library) -> list[str]:
    """What is wrong with one case that is to join the others; see `faults`."""
    found = [*_page(case, library), *_named_in(case.file, case, library, frozenset())]
    addresses = filter(of_site, dict.fromkeys(text.links(case)))
    found += [f"{case.file}: dead link {target}" for target in addresses]
    others = {other.slug for other in library.cases} | {
        slug for kind, slug in library.redirects if kind == "case"
    }
    if case.slug in others:
        found.append(f"{case.file}: the slug {case.slug} is used elsewhere too")
    return found + list(_principles(case, library.default_framework))


def _page(page: Page, library: Library) -> Iterator[str]:
    """What is wrong with a page and its blocks, by themselves."""
    yield from (f"{page.file}: {fault}" for fault in check_pages.faults(page))
    for block in page.blocks:
        for fault in check_blocks.faults(block, library.frameworks):
            yield f"{page.file}: {block.block} {block.id}: {fault}"


def everything(library: Library) -> Iterator[tuple[str, Any]]:
    """Each thing in the content, and how a fault names it."""
    yield from ((page.file, page) for _, page in library.pages())
    yield from ((found.file, found) for found in library.frameworks.values())
    yield from ((found.file, found) for found in library.role_questions.values())
    yield from ((f"{FOUNDING}: statement {s.id}", s) for s in library.statements)
    yield from ((f"{GLOSSARY}: term {term.id}", term) for term in library.terms)
    yield from ((f"{OUTLINE}: module {m.slug}", m) for m in library.outline)


def _named(library: Library, broken: Set[tuple[str, str]]) -> Iterator[str]:
    """What is named in front matter, or linked, and does not exist."""
    for file, thing in everything(library):
        yield from _named_in(file, thing, library, broken)


def _named_in(
    file: str, thing: Any, library: Library, broken: Set[tuple[str, str]]
) -> Iterator[str]:
    for key in dict.fromkeys(refs(thing)):
        if key in library.redirects:
            yield f"{file}: {' '.join(key)} is now {library.redirects[key]}"
        elif _absent(key, library, broken):
            yield f"{file}: there is no {' '.join(key)}"
    for target in dict.fromkeys(text.links(thing)):
        kind, _, slug = target.partition(":")
        if kind in text.LINK_KINDS:
            is_dead = _absent((kind, slug), library, broken)
        else:
            is_dead = not target.startswith(_OUTWARD) and not of_site(target)
        if is_dead:
            yield f"{file}: dead link {target}"


def of_site(target: str) -> bool:
    """Whether a link is written as an address of the site.

    Whether that is there, `app.authoring` says, who knows the routes.
    """
    return target.startswith("/") and not target.startswith("//")


def _absent(
    key: tuple[str, str], library: Library, broken: Set[tuple[str, str]]
) -> bool:
    kind, slug = key
    is_broken = key in broken or (kind, "") in broken
    return not is_broken and library.resolve(kind, slug) is None


def _reused(library: Library) -> Iterator[str]:
    """Slugs and ids that are used twice, or were used before."""
    ids = Counter(block.id for _, page in library.pages() for block in page.blocks)
    slugs = Counter(
        (kind, slug)
        for kind, page in library.pages()
        for slug in (page.slug, *page.was)
    )
    slugs.update(library.planned_only)
    for kind, page in library.pages():
        for slug in (page.slug, *page.was):
            if slugs[kind, slug] > 1:
                yield f"{page.file}: the slug {slug} is used elsewhere too"
        for block in page.blocks:
            if ids[block.id] > 1:
                yield f"{page.file}: {block.block} {block.id}: the id is used elsewhere"
    for name in repeated(term.id for term in library.terms):
        yield f"{GLOSSARY}: term {name} is there twice"


def _headings_to_see(library: Library) -> Iterator[str]:
    """A test points into its lesson, once that is written; others into their page."""
    for _, page in library.pages():
        for block in page.blocks:
            see = block.see if isinstance(block, Check | Scenario) else None
            lesson = block.lesson if isinstance(block, Check) else None
            where: Page | None = library.lesson(lesson) if lesson else page
            if see and where and see not in {h.anchor for h in where.every_heading}:
                yield f"{page.file}: {block.block} {block.id}: no heading {see} to see"


def _frameworks(library: Library) -> Iterator[str]:
    for framework in library.frameworks.values():
        for fault in _framework(framework):
            yield f"{framework.file}: {fault}"
    names = {name for name, _ in library.frameworks}
    newest = [library.framework(name) for name in names]
    default = [framework for framework in newest if framework and framework.default]
    if len(default) != 1:
        yield "curriculum/frameworks: exactly one framework must be the default"
        return
    for case in library.cases:
        yield from _principles(case, default[0])


def _baselines(library: Library) -> Iterator[str]:
    """Faults of the baseline questions, beside the frameworks' principles."""
    known = {p.id for f in library.frameworks.values() for p in f.principles}
    for asked in library.baselines.values():
        yield from (f"{asked.file}: {w}" for w in baseline.faults(asked, known))


def _principles(case: Case, framework: Framework) -> Iterator[str]:
    known = {principle.id for principle in framework.principles}
    for name in (case.upheld | case.broken).keys() - known:
        yield f"{case.file}: {name} is no principle of {framework.id}"


def _framework(framework: Framework) -> Iterator[str]:
    stem = f"{framework.id}-{framework.version}"
    if PurePosixPath(framework.file).stem != stem:
        yield f"the file of this id and version is named {stem}.toml"
    if [step.level for step in framework.scale] != list(range(len(framework.scale))):
        yield "the levels of the scale must count from 0"
    if {mark.id for mark in framework.outside} != set(vocab.OUTSIDE_MARKS):
        yield f"the marks outside the scale are {' and '.join(vocab.OUTSIDE_MARKS)}"
    for name in repeated(principle.id for principle in framework.principles):
        yield f"principle {name} is there twice"
    for principle in framework.principles:
        if len(principle.anchors) != len(framework.scale):
            yield f"principle {principle.id} needs an anchor for each level"


def _statements(library: Library) -> Iterator[str]:
    ids = [statement.id for statement in library.statements]
    for name in repeated(ids):
        yield f"{FOUNDING}: statement {name} is there twice"
    planned = (lesson for module in library.outline for lesson in module.lessons)
    taught = {
        p for plan in planned if not library.lesson(plan.slug) for p in plan.points
    }
    taught |= {point for lesson in library.lessons for point in lesson.points}
    for statement in library.statements:
        for key in ("lessons", "cases", "features"):
            if not getattr(statement, key):
                yield f"{FOUNDING}: statement {statement.id} has no {key}"
    for name in vocab.POINTS:
        if name not in ids:
            yield f"{FOUNDING}: statement {name} is missing"
        if name not in taught:
            yield f"{FOUNDING}: no lesson teaches statement {name}"
