"""Another like the last one: its facts, and never its words."""

import pytest
from sqlalchemy import func, select

from app.db import db
from app.practice.models import Entry, State
from tests import make
from tests.page import Page
from tests.pair import entry_at


def test_facts_come_over_and_words_do_not(pair):
    """Place, group, kind, minutes, who started it, control and stream; no more."""
    group = pair.group()
    old = pair.entry(
        group=group, place="The landing", intention="To hear", why_happened="Keys",
        action__what__0="Write it up", ask="new", ask_of="The council", ask_what="Why",
    )  # fmt: skip

    answer = pair.log.post(f"/practice/{old.id}/copy/")

    made = entry_at(answer.location)
    page = Page(pair.log.get(answer.location))
    assert made.id != old.id
    assert made.state is State.DRAFT
    same = ("place", "kind", "minutes", "started_by")
    first = make.typed(place="The landing")
    assert {n: page.sent[n] for n in same} == {n: first[n] for n in same}
    assert page.sent["group"] == str(group.id)
    assert page.sent["carried"] == "control stream"
    gone = ["title", "what", "so_what", "now_what", "intention", "why_happened"]
    gone += ["happened_on", "ask", "action-what-0", "evidence-community-voice"]
    assert not [name for name in gone if page.sent[name]]
    assert page.sent["rate-community-voice"] == "not-in-play"


def test_carried_answers_count_only_once_confirmed(pair):
    """They are shown as carried over; sent as they are, they are missing."""
    answer = pair.log.post(f"/practice/{pair.entry().id}/copy/")
    typed = Page(pair.log.get(answer.location)).sent
    words = make.typed()
    typed |= {
        n: words[n] for n in ("title", "happened_on", "what", "so_what", "now_what")
    }
    typed |= {"do": "check"}

    page = Page(pair.log.post(answer.location, data=typed))
    assert page.status == 422
    assert {"still_control", "still_stream"} <= {name for name, _ in page.summary}

    typed = page.sent | {"do": "check", "still_control": "y", "still_stream": "y"}
    done = pair.log.post(answer.location, data=typed)
    assert done.location.endswith("/check/")


def test_the_last_for_a_group_is_one_press_on_its_page(pair):
    """The latest by its day, from the group's own page; none before the first."""
    group = pair.group()
    url = f"/practice/like-last/{group.id}/"
    assert pair.log.post(url).status_code == 404
    assert url not in Page(pair.log.get(f"/groups/{group.id}/")).html
    pair.entry(group=group, place="Old", happened_on=make.date(2026, 10, 1))
    pair.entry(group=group, place="New", happened_on=make.date(2026, 11, 1))

    assert url in Page(pair.log.get(f"/groups/{group.id}/")).html
    answer = pair.log.post(url)

    assert Page(pair.log.get(answer.location)).sent["place"] == "New"


@pytest.mark.parametrize("reader", ["desk", "draft"])
def test_nobody_copies_what_is_not_theirs_or_not_sent(pair, reader):
    """404, and nothing is made."""
    entry = pair.entry(state=State.DRAFT if reader == "draft" else State.SUBMITTED)
    browser = pair.desk if reader == "desk" else pair.log

    assert browser.post(f"/practice/{entry.id}/copy/").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 1
