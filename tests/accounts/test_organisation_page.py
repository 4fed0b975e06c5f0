"""The coordinator's page: people, cohorts, neighbourhoods, settings."""

import pytest
from sqlalchemy import func, select

from app.accounts.models import Cohort
from app.db import db
from app.groups.models import Place
from tests import make

POSTS = {
    "/organisation/invitations/": {"email": "a@example.org", "role": "organiser"},
    "/organisation/cohorts/": {"name": "Autumn", "starts_on": "2026-09-01"},
    "/organisation/places/": {"place_name": "Riverside"},
    "/organisation/settings/": {"safeguarding_lead": "Eve", "framework": "founding"},
    "/organisation/pairings/": {},
}


@pytest.fixture
def host(client):
    """An organisation."""
    return make.organisation("Riverside")


@pytest.fixture
def browser(host, sign_in):
    """Its coordinator's browser."""
    return sign_in(make.coordinator(host, "Carol"))


def send(browser, path, **data):
    """Send one of the page's forms, and give back the page that follows."""
    return browser.post(f"/organisation/{path}/", data=data, follow_redirects=True)


def count(model):
    """How many rows of a model there are."""
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_page_lists_who_works_here(host, browser):
    """Organisers with cohort and supervisor; supervisors; coordinators."""
    anna = make.organiser(host, "Anna", make.cohort(host, "Autumn"))
    make.organiser(host, "Ben")
    make.supervisor(host, anna, name="Sue")

    page = browser.get("/organisation/").text

    assert "Anna</th>" in page
    assert '<td data-th="Cohort">Autumn</td><td data-th="Supervisor">Sue</td>' in page
    assert '<td data-th="Cohort">None</td><td data-th="Supervisor">Nobody yet' in page
    assert "Supervisors: Sue. Coordinators: Carol." in page


def test_the_page_never_shows_what_was_written(host, browser):
    """Nor another organisation's people."""
    anna, elsewhere = make.organiser(host), make.organisation()
    make.supervisor(host, anna)
    make.entry(anna, host, title="Stairwell meeting")
    make.organiser(elsewhere, "Zacharias")

    page = browser.get("/organisation/").text

    assert "Stairwell" not in page
    assert "Zacharias" not in page


@pytest.mark.parametrize("who", ["organiser", "supervisor", "coordinator elsewhere"])
def test_the_page_is_for_the_coordinator_alone(host, sign_in, who):
    """Any other member gets 404 for the page and for each of its forms."""
    person = {
        "organiser": make.organiser,
        "supervisor": make.supervisor,
        "coordinator elsewhere": lambda _: make.organiser(make.organisation()),
    }[who](host)
    browser = sign_in(person)

    assert browser.get("/organisation/").status_code == 404
    for path, data in POSTS.items():
        assert browser.post(path, data=dict(data)).status_code == 404
    assert count(Cohort) == count(Place) == 0


def test_forming_a_cohort(browser):
    """It is on the page afterwards."""
    page = send(browser, "cohorts", name="Autumn 2026", starts_on="2026-09-01")

    assert "The cohort Autumn 2026 is formed." in page.text
    assert ">Autumn 2026, by module</a>" in page.text


@pytest.mark.parametrize(
    ("name", "starts_on", "words"),
    [
        ("", "2026-09-01", "Give the cohort a name"),
        ("x" * 81, "2026-09-01", "Use at most 80 characters"),
        ("Autumn", "", "Choose the day on which it starts"),
        ("Autumn", "1 September", "Enter the day as year-month-day"),
        ("Spring", "2026-09-01", "There is already a cohort with this name"),
    ],
)
def test_a_cohort_that_will_not_do(host, browser, name, starts_on, words):
    """The message stands at its field, what was typed is kept, nothing is added."""
    make.cohort(host, "Spring")

    page = send(browser, "cohorts", name=name, starts_on=starts_on)

    assert words in page.text
    assert f'value="{name}"' in page.text
    assert count(Cohort) == 1


def test_two_organisations_may_use_the_same_names(browser):
    """A name is taken only where it is used."""
    elsewhere = make.organisation()
    make.cohort(elsewhere, "Autumn")
    make.place(elsewhere, "The Fields")

    cohort = send(browser, "cohorts", name="Autumn", starts_on="2026-09-01")
    place = send(browser, "places", place_name="The Fields")

    assert "The cohort Autumn is formed." in cohort.text
    assert "The Fields is added." in place.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (" ", "Enter the neighbourhood’s name"),
        ("x" * 81, "Use at most 80 characters"),
        ("The Fields", "That neighbourhood is already here"),
    ],
)
def test_a_neighbourhood_that_will_not_do(host, browser, name, words):
    """The message stands at the field, and nothing is added."""
    make.place(host, "The Fields")

    assert words in send(browser, "places", place_name=name).text
    assert count(Place) == 1


def test_the_settings(host, browser, sign_in):
    """The safeguarding lead is shown beside every entry form from then on."""
    page = send(
        browser, "settings", safeguarding_lead="Eve, 0000", framework="founding"
    )

    assert "The settings are saved." in page.text
    assert 'value="Eve, 0000"' in page.text
    writing = sign_in(make.organiser(host)).get("/practice/new/")
    assert "Eve, 0000" in writing.text


@pytest.mark.parametrize(
    ("lead", "framework", "words"),
    [
        ("x" * 201, "founding", "Use at most 200 characters"),
        ("Eve", "no-such", "Choose one of the answers offered"),
    ],
)
def test_settings_that_will_not_do(browser, lead, framework, words):
    """The message stands at the field, and the old settings hold."""
    page = send(browser, "settings", safeguarding_lead=lead, framework=framework)

    assert words in page.text
    assert f'value="{lead}"' not in browser.get("/organisation/").text


def test_only_the_form_with_the_fault_carries_a_message(browser):
    """The page holds five forms; one mistake is one message."""
    page = send(browser, "places", place_name="")

    assert "One thing to put right" in page.text
