"""What a suggestion asks for: the forms, the passage's place, the case behind it."""

import hashlib
from urllib.parse import unquote

from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app import personal
from app.casebook.models import Case
from app.content.page import Part, Prose
from app.content.text import plain, slugify, strings
from app.content.types import Lesson
from app.curriculum.models import SuggestionState
from app.db import db
from app.forms import Form
from app.look import library
from app.quoting import places

WHOLE = "The lesson as a whole"
LONGEST_PASSAGE = 1000  # characters
LONGEST_SLUG = 120
OUTCOMES = {
    SuggestionState.TAKEN_UP.value: "Taken up",
    SuggestionState.NOT_TAKEN_UP.value: "Not taken up",
    SuggestionState.ALREADY_SO.value: "Already so",
}
NO_CASE = "No case in the casebook has this name. Copy its address, or leave this empty"


def _limit(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters here")


def _needed(label: str, needed: str, hint: str = "") -> TextAreaField:
    rules = [InputRequired(needed), _limit(5000)]
    return TextAreaField(label, rules, description=hint)


class _NamesCase(Form):
    """A form with a `case` field; `case_slug` is what it means."""

    case_slug = ""

    def validate_case(self, field: StringField) -> None:
        if field.data:
            found = case_named(field.data)
            if found is None:
                raise ValidationError(NO_CASE)
            self.case_slug = found


class SuggestionForm(_NamesCase):
    """A change to a lesson that a reader asks for."""

    key = HiddenField()  # the same for a form that is sent twice
    edition = HiddenField()  # of the lesson, when the form was opened
    section = SelectField("Which part of the lesson?", validate_choice=False)
    passage = TextAreaField(
        "Which words?",
        [MayBeEmpty(), _limit(LONGEST_PASSAGE)],
        description="Copy them from the lesson. Leave this empty if you mean the "
        "whole part.",
    )
    wanted = _needed(
        "What should change?",
        "Say what should change",
        "What it should say in their place, what to add, or what to leave out.",
    )
    why = _needed(
        "Why?", "Say why", "What you saw happen, or know. Say roles, not names."
    )
    source = StringField(
        "Where can others read that?",
        [MayBeEmpty(), _limit(500)],
        description="A report, a book, a web page.",
    )
    case = StringField(
        "Which case shows it?",
        [MayBeEmpty(), _limit(500)],
        description="Its name in the casebook, or the address of its page.",
    )
    is_named = BooleanField()

    def offer_sections(self, lesson: Lesson) -> None:
        """Let the reader choose among the lesson's parts as they are now."""
        parts = [(s.anchor, plain(s.title)) for s in lesson.sections]
        self.section.choices = [("", WHOLE), *parts]
        if current_user.is_authenticated:
            first = first_name(current_user.name)
            words = f"My first name, {first}, may stand beside it when it is answered"
            self.is_named.label.text = words
        else:
            del self.is_named

    def is_in(self, lesson: Lesson) -> bool:
        """Whether its part and its passage are in the lesson; messages at the fields.

        A passage that stands in another part only takes that part along.
        """
        texts = texts_of(lesson)
        section = self.section.data or ""
        if section not in texts:
            words = "The lesson has changed: this part is not there any more. "
            self.section.errors = [words + "Choose where it belongs now"]
            self.section.data = ""
            return False
        quote = self.passage.data or ""
        if not quote or self.passage.errors:
            return not quote
        found = [name for name, _, _ in places(quote, texts.items())]
        if found.count(section) == 1:  # whatever stands in other parts
            return True
        if len(found) == 1:
            self.section.data = found[0]
            return True
        self.passage.errors = [self._not_there(found, lesson)]
        return False

    def _not_there(self, found: list[str], lesson: Lesson) -> str:
        if found:
            return "These words stand there more than once: quote a few more"
        if self.edition.data and self.edition.data != edition(lesson):
            return (
                "The lesson has changed since you opened this page, and these words "
                "are not in it any more. Quote what stands there now"
            )
        return "These words are not in the lesson: copy them exactly"

    def marks(self, lesson: Lesson) -> dict[str, list[personal.Mark]]:
        """What looks like people's names and numbers, by field."""
        texts = {"wanted": self.wanted.data or "", "why": self.why.data or ""}
        known = " ".join([lesson.title, *texts_of(lesson).values()])
        return personal.by_field(texts, known)


class ReplyForm(_NamesCase):
    """What an editor answers, for everybody to read."""

    state = RadioField(
        "What becomes of it?",
        [InputRequired("Choose what becomes of it")],
        choices=list(OUTCOMES.items()),
    )
    reason = _needed(
        "Why, in your own words",
        "Say why, so that whoever asked knows",
        "Everybody reads these words, on the lesson’s history page.",
    )
    case = StringField(
        "The case behind the change",
        [MayBeEmpty(), _limit(500)],
        description="If it is taken up because of a case: its name or address.",
    )
    is_withheld = BooleanField(
        "Leave its words out of the public page: they name somebody, or are abuse"
    )

    def validate_case(self, field: StringField) -> None:
        super().validate_case(field)
        if field.data and self.state.data != SuggestionState.TAKEN_UP.value:
            message = "Only a change that is made has a case behind it"
            raise ValidationError(message)


def first_name(name: str) -> str:
    """The first of a person's names."""
    return (name.split() or [""])[0]


def lesson_now(slug: str) -> Lesson | None:
    """The written lesson of this slug, or of the one that replaced it."""
    return library().lesson(library().redirects.get(("lesson", slug), slug))


def edition(lesson: Lesson) -> str:
    """What tells this wording of a lesson from every other."""
    words = "\n".join([lesson.title, lesson.summary, *strings(lesson.body)])
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def texts_of(lesson: Lesson) -> dict[str, str]:
    """The words of each part as a reader sees them, by anchor; "" is above them all."""
    texts = {"": f"{lesson.title}\n{_shown(lesson.summary)}"}
    for section in lesson.sections:
        texts[section.anchor] = "\n".join(map(_words, section.parts))
    return texts


def _words(part: Part) -> str:
    """A part's words: of an exercise every text that may come to be shown."""
    if isinstance(part, Prose):
        return _shown(part.text)
    return "\n".join(_shown(text) for text in strings(part) if " " in text)


def _shown(markdown: str) -> str:
    return Markup(library().block(markdown)).striptags()  # noqa: S704 (our own files)


def case_named(typed: str) -> str | None:
    """The slug of the case that this name, slug or address means; none if no case."""
    path = unquote(typed).partition("/casebook/")[2].strip("/").partition("/")[0]
    slug = slugify(path.partition("?")[0].partition("#")[0] or typed)
    slug = library().redirects.get(("case", slug), slug)
    if not slug or len(slug) > LONGEST_SLUG:
        return None
    return db.session.scalar(select(Case.slug).where(Case.slug == slug))
