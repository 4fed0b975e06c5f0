"""The content files read from their folders. Each file is judged by itself only."""

import re
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from app.content import parse, shape
from app.content.baseline import Baseline
from app.content.page import Page
from app.content.role_check import RoleQuestions
from app.content.types import (
    CASE_HEADINGS,
    MISTAKE_HEADINGS,
    Case,
    Framework,
    Lesson,
    Mistake,
    Module,
    OutlineModule,
    Statement,
    Term,
)

P = TypeVar("P", bound=Page)
T = TypeVar("T")

_ANCHORS = {Case: CASE_HEADINGS, Mistake: MISTAKE_HEADINGS}
_NUMBERED = re.compile(r"\d\d-([a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass
class Found:
    """What was read from under `root`, what was wrong, and what could not be used.

    `broken` names the last by kind and slug, with no slug for a whole list, so
    that links to it are not called dead as well.
    """

    root: Path
    modules: list[Module] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    frameworks: list[Framework] = field(default_factory=list)
    role_questions: list[RoleQuestions] = field(default_factory=list)
    baselines: list[Baseline] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    outline: list[OutlineModule] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)

    def text(self, path: Path) -> str:
        """A file's text; nothing, and a fault, if it cannot be read."""
        name = self.name(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.faults.append(f"{name}: is missing, or is not UTF-8 text")
            return ""
        if "UNVERIFIED" in text:
            self.faults.append(f'{name}: still says "UNVERIFIED"')
        return text

    def name(self, path: Path) -> str:
        """A path as faults name it."""
        return path.relative_to(self.root).as_posix()

    def page(self, cls: type[P], kind: str, slug: str, path: Path) -> list[P]:
        """The page in one file, or nothing."""
        file, before = self.name(path), len(self.faults)
        page = read_page(cls, slug, file, self.text(path), self.faults)
        if page is None or len(self.faults) > before:
            self.broken.add((kind, slug))
        return [page] if page else []

    def rows(self, cls: type[T], key: str, kind: str, path: Path) -> list[T]:
        """The `[[key]]` tables of one TOML file."""
        file, before = self.name(path), len(self.faults)
        table = parse.table(self.text(path), file, self.faults) or {}
        self.faults += [f"{file}: unknown key {name}" for name in table if name != key]
        hint = types.GenericAlias(tuple, (cls, ...))
        rows = shape.read(table.get(key, []), hint, f"{file}: {key}", self.faults)
        if len(self.faults) > before:
            self.broken.add((kind, ""))
        return [row for row in rows if isinstance(row, cls)]


def read_page(
    cls: type[P], slug: str, file: str, text: str, faults: list[str]
) -> P | None:
    """The page that a file's text holds; none if it has faults, which are added."""
    front, rest = parse.front_matter(text, file, faults)
    body = parse.body(rest, file, faults, _ANCHORS.get(cls, {}))
    if front is None:
        return None
    given = {"slug": slug, "file": file, "body": body}
    return shape.build(cls, front, file, faults, **given)


def read(root: Path) -> Found:
    """Every content file under `root`."""
    found, curriculum = Found(root), root / "curriculum"
    rows = found.rows
    found.outline = rows(
        OutlineModule, "modules", "outline", curriculum / "outline.toml"
    )
    founding = curriculum / "founding.toml"
    found.statements = rows(Statement, "statements", "statement", founding)
    found.terms = rows(Term, "terms", "term", curriculum / "glossary.toml")
    for path in sorted((curriculum / "frameworks").glob("*.toml")):
        found.frameworks += _read_whole(found, Framework, "framework", path)
    for path in sorted((curriculum / "role-check").glob("*.toml")):
        found.role_questions += _read_whole(found, RoleQuestions, "role-check", path)
    for path in sorted((curriculum / "baseline").glob("*.toml")):
        found.baselines += _read_whole(found, Baseline, "baseline", path)
    for path in sorted((root / "casebook").glob("*.md")):
        found.cases += found.page(Case, "case", path.stem, path)
    for path in sorted((curriculum / "mistakes").glob("*.md")):
        found.mistakes += found.page(Mistake, "mistake", path.stem, path)
    for path in sorted(curriculum.glob("[0-9]*/*.md")):
        _read_numbered(found, path)
    return found


def _read_whole(found: Found, cls: type[T], kind: str, path: Path) -> list[T]:
    """The one thing that a TOML file holds, or nothing."""
    file = found.name(path)
    table = parse.table(found.text(path), file, found.faults)
    whole = None
    if table is not None:
        whole = shape.build(cls, table, file, found.faults, file=file)
    if whole is None:
        found.broken.add((kind, ""))
        return []
    return [whole]


def _read_numbered(found: Found, path: Path) -> None:
    """A module or a lesson: the slug is the name without its number."""
    is_module = path.name == "module.md"
    match = _NUMBERED.fullmatch(path.parent.name if is_module else path.stem)
    if not match:
        found.faults.append(f"{found.name(path)}: is not named 01-slug")
    elif is_module:
        found.modules += found.page(Module, "module", match[1], path)
    else:
        found.lessons += found.page(Lesson, "lesson", match[1], path)
