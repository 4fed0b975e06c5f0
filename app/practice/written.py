"""An entry as it was written, for reading: from one kept version of its form."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from app.content import vocab
from app.content.questions import (
    CONTROL,
    STREAM,
    SUPPORT,
    SUPPORT_MARKS,
    control_name,
    stream_of,
)
from app.content.types import Framework, Principle
from app.practice.forms import ACTION_ROWS, NEEDS_EVIDENCE, OUTCOMES, STARTERS

Typed = dict[str, list[str]]


@dataclass(frozen=True)
class WrittenRating:
    """The author's level for one principle."""

    principle: Principle
    level: str  # "0".."4" or "dont-know"
    evidence: str
    second_source: str


@dataclass(frozen=True)
class WrittenAction:
    """A next action as it was written."""

    what: str
    who: str
    due_on: date | None


@dataclass(frozen=True)
class WrittenAsk:
    """An ask as it was written; `ask_id` is empty for a new one."""

    ask_id: str
    of_whom: str
    what: str
    outcome: str
    outcome_words: str
    changed: str


@dataclass(frozen=True)
class Written:
    """Everything an entry says, in the order of its page."""

    title: str
    group_id: uuid.UUID | None
    happened_on: date | None
    place: str
    minutes: int | None
    kind: str
    kind_words: str
    task: str
    starter: str
    starter_words: str
    intention: str
    hold: str
    what: str
    why_happened: str
    so_what: str
    now_what: str
    ratings: tuple[WrittenRating, ...]
    control: tuple[int, ...]  # five of 0-2, or none given
    ends: str
    stream: tuple[str, ...]  # six of A, B, unclear, or none given
    separation: str
    voice_flag: bool
    support: dict[str, str] = field(default_factory=dict)
    actions: tuple[WrittenAction, ...] = ()
    ask: WrittenAsk | None = None

    @property
    def control_total(self) -> int:
        """The five answers' sum, 0-10."""
        return sum(self.control)

    @property
    def control_words(self) -> str:
        """6 of 10, done with."""
        return f"{self.control_total} of 10, {control_name(self.control_total).lower()}"

    @property
    def stream_word(self) -> str:
        """The stream that the six answers make."""
        return stream_of(self.stream, self.separation)

    @property
    def control_rows(self) -> list[tuple[str, str]]:
        """Question and answer, in words."""
        return [
            (q.short, dict(q.answers)[str(answer)])
            for q, answer in zip(CONTROL, self.control, strict=False)
        ]

    @property
    def stream_rows(self) -> list[tuple[str, str]]:
        """Question and answer, in words."""
        return [
            (q.short, dict(q.answers).get(answer, ""))
            for q, answer in zip(STREAM, self.stream, strict=False)
        ]

    @property
    def support_rows(self) -> list[tuple[str, str]]:
        """Kind of support and how it came up."""
        return [
            (words, SUPPORT_MARKS[self.support[kind]])
            for kind, words in SUPPORT.items()
            if kind in self.support
        ]

    @property
    def reflection(self) -> tuple[tuple[str, str, str], ...]:
        """Name, heading and text of the three parts; and why, where it was said."""
        why = ("why_happened", "Why it happened", self.why_happened)
        return (
            ("what", "What happened", self.what),
            *([why] if self.why_happened else []),
            ("so_what", "So what", self.so_what),
            ("now_what", "Now what", self.now_what),
        )

    @property
    def is_planned(self) -> bool:
        """Whether it says what is meant, and nothing yet of what happened."""
        return bool(self.intention and not self.what)

    @property
    def text(self) -> str:
        """What can be quoted: the parts, as typed."""
        return "\n\n".join(part for _, _, part in self.reflection)

    def rating(self, principle_id: str) -> WrittenRating | None:
        """The level for one principle; none when it was not in play."""
        return next((r for r in self.ratings if r.principle.id == principle_id), None)


def text_of(typed: Typed, name: str) -> str:
    """One answer as it was typed, line breaks made alike; empty if there is none."""
    values = typed.get(name) or [""]
    return values[0].replace("\r\n", "\n").strip()


class _Typed:
    """Look a typed form up leniently: a draft may hold anything."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed

    def text(self, name: str) -> str:
        return text_of(self._typed, name)

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def whole(self, name: str) -> int | None:
        text = self.text(name)
        short = text.isascii() and text.isdigit() and len(text) < 6
        return int(text) if short else None

    def identity(self, name: str) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.text(name))
        except ValueError:
            return None


def read(typed: Typed, framework: Framework) -> Written:
    """What a kept form says. Damaged or missing answers read as not given."""
    form = _Typed(typed)
    control = tuple(form.text(f"control-{q.id}") for q in CONTROL)
    stream = tuple(form.text(f"stream-{q.id}") for q in STREAM)
    kind, starter = form.text("kind"), form.text("started_by")
    return Written(
        title=form.text("title")[:160],
        group_id=form.identity("group"),
        happened_on=form.day("happened_on"),
        place=form.text("place"),
        minutes=form.whole("minutes"),
        kind=kind,
        kind_words=vocab.ENTRY_KINDS.get(kind, ""),
        task=form.text("task"),
        starter=starter,
        starter_words=STARTERS.get(starter, ""),
        intention=form.text("intention"),
        hold=form.text("hold"),
        what=form.text("what"),
        why_happened=form.text("why_happened"),
        so_what=form.text("so_what"),
        now_what=form.text("now_what"),
        ratings=_ratings(form, framework),
        control=tuple(map(int, control)) if set(control) <= {"0", "1", "2"} else (),
        ends=form.text("ends"),
        stream=stream if set(stream) <= {"A", "B", "unclear"} else (),
        separation=form.text("separation"),
        voice_flag=bool(form.text("voice_flag")),
        support={
            kind: mark
            for kind in SUPPORT
            if (mark := form.text(f"support-{kind}")) in SUPPORT_MARKS
        },
        actions=_actions(form),
        ask=_ask(form),
    )


def _ratings(form: _Typed, framework: Framework) -> tuple[WrittenRating, ...]:
    found = []
    for principle in framework.principles:
        level = form.text(f"rate-{principle.id}")
        if level in NEEDS_EVIDENCE | {"1", "dont-know"}:
            evidence = form.text(f"evidence-{principle.id}")
            second = form.text(f"second-{principle.id}")
            found.append(WrittenRating(principle, level, evidence, second))
    return tuple(found)


def _actions(form: _Typed) -> tuple[WrittenAction, ...]:
    rows = (
        WrittenAction(
            form.text(f"action-what-{row}"),
            form.text(f"action-who-{row}") or "me",
            form.day(f"action-due-{row}"),
        )
        for row in range(ACTION_ROWS)
    )
    return tuple(row for row in rows if row.what)


def _ask(form: _Typed) -> WrittenAsk | None:
    choice, outcome = form.text("ask"), form.text("ask_outcome")
    if not choice:
        return None
    return WrittenAsk(
        ask_id="" if choice == "new" else choice,
        of_whom=form.text("ask_of"),
        what=form.text("ask_what"),
        outcome=outcome,
        outcome_words=OUTCOMES.get(outcome, ""),
        changed=form.text("ask_changed"),
    )
