"""The network cut at every step of a send, and worse: in the log exactly once."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.practice.models import State
from tests.browser import process, steps
from tests.browser.between import Line, line_to
from tests.browser.capturing import (
    EMPTY,
    WAITING,
    a_title,
    all_gone,
    get_ready,
    hand_in,
    open_form,
    states,
    write_all,
)
from tests.browser.site import FLAGS, Site, chromium_path, shot

Window = Callable[..., Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    """A line to the site that can be cut."""
    with line_to(site.address) as between:
        yield between


@pytest.fixture
def window(chromium: Browser, signed_in: Callable[[str], Any]) -> Iterator[Window]:
    """A phone of somebody's; what its console says of a cut line is no fault here."""
    contexts: list[BrowserContext] = []

    def enter(name: str) -> Page:
        context = chromium.new_context(viewport=PHONE, storage_state=signed_in(name))
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


def handed_in_offline(page: Page, address: str) -> str:
    """An entry that waits on the phone to be submitted; gives its title."""
    get_ready(page, address)
    title = a_title()
    page.context.set_offline(True)
    write_all(page, title, address)
    hand_in(page)
    return title


@pytest.mark.parametrize("fault", ["before", "during", "after"])
def test_cut_while_it_is_sent(
    site: Site, line: Line, window: Window, fault: str
) -> None:
    """Before a word of it arrives, in the middle of it, and after it was kept."""
    page = window("Bethan")
    title = handed_in_offline(page, line.address)
    line.fault = fault
    page.context.set_offline(False)
    until(page, lambda: line.times > 0)
    expect(page.get_by_text(WAITING)).to_be_visible()
    assert states(site, title) == ([State.SUBMITTED] if fault == "after" else [])

    line.fault = ""
    all_gone(page, line.address)

    assert states(site, title) == [State.SUBMITTED]


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for what happens outside the page."""
    for _ in range(300):
        if is_so():
            return
        page.wait_for_timeout(50)
    pytest.fail("It did not come to pass.")


def test_killed_between_write_and_reply(site: Site, window: Window) -> None:
    """The server is gone before the phone hears of it; started again, it knows."""
    with process.running(site) as server, line_to(server.address) as line:
        page = window("Bethan")
        title = handed_in_offline(page, line.address)
        line.fault, line.at_fault = "after", server.kill
        page.context.set_offline(False)
        until(page, lambda: line.times > 0)
        expect(page.get_by_text(WAITING)).to_be_visible()
        line.fault = ""
        server.start()

        all_gone(page, line.address)

    assert states(site, title) == [State.SUBMITTED]


def test_a_hanging_network_shows_the_form(line: Line, window: Window) -> None:
    """After some four seconds, and not a blank page until the network gives up."""
    page = window("Bethan")
    get_ready(page, line.address)
    line.fault = "hangs"
    page.goto(f"{line.address}/practice/new/", wait_until="commit", timeout=8_000)
    expect(page.get_by_text("No signal. What you write is kept")).to_be_visible()
    page.get_by_label("Call it something").fill("Hung up")


def test_signed_out_meanwhile(site: Site, window: Window) -> None:
    """It stays on the phone, the page says so, and it goes after signing in."""
    page = window("Bethan")
    title = handed_in_offline(page, site.address)
    page.context.clear_cookies()
    page.context.set_offline(False)

    words = "Sign in to send what is on this phone"
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    shot(page, "capture-7-sign-in")
    assert states(site, title) == []
    page.get_by_role("link", name="Sign in", exact=True).last.click()
    steps.sign_in(page, site, "Bethan")

    expect(page.get_by_text(EMPTY)).to_be_visible()
    assert states(site, title) == [State.SUBMITTED]


def test_somebody_else_on_the_same_phone(site: Site, window: Window) -> None:
    """Neither sees nor sends what the other wrote."""
    page = window("Bethan")
    title = handed_in_offline(page, site.address)
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.get_by_role("link", name="Sign in", exact=True).last.click()
    steps.sign_in(page, site, "Oluchi")

    expect(page.get_by_text(EMPTY)).to_be_visible()
    expect(page.get_by_text(title)).to_have_count(0)
    assert states(site, title) == []


def test_signing_out_asks_first(site: Site, window: Window) -> None:
    """Stay, send first, or delete; afterwards the phone holds nothing."""
    page = window("Bethan")
    title = handed_in_offline(page, site.address)
    page.context.route("**/practice/send/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(f"{site.address}/practice/")
    leave = page.get_by_role("button", name="Sign out")
    if not leave.is_visible():
        page.get_by_role("button", name="Menu").click()
    leave.click()
    expect(page.get_by_text("One entry is not sent yet")).to_be_visible()
    shot(page, "capture-8-sign-out")
    page.get_by_role("button", name="Send it first").click()
    expect(page.get_by_text("It could not be sent.")).to_be_visible()
    page.get_by_role("button", name="Delete it and sign out").click()

    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert states(site, title) == []
    assert (
        page.evaluate("async () => Boolean(await caches.match('/practice/new/'))")
        is False
    )
    page.goto(f"{site.address}/sign-in/?next=/practice/phone/")
    steps.sign_in(page, site, "Bethan")
    expect(page.get_by_text(EMPTY)).to_be_visible()


def test_the_browser_killed(
    site: Site, chromium: Browser, tmp_path: Path, line: Line
) -> None:
    """With an entry waiting and a draft just typed; opened again, both go."""

    def phone() -> BrowserContext:
        kind = chromium.browser_type
        return kind.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium_path(kind),
            args=FLAGS,
            viewport=PHONE,
        )

    context = phone()
    page = context.new_page()
    page.goto(f"{line.address}/sign-in/")
    page.get_by_label("Stay signed in").check()
    steps.sign_in(page, site, "Oluchi")
    page.wait_for_url("**/today/")
    title = handed_in_offline(page, line.address)
    draft = a_title()
    open_form(page, line.address)
    page.get_by_label("Call it something").fill(draft)
    steps.said(page, "Saved on this phone")
    pid = int(
        (tmp_path / "profile" / "SingletonLock").readlink().name.rpartition("-")[2]
    )
    cookies = context.cookies()
    with context.expect_event("close"):
        os.kill(pid, signal.SIGKILL)

    context = phone()
    context.add_cookies(cookies)  # which a browser keeps on disk some seconds later
    page = context.new_page()
    all_gone(page, line.address)
    context.close()

    assert states(site, title) == [State.SUBMITTED]
    assert states(site, draft) == [State.DRAFT]
