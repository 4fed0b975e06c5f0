"""Titles that a format may trip over, and a case that bears one."""

from dataclasses import replace

from app.content.library import Library
from app.content.types import Case

AWKWARD = [
    """Who "owns" it? The 'hut' & the £5 note""",
    "Kōhanga reo, Mietshäuser Syndikat, Muintir na Tíre: “ours” – œuvre",
    "50% < 100% > 0 & so #1_a ~b -- $d",
    "</script><script>alert(1)</script> <!-- & ]]>",
    "שלום עليكم 🦊",
]


def renamed(shelf: Library, title: str) -> Case:
    """A case under the slug "wild" with this title."""
    return replace(shelf.cases[0], slug="wild", title=title)
