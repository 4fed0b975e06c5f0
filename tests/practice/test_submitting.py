"""From a complete draft to the supervisor, and back while nothing has been said."""

import pytest
from sqlalchemy import func, select

from app.db import db
from app.practice.models import Entry, NextAction, Rating, State, Version
from tests import make
from tests.page import Page
from tests.pair import LEAD, entry_at


def typed_in(pair, **changes):
    """A draft that was typed in; gives its address."""
    saved = pair.log.post("/practice/new/", data=make.typed(**changes, do="check"))
    assert saved.status_code == 302, Page(saved).summary
    return saved.location.removesuffix("check/")


def test_check_page_says_who_will_read_it(pair):
    """Before it goes: to whom, who else might, and where harm is reported instead."""
    address = typed_in(pair, what="Eleven of us on the landing.")

    page = Page(pair.log.get(f"{address}check/"))

    assert (
        "This is what Sue Supervisor will read. Nothing has been sent yet." in page.text
    )
    assert (
        "Nobody, until you submit it. Then Sue Supervisor, who supervises you, can "
        "read what you submitted, and nobody else here." in page.text
    )
    assert "can be asked for under data-protection law, and by a court." in page.text
    assert "The log is never the way to report harm." in page.text
    assert f"Go to the safeguarding lead the same day: {LEAD}." in page.text
    assert "Submit it to Sue Supervisor" in page.text
    assert "Eleven of us on the landing." in page.text
    assert "Four households put it to the repairs manager." in page.text
    assert entry_at(address).state is State.DRAFT


def test_without_a_supervisor_it_cannot_be_submitted(sign_in):
    """The page says so, offers no button, and a post without it changes nothing."""
    host = make.organisation()
    lone = sign_in(make.organiser(host))
    address = lone.post("/practice/new/", data=make.typed(do="check")).location

    page = Page(lone.get(address))
    assert (
        "You have no supervisor yet, so you can save it and not submit it." in page.text
    )
    assert "Go to your organisation’s safeguarding lead the same day." in page.text
    assert "Submit it to" not in page.text

    answer = lone.post(address.replace("check", "submit"), follow_redirects=True)
    assert "You have no supervisor yet, so it stays a draft." in Page(answer).text
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.state, entry.submitted_at) == (State.DRAFT, None)


def test_submitting_makes_version_one(pair):
    """The columns, the ratings, the actions and the version all say what was typed."""
    address = typed_in(
        pair,
        place="Block C",
        voice_flag="y",
        support__links="refused",
        rate__independence="1",
        action__what__0="Write up the promises",
        action__who__0="Tenant A",
        action__due__0="2026-11-30",
        action__what__2="Ring the council",
    )

    answer = pair.log.post(f"{address}submit/", follow_redirects=True)

    page = Page(answer)
    assert "It is with Sue Supervisor now." in page.text
    assert "It is Sue Supervisor’s turn, since 23 November." in page.text
    entry = db.session.scalars(select(Entry)).one()
    assert entry.state is State.SUBMITTED
    assert entry.submitted_at == entry.state_since
    assert (entry.minutes, entry.place, entry.voice_flag) == (90, "Block C", True)
    assert entry.support == {"links": "refused"}
    assert entry.pending is None
    ratings = db.session.scalars(select(Rating).order_by(Rating.position)).all()
    assert [(r.principle, r.level) for r in ratings] == [
        ("community-voice", "2"),
        ("independence", "1"),
    ]
    actions = db.session.scalars(select(NextAction).order_by(NextAction.id)).all()
    assert [(a.what, a.who, str(a.due_on)) for a in actions] == [
        ("Write up the promises", "Tenant A", "2026-11-30"),
        ("Ring the council", "me", "None"),
    ]
    version = db.session.scalars(select(Version)).one()
    assert (version.number, version.is_submitted) == (1, True)
    assert version.content["title"] == ["Stairwell meeting"]


def test_incomplete_draft_cannot_be_submitted(pair):
    """A post straight to the submission gets the form with its messages."""
    entry = pair.entry(state=State.DRAFT, what=None)

    page = Page(pair.log.post(f"/practice/{entry.id}/submit/"))

    assert page.status == 422
    assert [field for field, _ in page.summary] == ["what"]
    assert page.sent["title"] == "Stairwell meeting"
    assert db.session.get(Entry, entry.id).state is State.DRAFT


def test_submitting_twice_is_submitting_once(pair):
    """A second press leads to the entry, and makes no second version."""
    address = typed_in(pair)
    for _ in range(2):
        answer = pair.log.post(f"{address}submit/")
        assert (answer.status_code, answer.location) == (302, address)

    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_withdrawing_brings_every_word_back(pair):
    """It is a draft again, out of everybody else's sight, with all that was sent."""
    about = {"rate__independence": "0", "evidence__independence": "They were told."}
    sent, entry = make.typed(**about), pair.entry(**about)
    assert pair.desk.get(f"/supervision/{entry.id}/").status_code == 200

    answer = pair.log.post(f"/practice/{entry.id}/withdraw/", follow_redirects=True)

    page = Page(answer)
    assert "It is a draft again, and nobody else can read it." in page.text
    assert {name: page.sent[name] for name in sent} == sent
    assert pair.desk.get(f"/supervision/{entry.id}/").status_code == 404
    assert db.session.get(Entry, entry.id).state is State.DRAFT
    assert db.session.scalars(select(Rating)).all() == []


def test_withdrawn_entry_can_be_submitted_again(pair):
    """As a second version; the first is kept."""
    entry = pair.entry()
    address = f"/practice/{entry.id}"
    pair.log.post(f"{address}/withdraw/")
    pair.log.post(f"{address}/edit/", data=make.typed(title="Better", do="check"))
    pair.log.post(f"{address}/submit/")

    numbers = select(Version.number).where(Version.is_submitted.is_(True))
    assert db.session.scalars(numbers.order_by(Version.number)).all() == [1, 3]
    assert db.session.get(Entry, entry.id).title == "Better"
    assert "Better" in pair.desk.get(f"/supervision/{entry.id}/").text


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("scores/independence/", {"level": "1"}),
        ("comments/", {"on": "whole", "text": "Who spoke first?"}),
    ],
)
def test_no_withdrawing_once_the_supervisor_began(pair, path, data):
    """A first score or comment ends the author's second thoughts."""
    entry = pair.entry()
    assert "Withdraw this entry" in pair.log.get(f"/practice/{entry.id}/").text

    assert (
        pair.desk.post(f"/supervision/{entry.id}/{path}", data=data).status_code == 302
    )

    assert "Withdraw this entry" not in pair.log.get(f"/practice/{entry.id}/").text
    assert pair.log.post(f"/practice/{entry.id}/withdraw/").status_code == 404
    assert db.session.get(Entry, entry.id).state is State.SUBMITTED


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.ACCEPTED])
def test_only_what_is_submitted_can_be_withdrawn(pair, state):
    """In any other state there is nothing to take back."""
    entry = pair.entry(state=state)

    assert pair.log.post(f"/practice/{entry.id}/withdraw/").status_code == 404
    assert db.session.get(Entry, entry.id).state is state


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
def test_what_is_with_the_supervisor_or_accepted_stays(pair, state):
    """It cannot be opened for writing, checked or sent again."""
    entry = pair.entry(state=state)
    address = f"/practice/{entry.id}"

    assert pair.log.get(f"{address}/edit/").status_code == 404
    assert pair.log.get(f"{address}/check/").status_code == 404
    pair.log.post(f"{address}/edit/", data=make.typed(title="Sneaked in", do="save"))
    pair.log.post(f"{address}/submit/")

    kept = db.session.get(Entry, entry.id)
    assert (kept.state, kept.title, kept.pending) == (state, "Stairwell meeting", None)
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_draft_opens_for_writing(pair):
    """Its address leads to the form, for its author alone."""
    entry = pair.entry(state=State.DRAFT)

    answer = pair.log.get(f"/practice/{entry.id}/")

    assert answer.location == f"/practice/{entry.id}/edit/"
    for path in ("", "edit/", "check/"):
        assert pair.desk.get(f"/practice/{entry.id}/{path}").status_code == 404


def test_only_a_draft_that_was_never_sent_can_be_deleted(pair):
    """Once somebody else could read it, it stays."""
    draft, other = pair.entry(state=State.DRAFT), pair.entry(title="Sent once")
    pair.log.post(f"/practice/{other.id}/withdraw/")

    assert "Delete this draft" in pair.log.get(f"/practice/{draft.id}/edit/").text
    assert "Delete this draft" not in pair.log.get(f"/practice/{other.id}/edit/").text
    assert pair.desk.post(f"/practice/{draft.id}/delete/").status_code == 404
    assert pair.log.post(f"/practice/{other.id}/delete/").status_code == 404
    gone = pair.log.post(f"/practice/{draft.id}/delete/", follow_redirects=True)

    assert "The draft is deleted." in Page(gone).text
    assert db.session.scalars(select(Entry.title)).all() == ["Sent once"]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.ACCEPTED])
def test_submitted_entries_cannot_be_deleted(pair, state):
    """Not by their author either."""
    entry = pair.entry(state=state)

    assert pair.log.post(f"/practice/{entry.id}/delete/").status_code == 404
    assert db.session.get(Entry, entry.id) is not None
