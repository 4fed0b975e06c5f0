"""Lessons without a signal: kept once opened, the same for everybody, and forgotten."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.content.blocks import Reflect
from tests.browser.site import Site, shot

Window = Callable[..., Page]
LESSON = "/learn/listening-and-entry/listening-one-to-one/"
WORDS = "Marta has knocked at thirteen doors"
OTHER = "/learn/listening-and-entry/getting-to-know-a-place/"
IS_KEPT = "async (path) => Boolean(await caches.match(path))"
# Asks every 50 milliseconds until it is so, for as long as a page may take.
UNTIL = """async ([what, path]) => {
  const isSo = eval(what);
  for (let times = 0; times < 300; times += 1) {
    if (await isSo(path)) return true;
    await new Promise((again) => setTimeout(again, 50));
  }
  return false;
}"""
IS_NEW = """async () => {
  const names = await caches.keys();
  return names.length === 2 && names.every((name) => name.endsWith("ffff"));
}"""
IS_FRESH = """async (path) => {
  const kept = await caches.match(path);
  return kept && !(await kept.text()).includes("Old words");
}"""
PUT = """async (path) => {
  const name = (await caches.keys()).find((n) => n.startsWith("alongside-pages-"));
  const old = new Response("<body><main>Old words");
  await (await caches.open(name)).put(path, old);
}"""


def wait(page: Page, what: str, path: str = "") -> None:
    """Until what the worker does by itself is done."""
    assert page.evaluate(UNTIL, [what, path]), what


def read(page: Page, path: str) -> None:
    """Open a page, and wait until the device has it."""
    page.goto(path)
    wait(page, IS_KEPT, path)


def go_offline(page: Page) -> None:
    """Cut the network, for the worker too."""
    page.context.set_offline(True)


def test_a_lesson_is_read_without_a_signal(open_as: Window) -> None:
    """Reloaded and come to again, with its style, its icons and a line that says so."""
    page = open_as(width=390)
    read(page, "/learn/")
    read(page, LESSON)
    go_offline(page)

    page.reload()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    expect(page.get_by_text("Answers are not sent.")).to_be_visible()
    assert "Brygada" in page.evaluate(
        "getComputedStyle(document.querySelector('h1')).fontFamily"
    )
    assert page.evaluate("document.fonts.check('16px \"Brygada 1918\"')")
    shot(page, "offline-lesson")

    page.goto("/learn/")
    page.locator("summary").filter(has_text="Listening and entry").click()
    page.get_by_role("link", name="Listening one to one").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("button", name="Answer", exact=True)).to_have_count(0)


def test_a_lesson_never_opened_says_so(open_as: Window) -> None:
    """And lists those that are kept, and only those."""
    page = open_as()
    read(page, LESSON)
    go_offline(page)

    page.goto(OTHER)
    expect(
        page.get_by_text("This page was never opened on this device")
    ).to_be_visible()
    expect(
        page.get_by_role("listitem").get_by_role("link", name="Listening one to one")
    ).to_be_visible()
    expect(page.locator("main li:visible")).to_have_count(1)
    shot(page, "offline-missing")
    page.get_by_role("link", name="Listening one to one").click()
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_online_the_newest_page_is_shown(site: Site, open_as: Window) -> None:
    """What is kept never stands before what the server says."""
    page = open_as()
    read(page, LESSON)
    page.evaluate(PUT, LESSON)

    page.reload()
    expect(page.get_by_text(WORDS)).to_be_visible()
    wait(page, IS_FRESH, LESSON)
    expect(page.get_by_text("You are offline.")).to_have_count(0)


def test_nothing_of_the_reader_is_kept(site: Site, open_as: Window) -> None:
    """Of somebody signed in the page without them; and nothing once they sign out."""
    page = open_as("Lewis")
    page.goto(LESSON)
    name = page.get_by_role("link", name="’s account").inner_text()
    lesson = site.app.extensions["library"].lesson("listening-one-to-one")
    prompt = next(block for block in lesson.blocks if isinstance(block, Reflect))
    box = page.locator(f"#{prompt.id}-a")
    box.fill("The boiler again, and I talked too much.")
    page.get_by_role("button", name="Save reflection").first.click()
    wait(page, IS_KEPT, LESSON)
    page.evaluate(PUT, LESSON)
    page.goto(LESSON)
    wait(page, IS_FRESH, LESSON)

    kept = page.evaluate("async (path) => (await caches.match(path)).text()", LESSON)
    assert WORDS in kept
    assert "The boiler again" not in kept
    assert name.removesuffix("’s account") not in kept
    every = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys())
              found.push(new URL(url).pathname);
          return found;
        }"""
    )
    log = ("/practice/new/", "/practice/quick/", "/practice/phone/")  # to write on
    open_to_all = ("/static/", "/learn/")
    assert [path for path in every if not path.startswith((*open_to_all, *log))] == []

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    for path in (LESSON, *log):
        assert not page.evaluate(IS_KEPT, path)


def test_no_private_page_is_kept(open_as: Window) -> None:
    """The log, the account and Today stay where they are."""
    page = open_as("Lewis")
    read(page, LESSON)
    for path in ("/today/", "/practice/", "/account/"):
        page.goto(path)
        assert not page.evaluate(IS_KEPT, path)


def test_an_older_version_goes_away(site: Site, open_as: Window) -> None:
    """With a new version of the content its pages are fetched again, and the old go."""
    page = open_as()
    read(page, LESSON)
    before = page.evaluate("caches.keys()")
    version = site.app.extensions["version"]
    site.app.extensions["version"] = "f" * 32
    try:
        page.goto(LESSON)
        wait(page, IS_NEW)
        assert page.evaluate(IS_KEPT, LESSON)
        assert len(before) == 2
    finally:
        site.app.extensions["version"] = version


def test_the_reader_can_remove_what_is_kept(open_as: Window) -> None:
    """From the page that lists it."""
    page = open_as()
    read(page, LESSON)
    page.goto("/learn/")
    page.get_by_role("link", name="kept on this device").click()
    expect(page.get_by_role("link", name="Listening one to one")).to_be_visible()

    page.get_by_role("button", name="Remove these from this device").click()
    expect(page.get_by_text("Removed.")).to_be_visible()
    assert not page.evaluate(IS_KEPT, LESSON)
