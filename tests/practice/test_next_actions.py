"""Next actions: said in the entry, ticked on its page."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db import db
from app.practice.models import NextAction, State
from tests import make
from tests.page import Page

TWO = {
    "action__what__0": "Write up the promises",
    "action__who__0": "Tenant A",
    "action__due__0": "2026-11-30",
    "action__what__1": "Ring the council",
}


def action(what="Write up the promises"):
    """The next action with these words."""
    return db.session.scalars(select(NextAction).where(NextAction.what == what)).one()


def test_ticking_and_unticking(pair):
    """Done on the day it is ticked; a second press takes that back."""
    entry = pair.entry(**TWO)
    clock.advance(timedelta(days=3))
    address = f"/practice/actions/{action().id}/"

    page = Page(pair.log.post(address, follow_redirects=True))
    assert "Tenant A, by 30 November; done 26 November" in page.text
    assert "Not done after all" in page.text
    assert page.text.count("Mark as done") == 1

    page = Page(pair.log.post(address, follow_redirects=True))
    assert "done 26 November" not in page.text
    assert page.text.count("Mark as done") == 2
    assert pair.log.get(f"/practice/{entry.id}/").status_code == 200


def test_only_the_author_ticks(pair, sign_in):
    """Not the supervisor, not a colleague, and nothing that is not there."""
    pair.entry(**TWO)
    address = f"/practice/actions/{action().id}/"

    assert pair.desk.post(address).status_code == 404
    assert sign_in(make.organiser(pair.host)).post(address).status_code == 404
    assert pair.log.post(f"/practice/actions/{uuid.uuid4()}/").status_code == 404
    assert action().done_at is None


@pytest.mark.parametrize("due", ["2026-11-30", "2026-12-07"])
def test_tick_outlives_sending_again(pair, due):
    """What was done stays done when the returned entry is sent again."""
    entry = pair.entry(state=State.RETURNED, **TWO)
    pair.log.post(f"/practice/actions/{action().id}/")

    data = make.typed(**TWO | {"action__due__0": due}, do="check")
    pair.log.post(f"/practice/{entry.id}/edit/", data=data)
    assert pair.log.post(f"/practice/{entry.id}/submit/").status_code == 302

    assert action().due_on.isoformat() == due
    assert action().done_at is not None
    assert action("Ring the council").done_at is None
