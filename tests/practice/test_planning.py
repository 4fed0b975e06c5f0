"""What is meant is written before what happens, and the page says which came first."""

from datetime import timedelta

from app import clock
from app.db import db
from app.practice.models import Entry, State
from tests import make
from tests.page import Page
from tests.pair import entry_at

LATER = "2026-11-27"  # a Friday, four days on
DAYS = timedelta(days=4, minutes=5)
MEANT = "Hear what the third floor wants, before anybody plans it."
SIGNIFICANT = "significant-event"


def planned(pair, **changes) -> Entry:
    """A plan for Friday that was saved on Monday."""
    fields = {"title": "Third floor", "happened_on": LATER, "intention": MEANT}
    typed = Page(pair.log.get("/practice/new/?plan=1")).sent | fields | changes
    return entry_at(pair.log.post("/practice/new/", data=typed).location)


def tell(pair, entry, **changes):
    """Say what happened, and hand it in."""
    typed = make.typed(title="Third floor", happened_on=LATER, intention=MEANT)
    pair.log.post(f"/practice/{entry.id}/edit/", data=typed | changes)
    return pair.log.post(f"/practice/{entry.id}/submit/")


def test_a_plan_opens_on_what_is_meant(pair):
    """Its form asks for a day of its own, and says that it is a plan."""
    page = Page(pair.log.get("/practice/new/?plan=1"))

    assert "Plan an engagement" in page.text
    assert page.sent["happened_on"] == ""
    assert {"What do you mean to do, and why?", "Who should hold it? (optional)"} <= {
        *page.labels
    }


def test_a_plan_for_a_day_to_come_is_kept_and_named_so(pair):
    """A day to come is no fault; the log calls it Planned; nobody else sees it."""
    entry = planned(pair)

    page = Page(pair.log.get(f"/practice/{entry.id}/edit/"))
    assert (page.sent["happened_on"], page.sent["intention"]) == (LATER, MEANT)
    assert page.summary == []
    assert "Planned since 23 November" in Page(pair.log.get("/practice/")).text
    assert pair.desk.get(f"/supervision/{entry.id}/").status_code == 404


def test_a_plan_cannot_be_submitted_before_its_day(pair):
    """The message says what to do with it, at the field."""
    entry = planned(pair)
    typed = make.typed(happened_on=LATER, intention=MEANT)

    url = f"/practice/{entry.id}/edit/"
    page = Page(pair.log.post(url, data=typed | {"do": "check"}))

    assert page.status == 422
    assert page.at_field["happened_on"].startswith("That day is still to come")
    assert page.sent["intention"] == MEANT


def test_today_asks_what_happened_once_the_day_has_come(pair):
    """Before it the plan is no task, and no unfinished draft either."""
    planned(pair)
    before = Page(pair.log.get("/today/")).text
    assert "what happened?" not in before
    assert "A draft to finish" not in before

    clock.advance(DAYS)

    page = Page(pair.log.get("/today/"))
    asked = "You planned this for Friday 27 November: what happened?"
    assert asked in page.text
    assert page.links["Say what happened"].endswith("/edit/#reflect")


def test_the_reader_sees_that_it_was_written_before(pair):
    """Author and supervisor: the intention, and its moment, beside what happened."""
    entry = planned(pair, hold="Two tenants")
    clock.advance(DAYS)
    assert tell(pair, entry, hold="Two tenants").status_code == 302

    for browser, url in ((pair.log, "practice"), (pair.desk, "supervision")):
        text = Page(browser.get(f"/{url}/{entry.id}/")).text
        assert MEANT in text
        assert "Who should hold it: Two tenants" in text
        assert "As it was written on 23 November at 20:00, before what happened" in text


def test_an_intention_changed_afterwards_is_said_to_be(pair):
    """However it is changed: words that came later do not pass for a plan."""
    entry = planned(pair)
    clock.advance(DAYS)
    pair.log.post(f"/practice/{entry.id}/edit/", data=make.typed(intention=MEANT))
    clock.advance(timedelta(hours=1))
    tell(pair, entry, intention="To hear what I in fact heard.")

    text = Page(pair.desk.get(f"/supervision/{entry.id}/")).text
    assert "Written or changed on 27 November at 21:05, after what happened" in text
    assert "before what happened" not in text


def test_taking_the_result_out_first_does_not_make_it_a_plan(pair):
    """The moment at which it was first told stays."""
    entry = pair.entry(state=State.DRAFT, what="It went well.")
    clock.advance(timedelta(hours=1))
    url = f"/practice/{entry.id}/edit/"
    pair.log.post(url, data=make.typed(what=None, intention=MEANT))
    clock.advance(timedelta(hours=1))
    pair.log.post(url, data=make.typed(intention=MEANT))

    text = Page(pair.log.get(f"/practice/{entry.id}/check/")).text
    assert "after what happened was first written, on 23 November at 20:00" in text


def test_both_kept_at_once_claims_no_order(pair):
    """As when it was all written without a signal."""
    fields = make.typed(intention=MEANT, key=str(make.uuid.uuid4()), do="save")
    entry = entry_at(pair.log.post("/practice/new/", data=fields).location)

    text = Page(pair.log.get(f"/practice/{entry.id}/check/")).text
    assert "First kept on 23 November at 20:00, together with what happened." in text


def test_each_version_keeps_its_own_moment(pair):
    """What is changed after a return does not change what stood before."""
    entry = planned(pair)
    clock.advance(DAYS)
    tell(pair, entry)
    pair.score_all(entry)
    done = {"do": "return", "note": "And then?"}
    pair.desk.post(f"/supervision/{entry.id}/decision/", data=done)
    db.session.expire_all()
    assert entry.state is State.RETURNED
    clock.advance(timedelta(hours=1))
    tell(pair, entry, intention="Something else.")

    first = Page(pair.log.get(f"/practice/{entry.id}/versions/1/")).text
    assert "As it was written on 23 November at 20:00, before what happened" in first
    assert "Written or changed" in Page(pair.log.get(f"/practice/{entry.id}/")).text


def test_a_significant_event_offers_one_thing_more_and_forces_nothing(pair):
    """Without an answer it is submitted; with one, the supervisor reads it."""
    bare = pair.entry(state=State.DRAFT, kind=SIGNIFICANT)
    assert pair.log.post(f"/practice/{bare.id}/submit/").status_code == 302
    assert "Why it happened" not in Page(pair.desk.get(f"/supervision/{bare.id}/")).text
    full = pair.entry(kind=SIGNIFICANT, why_happened="The key was with one person.")

    text = Page(pair.desk.get(f"/supervision/{full.id}/")).text

    assert "Why it happened The key was with one person." in text
