"""What looks like somebody's name, number or address, pointed out where it stands.

A help for whoever writes, and no more: it misses some and is wrong about others, so
it never stops anybody. The patterns are written so that a browser reads them as Python
does (letters are named, since its \\w and \\b know no accents): a phone uses the same
ones, from `for_browser`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST = 6  # things pointed out in one text
NAME, EMAIL, PHONE = "a person’s name", "an email address", "a phone number"
POSTCODE, ADDRESS = "a postcode", "an address"

_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
_SMALL = "a-zß-öø-ÿ"
_END = f"(?![{_LETTER}])"

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
Then That This There These Those What Who Where Why How If So But And Or For With
Without Not No Yes Nobody Everybody Somebody Someone Everyone Both All Some One Two
Three Four Five Ten Our Your You He She Is Was Are Were Has Had Do Did As Because
Tenant Member Chair Secretary Treasurer Ward Deputy Officer Manager Repairs Meeting
Big Lottery English British Scottish Welsh Irish American African Asian Vale
"""
_OTHER = f"(?!(?:{'|'.join(_NOT_NAMES.split())}){_END})"
# A surname, without the 's of what is hers.
_SURNAME = f"(?:Mc|Mac|O['’])?[A-ZÀ-ÖØ-Þ](?:(?!['’]s{_END})[{_LETTER}'’-])+"
_STREETS = (
    "Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Court|Crescent|Terrace|Place|Way|"
    "Grove|Gardens|Walk|Square|Mews|Row|House|Tower|Rise|Hill"
)

# Kind, pattern, and whether capitals and small letters are alike; the surest first.
SOURCES = (
    (EMAIL, "[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63}){1,4}",
     False),
    # Ten to thirteen digits, in groups, beginning as British or foreign numbers do.
    (PHONE, "(?<![0-9/.£$€-])(?:[+]|[(]?0)[0-9](?:[ ().-]{0,2}[0-9]){8,11}(?![0-9/])",
     False),
    # A number, and up to three words that end as streets and blocks do.
    (ADDRESS,
     "(?<![0-9A-Za-z£/.-])(?:(?:Flat|Apartment|No[.]?) )?[0-9]{1,4}[A-Za-z]?"
     f"(?:,? [0-9]{{1,4}}[A-Za-z]?)?,? (?:[A-Z][{_SMALL}'’-]+ ){{1,3}}"
     f"(?:{_STREETS}){_END}", False),
    # As the Post Office forms them: BS3571:2004's pattern, without its odd ones.
    (POSTCODE,
     "(?<![A-Za-z0-9])[A-Z]{1,2}[0-9][A-Z0-9]? ?"
     "[0-9][ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])",
     True),
    (NAME,
     f"(?<![{_LETTER}])(?:Mrs?|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Rev|Revd|Father|"
     f"Sister|Imam)[.]? (?:[A-Z][.]? )?{_SURNAME}", False),
    (NAME,
     f"(?<![{_LETTER}-]){_OTHER}[A-ZÀ-ÖØ-Þ][{_SMALL}'’]+"
     f"(?:-[A-ZÀ-ÖØ-Þ][{_SMALL}]+)? {_OTHER}{_SURNAME}{_END}",
     False),
)  # fmt: skip
PATTERNS = tuple(
    (kind, re.compile(source, re.IGNORECASE if alike else 0))
    for kind, source, alike in SOURCES
)

# What each may be changed to, with one tap.
ROLES = {
    NAME: ("a resident", "a neighbour", "the chair", "a councillor", "a worker"),
    EMAIL: ("their email",),
    PHONE: ("their number",),
    ADDRESS: ("a house nearby", "a flat nearby", "their home"),
    POSTCODE: ("the same streets",),
}


@dataclass(frozen=True)
class Mark:
    """Something that may point at a person: what it looks like, and the words."""

    kind: str
    words: str


def marks(text: str, known: str = "") -> list[Mark]:
    """What in the text looks personal, in the order of kinds, each once.

    What is also in `known` is left alone, and so is what lies in something found.
    """
    found: dict[Mark, None] = {}
    taken: list[tuple[int, int]] = []
    for kind, pattern in PATTERNS:
        for m in pattern.finditer(text):
            if any(start < m.end() and m.start() < end for start, end in taken):
                continue
            taken.append(m.span())
            if m[0] not in known:
                found[Mark(kind, m[0])] = None
            if len(found) == MOST or len(taken) > MOST * MOST:
                return list(found)
    return list(found)


def by_field(texts: Mapping[str, str], known: str = "") -> dict[str, list[Mark]]:
    """What looks personal, by field, for those fields that hold some.

    What is also in `known`, such as where the case was, is left alone.
    """
    found = {name: marks(text, known) for name, text in texts.items()}
    return {name: held for name, held in found.items() if held}


def for_browser() -> dict[str, Any]:
    """The same patterns and roles, for the script that points out while one writes."""
    sources = [[kind, text, "gi" if alike else "g"] for kind, text, alike in SOURCES]
    return {"patterns": sources, "roles": ROLES, "most": MOST}
