"""Groups that may be the same: in one neighbourhood, under names that are alike."""

import re
from collections.abc import Iterable
from itertools import combinations, groupby
from typing import Any

from flask_login import current_user
from rapidfuzz import fuzz
from sqlalchemy import select

from app import policy
from app.db import db
from app.groups.models import Group

ALIKE = 80  # of 100: a slip of the pen, words in another order
WORDS = 2  # that the shorter name has, when all of it stands in the longer one
MOST = 150  # groups of one neighbourhood that are laid side by side
SMALL = {"the", "a", "of", "and", "for", "in", "at"}


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"\w+", name.casefold()) if w not in SMALL]


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be of one group. Block C is not Block D, nor 3 the 4."""
    a, b = _words(one), _words(other)
    tells = [{w for w in words if len(w) == 1 or w.isdigit()} for words in (a, b)]
    if not a or not b or tells[0] != tells[1]:
        return False
    short = min(len(set(a)), len(set(b)))
    inside = set(a) <= set(b) or set(b) <= set(a)
    ratio = fuzz.token_sort_ratio(" ".join(a), " ".join(b))
    return ratio >= ALIKE or (inside and short >= WORDS)


def pairs(rows: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Of rows with id, name and place, sorted by place, the pairs that are alike."""
    found = []
    for _, held in groupby(rows, key=lambda row: row.place):
        found += [
            (one, other)
            for one, other in combinations(list(held)[:MOST], 2)
            if are_alike(one.name, other.name)
        ]
    return [
        (one, other)
        for one, other in found
        if policy.can_merge_groups(
            current_user,
            db.get_or_404(Group, one.id),
            db.get_or_404(Group, other.id),
        )
    ]


def like(group: Group) -> tuple[list[Group], bool]:
    """Groups like this one that one may read, and whether a colleague has another."""
    around = db.session.scalars(
        select(Group).where(
            Group.place_id == group.place_id,
            Group.id != group.id,
            Group.archived_on.is_(None),
        )
    )
    found = [other for other in around if are_alike(group.name, other.name)]
    mine = [other for other in found if policy.can_read_group(current_user, other)]
    return mine, len(mine) < len(found)
