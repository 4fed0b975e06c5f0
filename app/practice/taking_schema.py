"""The JSON Schema (2020-12) of everything that one has written, as data."""

from typing import Any

from app.practice.taking import EDITION, FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT[\d:.]{8,15}\+00:00$"}
MAYBE_MOMENT: Schema = {"anyOf": [MOMENT, {"type": "null"}]}
MAYBE_DAY: Schema = {
    "anyOf": [{"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}, {"type": "null"}]
}
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
WORDS: Schema = {"type": "object"}
KEPT_FORM: Schema = {
    "type": "object",
    "description": "The entry's form as it was typed: values by the name of the field",
    "propertyNames": {"maxLength": 100},
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


def _text(limit: int = 100_000, meaning: str = "") -> Schema:
    about: Schema = {"type": "string", "maxLength": limit}
    return about | ({"description": meaning} if meaning else {})


def _object(meaning: str = "", **parts: Schema) -> Schema:
    """An object with these parts, each of which must be there."""
    about: Schema = {"description": meaning} if meaning else {}
    return about | {
        "type": "object",
        "properties": parts,
        "required": list(parts),
    }


def _list(of: Schema, most: int = 20_000) -> Schema:
    return {"type": "array", "items": of, "maxItems": most}


def schema() -> Schema:
    """The schema; the import page refuses a file that does not fit it."""
    return {
        "$schema": DIALECT,
        "title": "Everything that one person has written on Alongside",
        **_object(
            format={"const": FORMAT},
            edition={"const": EDITION},
            made_at=MOMENT,
            person=_object(name=_text(200), email=_text(320)),
            entries=_list(_entry()),
            reflections=_list(
                _object(
                    "What was written at a reflection in a lesson",
                    module=_text(80),
                    block=_text(80),
                    text=_text(),
                    at=MOMENT,
                )
            ),
            answers=_list(_answer()),
            saved_cases=_list(
                _object(
                    "A case on the reading list, with one's note",
                    slug=_text(120),
                    title=_text(200),
                    note=_text(),
                    saved_at=MOMENT,
                )
            ),
            saved_searches=_list(
                _object(
                    "A search of the casebook that is kept",
                    name=_text(120),
                    address=_text(5_000),
                    digest=_text(64),
                    saved_at=MOMENT,
                )
            ),
        ),
    }


def _entry() -> Schema:
    return _object(
        "An entry. `pending` is what is not sent yet; `versions` are what was kept",
        key={"type": "string", "format": "uuid", "pattern": "^[0-9a-f-]{36}$"},
        organisation=_text(200),
        group_names=WORDS | {"description": "Names of groups by their keys"},
        title=_text(160),
        state={"enum": ["draft", "submitted", "returned", "accepted"]},
        state_since=MOMENT,
        submitted_at=MAYBE_MOMENT,
        made_at=MOMENT,
        framework=_text(40),
        framework_version=NUMBER,
        pending={"anyOf": [KEPT_FORM, {"type": "null"}]},
        pending_at=MAYBE_MOMENT,
        versions=_list(
            _object(
                number=NUMBER,
                is_submitted={"type": "boolean"},
                saved_at=MOMENT,
                content=KEPT_FORM,
            )
        ),
        next_actions=_list(
            _object(
                what=_text(300), who=_text(80), due_on=MAYBE_DAY, done_at=MAYBE_MOMENT
            )
        ),
        reviews=_list(WORDS),
        comments=_list(_object(by=_text(200), text=_text(), quote=_text())),
        supervisor_scores=_list(WORDS),
    )


def _answer() -> Schema:
    return _object(
        "The latest answer at an exercise; its key is the exercise's",
        key=_text(80),
        module=_text(80),
        version=NUMBER,
        given=WORDS,
        is_right={"type": ["boolean", "null"]},
        times=NUMBER,
        at=MOMENT,
        attempts=_list(WORDS),
    )
