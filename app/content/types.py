"""What the content files hold: modules, lessons, cases, frameworks and lists."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

from app.content import vocab
from app.content.blocks import Check, Positive, Reflect, Scenario, Task, Vignette
from app.content.page import Page
from app.content.shape import Between, Count, OneOf, Ref, Under
from app.content.text import plain

ModuleSlug = Annotated[str, Ref("module")]
LessonSlug = Annotated[str, Ref("lesson")]
CaseSlug = Annotated[str, Ref("case")]
TermId = Annotated[str, Ref("term")]
PointId = Annotated[str, Ref("point")]
Nos = Annotated[str, OneOf(vocab.NOS)]
Reform = Annotated[int, OneOf(vocab.REFORM)]
Lineage = Annotated[str, OneOf(vocab.LINEAGES)]

# The headings of a case and of a mistake are fixed; these are their anchors.
CASE_HEADINGS = {
    "What the situation was": "situation",
    "What people did": "did",
    "What changed": "changed",
    "What went wrong, and why": "wrong",
    "What to take from it": "take",
}
MISTAKE_HEADINGS = {
    "What it looks like": "looks",
    "Why sensible people do it": "why",
    "What to do instead": "instead",
}


@dataclass(frozen=True)
class Source:
    """A work that was read, and how much of it."""

    text: str
    date: str
    read: Annotated[str, OneOf(vocab.READ)]
    url: str | None = None


@dataclass(frozen=True)
class Change:
    """A change that readers are told of, and the case that led to it."""

    on: date
    what: str
    because: CaseSlug | None = None


@dataclass(frozen=True, kw_only=True)
class Module(Page):
    """A few lessons on one subject, with a task and a test before and after."""

    number: Positive
    aim: str
    prerequisites: tuple[ModuleSlug, ...]  # advice, not a gate
    read_first: tuple[LessonSlug, ...] = ()
    lessons: Annotated[tuple[LessonSlug, ...], Count(1)]  # in order
    hours: Positive
    points: tuple[PointId, ...]
    nos: tuple[Nos, ...]
    reform: tuple[Reform, ...]

    @cached_property
    def pre(self) -> tuple[Check, ...]:
        """The test before; its feedback waits until the test after."""
        return tuple(check for check in self.shown(Check) if check.test == "pre")

    @cached_property
    def post(self) -> tuple[Check, ...]:
        """The test after."""
        return tuple(check for check in self.shown(Check) if check.test == "post")

    @cached_property
    def task(self) -> Task:
        """The module's practice task."""
        return self.shown(Task)[0]


@dataclass(frozen=True, kw_only=True)
class Lesson(Page):
    """One lesson: prose, margins and exercises."""

    number: Positive
    module: ModuleSlug
    aim: str
    minutes: Positive
    points: tuple[PointId, ...]
    nos: tuple[Nos, ...]
    reform: tuple[Reform, ...]
    lineage: tuple[Lineage, ...]
    skill: bool
    people: tuple[str, ...]  # first names in its scenes
    cases: Annotated[tuple[CaseSlug, ...], Count(2)]
    terms: tuple[TermId, ...]  # first used here
    sources: Annotated[tuple[Source, ...], Count(1)]
    changes: Annotated[tuple[Change, ...], Count(1)]

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Its questions."""
        return self.shown(Check)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Its stories with choices."""
        return self.shown(Scenario)

    @cached_property
    def vignettes(self) -> tuple[Vignette, ...]:
        """Its scenes to score."""
        return self.shown(Vignette)

    @cached_property
    def reflections(self) -> tuple[Reflect, ...]:
        """Its questions to oneself."""
        return self.shown(Reflect)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Its practice tasks."""
        return self.shown(Task)


@dataclass(frozen=True)
class Place:
    """Where a case happened, and how near the point on the map is."""

    name: str
    country: str
    lat: Annotated[float, Between(-90, 90)]
    lon: Annotated[float, Between(-180, 180)]
    precision: Annotated[str, OneOf(vocab.PRECISION)]


@dataclass(frozen=True)
class Answer:
    """An answer to one question about how a case came out."""

    answer: Annotated[str, OneOf(vocab.ANSWERS)]
    note: str


@dataclass(frozen=True)
class Outcome:
    """How a case came out: did it reach its aim, did it last, did people grow."""

    word: Annotated[str, OneOf(vocab.OUTCOMES)]
    why: str
    aim: Answer
    survival: Answer
    growth: Answer


@dataclass(frozen=True)
class Contradiction:
    """A lesson that a case speaks against, and how, in one sentence."""

    lesson: LessonSlug
    how: Annotated[str, Under(200)]


@dataclass(frozen=True, kw_only=True)
class Case(Page):
    """One piece of documented past practice."""

    began: int
    ended: int | None = None
    dates_note: str | None = None
    kind: Annotated[str, OneOf(vocab.CASE_KINDS)]
    who: str
    who_did_the_work: tuple[Annotated[str, OneOf(vocab.WORKERS)], ...]
    stream: Annotated[str, OneOf(vocab.STREAMS)]
    methods: tuple[Annotated[str, OneOf(vocab.METHODS)], ...]
    mistakes: tuple[Annotated[str, OneOf(vocab.MISTAKES)], ...]
    lineage: tuple[Lineage, ...]
    lessons: tuple[LessonSlug, ...]
    contradicts: tuple[Contradiction, ...] = ()
    asks: Annotated[tuple[str, ...], Count(8, 12)]  # in a searcher's words
    confidence: Annotated[str, OneOf(vocab.CONFIDENCE)]
    confidence_note: str
    place: Place
    outcome: Outcome
    upheld: dict[str, str]  # principle, where it shows
    broken: dict[str, str]  # principle, where it shows
    sources: Annotated[tuple[Source, ...], Count(1)]
    changes: Annotated[tuple[Change, ...], Count(1)]

    def plain(self) -> dict[str, str]:
        """Its texts without Markdown, by field, for the search index.

        The sections stand under their anchors.
        """
        came_out = self.outcome
        notes = (came_out.aim, came_out.survival, came_out.growth)
        fields = {
            "summary": (self.summary,),
            "asks": self.asks,
            "who": (self.who,),
            "place": (self.place.name, self.place.country),
            "outcome": (came_out.why, *(note.note for note in notes)),
            "upheld": tuple(self.upheld.values()),
            "broken": tuple(self.broken.values()),
        }
        texts = {name: plain("\n".join(lines)) for name, lines in fields.items()}
        texts["title"] = self.title
        return texts | {section.anchor: section.text for section in self.sections}


@dataclass(frozen=True, kw_only=True)
class Mistake(Page):
    """A mistake that keeps being made. Its cases are those tagged with its slug."""


@dataclass(frozen=True)
class Level:
    """One step of a framework's scale."""

    level: int
    name: str
    meaning: str


@dataclass(frozen=True)
class OutsideMark:
    """A mark that is not on the scale: not in play, or don't know."""

    id: str
    name: str
    meaning: str


@dataclass(frozen=True)
class Misscoring:
    """A score often given wrongly, and how to put it right."""

    mistake: str
    correction: str


@dataclass(frozen=True)
class Principle:
    """One thing that is scored, with an anchor for each level."""

    id: str
    name: str
    points: tuple[PointId, ...]
    meaning: str
    look_for: Annotated[tuple[str, ...], Count(1)]
    ask: str
    anchors: tuple[str, ...]
    misscoring: Misscoring


@dataclass(frozen=True, kw_only=True)
class Framework:
    """What a practice log is scored against, in one version of its wording."""

    file: str
    id: str
    version: Positive
    title: str
    summary: str
    source: str
    default: bool = False
    published: date
    rules: tuple[str, ...]
    scale: Annotated[tuple[Level, ...], Count(2)]
    outside: tuple[OutsideMark, ...]
    principles: Annotated[tuple[Principle, ...], Count(1)]

    def principle(self, name: str) -> Principle | None:
        """The principle of this id."""
        return next((p for p in self.principles if p.id == name), None)


@dataclass(frozen=True)
class Feature:
    """A page of the product that carries a statement."""

    endpoint: str
    words: str


@dataclass(frozen=True)
class Statement:
    """One of the founding document's 26 statements, in our words."""

    id: PointId
    text: str
    lessons: tuple[LessonSlug, ...]
    cases: tuple[CaseSlug, ...]
    features: tuple[Feature, ...]


@dataclass(frozen=True)
class Term:
    """A word of the field, and what it means."""

    id: str
    term: str
    meaning: str
    see: tuple[TermId, ...]


@dataclass(frozen=True)
class OutlineLesson:
    """A lesson as planned."""

    number: Positive
    slug: str
    title: str
    points: tuple[PointId, ...]


@dataclass(frozen=True)
class OutlineModule:
    """A module as planned."""

    number: Positive
    slug: str
    title: str
    lessons: tuple[OutlineLesson, ...]
