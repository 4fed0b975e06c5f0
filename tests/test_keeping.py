"""Public pages are drawn once and sent once; nobody is shown another's page."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.casebook.models import Case
from app.db import db, writing
from tests import make

PATHS = ["/", "/foundations/", "/learn/", "/learn/glossary/", "/casebook/st-mungos/"]


def again(client, path, etag):
    """The page, asked for by a browser that holds it under this name."""
    return client.get(path, headers={"If-None-Match": etag})


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_that_holds_a_page_is_told_so(client, path):
    """Nothing is sent twice; a browser that holds something else gets the page."""
    first = client.get(path)

    kept = again(client, path, first.headers["ETag"])
    other = again(client, path, 'W/"something else"')

    assert (kept.status_code, kept.data) == (304, b"")
    assert kept.headers["ETag"] == first.headers["ETag"]
    assert (other.status_code, other.data) == (200, first.data)
    assert first.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", PATHS[1:])
def test_nobody_is_shown_anothers_page(client, sign_in, path):
    """Whoever comes first, a stranger or somebody signed in."""
    person = make.person("Ann Author")
    signed_in = sign_in(person)

    before = signed_in.get(path)
    strangers = client.get(path)
    after = again(signed_in, path, strangers.headers["ETag"])

    assert "Ann Author" in before.text
    assert "Ann Author" not in strangers.text
    assert "Sign in" in strangers.text
    assert after.status_code == 200
    assert "Ann Author" in after.text
    assert "ETag" not in before.headers
    assert "ETag" not in after.headers


def test_a_message_is_shown_once_and_to_its_reader(client):
    """A page that carries one is neither kept nor named."""
    with client.session_transaction() as session:
        session["_flashes"] = [("message", "You are signed out.")]

    told = client.get("/foundations/")
    later = client.get("/foundations/")

    assert "You are signed out." in told.text
    assert "ETag" not in told.headers
    assert "You are signed out." not in later.text


@pytest.mark.parametrize(("path", "changes"), [("/", True), ("/foundations/", False)])
def test_a_changed_case_is_seen_at_once(client, path, changes):
    """By the pages that ask the database about cases."""
    etag = client.get(path).headers["ETag"]
    which = update(Case).where(Case.slug == "st-mungos")
    with writing():
        held = db.session.scalar(select(Case.change).where(Case.slug == "st-mungos"))
        db.session.execute(which.values(change=10_000))

    answer = again(client, path, etag)

    with writing():
        db.session.execute(which.values(change=held))
    assert answer.status_code == (200 if changes else 304)


def test_a_page_is_drawn_anew_each_day(client):
    """It may say a date without its year."""
    etag = client.get("/foundations/").headers["ETag"]
    clock.advance(timedelta(days=1))

    assert again(client, "/foundations/", etag).status_code == 200


def test_a_page_that_is_not_there_has_no_name(client):
    """What is refused is not kept."""
    answers = [client.get("/learn/nowhere/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("ETag" in answer.headers for answer in answers)
