"""A cohort's days, and who is how far: for coordinators and supervisors."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import policy, security
from app.accounts.models import Cohort, Membership, Organisation, Person
from app.curriculum import actions, forms, progress, standing
from app.curriculum.forms import PathForm
from app.curriculum.models import ModuleDates
from app.curriculum.standing import Dates, Standing
from app.db import db, writing
from app.look import library

bp = Blueprint("paths", __name__)


@dataclass(frozen=True)
class Table:
    """People by module. `rows` are in order of names."""

    cohort: Cohort | None
    dates: Dates
    rows: list[tuple[Person, list[Standing]]]


def _cohort(cohort_id: uuid.UUID) -> Cohort:
    """The cohort, for a coordinator of its organisation; 404 to anyone else."""
    cohort = db.session.get(Cohort, cohort_id)
    if cohort is None or not policy.can_set_dates(current_user, cohort):
        abort(404)
    return cohort


def _host(cohort: Cohort) -> Organisation:
    """The cohort's organisation: the signed-in person coordinates it."""
    mine = {m.organisation_id: m.organisation for m in current_user.memberships}
    return mine[cohort.organisation_id]


@bp.get("/organisation/cohorts/<uuid:cohort_id>/")
def show_cohort(cohort_id: uuid.UUID) -> ResponseReturnValue:
    """A cohort by module: what is done, under way and late, and no words."""
    cohort = _cohort(cohort_id)
    members = policy.readable_progress(current_user, _host(cohort))
    (table,) = _tables(
        _loaded(members.where(Membership.cohort_id == cohort.id)), [cohort]
    )
    return render_template("learn/paths/cohort.html", cohort=cohort, table=table)


@bp.get("/supervision/modules/")
def supervised() -> ResponseReturnValue:
    """The organisers whom one supervises today, by cohort and module."""
    here = security.current_organisation()
    if here is None or not policy.can_supervise(current_user, here):
        abort(404)
    members = policy.supervised_progress(current_user, here)
    return render_template(
        "learn/paths/supervised.html", tables=_tables(_loaded(members))
    )


def _loaded(members: Any) -> list[Membership]:
    """These organisers with their cohorts: by cohort, then by name."""
    found = db.session.scalars(
        members.options(joinedload(Membership.person), joinedload(Membership.cohort))
    )
    return sorted(found, key=lambda m: (_place(m.cohort), m.person.name.casefold()))


def _place(cohort: Cohort | None) -> tuple[bool, str, str]:
    """Cohorts by when they began; whoever belongs to none comes last."""
    if cohort is None:
        return True, "", ""
    return False, cohort.starts_on.isoformat(), str(cohort.id)


def _tables(members: list[Membership], empty: Iterable[Cohort] = ()) -> list[Table]:
    """A table for each cohort of the members; of `empty`, also one without people."""
    kept = progress.of_people({m.person_id for m in members})
    grouped = {
        key: list(group) for key, group in groupby(members, lambda m: _place(m.cohort))
    }
    cohorts = {_place(m.cohort): m.cohort for m in members}
    cohorts |= {_place(cohort): cohort for cohort in empty}
    dates = _dates([c for c in cohorts.values() if c])
    tables = []
    for key, cohort in cohorts.items():
        days = dates[cohort.id] if cohort else {}
        people = [
            (m.person, standing.of_kept(kept[m.person_id], days))
            for m in grouped.get(key, ())
        ]
        tables.append(Table(cohort, days, people))
    return tables


def _dates(cohorts: list[Cohort]) -> dict[uuid.UUID, Dates]:
    """The days of several cohorts."""
    ids = [cohort.id for cohort in cohorts]
    query = select(ModuleDates).where(ModuleDates.cohort_id.in_(ids))
    rows = list(db.session.scalars(query)) if ids else []
    return {
        one: standing.by_module(row for row in rows if row.cohort_id == one)
        for one in ids
    }


@bp.get("/organisation/cohorts/<uuid:cohort_id>/path/")
def show_path(cohort_id: uuid.UUID) -> ResponseReturnValue:
    """The days of a cohort's modules, to be changed."""
    cohort = _cohort(cohort_id)
    modules, dates = library().modules, standing.of_cohort(cohort.id)
    data = forms.kept(modules, dates, cohort.starts_on)
    form = forms.path_form(modules, formdata=None, data=data)
    return _path_page(cohort, form, has_days=bool(dates))


@bp.post("/organisation/cohorts/<uuid:cohort_id>/path/")
def save_path(cohort_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the days; or spread them anew, to be looked at before they are kept."""
    cohort, modules = _cohort(cohort_id), library().modules
    form = forms.path_form(modules)
    fine = form.submitted()
    if request.form.get("do") == "spread":
        between = form.between()
        if between is None:
            return _path_page(cohort, form), 422
        return _path_page(cohort, _spread(form, *between), is_suggested=True)
    if not form.in_order() or not fine:
        return _path_page(cohort, form), 422
    days = form.days()
    with writing(cohort):
        actions.keep_dates(cohort.id, days)
    flash("The dates are saved." if any(map(any, days.values())) else NONE_LEFT)
    return redirect(url_for(".show_path", cohort_id=cohort.id))


NONE_LEFT = "This cohort has no dates now."


def _spread(form: PathForm, first: date, last: date) -> PathForm:
    """The form with the modules spread between two days."""
    values: dict[str, Any] = {"spread_from": first, "spread_until": last}
    for slug, (begin, done) in forms.spread(form.modules, first, last).items():
        values |= {f"begin-{slug}": begin, f"done-{slug}": done}
    return forms.path_form(form.modules, formdata=None, data=values)


def _path_page(
    cohort: Cohort, form: PathForm, has_days: bool = True, is_suggested: bool = False
) -> str:
    return render_template(
        "learn/paths/path.html",
        cohort=cohort,
        form=form,
        has_days=has_days,
        is_suggested=is_suggested,
    )
