"""Signing in and out, wrong passwords, and how long a session lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.accounts import actions
from app.accounts.models import FailedSignIn
from app.db import db, writing
from tests import make
from tests.page import Page

WRONG = "That email and password do not belong together. Check both"
WAIT = "Too many wrong passwords"


def sign_in_as(browser, email, password=make.PASSWORD, *, with_token=True, **more):
    """Send the sign-in form."""
    data = {"email": email, "password": password} | more
    return browser.post("/sign-in/", data=data, with_token=with_token)


def is_signed_in(browser):
    """Whether the account page opens."""
    return browser.get("/account/").status_code == 200


def test_signing_in_leads_to_today(client):
    """The right password opens the signed-in home, which greets by name."""
    anna = make.person("Anna")

    answer = sign_in_as(client, anna.email)

    assert answer.location == "/today/"
    assert "Anna" in client.get("/today/").text


def test_capitals_in_an_address_do_not_matter(client):
    """A phone that begins an address with a capital signs in all the same."""
    anna = make.person()

    assert sign_in_as(client, f"  {anna.email.upper()} ").location == "/today/"


def test_signing_in_leads_to_the_page_that_was_wanted(client):
    """Someone sent away from a page comes back to it."""
    anna = make.organiser(make.organisation())

    sent_to = client.get("/practice/?state=draft").location
    answer = client.post(sent_to, data={"email": anna.email, "password": make.PASSWORD})

    assert answer.location == "/practice/?state=draft"


def test_a_page_that_was_open_in_two_places_comes_again(client):
    """With the email and what was carried along; nobody is signed in by it."""
    anna = make.person("Anna")
    carried = '{"path": "/account/", "fields": [["do", "name"], ["name", "Anne"]]}'
    sent = {"csrf_token": "the other page’s", "rescued": carried}

    page = Page(sign_in_as(client, anna.email, with_token=False, **sent))

    assert page.status == 400
    assert "This page was open in two places. Enter it once more" in page.text
    assert (page.sent["email"], page.sent["rescued"]) == (anna.email, carried)
    assert make.PASSWORD not in page.html
    assert not is_signed_in(client)
    again = page.sent | {"password": make.PASSWORD}
    client.post("/sign-in/", data=again, with_token=False)
    assert is_signed_in(client)


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_sites_page_does_not_come_again(client, origin):
    """Its words are not put on a page of ours."""
    anna = make.person("Anna")
    data = {"email": anna.email, "password": make.PASSWORD, "rescued": "theirs"}

    page = client.post(
        "/sign-in/", data=data, headers={"Origin": origin}, with_token=False
    )

    assert page.status_code == 400
    assert "This page could not be sent" in page.text
    assert anna.email not in page.text


def test_somebody_signed_in_is_not_asked_again(client, sign_in):
    """The sign-in page and the home page lead on to Today."""
    browser = sign_in(make.person())

    assert browser.get("/sign-in/").location == "/today/"
    assert browser.get("/").location == "/today/"


def test_signing_out_ends_the_session(client):
    """After signing out the account asks to sign in."""
    sign_in_as(client, make.person().email)
    assert is_signed_in(client)

    page = client.post("/sign-out/", follow_redirects=True)

    assert "You are signed out." in page.text
    assert not is_signed_in(client)


def test_a_wrong_password_is_said_at_the_field(client):
    """The message stands at the field; what was typed is kept, less the password."""
    anna = make.person()

    page = sign_in_as(client, anna.email, "four wrong words here", stay="y")

    assert page.status_code == 200
    assert page.text.count(WRONG) == 2  # in the summary and at the field
    assert f'value="{anna.email}"' in page.text
    assert "four wrong words here" not in page.text
    assert "checked" in page.text  # the tick at “stay signed in”
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", make.PASSWORD, "Enter your email"),
        ("not an address", make.PASSWORD, "Enter an email address in full"),
        ("anna@example.org", "", "Enter your password"),
    ],
)
def test_an_unfinished_form_says_what_is_missing(client, email, password, words):
    """Each field has its own message, and no wrong password is counted."""
    assert words in sign_in_as(client, email, password).text
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 0


def test_an_unknown_address_gets_the_same_answer(client):
    """Nobody learns from the sign-in page who has an account."""
    known = make.person().email
    pages = [
        sign_in_as(client, address, "four wrong words here").text.replace(address, "")
        for address in (known, "nobody@example.org")
    ]

    assert WRONG in pages[0]
    assert without_token(pages[0]) == without_token(pages[1])


def without_token(page):
    """A page's lines, less those that carry a form token."""
    return [line for line in page.splitlines() if "csrf_token" not in line]


@pytest.mark.parametrize("exists", [True, False])
def test_five_wrong_passwords_make_one_wait(client, exists):
    """The sixth try is refused, right or not, for a quarter of an hour."""
    email = make.person().email if exists else "nobody@example.org"
    for _ in range(5):
        assert WRONG in sign_in_as(client, email, "four wrong words here").text

    refused = sign_in_as(client, email.upper())
    clock.advance(timedelta(minutes=14, seconds=59))
    still_refused = sign_in_as(client, email)
    clock.advance(timedelta(seconds=1))
    released = sign_in_as(client, email)

    assert WAIT in refused.text
    assert WAIT in still_refused.text
    assert WAIT not in released.text
    assert is_signed_in(client) is exists


def test_waiting_is_for_one_address_only(client):
    """Someone who guesses at one person's password locks nobody else out."""
    guessed, other = make.person(), make.person()
    for _ in range(5):
        sign_in_as(client, guessed.email, "four wrong words here")

    assert WAIT in sign_in_as(client, guessed.email).text
    assert sign_in_as(client, other.email).location == "/today/"


def test_one_device_cannot_try_address_after_address(client):
    """Thirty wrong passwords from one machine make that machine wait."""
    with writing():
        for n in range(30):
            actions.note_failure(f"nobody{n}@example.org", "127.0.0.1")

    assert WAIT in sign_in_as(client, make.person().email).text


def test_old_failures_are_forgotten(client):
    """What is kept about wrong passwords is thrown away after an hour."""
    sign_in_as(client, "one@example.org", "four wrong words here")
    clock.advance(timedelta(hours=1, seconds=1))
    sign_in_as(client, "two@example.org", "four wrong words here")

    kept = db.session.scalars(select(FailedSignIn)).all()
    assert {row.at for row in kept} == {clock.now()}
    assert not any("example.org" in row.subject for row in kept)


@pytest.mark.parametrize(("tick", "lasts"), [({"stay": "y"}, True), ({}, False)])
def test_staying_signed_in(client, tick, lasts):
    """With the tick, for thirty days; without it, until the browser is closed."""
    sign_in_as(client, make.person().email, **tick)

    cookie = client.get_cookie("alongside")
    assert (cookie.expires is not None) is lasts
    if lasts:  # Flask reckons the day from the computer's own clock
        assert (cookie.expires - datetime.now(UTC)).days in {29, 30}


def test_the_cookie_is_kept_from_scripts_and_other_sites(client):
    """It is never sent with a form that another site posts."""
    cookie = sign_in_as(client, make.person().email).headers["Set-Cookie"]

    assert cookie.startswith("alongside=")
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie


def test_what_an_earlier_session_held_is_left_behind(client):
    """On a shared device the next person does not inherit the last one's choices."""
    with client.session_transaction() as session:
        session["organisation"] = "somebody else’s"

    sign_in_as(client, make.person().email)

    with client.session_transaction() as session:
        assert "organisation" not in session


def test_a_made_up_session_is_nobody(client, app):
    """A cookie that this site has signed for nobody opens nothing."""
    with client.session_transaction() as session:
        session["_user_id"] = str(make.person().id)  # the id is not the session's key

    assert client.get("/account/").location.startswith("/sign-in/")
