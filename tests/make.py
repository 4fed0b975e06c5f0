"""Plain functions that save rows and give them back."""

import itertools
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts.models import (
    Cohort,
    Membership,
    Organisation,
    Person,
    Role,
    Supervision,
)
from app.casebook import proposals, saving
from app.casebook.forms import filled, proposal_form
from app.casebook.models import (
    Proposal,
    ProposalState,
    Report,
    SavedCase,
    SavedSearch,
)
from app.clock import now, today
from app.content.blocks import Check
from app.content.questions import CONTROL, STREAM
from app.curriculum import calendars, recall_actions
from app.curriculum.cards import Recall
from app.curriculum.models import (
    Answer,
    CalendarAddress,
    ModuleDates,
    Suggestion,
    SuggestionState,
)
from app.db import db
from app.demo import learning
from app.groups.models import Controller, Group, GroupKind, GroupOrganiser, Place
from app.look import library
from app.practice import actions as practice
from app.practice import taking
from app.practice.forms import from_typed
from app.practice.models import Brought, Entry, State
from app.supervision import actions as supervision
from app.supervision.models import Decision

PASSWORD = "four plain words here"
_number = itertools.count(1)
_hash: list[str] = []  # hashing is slow on purpose; one hash serves every test


def person(name: str = "", **about: Any) -> Person:
    """Somebody with an account and the password `PASSWORD`."""
    n = next(_number)
    made = Person(name=name or f"Person {n}", email=f"person{n}@example.org")
    if not _hash:
        accounts.set_password(made, PASSWORD)
        _hash.append(made.password_hash)
    made.password_hash, made.session_key = _hash[0], uuid.uuid4().hex
    for key, value in about.items():
        setattr(made, key, value)
    return saved(made)


def saved(row: Any) -> Any:
    """The row, kept."""
    db.session.add(row)
    db.session.commit()
    return row


def organisation(name: str = "") -> Organisation:
    """A host organisation."""
    return saved(Organisation(name=name or f"Host {next(_number)}"))


def cohort(host: Organisation, name: str = "") -> Cohort:
    """A cohort that started on the first of January."""
    name = name or f"Cohort {next(_number)}"
    return saved(Cohort(organisation_id=host.id, name=name, starts_on=date(2026, 1, 1)))


def dates(
    cohort: Cohort,
    module: str,
    begin_by: date | None = None,
    done_by: date | None = None,
) -> ModuleDates:
    """The days by which a cohort begins a module and has done it."""
    days = {"begin_by": begin_by, "done_by": done_by}
    return saved(ModuleDates(cohort_id=cohort.id, module=module, **days))


def calendar(who: Person) -> str:
    """A private address for somebody's calendar: the part of it that is secret."""
    row = saved(CalendarAddress(person_id=who.id, key=uuid.uuid4().hex))
    return calendars.secret_of(row)


def member(
    who: Person, host: Organisation, role: Role, cohort: Cohort | None = None
) -> Membership:
    """A membership."""
    return saved(
        Membership(
            person_id=who.id,
            organisation_id=host.id,
            role=role,
            cohort_id=cohort.id if cohort else None,
        )
    )


def organiser(
    host: Organisation, name: str = "", cohort: Cohort | None = None
) -> Person:
    """Somebody who keeps a log in that organisation."""
    who = person(name)
    member(who, host, Role.ORGANISER, cohort)
    return who


def supervisor(host: Organisation, *organisers: Person, name: str = "") -> Person:
    """A supervisor, paired with these organisers."""
    who = person(name)
    member(who, host, Role.SUPERVISOR)
    for one in organisers:
        pair(who, one, host)
    return who


def coordinator(host: Organisation, name: str = "") -> Person:
    """A coordinator."""
    who = person(name)
    member(who, host, Role.COORDINATOR)
    return who


def pair(
    supervisor: Person, organiser: Person, host: Organisation, **dates: date
) -> Supervision:
    """A pairing, from long ago and without an end unless said."""
    dates.setdefault("from_on", date(2025, 1, 1))
    return saved(
        Supervision(
            organisation_id=host.id,
            supervisor_id=supervisor.id,
            organiser_id=organiser.id,
            **dates,
        )
    )


def place(host: Organisation, name: str = "", **about: Any) -> Place:
    """A neighbourhood; `lat` and `lon` say where it lies."""
    name = name or f"Place {next(_number)}"
    return saved(Place(organisation_id=host.id, name=name, **about))


def group(host: Organisation, *organisers: Person, **about: Any) -> Group:
    """A community group on which these organisers are named."""
    facts: dict[str, Any] = {
        "name": f"Group {next(_number)}",
        "kind": GroupKind.COMMUNITY_GROUP,
        "controlled_by": Controller.MEMBERS,
        "facts_on": today(),
    } | about
    where = facts.pop("place", None) or place(host)
    made = saved(Group(organisation_id=host.id, place_id=where.id, **facts))
    for one in organisers:
        saved(GroupOrganiser(group_id=made.id, person_id=one.id))
    return made


def answered(
    who: Person, check: Check, days_ago: int = 30, *, is_right: bool = True
) -> Answer:
    """A check that somebody answered in a lesson, before there were cards."""
    page, _ = library().blocks[check.id]
    about = Answer(
        person_id=who.id,
        module=getattr(page, "module", page.slug),
        block=check.id,
        version=check.version,
        given=learning.answer_to(check, is_right=is_right),
        is_right=None if check.kind == "short" else is_right,
        at=now() - timedelta(days=days_ago),
    )
    return saved(about)


def recall(who: Person, check: Check, *, is_right: bool = True) -> Recall:
    """An answer to a check that came back; it was answered in its lesson before."""
    mine = Answer.person_id == who.id, Answer.block == check.id
    if db.session.scalar(select(Answer).where(*mine)) is None:
        answered(who, check)
    card = recall_actions.card_of(who.id, check)
    given = learning.answer_to(check, is_right=is_right)
    made = recall_actions.answer(who.id, check, card.turn if card else 0, given)
    assert made
    return saved(made)


def saved_case(who: Person, slug: str, note: str = "") -> SavedCase:
    """A case on somebody's reading list, under its slug as its title."""
    return saved(SavedCase(person_id=who.id, slug=slug, title=slug, note=note))


def saved_search(who: Person, address: str, name: str = "") -> SavedSearch:
    """A search that somebody keeps: what follows the question mark."""
    sought = saving.Sought.at(address)
    made = saving.save_search(who.id, sought, name or sought.words)
    return saved(made)


def typed(**changes: Any) -> dict[str, str]:
    """A complete entry form, as field names and values; a None takes one away.

    In names, two underscores stand for a hyphen.
    """
    fields: dict[str, Any] = {
        "title": "Stairwell meeting",
        "happened_on": today().isoformat(),
        "minutes": "90",
        "kind": "meeting",
        "started_by": "group",
        "what": "Eleven of us on the landing. Tenant A chaired.",
        "so_what": "I answered his first two questions myself.",
        "now_what": "Tenant A writes up the promises.",
        "ask_outcome": "asked",
        "rate-community-voice": "2",
        "evidence-community-voice": "Four households put it to the repairs manager.",
    }
    fields |= {f"control-{q.id}": "1" for q in CONTROL}
    fields |= {f"stream-{q.id}": "A" for q in STREAM}
    fields |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: str(value) for name, value in fields.items() if value is not None}


STREAM_ANSWERS = {
    "strengthening": "AAAAAA",
    "service": "BBBBBB",
    "mixed": "AAABBB",
    "confused": "AAABBB",
}


def _rated(fields: dict[str, str], ratings: dict[str, str]) -> dict[str, str]:
    """The form with these levels by principle, each with evidence, and no others."""
    scores = ("rate-", "evidence-")
    rated = {k: v for k, v in fields.items() if not k.startswith(scores)}
    for principle, level in ratings.items():
        rated[f"rate-{principle}"] = level
        rated[f"evidence-{principle}"] = "Seen on the landing."
        rated[f"second-{principle}"] = "Tenant B says so too."
    return rated


def entry(
    author: Person,
    host: Organisation,
    *,
    state: State = State.SUBMITTED,
    stream: str = "strengthening",
    happened_on: date | None = None,
    submitted_at: datetime | None = None,
    group: Group | None = None,
    ratings: dict[str, str] | None = None,
    **changes: Any,
) -> Entry:
    """An entry that went through the product's own actions to this state."""
    fields = typed(**changes)
    if happened_on:
        fields["happened_on"] = happened_on.isoformat()
    if group:
        fields["group"] = str(group.id)
    if ratings is not None:
        fields = _rated(fields, ratings)
    for question, answer in zip(STREAM, STREAM_ANSWERS[stream], strict=True):
        fields.setdefault(f"stream-{question.id}", answer)
        fields[f"stream-{question.id}"] = answer
    if stream == "mixed":
        fields["separation"] = "Another budget, other people decide."
    scale = library().default_framework
    form = from_typed(scale, {name: [value] for name, value in fields.items()})
    made = practice.begin(uuid.uuid4(), author, host.id, (scale.id, scale.version))
    practice.keep(made, form, deliberate=False)
    if state is not State.DRAFT:
        practice.submit(made, form)
        moment = submitted_at or (
            datetime.combine(happened_on, time(20), UTC) if happened_on else now()
        )
        made.submitted_at = made.state_since = moment
    if state in {State.RETURNED, State.ACCEPTED}:
        reader = db.session.scalar(Supervision.supervisor_of(author.id, host.id))
        decision = Decision.RETURNED if state is State.RETURNED else Decision.ACCEPTED
        supervision.decide(made, reader or author, 1, decision, "")
    db.session.commit()
    return made


def brought(who: Person, entry: Entry) -> Brought:
    """An entry that somebody brought along: a copy of one that is here."""
    (content,) = taking.entries(entry.author_id, [entry.id])
    about = {"kind": "entry", "key": content["key"], "content": content}
    return saved(Brought(person_id=who.id, **about))


def proposal(
    proposer: Person, state: ProposalState = ProposalState.SENT, **typed: Any
) -> Proposal:
    """A proposal that went through the product's own actions to this state."""
    fields = {"title": "A bus that came back", "did": "We counted."} | typed
    form = filled(
        proposal_form(library().default_framework),
        {
            name: value if isinstance(value, list) else [str(value)]
            for name, value in fields.items()
        },
    )
    made = proposals.begin(uuid.uuid4(), proposer)
    proposals.keep(made, form)
    if state is not ProposalState.DRAFT:
        proposals.send(made)
    if state is ProposalState.ASKED:
        proposals.ask(made, proposer, "How many?")
    elif state is ProposalState.DECLINED:
        proposals.decline(made, proposer, "Not yet.")
    elif state is ProposalState.WITHDRAWN:
        proposals.withdraw(made)
    elif state is ProposalState.PUBLISHED:
        made.state, made.slug = state, "kirkby-rent-strike"
    db.session.commit()
    return made


def report(slug: str = "kirkby-rent-strike", **about: Any) -> Report:
    """An error that somebody reported."""
    facts = {"passage": "The second paragraph", "wrong": "It was 1973."} | about
    return saved(Report(slug=slug, **facts))


def suggestion(
    who: Person | None = None,
    state: SuggestionState = SuggestionState.OPEN,
    **about: Any,
) -> Suggestion:
    """A change to a lesson that somebody suggested, answered unless it is open."""
    facts: dict[str, Any] = {
        "lesson": "listening-one-to-one",
        "anchor": "how",
        "heading": "How to do it",
        "wanted": "Say how long to wait.",
        "why": "Six seconds is long on a doorstep.",
        "person_id": who.id if who else None,
        "state": state,
    }
    if state is not SuggestionState.OPEN:
        facts |= {"reason": "We asked two organisers.", "answered_at": now()}
    return saved(Suggestion(**(facts | about)))
