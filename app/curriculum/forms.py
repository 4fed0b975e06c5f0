"""The days of a cohort's path, as its coordinator types them."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from app.content.types import Module
from app.curriculum.models import ModuleDates
from app.forms import Form

YEARS = (2000, 2100)  # days beyond are slips of the finger
LONGEST = timedelta(days=3660)  # a path; ten years
FORTNIGHT = timedelta(days=14)  # what a module is given unless somebody says

Days = dict[str, tuple[date | None, date | None]]  # by module: begin by, done by


def _sensible(_form: Form, field: DateField) -> None:
    """Refuse a year that nobody means."""
    if field.data and not YEARS[0] <= field.data.year <= YEARS[1]:
        raise ValidationError(
            f"Choose a day between the years {YEARS[0]} and {YEARS[1]}"
        )


class PathForm(Form):
    """Two days for each module, and two between which they can be spread."""

    modules: tuple[Module, ...] = ()

    spread_from = DateField("First day", [Optional(), _sensible])
    spread_until = DateField("Last day", [Optional(), _sensible])

    def rows(self) -> list[tuple[Module, DateField, DateField]]:
        """Each module with its two fields."""
        return [
            (m, self[f"begin-{m.slug}"], self[f"done-{m.slug}"]) for m in self.modules
        ]

    def days(self) -> Days:
        """What was typed, by module."""
        return {m.slug: (begin.data, done.data) for m, begin, done in self.rows()}

    def in_order(self) -> bool:
        """Whether no module is to be done before it is begun; else says so there."""
        for _, begin, done in self.rows():
            if begin.data and done.data and done.data < begin.data:
                done.errors = ["Choose the day on which it is begun, or a later one"]
        return not self.problems()

    def between(self) -> tuple[date, date] | None:
        """The days to spread over, if both are there and in order; else says so."""
        for field, words in ((self.spread_from, "first"), (self.spread_until, "last")):
            if not field.data and not field.errors:
                field.errors = [f"Choose the {words} day, such as 2026-12-01"]
        first, last = self.spread_from.data, self.spread_until.data
        if not first or not last or self.spread_from.errors or self.spread_until.errors:
            return None
        if last - first < timedelta(days=len(self.modules) - 1):
            words = "Choose a later day: each module needs a day of its own"
            self.spread_until.errors = [words]
        elif last - first > LONGEST:
            self.spread_until.errors = ["Choose a day within ten years of the first"]
        return None if self.spread_until.errors else (first, last)


def path_form(modules: tuple[Module, ...], **about: Any) -> PathForm:
    """A form with two days for each of these modules."""
    return _kind(modules)(**about)


@lru_cache(maxsize=4)
def _kind(modules: tuple[Module, ...]) -> type[PathForm]:
    """The form's class; modules are the same until the server starts again."""
    fields: dict[str, Any] = {"modules": modules}
    for module in modules:
        for name, words in (("begin", "Begin by"), ("done", "Done by")):
            label = f"{words} (module {module.number})"
            fields[f"{name}-{module.slug}"] = DateField(label, [Optional(), _sensible])
    return type("FullPathForm", (PathForm,), fields)


def kept(
    modules: tuple[Module, ...], dates: Mapping[str, ModuleDates], starts_on: date
) -> dict[str, Any]:
    """The form's values as they are kept, and two days that would do to spread over."""
    values: dict[str, Any] = {}
    for slug, row in dates.items():
        values |= {f"begin-{slug}": row.begin_by, f"done-{slug}": row.done_by}
    days = [day for day in values.values() if day]
    first = min(days, default=_within(starts_on))
    length = FORTNIGHT * len(modules) - timedelta(days=1)
    values |= {"spread_from": first, "spread_until": max(days, default=first + length)}
    return values


def _within(day: date) -> date:
    """The day, or the nearest from which a path may begin."""
    return min(max(day, date(YEARS[0], 1, 1)), date(YEARS[1] - 10, 1, 1))


def spread(modules: tuple[Module, ...], first: date, last: date) -> Days:
    """The modules one after another, as long as each other to within a day."""
    days, number = (last - first).days + 1, len(modules)
    starts = [first + timedelta(days=days * n // number) for n in range(number + 1)]
    return {
        module.slug: (start, after - timedelta(days=1))
        for module, (start, after) in zip(modules, pairwise(starts), strict=True)
    }
