"""People by module: for their supervisor and coordinator, without a word of theirs."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from app import policy
from app.accounts.models import Membership
from app.db import db, writing
from app.look import library
from tests import make
from tests.cast import DAY, READERS, TODAY, Cast, fresh
from tests.curriculum.lessons import LESSON, do_lesson, lesson, module, right
from tests.watch import queries

SUPERVISED = "/supervision/modules/"


def cells(page, name):
    """What stands beside a name, module by module: shape and words."""
    row = next(r for r in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if name in r)
    found = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    shapes = [re.search(r"icons\.svg[^#]*#(\w+)", cell)[1] for cell in found]
    words = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]
    return dict(
        zip(
            [m.slug for m in library().modules],
            zip(shapes, words, strict=True),
            strict=True,
        )
    )


@pytest.fixture
def cohort(pair):
    """The author's cohort, with days for two of its modules."""
    row = make.cohort(pair.host, "Autumn intake")
    (membership,) = pair.author.memberships
    with writing(membership):
        membership.cohort_id = row.id
    make.dates(row, "two-streams", date(2026, 10, 1), TODAY - 3 * DAY)
    make.dates(row, "listening-and-entry", done_by=TODAY + 9 * DAY)
    return row


@pytest.fixture
def office(pair, sign_in):
    """The coordinator's browser."""
    return sign_in(make.coordinator(pair.host))


def test_each_module_of_each_person(pair, cohort, office):
    """Late, next, then under way and done; alike for both who may look."""
    at = f"/organisation/cohorts/{cohort.id}/"
    name = pair.author.name
    before = cells(office.get(at).text, name)
    assert before == cells(pair.desk.get(SUPERVISED).text, name)
    assert before["two-streams"] == ("warn", "Late 3 days")
    assert before["five-strands"] == ("todo", "Not begun")
    assert before["listening-and-entry"] == ("here", "Next")
    assert "20 Nov" in office.get(at).text

    do_lesson(pair.log, lesson())
    shown = cells(office.get(at).text, name)["listening-and-entry"]
    assert shown == ("part", "Under way 1 of 5")

    for each in library().lessons_of(module()):
        do_lesson(pair.log, each)
    for check in module().post:
        sent = {"data": right(check)}
        pair.log.post(f"/learn/listening-and-entry/answers/{check.id}/", **sent)
    for _ in range(4):
        pair.entry(task="ten-and-a-table", kind="listening", state=make.State.ACCEPTED)
    for browser, path in ((office, at), (pair.desk, SUPERVISED)):
        shown = cells(browser.get(path).text, name)["listening-and-entry"]
        assert shown == ("tick", "Done")
        assert "Not begun" in browser.get(path).text  # the legend says every shape


def test_neither_words_nor_answers_are_in_it(pair, cohort, office):
    """A reflection, shared or not, an answer, an entry's title."""
    block = "asked-for-nothing"
    words = "I went home and said nothing."
    sent = {"data": {"text": words, "share": "on"}}
    assert pair.log.post(f"{LESSON}reflections/{block}/", **sent).status_code == 302
    do_lesson(pair.log, lesson())
    pair.entry(task="ten-and-a-table", kind="listening", title="The landing")
    for browser, path in (
        (office, f"/organisation/cohorts/{cohort.id}/"),
        (pair.desk, SUPERVISED),
    ):
        page = browser.get(path).text
        assert pair.author.name in page
        for unsaid in (words, "The landing", "I would ask next door", "right"):
            assert unsaid not in re.sub(r"<[^>]+>", "", page)


def test_a_supervisor_sees_their_own_organisers_by_cohort(pair, cohort):
    """Whoever belongs to none comes last, without dates; others not at all."""
    alone = make.organiser(pair.host, "Bea Alone")
    make.pair(pair.supervisor, alone, pair.host)
    make.organiser(pair.host, "Cal Another", cohort=cohort)
    page = pair.desk.get(SUPERVISED).text
    assert page.index("Autumn intake") < page.index(pair.author.name)
    assert page.index(pair.author.name) < page.index("In no cohort")
    assert cells(page, "Bea Alone")["two-streams"] == ("here", "Next")
    assert "Cal Another" not in page
    assert f"/supervision/people/{alone.id}/" in page


def test_nobody_yet(pair, sign_in):
    """Both pages say what will be here."""
    empty = make.cohort(pair.host)
    page = sign_in(make.coordinator(pair.host)).get(
        f"/organisation/cohorts/{empty.id}/"
    )
    assert "Nobody belongs to this cohort yet" in page.text
    page = sign_in(make.supervisor(pair.host)).get(SUPERVISED)
    assert "You supervise nobody today" in page.text


def test_the_queries_do_not_grow_with_people(pair, cohort):
    """As many for one organiser as for twelve."""
    pair.desk.get(SUPERVISED)
    with queries() as for_one:
        pair.desk.get(SUPERVISED)
    for _ in range(11):
        one = make.organiser(pair.host, cohort=make.cohort(pair.host))
        make.pair(pair.supervisor, one, pair.host)
    with queries() as for_many:
        assert pair.desk.get(SUPERVISED).status_code == 200
    assert len(for_many) == len(for_one) <= 6


@pytest.mark.parametrize("reader", READERS)
def test_who_reads_progress(sign_in, reader):
    """The rule, the query and both pages give one answer."""
    cast = Cast()
    cohort = make.cohort(cast.host)
    row = db.session.scalars(
        select(Membership).where(
            Membership.person_id == cast.author.id,
            Membership.organisation_id == cast.host.id,
        )
    ).one()
    with writing(row):
        row.cohort_id = cohort.id
    person = fresh(cast[reader])
    coordinates = reader in {"coordinator", "administrator who coordinates"}
    reads = coordinates or reader in {"author", "supervisor"}

    assert policy.can_read_progress(person, cast.author, cast.host) is reads
    found = db.session.scalars(policy.readable_progress(person, cast.host)).all()
    assert (cast.author.id in {m.person_id for m in found}) is reads
    mine = db.session.scalars(policy.supervised_progress(person, cast.host)).all()
    assert [m.person_id for m in mine] == (
        [cast.author.id] if reader == "supervisor" else []
    )
    browser = sign_in(person)
    page = browser.get(SUPERVISED)
    link = f"/supervision/people/{cast.author.id}/"
    assert (link in page.text) is (reader in {"supervisor", "supervisor elsewhere"})
    page = browser.get(f"/organisation/cohorts/{cohort.id}/")
    assert page.status_code == (200 if coordinates else 404)
    assert ("Organisers by module" in page.text) is coordinates
