"""A group's facts, and news of what it asked for, as an organiser types them."""

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.clock import today
from app.forms import Form
from app.groups.models import AskOutcome, Controller, GroupKind

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
OUTCOMES = {
    AskOutcome.ASKED: "Asked, no answer yet",
    AskOutcome.ANSWERED: "Answered",
    AskOutcome.AGREED: "Agreed",
    AskOutcome.REFUSED: "Refused",
    AskOutcome.SILENT: "Silent: they have not answered in time",
}
MOST_PEOPLE = 100_000


def _people(label: str, hint: str = "") -> IntegerField:
    limits = NumberRange(0, MOST_PEOPLE, "Enter a number from 0 to 100,000")
    return IntegerField(label, [MayBeEmpty(), limits], description=hint)


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
    has_contract = BooleanField("It holds a contract to deliver a service")
    contract_note = StringField(
        "With whom, for what?",
        [Length(max=500, message="Use at most 500 characters here")],
    )

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
