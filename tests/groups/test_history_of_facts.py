"""Facts over time: what changed, who saved it, and whether it is still so."""

from datetime import timedelta

import pytest

from app import clock
from tests import make
from tests.groups.test_registering import facts
from tests.page import Page


@pytest.fixture
def place(pair):
    """A neighbourhood of the organisation."""
    return make.place(pair.host, "North End")


def saved(pair, group, place, **changes):
    """Change the facts; gives the group's page."""
    data = facts(place, name=group.name, **changes)
    answer = pair.log.post(f"/groups/{group.id}/edit/", data=data)
    assert answer.status_code == 302
    return Page(pair.log.get(answer.location))


def test_what_changed_from_what_to_what(pair, place):
    """With the day and who saved it; the facts from before are readable too."""
    group = pair.group(name="Tenants", members=3, volunteers=2, place=place)
    clock.advance(timedelta(days=9))

    page = saved(pair, group, place, members="46", controlled_by="trustees")

    assert "2 December 2026, Ann Author" in page.text
    assert "Members: from “3” to “46”" in page.text
    assert "Controlled by: from “Its members” to “Trustees or a board”" in page.text
    first = page.text[page.text.index("The first facts kept") :]
    assert "Members 3 Volunteers 2" in first
    assert "Neighbourhood: from" not in page.text


def test_facts_of_a_new_group_are_kept_from_the_first_day(pair, place):
    """Once, with who registered it."""
    answer = pair.log.post("/groups/new/", data=facts(place, members="12"))
    page = Page(pair.log.get(answer.location))

    history = page.text[page.text.index("How the facts changed") :]
    assert history.startswith("How the facts changed 23 November 2026, Ann Author")
    assert "Members 12" in history


def test_a_name_that_is_taken_leaves_no_trace(pair, place):
    """What was refused is in no history."""
    pair.group(name="Taken")
    group = pair.group(name="Tenants", place=place)

    pair.log.post(f"/groups/{group.id}/edit/", data=facts(place, name="Taken"))

    page = Page(pair.log.get(f"/groups/{group.id}/"))
    assert "How the facts changed" not in page.text


@pytest.mark.parametrize(("days", "is_said"), [(183, False), (184, True)])
def test_facts_that_nobody_has_confirmed(pair, days, is_said):
    """After six months the page says so; the organiser is asked to look."""
    group = pair.group(facts_on=clock.today() - timedelta(days=days))

    for browser in (pair.log, pair.desk):
        page = Page(browser.get(f"/groups/{group.id}/"))
        assert ("Not confirmed for six months" in page.text) is is_said
    asked = Page(pair.log.get(f"/groups/{group.id}/")).text
    assert ("Nobody has confirmed the facts for six months." in asked) is is_said


def test_one_tap_confirms_them(pair, sign_in):
    """As of today, kept with who did it; readers cannot."""
    group = pair.group(facts_on=clock.today() - timedelta(days=300))
    address = f"/groups/{group.id}/still-so/"
    assert pair.desk.post(address).status_code == 404
    assert sign_in(make.coordinator(pair.host)).post(address).status_code == 404

    page = Page(pair.log.post(address, follow_redirects=True))

    assert "The facts are confirmed as of today." in page.text
    assert "Confirmed on 23 November 2026." in page.text
    assert "23 November 2026, Ann Author Confirmed: still so." in page.text
    assert "Not confirmed for six months" not in page.text


def test_money_is_shown(pair, place):
    """Band, shares and charge."""
    group = pair.group(name="Tenants", place=place)

    page = saved(
        pair,
        group,
        place,
        income_band="under-10000",
        share_members="20",
        share_grants="80",
        share_contracts="0",
        has_charge="y",
        charge_note="Lunch, £3 from whoever eats",
    )

    assert "Income a year £1,000 to under £10,000" in page.text
    assert "Money from members 20%, grants 80%, contracts and sales 0%" in page.text
    assert "Charges for Lunch, £3 from whoever eats" in page.text
    assert "Money from: from “Not known” to “members 20%" in page.text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"share_members": "50", "share_grants": "40", "share_contracts": "20"},
            "share_members",
            "Make the three shares add up to 100, or leave all three empty",
        ),
        (
            {"share_members": "100"},
            "share_members",
            "Make the three shares add up to 100, or leave all three empty",
        ),
        ({"share_grants": "101"}, "share_grants", "Enter a number from 0 to 100"),
        (
            {"has_charge": "y"},
            "charge_note",
            "Say what it charges for, and who pays",
        ),
        ({"income_band": "lots"}, "income_band", "Choose one of the answers offered"),
    ],
)
def test_money_that_cannot_be(pair, place, changes, field, message):
    """A message at the field, and what was typed is still there."""
    page = Page(pair.log.post("/groups/new/", data=facts(place, **changes)))

    assert (field, message) in page.summary
    assert page.at_field[field] == message
    shown = {name: page.sent[name] for name in changes if name.startswith("share")}
    assert shown == {n: v for n, v in changes.items() if n.startswith("share")}
