"""The queue, the review desk, one organiser."""

import uuid
from functools import cache
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import bindparam, exists, func, select

from app import policy, security
from app.accounts.models import Organisation, Person, Supervision
from app.clock import today
from app.content.blocks import Reflect
from app.content.types import Principle
from app.curriculum import standing
from app.curriculum.models import Reflection
from app.db import db, writing
from app.forms import ConfirmForm
from app.groups.models import Group
from app.look import library
from app.practice.models import COUNTED, Entry, State
from app.practice.planning import plan_of
from app.practice.written import Written
from app.supervision import actions, passages
from app.supervision.desk import Desk, load
from app.supervision.forms import CommentForm, DecideForm, ScoreForm
from app.supervision.models import Decision, Review

bp = Blueprint("supervision", __name__, url_prefix="/supervision")

LATE = 7  # days after which a wait is marked; product.md's first nudge


def _here() -> Organisation:
    """Where the signed-in person supervises; 404 to anyone else."""
    here = security.current_organisation()
    if here is None or not policy.can_supervise(current_user, here):
        abort(404)
    return here


def _asked(here: Organisation) -> dict[str, Any]:
    """Whose organisers, where and when: what the queries below ask about."""
    return {"me": current_user.id, "here": here.id, "today": today()}


@cache
def _waiting() -> Any:
    """Entries of one's organisers between submission and acceptance, oldest first."""
    seen = exists().where(Review.entry_id == Entry.id).label("seen")
    return (
        select(
            Entry.id,
            Entry.title,
            Entry.state,
            Entry.state_since,
            Entry.stream,
            Entry.voice_flag,
            Entry.author_id,
            Person.name.label("author"),
            seen,
        )
        .join(Person, Person.id == Entry.author_id)
        .where(
            Entry.author_id.in_(Supervision.mine()),
            Entry.organisation_id == bindparam("here"),
            Entry.is_under_review(),
        )
        .order_by(Entry.state_since, Entry.id)
    )


@cache
def _people() -> Any:
    """One's organisers by name, how many entries they have sent, and the last day."""
    counted = Entry.state.in_(COUNTED) & (Entry.organisation_id == bindparam("here"))
    return (
        select(
            Person.id,
            Person.name,
            func.count(Entry.happened_on).label("entries"),
            func.max(Entry.happened_on).label("last"),
        )
        .outerjoin(Entry, (Entry.author_id == Person.id) & counted)
        .where(Person.id.in_(Supervision.mine()))
        .group_by(Person.id, Person.name)
        .order_by(Person.name)
    )


@bp.get("/")
def queue() -> ResponseReturnValue:
    """What waits for the supervisor, oldest first; and what waits for organisers."""
    here = _here()
    rows = db.session.execute(_waiting(), _asked(here)).all()
    people = db.session.execute(_people(), _asked(here)).all()
    return render_template(
        "supervision/queue.html",
        waiting=[row for row in rows if row.state is State.SUBMITTED],
        returned=[row for row in rows if row.state is State.RETURNED],
        people=people,
        late=LATE,
    )


def _desk(entry_id: uuid.UUID) -> Desk:
    """The desk, for a supervisor; 404 to anyone else."""
    _here()
    return load(entry_id)


def _form(principle: Principle | None, desk: Desk) -> ScoreForm:
    """The score form, showing what was given before."""
    given = desk.scores.get(principle.id) if principle else None
    data = {"level": given.level, "evidence": given.evidence} if given else {}
    return ScoreForm(formdata=None, data=data)


def _page(
    desk: Desk,
    score: ScoreForm | None = None,
    principle: Principle | None = None,
    comment: CommentForm | None = None,
    decide: DecideForm | None = None,
) -> str:
    """The desk as a page; forms that come back carry their messages."""
    comment = comment or CommentForm(formdata=None)
    comment.on.choices = _places(desk)
    if principle is None:
        asked = desk.scale.principle(request.args.get("score", ""))
        principle = asked or next(iter(desk.unscored), None)
    numbered = list(enumerate(desk.comments, start=1))
    rows = db.session.execute(_waiting(), _asked(_here()))
    ids = [row.id for row in rows if row.state is State.SUBMITTED]
    return render_template(
        "supervision/desk.html",
        desk=desk,
        entry=desk.entry,
        written=desk.written,
        plan=plan_of(desk.written, desk.version),
        now=principle,
        score_form=score or _form(principle, desk),
        comment_form=comment,
        decide_form=decide or DecideForm(formdata=None),
        confirm=ConfirmForm(),
        numbered=numbered,
        spans=passages.spans(
            [(n, c.quote) for n, c in numbered if c.quote], desk.written
        ),
        marked=passages.marked,
        place=ids.index(desk.entry.id) + 1 if desk.entry.id in ids else 0,
        waiting=len(ids),
        following=next((i for i in ids if i != desk.entry.id), None),
    )


def _places(desk: Desk) -> list[tuple[str, str]]:
    """What a comment can hang on."""
    whole = [("whole", "The whole entry"), ("passage", "A passage")]
    return whole + [(p.id, p.name) for p in desk.scale.principles]


@bp.get("/<uuid:entry_id>/")
def desk(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Read, score, comment, decide."""
    return _page(_desk(entry_id))


def _back(entry_id: uuid.UUID, anchor: str) -> ResponseReturnValue:
    return redirect(url_for(".desk", entry_id=entry_id) + f"#{anchor}")


def _open_for_review(entry: Entry, expected: State = State.SUBMITTED) -> bool:
    """Whether it is still as the supervisor saw it; says so where it is not."""
    if entry.state is expected:
        return True
    flash("This entry is not waiting for you any more. Nothing was changed.", "warn")
    return False


@bp.post("/<uuid:entry_id>/scores/<principle_id>/")
def score(entry_id: uuid.UUID, principle_id: str) -> ResponseReturnValue:
    """Give one's own score, which opens the author's."""
    desk = _desk(entry_id)
    principle = desk.scale.principle(principle_id)
    if principle is None:
        abort(404)
    form = ScoreForm()
    if not form.submitted():
        return _page(desk, score=form, principle=principle), 422
    with writing(desk.entry):
        if _open_for_review(desk.entry):
            evidence = form.evidence.data or ""
            actions.score(
                desk.entry, current_user, principle.id, form.level.data, evidence
            )
    return _back(entry_id, "scores-h")


@bp.post("/<uuid:entry_id>/scores/")
def score_rest(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Score every principle that is left as not in play."""
    desk = _desk(entry_id)
    if ConfirmForm().submitted():
        with writing(desk.entry):
            if _open_for_review(desk.entry):
                for principle in load(entry_id).unscored:
                    actions.score(
                        desk.entry, current_user, principle.id, "not-in-play", ""
                    )
    return _back(entry_id, "scores-h")


@bp.post("/<uuid:entry_id>/comments/")
def add_comment(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Comment on the whole, on a passage or on a principle."""
    desk = _desk(entry_id)
    form = CommentForm()
    form.on.choices = _places(desk)
    fine = form.submitted()
    if fine and form.on.data == "passage":
        fine = _finds_passage(form, desk.written)
    if not fine:
        return _page(desk, comment=form), 422
    place: dict[str, str] = {}
    if form.on.data == "passage":
        place["quote"] = form.quote.data or ""
    elif form.on.data != "whole":
        place["principle"] = form.on.data
    with writing(desk.entry):
        if _open_for_review(desk.entry):
            number = desk.version.number
            text = form.text.data or ""
            actions.comment(desk.entry, current_user, number, text, **place)
    return _back(entry_id, "com-h")


def _finds_passage(form: CommentForm, written: Written) -> bool:
    try:
        passages.find(form.quote.data or "", written)
    except passages.NotOnePlace as problem:
        form.quote.errors = [str(problem)]
        return False
    return True


@bp.post("/<uuid:entry_id>/comments/<uuid:comment_id>/delete/")
def delete_comment(entry_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a comment that the author has not been able to read."""
    desk = _desk(entry_id)
    comment = next((c for c in desk.fresh if c.id == comment_id), None)
    if comment is None or comment.supervisor_id != current_user.id:
        abort(404)
    with writing(desk.entry, comment):
        if comment.released_at is None:
            db.session.delete(comment)
    return _back(entry_id, "com-h")


@bp.post("/<uuid:entry_id>/decision/")
def decide(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Return, accept, or reopen what was accepted."""
    desk = _desk(entry_id)
    form = DecideForm()
    wish = request.form.get("do", "")
    if wish not in DECISIONS or not form.submitted():
        return _page(desk, decide=form), 422
    decision, expected = DECISIONS[wish]
    problem = _objection(desk, decision, form.note.data or "")
    if problem:
        form.note.errors = [problem]
        return _page(desk, decide=form), 422
    with writing(desk.entry):
        if not _open_for_review(desk.entry, expected):
            return redirect(url_for(".queue"))
        note = form.note.data or ""
        actions.decide(desk.entry, current_user, desk.version.number, decision, note)
    flash(f"“{desk.entry.title}” is {SAID[decision]}.")
    return redirect(url_for(".queue"))


DECISIONS = {
    "return": (Decision.RETURNED, State.SUBMITTED),
    "accept": (Decision.ACCEPTED, State.SUBMITTED),
    "reopen": (Decision.REOPENED, State.ACCEPTED),
}
SAID = {
    Decision.RETURNED: "returned",
    Decision.ACCEPTED: "accepted",
    Decision.REOPENED: "open again, and with its author",
}


def _objection(desk: Desk, decision: Decision, note: str) -> str:
    """Why the decision cannot be taken yet, in words; empty when it can."""
    if decision is Decision.ACCEPTED and desk.unscored:
        return f"Score {desk.unscored[0].name} first: every principle needs your score"
    if decision is Decision.RETURNED and not (note or desk.fresh):
        return "Say what you are asking: a comment, or a word here"
    if decision is Decision.REOPENED and not note:
        return "Say why it is opened again"
    return ""


@bp.get("/people/<uuid:person_id>/")
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """One organiser's submitted log; their supervisor of today only."""
    here = _here()
    organiser = db.session.get(Person, person_id)
    if organiser is None or not policy.can_read_person(current_user, organiser, here):
        abort(404)
    rows = db.session.execute(
        select(
            Entry.id, Entry.title, Entry.state, Entry.state_since, Entry.happened_on,
            Entry.stream,
        )
        .where(
            Entry.author_id == organiser.id,
            Entry.organisation_id == here.id,
            Entry.state.in_(COUNTED),
        )
        .order_by(Entry.sorted_at.desc(), Entry.id.desc())
        .limit(50)
    ).all()  # fmt: skip
    groups = db.session.execute(
        select(Group.id, Group.name)
        .where(Group.id.in_(Group.of(organiser, here.id).with_only_columns(Group.id)))
        .order_by(Group.name)
    ).all()
    return render_template(
        "supervision/person.html",
        organiser=organiser,
        rows=rows,
        groups=groups,
        modules=standing.of_person(organiser, here),
        reflections=_shared_reflections(organiser),
    )


def _shared_reflections(organiser: Person) -> list[tuple[str, str, Reflection]]:
    """Prompt, lesson and text of what the organiser shared with this supervisor."""
    kept = db.session.scalars(
        policy.readable_reflections(current_user)
        .where(Reflection.person_id == organiser.id)
        .order_by(Reflection.at.desc())
    )
    shown = []
    for reflection in kept:
        page, block = library().blocks.get(reflection.block, (None, None))
        if isinstance(block, Reflect) and page is not None:
            shown.append((block.prompt, page.title, reflection))
    return shown
