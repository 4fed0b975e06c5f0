"""What somebody was writing when the sign-in had expired is not lost."""

import html
import json
import re

import pytest
from sqlalchemy import select

from app.db import db
from app.practice.models import Entry
from tests import make

CARRIED = re.compile(r'name="rescued" value="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
WRITTEN = "“Who decides?” & <b>why</b>:\r\nElf von uns, 🌙 שלום."


@pytest.fixture
def anna(client):
    """An organiser who is writing."""
    return make.organiser(make.organisation(), "Anna")


def write(browser, person=None, path="/practice/new/", **headers):
    """Send the entry form as its page would have, though the session has gone."""
    fields = make.typed(what=WRITTEN) | {"do": "save"}
    if person:
        fields["by"] = str(person.id)
    fields["csrf_token"] = "of a session that has gone"
    return browser.post(path, data=fields, headers=headers)


def sign_in_with(browser, person, carried):
    """Sign in on the page that carries the form along."""
    data = {"email": person.email, "password": make.PASSWORD, "rescued": carried}
    return browser.post("/sign-in/", data=data, follow_redirects=True)


def carried_by(page):
    """What the sign-in page carries along."""
    return html.unescape(CARRIED.search(page.text)[1])


def fields_of(page):
    """The rescue page's form: field names and values."""
    form = page.text[page.text.index("data-send-now") :]
    pairs = HIDDEN.findall(form[: form.index("</form>")])
    return {name: html.unescape(value) for name, value in pairs}


def entries():
    """Every entry there is."""
    db.session.rollback()
    return db.session.scalars(select(Entry)).all()


def test_an_entry_goes_through(client, anna):
    """Sign-in page, rescue page, and the entry is saved, every word of it."""
    page = write(client, anna)
    assert "You were signed out while you wrote." in page.text
    assert entries() == []

    rescue = sign_in_with(client, anna, carried_by(page))
    fields = fields_of(rescue)
    token = fields.pop("csrf_token")

    assert "Nothing is lost" in rescue.text
    assert 'action="/practice/new/"' in rescue.text
    assert fields == make.typed(what=WRITTEN) | {"do": "save", "by": str(anna.id)}

    done = client.post("/practice/new/", data=fields | {"csrf_token": token})

    [entry] = entries()
    assert done.status_code == 302
    assert entry.author_id == anna.id
    assert entry.pending["what"] == [WRITTEN]


def test_a_wrong_password_first_loses_nothing(client, anna):
    """The form is carried from one sign-in page to the next."""
    carried = carried_by(write(client, anna))
    data = {"email": anna.email, "password": "four wrong words here"}

    again = client.post("/sign-in/", data=data | {"rescued": carried})

    assert carried_by(again) == carried


def test_somebody_else_signs_in(client, anna):
    """On a shared device, what one wrote is neither sent nor shown to the next."""
    berta = make.organiser(make.organisation(), "Berta")

    page = sign_in_with(client, berta, carried_by(write(client, anna)))

    assert "What was being sent on this device was somebody else’s." in page.text
    assert "Elf von uns" not in page.text
    assert entries() == []


@pytest.mark.parametrize("writer", ["é", "", "x" * 36, "🦊"])
def test_a_damaged_writer(client, anna, writer):
    """A name that belongs to nobody is somebody else's; none at all is let through."""
    carried = json.dumps({"path": "/practice/new/", "fields": [["by", writer]]})

    page = sign_in_with(client, anna, carried)

    assert page.status_code == 200
    assert ("Nothing is lost" in page.text) is (writer == "")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1"]
)
def test_a_form_from_another_site_is_not_rescued(client, anna, origin):
    """Otherwise a stranger's form would go through with somebody's name."""
    page = write(client, anna, Origin=origin)

    assert "Sign in" in page.text
    assert "rescued" not in page.text
    assert "Elf von uns" not in page.text


def test_a_form_from_this_site_is_rescued(client, anna):
    """Browsers name the site that a form was sent from."""
    assert carried_by(write(client, anna, Origin="http://localhost"))


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost"])
def test_a_form_sent_to_any_page_signs_nobody_in(client, anna, origin):
    """Email and password count on the sign-in page alone, with its token."""
    data = {"email": anna.email, "password": make.PASSWORD}

    page = client.post(
        "/account/", data=data, headers={"Origin": origin}, with_token=False
    )

    assert page.status_code == 200
    assert client.get("/account/").location.startswith("/sign-in/")


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        "7",
        "null",
        '"text"',
        "{}",
        '{"path": "/practice/new/"}',
        '{"path": "/practice/new/", "fields": 7}',
        '{"path": "/practice/new/", "fields": [["one"]]}',
        '{"path": "/practice/new/", "fields": [["a", "\\ud800"]]}',
        '{"path": 7, "fields": []}',
        '{"path": "/\\ud800", "fields": []}',
        '{"path": "", "fields": []}',
        '{"path": "https://evil.example/", "fields": []}',
        '{"path": "//evil.example/", "fields": []}',
        '{"path": "/\\\\evil.example/", "fields": []}',
        '{"path": "//[", "fields": []}',
        "[" * 50_000,
        "9" * 50_000,
        "\x00",
        "🦊",
    ],
)
def test_a_damaged_form_is_ignored(client, anna, damaged):
    """Signing in goes on as if nothing had been carried."""
    page = sign_in_with(client, anna, damaged)

    assert page.status_code == 200
    assert "<h1>Today</h1>" in page.text


def test_signing_out_after_the_session_has_gone(client, anna):
    """There is nothing to rescue: signing in again does not sign out at once."""
    page = client.post("/sign-out/", data={"csrf_token": "gone"})

    assert "Sign in" in page.text
    assert "You were signed out while you wrote." not in page.text
    assert "rescued" not in page.text


def test_an_autosave_without_fields_is_only_asked_to_sign_in(client, anna):
    """A post of another kind has no form to carry."""
    page = client.post("/practice/new/", json={"title": "x"})

    assert "Sign in" in page.text
    assert "rescued" not in page.text
