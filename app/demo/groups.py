"""What the demonstration's organisers recorded about groups besides entries."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.clock import today
from app.db import db
from app.groups import facts, ledgers, rolecheck
from app.groups.history import GroupFacts, MetAlone, RoleCheck, SupportNote
from app.groups.models import Ask, AskOutcome, AskStep, Group, IncomeBand

if TYPE_CHECKING:
    from app.demo.build import World

SHORTEST, LONGEST = 6, 97  # days before the answers that entries tell of


def write(world: "World", folder: Path) -> None:
    """Histories, role checks, support, meetings and asks, as the file tells them."""
    plan = tomllib.loads((folder / "groups.toml").read_text())
    _asked_before()
    for key, group in world.groups.items():
        row = plan.get(key, {})
        _facts(world, group, row)
        _checks(world, group, row.get("checks", []))
        for note in row.get("support", []):
            about = {"kind": note["kind"], "mark": note["mark"]}
            db.session.add(SupportNote(**_recorded(world, group, note), **about))
        for met in row.get("met", []):
            db.session.add(MetAlone(**_recorded(world, group, met)))
        for ask in row.get("asks", []):
            _ask(group, ask)
    db.session.flush()


def _day(days: int) -> date:
    return today() - timedelta(days=days)


def _moment(days: int) -> datetime:
    return datetime.combine(_day(days), time(19, 30), UTC)


def _facts(world: "World", group: Group, row: dict[str, Any]) -> None:
    """The facts as they are, and how they were before."""
    money = row.get("facts", {})
    group.income_band = IncomeBand(money.get("income_band", "not-known"))
    shares = money.get("shares", [None] * 3)
    group.share_members, group.share_grants, group.share_contracts = shares
    group.charge_note = money.get("charge_note", "")
    group.has_charge = bool(group.charge_note)
    group.facts_on = _day(row.get("facts_days", 40))
    last = row.get("history", [])[-1:]
    for past in row.get("history", []):
        _keep(world, group, past["by"], past["days"], past["facts"])
    for past in last:
        _keep(world, group, past["by"], 40, {})


def _keep(
    world: "World", group: Group, by: str, days: int, differing: dict[str, Any]
) -> None:
    db.session.add(
        GroupFacts(
            group_id=group.id,
            by_id=world.people[by.lower()].id,
            saved_at=_moment(days),
            facts=facts.held(group) | differing,
        )
    )


def _checks(world: "World", group: Group, rows: list[dict[str, Any]]) -> None:
    """What was said, and from when the questions are due."""
    asked = rolecheck.newest()
    for row in rows:
        choices = zip(asked.questions, row["choices"].split(), strict=True)
        answers = {
            q.id: {"choice": choice, "words": row["words"].get(q.id, "")}
            for q, choice in choices
        }
        db.session.add(
            RoleCheck(
                group_id=group.id,
                by_id=world.people[row["by"].lower()].id,
                made_at=_moment(row["days"]),
                version=asked.version,
                answers=answers,
            )
        )
    if rolecheck.reasons(group):
        last = min((row["days"] for row in rows), default=None)
        again = group.facts_on if last is None else _day(last) + rolecheck.AGAIN
        group.check_due_on = again


def _recorded(world: "World", group: Group, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "group_id": group.id,
        "by_id": world.people[row["by"].lower()].id,
        "made_at": _moment(row["days"]),
        "on": _day(row["days"]),
        "words": row["words"],
    }


def _ask(group: Group, row: dict[str, Any]) -> None:
    """An ask with its news."""
    asked_on = _day(row["days"])
    ask = Ask(group_id=group.id, of_whom=row["of"], what=row["what"], asked_on=asked_on)
    db.session.add(ask)
    db.session.flush()
    db.session.add(AskStep(ask_id=ask.id, outcome=AskOutcome.ASKED, on=asked_on))
    for news in row["news"]:
        db.session.add(
            AskStep(
                ask_id=ask.id,
                outcome=AskOutcome(news["outcome"]),
                on=_day(news["days"]),
                changed=news["changed"],
            )
        )


def _asked_before() -> None:
    """What an entry tells as answered was asked some weeks before it."""
    query = select(Ask).options(selectinload(Ask.steps))
    asks = sorted(db.session.scalars(query), key=lambda ask: (ask.asked_on, ask.what))
    for place, ask in enumerate(asks):
        first = ask.steps[0]
        if first.outcome in ledgers.ANSWERS:
            spread = SHORTEST + place * 29 % (LONGEST - SHORTEST)
            ask.asked_on = first.on - timedelta(days=spread)
            db.session.add(
                AskStep(ask_id=ask.id, outcome=AskOutcome.ASKED, on=ask.asked_on)
            )
