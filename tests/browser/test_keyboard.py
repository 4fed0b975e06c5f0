"""With the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.site import Site

Window = Callable[..., Page]
FAR = 60  # presses of Tab; further than this, nobody gets


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, which can be seen all the way."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        assert not _unmarked(page), f"Focus cannot be seen on {_unmarked(page)}"
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}")


def _unmarked(page: Page) -> str:
    """What has the focus and does not show it; usually nothing."""
    return page.evaluate(
        """() => {
          const here = document.activeElement;
          const style = getComputedStyle(here);
          const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
          return here === document.body || shown ? "" : here.outerHTML;
        }"""
    )


def type_at(page: Page, label: str, text: str) -> None:
    """Go to a field with Tab, and type."""
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(text)


def test_signing_in_and_the_first_part_of_an_entry(site: Site, open_as: Window) -> None:
    """Past the links of every page, sign in, and begin an entry."""
    email, password = site.accounts["Bethan"]
    page = open_as()
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    type_at(page, "Email", email)
    type_at(page, "Password", password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()

    tab_to(page, page.get_by_role("link", name="Record an engagement"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Record an engagement")).to_be_visible()
    type_at(page, "Call it something", "By keyboard alone")
    tab_to(page, page.get_by_label("Which group?"))
    page.keyboard.type("Thursday")
    type_at(page, "Minutes", "30")
    type_at(page, "Where?", "The kitchen")
    page.keyboard.press("Enter")

    steps.said(page, "Your draft is saved.")
    expect(page.get_by_label("Call it something")).to_have_value("By keyboard alone")
    expect(page.get_by_label("Minutes")).to_have_value("30")
    kind = page.get_by_label("What kind?")
    tab_to(page, kind)
    page.keyboard.type("Meet")
    expect(kind).to_have_value("meeting")
    steps.said(page, "Only you can read it")


def test_a_search(open_as: Window) -> None:
    """Ask, narrow down and open a case."""
    page = open_as()
    page.goto("/casebook/")
    type_at(page, "What are you thinking of doing?", "rent strike")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="best match first")).to_be_visible()
    box = page.get_by_role("checkbox", name="Did not work")
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Show these cases"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Did not work")).to_be_checked()
    first = page.get_by_role("heading", level=3).get_by_role("link").first
    title = first.inner_text()
    tab_to(page, first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_menu_on_a_phone(open_as: Window) -> None:
    """The menu opens, leads on and closes."""
    page = open_as("Bethan", width=390)
    page.goto("/today/")
    tab_to(page, page.get_by_role("button", name="Menu"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Casebook")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Casebook")).to_be_hidden()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Groups", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Groups", level=1)).to_be_visible()


def test_the_bar_at_the_foot_hides_nothing(open_as: Window) -> None:
    """On a phone, what has the focus is never under the bar that saves (2.4.11)."""
    page = open_as("Bethan", width=390)
    page.goto("/practice/new/")
    page.get_by_label("Call it something").fill("Under the bar")
    steps.said(page, "Saved at")
    last = page.get_by_role("button", name="Save draft").last
    while not last.evaluate("node => node === document.activeElement"):
        page.keyboard.press("Tab")
        assert not page.evaluate(UNDER_THE_BAR)


UNDER_THE_BAR = """() => {
  const here = document.activeElement;
  const bar = document.querySelector(".savebar");
  const foot = here.getBoundingClientRect().bottom;
  const under = foot > bar.getBoundingClientRect().top && !bar.contains(here);
  return under ? here.outerHTML : "";
}"""
