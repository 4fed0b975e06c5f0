"""Build the demonstration organisation: same seed, same people, groups and entries."""

import csv
import random
import secrets
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from app.accounts import actions as accounts
from app.accounts.models import (
    Cohort,
    Membership,
    Organisation,
    Person,
    Role,
    Supervision,
)
from app.clock import today
from app.db import db, writing
from app.demo import (
    baselines,
    coming_back,
    diary,
    groups,
    learning,
    practitioner,
    replied,
)
from app.groups.models import Controller, Group, GroupKind, GroupOrganiser, Place

HERE = Path(__file__).parent
SEED = 20261123


@dataclass
class World:
    """What the log is written into."""

    host: Organisation
    rng: random.Random
    people: dict[str, Person] = field(default_factory=dict)  # by lower-case name
    groups: dict[str, Group] = field(default_factory=dict)  # by key
    groups_of: dict[str, list[str]] = field(default_factory=dict)  # organiser: keys
    supervisor_of: dict[str, str] = field(default_factory=dict)
    higher: dict[str, float] = field(default_factory=dict)  # supervisor: how often
    autumn: set[str] = field(default_factory=set)  # organisers of the drifting cohort
    drift_from: int = 0  # days ago


def build() -> None:
    """Write everything, and `demo-accounts.csv` beside the database."""
    plan = tomllib.loads((HERE / "world.toml").read_text())
    with writing():
        host = Organisation(
            name=plan["organisation"], safeguarding_lead=plan["safeguarding_lead"]
        )
        db.session.add(host)
        db.session.flush()
        world = World(host, random.Random(SEED), drift_from=plan["drift_from"])  # noqa: S311
        _people(world, plan)
        _groups(world, plan)
        baselines.write(world)
        diary.write(world, HERE)
        groups.write(world, HERE)
        replied.write(world)
        learning.write(world)
        coming_back.write()
        practitioner.write(world, plan["practitioner"])


def _people(world: World, plan: dict[str, Any]) -> None:
    cohorts = {row["key"]: _cohort(world, row) for row in plan["cohorts"]}
    rows = [_person(world, plan["coordinator"], Role.COORDINATOR)]
    for supervisor in plan["supervisors"]:
        rows.append(_person(world, supervisor["name"], Role.SUPERVISOR))
        world.higher[supervisor["name"].lower()] = supervisor["higher"]
        for name in supervisor["of"]:
            world.supervisor_of[name.lower()] = supervisor["name"].lower()
    for place, (name, keys) in enumerate(plan["organisers"].items()):
        key = "spring" if place < len(plan["organisers"]) // 2 else "autumn"
        rows.append(_person(world, name, Role.ORGANISER, cohorts[key]))
        world.groups_of[name.lower()] = keys
        if key == "autumn":
            world.autumn.add(name.lower())
    db.session.flush()
    for organiser, supervisor in world.supervisor_of.items():
        db.session.add(
            Supervision(
                organisation_id=world.host.id,
                supervisor_id=world.people[supervisor].id,
                organiser_id=world.people[organiser].id,
                from_on=today() - timedelta(days=560),
            )
        )
    rows.append(_practitioner(world, plan["practitioner"]))
    _hand_out(rows)


def _cohort(world: World, row: dict[str, Any]) -> Cohort:
    starts_on = today() - timedelta(days=row["days_ago"])
    cohort = Cohort(
        organisation_id=world.host.id, name=row["name"], starts_on=starts_on
    )
    db.session.add(cohort)
    db.session.flush()
    learning.dates(cohort)
    return cohort


def _person(
    world: World, name: str, role: Role, cohort: Cohort | None = None
) -> tuple[str, str, str, str]:
    """A member; gives the row for the list of accounts."""
    password = secrets.token_urlsafe(12)
    email = f"{name.lower()}@calderfold.example"
    person = accounts.add_person(name, email, password)
    if role is Role.COORDINATOR:
        person.is_administrator = person.is_editor = True
    world.people[name.lower()] = person
    db.session.add(
        Membership(
            person_id=person.id,
            organisation_id=world.host.id,
            role=role,
            cohort_id=cohort.id if cohort else None,
            since_on=today() - timedelta(days=560),
        )
    )
    return role.value, name, email, password


def _practitioner(world: World, row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Somebody with an account and no organisation; gives their row."""
    password = secrets.token_urlsafe(12)
    person = accounts.add_person(row["name"], row["email"], password)
    world.people[row["name"].lower()] = person
    return "practitioner", row["name"], row["email"], password


def _hand_out(rows: list[tuple[str, str, str, str]]) -> None:
    """Write who can sign in as what, for whoever runs the demonstration only."""
    path = Path(current_app.config["DATA_DIR"]) / "demo-accounts.csv"
    path.touch(mode=0o600)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("role", "name", "email", "password"), *rows])


def _groups(world: World, plan: dict[str, Any]) -> None:
    places = {
        name: Place(
            organisation_id=world.host.id,
            name=name,
            **dict(zip(("lat", "lon"), where, strict=False)),
        )
        for name, where in sorted(plan["places"].items())
    }
    db.session.add_all(places.values())
    db.session.flush()
    for key, row in plan["groups"].items():
        note = row.get("contract_note", "")
        world.groups[key] = Group(
            organisation_id=world.host.id,
            place_id=places[row["place"]].id,
            name=row["name"],
            kind=GroupKind(row["kind"]),
            purpose=row["purpose"],
            members=row["members"],
            volunteers=row["volunteers"],
            paid_hours=row["paid_hours"],
            controlled_by=Controller(row["controlled_by"]),
            has_contract=bool(note),
            contract_note=note,
            facts_on=today() - timedelta(days=40),
        )
    db.session.add_all(world.groups.values())
    db.session.flush()
    for name, keys in world.groups_of.items():
        for key in keys:
            db.session.add(
                GroupOrganiser(
                    group_id=world.groups[key].id, person_id=world.people[name].id
                )
            )
    db.session.flush()
