"""What becomes of a copy of an entry that a device sends: kept, once, over nothing."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from flask_login import current_user
from sqlalchemy import select

from app import policy
from app.accounts.models import Organisation
from app.clock import now
from app.db import db
from app.look import framework
from app.practice import actions, drafting, record
from app.practice.forms import BaseEntryForm
from app.practice.models import Entry, State
from app.practice.sent import Sent
from app.practice.written import Typed

MOST_MARKS = 20
MOST_TURNS = 1_000_000_000  # fits any integer column
DONE = {"kept", "submitted"}


@dataclass(frozen=True)
class Parcel:
    """One copy, as it was sent.

    `mark` names the page on the device, `turn` counts the changes made on it, and
    `base` is the server's copy that they began from.
    """

    key: uuid.UUID
    mark: uuid.UUID
    turn: int
    base: str
    was: tuple[uuid.UUID, ...]  # earlier marks of the same words, opened again
    is_to_submit: bool

    @classmethod
    def of(cls, fields: Any) -> "Parcel":
        """The parcel in a form's fields. Raises `ValueError` if it is damaged."""
        return cls(
            key=uuid.UUID(fields.get("key", "")),
            mark=uuid.UUID(fields.get("mark", "")),
            turn=min(max(int(fields.get("turn", "")[:10]), 0), MOST_TURNS),
            base=fields.get("base", ""),
            was=tuple(map(uuid.UUID, fields.get("was", "").split()[-MOST_MARKS:])),
            is_to_submit=fields.get("wish") == "submit",
        )


def base_of(entry: Entry) -> str:
    """What names the words that the entry holds now; empty when it holds none.

    By the words and not by the time: a clock may stand still, or be set back.
    """
    typed = entry.pending
    if typed is None and entry.submitted_at:
        typed = actions.latest_version(entry).content
    return digest(typed) if typed else ""


def digest(typed: Typed) -> str:
    """A name for what was written: the same for the same words."""
    text = json.dumps(words(typed), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def is_behind(over: str | None, entry: Entry, typed: Typed) -> bool:
    """Whether a page was written over words that the entry holds no more.

    `over` names those words; a page that says nothing of them is never behind.
    """
    return over is not None and base_of(entry) not in {"", over, digest(typed)}


def keep_beside(entry: Entry, typed: Typed) -> None:
    """Keep what a page that was behind held, once, until the writer has chosen."""
    copies = db.session.scalars(Sent.kept_aside(entry.id))
    if digest(typed) not in {digest(copy.aside or {}) for copy in copies}:
        about = {"answer": "both", "turn": 0, "base": "", "aside": typed}
        db.session.add(Sent(mark=uuid.uuid4(), entry_id=entry.id, **about))


def standing(entry: Entry | None) -> dict[str, Any]:
    """What a page of the entry says of its copies: `base`, and how many `others`."""
    if entry is None:
        return {"base": "", "others": 0}
    others = len(db.session.scalars(Sent.kept_aside(entry.id)).all())
    return {"base": base_of(entry), "others": others}


def words(typed: Typed) -> Typed:
    """What was written, without what only the form itself needs."""
    return {k: v for k, v in typed.items() if k not in {"key", "carried"}}


def entry_of(key: uuid.UUID) -> Entry | None:
    """The entry with this key, read afresh and locked."""
    query = select(Entry).where(Entry.id == key).with_for_update()
    found: Entry | None = db.session.scalar(
        query.execution_options(populate_existing=True)
    )
    return found


def receive(
    parcel: Parcel, here: Organisation, version: tuple[str, int], form: BaseEntryForm
) -> tuple[Sent, Entry] | None:
    """Put a copy where it belongs, once; none where the entry is somebody else's.

    To be called within a writing block.
    """
    entry = entry_of(parcel.key)
    sent = db.session.get(Sent, parcel.mark)
    if (entry and not policy.is_author(current_user, entry)) or (
        sent and sent.entry_id != parcel.key
    ):
        return None
    if entry and sent and _is_answered(sent, parcel, digest(form.typed())):
        return sent, entry
    if entry is None:
        entry = actions.begin(parcel.key, current_user, here.id, version)
    if sent is None:
        sent = Sent(mark=parcel.mark, entry_id=parcel.key, answer="", turn=0, base="")
        db.session.add(sent)
    sent.turn, sent.sent_at = parcel.turn, now()
    sent.answer = _place(parcel, entry, sent, form)
    return sent, entry


def _is_answered(sent: Sent, parcel: Parcel, named: str) -> bool:
    """Whether this copy, or a later one of the same page, has arrived."""
    is_same = sent.turn == parcel.turn and sent.base == named
    return sent.turn > parcel.turn or (is_same and sent.answer in DONE)


def _place(parcel: Parcel, entry: Entry, sent: Sent, form: BaseEntryForm) -> str:
    """Keep it in the entry or beside it, and hand it in where that was the wish."""
    typed = form.typed()
    if not policy.can_edit(current_user, entry):
        if digest(typed) == base_of(entry):
            return "submitted"
        sent.aside = typed
        return "both"
    if sent.aside is not None or not _follows(parcel, entry, sent, typed):
        sent.aside = typed
        return "both"
    actions.keep(entry, form, deliberate=False)
    sent.base = digest(typed)
    return _submit(entry) if parcel.is_to_submit else "kept"


def _follows(parcel: Parcel, entry: Entry, sent: Sent, typed: Typed) -> bool:
    """Whether it was written on top of what the entry holds now, or says the same."""
    earlier = select(Sent.base).where(
        Sent.mark.in_(parcel.was), Sent.entry_id == entry.id
    )
    own = {"", parcel.base, sent.base, digest(typed), *db.session.scalars(earlier)}
    return base_of(entry) in own


def _submit(entry: Entry) -> str:
    """Hand it in, if it is complete and somebody is there to read it."""
    if record.supervisor(entry.author_id, entry.organisation_id) is None:
        return "no-supervisor"
    if problems(entry):
        return "incomplete"
    form = drafting.kept_form(entry)
    drafting.offer_choices(form, entry)
    actions.submit(entry, form)
    return "submitted"


def problems(entry: Entry) -> list[tuple[str, str]]:
    """Field id and message for what a kept draft lacks."""
    form = drafting.kept_form(entry)
    drafting.offer_choices(form, entry)
    fine = form.complete() and drafting.fits(form, entry)
    return [] if fine else form.problems()


def take(entry: Entry, sent: Sent) -> None:
    """Go on with a copy that was kept aside; the entry's own takes its place."""
    chosen, other = sent.aside, entry.pending
    if other is None and entry.state is not State.DRAFT:
        other = actions.latest_version(entry).content
    scale = framework(entry.framework, entry.framework_version)
    actions.keep(entry, drafting.from_typed(scale, chosen or {}), deliberate=False)
    sent.aside, sent.sent_at = other or {}, now()
