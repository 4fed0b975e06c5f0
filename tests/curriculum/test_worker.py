"""What the worker is told to keep, and how it is served."""

import json
import re

from tests.curriculum import lessons

ONE_ENGINE = True  # made of files: no database is asked


def about(client):
    """What the server tells the worker."""
    answer = client.get("/worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    return json.loads(re.match("const ABOUT = (.*);\n", answer.text)[1])


def test_it_may_keep_what_everybody_can_read(client, app):
    """Lessons, modules, their list and the glossary: each opens, and is nobody's."""
    shelf = app.extensions["library"]
    pages = about(client)["pages"]

    assert len(pages) == 2 + len(shelf.modules) + len(shelf.lessons)
    assert {lessons.MODULE, lessons.LESSON, "/learn/", "/learn/glossary/"} <= set(pages)
    for page in pages:
        assert client.get(page).status_code == 200
        assert "Set-Cookie" not in client.get(page).headers


def test_the_files_are_there(client):
    """By the addresses that pages name them by."""
    told = about(client)
    page = client.get(lessons.LESSON).text
    for file in told["files"]:
        assert client.get(file, buffered=True).status_code == 200, file
    named = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert named <= set(told["files"])


def test_a_new_version_has_a_new_worker(client, app):
    """A browser compares it byte by byte."""
    first = client.get("/worker.js")
    held = app.extensions["version"]
    app.extensions["version"] = "another"
    try:
        second = client.get(
            "/worker.js", headers={"If-None-Match": first.headers["ETag"]}
        )
    finally:
        app.extensions["version"] = held

    assert second.status_code == 200
    assert second.data != first.data


def test_it_is_the_same_for_whoever_asks(client, pair):
    """It names nobody."""
    assert pair.log.get("/worker.js").data == client.get("/worker.js").data


def test_privacy_says_what_is_kept(client):
    """In words, with the way to remove it."""
    page = client.get("/privacy/").text

    assert "Your own device keeps a copy of each lesson" in page
    assert 'href="/learn/offline/"' in page
