"""Reflections: one's own, and shared only on purpose, with the supervisor of today."""

from datetime import date, timedelta

from app import clock, policy
from app.accounts.models import Role, Supervision
from app.curriculum.models import Reflection
from app.db import db, writing
from app.forms import TEXT_LIMIT
from tests import make
from tests.curriculum.lessons import LESSON, kept
from tests.curriculum.test_answers import exercise
from tests.page import Page

NAME = "asked-for-nothing"
TEXT = "The repairs meeting in Block C.\r\n\r\nI was relieved."
PRIVATE = "Only you can read this, unless you share it"
SHARE = 'name="share"'


def write(browser, text=TEXT, **fields):
    """Save the reflection."""
    return browser.post(f"{LESSON}reflections/{NAME}/", data={"text": text} | fields)


def shown(browser):
    """The reflection as a browser sees it."""
    return exercise(browser.get(LESSON).text, NAME)


def test_it_is_private_unless_shared(pair):
    """What was typed comes back as it was typed, to its writer and nobody else."""
    answer = write(pair.log)
    assert (answer.status_code, answer.location) == (302, f"{LESSON}#{NAME}")
    (row,) = kept(Reflection, pair.author)
    assert (row.text, row.shared_with_id) == (TEXT, None)

    page = shown(pair.log)
    assert PRIVATE in page
    assert f"{SHARE} checked" not in page
    assert Page(pair.log.get(LESSON)).sent["text"] == TEXT.replace("\r\n", "\r\n")
    assert not policy.can_read_reflection(pair.supervisor, row)
    assert "Block C" not in shown(pair.desk)


def test_it_is_shared_with_the_supervisor_of_today(pair):
    """And taken back by saving it without the tick."""
    write(pair.log, share="on")
    (row,) = kept(Reflection, pair.author)
    assert row.shared_with_id == pair.supervisor.id
    assert policy.can_read_reflection(pair.supervisor, row)
    page = shown(pair.log)
    assert "You and Sue Supervisor can read this" in page
    assert f"{SHARE} checked" in page
    assert "Block C" not in shown(pair.desk)  # it is read on the supervisor's own page

    write(pair.log)
    (row,) = kept(Reflection, pair.author)
    assert row.shared_with_id is None


def test_a_new_supervisor_is_offered_it_and_does_not_get_it(pair):
    """The old one reads it no longer, and the page says who read it before."""
    write(pair.log, share="on")
    pairing = db.session.scalars(db.select(Supervision)).one()
    with writing(pairing):
        pairing.until_on = date(2026, 11, 23)
    page = shown(pair.log)
    assert SHARE not in page
    assert "Only you can read this" in page

    make.supervisor(pair.host, pair.author, name="Dermot")
    page = shown(pair.log)
    assert "You let Sue Supervisor read this before." in page
    assert "Let Dermot read this before supervision" in page
    assert f"{SHARE} checked" not in page
    (row,) = kept(Reflection, pair.author)
    assert not policy.can_read_reflection(pair.supervisor, row)


def test_the_same_two_paired_again_begin_anew(pair):
    """What was shared in the pairing before is offered, and not read."""
    write(pair.log, share="on")
    (row,) = kept(Reflection, pair.author)
    assert "Block C" in supervisors_page(pair)
    pairing = db.session.scalars(db.select(Supervision)).one()
    clock.advance(timedelta(days=5))
    with writing(pairing):
        pairing.until_on = clock.today()
    clock.advance(timedelta(days=30))
    make.pair(pair.supervisor, pair.author, pair.host, from_on=clock.today())

    assert not policy.can_read_reflection(pair.supervisor, row)
    assert "Block C" not in supervisors_page(pair)
    page = shown(pair.log)
    assert "Only you can read this, unless you share it" in page
    assert "You let Sue Supervisor read this before." in page
    assert f"{SHARE} checked" not in page

    write(pair.log, share="on")
    (row,) = kept(Reflection, pair.author)
    assert policy.can_read_reflection(pair.supervisor, row)
    assert "Block C" in supervisors_page(pair)
    assert "You and Sue Supervisor can read this" in shown(pair.log)


def supervisors_page(pair):
    """The author's page as the supervisor opens it."""
    return pair.desk.get(f"/supervision/people/{pair.author.id}/").text


def test_nothing_shared_is_said(pair):
    """The place where shared reflections are read is there before the first."""
    assert "No reflection yet." in supervisors_page(pair)
    write(pair.log, share="on")
    assert "No reflection yet." not in supervisors_page(pair)


def test_without_a_supervisor_there_is_nobody_to_share_with(sign_in):
    """A tick that was sent all the same shares it with nobody."""
    host = make.organisation()
    for who in (make.organiser(host), make.person()):
        browser = sign_in(who)
        assert SHARE not in shown(browser)
        assert write(browser, share="on").status_code == 302
        (row,) = kept(Reflection, who)
        assert row.shared_with_id is None


def test_the_supervisor_of_another_organisation_is_not_offered(pair):
    """Nothing crosses between organisations."""
    other = make.organisation("A first in the alphabet")
    make.member(pair.author, other, Role.ORGANISER)
    assert SHARE not in shown(pair.log)  # the first of two is the one worked in

    write(pair.log, share="on")
    (row,) = kept(Reflection, pair.author)
    assert row.shared_with_id is None


def test_nothing_and_too_much_are_refused_and_nothing_is_lost(pair):
    """What was kept stays kept, and what was typed comes back."""
    write(pair.log)
    for text in ("", " \r\n ", "\x00"):
        answer = write(pair.log, text)
        assert answer.status_code == 422
        assert Page(answer).at_field == {NAME: "Write a few words first"}

    long = "y" * (TEXT_LIMIT + 1)
    answer = write(pair.log, long, share="on")
    assert answer.status_code == 422
    assert Page(answer).sent["text"] == long
    assert f"{SHARE} checked" in exercise(answer.text, NAME)
    (row,) = kept(Reflection, pair.author)
    assert row.text == TEXT


def test_a_nul_is_dropped(pair):
    """PostgreSQL cannot store it."""
    assert write(pair.log, "a\x00b").status_code == 302
    (row,) = kept(Reflection, pair.author)
    assert row.text == "ab"


def test_a_stranger_reads_the_question(client):
    """And is told what an account would give."""
    page = shown(client)
    assert "Think of a time when somebody listened to you closely" in page
    assert "With an account you can write here." in page
    assert "<form" not in page
