"""Cases from their files into the database."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.casebook import chunks
from app.casebook.models import Case
from app.clock import now
from app.content import casefile, text
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
    """Make the database hold the cases of the files; the unchanged are left alone.

    So are published proposals, until a file of that name is there: then it wins.
    """
    held = {case.slug: case for case in db.session.scalars(select(Case))}
    for slug in _published_only(held, library):
        del held[slug]
    last = db.session.scalar(select(func.max(Case.change))) or 0
    written, unchanged = 0, []
    for file in library.cases:
        fields = columns(file)
        checksum = _checksum(fields, file)
        case = held.pop(file.slug, None)
        if case is not None and (case.checksum, case.exported) == (checksum, None):
            unchanged.append(case)
            continue
        if case is None:
            case = Case(slug=file.slug)
            db.session.add(case)
        written += 1
        for name, value in fields.items():
            setattr(case, name, value)
        case.checksum, case.changed_at = checksum, now()
        case.change, case.exported = last + written, None
    for gone in held.values():
        db.session.delete(gone)
    if held and unchanged:  # the cursor moves for what is taken away, too
        unchanged[0].change, unchanged[0].changed_at = last + written + 1, now()
    return Synced(written, len(held))


def _published_only(held: dict[str, Case], library: Library) -> list[str]:
    """The slugs of published proposals that have no file, under any name, yet."""
    filed = {slug for file in library.cases for slug in (file.slug, *file.was)}
    return [slug for slug, case in held.items() if case.exported and slug not in filed]


def publish(file: CaseFile) -> Case:
    """A new case that has no file yet; it keeps the text of one.

    Raises `IntegrityError` where a case has that slug already.
    """
    # One lock for all who publish, so that no two changes have the same number.
    db.session.scalar(select(Case.id).order_by(Case.slug).limit(1).with_for_update())
    last = db.session.scalar(select(func.max(Case.change))) or 0
    fields = columns(file)
    made = Case(
        slug=file.slug,
        checksum=_checksum(fields, file),
        change=last + 1,
        exported=casefile.write(file),
        **fields,
    )
    db.session.add(made)
    db.session.flush()
    return made


def export(slug: str, root: Path) -> str:
    """Write the file of a published proposal under `root`; says in words what it did.

    At the next start the file is loaded as every other, and the row is the file's.
    """
    path = casefile.path(slug)
    text = db.session.scalar(select(Case.exported).where(Case.slug == slug))
    if text is None:
        return (
            f"Nothing written: no published proposal without a file is called {slug}."
        )
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8", newline="\n")
    return f"Written: {path}"


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
