"""Public pages that stay as they are: drawn once, and sent once to each browser.

To somebody who is not signed in, such a page shows the files that this process was
started with, the cases in the database and today's date, and nothing else. Together
they name the page (its ETag). A browser that holds the page by that name is told so,
and what one visitor was shown is kept for the next: a lesson costs five times as much
as a page that does nothing when it is drawn, and less than half of it when it is kept.

The feed and the files for machines are kept as well. They are the same for whoever
asks, and say when a case last changed (Last-Modified), which is all that some feed
readers ask about.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy import func, select

from app import clock
from app.casebook import index
from app.casebook.models import Case
from app.config import ROOT
from app.content.library import Library
from app.db import db
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
    "learn.curriculum_epub": False,
    "learn.module_epub": False,
    "learn.print_all": False,
    "learn.print_module": False,
    "learn.show_crosswalk": False,
    "learn.crosswalk_csv": False,
    "offline.worker": False,
    "offline.show_kept": False,
    "casebook.show_case": True,
    "casebook.mistakes": True,
    "casebook.show_mistake": True,
    "casebook.feed": True,
    "casebook.cases": True,
    "casebook.schema": True,
    "sitemap.sitemap": True,
}
# Those of them in which nothing depends on who asks.
SAME_FOR_ALL = {
    *("casebook.feed", "casebook.cases", "casebook.schema", "sitemap.sitemap"),
    *("learn.curriculum_epub", "learn.module_epub", "learn.crosswalk_csv"),
    "offline.worker",
}
MOST = 256  # pages kept by one process; a page is some 25 KB, and a book some 150
SHOWN = ("app", "curriculum", "casebook")  # folders

# Headers kept with a page.
ABOUT = ("Content-Type", "Content-Disposition", "Last-Modified")

Kept = tuple[bytes, dict[str, str]]  # a page and its headers
_pages: WeakKeyDictionary[Library, dict[str, Kept]] = WeakKeyDictionary()


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
    if request.endpoint in SAME_FOR_ALL and LASTING[request.endpoint]:
        g.cases_changed_at = _changed_at()
    if _is_held(name):
        return Response(status=304)
    held = _kept().get(name)
    return Response(held[0], headers=held[1]) if held is not None else None


def _changed_at() -> datetime | None:
    """When a case last changed, to the second, as HTTP has it; none without cases."""
    moment = db.session.scalar(select(func.max(Case.changed_at)))
    return moment.replace(microsecond=0) if moment else None


def _is_held(name: str) -> bool:
    """Whether the browser has this page: by its name, or else by its date."""
    if request.if_none_match:
        return request.if_none_match.contains_weak(name)
    since, changed_at = request.if_modified_since, g.get("cases_changed_at")
    return since is not None and changed_at is not None and changed_at <= since


def _name() -> str | None:
    """What tells this answer from every other; none where more than that is shown."""
    if request.endpoint not in LASTING or request.method not in {"GET", "HEAD"}:
        return None
    is_personal = "_user_id" in session or "_flashes" in session
    if is_personal and request.endpoint not in SAME_FOR_ALL:
        return None
    shown = [current_app.extensions["version"], request.url]
    if request.endpoint not in SAME_FOR_ALL:  # no file says what day it is
        shown.append(clock.today().isoformat())
    if LASTING[request.endpoint]:
        shown.append(str(index.stamp()))
    return hashlib.blake2b("\n".join(shown).encode(), digest_size=16).hexdigest()


def _kept() -> dict[str, Kept]:
    """This process's pages, by name."""
    return _pages.setdefault(library(), {})


def _keep(response: Response) -> Response:
    """Name the page; keep it, if its address is one that a page of ours links to."""
    name = g.pop("page_name", None)
    has_form = "csrf_token" in g  # a page with a form is one browser's alone
    if name is None or has_form or response.status_code not in {200, 304}:
        return response
    response.set_etag(name, weak=True)
    if "cases_changed_at" in g:
        response.last_modified = g.cases_changed_at
    if response.status_code == 200 and not request.query_string:
        pages = _kept()
        if len(pages) >= MOST:
            pages.clear()
        about = {k: v for k, v in response.headers.items() if k in ABOUT}
        pages[name] = response.get_data(), about
    return response
