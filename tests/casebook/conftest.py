"""The casebook as a reader meets it, and a way to publish another edition of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.casebook import actions
from app.casebook.actions import Synced
from app.content.library import Library
from app.content.types import Case
from app.db import writing

RESULT = re.compile(r'<h3><a href="/casebook/([^/"]+)/">')


@pytest.fixture
def shelf(app: Flask) -> Library:
    """The cases as their files have them."""
    found: Library = app.extensions["library"]
    return found


@pytest.fixture
def by_words(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases are looked for by their words alone, which is quick."""
    monkeypatch.setitem(app.config, "SEARCH_MODEL", False)


@pytest.fixture
def find(client: FlaskClient) -> Callable[..., list[str]]:
    """The slugs on one page of results, in order."""

    def slugs(query: str = "", **chosen: Any) -> list[str]:
        page = client.get("/casebook/", query_string={"q": query} | chosen)
        assert page.status_code == 200
        return RESULT.findall(page.text)

    return slugs


@pytest.fixture
def find_all(find: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """The slugs on every page of results, in order."""

    def slugs(query: str = "", **chosen: Any) -> list[str]:
        held: list[str] = []
        for page in range(1, 20):
            more = find(query, page=page, **chosen)
            if not more or held[-len(more) :] == more:  # the last page, again
                break
            held += more
        return held

    return slugs


@pytest.fixture
def publish(app: Flask, shelf: Library) -> Iterator[Callable[..., Synced]]:
    """Serve these cases instead, as a new version of the files would.

    Afterwards the shipped ones are back.
    """

    def serve(cases: list[Case]) -> Synced:
        app.extensions["library"] = replace(shelf, cases=tuple(cases))
        with writing():
            return actions.sync(app.extensions["library"])

    yield serve
    serve(list(shelf.cases))
    app.extensions["library"] = shelf
