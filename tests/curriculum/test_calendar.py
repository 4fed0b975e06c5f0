"""One's dates at a private address, as a calendar on a phone fetches them."""

import re
from datetime import date, timedelta

import icalendar
import pytest

from app import clock
from app.curriculum.models import CalendarAddress
from app.db import db, writing
from app.look import library
from app.practice.models import Entry, NextAction, State
from tests import make
from tests.curriculum.lessons import do_lesson, module, right
from tests.page import Page
from tests.watch import queries

ADDRESS = re.compile(r"http://localhost(/calendar/[^<\s\"]+\.ics)")
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def address(browser):
    """The private address, made first if there is none."""
    found = ADDRESS.search(browser.get("/account/calendar/").text)
    if found is None:
        assert browser.post("/account/calendar/").status_code == 302
        found = ADDRESS.search(browser.get("/account/calendar/").text)
    return found[1]


def fetch(pair, path, **about):
    """What a calendar gets: it has no session."""
    return pair.log.application.test_client().get(path, **about)


def events(answer):
    """Day and summary by uid, as a reader of calendars understands the file."""
    assert answer.status_code == 200
    found = icalendar.Calendar.from_ical(answer.data)
    return {
        str(e["uid"]): (e["dtstart"].dt, str(e["summary"]))
        for e in found.walk("VEVENT")
    }


@pytest.fixture
def cohort(pair):
    """The author's cohort."""
    row = make.cohort(pair.host)
    (membership,) = pair.author.memberships
    with writing(membership):
        membership.cohort_id = row.id
    return row


def promise(pair, what="Ring Mrs Shah of the Tenants", due=TODAY + DAY, **about):
    """An entry with a next action."""
    day = due.isoformat()
    return pair.entry(action__what__0=what, action__due__0=day, **about)


def test_a_phone_gets_the_days_without_signing_in(pair, cohort):
    """Modules by title, what was promised by its day; each once, all day."""
    row = make.dates(cohort, "two-streams", TODAY - DAY, TODAY + 9 * DAY)
    make.dates(cohort, "five-strands", done_by=TODAY + 20 * DAY)
    promise(pair)

    answer = fetch(pair, address(pair.log))

    assert answer.content_type == "text/calendar; charset=utf-8"
    found = events(answer)
    (action,) = [uid for uid in found if uid.startswith("action-")]
    assert found == {
        f"begin-two-streams-{cohort.id}@alongside": (
            row.begin_by, "Module to begin: Two streams"),
        f"done-two-streams-{cohort.id}@alongside": (
            row.done_by, "Module due: Two streams"),
        f"done-five-strands-{cohort.id}@alongside": (
            TODAY + 20 * DAY, "Module due: Five strands"),
        action: (TODAY + DAY, "A next action from your log falls due"),
    }  # fmt: skip
    assert b"URL:http://localhost/learn/two-streams/" in answer.data
    assert "Set-Cookie" not in answer.headers


def test_nothing_of_the_log_is_on_a_locked_screen(pair, cohort):
    """No title, no words, no group, no name, of anybody or any organisation."""
    group = pair.group(name="Mill Lane Tenants")
    promise(pair, title="The landing", group=group)
    make.dates(cohort, "two-streams", done_by=TODAY)
    text = fetch(pair, address(pair.log)).text
    unsaid = ["Shah", "landing", "Mill Lane", "Ann", "Sue", pair.host.name, cohort.name]
    assert [word for word in unsaid if word in text] == []


def test_what_is_done_leaves_it(pair, cohort):
    """What is begun, what is complete, what is ticked."""
    make.dates(cohort, "listening-and-entry", TODAY + DAY, TODAY + 9 * DAY)
    entry = promise(pair)
    path = address(pair.log)
    assert len(events(fetch(pair, path))) == 3

    for each in library().lessons_of(module()):
        do_lesson(pair.log, each)
    action = db.session.scalars(db.select(NextAction)).one()
    pair.log.post(f"/practice/actions/{action.id}/")
    assert [uid.split("-")[0] for uid in events(fetch(pair, path))] == ["done"]

    for check in module().post:
        sent = {"data": right(check)}
        pair.log.post(f"/learn/listening-and-entry/answers/{check.id}/", **sent)
    for _ in range(4):
        pair.entry(task="ten-and-a-table", kind="listening", state=State.ACCEPTED)
    assert events(fetch(pair, path)) == {}
    assert entry.id


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_a_promise_counts_once_it_was_submitted(pair, state):
    """As on Today. One without a day is in no calendar."""
    promise(pair, state=state)
    pair.entry(action__what__0="Some day")
    assert len(events(fetch(pair, address(pair.log)))) == (state is State.RETURNED)


def test_what_is_planned_is_there_until_it_is_told(pair):
    """On its day, without a word of it, and gone once it is submitted."""
    day = TODAY + 3 * DAY
    sent = Page(pair.log.get("/practice/new/?plan=1")).sent
    about = {"intention": "Bring Mrs Shah", "happened_on": day.isoformat()}
    pair.log.post("/practice/new/", data=sent | about)
    planned = db.session.scalars(db.select(Entry)).one()

    answer = fetch(pair, address(pair.log))

    said = "Something that you planned in your log"
    assert list(events(answer).values()) == [(day, said)]
    assert f"/practice/{planned.id}/edit/" in answer.text.replace("\r\n ", "")
    assert "Shah" not in answer.text


def test_a_uid_stays_when_a_day_moves(pair, cohort):
    """So the calendar moves the event and makes no second one; a rename too."""
    row = make.dates(cohort, "two-streams", done_by=TODAY + DAY)
    path = address(pair.log)
    before = events(fetch(pair, path))
    with writing(row):
        row.done_by = TODAY + 5 * DAY
    after = events(fetch(pair, path))
    assert before.keys() == after.keys()
    assert before != after


def test_a_promise_keeps_its_uid_when_the_entry_is_submitted_again(pair):
    """Its row is written anew; the day may have moved."""
    entry = promise(pair, state=State.RETURNED)
    path = address(pair.log)
    (before,) = events(fetch(pair, path))
    old = db.session.scalars(db.select(NextAction.id)).one()
    fields = make.typed(
        action__what__0="Ring Mrs Shah of the Tenants",
        action__due__0=(TODAY + 8 * DAY).isoformat(),
    )
    pair.log.post(f"/practice/{entry.id}/edit/", data=fields | {"do": "check"})
    assert pair.log.post(f"/practice/{entry.id}/submit/").status_code == 302
    assert db.session.scalars(db.select(NextAction.id)).one() != old

    after = events(fetch(pair, path))
    assert {uid: on for uid, (on, _) in after.items()} == {before: TODAY + 8 * DAY}


def test_it_is_sent_again_only_when_it_differs(pair, cohort):
    """By its ETag, or by the moment at which it last differed."""
    row = make.dates(cohort, "two-streams", done_by=TODAY + DAY)
    path = address(pair.log)
    first = fetch(pair, path)
    changed = first.headers["Last-Modified"]
    assert changed == "Mon, 23 Nov 2026 20:00:00 GMT"
    clock.advance(timedelta(hours=30))

    with queries() as sent:
        second = fetch(pair, path)
    assert second.data == first.data
    assert (second.headers["ETag"], second.headers["Last-Modified"]) == (
        first.headers["ETag"], changed)  # fmt: skip
    assert not [s for s, _ in sent if s.startswith(("UPDATE", "INSERT"))]
    for held in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": changed},
    ):
        assert fetch(pair, path, headers=held).status_code == 304

    with writing(row):
        row.done_by = TODAY + 5 * DAY
    third = fetch(pair, path, headers={"If-Modified-Since": changed})
    assert third.status_code == 200
    assert third.headers["Last-Modified"] == "Wed, 25 Nov 2026 02:00:00 GMT"
    assert third.headers["ETag"] != first.headers["ETag"]


def test_a_new_address_stops_the_one_before(pair):
    """And it can be stopped without another. Nobody finds one by guessing."""
    first = address(pair.log)
    pair.log.post("/account/calendar/")
    second = address(pair.log)
    assert first != second
    assert fetch(pair, first).status_code == 404
    assert fetch(pair, second).status_code == 200

    pair.log.post("/account/calendar/stop/")
    assert fetch(pair, second).status_code == 404
    assert not ADDRESS.search(pair.log.get("/account/calendar/").text)
    assert pair.log.post("/account/calendar/stop/").status_code == 302


@pytest.mark.parametrize(
    "wrong", ["x", "x.y", ".", "%00", "🦊", "%ff", "x" * 3000, "key", "another"]
)
def test_a_guess_is_missing(pair, wrong):
    """Also the key alone, or one signed for something else."""
    path = address(pair.log)
    row = db.session.get(CalendarAddress, pair.author.id)
    guess = {"key": row.key, "another": path.split("/")[-1][:-5] + "A.ics"}
    tried = f"/calendar/{guess.get(wrong, wrong)}".removesuffix(".ics") + ".ics"
    if tried != path:
        assert fetch(pair, tried).status_code == 404


def test_the_calendar_is_ones_own(pair, cohort):
    """The supervisor's holds nothing of the author's; the page shows what is in it."""
    make.dates(cohort, "two-streams", done_by=TODAY + DAY)
    promise(pair)
    assert events(fetch(pair, address(pair.desk))) == {}
    page = Page(pair.log.get("/account/calendar/"))
    assert "Module due: Two streams 24 November 2026" in page.text
    assert "A next action from your log falls due" in page.text
    assert "/account/calendar/" in Page(pair.log.get("/account/")).links.values()


def test_the_farthest_day_breaks_nothing(pair):
    """An entry takes any day for a next action."""
    promise(pair, due=date.max)
    assert len(events(fetch(pair, address(pair.log)))) == 1
