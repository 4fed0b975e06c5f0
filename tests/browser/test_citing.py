"""Citing a case in a real browser: copied, read by machines, and on paper."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Window = Callable[..., Page]
CASE = "/casebook/kohanga-reo/"
DATA = 'script[type="application/ld+json"]'
REFERENCE = "Alongside Casebook, “Kōhanga reo: a language nest"


def test_the_reference_is_copied(open_as: Window) -> None:
    """In one click, and the page says so."""
    page = open_as(permissions=["clipboard-read", "clipboard-write"])
    page.goto(CASE)
    page.get_by_role("button", name="Copy the reference").click()

    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(REFERENCE)
    assert copied.endswith(CASE)


def test_the_reference_where_nothing_can_be_copied(open_as: Window) -> None:
    """On a site without https it is selected, for the reader to copy."""
    page = open_as()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {})")
    page.goto(CASE)
    page.get_by_role("button", name="Copy the reference").click()

    expect(page.get_by_text("It is selected")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith(REFERENCE)


def test_the_reference_without_javascript(open_as: Window) -> None:
    """Text to select, the files, and no button that would do nothing."""
    page = open_as(java_script_enabled=False)
    page.goto(CASE)

    expect(page.get_by_text(REFERENCE)).to_be_visible()
    expect(page.get_by_role("button", name="Copy the reference")).to_be_hidden()
    for name in ("BibTeX", "RIS", "CSL-JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename.startswith("kohanga-reo.")


def test_data_in_the_page_passes_the_security_policy(open_as: Window) -> None:
    """It is there to read; the console, which `open_as` watches, stays silent."""
    page = open_as()
    answer = page.goto(CASE)

    assert answer is not None
    assert "'unsafe" not in answer.headers["content-security-policy"]
    held = json.loads(page.locator(DATA).text_content() or "")
    assert held["headline"].startswith("Kōhanga reo")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper(open_as: Window, scheme: str) -> None:
    """No navigation, no buttons; sources with their addresses; black on white."""
    page = open_as(color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    page.goto(CASE)

    for gone in (page.locator(".nav"), page.locator(".foot"), page.locator(".actions")):
        for part in gone.all():
            expect(part).to_be_hidden()
    expect(page.get_by_text(REFERENCE)).to_be_visible()
    link = page.locator(".sources a").first
    after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert link.get_attribute("href") in after
    colours = page.locator("body").evaluate(
        "e => [getComputedStyle(e).color,"
        " getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
