"""A group's facts, and news of what it asked for, as an organiser types them."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.clock import today
from app.content.questions import SUPPORT, SUPPORT_MARKS
from app.content.role_check import RoleQuestions
from app.forms import Form, IntegerField
from app.groups.models import AskOutcome, Controller, GroupKind, IncomeBand

KINDS = {
    GroupKind.COMMUNITY_GROUP: "Community group",
    GroupKind.SOCIAL_ENTERPRISE: "Social enterprise",
    GroupKind.PROFESSIONAL_CHARITY: "Professional charity",
    GroupKind.INFRASTRUCTURE_BODY: "Infrastructure body",
    GroupKind.PUBLIC_BODY: "Public body",
}
CONTROLLERS = {
    Controller.NOT_KNOWN: "I don’t know yet",
    Controller.MEMBERS: "Its members",
    Controller.TRUSTEES: "Trustees or a board",
    Controller.STAFF: "Its staff",
    Controller.FUNDER: "A funder",
    Controller.PUBLIC_BODY: "A public body",
}
INCOME = {
    IncomeBand.NOT_KNOWN: "I don’t know yet",
    IncomeBand.NONE: "Nothing",
    IncomeBand.UNDER_1000: "Under £1,000",
    IncomeBand.UNDER_10000: "£1,000 to under £10,000",
    IncomeBand.UNDER_50000: "£10,000 to under £50,000",
    IncomeBand.UNDER_250000: "£50,000 to under £250,000",
    IncomeBand.MORE: "£250,000 or more",
}
OUTCOMES = {
    AskOutcome.ASKED: "Asked, no answer yet",
    AskOutcome.ANSWERED: "Answered",
    AskOutcome.AGREED: "Agreed",
    AskOutcome.REFUSED: "Refused",
    AskOutcome.SILENT: "Silent: they have not answered in time",
}
MOST_PEOPLE = 100_000
NO_SHARE = "Enter a number from 0 to 100"


def _people(label: str, hint: str = "") -> IntegerField:
    limits = NumberRange(0, MOST_PEOPLE, "Enter a number from 0 to 100,000")
    return IntegerField(label, [MayBeEmpty(), limits], description=hint)


def _share(label: str) -> IntegerField:
    return IntegerField(label, [MayBeEmpty(), NumberRange(0, 100, NO_SHARE)])


class GroupForm(Form):
    """What is known about a group. Field names match `Group`."""

    name = StringField(
        "What is it called?",
        [
            InputRequired("Enter the group’s name"),
            Length(max=120, message="Use at most 120 characters"),
        ],
    )
    place_id = SelectField("Neighbourhood", validate_choice=True)
    kind = SelectField(
        "What kind of body is it?",
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        description="A community group consists of members and volunteers. A body "
        "that employs people to sell or deliver services is one of the others.",
    )
    purpose = TextAreaField(
        "What is it for, in its own words?",
        [MayBeEmpty(), Length(max=2000, message="Use at most 2,000 characters here")],
    )
    members = _people("Members")
    volunteers = _people("Volunteers")
    paid_hours = _people("Paid hours a week", "All paid people together. 0 for none.")
    controlled_by = SelectField(
        "Who controls it?",
        choices=[(who.value, words) for who, words in CONTROLLERS.items()],
    )
    income_band = SelectField(
        "What comes in within a year?",
        choices=[(band.value, words) for band, words in INCOME.items()],
    )
    share_members = _share("From members and gifts, %")
    share_grants = _share("From grants, %")
    share_contracts = _share("From contracts and sales, %")
    has_contract = BooleanField("It holds a contract to deliver a service")
    contract_note = StringField(
        "With whom, for what?",
        [Length(max=500, message="Use at most 500 characters here")],
    )

    has_charge = BooleanField("It charges for something")
    charge_note = StringField(
        "For what, and who pays?",
        [Length(max=500, message="Use at most 500 characters here")],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and the shares together: an empty one may be the fault."""
        is_whole = super().validate(extra_validators)
        shares = [self.share_members, self.share_grants, self.share_contracts]
        if any(share.errors for share in shares):
            return is_whole
        known = [share.data for share in shares if share.data is not None]
        if known and (len(known) < len(shares) or sum(known) != 100):
            message = "Make the three shares add up to 100, or leave all three empty"
            self.share_members.errors = [message]
            return False
        return is_whole

    def validate_charge_note(self, field: StringField) -> None:
        if self.has_charge.data and not field.data:
            message = "Say what it charges for, and who pays"
            raise ValidationError(message)

    def validate_contract_note(self, field: StringField) -> None:
        if self.has_contract.data and not field.data:
            message = "Say with whom the contract is, and for what"
            raise ValidationError(message)


class AskNewsForm(Form):
    """How an ask stands now."""

    outcome = SelectField(
        "How does it stand?",
        choices=[(outcome.value, words) for outcome, words in OUTCOMES.items()],
    )
    on = DateField("Since", [MayBeEmpty()], description="Today, if left empty.")
    changed = StringField(
        "What changed?",
        [MayBeEmpty(), Length(max=500, message="Use at most 500 characters here")],
    )

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            message = "Choose today or an earlier day"
            raise ValidationError(message)


class NameOrganiserForm(Form):
    """Name another organiser on a group."""

    person = SelectField("Another organiser", validate_choice=True)


class NotAhead:
    """Refuses a day that is still to come, or before 1900."""

    def __call__(self, _form: Form, field: DateField) -> None:
        if field.data and not date(1900, 1, 1) <= field.data <= today():
            message = "Choose today or an earlier day, from 1900 on"
            raise ValidationError(message)


def _past(label: str, hint: str = "Today, if left empty.") -> DateField:
    return DateField(label, [MayBeEmpty(), NotAhead()], description=hint)


def _few_words(label: str, hint: str = "") -> StringField:
    limit = Length(max=300, message="Use at most 300 characters here")
    return StringField(label, [MayBeEmpty(), limit], description=hint)


class MetAloneForm(Form):
    """A day on which the group met or acted with no organiser there."""

    met_on = _past("On which day?")
    met_words = _few_words("What did they do?", "A few words; no names.")


class SupportForm(Form):
    """Background support that was asked for, given or refused."""

    kind = SelectField("What kind of support?", choices=list(SUPPORT.items()))
    mark = SelectField("What happened?", choices=list(SUPPORT_MARKS.items()))
    on = _past("On which day?")
    words = _few_words("Of whom, or by whom?", "An office or a role; no names.")


class RoleCheckForm(Form):
    """The fields of one set of questions are made by `role_check_form`."""

    def answers(self, asked: RoleQuestions) -> dict[str, dict[str, str]]:
        """What was said, by question."""
        return {
            q.id: {
                "choice": self[f"choice-{q.id}"].data,
                "words": self[f"words-{q.id}"].data or "",
            }
            for q in asked.questions
        }


def role_check_form(asked: RoleQuestions) -> RoleCheckForm:
    """A form that asks these questions."""
    limit = Length(max=2000, message="Use at most 2,000 characters here")
    fields: dict[str, Any] = {}
    for question in asked.questions:
        fields[f"choice-{question.id}"] = RadioField(
            question.words,
            [InputRequired("Choose one of the three answers")],
            choices=[(choice.id, choice.words) for choice in question.choices],
            description=question.hint,
        )
        fields[f"words-{question.id}"] = TextAreaField(
            "In the group’s own words", [MayBeEmpty(), limit]
        )
    form: RoleCheckForm = type("RoleCheckForm", (RoleCheckForm,), fields)()
    return form
