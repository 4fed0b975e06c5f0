"""The entry form in a browser: what it keeps, adds up and puts back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from app.content.questions import CONTROL, STREAM
from tests.browser import steps
from tests.browser.site import Site, shot

Window = Callable[..., Page]


def test_signed_out_while_writing(site: Site, open_as: Window) -> None:
    """Everything that was typed goes through after signing in again."""
    page = open_as("Kofi", width=390)
    page.goto("/practice/new/")
    steps.write(page, "Signed out on the stairs")
    steps.said(page, "Saved at")
    page.context.clear_cookies()
    page.get_by_label("Where?").fill("The third landing")
    page.get_by_role("button", name="Save draft").click()
    steps.said(page, "You were signed out while you wrote.")
    shot(page, "rescue-1-sign-in")

    steps.sign_in(page, site, "Kofi")

    steps.said(page, "Your draft is saved.")
    expect(page.get_by_label("Call it something")).to_have_value(
        "Signed out on the stairs"
    )
    expect(page.get_by_label("Where?")).to_have_value("The third landing")
    for label, text in steps.REFLECTION.items():
        expect(page.get_by_label(label)).to_have_value(text)
    shot(page, "rescue-2-all-there")


def test_words_typed_before_the_page_is_ready_are_kept(open_as: Window) -> None:
    """A slow signal brings the script late; what was typed meanwhile is saved too."""
    page = open_as("Kofi", width=390)
    held: list[Route] = []

    def hold(route: Route) -> None:  # a method of a list is no handler
        held.append(route)

    page.route("**/draft.js*", hold)
    page.goto("/practice/new/", wait_until="commit")
    page.get_by_label("What happened?").fill("Quick on the stairs.")

    while not held:
        page.evaluate("() => new Promise(requestAnimationFrame)")
    held[0].continue_()

    steps.said(page, "Saved at")
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("Quick on the stairs.")


def test_the_draft_waits_on_the_phone_without_a_signal(open_as: Window) -> None:
    """With no signal the words stay on the phone, and go when it is back."""
    page = open_as("Kofi", width=390)
    page.goto("/practice/new/")
    page.get_by_label("Call it something").fill("Written in the cellar")
    steps.said(page, "Saved at")
    page.context.set_offline(True)
    page.get_by_label("What happened?").fill("No signal down here at all.")
    steps.said(page, "Saved on this phone")
    shot(page, "entry-offline")

    page.context.set_offline(False)

    steps.said(page, "Only you can read it")
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value(
        "No signal down here at all."
    )


def test_two_windows_make_one_entry(open_as: Window) -> None:
    """The address changes to the draft's own, so that pressing Save adds nothing."""
    page = open_as("Bethan", width=390)
    page.goto("/practice/new/")
    page.get_by_label("Call it something").fill("Only once, please")
    steps.said(page, "Saved at")
    expect(page).to_have_url(re.compile("/edit/$"))
    page.get_by_role("button", name="Save draft").click()
    steps.said(page, "Your draft is saved.")

    page.goto("/practice/?state=draft")
    expect(page.get_by_role("link", name="Only once, please")).to_have_count(1)


def test_what_is_missing_is_listed_and_led_to(open_as: Window) -> None:
    """A form that is not ready says what to put right; each line leads to its field."""
    page = open_as("Oluchi", width=390)
    page.goto("/practice/new/")
    page.get_by_role("button", name="Check and submit").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Record an engagement – Alongside")
    shot(page, "entry-errors")
    links = summary.get_by_role("link")
    for place in range(links.count()):
        target = links.nth(place).get_attribute("href")
        assert target
        expect(page.locator(target)).to_be_visible()
    summary.get_by_role("link", name="Say how long it took, in minutes").click()
    page.keyboard.type("45")
    expect(page.get_by_label("Minutes")).to_have_value("45")


def test_the_control_answers_are_added_up(open_as: Window) -> None:
    """Five answers make a sum, and the sum has a name."""
    page = open_as("Oluchi", width=390)
    page.goto("/practice/new/")
    for question in CONTROL[:4]:
        steps.answer(page, question, "Worker or agency")
    expect(page.get_by_text("of 10", exact=False)).to_be_hidden()
    steps.answer(page, CONTROL[4], "Shared")
    tally = page.locator("p").filter(has_text="0 to 3 done for")
    expect(tally).to_contain_text("1 of 10")
    expect(tally).to_contain_text("Done for residents.")
    steps.said(page, "Saved at")


def test_a_changed_answer_confirms_what_was_carried_over(open_as: Window) -> None:
    """Answers of last time count again once one of them has been looked at."""
    page = open_as("Shabnam", width=390)
    page.goto("/practice/new/")
    page.get_by_label("Which group?").select_option(label="Thursday Table")
    page.get_by_role("button", name="Carry over").click()
    ticks = page.get_by_label("Still so: these answers hold for this time too")
    expect(ticks).to_have_count(2)
    expect(ticks.first).not_to_be_checked()
    shot(page, "entry-carried-over")

    for question in (CONTROL[0], STREAM[0]):
        group = page.get_by_role("group", name=question.words)
        group.get_by_role("radio", checked=False).first.check()

    expect(ticks.first).to_be_checked()
    expect(ticks.last).to_be_checked()
    steps.said(page, "Saved at")
