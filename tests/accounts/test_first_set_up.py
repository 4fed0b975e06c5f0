"""A site with nobody in it, and the link that ends that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.accounts import actions
from app.accounts.models import Membership, Organisation, Person, Role
from app.db import db, writing
from tests import make

FIELDS = {
    "name": "Ruth",
    "email": "Ruth@Example.org",
    "password": make.PASSWORD,
    "organisation": "Riverside",
}


def setup_link():
    """What `python -m app` prints on a site that nobody has an account on."""
    with writing():
        return actions.setup_link().removeprefix("http://localhost")


@pytest.mark.parametrize("path", ["/", "/learn/", "/casebook/", "/foundations/"])
def test_reading_works_before(client, path):
    """Lessons and cases need nobody."""
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/today/", "/account/", "/practice/", "/admin/"])
def test_nothing_else_works_before(client, path):
    """Every other page leads to the sign-in page, which says why."""
    page = client.get(path, follow_redirects=True)

    assert "This site has not been set up yet" in page.text


def test_the_link_makes_the_first_administrator_and_organisation(client):
    """Who opens it runs the site, coordinates the first organisation, is signed in."""
    link = setup_link()
    assert "Set this site up" in client.get(link).text

    page = client.post(link, data=FIELDS, follow_redirects=True)

    assert "Your account is ready, Ruth." in page.text
    assert client.get("/admin/").status_code == 200
    assert "Riverside" in client.get("/organisation/").text
    ruth = db.session.scalars(select(Person)).one()
    assert (ruth.email, ruth.is_editor) == ("ruth@example.org", True)
    assert db.session.scalars(select(Membership)).one().role is Role.COORDINATOR


def test_the_link_works_once(client, app):
    """A second use creates nobody."""
    link = setup_link()
    client.post(link, data=FIELDS)

    other = app.test_client()
    again = other.post(link, data=FIELDS | {"email": "eve@example.org"})

    assert (again.status_code, other.get(link).status_code) == (404, 404)
    assert "This link no longer works" in again.text
    assert db.session.scalars(select(Person.name)).all() == ["Ruth"]
    assert "has not been set up" not in other.get("/sign-in/").text


def test_a_new_link_ends_the_one_before(client):
    """Starting the site again prints a new link, and only that one works."""
    first, second = setup_link(), setup_link()

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_the_link_expires_after_a_week(client):
    """Then the site has to be started again."""
    link = setup_link()
    clock.advance(timedelta(days=7))

    assert client.post(link, data=FIELDS).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Enter the name that colleagues call you"),
        ("name", "x" * 81, "Use at most 80 characters"),
        ("email", "ruth", "Enter an email address in full"),
        ("email", f"{'x' * 250}@example.org", "Use at most 254 characters"),
        ("password", "short", "Use between 12 and 200 characters"),
        ("organisation", "", "Enter the organisation’s name"),
        ("organisation", "x" * 121, "Use at most 120 characters"),
    ],
)
def test_a_form_that_will_not_do_leaves_the_link_alive(client, field, value, words):
    """The message stands at the field, and what was typed elsewhere is kept."""
    link = setup_link()

    page = client.post(link, data=FIELDS | {field: value})

    assert words in page.text
    assert "Ruth" in page.text
    assert db.session.scalars(select(Organisation)).all() == []
    assert client.get(link).status_code == 200
