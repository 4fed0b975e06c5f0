"""The demonstration's log: 120 entries written whole, the rest from short scenes."""

import random
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from app.clock import now, today
from app.content.questions import CONTROL, STREAM
from app.content.types import Framework
from app.db import db, new_id
from app.groups.models import AskStep
from app.look import library
from app.practice import actions as practice
from app.practice.forms import from_typed
from app.practice.models import Entry, NextAction, State, Version
from app.supervision import actions as supervision
from app.supervision.models import Comment, Decision, Review, SupervisorRating

if TYPE_CHECKING:
    from app.demo.build import World

SHORT_EACH = 40  # entries from scenes for each of twelve organisers
SPAN = 545  # days: eighteen months
MOST_USES = 4  # of one scene, so that no sentence stands more than four times
EMPHASIS = re.compile(r"(?<!\w)[*_]([^*_\n]+)[*_](?!\w)")


@dataclass
class Told:
    """One entry to write: who, when, and what the writer's file says."""

    author: str
    group: str
    days_ago: int
    state: State
    row: dict[str, Any]


def write(world: "World", folder: Path) -> None:
    """Write every entry, oldest first, so that each group's record runs forwards."""
    whole = [
        Told(row["author"], row["group"], row["days_ago"], State(row["state"]), row)
        for path in sorted(folder.glob("entries/*.toml"))
        for row in tomllib.loads(path.read_text())["entries"]
    ]
    scenes = [
        scene
        for path in sorted(folder.glob("scenes/*.toml"))
        for scene in tomllib.loads(path.read_text())["scenes"]
    ]
    told = [*whole, *_from_scenes(world, scenes, whole)]
    scale = library().default_framework
    with db.session.no_autoflush:  # every entry is flushed whole, and once
        for one in sorted(told, key=lambda t: (-t.days_ago, t.author)):
            _write_one(world, one, scale)


def _from_scenes(
    world: "World", scenes: list[dict[str, Any]], whole: list[Told]
) -> list[Told]:
    """Entries for the days between the whole ones."""
    uses: Counter[str] = Counter()
    told = []
    for author in world.groups_of:
        taken = {one.days_ago for one in whole if one.author == author}
        free = [day for day in range(1, SPAN) if day not in taken]
        used: set[str] = set()
        for day in sorted(world.rng.sample(free, SHORT_EACH), reverse=True):
            scene = _scene(
                world, author, _stream(world, author, day), scenes, uses, used
            )
            if scene is None:
                continue
            uses[scene["title"]] += 1
            used.add(scene["title"])
            mine = [key for key in world.groups_of[author] if key in scene["groups"]]
            state = _state(world.rng, day)
            told.append(Told(author, world.rng.choice(mine), day, state, scene))
    return told


def _stream(world: "World", author: str, day: int) -> str:
    """The stream of a day's work: from the drift on, more and more of it service."""
    service = 0.08
    if author in world.autumn and day < world.drift_from:
        service = 0.35 + 0.45 * (1 - day / world.drift_from)
    roll = world.rng.random()
    if roll < service:
        return "service"
    return "mixed" if roll < service + 0.1 else "strengthening"


def _scene(
    world: "World",
    author: str,
    stream: str,
    scenes: list[dict[str, Any]],
    uses: Counter[str],
    used: set[str],
) -> dict[str, Any] | None:
    """The least used scene that fits the author's groups and the stream."""
    groups = set(world.groups_of[author])
    fitting = [
        scene
        for scene in scenes
        if groups & set(scene["groups"])
        and uses[scene["title"]] < MOST_USES
        and scene["title"] not in used
    ]
    wanted = [scene for scene in fitting if scene["stream"] == stream] or fitting
    if not wanted:
        return None
    world.rng.shuffle(wanted)
    return min(wanted, key=lambda scene: uses[scene["title"]])


def _state(rng: random.Random, day: int) -> State:
    if day <= 12 and rng.random() < 0.25:
        return State.SUBMITTED
    return State.ACCEPTED


def _write_one(world: "World", told: Told, scale: Framework) -> None:
    """One entry through the product's own actions, then dated back."""
    author = world.people[told.author]
    typed = _typed(world, told)
    form = from_typed(scale, {name: [value] for name, value in typed.items()})
    entry = practice.begin(new_id(), author, world.host.id, (scale.id, scale.version))
    practice.keep(entry, form, deliberate=False)
    happened = datetime.combine(
        today() - timedelta(days=told.days_ago), time(20, 40), UTC
    )
    sent = min(happened, now() - timedelta(minutes=20))
    if told.state is not State.DRAFT:
        practice.submit(entry, form)
    if told.state in {State.RETURNED, State.ACCEPTED}:
        _review(world, told, entry, scale)
    db.session.flush()
    _date_back(world, told, entry, sent)


def _plain(text: str) -> str:
    return EMPHASIS.sub(r"\1", text.strip())


def _typed(world: "World", told: Told) -> dict[str, str]:
    """The row as the entry form's fields."""
    row = told.row
    typed = {
        "title": row["title"],
        "group": str(world.groups[told.group].id) if told.group else "",
        "happened_on": (today() - timedelta(days=told.days_ago)).isoformat(),
        "place": row.get("where", ""),
        "minutes": str(row["minutes"]),
        "kind": row["kind"],
        "started_by": row["started_by"],
        "what": _plain(row["what"]),
        "so_what": _plain(row["so"]),
        "now_what": _plain(row["now"]),
        "ends": row.get("ends", ""),
        "separation": row.get("separation", ""),
        "voice_flag": "y" if row.get("voice_flag") else "",
        "ask_outcome": "asked",
    }
    for question, held in zip(CONTROL, row["control"], strict=True):
        typed[f"control-{question.id}"] = str(held)
    for question, answer in zip(STREAM, _stream_answers(row), strict=True):
        typed[f"stream-{question.id}"] = answer
    typed |= {f"support-{kind}": mark for kind, mark in row.get("support", {}).items()}
    for rating in row["ratings"]:
        typed[f"rate-{rating['principle']}"] = str(rating["level"])
        typed[f"evidence-{rating['principle']}"] = rating.get("evidence", "")
        typed[f"second-{rating['principle']}"] = rating.get("second", "")
    for place, action in enumerate(row.get("next_actions", [])[:3]):
        days = action.get("in_days", 7) - told.days_ago
        due_on = today() + timedelta(days=days)
        typed |= {
            f"action-what-{place}": action["what"],
            f"action-who-{place}": action["who"],
            f"action-due-{place}": due_on.isoformat(),
        }
    return typed | _ask(row)


def _stream_answers(row: dict[str, Any]) -> list[str]:
    """Six answers; a scene names its stream alone."""
    whole = {"strengthening": "AAAAAA", "service": "BBBBBB", "mixed": "ABAABB"}
    answers = row["stream"]
    return list(whole[answers]) if isinstance(answers, str) else answers


def _ask(row: dict[str, Any]) -> dict[str, str]:
    for ask in row.get("asks", []):
        return {
            "ask": "new",
            "ask_of": ask["of"],
            "ask_what": ask["what"],
            "ask_outcome": ask["outcome"],
            "ask_changed": ask.get("changed", ""),
        }
    return {}


def _review(world: "World", told: Told, entry: Entry, scale: Framework) -> None:
    name = world.supervisor_of[told.author]
    supervisor = world.people[name]
    if told.state is State.ACCEPTED:
        given = _supervisor_levels(world, told, name)
        for principle in scale.principles:
            level, evidence = given.get(principle.id, ("not-in-play", ""))
            supervision.score(entry, supervisor, principle.id, level, evidence)
    for comment in told.row.get("comments", []):
        place = {}
        if comment["on"] == "passage":
            place["quote"] = _plain(comment["quote"])
        elif comment["on"] != "whole":
            place["principle"] = comment["on"]
        supervision.comment(entry, supervisor, 1, comment["text"], **place)
    accepted = told.state is State.ACCEPTED
    decision = Decision.ACCEPTED if accepted else Decision.RETURNED
    supervision.decide(entry, supervisor, 1, decision, "")


def _supervisor_levels(
    world: "World", told: Told, supervisor: str
) -> dict[str, tuple[str, str]]:
    """The supervisor's level and words, as written, or near the author's level."""
    written = told.row.get("supervisor")
    if written:
        return {
            row["principle"]: (str(row["level"]), row["evidence"]) for row in written
        }
    given = {}
    for rating in told.row["ratings"]:
        level = str(rating["level"])
        if level.isdigit():
            if world.rng.random() < world.higher[supervisor]:
                step = 1
            else:
                step = world.rng.choices([0, -1, 1], [70, 15, 15])[0]
            level = str(min(4, max(0, int(level) + step)))
        given[rating["principle"]] = (level, "")
    return given


def _date_back(world: "World", told: Told, entry: Entry, sent: datetime) -> None:
    """Give every row of an entry the moment at which it would have been written."""
    entry.made_at = sent
    if told.state is State.DRAFT:
        entry.pending_at = entry.state_since = sent
        return
    reviewed = min(sent + timedelta(days=world.rng.randint(1, 9), hours=-5), now())
    decided = told.state is not State.SUBMITTED
    entry.submitted_at = sent
    entry.state_since = reviewed if decided else sent
    for table, column, moment in (
        (Version, "saved_at", sent),
        (Review, "decided_at", reviewed),
        (SupervisorRating, "given_at", reviewed),
    ):
        db.session.execute(
            update(table).where(table.entry_id == entry.id).values({column: moment})
        )
    db.session.execute(
        update(Comment)
        .where(Comment.entry_id == entry.id)
        .values(made_at=reviewed, released_at=reviewed if decided else None)
    )
    for action in told.row.get("next_actions", []):
        if action.get("done"):
            db.session.execute(
                update(NextAction)
                .where(
                    NextAction.entry_id == entry.id, NextAction.what == action["what"]
                )
                .values(done_at=reviewed)
            )
    db.session.execute(
        update(AskStep)
        .where(AskStep.entry_id == entry.id)
        .values(on=today() - timedelta(days=told.days_ago))
    )
