"""Writing on a phone with no signal: kept here, sent later, in the log exactly once."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.practice.models import State
from tests.browser import steps
from tests.browser.capturing import (
    EMPTY,
    a_title,
    all_gone,
    entries,
    get_ready,
    hand_in,
    open_form,
    states,
    write_all,
)
from tests.browser.site import Site, shot

Window = Callable[..., Page]


def test_three_entries_without_a_signal(site: Site, open_as: Window) -> None:
    """Opened, written, scored and handed in; they go by themselves, once each."""
    page = open_as("Kofi", width=390)
    get_ready(page)
    titles = [a_title() for _ in range(3)]
    page.context.set_offline(True)
    for title in titles:
        write_all(page, title)
        shot(page, "capture-1-form")
        hand_in(page)
    expect(page.get_by_text("3 entries are only on this phone")).to_be_visible()
    expect(page.get_by_text("Waiting to be submitted")).to_have_count(3)
    shot(page, "capture-2-waiting")
    page.goto("/groups/")  # not kept here: the page that says so knows nobody
    line = page.get_by_text("3 entries are only on this phone")
    expect(line.get_by_role("link", name="See what waits")).to_be_visible()
    line.get_by_role("link").click()

    page.context.set_offline(False)

    expect(page.get_by_text(EMPTY)).to_be_visible()
    for title in titles:
        assert states(site, title) == [State.SUBMITTED]


def test_going_on_with_a_draft_on_the_phone(site: Site, open_as: Window) -> None:
    """A draft that was begun without a signal opens again without one."""
    page = open_as("Kofi", width=390)
    get_ready(page)
    page.context.set_offline(True)
    title = a_title()
    open_form(page)
    page.get_by_label("Call it something").fill(title)
    page.get_by_label("Minutes").fill("40")
    steps.said(page, "Saved on this phone")
    page.goto("/practice/phone/")
    expect(page.get_by_text("Draft, only on this phone")).to_be_visible()

    page.get_by_role("listitem").filter(has_text=title).get_by_role(
        "link", name="Go on writing"
    ).click()
    expect(page.get_by_label("Minutes")).to_have_value("40")
    page.get_by_label("Where?").fill("The third landing")
    steps.said(page, "Saved on this phone")
    page.context.set_offline(False)

    steps.said(page, "Saved at")
    (entry,) = entries(site, title)
    assert (entry.pending or {})["place"] == ["The third landing"]
    page.reload()
    expect(page.get_by_label("Where?")).to_have_value("The third landing")


def test_what_is_missing_comes_back_in_words(site: Site, open_as: Window) -> None:
    """Handed in unfinished: a draft in the log, and the list says what it lacks."""
    page = open_as("Kofi", width=390)
    get_ready(page)
    page.context.set_offline(True)
    title = a_title()
    open_form(page)
    page.get_by_label("Call it something").fill(title)
    page.get_by_role("button", name="Check and submit").click()
    shot(page, "capture-3-no-signal")
    hand_in(page)
    page.context.set_offline(False)

    expect(page.get_by_text("In your log, not submitted")).to_be_visible()
    expect(page.get_by_text("Say how long it took, in minutes")).to_be_visible()
    shot(page, "capture-4-refused")
    assert states(site, title) == [State.DRAFT]
    page.get_by_role("link", name="Go on writing").click()
    expect(page.get_by_label("Call it something")).to_have_value(title)
    all_gone(page)


def test_a_quick_note(site: Site, open_as: Window) -> None:
    """Place, group and what happened, within half a minute, and finished later."""
    page = open_as("Kofi", width=390)
    get_ready(page)
    page.context.set_offline(True)
    title = a_title()
    began = time.monotonic()
    page.goto("/practice/quick/")
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("Where?").fill("Block C")
    page.get_by_label("What happened?").fill(title)
    page.get_by_role("button", name="Keep it, finish later").click()
    steps.said(page, "Saved on this phone")
    assert time.monotonic() - began < 30
    shot(page, "capture-5-quick")
    page.context.set_offline(False)
    all_gone(page)

    assert states(site, title) == [State.DRAFT]
    page.goto("/practice/?state=draft")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_label("Where?")).to_have_value("Block C")
    expect(page.get_by_label("What happened?")).to_have_value(title)


def test_the_same_entry_on_two_devices(site: Site, open_as: Window) -> None:
    """Both versions are kept and shown, and the writer chooses."""
    phone, laptop, title = open_as("Kofi", width=390), open_as("Kofi"), a_title()
    get_ready(phone)
    open_form(phone)
    phone.get_by_label("Call it something").fill(title)
    steps.said(phone, "Saved at")
    laptop.goto(phone.url)
    laptop.locator("form[data-ready]").wait_for()
    phone.context.set_offline(True)
    phone.get_by_label("What happened?").fill("Written on the phone.")
    steps.said(phone, "Saved on this phone")
    with laptop.expect_response("**/practice/send/"):
        laptop.get_by_label("What happened?").fill("Written on the laptop.")
    phone.context.set_offline(False)

    steps.said(phone, "Both versions are kept")
    phone.get_by_role("link", name="Choose which goes on").click()
    for words in ("Written on the phone.", "Written on the laptop."):
        expect(phone.get_by_text(words)).to_be_visible()
    shot(phone, "capture-6-both")
    phone.get_by_role("button", name="Go on with the copy").click()
    steps.said(phone, "You go on with that one.")
    phone.get_by_role("button", name="Delete the copy").click()
    steps.said(phone, "deleted")
    (entry,) = entries(site, title)
    assert (entry.pending or {})["what"] == ["Written on the phone."]


def test_it_can_be_installed(site: Site, open_as: Window) -> None:
    """The browser itself finds nothing missing in the manifest and the worker."""
    page = open_as("Kofi", width=390)
    get_ready(page)
    talk = page.context.new_cdp_session(page)
    assert talk.send("Page.getAppManifest")["errors"] == []
    found = talk.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [
        error["errorId"] for error in found if error["errorId"] != "in-incognito"
    ] == []
