"""A baseline round, as an organiser opens and closes it."""

from datetime import date

from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.clock import today
from app.forms import Form, IntegerField
from app.groups.rounds import Mode

MODES = {
    Mode.PAPER_TOGETHER: "On paper, face to face",
    Mode.PAPER_LEFT: "On paper, left and collected",
    Mode.TELEPHONE: "By telephone, with an organiser",
    Mode.OUR_PHONE: "On an organiser’s phone, face to face",
    Mode.OWN_PHONE: "On people’s own phones, by a link",
}
EARLIEST = date(1990, 1, 1)
WORDS = Length(max=2000, message="Use at most 2,000 characters here")


def _not_later(field: DateField) -> None:
    if field.data and not EARLIEST <= field.data <= today():
        message = "Choose today or an earlier day, from 1990 on"
        raise ValidationError(message)


class RoundForm(Form):
    """How the questions are going to be asked. Field names match `Round`."""

    began_on = DateField("From which day?", [InputRequired("Choose the first day")])
    mode = SelectField(
        "How are people asked?",
        choices=[(mode.value, words) for mode, words in MODES.items()],
        description="One way for the whole round, and the same way next time: "
        "rounds that were asked in different ways are never compared.",
    )
    sample = TextAreaField(
        "How are people chosen?",
        [InputRequired("Say how people are chosen"), WORDS],
        description="So that somebody else could choose them in the same way, such "
        "as: every third door, both sides of every street, evenings and a Saturday.",
    )
    aimed = IntegerField(
        "How many people do you mean to ask?",
        [MayBeEmpty(), NumberRange(1, 100_000, "Enter a number from 1 to 100,000")],
        description="Nothing is shown from fewer than ten.",
    )

    def validate_began_on(self, field: DateField) -> None:
        _not_later(field)


class GroupRoundForm(RoundForm):
    """The same for one group's own form."""

    sample = TextAreaField(
        "Who answers for the group?",
        [InputRequired("Say who answers, by role"), WORDS],
        description="Roles, not names, such as: the chair and four members, at their "
        "monthly meeting.",
    )
    aimed = None  # type: ignore[assignment]


class CloseForm(Form):
    """The end of a round; it takes no more answers."""

    closed_on = DateField("The last day", [InputRequired("Choose the last day")])
    not_reached = TextAreaField(
        "Who was not reached?",
        [InputRequired("Say who was not reached, or that you do not know"), WORDS],
        description="Such as: nobody from the flats above the shops; few under 25; "
        "no one who needed an interpreter.",
    )

    def validate_closed_on(self, field: DateField) -> None:
        _not_later(field)


class BeforeForm(Form):
    """Whether a group was there before the programme."""

    was_there = RadioField(
        "Was this group there before your programme began?",
        choices=[("yes", "Yes, it was there before"), ("no", "No, it began since")],
    )
