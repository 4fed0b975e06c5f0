"""The insight page: drift and coverage of a person's, several people's or all work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import policy, security
from app.accounts.models import Organisation
from app.clock import today
from app.content.types import Framework
from app.insight import calibration_words, charts, learning, queries, stats
from app.insight.calibration import withheld
from app.insight.queries import Scope
from app.insight.stats import Row
from app.look import library

bp = Blueprint("insight", __name__, url_prefix="/insight")

MONTHS = (18, 12, 6)  # of the drift chart, the first unless asked otherwise
COVERED = 12  # months of the coverage chart


@dataclass(frozen=True)
class Window:
    """What is looked at: whose work, where, up to which day."""

    scope: Scope
    here: Organisation
    day: date

    @property
    def month(self) -> date:
        """The last month, by its first day."""
        return self.day.replace(day=1)

    @property
    def people(self) -> int:
        """How many people a figure needs at least."""
        return policy.SMALLEST_AGGREGATE if self.scope.is_aggregate else 1

    def may_show(self, rows: Sequence[Row], months: int) -> bool:
        """Whether enough people wrote an entry in the last so many months."""
        first = stats.months_later(self.month, 1 - months)
        number = stats.people_in(rows, first)
        return not self.scope.is_aggregate or policy.can_show_aggregate(number)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Drift and coverage. 404 to anyone without a role, or for others' work."""
    here = security.current_organisation()
    if here is None or not policy.can_open_insight(current_user, here):
        abort(404)
    choices = queries.scopes(current_user, here)
    scope = _chosen(choices)
    asked = request.args.get("months", "")
    months = next((m for m in MONTHS if str(m) == asked), MONTHS[0])
    window = Window(scope, here, today())
    rows = queries.monthly(scope, here, window.day)
    framework, others = _framework(window)
    return render_template(
        "insight/index.html",
        choices=choices,
        scope=scope,
        months=months,
        all_months=MONTHS,
        has_entries=bool(rows),
        has_drafts=scope.is_own and not rows and queries.has_drafts(current_user, here),
        drift=_drift(window, rows, months),
        coverage=_coverage(window, rows, framework, is_only=not others),
        framework=framework,
        others=others,
        learning=learning.of(scope, here, choices),
        calibrated=calibration_words,
        withheld=withheld,
    )


def _chosen(choices: list[Scope]) -> Scope:
    """The choice that the address names, else the first; 404 for any other."""
    wanted = request.args.get("who", choices[0].value)
    found = next((scope for scope in choices if scope.value == wanted), None)
    return found or abort(404)


def _drift(
    window: Window, rows: Sequence[Row], months: int
) -> charts.DriftChart | None:
    """The p-chart; none where too few people wrote an entry in these months."""
    if not rows or not window.may_show(rows, months):
        return None
    figures = stats.drift(rows, window.month, window.people)
    return charts.drift_chart(figures, window.month, months, window.scope.is_aggregate)


def _framework(window: Window) -> tuple[Framework, list[Framework]]:
    """The one whose scores are shown, and the others in which there are some.

    The organisation's own, unless the address names another in which entries are: two
    are never shown as one, since their principles, or their anchors, are not the same.
    """
    here = window.here
    chosen = library().framework(here.framework) or library().default_framework
    first = stats.months_later(window.month, 1 - COVERED)
    used = queries.frameworks(window.scope, here, first, window.day)
    known = [library().frameworks[key] for key in used if key in library().frameworks]
    wanted = request.args.get("framework", "")
    shown = next((f for f in known if f"{f.id}-{f.version}" == wanted), chosen)
    return shown, [f for f in known if f != shown]


def _coverage(
    window: Window, rows: Sequence[Row], framework: Framework, *, is_only: bool
) -> charts.CoverageChart | None:
    """The year's scores; none where too few people wrote an entry that has any."""
    key = framework.id, framework.version
    if window.scope.is_aggregate and not is_only:  # enough in all may be few in one
        rows = queries.monthly(window.scope, window.here, window.day, key)
    profiled = stats.outside_service(rows)
    if not rows or not window.may_show(profiled, COVERED):
        return None
    first = stats.months_later(window.month, 1 - COVERED)
    scored = queries.scored(window.scope, window.here, key, first, window.day)
    return charts.coverage_chart(
        [(principle.id, principle.name) for principle in framework.principles],
        scored,
        [stats.months_later(first, i) for i in range(COVERED)],
        min((row[0] for row in profiled), default=window.month),
        stats.thin_months(profiled, window.people),
    )
