"""What of an entry in the log may be told in public, and what stays in the log."""

import re
from collections.abc import Iterable

from sqlalchemy import select

from app.casebook.forms import Typed
from app.content import vocab
from app.db import db
from app.groups.models import Group, GroupRedirect, Place
from app.look import MONTHS
from app.practice.models import Entry


def typed_from(entry: Entry) -> Typed:
    """A proposal's first words: the kind, month and year, and what happened.

    Nothing else: neither title nor place, "so what", "now what", scores, evidence or
    comments. The names of the organisation's groups and neighbourhoods become "the
    group" and "the neighbourhood".
    """
    found = {"did": _without_names(entry), "kind": _kind_of_body(entry)}
    if entry.happened_on and entry.kind:
        month = f"{MONTHS[entry.happened_on.month]} {entry.happened_on.year}"
        kind = vocab.ENTRY_KINDS[entry.kind.value]
        found["began"] = str(entry.happened_on.year)
        found["dates_note"] = f"{kind}, {month}"
    return {name: [words] for name, words in found.items() if words}


def _kind_of_body(entry: Entry) -> str:
    group = db.session.get(Group, entry.group_id) if entry.group_id else None
    return group.kind.value if group else ""


def _without_names(entry: Entry) -> str:
    """What happened, without the names of groups and neighbourhoods."""
    merged = select(GroupRedirect.name).join(Group, Group.id == GroupRedirect.group_id)
    here = entry.organisation_id
    groups = [
        *db.session.scalars(select(Group.name).where(Group.organisation_id == here)),
        *db.session.scalars(merged.where(Group.organisation_id == here)),
    ]
    places = db.session.scalars(select(Place.name).where(Place.organisation_id == here))
    text = _masked(entry.what, groups, "the group")
    return _masked(text, places, "the neighbourhood")


def _masked(text: str, names: Iterable[str], words: str) -> str:
    """The text with each of the names, the longest first, replaced by the words."""
    known = [re.escape(name) for name in sorted(names, key=len, reverse=True) if name]
    if not known:
        return text
    pattern = re.compile(rf"(?<!\w)(the )?({'|'.join(known)})(?!\w)", re.IGNORECASE)

    def instead(match: re.Match[str]) -> str:
        before = match.string[: match.start()].rstrip(" \"'“‘(")
        begins = not before or before[-1] in ".!?:\n\r"
        return words[0].upper() + words[1:] if begins else words

    return pattern.sub(instead, text)
