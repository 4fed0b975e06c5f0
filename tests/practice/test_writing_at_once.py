"""Two devices, two tabs, two taps: one result, and nothing lost."""

import uuid

import pytest
from sqlalchemy import func, select

from app.db import db
from app.practice.models import Entry, State, Version
from app.supervision.models import SupervisorRating
from tests import make
from tests.page import Page
from tests.pair import entry_at
from tests.watch import together

TAPS = 6
ROUNDS = 5  # a race that is lost one time in three shows within these


def browsers(pair, sign_in, number=TAPS):
    """So many browsers in which the author is signed in."""
    found = []
    for _ in range(number):
        browser = sign_in(pair.author)
        browser.token = Page(browser.get("/account/")).sent["csrf_token"]
        found.append(browser)
    return found


def posts(found, address, *forms):
    """For each browser, the act of posting its form."""
    return [
        lambda browser=browser, form=form: browser.post(address, data=form)
        for browser, form in zip(found, forms, strict=True)
    ]


def count(table):
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("do", ["keep", "save"])
def test_new_entry_sent_several_times_at_once(app, pair, sign_in, do):
    """One key makes one entry, and every answer is a good one."""
    found = browsers(pair, sign_in)
    for turn in range(1, ROUNDS + 1):
        form = make.typed(key=uuid.uuid4(), do=do)
        answers = together(app, *posts(found, "/practice/new/", *[form] * TAPS))

        assert {a.status_code for a in answers} == {200 if do == "keep" else 302}
        assert count(Entry) == turn


def test_submitting_several_times_at_once(app, pair, sign_in):
    """One version, and everybody is led to the entry."""
    found = browsers(pair, sign_in)
    for turn in range(1, ROUNDS + 1):
        entry = pair.entry(state=State.DRAFT)
        address = f"/practice/{entry.id}/submit/"
        answers = together(app, *posts(found, address, *[{}] * TAPS))

        assert {(a.status_code, a.location) for a in answers} == {
            (302, address.removesuffix("submit/"))
        }
        assert count(Version) == turn
        assert entry_at(address).state is State.SUBMITTED


def test_keeping_and_submitting_at_once(app, pair, sign_in):
    """Words that the page called kept are in what was sent; others are handed back."""
    one, other = browsers(pair, sign_in, 2)
    for _ in range(ROUNDS):
        entry = pair.entry(state=State.DRAFT, what="As it was.")
        address = f"/practice/{entry.id}/"
        form = make.typed(what="As it is now.", do="keep")
        kept, sent = together(
            app,
            lambda to=address, form=form: other.post(f"{to}edit/", data=form),
            lambda to=address: one.post(f"{to}submit/"),
        )

        assert sent.status_code == 302
        now = entry_at(address)
        assert now.state is State.SUBMITTED
        assert now.what == ("As it is now." if kept.is_json else "As it was.")
        assert kept.is_json or kept.status_code == 409


def test_saving_a_returned_entry_at_once(app, pair, sign_in):
    """One is what stands in the form; both are kept as versions."""
    found = browsers(pair, sign_in)
    entry = pair.entry(state=State.RETURNED)
    address = f"/practice/{entry.id}/edit/"
    words = [f"Written in tab {n}." for n in range(TAPS)]

    answers = together(
        app, *posts(found, address, *[make.typed(what=w, do="save") for w in words])
    )

    assert {answer.status_code for answer in answers} == {302}
    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert [version.number for version in kept] == list(range(1, TAPS + 2))
    assert sorted(v.content["what"][0] for v in kept[1:]) == words
    assert Page(pair.log.get(address)).sent["what"] == kept[-1].content["what"][0]


def test_saving_a_draft_at_once(app, pair, sign_in):
    """One of them stands, whole: no field of one beside a field of another."""
    found = browsers(pair, sign_in)
    entry = pair.entry(state=State.DRAFT)
    address = f"/practice/{entry.id}/edit/"
    forms = [make.typed(title=f"Tab {n}", what=f"Tab {n}") for n in range(TAPS)]

    answers = together(app, *posts(found, address, *forms))

    assert {answer.status_code for answer in answers} == {302}
    page = Page(pair.log.get(address))
    assert page.sent["title"] == page.sent["what"] != "Stairwell meeting"
    assert entry_at(address).title == page.sent["title"]


def test_withdrawing_and_scoring_at_once(app, pair):
    """Either it is withdrawn and unscored, or scored and still with the supervisor."""
    for _ in range(ROUNDS):
        entry = pair.entry()
        key = str(entry.id)
        together(
            app,
            lambda to=key: pair.log.post(f"/practice/{to}/withdraw/"),
            lambda to=key: pair.desk.post(
                f"/supervision/{to}/scores/independence/", data={"level": "1"}
            ),
        )

        taken_back = entry_at(key).state is State.DRAFT
        page = pair.log.get(f"/practice/{key}/")
        assert ("Withdraw this entry" in page.text) is False
        assert (page.status_code == 302) is taken_back
        assert scores(key) == (0 if taken_back else 1)


def scores(key):
    """How many scores the supervisor has given an entry."""
    query = select(func.count()).select_from(SupervisorRating)
    return db.session.scalar(query.where(SupervisorRating.entry_id == uuid.UUID(key)))
