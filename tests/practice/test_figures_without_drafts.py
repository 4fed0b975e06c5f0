"""No figure counts a draft, whether it was never sent or has been withdrawn."""

from datetime import date

import pytest

from app.practice.models import State
from tests.page import Page

COUNTED = [State.SUBMITTED, State.RETURNED, State.ACCEPTED]


@pytest.fixture
def group(pair):
    """A group with one entry in each counted state, a draft and a withdrawn entry."""
    group = pair.group(name="Tenants of Block C")
    for state in COUNTED:
        pair.entry(group=group, state=state, happened_on=date(2026, 11, 2))
    about = {"group": group, "kind": "own-activity", "title": "Hidden"}
    pair.entry(state=State.DRAFT, **about)
    withdrawn = pair.entry(**about)
    pair.log.post(f"/practice/{withdrawn.id}/withdraw/")
    return group


def test_groups_count_what_was_sent(pair, group):
    """Three entries, the last on the second of the month."""
    for browser in (pair.log, pair.desk):
        text = Page(browser.get("/groups/")).text
        assert "Community group 3 2 November" in text


def test_group_page_counts_what_was_sent(pair, group):
    """In its count of what the group does alone, and in the list of entries."""
    for browser in (pair.log, pair.desk):
        page = Page(browser.get(f"/groups/{group.id}/"))
        assert "0 of 3 entries about this group record it acting" in page.text
        assert "Hidden" not in page.text


def test_supervisor_counts_what_was_sent(pair, group):
    """In the queue's list of organisers, and on the organiser's page."""
    text = Page(pair.desk.get("/supervision/")).text
    assert "Ann Author 3 2 November 1" in text
    assert "Hidden" not in text
    assert "Hidden" not in pair.desk.get(f"/supervision/people/{pair.author.id}/").text
