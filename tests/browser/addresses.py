"""Every page of the site, for each role: from the route map, with real examples.

A new page is covered as soon as it has a route. One whose address has a part that
`examples` does not know stops the tests, and says so.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from flask import Flask
from playwright.sync_api import APIResponse, Page
from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts.models import Membership, Person, Purpose, Role
from app.db import db, writing
from app.groups.models import Ask, Place
from app.practice.models import Entry, State
from tests.browser.site import Site

ROLES = {
    "nobody": "",
    "organiser": "Shabnam",
    "supervisor": "Dermot",  # hers
    "coordinator": "Nuala",  # administrator and editor too
}
MORE = (
    "/nothing/here/",
    "/casebook/?q=the+grant+for+our+reps+is+ending",
    "/casebook/?q=zzyzx",
    "/casebook/?outcome=failed&outcome=mixed&principle=independence",
    "/practice/?state=accepted",
    "/practice/?state=submitted&after=2000-01-01.nobody",
)


def rules(app: Flask) -> Iterator[Any]:
    """The routes that a browser can open."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            yield rule


def examples(site: Site) -> dict[str, list[Any]]:
    """For each part of an address, things of the demonstration that fit there."""
    library = site.app.extensions["library"]
    with site.app.app_context():
        person = db.session.scalars(
            select(Person).where(Person.name == ROLES["organiser"])
        ).one()
        entries = {
            state: db.session.scalars(
                select(Entry.id)
                .where(Entry.author_id == person.id, Entry.state == state)
                .order_by(Entry.sorted_at.desc())
            ).first()
            for state in State
        }
        group_id = db.session.scalars(
            select(Ask.group_id)
            .join(Entry, Entry.group_id == Ask.group_id)
            .where(Entry.author_id == person.id)
        ).first()
        return {
            "entry_id": [key for key in entries.values() if key],
            "number": [1],
            "group_id": [group_id],
            "place_id": [db.session.scalars(select(Place.id)).first()],
            "person_id": [person.id],
            "token": _tokens(person),
            "module_slug": [module.slug for module in library.modules],
            "slug": [
                *(lesson.slug for lesson in library.lessons),
                *(case.slug for case in library.cases),
            ],
        }


def _tokens(person: Person) -> list[str]:
    """Links that somebody was sent: to join, to choose a password, and a dead one."""
    about = db.session.scalars(
        select(Membership).where(Membership.person_id == person.id)
    ).one()
    with writing():
        host = {"organisation_id": about.organisation_id, "role": Role.ORGANISER}
        links = [
            accounts.make_link(Purpose.INVITATION, email="new@example.org", **host),
            accounts.make_link(Purpose.INVITATION, email=person.email, **host),
            accounts.make_link(Purpose.RESET, person_id=person.id),
        ]
    return [link.rstrip("/").rpartition("/")[2] for link in links] + ["dead"]


def addresses(site: Site) -> list[str]:
    """Every address that the route map and the examples make, and a few questions."""
    known = examples(site)
    found = []
    for rule in rules(site.app):
        unknown = rule.arguments - known.keys()
        assert not unknown, f"{rule}: give an example of {unknown} in addresses.py"
        names = sorted(rule.arguments)
        for values in itertools.product(*(known[name] for name in names)):
            given = dict(zip(names, values, strict=True))
            found.append(site.app.url_map.bind("").build(rule.endpoint, given))
    group = known["group_id"][0]
    return [*found, *MORE, f"/practice/new/?group={group}"]


def is_page(site: Site, page: Page, address: str) -> APIResponse | None:
    """The answer, if this person gets a page of their own there."""
    answer = page.request.get(address)
    kind = answer.headers.get("content-type", "")
    stays = answer.url == site.address + address
    found = answer.ok or address == "/nothing/here/" or "/link/dead/" in address
    return answer if stays and found and kind.startswith("text/html") else None
