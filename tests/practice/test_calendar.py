"""The calendar of one's own work: a month at a time."""

import re
from datetime import date, timedelta

import pytest

from app.practice.models import State
from tests import make
from tests.page import Page

MONTH = "/practice/calendar/"


def cells(answer):
    """What stands on each day of the table, by number."""
    found = re.findall(r'<td[^>]*><span class="n">(\d+)(.*?)</td>', answer.text, re.S)
    return {int(day): re.findall(r"<a [^>]*>([^<]+)</a>", rest) for day, rest in found}


def test_entries_and_due_actions_are_on_their_days(pair):
    """Drafts too; each is a link; this month opens."""
    pair.entry(
        title="Landing",
        happened_on=date(2026, 11, 2),
        action__what__0="Ring the office",
        action__due__0="2026-11-30",
    )
    pair.entry(title="Half", state=State.DRAFT, happened_on=date(2026, 11, 2))
    pair.entry(title="October", happened_on=date(2026, 10, 31))

    answer = pair.log.get(MONTH)
    days = cells(answer)

    assert len(days) == 30
    assert sorted(days[2]) == ["Half", "Landing"]
    assert days[30] == ["Ring the office"]
    assert "October" not in answer.text
    assert "Due: Ring the office" in Page(answer).text
    assert pair.log.get(Page(answer).links["Landing"]).status_code == 200


def test_week_begins_on_monday(pair):
    """1 November 2026 is a Sunday: six empty cells stand before it."""
    row = pair.log.get(MONTH + "?month=2026-11").text.split("<tbody>")[1]

    assert row.split("<span")[0].count('class="not-here"') == 6


def test_month_before_and_after(pair):
    """One leads to the other and back, over the turn of a year."""
    page = Page(pair.log.get(MONTH + "?month=2026-12"))
    after = Page(pair.log.get(page.links["Month after"]))

    assert "January 2027" in after.text
    assert after.links["Month before"] == MONTH + "?month=2026-12"
    assert after.links["This month"] == MONTH


@pytest.mark.parametrize("month", ["2026-13", "x", "0001-01", "９９99-01", "9999-12"])
def test_month_that_is_none_shows_this_one(pair, month):
    """A damaged address is no error."""
    assert (
        "November 2026" in Page(pair.log.get(MONTH, query_string={"month": month})).text
    )


@pytest.mark.parametrize("month", ["2000-01", "2100-12"])
def test_first_and_last_month(pair, month):
    """Beyond them no link leads."""
    links = Page(pair.log.get(MONTH, query_string={"month": month})).links

    assert ("Month before" in links) is (month == "2100-12")
    assert ("Month after" in links) is (month == "2000-01")


def test_done_action_is_not_due(pair):
    """Nor is what a colleague wrote on one's calendar."""
    due = (date(2026, 11, 23) + timedelta(days=3)).isoformat()
    entry = pair.entry(action__what__0="Ring", action__due__0=due)
    make.entry(make.organiser(pair.host), pair.host, title="A colleague's")
    action = re.search(
        r"/practice/actions/[0-9a-f-]+/", pair.log.get(f"/practice/{entry.id}/").text
    )[0]
    assert 26 in {d for d, words in cells(pair.log.get(MONTH)).items() if words}

    pair.log.post(action)

    assert cells(pair.log.get(MONTH))[26] == []
    assert "A colleague's" not in pair.log.get(MONTH).text
    assert pair.desk.get(MONTH).status_code == 404
