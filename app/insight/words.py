"""What the two charts say: months, shares and signals in plain words."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from app.insight import stats
from app.insight.stats import Drift, Point, Run, month_number
from app.look import count, listed

Counts = tuple[int | None, ...]  # entries by month; none where it may not be shown


def percent(share: Fraction | float) -> str:
    """12%, halves rounded up."""
    return f"{floor(share * 100 + Fraction(1, 2))}%"


def months_short(first: date, last: date) -> str:
    """May, or May–Jul."""
    return f"{first:%b}" if first == last else f"{first:%b}–{last:%b}"


def months_dated(first: date, last: date) -> str:
    """May 2026, May–Jul 2026, or Nov 2025–Jan 2026."""
    if first.year != last.year:
        return f"{first:%b %Y}–{last:%b %Y}"
    return f"{months_short(first, last)} {last.year}"


def spoken(first: date, last: date, now: date) -> str:
    """May, May to July; with the year where the name alone could mean a later one."""
    names = [
        f"{month:%B}"
        if month_number(now) - month_number(month) < 12
        else f"{month:%B %Y}"
        for month in (first, last)
    ]
    return names[0] if first == last else " to ".join(names)


def drift_says(drift: Drift, shown: Sequence[int], now: date) -> str:
    """What the points at the places `shown` say, in a sentence or two."""
    if not drift.points:
        return "There are too few entries for a point so far."
    if not shown:
        return "No point falls in these months."
    outside = [i for i in shown if i in drift.outside]
    runs = _latest_runs(drift, shown)
    claims = _outside_claims(drift, outside, now)
    claims += [_run_claim(drift, run, now) for run in runs]
    if not claims:
        calm = ["Nothing here that chance would not explain."] if drift.limits else []
        return " ".join(calm + _about_limits(drift))
    start = min(run.first for run in runs) if runs else _stretch(outside)
    month = drift.points[start].first
    told = _capital(", and ".join(claims))
    ask = f"Ask what changed in {spoken(month, month, now)} before deciding anything."
    return " ".join([f"{told}.", ask, *_about_limits(drift)])


def _stretch(outside: Sequence[int]) -> int:
    """Where the latest stretch of points outside the limits begins."""
    start = outside[-1]
    while start - 1 in outside:
        start -= 1
    return start


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _about_limits(drift: Drift) -> list[str]:
    """When limits will be drawn; or why they have no width."""
    if drift.centre is None:
        number = count(len(drift.points), "point").split()[0]
        verb = "is" if len(drift.points) == 1 else "are"
        return [f"Limits are drawn once there are eight points; there {verb} {number}."]
    if drift.centre in {0, 1}:
        what = "no" if drift.centre == 0 else "nothing but"
        return [f"The first eight points hold {what} service provision, so the limits "
                "lie on the centre and any change is outside them."]  # fmt: skip
    return []


def _latest_runs(drift: Drift, shown: Sequence[int]) -> list[Run]:
    """The last run on one side and the last trend that reach into the picture."""
    found: dict[bool, Run] = {}
    for run in drift.runs:
        if run.last >= shown[0]:
            found[run.kind in {"above", "below"}] = run
    return list(found.values())


def _outside_claims(drift: Drift, outside: Sequence[int], now: date) -> list[str]:
    claims = []
    for side in ("above", "below"):
        points = [drift.points[i] for i in outside if drift.outside[i] == side]
        names = [spoken(point.first, point.last, now) for point in points]
        verb = "is" if len(names) == 1 else "are"
        if len(names) > 2:
            names = [f"{count(len(names), 'point')}, the last of them {names[-1]},"]
        if names:
            claims.append(f"{listed(names)} {verb} {side} what chance would explain")
    return claims


def _run_claim(drift: Drift, run: Run, now: date) -> str:
    when = spoken(drift.points[run.first].first, drift.points[run.last].last, now)
    number = f"{count(run.last - run.first + 1, 'point')} in a row"
    if run.kind in {"above", "below"}:
        return f"{number}, {when}, are {run.kind} the centre"
    verb = "rises" if run.kind == "rising" else "falls"
    return f"from {when} the share {verb} without a break, {number}"


def drift_about(drift: Drift, shown: Sequence[int]) -> str:
    """The drift chart for somebody who does not see it."""
    points = [drift.points[i] for i in shown]
    if not points:
        return ""
    ends = [points[0], points[-1]] if len(points) > 1 else points
    told = [f"{percent(p.share)} in {months_dated(p.first, p.last)}" for p in ends]
    shares = [point.share for point in points]
    about = f"{' to '.join(told)}, over {count(len(points), 'point')}; lowest "
    about += f"{percent(min(shares))}, highest {percent(max(shares))}."
    if drift.centre is not None:
        lower, upper = drift.limits[shown[-1]]
        about += f" Centre {percent(drift.centre)}, limits at the last point "
        about += f"{percent(lower)} and {percent(upper)}."
    return about


def rest_says(rest: Point, now: date, is_aggregate: bool) -> str:
    """The last months, too few for a point; no number where people are too few."""
    when = f"From {spoken(rest.first, rest.first, now)} on there"
    if is_aggregate:
        return f"{when} is too little for a point so far."
    verb = "is" if rest.entries == 1 else "are"
    number = count(rest.entries, "entry", "entries")
    return f"{when} {verb} {number} so far: too few for a point."


def coverage_says(
    table: Mapping[str, Counts], months: Sequence[date], start: int
) -> str:
    """Which principle has gone unscored longest; `table` is by a principle's name.

    `start` is the place of the month in which the log began.
    """
    is_whole = not any(None in counts for counts in table.values())
    if not any(number for counts in table.values() for number in counts):
        none = "No principle has been scored in these twelve months."
        return none if is_whole else "Too few people wrote in any one month."
    gaps = {name: stats.gap(counts, start) for name, counts in table.items()}
    longest = max(len(found) for found in gaps.values())
    age = min(stats.GAP, len(months) - start)
    if longest < age:
        return _nothing_forgotten(age, is_whole)
    names = [name for name, found in gaps.items() if len(found) == longest]
    verb = "has" if len(names) == 1 else "have"
    when = _since([table[name] for name in names], gaps[names[0]], months, start)
    said = f"{together(names)} {verb} not been scored {when}."
    if not is_whole:
        said = f"In the months shown, {said[0].lower()}{said[1:]}"
    return f"{said} Nobody may have needed it, or nobody may be looking."


def _nothing_forgotten(age: int, is_whole: bool) -> str:
    if not is_whole:
        return "In the months shown, no principle has gone unscored for long."
    when = "this month" if age == 1 else f"in the last {count(age, 'month')}"
    return f"Every principle has been scored {when}."


def _since(
    rows: Sequence[Counts], unscored: range, months: Sequence[date], start: int
) -> str:
    """Since July; or, where July may not be shown, in the last four months; or yet."""
    if unscored.start == 0:
        return "in these twelve months"
    if unscored.start == start:
        return "yet"
    if all(counts[unscored.start - 1] for counts in rows):
        return f"since {months[unscored.start - 1]:%B}"
    return f"in the last {count(len(unscored), 'month')}"


def together(names: Sequence[str]) -> str:
    """Independence and accountability: one capital letter."""
    return listed([names[0], *(name[0].lower() + name[1:] for name in names[1:])])


def coverage_about(table: Mapping[str, Counts]) -> str:
    """The coverage chart for somebody who does not see it."""
    every = [name for name, counts in table.items() if all(counts)]
    never = [name for name, counts in table.items() if not any(counts)]
    told = []
    for names, when in ((every, "in every month"), (never, "in none")):
        if names:
            verb = "is" if len(names) == 1 else "are"
            told.append(f"{together(names)} {verb} scored {when}.")
    return " ".join(told) or "Each principle is scored in some of the twelve months."
