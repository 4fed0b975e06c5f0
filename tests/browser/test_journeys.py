"""The main job, as the three people of `product.md` do it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.site import Site, shot

Window = Callable[..., Page]
LIFT = "Stairwell meeting about the lift"


@pytest.fixture
def trainee(open_as: Window) -> Page:
    """Shabnam, on her phone."""
    return open_as("Shabnam", width=390)


@pytest.fixture
def supervisor(open_as: Window) -> Page:
    """Dermot, who supervises her, at a desk."""
    return open_as("Dermot")


OUTBOX_IS_EMPTY = """() => new Promise((done) => {
  const asked = indexedDB.open("alongside", 1);
  asked.onsuccess = () => {
    const store = asked.result.transaction("outbox").objectStore("outbox");
    store.count().onsuccess = (event) => done(event.target.result === 0);
  };
})"""


def test_an_engagement_from_the_doorstep_to_acceptance(
    trainee: Page, supervisor: Page
) -> None:
    """A trainee learns, records, scores, submits; answers a question; is accepted."""
    _learns(trainee)
    _records(trainee)
    _scores(trainee)
    _submits(trainee)
    _is_asked_a_question(supervisor)
    _answers_it(trainee)
    _is_accepted(supervisor)

    trainee.goto("/practice/?state=accepted")
    trainee.get_by_role("link", name=LIFT).click()
    expect(trainee.get_by_text("Accepted on")).to_be_visible()
    expect(steps.row(trainee, "Community voice")).to_contain_text("Dermot")
    shot(trainee, "journey-1-9-accepted")


def _learns(page: Page) -> None:
    page.goto("/today/")
    shot(page, "journey-1-0-today")
    page.get_by_role("link", name="Carry on", exact=True).click()
    ready = page.get_by_role("button", name="Answer", exact=True)
    check = page.get_by_role("region", name="Check").filter(
        has=page.get_by_role("radio"), has_not=page.get_by_role("alert")
    )
    check = check.filter(has=ready).first
    heading = check.get_by_role("heading").inner_text()
    check.get_by_role("radio").first.check()
    shot(page, "journey-1-1-lesson")
    check.get_by_role("button", name="Answer").click()
    answered = page.get_by_role("region", name=heading)
    expect(answered.get_by_role("status")).to_be_visible()
    expect(answered).to_contain_text("Answered on")


def _records(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("link", name="Record an engagement").click()
    steps.write(page, LIFT)
    page.get_by_label("Which group?").select_option(label="Thursday Table")
    steps.said(page, "Saved at")
    before = page.get_by_role("complementary", name="Before you repeat it")
    expect(before.get_by_role("link").first).to_be_visible()
    expect(before).to_contain_text(re.compile("Went wrong|What went wrong"))
    shot(page, "journey-1-2-written")


def _scores(page: Page) -> None:
    steps.rate(page, "Community voice", "2 Emerging", "Four households put it to him.")
    steps.answer_tests(page)
    expect(page.get_by_text("10 of 10")).to_be_visible()
    steps.said(page, "Saved at")
    shot(page, "journey-1-3-scored")


def _submits(page: Page) -> None:
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_text("This is what Dermot will read")).to_be_visible()
    expect(page.get_by_text("never the way to report harm")).to_be_visible()
    expect(page.get_by_text("Dermot, who supervises you, can read")).to_be_visible()
    shot(page, "journey-1-4-check")
    page.get_by_role("button", name="Submit it to Dermot").click()
    steps.said(page, "It is with Dermot now.")
    expect(page.get_by_text("It is Dermot’s turn")).to_be_visible()
    page.wait_for_function(OUTBOX_IS_EMPTY)  # nothing stays on a shared phone
    shot(page, "journey-1-5-submitted")


def _is_asked_a_question(page: Page) -> None:
    page.goto("/supervision/")
    page.get_by_role("link", name=LIFT).click()
    page.get_by_label("Your comment").fill("What made you answer the first two?")
    page.get_by_role("button", name="Add comment").click()
    page.get_by_role("button", name="Return with one comment").click()
    steps.said(page, f"“{LIFT}” is returned.")


def _answers_it(page: Page) -> None:
    page.goto("/today/")
    board = page.get_by_role("region", name="What is next for you")
    notice = board.get_by_role("listitem").filter(has_text=LIFT)
    expect(notice).to_contain_text("Dermot has sent an entry back to you")
    notice.get_by_role("link", name="Answer Dermot").click()
    asked = page.get_by_role("region", name="What Dermot asked")
    expect(asked).to_contain_text("What made you answer the first two?")
    so_what = page.get_by_label("So what?")
    so_what.fill(f"{so_what.input_value()} I was afraid of the silence.")
    steps.said(page, "Saved at")
    shot(page, "journey-1-6-answering")
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit it to Dermot").click()
    steps.said(page, "It is with Dermot now.")


def _is_accepted(page: Page) -> None:
    page.goto("/supervision/")
    entry = page.get_by_role("row").filter(has_text=LIFT)
    expect(entry).to_contain_text("Sent again after your questions")
    entry.get_by_role("link").click()
    expect(page.get_by_text("I was afraid of the silence.")).to_be_visible()
    shot(page, "journey-1-7-read-again")
    steps.give_score(page, "Community voice", "2 emerging", "They put it to him.")
    page.get_by_role("button", name="Nothing touched the rest").click()
    expect(page.get_by_text("Everything is scored")).to_be_visible()
    shot(page, "journey-1-8-scored")
    page.get_by_role("button", name="Accept").click()
    steps.said(page, f"“{LIFT}” is accepted.")


def test_a_supervisor_at_the_desk(open_as: Window) -> None:
    """The oldest first; scored before the other's score opens; a passage marked."""
    page = open_as("Yasmin")
    page.goto("/supervision/")
    rows = page.get_by_role("region", name="Entries waiting").get_by_role("row")
    waits = [int(words.split()[0]) for words in _days(rows.all_inner_texts()[1:])]
    assert waits == sorted(waits, reverse=True)
    title = rows.nth(1).get_by_role("link").inner_text()
    shot(page, "journey-2-1-queue")

    page.get_by_role("link", name="Open the oldest").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("row").filter(has_text="Sealed")).to_have_count(7)
    shot(page, "journey-2-2-desk")

    steps.give_score(page, "Mutual aid", "2 emerging", "Three neighbours came back.")
    expect(page.get_by_role("row").filter(has_text="Sealed")).to_have_count(6)
    expect(steps.row(page, "Mutual aid")).to_contain_text(
        re.compile("Same|apart|Differ")
    )
    page.get_by_role("button", name="Nothing touched the rest").click()
    expect(page.get_by_role("row").filter(has_text="Sealed")).to_have_count(0)

    words = _mark_some_words(page)
    page.get_by_label("Your comment").fill("Who said this, and to whom?")
    page.get_by_role("button", name="Add comment").click()
    expect(page.locator("mark")).to_have_text(words)
    expect(page.get_by_text(f"On “{words}”")).to_be_visible()
    shot(page, "journey-2-3-commented")

    page.get_by_role("button", name="Accept").click()
    steps.said(page, f"“{title}” is accepted.")
    shot(page, "journey-2-4-queue-after")


def _days(rows: list[str]) -> list[str]:
    """How long each row has waited, in days."""
    found = [re.search(r"(\d+) days?|today", row) for row in rows]
    return [match[1] or "0" for match in found if match]


def _mark_some_words(page: Page) -> str:
    """Draw the mouse over the first words of the entry; gives the words marked."""
    first = page.locator("[data-quotable] p").first
    box = first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 1, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 12, steps=8)
    page.mouse.up()
    quote = page.get_by_label("Which words?")
    expect(quote).not_to_have_value("")
    expect(page.get_by_label("Comment on")).to_have_value("passage")
    assert quote.input_value() in " ".join(first.inner_text().split())
    return quote.input_value()


def test_a_practitioner_with_a_question(open_as: Window) -> None:
    """No account: a plain question, ranked cases, one read, one cited."""
    page = open_as()
    page.goto("/casebook/")
    page.get_by_label("What are you thinking of doing?").fill(
        "tenants want to withhold rent until repairs are done"
    )
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="best match first")).to_be_visible()
    first = page.get_by_role("main").get_by_role("listitem").filter(
        has=page.get_by_role("heading", level=3)
    ).first  # fmt: skip
    expect(first.locator("mark").first).to_be_visible()
    expect(first).to_contain_text("What went wrong:")
    shot(page, "journey-3-1-results")

    _narrow_down(page)
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", name="What went wrong, and why")).to_be_visible()
    similar = page.get_by_role("region", name="Similar cases, failures first")
    expect(similar.get_by_role("link").first).to_be_visible()
    shot(page, "journey-3-2-case")

    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.path().read_text().startswith("@misc{")


def _narrow_down(page: Page) -> None:
    """Tick a facet: as many cases are shown as its count had said."""
    facet = page.locator("label").filter(has_text="Did not work")
    said = int(facet.inner_text().split()[-1])
    facet.click()
    page.get_by_role("button", name="Show these cases").click()
    expect(page.get_by_text("Did not work", exact=True).nth(1)).to_be_visible()
    results = page.get_by_role("main").get_by_role("heading", level=3)
    expect(results).to_have_count(min(said, 10))
    shot(page, "journey-3-1b-narrowed")


def test_a_practitioner_reaches_the_lessons_that_use_a_case(open_as: Window) -> None:
    """From a case to a lesson that uses it."""
    page = open_as()
    page.goto("/casebook/southwark-circle/")
    lessons = page.get_by_role("region", name="Lessons that use it")
    link = lessons.get_by_role("link").first
    title = link.inner_text().partition(" ")[2]
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_coordinator_invites_somebody(site: Site, open_as: Window) -> None:
    """The message in the outbox leads to an account and to the first Today."""
    coordinator = open_as("Nuala")
    coordinator.goto("/organisation/")
    invite = coordinator.locator("form").filter(has_text="Invite somebody")
    invite.get_by_label("Their email").fill("ruth@example.org")
    invite.get_by_label("Cohort").select_option(label="Autumn intake")
    invite.get_by_role("button", name="Send the invitation").click()
    steps.said(coordinator, "ruth@example.org")
    shot(coordinator, "invitation-1-sent")

    message = site.outbox[-1].read_text()
    assert "To: ruth@example.org" in message
    link = re.search(r"https?://\S+/link/\S+", message)
    assert link

    page = open_as(width=390)
    page.goto(link[0])
    page.get_by_label("Your name").fill("Ruth")
    page.get_by_label("Choose a password").fill("four plain words here")
    shot(page, "invitation-2-join")
    page.get_by_role("button", name="Join").click()
    steps.said(page, "Your account is ready, Ruth.")
    expect(page.get_by_role("link", name="Record an engagement")).to_be_visible()
    shot(page, "invitation-3-today")
