"""What every template may use: dates in words, icons, versioned files, labels."""

import calendar
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, url_for
from flask_login import current_user
from jinja2 import StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from app import clock, personal, policy, security
from app.content import questions, vocab
from app.content.library import Library
from app.content.types import Framework


def init_app(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        full_url=full_url,
        kept=kept,
        current_user=current_user,
        policy=policy,
        organisation=security.current_organisation,
        roles=roles,
        library=library,
        vocab=vocab,
        questions_of=questions,
        today=clock.today,
        days_since=clock.days_since,
        without=without,
        personal_words=personal.for_browser,
    )
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        clock=clock_time,
        safe_html=Markup,
        count=count,
        listed=listed,
        paragraphs=paragraphs,
        name_of=name_of,
    )


def library() -> Library:
    """The content that this site was started with."""
    found: Library = current_app.extensions["library"]
    return found


def framework(name: str, version: int) -> Framework:
    """The framework that an entry was scored with."""
    return library().frameworks[name, version]


def roles() -> set[str]:
    """The signed-in person's roles in the organisation they are working in."""
    here = security.current_organisation()
    if not current_user.is_authenticated or here is None:
        return set()
    return {
        m.role.value for m in current_user.memberships if m.organisation_id == here.id
    }


@lru_cache
def asset(name: str) -> str:
    """The address of a static file, which changes when the file does.

    Kept until the server starts again, as templates are.
    """
    path = Path(current_app.static_folder or "") / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    return url_for("static", filename=name, v=digest)


def full_url(endpoint: str, **values: Any) -> str:
    """An address with everything before its path, as people reach the site."""
    base: str = current_app.config["BASE_URL"]
    return base + url_for(endpoint, **values)


def kept(macro: Macro) -> Callable[..., Markup]:
    """The macro, drawn once for each set of values; only for what reads nothing else.

    A page of the log draws a hundred tags and icons, and a dozen different ones.
    """
    once = lru_cache(maxsize=1024, typed=True)  # typed: safe text stays apart
    return cast("Callable[..., Markup]", once(macro))


def day(value: date | datetime | None) -> str:
    """20 November 2025."""
    on = _date(value)
    return f"{on.day} {MONTHS[on.month]} {on.year}" if on else ""


def short_day(value: date | datetime | None) -> str:
    """20 November this year, with the year in any other."""
    on = _date(value)
    if on is None:
        return ""
    this_year = on.year == clock.today().year
    return f"{on.day} {MONTHS[on.month]}" if this_year else day(on)


def _date(value: date | datetime | None) -> date | None:
    """The date, where the organisation works."""
    return clock.local(value).date() if isinstance(value, datetime) else value


def clock_time(value: datetime) -> str:
    """21:14."""
    return f"{clock.local(value):%H:%M}"


MONTHS = list(calendar.month_name)  # the first is empty
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def count(number: int, one: str, many: str = "") -> str:
    """Three entries; 12 entries; one entry."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {noun}"


def listed(words: Iterable[Any]) -> str:
    """One, two and three."""
    items = [str(word) for word in words]
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def paragraphs(text: str) -> Markup:
    """Plain text as it was typed, in paragraphs and lines."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block]
    lines = (Markup("<br>").join(block.split("\n")) for block in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(block) for block in lines)


def name_of(word: str, vocabulary: Mapping[str, str]) -> str:
    """What a word of a vocabulary is called, in running text."""
    return vocabulary[word].lower()


def without(
    chosen: Mapping[str, Sequence[str]], facet: str, value: str
) -> dict[str, list[str]]:
    """The chosen facet values less one of them."""
    return {
        name: [v for v in values if (name, v) != (facet, value)]
        for name, values in chosen.items()
    }
