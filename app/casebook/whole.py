"""The whole casebook as data: what the files say, with every link in full.

Its shape is `schema`, which is made from the same dataclasses.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from app.content.blocks import Margin
from app.content.page import Page, Section, prose
from app.content.text import LINK, LINK_KINDS
from app.content.types import Case

NOT_PUBLIC = {"file", "body"}  # the body is there as `sections`

Resolve = Callable[[str, str], str | None]  # kind and slug to an address, if any


def case_data(case: Case, url: str, resolve: Resolve) -> dict[str, Any]:
    """One case as JSON holds it; links to what is not written are plain words."""
    held = {
        name: _value(getattr(case, name), resolve) for name in public_fields(type(case))
    }
    sections = [_section(section, resolve) for section in case.sections]
    made = {"slug": case.slug, "url": url, "version": len(case.changes)}
    return made | held | {"sections": sections}


def public_fields(cls: type[Page]) -> list[str]:
    """The names of a page's fields that are for everybody, in order."""
    return [field.name for field in fields(cls) if field.name not in NOT_PUBLIC]


def _value(value: Any, resolve: Resolve) -> Any:
    if isinstance(value, str):
        return _linked(value, resolve)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item, resolve) for item in value]
    if isinstance(value, dict):
        return {name: _value(item, resolve) for name, item in value.items()}
    if is_dataclass(value):
        return {f.name: _value(getattr(value, f.name), resolve) for f in fields(value)}
    return value


def _section(section: Section, resolve: Resolve) -> dict[str, Any]:
    below = (
        part.text.partition("\n")[2] if part.opens else part.text
        for part in prose(section.parts)
    )
    notes = [part for part in section.parts if isinstance(part, Margin)]
    return {
        "anchor": section.anchor,
        "title": section.title,
        "markdown": _linked("\n\n".join(words.strip() for words in below), resolve),
        "notes": [
            {"kind": note.kind, "term": note.term, "text": _linked(note.text, resolve)}
            for note in notes
        ],
    }


def _linked(words: str, resolve: Resolve) -> str:
    """Markdown with the site's own links as addresses that work anywhere."""

    def full(match: re.Match[str]) -> str:
        kind, colon, slug = match[2].partition(":")
        if not colon or kind not in LINK_KINDS:
            return match[0]
        address = resolve(kind, slug)
        return f"[{match[1]}]({address})" if address else match[1]

    return LINK.sub(full, words)
