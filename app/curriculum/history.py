"""What a lesson's history tells: its changes, and what readers asked and were told."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import policy
from app.casebook.models import Case
from app.content.types import Change, Lesson
from app.curriculum.models import Suggestion, SuggestionState
from app.curriculum.suggestions import OUTCOMES, first_name
from app.db import db
from app.look import library


@dataclass(frozen=True)
class Told:
    """A suggestion as one reader may see it. Without `has_words` only its answer."""

    suggestion: Suggestion
    outcome: str  # in words; nothing while it is open
    by: str  # a first name that may stand there; nothing otherwise
    has_words: bool
    case: tuple[str, str] | None  # that its writer named: slug, title
    because: tuple[str, str] | None  # that led to the change: slug, title


def last_change(lesson: Lesson) -> Change:
    """The newest change that practice led to; if there is none, the newest of all."""
    by_practice = [change for change in lesson.changes if change.because]
    return max(by_practice or lesson.changes, key=lambda change: change.on)


def changes(lesson: Lesson) -> list[Change]:
    """The changes to a lesson, the newest first."""
    return sorted(lesson.changes, key=lambda change: change.on, reverse=True)


def answered(lesson: Lesson) -> list[Told]:
    """The answered suggestions for a lesson under any of its names, newest first."""
    names = [lesson.slug, *lesson.was]
    query = (
        select(Suggestion)
        .where(Suggestion.lesson.in_(names), Suggestion.state != SuggestionState.OPEN)
        .options(joinedload(Suggestion.person))
        .order_by(Suggestion.answered_at.desc(), Suggestion.id.desc())
    )
    return told(db.session.scalars(query))


def told(suggestions: Iterable[Suggestion]) -> list[Told]:
    """The suggestions, with their `person` loaded, as the present reader sees them."""
    person = current_user if current_user.is_authenticated else None
    held = list(suggestions)
    titles = _titles({slug for s in held for slug in (s.case_slug, s.because) if slug})
    return [
        Told(
            suggestion=s,
            outcome=OUTCOMES.get(s.state.value, ""),
            by=first_name(s.person.name) if s.is_named and s.person else "",
            has_words=policy.can_read_words(person, s),
            case=titles.get(s.case_slug),
            because=titles.get(s.because),
        )
        for s in held
    ]


def _titles(slugs: set[str]) -> dict[str, tuple[str, str]]:
    """Today's slug and title of each case, by the slug it was named by."""
    if not slugs:
        return {}
    now = {slug: library().redirects.get(("case", slug), slug) for slug in slugs}
    rows = db.session.execute(
        select(Case.slug, Case.title).where(Case.slug.in_(set(now.values())))
    )
    titles = {row.slug: (row.slug, row.title) for row in rows}
    return {was: titles[slug] for was, slug in now.items() if slug in titles}
