"""What looks like somebody's name, number or address, pointed out where it stands.

A help for whoever writes, and no more: it misses some and is wrong about others, so
it never stops anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST = 6  # things pointed out in one text

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Ten to thirteen digits, in groups, beginning as British or foreign numbers do.
PHONE = re.compile(r"(?<![\d/.£$€-])(?:\+|\(?0)\d(?:[ ().-]{0,2}\d){8,11}(?![\d/])")
# As the Post Office forms them: BS3571:2004's pattern, without its odd ones.
POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]?)[ ]?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE
)
TITLED = re.compile(
    r"\b(?:Mrs?|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Rev|Revd|Father|Sister|Imam)"
    r"\.? (?:[A-Z]\.? )?[A-Z][\w'’-]+"
)
PAIR = re.compile(r"\b([A-Z][a-zà-ÿ'’]+) ((?:Mc|Mac|O['’])?[A-Z][a-zà-ÿ'’-]+)\b")

# Words that begin or end the name of a body, a place or a time, and no person's.
_NOT_NAMES = """
The A An In On At From By When After Before Our Their Her His My It They We
January February March April May June July August September October November
December Monday Tuesday Wednesday Thursday Friday Saturday Sunday
North South East West Northern Southern Eastern Western Central Upper Lower New
Great Greater Old St Saint Street Road Lane Avenue Square Estate Park Hall House
Court Green Hill Bridge City Town Borough County Village Valley Island River
Council Housing Association Authority Committee Commission Centre Center Trust
Fund Foundation Federation Forum Network Group Union Society Club Project
Programme Partnership Party Act Office Department Ministry Board Company Bank
School College University Church Mosque Hospital Clinic Library Police Health
Social Service Services Community Communities Residents Tenants Women Youth
Action Development Local National International Royal High Court Government
Parliament Tower Works Fields Christmas Easter Ramadan United States Kingdom
Big Lottery English British Scottish Welsh Irish American African Asian Vale
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())


@dataclass(frozen=True)
class Mark:
    """Something that may point at a person: what it looks like, and the words."""

    kind: str
    words: str


def marks(text: str) -> list[Mark]:
    """What in the text looks personal, in the order of kinds, each once."""
    found = [Mark("an email address", m[0]) for m in EMAIL.finditer(text)]
    found += [Mark("a phone number", m[0]) for m in PHONE.finditer(text)]
    found += [Mark("a postcode", m[0]) for m in POSTCODE.finditer(text)]
    found += [Mark("a person’s name", name) for name in _names(text)]
    return list(dict.fromkeys(found))[:MOST]


def _names(text: str) -> list[str]:
    titled = [m[0] for m in TITLED.finditer(text)]
    covered = " ".join(titled)
    pairs = [
        m[0]
        for m in PAIR.finditer(text)
        if not {m[1], m[2]} & NOT_NAMES and m[0] not in covered
    ]
    return titled + pairs


def by_field(texts: Mapping[str, str], known: str = "") -> dict[str, list[Mark]]:
    """What looks personal, by field, for those fields that hold some.

    What is also in `known`, such as where the case was, is left alone.
    """
    found = {
        name: [mark for mark in marks(text) if mark.words not in known]
        for name, text in texts.items()
    }
    return {name: held for name, held in found.items() if held}
