"""Writing on a phone with no signal: kept here, sent later, in the log exactly once."""

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.db import db
from app.practice.models import Entry, State
from tests.browser import steps
from tests.browser.site import Site, shot

Window = Callable[..., Page]
# Asks until the worker has the pages to write on.
READY = """async () => {
  for (let times = 0; times < 300; times += 1) {
    const kept = await Promise.all(["/practice/new/", "/practice/quick/", "/practice/phone/"]
      .map((path) => caches.match(path)));
    if (kept.every(Boolean) && navigator.serviceWorker.controller) return true;
    await new Promise((again) => setTimeout(again, 50));
  }
  return false;
}"""


def get_ready(page: Page) -> None:
    """Open the log once with a signal, as everybody has."""
    page.goto("/practice/")
    assert page.evaluate(READY)


def entries(site: Site, title: str) -> list[Entry]:
    """What the log has under that title."""
    with site.app.app_context():
        return list(db.session.scalars(select(Entry).where(Entry.title == title)))


def name() -> str:
    """A title that no other entry has."""
    return f"Cellar {uuid.uuid4().hex[:8]}"


def write_offline(page: Page, title: str) -> None:
    """A whole entry, handed in with no signal."""
    page.goto("/practice/new/")
    page.locator("form[data-ready]").wait_for()
    steps.write(page, title)
    steps.rate(page, "Community voice", "2 Emerging", "Four households said so.")
    steps.answer_tests(page)
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit when there is a signal").click()
    page.wait_for_url("**/practice/phone/")


def nothing_waits(page: Page) -> None:
    """The list on the phone is empty."""
    page.goto("/practice/phone/")
    expect(page.get_by_text("Nothing is only on this phone")).to_be_visible()


def test_three_entries_without_a_signal(site: Site, open_as: Window) -> None:
    """Opened, written, scored and handed in; they go by themselves, once each."""
    page = open_as("Kofi", width=390)
    get_ready(page)
    titles = [name() for _ in range(3)]
    page.context.set_offline(True)
    for title in titles:
        write_offline(page, title)
    expect(page.get_by_text("3 entries are only on this phone")).to_be_visible()
    expect(page.get_by_text("Waiting to be submitted")).to_have_count(3)
    shot(page, "capture-phone-waiting")

    page.context.set_offline(False)

    expect(page.get_by_text("Nothing is only on this phone")).to_be_visible()
    for title in titles:
        assert [e.state for e in entries(site, title)] == [State.SUBMITTED]
