"""Joining an organisation by a link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.models import Membership, OneTimeLink, Person, Role
from app.db import db
from tests import make

NEW = {"name": "Anna", "password": make.PASSWORD}


@pytest.fixture
def host(client):
    """An organisation."""
    return make.organisation("Riverside")


@pytest.fixture
def invite(host, sign_in, outbox):
    """Invite an address to the organisation as its coordinator would, by the form."""
    browser = sign_in(make.coordinator(host))

    def send(email, role="organiser", cohort=None):
        data = {
            "email": email,
            "role": role,
            "cohort": str(cohort.id) if cohort else "",
        }
        page = browser.post(
            "/organisation/invitations/", data=data, follow_redirects=True
        )
        assert f"An invitation is on its way to {email}" in page.text
        return outbox.link

    send.browser = browser
    return send


def roles_of(person, host):
    """The roles that somebody holds in an organisation."""
    return set(
        db.session.scalars(
            select(Membership.role).where(
                Membership.person_id == person.id,
                Membership.organisation_id == host.id,
            )
        )
    )


@pytest.mark.parametrize("role", list(Role))
def test_somebody_new_joins(client, host, invite, role):
    """They choose a name and a password, are signed in, and hold the role."""
    link = invite("Anna@Example.org", role.value)
    assert (
        f"You are invited as {role.value}, at anna@example.org" in client.get(link).text
    )

    page = client.post(link, data=NEW, follow_redirects=True)

    anna = db.session.scalars(select(Person).where(Person.name == "Anna")).one()
    assert "Your account is ready, Anna." in page.text
    assert anna.email == "anna@example.org"
    assert roles_of(anna, host) == {role}


def test_an_invitation_names_the_cohort(client, host, invite):
    """Whoever joins belongs to the cohort that the coordinator chose."""
    autumn = make.cohort(host, "Autumn 2026")

    client.post(invite("anna@example.org", cohort=autumn), data=NEW)

    found = db.session.scalars(select(Membership.cohort_id)).all()
    assert autumn.id in found


def test_an_invitation_works_once(client, app, host, invite):
    """Whoever opens it afterwards, signed in or not, finds it dead."""
    link = invite("anna@example.org")
    client.post(link, data=NEW)

    assert client.get(link).status_code == 404
    assert client.post(link, data=NEW).status_code == 404
    assert app.test_client().get(link).status_code == 404


def test_somebody_who_has_an_account_signs_in_and_confirms(client, host, invite):
    """Their account stays the same one, with one role more."""
    anna = make.person("Anna")
    link = invite(anna.email)

    asked = client.get(link)
    back = client.post(
        asked.location, data={"email": anna.email, "password": make.PASSWORD}
    )
    page = client.get(back.location)
    done = client.post(link, follow_redirects=True)

    assert asked.location.startswith("/sign-in/")
    assert back.location == link
    assert "Your account stays the same one" in page.text
    assert "You have joined Riverside." in done.text
    assert roles_of(anna, host) == {Role.ORGANISER}
    assert client.get(link).status_code == 404


def test_nobody_joins_for_somebody_who_has_an_account(client, host, invite):
    """Holding the link is not enough: its owner has to be signed in."""
    anna = make.person()
    link = invite(anna.email)

    answer = client.post(link, data=NEW)

    assert answer.location.startswith("/sign-in/")
    assert roles_of(anna, host) == set()


def test_somebody_else_is_signed_in(client, host, invite, sign_in):
    """They are told whose invitation it is, and it stays open for its owner."""
    anna, berta = make.person(), make.person()
    link = invite(anna.email)
    browser = sign_in(berta)

    page = browser.get(link, follow_redirects=True)
    browser.post(link)

    assert page.status_code == 200
    assert f"This invitation is for {anna.email}" in page.text
    assert f"You are signed in as {berta.email}" in page.text
    assert roles_of(berta, host) == roles_of(anna, host) == set()
    assert sign_in(anna).get(link).status_code == 200


def test_a_role_already_held_is_left_alone(client, host, invite, sign_in):
    """A second invitation to the same role makes no second membership."""
    anna = make.organiser(host, "Anna")

    answer = sign_in(anna).post(invite(anna.email))

    assert answer.location == "/today/"
    assert roles_of(anna, host) == {Role.ORGANISER}


def test_an_invitation_expires_after_two_weeks(client, host, invite):
    """One second before it opens, then it does not."""
    link = invite("anna@example.org")

    clock.advance(timedelta(days=14, seconds=-1))
    assert client.get(link).status_code == 200
    clock.advance(timedelta(seconds=1))
    assert client.get(link).status_code == 404
    assert client.post(link, data=NEW).status_code == 404
    assert "anna@example.org" not in invite.browser.get("/organisation/").text


def test_a_cancelled_invitation_is_dead(client, host, invite):
    """The coordinator takes it back, and it leaves the list."""
    link = invite("anna@example.org")
    listed = invite.browser.get("/organisation/").text
    row = db.session.scalars(select(OneTimeLink)).one()

    page = invite.browser.post(
        f"/organisation/invitations/{row.id}/cancel/", follow_redirects=True
    )

    assert "anna@example.org, as organiser, until 7 December" in listed
    assert "The invitation to anna@example.org no longer works." in page.text
    assert "anna@example.org, as organiser" not in page.text
    assert client.post(link, data=NEW).status_code == 404


def test_another_organisations_invitation_cannot_be_cancelled(client, invite, sign_in):
    """A coordinator elsewhere gets 404, and the invitation still works."""
    link = invite("anna@example.org")
    row = db.session.scalars(select(OneTimeLink)).one()
    elsewhere = sign_in(make.coordinator(make.organisation()))

    answer = elsewhere.post(f"/organisation/invitations/{row.id}/cancel/")

    assert answer.status_code == 404
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "anna"}, "Enter an email address in full"),
        ({"email": "anna@example.org,"}, "Enter an email address in full"),
        ({"email": ":a@b.c"}, "Enter an email address in full"),
        ({"email": "İ" * 200 + "@example.org"}, "Enter an email address in full"),
        ({"role": "administrator"}, "Choose one of the answers offered"),
        (
            {"cohort": "00000000-0000-7000-8000-000000000000"},
            "Choose one of the answers",
        ),
    ],
)
def test_an_invitation_that_will_not_do(invite, outbox, fields, words):
    """The page says so at the field, keeps the address, and nothing is sent."""
    right = {"email": "anna@example.org", "role": "organiser", "cohort": ""}

    page = invite.browser.post("/organisation/invitations/", data=right | fields)

    assert words in page.text
    assert f'value="{fields.get("email", "anna@example.org")}"' in page.text
    assert outbox.messages == []


def test_an_address_in_another_alphabet(invite, outbox):
    """Is taken as it is."""
    invite("günther@bücher.example")

    assert outbox.messages[0]["To"] == "günther@bücher.example"


def test_another_organisations_cohort_is_not_offered(invite, outbox):
    """Nor taken when its id is sent."""
    theirs = make.cohort(make.organisation(), "Theirs")
    data = {"email": "a@example.org", "role": "organiser", "cohort": str(theirs.id)}

    page = invite.browser.post("/organisation/invitations/", data=data)

    assert "Theirs" not in page.text
    assert outbox.messages == []


def test_no_mail_server(invite, app, monkeypatch):
    """The coordinator is told that the message did not leave."""
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:1")
    data = {"email": "anna@example.org", "role": "organiser", "cohort": ""}

    page = invite.browser.post(
        "/organisation/invitations/", data=data, follow_redirects=True
    )

    assert "The mail server did not take the invitation." in page.text
