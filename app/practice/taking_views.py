"""Taking away what one has written: a book, tables, and data that comes in again."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from app import policy, security
from app.clock import today
from app.db import db
from app.groups.models import Group
from app.practice import finding, sheets, taking, typeset
from app.practice import taking_schema as schemas
from app.practice.finding import Found, Wish
from app.practice.finding_views import choices_of

bp = Blueprint("taking", __name__, url_prefix="/practice/take-away")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
def index() -> ResponseReturnValue:
    """What may be taken away: everything, or what the filters in the address leave."""
    wish = Wish.at(request.args)
    here = security.current_organisation()
    keeps_log = policy.can_practise(current_user, here)
    names = choices_of(here) if keeps_log and here else {}
    return render_template(
        "practice/take.html",
        wish=wish,
        total=len(_found()),
        chosen=finding.says(wish, names),
        host=here if keeps_log else None,
    )


def _found() -> list[Found]:
    """One's own entries as the address asks: here, or everywhere without a log here."""
    here = security.current_organisation()
    keeps_log = policy.can_practise(current_user, here)
    org_id = here.id if here and keeps_log else None
    return finding.found(current_user.id, org_id, Wish.at(request.args))


def _groups(found: list[Found]) -> dict[uuid.UUID, str]:
    """Names of the groups where one works or has written, by key."""
    orgs = {m.organisation_id for m in current_user.memberships}
    orgs |= {one.entry.organisation_id for one in found}
    query = select(Group.id, Group.name).where(Group.organisation_id.in_(orgs))
    return dict(list(db.session.execute(query)))


def _file(content: bytes | str, media_type: str, ending: str) -> Response:
    name = f"alongside-log-{today().isoformat()}{ending}"
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/everything.json")
def everything() -> ResponseReturnValue:
    """All that one has written, as data; the import page reads it."""
    text = json.dumps(taking.everything(current_user), ensure_ascii=False, indent=1)
    return _file(text, "application/json", ".json")


@bp.get("/schema.json")
def schema() -> ResponseReturnValue:
    """What each part of `everything.json` is."""
    text = json.dumps(schemas.schema(), indent=1)
    return Response(text, mimetype="application/schema+json")


@bp.get("/log.xlsx")
def workbook() -> ResponseReturnValue:
    """Entries, ratings, next actions and asks as one workbook."""
    found = _found()
    tables = sheets.sheets(found, _groups(found))
    return _file(sheets.as_xlsx(tables), XLSX, ".xlsx")


@bp.get("/log.zip")
def tables() -> ResponseReturnValue:
    """The same tables as CSV files."""
    found, packed = _found(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets.sheets(found, _groups(found)):
            name = sheet.name.lower().replace(" ", "-")
            archive.writestr(f"{name}.csv", sheets.as_csv(sheet))
    return _file(packed.getvalue(), "application/zip", ".zip")


@bp.get("/log.pdf")
def book() -> ResponseReturnValue:
    """The log as a book; unfiltered, with lesson reflections and the reading list."""
    wish = Wish.at(request.args)
    data, found = taking.everything(current_user), _found()
    more: list[Callable[[dict[str, Any]], Any]] = [_reflections, _reading_list]
    beside = {
        "groups": _groups(found),
        "comments": {one["key"]: _comments(one) for one in data["entries"]},
        "more": [] if wish.address else list(filter(None, (m(data) for m in more))),
    }
    asked = [words for _, words in finding.says(wish, {})]
    about = [f"Those entries alone that fit: {'; '.join(asked)}."] if asked else []
    title = "Practice log"
    made = typeset.book(current_user.name, title, about, found, beside)
    return _file(typeset.as_pdf(made), "application/pdf", ".pdf")


def _comments(entry: dict[str, Any]) -> list[str]:
    """What a supervisor said of an entry, each with the name."""
    said = []
    for one in entry["comments"]:
        quote = f"On “{one['quote']}”: " if one["quote"] else ""
        said.append(f"{one['by']}: {quote}{one['text']}")
    said += [f"{one['by']}: {one['note']}" for one in entry["reviews"] if one["note"]]
    return said


def _reflections(data: dict[str, Any]) -> dict[str, Any] | None:
    texts = [[one["module"], one["text"]] for one in data["reflections"]]
    return {"title": "Reflections in lessons", "texts": texts} if texts else None


def _reading_list(data: dict[str, Any]) -> dict[str, Any] | None:
    texts = [[one["title"], one["note"]] for one in data["saved_cases"]]
    return {"title": "Reading list", "texts": texts} if texts else None
