"""Who reads and writes rounds; and when a repeat is due."""

from datetime import date

import pytest
from sqlalchemy import delete

from app import policy
from app.accounts.models import Role
from app.clock import today
from app.db import db
from app.groups import repeats
from app.groups.models import ArchiveReason
from app.groups.rounds import Response, Round
from tests import make, make_groups
from tests.cast import READERS, Cast, fresh
from tests.page import Page


@pytest.fixture
def cast(client):
    """An author and their readers."""
    return Cast()


def belongs(person, host, *roles):
    """Whether the person has one of these roles there."""
    return any(
        m.organisation_id == host.id and (not roles or m.role in roles)
        for m in person.memberships
    )


@pytest.mark.parametrize("reader", READERS)
def test_a_places_rounds(cast, sign_in, reader):
    """The organisation's organisers write; everybody with a role there reads."""
    place = make.place(cast.host)
    asked = make_groups.baseline(place.id, cast.author)
    person = fresh(cast[reader])
    browser, page = sign_in(person), f"/places/{place.id}/"
    reads = belongs(person, cast.host)
    writes = belongs(person, cast.host, Role.ORGANISER)
    one = f"{page}baseline/{asked.id}/"

    for address in (page, one, f"{one}paper/"):
        assert browser.get(address).status_code == (200 if reads else 404)
    for address in (f"{page}baseline/new/", f"{one}type/", f"{one}sheet/"):
        assert browser.get(address).status_code == (200 if writes else 404)
    answer = browser.post(f"{one}refusals/")
    assert answer.status_code == (302 if writes else 404)
    assert policy.can_read_place(person, place) is reads
    assert policy.can_survey_place(person, place) is writes


@pytest.mark.parametrize("reader", READERS)
def test_a_groups_form(cast, sign_in, reader):
    """Whoever is named on it writes; their supervisor and the coordinator read."""
    group = make.group(cast.host, cast.author)
    asked = make_groups.baseline(group.place_id, cast.author, group=group)
    person = fresh(cast[reader])
    browser, page = sign_in(person), f"/groups/{group.id}/baseline/{asked.id}/"
    writes = reader == "author"
    reads = writes or reader in {
        "supervisor", "coordinator", "administrator who coordinates",
    }  # fmt: skip

    assert browser.get(page).status_code == (200 if reads else 404)
    assert browser.get(f"{page}paper/").status_code == (200 if reads else 404)
    assert browser.get(f"{page}type/").status_code == (200 if writes else 404)
    marked = browser.post(f"/groups/{group.id}/before/", data={"was_there": "no"})
    assert marked.status_code == (302 if writes else 404)
    # Another address than its own leads nowhere, whoever asks.
    other = f"/places/{group.place_id}/baseline/{asked.id}/"
    assert browser.get(other).status_code == 404


FIRST = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("began", "now", "since"),
    [
        ([], date(2026, 1, 1), None),
        ([FIRST], date(2025, 2, 27), None),
        ([FIRST], date(2025, 2, 28), date(2025, 2, 28)),
        ([FIRST, date(2025, 1, 10)], date(2025, 3, 1), None),
        ([FIRST, date(2024, 6, 1)], date(2025, 3, 1), date(2025, 2, 28)),
        ([FIRST, date(2025, 3, 1)], date(2026, 3, 1), date(2026, 2, 28)),
        ([FIRST, date(2026, 3, 1)], date(2029, 3, 1), None),
    ],
)
def test_when_a_repeat_is_due(began, now, since):
    """12 and 24 months after the first; not once it was begun shortly before."""
    assert repeats.due(began, now) == since


def test_today_says_once_that_a_repeat_is_due(cast, sign_in):
    """To the organisers whom it concerns, and to nobody else there."""
    group = make.group(cast.host, cast.author, name="Tea at four")
    about = {"began_on": date(2025, 11, 1), "closed_on": date(2025, 11, 9)}
    make_groups.baseline(group.place_id, cast.author, *[{}] * 10, **about)
    make_groups.baseline(group.place_id, cast.author, group=group, **about)
    colleague = make.organiser(cast.host)

    page = Page(sign_in(cast.author).get("/today/"))

    assert page.text.count("2 baselines to ask again") == 1
    assert "Due since 1 November 2026" in page.text
    assert "baseline" not in Page(sign_in(colleague).get("/today/")).text
    db.session.execute(delete(Response))
    db.session.execute(delete(Round))
    db.session.commit()
    assert "baseline" not in Page(sign_in(cast.author).get("/today/")).text


def test_what_is_no_baseline_is_not_asked_again(cast, sign_in):
    """A place’s round of nine people shows nothing; an archived group is left alone."""
    group = make.group(cast.host, cast.author, name="Tea at four")
    about = {"began_on": date(2025, 11, 1), "closed_on": date(2025, 11, 9)}
    make_groups.baseline(group.place_id, cast.author, *[{}] * 9, **about)
    make_groups.baseline(group.place_id, cast.author, group=group, **about)
    browser = sign_in(cast.author)
    assert "Time to ask the baseline again" in Page(browser.get("/today/")).text

    group.archived_on, group.archived_for = today(), ArchiveReason.ENDED
    db.session.commit()

    assert "baseline" not in Page(browser.get("/today/")).text
