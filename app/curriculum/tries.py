"""Attempts as a page shows them: when each was made, and what it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.content.blocks import Block, Check, Scenario, Vignette
from app.curriculum import told
from app.curriculum.answers import Exercise
from app.curriculum.models import Answer


@dataclass(frozen=True)
class Try:
    """One attempt. `said` are its lines, in plain text."""

    number: int
    at: datetime
    said: Sequence[str]
    is_right: bool | None
    is_current: bool  # at the exercise as it is now


def of(block: Block | None, answer: Answer | None) -> list[Try]:
    """Every attempt that was kept, the first at the front."""
    exercise: Exercise | None = (
        block if isinstance(block, Check | Scenario | Vignette) else None
    )
    return [
        Try(
            attempt.number,
            attempt.at,
            told.attempt_words(exercise, attempt),
            attempt.is_right,
            exercise is not None and attempt.version == exercise.version,
        )
        for attempt in (answer.attempts if answer else ())
    ]
