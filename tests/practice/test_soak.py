"""A hundred entries while the line, the server and the database fail.

`make soak` does the same with 2,000 from 20 clients.
"""

import pytest

from tests import postgres
from tests.soak import soak


@pytest.fixture
def url(engine_name, request, tmp_path):
    """The address of an empty database of its own."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'soak.sqlite3'}"
        return
    server = request.getfixturevalue("postgres_url")
    with postgres.another(server, "soaking") as address:
        yield address


def test_what_is_acknowledged_is_stored_once_and_whole(url, tmp_path):
    """Each entry in the end, though replies are lost and the server is killed."""
    report = soak(url, tmp_path, entries=100, clients=10, kills=1)

    assert report.wrong == {}
    assert report.acknowledged == report.stored == report.sent == 100
    assert report.faults["server killed"] == 1
    assert report.faults["reply dropped"] > 0
    assert report.faults["database locked"] == 2
