"""Every page against WCAG 2.2 AA, as far as a machine can tell, for each role.

Nothing is left out: no rule, no page, no part of a page.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser import mistakes
from tests.browser.addresses import ROLES, pages_of, routes
from tests.browser.site import Site

Window = Callable[..., Page]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {
    "runOnly": TAGS,
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
NARROWEST = 320  # pixels: WCAG 1.4.10, a window of 1,280 at 400 per cent
HEIGHT = 900


def faults(page: Page) -> list[str]:
    """What axe finds in a page that holds it, one line for each place."""
    response = page.evaluate("options => axe.run(options)", EVERY_RULE)
    return [
        f"{rule['id']}: {node['html'][:160]} {_why(node)}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    words = " ".join(node.get("failureSummary", "").split())
    return words.removeprefix("Fix any of the following: ")[:200]


def look_at(page: Page) -> list[str]:
    """Faults of a page that is open: light and wide, dark and on a phone."""
    page.evaluate(AXE_SCRIPT)
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": HEIGHT})
    found += [f"dark, at 390, {fault}" for fault in faults(page)]
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    if wider := overflow(page):
        found.append(f"at {NARROWEST}: {wider} pixels too wide")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("() => document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("role", ROLES)
def test_every_page(site: Site, open_as: Window, role: str) -> None:
    """No page of this role breaks a rule, light or dark, wide or narrow."""
    page = open_as(ROLES[role])
    found, seen = {}, 0
    for address in pages_of(site, page, role):
        seen += 1
        page.goto(address)
        if wrong := look_at(page):
            found[address] = wrong
    assert seen > 10
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("name", mistakes.MISTAKES)
def test_a_form_that_comes_back(open_as: Window, name: str) -> None:
    """Messages are in the title, the summary and at the field, and break no rule."""
    mistake = mistakes.MISTAKES[name]
    page = open_as(mistake[0])
    mistakes.make(page, mistake)

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    for link in summary.get_by_role("link").all():
        href = link.get_attribute("href")
        assert href
        expect(page.locator(href)).to_have_count(1)
        expect(page.locator(f"{href}-e")).to_contain_text(link.inner_text())
    assert look_at(page) == []


def test_every_page_is_somebodys(site: Site, open_as: Window) -> None:
    """Each route leads to a page, with the examples given, for one role at least."""
    windows = [open_as(name) for name in ROLES.values()]
    unseen = {
        str(rule)
        for rule, addresses in routes(site).items()
        if not any(window.request.get(a).ok for window in windows for a in addresses)
    }
    assert not unseen
