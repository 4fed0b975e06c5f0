"""What a group's page says of its baseline."""

from typing import Any

from app.db import db
from app.groups import answering, growth
from app.groups.baseline_forms import BeforeForm
from app.groups.models import Group
from app.groups.rounds import Before
from app.look import library


def baseline_of(group: Group) -> dict[str, Any]:
    """The group's own forms and its mark, as `groups/baseline.html` takes them."""
    own = growth.own_forms(group.id)
    closed = [one for one in own.rounds if not one.is_open]
    versions = library().baselines
    return {
        "own": own,
        "before": db.session.get(Before, group.id),
        "asked": versions[closed[-1].version] if closed else library().baseline,
        "say": answering.say,
        "mark": BeforeForm(formdata=None),
    }
