"""A case as somebody proposes it, what editors ask, and reports of errors.

A draft keeps anything; `ready()` checks what an editor needs before reading it. What
the casebook itself asks of a case is checked when it is published: see `writeup`.
"""

import re
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import EMAIL_LENGTH
from app.clock import today
from app.content import vocab
from app.content.types import Framework, Lesson
from app.forms import TEXT_LIMIT, Form, KeptForm
from app.look import day

Typed = dict[str, list[str]]

SOURCE_ROWS = 8
EARLIEST = 1000  # the year; the oldest case in the files is of the 17th century
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+")  # as browsers do
# What the editor alone fills in, and a proposer's form leaves as it was.
EDITORS_OWN = ("summary", "lat", "lon", "precision", "lineage", "lessons",
               "confidence", "confidence_note")  # fmt: skip

CONSENTS = ("author_consents", "group_consent_who", "group_consent_on")


def _limit(most: int = TEXT_LIMIT) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters here")


def _line(label: str, most: int = 300, hint: str = "") -> StringField:
    return StringField(label, [MayBeEmpty(), _limit(most)], description=hint)


def _area(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, [MayBeEmpty(), _limit()], description=hint)


def _one_of(label: str, words: Any, first: str = "Choose one") -> SelectField:
    choices = [("", first), *words.items()]
    return SelectField(label, choices=choices, default="", validate_choice=False)


def _some_of(label: str, words: Any, hint: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=list(words.items()),
        description=hint,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class BaseProposalForm(KeptForm):
    """Everything but the principles, the sources and what only editors fill in."""

    key = HiddenField()
    title = _line(
        "What would you call it?",
        120,
        "Name what was done and where, such as “Kirkby rent strike: fourteen months "
        "and no win”.",
    )
    did = _area(
        "What happened?",
        "Who did what, in what order. Say who people were, not their names.",
    )
    place_name = _line("Where? The estate, town or district", 120)
    country = _line("Country", 60)
    began = _line("Year it began", 8)
    ended = _line("Year it ended, if it did", 8)
    outcome = RadioField(
        "How did it turn out?",
        [MayBeEmpty()],
        choices=list(vocab.OUTCOMES.items()),
        validate_choice=False,
    )
    outcome_why = _line("Why do you say so?", 500, "In a sentence or two.")

    situation = _area("What the situation was", "What people were up against.")
    changed = _area("What changed", "For whom, and how you know.")
    wrong = _area("What went wrong, and why", "Every case has something. Begin there.")
    take = _area("What to take from it", "What you would tell somebody who begins.")

    aim = _one_of("Did it reach its aim?", vocab.ANSWERS)
    aim_note = _line("What shows that it reached its aim, or not?", 300)
    survival = _one_of("Did what was built last?", vocab.ANSWERS)
    survival_note = _line("What shows that it lasted, or not?", 300)
    growth = _one_of("Did people grow in it?", vocab.ANSWERS)
    growth_note = _line("What shows that they grew, or not?", 300)

    kind = _one_of("What sort of body did it?", vocab.CASE_KINDS)
    who = _line(
        "Who were they?", 300, "In a line: how many, paid or not, set up by whom."
    )
    who_did_the_work = _some_of("Who did the work?", vocab.WORKERS)
    stream = _one_of("What was it for?", vocab.STREAMS)
    dates_note = _line("Anything about the dates?", 300)
    methods = _some_of("What did they do?", vocab.METHODS)
    mistakes = _some_of(
        "Which known mistakes does it show?", vocab.MISTAKES, "None is an answer too."
    )
    asks = _area(
        "What would somebody ask who needs this case?",
        "One question in a line, eight to twelve of them, as a tired person would put "
        "it: “the grant for our reps is ending”.",
    )

    author_consents = BooleanField(
        "I wrote the entry, and I want this told in public, without names"
    )
    group_consent_who = _line(
        "Who in the group agreed?", 200, "Their role, such as the chair. Not a name."
    )
    group_consent_on = DateField("On which day?", [MayBeEmpty()])

    framework: Framework
    from_entry = False

    def validate_group_consent_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            message = "Choose today or an earlier day"
            raise ValidationError(message)

    def ready(self) -> bool:
        """Whether an editor can be asked to read it; messages are at the fields."""
        fine = self.validate() and not self.too_long()
        for name, words in self._gaps():
            field = self[name]
            if not field.errors:
                field.errors = [words]
            fine = False
        return bool(fine)

    def told(self) -> list[tuple[str, str, str]]:
        """What has been filled in: field name, label and words, in order."""
        return [
            (field.name, field.label.text, _words(field))
            for field in self
            if field.data and field.name != "key"
        ]

    def _gaps(self) -> list[tuple[str, str]]:
        """Field names and messages for what is needed before it is sent."""
        needed = {
            "title": "Give it a name to find it by",
            "did": "Say what happened: who did what",
            "place_name": "Say where it was",
            "country": "Say in which country",
            "outcome": "Choose how it turned out",
            "outcome_why": "Say why you think that it turned out so",
            "source-text-0": "Name at least one source: something that others can read",
        }
        if self.from_entry:
            needed |= {
                "author_consents": "Say that you want this told in public",
                "group_consent_who": "Say who in the group agreed, by their role",
                "group_consent_on": "Say on which day they agreed",
            }
        gaps = [(name, words) for name, words in needed.items() if not self[name].data]
        if not is_year(self.began.data):
            gaps.append(("began", "Enter the year in figures, such as 1998"))
        if self.ended.data and not is_year(self.ended.data):
            gaps.append(("ended", "Enter the year in figures, or leave it empty"))
        return gaps


def _words(field: Any) -> str:
    """What a field holds, as it is read."""
    if isinstance(field, SelectMultipleField | SelectField | RadioField):
        known: dict[str, str] = dict(field.choices)  # type: ignore[arg-type]
        held = field.data
        held = held if isinstance(held, list) else [held]
        return ", ".join(known.get(value, value) for value in held)
    if isinstance(field, DateField):
        return day(field.data)
    return "Yes" if field.data is True else str(field.data)


def is_year(text: str | None) -> bool:
    """Whether the text is a year in which a case could have been."""
    text = text or ""
    whole = text.isascii() and text.isdigit() and len(text) == 4
    return whole and EARLIEST <= int(text) <= today().year


def _rows(framework: Framework) -> dict[str, Any]:
    """The fields that repeat: sources and principles."""
    fields: dict[str, Any] = {"framework": framework}
    for n in range(SOURCE_ROWS):
        source = f"Source {n + 1}"
        fields[f"source-text-{n}"] = _line(f"{source}: author, title, publisher", 500)
        fields[f"source-url-{n}"] = _line(f"{source}: address on the web", 500)
        fields[f"source-date-{n}"] = _line(f"{source}: its date", 40)
        fields[f"source-read-{n}"] = _one_of(f"{source}: how you read it", vocab.READ)
    for principle in framework.principles:
        for shown, words in (("upheld", "at work"), ("broken", "missing or damaged")):
            label = f"{principle.name}: {words}"
            fields[f"{shown}-{principle.id}"] = _line(label, 300)
    return fields


def _editors(lessons: tuple[Lesson, ...]) -> dict[str, Any]:
    """The fields that only an editor sees."""
    return {
        "summary": _area("What it comes to, in two sentences"),
        "lat": _line("Latitude", 12, "In degrees, such as 53.49."),
        "lon": _line("Longitude", 12, "In degrees, west with a minus, such as -2.88."),
        "precision": _one_of("How near is that?", vocab.PRECISION),
        "lineage": _some_of("Traditions it stands in", vocab.LINEAGES),
        "lessons": _some_of(
            "Lessons that it belongs to", {les.slug: les.title for les in lessons}
        ),
        "confidence": _one_of("How sure are we?", vocab.CONFIDENCE),
        "confidence_note": _area("What was checked, and what was not seen"),
    }


@cache
def proposal_form(framework: Framework) -> type[BaseProposalForm]:
    """The form class for somebody who proposes a case."""
    return type("ProposalForm", (BaseProposalForm,), _rows(framework))


@cache
def editing_form(
    framework: Framework, lessons: tuple[Lesson, ...]
) -> type[BaseProposalForm]:
    """The form class for an editor, who fills in what the casebook needs besides."""
    fields = _rows(framework) | _editors(lessons)
    return type("EditingForm", (BaseProposalForm,), fields)


def filled(cls: type[BaseProposalForm], typed: Typed) -> BaseProposalForm:
    """The form showing what was typed before, unchecked."""
    pairs = [(name, value) for name, values in typed.items() for value in values]
    return cls(formdata=MultiDict(pairs))


def _needed(label: str, needed: str, hint: str = "", most: int = 5000) -> TextAreaField:
    return TextAreaField(label, [InputRequired(needed), _limit(most)], description=hint)


class QuestionForm(Form):
    """What an editor asks the proposer."""

    question = _needed("What do you need to know?", "Write what you want to ask")


class AnswerForm(Form):
    """What the proposer answers."""

    answer = _needed(
        "Your answer", "Write an answer, if only to say that you do not know"
    )


class PublishForm(Form):
    """What the proposer is told when their case is published."""

    note = _needed(
        "What do you tell the proposer?",
        "Say what you changed, or that you changed nothing",
        "What you changed and why. They read these words.",
    )


class DeclineForm(Form):
    """Why a proposal is not published."""

    reason = _needed(
        "Why not?", "Say why, so that they know", "The proposer reads these words."
    )


class ReportForm(Form):
    """What is wrong with a case."""

    passage = _needed(
        "Which passage?", "Say where it stands, or copy the words", "", 2000
    )
    wrong = _needed("What is wrong with it?", "Say what is wrong", "", 5000)
    source = StringField(
        "Where can we read the right thing?", [MayBeEmpty(), _limit(500)]
    )
    email = EmailField(
        "Your email, if you want an answer",
        [MayBeEmpty(), Length(max=EMAIL_LENGTH)],
        description="We use it for this answer and for nothing else.",
        render_kw={"autocomplete": "email"},
    )

    def validate_email(self, field: EmailField) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            message = "Enter an email address in full, with an @, or leave it empty"
            raise ValidationError(message)


class CloseForm(Form):
    """What an editor did about a report."""

    words = _needed("What did you do, or why not?", "Say what you did, or why nothing")
