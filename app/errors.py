"""Error pages: plain words, and a reference where something broke."""

import logging
import secrets

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

PAGES = {
    400: ("This page could not be sent", "It was open for too long, or it was opened "
          "in two places. Go back, copy what you wrote, load the page again and send "
          "it once more."),
    404: ("404", ""),
    405: ("404", ""),
    413: ("That is too long", "What you sent is larger than this site accepts. Go "
          "back: what you wrote is still there. Shorten it and send it again."),
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(Exception, unexpected)


def _expected(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    if code not in PAGES:
        code = 404 if code < 500 else code
    if code >= 500:
        return unexpected(error)
    heading, words = PAGES[code]
    page = render_template("layout/error.html", heading=heading, words=words)
    return page, error.code or code


def unexpected(error: BaseException) -> ResponseReturnValue:
    """The page for what broke, with a reference that is also in the log."""
    reference = secrets.token_hex(4)
    log.error("Reference %s", reference, exc_info=error)
    page = render_template(
        "layout/error.html",
        heading="Something broke on our side",
        words="Nothing that you had saved is lost. If it happens again, tell whoever "
        f"runs this site, with this reference: {reference}.",
    )
    return page, 500
