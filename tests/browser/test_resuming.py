"""Reading on where one stopped, on this device and on another."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Window = Callable[..., Page]
LESSON = "/learn/listening-and-entry/getting-to-know-a-place/"
# Comes back when the browser has told the page's own watchers what is in the window.
SEEN = """() => new Promise((done) => {
  const watcher = new IntersectionObserver(() => { watcher.disconnect(); done(); });
  watcher.observe(document.body);
})"""


def test_a_place_is_kept_and_found_on_another_device(open_as: Window) -> None:
    """A lesson opened at its top meanwhile does not lose it."""
    phone = open_as("Shabnam")
    phone.goto(LESSON)
    name = _read_to(phone, 3)

    laptop = open_as("Shabnam")
    laptop.set_viewport_size({"width": 1280, "height": 2000})  # a section is in it
    laptop.goto("/learn/")
    carry_on = laptop.get_by_role("link", name="Carry on")
    expect(carry_on).to_have_attribute("href", f"{LESSON}#{name}")

    sent: list[str] = []
    laptop.on("request", lambda request: sent.append(request.url))
    laptop.clock.install()
    laptop.goto(LESSON)  # from a list, to see how long it is
    laptop.evaluate(SEEN)
    laptop.clock.fast_forward(60_000)
    laptop.evaluate(SEEN)
    assert not [url for url in sent if url.endswith("/place/")]
    phone.goto("/learn/")
    expect(phone.get_by_role("link", name="Carry on")).to_have_attribute(
        "href", f"{LESSON}#{name}"
    )

    laptop.get_by_text("You stopped at").get_by_role("link").click()
    expect(laptop.locator(f"#{name}")).to_be_in_viewport()


def _read_to(page: Page, number: int) -> str:
    """Scroll to that section and stay until it is kept; gives its name."""
    heading = page.locator(".prose > h2[id]").nth(number)
    name = heading.get_attribute("id") or ""
    with page.expect_response(
        lambda answer: (
            answer.url.endswith("/place/")
            and f"\r\n{name}\r\n" in (answer.request.post_data or "")
        )
    ) as kept:
        heading.evaluate("mark => mark.scrollIntoView({ block: 'start' })")
    assert kept.value.status == 204
    return name
