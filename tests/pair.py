"""An organiser and their supervisor, each with a browser."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import Organisation, Person
from app.content.types import Framework
from app.db import db
from app.look import library
from app.practice.models import Entry
from tests import make
from tests.page import Page

LEAD = "Office manager, 020 7946 0000"


@dataclass
class Pair:
    """Two people who work together."""

    host: Organisation
    author: Person
    supervisor: Person
    log: FlaskClient  # the author's browser
    desk: FlaskClient  # the supervisor's

    def entry(self, **about: Any) -> Entry:
        """An entry by the author; see `make.entry`."""
        return make.entry(self.author, self.host, **about)

    def group(self, **about: Any) -> Any:
        """A group on which the author is named."""
        return make.group(self.host, self.author, **about)

    def score_all(self, entry: Entry, level: str = "not-in-play") -> None:
        """The supervisor scores every principle alike."""
        for principle in scale().principles:
            answer = self.desk.post(
                f"/supervision/{entry.id}/scores/{principle.id}/",
                data={"level": level, "evidence": "Paragraph two."},
            )
            assert answer.status_code == 302


def entry_at(address: str) -> Entry:
    """The entry whose address this is, as the database has it now."""
    key = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", address)
    assert key
    found = db.session.get(Entry, uuid.UUID(key[0]))
    assert found
    return found


def scale() -> Framework:
    """The framework that entries of tests are scored with."""
    return library().default_framework


def pair(sign_in: Callable[[Person], FlaskClient]) -> Pair:
    """Ann, an organiser, and Sue, who supervises her."""
    host = make.organisation()
    host.safeguarding_lead = LEAD
    author = make.organiser(host, "Ann Author")
    supervisor = make.supervisor(host, author, name="Sue Supervisor")
    made = Pair(host, author, supervisor, sign_in(author), sign_in(supervisor))
    for browser in (made.log, made.desk):
        browser.token = Page(browser.get("/account/")).sent["csrf_token"]
    return made
