"""Where a neighbourhood lies: taken from the phone, if its owner lets it say so."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Window = Callable[..., Page]
CANAL = {"latitude": 53.725612, "longitude": -1.977149}


def form(page: Page) -> None:
    """The form for a neighbourhood that is on no map yet."""
    page.goto("/practice/map/")
    page.get_by_role("link", name="say where Haggthorn lies").click()


def test_the_phone_says_where_it_is(open_as: Window) -> None:
    """To a thousandth of a degree, and nothing is kept before one says so."""
    page = open_as("Callum", width=390, permissions=["geolocation"], geolocation=CANAL)
    form(page)

    page.get_by_role("button", name="Use where I am now").click()

    expect(page.get_by_label("Latitude and longitude")).to_have_value("53.726, -1.977")
    expect(page.get_by_role("status")).to_contain_text("You are at 53.726, -1.977")
    page.goto("/practice/map/")
    expect(page.get_by_role("link", name="say where Haggthorn lies")).to_be_visible()


def test_it_may_not_say_it(open_as: Window) -> None:
    """Then the words say what to do, and the numbers can be typed."""
    page = open_as("Callum", width=390)
    form(page)

    page.get_by_role("button", name="Use where I am now").click()

    expect(page.get_by_role("status")).to_contain_text("type the numbers")
    expect(page.get_by_label("Latitude and longitude")).to_have_value("")
