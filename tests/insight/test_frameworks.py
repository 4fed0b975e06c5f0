"""Scores of two frameworks, or of two versions of one, are never joined."""

from app.db import db
from tests import make
from tests.page import Page

FIVE = "changes-2008"


def insight(browser, query=""):
    """The page, as its reader sees it."""
    return Page(browser.get(f"/insight/{query}"))


def test_entries_of_another_version_are_refused_with_the_reason(sign_in):
    """One version at a time; the other is named, offered and shown by itself."""
    host = make.organisation()
    author = make.organiser(host)
    browser = sign_in(author)
    make.entry(author, host)
    other = make.entry(author, host)
    other.framework = FIVE
    db.session.commit()

    page = insight(browser)

    assert "Scored with “Seven empowerment principles”, version 1." in page.text
    assert "so the two are never compared or joined" in page.text
    link = page.links["Five dimensions of community empowerment"]
    there = Page(browser.get(link))
    assert "Scored with “Five dimensions of community empowerment”" in there.text
    assert "Co-operative" in there.text
    assert "Seven empowerment principles" in there.links


def test_too_few_people_in_one_framework_are_not_shown(sign_in):
    """Five wrote, but one of them with the other framework: neither has enough."""
    host = make.organisation()
    made = [make.entry(make.organiser(host), host) for _ in range(5)]
    made[0].framework = FIVE
    db.session.commit()
    boss = sign_in(make.coordinator(host))

    for query in ("", f"?framework={FIVE}-1"):
        assert "Scored with" not in insight(boss, query).text


def test_an_unknown_framework_shows_the_organisations_own(sign_in):
    """And nothing of a comparison where there is nothing to compare."""
    host = make.organisation()
    author = make.organiser(host)
    make.entry(author, host)

    for query in ("", "?framework=nothing-9", "?framework=%00", f"?framework={FIVE}-1"):
        page = insight(sign_in(author), query)
        assert "Scored with “Seven empowerment principles”" in page.text
        assert "never compared" not in page.text


def test_a_change_of_framework_is_explained_and_leaves_entries_alone(sign_in):
    """The entry keeps its own; a new one has the five dimensions."""
    host = make.organisation()
    author, boss = make.organiser(host), make.coordinator(host)
    old = make.entry(author, host, state=make.State.DRAFT)
    browser = sign_in(boss)
    assert "figures of old and new are never joined" in insight_of(browser)

    browser.post("/organisation/settings/", data={"framework": FIVE})

    log = sign_in(author)
    assert "Community voice" in Page(log.get(f"/practice/{old.id}/edit/")).text
    fresh = Page(log.get("/practice/new/"))
    assert "rate-influential" in fresh.sent
    assert "rate-community-voice" not in fresh.sent


def insight_of(browser):
    """The words of the organisation's page."""
    return Page(browser.get("/organisation/")).text
