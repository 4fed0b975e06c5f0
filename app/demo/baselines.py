"""Baseline rounds of the demonstration: comparable ones, and two that are refused."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from app.accounts.models import Person
from app.clock import today
from app.content.baseline import DONT_KNOW, GROUPS, REFUSED, RESIDENTS, Part
from app.db import db, new_id
from app.groups.models import Group, Place
from app.groups.rounds import Answers, Before, Mode, Response, Round
from app.look import library

DOORS = "Every third door on both sides of every street, two evenings and a Saturday"
MISSED = "Nobody from the flats above the shops; few people under 25."
YEAR = 365
SEED = 20261124
# place: rounds as (days ago, mode, people, refusals, how high answers tend to be)
PLACES: dict[str, Sequence[tuple[int, Mode, int, int, float]]] = {
    "Marlpit": [
        (YEAR + 30, Mode.PAPER_TOGETHER, 34, 11, 1.5),
        (24, Mode.PAPER_TOGETHER, 38, 8, 2.3),
    ],
    "Fold Lane": [
        (YEAR + 45, Mode.OUR_PHONE, 31, 6, 2.1),
        (40, Mode.OUR_PHONE, 33, 9, 2.0),
    ],
    "Eastway": [
        (YEAR + 60, Mode.PAPER_TOGETHER, 30, 12, 1.6),
        (90, Mode.OWN_PHONE, 32, 0, 2.4),
    ],
    "Haggthorn": [(YEAR + 20, Mode.TELEPHONE, 7, 4, 2.0)],
}
SHEET: Answers = {
    "groups-known": 14,
    "groups-found": "Noticeboards, the hall’s bookings, and asking each group for two.",
    "kinds-missing": "Groups that meet in homes, and those that do not use English.",
    "spaces": 4,
    "grant-pots": 2,
    "paid-hours": 35,
    "challenge": "The ward panel, the landlord’s complaints panel, a petition.",
    "contracts": 1,
    "before": "Most of the groups that meet in the hall; the yearly street party.",
}
WORDS = {
    "12a": "Getting the landlord to mend what it promised",
    "16c": "People who work nights",
    "18e": "A room to meet in that is free in the evening",
    "20b": "The letter that gives the dates of the repairs",
}
OWN = {  # a group: what it said first and now, where it is no middle answer
    "12b": (4, 4), "12c": (3, 4), "13a": (31, 46), "13b": (0, 0), "13c": (4, 4),
    "14a": (1, 2), "14d": (4, 4), "15": (1, 2), "16a": (2, 3), "16b": (2, 4),
    "17": (1, 3), "18a": (4, 4), "18b": (0, 4), "19": (1, 2), "20a": (1, 3),
}  # fmt: skip


def write(world: Any) -> None:
    """Rounds of four places, two forms of a group, and what was there before."""
    rng = random.Random(SEED)  # noqa: S311
    by = world.people["shabnam"]
    places = _places(world)
    answers: list[dict[str, Any]] = []
    for name, rounds in PLACES.items():
        for ago, mode, people, refusals, level in rounds:
            asked = _round(places[name], by, ago, mode)
            asked.sheet, asked.aimed, asked.refusals = SHEET, 40, refusals
            answers += [_row(asked, _said(rng, level)) for _ in range(people)]
    group = world.groups["marlpit-tenants"]
    for place, ago in enumerate((YEAR + 10, 12)):
        asked = _round(group.place_id, by, ago, Mode.PAPER_TOGETHER, group)
        answers.append(_row(asked, _own(place)))
    db.session.flush()
    db.session.execute(insert(Response), answers)
    for place, group in enumerate(world.groups.values()):
        if place % 4 != 3:  # of some, nobody has said
            was_there = place % 4 != 2
            marked = today() - timedelta(days=YEAR)
            db.session.add(
                Before(group_id=group.id, was_there=was_there, marked_on=marked)
            )
    db.session.flush()


def _places(world: Any) -> dict[str, uuid.UUID]:
    """The ids of the demonstration's places, by name."""
    query = select(Place.name, Place.id).where(Place.organisation_id == world.host.id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _round(
    place_id: uuid.UUID,
    by: Person,
    ago: int,
    mode: Mode,
    group: Group | None = None,
) -> Round:
    """A closed round that began so many days ago."""
    began = today() - timedelta(days=ago)
    asked = Round(
        place_id=place_id,
        group_id=group.id if group else None,
        version=library().baseline.version,
        key=uuid.uuid4().hex,
        began_on=began,
        closed_on=began if group else began + timedelta(days=10),
        mode=mode,
        sample="The chair and four members, at their monthly meeting"
        if group
        else DOORS,
        not_reached="The members who were not at the meeting" if group else MISSED,
        opened_by_id=by.id,
        sheet={},
    )
    asked.id = new_id()
    db.session.add(asked)
    return asked


def _row(asked: Round, answers: Answers) -> dict[str, Any]:
    return {"id": uuid.uuid4(), "round_id": asked.id, "answers": answers}


def _said(rng: random.Random, level: float) -> Answers:
    """One resident's answers, around a level from 0 to 4."""
    parts = library().baseline.parts(RESIDENTS)
    return {part.id: _one(rng, part, level) for part in parts}


def _one(rng: random.Random, part: Part, level: float) -> int | str:
    dice = rng.random()
    if dice < 0.05:
        return DONT_KNOW
    if dice < 0.09:
        return REFUSED
    if part.kind == "yes-no":
        return 4 if rng.random() < level / 5 else 0
    return min(4, max(0, round(rng.gauss(level, 1.1))))


def _own(place: int) -> Answers:
    """What the group said, first (0) or now (1)."""
    said: Answers = {}
    for part in library().baseline.parts(GROUPS):
        if part.kind == "words":
            said[part.id] = WORDS[part.id]
        else:
            said[part.id] = OWN[part.id][place] if part.id in OWN else REFUSED
    return said
