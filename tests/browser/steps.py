"""What a person does on the pages, in the words of the journeys."""

from playwright.sync_api import Locator, Page, expect

from app.content.questions import CONTROL, STREAM, Question
from tests.browser.site import Site

REFLECTION = {
    "What happened?": "Eleven tenants on the landing. The lift has been out for five "
    "weeks. Tenant A chaired for the first time and read out the landlord’s letter.",
    "So what?": "I answered the first two questions myself, and the room looked at me. "
    "When Tenant A took the third, the neighbours began to talk to each other.",
    "Now what?": "Tenant A writes up the promises. Two households ask for a date.",
}


def sign_in(page: Page, site: Site, name: str) -> None:
    """Fill in the page that asks who one is, and go on."""
    email, password = site.accounts[name]
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def write(page: Page, title: str) -> None:
    """Type where and when it was, and the reflection."""
    page.get_by_label("Call it something").fill(title)
    page.get_by_label("Minutes").fill("90")
    page.get_by_label("What kind?").select_option(label="Meeting")
    page.get_by_label("Who started it?").select_option(label="The group")
    for label, text in REFLECTION.items():
        page.get_by_label(label).fill(text)


def rate(page: Page, principle: str, level: str, evidence: str) -> None:
    """Open one principle, choose a level and say what was seen."""
    summary = page.locator("summary").filter(has_text=principle)
    levels = page.get_by_role("group", name=f"{principle}: which of these")
    if not levels.is_visible():
        summary.click()
    levels.get_by_role("radio", name=level).check()
    page.get_by_label(f"What did you see or hear? ({principle})").fill(evidence)


def answer(page: Page, question: Question, words: str) -> None:
    """Choose one answer of a control or stream question."""
    group = page.get_by_role("group", name=question.words)
    group.get_by_role("radio", name=words).check()


def answer_tests(page: Page) -> None:
    """Answer the two tests: residents held it, and it is theirs."""
    for question in CONTROL:
        answer(page, question, "Residents")
    for question in STREAM:
        answer(page, question, question.answers[0][1])


def said(page: Page, words: str) -> None:
    """The page says that something was done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def give_score(page: Page, principle: str, level: str, evidence: str = "") -> None:
    """Open a principle on the desk, and give one's own score for it."""
    score = page.get_by_role("link", name=f"Score {principle}")
    if score.count():
        score.click()
    form = scoring(page)
    expect(form.get_by_role("group", name=principle)).to_be_visible()
    form.get_by_role("radio", name=level).check()
    form.get_by_label("What in the entry do you rest that on?").fill(evidence)
    form.get_by_role("button", name="Give my score and open theirs").click()


def scoring(page: Page) -> Locator:
    """The part of the desk in which a score is given."""
    return page.locator("#score")


def row(page: Page, principle: str) -> Locator:
    """A principle's row in the table of scores."""
    return page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name=principle, exact=True)
    )
