"""When a question comes back: FSRS, by the day.

FSRS (Ye, Su and Cao, KDD 2022) foresees when something will be forgotten, from how well
it was known each time. Its reference implementation in Python does the sums; here are
our settings and the days. A state is what `fsrs.Card.to_dict` gives.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, cast

import fsrs

from app.curriculum.cards import Ease

State = dict[str, Any]

LONGEST = 365  # days; once a year is little to ask
# No steps of minutes: a question is asked once a day. No fuzz: the same answers on the
# same days lead to the same day.
_SCHEDULER = fsrs.Scheduler(
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)
_RATINGS = {
    Ease.AGAIN: fsrs.Rating.Again,
    Ease.GOOD: fsrs.Rating.Good,
    Ease.EASY: fsrs.Rating.Easy,
}


def _noon(day: date) -> datetime:
    """A day as a moment, so that only whole days are counted."""
    return datetime.combine(day, time(12), UTC)


def blank(day: date) -> State:
    """A question of which nothing is known, to be asked on this day."""
    return dict(fsrs.Card(card_id=1, due=_noon(day)).to_dict())


def after(state: State, ease: Ease, day: date) -> State:
    """The state once the question was answered on this day."""
    card = fsrs.Card.from_dict(cast("Any", state))
    card, _ = _SCHEDULER.review_card(card, _RATINGS[ease], _noon(day))
    return dict(card.to_dict())


@lru_cache(maxsize=1024)
def first(ease: Ease, day: date) -> State:
    """The state of a question that was answered on this day for the first time."""
    return after(blank(day), ease, day)


def due_on(state: State) -> date:
    """The day on which the question comes back."""
    return datetime.fromisoformat(state["due"]).date()


def held(state: State, day: date) -> float:
    """How likely it is that it is still known on this day: 0 to 1."""
    card = fsrs.Card.from_dict(cast("Any", state))
    return float(_SCHEDULER.get_card_retrievability(card, _noon(day)))


def ease(is_right: bool | None) -> Ease:
    """What an answer says by itself; one that nobody judged counts as known."""
    return Ease.AGAIN if is_right is False else Ease.GOOD
