"""Questions from lessons that the demonstration's organisers answered again since."""

import random
from datetime import datetime, time

from sqlalchemy import select

from app import clock
from app.curriculum import recall, recall_actions, schedule
from app.curriculum.cards import Card, Recall
from app.curriculum.models import Answer
from app.db import db
from app.demo.learning import RIGHT, answer_to

SEED = 20261124
OPEN = 4  # questions a person that have come due and are not answered yet


def write() -> None:
    """Whoever answered checks kept answering; a few questions wait for each."""
    rng = random.Random(SEED)  # noqa: S311
    people: dict[object, list[Card]] = {}
    query = select(Answer).order_by(Answer.at, Answer.block, Answer.person_id)
    for kept in db.session.scalars(query):
        found = recall.find_check(kept.block)
        card = recall_actions.card_of(kept.person_id, found[1]) if found else None
        if card:
            people.setdefault(kept.person_id, []).append(card)
    for cards in people.values():
        for place, card in enumerate(cards):
            _answer_since(card, rng, is_open=len(cards) - place <= OPEN)


def _answer_since(card: Card, rng: random.Random, *, is_open: bool) -> None:
    """An answer on every day on which it came back; if it is open, not the last."""
    found = recall.find_check(card.block)
    while found and card.due_on < clock.today():
        is_right = rng.random() < (1 + RIGHT) / 2  # better than the first time
        ease = schedule.ease(is_right)
        state = schedule.after(card.state, ease, card.due_on)
        if is_open and schedule.due_on(state) > clock.today():
            return
        db.session.add(
            Recall(
                person_id=card.person_id,
                block=card.block,
                version=card.version,
                turn=card.turn,
                given=answer_to(found[1], is_right=is_right),
                is_right=is_right,
                rating=ease,
                before=card.state,
                at=datetime.combine(card.due_on, time(19, 30), clock.zone()),
            )
        )
        card.state, card.due_on = state, schedule.due_on(state)
        card.turn += 1
