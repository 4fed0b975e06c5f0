"""Reading in what was taken away: what a file holds, what will come of it, doing it.

A draft that nobody else has read comes in as a draft. An entry that was submitted
elsewhere, and answers given elsewhere, come in as they stand in the file, to read and
not to count: nobody here has reviewed them.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.casebook.models import SavedCase, SavedSearch
from app.curriculum.models import Reflection
from app.db import db
from app.groups.models import Group
from app.look import framework, library
from app.practice import actions, taking
from app.practice.forms import from_typed
from app.practice.models import Brought, Entry
from app.practice.taking_schema import schema

Data = dict[str, Any]
MOST_DEEP = 40  # objects within objects


class RefusedError(Exception):
    """A file that is not read in; says why, in plain words."""


@dataclass(frozen=True)
class Coming:
    """One thing in the file, and what will come of it."""

    name: str  # "entry:<key>", as the form's tick box says it
    kind: str  # entry, reflection, answer, saved_case, saved_search
    title: str
    standing: str  # new, same, different
    becomes: str  # draft or brought for a new entry or answer, else the same words
    may_replace: bool
    content: Data
    target: uuid.UUID | None = None  # one's own entry that it is


# -- what the file holds ------------------------------------------------------


def parsed(raw: bytes) -> Data:
    """What the file says. Raises `RefusedError` for anything but such a file."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
        _check_letters(data)
    except (UnicodeError, ValueError, RecursionError) as error:
        message = "This is no file of data from a take-away page: it cannot be read"
        raise RefusedError(message) from error
    if not isinstance(data, dict) or data.get("format") != taking.FORMAT:
        message = "This file is data, but not of a practice log from a take-away page"
        raise RefusedError(message)
    if data.get("edition") != taking.EDITION:
        message = "This file was written by another edition of this site, which this "
        raise RefusedError(message + "one does not know")
    wrong = best_match(Draft202012Validator(schema()).iter_errors(data))
    if wrong is not None:
        where = " › ".join(str(part) for part in wrong.absolute_path) or "the top"
        message = f"Something in the file is not as it should be, at {where[:120]}"
        raise RefusedError(message)
    _check_values(data)
    return data


def _no_number(_text: str) -> None:
    raise ValueError


def _check_letters(value: Any, depth: int = 0) -> None:
    """Raises `ValueError` for text that the database cannot hold, or endless depth."""
    if depth > MOST_DEEP:
        raise ValueError
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError
        value.encode()
    elif isinstance(value, dict | list):
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for part in parts:
            _check_letters(part, depth + 1)


def _check_values(data: Data) -> None:
    """Raises `RefusedError` for moments that never were, twins, unknown frameworks."""
    for kind, key in KEYS.items():
        keys = [one[key] for one in data[kind]]
        if len(set(keys)) < len(keys):
            message = f"The file holds something twice, among its {_words(kind)}"
            raise RefusedError(message)
    for one in data["entries"]:
        scale = one["framework"], one["framework_version"]
        if scale not in library().frameworks:
            message = f"“{one['title'][:60]}” is scored with a framework that this "
            message += f"site does not have: {scale[0]}, version {scale[1]}"
            raise RefusedError(message)
    try:
        for name, text in _moments(data):
            moment(text, name)
        for one in data["entries"]:
            uuid.UUID(one["key"])
    except ValueError as error:
        message = "A day or a key in the file cannot be true"
        raise RefusedError(message) from error


KEYS = {"entries": "key", "reflections": "block", "answers": "key",
        "saved_cases": "slug", "saved_searches": "digest"}  # fmt: skip


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _moments(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _moments(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name in {"at", "saved_at", "made_at", "state_since", "pending_at"}:
                yield name, one
            elif name in {"entries", "reflections", *KEYS}:
                yield from _moments(one)


def moment(text: str | None, _name: str = "") -> datetime | None:
    """A moment of the file; raises `ValueError`."""
    return None if text is None else datetime.fromisoformat(text)


# -- what will come of it -----------------------------------------------------


def coming(person: Person, here: Organisation | None, data: Data) -> list[Coming]:
    """Everything in the file, and what will come of it in this account.

    `here` is the organisation in which the person keeps a log, if any.
    """
    now_here = taking.everything(person)
    brought = {(b.kind, b.key) for b in _rows(Brought, person)}
    found = [_entry(person, here, one, now_here, brought) for one in data["entries"]]
    held = {one["key"]: one for one in now_here["answers"]}
    for one in data["answers"]:
        there = held.get(one["key"])
        found.append(_item("answer", one, there, "brought", may_replace=False))
    for kind in ("reflections", "saved_cases", "saved_searches"):
        mine = {one[KEYS[kind]]: one for one in now_here[kind]}
        for one in data[kind]:
            there = mine.get(one[KEYS[kind]])
            found.append(_item(kind, one, there, "new", may_replace=True))
    return found


def _rows(table: Any, person: Person) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.person_id == person.id)))


def _item(
    kind: str, one: Data, there: Data | None, becomes: str, *, may_replace: bool
) -> Coming:
    key = str(one.get("key") or one[KEYS.get(kind, "key")])
    standing = "new" if there is None else "same" if there == one else "different"
    title = one.get("title") or one.get("name") or one.get("text", "")[:80] or key
    may = may_replace and standing == "different"
    return Coming(f"{kind}:{key}", kind, title, standing, becomes, may, one)


def own_key(person: Person, key: str) -> uuid.UUID:
    """The key of an entry of the file where its own is another person's here."""
    return uuid.uuid5(person.id, key)


def _entry(
    person: Person,
    here: Organisation | None,
    one: Data,
    now_here: Data,
    brought: set[tuple[str, str]],
) -> Coming:
    key = one["key"]
    name, title = f"entry:{key}", one["title"] or "No title yet"
    held = {entry["key"]: entry for entry in now_here["entries"]}
    if ("entry", key) in brought:
        standing = "same" if held[key] == one else "different"
        is_other = standing == "different"
        return Coming(name, "entry", title, standing, "brought", is_other, one)
    there = held.get(key) or held.get(str(own_key(person, key)))
    is_draft = here is not None and _never_sent(one)
    if there is None:
        becomes = "draft" if is_draft else "brought"
        return Coming(name, "entry", title, "new", becomes, False, one)
    standing = "same" if _alike(there, one) else "different"
    may = standing == "different" and _never_sent(there) and _never_sent(one)
    target = uuid.UUID(there["key"])
    return Coming(name, "entry", title, standing, "draft", may, one, target)


def _never_sent(one: Data) -> bool:
    """A draft that nobody else has ever been able to read."""
    return one["state"] == "draft" and not one["submitted_at"] and not one["versions"]


def _alike(one: Data, other: Data) -> bool:
    """Whether two say the same; their keys, hosts and groups' keys may differ."""
    return _said(one) == _said(other)


def _said(one: Data) -> Data:
    outside = {"key", "organisation", "group_names", "pending"}
    form = {
        k: v for k, v in (one["pending"] or {}).items() if k not in {"key", "group"}
    }
    return {k: v for k, v in one.items() if k not in outside} | {"form": form}


# -- doing it -----------------------------------------------------------------


def bring_in(
    person: Person, here: Organisation | None, data: Data, chosen: set[str]
) -> int:
    """Do all that is coming; of what differs, what was chosen. Gives how many came."""
    done = 0
    for item in coming(person, here, data):
        if item.standing == "new" or (item.may_replace and item.name in chosen):
            _bring(person, here, item)
            done += 1
    return done


def _bring(person: Person, here: Organisation | None, item: Coming) -> None:
    if item.becomes == "brought":
        _keep_as_it_is(person, item)
    elif item.kind == "entry" and here is not None:
        _keep_draft(person, here, item)
    elif item.kind == "reflections":
        _keep_row(Reflection, person, item, "block", ("module", "block", "text"), "at")
    elif item.kind == "saved_cases":
        names = ("slug", "title", "note")
        _keep_row(SavedCase, person, item, "slug", names, "saved_at")
    elif item.kind == "saved_searches":
        address = item.content["address"].encode()
        item.content["digest"] = hashlib.sha256(address).hexdigest()
        names = ("digest", "name", "address")
        _keep_row(SavedSearch, person, item, "digest", names, "saved_at")


def _keep_as_it_is(person: Person, item: Coming) -> None:
    about = {"person_id": person.id, "kind": item.kind, "key": item.content["key"]}
    row = db.session.scalar(select(Brought).filter_by(**about)) or Brought(**about)
    row.content = item.content
    db.session.add(row)


def _keep_row(
    table: Any,
    person: Person,
    item: Coming,
    key: str,
    names: tuple[str, ...],
    when: str,
) -> None:
    about = {"person_id": person.id, key: item.content[key]}
    row = db.session.scalar(select(table).filter_by(**about)) or table(**about)
    for name in names:
        setattr(row, name, item.content[name])
    setattr(row, when, moment(item.content[when]))
    db.session.add(row)
    db.session.flush()


def _keep_draft(person: Person, here: Organisation, item: Coming) -> None:
    """A draft with the words of the file, new or over one of one's own."""
    one = item.content
    entry = db.session.get(Entry, item.target) if item.target else None
    if entry is None:
        key = uuid.UUID(one["key"])
        if db.session.get(Entry, key) is not None:
            key = own_key(person, one["key"])
        scale = one["framework"], one["framework_version"]
        entry = actions.begin(key, person, here.id, scale)
    typed = _with_own_group(person, here, one)
    actions.keep(entry, from_typed(_scale(entry), typed), deliberate=False)
    entry.pending = typed
    entry.made_at = moment(one["made_at"]) or entry.made_at
    entry.state_since = moment(one["state_since"]) or entry.state_since
    entry.pending_at = moment(one["pending_at"])
    db.session.flush()


def _scale(entry: Entry) -> Any:
    return framework(entry.framework, entry.framework_version)


def _with_own_group(person: Person, here: Organisation, one: Data) -> Data:
    """The form, with the group of the same name that the person has here."""
    typed = dict(one["pending"] or {})
    there = (typed.get("group") or [""])[0]
    name = one["group_names"].get(there)
    mine = {
        group.name: group.id for group in db.session.scalars(Group.of(person, here.id))
    }
    if name in mine:
        typed["group"] = [str(mine[name])]
    return typed
