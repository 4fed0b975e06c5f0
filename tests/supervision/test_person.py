"""One organiser, as their supervisor of today sees them."""

from datetime import date

from sqlalchemy import select

from app.curriculum.models import Reflection
from app.db import db
from app.practice.models import State
from tests import make
from tests.conftest import NOW

PROMPT = "asked-for-nothing"  # the reflection of lesson 17


def reflect(pair, text, **fields):
    """Write at that reflection as the author does, in a browser."""
    data = {"text": text, **fields}
    return pair.log.post(f"/learn/listening-and-entry/listening-one-to-one/"
                         f"reflections/{PROMPT}/", data=data)  # fmt: skip


def page(browser, pair):
    """The organiser's page, for whoever asks."""
    return browser.get(f"/supervision/people/{pair.author.id}/")


def test_it_lists_what_was_submitted(pair):
    """Entries that were submitted, and no draft."""
    pair.entry(title="Sent to her", state=State.ACCEPTED)
    pair.entry(title="Not yet", state=State.DRAFT)

    text = page(pair.desk, pair).text

    assert "Sent to her" in text
    assert "Not yet" not in text


def test_a_reflection_is_read_once_shared(pair):
    """The supervisor reads what was shared, and nothing that was kept private."""
    assert reflect(pair, "I went home and said nothing.").status_code == 302
    assert "said nothing" not in page(pair.desk, pair).text

    reflect(pair, "I went home and said nothing.", share="y")
    assert "said nothing" in page(pair.desk, pair).text


def test_sharing_stops_with_the_pairing(pair, sign_in):
    """The next supervisor does not inherit what was shared with the last."""
    reflect(pair, "I went home and said nothing.", share="y")
    next_one = make.person()
    make.member(next_one, pair.host, make.Role.SUPERVISOR)
    pairing = make.accounts.pair
    pairing(pair.host, next_one, pair.author, NOW.date())
    db.session.commit()

    assert page(pair.desk, pair).status_code == 404
    answer = page(sign_in(next_one), pair)
    assert answer.status_code == 200
    assert "said nothing" not in answer.text
    kept = db.session.scalars(select(Reflection)).one()
    assert kept.shared_with_id == pair.supervisor.id


def test_nobody_else_opens_the_page(pair, sign_in):
    """Another supervisor of the same organisation is told nothing."""
    other = make.supervisor(pair.host)
    make.pair(other, make.organiser(pair.host), pair.host, from_on=date(2026, 1, 1))

    assert page(sign_in(other), pair).status_code == 404
    assert page(pair.log, pair).status_code == 404
