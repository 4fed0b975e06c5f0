"""The search index follows the cases, and mends itself."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app, migrating
from app.casebook import actions, index, search
from app.db import db, writing
from tests.conftest import SECRET

ASKED = (
    *("council", "rent strike", "grant volunteers money", "women school", "zzyzx"),
    *("who speaks for the estate when the money ends", '"village halls"', ""),
)


@pytest.fixture
def index_file(app):
    """Where the index of the application under test is, in use."""
    search.search("council", {})
    (found,) = Path(app.config["DATA_DIR"]).glob("search-*.sqlite3")
    return found


def damage(path, start, length):
    """Write noise over a part of a file."""
    noise = random.Random(7).randbytes(length)  # noqa: S311
    with path.open("r+b") as file:
        file.seek(start)
        file.write(noise)


def test_a_changed_case_is_found_by_the_next_request(find, publish, shelf):
    """The new words lead to it, and the old ones no longer do."""
    first, *rest = shelf.cases
    assert find("gnomes") == []
    before = find("asbestos quango")

    publish([replace(first, summary="Gnomes ran the asbestos quango."), *rest])

    assert find("gnomes") == [first.slug]
    assert find("asbestos quango")[0] == first.slug != before[0]


def test_a_new_case_is_found(find, publish, shelf):
    """It appears in the list of every case, too."""
    new = replace(shelf.cases[0], slug="gnomes-of-zurich", title="Gnomes of Zurich")

    publish([*shelf.cases, new])

    assert find("zurich")[0] == "gnomes-of-zurich"


def test_a_removed_case_is_gone(client, find_all, publish, shelf):
    """From the results, the counts and its address."""
    publish([case for case in shelf.cases if case.slug != "kirkby-rent-strike"])

    assert "kirkby-rent-strike" not in find_all("kirkby rent strike")
    assert "kirkby-rent-strike" not in find_all("")
    assert client.get("/casebook/kirkby-rent-strike/").status_code == 404


def test_one_removed_and_one_added_between_two_searches(find_all, publish, shelf):
    """The same number of cases as before, and still the index notices."""
    last = max(shelf.cases, key=lambda case: case.slug)
    stay = [case for case in shelf.cases if case is not last]
    publish([*stay, replace(last, summary="Gnomes.")])
    assert find_all("gnomes") == [last.slug]

    publish(stay)
    publish([*stay, replace(last, slug="goblins", title="Goblins")])

    assert find_all("goblins") == ["goblins"]
    assert find_all("gnomes") == []


def test_a_missing_index_is_made_again(find, index_file):
    """Somebody tidied the data folder."""
    before = find("council")

    for path in index_file.parent.glob(f"{index_file.name}*"):
        path.unlink()

    assert find("council") == before
    assert index_file.exists()


@pytest.mark.parametrize(
    ("start", "length"),
    [(0, 100), (0, 200_000), (4096, 50_000), (60_000, 200_000)],
    ids=["header", "all", "tables", "words"],
)
def test_a_damaged_index_is_made_again(client, find, index_file, start, length):
    """Noise anywhere in the file costs nobody their search."""
    before = {asked: find(asked) for asked in ASKED}
    index.close()  # as after a restart: nothing of the file is still in memory
    damage(index_file, start, length)

    assert {asked: find(asked) for asked in ASKED} == before
    assert client.get("/casebook/kirkby-rent-strike/").status_code == 200


def test_an_index_cut_short_is_made_again(find, index_file):
    """The disk was full."""
    before = find("council")
    index.close()
    index_file.write_bytes(index_file.read_bytes()[:5000])

    assert find("council") == before


def test_an_index_damaged_while_it_is_open(find, index_file):
    """A process that has it open notices as well, at the latest when it reads there."""
    before = {asked: find(asked) for asked in ASKED}

    index_file.write_bytes(b"garbage " * 5000)

    assert {asked: find(asked) for asked in ASKED} == before


def test_the_same_top_ten_on_both_engines(app, find, publish, shelf, tmp_path):
    """A second site on SQLite, its cases loaded in another order, ranks alike.

    Twins with the same words, and so the same score, stand in the same order as well.
    """
    twins = [replace(case, slug=f"{case.slug}-twin") for case in shelf.cases[::12]]
    cases = (*shelf.cases, *twins)
    publish(list(cases))
    asked = [*ASKED, *(case.asks[0] for case in shelf.cases[::3])]
    here = {words: find(words) for words in asked}
    other = create_app(
        DATA_DIR=tmp_path,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'other.sqlite3'}",
        SECRET_KEY=SECRET,
        SEARCH_MODEL=app.config["SEARCH_MODEL"],
    )

    with other.app_context():
        migrating.upgrade(db.engine)
        with writing():
            actions.sync(replace(shelf, cases=cases[::-1]))
        there = {
            words: [hit.slug for hit in search.search(words, {}).hits]
            for words in asked
        }
        db.session.remove()
        db.engine.dispose()

    assert there == here
