"""Today says what is next, for each role."""

import re
from datetime import datetime, timedelta

import pytest

from app import clock
from app.accounts.models import Role
from app.practice.models import State
from tests import make
from tests.conftest import NOW

NOTICE = re.compile(
    r'<li class="notice[^"]*">\s*<h3>(.*?)</h3>\s*<p>(.*?)</p>\s*'
    r'<a class="btn[^"]*" href="([^"]+)">(.*?)</a>',
    re.DOTALL,
)


def notices(browser):
    """Heading, words, address and action of each thing to do, in order."""
    page = browser.get("/today/")
    assert page.status_code == 200
    return [
        (heading, re.sub(r"<[^>]+>", "", words), url, action)
        for heading, words, url, action in NOTICE.findall(page.text)
    ]


@pytest.fixture
def host(client):
    """A host organisation."""
    return make.organisation("Calderfold")


@pytest.fixture
def shabnam(host):
    """An organiser there."""
    return make.organiser(host, "Shabnam")


@pytest.fixture
def dermot(host, shabnam):
    """Her supervisor."""
    return make.supervisor(host, shabnam, name="Dermot")


def test_a_returned_entry_comes_first(sign_in, host, shabnam, dermot):
    """Before a draft; it says who waits and leads to the answer."""
    make.entry(shabnam, host, state=State.DRAFT, title="Bins")
    back = make.entry(shabnam, host, state=State.RETURNED, title="The landing")

    first, second, *_ = notices(sign_in(shabnam))

    assert first == (
        "Dermot has sent an entry back to you",
        "Returned on Monday 23 November: The landing",
        f"/practice/{back.id}/edit/",
        "Answer Dermot",
    )
    assert second[:2] == ("A draft to finish", "Nobody else can read it yet: Bins")


def test_an_old_returned_entry_is_not_forgotten(sign_in, host, shabnam, dermot):
    """Sixty newer entries do not push it off the page."""
    long_ago = clock.today() - timedelta(days=300)
    make.entry(
        shabnam, host, state=State.RETURNED, title="From winter", happened_on=long_ago
    )
    for day in range(61):
        make.entry(shabnam, host, happened_on=clock.today() - timedelta(days=day))

    assert "From winter" in notices(sign_in(shabnam))[0][1]


def test_a_draft_without_a_title(sign_in, host, shabnam):
    """It can be found all the same."""
    draft = make.entry(shabnam, host, state=State.DRAFT, title=None, what=None)

    first = notices(sign_in(shabnam))[0]

    assert first[1] == "Nobody else can read it yet: no title yet"
    assert first[2] == f"/practice/{draft.id}/edit/"


@pytest.mark.parametrize(
    ("days", "shown"), [(-1, True), (0, True), (1, False)], ids=["late", "due", "later"]
)
def test_a_promise_that_falls_due(sign_in, host, shabnam, dermot, days, shown):
    """What an organiser said they would do, on the day and after it."""
    due_on = clock.today() + timedelta(days=days)
    make.entry(
        shabnam,
        host,
        action__what__0="Give back the shed key",
        action__who__0="me",
        action__due__0=due_on.isoformat(),
    )

    found = [n for n in notices(sign_in(shabnam)) if n[0] == "A promise falls due"]

    assert bool(found) is shown
    if shown:
        assert found[0][1].endswith(": Give back the shed key")
        assert found[0][2].endswith("#next")


def test_several_promises_that_fall_due(sign_in, host, shabnam, dermot):
    """Three, the latest first; it says how many there are."""
    for days in range(5):
        due_on = clock.today() - timedelta(days=days)
        make.entry(
            shabnam,
            host,
            action__what__0=f"Promise {days}",
            action__who__0="me",
            action__due__0=due_on.isoformat(),
        )

    found = [n for n in notices(sign_in(shabnam)) if n[0] == "A promise falls due"]

    told = [one[1] for one in found]
    assert len(told) == 3
    assert told[0].endswith(": The latest of 5: Promise 0")
    assert told[1].endswith(": Promise 1")
    assert told[2].endswith(": Promise 2")


def test_promises_stay_in_their_organisation(sign_in, host, shabnam, dermot):
    """What was promised at one host is not shown at another."""
    other = make.organisation("Another")
    make.member(shabnam, other, Role.ORGANISER)
    make.entry(
        shabnam,
        host,
        action__what__0="Give back the shed key",
        action__who__0="me",
        action__due__0=clock.today().isoformat(),
    )

    page = sign_in(shabnam).get("/today/").text  # Another comes first by name

    assert "shed key" not in page


def test_an_empty_log(sign_in, host, shabnam):
    """A new organiser gets a first lesson and a place to record."""
    page = sign_in(shabnam).get("/today/").text

    assert "Record an engagement" in page
    assert "Your log is empty" in page
    assert "Start with a lesson" in page


def test_before_you_repeat_it(sign_in, host, shabnam, dermot):
    """The latest submitted entry is set beside a case that resembles it."""
    make.entry(shabnam, host, title="Rent", what="We want to start a rent strike.")

    page = sign_in(shabnam).get("/today/").text

    aside = page[page.index('id="before"') :]
    assert "You wrote about <strong>Rent</strong>" in aside
    assert 'href="/casebook/kirkby-rent-strike/"' in aside
    assert "They fought on their own." in aside


def test_a_draft_is_not_set_beside_a_case(sign_in, host, shabnam):
    """Nor does anything else of it appear before it is submitted."""
    make.entry(shabnam, host, state=State.DRAFT, what="We want a rent strike.")

    assert 'id="before"' not in sign_in(shabnam).get("/today/").text


def test_a_supervisor_with_entries_waiting(sign_in, host, shabnam, dermot):
    """The oldest first, with its title, and how many are late."""
    sent = [NOW - timedelta(days=9), NOW - timedelta(days=1)]
    old = make.entry(shabnam, host, title="The landing", submitted_at=sent[0])
    make.entry(shabnam, host, title="Bins", submitted_at=sent[1])

    first = notices(sign_in(dermot))[0]

    assert first == (
        "2 entries waiting for your review, 1 for more than a week",
        "The oldest is Shabnam’s, waiting for 9 days: The landing",
        f"/supervision/{old.id}/",
        "Open the oldest",
    )


def test_a_supervisor_whose_queue_is_empty(sign_in, host, shabnam, dermot):
    """Drafts and accepted entries do not wait for anybody."""
    make.entry(shabnam, host, state=State.DRAFT)
    make.entry(shabnam, host, state=State.ACCEPTED)

    assert notices(sign_in(dermot))[0][0] == "Nothing waits for you"


def test_a_supervisor_does_not_see_other_queues(sign_in, host, shabnam, dermot):
    """Neither a colleague's nor that of a pairing that has ended."""
    make.entry(shabnam, host, title="The landing")
    other = make.supervisor(host, name="Yasmin")
    former = make.supervisor(host, name="Graham")
    make.pair(
        former,
        shabnam,
        host,
        from_on=clock.today() - timedelta(days=900),
        until_on=clock.today(),
    )

    for person in (other, former):
        page = sign_in(person).get("/today/").text
        assert "Nothing waits for you" in page
        assert "The landing" not in page


def test_a_coordinator_with_an_unpaired_organiser(sign_in, host, shabnam, dermot):
    """Whoever has nobody to read their log is named as a number, to act on."""
    nuala = make.coordinator(host, "Nuala")
    browser = sign_in(nuala)
    paired = [n[0] for n in notices(browser)]
    make.organiser(host, "Kofi")

    alone = notices(browser)

    assert "Every organiser at Calderfold has a supervisor" in paired
    (found,) = [n for n in alone if "no supervisor" in n[0]]
    assert found[0] == "1 organiser has no supervisor"
    assert found[2] == "/organisation/"


def test_a_coordinator_sees_no_title(sign_in, host, shabnam, dermot):
    """Counts, never narratives."""
    make.entry(shabnam, host, title="The landing")

    page = sign_in(make.coordinator(host)).get("/today/").text

    assert "The landing" not in page
    assert "Shabnam" not in page


def test_somebody_without_an_organisation(sign_in):
    """They read: no log, no queue, no button to record."""
    browser = sign_in(make.person("Ada"))

    page = browser.get("/today/").text

    assert [notice[0] for notice in notices(browser)] == [
        "Start with a lesson",
        "Look up what was tried before",
    ]
    assert "Record an engagement" not in page
    assert "Your log" not in page
    assert "Monday 23 November 2026. Good evening, Ada." in page


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        (0, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
    ],
)
def test_the_greeting_follows_the_clock(sign_in, hour, greeting):
    """By the hour where the organisation works."""
    person = make.person("Ada")
    clock.start()
    clock.stop(datetime.combine(NOW.date(), NOW.time().replace(hour=hour), NOW.tzinfo))

    assert f"{greeting}, Ada." in sign_in(person).get("/today/").text


def test_a_stranger_is_sent_to_sign_in(client):
    """And comes back to Today."""
    answer = client.get("/today/")

    assert answer.status_code == 302
    assert answer.location == "/sign-in/?next=/today/"
