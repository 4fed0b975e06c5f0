"""Two records of one group made into one: what moves, and which facts are kept."""

import uuid
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db import db
from app.groups import facts, rolecheck
from app.groups.models import Ask, Group, GroupEvent, GroupOrganiser, GroupRedirect
from app.groups.reply_models import GroupReply, ReplyLink
from app.groups.rounds import Before
from app.look import count, listed
from app.practice.models import COUNTED, Entry

COLUMNS = {  # of each fact, those that belong together
    "name": ("name",),
    "place": ("place_id",),
    "kind": ("kind",),
    "purpose": ("purpose",),
    "members": ("members",),
    "volunteers": ("volunteers",),
    "paid_hours": ("paid_hours",),
    "controlled_by": ("controlled_by",),
    "income": ("income_band",),
    "shares": ("share_members", "share_grants", "share_contracts"),
    "contract": ("has_contract", "contract_note"),
    "charge": ("has_charge", "charge_note"),
}
FACTS = {  # in words, and its columns
    name: (facts.SHOWN[name][0], columns) for name, columns in COLUMNS.items()
}


def fact(group: Group, name: str) -> str:
    """One fact in words."""
    _, words = facts.SHOWN[name]
    return words(facts.held(group)[name])


def moving(group: Group) -> dict[str, int]:
    """How much hangs on a group, in the words of the page; drafts left out."""
    counted = {
        "entry": select(func.count(Entry.id)).where(
            Entry.group_id == group.id, Entry.state.in_(COUNTED)
        ),
        "ask": select(func.count(Ask.id)).where(Ask.group_id == group.id),
        "reply": select(func.count(GroupReply.id)).where(
            GroupReply.group_id == group.id
        ),
        "link": select(func.count(ReplyLink.id)).where(ReplyLink.group_id == group.id),
        "organiser": select(func.count()).where(GroupOrganiser.group_id == group.id),
    }
    return {name: db.session.scalar(query) or 0 for name, query in counted.items()}


def locked(ids: list[uuid.UUID]) -> dict[uuid.UUID, Group]:
    """The groups with these ids that there still are, locked in one order."""
    query = select(Group).where(Group.id.in_(ids)).order_by(Group.id)
    query = query.options(joinedload(Group.place)).with_for_update(of=Group)
    return {group.id: group for group in db.session.scalars(query)}


def merge(kept: Group, gone: Group, chosen: dict[str, str], by: Person) -> None:
    """Move all that hangs on `gone` to `kept`, then delete it.

    `chosen` says for each fact whether it is kept from the `other`.
    """
    others = {name for name, side in chosen.items() if side == "other"}
    lost, words = _lost(kept, gone, others), _told(kept, gone, others)
    before = facts.held(kept)
    taken = {
        column: getattr(gone, column) for name in others for column in FACTS[name][1]
    }
    first = min(kept.facts_on, gone.facts_on)
    old_id = gone.id
    _move_rows(old_id, kept.id)
    db.session.expunge(gone)
    db.session.execute(delete(Group).where(Group.id == old_id))
    for column, value in taken.items():
        setattr(kept, column, value)
    kept.facts_on = first if others else kept.facts_on
    db.session.flush()  # the name is free now that the other is gone
    rolecheck.settle(kept, before)
    if others:
        facts.keep(kept, before, by)
    db.session.add(GroupRedirect(old_id=old_id, group_id=kept.id, name=lost))
    db.session.add(GroupEvent(group_id=kept.id, person_id=by.id, words=words))


def _lost(kept: Group, gone: Group, others: set[str]) -> str:
    return kept.name if "name" in others else gone.name


def _told(kept: Group, gone: Group, others: set[str]) -> str:
    """The merge in words, with each fact that was not kept."""
    moved = [count(n, *_noun(name)) for name, n in moving(gone).items() if n]
    dropped = [
        f"{heading}: {fact(kept if name in others else gone, name)}"
        for name, (heading, _) in FACTS.items()
        if fact(kept, name) != fact(gone, name)
    ]
    told = f"Merged with “{gone.name}”, from which came {listed(moved) or 'nothing'}."
    return f"{told} Not kept: {'; '.join(dropped)}." if dropped else told


def _noun(name: str) -> tuple[str, str]:
    many = {"entry": "entries", "reply": "replies"}
    return name, many.get(name, f"{name}s")


def _move_rows(old_id: uuid.UUID, kept_id: uuid.UUID) -> None:
    """Every row of every table that points to the one points to the other."""
    already = select(GroupOrganiser.person_id).where(GroupOrganiser.group_id == kept_id)
    twice = GroupOrganiser.person_id.in_(already)
    db.session.execute(
        delete(GroupOrganiser).where(GroupOrganiser.group_id == old_id, twice)
    )
    if db.session.get(Before, kept_id):  # what is said of the one that is kept stands
        db.session.execute(delete(Before).where(Before.group_id == old_id))
    for column in pointing():
        moved = update(column.table).where(column == old_id)
        db.session.execute(moved.values({column: kept_id}))


def pointing() -> list[Any]:
    """The columns of all tables that hold a group's id."""
    return [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.column is Group.__table__.c.id for key in column.foreign_keys)
    ]
