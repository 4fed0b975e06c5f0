"""A supervisor's score, comment and decision, as they type them."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.forms import Form

LIMIT = 5_000  # characters of one comment


def _short_enough() -> Length:
    return Length(max=LIMIT, message=f"Use at most {LIMIT:,} characters here")


class ScoreForm(Form):
    """One principle's level, given before the author's is opened."""

    level = RadioField(
        "Your score",
        [InputRequired("Choose a level, not in play, or don’t know")],
        choices=[
            (value, value)
            for value in (*map(str, range(5)), "not-in-play", "dont-know")
        ],
    )
    evidence = TextAreaField(
        "What in the entry do you rest that on?", [_short_enough()]
    )

    def validate_evidence(self, field: TextAreaField) -> None:
        if self.level.data in {"0", "2", "3", "4"} and not field.data:
            message = (
                f"Say what you rest it on: a score of {self.level.data} needs words"
            )
            raise ValidationError(message)


class CommentForm(Form):
    """A comment on the whole, on a passage or on a principle."""

    on = SelectField("Comment on", validate_choice=True)
    quote = StringField(
        "Which words?",
        [Length(max=1000, message="Quote at most 1,000 characters")],
        description="For a passage: mark the words in the entry, or type them exactly.",
    )
    text = TextAreaField(
        "Your comment", [InputRequired("Write your comment"), _short_enough()]
    )

    def validate_quote(self, field: StringField) -> None:
        if self.on.data == "passage" and not field.data:
            message = "Say which words you mean: mark them, or type them here"
            raise ValidationError(message)


class DecideForm(Form):
    """Returning or accepting, with a few words."""

    note = TextAreaField("A word to go with it", [MayBeEmpty(), _short_enough()])
