"""Cases by slug, from their files or from a published proposal."""

import re
import uuid

from sqlalchemy import select

from app.casebook.models import Case
from app.content import casefile
from app.content.types import Case as CaseFile
from app.db import db
from app.look import library

MOST = 256  # parsed cases kept by one process
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_parsed: dict[tuple[uuid.UUID, int], CaseFile] = {}  # by row and change


def case(slug: str) -> CaseFile | None:
    """The case of this slug; none if there is no such case."""
    found = library().case(slug)
    if found is not None or len(slug) > 120 or not SLUG.fullmatch(slug):
        return found
    row = db.session.execute(
        select(Case.id, Case.exported, Case.change).where(
            Case.slug == slug, Case.exported.is_not(None)
        )
    ).one_or_none()
    if row is None:
        return None
    key = (row.id, row.change)
    held = _parsed.get(key) or casefile.read(slug, row.exported or "", [])
    if held is not None:
        if len(_parsed) >= MOST:
            _parsed.clear()
        _parsed[key] = held
    return held
