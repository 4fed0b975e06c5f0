"""Residents answer on a phone: anonymous, one tap a question, kept only at the end."""

import hashlib
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from app.content.baseline import DONT_KNOW, REFUSED, RESIDENTS
from app.db import db
from app.groups.rounds import Response
from app.look import library
from tests import make, make_groups
from tests.page import Page

SHA256 = "86e14a827cd8338e630a9ca335736828cb4a26346d5f46133a0830ee9f1e7682"


@pytest.fixture
def asked(pair):
    """An open round."""
    return make_groups.baseline(make.place(pair.host, "Marlpit").id, pair.author)


@pytest.fixture
def phone(client, asked):
    """A browser in which nobody is signed in, and what its form carries."""
    return Phone(client, f"/answer/{asked.key}/")


class Phone:
    """Somebody who taps."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.page = Page(client.get(address))
        client.token = self.page.sent["csrf_token"]

    def tap(self, do):
        """Press a button; what was carried goes along."""
        data = dict(self.page.sent) | {"do": do}
        self.page = Page(self.client.post(self.address, data=data))
        return self.page


def kept():
    """The answers that are stored."""
    return [row.answers for row in db.session.scalars(select(Response))]


def test_a_whole_form_is_stored_at_its_end(phone):
    """And not a moment before."""
    assert "Nobody can tell that it was you" in phone.page.text
    phone.tap("begin")
    for part in library().baseline.parts(RESIDENTS):
        assert part.ask in phone.page.text
        assert "I don’t know" in phone.page.text
        assert "I’d rather not say" in phone.page.text
        assert kept() == []
        phone.tap(f"tap-{max(part.choices)}")

    assert "Thank you" in phone.page.text
    parts = library().baseline.parts(RESIDENTS)
    assert kept() == [{part.id: max(part.choices) for part in parts}]


def test_going_back_changes_an_answer(phone):
    """The earlier answer is marked, and another tap takes its place."""
    for do in ("begin", "tap-1", "back"):
        phone.tap(do)
    assert "Once (your answer)" in phone.page.text
    for do in ("tap-3", "stop", "keep"):
        phone.tap(do)

    assert kept()[0]["1"] == 3


def test_stopping_offers_to_keep_what_was_answered(phone):
    """What was not reached counts as rather not say."""
    for do in ("begin", "tap-dont-know", "tap-2", "stop"):
        phone.tap(do)
    assert "You have answered two questions" in phone.page.text
    assert kept() == []
    phone.tap("keep")

    (answers,) = kept()
    assert (answers["1"], answers["2"]) == (DONT_KNOW, 2)
    assert list(answers.values()).count(REFUSED) == 13


def test_stopping_without_keeping_stores_nothing(phone):
    """As the page says."""
    for do in ("begin", "tap-2", "stop", "discard"):
        phone.tap(do)

    assert "Nothing was kept" in phone.page.text
    assert kept() == []


def test_pressing_twice_keeps_a_form_once(phone):
    """The same form, sent again."""
    for do in ("begin", "tap-2", "stop"):
        phone.tap(do)
    data = dict(phone.page.sent) | {"do": "keep"}
    for _ in range(2):
        phone.client.post(phone.address, data=data)

    assert len(kept()) == 1


def test_a_row_says_neither_who_nor_when(phone, asked):
    """Its columns are an id of chance, the round and the answers."""
    for do in ("begin", "tap-2", "stop", "keep"):
        phone.tap(do)

    (row,) = db.session.scalars(select(Response))
    assert set(Response.__table__.columns.keys()) == {"id", "round_id", "answers"}
    assert row.id.version == 4
    assert set(row.answers) == {p.id for p in library().baseline.parts(RESIDENTS)}


def test_an_id_that_holds_a_time_is_not_taken(phone):
    """Whatever a browser sends."""
    phone.tap("begin")
    phone.page.sent["token"] = "019aa000-0000-7000-8000-000000000000"
    for do in ("tap-2", "stop", "keep"):
        phone.tap(do)

    assert [row.id.version for row in db.session.scalars(select(Response))] == [4]


def test_a_signed_in_organiser_who_answers_leaves_no_trace(pair, asked):
    """Handed over without a private window, the row is as any other."""
    phone = Phone(pair.log, f"/answer/{asked.key}/")
    for do in ("begin", "tap-2", "stop", "keep"):
        phone.tap(do)

    (row,) = db.session.execute(select(Response.__table__))
    assert str(pair.author.id) not in str(row)


def test_a_closed_round_takes_no_answers(phone, asked):
    """Neither begun before nor after."""
    for do in ("begin", "tap-2", "stop"):
        phone.tap(do)
    asked.closed_on = asked.began_on
    db.session.add(asked)
    db.session.commit()

    assert "take no more answers" in phone.tap("keep").text
    assert kept() == []


@pytest.mark.parametrize("strange", ["tap-9", "tap-", "tap--1", "x" * 5000, "\x00"])
def test_what_is_no_answer_leaves_the_question_there(phone, strange):
    """As does a strange place or form."""
    phone.tap("begin")
    phone.page.sent |= {"q-2": "🦊", "q-3": "7", "token": "x", "at": "0"}

    page = phone.tap(strange)

    assert "Question 1 of 15" in page.text
    assert "q-2" not in page.sent


def test_typing_a_paper_form_equals_the_phone(pair, asked, client):
    """The same answers make the same row."""
    parts = library().baseline.parts(RESIDENTS)
    given = ["4" if "4" in map(str, p.choices) else "0" for p in parts]
    given[1:3] = ["dont-know", "refused"]
    phone = Phone(client, f"/answer/{asked.key}/")
    phone.tap("begin")
    for answer in given:
        phone.tap(f"tap-{answer}")
    short = {"dont-know": "d", "refused": "r"}
    typed = {f"q-{p.id}": short.get(a, a) for p, a in zip(parts, given, strict=True)}
    page = f"/places/{asked.place_id}/baseline/{asked.id}/type/"
    assert pair.log.post(page, data=typed).status_code == 302

    first, second = kept()
    assert first == second


def test_the_form_typed_last_is_corrected(pair, asked):
    """It takes the place of what it was, and the next one is one more."""
    parts = library().baseline.parts(RESIDENTS)
    closed = [part for part in parts if not part.is_open]
    page = f"/places/{asked.place_id}/baseline/{asked.id}/type/"
    first, second = f"q-{closed[0].id}", f"q-{closed[1].id}"
    assert "Correct the form" not in pair.log.get(page).text
    pair.log.post(page, data={first: "0", second: "d"})

    again = Page(pair.log.get(page)).links["Correct the form that you typed in last"]
    shown = Page(pair.log.get(page + again)).sent
    assert (shown[first], shown["again"]) == ("0", "1")
    wrong = pair.log.post(page, data=shown | {first: "77"})
    assert wrong.status_code == 422
    assert Page(wrong).sent["again"] == "1"
    pair.log.post(page, data=shown | {first: "4"})

    (one,) = kept()
    assert one[closed[0].id] == 4
    assert one[closed[1].id] == "dont-know"
    pair.log.post(page, data={first: "1"})
    assert len(kept()) == 2


def test_nobody_else_corrects_it(pair, asked, sign_in):
    """A colleague's browser knows no last form: it says so, and keeps nothing yet."""
    parts = library().baseline.parts(RESIDENTS)
    name = next(f"q-{part.id}" for part in parts if not part.is_open)
    page = f"/places/{asked.place_id}/baseline/{asked.id}/type/"
    pair.log.post(page, data={name: "0"})
    colleague = sign_in(make.organiser(pair.host, "Cal Colleague"))

    assert Page(colleague.get(page + "?again=1")).sent[name] == ""
    answer = Page(colleague.post(page, data={name: "4", "again": "1"}))

    assert answer.status == 422
    assert "no longer knows which form you correct" in answer.text
    assert answer.sent[name] == "4"
    assert "again" not in answer.sent
    assert [row.get(name.removeprefix("q-")) for row in kept()] == [0]


def test_nobody_finds_a_round_without_its_address(client, asked):
    """Nor does a group's own form have one."""
    assert client.get(f"/answer/{uuid.uuid4().hex}/").status_code == 404


def test_the_published_questions_never_change():
    """New wording is a new file."""
    file = Path("curriculum/baseline/baseline-1.toml")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256
