"""A reader's own pages of the casebook: the reading list, and saved searches."""

import csv
import io
import uuid

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app import policy, security
from app.casebook import citing, published, saving
from app.casebook.models import SavedCase, SavedSearch
from app.casebook.saving import Held, Item, Shown, Sought
from app.clock import local, today
from app.content import vocab
from app.db import db, writing
from app.forms import ConfirmForm, Form

bp = Blueprint("reading", __name__, url_prefix="/casebook")

NAME_LENGTH = 120
COLUMNS = ("Case", "Where", "Years", "How it turned out", "What went wrong", "Address",
           "Saved on", "Your note")  # fmt: skip
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
GONE = "No longer in the casebook"


class NoteForm(Form):
    """A note on a saved case."""

    note = TextAreaField(
        "Your note",
        [Length(max=5000, message="Use at most 5,000 characters")],
        description="Only you can read it.",
    )


class SearchForm(Form):
    """A name for a saved search."""

    name = StringField(
        "Name",
        [
            InputRequired("Give the search a name that you will know again"),
            Length(max=NAME_LENGTH, message=f"Use at most {NAME_LENGTH} characters"),
        ],
    )


# -- the reading list ----------------------------------------------------------


@bp.get("/reading/")
def index() -> ResponseReturnValue:
    """The saved cases, the newest first, each with its note."""
    return _reading_page()


def _reading_page(typed: NoteForm | None = None) -> str:
    """The list; `typed` is a note that was refused, in place of the one kept."""
    items = saving.reading_list(current_user)
    forms = {item.saved.id: _note_form(item.saved) for item in items}
    if typed is not None:
        forms |= {one: typed for one in forms if typed.note.id == f"note-{one}"}
    return render_template(
        "casebook/reading.html", items=items, forms=forms, confirm=ConfirmForm()
    )


def _note_form(saved: SavedCase, *, is_posted: bool = False) -> NoteForm:
    """The form of one note; its field's id tells it from the others on the page."""
    form = NoteForm() if is_posted else NoteForm(formdata=None, obj=saved)
    form.note.id = f"note-{saved.id}"
    return form


def _saved_case(saved_id: uuid.UUID) -> SavedCase:
    saved = db.session.get(SavedCase, saved_id)
    if saved is None or not policy.owns_saved(current_user, saved):
        abort(404)
    return saved


@bp.post("/reading/<uuid:saved_id>/")
def keep_note(saved_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a note on a saved case; an empty one takes it away."""
    saved = _saved_case(saved_id)
    form = _note_form(saved, is_posted=True)
    if not form.submitted():
        return _reading_page(form), 422
    with writing(saved):
        saved.note = form.note.data or ""
    flash("Your note is kept.")
    return redirect(f"{url_for('.index')}#saved-{saved_id}")


@bp.post("/reading/<uuid:saved_id>/remove/")
def remove_case(saved_id: uuid.UUID) -> ResponseReturnValue:
    """Take a case off the list, with its note."""
    saved = _saved_case(saved_id)
    title = saved.title
    with writing():
        db.session.execute(delete(SavedCase).where(SavedCase.id == saved_id))
    flash(f"“{title}” is off your reading list.")
    return redirect(url_for(".index"))


@bp.get("/<slug>/save/")
def offer_case(slug: str) -> ResponseReturnValue:
    """Save this case? Somebody not signed in is led to sign in, or to an account."""
    case = _case(slug)
    kept = saving.kept_slugs(current_user) or frozenset()
    return render_template(
        "casebook/save_case.html",
        case=case,
        is_kept=case.slug in kept,
        back=_back(request.args.get("next"), case),
    )


def _case(slug: str) -> Shown:
    found = saving.find_case(slug)
    if found is None:
        abort(404)
    return found


def _back(path: str | None, case: Shown) -> str:
    """Where the reader came from on this site; unless they say, the case."""
    is_ours = path and security.safe_next(path) == path
    return path if path and is_ours else url_for("casebook.show_case", slug=case.slug)


@bp.post("/<slug>/save/")
def save_case(slug: str) -> ResponseReturnValue:
    """Put a case on the reading list; saved twice, it is there once."""
    case = _case(slug)
    try:
        with writing():
            is_new = saving.save_case(current_user, case)
    except IntegrityError:  # the same press, twice at once
        is_new = False
    words = "is on your reading list now" if is_new else "was on your reading list"
    flash(f"“{case.title}” {words}.")
    return redirect(_back(request.form.get("next"), case))


@bp.get("/reading.csv")
def csv_file() -> ResponseReturnValue:
    """The reading list as a table; marked as UTF-8, so that Excel reads it too."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for item in saving.reading_list(current_user):
        rows.writerow([_cell(words) for words in _row(item)])
    return _download("\ufeff" + text.getvalue(), "text/csv", "reading-list.csv")


def _row(item: Item) -> list[str]:
    """What the page shows of one saved case."""
    saved, case = item.saved, item.case
    kept = [local(saved.saved_at).date().isoformat(), saved.note]
    if case is None:
        return [saved.title, "", "", GONE, "", "", *kept]
    address = url_for("casebook.show_case", slug=case.slug, _external=True)
    outcome = vocab.OUTCOMES[case.outcome]
    about = [case.title, case.where, case.years, outcome, case.wrong, address]
    return [*about, *kept]


def _cell(words: str) -> str:
    """Words that no spreadsheet works out as a formula."""
    return f"'{words}" if words.startswith(FORMULA) else words


@bp.get("/reading.bib")
def bibtex_file() -> ResponseReturnValue:
    """The reading list for a reference manager; what is gone has no citation."""
    items = saving.reading_list(current_user)
    found = [published.case(item.case.slug) for item in items if item.case]
    entries = [citing.bibtex(citing.of(case), today()) for case in found if case]
    return _download("\n".join(entries), "text/x-bibtex", "reading-list.bib")


def _download(text: str, kind: str, name: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


# -- saved searches ------------------------------------------------------------


@bp.get("/searches/")
def searches() -> ResponseReturnValue:
    """The saved searches, with what each finds now."""
    return _searches_page()


def _searches_page(typed: SearchForm | None = None) -> str:
    """The list; `typed` is a name that was refused, in place of the one kept."""
    held = saving.searches(current_user)
    forms = {one.saved.id: _name_form(one.saved) for one in held}
    if typed is not None:
        forms |= {one: typed for one in forms if typed.name.id == f"name-{one}"}
    return render_template(
        "casebook/searches.html", searches=held, forms=forms, confirm=ConfirmForm()
    )


def _name_form(saved: SavedSearch, *, is_posted: bool = False) -> SearchForm:
    """The form of one name; its field's id tells it from the others on the page."""
    form = SearchForm() if is_posted else SearchForm(formdata=None, obj=saved)
    form.name.id = f"name-{saved.id}"
    return form


@bp.get("/searches/new/")
def offer_search() -> ResponseReturnValue:
    """Save the search of this address? Somebody not signed in is led to an account."""
    sought = Sought.of(request.args)
    return _offer(sought, SearchForm(formdata=None, name=sought.words[:NAME_LENGTH]))


def _offer(sought: Sought, form: SearchForm) -> str:
    held: Held | None = saving.held_search(current_user, sought)
    return render_template(
        "casebook/save_search.html", sought=sought, form=form, held=held
    )


@bp.post("/searches/new/")
def save_search() -> ResponseReturnValue:
    """Keep the search of this address; saved again, it takes the new name."""
    sought, form = Sought.of(request.args), SearchForm()
    if not form.submitted():
        return _offer(sought, form), 422
    if len(sought.address) > saving.LONGEST_ADDRESS:
        form.name.errors = ["This search is too long to keep. Take some filters away"]
        return _offer(sought, form), 422
    if not saving.has_room(current_user, sought):
        form.name.errors = [
            f"You keep {saving.MOST_SEARCHES} searches, which is the most. Remove one"
        ]
        return _offer(sought, form), 422
    try:
        with writing():
            saving.save_search(current_user.id, sought, form.name.data or "")
    except IntegrityError:  # the same press, twice at once
        pass
    flash(f"The search “{form.name.data}” is kept.")
    return redirect(sought.url)


def _saved_search(search_id: uuid.UUID) -> SavedSearch:
    saved = db.session.get(SavedSearch, search_id)
    if saved is None or not policy.owns_saved(current_user, saved):
        abort(404)
    return saved


@bp.post("/searches/<uuid:search_id>/")
def rename_search(search_id: uuid.UUID) -> ResponseReturnValue:
    """Give a saved search another name."""
    saved = _saved_search(search_id)
    form = _name_form(saved, is_posted=True)
    if not form.submitted():
        return _searches_page(form), 422
    with writing(saved):
        saved.name = form.name.data or ""
    flash("The name is changed.")
    return redirect(url_for(".searches"))


@bp.post("/searches/<uuid:search_id>/remove/")
def remove_search(search_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a search no longer."""
    saved = _saved_search(search_id)
    name = saved.name
    with writing():
        db.session.execute(delete(SavedSearch).where(SavedSearch.id == search_id))
    flash(f"The search “{name}” is no longer kept.")
    return redirect(url_for(".searches"))
