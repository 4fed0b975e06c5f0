"""Signing in and out, one-time links, one's own account."""

from urllib.parse import urlencode

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from sqlalchemy.exc import IntegrityError

from app import mail, security
from app.accounts import actions
from app.accounts.forms import (
    AccountForm,
    AskResetForm,
    ChangePasswordForm,
    JoinForm,
    OpenAccountForm,
    ResetForm,
    SetupForm,
    SignInForm,
)
from app.accounts.models import OneTimeLink, Organisation, Person, Purpose
from app.clock import now
from app.db import db, writing
from app.forms import ConfirmForm

bp = Blueprint("accounts", __name__)

LONGEST_PATH = 2000  # characters of an address to come back to

RESET_MAIL = """Somebody, we hope you, asked for a new password for Alongside.

Open this link within two hours to choose one. It works once.

{link}

If you did not ask, do nothing: your password stays as it is.
"""

OPENING_MAIL = """Somebody, we hope you, asked to open an account at Alongside, where
community organisers learn and look up what others tried.

Open this link within a day to choose a name and a password. It works once.

{link}

If you did not ask, do nothing: no account is opened.
"""

HELD_MAIL = """Somebody, we hope you, asked to open an account at Alongside with this
address. It has one already, so there is nothing to open. You can sign in:

{sign_in}

If the password is forgotten, choose a new one:

{reset}

If you did not ask, do nothing: your account stays as it is.
"""


def _enter(person: Person, stay: bool) -> None:
    """Begin a session; what an earlier one held is left behind."""
    session.clear()
    login_user(person)
    session.permanent = stay


@bp.route("/sign-in/", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, carrying along whatever was being sent when the sign-in had expired."""
    if "rescued" in g:
        return _sign_in_page(SignInForm(formdata=None), g.rescued)
    if current_user.is_authenticated and request.method == "GET":
        return redirect(security.safe_next(request.args.get("next")))
    form = SignInForm()
    carried = request.form.get("rescued", "")
    if "is_stale" in g:
        form.password.errors = ["This page was open in two places. Enter it once more"]
        return _sign_in_page(form, carried), 400
    person = _checked(form) if form.submitted() else None
    if person is None:
        return _sign_in_page(form, carried)
    _enter(person, form.stay.data)
    kept = security.rescued(carried) if carried else None
    if kept is None:
        return redirect(security.safe_next(request.args.get("next")))
    return _send_on(person, kept)


def _sign_in_page(form: SignInForm, carried: str) -> str:
    return render_template(
        "accounts/sign_in.html",
        form=form,
        carried=carried,
        is_set_up=actions.is_set_up(),
    )


def _checked(form: SignInForm) -> Person | None:
    """The person whose email and password these are; else a message on the form."""
    email, address = form.email.data or "", request.remote_addr or ""
    if actions.must_wait(email, address):
        form.email.errors = [
            "Too many wrong passwords. Wait a quarter of an hour, or ask for a new one"
        ]
        return None
    person = actions.person_by_email(email)
    if actions.check_password(person, form.password.data or ""):
        return person
    with writing():
        actions.note_failure(email, address)
    form.password.errors = [
        "That email and password do not belong together. Check both"
    ]
    return None


def _send_on(person: Person, kept: dict) -> ResponseReturnValue:
    """A page that sends what was being written, now that its writer is known."""
    writer = dict(kept["fields"]).get("by", "")
    if writer and writer != str(person.id):
        flash("What was being sent on this device was somebody else’s. "
              "It was not sent, and is not shown.", "warn")  # fmt: skip
        return redirect(url_for("today.today"))
    return render_template("accounts/rescue.html", kept=kept, form=ConfirmForm())


@bp.post("/sign-out/")
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    security.leave()
    flash("You are signed out.")
    return redirect(url_for("pages.home"))


@bp.route("/sign-in/new-password/", methods=["GET", "POST"])
def ask_reset() -> ResponseReturnValue:
    """Send a link for a new password; the answer never says whether one was sent."""
    form = AskResetForm()
    if not form.submitted():
        return render_template("accounts/ask_reset.html", form=form)
    person = actions.person_by_email(form.email.data or "")
    if person:
        with writing():
            link = actions.make_link(Purpose.RESET, person_id=person.id)
        mail.send(person.email, "A new password", RESET_MAIL.format(link=link))
    return render_template("accounts/reset_sent.html", email=form.email.data)


@bp.route("/open-account/", methods=["GET", "POST"])
def open_account() -> ResponseReturnValue:
    """Send a link that opens an account; the answer never says who has one."""
    if current_user.is_authenticated and request.method == "GET":
        return redirect(security.safe_next(request.args.get("next")))
    form, is_set_up = OpenAccountForm(), actions.is_set_up()
    if is_set_up and form.submitted() and _has_sent(form):
        return render_template("accounts/opening_sent.html", email=form.email.data)
    return render_template(
        "accounts/open_account.html", form=form, is_set_up=is_set_up, onward=_onward()
    )


def _onward() -> str | None:
    """Where the visitor came from, if that is on this site and short enough to mail."""
    path = request.args.get("next", "")
    is_ours = len(path) <= LONGEST_PATH and security.safe_next(path) == path
    return path if is_ours else None


def _has_sent(form: OpenAccountForm) -> bool:
    """Send to the address what fits it; else put a message on the form.

    Both messages are counted, made and sent alike, so that nothing tells them apart.
    """
    email, address = (form.email.data or "").lower(), request.remote_addr or ""
    if actions.must_wait(email, address, actions.ASKED):
        form.email.errors = [
            "Too many links were asked for. Wait a quarter of an hour, then ask again"
        ]
        return False
    with writing():
        actions.note_failure(email, address, actions.ASKED)
        person = actions.person_by_email(email)
        link = "" if person else actions.make_link(Purpose.OPENING, email=email)
    onward, home = _onward(), current_app.config["BASE_URL"]
    if person:
        words = HELD_MAIL.format(
            sign_in=home + url_for(".sign_in", next=onward),
            reset=home + url_for(".ask_reset"),
        )
    else:
        query = f"?{urlencode({'next': onward})}" if onward else ""
        words = OPENING_MAIL.format(link=link + query)
    if mail.send(email, "Your account at Alongside", words):
        return True
    form.email.errors = ["No message can be sent just now. Try again in an hour"]
    return False


@bp.route("/link/<token>/", methods=["GET", "POST"])
def open_link(token: str) -> ResponseReturnValue:
    """Use a one-time link: set the site up, join, or choose a new password."""
    link = actions.open_link(token)
    if link is None:
        return render_template("accounts/dead_link.html"), 404
    if link.purpose is Purpose.SETUP:
        return _set_up(link)
    if link.purpose is Purpose.INVITATION:
        return _join(link)
    if link.purpose is Purpose.OPENING:
        return _open(link)
    return _reset(link)


def _set_up(link: OneTimeLink) -> ResponseReturnValue:
    form = SetupForm()
    if not form.submitted():
        return render_template("accounts/set_up.html", form=form)
    with writing(link):
        if not link.is_open:
            abort(404)
        link.used_at = now()
        person = actions.set_up(
            form.name.data or "",
            form.email.data or "",
            form.password.data or "",
            form.organisation.data or "",
        )
    return _welcome(person)


def _join(link: OneTimeLink) -> ResponseReturnValue:
    """Join by invitation; somebody who has an account signs in and confirms."""
    host = db.get_or_404(Organisation, link.organisation_id)
    person = actions.person_by_email(link.email)
    if person is None:
        form = JoinForm()
        if not form.submitted():
            return render_template(
                "accounts/join.html", form=form, link=link, host=host
            )
        with writing(link):
            if not link.is_open:
                abort(404)
            person = actions.add_person(
                form.name.data or "", link.email, form.password.data or ""
            )
            actions.join(person, link)
        return _welcome(person)
    if not current_user.is_authenticated:
        return redirect(url_for(".sign_in", next=request.path))
    if current_user != person:
        return render_template("accounts/join_other.html", link=link, host=host)
    if not ConfirmForm().submitted():
        return render_template(
            "accounts/join_again.html", form=ConfirmForm(), link=link, host=host
        )
    with writing(link):
        if not link.is_open:
            abort(404)
        actions.join(person, link)
    flash(f"You have joined {host.name}.")
    return redirect(url_for("today.today"))


def _reset(link: OneTimeLink) -> ResponseReturnValue:
    person = db.get_or_404(Person, link.person_id)
    form = ResetForm()
    if not form.submitted():
        return render_template("accounts/reset.html", form=form, person=person)
    with writing(link, person):
        if not link.is_open:
            abort(404)
        actions.change_password(person, form.password.data or "")
    return _welcome(person, "Your password is changed, and every other device has "
                    "been signed out.")  # fmt: skip


def _open(link: OneTimeLink) -> ResponseReturnValue:
    """Open a practitioner's account: nobody's organiser, with no organisation."""
    sign_in = redirect(url_for(".sign_in", next=_onward()))
    if actions.person_by_email(link.email):
        flash("This address has an account already. Sign in to it.", "warn")
        return sign_in
    form = JoinForm()
    if not form.submitted():
        return render_template("accounts/opening.html", form=form, link=link)
    try:
        with writing(link):
            if not link.is_open:
                abort(404)
            person = actions.open_account(
                link, form.name.data or "", form.password.data or ""
            )
    except IntegrityError:  # they joined by another link at this moment
        return sign_in
    return _welcome(person, onward=_onward())


def _welcome(
    person: Person, words: str = "", onward: str | None = None
) -> ResponseReturnValue:
    _enter(person, stay=False)
    flash(words or f"Your account is ready, {person.name}.")
    return redirect(onward or url_for("today.today"))


@bp.route("/account/", methods=["GET", "POST"])
def show_account() -> ResponseReturnValue:
    """One's own name, password and organisations."""
    name_form, password_form = AccountForm(obj=current_user), ChangePasswordForm()
    if request.form.get("do") == "name":
        password_form = ChangePasswordForm(formdata=None)
        if name_form.submitted():
            with writing(current_user):
                current_user.name = name_form.name.data
            flash("Your name is changed.")
            return redirect(url_for(".show_account"))
    elif request.form.get("do") == "password":
        name_form = AccountForm(formdata=None, obj=current_user)
        if _changed_password(password_form):
            return redirect(url_for(".show_account"))
    return render_template(
        "accounts/account.html", name_form=name_form, password_form=password_form
    )


def _changed_password(form: ChangePasswordForm) -> bool:
    if not form.submitted():
        return False
    person = current_user._get_current_object()
    if not actions.check_password(person, form.current.data or ""):
        form.current.errors = ["That is not the password you have now"]
        return False
    stay = session.permanent
    with writing(person):
        actions.change_password(person, form.password.data or "")
    _enter(person, stay)
    flash("Your password is changed, and every other device has been signed out.")
    return True


@bp.post("/account/organisation/")
def choose_organisation() -> ResponseReturnValue:
    """Work in another of one's organisations."""
    chosen = request.form.get("organisation", "")
    mine = {str(m.organisation_id) for m in current_user.memberships}
    if not ConfirmForm().submitted() or chosen not in mine:
        abort(404)
    session["organisation"] = chosen
    return redirect(url_for("today.today"))
