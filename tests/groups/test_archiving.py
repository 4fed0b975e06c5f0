"""Archiving a group: out of the list and the choices, with everything kept."""

from datetime import timedelta

import pytest

from app.clock import today
from app.db import db
from app.groups.models import ArchiveReason, Ask, Group
from app.practice.models import State
from tests import make
from tests.page import Page


@pytest.fixture
def group(pair):
    """A group on which the author is named."""
    return pair.group(name="Tenants")


def archive(browser, group, **changes):
    """The answer to the form, filled in."""
    data = {"on": "2026-11-01", "reason": "ended", "note": "They won, and stopped."}
    return browser.post(
        f"/groups/{group.id}/archive/", data=data | changes, follow_redirects=True
    )


def test_archiving(pair, group):
    """The page says so, with day, reason and who; lists and choices leave it out."""
    entry = pair.entry(group=group)

    text = Page(archive(pair.log, group)).text

    assert "Tenants is archived. Everything about it is kept." in text
    assert "Archived since 1 November 2026. The group has ended. They won" in text
    assert "Archived from 1 November 2026: the group has ended." in text
    assert "Ann Author, 23 November 2026" in text
    assert "0 of 1 entries about this group" in text
    assert "Tenants" not in Page(pair.log.get("/groups/")).links
    assert "Tenants" in Page(pair.log.get("/groups/?archived=yes")).links
    assert "Tenants" not in Page(pair.log.get("/practice/new/")).options["group"]
    assert "Tenants" in Page(pair.log.get(f"/practice/{entry.id}/")).links


def test_today_asks_nothing_more_about_it(pair, group):
    """Neither the role check that was due, nor an ask that nobody answered."""
    group.has_contract, group.check_due_on = True, today()
    long_ago = today() - timedelta(days=90)
    about = {"of_whom": "The council", "what": "Lamps", "asked_on": long_ago}
    db.session.add(Ask(group_id=group.id, **about))
    db.session.commit()
    before = Page(pair.log.get("/today/")).text

    archive(pair.log, group)

    after = Page(pair.log.get("/today/")).text
    for words in ("A role check is due", "had no answer for more than 30 days"):
        assert words in before
        assert words not in after


def test_what_was_begun_for_it_keeps_it(pair, group):
    """An entry that came back is sent again with its group, archived meanwhile."""
    entry = pair.entry(group=group, state=State.RETURNED)
    archive(pair.log, group)

    page = Page(pair.log.get(f"/practice/{entry.id}/edit/"))

    assert "Tenants (archived)" in page.options["group"]
    assert page.sent["group"] == str(group.id)
    pair.log.post(f"/practice/{entry.id}/edit/", data=page.sent | {"do": "save"})
    pair.log.post(f"/practice/{entry.id}/submit/")
    db.session.refresh(entry)
    assert (entry.state, entry.group_id) == (State.SUBMITTED, group.id)


def test_bringing_back(pair, group):
    """It is in the list again, and the history tells both."""
    archive(pair.log, group)

    back = f"/groups/{group.id}/bring-back/"
    text = Page(pair.log.post(back, follow_redirects=True)).text

    assert "Tenants is among your groups again." in text
    assert "Archived since" not in text
    assert "Brought back from the archive." in text
    assert "Archived from 1 November" in text
    assert "Tenants" in Page(pair.log.get("/groups/")).links


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"on": "2026-11-24"}, "on", "Choose today or an earlier day"),
        ({"on": ""}, "on", "Choose the day, such as 2026-11-20"),
        ({"reason": ""}, "reason", "Choose a reason"),
        ({"reason": "bored"}, "reason", "Choose one of the answers offered"),
        ({"note": "x" * 2001}, "note", "Use at most 2,000 characters here"),
    ],
)
def test_faults(pair, group, changes, field, message):
    """A message at the field, what was typed is there, nothing is archived."""
    page = Page(archive(pair.log, group, **changes))

    assert page.at_field == {field: message}
    if field != "note":
        assert "They won, and stopped." in page.html
    assert db.session.get(Group, group.id).archived_on is None


def test_twice_keeps_the_first(pair, group):
    """A second press changes neither day nor reason."""
    archive(pair.log, group)
    archive(pair.log, group, on=today().isoformat(), reason="not-worked-with")

    kept = db.session.get(Group, group.id)
    assert kept.archived_for is ArchiveReason.ENDED
    assert kept.archived_on.isoformat() == "2026-11-01"
    assert pair.log.get(f"/groups/{group.id}/archive/").status_code == 404


def test_only_those_named_archive(pair, group, sign_in):
    """Readers of the group and strangers get 404, and nothing changes."""
    for browser in (pair.desk, sign_in(make.coordinator(pair.host)),
                    sign_in(make.organiser(pair.host))):  # fmt: skip
        assert archive(browser, group).status_code == 404
        assert browser.post(f"/groups/{group.id}/bring-back/").status_code == 404
    assert db.session.get(Group, group.id).archived_on is None
