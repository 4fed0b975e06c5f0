"""What in an entry looks like somebody's name, number or address, by its question."""

from app import personal
from app.personal import Mark
from app.practice.forms import BaseEntryForm

WORDS = {"StringField", "TextAreaField"}


def pointed_out(form: BaseEntryForm, known: str) -> list[tuple[str, list[Mark]]]:
    """Question and what was found in its answer, in the order of the form.

    What the group, the place and the organisation are called is `known`.
    """
    texts = {field.name: field.data or "" for field in form if field.type in WORDS}
    found = personal.by_field(texts, known)
    return [(_question(form, name), held) for name, held in found.items()]


def _question(form: BaseEntryForm, name: str) -> str:
    part, _, about = name.partition("-")
    label = str(form[name].label.text)
    if part in {"evidence", "second"}:
        return f"{form[f'rate-{about}'].label.text}: {label}"
    return f"Next actions: {label}" if part == "action" else label
