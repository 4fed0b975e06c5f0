"""Returning, accepting, and opening again."""

import pytest
from sqlalchemy import select

from app.db import db
from app.practice.models import Entry, State
from app.supervision.models import Comment, Decision, Review, SupervisorRating
from tests import make
from tests.page import Page
from tests.pair import scale
from tests.watch import together

GONE = "This entry is not waiting for you any more. Nothing was changed."


def decide(pair, entry, do, note="", **kwargs):
    """Press one of the buttons at the foot of the desk."""
    data = {"do": do, "note": note}
    return pair.desk.post(f"/supervision/{entry.id}/decision/", data=data, **kwargs)


def reviews():
    """Decision, version and words of each review."""
    rows = db.session.scalars(select(Review).order_by(Review.decided_at, Review.id))
    return [(row.decision, row.version, row.note) for row in rows]


def state_of(entry):
    """Where the entry stands now."""
    return db.session.get(Entry, entry.id).state


def test_no_accepting_before_everything_is_scored(pair):
    """The message names what is missing, and the button says how much."""
    entry = pair.entry()
    total = len(scale().principles)
    assert (
        f"{total} still to score before you can accept"
        in Page(pair.desk.get(f"/supervision/{entry.id}/")).text
    )

    page = Page(decide(pair, entry, "accept", "Good work"))
    first = scale().principles[0].name
    message = f"Score {first} first: every principle needs your score"
    assert page.status == 422
    assert page.summary == [("note", message)]
    assert page.at_field["note"] == message
    assert page.sent["note"] == "Good work"

    for principle in scale().principles[:-1]:
        pair.desk.post(
            f"/supervision/{entry.id}/scores/{principle.id}/", data={"level": "1"}
        )
    assert decide(pair, entry, "accept").status_code == 422
    assert state_of(entry) is State.SUBMITTED
    assert reviews() == []


def test_accepting(pair):
    """The entry leaves the queue, and the author reads both scores."""
    entry = pair.entry(title="Stairs", rate__independence="dont-know")
    pair.score_all(entry, "3")

    page = Page(decide(pair, entry, "accept", "Well told.", follow_redirects=True))

    assert "“Stairs” is accepted." in page.text
    assert "The queue is empty" in page.text
    assert reviews() == [(Decision.ACCEPTED, 1, "Well told.")]
    shown = Page(pair.log.get(f"/practice/{entry.id}/"))
    assert "Accepted on 23 November 2026." in shown.text
    assert "Accepted by Sue Supervisor 23 November 2026 Well told." in shown.text
    assert (
        "Community voice 2 3 Four households put it to the repairs manager. "
        "Sue Supervisor: Paragraph two." in shown.text
    )
    assert "Independence ?Don’t know 3 Sue Supervisor: Paragraph two." in shown.text
    assert pair.log.get(f"/practice/{entry.id}/edit/").status_code == 404


def test_author_sees_no_score_before_the_decision(pair):
    """The supervisor's levels and words come with it."""
    entry = pair.entry()
    pair.score_all(entry, "3")

    assert "Paragraph two." not in pair.log.get(f"/practice/{entry.id}/").text


def test_accepted_entry_counts_for_its_task(pair):
    """The author is told which task it answers."""
    entry = pair.entry(task="a-week-in-two-columns")
    pair.score_all(entry)
    decide(pair, entry, "accept")

    page = Page(pair.log.get(f"/practice/{entry.id}/"))

    assert "It counts for the practice task “" in page.text


def test_returning_needs_a_question(pair):
    """A word or a comment: an entry does not come back without a reason."""
    entry = pair.entry()

    page = Page(decide(pair, entry, "return", "  "))

    message = "Say what you are asking: a comment, or a word here"
    assert page.status == 422
    assert page.summary == [("note", message)]
    assert state_of(entry) is State.SUBMITTED


@pytest.mark.parametrize("way", ["word", "comment"])
def test_returning(pair, way):
    """Either is enough; the author has it, and may write again."""
    entry = pair.entry(title="Stairs")
    if way == "comment":
        pair.desk.post(
            f"/supervision/{entry.id}/comments/", data={"on": "whole", "text": "Who?"}
        )

    page = Page(
        decide(pair, entry, "return", "Who?" * (way == "word"), follow_redirects=True)
    )

    assert "“Stairs” is returned." in page.text
    assert state_of(entry) is State.RETURNED
    shown = Page(pair.log.get(f"/practice/{entry.id}/"))
    assert "It is your turn, since 23 November." in shown.text
    assert "Who?" in shown.text
    assert shown.links["Answer Sue Supervisor"] == f"/practice/{entry.id}/edit/"


def test_comment_of_the_last_round_is_no_new_question(pair):
    """Returning a second time needs something new."""
    entry = pair.entry()
    pair.desk.post(
        f"/supervision/{entry.id}/comments/", data={"on": "whole", "text": "Who?"}
    )
    decide(pair, entry, "return")
    pair.log.post(f"/practice/{entry.id}/submit/")

    assert decide(pair, entry, "return").status_code == 422
    assert decide(pair, entry, "return", "Still: who?").status_code == 302
    assert [version for _, version, _ in reviews()] == [1, 2]


def test_opening_again(pair):
    """An accepted entry goes back to its author, with the reason."""
    entry = pair.entry(title="Stairs", state=State.ACCEPTED)

    page = Page(decide(pair, entry, "reopen"))
    assert page.status == 422
    assert page.summary == [("note", "Say why it is opened again")]
    assert state_of(entry) is State.ACCEPTED

    page = Page(
        decide(pair, entry, "reopen", "The date was wrong.", follow_redirects=True)
    )
    assert "“Stairs” is open again, and with its author." in page.text
    assert state_of(entry) is State.RETURNED
    assert reviews()[-1] == (Decision.REOPENED, 1, "The date was wrong.")
    shown = Page(pair.log.get(f"/practice/{entry.id}/"))
    assert "Opened again by Sue Supervisor" in shown.text
    assert "The date was wrong." in shown.text
    assert pair.log.get(f"/practice/{entry.id}/edit/").status_code == 200


@pytest.mark.parametrize(
    ("state", "do"),
    [
        (State.SUBMITTED, "reopen"),
        (State.RETURNED, "reopen"),
        (State.RETURNED, "return"),
        (State.RETURNED, "accept"),
        (State.ACCEPTED, "return"),
        (State.ACCEPTED, "accept"),
    ],
)
def test_decision_that_does_not_fit_the_state(pair, state, do):
    """A second press, or an old page: it says so and changes nothing."""
    entry = pair.entry()
    pair.score_all(entry)
    if state is not State.SUBMITTED:
        decide(pair, entry, "return" if state is State.RETURNED else "accept", "So.")
    before = reviews()

    page = Page(decide(pair, entry, do, "Once more.", follow_redirects=True))

    assert page.status == 200
    assert GONE in page.text
    assert state_of(entry) is state
    assert reviews() == before


@pytest.mark.parametrize("do", ["", "publish", "ACCEPT"])
def test_no_such_decision(pair, do):
    """Anything else is no decision."""
    entry = pair.entry()
    pair.score_all(entry)

    assert decide(pair, entry, do, "So.").status_code == 422
    assert state_of(entry) is State.SUBMITTED


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("decision/", {"do": "return", "note": "Who?"}),
        ("decision/", {"do": "accept"}),
        ("scores/independence/", {"level": "1"}),
        ("scores/", {}),
        ("comments/", {"on": "whole", "text": "Who?"}),
    ],
)
def test_entry_withdrawn_meanwhile(pair, path, data):
    """What is pressed on a page that was open before changes nothing."""
    entry = pair.entry()
    pair.log.post(f"/practice/{entry.id}/withdraw/")

    answer = pair.desk.post(f"/supervision/{entry.id}/{path}", data=data)

    assert answer.status_code == 404
    assert state_of(entry) is State.DRAFT
    for table in (Review, Comment, SupervisorRating):
        assert db.session.scalars(select(table)).all() == []


@pytest.mark.parametrize("do", ["accept", "return"])
def test_pressing_twice_at_once_decides_once(app, pair, sign_in, do):
    """One review; the other press is told that it came too late."""
    other = sign_in(pair.supervisor)
    other.token = Page(other.get("/account/")).sent["csrf_token"]
    for _ in range(3):
        entry = pair.entry()
        pair.score_all(entry)
        address = f"/supervision/{entry.id}/decision/"
        form = {"do": do, "note": "So."}
        before = len(reviews())

        answers = together(
            app,
            lambda to=address, form=form: other.post(to, data=form),
            lambda to=address, form=form: pair.desk.post(to, data=form),
        )

        assert [answer.status_code for answer in answers] == [302, 302]
        assert len(reviews()) == before + 1


def test_deciding_and_withdrawing_at_once(app, pair):
    """Returned, or a draft; never a draft with a review."""
    for turn in range(3):
        entry = pair.entry()
        desk, log = f"/supervision/{entry.id}", f"/practice/{entry.id}"
        form = {"do": "return", "note": f"Turn {turn}"}
        together(
            app,
            lambda to=desk, form=form: pair.desk.post(f"{to}/decision/", data=form),
            lambda to=log: pair.log.post(f"{to}/withdraw/"),
        )

        decided = (Decision.RETURNED, 1, f"Turn {turn}") in reviews()
        assert state_of(entry) is (State.RETURNED if decided else State.DRAFT)


def test_scoring_the_rest_and_one_at_once(app, pair, sign_in):
    """A score that was given is never overwritten by “not in play”."""
    other = sign_in(pair.supervisor)
    other.token = Page(other.get("/account/")).sent["csrf_token"]
    for _ in range(4):
        entry = pair.entry()
        address = f"/supervision/{entry.id}/scores/"
        together(
            app,
            lambda to=address: other.post(f"{to}independence/", data={"level": "1"}),
            lambda to=address: pair.desk.post(to),
        )

        given = db.session.scalars(
            select(SupervisorRating).where(SupervisorRating.entry_id == entry.id)
        ).all()
        assert len(given) == len(scale().principles)
        one = next(score for score in given if score.principle == "independence")
        assert one.level == "1"


def test_accepting_again_after_opening(pair):
    """The scores that were given stand; the new version is what is accepted."""
    entry = pair.entry(title="Stairs")
    pair.score_all(entry)
    decide(pair, entry, "accept")
    decide(pair, entry, "reopen", "The date was wrong.")
    pair.log.post(f"/practice/{entry.id}/edit/", data=make.typed(do="check"))
    pair.log.post(f"/practice/{entry.id}/submit/")

    assert decide(pair, entry, "accept").status_code == 302
    assert [(d.value, version) for d, version, _ in reviews()] == [
        ("accepted", 1),
        ("reopened", 1),
        ("accepted", 3),
    ]
