"""Joining, leaving, pairing: acts that touch more than one table."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from flask import current_app
from sqlalchemy import delete, func, select, update

from app.accounts.models import (
    FailedSignIn,
    Membership,
    OneTimeLink,
    Organisation,
    Person,
    Purpose,
    Role,
    Supervision,
)
from app.clock import now, today
from app.db import db

LINK_LIFE = {
    Purpose.SETUP: timedelta(days=7),
    Purpose.INVITATION: timedelta(days=14),
    Purpose.RESET: timedelta(hours=2),
    Purpose.OPENING: timedelta(days=1),
}
WINDOW = timedelta(minutes=15)
TRIES = {"email": 5, "address": 30}  # wrong passwords in a window, then a wait
ASKED = {"asked for": 3, "asked from": 30}  # links to open an account, likewise

hasher = PasswordHasher()  # argon2id as RFC 9106 recommends; slow on purpose


def _nobodys_hash() -> str:
    """A hash that no password has, and that takes as long to verify as a person's.

    Verified when no such person exists. It is put together and not computed.
    """
    made = secrets.token_bytes(hasher.salt_len), secrets.token_bytes(hasher.hash_len)
    salt, key = (base64.b64encode(part).rstrip(b"=").decode() for part in made)
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${key}"


def digest(text: str) -> str:
    """SHA-256 in hexadecimal: enough for tokens that are random themselves."""
    return hashlib.sha256(text.encode()).hexdigest()


def set_password(person: Person, password: str) -> None:
    """Give a new password; every session opened with the old one ends."""
    person.password_hash = hasher.hash(password)
    person.session_key = secrets.token_urlsafe(32)


def change_password(person: Person, password: str) -> None:
    """Give a new password; every link sent for choosing one stops working too."""
    set_password(person, password)
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now())
    )


def check_password(person: Person | None, password: str) -> bool:
    """Whether the password is this person's; as slow when there is no such person."""
    try:
        hasher.verify(person.password_hash if person else _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return person is not None


def person_by_email(email: str) -> Person | None:
    """The person with this address, whatever its capitals."""
    return db.session.scalar(select(Person).where(Person.email == email.lower()))


def is_set_up() -> bool:
    """Whether the first administrator has been created."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def must_wait(email: str, address: str, limits: Mapping[str, int] = TRIES) -> bool:
    """Whether too many tries of a kind came lately for this email or address."""
    since = now() - WINDOW
    for (kind, most), subject in zip(
        limits.items(), (email.lower(), address), strict=True
    ):
        tried = db.session.scalar(
            select(func.count()).where(
                FailedSignIn.subject == digest(f"{kind}:{subject}"),
                FailedSignIn.at > since,
            )
        )
        if (tried or 0) >= most:
            return True
    return False


def note_failure(email: str, address: str, limits: Mapping[str, int] = TRIES) -> None:
    """Remember a try of a kind, and forget those older than an hour."""
    db.session.execute(
        delete(FailedSignIn).where(FailedSignIn.at < now() - timedelta(hours=1))
    )
    for kind, subject in zip(limits, (email.lower(), address), strict=True):
        db.session.add(FailedSignIn(subject=digest(f"{kind}:{subject}")))


def make_link(purpose: Purpose, **about: object) -> str:
    """The full address of a new one-time link."""
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        purpose=purpose,
        digest=digest(token),
        expires_at=now() + LINK_LIFE[purpose],
        **about,
    )
    db.session.add(link)
    return f"{current_app.config['BASE_URL']}/link/{token}/"


def open_link(token: str) -> OneTimeLink | None:
    """The unused, unexpired link that this token belongs to."""
    link = db.session.scalar(
        select(OneTimeLink).where(OneTimeLink.digest == digest(token))
    )
    return link if link and link.is_open else None


def setup_link() -> str:
    """A fresh link for the first administrator; earlier ones stop working."""
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == Purpose.SETUP))
    return make_link(Purpose.SETUP)


def add_person(name: str, email: str, password: str) -> Person:
    """A new person, not yet a member of anything."""
    person = Person(name=name, email=email.lower())
    set_password(person, password)
    db.session.add(person)
    db.session.flush()
    return person


def set_up(name: str, email: str, password: str, organisation: str) -> Person:
    """The first administrator, who is also coordinator of the first organisation."""
    person = add_person(name, email, password)
    person.is_administrator = person.is_editor = True
    host = Organisation(name=organisation)
    db.session.add(host)
    db.session.flush()
    db.session.add(
        Membership(person_id=person.id, organisation_id=host.id, role=Role.COORDINATOR)
    )
    return person


def open_account(link: OneTimeLink, name: str, password: str) -> Person:
    """The person whose address the link was sent to; every such link is used up."""
    person = add_person(name, link.email, password)
    db.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.purpose == Purpose.OPENING,
            OneTimeLink.email == link.email,
            OneTimeLink.used_at.is_(None),
        )
        .values(used_at=now())
    )
    return person


def join(person: Person, link: OneTimeLink) -> None:
    """Carry out an invitation; a role that the person already holds is left alone."""
    held = db.session.scalar(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.organisation_id == link.organisation_id,
            Membership.role == link.role,
        )
    )
    if held is None:
        db.session.add(
            Membership(
                person_id=person.id,
                organisation_id=link.organisation_id,
                role=link.role,
                cohort_id=link.cohort_id,
            )
        )
    link.used_at = now()


def pair(
    organisation: Organisation, supervisor: Person, organiser: Person, from_on: date
) -> None:
    """Pair them from that day; an earlier pairing of the organiser ends on it."""
    db.session.execute(
        delete(Supervision).where(
            Supervision.organisation_id == organisation.id,
            Supervision.organiser_id == organiser.id,
            Supervision.from_on >= from_on,
        )
    )
    db.session.execute(
        update(Supervision)
        .where(
            Supervision.organisation_id == organisation.id,
            Supervision.organiser_id == organiser.id,
            (Supervision.until_on.is_(None)) | (Supervision.until_on > from_on),
        )
        .values(until_on=from_on)
    )
    db.session.add(
        Supervision(
            organisation_id=organisation.id,
            supervisor_id=supervisor.id,
            organiser_id=organiser.id,
            from_on=from_on,
        )
    )


def end_pairing(supervision: Supervision) -> None:
    """End it today: today is the first day without access."""
    if supervision.until_on is None or supervision.until_on > today():
        supervision.until_on = max(today(), supervision.from_on)
