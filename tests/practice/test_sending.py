"""What a phone sends when the signal is back: once, whole, and over nobody's words."""

import uuid

import pytest
from sqlalchemy import func, select

from app.db import db
from app.practice.models import Entry, State, Version
from app.practice.sent import Sent
from tests import make
from tests.page import Page
from tests.pair import entry_at
from tests.watch import together


def parcel(key=None, mark=None, turn=1, base="", wish="keep", **changes):
    """What the phone sends for one entry."""
    about = {"key": key or uuid.uuid4(), "mark": mark or uuid.uuid4()}
    about |= {"turn": turn, "base": base, "wish": wish}
    return make.typed(**changes) | {name: str(value) for name, value in about.items()}


def send(browser, form):
    """The answer, as the phone reads it."""
    return browser.post("/practice/send/", data=form).get_json()


def count(table):
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(table))


def the_entry():
    """The one entry there is."""
    return db.session.scalars(select(Entry)).one()


def test_who_is_signed_in(pair, client):
    """The phone asks before it sends; a stranger is told so, and sends nothing."""
    assert pair.log.get("/practice/token/").get_json()["person"] == str(pair.author.id)
    assert client.get("/practice/token/").get_json() == {"person": ""}
    assert send(client, parcel()) == {"answer": "sign-in"}
    assert count(Entry) == 0


def test_a_new_draft_once(pair):
    """Sent again, because the reply was lost, it is the same draft."""
    form = parcel(what="Eleven on the landing.")
    first = send(pair.log, form)
    again = send(pair.log, form)

    assert first["answer"] == again["answer"] == "kept"
    assert count(Entry) == 1
    assert the_entry().pending["what"] == ["Eleven on the landing."]
    assert Page(pair.log.get(first["edit"])).sent["what"] == "Eleven on the landing."


def test_written_on_after_a_lost_reply(pair):
    """The page never heard of the first copy: its next one is no second version."""
    key, mark = uuid.uuid4(), uuid.uuid4()
    send(pair.log, parcel(key, mark, 1, what="One"))
    said = send(pair.log, parcel(key, mark, 2, what="One, two"))

    assert said["answer"] == "kept"
    assert the_entry().pending["what"] == ["One, two"]
    assert db.session.scalars(select(Sent)).one().aside is None


def test_an_older_copy_that_comes_late(pair):
    """A copy that another of its page has overtaken changes nothing."""
    key, mark = uuid.uuid4(), uuid.uuid4()
    send(pair.log, parcel(key, mark, 2, what="Later"))
    send(pair.log, parcel(key, mark, 1, what="Earlier"))

    assert the_entry().pending["what"] == ["Later"]


def test_submitted_once(pair):
    """One version, however often it is sent; also after it has come back."""
    form = parcel(wish="submit")
    said = [send(pair.log, form) for _ in range(3)]

    assert {one["answer"] for one in said} == {"submitted"}
    assert said[0]["to"] == "Sue Supervisor"
    assert (count(Entry), count(Version)) == (1, 1)
    entry = the_entry()
    entry.state = State.RETURNED
    db.session.commit()
    assert send(pair.log, form)["answer"] == "submitted"
    assert the_entry().state is State.RETURNED


def test_what_is_missing_is_said(pair):
    """It is a draft then, with the messages of the page."""
    form = parcel(wish="submit", minutes=None, kind="")
    said = send(pair.log, form)

    assert said["answer"] == "incomplete"
    assert "Say how long it took, in minutes" in said["problems"]
    assert the_entry().state is State.DRAFT
    assert send(pair.log, form) == said


def test_without_a_supervisor(sign_in):
    """Kept as a draft, and said so."""
    lone = sign_in(make.organiser(make.organisation()))
    assert send(lone, parcel(wish="submit"))["answer"] == "no-supervisor"
    assert the_entry().state is State.DRAFT


def test_too_long(pair):
    """Nothing is cut: it stays on the phone."""
    said = send(pair.log, parcel(what="x" * 100_000))
    assert said["answer"] == "too-long"
    assert count(Entry) == 0


@pytest.mark.parametrize("name", ["key", "mark", "turn"])
@pytest.mark.parametrize("damage", ["", "x", "\x00", "-", "🦊"])
def test_a_damaged_copy(pair, name, damage):
    """Answered in words, and nothing is kept."""
    answer = pair.log.post("/practice/send/", data=parcel() | {name: damage})
    assert (answer.status_code, answer.get_json()["answer"]) == (422, "damaged")
    assert count(Entry) == 0


def test_nobody_elses(pair, sign_in):
    """Another organiser's key, somebody without a log, another person's phone: 404."""
    entry = pair.entry(state=State.DRAFT, what="Mine.")
    other = sign_in(make.organiser(pair.host))
    nobody = sign_in(make.person())
    for browser, form in (
        (other, parcel(entry.id)),
        (nobody, parcel()),
        (other, parcel() | {"by": str(pair.author.id)}),
    ):
        assert browser.post("/practice/send/", data=form).status_code == 404
    assert the_entry().pending["what"] == ["Mine."]


def two_devices(pair, **about):
    """A draft that was changed on a laptop while the phone had no signal."""
    first = send(pair.log, parcel(key := uuid.uuid4(), what="As it was."))
    send(pair.log, parcel(key, base=first["base"], what="On the laptop."))
    form = parcel(key, base=first["base"], what="On the phone.", **about)
    return key, form


def test_two_devices(pair):
    """Both versions are kept and shown; sent again, the second is no third."""
    key, form = two_devices(pair, wish="submit")
    assert [send(pair.log, form)["answer"] for _ in range(2)] == ["both", "both"]

    assert the_entry().state is State.DRAFT
    page = Page(pair.log.get(f"/practice/{key}/both/"))
    assert "On the laptop." in page.text
    assert "On the phone." in page.text
    assert "written on two devices" in Page(pair.log.get(f"/practice/{key}/edit/")).text
    assert count(Sent) == 3


def test_the_writer_chooses(pair):
    """Taking one keeps the other until it is deleted."""
    key, form = two_devices(pair)
    send(pair.log, form)
    address = f"/practice/{key}/both/"
    choice = {"mark": form["mark"]}

    pair.log.post(address, data=choice | {"do": "take"})
    assert the_entry().pending["what"] == ["On the phone."]
    assert "On the laptop." in Page(pair.log.get(address)).text
    pair.log.post(address, data=choice | {"do": "drop"})
    assert the_entry().pending["what"] == ["On the phone."]
    assert "nothing to choose" in Page(pair.log.get(address)).text


def test_changed_after_it_was_submitted_elsewhere(pair):
    """What the supervisor reads stays; the phone's words stand beside it."""
    key, form = two_devices(pair)
    pair.log.post(f"/practice/{key}/submit/")

    assert send(pair.log, form)["answer"] == "both"
    entry = the_entry()
    assert (entry.state, entry.what) == (State.SUBMITTED, "On the laptop.")
    page = pair.log.get(f"/practice/{key}/both/")
    assert "On the phone." in Page(page).text
    pair.log.post(f"/practice/{key}/both/", data={"mark": form["mark"], "do": "take"})
    assert the_entry().what == "On the laptop."


def test_the_copies_are_the_authors_alone(pair):
    """Not the supervisor's, before or after it is submitted."""
    key, form = two_devices(pair)
    send(pair.log, form)
    pair.log.post(f"/practice/{key}/submit/")
    for act in (pair.desk.get, pair.desk.post):
        assert act(f"/practice/{key}/both/").status_code == 404


def test_a_draft_with_a_copy_can_be_deleted(pair):
    """The copies go with it; words that come later make it again."""
    key, form = two_devices(pair)
    send(pair.log, form)
    pair.log.post(f"/practice/{key}/delete/")
    assert (count(Entry), count(Sent)) == (0, 0)
    assert send(pair.log, form)["answer"] == "kept"


def test_sent_several_times_at_once(app, pair, sign_in):
    """Twins make one entry and one version."""
    browsers = [sign_in(pair.author) for _ in range(4)]
    for browser in browsers:
        browser.token = browser._fresh_token()
    form = parcel(wish="submit")
    acts = [lambda b=b: b.post("/practice/send/", data=form) for b in browsers]
    answers = together(app, *acts)

    assert {a.get_json()["answer"] for a in answers} == {"submitted"}
    assert (count(Entry), count(Version)) == (1, 1)
    assert entry_at(f"/practice/{form['key']}/").state is State.SUBMITTED


def test_a_quick_note_is_a_draft(pair):
    """Place, group and what happened; it is found by its first words."""
    page = Page(pair.log.get("/practice/quick/"))
    form = page.sent | {"place": "Block C", "what": "Met the caretaker about the lift."}
    answer = pair.log.post("/practice/new/", data=form | {"do": "save"})

    assert answer.status_code == 302
    entry = the_entry()
    assert entry.state is State.DRAFT
    assert entry.title == "Met the caretaker about the lift."
    assert entry.pending["place"] == ["Block C"]


def test_opened_again_after_a_lost_reply(pair):
    """A page that takes the words up again goes on with them: no second version."""
    key, mark = uuid.uuid4(), uuid.uuid4()
    send(pair.log, parcel(key, mark, 1, what="One"))
    again = parcel(key, turn=2, what="One, two") | {"was": str(mark)}

    assert send(pair.log, again)["answer"] == "kept"
    assert the_entry().pending["what"] == ["One, two"]


def test_other_words_of_the_same_turn(pair):
    """Two pages that took up one mark lose nothing of either."""
    key, mark = uuid.uuid4(), uuid.uuid4()
    send(pair.log, parcel(key, mark, 1, what="One"))
    send(pair.log, parcel(key, mark, 1, what="One, two"))
    assert the_entry().pending["what"] == ["One, two"]
