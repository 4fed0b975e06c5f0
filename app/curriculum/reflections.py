"""What a person wrote at a lesson's reflections, and who may be let in on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, Person, Supervision
from app.content.blocks import Reflect
from app.content.types import Lesson
from app.curriculum.answers import Reading
from app.curriculum.models import Reflection
from app.db import db


@dataclass(frozen=True)
class Written:
    """A person's reflections in one lesson, and their supervisor of today."""

    by_block: dict[str, tuple[Reflection, str]]  # with the name of whom it went to
    supervisor_id: Any = None
    supervisor: str = ""  # by name
    since: date = date.max  # they supervise


NOTHING = Written({})


@dataclass(frozen=True, kw_only=True)
class Reflecting:
    """One reflection on a page."""

    block: Reflect
    heading: str
    url: str  # where the form goes
    is_kept: bool  # the reader is signed in
    text: str
    wants_share: bool  # the box is ticked
    problem: str = ""
    at: datetime | None = None
    supervisor: str = ""  # who could read it, by name
    is_shared: bool = False  # with today's supervisor
    earlier: str = ""  # somebody else with whom it was shared, by name

    @property
    def is_done(self) -> bool:
        """Written."""
        return self.at is not None


def of_lesson(person: Person, here: Organisation | None, lesson: Lesson) -> Written:
    """What the person wrote there, and who supervises them today, in one query."""
    now, then = aliased(Person), aliased(Person)
    names = [block.id for block in lesson.reflections]
    pairing = and_(
        Supervision.organiser_id == Person.id,
        Supervision.organisation_id == (here.id if here else None),
        Supervision.is_current(),
    )
    own = and_(Reflection.person_id == Person.id, Reflection.block.in_(names))
    rows = db.session.execute(
        select(now.id, now.name, Reflection, then.name, Supervision.from_on)
        .select_from(Person)
        .outerjoin(Supervision, pairing)
        .outerjoin(now, now.id == Supervision.supervisor_id)
        .outerjoin(Reflection, own)
        .outerjoin(then, then.id == Reflection.shared_with_id)
        .where(Person.id == person.id)
    ).all()
    by_block = {row[2].block: (row[2], row[3] or "") for row in rows if row[2]}
    if not rows:
        return NOTHING
    return Written(by_block, rows[0][0], rows[0][1] or "", rows[0][4] or date.max)


def shown(
    block: Reflect, written: Written, sent: Reading | None, **about: Any
) -> Reflecting:
    """A reflection as it was kept, or as it was just sent and not kept."""
    kept, named = written.by_block.get(block.id, (None, ""))
    is_shared = kept is not None and _reads(kept, written)
    text = kept.text if kept else ""
    return Reflecting(
        block=block,
        text=sent.given["text"] if sent else text,
        wants_share=sent.given["share"] if sent else is_shared,
        problem=sent.problem if sent else "",
        at=kept.at if kept else None,
        supervisor=written.supervisor,
        is_shared=is_shared,
        earlier="" if is_shared else named,
        **about,
    )


def _reads(kept: Reflection, written: Written) -> bool:
    """Whether today's supervisor reads it, as `policy.can_read_reflection` has it."""
    is_theirs = kept.shared_with_id == written.supervisor_id
    return is_theirs and kept.shared_on is not None and kept.shared_on >= written.since
