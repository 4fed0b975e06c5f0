"""The database fails while somebody saves: it is said, and every word is kept."""

import uuid
from contextlib import nullcontext

import pytest
from sqlalchemy import func, select

from app.db import db
from app.practice.models import Entry, State
from tests import faults, make
from tests.page import Page
from tests.watch import together

WRITTEN = "“Who decides?” & <b>why</b>:\n\nElf von uns, 🌙 שלום. " + "Wort. " * 3000
FAULTS = {
    "full": (faults.full, "there is no room left where this site keeps its records"),
    "locked": (faults.locked, "somebody else’s work was being saved"),
    "gone": (faults.gone, "this site cannot reach its records"),
}


@pytest.fixture(params=list(FAULTS))
def fault(request):
    """A way to break the database, and the words for it."""
    return FAULTS[request.param]


def lines(text):
    """Text as a browser gives it back."""
    return text.replace("\r\n", "\n")


def resent(page, browser):
    """Press the button of the page that came back."""
    fields = {k: v for k, v in page.sent.items() if k != "csrf_token"}
    return browser.post("/practice/new/", data=fields)


@pytest.mark.parametrize("do", ["save", "check"])
def test_every_word_comes_back_and_is_sent_again(pair, fault, do):
    """A new entry: the page holds all of it; the button saves it, once."""
    breaking, words = fault
    form = make.typed(what=WRITTEN, so_what=WRITTEN, key=uuid.uuid4(), do=do)

    with breaking():
        answer = pair.log.post("/practice/new/", data=form)
    page = Page(answer)

    assert page.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert f"Not saved: {words}" in page.text
    assert "Nothing that you wrote is lost" in page.text
    assert {k: lines(v) for k, v in page.sent.items() if k != "csrf_token"} == form
    assert "<b>why</b>" not in page.html
    assert "Elf von uns, 🌙 שלום." in page.text
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0

    assert resent(page, pair.log).status_code == 302
    [entry] = db.session.scalars(select(Entry)).all()
    assert entry.pending["what"] == [WRITTEN]
    assert resent(page, pair.log).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 1


def test_a_draft_that_saves_itself_is_told(pair, fault):
    """The answer is for the page's own script, which keeps its copy."""
    breaking, words = fault
    entry = pair.entry(state=State.DRAFT, what="As it was.")
    form = make.typed(what=WRITTEN, do="keep")

    with breaking():
        answer = pair.log.post(f"/practice/{entry.id}/edit/", data=form)

    assert answer.status_code == 503
    assert answer.json["kept"] is False
    assert answer.json["error"].startswith(f"Not saved: {words}")
    db.session.expire_all()
    assert db.session.get(Entry, entry.id).pending["what"] == ["As it was."]


def test_a_page_to_read_says_when_to_come_back(pair):
    """Nothing was being sent: the page leads to itself again."""
    with faults.gone():
        log = Page(pair.log.get("/practice/?state=draft"))
        nowhere = Page(pair.log.get("/nothing/here/"))

    assert log.status == nowhere.status == 503
    assert "Not now: this site cannot reach its records" in log.text
    assert log.links["Try again"] == "/practice/?state=draft"
    assert Page(pair.log.get("/practice/")).status == 200


def test_a_password_is_not_sent_back(client):
    """Signing in, with a rescued form under it: the form stays, the password goes."""
    carried = '{"path": "/practice/new/", "fields": [["what", "Eleven of us."]]}'
    data = {"email": "a@example.org", "password": make.PASSWORD, "rescued": carried}
    client.token = Page(client.get("/sign-in/")).sent["csrf_token"]

    with faults.gone():
        page = Page(client.post("/sign-in/", data=data))

    assert page.status == 503
    assert page.sent["rescued"] == carried
    assert "Eleven of us." in page.text
    assert make.PASSWORD not in page.html


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_sites_form_is_not_offered_again(pair, origin):
    """The button would send a stranger's words in somebody's name."""
    with faults.gone():
        data = make.typed(what="A stranger’s words")
        answer = pair.log.post("/practice/new/", data=data, headers={"Origin": origin})

    assert answer.status_code == 503
    assert "stranger" not in answer.text


@pytest.mark.engine("postgresql")  # SQLite has no connection that others can end
def test_cut_off_in_the_middle_of_a_save(app, pair):
    """PostgreSQL ends the connection while the save waits: said, kept, sent again."""
    form = make.typed(what=WRITTEN, key=uuid.uuid4(), do="save")

    with faults.cut_off_while_waiting() as cut:
        answer, _ = together(
            app, lambda: pair.log.post("/practice/new/", data=form), cut
        )

    assert answer.status_code == 503
    assert resent(Page(answer), pair.log).status_code == 302
    [entry] = db.session.scalars(select(Entry)).all()
    assert entry.pending["what"] == [WRITTEN]


def test_an_idle_connection_that_was_ended_is_not_noticed(pair, engine_name):
    """A database that was restarted costs nobody a page."""
    with faults.restarted() if engine_name == "postgresql" else nullcontext():
        form = make.typed(key=uuid.uuid4(), do="save")
        assert pair.log.post("/practice/new/", data=form).status_code == 302
