"""An entry as its author types it.

A draft keeps anything; `complete()` checks what a submission needs. Principles come
from the entry's framework, so the form class is made once for each framework.
"""

from datetime import date
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.clock import today
from app.content import vocab
from app.content.questions import CONTROL, STREAM, SUPPORT, SUPPORT_MARKS
from app.content.types import Framework
from app.forms import TEXT_LIMIT, IntegerField, KeptForm
from app.groups.models import AskOutcome
from app.practice.models import MINUTES

ACTION_ROWS = 3
EARLIEST = date(2000, 1, 1)  # nobody logs an engagement older than this
NEEDS_EVIDENCE = {"0", "2", "3", "4"}  # principles.md

STARTERS = {
    "group": "The group",
    "organiser": "I did",
    "agency": "An agency",
    "commissioner": "A commissioner",
}
OUTCOMES = {
    "asked": "Asked, no answer yet",
    "answered": "Answered",
    "agreed": "Agreed",
    "refused": "Refused",
    "silent": "Silent: they have not answered in time",
}


def _area(label: str, *needed: str, hint: str = "") -> TextAreaField:
    checks = [InputRequired(needed[0])] if needed else [MayBeEmpty()]
    return TextAreaField(label, [*checks, _short_enough()], description=hint)


def _short_enough(limit: int = TEXT_LIMIT) -> Length:
    return Length(max=limit, message=f"Use at most {limit:,} characters here")


class BaseEntryForm(KeptForm):
    """Everything but the principles."""

    key = HiddenField()
    carried = HiddenField()
    title = StringField(
        "Call it something",
        [InputRequired("Give it a few words to find it by"), _short_enough(160)],
    )
    group = SelectField("Which group?", validate_choice=False, default="")
    happened_on = DateField(
        "Date", [InputRequired("Choose the day, such as 2026-11-20")]
    )
    place = StringField("Where?", [MayBeEmpty(), _short_enough(160)])
    minutes = IntegerField(
        "Minutes",
        [
            InputRequired("Say how long it took, in minutes"),
            NumberRange(
                *MINUTES, "Minutes must be between 5 and 1,440, which is a day"
            ),
        ],
    )
    kind = SelectField(
        "What kind?",
        choices=[("", "Choose one"), *vocab.ENTRY_KINDS.items()],
        default="",
    )
    task = SelectField(
        "Does it answer a practice task?", validate_choice=False, default=""
    )
    started_by = SelectField(
        "Who started it?", choices=[("", "Choose one"), *STARTERS.items()], default=""
    )
    intention = _area(
        "What do you mean to do, and why?",
        hint="Before you go: what you hope will come of it, and for whom.",
    )
    hold = StringField(
        "Who should hold it?",
        [MayBeEmpty(), _short_enough(160)],
        description="Who should run it, speak and keep the keys. A role, not a name.",
    )
    what = _area(
        "What happened?",
        "Say what happened: who did what, and who spoke",
        hint="Who did what, and who spoke. No names, no health or immigration details.",
    )
    so_what = _area("So what?", "Say what you make of it", hint="What you make of it.")
    now_what = _area("Now what?", "Say what comes next, and whose step it is")
    why_happened = _area(
        "Why did it happen?",
        hint="For a significant event, good or bad: what led up to it, and what would "
        "have made it go otherwise. What, and not who is to blame.",
    )
    ends = _area(
        "What ends the doing-for?",
        hint="Needed for a sum of 0 to 3. Done for is not failure; say when it stops.",
    )
    separation = _area(
        "How are the two kept apart?",
        hint="For a mixed answer: separate aims, budget and decision-makers. Without "
        "this it shows as confused, and goes on the agenda for supervision.",
    )
    voice_flag = BooleanField(
        "Somebody spoke for residents about a service that they are paid to run"
    )
    still_control = BooleanField("Still so: these answers hold for this time too")
    still_stream = BooleanField("Still so: these answers hold for this time too")
    ask = SelectField("An ask", validate_choice=False, default="")
    ask_of = StringField("Of whom?", [MayBeEmpty(), _short_enough(160)])
    ask_what = StringField("What was asked?", [MayBeEmpty(), _short_enough(500)])
    ask_outcome = SelectField(
        "How does it stand?", choices=list(OUTCOMES.items()), default="asked"
    )
    ask_changed = StringField("What changed?", [MayBeEmpty(), _short_enough(500)])

    framework: Framework

    def validate_happened_on(self, field: DateField) -> None:
        if field.data and field.data > today() and self.intention.data:
            message = "That day is still to come: save it as a plan until then"
            raise ValidationError(message)
        if field.data and field.data > today():
            message = "Choose today or an earlier day"
            raise ValidationError(message)
        if field.data and field.data < EARLIEST:
            message = f"Choose a day from the year {EARLIEST.year} on"
            raise ValidationError(message)

    def validate_kind(self, field: SelectField) -> None:
        if not field.data:
            message = "Choose what kind of engagement it was"
            raise ValidationError(message)

    def validate_started_by(self, field: SelectField) -> None:
        if not field.data:
            message = "Say who started it"
            raise ValidationError(message)

    def validate_ask(self, field: SelectField) -> None:
        if field.data and not self.group.data:
            message = "An ask belongs to a group: choose the group first"
            raise ValidationError(message)

    # -- what a submission adds up to ------------------------------------
    @property
    def control_answers(self) -> list[int] | None:
        """Five answers of 0-2, or none while one is missing."""
        given = [self[f"control-{q.id}"].data for q in CONTROL]
        if self._is_carried("control") or not set(given) <= {"0", "1", "2"}:
            return None
        return [int(answer) for answer in given]

    @property
    def stream_answers(self) -> list[str] | None:
        """Six answers of A, B or unclear, or none while one is missing."""
        given = [self[f"stream-{q.id}"].data for q in STREAM]
        return None if self._is_carried("stream") or not all(given) else given

    def _is_carried(self, part: str) -> bool:
        """Whether these answers came from an earlier entry, and nobody confirmed."""
        return part in (self.carried.data or "") and not self[f"still_{part}"].data

    def complete(self) -> bool:
        """Whether it can be submitted; messages are at the fields."""
        fine = self.validate()
        for name, words in self._gaps():
            field = self[name]
            if not field.errors:
                field.errors = [words]
            fine = False
        return bool(fine and not any(field.errors for field in self))

    def _gaps(self) -> list[tuple[str, str]]:
        """Field names and messages for what no single field can see."""
        return [*self._control_gaps(), *self._stream_gaps(), *self._rating_gaps(),
                *self._ask_gaps(), *self._action_gaps()]  # fmt: skip

    def _control_gaps(self) -> list[tuple[str, str]]:
        if self._is_carried("control"):
            return [("still_control", CARRIED)]
        missing = [q for q in CONTROL if not self[f"control-{q.id}"].data]
        if missing:
            return [
                (f"control-{missing[0].id}", f"Answer all five: {missing[0].words}")
            ]
        if sum(self.control_answers or ()) <= 3 and not self.ends.data:
            return [("ends", "This was done for people. Say what ends that")]
        return []

    def _stream_gaps(self) -> list[tuple[str, str]]:
        if self._is_carried("stream"):
            return [("still_stream", CARRIED)]
        missing = [q for q in STREAM if not self[f"stream-{q.id}"].data]
        if missing:
            return [(f"stream-{missing[0].id}", f"Answer all six: {missing[0].words}")]
        return []

    def _rating_gaps(self) -> list[tuple[str, str]]:
        gaps = []
        for principle in self.framework.principles:
            level = self[f"rate-{principle.id}"].data
            if level in NEEDS_EVIDENCE and not self[f"evidence-{principle.id}"].data:
                words = f"Say what you saw: a score of {level} needs evidence"
                gaps.append((f"evidence-{principle.id}", f"{principle.name}. {words}"))
            if level == "4" and not self[f"second-{principle.id}"].data:
                words = "Say who else says so: a score of 4 needs a second source"
                gaps.append((f"second-{principle.id}", f"{principle.name}. {words}"))
        return gaps

    def _ask_gaps(self) -> list[tuple[str, str]]:
        if self.ask.data != "new":
            return []
        needed = [
            ("ask_of", "Say which body was asked"),
            ("ask_what", "Say what was asked of it"),
        ]
        return [(name, words) for name, words in needed if not self[name].data]

    def _action_gaps(self) -> list[tuple[str, str]]:
        return [
            (f"action-what-{row}", "Say what is to be done, or clear the row")
            for row in range(ACTION_ROWS)
            if not self[f"action-what-{row}"].data
            and (self[f"action-who-{row}"].data or self[f"action-due-{row}"].data)
        ]


CARRIED = "These answers are carried over from last time: confirm or change them"


def _fields(framework: Framework) -> dict[str, Any]:
    """The fields that repeat: principles, control, stream, support, actions."""
    fields: dict[str, Any] = {"framework": framework}
    levels = [*map(str, range(5)), "not-in-play", "dont-know"]
    for p in framework.principles:
        fields[f"rate-{p.id}"] = RadioField(
            p.name, choices=[(v, v) for v in levels], default="not-in-play"
        )
        fields[f"evidence-{p.id}"] = _area(
            "What did you see or hear?",
            hint="Needed for 0, 2, 3 and 4. Use roles in place of names.",
        )
        fields[f"second-{p.id}"] = StringField(
            "Who else says so?",
            [MayBeEmpty(), _short_enough(500)],
            description="A second source, a resident if you can.",
        )
    for part, questions in (("control", CONTROL), ("stream", STREAM)):
        for q in questions:
            fields[f"{part}-{q.id}"] = _Choice(q.words, choices=list(q.answers))
    for kind, words in SUPPORT.items():
        marks = [("", "Did not come up"), *SUPPORT_MARKS.items()]
        fields[f"support-{kind}"] = SelectField(words, choices=marks, default="")
    for row in range(ACTION_ROWS):
        fields[f"action-what-{row}"] = StringField(
            "What", [MayBeEmpty(), _short_enough(300)]
        )
        fields[f"action-who-{row}"] = StringField(
            "Who", [MayBeEmpty(), _short_enough(80)]
        )
        fields[f"action-due-{row}"] = DateField("By", [MayBeEmpty()])
    return fields


class _Choice(RadioField):
    """Radios of which none need be chosen yet."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, [MayBeEmpty()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            super().process_formdata(valuelist)


@cache
def entry_form(framework: Framework) -> type[BaseEntryForm]:
    """The form class for entries scored with this framework."""
    return type("EntryForm", (BaseEntryForm,), _fields(framework))


def from_typed(framework: Framework, typed: dict[str, list[str]]) -> BaseEntryForm:
    """The form showing what was typed before, unchecked."""
    pairs = [(name, value) for name, values in typed.items() for value in values]
    return entry_form(framework)(formdata=MultiDict(pairs))


def outcome_of(form: BaseEntryForm) -> AskOutcome:
    """How the ask stands."""
    return AskOutcome(form.ask_outcome.data)
