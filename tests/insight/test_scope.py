"""Whose figures a person may see: their own, their organisers', aggregates of five."""

import uuid
from datetime import date

import pytest

from app import policy
from app.accounts.models import Role
from app.practice.models import State
from tests import make
from tests.page import Page

URL = "/insight/"
REFUSED = "Not shown: fewer than five people"


@pytest.fixture
def host(client):
    """An organisation."""
    return make.organisation()


def busy(host, number, cohort=None, each=1):
    """So many organisers, each with so many entries this month."""
    people = [make.organiser(host, f"Organiser {i}", cohort) for i in range(number)]
    for person in people:
        for day in range(each):
            make.entry(person, host, happened_on=date(2026, 11, 1 + day))
    return people


def offered(page):
    """The choices of whose work."""
    return page.options.get("who", [])


def test_an_organiser_sees_their_own_work(sign_in, host):
    """There is nothing to choose, and nobody else can be asked for."""
    person, other = busy(host, 2, each=5)
    browser = sign_in(person)
    page = Page(browser.get(URL))

    assert page.status == 200
    assert "Your own work." in page.text
    assert offered(page) == []
    assert browser.get(URL, query_string={"who": "me"}).status_code == 200
    for who in (f"person:{other.id}", f"person:{person.id}", "all", "organisation"):
        assert browser.get(URL, query_string={"who": who}).status_code == 404


def test_a_supervisor_sees_their_organisers_together_or_one(sign_in, host):
    """By name, all of them first."""
    people = busy(host, 3, each=2)
    stranger = make.organiser(host)
    browser = sign_in(make.supervisor(host, *people))
    page = Page(browser.get(URL))

    assert offered(page) == ["All three", "Organiser 0", "Organiser 1", "Organiser 2"]
    assert "The three organisers you supervise." in page.text
    assert ">6</td>" in page.html
    one = Page(browser.get(URL, query_string={"who": f"person:{people[1].id}"}))
    assert "Organiser 1’s work." in one.text
    assert "From November on there are two entries so far" in one.text
    for who in (f"person:{stranger.id}", "me", "organisation", "", "person:"):
        assert browser.get(URL, query_string={"who": who}).status_code == 404


def test_a_pairing_that_has_ended_shows_nothing_more(sign_in, host):
    """From the first day without."""
    organiser, other = busy(host, 2)
    supervisor = make.supervisor(host, other)
    make.pair(supervisor, organiser, host, until_on=date(2026, 11, 23))
    answer = sign_in(supervisor).get(
        URL, query_string={"who": f"person:{organiser.id}"}
    )

    assert answer.status_code == 404


def test_a_supervisor_of_one_or_of_nobody(sign_in, host):
    """One is shown by name; of nobody there is nothing."""
    (organiser,) = busy(host, 1)
    one = Page(sign_in(make.supervisor(host, organiser)).get(URL))
    nobody = Page(sign_in(make.supervisor(host)).get(URL))

    assert "Organiser 0’s work." in one.text
    assert "Nobody is paired with you today." in nobody.text
    assert "Nobody has submitted an entry yet" in nobody.text


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True)])
def test_a_coordinator_sees_no_figure_from_fewer_than_five(
    sign_in, host, number, shown
):
    """Neither chart, and no number in any table."""
    busy(host, number, each=3)
    page = Page(sign_in(make.coordinator(host)).get(URL))
    charts = page.html.partition('id="gain"')[0]  # what follows has tests of its own

    assert page.status == 200
    assert (REFUSED not in charts) is shown
    assert ("Share of entries" in page.html) is shown
    assert ("<table" in page.html) is shown
    assert (f">{number * 3}</td>" in page.html) is shown


def test_a_coordinator_chooses_the_organisation_or_a_cohort(sign_in, host):
    """Never a person; never a cohort of another organisation."""
    spring, autumn = make.cohort(host, "Spring"), make.cohort(host, "Autumn")
    person = busy(host, 5, spring, each=2)[0]
    busy(host, 1, autumn, each=5)
    elsewhere = make.cohort(make.organisation())
    browser = sign_in(make.coordinator(host))
    page = Page(browser.get(URL))

    def of(who):
        return Page(browser.get(URL, query_string={"who": who}))

    assert offered(page) == ["The organisation", "Autumn", "Spring"]
    assert ">15</td>" in page.html
    assert ">10</td>" in of(f"cohort:{spring.id}").html
    assert of(f"cohort:{autumn.id}").html.count('class="refuse"') == 3
    assert "</td>" not in of(f"cohort:{autumn.id}").html
    for who in (f"cohort:{elsewhere.id}", f"person:{person.id}", "all", "cohort:x"):
        assert of(who).status == 404


def test_a_month_from_fewer_than_five_is_hidden_within_an_aggregate(sign_in, host):
    """It joins the next point; its column of scores is dashed."""
    people = busy(host, 5)
    for day in range(1, 7):
        make.entry(people[0], host, happened_on=date(2026, 10, day), stream="service")
        make.entry(people[0], host, happened_on=date(2026, 9, day))
    page = Page(sign_in(make.coordinator(host)).get(URL))

    words = page.text.replace("\u00a0", " ")

    assert "Sep–Nov 2026 17 6 0 0 35%" in words
    assert "Oct 2026 6" not in words
    assert "Dashed columns are not shown" in words
    assert page.html.count("Not shown</td>") == 7


def test_what_is_too_little_for_a_point_shows_no_number(sign_in, host):
    """Four people’s seven entries wait for a fifth person, uncounted."""
    people = busy(host, 4)
    for person in people[:3]:
        make.entry(person, host, happened_on=date(2026, 11, 2))
    for person in [*people, make.organiser(host)]:
        make.entry(person, host, happened_on=date(2026, 9, 2))
    page = Page(sign_in(make.coordinator(host)).get(URL))

    assert "From November on there is too little for a point so far." in page.text
    assert "so far Not shown: fewer than five people" in page.text
    assert ">7</" not in page.html


def test_several_roles_give_the_union(sign_in, host):
    """One select, own work first."""
    organiser = make.organiser(host, "Bethan")
    person = make.supervisor(host, organiser)
    make.member(person, host, Role.ORGANISER)
    make.member(person, host, Role.COORDINATOR)
    make.cohort(host, "Spring")

    assert offered(Page(sign_in(person).get(URL))) == [
        "My own work", "Bethan", "The organisation", "Spring",
    ]  # fmt: skip


def test_nobody_without_a_role_opens_the_page(sign_in, client):
    """Nor an administrator or editor; a stranger is asked to sign in."""
    outsider = make.person(is_administrator=True, is_editor=True)

    assert not policy.can_open_insight(outsider, None)
    assert sign_in(outsider).get(URL).status_code == 404
    assert client.get(URL).status_code == 302


def test_nothing_crosses_between_organisations(sign_in, host):
    """An organiser’s entries elsewhere, or a pairing elsewhere, count nowhere here."""
    (organiser,) = busy(host, 1, each=2)
    elsewhere = make.organisation("Zz elsewhere")
    make.member(organiser, elsewhere, Role.ORGANISER)
    for day in range(1, 7):
        make.entry(organiser, elsewhere, happened_on=date(2026, 11, day))
    supervisor = make.supervisor(host, organiser)
    far = make.organiser(elsewhere)
    make.pair(supervisor, far, elsewhere)
    browser = sign_in(supervisor)

    assert "there are two entries so far" in Page(browser.get(URL)).text
    who = {"who": f"person:{far.id}"}
    assert browser.get(URL, query_string=who).status_code == 404


def test_values_in_the_address_are_opaque(sign_in, host):
    """No name and no counter."""
    people = busy(host, 2)
    page = Page(sign_in(make.supervisor(host, *people)).get(URL))

    for person in people:
        assert f'value="person:{uuid.UUID(str(person.id))}"' in page.html


@pytest.mark.parametrize("state", list(State))
def test_drafts_count_in_no_figure(sign_in, host, state):
    """Whatever was submitted once and stands does."""
    organiser = make.organiser(host)
    for day in range(1, 6):
        make.entry(organiser, host, happened_on=date(2026, 11, day), state=state)
    page = Page(sign_in(organiser).get(URL))

    assert ("Nothing submitted yet" in page.text) is (state is State.DRAFT)
    assert (">5</td>" in page.html) is (state is not State.DRAFT)
