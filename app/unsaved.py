"""When the database fails: a page that says so, and holds what was being sent.

It is drawn without the database, so the reader's name is left out. A form that was
sent comes back with every field but passwords, and a button that sends it again; an
entry's own key makes that safe also where only the reply was lost.
"""

import errno
import logging
import secrets
import sqlite3
from dataclasses import dataclass

from flask import Flask, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException, InternalServerError

from app import errors, security

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fault:
    """One way in which the database can fail a request."""

    why: str  # what happened, after "Not saved:" and after "Not now:"
    do: str  # what to do about it
    wait: int  # seconds before trying again is worth while


FULL = Fault(
    "there is no room left where this site keeps its records",
    "Whoever runs this site has to make room first. Tell them, keep this page open, "
    "and try again when they have.",
    300,
)
BUSY = Fault(
    "somebody else’s work was being saved, and it took too long",
    "Wait a few seconds and try again.",
    5,
)
GONE = Fault(
    "this site cannot reach its records",
    "Wait a minute and try again. If it happens again, tell whoever runs this site.",
    30,
)

# The codes of PostgreSQL, appendix A of its manual; SQLite says it in words.
NO_ROOM = {"53100"}
TOOK_TOO_LONG = {"55P03", "40P01", "40001", "57014"}
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
# What a wrong statement or a broken rule raises: a fault of ours, not the database's.
OURS = (exc.IntegrityError, exc.DataError, exc.ProgrammingError, exc.NotSupportedError)
SECRETS = ("password", "csrf_token")  # never sent back to a page


def init_app(app: Flask) -> None:
    """Answer a failing database; leave every other error to `errors`."""
    for kind in (exc.DBAPIError, exc.TimeoutError, sqlite3.Error, OSError):
        app.register_error_handler(kind, _answer)
    app.register_error_handler(InternalServerError, _answer_cause)


def _answer_cause(error: InternalServerError) -> ResponseReturnValue:
    """For what broke while another error's page was being drawn."""
    return _answer(error.original_exception or error)


def _answer(error: BaseException) -> ResponseReturnValue:
    fault = fault_of(error)
    if fault is None:
        return errors.unexpected(error)
    reference = secrets.token_hex(4)
    log.error("Reference %s", reference, exc_info=error)
    answer = make_response(_words(fault, reference), 503)
    answer.headers["Retry-After"] = str(fault.wait)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def fault_of(error: BaseException) -> Fault | None:
    """How the database failed; none where the error is of another kind."""
    if isinstance(error, OURS):
        return None
    if isinstance(error, OSError):
        return FULL if error.errno in DISK_ERRORS else None
    cause = getattr(error, "orig", None) or error
    code, words = getattr(cause, "sqlstate", None), str(cause)
    if "no such" in words:  # SQLite’s words for a wrong statement
        return None
    if code in NO_ROOM or "is full" in words:
        return FULL
    if code in TOOK_TOO_LONG or "is locked" in words:
        return BUSY
    known = (exc.DBAPIError, exc.TimeoutError, sqlite3.DatabaseError)
    return GONE if isinstance(error, known) else None


def _words(fault: Fault, reference: str) -> ResponseReturnValue:
    """The page, or for a draft that saves itself, its message."""
    is_post = request.method == "POST"
    fields = typed() if is_post else []
    if ("do", "keep") in fields:
        message = f"Not saved: {fault.why}. {fault.do}"
        return jsonify(error=message, kept=False, reference=reference)
    # Not by `render_template`, which would ask the database who is signed in.
    page = current_app.jinja_env.get_template("layout/unsaved.html")
    return page.render(
        fault=fault,
        reference=reference,
        is_post=is_post,
        fields=fields,
        texts=[words for pair in fields for words in _readable(*pair)],
        token=generate_csrf() if fields else "",
        address=security.local_path(),
    )


def typed() -> list[tuple[str, str]]:
    """The fields that this request sent, passwords left out.

    None where another site's page sent them: it must not be sent again in our name.
    """
    if not security.posted_from_here():
        return []
    try:
        pairs = list(request.form.items(multi=True))
    except HTTPException:  # longer than is read
        return []
    return [(n, v) for n, v in pairs if not any(word in n for word in SECRETS)]


def _readable(name: str, value: str) -> list[str]:
    """What somebody may want to copy: sentences, also of a form carried along."""
    carried = security.rescued(value) if name == "rescued" else None
    values = [text for _, text in carried["fields"]] if carried else [value]
    return [text for text in values if " " in text.strip()]
