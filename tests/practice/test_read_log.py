"""The author sees who opened an entry, and when; nobody else sees that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock, policy
from app.db import db
from app.practice import readings
from app.practice.models import State
from app.practice.readings import Reading
from tests import faults, make
from tests.page import Page

NOBODY_YET = "Nobody but you so far."


def opened(pair, entry):
    """The author's page about the entry, in words."""
    return Page(pair.log.get(f"/practice/{entry.id}/", follow_redirects=True)).text


def rows():
    """Day and number of sittings, oldest first."""
    db.session.rollback()
    query = select(Reading.on, Reading.times).order_by(Reading.on)
    return [(str(on), times) for on, times in db.session.execute(query)]


@pytest.mark.parametrize("page", ["/supervision/{}/", "/practice/{}/versions/1/"])
def test_each_way_to_open_it_is_noted(pair, page):
    """Desk and version: name, day and time; the author's own visits are not."""
    entry = pair.entry()
    assert NOBODY_YET in opened(pair, entry)
    pair.log.get(f"/practice/{entry.id}/versions/1/")
    assert NOBODY_YET in opened(pair, entry)

    assert pair.desk.get(page.format(entry.id)).status_code == 200

    assert "Sue Supervisor 23 November, 20:00" in opened(pair, entry)
    assert rows() == [("2026-11-23", 1)]


def test_one_row_for_a_day_and_one_time_for_a_sitting(pair):
    """Ten pages in half an hour are one opening; later that day it is a second."""
    entry = pair.entry()
    page = f"/supervision/{entry.id}/"

    for _ in range(10):
        pair.desk.get(page)
        clock.advance(timedelta(minutes=2))
    assert rows() == [("2026-11-23", 1)]
    clock.advance(timedelta(hours=1))
    pair.desk.get(page)
    assert "23 November, 20:00 and last 21:20, two times" in opened(pair, entry)
    clock.advance(timedelta(days=1))
    pair.desk.get(page)

    assert rows() == [("2026-11-23", 2), ("2026-11-24", 1)]


def test_what_no_eye_has_seen_is_not_noted(pair, sign_in):
    """HEAD, a page fetched ahead, a refusal, and a form that comes back."""
    entry = pair.entry()
    page = f"/supervision/{entry.id}/"

    pair.desk.head(page)
    pair.desk.get(page, headers={"Sec-Purpose": "prefetch;prerender"})
    pair.desk.get(page, headers={"Purpose": "prefetch"})
    sign_in(make.supervisor(pair.host)).get(page)
    pair.desk.post(f"{page}comments/", data={"on": "whole", "text": ""})

    assert rows() == []


def test_the_supervisor_is_told(pair):
    """On the desk, in words."""
    entry = pair.entry()

    page = Page(pair.desk.get(f"/supervision/{entry.id}/"))

    assert "Ann Author can see that you opened this, and when." in page.text


def test_it_outlives_the_pairing_and_a_withdrawal(pair):
    """Who read it stays written, also where it is a draft again."""
    entry = pair.entry()
    pair.desk.get(f"/supervision/{entry.id}/")
    pair.log.post(f"/practice/{entry.id}/withdraw/")

    assert "Sue Supervisor 23 November, 20:00" in opened(pair, entry)


@pytest.mark.parametrize("state", list(State))
def test_only_the_author_may_read_it(pair, state):
    """Neither the supervisor nor the coordinator."""
    entry = pair.entry(state=state)

    assert policy.can_read_readings(pair.author, entry)
    for other in (pair.supervisor, make.coordinator(pair.host)):
        assert not policy.can_read_readings(other, entry)
    assert "Who opened it" not in pair.desk.get(f"/supervision/{entry.id}/").text


def test_all_of_an_entrys_readings(pair):
    """Name, day, moments and times, the newest first: for the page and for exports."""
    entry = pair.entry()
    second = make.supervisor(pair.host, name="Bo Before")
    db.session.add(Reading(entry_id=entry.id, reader_id=second.id, on=clock.today()))
    db.session.commit()
    clock.advance(timedelta(hours=2))
    pair.desk.get(f"/supervision/{entry.id}/")

    found = readings.of(entry)

    assert [(row.name, row.times) for row in found] == [
        ("Sue Supervisor", 1),
        ("Bo Before", 1),
    ]
    assert found[0].first_at == found[0].last_at == clock.now()


def test_a_locked_database_hides_no_entry(pair):
    """The page is shown, though its opening cannot be written down."""
    entry = pair.entry()

    with faults.locked("reading"):
        page = pair.desk.get(f"/supervision/{entry.id}/")

    assert page.status_code == 200
    assert rows() == []
