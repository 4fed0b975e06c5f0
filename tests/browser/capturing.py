"""Writing on a phone without a signal, and what the log then has."""

import uuid

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.db import db
from app.practice.models import Entry, State
from tests.browser import steps
from tests.browser.site import Site

# Asks until the worker has the pages to write on.
READY = """async () => {
  const pages = ["/practice/new/", "/practice/quick/", "/practice/phone/"];
  for (let times = 0; times < 300; times += 1) {
    const kept = await Promise.all(pages.map((path) => caches.match(path)));
    if (kept.every(Boolean) && navigator.serviceWorker.controller) return true;
    await new Promise((again) => setTimeout(again, 50));
  }
  return false;
}"""
WAITING = "only on this phone"
EMPTY = "Nothing is only on this phone"


def get_ready(page: Page, address: str = "") -> None:
    """Open the log once with a signal, as everybody has."""
    page.goto(f"{address}/practice/")
    assert page.evaluate(READY)


def entries(site: Site, title: str) -> list[Entry]:
    """What the log has under that title."""
    with site.app.app_context():
        return list(db.session.scalars(select(Entry).where(Entry.title == title)))


def states(site: Site, title: str) -> list[State]:
    """Where each entry with that title stands."""
    return [entry.state for entry in entries(site, title)]


def a_title() -> str:
    """A title that no other entry has."""
    return f"Cellar {uuid.uuid4().hex[:8]}"


def open_form(page: Page, address: str = "") -> None:
    """The form for a new entry, with its script at work."""
    page.goto(f"{address}/practice/new/")
    page.locator("form[data-ready]").wait_for()


def write_all(page: Page, title: str, address: str = "") -> None:
    """A whole entry, with its scores."""
    open_form(page, address)
    steps.write(page, title)
    steps.rate(page, "Community voice", "2 Emerging", "Four households said so.")
    steps.answer_tests(page)


def hand_in(page: Page) -> None:
    """Submit it where no signal is."""
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit when there is a signal").click()
    page.wait_for_url("**/practice/phone/")


def all_gone(page: Page, address: str = "") -> None:
    """Nothing waits on the phone any more."""
    page.goto(f"{address}/practice/phone/")
    page.get_by_role("button", name="Send now").or_(page.get_by_text(EMPTY)).wait_for()
    expect(page.get_by_text(EMPTY)).to_be_visible()
