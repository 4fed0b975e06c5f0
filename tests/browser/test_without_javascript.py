"""The main jobs with JavaScript switched off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.site import shot

Window = Callable[..., Page]
TITLE = "Written without scripts"


@pytest.fixture
def plain(open_as: Window) -> Window:
    """A window in which no script runs."""

    def window(name: str = "", width: int = 1280) -> Page:
        return open_as(name, width=width, java_script_enabled=False)

    return window


def test_a_search(plain: Window) -> None:
    """Ask, narrow down, open a case."""
    page = plain(width=390)
    page.goto("/casebook/")
    page.get_by_label("What are you thinking of doing?").fill("rent strike")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator("summary").filter(has_text="Narrow the").click()
    page.get_by_role("checkbox", name="Did not work").check()
    page.get_by_role("button", name="Show these cases").click()
    expect(page.get_by_role("heading", name="best match first")).to_be_visible()
    page.get_by_role("heading", level=3).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What went wrong, and why")).to_be_visible()


def test_an_entry_from_draft_to_acceptance(plain: Window) -> None:
    """Saved, submitted, commented on with a typed quotation, accepted."""
    page = plain("Mei", width=390)
    page.goto("/practice/new/")
    steps.write(page, TITLE)
    page.get_by_role("button", name="Save draft").last.click()
    steps.said(page, "Your draft is saved.")
    expect(page.get_by_label("Call it something")).to_have_value(TITLE)
    before = page.get_by_role("complementary", name="Before you repeat it")
    expect(before.get_by_role("link").first).to_be_visible()

    steps.rate(page, "Mutual aid", "3 Established", "They had a rota of their own.")
    steps.answer_tests(page)
    shot(page, "no-script-1-written")
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit it to Graham").click()
    steps.said(page, "It is with Graham now.")

    _review(plain("Graham"))

    page.goto("/practice/?state=accepted")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Why a letter, and not a visit?")).to_be_visible()


def _review(page: Page) -> None:
    page.goto("/supervision/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Comment on").select_option(label="A passage")
    page.get_by_label("Which words?").fill("words that are not there")
    page.get_by_label("Your comment").fill("Why a letter, and not a visit?")
    page.get_by_role("button", name="Add comment").click()
    problem = "These words are not in the entry: copy them exactly"
    expect(page.get_by_text(problem)).to_have_count(2)  # the summary, and the field
    shot(page, "no-script-2-quotation-not-found")
    page.get_by_label("Which words?").fill("read out the landlord's letter")
    page.get_by_role("button", name="Add comment").click()
    expect(page.locator("mark")).to_have_text("read out the landlord’s letter")

    steps.give_score(page, "Mutual aid", "3 established", "The rota.")
    page.get_by_role("button", name="Nothing touched the rest").click()
    page.get_by_role("button", name="Accept").click()
    steps.said(page, f"“{TITLE}” is accepted.")


def test_the_menu_on_a_phone(plain: Window) -> None:
    """The menu is the browser's own, and needs no script."""
    page = plain("Mei", width=390)
    page.goto("/today/")
    expect(page.get_by_role("link", name="Casebook")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    shot(page, "no-script-menu")
    page.get_by_role("link", name="Casebook").click()
    expect(page.get_by_role("heading", name="Casebook", level=1)).to_be_visible()
