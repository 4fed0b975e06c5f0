"""What the figures of scored scenes say, in plain words."""

from app.insight.calibration import Calibration, Outside
from app.insight.estimates import Estimate
from app.insight.words import together
from app.look import count, listed

NAMES = {"not-in-play": "“not in play”", "dont-know": "“don’t know”"}


def says(found: Calibration) -> str:
    """How near to the key, and on which side of it, in a few sentences."""
    if found.is_refused:
        return "Fewer than five people have scored a scene, so no figure is shown."
    within, of = found.within or (0, 0)
    verb = "is" if within == 1 else "are"
    told = [
        f"{within} of {of} scores {verb} among those that a fair scorer may "
        f"give, over {count(found.scenes, 'scored scene')}.",
        _lean(found),
        _agreement(found),
    ]
    return " ".join(filter(None, told))


def _lean(found: Calibration) -> str:
    if found.missing:
        more = count(found.missing, "more scene")
        return f"It takes {more} to tell a strict eye from a generous one."
    if found.lean is None:
        return ""
    where = lean(found.lean)
    if found.lean.sign > 0:
        return f"The scores are more generous than the key: {where}."
    if found.lean.sign < 0:
        return f"The scores are stricter than the key: {where}."
    return f"They are neither stricter nor more generous than chance allows: {where}."


def lean(found: Estimate) -> str:
    """0.4 of a level higher than the key (0.1 to 0.7)."""
    size = f"{abs(found.value):.1f}"
    side = "higher" if found.value > 0 else "lower"
    told = "at the key’s level" if size == "0.0" else f"{size} of a level {side}"
    return f"{told} on average{_bounds(found)}"


def _bounds(found: Estimate) -> str:
    between = interval(found)
    return f" (95% interval {between})" if between else ", each time alike"


def interval(found: Estimate | None, places: int = 1) -> str:
    """−0.1 to 0.4; empty where there is none."""
    if found is None or found.lower is None or found.upper is None:
        return ""
    return f"{number(found.lower, places)} to {number(found.upper, places)}"


def number(value: float, places: int = 1) -> str:
    """With a real minus, and no zero that has one."""
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


def _agreement(found: Calibration) -> str:
    """Where they agree most and least, once two principles have figures."""
    known = {row.name: row.agreement.value for row in found.rows if row.agreement}
    if len(known) < 2:
        return ""
    most, least = max(known.values()), min(known.values())
    closest = [name for name, value in known.items() if value == most]
    furthest = [name for name, value in known.items() if value == least]
    if most == least:
        return "They agree with the key alike on every principle that has figures."
    return f"Closest on {_low(closest)}, furthest on {_low(furthest)}."


def _low(names: list[str]) -> str:
    words = together(names)
    return words[0].lower() + words[1:]


def outside(found: Outside) -> str:
    """How often a mark outside the scale met a level, and the reverse."""
    marks = [f"{name} {_times(found.marks[mark])}"
             for mark, name in NAMES.items() if found.marks[mark]]  # fmt: skip
    told = []
    if marks:
        told.append(f"Given where the key has a level: {listed(marks)}.")
    if found.levels:
        told.append(f"A level given where the key has none: {_times(found.levels)}.")
    if not told:
        return (
            f"In {count(found.scores, 'score')} no mark outside the scale met a level."
        )
    told.append("“Not in play” and “don’t know” are no levels: they are counted apart, "
                "in no agreement and in no mean.")  # fmt: skip
    return " ".join(told)


def _times(number_: int) -> str:
    return {1: "once", 2: "twice"}.get(number_) or count(number_, "time")
