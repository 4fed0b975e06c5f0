"""The questions of the role check: asked of a group, never decided for it.

One file a version under `curriculum/role-check/`; answers keep the version that they
were given to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated

from app.content.blocks import Positive
from app.content.check_blocks import repeated
from app.content.shape import Count, Ref

PointId = Annotated[str, Ref("point")]
THREE = 3  # choices of each question


@dataclass(frozen=True)
class Choice:
    """One of three short answers."""

    id: str
    words: str


@dataclass(frozen=True)
class RoleQuestion:
    """One question, with the statements that it comes from."""

    id: str
    words: str
    hint: str
    points: Annotated[tuple[PointId, ...], Count(1)]
    choices: tuple[Choice, ...]

    def chosen(self, choice: str) -> str:
        """The words of a choice; empty for one that it does not have."""
        return next((c.words for c in self.choices if c.id == choice), "")


@dataclass(frozen=True, kw_only=True)
class RoleQuestions:
    """The questions in one version of their wording."""

    file: str
    version: Positive
    title: str
    intro: str
    source: str
    published: date
    questions: Annotated[tuple[RoleQuestion, ...], Count(1)]


def faults(sets: Iterable[RoleQuestions]) -> Iterator[str]:
    """What is wrong with the questions, as "file: words"."""
    for one in sets:
        for fault in _faults(one):
            yield f"{one.file}: {fault}"


def _faults(one: RoleQuestions) -> Iterator[str]:
    stem = f"role-check-{one.version}"
    if PurePosixPath(one.file).stem != stem:
        yield f"the file of this version is named {stem}.toml"
    for name in repeated(question.id for question in one.questions):
        yield f"question {name} is there twice"
    for question in one.questions:
        if len({choice.id for choice in question.choices}) != THREE:
            yield f"question {question.id} needs three different choices"
