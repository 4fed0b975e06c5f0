"""Archiving a group, and merging one that is held twice."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.clock import today
from app.forms import Form
from app.groups.forms import CONTROLLERS
from app.groups.models import ArchiveReason, Controller

REASONS = {
    ArchiveReason.ENDED: "The group has ended",
    ArchiveReason.MERGED_ELSEWHERE: "It has become part of another group",
    ArchiveReason.NOT_WORKED_WITH: "We no longer work with it",
}
UNKNOWN = {"Not known", "None", CONTROLLERS[Controller.NOT_KNOWN]}


class ArchiveForm(Form):
    """Since when, and why."""

    on = DateField("Since", [InputRequired("Choose the day, such as 2026-11-20")])
    reason = RadioField(
        "Why?",
        [InputRequired("Choose a reason")],
        choices=[(reason.value, words) for reason, words in REASONS.items()],
    )
    note = TextAreaField(
        "What happened, in your words?",
        [MayBeEmpty(), Length(max=2000, message="Use at most 2,000 characters here")],
    )

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            message = "Choose today or an earlier day"
            raise ValidationError(message)


class MergeForm(Form):
    """Which facts are kept; `merge_form` adds a question for each that differs."""

    sure = BooleanField(
        "I have looked at both. I know that this cannot be undone",
        [InputRequired("Tick this when you have looked at both")],
    )


def merge_form(facts: list[tuple[str, str, str, str]]) -> Any:
    """The form for these facts: name, heading, this group's words, the other's.

    What only the other knows is taken from it unless it is chosen otherwise.
    """
    fields = {
        name: RadioField(
            heading,
            [InputRequired("Choose one of the two")],
            choices=[("this", this), ("other", other)],
            default="other" if this in UNKNOWN else "this",
        )
        for name, heading, this, other in facts
        if this != other
    }
    return type("WholeMergeForm", (MergeForm,), fields)()
