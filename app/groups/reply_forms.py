"""Links for a group's right of reply, what the group says, and the one answer."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.forms import Form, without_nul

DAYS = {7: "7 days", 30: "30 days", 90: "90 days"}
MOST_ON_ONE = 2_000  # characters on one thing that is wrong
MOST_IN_ALL = 10_000  # characters on the whole


def _short_enough(limit: int) -> Length:
    return Length(max=limit, message=f"Use at most {limit:,} characters here")


class LinkForm(Form):
    """How long a new link works."""

    days = SelectField(
        "How long should it work?",
        choices=[(str(days), words) for days, words in DAYS.items()],
        default="30",
    )


class ReplyForm(Form):
    """What somebody in the group says. `wrong` has a field for each thing held."""

    key = HiddenField()
    role = StringField(
        "Who are you in the group?",
        [InputRequired("Say who you are in the group, such as member or chair"),
         _short_enough(160)],
        description="A role is enough, such as member, chair or volunteer. No name is "
        "needed.",
    )  # fmt: skip
    words = TextAreaField(
        "Anything else that you want to say",
        [MayBeEmpty(), _short_enough(MOST_IN_ALL)],
        description="What is missing, what should be put otherwise, what you think of "
        "the ratings. Please write about people by their role.",
    )

    def says_something(self, items: Iterable[str]) -> bool:
        """Whether anything is said to be wrong, or at all; a message if nothing is."""
        told = any(self[name].data for name in items) or self.words.data
        if not told:
            self.words.errors = ["Say what is wrong, or what you want to add"]
        return bool(told)


def reply_form(items: Iterable[str]) -> Any:
    """The form's class for these things held, by key: a field each, of that name."""
    fields = {
        key: TextAreaField(
            "This is wrong, because", [MayBeEmpty(), _short_enough(MOST_ON_ONE)]
        )
        for key in items
    }
    return type("WholeReplyForm", (ReplyForm,), fields)


def stray_words(items: Iterable[str]) -> str:
    """What this request says about things that are no longer held, as one text."""
    known = {*items, "csrf_token", "by", "key", "role", "words"}
    typed = (
        (without_nul(text) or "").strip()
        for name, text in request.form.items()
        if name not in known and name.startswith(("fact-", "ask-", "rating-"))
    )
    return "\n\n".join(text for text in typed if text)


class AnswerForm(Form):
    """The organiser's one answer to a reply."""

    answer = TextAreaField(
        "Your answer",
        [InputRequired("Write an answer"), _short_enough(MOST_ON_ONE)],
        description="You can answer once. The group reads it through its link.",
    )
    facts_changed = BooleanField("The facts have been changed since")
