"""Merging a group that is held twice: nothing that hangs on it is lost."""

import pytest
from sqlalchemy import func, select

from app.casebook import telling
from app.clock import today
from app.db import db
from app.groups import merged
from app.groups.alike import are_alike
from app.groups.models import (
    Ask,
    Group,
    GroupEvent,
    GroupOrganiser,
    GroupRedirect,
    IncomeBand,
)
from app.groups.reply_models import GroupReply, ReplyLink
from app.practice.models import State
from tests import make, make_groups
from tests.page import Page


@pytest.fixture
def two(pair):
    """The same group twice, in one neighbourhood; the author is named on both."""
    place = make.place(pair.host, "North End")
    kept = pair.group(name="Tenants of Block C", place=place, members=40)
    gone = pair.group(
        name="Block C Tenants", place=place, members=30, volunteers=6, purpose="Lifts"
    )
    db.session.expunge_all()  # one of them will be gone from the database
    return kept, gone


def merge(browser, kept, gone, **fields):
    """The answer to the form, with these choices."""
    page = Page(browser.get(f"/groups/{kept.id}/merge/?group={gone.id}"))
    data = {name: "this" for name in merged.FACTS if name in page.html} | {"sure": "y"}
    address = f"/groups/{kept.id}/merge/?group={gone.id}"
    return browser.post(address, data=data | fields, follow_redirects=True)


def test_both_are_shown_before_anything_moves(pair, two):
    """Side by side, with what will move, and that it cannot be undone."""
    kept, gone = two
    asked = {"ask": "new", "ask_of": "The council", "ask_what": "A lift that works"}
    pair.entry(group=gone, **asked)
    make_groups.group_reply(gone, pair.author)

    page = Page(pair.log.get(f"/groups/{kept.id}/merge/?group={gone.id}"))

    for words in ("Members 40 30", "Entries 0 1", "Asks 0 1", "Volunteers Not known 6",
                  "Replies from the group 0 1", "This cannot be undone."):  # fmt: skip
        assert words in page.text
    assert (page.sent["members"], page.sent["volunteers"]) == ("this", "other")
    assert db.session.get(Group, gone.id)


def test_merging(pair, two):
    """All rows move, facts are as chosen, the old address leads on, history tells."""
    kept, gone = two
    bea = make.organiser(pair.host, "Bea Beginner")
    db.session.add(GroupOrganiser(group_id=gone.id, person_id=bea.id))
    db.session.commit()
    asked = {"ask": "new", "ask_of": "The council", "ask_what": "A lift that works"}
    entry = pair.entry(group=gone, **asked)
    make_groups.group_reply(gone, pair.author, entry)

    text = Page(merge(pair.log, kept, gone, volunteers="other", purpose="other")).text

    for words in ("“Block C Tenants” is merged into this group.", "Lifts", "Members 40",
                  "Volunteers 6", "A lift that works", "Ask us first",
                  "Organisers named on it Ann Author and Bea Beginner",
                  "from which came one entry, one ask, one reply, one link",
                  "Members: 30", "Ann Author, 23 November 2026"):  # fmt: skip
        assert words in text
    db.session.refresh(entry)
    assert entry.group_id == kept.id
    for model in (Ask, GroupReply, ReplyLink):
        assert set(db.session.scalars(select(model.group_id))) == {kept.id}
    assert db.session.get(Group, gone.id) is None
    for part in ("", "edit/"):
        answer = pair.log.get(f"/groups/{gone.id}/{part}")
        assert answer.location == f"/groups/{kept.id}/{part}"
    assert pair.desk.get(f"/groups/{gone.id}/").status_code == 302


def test_the_name_of_the_one_that_goes_can_be_kept(pair, two):
    """The other is then the one that is remembered, and is left out of a case."""
    kept, gone = two
    entry = pair.entry(group=kept, what="Tenants of Block C met Block C Tenants.")

    text = Page(merge(pair.log, kept, gone, name="other")).text

    assert "Not kept: Name: Tenants of Block C;" in text
    assert db.session.get(Group, kept.id).name == "Block C Tenants"
    assert telling.typed_from(entry)["did"] == ["The group met the group."]


def test_what_was_written_stays_and_leads_on(pair, two):
    """Kept versions and drafts still name the old one, and are read as the kept one."""
    kept, gone = two
    sent, draft = pair.entry(group=gone), pair.entry(group=gone, state=State.DRAFT)

    merge(pair.log, kept, gone)

    for address in (f"/practice/{sent.id}/", f"/practice/{sent.id}/versions/1/"):
        links = Page(pair.log.get(address)).links
        assert links["Tenants of Block C"] == f"/groups/{kept.id}/"
    db.session.refresh(draft)
    assert draft.pending["group"] == [str(gone.id)]
    page = Page(pair.log.get(f"/practice/{draft.id}/edit/"))
    assert page.sent["group"] == str(kept.id)
    pair.log.post(f"/practice/{draft.id}/submit/")
    db.session.refresh(draft)
    assert (draft.state, draft.group_id) == (State.SUBMITTED, kept.id)
    page = Page(pair.log.get(f"/practice/new/?group={gone.id}"))
    assert page.sent["group"] == str(kept.id)


def test_merged_again(pair, two):
    """The oldest address leads to the last group that was kept."""
    kept, gone = two
    last = pair.group(name="All tenants")
    merge(pair.log, kept, gone)
    merge(pair.log, last, kept)

    for old in (gone, kept):
        answer = pair.log.get(f"/groups/{old.id}/")
        assert answer.location == f"/groups/{last.id}/"


def test_twice_is_once(pair, two):
    """A second press finds it done."""
    kept, gone = two
    merge(pair.log, kept, gone)
    address = f"/groups/{kept.id}/merge/?group={gone.id}"

    answer = pair.log.post(address, data={"sure": "y"})

    assert answer.location == f"/groups/{kept.id}/"
    assert db.session.scalar(select(func.count()).select_from(GroupEvent)) == 1


def test_one_must_be_sure(pair, two):
    """Without the tick nothing moves, and the choices are kept."""
    kept, gone = two

    page = Page(merge(pair.log, kept, gone, sure="", members="other"))

    assert page.at_field == {"sure": "Tick this when you have looked at both"}
    assert page.sent["members"] == "other"
    assert db.session.get(Group, gone.id)


def test_who_may_merge(pair, two, sign_in):
    """Whoever is named on both, or the coordinator; to others it is not there."""
    kept, gone = two
    other = make.group(pair.host, make.organiser(pair.host), name="Elsewhere")
    far = make.group(make.organisation(), name="Far")
    boss = sign_in(make.coordinator(pair.host))
    for theirs in (other, far):
        address = f"/groups/{kept.id}/merge/?group={theirs.id}"
        assert theirs.name not in pair.log.get(address).text
        assert pair.log.post(address, data={"sure": "y"}).status_code == 404
    assert pair.desk.get(f"/groups/{kept.id}/merge/").status_code == 404
    assert boss.post(f"/groups/{kept.id}/merge/?group={far.id}").status_code == 404
    assert "is merged into this group" in merge(boss, kept, gone).text
    assert db.session.get(Group, other.id)
    assert db.session.get(Group, far.id)
    assert db.session.scalar(select(GroupRedirect.group_id)) == kept.id


def test_a_form_sent_to_the_old_address_is_taken_for_the_kept_group(pair, two):
    """A page that was open all the while: nothing typed in it is lost."""
    kept, gone = two
    pair.entry(group=gone)
    merge(pair.log, kept, gone)
    old = f"/groups/{gone.id}"
    here = {"kind": "small-grant", "mark": "asked", "words": "For a kettle"}

    for path, data in (("met/", {"met_words": "They cooked"}), ("support/", here),
                       ("still-so/", {}), ("before/", {"was_there": "y"})):  # fmt: skip
        assert pair.log.post(f"{old}/{path}", data=data).status_code == 302, path
    again = pair.log.post(f"/practice/like-last/{gone.id}/")

    text = Page(pair.log.get(f"/groups/{kept.id}/")).text
    assert again.status_code == 302
    assert "They cooked" in text
    assert "For a kettle" in text


def test_money_and_charge_are_chosen_too(pair, two):
    """Every fact is offered; what is kept stands in the history, and is asked about."""
    kept, gone = two
    row = db.session.get(Group, gone.id)
    row.income_band, row.has_charge, row.charge_note = IncomeBand.NONE, True, "Lunch"
    db.session.commit()

    text = Page(merge(pair.log, kept, gone, income="other", charge="other")).text

    assert "Charges for Lunch" in text
    assert "Charges for: from “None” to “Lunch”" in text
    assert db.session.get(Group, kept.id).check_due_on == today()


def test_likely_pairs_are_pointed_out(pair, two):
    """On the list, and on the page of one just registered; nothing is held up."""
    kept, _ = two
    assert "are they the same?" in Page(pair.log.get("/groups/")).text
    data = {"name": "Tenants, Block C", "place_id": str(kept.place_id),
            "kind": "community-group", "controlled_by": "members",
            "income_band": "not-known"}  # fmt: skip

    text = Page(pair.log.post("/groups/new/", data=data, follow_redirects=True)).text

    assert "Tenants, Block C is registered." in text
    assert "There is already Tenants of Block C in North End: is it the same?" in text


def test_a_colleagues_group_is_not_named(pair):
    """One is told to ask the coordinator, and no more."""
    place = make.place(pair.host, "North End")
    make.group(pair.host, make.organiser(pair.host), name="Lift users", place=place)
    mine = pair.group(name="Lift user", place=place)

    text = Page(pair.log.get(f"/groups/{mine.id}/")).text

    assert "A colleague has registered a group with a name like this" in text
    assert "Lift users" not in text


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Tenants of Block C", "Block C tenants", True),
        ("Calder Food Co-op", "Calder Food Coop", True),
        ("Friends of Mill Park", "The Friends of Mill Park group", True),
        ("Tenants of Block C", "Tenants of Block D", False),
        ("Estate 3 tenants", "Estate 4 tenants", False),
        ("Tenants", "Tenants of Block C", False),
        ("Choir", "Allotments", False),
        ("שלום", "🦊", False),
    ],
)
def test_names_alike(one, other, alike):
    """A slip of the pen, another order, all of one within the other; never Block D."""
    assert are_alike(one, other) is alike


def test_no_table_refuses_to_move():
    """A group's id stands in no key but of who is named and what was there before."""
    in_keys = {
        column.table.name
        for column in merged.pointing()
        for key in column.table.constraints
        if type(key).__name__ in {"UniqueConstraint", "PrimaryKeyConstraint"}
        and column.name in key.columns
    }
    assert in_keys == {"group_organiser", "group_before"}
