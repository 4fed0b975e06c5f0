"""Opening a practitioner's account by a link, without anybody's invitation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.accounts import actions
from app.accounts.models import Membership, OneTimeLink, Person
from app.db import db, writing
from tests import make

NEW = {"name": "Marguerite", "password": make.PASSWORD}
EMAIL = "marguerite@example.org"
WAIT = "Too many links were asked for"


@pytest.fixture(autouse=True)
def anna(client):
    """Somebody who has an account; so the site has been set up."""
    return make.person("Anna")


def ask(browser, email=EMAIL, **query):
    """Send the form of the page."""
    return browser.post("/open-account/", data={"email": email}, query_string=query)


def without_token(page):
    """A page's lines, less those that carry a form token."""
    return [line for line in page.splitlines() if "csrf_token" not in line]


def path_in(message):
    """The path and query of the last address in a message."""
    words = message.get_content().split()
    return [word for word in words if word.startswith("http")][-1].removeprefix(
        "http://localhost"
    )


def test_the_way_from_sign_in_to_ones_own_account(client, outbox):
    """A link by mail, a name and a password; signed in, with nothing but an account."""
    sign_in = client.get("/sign-in/?next=/learn/")
    assert 'href="/open-account/?next=/learn/"' in sign_in.text
    asked = ask(client, f" {EMAIL.upper()} ", next="/learn/")

    link = path_in(outbox.messages[-1])
    opened = client.get(link)
    done = client.post(link, data=NEW)
    page = client.get(done.location)

    assert "Look in your mail" in asked.text
    assert f"For {EMAIL}." in opened.text
    assert done.location == "/learn/"
    assert "Your account is ready, Marguerite." in page.text
    person = db.session.scalars(select(Person).where(Person.email == EMAIL)).one()
    assert not any((person.is_administrator, person.is_editor))
    assert db.session.scalars(select(Membership)).all() == []
    client.post("/sign-out/")
    data = {"email": EMAIL, "password": make.PASSWORD}
    assert client.post("/sign-in/", data=data).location == "/today/"


def test_the_answer_never_says_who_has_an_account(client, anna, outbox):
    """The page is the same; somebody who has one is told so by mail alone."""
    known = ask(client, anna.email.upper(), next="/learn/").text
    unknown = ask(client, next="/learn/").text

    told, sent = (message.get_content() for message in outbox.messages)
    assert known.lower().replace(anna.email, "") == unknown.lower().replace(EMAIL, "")
    assert [message["To"] for message in outbox.messages] == [anna.email, EMAIL]
    assert outbox.messages[0]["Subject"] == outbox.messages[1]["Subject"]
    assert "It has one already" in told
    assert "http://localhost/sign-in/?next=/learn/" in told
    assert "http://localhost/sign-in/new-password/" in told
    assert "/link/" not in told
    assert "/link/" in sent


@pytest.mark.parametrize("exists", [True, False])
def test_three_links_make_an_address_wait(client, anna, outbox, exists):
    """The fourth is refused for a quarter of an hour, whoever has an account."""
    email = anna.email if exists else EMAIL
    for _ in range(3):
        assert "Look in your mail" in ask(client, email).text

    refused = ask(client, email.upper())
    other = ask(client, "another@example.org")
    clock.advance(timedelta(minutes=14, seconds=59))
    still = ask(client, email)
    clock.advance(timedelta(seconds=1))
    released = ask(client, email)

    assert refused.text.count(WAIT) == 2  # in the summary and at the field
    assert email.upper() in refused.text
    assert WAIT in still.text
    assert "Look in your mail" in other.text
    assert "Look in your mail" in released.text
    assert len(outbox.messages) == 5


def test_one_network_cannot_ask_for_address_after_address(client, outbox):
    """Thirty links from one network make it wait; signing in is not held up."""
    with writing():
        for n in range(30):
            actions.note_failure(f"n{n}@example.org", "127.0.0.1", actions.ASKED)

    assert WAIT in ask(client).text
    assert outbox.messages == []
    data = {"email": EMAIL, "password": "four wrong words here"}
    assert "do not belong together" in client.post("/sign-in/", data=data).text


def test_wrong_passwords_do_not_hold_up_opening(client, anna):
    """Each is counted by itself."""
    with writing():
        for _ in range(5):
            actions.note_failure(EMAIL, "127.0.0.1")

    assert "Look in your mail" in ask(client).text


def test_no_message_can_be_sent(client, app, anna, monkeypatch):
    """It is said, in the same words whoever has an account."""
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:1")

    pages = [ask(client, email).text for email in (anna.email, EMAIL)]

    assert "No message can be sent just now" in pages[0]
    known, unknown = (without_token(page) for page in pages)
    assert [line.replace(anna.email, "") for line in known] == [
        line.replace(EMAIL, "") for line in unknown
    ]


def test_a_link_works_once(client, app, outbox):
    """Neither it nor an earlier one to the same address opens a second account."""
    ask(client)
    earlier = outbox.link
    ask(client)
    link = outbox.link

    assert client.post(link, data=NEW).location == "/today/"
    for used in (link, earlier):
        assert app.test_client().get(used).status_code == 404
        assert client.post(used, data=NEW).status_code == 404


def test_a_link_expires_after_a_day(client, outbox):
    """One second before it opens, then it does not."""
    ask(client)

    clock.advance(timedelta(days=1, seconds=-1))
    assert client.get(outbox.link).status_code == 200
    clock.advance(timedelta(seconds=1))
    assert client.get(outbox.link).status_code == 404
    assert client.post(outbox.link, data=NEW).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "", "password": make.PASSWORD}, "Enter the name"),
        ({"name": "Marguerite", "password": "short"}, "Use between 12 and 200"),
    ],
)
def test_an_unfinished_account(client, outbox, fields, words):
    """A message at the field, what was typed stays, and the link is alive."""
    ask(client)

    page = client.post(outbox.link, data=fields)

    assert page.text.count(words) == 2
    assert f'value="{fields["name"]}"' in page.text
    assert client.post(outbox.link, data=NEW).location == "/today/"


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 300 + "@example.org"])
def test_an_address_that_is_none(client, outbox, email):
    """Nothing is sent, nothing is counted."""
    page = ask(client, email)

    assert 'class="errors"' in page.text
    assert outbox.messages == []
    assert db.session.scalars(select(OneTimeLink)).all() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_invited_meanwhile_signs_in(client, outbox, method):
    """The link opens nothing twice; it leads to the account that there is."""
    ask(client, next="/learn/")
    link = path_in(outbox.messages[-1])
    make.person(email=EMAIL)

    answer = getattr(client, method)(
        link, **({"data": NEW} if method == "post" else {})
    )

    assert answer.location == "/sign-in/?next=/learn/"
    assert "has an account already" in client.get(answer.location).text


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "x" * 9999]
)
def test_it_never_leads_to_another_site(client, outbox, wanted):
    """Nor does the message hold such an address."""
    ask(client, next=wanted)

    message = outbox.messages[-1].get_content()
    done = client.post(outbox.link, data=NEW, query_string={"next": wanted})

    assert wanted not in message
    assert done.location == "/today/"


def test_somebody_signed_in_is_led_on(client, sign_in, anna):
    """They have one."""
    assert sign_in(anna).get("/open-account/?next=/learn/").location == "/learn/"


def test_nobody_opens_an_account_before_the_site_is_set_up(client, anna, outbox):
    """The first account is the administrator's."""
    with writing(anna):
        db.session.delete(anna)

    page, answer = client.get("/open-account/"), ask(client)

    assert "This site has not been set up yet" in page.text
    assert "Send me the link" not in page.text
    assert "This site has not been set up yet" in answer.text
    assert outbox.messages == []


PRACTICE = ["/practice/", "/practice/new/", "/groups/", "/insight/", "/supervision/",
            "/organisation/", "/admin/"]  # fmt: skip


def test_a_practitioner_has_no_practice_pages(client, sign_in):
    """404, and the menu does not name them; what they have is there."""
    browser = sign_in(make.person("Marguerite"))

    page = browser.get("/today/").text
    menu = page[page.index("<nav") : page.index("</nav>")]

    assert {browser.get(path).status_code for path in PRACTICE} == {404}
    assert not any(f'href="{path}"' in page for path in PRACTICE)
    for path in ("/today/", "/learn/", "/casebook/", "/account/"):
        assert f'href="{path}"' in menu


def test_joining_an_organisation_later_loses_nothing(client, app, sign_in, outbox):
    """Answers, place, reading list, note and searches are those of the same person."""
    lesson = app.extensions["library"].lessons[0]
    check = next(c for c in lesson.checks if c.kind == "single")
    page = f"/learn/{lesson.module}/{lesson.slug}/"
    ask(client)
    client.post(outbox.link, data=NEW)
    data = {check.id: check.options[0].id}
    assert client.post(f"{page}answers/{check.id}/", data=data).status_code == 302
    client.post(f"{page}place/", data={"anchor": lesson.headings[0].anchor})
    client.post("/casebook/st-mungos/save/")
    client.post("/casebook/searches/new/?q=rent+strike", data={"name": "Rent"})
    before = [client.get(path).text for path in (page, "/casebook/reading.csv")]
    boss = sign_in(make.coordinator(make.organisation("Riverside")))
    data = {"email": EMAIL, "role": "organiser", "cohort": ""}
    boss.post("/organisation/invitations/", data=data)

    joined = client.post(outbox.link, follow_redirects=True)

    assert "You have joined Riverside." in joined.text
    assert "Carry on reading" in joined.text
    assert "Record an engagement" in joined.text
    answered = client.get(page).text
    marks = f'value="{check.options[0].id}" checked'
    assert marks in before[0]
    assert marks in answered
    assert client.get("/casebook/reading.csv").text == before[1]
    assert "st-mungos" in before[1]
    assert "Rent" in client.get("/casebook/searches/").text
