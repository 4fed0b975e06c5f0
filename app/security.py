"""Signing in, deny by default, and the headers that every answer carries."""

import json
from collections.abc import Callable
from typing import Any, cast

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Organisation, Person
from app.db import db

# Pages that anybody may open; every other endpoint needs a signed-in person.
PUBLIC = frozenset(
    {
        "static",
        "pages.home",
        "pages.foundations",
        "pages.privacy",
        "pages.accessibility",
        "pages.healthz",
        "pages.readyz",
        "learn.index",
        "learn.glossary",
        "learn.show_module",
        "learn.show_lesson",
        "suggesting.suggest_change",
        "suggesting.show_history",
        "learn.curriculum_epub",
        "learn.module_epub",
        "learn.print_all",
        "learn.print_module",
        "learn.show_crosswalk",
        "learn.crosswalk_csv",
        "offline.worker",
        "offline.show_kept",
        "offline.manifest",
        "sending.token",  # says who is signed in, if anybody
        "sending.send",
        "casebook.index",
        "casebook.show_case",
        "casebook.mistakes",
        "casebook.show_mistake",
        "casebook.bibtex",
        "casebook.ris",
        "casebook.csl_json",
        "casebook.feed",
        "casebook.cases",
        "casebook.schema",
        "calendars.feed",  # at an address that nobody can guess
        "sitemap.sitemap",
        "sitemap.robots",
        "asking.answer",  # residents, at an address that nobody can guess
        "reading.offer_case",
        "reading.offer_search",
        "reporting.report_error",
        "replies.show_held",  # by a link that an organiser hands to a group
        "accounts.sign_in",
        "accounts.ask_reset",
        "accounts.open_account",
        "accounts.open_link",
    }
)

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=()",
}

csrf = CSRFProtect()
_logins = LoginManager()


def init_app(app: Flask) -> None:
    """Guard every request and dress every answer."""
    app.config.update(
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="alongside",
        PERMANENT_SESSION_LIFETIME=30 * 24 * 3600,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,  # `_guard` checks, after rescuing
    )
    _logins.session_protection = None  # a phone changes its address all day
    _logins.init_app(app)
    _logins.user_loader(_load)
    csrf.init_app(app)
    app.before_request(_guard)
    app.after_request(_dress)


# Built once: every page of a signed-in person begins with it.
_SIGNED_IN = (
    select(Person)
    .where(Person.session_key == bindparam("session_key"))
    .options(joinedload(Person.memberships).joinedload(Membership.organisation))
)


def _load(session_key: str) -> Person | None:
    """The signed-in person with memberships and organisations, in one query."""
    found = db.session.scalars(_SIGNED_IN, {"session_key": session_key})
    return found.unique().one_or_none()


def _guard() -> ResponseReturnValue | None:
    """Send strangers to sign in; keep what they were sending."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    if request.endpoint not in PUBLIC and not current_user.is_authenticated:
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("accounts.sign_in", next=local_path()))
        fields = request.form.items(multi=True) if posted_from_here() else ()
        g.rescued = rescue(request.path, fields)
        sign_in: Callable[[], ResponseReturnValue] = cast(
            "Callable[[], ResponseReturnValue]",
            current_app.view_functions["accounts.sign_in"],
        )
        return sign_in()
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        try:
            csrf.protect()
        except CSRFError:
            if request.endpoint != "accounts.sign_in" or not posted_from_here():
                raise
            g.is_stale = True  # the page comes again, and nobody is signed in by it
    return None


def _dress(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        if "v" in request.args or request.path.endswith(".woff2"):  # never changed
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.add("Cookie")
    return response


def local_path() -> str:
    """The path and query of this request, to come back to."""
    query = request.query_string.decode("utf-8", "replace")
    return f"{request.path}?{query}" if query else request.path


def safe_next(path: str | None) -> str:
    """`path` when it leads within this site, else the signed-in home."""
    path = path or ""
    # Browsers read a backslash as a slash, and skip tabs and line ends.
    inside = path.startswith("/") and path[1:2] not in {"/", "\\"}
    return path if inside and path.isprintable() else url_for("today.today")


def posted_from_here() -> bool:
    """Whether the browser says that one of our own pages sent this form."""
    origin = request.headers.get("Origin")
    return origin is None or origin in {
        request.host_url.rstrip("/"),
        current_app.config["BASE_URL"],
    }


def rescue(path: str, fields: Any) -> str:
    """A form that arrived after the sign-in had expired, as text to carry along.

    Empty when the form held nothing but its token, as *Sign out* does.
    """
    kept = [[name, value] for name, value in fields if name != "csrf_token"]
    return json.dumps({"path": path, "fields": kept}) if kept else ""


def rescued(text: str) -> dict[str, Any] | None:
    """What `rescue` packed, or nothing when it is damaged or leads elsewhere."""
    try:
        kept = json.loads(text)
        path, fields = kept["path"], kept["fields"]
        pairs = [(str(name), str(value)) for name, value in fields]
        "".join([path, *map("".join, pairs)]).encode()  # no page can hold half a letter
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if safe_next(path) != path:
        return None
    return {"path": path, "fields": pairs}


def current_organisation() -> Organisation | None:
    """The organisation that a signed-in person is working in, if any."""
    if "organisation" not in g:
        g.organisation = _chosen_organisation()
    found: Organisation | None = g.organisation
    return found


def _chosen_organisation() -> Organisation | None:
    if not current_user.is_authenticated:
        return None
    mine = sorted(
        {m.organisation_id: m.organisation for m in current_user.memberships}.values(),
        key=lambda organisation: organisation.name,
    )
    chosen = session.get("organisation")
    return next((o for o in mine if str(o.id) == chosen), mine[0] if mine else None)


def leave() -> None:
    """End this browser's session."""
    logout_user()
    session.clear()
