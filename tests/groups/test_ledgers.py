"""What a group asked for and how long an answer took; the support around it."""

from datetime import date, timedelta

import pytest

from app import clock
from app.db import db
from app.groups.models import Ask, AskOutcome, AskStep
from app.practice.models import State
from tests import make
from tests.page import Page
from tests.test_today import notices


@pytest.fixture
def group(pair):
    """A group of the author's."""
    return pair.group(name="Tenants")


def ask(group, days_ago, answer_after=None, of_whom="The council", what="A lift"):
    """Something that was asked some days ago, answered some days after or not yet."""
    asked_on = clock.today() - timedelta(days=days_ago)
    made = Ask(group_id=group.id, of_whom=of_whom, what=what, asked_on=asked_on)
    db.session.add(made)
    db.session.flush()
    steps = [(AskOutcome.ASKED, asked_on)]
    if answer_after is not None:
        day = asked_on + timedelta(days=answer_after)
        steps += [(AskOutcome.AGREED, day)]
    for outcome, on in steps:
        db.session.add(AskStep(ask_id=made.id, outcome=outcome, on=on))
    db.session.commit()
    return made


def shown(browser, group):
    """The text of the group's page."""
    return Page(browser.get(f"/groups/{group.id}/")).text


def test_those_that_wait_longest_come_first(pair, group):
    """Then those that were answered, each with its days."""
    ask(group, 100, 9, what="Gates")
    ask(group, 5, what="Bins")
    ask(group, 31, what="Lamps")

    text = shown(pair.log, group)

    assert text.index("Lamps") < text.index("Bins") < text.index("Gates")
    assert "No answer for 31 days" in text
    assert "Waiting for five days" in text
    assert "Agreed. First answer after nine days" in text
    assert "Two asks without an answer, 1 answered." in text


def test_silence_is_no_answer(pair, group):
    """It waits on; the first answer counts, and later news does not."""
    lift = ask(group, 40)
    db.session.add(
        AskStep(ask_id=lift.id, outcome=AskOutcome.SILENT, on=date(2026, 11, 1))
    )
    db.session.commit()
    assert "No answer for 40 days" in shown(pair.log, group)

    for outcome, day in ((AskOutcome.ANSWERED, 3), (AskOutcome.REFUSED, 20)):
        on = date(2026, 11, day)
        db.session.add(AskStep(ask_id=lift.id, outcome=outcome, on=on))
    db.session.commit()
    assert "Refused. First answer after 20 days" in shown(pair.log, group)


def test_no_median_from_fewer_than_five(pair, group):
    """From five there is one, with how many it is from."""
    for days in (2, 4, 10, 30):
        ask(group, 60, days)
    assert "A median time to answer is shown from five." in shown(pair.log, group)
    page = Page(pair.log.get("/groups/asks/")).text
    assert "Fewer than five" in page

    ask(group, 60, 50, of_whom="the  Council")
    assert "Median time to a first answer: 10 days, from 5." in shown(pair.log, group)
    assert "10, of 5" in Page(pair.log.get("/groups/asks/")).text


def test_asks_of_all_groups_that_one_may_read(pair, group, sign_in):
    """And of no other; supervisor and coordinator read them too."""
    ask(group, 3, what="A lift that works")
    colleague = make.organiser(pair.host)
    ask(make.group(pair.host, colleague, name="Theirs"), 3, what="A bus")
    ask(make.group(make.organisation(), name="Elsewhere"), 3, what="A bridge")

    for browser in (pair.log, pair.desk):
        text = Page(browser.get("/groups/asks/")).text
        assert "A lift that works" in text
        assert "A bus" not in text
        assert "A bridge" not in text
    text = Page(sign_in(make.coordinator(pair.host)).get("/groups/asks/")).text
    assert "A lift that works" in text
    assert "A bus" in text
    assert "A bridge" not in text
    assert "No asks yet" in sign_in(make.organiser(pair.host)).get("/groups/asks/").text


@pytest.mark.parametrize(("days", "comes_back"), [(30, False), (31, True)])
def test_long_waits_come_back_on_today(pair, group, sign_in, days, comes_back):
    """As one notice, for the organisers named on the group only."""
    ask(group, days, what="Lamps")
    ask(group, days - 1, what="Bins")
    ask(group, 90, 20, what="Gates")
    heading = "1 ask has had no answer for more than 30 days"

    found = [n for n in notices(pair.log) if n[0] == heading]

    words = f"The oldest waits for {days} days, asked of The council: Lamps"
    wanted = [(heading, words, "/groups/asks/", "Open the asks")]
    assert found == (wanted if comes_back else [])
    for other in (pair.desk, sign_in(make.organiser(pair.host))):
        assert all(n[0] != heading for n in notices(other))


def test_support_told_by_entries_and_recorded_here(pair, group):
    """Counted by kind, with days; drafts count in nothing."""
    told = {"support__small-grant": "asked", "happened_on": date(2026, 9, 1)}
    pair.entry(group=group, **told)
    pair.entry(group=group, state=State.DRAFT, **told)
    address = f"/groups/{group.id}/support/"
    data = {"kind": "meeting-space", "mark": "refused", "on": "2026-11-20"}

    answer = pair.log.post(address, data=data | {"words": "The library"})
    text = Page(pair.log.get(answer.location)).text

    assert "Asked for, nothing since A small grant, 1 September 2026." in text
    assert "Somewhere to meet: refused, 20 November 2026. The library" in text
    assert "Recorded by Ann Author" in text
    assert "Somewhere to meet 0 0 1, 20 November" in text
    assert "A small grant 1, 1 September 0 0" in text
    assert text.index("A small grant 1") < text.index("Help from a community worker 0")


@pytest.mark.parametrize("mark", ["given", "refused"])
def test_an_answer_closes_the_request(pair, group, mark):
    """Asked for again later, it is open again."""
    address = f"/groups/{group.id}/support/"
    data = {"kind": "links", "words": ""}
    for day, said in (("2026-11-02", "asked"), ("2026-11-09", mark)):
        pair.log.post(address, data=data | {"mark": said, "on": day})
    assert "Asked for, nothing since" not in shown(pair.log, group)

    pair.log.post(address, data=data | {"mark": "asked", "on": ""})
    assert "Asked for, nothing since Links to other groups, 23 November 2026." in shown(
        pair.log, group
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"kind": "gold"}, "kind", "Choose one of the answers offered"),
        ({"mark": "lost"}, "mark", "Choose one of the answers offered"),
        (
            {"on": "2026-11-24"},
            "on",
            "Choose today or an earlier day, from 1900 on",
        ),
        ({"on": "0001-01-01"}, "on", "Choose today or an earlier day, from 1900 on"),
        (
            {"on": "soon"},
            "on",
            "Enter the day as year-month-day, such as 2026-11-20",
        ),
        ({"words": "x" * 301}, "words", "Use at most 300 characters here"),
    ],
)
def test_support_that_cannot_be_kept(pair, group, changes, field, message):
    """A message at the field; what was typed stays; nothing is recorded."""
    data = {"kind": "links", "mark": "asked", "on": "", "words": ""} | changes

    page = Page(pair.log.post(f"/groups/{group.id}/support/", data=data))

    assert page.summary == [(field, message)]
    assert page.at_field == {field: message}
    assert "Recorded by" not in shown(pair.log, group)


def test_only_its_organisers_record(pair, group, sign_in):
    """Everybody else gets 404, reading or writing."""
    colleague = sign_in(make.organiser(pair.host))
    for browser in (pair.desk, sign_in(make.coordinator(pair.host)), colleague):
        for part in ("support", "met"):
            address = f"/groups/{group.id}/{part}/"
            assert browser.get(address).status_code == 404
            data = {"kind": "links", "mark": "asked"}
            assert browser.post(address, data=data).status_code == 404
    assert "Recorded by" not in shown(pair.log, group)


def test_an_entry_is_linked_for_its_author_only(pair, group):
    """The supervisor sees that an entry told it."""
    pair.entry(group=group, support__links="given")

    assert "From your entry" in shown(pair.log, group)
    assert "From your entry" not in shown(pair.desk, group)
    assert "From an entry" in shown(pair.desk, group)
