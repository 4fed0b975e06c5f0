"""Lessons without a signal: the worker that keeps them, and the list of them."""

import json
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.curriculum import naming
from app.look import asset, library

bp = Blueprint("offline", __name__)

FONTS = (
    "fonts/brygada-1918-latin-wght-normal.woff2",
    "fonts/brygada-1918-latin-wght-italic.woff2",
    "fonts/source-sans-3-latin-wght-normal.woff2",
)
# What those pages are shown with.
FILES = ("site.css", "site.js", "offline.js", "suggest.js", "outbox.js", "carry.js",
         "draft.js", "cases.js", "entry.js", "names.js", "quick.js", "phone.js",
         "img/icons.svg",
         "img/chevron.svg", "img/favicon.svg", "img/app-192.png")  # fmt: skip
ICONS = {"192": "any", "512": "any", "maskable-512": "maskable"}


@bp.get("/worker.js")
def worker() -> ResponseReturnValue:
    """The service worker, which says itself what it keeps and of which version.

    It stands at the root so that it may serve any page; those of `/learn/` ask for it.
    """
    about = {
        "version": current_app.extensions["version"],
        "pages": _pages(),
        "files": [*map(asset, FILES), *(url_for("static", filename=f) for f in FONTS)],
        "missing": url_for("offline.show_kept"),
        "mine": ["/practice/new/", "/practice/quick/", "/practice/phone/"],
    }
    parts = (_script("outbox.js").replace("\nexport ", "\n"), _script("worker.js"))
    text = "\n".join((f"const ABOUT = {json.dumps(about)};", *parts))
    return Response(text, mimetype="text/javascript")


def _script(name: str) -> str:
    """One of our scripts, as it is kept."""
    file = Path(current_app.static_folder or "") / name
    return file.read_text(encoding="utf-8")


@bp.get("/manifest.webmanifest")
def manifest() -> ResponseReturnValue:
    """What a phone needs to install the site as an app."""
    about = {
        "id": "/",
        "name": "Alongside",
        "short_name": "Alongside",
        "description": "Learn and practise community organising",
        "lang": "en-GB",
        "start_url": "/today/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f5f1",
        "theme_color": "#f6f5f1",
        "icons": [
            {"src": asset(f"img/app-{name}.png"), "sizes": f"{size}x{size}",
             "type": "image/png", "purpose": purpose}
            for name, purpose in ICONS.items()
            for size in [name.rpartition("-")[2]]
        ],
        "shortcuts": [
            {"name": "Quick note", "url": "/practice/quick/"},
            {"name": "Record an engagement", "url": "/practice/new/"},
        ],
    }  # fmt: skip
    return Response(json.dumps(about), mimetype="application/manifest+json")


def _pages() -> list[str]:
    """The addresses that may be kept: the curriculum as everybody can read it."""
    shelf = library()
    modules = [naming.module_url(module) for module in shelf.modules]
    lessons = [naming.lesson_url(lesson) for lesson in shelf.lessons]
    return [url_for("learn.index"), url_for("learn.glossary"), *modules, *lessons]


@bp.get("/learn/offline/")
def show_kept() -> ResponseReturnValue:
    """What this device keeps: every page, of which a script shows those that it has."""
    return render_template("learn/offline.html", shelf=library())
