"""Home, foundations, and the pages about this site."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import migrating
from app.casebook import search
from app.db import db
from app.look import library

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """Three doors; somebody signed in goes on to Today."""
    if current_user.is_authenticated:
        return redirect(url_for("today.today"))
    shelf = library()
    return render_template(
        "pages/home.html",
        principles=shelf.default_framework.principles,
        lessons=len(shelf.lessons),
        cases=search.count(),
        second=shelf.lesson("strengthening-versus-providing"),
        listening=shelf.lesson("listening-one-to-one"),
    )


@bp.get("/foundations/")
def foundations() -> ResponseReturnValue:
    """The 26 founding statements, each with what carries it."""
    shelf = library()
    statements = [
        (
            statement,
            [les for slug in statement.lessons if (les := shelf.lesson(slug))],
            [case for slug in statement.cases if (case := shelf.case(slug))],
        )
        for statement in shelf.statements
    ]
    return render_template("pages/foundations.html", statements=statements)


@bp.get("/privacy/")
def privacy() -> ResponseReturnValue:
    """Who may see what, in words."""
    return render_template("pages/privacy.html")


@bp.get("/accessibility/")
def accessibility() -> ResponseReturnValue:
    """What was tested, and how to say that something is in the way."""
    return render_template("pages/accessibility.html")


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process is up."""
    return {"status": "up"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers, and its migrations are the newest."""
    try:
        db.session.execute(text("SELECT 1"))
        newest = migrating.is_newest(db.engine)
    except SQLAlchemyError:
        current_app.logger.exception("The database does not answer")
        return {"status": "the database does not answer"}, 503
    if not newest:
        return {"status": "migrations are waiting"}, 503
    return {"status": "ready"}
