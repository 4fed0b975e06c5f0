"""Running the site: organisations, and whom to invite as coordinator."""

import pytest
from sqlalchemy import func, select

from app.accounts.models import Organisation
from app.db import db
from tests import make

FIELDS = {"name": "Castle", "email": "carol@example.org"}


@pytest.fixture
def browser(client, sign_in):
    """An administrator's browser; they belong to no organisation."""
    return sign_in(make.person(is_administrator=True))


def test_the_page_counts_people(browser):
    """Each organisation with how many people belong, however many roles they hold."""
    host = make.organisation("Abbey")
    anna = make.organiser(host)
    make.member(anna, host, make.Role.SUPERVISOR)
    make.organisation("Brook")

    page = browser.get("/admin/").text

    assert '<th scope="row">Abbey</th><td class="r">1</td>' in page
    assert '<th scope="row">Brook</th><td class="r">0</td>' in page


@pytest.mark.parametrize("rights", [{}, {"is_editor": True}])
def test_the_page_is_for_administrators(client, sign_in, rights):
    """Anyone else gets 404, an editor and a coordinator too."""
    host = make.organisation()
    carol = make.person(**rights)
    make.member(carol, host, make.Role.COORDINATOR)
    browser = sign_in(carol)

    assert browser.get("/admin/").status_code == 404
    assert browser.post("/admin/", data=dict(FIELDS)).status_code == 404
    assert "Run this site" not in browser.get("/account/").text


def test_adding_an_organisation_invites_its_coordinator(browser, client, outbox):
    """The link makes somebody new its coordinator."""
    page = browser.post("/admin/", data=dict(FIELDS), follow_redirects=True)
    joined = client.post(
        outbox.link,
        data={"name": "Carol", "password": make.PASSWORD},
        follow_redirects=True,
    )

    assert "Castle is added, and its coordinator is invited." in page.text
    assert outbox.messages[0]["Subject"] == "Castle invites you to Alongside"
    assert "Your account is ready, Carol." in joined.text
    assert "<h1>Castle</h1>" in client.get("/organisation/").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Enter the organisation’s name"),
        ("name", "x" * 121, "Use at most 120 characters"),
        ("name", "Abbey", "There is already an organisation with this name"),
        ("email", "carol", "Enter an email address in full"),
    ],
)
def test_an_organisation_that_will_not_do(browser, outbox, field, value, words):
    """The message stands at its field, and nobody is invited."""
    make.organiser(make.organisation("Abbey"))

    page = browser.post("/admin/", data=FIELDS | {field: value})

    assert words in page.text
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1
    assert outbox.messages == []


def test_a_coordinator_who_never_came_can_be_invited_again(browser, outbox):
    """While nobody has joined, the same form sends another invitation."""
    for email in ("carol@example.org", "carla@example.org"):
        browser.post("/admin/", data=FIELDS | {"email": email})

    assert [m["To"] for m in outbox.messages] == [
        "carol@example.org",
        "carla@example.org",
    ]
    assert db.session.scalars(select(Organisation.name)).all() == ["Castle"]


def test_a_name_over_two_lines_makes_one_subject(browser, outbox):
    """A form sent by hand cannot break the message's head."""
    browser.post("/admin/", data=FIELDS | {"name": "Castle\r\nBcc: eve@example.org"})

    [message] = outbox.messages
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Castle Bcc: eve@example.org invites")
