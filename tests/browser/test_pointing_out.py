"""While one writes, on a phone, with or without a signal."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app import personal
from tests.browser.site import shot
from tests.practice.test_personal import SENTENCES

Window = Callable[..., Page]
WROTE = "Karen Whitlow chaired. I rang Karen Whitlow's sister on 07700 900123."


def writing(open_as: Window, text: str = WROTE) -> Page:
    """A phone on which this was just written."""
    page = open_as("Bethan", width=390)
    page.goto("/practice/new/")
    page.get_by_label("What happened?").fill(text)
    page.get_by_label("So what?").focus()
    return page


def test_a_name_is_changed_to_a_role_with_one_tap_and_back(open_as: Window) -> None:
    """At each place where it stands, with a capital where a sentence begins."""
    page = writing(open_as)
    what = page.get_by_label("What happened?")
    name = page.get_by_role("group", name="“Karen Whitlow” looks like a person’s name.")
    expect(name).to_be_visible()
    expect(page.get_by_role("group", name="“07700 900123” looks like")).to_be_visible()

    shot(page, "entry-pointing-out")

    name.get_by_role("button", name="a neighbour").tap()

    expect(what).to_have_value(
        "A neighbour chaired. I rang a neighbour's sister on 07700 900123."
    )
    expect(name).to_have_count(0)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.tap()
    expect(what).to_have_value(WROTE)


def test_it_works_with_no_signal(open_as: Window) -> None:
    """It is done on the device, and nothing of it is sent."""
    page = open_as("Bethan", width=390)
    page.goto("/practice/new/")
    page.context.set_offline(True)
    page.get_by_label("What happened?").fill("We met at 14 Tranter Road.")
    page.get_by_label("So what?").focus()

    spot = page.get_by_role("group", name="“14 Tranter Road” looks like an address.")
    spot.get_by_label("Another word for").fill("the corner shop")
    spot.get_by_label("Another word for").press("Enter")

    what = page.get_by_label("What happened?")
    expect(what).to_have_value("We met at the corner shop.")
    assert page.url.endswith("/practice/new/")
    page.context.set_offline(False)


def test_leaving_it_stops_nothing(open_as: Window) -> None:
    """The writer decides; it is not asked again, and the words stay as they were."""
    page = writing(open_as, "Ade Okafor came; “twice” … he said – yes!")
    spot = page.get_by_role("group", name="“Ade Okafor” looks like")
    spot.get_by_role("button", name="Leave it").tap()

    expect(spot).to_have_count(0)
    expect(page.get_by_label("What happened?")).to_have_value(
        "Ade Okafor came; “twice” … he said – yes!"
    )


def test_the_device_finds_what_the_server_finds(open_as: Window) -> None:
    """The same patterns give the same words in both languages."""
    page = open_as("Bethan", width=390)
    page.goto("/practice/new/")
    found = page.evaluate(
        """(sentences) => {
          const form = document.querySelector("form[data-personal]");
          const { patterns } = JSON.parse(form.dataset.personal);
          const end = (m) => m.index + m[0].length;
          return sentences.map((text) => {
            const taken = [];
            for (const [, source, flags] of patterns)
              for (const m of text.matchAll(new RegExp(source, flags)))
                if (!taken.some((t) => t.index < end(m) && m.index < end(t)))
                  taken.push(m);
            return taken.map((m) => m[0]);
          });
        }""",
        [sentence for sentence, _ in SENTENCES],
    )
    here = [[mark.words for mark in personal.marks(text)] for text, _ in SENTENCES]
    assert found == here
