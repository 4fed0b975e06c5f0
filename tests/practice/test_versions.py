"""What was submitted stays readable; what is being changed since is the author's."""

import pytest
from sqlalchemy import select

from app.db import db
from app.practice.models import Entry, State, Version
from tests import make
from tests.page import Page

BEFORE = "Eleven of us on the landing."
SINCE = "What I left out the first time."


def save(browser, entry, do="save", **changes):
    """Press a button under the form of an entry."""
    data = make.typed(**changes, do=do)
    return browser.post(f"/practice/{entry.id}/edit/", data=data)


def versions(entry):
    """Number and whether it was submitted, in order."""
    query = select(Version.number, Version.is_submitted).order_by(Version.number)
    found = db.session.execute(query.where(Version.entry_id == entry.id))
    return [tuple(row) for row in found]


def test_supervisor_reads_only_what_was_submitted(pair):
    """While a returned entry is rewritten, nobody else's page shows a word of it."""
    entry = pair.entry(state=State.RETURNED, what=BEFORE)

    for do in ("keep", "save", "check"):
        save(pair.log, entry, do=do, title=SINCE, what=SINCE, place=SINCE)

    for path in (
        f"/supervision/{entry.id}/",
        "/supervision/",
        f"/supervision/people/{pair.author.id}/",
        f"/practice/{entry.id}/versions/1/",
    ):
        page = Page(pair.desk.get(path))
        assert page.status == 200
        assert SINCE not in page.text
        assert "Stairwell meeting" in page.text
    assert BEFORE in Page(pair.desk.get(f"/supervision/{entry.id}/")).text


def test_author_goes_on_where_they_stopped(pair):
    """The form holds what was kept last; the entry's own page what was sent."""
    entry = pair.entry(state=State.RETURNED, what=BEFORE)
    save(pair.log, entry, do="keep", what=SINCE)

    assert Page(pair.log.get(f"/practice/{entry.id}/edit/")).sent["what"] == SINCE
    shown = Page(pair.log.get(f"/practice/{entry.id}/"))
    assert BEFORE in shown.text
    assert SINCE not in shown.text
    assert "It is your turn, since 23 November" in shown.text


def test_versions_that_are_kept(pair):
    """A press on a button keeps one, an autosave does not; sending makes one."""
    entry = pair.entry(state=State.RETURNED)

    save(pair.log, entry, do="keep", what="Autosaved.")
    assert versions(entry) == [(1, True)]
    save(pair.log, entry, do="save", what="Half of it.")
    assert versions(entry) == [(1, True), (2, False)]
    save(pair.log, entry, do="check", what=SINCE)
    pair.log.post(f"/practice/{entry.id}/submit/")
    assert versions(entry) == [(1, True), (2, False), (3, False), (4, True)]
    assert db.session.get(Entry, entry.id).state is State.SUBMITTED
    assert db.session.get(Entry, entry.id).what == SINCE


def test_drafts_keep_no_versions(pair):
    """Before the first submission there is the draft, and nothing else."""
    entry = pair.entry(state=State.DRAFT)

    save(pair.log, entry, title="Once more")

    assert versions(entry) == []


@pytest.mark.parametrize(
    ("number", "words", "for_supervisor"),
    [(1, BEFORE, 200), (2, "Half of it.", 404), (3, SINCE, 404), (4, SINCE, 200)],
)
def test_who_reads_which_version(pair, sign_in, number, words, for_supervisor):
    """The author every one; the supervisor those that were submitted; nobody else."""
    entry = pair.entry(state=State.RETURNED, what=BEFORE)
    save(pair.log, entry, do="save", what="Half of it.")
    save(pair.log, entry, do="check", what=SINCE)
    pair.log.post(f"/practice/{entry.id}/submit/")
    address = f"/practice/{entry.id}/versions/{number}/"

    mine = Page(pair.log.get(address))
    assert mine.status == 200
    assert words in mine.text
    assert (
        address.replace("/4/", "/3/")
        in Page(pair.log.get(f"/practice/{entry.id}/")).links.values()
    )
    assert pair.desk.get(address).status_code == for_supervisor
    for stranger in (
        make.coordinator(pair.host),
        make.organiser(pair.host),
        make.supervisor(pair.host),
    ):
        assert sign_in(stranger).get(address).status_code == 404


def test_no_such_version(pair):
    """A number that was never given leads nowhere."""
    entry = pair.entry()

    assert pair.log.get(f"/practice/{entry.id}/versions/2/").status_code == 404


def test_scores_are_in_no_version_that_a_supervisor_opens(pair):
    """An earlier version does not unseal what the desk keeps sealed."""
    entry = pair.entry(evidence__community__voice="Four households wrote.")
    address = f"/practice/{entry.id}/versions/1/"

    assert "Four households wrote." not in pair.desk.get(address).text


def test_asked_again_the_questions_stand_above_the_form(pair):
    """What the supervisor asked is beside what is being rewritten."""
    entry = pair.entry()
    for data in (
        {"on": "whole", "text": "Who asked for the meeting?"},
        {"on": "independence", "text": "Whose budget was it?"},
        {"on": "passage", "quote": "Tenant A chaired", "text": "Who chose Tenant A?"},
    ):
        pair.desk.post(f"/supervision/{entry.id}/comments/", data=data)
    pair.desk.post(f"/supervision/{entry.id}/decision/", data={"do": "return"})

    page = Page(pair.log.get(f"/practice/{entry.id}/edit/"))

    assert "What Sue Supervisor asked" in page.text
    assert "On the whole entry Who asked for the meeting?" in page.text
    assert "On independence Whose budget was it?" in page.text
    assert "On “Tenant A chaired” Who chose Tenant A?" in page.text
