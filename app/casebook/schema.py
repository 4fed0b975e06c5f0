"""The JSON Schema (2020-12) of the whole casebook as data.

Made from the type hints that the content checker reads the files by, so that the two
cannot part: what a file may hold is what the download may hold.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from app.casebook.whole import public_fields
from app.content import vocab
from app.content.shape import Between, Count, OneOf, Ref, Under
from app.content.types import CASE_HEADINGS, Case

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

# What each field of a case means, to somebody who has only the download.
MEANINGS = {
    "slug": "The last part of the page's address; never given to another case",
    "url": "The page of the case",
    "version": "How many times readers were told of a change, the first one included",
    "title": "The title; before a colon, the short one",
    "summary": "The case in two or three sentences",
    "was": "Earlier slugs, which still lead to the page",
    "reviewed": "When a person last checked the facts",
    "began": "The year it began",
    "ended": "The year it ended; null where it goes on or is not known",
    "dates_note": "What is uncertain about the dates",
    "kind": "What kind of body it was",
    "who": "Who did it, in words",
    "who_did_the_work": "Whose work it was",
    "stream": "Whether it strengthened a community, ran a service, or did both",
    "methods": "What was done",
    "mistakes": "The known mistakes that it shows",
    "lineage": "The traditions it stands in",
    "lessons": "Slugs of the lessons that use it",
    "contradicts": "The lessons that it speaks against, and how",
    "asks": "Questions that it answers, as a searcher would put them",
    "confidence": "How far the facts were checked against sources",
    "confidence_note": "What was seen, and what was not",
    "place": "Where it was",
    "outcome": "How it came out: did it reach its aim, did it last, did people grow",
    "upheld": "Principles at work, and where each shows",
    "broken": "Principles missing or damaged, and where each shows",
    "sources": "The works that were read, and how much of each",
    "changes": "The changes that readers were told of",
    "sections": "The five parts of the text, in Markdown, always in this order",
}
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
}


def schema(address: str, principles: Mapping[str, str]) -> Schema:
    """The schema of the download; `principles` are names by id."""
    made = _Maker(principles)
    case = made.case()
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": "Alongside Casebook",
        "description": "Documented past practice in community organising, one item a "
        "case. Texts may hold Markdown.",
        "type": "object",
        "properties": {
            "schema": {"const": address, "description": "Where this schema is"},
            "title": {"const": "Alongside Casebook"},
            "url": {"type": "string", "format": "uri"},
            "updated": _PLAIN[date] | {"description": "The newest change to a case"},
            "count": {"type": "integer", "minimum": 0},
            "cases": {"type": "array", "items": case},
        },
        "required": ["schema", "title", "url", "updated", "count", "cases"],
        "additionalProperties": False,
        "$defs": made.kinds,
    }


class _Maker:
    """Schemas from type hints; `kinds` gathers those of the dataclasses met."""

    def __init__(self, principles: Mapping[str, str]) -> None:
        self.kinds: dict[str, Schema] = {}
        self._principles = {"propertyNames": _one_of(principles)}

    def case(self) -> Schema:
        """The schema of one case."""
        hints = get_type_hints(Case, include_extras=True)
        made: dict[str, Schema] = {
            "url": {"type": "string", "format": "uri"},
            "version": {"type": "integer", "minimum": 1},
            "sections": _sections(),
        }
        made |= {name: self._of(hints[name]) for name in public_fields(Case)}
        for name in ("upheld", "broken"):
            made[name] |= self._principles
        meant = {name: made[name] | {"description": MEANINGS[name]} for name in made}
        return _object({name: meant[name] for name in MEANINGS})

    def _of(self, hint: Any) -> Schema:
        origin = get_origin(hint)
        if origin is Annotated:
            base, *rules = get_args(hint)
            return _ruled(self._of(base), rules)
        if origin in (Union, types.UnionType):
            choices = [self._of(arg) for arg in get_args(hint) if arg is not type(None)]
            return {"anyOf": [*choices, {"type": "null"}]}
        if origin is tuple:
            return {"type": "array", "items": self._of(get_args(hint)[0])}
        if origin is dict:
            inner = self._of(get_args(hint)[1])
            return {"type": "object", "additionalProperties": inner}
        if is_dataclass(hint):
            return self._kind(hint)
        return _PLAIN[hint]

    def _kind(self, cls: Any) -> Schema:
        """A reference to the schema of a dataclass, made when first met."""
        if cls.__name__ not in self.kinds:
            hints = get_type_hints(cls, include_extras=True)
            made = {field.name: self._of(hints[field.name]) for field in fields(cls)}
            about = (cls.__doc__ or "").partition("\n")[0].removesuffix(".")
            self.kinds[cls.__name__] = _object(made) | {"description": about}
        return {"$ref": f"#/$defs/{cls.__name__}"}


def _ruled(base: Schema, rules: list[Any]) -> Schema:
    """A schema with the rules of its hint."""
    for rule in rules:
        match rule:
            case OneOf(words=words):
                base = _one_of(words)
            case Count(low=low, high=high):
                most = {"maxItems": high} if high < Count.high else {}
                base = base | {"minItems": low} | most
            case Between(low=low, high=high):
                base = base | {"minimum": low, "maximum": high}
            case Under(characters=characters):
                base = base | {"maxLength": characters - 1}
            case Ref(kind=kind):
                base = base | {"description": f"The slug of a {kind}"}
    return base


def _one_of(words: Mapping[str, str]) -> Schema:
    """One word of a vocabulary, each with what it is called."""
    return {"oneOf": [{"const": word, "title": title} for word, title in words.items()]}


def _sections() -> Schema:
    note = _object(
        {
            "kind": _one_of(vocab.MARGIN_KINDS),
            "term": {"type": ["string", "null"]},
            "text": _PLAIN[str],
        }
    )
    return {
        "type": "array",
        "prefixItems": [_section(*heading, note) for heading in CASE_HEADINGS.items()],
        "items": False,
        "minItems": len(CASE_HEADINGS),
    }


def _section(title: str, anchor: str, note: Schema) -> Schema:
    return _object(
        {
            "anchor": {"const": anchor},
            "title": {"const": title},
            "markdown": _PLAIN[str],
            "notes": {"type": "array", "items": note},
        }
    )


def _object(properties: dict[str, Schema]) -> Schema:
    """An object that has all of these, and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
