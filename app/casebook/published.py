"""Cases by slug, from their files or from a published proposal."""

import re
import uuid
from typing import Any

from sqlalchemy import Row, select

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
    rows = db.session.execute(_WITHOUT_FILE.where(Case.slug == slug))
    return next(map(_read, rows), None)


def every() -> list[CaseFile]:
    """Every case, of files and of published proposals, by slug."""
    rows = db.session.execute(_WITHOUT_FILE).all()
    proposed = [held for row in rows if (held := _read(row)) is not None]
    return sorted([*library().cases, *proposed], key=lambda held: held.slug)


_WITHOUT_FILE = select(Case.id, Case.slug, Case.exported, Case.change).where(
    Case.exported.is_not(None)
)


def _read(row: Row[*tuple[Any, ...]]) -> CaseFile | None:
    key = (row.id, row.change)
    held = _parsed.get(key) or casefile.read(row.slug, row.exported, [])
    if held is not None:
        if len(_parsed) >= MOST:
            _parsed.clear()
        _parsed[key] = held
    return held
