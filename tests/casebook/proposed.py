"""A proposal as somebody fills it in, and ways to send it along."""

from email import message_from_bytes
from email.policy import default
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from app.casebook.models import Proposal
from app.db import db
from tests.page import Page

HOME = "/casebook/propose/"

SHORT = {
    "title": "Harrow Vale bus: a route that came back",
    "did": "The council stopped the buses. Eleven of us counted who had used them.",
    "place_name": "Harrow Vale",
    "country": "England",
    "began": "2011",
    "outcome": "mixed",
    "outcome_why": "A bus came back, on two days a week.",
    "source-text-0": "Vale Gazette, ‘Buses to return’, 4 May 2012",
}
PARAGRAPH = (
    "Forty people met in the hall on a Monday and wrote down who had no way to go. "
)
WHOLE = SHORT | {
    "summary": "A council cut a bus. People counted, asked, and got some of it back.",
    "ended": "2012",
    "situation": PARAGRAPH * 6,
    "did": SHORT["did"] + " " + PARAGRAPH * 6,
    "changed": PARAGRAPH * 4,
    "wrong": "**Nobody asked the drivers.** " + PARAGRAPH * 4,
    "take": PARAGRAPH * 4,
    "aim": "partly",
    "aim_note": "Two days of six",
    "survival": "no",
    "survival_note": "The group stopped meeting in 2013",
    "growth": "unknown",
    "growth_note": "Nobody asked them",
    "kind": "community-group",
    "who": "Eleven villagers, none of them paid",
    "who_did_the_work": ["members"],
    "stream": "strengthening",
    "methods": ["research", "negotiation"],
    "mistakes": ["fighting-alone"],
    "lineage": ["self-help"],
    "lessons": ["power-mapping"],
    "asks": "\n".join(f"who do we ask about the bus number {n}" for n in range(1, 9)),
    "confidence": "known",
    "confidence_note": "One newspaper was read.",
    "lat": "53.5",
    "lon": "-1.25",
    "precision": "town",
    "upheld-mutual-aid": "Neighbours drove each other",
    "broken-independence": "The parish lent the hall, and took it back",
    "source-url-0": "https://gazette.example/buses",
    "source-date-0": "2012-05-04",
    "source-read-0": "whole",
}  # fmt: skip


def saved(browser: FlaskClient, **typed: Any) -> Page:
    """The page after a new proposal was typed and its button pressed."""
    page = Page(browser.get(HOME))
    fields = {"key": page.sent["key"], **typed}
    return Page(browser.post(HOME, data=fields, follow_redirects=True))


def shown(browser: FlaskClient, page: Page, post: str) -> Page:
    """The page after the newest proposal was sent on."""
    edit = page.links["Go on writing"]
    address = edit.removesuffix("edit/") + post
    return Page(browser.post(address, follow_redirects=True))


def propose(browser: FlaskClient, **typed: Any) -> Proposal:
    """A proposal that was sent to the editors."""
    page = saved(browser, **typed or SHORT, do="check")
    assert page.status == 200, page.at_field
    shown(browser, page, "send/")
    query = select(Proposal).order_by(Proposal.id.desc()).limit(1)
    return db.session.scalars(query).one()


def letters() -> list[tuple[str, str, str]]:
    """The mail that went out: to whom, subject, text."""
    folder = current_app.config["DATA_DIR"] / "outbox"
    found = []
    for path in sorted(folder.glob("*.eml")) if folder.exists() else ():
        letter = message_from_bytes(path.read_bytes(), policy=default)
        body = letter.get_content()
        found.append((letter["To"], letter["Subject"], body))
    return found


def empty_outbox() -> None:
    """Throw away the mail that went out before."""
    for path in (current_app.config["DATA_DIR"] / "outbox").glob("*.eml"):
        path.unlink()
