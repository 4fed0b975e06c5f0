"""Registering a group, and changing what is known about it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db import db
from app.groups.models import Controller, Group, GroupKind, GroupOrganiser
from tests import make
from tests.page import Page

TAKEN = "There is already a group with this name here"
PEOPLE = "Enter a number from 0 to 100,000"
FIGURES = "Enter a whole number in figures, such as 90"


def facts(place, **changes):
    """A complete group form; a None takes a field away."""
    fields = {
        "name": "Tenants of Block C",
        "place_id": place.id,
        "kind": "community-group",
        "purpose": "To get the lifts mended, and to know each other.",
        "members": "40",
        "volunteers": "6",
        "paid_hours": "0",
        "controlled_by": "members",
        "income_band": "not-known",
        "contract_note": "",
    } | changes
    return {name: str(value) for name, value in fields.items() if value is not None}


@pytest.fixture
def place(pair):
    """A neighbourhood of the organisation."""
    return make.place(pair.host, "North End")


def groups():
    """How many groups there are."""
    return db.session.scalar(select(func.count()).select_from(Group))


def test_registering(pair, place):
    """The page shows what was typed; whoever registers it is named on it."""
    answer = pair.log.post("/groups/new/", data=facts(place))
    page = Page(pair.log.get(answer.location))

    assert "Tenants of Block C is registered." in page.text
    assert "Community group in North End. To get the lifts mended" in page.text
    for words in (
        "Members 40",
        "Volunteers 6",
        "Paid hours 0 a week",
        "Controlled by Its members",
        "Contract None",
        "Confirmed on 23 November 2026.",
        "Organisers named on it Ann Author",
    ):
        assert words in page.text
    group = db.session.scalars(select(Group)).one()
    assert (group.kind, group.controlled_by) == (
        GroupKind.COMMUNITY_GROUP,
        Controller.MEMBERS,
    )
    assert "Tenants of Block C" in Page(pair.log.get("/groups/")).links


def test_little_need_be_known(pair, place):
    """A name and a neighbourhood are enough, and the page says what is not known."""
    unknown = dict.fromkeys(["purpose", "members", "volunteers", "paid_hours"], "")
    data = facts(place, controlled_by="not-known", **unknown)

    page = Page(pair.log.post("/groups/new/", data=data, follow_redirects=True))

    assert "Members Not known" in page.text
    assert "Paid hours Not known" in page.text
    assert "Controlled by I don’t know yet" in page.text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"name": ""}, "name", "Enter the group’s name"),
        ({"name": "   "}, "name", "Enter the group’s name"),
        ({"name": "x" * 121}, "name", "Use at most 120 characters"),
        ({"place_id": "elsewhere"}, "place_id", "Choose one of the answers offered"),
        ({"kind": "gang"}, "kind", "Choose one of the answers offered"),
        ({"purpose": "x" * 2001}, "purpose", "Use at most 2,000 characters here"),
        ({"members": "-1"}, "members", PEOPLE),
        ({"members": "100001"}, "members", PEOPLE),
        ({"volunteers": "-6"}, "volunteers", PEOPLE),
        ({"paid_hours": "100001"}, "paid_hours", PEOPLE),
        ({"paid_hours": "a few"}, "paid_hours", FIGURES),
        ({"members": "9" * 30}, "members", PEOPLE),
        (
            {"has_contract": "y"},
            "contract_note",
            "Say with whom the contract is, and for what",
        ),
        (
            {"contract_note": "x" * 501},
            "contract_note",
            "Use at most 500 characters here",
        ),
    ],
)
def test_fault_is_said_at_the_field(pair, place, changes, field, message):
    """At the top too; everything typed is still there, and nothing is saved."""
    data = facts(place, **changes)

    page = Page(pair.log.post("/groups/new/", data=data))

    assert page.summary == [(field, message)]
    assert page.at_field == {field: message}
    shown = {name: page.sent[name] for name in data if name not in changes}
    assert shown == {name: data[name] for name in shown}
    assert groups() == 0


@pytest.mark.parametrize("number", ["0", "100000"])
def test_numbers_at_the_limits(pair, place, number):
    """Nobody, and a hundred thousand."""
    data = facts(place, members=number, volunteers=number, paid_hours=number)

    assert pair.log.post("/groups/new/", data=data).status_code == 302


def test_place_of_another_organisation(pair):
    """Neighbourhoods do not cross."""
    theirs = make.place(make.organisation(), "Their end")

    page = Page(pair.log.post("/groups/new/", data=facts(theirs)))

    assert page.at_field["place_id"] == "Choose one of the answers offered"
    assert "Their end" not in page.text
    assert groups() == 0


def test_no_neighbourhood_yet(pair):
    """The form says who adds one."""
    page = Page(pair.log.get("/groups/new/"))

    assert "There is no neighbourhood yet. Ask your coordinator" in page.text


def test_name_is_taken(pair, place):
    """A second group of the name gets a message, when new and when renamed."""
    pair.group(name="Tenants of Block C")
    other = pair.group(name="Tenants of Block D", place=place)

    page = Page(pair.log.post("/groups/new/", data=facts(place, members="12")))
    assert page.summary == [("name", TAKEN)]
    assert page.at_field == {"name": TAKEN}
    assert page.sent["members"] == "12"
    assert page.sent["name"] == "Tenants of Block C"

    page = Page(pair.log.post(f"/groups/{other.id}/edit/", data=facts(place)))
    assert page.at_field == {"name": TAKEN}
    assert db.session.get(Group, other.id).name == "Tenants of Block D"
    assert groups() == 2


def test_name_may_be_used_elsewhere(pair, place):
    """Another organisation's group of the name is in nobody's way."""
    make.group(make.organisation(), name="Tenants of Block C")

    assert pair.log.post("/groups/new/", data=facts(place)).status_code == 302


def test_contract(pair, place):
    """With whom and for what is shown; without one the note is not."""
    note = "The council, to run the lunch club"
    data = facts(place, has_contract="y", contract_note=note)

    page = Page(pair.log.post("/groups/new/", data=data, follow_redirects=True))
    assert f"Contract {note}" in page.text
    assert "Holds a contract" in Page(pair.log.get("/groups/")).text

    group = db.session.scalars(select(Group)).one()
    data = facts(place, contract_note=note)
    page = Page(
        pair.log.post(f"/groups/{group.id}/edit/", data=data, follow_redirects=True)
    )
    assert "Contract None" in page.text


def test_changing_the_facts(pair, place):
    """The form shows them as they are; saving confirms them as of that day."""
    group = pair.group(name="Tenants", members=3, place=place)
    clock.advance(timedelta(days=30))
    address = f"/groups/{group.id}/edit/"
    page = Page(pair.log.get(address))
    assert (page.sent["name"], page.sent["members"]) == ("Tenants", "3")
    assert page.sent["place_id"] == str(place.id)
    assert page.sent["controlled_by"] == "members"

    data = facts(place, name="Tenants", members="5", kind="social-enterprise")
    page = Page(pair.log.post(address, data=data, follow_redirects=True))

    assert "The facts are saved." in page.text
    assert "Members 5" in page.text
    assert "Social enterprise in North End." in page.text
    assert "Confirmed on 23 December 2026." in page.text


def test_readers_do_not_change_facts(pair, sign_in):
    """Supervisor and coordinator read the page, which offers them no change."""
    group = pair.group(name="Tenants")
    for browser in (pair.desk, sign_in(make.coordinator(pair.host))):
        page = Page(browser.get(f"/groups/{group.id}/"))
        assert page.status == 200
        assert "Change the facts" not in page.text
        assert "Name them too" not in page.text
        answer = browser.post(
            f"/groups/{group.id}/edit/", data=facts(group, name="Renamed")
        )
        assert answer.status_code == 404
        assert browser.get("/groups/new/").status_code == 404
    assert db.session.get(Group, group.id).name == "Tenants"


def test_group_of_others_is_not_there(pair, sign_in):
    """Of a colleague and of another organisation alike: 404, and in no list."""
    colleague = make.organiser(pair.host)
    strange = [
        make.group(pair.host, colleague, name="A colleague's"),
        make.group(make.organisation(), name="Elsewhere"),
    ]
    for group in strange:
        place = make.place(pair.host)
        for answer in (
            pair.log.get(f"/groups/{group.id}/"),
            pair.log.get(f"/groups/{group.id}/edit/"),
            pair.log.post(f"/groups/{group.id}/edit/", data=facts(place)),
            pair.log.post(
                f"/groups/{group.id}/organisers/", data={"person": pair.author.id}
            ),
        ):
            assert answer.status_code == 404
    text = Page(pair.log.get("/groups/")).text
    assert "No groups yet" in text
    named = select(func.count()).select_from(GroupOrganiser)
    assert db.session.scalar(named) == 1


def test_naming_another_organiser(pair, sign_in):
    """They can read and change it from then on, and are shown on it."""
    group = pair.group(name="Tenants")
    bea = make.organiser(pair.host, "Bea Beginner")
    hers = sign_in(bea)
    address = f"/groups/{group.id}/"
    assert hers.get(address).status_code == 404
    assert Page(pair.log.get(address)).options["person"] == ["Bea Beginner"]

    answer = pair.log.post(f"{address}organisers/", data={"person": bea.id})
    page = Page(pair.log.get(answer.location))

    assert "They can now read and change this group." in page.text
    assert "Organisers named on it Ann Author and Bea Beginner" in page.text
    assert Page(hers.get(address)).links["Change the facts"] == f"{address}edit/"
    assert "Tenants" in Page(hers.get("/practice/new/")).options["group"]


@pytest.mark.parametrize("who", ["stranger", "supervisor", "nobody", "named"])
def test_only_organisers_here_can_be_named(pair, who):
    """Nobody from elsewhere, nobody of another role, and nobody twice."""
    group = pair.group()
    people = {
        "stranger": make.organiser(make.organisation()).id,
        "supervisor": pair.supervisor.id,
        "nobody": "",
        "named": pair.author.id,
    }

    answer = pair.log.post(
        f"/groups/{group.id}/organisers/", data={"person": people[who]}
    )
    page = Page(pair.log.get(answer.location))

    assert "Choose an organiser of this organisation." in page.text
    assert "Organisers named on it Ann Author" in page.text
    assert db.session.scalar(select(func.count()).select_from(GroupOrganiser)) == 1
