"""The outbox, and the links in it."""

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

LINK = re.compile(r"http://localhost(/link/\S+/)")


class Outbox:
    """The messages that the site has sent in this test, oldest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def messages(self) -> list[EmailMessage]:
        """Every message, as its reader's program would open it."""
        return [
            email.message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted(self._folder.glob("*.eml"))
        ]

    @property
    def link(self) -> str:
        """The path of the link in the newest message."""
        return LINK.findall(self.messages[-1].get_content())[-1]

    def empty(self) -> None:
        """Throw every message away."""
        for path in self._folder.glob("*"):
            path.unlink()


@pytest.fixture
def outbox(app: Flask) -> Iterator[Outbox]:
    """An empty outbox."""
    found = Outbox(app.config["DATA_DIR"] / "outbox")
    found.empty()
    yield found
    found.empty()
