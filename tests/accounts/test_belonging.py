"""Roles, and people who belong to several organisations."""

import pytest

from app.accounts.models import Role
from tests import make

PAGES = {
    Role.ORGANISER: "/practice/",
    Role.SUPERVISOR: "/supervision/",
    Role.COORDINATOR: "/organisation/",
}


@pytest.mark.parametrize("held", [(), *[(role,) for role in Role], tuple(Role)])
def test_a_role_opens_its_pages_and_no_others(client, sign_in, held):
    """A person with several roles has them all; one with none has none."""
    host, anna = make.organisation(), make.person()
    for role in held:
        make.member(anna, host, role)
    browser = sign_in(anna)

    opened = {role for role in Role if browser.get(PAGES[role]).status_code == 200}
    refused = {role for role in Role if browser.get(PAGES[role]).status_code == 404}

    assert opened == set(held)
    assert refused == set(Role) - set(held)


def test_the_account_page_lists_where_one_works(client, sign_in):
    """Every role at every organisation; and what to do when there is none."""
    anna, nobody = make.person(), make.person()
    for name, role in (("Abbey", Role.ORGANISER), ("Brook", Role.SUPERVISOR)):
        make.member(anna, make.organisation(name), role)

    page = sign_in(anna).get("/account/").text

    assert "Organiser at Abbey" in page
    assert "Supervisor at Brook" in page
    assert "You belong to no organisation" in sign_in(nobody).get("/account/").text


@pytest.fixture
def in_two(client, sign_in):
    """Somebody who coordinates Abbey and Brook, in a browser."""
    anna = make.person()
    abbey, brook = make.organisation("Abbey"), make.organisation("Brook")
    make.member(anna, abbey, Role.COORDINATOR)
    make.member(anna, brook, Role.COORDINATOR)
    return sign_in(anna), abbey, brook


def test_choosing_where_to_work(in_two):
    """The first by name until another is chosen; then that one, on every page."""
    browser, _, brook = in_two
    assert "<h1>Abbey</h1>" in browser.get("/organisation/").text

    answer = browser.post("/account/organisation/", data={"organisation": brook.id})

    assert answer.location == "/today/"
    assert "<h1>Brook</h1>" in browser.get("/organisation/").text
    assert f'value="{brook.id}" selected' in browser.get("/account/").text


@pytest.mark.parametrize("chosen", ["another", "", "abc", "\x00"])
def test_an_organisation_that_is_not_ones_own_cannot_be_chosen(in_two, chosen):
    """404, whether it exists or not, and one stays where one was."""
    browser, *_ = in_two
    wanted = make.organisation("Castle").id if chosen == "another" else chosen

    answer = browser.post("/account/organisation/", data={"organisation": wanted})

    assert answer.status_code == 404
    assert "<h1>Abbey</h1>" in browser.get("/organisation/").text


def test_a_role_holds_in_its_own_organisation_only(client, sign_in):
    """A supervisor at one is not a supervisor at the other."""
    anna = make.person()
    abbey, brook = make.organisation("Abbey"), make.organisation("Brook")
    make.member(anna, abbey, Role.SUPERVISOR)
    make.member(anna, brook, Role.ORGANISER)
    browser = sign_in(anna)
    at_abbey = [browser.get(PAGES[role]).status_code for role in Role]

    browser.post("/account/organisation/", data={"organisation": brook.id})
    at_brook = [browser.get(PAGES[role]).status_code for role in Role]

    assert at_abbey == [404, 200, 404]
    assert at_brook == [200, 404, 404]


@pytest.mark.parametrize(
    ("page", "form"), [("/groups/{}/edit/", {"name": "Ours"}), ("/groups/{}/", None)]
)
def test_working_elsewhere_moves_nothing_across(client, sign_in, page, form):
    """A group keeps to its own organisation while its organiser works in another."""
    anna = make.person()
    abbey, brook = make.organisation("Abbey"), make.organisation("Brook")
    make.member(anna, abbey, Role.ORGANISER)
    make.member(anna, brook, Role.ORGANISER)
    elsewhere = make.place(abbey, "Abbey Fields")
    group = make.group(brook, anna, place=make.place(brook, "Brookside"))

    shown = sign_in(anna).get(page.format(group.id)).text

    assert "Brookside" in shown
    assert elsewhere.name not in shown
    if form:
        facts = {"kind": "community-group", "controlled_by": "members"}
        data = form | facts | {"place_id": str(elsewhere.id)}
        answer = sign_in(anna).post(page.format(group.id), data=data)
        assert "Choose one of the answers offered" in answer.text
