"""Choosing a new password, on the account page and by a link."""

from datetime import timedelta

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from app import clock
from tests import make
from tests.conftest import STRONG

NEW = "quite another four words"


def test_a_new_password_on_the_account_page_ends_other_sessions(client, sign_in):
    """The device that changed it stays signed in; every other one is signed out."""
    anna = make.person()
    here, elsewhere = sign_in(anna), sign_in(anna)
    assert elsewhere.get("/account/").status_code == 200

    page = here.post(
        "/account/",
        data={"do": "password", "current": make.PASSWORD, "password": NEW},
        follow_redirects=True,
    )

    assert "every other device has been signed out" in page.text
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").location.startswith("/sign-in/")
    assert signs_in(client, anna, NEW)
    assert not signs_in(client, anna, make.PASSWORD)


def test_a_hash_costs_what_the_rfc_asks():
    """Outside the tests, which weaken it for speed."""
    found = extract_parameters(STRONG.hash("four plain words here"))

    assert found == RFC_9106_LOW_MEMORY


def signs_in(browser, person, password):
    """Whether these words are the person's password now."""
    browser.post("/sign-out/")
    data = {"email": person.email, "password": password}
    return browser.post("/sign-in/", data=data).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "words"),
    [
        ("four wrong words here", NEW, "That is not the password you have now"),
        ("", NEW, "Enter the password that you have now"),
        (make.PASSWORD, "short", "Use between 12 and 200 characters"),
        (make.PASSWORD, "x" * 201, "Use between 12 and 200 characters"),
        (make.PASSWORD, "", "Choose a password"),
    ],
)
def test_a_new_password_that_will_not_do(client, sign_in, current, new, words):
    """The message stands at its field, and the old password still holds."""
    anna = make.person()

    page = sign_in(anna).post(
        "/account/", data={"do": "password", "current": current, "password": new}
    )

    assert words in page.text
    assert signs_in(client, anna, make.PASSWORD)


def test_changing_ones_name(client, sign_in):
    """The account page changes a name, and asks for one."""
    browser = sign_in(make.person("Anna"))

    done = browser.post(
        "/account/", data={"do": "name", "name": " Anya "}, follow_redirects=True
    )
    refused = browser.post("/account/", data={"do": "name", "name": " "})

    assert "Your name is changed." in done.text
    assert "Anya’s account" in done.text
    assert "Enter the name that colleagues call you" in refused.text


def ask_for_link(browser, email):
    """Ask for a link that sets a new password."""
    return browser.post("/sign-in/new-password/", data={"email": email})


def test_the_link_comes_by_mail_into_the_outbox(client, app, outbox):
    """Without a mail server the message is a file in the data folder, for its owner."""
    anna = make.person()

    ask_for_link(client, anna.email.upper())

    [message] = outbox.messages
    [path] = (app.config["DATA_DIR"] / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert message["To"] == anna.email
    assert message["From"] == "Alongside <alongside@localhost>"
    assert message["Date"].datetime == clock.now()
    assert "It works once" in message.get_content()


def test_asking_never_tells_whether_an_address_has_an_account(client, outbox):
    """The page is the same for an unknown address, which gets no mail."""
    known, unknown = make.person().email, "nobody@example.org"
    pages = [ask_for_link(client, email).text for email in (known, unknown)]

    assert "Look in your mail" in pages[0]
    assert pages[0].replace(known, "") == pages[1].replace(unknown, "")
    assert [message["To"] for message in outbox.messages] == [known]


def test_asking_never_tells_even_when_no_mail_can_be_sent(client, app, monkeypatch):
    """A mail server that is down does not give an account away."""
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:1")

    answers = [
        ask_for_link(client, email).status_code
        for email in (make.person().email, "nobody@example.org")
    ]

    assert answers == [200, 200]


def test_a_link_sets_a_new_password_once(client, sign_in, outbox):
    """It signs its owner in, ends every other session, and is dead afterwards."""
    anna = make.person()
    elsewhere = sign_in(anna)
    ask_for_link(client, anna.email)
    assert anna.email in client.get(outbox.link).text

    done = client.post(outbox.link, data={"password": NEW})
    again = client.post(outbox.link, data={"password": "yet another four words"})

    assert done.location == "/today/"
    assert again.status_code == 404
    assert "This link no longer works" in again.text
    assert elsewhere.get("/account/").location.startswith("/sign-in/")
    assert signs_in(client, anna, NEW)


def test_a_password_too_short_leaves_the_link_alive(client, outbox):
    """A message at the field, and the link can still be used."""
    ask_for_link(client, make.person().email)

    assert "Use between 12" in client.post(outbox.link, data={"password": "x"}).text
    assert client.post(outbox.link, data={"password": NEW}).location == "/today/"


def test_a_link_expires_after_two_hours(client, outbox):
    """One second before it opens, then it does not."""
    ask_for_link(client, make.person().email)

    clock.advance(timedelta(hours=2, seconds=-1))
    assert client.get(outbox.link).status_code == 200
    clock.advance(timedelta(seconds=1))
    assert client.get(outbox.link).status_code == 404
    assert client.post(outbox.link, data={"password": NEW}).status_code == 404


@pytest.mark.parametrize("how", ["link", "account page"])
def test_a_new_password_ends_every_link_sent_before(client, sign_in, outbox, how):
    """Whoever got hold of an older message can do nothing with it."""
    anna = make.person()
    ask_for_link(client, anna.email)
    older = outbox.link
    ask_for_link(client, anna.email)

    if how == "link":
        client.post(outbox.link, data={"password": NEW})
    else:
        fields = {"do": "password", "current": make.PASSWORD, "password": NEW}
        sign_in(anna).post("/account/", data=fields)

    assert client.get(older).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 3000, "🦊", "%00", "..%2F..", "%F0%28"])
def test_a_made_up_link_is_dead(client, token):
    """Whatever stands in its place."""
    answer = client.get(f"/link/{token}/")

    assert answer.status_code == 404
    assert client.post(f"/link/{token}/", data={"password": NEW}).status_code == 404
