"""Every page of the site, for each role: from the route map, with real examples.

A new page is covered as soon as it has a route. One whose address has a part that
`examples` does not know stops the tests, and says so.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from playwright.sync_api import APIResponse, Page
from sqlalchemy import select
from werkzeug.routing import Rule

from app import security
from app.accounts import actions as accounts
from app.accounts.models import Membership, Person, Purpose, Role
from app.casebook.models import Proposal, ProposalState
from app.curriculum import calendars
from app.curriculum.models import CalendarAddress
from app.db import db, writing
from app.groups.models import Ask, Group, Place
from app.practice.models import Brought, Entry, State
from tests import make, make_groups
from tests.browser.site import Site

ROLES = {
    "nobody": "",
    "organiser": "Lewis",  # not Shabnam, whose place in the lessons a journey needs
    "supervisor": "Dermot",  # his
    "coordinator": "Nuala",  # administrator and editor too
    "practitioner": "Marguerite",
}
SWEPT_WHOLE = ("nobody", "organiser")  # for whom open pages are looked at too
NOTHING = "/nothing/here/"
MORE = (
    NOTHING,
    "/casebook/?q=the+grant+for+our+reps+is+ending",
    "/casebook/?q=zzyzx",
    "/casebook/?view=timeline&country=Iceland&country=Wales",
    "/casebook/?view=map&country=Scotland",
    "/casebook/?outcome=failed&outcome=mixed&principle=independence",
    "/casebook/searches/new/?q=rent+strike&outcome=failed",
    "/open-account/?next=/casebook/",
    "/practice/?state=accepted",
    "/practice/find/?q=landing&kind=meeting&since=2026-01-01",
    "/practice/?state=submitted&after=2000-01-01.01a2089b-c655-772a-8f2c-08294dd7784e",
)
WHOLE = "/learn/print/"  # a module's own page to print, forty times as long
DEAD = "a-link-that-was-used"


def examples(site: Site, everything: bool = True) -> dict[str, list[Any]]:
    """For each part of an address, things of the demonstration that fit there.

    Parts that belong together have their names together, with a space.

    Without `everything`, few cases and lessons stand for all.
    """
    library = site.app.extensions["library"]
    # One template draws all lessons, and one all cases.
    lessons = [(lesson.module, lesson.slug) for lesson in library.lessons][::2]
    cases = [case.slug for case in library.cases][::4]
    known = [mistake.slug for mistake in library.mistakes]
    modules = [module.slug for module in library.modules]
    if not everything:
        lessons, cases, known = lessons[:4], cases[:3], known[:1]
        modules = modules[:2]
    with site.app.app_context():
        person = db.session.scalars(
            select(Person).where(Person.name == ROLES["organiser"])
        ).one()
        return {
            "entry_id": _entries(person),
            "number": [1],
            "cohort_id": [_cohort(person)],
            "address": [_calendar(person)],
            "group_id": [_group_with_an_ask(person)],
            "place_id": [db.session.scalars(select(Place.id)).first()],
            **_rounds(person),
            "person_id": [person.id],
            "proposal_id": _proposals(person),
            "report_id": [make.report(cases[0]).id],
            "suggestion_id": [make.suggestion(person).id],
            "recall_id": _recalls(site, person),
            "secret": [_reply_link(person)],
            "group_id reply_id": [_reply(person)],
            "brought_id": [_brought(person)],
            "token": _tokens(person),
            "module_slug": modules,
            "module_slug slug": lessons,
            "slug": [*cases, *known],
        }


def _entries(person: Person) -> list[Any]:
    """The organiser's latest entry in each state."""
    found = [
        db.session.scalars(
            select(Entry.id)
            .where(Entry.author_id == person.id, Entry.state == state)
            .order_by(Entry.sorted_at.desc())
        ).first()
        for state in State
    ]
    return [entry_id for entry_id in found if entry_id]


def _recalls(site: Site, person: Person) -> list[Any]:
    """An answer to a question that came back, of each kind."""
    lessons = site.app.extensions["library"].lessons
    checks = {check.kind: check for lesson in lessons for check in lesson.checks}
    return [make.recall(person, check).id for check in checks.values()]


def _brought(person: Person) -> Any:
    held = select(Brought.id).where(Brought.person_id == person.id)
    if found := db.session.scalars(held).first():
        return found
    query = select(Entry).where(
        Entry.author_id == person.id, Entry.state == State.ACCEPTED
    )
    return make.brought(person, db.session.scalars(query).first()).id


def _cohort(person: Person) -> Any:
    query = select(Membership.cohort_id).where(Membership.person_id == person.id)
    return db.session.scalars(query).one()


def _rounds(person: Person) -> dict[str, list[Any]]:
    """Open rounds, of a place and of a group, each with the part it belongs to."""
    group = db.session.get(Group, _group_with_an_ask(person))
    assert group
    asked = make_groups.baseline(group.place_id, person)
    own = make_groups.baseline(group.place_id, person, group=group)
    return {
        "key": [asked.key],
        "place_id round_id": [(asked.place_id, asked.id)],
        "group_id round_id": [(group.id, own.id)],
    }


def _calendar(person: Person) -> str:
    """The secret part of the address for the organiser's calendar."""
    row = db.session.get(CalendarAddress, person.id)
    if row is None:
        return make.calendar(person)
    return calendars.secret_of(row)


def _proposals(person: Person) -> list[Any]:
    """A draft, one that waits for an editor, and one that waits for its proposer."""
    states = (ProposalState.DRAFT, ProposalState.SENT, ProposalState.ASKED)
    held = {
        p.state: p.id
        for p in db.session.scalars(
            select(Proposal).where(Proposal.proposer_id == person.id)
        )
    }
    return [held.get(state) or make.proposal(person, state).id for state in states]


def _group_with_an_ask(person: Person) -> Any:
    query = select(Ask.group_id).join(Entry, Entry.group_id == Ask.group_id)
    return db.session.scalars(query.where(Entry.author_id == person.id)).first()


def _reply_link(person: Person) -> str:
    group = db.session.get(Group, _group_with_an_ask(person))
    return make_groups.reply_link(group, person)


def _reply(person: Person) -> tuple[Any, Any]:
    """A reply that waits for an answer, on the group with an ask."""
    group = db.session.get(Group, _group_with_an_ask(person))
    query = select(Entry).where(
        Entry.group_id == group.id, Entry.state == State.ACCEPTED
    )
    entry = db.session.scalars(query).first()
    return group.id, make_groups.group_reply(group, person, entry).id


def _tokens(person: Person) -> list[str]:
    """Links that somebody was sent: to join, a password, an account; a dead one."""
    query = select(Membership).where(Membership.person_id == person.id)
    host_id = db.session.scalars(query).one().organisation_id
    with writing():
        host = {"organisation_id": host_id, "role": Role.ORGANISER}
        links = [
            accounts.make_link(Purpose.INVITATION, email="new@example.org", **host),
            accounts.make_link(Purpose.INVITATION, email=person.email, **host),
            accounts.make_link(Purpose.RESET, person_id=person.id),
            accounts.make_link(Purpose.OPENING, email="reader@example.org"),
        ]
    return [*(link.rstrip("/").rpartition("/")[2] for link in links), DEAD]


def routes(site: Site, everything: bool = True) -> dict[str, list[str]]:
    """By route, every address that the examples make of it."""
    known = examples(site, everything)
    adapter = site.app.url_map.bind("")
    found = {}
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        found[str(rule)] = [
            adapter.build(rule.endpoint, given) for given in _given(rule, known)
        ]
    return found


def _given(rule: Rule, known: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Values for the parts of one route's addresses."""
    names = sorted(rule.arguments)
    if together := known.get(" ".join(names)) if len(names) > 1 else None:
        values: Iterable[Any] = together
    else:
        unknown = rule.arguments - known.keys()
        assert not unknown, f"{rule}: give an example of {unknown} in addresses.py"
        values = itertools.product(*(known[name] for name in names))
    for given in values:
        yield dict(zip(names, given, strict=True))


def pages(site: Site, everything: bool = False) -> list[str]:
    """The addresses of all routes, and some more that answer a question."""
    found = routes(site, everything)
    return [*itertools.chain(*found.values()), *MORE, _carried_over(found)]


def _carried_over(found: dict[str, list[str]]) -> str:
    group = found["/groups/<uuid:group_id>/"][0].rstrip("/").rpartition("/")[2]
    return f"/practice/new/?group={group}"


def pages_of(site: Site, page: Page, role: str) -> Iterator[str]:
    """The pages that this role has.

    Those that are open to all differ for somebody signed in by what stands above and
    beside them: the organiser gets one of each kind and no picture, the others none.
    """
    endpoints = {str(rule): rule.endpoint for rule in site.app.url_map.iter_rules()}
    is_all = role == "nobody"
    found = routes(site, everything=False)
    for rule, addresses in found.items():
        held = (a for a in addresses if is_page(site, page, a) is not None)
        is_open = endpoints[rule] in security.PUBLIC
        is_print = endpoints[rule] == "learn.print_module"  # the same for everybody
        if rule == WHOLE or (is_open and role not in SWEPT_WHOLE):
            continue
        if is_print and not is_all:
            continue
        once = is_print or (is_open and not is_all)
        yield from itertools.islice(held, 1) if once else held
    more = [m for m in MORE if is_all or "view=" not in m]
    if role not in SWEPT_WHOLE:
        more = [m for m in more if m.startswith("/practice/")]
    for address in [*more, _carried_over(found)]:
        if is_page(site, page, address) is not None:
            yield address


def is_page(site: Site, page: Page, address: str) -> APIResponse | None:
    """The answer, if this person gets a page of their own there."""
    answer = page.request.get(address)
    assert answer.status < 500, f"{address} answered {answer.status}"
    html = answer.headers.get("content-type", "").startswith("text/html")
    stays = answer.url == site.address + address
    found = answer.ok or address == NOTHING or DEAD in address
    return answer if stays and found and html else None
