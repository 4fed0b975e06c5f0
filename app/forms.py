"""The base form: trimmed text, plain messages."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms import IntegerField as AnyIntegerField
from wtforms.validators import Length

TEXT_LIMIT = 20_000  # characters in one long answer; about 3,500 words
PLAIN = ("csrf_token", "by", "do")  # fields that are no part of what was written


def without_nul(text: str | None) -> str | None:
    """`text` without NUL characters, which PostgreSQL cannot store."""
    return text.replace("\x00", "") if isinstance(text, str) else text


def trimmed(text: str | None) -> str | None:
    """`text` without the spaces around it."""
    return text.strip() if isinstance(text, str) else text


class _PlainEnglish:
    """WTForms' own messages, in the words of this site."""

    def gettext(self, string: str) -> str:
        """The message that a reader sees."""
        return MESSAGES.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The message for `n` things."""
        return self.gettext(singular if n == 1 else plural)


MESSAGES = {
    "Not a valid choice.": "Choose one of the answers offered",
    "Not a valid integer value.": "Enter a whole number in figures, such as 90",
    "Not a valid date value.": "Enter the day as year-month-day, such as 2026-11-20",
    "Invalid Choice: could not coerce.": "Choose one of the answers offered",
    "Field cannot be longer than %(max)d characters.": "Use at most %(max)d characters",
}


class Form(FlaskForm):
    """What every form inherits."""

    class Meta(FlaskForm.Meta):
        csrf = False  # `security` has checked the token before any view runs

        def get_translations(self, _form: Any) -> _PlainEnglish:
            """Messages in plain English, whatever the browser asks for."""
            return _PlainEnglish()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was typed: no form here takes JSON; a file is read by its view."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if form.is_submitted() else None

        def bind_field(
            self, form: Any, unbound_field: Any, options: dict[str, Any]
        ) -> Field:
            """Clean every text field before it is checked; name choices by a dict."""
            filters = list(unbound_field.kwargs.get("filters", ()))
            if "Password" not in unbound_field.field_class.__name__:
                filters.append(trimmed)
            options["filters"] = [without_nul, *filters]
            if "choices" in unbound_field.kwargs:  # WTForms 3.4 takes no pairs
                options["choices"] = dict(unbound_field.kwargs["choices"])
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field. Spaces alone are no answer."""
        for field in self:
            if isinstance(field.data, str) and not field.data:
                field.raw_data = []
        return bool(super().validate(extra_validators))

    def submitted(self) -> bool:
        """True when this request posts the form and every field is in order."""
        return bool(self.is_submitted() and self.validate())

    def problems(self) -> list[tuple[str, str]]:
        """Field id and first message, for the summary at the top of the page."""
        return [
            (field.id, str(field.errors[0]))
            for field in self
            if field.errors and not isinstance(field.errors, dict)
        ]


class KeptForm(Form):
    """A long form that is kept while it is written, whatever it lacks."""

    def typed(self) -> dict[str, list[str]]:
        """The form as it was typed, by field name; empty answers left out."""
        kept: dict[str, list[str]] = {}
        for field in self:
            values = [str(value).replace("\x00", "") for value in field.raw_data or ()]
            if field.name not in PLAIN and any(values):
                kept[field.name] = values
        return kept

    def too_long(self) -> bool:
        """Whether some text is longer than is kept; messages are at the fields."""
        found = False
        for field in self:
            limits = [v for v in field.validators if isinstance(v, Length)]
            text = (field.raw_data or [""])[0]
            if limits and isinstance(text, str) and len(text.strip()) > limits[0].max:
                field.errors = [limits[0].message]
                found = True
        return found


class IntegerField(AnyIntegerField):
    """A whole number of at most 300 figures: longer ones overflow `NumberRange`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises `ValueError` for what is no such number, as WTForms expects."""
        if valuelist and len(valuelist[0].strip()) > 300:
            raise ValueError(MESSAGES["Not a valid integer value."])
        super().process_formdata(valuelist)


class ConfirmForm(Form):
    """A post that carries nothing but the wish to do it."""
