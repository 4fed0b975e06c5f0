"""What a group asked for is recorded by entries, and kept with the group."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db import db
from app.groups.models import Ask, AskStep
from app.practice.models import State
from tests import make
from tests.page import Page
from tests.pair import entry_at

LIFT = {
    "ask": "new",
    "ask_of": "The housing office",
    "ask_what": "A lift that works",
    "ask_outcome": "asked",
}


def on_group_page(pair, group):
    """What the group's page says that it has asked for."""
    text = Page(pair.log.get(f"/groups/{group.id}/")).text
    start = text.index("What it has asked for")
    return text[start : text.index("Does it go on without you?")]


def ask():
    """The only ask."""
    return db.session.scalars(select(Ask)).one()


def steps():
    """Outcome, day and words of every step, in order."""
    query = select(AskStep).order_by(AskStep.on, AskStep.id)
    return [(s.outcome.value, s.on, s.changed) for s in db.session.scalars(query)]


def send(pair, address, **changes):
    """Change an entry that is out for writing, and submit it."""
    checked = pair.log.post(f"{address}edit/", data=make.typed(**changes, do="check"))
    assert checked.status_code == 302, Page(checked).summary
    assert pair.log.post(f"{address}submit/").status_code == 302


def test_ask_is_recorded_when_the_entry_is_submitted(pair):
    """Not while it is a draft; then with the day of the engagement."""
    group = pair.group()
    entry = pair.entry(state=State.DRAFT, group=group)
    about = LIFT | {"group": group.id, "happened_on": "2026-11-19"}
    pair.log.post(f"/practice/{entry.id}/edit/", data=make.typed(**about, do="check"))
    assert "Nothing recorded yet." in on_group_page(pair, group)

    send(pair, f"/practice/{entry.id}/", **about)

    shown = on_group_page(pair, group)
    assert "A lift that works Asked of The housing office on 19 November 2026." in shown
    assert "Asked, no answer yet, 19 November" in shown
    assert (
        "The housing office was asked: A lift that works"
        in Page(pair.log.get(f"/practice/{entry.id}/")).text
    )


def test_withdrawing_takes_it_back(pair):
    """The group's page forgets what nobody has said to anybody."""
    group = pair.group()
    entry = pair.entry(group=group, **LIFT)
    assert "A lift that works" in on_group_page(pair, group)

    pair.log.post(f"/practice/{entry.id}/withdraw/")

    assert "Nothing recorded yet." in on_group_page(pair, group)
    assert db.session.scalar(select(func.count()).select_from(Ask)) == 0


def test_later_entry_brings_news(pair):
    """The form offers the group's asks, and the news joins the ask it is of."""
    group = pair.group()
    pair.entry(group=group, happened_on=date(2026, 11, 2), **LIFT)
    page = Page(pair.log.get(f"/practice/new/?group={group.id}"))
    assert "News of: A lift that works (The housing office)" in page.options["ask"]

    news = {"ask": ask().id, "ask_outcome": "agreed", "ask_changed": "Lift men came."}
    saved = pair.log.post(
        "/practice/new/", data=make.typed(group=group.id, **news, do="save")
    )
    send(pair, saved.location.removesuffix("edit/"), group=group.id, **news)

    assert steps() == [
        ("asked", date(2026, 11, 2), ""),
        ("agreed", date(2026, 11, 23), "Lift men came."),
    ]
    shown = on_group_page(pair, group)
    assert shown.count("A lift that works") == 1
    assert "Agreed, 23 November: Lift men came." in shown

    pair.log.post(saved.location.replace("edit", "withdraw"))
    assert [outcome for outcome, _, _ in steps()] == ["asked"]


def test_first_entry_withdrawn_under_later_news(pair):
    """An ask of which there is other news stays with that news."""
    group = pair.group()
    first = pair.entry(group=group, **LIFT)
    pair.entry(group=group, ask=ask().id, ask_outcome="refused")

    pair.log.post(f"/practice/{first.id}/withdraw/")

    assert [outcome for outcome, _, _ in steps()] == ["refused"]
    assert "A lift that works" in on_group_page(pair, group)


def test_sending_again_puts_the_ask_right(pair):
    """The words of the version that was sent last, and no second ask."""
    group = pair.group()
    entry = pair.entry(group=group, state=State.RETURNED, **LIFT)
    better = LIFT | {"ask_what": "Two lifts that work", "ask_outcome": "silent"}

    send(pair, f"/practice/{entry.id}/", group=group.id, **better)

    assert ask().what == "Two lifts that work"
    assert [outcome for outcome, _, _ in steps()] == ["silent"]


def test_sending_again_under_later_news_makes_no_second_ask(pair):
    """News that came in between stays with the ask that it is of."""
    group = pair.group()
    entry = pair.entry(group=group, state=State.RETURNED, **LIFT)
    address = f"/groups/{group.id}/asks/{ask().id}/"
    pair.log.post(address, data={"outcome": "agreed", "on": "2026-11-23"})

    send(pair, f"/practice/{entry.id}/", group=group.id, **LIFT, title="Once more")

    assert ask().what == "A lift that works"
    assert sorted(outcome for outcome, _, _ in steps()) == ["agreed", "asked"]


def test_ask_dropped_from_the_entry(pair):
    """Sent again without the ask, the entry no longer records one."""
    group = pair.group()
    entry = pair.entry(group=group, state=State.RETURNED, **LIFT)

    send(pair, f"/practice/{entry.id}/", group=group.id)

    assert "Nothing recorded yet." in on_group_page(pair, group)


@pytest.mark.parametrize("outcome", ["answered", "agreed", "refused", "silent"])
def test_how_it_stands_may_be_known_at_once(pair, outcome):
    """An ask and its answer can be of one engagement."""
    entry = pair.entry(group=pair.group(), **LIFT | {"ask_outcome": outcome})

    assert steps() == [(outcome, entry_at(str(entry.id)).happened_on, "")]


def test_asks_of_another_group_are_not_offered(pair):
    """The list of asks is the chosen group's own."""
    clock.advance(timedelta(days=1))
    pair.entry(group=pair.group(), **LIFT)

    page = Page(pair.log.get(f"/practice/new/?group={pair.group().id}"))

    assert page.options["ask"] == ["No ask this time", "A new ask"]
