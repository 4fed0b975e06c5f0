"""Following the casebook: feeds that a feed reader reads, and that say little twice."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from app import clock
from app.content.types import Change
from tests import make
from tests.casebook.titles import AWKWARD, renamed

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

ATOM = "{http://www.w3.org/2005/Atom}"
FOLLOW = re.compile(r'<a href="(/casebook/feed\.atom[^"]*)">')


@pytest.fixture
def follow(client):
    """A feed as a reader has it, by its address or by what is asked."""

    def read(path="/casebook/feed.atom", **asked):
        answer = client.get(path, query_string=asked or None)
        assert answer.status_code == 200
        assert answer.mimetype == "application/atom+xml"
        feed = feedparser.parse(answer.data, sanitize_html=False)
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        return feed

    return read


def slugs(feed):
    """The cases of a feed, in its order."""
    return [entry.link.rstrip("/").rpartition("/")[2] for entry in feed.entries]


def changed(case, on, what):
    """A case with one more change that readers are told of."""
    return replace(case, changes=(*case.changes, Change(on=on, what=what)))


def test_every_case_is_in_the_feed(follow, shelf):
    """With its title, what it is, when and how it last changed."""
    feed = follow()

    assert sorted(slugs(feed)) == [case.slug for case in shelf.cases]
    assert feed.feed.title == "Alongside Casebook"
    assert feed.feed.link == "http://localhost/casebook/"
    by_slug = dict(zip(slugs(feed), feed.entries, strict=True))
    for case in shelf.cases:
        entry = by_slug[case.slug]
        assert entry.title == case.title
        assert entry.updated == f"{case.changes[-1].on}T00:00:00Z"
        assert entry.id == f"http://localhost/casebook/{case.slug}/"
        assert case.changes[-1].what in entry.content[0].value


def test_it_keeps_to_the_rules_of_atom(client):
    """RFC 4287, 4.1: what a feed and an entry must have, and how often."""
    root = ElementTree.fromstring(client.get("/casebook/feed.atom?q=rent").data)  # noqa: S314

    for parent in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1
        moment = parent.findtext(f"{ATOM}updated")
        assert datetime.fromisoformat(moment).tzinfo is not None
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Alongside Casebook"
    ids = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    rels = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert rels == {
        "self": "http://localhost/casebook/feed.atom?q=rent",
        "alternate": "http://localhost/casebook/?q=rent",
    }


def test_the_newest_change_comes_first(follow, publish, shelf):
    """Two cases changed since: they lead, the later one first."""
    held = list(shelf.cases)
    held[7] = changed(held[7], date(2026, 12, 1), "The court’s figures & dates")
    held[3] = changed(held[3], date(2026, 12, 5), "A source was added")
    publish(held)

    feed = follow()

    assert slugs(feed)[:2] == [held[3].slug, held[7].slug]
    assert feed.feed.updated == "2026-12-05T00:00:00Z"
    first, second = feed.entries[:2]
    assert "changed on 5 December 2026: A source was added" in first.content[0].value
    assert "The court’s figures &amp; dates" in second.content[0].value
    assert first.published == "2026-11-23T00:00:00Z"


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "rent strike"},
        {"outcome": "failed"},
        {"q": "the grant is ending", "outcome": ["failed", "mixed"]},
        {"country": ["Wales", "Ireland"], "sort": "oldest", "page": "2"},
    ],
)
def test_a_search_is_followed(client, follow, find_all, asked):
    """The feed holds the cases that the page finds; the page leads to it."""
    page = client.get("/casebook/", query_string=asked)
    (link,) = set(FOLLOW.findall(page.text)) - {"/casebook/feed.atom"}

    feed = follow(link.replace("&amp;", "&"))

    narrowed = {k: v for k, v in asked.items() if k not in {"q", "sort", "page"}}
    assert sorted(slugs(feed)) == sorted(find_all(asked.get("q", ""), **narrowed))
    assert "Follow this search" in page.text
    assert feed.feed.title.startswith("Alongside Casebook: ")


def test_a_search_that_finds_nothing(follow):
    """A feed all the same: perhaps one day it finds something."""
    feed = follow(outcome="nonsense")

    assert feed.entries == []
    assert feed.feed.title == "Alongside Casebook: nonsense"
    assert feed.feed.updated == "2026-11-23T00:00:00Z"


@pytest.mark.parametrize("question", [*AWKWARD, "a\x00b\x0b", "x" * 100_000, "\ud83e"])
def test_any_question_makes_a_feed(follow, question):
    """Whatever was asked, XML can say it."""
    title = follow(q=question.encode("utf-8", "surrogatepass")).feed.title

    if question in AWKWARD:
        assert title == f"Alongside Casebook: {question}"
    assert len(title) < 150


@pytest.mark.parametrize("title", AWKWARD)
def test_a_title_survives(follow, publish, shelf, title):
    """As it is written."""
    publish([*shelf.cases, renamed(shelf, title)])

    feed = follow()

    assert title in [entry.title for entry in feed.entries]


def test_a_renamed_case_is_no_new_one(follow, publish, shelf):
    """Its id is its first address for good, and its link the present one."""
    first, *rest = shelf.cases
    publish([replace(first, slug="renamed", was=(first.slug,)), *rest])

    feed = follow()

    (entry,) = [e for e in feed.entries if e.link.endswith("/renamed/")]
    assert entry.id == f"http://localhost/casebook/{first.slug}/"


FILES = ["/casebook/feed.atom", "/casebook/feed.atom?q=rent", "/casebook/cases.json",
         "/casebook/schema.json", "/sitemap.xml"]  # fmt: skip


@pytest.mark.parametrize("path", FILES)
def test_nothing_is_sent_twice(client, sign_in, path):
    """To a reader that holds it by its name or by its date, signed in or not."""
    answer = client.get(path)
    name, when = answer.headers["ETag"], answer.headers["Last-Modified"]
    person = sign_in(make.person())

    for browser in (client, person):
        again = browser.get(path)
        assert (again.status_code, again.data) == (200, answer.data)
        assert again.headers["Content-Type"] == answer.headers["Content-Type"]
        disposition = again.headers.get("Content-Disposition")
        assert disposition == answer.headers.get("Content-Disposition")
        for header, value in (("If-None-Match", name), ("If-Modified-Since", when)):
            kept = browser.get(path, headers={header: value})
            assert (kept.status_code, kept.data) == (304, b"")
            assert kept.headers["ETag"] == name
        both = {"If-None-Match": 'W/"other"', "If-Modified-Since": when}
        assert browser.get(path, headers=both).status_code == 200


@pytest.mark.parametrize("path", FILES)
def test_a_new_day_changes_nothing(client, path):
    """Whoever asks each day is told that nothing is new."""
    name = client.get(path).headers["ETag"]
    clock.advance(timedelta(days=1))

    assert client.get(path, headers={"If-None-Match": name}).status_code == 304


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("how", ["changed", "taken away"])
def test_what_changed_is_sent(client, publish, shelf, path, how):
    """By either question, once a case has changed or is gone."""
    answer = client.get(path)
    name, when = answer.headers["ETag"], answer.headers["Last-Modified"]
    clock.stop(answer.last_modified + timedelta(minutes=1))
    first, *rest = shelf.cases

    more = [changed(first, date(2026, 12, 1), "More")] if how == "changed" else []
    publish([*more, *rest])

    for header, value in (("If-None-Match", name), ("If-Modified-Since", when)):
        assert client.get(path, headers={header: value}).status_code == 200


@pytest.mark.parametrize("since", ["nonsense", "Mon, 01 Jan 2001 00:00:00 GMT", "\x7f"])
def test_a_date_that_is_none_or_old(client, since):
    """The feed is sent."""
    headers = {"If-Modified-Since": since}

    assert client.get("/casebook/feed.atom", headers=headers).status_code == 200


def test_last_modified_is_when_a_case_last_changed(client, publish, shelf):
    """Not when the site was started, nor now."""
    before = client.get("/casebook/feed.atom").last_modified
    clock.stop(before + timedelta(days=1))
    publish([changed(shelf.cases[0], date(2026, 11, 24), "More"), *shelf.cases[1:]])
    clock.advance(timedelta(days=9))

    after = client.get("/casebook/feed.atom").last_modified

    assert after == before + timedelta(days=1)
