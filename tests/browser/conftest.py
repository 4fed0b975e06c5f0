"""A browser, the site that it visits, and people who are signed in to it.

These tests run on SQLite alone: what differs between the engines is tested without a
browser. Nothing here uses the `app` fixture.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

from tests.browser import site as sites
from tests.browser.site import Site

PATIENCE = 15_000  # milliseconds for a page to come round, on a busy machine
EXPECTED = {404, 422}  # pages that answer so are looked at like any other
NO_SIGNAL = "ERR_INTERNET_DISCONNECTED"  # only a test can cause it
PHONE = 600  # pixels; a narrower window is a phone's


@pytest.fixture(autouse=True)
def _stopped_clock() -> None:
    """Here the clock runs: a browser has its own."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration organisation, served on this machine."""
    with sites.serving(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session. Fails, and says what to do, where none is found."""
    with sync_playwright() as playwright:
        try:
            browser = sites.launch(playwright)
        except FileNotFoundError as problem:
            pytest.fail(str(problem), pytrace=False)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(site: Site, chromium: Browser) -> Callable[[str], Any]:
    """The cookies of somebody of the demonstration, signed in by the page, once."""
    states: dict[str, Any] = {}

    def state(name: str) -> Any:
        if name not in states:
            email, password = site.accounts[name]
            context = chromium.new_context(base_url=site.address)
            page = context.new_page()
            page.goto("/sign-in/")
            page.get_by_label("Email").fill(email)
            page.get_by_label("Password").fill(password)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/today/")
            states[name] = context.storage_state()
            context.close()
        return states[name]

    return state


@pytest.fixture
def open_as(
    site: Site, chromium: Browser, signed_in: Callable[[str], Any]
) -> Iterator[Callable[..., Page]]:
    """Give somebody a window: by first name, or nobody signed in.

    Whatever goes wrong in a window, in its console or in a script, fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def window(name: str = "", *, width: int = 1280, **about: Any) -> Page:
        phone = width < PHONE
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 844 if phone else 900},
            is_mobile=phone,
            has_touch=phone,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
            storage_state=signed_in(name) if name else None,
            **about,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, wrong)
        return page

    yield window
    for context in contexts:
        context.close()
    assert not wrong, "The browser complained:\n" + "\n".join(wrong)


def watch(page: Page, wrong: list[str]) -> None:
    """Write down what the page's scripts and its console complain of."""
    answered: set[str] = set()

    def see(response: Response) -> None:
        document = response.request.resource_type == "document"
        if document and response.status in EXPECTED:
            answered.add(_page_of(response.url))

    def hear(message: ConsoleMessage) -> None:
        expected = _page_of(message.location["url"]) in answered
        fine = expected or NO_SIGNAL in message.text
        if message.type == "error" and not fine:
            wrong.append(f"{page.url}: {message.text}")

    page.on("response", see)
    page.on("console", hear)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))


def _page_of(url: str) -> str:
    return url.partition("#")[0]
