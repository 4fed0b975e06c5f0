"""The queue: who waits for whom, since when, and why."""

from datetime import date, datetime, timedelta

import pytest

from app.practice.models import State
from tests import make, watch
from tests.conftest import NOW
from tests.page import Page

DAY = timedelta(days=1)


def queue(pair):
    """The queue, as the supervisor sees it."""
    page = Page(pair.desk.get("/supervision/"))
    assert page.status == 200
    return page


def waiting_since(days):
    """The moment so many days before the test's now."""
    moment: datetime = NOW - days * DAY
    return moment


def test_oldest_comes_first(pair):
    """By how long it has waited, which the row says."""
    for title, days in (("Newer", 1), ("Oldest", 9), ("Of today", 0), ("Older", 7)):
        entry = pair.entry(title=title, submitted_at=waiting_since(days))
        if title == "Oldest":
            oldest = entry.id

    page = queue(pair)

    rows = [
        "over a week: 9 days Oldest Ann Author",
        "7 days Older Ann Author",
        "1 day Newer Ann Author",
        "today Of today Ann Author",
    ]
    places = [page.text.index(row) for row in rows]
    assert places == sorted(places)
    assert page.text.count("over a week") == 1
    assert "Four entries, oldest first. One has waited more than a week." in page.text
    assert page.links["Open the oldest"] == f"/supervision/{oldest}/"


def test_first_time_or_sent_again(pair):
    """An answer to questions is told from a new entry."""
    again = pair.entry(title="Answered", state=State.RETURNED)
    pair.entry(title="New", submitted_at=waiting_since(2))
    address = f"/practice/{again.id}"
    pair.log.post(f"{address}/edit/", data=make.typed(title="Answered", do="check"))
    pair.log.post(f"{address}/submit/")

    page = queue(pair)

    assert "Answered Ann Author Sent again after your questions" in page.text
    assert "New Ann Author First time" in page.text


def test_sent_again_waits_from_now(pair):
    """Its wait begins when it comes back, not when it was first sent."""
    entry = pair.entry(
        title="Answered", state=State.RETURNED, submitted_at=waiting_since(20)
    )
    pair.log.post(f"/practice/{entry.id}/submit/")

    assert "today Answered Ann Author" in queue(pair).text


@pytest.mark.parametrize(
    ("stream", "voice", "flags"),
    [
        ("strengthening", None, "None"),
        ("service", None, "None"),
        ("mixed", None, "None"),
        ("confused", None, "Stream confused: no separation note"),
        ("strengthening", "y", "Voice"),
        ("confused", "y", "Stream confused: no separation note Voice"),
    ],
)
def test_flags(pair, stream, voice, flags):
    """A confused stream and a borrowed voice go on the agenda."""
    pair.entry(title="Flagged", stream=stream, voice_flag=voice)

    assert f"Flagged Ann Author First time {flags} " in queue(pair).text


def test_returned_entries_are_the_organisers_turn(pair):
    """They are listed apart, with whose turn it is and since when."""
    entry = pair.entry(title="Out again")
    pair.desk.post(
        f"/supervision/{entry.id}/decision/", data={"do": "return", "note": "Who?"}
    )

    page = queue(pair)

    assert "The queue is empty" in page.text
    assert "Nobody is waiting for you." in page.text
    assert "Out again Ann Author’s turn, since 23 November" in page.text


@pytest.mark.parametrize("state", [State.DRAFT, State.ACCEPTED])
def test_drafts_and_accepted_entries_wait_for_nobody(pair, state):
    """Neither list holds them."""
    pair.entry(title="Not here", state=state)

    assert "Not here" not in queue(pair).text


def test_only_ones_own_organisers(pair):
    """Nobody else's, nobody's from before or after the pairing, no other host's."""
    other = make.organisation()
    make.member(pair.supervisor, other, make.Role.SUPERVISOR)
    theirs = make.organiser(pair.host, "Another supervisor's")
    make.supervisor(pair.host, theirs)
    former = make.organiser(pair.host, "Former organiser")
    make.pair(pair.supervisor, former, pair.host, until_on=date(2026, 11, 23))
    future = make.organiser(pair.host, "Future organiser")
    make.pair(pair.supervisor, future, pair.host, from_on=date(2026, 11, 24))
    elsewhere = make.organiser(other, "Organiser elsewhere")
    make.pair(pair.supervisor, elsewhere, other)
    for who, host in (
        (theirs, pair.host),
        (former, pair.host),
        (future, pair.host),
        (elsewhere, other),
    ):
        make.entry(who, host, title=f"By {who.name}")
    pair.entry(title="By Ann")
    with pair.desk.session_transaction() as session:
        session["organisation"] = str(pair.host.id)

    page = queue(pair)

    assert "By Ann" in page.text
    assert page.text.count("One entry, oldest first.") == 1
    for name in (theirs.name, former.name, future.name, elsewhere.name):
        assert name not in page.text


def test_organisers_with_their_counts(pair):
    """Entries sent, the last of them, and how many wait."""
    pair.entry(happened_on=date(2026, 11, 2))
    pair.entry(state=State.ACCEPTED, happened_on=date(2026, 11, 5))
    quiet = make.organiser(pair.host, "Bea Beginner")
    make.pair(pair.supervisor, quiet, pair.host)

    page = queue(pair)

    assert "Your two organisers" in page.text
    assert "Ann Author 2 5 November 1 Bea Beginner 0 0" in page.text


def test_supervisor_of_nobody(sign_in):
    """The page says who makes pairs."""
    page = Page(sign_in(make.supervisor(make.organisation())).get("/supervision/"))

    assert "Nobody is paired with you. Your coordinator does that." in page.text
    assert "The queue is empty" in page.text


def test_queue_asks_the_database_three_questions(pair):
    """As many for a hundred entries as for one."""
    pair.entry()
    with watch.queries() as for_one:
        queue(pair)
    for n in range(99):
        pair.entry(state=State.RETURNED if n % 3 else State.SUBMITTED)
    with watch.queries() as for_hundred:
        queue(pair)

    assert len(for_one) == len(for_hundred) <= 3


def test_page_of_one_organiser(pair):
    """What was sent, newest first, with where it stands."""
    pair.entry(title="Sent", happened_on=date(2026, 11, 2))
    pair.entry(title="Done", state=State.ACCEPTED, happened_on=date(2026, 11, 9))
    pair.entry(title="Secret", state=State.DRAFT)
    group = pair.group(name="Tenants of Block C")

    page = Page(pair.desk.get(f"/supervision/people/{pair.author.id}/"))

    assert page.text.index("Done 9 November") < page.text.index("Sent 2 November")
    assert "Secret" not in page.text
    assert page.links["Tenants of Block C"] == f"/groups/{group.id}/"
