"""The log as a list: newest first, in pages, by state."""

from datetime import date, timedelta

import pytest

from app.practice.models import State
from tests import make, watch
from tests.page import Page

LAST = date(2026, 11, 20)


def walk(browser, address):
    """Every page from this one on, by its *Older entries*."""
    pages = []
    while address:
        pages.append(Page(browser.get(address)))
        address = pages[-1].links.get("Older entries", "")
        assert len(pages) < 10
    return pages


def test_newest_engagement_comes_first(pair):
    """By the day it happened, whenever it was written down."""
    for title, days in (("Oldest", 9), ("Newest", 1), ("Between", 4)):
        pair.entry(title=title, happened_on=LAST - timedelta(days=days))
    pair.entry(title="Undated draft", state=State.DRAFT, happened_on=None)

    page = Page(pair.log.get("/practice/"))

    order = ["Undated draft", "Newest", "Between", "Oldest"]
    assert [title for title in page.links if title in order] == order


def test_every_entry_is_on_one_page(pair):
    """45 entries, several of a day, take three pages and are each listed once."""
    names = [f"Entry {n:02}" for n in range(45)]
    for n, name in enumerate(names):
        pair.entry(
            title=name, state=State.DRAFT, happened_on=LAST - timedelta(days=n // 4)
        )

    pages = walk(pair.log, "/practice/")

    listed = [w for page in pages for w in page.links if w.startswith("Entry ")]
    assert sorted(listed) == names
    assert "Newest" not in pages[0].links
    assert pages[2].links["Newest"] == "/practice/"


def test_order_holds_across_pages(pair):
    """No page begins before the one ahead of it ends."""
    for n in range(25):
        pair.entry(
            title=f"Day {n:02}", state=State.DRAFT, happened_on=LAST - timedelta(days=n)
        )

    pages = walk(pair.log, "/practice/")

    listed = [w for page in pages for w in page.links if w.startswith("Day ")]
    assert listed == [f"Day {n:02}" for n in range(25)]


def test_day_in_the_far_past_does_not_stop_the_pages(pair):
    """A year typed wrongly in a draft, 0206 for 2026, is a day like any other."""
    for n in range(22):
        pair.entry(title=f"Slip {n:02}", state=State.DRAFT, happened_on=date(206, 1, 1))

    pages = walk(pair.log, "/practice/")

    listed = [w for page in pages for w in page.links if w.startswith("Slip ")]
    assert sorted(listed) == [f"Slip {n:02}" for n in range(22)]


@pytest.mark.parametrize("state", list(State))
def test_filter_by_state(pair, state):
    """One state at a time, in every page of it."""
    for one in State:
        pair.entry(title=f"Is {one.value}", state=one)
    for n in range(21):
        pair.entry(title=f"More {n:02}", state=state)

    pages = walk(pair.log, f"/practice/?state={state.value}")

    assert pages[0].sent["state"] == state.value
    listed = [w for p in pages for w in p.links if w.startswith(("Is ", "More "))]
    assert len(listed) == 22
    assert f"Is {state.value}" in listed


@pytest.mark.parametrize(
    "query", ["state=lost", "after=x", "after=2026-11-20.x", "after="]
)
def test_damaged_address_shows_the_first_page(pair, query):
    """A word that means nothing filters nothing."""
    pair.entry(title="Here")

    assert "Here" in Page(pair.log.get(f"/practice/?{query}")).links


def test_nothing_yet(pair):
    """An empty log says how it fills; an empty filter says only that."""
    assert "Your log is empty" in Page(pair.log.get("/practice/")).text
    assert "Nothing here" in Page(pair.log.get("/practice/?state=draft")).text


def test_log_is_ones_own_and_of_one_organisation(pair, sign_in):
    """Colleagues' entries are absent, and so are one's own for another host."""
    other = make.organisation()
    make.member(pair.author, other, make.Role.ORGANISER)
    make.entry(pair.author, other, title="For the other host")
    make.entry(make.organiser(pair.host), pair.host, title="A colleague's")
    pair.entry(title="Mine, here")
    with pair.log.session_transaction() as session:
        session["organisation"] = str(pair.host.id)

    page = Page(pair.log.get("/practice/"))

    assert "Mine, here" in page.text
    assert "For the other host" not in page.text
    assert "A colleague's" not in page.text
    assert pair.desk.get("/practice/").status_code == 404
    assert sign_in(make.coordinator(pair.host)).get("/practice/").status_code == 404


def test_list_asks_the_database_three_questions(pair):
    """As many for a hundred entries as for one."""
    pair.entry()
    with watch.queries() as for_one:
        pair.log.get("/practice/")
    for _ in range(99):
        pair.entry()
    with watch.queries() as for_hundred:
        assert "Older entries" in pair.log.get("/practice/").text

    assert len(for_one) == len(for_hundred) <= 3


@pytest.mark.parametrize("query", ["", "?after=2026-11-20.{id}", "?state=submitted"])
def test_list_is_served_by_its_index(pair, query):
    """Sorting and paging come from the index, not from reading the whole log."""
    entry = pair.entry()
    with watch.queries() as sent:
        pair.log.get("/practice/" + query.format(id=entry.id))

    lists = [one for one in sent if "sorted_at DESC" in one[0]]
    assert len(lists) == 1
    plan = watch.plan(*lists[0])
    assert "ix_entry_list" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
