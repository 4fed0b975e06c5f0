"""Who may do what with a place and its baseline: the rest of `policy`, on its page.

Apart from `policy` only because a file ends at 400 lines.
"""

from app import policy
from app.accounts.models import Person, Role
from app.groups.models import Place
from app.groups.rounds import Round


def can_read_place(person: Person, place: Place) -> bool:
    """A place's page and its rounds: whoever has a role in its organisation."""
    return any(m.organisation_id == place.organisation_id for m in person.memberships)


def can_survey_place(person: Person, place: Place) -> bool:
    """Open a place's rounds and write to them: the organisation's organisers."""
    return policy.has_role(person, Role.ORGANISER, place.organisation_id)


def can_read_round(person: Person, asked: Round) -> bool:
    """Whoever may read the group whose form it is, else the place."""
    if asked.group:
        return policy.can_read_group(person, asked.group)
    return can_read_place(person, asked.place)


def can_write_round(person: Person, asked: Round) -> bool:
    """Whoever may change the group whose form it is, else the place's organisers."""
    if asked.group:
        return policy.can_edit_group(person, asked.group)
    return can_survey_place(person, asked.place)
