"""The exercises and margin notes that stand, fenced, in a page's Markdown.

`block` is the word after the fence; a template chooses its macro by it. Texts may
hold links and emphasis, so they are shown through `Library.inline` or `.block`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar

from app.content import vocab
from app.content.shape import Between, Count, OneOf, Ref

Mark = int | str  # a level, or the id of a mark outside the scale
Few = Annotated[int, Between(0, 2)]
Positive = Annotated[int, Between(1, 1000)]
Answer = Annotated[str, OneOf(vocab.STREAM_ANSWERS)]


@dataclass(frozen=True, kw_only=True)
class _Block:
    """What every block has."""

    id: str
    retired: date | None = None  # since when it is kept but no longer shown


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen."""

    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Item:
    """One thing to put in order."""

    id: str
    text: str
    feedback: str


@dataclass(frozen=True)
class Pair:
    """Two things that belong together."""

    id: str
    left: str
    right: str
    feedback: str


@dataclass(frozen=True)
class Point:
    """One thing that a good short answer does."""

    text: str
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Check(_Block):
    """A question with an answer; in a module, half of a test taken twice."""

    block: ClassVar[str] = "check"

    version: Positive
    kind: Annotated[str, OneOf(vocab.CHECK_KINDS)]
    question: str
    see: str | None = None  # the heading to read again
    options: tuple[Option, ...] = ()  # single, multiple
    items: tuple[Item, ...] = ()  # ordering: in the right order
    pairs: tuple[Pair, ...] = ()  # matching
    model: str | None = None  # short
    points: tuple[Point, ...] = ()  # short
    test: Annotated[str, OneOf(vocab.TESTS)] | None = None
    pair: str | None = None  # what the test before and the test after share
    lesson: Annotated[str, Ref("lesson")] | None = None  # which the test is about


@dataclass(frozen=True)
class Choice:
    """One way on from a node."""

    id: str
    text: str
    to: str
    consequence: str


@dataclass(frozen=True)
class Node:
    """A moment in a scenario: choices, or an ending and what it teaches."""

    id: str
    text: str
    choices: tuple[Choice, ...] = ()
    ending: Annotated[str, OneOf(vocab.ENDINGS)] | None = None
    teaches: str | None = None


@dataclass(frozen=True, kw_only=True)
class Scenario(_Block):
    """A short story in which the reader decides."""

    block: ClassVar[str] = "scenario"

    version: Positive
    title: str
    start: str
    intro: str
    nodes: Annotated[tuple[Node, ...], Count(1)]
    see: str | None = None

    def node(self, name: str) -> Node | None:
        """The node of this id."""
        return next((node for node in self.nodes if node.id == name), None)


@dataclass(frozen=True)
class Key:
    """How one principle is scored in a vignette, and why others differ."""

    principle: str
    level: Mark
    accept: Annotated[tuple[Mark, ...], Count(1)]  # what a fair scorer may give
    reason: str
    differ: str


@dataclass(frozen=True)
class Control:
    """The key's answers to the five control questions: 0, 1 or 2 each."""

    named_issue: Few
    decided: Few
    did_and_spoke: Few
    holds_money_keys_contacts: Few
    would_carry_on: Few
    reason: str


@dataclass(frozen=True)
class Stream:
    """The key's answers to the six stream questions: A, B or unclear each."""

    purpose: Answer
    who_does_it: Answer
    resourced: Answer
    who_can_stop_it: Answer
    success: Answer
    accountability: Answer
    reason: str


@dataclass(frozen=True, kw_only=True)
class Vignette(_Block):
    """A scene to score as an entry is scored, and then compare with a key."""

    block: ClassVar[str] = "vignette"

    version: Positive
    title: str
    framework: str
    framework_version: Positive
    scene: str
    key: Annotated[tuple[Key, ...], Count(1)]
    control: Control
    stream: Stream


@dataclass(frozen=True, kw_only=True)
class Task(_Block):
    """Something to do out in the world, and to record in the log."""

    block: ClassVar[str] = "task"

    version: Positive
    title: str
    entry_kinds: Annotated[
        tuple[Annotated[str, OneOf(vocab.ENTRY_KINDS)], ...], Count(1)
    ]
    entries: Positive
    within_days: Positive
    brief: str
    steps: Annotated[tuple[str, ...], Count(1)]
    evidence: str
    supervisor_looks_for: Annotated[tuple[str, ...], Count(1)]
    done_when: str


@dataclass(frozen=True, kw_only=True)
class Reflect(_Block):
    """A question that only the reader can answer."""

    block: ClassVar[str] = "reflect"

    version: Positive
    prompt: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Margin(_Block):
    """A note beside the paragraph that follows it."""

    block: ClassVar[str] = "margin"

    kind: Annotated[str, OneOf(vocab.MARGIN_KINDS)]
    text: str
    term: Annotated[str, Ref("term")] | None = None


Block = Check | Scenario | Vignette | Task | Reflect | Margin
KINDS: Mapping[str, type[Block]] = MappingProxyType(
    {kind.block: kind for kind in (Check, Scenario, Vignette, Task, Reflect, Margin)}
)
