"""A group's right of reply: the link, what it shows, what is said, and the answer."""

import uuid
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app import policy, throttle
from app.clock import now
from app.db import db, new_id, writing, written
from app.forms import ConfirmForm
from app.groups import held, replies
from app.groups.models import Group
from app.groups.reading import group_at
from app.groups.reply_forms import AnswerForm, LinkForm, reply_form, stray_words
from app.groups.reply_models import GroupReply, ReplyLink
from app.look import full_url
from app.practice.models import Entry

bp = Blueprint("replies", __name__)

SECRET_PAGE = {  # a page whose address is a secret
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@bp.app_template_global()
def replies_about(entry: Entry) -> list[Any]:
    """What the group said of this entry's ratings, for whoever reads the entry."""
    return replies.about_entry(entry, current_user)


@bp.app_template_global()
def replies_of(group: Group) -> dict[str, Any]:
    """What a group's page says of its replies."""
    found = replies.replies_of(group.id)
    return {
        "replies": found,
        "closed": replies.closed_points(found, current_user),
        "readable": replies.readable_entries(found, current_user),
    }


@bp.route("/groups/<uuid:group_id>/reply/", methods=["GET", "POST"])
def show_links(group_id: uuid.UUID) -> ResponseReturnValue:
    """The group's links; a post makes one, and shows it this once."""
    group = group_at(group_id, to_edit=True)
    form, address = LinkForm(), ""
    if form.submitted():
        with writing(group):
            secret = replies.make_link(group, current_user, int(form.days.data))
        address = full_url(".show_held", secret=secret)
    page = render_template(
        "groups/reply_links.html",
        group=group,
        form=form,
        address=address,
        links=replies.links_of(group),
        confirm=ConfirmForm(),
    )
    return _dressed(page, 422 if form.errors else 200)


def _dressed(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers.update(SECRET_PAGE)
    return response


@bp.post("/groups/<uuid:group_id>/reply/<uuid:reply_link_id>/revoke/")
def revoke_link(group_id: uuid.UUID, reply_link_id: uuid.UUID) -> ResponseReturnValue:
    """Make a link stop working."""
    group = group_at(group_id, to_edit=True)
    link = db.session.get(ReplyLink, reply_link_id)
    if link is None or link.group_id != group.id:
        abort(404)
    with writing(link):
        link.revoked_at = link.revoked_at or now()
    flash("The link no longer works.")
    return redirect(url_for(".show_links", group_id=group.id))


@bp.route("/reply/<secret>/", methods=["GET", "POST"])
def show_held(secret: str) -> ResponseReturnValue:
    """What is held about the group, for whoever has the link, and room to reply."""
    link = replies.link_of(secret)
    if link is None or not link.is_open:
        return _dressed(_dead_page(link), 404)
    group = _group_of(link)
    shown = held.about(group)
    form = reply_form(shown.items)()
    if request.method == "POST":
        return _after_post(link, group, shown, form)
    is_counted = not _reads_it_anyway(group)
    if is_counted and request.method == "GET":
        written(lambda: replies.count_opening(link))
    form.key.data = str(new_id())
    return _dressed(_held_page(link, group, shown, form))


def _group_of(link: ReplyLink) -> Group:
    found: Group = db.get_or_404(
        Group, link.group_id, options=[joinedload(Group.place)]
    )
    return found


def _dead_page(link: ReplyLink | None) -> str:
    """The link is unknown, revoked or too old; what was typed is there to copy."""
    typed = request.form.items() if link is not None else ()
    words = [text.replace("\x00", "") for name, text in typed if _is_words(name)]
    kept = "\n\n".join(text for text in words if text.strip())
    return render_template("groups/reply_dead.html", kept=kept)


def _is_words(name: str) -> bool:
    return name.startswith(("fact-", "ask-", "rating-", "words", "role"))


def _reads_it_anyway(group: Group) -> bool:
    """Whether it is somebody signed in who may read the group as it is."""
    return current_user.is_authenticated and policy.can_read_group(current_user, group)


def _after_post(
    link: ReplyLink, group: Group, shown: held.About, form: Any
) -> ResponseReturnValue:
    """Keep the reply and say so; or show it again with what is to be put right."""
    stray = stray_words(shown.items)
    if stray:
        form.words.data = "\n\n".join(filter(None, [form.words.data, stray]))
        form.words.errors = [
            "Something you wrote about is no longer held. Your words are here: look at "
            "them, then send them again"
        ]
        return _dressed(_held_page(link, group, shown, form), 422)
    fine = form.validate() and form.says_something(shown.items)
    if not (fine and _kept(link, group, shown, form)):
        return _dressed(_held_page(link, group, shown, form), 422)
    flash("Thank you. Your words are kept with what is held. Nobody can change them.")
    return redirect(request.path + "#said")


def _kept(link: ReplyLink, group: Group, shown: held.About, form: Any) -> bool:
    """Keep the reply once; false, with a message, when this network sends too many."""
    network = throttle.network("group-reply")
    key = _key(form.key.data)
    with writing():
        before = db.session.get(GroupReply, key)
        if before is not None and before.link_id == link.id:
            return True  # sent twice
        if not throttle.is_full(GroupReply, network):
            reply = GroupReply(
                id=key if before is None else new_id(),
                group_id=group.id,
                link_id=link.id,
                role=form.role.data,
                words=form.words.data or "",
                network=network,
            )
            db.session.add(reply)
            db.session.flush()
            said = [(one, form[key].data) for key, one in shown.items.items()]
            replies.add_points(reply, [(one, words) for one, words in said if words])
            return True
    form.words.errors = ["Many replies came from your network. Try again in an hour"]
    return False


def _key(text: str | None) -> uuid.UUID:
    """The reply's key that the form carries; a damaged one is replaced."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return new_id()


def _held_page(link: ReplyLink, group: Group, shown: held.About, form: Any) -> str:
    return render_template(
        "groups/reply.html",
        link=link,
        group=group,
        shown=shown,
        form=form,
        said=replies.replies_of(group.id),
        is_counted=not _reads_it_anyway(group),
    )


@bp.route("/groups/<uuid:group_id>/replies/<uuid:reply_id>/", methods=["GET", "POST"])
def answer_reply(group_id: uuid.UUID, reply_id: uuid.UUID) -> ResponseReturnValue:
    """Answer what the group said, once; 404 to all but the organisers named on it."""
    group = group_at(group_id, to_edit=True)
    query = [joinedload(GroupReply.points), joinedload(GroupReply.answered_by)]
    reply = db.session.get(GroupReply, reply_id, options=query)
    if reply is None or reply.group_id != group.id:
        abort(404)
    form = AnswerForm()
    if form.submitted():
        return _answered(group, reply, form)
    page = render_template(
        "groups/reply_answer.html",
        group=group,
        reply=reply,
        form=form,
        closed=replies.closed_points([reply], current_user),
        readable=replies.readable_entries([reply], current_user),
    )
    return page, 422 if form.errors else 200


def _answered(group: Group, reply: GroupReply, form: AnswerForm) -> ResponseReturnValue:
    """Keep the answer; one that a colleague was before stays on the page."""
    with writing(reply):
        is_first = reply.answered_at is None
        if is_first:
            reply.answer = form.answer.data or ""
            reply.facts_changed = form.facts_changed.data
            reply.answered_at, reply.answered_by_id = now(), current_user.id
    if is_first:
        flash("Your answer is kept beside what the group said.")
        return redirect(url_for("groups.show_group", group_id=group.id) + "#replies")
    form.answer.errors = ["This was answered before, and can be answered once"]
    page = render_template(
        "groups/reply_answer.html",
        group=group,
        reply=reply,
        form=form,
        closed=replies.closed_points([reply], current_user),
        readable=replies.readable_entries([reply], current_user),
    )
    return page, 409
