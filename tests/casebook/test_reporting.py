"""Somebody reports an error in a case, and an editor answers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.casebook.models import Report, ReportState
from app.db import db
from tests import make
from tests.casebook.proposed import empty_outbox, letters
from tests.cast import READERS, Cast
from tests.page import Page

pytestmark = pytest.mark.usefixtures("by_words")

CASE = "/casebook/kirkby-rent-strike/"
TYPED = {"passage": "The second paragraph", "wrong": "It was in 1973.",
         "source": "Minutes, 3 May 1973", "email": "ann@example.org"}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_mail(client):
    empty_outbox()


@pytest.fixture
def editor(client, sign_in):
    """An editor's browser."""
    return sign_in(make.person("Nuala", is_editor=True))


def reported():
    """The one report there is."""
    db.session.rollback()
    return db.session.scalars(select(Report)).one()


def test_every_case_leads_there(client):
    """By a link, for people without an account too."""
    assert Page(client.get(CASE)).links["Report an error"] == f"{CASE}report/"
    assert client.get(f"{CASE}report/").status_code == 200


def test_reporting_and_mending(client, editor):
    """It lands in the queue; the answer goes to the address that was left."""
    told = Page(client.post(f"{CASE}report/", data=TYPED, follow_redirects=True))
    assert "The editors will look at it" in told.text

    queue = Page(editor.get("/editor/"))
    assert "It was in 1973." in queue.text
    address = queue.links["Kirkby rent strike"]
    page = Page(editor.get(address))
    for words in TYPED.values():
        assert words in page.text
    editor.post(address, data={"words": "You are right.", "do": "mended"})

    (to, _, text) = letters()[-1]
    assert to == "ann@example.org"
    assert "It is mended." in text
    assert "You are right." in text
    assert f"http://localhost{CASE}" in text
    assert "It was in 1973." not in Page(editor.get("/editor/")).text
    assert reported().state is ReportState.MENDED


def test_leaving_it_as_it_is(client, editor):
    """Nobody left an address, so nobody is told; the words are kept."""
    client.post(f"{CASE}report/", data=TYPED | {"email": ""})
    address = f"/editor/reports/{reported().id}/"

    editor.post(address, data={"words": "The Act says 1972.", "do": "left"})

    assert letters() == []
    page = Page(editor.get(address))
    assert "Left as it is, 23 November 2026" in page.text
    assert "The Act says 1972." in page.text


def test_who_is_signed_in_is_known(client, sign_in, editor):
    """They are not asked for an address."""
    browser = sign_in(make.person("Rosa", email="rosa@example.org"))
    page = Page(browser.get(f"{CASE}report/"))
    browser.post(f"{CASE}report/", data=TYPED)

    assert "email" not in page.sent
    assert reported().email == "rosa@example.org"
    shown = Page(editor.get(f"/editor/reports/{reported().id}/"))
    assert "by Rosa, who is told at rosa@example.org" in shown.text


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("passage", "", "Say where it stands, or copy the words"),
        ("wrong", "", "Say what is wrong"),
        ("wrong", "x" * 5001, "Use at most 5,000 characters here"),
        ("email", "ann at example", "Enter an email address in full, with an @, or "
                                    "leave it empty"),
    ],
)  # fmt: skip
def test_what_is_needed(client, name, typed, words):
    """Said at the field; nothing typed is lost, and nothing kept."""
    page = Page(client.post(f"{CASE}report/", data=TYPED | {name: typed}))

    assert page.status == 422
    assert page.at_field[name] == words
    assert page.sent["source"] == TYPED["source"]
    assert db.session.scalars(select(Report)).all() == []


def test_too_many_from_one_network(client):
    """The eleventh within an hour waits, and keeps its words; other networks do not."""
    for _ in range(10):
        client.post(f"{CASE}report/", data=TYPED)

    page = Page(client.post(f"{CASE}report/", data=TYPED))
    assert page.status == 422
    assert "Try again in an hour" in page.at_field["wrong"]
    assert page.sent["wrong"] == TYPED["wrong"]
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    other = client.post(f"{CASE}report/", data=TYPED, environ_overrides=elsewhere)
    assert other.status_code == 302

    clock.advance(timedelta(hours=1))
    assert client.post(f"{CASE}report/", data=TYPED).status_code == 302


def test_where_it_came_from_is_forgotten(client):
    """After an hour, and never kept in the open."""
    client.post(f"{CASE}report/", data=TYPED)
    assert "127.0.0.1" not in reported().network
    clock.advance(timedelta(hours=2))
    client.post(f"{CASE}report/", data=TYPED | {"wrong": "Another."})

    db.session.rollback()
    networks = db.session.scalars(select(Report.network).order_by(Report.made_at)).all()
    assert networks[0] == ""
    assert networks[1]


def test_the_second_editor_is_told(client, editor):
    """Whoever comes later changes nothing."""
    client.post(f"{CASE}report/", data=TYPED)
    address = f"/editor/reports/{reported().id}/"
    editor.post(address, data={"words": "You are right.", "do": "mended"})

    again = editor.post(address, data={"words": "No.", "do": "left"})

    assert again.status_code == 409
    assert reported().words == "You are right."


@pytest.mark.parametrize("reader", READERS)
def test_editors_alone_read_reports(client, sign_in, reader):
    """404 to everybody else, and nothing changes."""
    report = make.report()
    browser = sign_in(Cast()[reader])
    is_editor = reader in {"editor", "administrator who coordinates"}
    address = f"/editor/reports/{report.id}/"

    shown = browser.get(address).status_code

    assert shown == (200 if is_editor else 404)
    if not is_editor:
        data = {"words": "Mine to say.", "do": "mended"}
        assert browser.post(address, data=data).status_code == 404
        assert reported().state is ReportState.OPEN


@pytest.mark.parametrize("slug", ["no-such", "propose", "a\x00b", "x" * 3000])
def test_no_such_case(client, slug):
    """404, whatever the address."""
    assert client.get(f"/casebook/{slug}/report/").status_code == 404
