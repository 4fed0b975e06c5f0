"""The two sections about the curriculum: before and after, and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import Organisation
from app.insight import calibration, firsts, gains
from app.insight.calibration import Calibration
from app.insight.gains import Gains
from app.insight.queries import Scope
from app.look import library


@dataclass(frozen=True)
class Learning:
    """Gain, and calibration or the people to choose one of."""

    gains: Gains
    calibration: Calibration | None  # none where a person is to be chosen first
    people: tuple[tuple[Scope, int], ...] = ()  # with how many scenes each has scored
    is_aggregate: bool = False


def of(scope: Scope, here: Organisation, choices: Sequence[Scope]) -> Learning:
    """What the choice of whose work lets one see."""
    found = firsts.of(scope, here)
    scale = library().framework(here.framework) or library().default_framework
    if scope.is_aggregate:
        return Learning(
            gains.of_people(scope, found),
            calibration.of(found, scale, is_aggregate=True),
            is_aggregate=True,
        )
    if len(scope.authors) == 1:
        return Learning(
            gains.of_person(found), calibration.of(found, scale, is_aggregate=False)
        )
    scored = {f"person:{who}": len(scenes) for who, scenes in found.scenes.items()}
    people = [one for one in choices if one.value.startswith("person:")]
    return Learning(
        gains.of_people(scope, found),
        None,
        tuple((one, scored.get(one.value, 0)) for one in people),
    )
