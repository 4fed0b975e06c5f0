"""The role check: asked when paid work appears and every six months; never decides."""

from datetime import timedelta

import pytest

from app import clock
from app.db import db
from app.groups import rolecheck
from app.groups.models import Group
from tests import make
from tests.groups.test_registering import facts
from tests.page import Page
from tests.test_today import notices

ASKED = "A role check is due"


@pytest.fixture
def place(pair):
    """A neighbourhood of the organisation."""
    return make.place(pair.host, "North End")


@pytest.fixture
def group(pair, place):
    """A group with neither contract nor pay nor charge."""
    return pair.group(name="Tenants", place=place, paid_hours=0)


def save(pair, group, place, **changes):
    """Change the group's facts."""
    data = facts(place, name=group.name, **changes)
    assert pair.log.post(f"/groups/{group.id}/edit/", data=data).status_code == 302


def said(**changes):
    """All questions answered, by field name."""
    fields = {f"choice-{q.id}": "unclear" for q in rolecheck.newest().questions}
    return fields | {name.replace("__", "-"): words for name, words in changes.items()}


def answer(pair, group, **changes):
    """Answer the questions."""
    return pair.log.post(f"/groups/{group.id}/role-check/", data=said(**changes))


def is_due(pair, group):
    """Whether Today and the group's page ask; they say the same."""
    today = any(heading == ASKED for heading, *_ in notices(pair.log))
    page = Page(pair.log.get(f"/groups/{group.id}/"))
    assert ("A role check is due." in page.text) is today
    return today


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"has_contract": "y", "contract_note": "The council, lunches"},
            "it holds a contract",
        ),
        ({"paid_hours": "7"}, "it pays somebody"),
        ({"has_charge": "y", "charge_note": "Lunch, £3"}, "it charges for something"),
    ],
)
def test_due_when_paid_work_appears(pair, group, place, changes, reason):
    """At once; and it goes when there is none any more."""
    assert not is_due(pair, group)
    save(pair, group, place, **changes)
    assert is_due(pair, group)
    assert f"Asked because {reason}." in pair.log.get(f"/groups/{group.id}/").text
    notice = next(n for n in notices(pair.log) if n[0] == ASKED)
    assert notice[1:] == (
        "Questions for a group that takes on paid work. Tenants",
        f"/groups/{group.id}/role-check/",
        "Answer the questions",
    )

    save(pair, group, place)
    assert not is_due(pair, group)


def test_every_six_months_after(pair, group, place):
    """And at once when another kind of paid work appears."""
    save(pair, group, place, paid_hours="7")
    assert answer(pair, group).status_code == 302
    assert not is_due(pair, group)
    clock.advance(timedelta(days=182))
    save(pair, group, place, paid_hours="9")
    assert not is_due(pair, group)
    clock.advance(timedelta(days=1))
    assert is_due(pair, group)
    answer(pair, group)

    save(pair, group, place, paid_hours="9", has_charge="y", charge_note="Lunch")
    assert is_due(pair, group)


def test_answers_are_kept_with_day_and_writer(pair, group, sign_in):
    """The newest first, words and choice, for all who may read the group."""
    answer(pair, group, choice__stop="members", words__stop="A vote would do it.")
    clock.advance(timedelta(days=40))
    answer(pair, group, choice__stop="terms")

    for browser in (pair.log, pair.desk, sign_in(make.coordinator(pair.host))):
        text = Page(browser.get(f"/groups/{group.id}/")).text
        new = text.index("2 January 2027, written down by Ann Author")
        old = text.index("23 November 2026, written down by Ann Author")
        assert new < text.index("The terms of a contract or a grant decide.") < old
        assert old < text.index("The members can. A vote would do it.")
        assert "score" not in text.lower()[new:old]


def test_a_question_left_out(pair, group):
    """Said at the question; what was typed stays, and nothing is kept."""
    data = said(words__budget="One pot, says the treasurer.") | {"choice-budget": ""}
    page = Page(pair.log.post(f"/groups/{group.id}/role-check/", data=data))

    assert page.summary == [("choice-budget", "Choose one of the three answers")]
    assert page.sent["words-budget"] == "One pot, says the treasurer."
    assert "written down by" not in pair.log.get(f"/groups/{group.id}/").text


@pytest.mark.parametrize("words", ["x" * 2001, "x" * 100_000])
def test_words_that_are_too_long(pair, group, words):
    """A message, and the words are still there."""
    page = Page(answer(pair, group, words__stop=words))

    assert page.summary == [("words-stop", "Use at most 2,000 characters here")]
    assert page.sent["words-stop"] == words


def test_answers_keep_their_version(pair, group):
    """New wording would leave old answers as they were given."""
    answer(pair, group)
    held = rolecheck.held(db.session.get(Group, group.id))

    assert [check.version for check in held] == [rolecheck.newest().version]
    assert len(held[0].answers) == len(rolecheck.newest().questions)


def test_only_organisers_named_on_it_answer(pair, group, sign_in):
    """Everybody else gets 404, and a colleague has no notice."""
    colleague = sign_in(make.organiser(pair.host))
    readers = (pair.desk, sign_in(make.coordinator(pair.host)), colleague)
    for browser in readers:
        assert browser.get(f"/groups/{group.id}/role-check/").status_code == 404
        post = browser.post(f"/groups/{group.id}/role-check/", data=said())
        assert post.status_code == 404
    assert all(heading != ASKED for heading, *_ in notices(colleague))


def test_each_question_names_its_statements(pair, group):
    """And leads to them."""
    page = pair.log.get(f"/groups/{group.id}/role-check/").text

    for point in ("12", "13a", "13b", "14", "15", "25"):
        assert f'href="/foundations/#statement-{point}"' in page
