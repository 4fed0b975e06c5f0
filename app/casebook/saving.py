"""What a reader keeps of the casebook: cases to read, and searches to come back to."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

from flask import url_for
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from app import policy
from app.accounts.models import Person
from app.casebook import search
from app.casebook.index import FACETS, PERIODS, years
from app.casebook.models import Case, SavedCase, SavedSearch
from app.content import vocab
from app.db import db
from app.look import library

LONGEST_QUESTION = 500  # characters, as on the casebook's page
LONGEST_ADDRESS = 8000  # characters; a question in emoji takes 6,000
MOST_SEARCHES = 30  # of one person: their page asks every one of them


# -- cases ---------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A case as a reading list shows it."""

    slug: str
    title: str
    outcome: str
    where: str
    years: str
    wrong: str  # what went wrong, in a line


@dataclass(frozen=True)
class Item:
    """A saved case, and the case as it is now; none if the casebook lost it."""

    saved: SavedCase
    case: Shown | None


def slug_now(slug: str) -> str:
    """The slug that a case has now, if it was renamed."""
    return library().redirects.get(("case", slug), slug)


def find_case(slug: str) -> Shown | None:
    """The case of this slug, perhaps an earlier one."""
    current = slug_now(slug).replace("\x00", "�")  # PostgreSQL takes no NUL
    return _cases([current]).get(current)


def _cases(slugs: list[str]) -> dict[str, Shown]:
    """Cases by slug, without their texts, which are long."""
    rows = db.session.execute(
        select(
            Case.slug, Case.title, Case.outcome, Case.place, Case.country, Case.began,
            Case.ended, Case.texts["wrong"].as_string().label("wrong"),
        ).where(Case.slug.in_(slugs))
    )  # fmt: skip
    return {
        row.slug: Shown(
            row.slug,
            row.title,
            row.outcome,
            row.place if row.country in row.place else f"{row.place}, {row.country}",
            years(row.began, row.ended),
            row.wrong,
        )
        for row in rows
    }


def reading_list(person: Person) -> list[Item]:
    """The person's saved cases, the newest first."""
    saved = db.session.scalars(policy.saved_cases(person)).all()
    cases = _cases([slug_now(one.slug) for one in saved])
    return [Item(one, cases.get(slug_now(one.slug))) for one in saved]


def kept_slugs(person: Any) -> frozenset[str] | None:
    """The cases on the person's list; none for somebody who is not signed in."""
    if not person.is_authenticated:
        return None
    mine = select(SavedCase.slug).where(SavedCase.person_id == person.id)
    return frozenset(slug_now(slug) for slug in db.session.scalars(mine))


def save_case(person: Person, case: Shown) -> bool:
    """Put the case on the person's list; false if it is there already."""
    if case.slug in (kept_slugs(person) or ()):
        return False
    db.session.add(SavedCase(person_id=person.id, slug=case.slug, title=case.title))
    db.session.flush()
    return True


# -- searches ------------------------------------------------------------------


@dataclass(frozen=True)
class Sought:
    """What a search asks for: everything that its address says, less the page."""

    query: str
    chosen: dict[str, list[str]]  # by facet
    order: str

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Self:
        """What these parameters of an address ask for."""
        query, order = args.get("q", ""), args.get("sort", "fit")
        return cls(
            query[:LONGEST_QUESTION].replace("\x00", "").strip(),
            {facet: list(dict.fromkeys(args.getlist(facet))) for facet in FACETS},
            order if order in search.ORDERS else "fit",
        )

    @classmethod
    def at(cls, address: str) -> Self:
        """What an address asks for, given what follows its question mark."""
        return cls.of(MultiDict(parse_qs(address, keep_blank_values=True)))

    @property
    def address(self) -> str:
        """What follows the question mark; the same for the same search."""
        order = self.order if self.order != "fit" else ""
        asked = {"q": self.query, **self.chosen, "sort": order}
        held = {name: value for name, value in asked.items() if value}
        return urlencode(held, doseq=True)

    @property
    def digest(self) -> str:
        """The address in 64 characters."""
        return sha256(self.address.encode()).hexdigest()

    @property
    def url(self) -> str:
        """The page of results."""
        return _with(url_for("casebook.index"), self.address)

    @property
    def feed(self) -> str:
        """The same search as an Atom feed."""
        return _with(url_for("casebook.feed"), self.address)

    @property
    def words(self) -> str:
        """The question, else the filters, in words."""
        names = {p.id: p.name for p in library().default_framework.principles}
        names |= {name: said for name, (said, _, _) in PERIODS.items()}
        for words in (vocab.OUTCOMES, vocab.MISTAKES, vocab.METHODS, vocab.CASE_KINDS,
                      vocab.STREAMS):  # fmt: skip
            names |= words
        picked = [value for values in self.chosen.values() for value in values]
        return self.query or ", ".join(names.get(v, v) for v in picked) or "Every case"


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Held:
    """A saved search with what it finds now."""

    saved: SavedSearch
    sought: Sought
    total: int
    new: int  # cases that are new or changed
    since: datetime  # last looked at


def _held(saved: SavedSearch, changed: dict[str, datetime]) -> Held:
    sought = Sought.at(saved.address)
    found = search.found(sought.query, sought.chosen)
    new = sum(slug in changed and changed[slug] > saved.looked_at for slug in found)
    return Held(saved, sought, len(found), new, saved.looked_at)


def _changed() -> dict[str, datetime]:
    """When each case last changed, by slug."""
    return {row.slug: row.changed_at for row in db.session.execute(_CHANGES)}


_CHANGES = select(Case.slug, Case.changed_at)


def searches(person: Person) -> list[Held]:
    """The person's saved searches, by name."""
    saved = db.session.scalars(policy.saved_searches(person)).all()
    changed = _changed() if saved else {}
    return [_held(one, changed) for one in saved]


def news(person: Person) -> list[Held]:
    """The person's saved searches in which a case is new or changed.

    Only those are asked that somebody last looked at before some case changed.
    """
    latest = select(func.max(Case.changed_at)).scalar_subquery()
    stale = policy.saved_searches(person).where(SavedSearch.looked_at < latest)
    saved = db.session.scalars(stale).all()
    changed = _changed() if saved else {}
    return [held for held in (_held(one, changed) for one in saved) if held.new]


def held_search(person: Any, sought: Sought) -> Held | None:
    """The person's saved search of this address, if there is one."""
    if not person.is_authenticated:
        return None
    same = policy.saved_searches(person).where(SavedSearch.digest == sought.digest)
    saved = db.session.scalar(same)
    return _held(saved, _changed()) if saved else None


def has_room(person: Person, sought: Sought) -> bool:
    """Whether the person may save this search beside the others."""
    mine = select(func.count()).where(
        SavedSearch.person_id == person.id, SavedSearch.digest != sought.digest
    )
    return (db.session.scalar(mine) or 0) < MOST_SEARCHES


def save_search(person_id: uuid.UUID, sought: Sought, name: str) -> SavedSearch:
    """Keep a search under a name; saved again, it takes the new name."""
    same = select(SavedSearch).where(
        SavedSearch.person_id == person_id, SavedSearch.digest == sought.digest
    )
    saved = db.session.scalar(same.with_for_update())
    if saved is None:
        saved = SavedSearch(
            person_id=person_id, address=sought.address, digest=sought.digest
        )
        db.session.add(saved)
    saved.name = name
    db.session.flush()
    return saved
