"""Who starts what, and how often a group acts with no organiser there, by quarter."""

import re
from datetime import date

import pytest

from app.practice.models import State
from tests import make
from tests.page import Page


@pytest.fixture
def group(pair):
    """A group of the author's."""
    return pair.group(name="Tenants")


def entries(pair, group, number, day, **about):
    """So many entries on one day."""
    for _ in range(number):
        pair.entry(group=group, happened_on=day, **about)


def shown(browser, group):
    """The group's page."""
    return Page(browser.get(f"/groups/{group.id}/"))


def cells(page):
    """The page's text, its table's cells a space apart."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.html).split())


def test_fewer_than_five_say_nothing(pair, group):
    """Four entries and one draft: a dashed row with the count, and no share."""
    entries(pair, group, 4, date(2026, 11, 2), kind="own-activity")
    pair.entry(group=group, state=State.DRAFT, happened_on=date(2026, 11, 2))

    page = shown(pair.log, group)

    assert "No quarter has five activities yet, so nothing is said" in page.text
    assert "4 times: fewer than five, so no share" in page.html
    assert "4 entries: fewer than five, so no share" in page.html


def test_the_newest_quarter_beside_the_oldest(pair, group):
    """Both with their numbers; a quarter between with too few is passed over."""
    entries(pair, group, 5, date(2026, 2, 2), started_by="organiser")
    entries(pair, group, 1, date(2026, 5, 2))
    entries(pair, group, 4, date(2026, 11, 2), started_by="group")
    entries(pair, group, 2, date(2026, 11, 3), started_by="agency", kind="own-activity")

    page = shown(pair.log, group)

    assert (
        "From October to December 2026, so far: 2 of 6 times with no organiser there, "
        "and the group started 4 of 6. From January to March 2026: an organiser was "
        "there all 5 times, and the group started 0 of 5." in page.text
    )
    assert "Oct–Dec 2026 6 4 0 2 0 2 0 2 of 6" in cells(page)
    assert "Jul–Sep 2026 0 0 0 0 0 0 0 0 of 0" in cells(page)


def test_they_met_without_me(pair, group):
    """A count with its day and a few words; it is no entry."""
    entries(pair, group, 4, date(2026, 11, 2))
    data = {"met_on": "2026-11-21", "met_words": "Painted the hall"}

    answer = pair.log.post(f"/groups/{group.id}/met/", data=data)
    page = Page(pair.log.get(answer.location))

    assert "It is counted." in page.text
    assert "0 of 4 entries about this group record it acting" in page.text
    assert "One more time was counted here." in page.text
    assert "21 November 2026: Painted the hall Recorded by Ann Author" in page.text
    assert "2026, so far: 1 of 5 times with no organiser" in page.text
    assert "the group started" not in page.text
    assert "Painted the hall" not in pair.log.get("/practice/").text


def test_today_is_meant_when_no_day_is_given(pair, group):
    """And no words need be."""
    pair.log.post(f"/groups/{group.id}/met/", data={"met_on": "", "met_words": ""})

    page = shown(pair.desk, group)
    assert "One time without an organiser was counted here." in page.text
    assert "23 November 2026 Recorded by Ann Author" in page.text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"met_on": "2026-11-24"},
            "met_on",
            "Choose today or an earlier day, from 1900 on",
        ),
        ({"met_words": "x" * 301}, "met_words", "Use at most 300 characters here"),
    ],
)
def test_a_day_that_cannot_be(pair, group, changes, field, message):
    """A page of its own says why, with what was typed."""
    data = {"met_on": "2026-11-20", "met_words": "Painted"} | changes

    page = Page(pair.log.post(f"/groups/{group.id}/met/", data=data))

    assert page.summary == [(field, message)]
    assert {name: page.sent[name] for name in data} == data
    assert "Recorded by" not in shown(pair.log, group).text


def test_two_years_are_drawn(pair, group):
    """What is older stays in the count of all."""
    pair.entry(group=group, happened_on=date(2023, 1, 5), kind="own-activity")
    pair.entry(group=group, happened_on=date(2026, 11, 5))

    page = shown(pair.log, group)

    assert "1 of 2 entries about this group" in page.text
    assert "Jan–Mar 2025" in cells(page)
    assert "Oct–Dec 2024" not in cells(page)


def test_all_organisers_entries_count(pair, group):
    """A colleague's as much as one's own."""
    colleague = make.organiser(pair.host)
    make.supervisor(pair.host, colleague)
    entries(pair, group, 3, date(2026, 11, 2))
    for _ in range(2):
        make.entry(colleague, pair.host, group=group, happened_on=date(2026, 11, 3))

    assert "the group started 5 of 5" in shown(pair.log, group).text
