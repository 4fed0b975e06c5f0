"""An author, and everyone who might want to read what they write."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, Role
from app.db import db
from app.practice.models import Entry, State
from tests import make

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
SENT = [State.SUBMITTED, State.RETURNED, State.ACCEPTED]


class Cast:
    """An author, everyone who might want to read them, and where they all work."""

    def __init__(self) -> None:
        self.host, self.elsewhere = make.organisation(), make.organisation()
        self.author = make.organiser(self.host, "Anna")
        make.member(self.author, self.elsewhere, Role.ORGANISER)
        self.made = {"author": self.author}
        # The last day of one supervisor is the day before the first of the next.
        dates = {"from_on": TODAY - 9 * DAY, "until_on": TODAY + DAY}
        make.pair(self["supervisor"], self.author, self.host, **dates)

    def __getitem__(self, reader: str) -> Person:
        """The reader of that name, made when first asked for."""
        if reader not in self.made:
            self.made[reader] = MAKERS[reader](self)
        return self.made[reader]

    def supervisor(self, **dates: date) -> Person:
        """Somebody who is paired with the author between these dates."""
        who = make.supervisor(self.host)
        make.pair(who, self.author, self.host, **dates)
        return who

    def boss(self) -> Person:
        """Who set the site up: all rights, and coordinator of the organisation."""
        who = make.person(is_administrator=True, is_editor=True)
        make.member(who, self.host, Role.COORDINATOR)
        return who


MAKERS: dict[str, Callable[[Cast], Person]] = {
    "supervisor": lambda cast: make.supervisor(cast.host),
    "supervisor until yesterday": lambda cast: cast.supervisor(until_on=TODAY - DAY),
    "supervisor until today": lambda cast: cast.supervisor(until_on=TODAY),
    "supervisor from tomorrow": lambda cast: cast.supervisor(from_on=TODAY + DAY),
    "supervisor of another": lambda cast: make.supervisor(cast.host),
    "supervisor elsewhere": lambda cast: make.supervisor(cast.elsewhere, cast.author),
    "coordinator": lambda cast: make.coordinator(cast.host),
    "colleague": lambda cast: make.organiser(cast.host),
    "administrator": lambda _: make.person(is_administrator=True),
    "administrator who coordinates": Cast.boss,
    "editor": lambda _: make.person(is_editor=True),
    "member of nothing": lambda _: make.person(),
}
READERS = ["author", *MAKERS]


def fresh(person: Person) -> Person:
    """The person as a request loads them, with memberships."""
    db.session.rollback()
    query = select(Person).options(joinedload(Person.memberships))
    return db.session.scalars(query.where(Person.id == person.id)).unique().one()


def statuses(browser: FlaskClient, pages: Iterable[str]) -> set[int]:
    """The set of statuses that these pages answer with."""
    return {browser.get(page).status_code for page in pages}


def pages_of(entry: Entry) -> list[str]:
    """Every page on which an entry can be read."""
    log, desk = f"/practice/{entry.id}/", f"/supervision/{entry.id}/"
    return [log, f"{log}edit/", f"{log}check/", f"{log}versions/1/", desk]
