"""The editors' pages: what waits for them, and one proposal with everything."""

import uuid
from pathlib import Path

import click
from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import mail, personal, policy
from app.accounts.models import Person
from app.casebook import actions, proposals, published, writeup
from app.casebook.forms import (
    BaseProposalForm,
    CloseForm,
    DeclineForm,
    PublishForm,
    QuestionForm,
    editing_form,
    filled,
)
from app.casebook.models import Proposal, ProposalState, Report, ReportState
from app.clock import now
from app.config import ROOT
from app.content import contradicting
from app.curriculum.models import Suggestion, SuggestionState
from app.db import db, writing
from app.forms import Form
from app.look import library

bp = Blueprint("editing", __name__, url_prefix="/editor", cli_group=None)

LATE = 14  # days after which a wait is marked: what proposers are told to expect

QUESTION_MAIL = """An editor of the casebook has a question about the case that you
proposed, “{title}”:

{words}

Answer it, or change the proposal, on its page:

{link}
"""
PUBLISHED_MAIL = """The case that you proposed, “{title}”, is in the casebook now.
What the editor says:

{words}

Its page leads to it:

{link}
"""
REPORT_MAIL = """You reported an error in a case of the casebook. It is {outcome}. What
the editor says:

{words}

The case: {link}
"""
DECLINED_MAIL = """The case that you proposed, “{title}”, will not be published in the
casebook. The editor's reason:

{words}

What you wrote stays on its page, where only you and the editors read it:

{link}
"""


@bp.before_request
def _editors_only() -> None:
    """404 to anybody without the right of an editor."""
    if not current_user.is_authenticated or not policy.can_edit_cases(current_user):
        abort(404)


@bp.get("/")
def queue() -> ResponseReturnValue:
    """What waits for an editor, oldest first, and what waits for proposers."""
    return render_template(
        "editor/queue.html",
        waiting=db.session.scalars(_in(ProposalState.SENT)).all(),
        asked=db.session.scalars(_in(ProposalState.ASKED)).all(),
        reports=db.session.scalars(
            select(Report)
            .where(Report.state == ReportState.OPEN)
            .order_by(Report.made_at, Report.id)
        ).all(),
        late=LATE,
        suggestions=db.session.scalars(
            select(Suggestion)
            .where(Suggestion.state == SuggestionState.OPEN)
            .order_by(Suggestion.made_at, Suggestion.id)
        ).all(),
        contradicted=contradicting.to_review(library()),
    )


def _in(state: ProposalState) -> Select[tuple[Proposal]]:
    """The proposals in a state, with their proposers, the longest wait first."""
    return (
        select(Proposal)
        .where(Proposal.state == state)
        .options(joinedload(Proposal.proposer))
        .order_by(Proposal.state_since, Proposal.id)
    )


def _proposal(proposal_id: uuid.UUID) -> Proposal:
    """The proposal, if editors may read it; else 404."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or proposal.state not in policy.FOR_EDITORS:
        abort(404)
    return proposal


def _form_class() -> type[BaseProposalForm]:
    return editing_form(library().default_framework, library().lessons)


def _form_of(proposal: Proposal) -> BaseProposalForm:
    """The proposal's form, as it came along with this request or as it was kept."""
    if _came_along():
        return _form_class()(formdata=request.form)
    return filled(_form_class(), proposal.content)


def _came_along() -> bool:
    """Whether this request brings the proposal's own fields."""
    return "title" in request.form


@bp.route("/proposals/<uuid:proposal_id>/", methods=["GET", "POST"])
def edit_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """One proposal with everything; a post keeps what the editor changed."""
    proposal = _proposal(proposal_id)
    form = _form_of(proposal)
    if request.method == "GET":
        return _page(proposal, form)
    if form.too_long():
        return _page(proposal, form), 422
    with writing(proposal):
        fits = _keep(proposal, form)
    if not fits:
        return _too_late(proposal, form)
    flash("Your changes are kept.")
    return redirect(url_for(".edit_proposal", proposal_id=proposal.id))


def _keep(proposal: Proposal, form: BaseProposalForm) -> bool:
    """Keep the editor's changes, if it is the editors' turn; and whether it is."""
    fits = policy.can_decide_proposal(current_user, proposal)
    if fits and _came_along():
        proposals.keep_edited(proposal, form)
    return fits


def _too_late(
    proposal: Proposal, form: BaseProposalForm, **bound: Form
) -> ResponseReturnValue:
    flash("It is no longer the editors’ turn, so nothing was kept or sent. "
          "Copy your words before you leave this page.", "warn")  # fmt: skip
    return _page(proposal, form, **bound), 409


def _page(proposal: Proposal, form: BaseProposalForm, **bound: Form) -> str:
    """The proposal's page, with whichever form has come back with faults."""
    told = {name: words for name, _, words in form.told()}
    forms: dict[str, Form] = {
        "asking": QuestionForm(formdata=None),
        "publishing": PublishForm(formdata=None),
        "declining": DeclineForm(formdata=None),
    } | bound
    return render_template(
        "editor/proposal.html",
        proposal=proposal,
        proposer=db.session.get(Person, proposal.proposer_id),
        form=form,
        forms=forms,
        kept=filled(_form_class(), proposal.content),
        marks=personal.by_field(_checked(told), told.get("place_name", "")),
        asks=proposals.asks(proposal),
        can_decide=policy.can_decide_proposal(current_user, proposal),
        can_decline=policy.can_decline_proposal(current_user, proposal),
        published=proposals.count_published(proposal.proposer_id),
    )


def _checked(told: dict[str, str]) -> dict[str, str]:
    """The words in which somebody's name would be out of place."""
    fixed = ("source-", "place_name", "country", "lessons", "group_consent_on")
    return {name: text for name, text in told.items() if not name.startswith(fixed)}


@bp.post("/proposals/<uuid:proposal_id>/ask/")
def ask_proposer(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the proposer something, by mail and on their page."""
    proposal = _proposal(proposal_id)
    form, asking = _form_of(proposal), QuestionForm()
    if form.too_long() or not asking.submitted():
        return _page(proposal, form, asking=asking), 422
    with writing(proposal):
        fits = _keep(proposal, form)
        if fits:
            proposals.ask(proposal, current_user, asking.question.data or "")
    if not fits:
        return _too_late(proposal, form, asking=asking)
    _tell(proposal, "A question about your case", QUESTION_MAIL, asking.question.data)
    return redirect(url_for(".queue"))


@bp.post("/proposals/<uuid:proposal_id>/publish/")
def publish_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Put it into the casebook, once the casebook's own rules let it pass."""
    proposal = _proposal(proposal_id)
    form, publishing = _form_of(proposal), PublishForm()
    if form.too_long() or not publishing.submitted():
        return _page(proposal, form, publishing=publishing), 422
    case = None
    try:
        with writing(proposal):
            fits = _keep(proposal, form)
            case = writeup.case_of(form) if fits else None
            if case is not None:
                note = publishing.note.data or ""
                proposals.publish(proposal, current_user, case, note)
    except IntegrityError:
        case, form.title.errors = None, ["Another case has this name. Change it"]
    if not fits:
        return _too_late(proposal, form, publishing=publishing)
    if case is None:
        return _page(proposal, form, publishing=publishing), 422
    _tell(proposal, "Your case is published", PUBLISHED_MAIL, publishing.note.data)
    return redirect(url_for("casebook.show_case", slug=case.slug))


@bp.post("/proposals/<uuid:proposal_id>/decline/")
def decline_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Say no, with the reason, by mail and on the proposer's page."""
    proposal = _proposal(proposal_id)
    form, declining = _form_of(proposal), DeclineForm()
    if form.too_long() or not declining.submitted():
        return _page(proposal, form, declining=declining), 422
    with writing(proposal):
        _keep(proposal, form)
        fits = policy.can_decline_proposal(current_user, proposal)
        if fits:
            proposals.decline(proposal, current_user, declining.reason.data or "")
    if not fits:
        return _too_late(proposal, form, declining=declining)
    _tell(proposal, "About the case you proposed", DECLINED_MAIL, declining.reason.data)
    return redirect(url_for(".queue"))


def _tell(proposal: Proposal, subject: str, text: str, words: str | None) -> None:
    """Write to the proposer, and say on the page whether that went out."""
    proposer = db.get_or_404(Person, proposal.proposer_id)
    path = url_for("proposing.show_proposal", proposal_id=proposal.id)
    link = f"{current_app.config['BASE_URL']}{path}"
    title = proposal.title or "without a name"
    told = text.format(title=title, words=words, link=link)
    if mail.send(proposer.email, subject, told):
        flash(f"{proposer.name} is told, by mail and on their page.")
    else:
        flash(f"{proposer.name} sees it on their page. The mail could not be sent.",
              "warn")  # fmt: skip


@bp.route("/reports/<uuid:report_id>/", methods=["GET", "POST"])
def close_report(report_id: uuid.UUID) -> ResponseReturnValue:
    """A report of an error; a post says whether it is mended, in words."""
    report = db.get_or_404(Report, report_id)
    form = CloseForm(formdata=request.form if request.method == "POST" else None)
    wish = {"mended": ReportState.MENDED, "left": ReportState.LEFT}.get(
        request.form.get("do", "")
    )
    if request.method == "GET" or wish is None or not form.submitted():
        return _report_page(report, form), 200 if request.method == "GET" else 422
    with writing(report):
        was_open = report.state is ReportState.OPEN
        if was_open:
            report.state, report.words = wish, form.words.data or ""
            report.editor_id, report.closed_at = current_user.id, now()
    if not was_open:
        flash("Another editor has answered it meanwhile.", "warn")
        return _report_page(report, form), 409
    _tell_reporter(report)
    return redirect(url_for(".queue"))


def _report_page(report: Report, form: CloseForm) -> str:
    return render_template(
        "editor/report.html",
        report=report,
        reporter=db.session.get(Person, report.person_id) if report.person_id else None,
        case=published.case(report.slug),
        form=form,
    )


def _tell_reporter(report: Report) -> None:
    """Write to whoever left an address."""
    if not report.email:
        flash("Noted. The reporter left no address.")
        return
    path = url_for("casebook.show_case", slug=report.slug)
    text = REPORT_MAIL.format(
        outcome="mended" if report.state is ReportState.MENDED else "left as it is",
        words=report.words,
        link=f"{current_app.config['BASE_URL']}{path}",
    )
    if mail.send(report.email, "The error you reported", text):
        flash("Noted, and the reporter is told by mail.")
    else:
        flash("Noted. The mail to the reporter could not be sent.", "warn")


@bp.cli.command("export-case")
@click.argument("slug")
@click.option("--to", default=ROOT, type=Path, help="The folder with casebook/ in it.")
def export_case(slug: str, to: Path) -> None:
    """Write casebook/SLUG.md for a case that was published from a proposal."""
    click.echo(actions.export(slug, to))
