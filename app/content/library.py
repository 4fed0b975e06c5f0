"""The whole content: loaded, checked, found by slug, shown as HTML."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.content import check, files, lines, vocab
from app.content.baseline import Baseline
from app.content.blocks import Block
from app.content.faults import ContentError
from app.content.page import Page
from app.content.render import Renderer
from app.content.role_check import RoleQuestions
from app.content.types import (
    Case,
    Framework,
    Lesson,
    Mistake,
    Module,
    OutlineLesson,
    OutlineModule,
    Statement,
    Term,
)


@dataclass(frozen=True)
class Link:
    """What something is called, and where it is. No `url`: not written yet."""

    title: str
    url: str | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Library:
    """Everything in `curriculum/` and `casebook/`. It never changes once loaded."""

    modules: tuple[Module, ...]  # by number
    lessons: tuple[Lesson, ...]  # in reading order
    cases: tuple[Case, ...]  # by slug
    mistakes: tuple[Mistake, ...]  # by slug
    frameworks: dict[tuple[str, int], Framework]  # by id and version
    role_questions: dict[int, RoleQuestions]  # of the role check, by version
    statements: tuple[Statement, ...]
    terms: tuple[Term, ...]
    outline: tuple[OutlineModule, ...]
    baselines: dict[int, Baseline]  # the baseline questions, by version

    def module(self, slug: str) -> Module | None:
        """The module of this slug, if it is written."""
        return next((m for m in self.modules if m.slug == slug), None)

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson of this slug, if it is written."""
        return next((les for les in self.lessons if les.slug == slug), None)

    def case(self, slug: str) -> Case | None:
        """The case of this slug, if it has a file."""
        return self._cases.get(slug)

    def mistake(self, slug: str) -> Mistake | None:
        """The page on this mistake, if it is written."""
        return next((m for m in self.mistakes if m.slug == slug), None)

    def term(self, name: str) -> Term | None:
        """The glossary's entry of this id."""
        return next((term for term in self.terms if term.id == name), None)

    def statement(self, name: str) -> Statement | None:
        """The founding statement of this id, such as "13a"."""
        return next((s for s in self.statements if s.id == name), None)

    def planned(self, slug: str) -> OutlineLesson | None:
        """A lesson as the outline lists it, written or not."""
        lessons = (lesson for module in self.outline for lesson in module.lessons)
        return next((lesson for lesson in lessons if lesson.slug == slug), None)

    def framework(self, name: str) -> Framework | None:
        """The newest version of a framework."""
        versions = [version for known, version in self.frameworks if known == name]
        return self.frameworks[name, max(versions)] if versions else None

    @cached_property
    def default_framework(self) -> Framework:
        """The newest version of the framework that is used unless one is chosen."""
        newest = (self.framework(name) for name, _ in self.frameworks)
        return next(found for found in newest if found and found.default)

    @cached_property
    def baseline(self) -> Baseline:
        """The newest version of the baseline questions."""
        return self.baselines[max(self.baselines)]

    def lessons_of(self, module: Module) -> tuple[Lesson, ...]:
        """The module's written lessons, in order."""
        return tuple(les for les in self.lessons if les.module == module.slug)

    def previous(self, lesson: Lesson) -> Lesson | None:
        """The written lesson before this one, perhaps in an earlier module."""
        place = self.lessons.index(lesson)
        return self.lessons[place - 1] if place else None

    def next(self, lesson: Lesson) -> Lesson | None:
        """The written lesson after this one, perhaps in a later module."""
        following = self.lessons[self.lessons.index(lesson) + 1 :]
        return following[0] if following else None

    def pages(self) -> Iterator[tuple[str, Page]]:
        """Every page with its kind, as links name it."""
        yield from (("module", module) for module in self.modules)
        yield from (("lesson", lesson) for lesson in self.lessons)
        yield from (("case", case) for case in self.cases)
        yield from (("mistake", mistake) for mistake in self.mistakes)

    @cached_property
    def blocks(self) -> dict[str, tuple[Page, Block]]:
        """Every block by its id, retired ones too, with the page that holds it."""
        pages = [page for _, page in self.pages()]
        return {block.id: (page, block) for page in pages for block in page.blocks}

    @cached_property
    def redirects(self) -> dict[tuple[str, str], str]:
        """The slug that replaced an old one, by kind and old slug."""
        return {
            (kind, old): page.slug for kind, page in self.pages() for old in page.was
        }

    def resolve(self, kind: str, slug: str) -> Link | None:
        """What a link of this kind and slug leads to; none if there is no such thing.

        Follows redirects. What is planned has a title and no address.
        """
        key = (kind, self.redirects.get((kind, slug), slug))
        title = self._titles.get(key)
        return Link(title, self._urls.get(key)) if title else None

    def is_address(self, address: str) -> bool:
        """Whether this is the address of something in the content."""
        return address in self._urls.values()

    def at(self, address: str) -> Page | None:
        """The page at this address."""
        urls = ((self._urls[kind, page.slug], page) for kind, page in self.pages())
        return next((page for url, page in urls if url == address), None)

    @cached_property
    def unwritten(self) -> tuple[str, ...]:
        """What is listed and has no page yet, as a link names it: "lesson:slug"."""
        return tuple(f"{kind}:{slug}" for kind, slug in self.planned_only)

    @cached_property
    def planned_only(self) -> tuple[tuple[str, str], ...]:
        """What is listed and has no page yet: kind, slug."""
        return tuple(key for key in self._titles if key not in self._urls)

    def inline(self, text: str) -> str:
        """HTML of a text from the content, without a paragraph around it."""
        return self._renderer.inline(text)

    def block(self, text: str) -> str:
        """HTML of a text from the content, in paragraphs, lists and tables."""
        return self._renderer.block(text)

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self._url)

    def _url(self, kind: str, slug: str) -> str | None:
        link = self.resolve(kind, slug)
        return link.url if link else None

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {case.slug: case for case in self.cases}

    @cached_property
    def _titles(self) -> dict[tuple[str, str], str]:
        """What everything is called that a link may name, by kind and slug."""
        planned = {("module", plan.slug): plan.title for plan in self.outline}
        for module in self.outline:
            planned |= {("lesson", plan.slug): plan.title for plan in module.lessons}
        planned |= {("mistake", word): label for word, label in vocab.MISTAKES.items()}
        planned |= {("point", name): f"Statement {name}" for name in vocab.POINTS}
        planned |= {("term", term.id): term.term for term in self.terms}
        return planned | {(kind, page.slug): page.title for kind, page in self.pages()}

    @cached_property
    def _urls(self) -> dict[tuple[str, str], str]:
        """Where everything is that is written, by kind and slug."""
        urls = {("module", m.slug): f"/learn/{m.slug}/" for m in self.modules}
        for lesson in self.lessons:
            urls["lesson", lesson.slug] = f"/learn/{lesson.module}/{lesson.slug}/"
        for case in self.cases:
            urls["case", case.slug] = f"/casebook/{case.slug}/"
        for page in self.mistakes:
            urls["mistake", page.slug] = f"/casebook/mistakes/{page.slug}/"
        for term in self.terms:
            urls["term", term.id] = f"/learn/glossary/#{term.id}"
        for name in vocab.POINTS:
            urls["point", name] = f"/foundations/#statement-{name}"
        return urls


def load(root: Path) -> Library:
    """The content under `root`, checked. Raises `ContentError` with every fault."""
    found = survey(root)
    if found.faults:
        raise ContentError(lines.placed(root, found.faults))
    return found.library


@dataclass(frozen=True)
class Survey:
    """What could be read, its faults as "file: words", and what could not be used."""

    library: Library
    faults: list[str]
    broken: Set[tuple[str, str]]  # kind and slug; no slug for a whole list


def survey(root: Path) -> Survey:
    """The content under `root` as far as it can be read. Raises nothing."""
    found = files.read(root)
    library = Library(
        modules=tuple(sorted(found.modules, key=lambda module: module.number)),
        lessons=_in_order(found),
        cases=tuple(found.cases),
        mistakes=tuple(found.mistakes),
        frameworks={(f.id, f.version): f for f in found.frameworks},
        role_questions={q.version: q for q in found.role_questions},
        statements=tuple(found.statements),
        terms=tuple(found.terms),
        outline=tuple(found.outline),
        baselines={b.version: b for b in found.baselines},
    )
    faults = [*found.faults, *check.faults(library, found.broken)]
    return Survey(library, faults, found.broken)


def _in_order(found: files.Found) -> tuple[Lesson, ...]:
    """Lessons by module, and within one as its front matter lists them."""
    numbers = {module.slug: module.number for module in found.modules}
    listed = [slug for module in found.modules for slug in module.lessons]

    def place(lesson: Lesson) -> tuple[int, int]:
        order = listed.index(lesson.slug) if lesson.slug in listed else 0
        return numbers.get(lesson.module, 0), order

    return tuple(sorted(found.lessons, key=place))
