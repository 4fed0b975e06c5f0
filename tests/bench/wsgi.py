"""The application as a server runs it, with the twin that pages are held against."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import security
from app.wsgi import app

SIZE = 8 * 1024  # bytes of HTML
WORDS = "<p>Nobody had asked the people who live there what they wanted of it.</p>\n"

bp = Blueprint("bench", __name__, template_folder="templates")
security.PUBLIC |= {"bench.twin"}


@bp.get("/bench/twin/")
def twin() -> ResponseReturnValue:
    """8 KB in the site's own base template: no session, no database."""
    return render_template("bench/twin.html", words=WORDS * 75)


app.register_blueprint(bp)
