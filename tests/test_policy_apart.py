"""Groups, reflections, organisers’ pages; and nothing crosses between organisations."""

import uuid

import pytest
from sqlalchemy import select

from app import policy
from app.accounts.models import Role
from app.curriculum.models import Reflection
from app.db import db, writing
from app.practice import actions as practice
from app.practice.models import Entry, State
from tests import make
from tests.cast import READERS, TODAY, Cast, fresh, pages_of, statuses


@pytest.fixture
def cast(client):
    """An author and their readers."""
    return Cast()


@pytest.mark.parametrize("reader", [*READERS, "named before"])
def test_reading_and_changing_a_group(cast, sign_in, reader):
    """Who is named on it; their supervisor and the coordinator may read it."""
    before = make.supervisor(cast.host)  # an organiser once, and still named
    group = make.group(cast.host, cast.author, before, name="Tenants of Mill Lane")
    person = fresh(before if reader == "named before" else cast[reader])
    browser, page = sign_in(person), f"/groups/{group.id}/"
    writes = reader == "author"
    reads = writes or reader in {
        "supervisor", "coordinator", "administrator who coordinates",
    }  # fmt: skip

    assert browser.get(page).status_code == (200 if reads else 404)
    assert browser.get(f"{page}edit/").status_code == (200 if writes else 404)
    assert browser.post(f"{page}organisers/").status_code == (302 if writes else 404)
    assert ("Tenants of Mill Lane" in browser.get("/groups/").text) is reads
    assert policy.can_read_group(person, group) is reads
    assert policy.can_edit_group(person, group) is writes
    found = db.session.scalars(policy.readable_groups(person)).all()
    assert found == [group][: int(reads)]


def test_a_group_shows_each_organiser_their_own_entries(cast, sign_in):
    """Two organisers on one group do not read each other's log there."""
    berta = make.organiser(cast.host, "Berta")
    group = make.group(cast.host, cast.author, berta)
    make.entry(cast.author, cast.host, group=group, title="By Anna alone")
    page = f"/groups/{group.id}/"

    assert "By Anna alone" in sign_in(cast.author).get(page).text
    assert "By Anna alone" not in sign_in(berta).get(page).text
    assert "By Anna alone" not in sign_in(cast["supervisor"]).get(page).text


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("reader", READERS)
def test_reading_a_reflection(cast, reader, shared):
    """Its writer; and, once shared, the supervisor it was shared with."""
    reflection = reflect(cast.author, cast["supervisor"] if shared else None)
    allowed = reader == "author" or (reader == "supervisor" and shared)

    assert policy.can_read_reflection(fresh(cast[reader]), reflection) is allowed


@pytest.mark.parametrize(
    "reader", ["supervisor until yesterday", "supervisor until today"]
)
def test_sharing_a_reflection_stops_with_the_pairing(cast, reader):
    """What was shared with a supervisor is theirs to read while they are one."""
    reflection = reflect(cast.author, cast[reader])

    assert not policy.can_read_reflection(fresh(cast[reader]), reflection)


def reflect(person, shared_with=None):
    """What a person wrote at a reflection."""
    row = Reflection(
        person_id=person.id,
        module="two-streams",
        block="r-first-week",
        text="I did most of the talking.",
        shared_with_id=shared_with.id if shared_with else None,
        shared_on=TODAY if shared_with else None,
    )
    with writing():
        db.session.add(row)
    return row


@pytest.mark.parametrize("reader", READERS)
def test_reading_an_organisers_page(cast, sign_in, reader):
    """The supervisor of today, with what was written where they supervise."""
    make.entry(cast.author, cast.host)
    person = fresh(cast[reader])
    opens = reader in {"supervisor", "supervisor elsewhere"}

    page = sign_in(person).get(f"/supervision/people/{cast.author.id}/")

    assert page.status_code == (200 if opens else 404)
    assert ("Stairwell meeting" in page.text) is (reader == "supervisor")
    assert policy.can_read_person(person, cast.author, cast.host) is (
        reader == "supervisor"
    )


def test_nothing_crosses_between_organisations(cast, sign_in):
    """Somebody who supervises in two reads in each what was written there."""
    sue = make.supervisor(cast.elsewhere, cast.author)
    make.member(sue, cast.host, Role.SUPERVISOR)
    here = make.entry(cast.author, cast.host, title="Written here")
    there = make.entry(cast.author, cast.elsewhere, title="Written elsewhere")
    group = make.group(cast.host, cast.author, name="Group here")
    browser = sign_in(sue)
    seen = []
    for host in (cast.host, cast.elsewhere):
        browser.post("/account/organisation/", data={"organisation": host.id})
        for page in ("/supervision/", "/today/", "/groups/", "/insight/"):
            seen.append(browser.get(page).text)
        seen.append(browser.get(f"/supervision/people/{cast.author.id}/").text)

    assert list(db.session.scalars(policy.readable(fresh(sue)))) == [there]
    assert statuses(browser, pages_of(here)) == {404}
    assert browser.get(f"/groups/{group.id}/").status_code == 404
    assert any("Written elsewhere" in page for page in seen)
    assert not any("Written here" in page or "Group here" in page for page in seen)


def test_ones_own_log_is_kept_apart_too(cast, sign_in):
    """An organiser in two organisations finds in each log what belongs there."""
    make.entry(cast.author, cast.host, title="Written here")
    make.entry(cast.author, cast.elsewhere, title="Written elsewhere")
    browser = sign_in(cast.author)

    browser.post("/account/organisation/", data={"organisation": cast.host.id})
    here = browser.get("/practice/").text
    browser.post("/account/organisation/", data={"organisation": cast.elsewhere.id})
    there = browser.get("/practice/").text

    assert ("Written here" in here, "Written elsewhere" in here) == (True, False)
    assert ("Written here" in there, "Written elsewhere" in there) == (False, True)


@pytest.mark.parametrize(
    "whose", ["another organisation’s", "a colleague’s", "nobody’s"]
)
def test_an_entry_cannot_be_about_a_group_that_is_not_ones_own(cast, sign_in, whose):
    """The group's id in a form sent by hand is not kept when it is submitted."""
    group_id = uuid.uuid4()
    if whose == "another organisation’s":
        group_id = make.group(cast.elsewhere, cast.author).id
    elif whose == "a colleague’s":
        group_id = make.group(cast.host, cast["colleague"]).id
    entry = make.entry(cast.author, cast.host, state=State.DRAFT)
    browser = sign_in(cast.author)
    fields = make.typed() | {"group": str(group_id), "task": "", "ask": ""}

    browser.post(f"/practice/{entry.id}/edit/", data=fields | {"do": "check"})
    sent = browser.post(f"/practice/{entry.id}/submit/")

    assert sent.status_code in {302, 422}
    kept = db.session.scalars(select(Entry).execution_options(populate_existing=True))
    assert kept.one().group_id is None


def test_the_queries_follow_the_rules_for_everyone(cast):
    """For each person and each row: listed by the query if the rule says yes."""
    people = [fresh(cast[reader]) for reader in READERS]
    hosts = (cast.host, cast.elsewhere)
    entries = [make.entry(cast.author, h, state=s) for h in hosts for s in State]
    groups = [make.group(host, cast.author) for host in hosts]
    with writing():
        practice.withdraw(entries[1])

    for person in map(fresh, people):
        listed = set(db.session.scalars(policy.readable(person)))
        assert listed == {e for e in entries if policy.can_read(person, e)}
        found = set(db.session.scalars(policy.readable_groups(person)))
        assert found == {g for g in groups if policy.can_read_group(person, g)}
