"""Cases come from their files into the database."""

from dataclasses import replace

from sqlalchemy import select

from app.casebook import actions
from app.casebook.actions import Synced
from app.casebook.models import Case
from app.db import db, writing


def rows():
    """Checksum and cursor of each case that the database holds."""
    db.session.rollback()
    found = db.session.execute(select(Case.slug, Case.checksum, Case.change))
    return {slug: (checksum, change) for slug, checksum, change in found}


def test_syncing_twice_writes_nothing(app, shelf):
    """The second time finds everything as it should be."""
    before = rows()

    with writing():
        again = actions.sync(shelf)

    assert again == Synced(written=0, removed=0)
    assert rows() == before
    assert before.keys() == {case.slug for case in shelf.cases}


def test_a_changed_file_updates_its_own_row(publish, shelf):
    """No other is touched, and the cursor moves past every earlier one."""
    before = rows()
    first, *rest = shelf.cases

    assert publish([replace(first, title="A new title"), *rest]) == Synced(1, 0)

    after = rows()
    assert {slug for slug in after if after[slug] != before[slug]} == {first.slug}
    assert after[first.slug][1] > max(change for _, change in before.values())
    title = db.session.scalar(select(Case.title).where(Case.slug == first.slug))
    assert title == "A new title"


def test_a_deleted_file_removes_its_row(publish, shelf):
    """And only that one."""
    before = rows()
    first, *rest = shelf.cases

    assert publish(rest) == Synced(0, 1)

    assert before.keys() - rows().keys() == {first.slug}


def test_coming_back(publish, shelf):
    """A file that is restored is a case again, with what it said before."""
    before = rows()
    publish(list(shelf.cases[1:]))

    assert publish(list(shelf.cases)) == Synced(1, 0)

    first = shelf.cases[0].slug
    assert rows()[first][0] == before[first][0]


def test_what_went_wrong_in_short(shelf):
    """Every case has a line of it, without marks, and none of them is "Contested"."""
    lines = {case.slug: actions.wrong_in_short(case) for case in shelf.cases}

    assert lines["kirkby-rent-strike"].startswith("They fought on their own. The other")
    for slug, line in lines.items():
        assert line.endswith((".", "?", "!")), slug
        assert not set(line) & set("*[]#"), slug
        assert not line.startswith("Contested"), slug
