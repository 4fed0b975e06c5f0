"""What the demonstration's practitioner keeps: a reading list, a search, a place."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.casebook import saving
from app.casebook.models import SavedCase
from app.casebook.saving import Sought
from app.clock import now
from app.db import db
from app.demo import learning
from app.look import library

if TYPE_CHECKING:
    from app.demo.build import World


def write(world: "World", plan: dict[str, Any]) -> None:
    """A few cases with notes, one search, and half of the first lesson."""
    name = plan["name"].lower()
    person = world.people[name]
    for place, row in enumerate(reversed(plan["reading"])):
        case = library().case(row["slug"])
        if case is not None:
            db.session.add(
                SavedCase(
                    person_id=person.id,
                    slug=case.slug,
                    title=case.title,
                    note=row["note"],
                    saved_at=now() - timedelta(days=2 + 5 * place),
                )
            )
    sought = Sought.at(plan["search"]["address"])
    saving.save_search(person.id, sought, plan["search"]["name"])
    learning.read(world, name, library().lessons[0], 4, half=True)
