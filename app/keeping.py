"""Public pages that stay as they are: drawn once, and sent once to each browser.

To somebody who is not signed in, such a page shows the files that this process was
started with, the cases in the database and today's date, and nothing else. Together
they name the page (its ETag). A browser that holds the page by that name is told so,
and what one visitor was shown is kept for the next: a lesson costs five times as much
as a page that does nothing when it is drawn, and less than half of it when it is kept.
"""

import hashlib
import os
from pathlib import Path
from weakref import WeakKeyDictionary

from flask import Flask, Response, current_app, g, request, session

from app import clock
from app.casebook import index
from app.config import ROOT
from app.content.library import Library
from app.look import library

# Endpoints, and whether they ask the database about cases.
LASTING = {
    "pages.home": True,
    "pages.foundations": False,
    "pages.privacy": False,
    "pages.accessibility": False,
    "learn.index": False,
    "learn.glossary": False,
    "learn.show_module": False,
    "learn.show_lesson": False,
    "casebook.show_case": True,
    "casebook.mistakes": True,
    "casebook.show_mistake": True,
}
MOST = 256  # pages kept by one process; a page is some 25 KB
SHOWN = ("app", "curriculum", "casebook")  # folders

_pages: WeakKeyDictionary[Library, dict[str, bytes]] = WeakKeyDictionary()


def init_app(app: Flask) -> None:
    """Keep pages and answer for them."""
    app.extensions["version"] = _version(ROOT)
    app.before_request(_again)
    app.after_request(_keep)


def _version(root: Path) -> str:
    """A digest of everything that pages are made from."""
    digest = hashlib.blake2b(digest_size=16)
    for name in SHOWN:
        for folder, folders, files in os.walk(root / name):
            folders[:] = sorted(set(folders) - {"__pycache__"})
            for file in sorted(files):
                digest.update(file.encode())
                digest.update(Path(folder, file).read_bytes())
    return digest.hexdigest()


def _again() -> Response | None:
    """The page as it was drawn before, or the word that the browser holds it."""
    name = _name()
    if name is None:
        return None
    g.page_name = name
    if request.if_none_match.contains_weak(name):
        return Response(status=304)
    page = _kept().get(name)
    return Response(page, mimetype="text/html") if page is not None else None


def _name() -> str | None:
    """What tells this answer from every other; none where more than that is shown."""
    if request.endpoint not in LASTING or request.method not in {"GET", "HEAD"}:
        return None
    if "_user_id" in session or "_flashes" in session:
        return None
    shown = [current_app.extensions["version"], request.url, clock.today().isoformat()]
    if LASTING[request.endpoint]:
        shown.append(str(index.stamp()))
    return hashlib.blake2b("\n".join(shown).encode(), digest_size=16).hexdigest()


def _kept() -> dict[str, bytes]:
    """This process's pages, by name."""
    return _pages.setdefault(library(), {})


def _keep(response: Response) -> Response:
    """Name the page; keep it, if its address is one that a page of ours links to."""
    name = g.pop("page_name", None)
    has_form = "csrf_token" in g  # a page with a form is one browser's alone
    if name is None or has_form or response.status_code not in {200, 304}:
        return response
    response.set_etag(name, weak=True)
    if response.status_code == 200 and not request.query_string:
        pages = _kept()
        if len(pages) >= MOST:
            pages.clear()
        pages[name] = response.get_data()
    return response
