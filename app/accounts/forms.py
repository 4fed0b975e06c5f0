"""Signing in, passwords, invitations, cohorts and pairings, as people type them."""

import re

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.accounts.models import EMAIL_LENGTH, NAME_LENGTH
from app.forms import Form

SHORTEST_PASSWORD = (
    12  # characters; NIST SP 800-63B-4 asks for 15, or 8 with a second factor
)
LONGEST_PASSWORD = 200
# As browsers check it (HTML, 4.10.5.1.5), with letters of every alphabet.
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+")


class Email:
    """Check that an address could be one, without asking its server."""

    def __call__(self, _form: Form, field: EmailField) -> None:
        address = (field.data or "").lower()  # as it is kept; some letters grow
        if len(address) > EMAIL_LENGTH or not EMAIL.fullmatch(address):
            message = "Enter an email address in full, with an @"
            raise ValidationError(message)


class SignInForm(Form):
    """Email and password."""

    email = EmailField(
        "Email",
        [InputRequired("Enter your email"), Length(max=EMAIL_LENGTH), Email()],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password"), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    stay = BooleanField("Stay signed in on this phone for 30 days")


class OpenAccountForm(Form):
    """Where to send a link that opens an account."""

    email = EmailField(
        "Your email",
        [InputRequired("Enter your email"), Length(max=EMAIL_LENGTH), Email()],
        render_kw={"autocomplete": "email"},
    )


class AskResetForm(Form):
    """Where to send a link that sets a new password."""

    email = EmailField(
        "Email",
        [InputRequired("Enter your email"), Length(max=EMAIL_LENGTH), Email()],
        render_kw={"autocomplete": "username"},
    )


def new_password(words: str = "Choose a password") -> PasswordField:
    """A field for a password that is being chosen."""
    return PasswordField(
        words,
        [
            InputRequired("Choose a password"),
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                f"Use between {SHORTEST_PASSWORD} and {LONGEST_PASSWORD} characters",
            ),
        ],
        description=f"At least {SHORTEST_PASSWORD} characters. Four plain words "
        "in a row are easier to keep than one odd one.",
        render_kw={"autocomplete": "new-password"},
    )


def name_field() -> StringField:
    """The name by which a person is shown to colleagues."""
    return StringField(
        "Your name",
        [
            InputRequired("Enter the name that colleagues call you"),
            Length(max=NAME_LENGTH, message=f"Use at most {NAME_LENGTH} characters"),
        ],
        description="What colleagues call you. A first name is enough.",
        render_kw={"autocomplete": "name"},
    )


class ResetForm(Form):
    """A new password, by a link sent to the person's address."""

    password = new_password("New password")


class JoinForm(Form):
    """Accepting an invitation, for somebody with no account yet."""

    name = name_field()
    password = new_password()


class SetupForm(JoinForm):
    """The first administrator and the first organisation."""

    email = EmailField(
        "Your email",
        [InputRequired("Enter your email"), Length(max=EMAIL_LENGTH), Email()],
        render_kw={"autocomplete": "username"},
    )
    organisation = StringField(
        "Your organisation’s name",
        [
            InputRequired("Enter the organisation’s name"),
            Length(max=120, message="Use at most 120 characters"),
        ],
        description="The body that employs or hosts the organisers.",
    )


class AccountForm(Form):
    """One's own name."""

    name = name_field()


class ChangePasswordForm(Form):
    """A new password, given the old one."""

    current = PasswordField(
        "Password now",
        [InputRequired("Enter the password that you have now")],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password("New password")


class InviteForm(Form):
    """Inviting one person by a link."""

    email = EmailField(
        "Their email",
        [InputRequired("Enter their email"), Length(max=EMAIL_LENGTH), Email()],
    )
    role = SelectField(
        "As",
        choices=[
            ("organiser", "Organiser"),
            ("supervisor", "Supervisor"),
            ("coordinator", "Coordinator"),
        ],
    )
    cohort = SelectField("Cohort", validate_choice=True)


class CohortForm(Form):
    """A new cohort."""

    name = StringField(
        "Name",
        [
            InputRequired("Give the cohort a name"),
            Length(max=80, message="Use at most 80 characters"),
        ],
    )
    starts_on = DateField(
        "Starts on",
        [InputRequired("Choose the day on which it starts, such as 2026-09-01")],
    )


class PairForm(Form):
    """Pairing a supervisor with an organiser."""

    organiser = SelectField("Organiser")
    supervisor = SelectField("Supervisor")
    from_on = DateField("From", [Optional()], description="Today, if left empty.")


class PlaceForm(Form):
    """A neighbourhood in which the organisation works."""

    place_name = StringField(
        "Neighbourhood",
        [
            InputRequired("Enter the neighbourhood’s name"),
            Length(max=80, message="Use at most 80 characters"),
        ],
    )


class OrganisationForm(Form):
    """The organisation's settings."""

    safeguarding_lead = StringField(
        "Safeguarding lead",
        [Length(max=200, message="Use at most 200 characters")],
        description="Who to go to about harm, and how to reach them. Shown beside "
        "every entry form, since the log is never the way to report harm.",
    )
    framework = SelectField(
        "Framework that new entries are scored with",
        validate_choice=True,
        description="A change holds for new entries. Those that are begun keep the one "
        "they were scored with, and figures of old and new are never joined. Scenes in "
        "lessons are still scored with the founding principles.",
    )


class HostForm(Form):
    """A new organisation, and whom to invite as its coordinator."""

    name = StringField(
        "Name",
        [
            InputRequired("Enter the organisation’s name"),
            Length(max=120, message="Use at most 120 characters"),
        ],
    )
    email = EmailField(
        "Its coordinator’s email",
        [InputRequired("Enter their email"), Length(max=EMAIL_LENGTH), Email()],
    )
