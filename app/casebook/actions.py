"""Cases from their files into the database."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.casebook import chunks
from app.casebook.models import Case
from app.clock import now
from app.content import text
from app.content.library import Library
from app.content.page import Prose
from app.content.types import Case as CaseFile
from app.db import db

RUN_IN = re.compile(r"^\*\*(.+?)\*\*", re.MULTILINE)  # a bold opening of a paragraph


@dataclass(frozen=True)
class Synced:
    """How many cases a sync wrote, and how many it took away."""

    written: int
    removed: int


def sync(library: Library) -> Synced:
    """Make the database hold the cases of the files; the unchanged are left alone."""
    held = {case.slug: case for case in db.session.scalars(select(Case))}
    last = db.session.scalar(select(func.max(Case.change))) or 0
    written, unchanged = 0, []
    for file in library.cases:
        fields = columns(file)
        checksum = _checksum(fields, file)
        case = held.pop(file.slug, None)
        if case is not None and case.checksum == checksum:
            unchanged.append(case)
            continue
        if case is None:
            case = Case(slug=file.slug)
            db.session.add(case)
        written += 1
        for name, value in fields.items():
            setattr(case, name, value)
        case.checksum, case.changed_at = checksum, now()
        case.change = last + written
    for gone in held.values():
        db.session.delete(gone)
    if held and unchanged:  # the cursor moves for what is taken away, too
        unchanged[0].change, unchanged[0].changed_at = last + written + 1, now()
    return Synced(written, len(held))


def pieces(library: Library) -> Iterator[str]:
    """What the sentence model reads of all cases, piece by piece."""
    for file in library.cases:
        held = columns(file)
        yield from chunks.of(held["title"], held["summary"], held["texts"])


def _checksum(fields: dict[str, Any], file: CaseFile) -> str:
    """A digest of the columns and of the whole file, sources and changes too."""
    packed = json.dumps([fields, repr(file)], default=str, sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()


def columns(file: CaseFile) -> dict[str, Any]:
    """A case file as the columns of its row."""
    return {
        "title": file.title,
        "summary": text.plain(file.summary),
        "outcome": file.outcome.word,
        "began": file.began,
        "ended": file.ended,
        "place": file.place.name,
        "country": file.place.country,
        "stream": file.stream,
        "reviewed_on": file.reviewed,
        "facets": {
            "upheld": list(file.upheld),
            "broken": list(file.broken),
            "mistake": list(file.mistakes),
            "method": list(file.methods),
            "kind": [file.kind],
        },
        "texts": {
            "body": " ".join(section.text for section in file.sections),
            "asks": list(file.asks),
            "wrong": wrong_in_short(file),
            "who": file.who,
            "other": " ".join([*file.methods, *file.mistakes]).replace("-", " "),
        },
    }


def wrong_in_short(file: CaseFile) -> str:
    """What went wrong in a line: the openings of that section's paragraphs."""
    section = next(s for s in file.sections if s.anchor == "wrong")
    raw = "\n".join(part.text for part in section.parts if isinstance(part, Prose))
    heads = [head.strip() for head in RUN_IN.findall(raw)]
    heads = [head for head in heads if not head.startswith("Contested")]
    if heads:
        return text.plain(" ".join(heads[:3]))
    return section.text.split(". ")[0] + "."
