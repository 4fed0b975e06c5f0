"""A group's right of reply: the link, what it shows, what is said, the answer."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db import db
from app.groups.reply_models import GroupReply, ReplyLink, ReplyOpening
from app.practice.models import State
from tests import make
from tests.page import Page

SECRET = re.compile(r"/reply/([\w-]{43})/")
VOICE = "community-voice"


def link_to(browser, group, days="30"):
    """The path of a new link, as its page shows it once."""
    page = browser.post(f"/groups/{group.id}/reply/", data={"days": days}).text
    return SECRET.search(page)[0]


@pytest.fixture
def group(pair):
    """A group on which the author is named, with facts."""
    return pair.group(name="Tenants", members=40, purpose="To mend the lifts.")


def count(model):
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model))


def reply(browser, path, **fields):
    """The answer to a reply with these fields."""
    data = {"role": "Chair"} | fields
    return browser.post(path, data=data, follow_redirects=True)


def test_secret_is_shown_once_and_not_kept(pair, group, client):
    """The page shows the link when it is made, never after; only a digest is stored."""
    path = link_to(pair.log, group)
    again = pair.log.get(f"/groups/{group.id}/reply/")

    assert path not in again.text
    assert "Not opened yet." in again.text
    assert path.split("/")[2] not in str(db.session.execute(select(ReplyLink)).all())
    for answer in (client.get(path), again):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_what_the_group_sees(pair, group, client):
    """Facts, asks and ratings in words; no reflection, evidence, name or draft."""
    asked = {"ask": "new", "ask_of": "The council", "ask_what": "A lift for Mr Jones"}
    entry = pair.entry(group=group, **asked)
    pair.entry(group=group, state=State.DRAFT, title="Kept back", kind="event")

    text = Page(client.get(link_to(pair.log, group))).text

    for words in ("Members 40", "To mend the lifts.", "Asked of The council",
                  "A lift for [left out]", "Meeting, 23 November 2026",
                  "Community voice Emerging (2 of 4): "):  # fmt: skip
        assert words in text
    for words in (entry.title, "Eleven of us", "I answered", "Four households",
                  "writes up", "Jones", "Ann Author", "Event"):  # fmt: skip
        assert words not in text


def test_the_supervisors_rating_is_shown_when_it_came_back(pair, group, client):
    """As the author may then read it; not before."""
    entry, path = pair.entry(group=group), link_to(pair.log, group)
    pair.score_all(entry, "1")
    assert "The supervisor’s" not in client.get(path).text

    pair.desk.post(f"/supervision/{entry.id}/decision/",
                   data={"do": "return", "note": "Who chaired?"})  # fmt: skip

    assert "The supervisor’s: Not visible (1 of 4)" in client.get(path).text


@pytest.mark.parametrize("how", ["expired", "revoked", "unknown"])
def test_dead_links(pair, group, client, how):
    """All alike answer 404 in words; words sent to an ended one are there to copy."""
    path = link_to(pair.log, group, "7")
    if how == "expired":
        clock.advance(timedelta(days=7))
    elif how == "revoked":
        link = db.session.scalars(select(ReplyLink)).one()
        pair.log.post(f"/groups/{group.id}/reply/{link.id}/revoke/")
    else:
        path = "/reply/no-such-link/"

    assert client.get(path).status_code == 404
    page = Page(reply(client, path, words="The lifts still fail"))

    assert "This link no longer works" in page.text
    assert ("The lifts still fail" in page.text) is (how != "unknown")
    assert count(GroupReply) == count(ReplyOpening) == 0


@pytest.mark.parametrize("days", ["7", "30", "90"])
def test_links_work_as_long_as_was_chosen(pair, group, client, days):
    """To the last minute."""
    path = link_to(pair.log, group, days)
    clock.advance(timedelta(days=int(days), minutes=-1))
    assert client.get(path).status_code == 200


def test_openings_are_counted_by_day(pair, group, client):
    """Those of strangers, not those of whoever may read the group anyway."""
    path = link_to(pair.log, group)
    client.get(path)
    client.get(path)
    clock.advance(timedelta(days=1))
    client.get(path)
    pair.log.get(path)

    text = Page(pair.log.get(f"/groups/{group.id}/reply/")).text

    assert "Opened three times: 23 November (two times), 24 November." in text


def test_a_reply_stays_with_the_group_and_the_entry(pair, group, client):
    """Author, supervisor and the group's page show it; the organiser answers once."""
    entry, path = pair.entry(group=group), link_to(pair.log, group)
    pair.score_all(entry)
    wrong = {"fact-members": "We are 52", f"rating-{entry.id}-{VOICE}": "We led it"}

    page = Page(reply(client, path, words="Come and ask us", **wrong))
    assert "Thank you. Your words are kept" in page.text

    assert "A group has replied" in Page(pair.log.get("/today/")).text
    for browser, address in (
        (pair.log, f"/practice/{entry.id}/"),
        (pair.desk, f"/supervision/{entry.id}/"),
    ):
        text = Page(browser.get(address)).text
        assert "Disputed by the group Community voice Chair, 23 November" in text
        assert "We led it" in text
    shown = Page(pair.log.get(f"/groups/{group.id}/"))
    for words in ("We are 52", "It said: 40", "We led it", "Come and ask us"):
        assert words in shown.text
    answer = next(url for words, url in shown.links.items() if "Answer this" in words)
    data = {"answer": "You are right. I have put it right.", "facts_changed": "y"}
    text = Page(pair.log.post(answer, data=data, follow_redirects=True)).text
    assert "Facts changed since You are right." in text
    again = pair.log.post(answer, data=data | {"answer": "Second thoughts"})
    assert again.status_code == 409
    assert "Second thoughts" in again.text
    assert "You are right." in Page(client.get(path)).text
    assert "A group has replied" not in Page(pair.log.get("/today/")).text


def test_a_supervisor_scores_before_reading_a_dispute(pair, group, client):
    """Till then neither desk nor group page tells the words; the author reads them."""
    entry, path = pair.entry(group=group), link_to(pair.log, group)
    reply(client, path, **{f"rating-{entry.id}-{VOICE}": "Not a 2, we led it"})
    desk, page = f"/supervision/{entry.id}/", f"/groups/{group.id}/"

    for address in (desk, page):
        text = pair.desk.get(address).text
        assert "Disputed by the group" in text
        assert "we led it" not in text
    assert "we led it" in pair.log.get(f"/practice/{entry.id}/").text

    pair.desk.post(f"{desk}scores/{VOICE}/", data={"level": "1"})

    for address in (desk, page):
        assert "we led it" in pair.desk.get(address).text


def test_faults_lose_nothing(pair, group, client):
    """No role, nothing said, too much said: a message at the field, all text kept."""
    path = link_to(pair.log, group)

    page = Page(reply(client, path, role="", **{"fact-members": "We are 52"}))
    assert page.at_field["role"].startswith("Say who you are in the group")
    assert "We are 52" in page.text
    page = Page(reply(client, path))
    assert page.at_field["words"] == "Say what is wrong, or what you want to add"
    page = Page(reply(client, path, **{"fact-name": "x" * 2001}))
    assert page.at_field["fact-name"] == "Use at most 2,000 characters here"
    assert count(GroupReply) == 0


def test_words_on_what_is_no_longer_held(pair, group, client):
    """They come back in the general box, to be sent again."""
    entry, path = pair.entry(group=group), link_to(pair.log, group)
    pair.log.post(f"/practice/{entry.id}/withdraw/")

    answer = reply(client, path, **{f"rating-{entry.id}-{VOICE}": "We led it"})

    assert answer.status_code == 422
    assert "We led it" in html.unescape(answer.text)
    assert "no longer held" in Page(answer).at_field["words"]


def test_sent_twice_is_kept_once_and_networks_wait(pair, group, client):
    """A second press keeps no second reply; the eleventh in an hour gets a message."""
    path = link_to(pair.log, group)
    key = Page(client.get(path)).sent["key"]
    for _ in range(2):
        reply(client, path, key=key, words="Once")
    assert count(GroupReply) == 1

    for _ in range(9):
        reply(client, path, words="Again")
    page = Page(reply(client, path, words="The eleventh"))

    assert "Many replies came from your network" in page.at_field["words"]
    assert "The eleventh" in page.text
    assert count(GroupReply) == 10


def test_over_https(pair, group, client):
    """The form goes through from its own page alone, and with its token alone."""
    path = link_to(pair.log, group)
    data = {"role": "Chair", "words": "It goes through"}

    there = {"base_url": "https://localhost", "data": data}
    ours = {"Referer": f"https://localhost{path}"}
    theirs = {"Referer": "https://evil.example/"}

    assert client.post(path, headers=theirs, **there).status_code == 400
    assert client.post(path, headers=ours, **there).status_code == 302
    assert client.post(path, data=data, with_token=False).status_code == 400


def test_only_those_named_make_links_and_answer(pair, group, client, sign_in):
    """Others get 404; those who may read the group see what was said."""
    reply(client, link_to(pair.log, group), words="Come and ask us")
    said = db.session.scalars(select(GroupReply)).one()
    link = db.session.scalars(select(ReplyLink)).one()
    for who in (make.coordinator(pair.host), make.organiser(pair.host)):
        browser = sign_in(who)
        for path in ("reply/", f"replies/{said.id}/"):
            assert browser.get(f"/groups/{group.id}/{path}").status_code == 404
            assert browser.post(f"/groups/{group.id}/{path}").status_code == 404
        revoke = f"/groups/{group.id}/reply/{link.id}/revoke/"
        assert browser.post(revoke).status_code == 404
    assert "Come and ask us" in pair.desk.get(f"/groups/{group.id}/").text
    assert "Answer this" not in pair.desk.get(f"/groups/{group.id}/").text
    other = pair.group()
    assert pair.log.get(f"/groups/{other.id}/replies/{said.id}/").status_code == 404
