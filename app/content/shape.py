"""From a TOML table to a frozen dataclass, led by the dataclass's type hints.

Beyond its type a hint may carry rules, as `Annotated[int, Between(0, 4)]`.
"""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date",
}


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`."""

    low: int
    high: int

    def broken(self, value: float) -> str | None:
        """What is wrong with `value`, or none."""
        if self.low <= value <= self.high:
            return None
        return f"is {value}, and must be from {self.low} to {self.high}"


@dataclass(frozen=True)
class Count:
    """A list of at least `low` items, and at most `high`."""

    low: int
    high: int = 1000

    def broken(self, value: tuple[Any, ...]) -> str | None:
        """What is wrong with the length of `value`, or none."""
        if self.low <= len(value) <= self.high:
            return None
        most = f" and at most {self.high}" if self.high < Count.high else ""
        return f"holds {len(value)}, and must hold at least {self.low}{most}"


@dataclass(frozen=True)
class Under:
    """A text of fewer than so many characters."""

    characters: int

    def broken(self, value: str) -> str | None:
        """What is wrong with `value`, or none."""
        if len(value) < self.characters:
            return None
        return f"has {len(value)} characters, and must have under {self.characters}"


@dataclass(frozen=True, eq=False)
class OneOf:
    """A word of a vocabulary."""

    words: Mapping[Any, str]

    def broken(self, value: object) -> str | None:
        """What is wrong with `value`, or none."""
        return None if value in self.words else f'has the unknown word "{value}"'


@dataclass(frozen=True)
class Ref:
    """The slug or id of something of this kind, elsewhere in the content."""

    kind: str


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def build(
    cls: type[T], table: Mapping[str, Any], where: str, faults: list[str], **given: Any
) -> T | None:
    """A `cls` from `table`, its fields in `given` apart; none if it has faults.

    The faults are added to `faults`, each beginning with `where`.
    """
    before = len(faults)
    values = dict(given)
    wanted = [field for field in fields(cls) if field.name not in given]  # type: ignore[arg-type]
    names = {field.name for field in wanted}
    faults += [f"{where}: unknown key {key}" for key in table if key not in names]
    for field in wanted:
        if field.name in table:
            hint = _hints(cls)[field.name]  # type: ignore[arg-type]
            place = f"{where}: {field.name}"
            values[field.name] = read(table[field.name], hint, place, faults)
        elif field.default is MISSING and field.default_factory is MISSING:
            faults.append(f"{where}: {field.name} is missing")
    return cls(**values) if len(faults) == before else None


def read(value: Any, hint: Any, where: str, faults: list[str]) -> Any:
    """`value` as `hint` wants it."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _read_ruled(value, hint, where, faults)
    if origin in (Union, types.UnionType):
        return _read_either(value, get_args(hint), where, faults)
    if origin is tuple:
        return _read_list(value, get_args(hint)[0], where, faults)
    if is_dataclass(hint) or origin is dict:
        return _read_table(value, hint, where, faults)
    if type(value) is not hint and not (hint is float and type(value) is int):
        faults.append(f"{where} is not {_NAMES[hint]}")
    elif value == "" or (hint is str and not value.strip()):
        faults.append(f"{where} is empty")
    return value


def _read_ruled(value: Any, hint: Any, where: str, faults: list[str]) -> Any:
    base, *rules = get_args(hint)
    before = len(faults)
    value = read(value, base, where, faults)
    if len(faults) > before:
        return value
    for rule in rules:
        if not isinstance(rule, Ref) and (wrong := rule.broken(value)):
            faults.append(f"{where} {wrong}")
    return value


def _read_either(
    value: Any, hints: tuple[Any, ...], where: str, faults: list[str]
) -> Any:
    """`value` by the first of `hints` that takes it; TOML knows no null."""
    wanted = [hint for hint in hints if hint is not type(None)]
    for hint in wanted:
        tried: list[str] = []
        found = read(value, hint, where, tried)
        if not tried:
            return found
    faults += tried
    return value


def _read_list(value: Any, hint: Any, where: str, faults: list[str]) -> Any:
    if not isinstance(value, list):
        faults.append(f"{where} is not a list")
        return ()
    return tuple(
        read(item, hint, f"{where} {_name(item, number)}", faults)
        for number, item in enumerate(value, start=1)
    )


def _name(item: Any, number: int) -> str:
    """What to call an item of a list in a fault: its id, else its number."""
    named = item.get("id") if isinstance(item, dict) else None
    return str(named or number)


def _read_table(value: Any, hint: Any, where: str, faults: list[str]) -> Any:
    if not isinstance(value, dict):
        faults.append(f"{where} is not a table")
        return value
    if is_dataclass(hint):
        return build(hint, value, where, faults)  # type: ignore[arg-type]
    inner = get_args(hint)[1]
    return {
        key: read(item, inner, f"{where} {key}", faults) for key, item in value.items()
    }


def refs(value: Any, hint: Any = None) -> Iterator[tuple[str, str]]:
    """Each thing that `value` names by `Ref`, however deep: kind, slug."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            inner = _hints(type(value))[field.name]
            yield from refs(getattr(value, field.name), inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from refs(item, _item_hint(hint))
    elif isinstance(value, str):
        yield from ((rule.kind, value) for rule in _rules(hint))


def _item_hint(hint: Any) -> Any:
    """What a list's items are, from the hint for the list."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return get_args(hint)[0]


def _rules(hint: Any) -> Iterator[Ref]:
    """The `Ref` that a hint carries, if any."""
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Annotated:
            yield from (rule for rule in get_args(part)[1:] if isinstance(rule, Ref))
