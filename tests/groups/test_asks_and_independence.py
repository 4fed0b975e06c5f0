"""What a group asked for, and whether it goes on without an organiser."""

import uuid
from datetime import date

import pytest
from sqlalchemy import func, select

from app.db import db
from app.groups.models import Ask, AskStep
from app.practice.models import State
from tests import make
from tests.page import Page

LIFT = {"ask": "new", "ask_of": "The housing office", "ask_what": "A lift that works"}


@pytest.fixture
def group(pair):
    """A group that asked for something on the second of the month."""
    group = pair.group(name="Tenants of Block C")
    pair.entry(group=group, happened_on=date(2026, 11, 2), **LIFT)
    return group


def news(browser, group, ask=None, **changes):
    """Record news of an ask."""
    ask = ask or db.session.scalars(select(Ask.id)).one()
    data = {"outcome": "agreed", "on": "2026-11-20", "changed": ""} | changes
    return browser.post(f"/groups/{group.id}/asks/{ask}/", data=data)


def steps():
    """How many steps have been recorded."""
    return db.session.scalar(select(func.count()).select_from(AskStep))


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("asked", "Asked, no answer yet"),
        ("answered", "Answered"),
        ("agreed", "Agreed"),
        ("refused", "Refused"),
        ("silent", "Silent: they have not answered in time"),
    ],
)
def test_news_joins_the_ask(pair, group, outcome, words):
    """Under what was asked, with its day and what changed."""
    answer = news(pair.log, group, outcome=outcome, changed="A letter came.")
    page = Page(pair.log.get(answer.location))

    assert "The news is recorded." in page.text
    assert "Asked of The housing office on 2 November 2026." in page.text
    assert f"Asked, no answer yet, 2 November {words}, 20 November" in page.text
    assert "20 November: A letter came." in page.text


def test_news_without_a_day_is_of_today(pair, group):
    """The field says so, and the page shows it."""
    page = Page(pair.log.get(news(pair.log, group, on="").location))

    assert "Agreed, 23 November" in page.text


def test_news_stands_in_the_order_of_days(pair, group):
    """Whenever it was recorded."""
    news(pair.log, group, outcome="agreed", on="2026-11-20")
    news(pair.log, group, outcome="refused", on="2026-11-10")

    text = Page(pair.log.get(f"/groups/{group.id}/")).text

    assert text.index("Refused, 10 November") < text.index("Agreed, 20 November")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"on": "2026-11-24"}, "on", "Choose today or an earlier day"),
        (
            {"on": "soon"},
            "on",
            "Enter the day as year-month-day, such as 2026-11-20",
        ),
        ({"changed": "x" * 501}, "changed", "Use at most 500 characters here"),
    ],
)
def test_news_that_cannot_be_kept(pair, group, changes, field, message):
    """A message, once at the top and once at its ask, and what was typed."""
    page = Page(news(pair.log, group, **changes))

    assert page.status == 422
    assert page.summary == [(field, message)]
    assert page.text.count(message) == 2
    assert page.html.count(f'id="{field}"') == 1
    assert page.sent[field] == changes[field]
    assert steps() == 1


def test_only_the_organisers_bring_news(pair, group, sign_in):
    """Supervisor and coordinator read it; a colleague does not know of it."""
    for reader in (pair.desk, sign_in(make.coordinator(pair.host))):
        page = Page(reader.get(f"/groups/{group.id}/"))
        assert "A lift that works" in page.text
        assert "There is news" not in page.text
        assert news(reader, group).status_code == 404
    assert news(sign_in(make.organiser(pair.host)), group).status_code == 404
    assert steps() == 1


def test_news_of_another_groups_ask(pair, group):
    """An ask is reached through its own group only."""
    other = pair.group()

    assert news(pair.log, other).status_code == 404
    assert news(pair.log, group, ask=uuid.uuid4()).status_code == 404
    assert steps() == 1


def test_does_it_go_on_without_you(pair, sign_in):
    """Own activity of all entries that were sent, by whichever organiser."""
    group = pair.group()
    page = Page(pair.log.get(f"/groups/{group.id}/"))
    assert "No entry about this group has been submitted yet." in page.text
    colleague = make.organiser(pair.host)
    make.supervisor(pair.host, colleague)
    pair.entry(group=group)
    pair.entry(group=group, kind="own-activity", state=State.ACCEPTED)
    pair.entry(group=group, kind="own-activity", state=State.RETURNED)
    pair.entry(group=group, kind="own-activity", state=State.DRAFT)
    pair.entry(group=pair.group(), kind="own-activity")
    make.entry(colleague, pair.host, group=group, kind="own-activity")

    words = "3 of 4 entries about this group record it acting with no organiser there."
    for reader in (pair.log, pair.desk, sign_in(make.coordinator(pair.host))):
        assert words in Page(reader.get(f"/groups/{group.id}/")).text


def test_entries_on_the_page_are_the_readers_own(pair, sign_in):
    """Nobody reads of another's narrative through the group."""
    group = pair.group()
    colleague = make.organiser(pair.host)
    make.supervisor(pair.host, colleague)
    pair.log.post(f"/groups/{group.id}/organisers/", data={"person": colleague.id})
    pair.entry(group=group, title="Told by Ann")
    make.entry(colleague, pair.host, group=group, title="Told by a colleague")

    page = Page(pair.log.get(f"/groups/{group.id}/"))

    assert "Told by Ann" in page.text
    assert "Told by a colleague" not in page.text
    coordinator = sign_in(make.coordinator(pair.host))
    assert "Told by" not in coordinator.get(f"/groups/{group.id}/").text


def test_recording_from_the_groups_page(pair, group):
    """The link opens the form with the group chosen."""
    page = Page(pair.log.get(f"/groups/{group.id}/"))

    form = Page(pair.log.get(page.links["Record an engagement"]))

    assert form.sent["group"] == str(group.id)
