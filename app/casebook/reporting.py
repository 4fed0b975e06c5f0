"""Reporting an error in a case: open to all."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import throttle
from app.casebook import published
from app.casebook.forms import ReportForm
from app.casebook.models import Report
from app.db import db, writing
from app.look import library

bp = Blueprint("reporting", __name__, url_prefix="/casebook")


@bp.route("/<slug>/report/", methods=["GET", "POST"])
def report_error(slug: str) -> ResponseReturnValue:
    """Say what is wrong with a case, and where the right thing stands."""
    slug = library().redirects.get(("case", slug), slug)
    case = published.case(slug)
    if case is None:
        abort(404)
    form = ReportForm()
    if current_user.is_authenticated:
        del form.email  # they are told at the address of their account
    if form.submitted() and _kept(form, slug):
        flash("Thank you. The editors will look at it.")
        return redirect(url_for("casebook.show_case", slug=slug))
    status = 422 if form.is_submitted() else 200
    return render_template("casebook/report.html", form=form, case=case), status


def _kept(form: ReportForm, slug: str) -> bool:
    """Keep the report, unless too many came from this network; then say so."""
    network = throttle.network("report")
    with writing():
        if not throttle.is_full(Report, network):
            db.session.add(_report(form, slug, network))
            return True
    form.wrong.errors = ["Many reports came from your network. Try again in an hour"]
    return False


def _report(form: ReportForm, slug: str, network: str) -> Report:
    signed_in = current_user.is_authenticated
    return Report(
        slug=slug,
        passage=form.passage.data,
        wrong=form.wrong.data,
        source=form.source.data or "",
        person_id=current_user.id if signed_in else None,
        email=current_user.email if signed_in else form.email.data or "",
        network=network,
    )
