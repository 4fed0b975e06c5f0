"""A module, or the whole curriculum, as something to take away: what is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.content import text
from app.content.blocks import Margin
from app.content.changed import changed_on
from app.content.library import Library
from app.content.page import Section
from app.content.types import Framework, Lesson, Module, Source, Term


@dataclass(frozen=True, eq=False)
class Volume:
    """What goes into one book or one long page; it asks nobody who reads it."""

    shelf: Library
    name: str  # of its file
    title: str
    summary: str  # Markdown
    modules: tuple[Module, ...]

    @property
    def is_whole(self) -> bool:
        """All that is written, and not one module."""
        return self.modules == self.shelf.modules

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """In reading order."""
        return tuple(les for m in self.modules for les in self.shelf.lessons_of(m))

    @property
    def pages(self) -> tuple[Module | Lesson, ...]:
        """Its modules and lessons."""
        return (*self.modules, *self.lessons)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The glossary: of a module, the words that it uses; sorted by their words."""
        used = {term for page in self.pages for term in _used(page)}
        found = [t for t in self.shelf.terms if self.is_whole or t.id in used]
        return tuple(sorted(found, key=lambda term: term.term.casefold()))

    @cached_property
    def sources(self) -> tuple[tuple[Source, tuple[Lesson, ...]], ...]:
        """Every work once, by its words, with the lessons that it stands behind."""
        behind: dict[str, list[Lesson]] = {}
        works: dict[str, Source] = {}
        for lesson in self.lessons:
            for source in lesson.sources:
                works.setdefault(source.text, source)
                behind.setdefault(source.text, []).append(lesson)
        names = sorted(works, key=lambda words: words.casefold().lstrip("'‘“"))
        return tuple((works[name], tuple(behind[name])) for name in names)

    @cached_property
    def scales(self) -> tuple[Framework, ...]:
        """What the scenes are scored with, each once."""
        keys = {
            (scene.framework, scene.framework_version): None
            for lesson in self.lessons
            for scene in lesson.vignettes
        }
        return tuple(self.shelf.frameworks[key] for key in keys)

    @cached_property
    def changed_on(self) -> date:
        """The day of the newest change in it."""
        return max(map(changed_on, self.pages))

    def has(self, kind: str, slug: str) -> bool:
        """Whether a link of this kind and slug leads to a part of it."""
        match kind:
            case "lesson":
                return any(lesson.slug == slug for lesson in self.lessons)
            case "module":
                return any(module.slug == slug for module in self.modules)
            case "term":
                return any(term.id == slug for term in self.terms)
        return False


def of_module(shelf: Library, module: Module) -> Volume:
    """One module with its lessons."""
    title = f"Module {module.number}: {module.title}"
    return Volume(shelf, module.slug, title, module.summary, (module,))


def of_all(shelf: Library) -> Volume:
    """Every module that is written."""
    title = "The curriculum"
    summary = "Lessons for community organisers, with what speaks against them"
    return Volume(shelf, "curriculum", title, summary, shelf.modules)


def before(module: Module) -> list[Section]:
    """A module's sections up to its lessons."""
    return [section for section in module.sections if not _is_after(module, section)]


def after(module: Module) -> list[Section]:
    """The section that holds the test after, which a book has after the lessons."""
    return [section for section in module.sections if _is_after(module, section)]


def _is_after(module: Module, section: Section) -> bool:
    return any(check in section.parts for check in module.post)


def _used(page: Lesson | Module) -> Iterator[str]:
    """The ids of the terms that a page introduces or links to."""
    if isinstance(page, Lesson):
        yield from page.terms
    for note in page.shown(Margin):
        if note.term:
            yield note.term
    for link in text.links(page.parts):
        kind, _, slug = link.partition(":")
        if kind == "term":
            yield slug
