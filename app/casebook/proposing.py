"""Proposing a case: writing it, sending it, and seeing whose turn it is."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import personal, policy
from app.casebook import proposals, search, telling
from app.casebook.forms import (
    AnswerForm,
    BaseProposalForm,
    Typed,
    filled,
    proposal_form,
)
from app.casebook.models import Proposal, ProposalState
from app.clock import now
from app.db import db, new_id, writing
from app.forms import ConfirmForm
from app.look import library
from app.practice.models import Entry

bp = Blueprint("proposing", __name__, url_prefix="/casebook/propose")

ENOUGH_WORDS = 6  # fewer say too little to find a case by
SEARCHED = ("title", "did", "situation", "wrong")  # what cases like it are found by
WEEKS = "two weeks"  # within which an editor means to have read a proposal


def _mine(proposal_id: uuid.UUID) -> Proposal:
    """The signed-in person's own proposal; 404 to anyone else."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or not policy.is_proposer(current_user, proposal):
        abort(404)
    return proposal


def _form_class() -> type[BaseProposalForm]:
    return proposal_form(library().default_framework)


def _kept(proposal: Proposal) -> BaseProposalForm:
    form = filled(_form_class(), proposal.content | {"key": [str(proposal.id)]})
    form.from_entry = proposal.entry_id is not None
    return form


def _posted(proposal: Proposal | None) -> BaseProposalForm:
    form = _form_class()(formdata=request.form)
    form.from_entry = proposal is not None and proposal.entry_id is not None
    return form


@bp.route("/", methods=["GET", "POST"])
def new_proposal() -> ResponseReturnValue:
    """Propose a case; one's earlier proposals, with whose turn it is."""
    if request.method == "GET":
        form = filled(_form_class(), {"key": [str(new_id())]})
        return _form_page(form, None)
    form = _posted(None)
    key = _key_of(form)
    proposal = db.session.get(Proposal, key)
    if proposal is not None and not policy.can_write_proposal(current_user, proposal):
        return _sent_before(proposal, form)
    if form.too_long():
        return _form_page(form, proposal), 422
    return _after_post(proposal or _begin(key), form)


def _key_of(form: BaseProposalForm) -> uuid.UUID:
    """The proposal's key that the form carries; a damaged one is replaced."""
    try:
        return uuid.UUID(form.key.data)
    except (ValueError, TypeError, AttributeError):
        return new_id()


def _begin(key: uuid.UUID) -> Proposal:
    """A new draft, or the one that a twin of this request has just begun."""
    try:
        with writing():
            proposal = db.session.get(Proposal, key)
            if proposal is None:
                proposal = proposals.begin(key, current_user)
    except IntegrityError:  # on PostgreSQL the twin may run in another process
        proposal = _mine(key)
    return proposal


@bp.post("/from/<uuid:entry_id>/")
def propose_from(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a proposal from an accepted entry of one's own, or go on with it."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or not policy.can_propose_from(current_user, entry):
        abort(404)
    with writing(entry):
        proposal = proposals.begun_from(entry)
        if proposal is None:
            proposal = proposals.begin(new_id(), current_user)
            proposal.entry_id, proposal.content = entry.id, telling.typed_from(entry)
    return redirect(url_for(".show_proposal", proposal_id=proposal.id))


@bp.route("/<uuid:proposal_id>/edit/", methods=["GET", "POST"])
def edit_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Go on writing. 404 to anyone but its proposer, and when it is not their turn."""
    proposal = _mine(proposal_id)
    may_write = policy.can_write_proposal(current_user, proposal)
    if request.method == "GET":
        if not may_write:
            abort(404)
        return _form_page(_kept(proposal), proposal)
    form = _posted(proposal)
    if not may_write:
        return _sent_before(proposal, form)
    if form.too_long():
        return _form_page(form, proposal), 422
    return _after_post(proposal, form)


def _sent_before(proposal: Proposal, form: BaseProposalForm) -> ResponseReturnValue:
    """Its words stay on the page: it was sent from another one, without them."""
    _mine(proposal.id)
    flash("This proposal was sent from another page, and these words are not in it. "
          "Copy them before you leave this page.", "warn")  # fmt: skip
    return _form_page(form, proposal), 409


def _after_post(proposal: Proposal, form: BaseProposalForm) -> ResponseReturnValue:
    """Keep what was typed, then do what the button said."""
    wish = request.form.get("do", "save")
    with writing(proposal):
        if not policy.can_write_proposal(current_user, proposal):
            return _sent_before(proposal, form)
        proposals.keep(proposal, form)
    edit = url_for(".edit_proposal", proposal_id=proposal.id)
    if wish == "keep":
        return {"saved_at": now().isoformat(), "edit": edit}
    if wish == "check":
        form.from_entry = proposal.entry_id is not None
        if not form.ready():
            return _form_page(form, proposal), 422
        return redirect(url_for(".check_proposal", proposal_id=proposal.id))
    flash("Your draft is saved. Nobody else can read it.")
    return redirect(edit)


def _form_page(form: BaseProposalForm, proposal: Proposal | None) -> str:
    return render_template(
        "casebook/propose/edit.html",
        form=form,
        proposal=proposal,
        earlier=_earlier() if proposal is None else [],
        marks=marks(form),
        resembling=resembling(form.typed()),
        can_delete=proposal is not None
        and policy.can_delete_proposal(current_user, proposal),
        confirm=ConfirmForm(formdata=None),
    )


def _earlier() -> list[Proposal]:
    """One's own proposals, the latest moved first."""
    query = select(Proposal).where(Proposal.proposer_id == current_user.id)
    return list(db.session.scalars(query.order_by(Proposal.state_since.desc())))


def marks(form: BaseProposalForm) -> dict[str, list[personal.Mark]]:
    """What in the form looks like people's names and numbers, by field."""
    skipped = ("source-", "place_name", "country", "key", "group_consent_on")
    texts = {
        field.name: field.data
        for field in form
        if isinstance(field.data, str) and not field.name.startswith(skipped)
    }
    return personal.by_field(texts, known=form.place_name.data or "")


def resembling(typed: Typed) -> list[search.Hit]:
    """Cases like what is being written, the failures first."""
    words = " ".join((typed.get(name) or [""])[0] for name in SEARCHED)
    if len(words.split()) < ENOUGH_WORDS:
        return []
    return search.like(words, limit=3)


@bp.post("/cases/")
def resembling_cases() -> ResponseReturnValue:
    """Cases like what is being typed, as a fragment for the form."""
    typed = {name: request.form.getlist(name) for name in request.form}
    return render_template("practice/resembling.html", resembling=resembling(typed))


@bp.get("/<uuid:proposal_id>/check/")
def check_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """What an editor would read, what looks personal, and what happens next."""
    proposal = _mine(proposal_id)
    if not policy.can_write_proposal(current_user, proposal):
        abort(404)
    form = _kept(proposal)
    return render_template(
        "casebook/propose/check.html",
        proposal=proposal,
        form=form,
        marks=marks(form),
        ahead=_ahead(proposal),
        is_first=not proposals.count_published(current_user.id),
        weeks=WEEKS,
        confirm=ConfirmForm(),
    )


def _ahead(proposal: Proposal) -> int:
    """How many proposals wait for an editor before this one."""
    query = select(func.count()).where(
        Proposal.state == ProposalState.SENT, Proposal.id != proposal.id
    )
    return db.session.scalar(query) or 0


@bp.post("/<uuid:proposal_id>/send/")
def send_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Hand it to the editors."""
    proposal = _mine(proposal_id)
    shown = redirect(url_for(".show_proposal", proposal_id=proposal.id))
    if proposal.state is ProposalState.SENT:  # a retry
        return shown
    if proposal.state is not ProposalState.DRAFT:
        abort(404)
    if _is_open_again(proposal):
        flash("The entry it was begun from is open again. Send the proposal once your "
              "supervisor has accepted the entry.", "warn")  # fmt: skip
        return redirect(url_for(".check_proposal", proposal_id=proposal.id))
    with writing(proposal):
        if proposal.state is not ProposalState.DRAFT:
            return shown
        form = _kept(proposal)
        fine = form.ready()
        if fine:
            proposals.send(proposal)
    if not fine:
        return _form_page(form, proposal), 422
    flash("It is with the editors now.")
    return shown


def _is_open_again(proposal: Proposal) -> bool:
    """Whether it was begun from an entry that is not an accepted one any more."""
    entry = db.session.get(Entry, proposal.entry_id) if proposal.entry_id else None
    return entry is not None and not policy.can_propose_from(current_user, entry)


@bp.get("/<uuid:proposal_id>/")
def show_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Where it stands, whose turn it is, and what was asked; a draft opens."""
    proposal = _mine(proposal_id)
    if proposal.state is ProposalState.DRAFT:
        return redirect(url_for(".edit_proposal", proposal_id=proposal.id))
    return _show_page(proposal, AnswerForm(formdata=None))


def _show_page(proposal: Proposal, answering: AnswerForm) -> str:
    return render_template(
        "casebook/propose/show.html",
        proposal=proposal,
        form=_kept(proposal),
        asks=proposals.asks(proposal),
        answering=answering,
        can_withdraw=policy.can_withdraw_proposal(current_user, proposal),
        weeks=WEEKS,
        confirm=ConfirmForm(formdata=None),
    )


@bp.post("/<uuid:proposal_id>/answer/")
def answer_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Answer what the editors asked, and hand it back to them."""
    proposal = _mine(proposal_id)
    form = AnswerForm()
    if proposal.state is ProposalState.DRAFT:
        abort(404)
    if not form.submitted():
        return _show_page(proposal, form), 422
    with writing(proposal):
        fits = proposal.state is ProposalState.ASKED
        if fits:
            proposals.answer(proposal, form.answer.data or "")
    if not fits:
        flash("Nothing is asked of you now, so this answer was not sent.", "warn")
        return _show_page(proposal, form), 409
    flash("Your answer is with the editors.")
    return redirect(url_for(".show_proposal", proposal_id=proposal.id))


@bp.post("/<uuid:proposal_id>/withdraw/")
def withdraw_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back."""
    proposal = _mine(proposal_id)
    with writing(proposal):
        if not policy.can_withdraw_proposal(current_user, proposal):
            abort(404)
        proposals.withdraw(proposal)
    flash("You have withdrawn it. No editor can read it any more.")
    return redirect(url_for(".show_proposal", proposal_id=proposal.id))


@bp.post("/<uuid:proposal_id>/delete/")
def delete_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Throw away a draft that was never sent."""
    proposal = _mine(proposal_id)
    with writing(proposal):
        if not policy.can_delete_proposal(current_user, proposal):
            abort(404)
        db.session.delete(proposal)
    flash("The draft is deleted.")
    return redirect(url_for(".new_proposal"))
