"""Cards made, and answers kept when they come back. Whoever calls these commits."""

import uuid
from typing import Any

from sqlalchemy import delete, func, select

from app import clock
from app.content.blocks import Check
from app.curriculum import answers, recall, schedule
from app.curriculum.cards import Card, Ease, Recall, RecallChoice
from app.curriculum.models import Answer
from app.curriculum.schedule import State
from app.db import db

Given = dict[str, Any]


def begin(person_id: uuid.UUID, check: Check, is_right: bool | None) -> None:
    """Make the card when a check is answered in a lesson, unless it is there."""
    card = _locked(person_id, check.id)
    if card is None or card.version != check.version:
        state = recall.first_state(is_right, clock.now())
        _set(card or _add(person_id, check.id), check.version, state)


def card_of(person_id: uuid.UUID, check: Check) -> Card | None:
    """The person's card, made or begun again if need be; none without an answer."""
    card = _locked(person_id, check.id)
    if card is None:
        mine = Answer.person_id == person_id, Answer.block == check.id
        kept = db.session.scalar(select(Answer).where(*mine))
        if kept is None:
            return None
        card = _add(person_id, check.id)
        _set(card, kept.version, recall.first_state(kept.is_right, kept.at))
    if card.version != check.version:
        _set(card, check.version, schedule.blank(clock.today()))
    return card


def _locked(person_id: uuid.UUID, block: str) -> Card | None:
    mine = Card.person_id == person_id, Card.block == block
    return db.session.scalar(select(Card).where(*mine).with_for_update())


def _add(person_id: uuid.UUID, block: str) -> Card:
    """A new card; its turns go on from those of one that was there before."""
    mine = Recall.person_id == person_id, Recall.block == block
    last = db.session.scalar(select(func.max(Recall.turn)).where(*mine))
    card = Card(person_id=person_id, block=block, turn=0 if last is None else last + 1)
    db.session.add(card)
    return card


def _set(card: Card, version: int, state: State) -> None:
    card.version, card.state, card.due_on = version, state, schedule.due_on(state)


def tidy(person_id: uuid.UUID) -> None:
    """Take away the cards of checks that were retired or have gone."""
    names = db.session.scalars(select(Card.block).where(Card.person_id == person_id))
    gone = [name for name in names if not recall.is_asked(name)]
    if gone:
        mine = Card.person_id == person_id, Card.block.in_(gone)
        db.session.execute(delete(Card).where(*mine))


def answer(
    person_id: uuid.UUID, check: Check, turn: int, given: Given
) -> Recall | None:
    """Keep an answer; its card comes back when the schedule says.

    A turn counts once. The same answer sent again is the one that is kept already;
    another one is kept beside it and does not count, nor does one to a retired check.
    None if there was no such turn.
    """
    tidy(person_id)
    if check.retired:
        return _keep(person_id, check, given, None, {})
    card = card_of(person_id, check)
    if card is None or turn > card.turn:
        return None
    if turn < card.turn:
        first = _first(card, turn)
        same = first is not None and first.given == given
        return first if same else _keep(person_id, check, given, None, card.state)
    kept = _keep(person_id, check, given, turn, card.state)
    # A short answer waits for what its writer says; until then it comes back soon.
    kept.rating = None if check.kind == "short" else schedule.ease(kept.is_right)
    card.turn += 1
    _schedule(card, kept)
    return kept


def _first(card: Card, turn: int) -> Recall | None:
    """The answer that counted, of this turn."""
    mine = Recall.person_id == card.person_id, Recall.block == card.block
    return db.session.scalar(select(Recall).where(*mine, Recall.turn == turn))


def _keep(
    person_id: uuid.UUID, check: Check, given: Given, turn: int | None, before: State
) -> Recall:
    kept = Recall(
        person_id=person_id,
        block=check.id,
        version=check.version,
        turn=turn,
        given=given,
        is_right=answers.is_right(check, given),
        before=before,
        at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _schedule(card: Card, kept: Recall) -> None:
    """Work out the card's day from how well it was known."""
    day = clock.local(kept.at).date()
    state = schedule.after(kept.before, kept.rating or Ease.AGAIN, day)
    _set(card, kept.version, state)


def rate(kept: Recall, ease: Ease) -> bool:
    """Note how well it was known. False once the question has moved on."""
    card = _locked(kept.person_id, kept.block)
    if card is None or not recall.is_latest(card, kept):
        return False
    found = recall.find_check(kept.block)
    if found and found[1].kind == "short":
        kept.is_right = ease is not Ease.AGAIN
    kept.rating = ease
    _schedule(card, kept)
    return True


def choice_of(person_id: uuid.UUID) -> RecallChoice:
    """The person's choices, to be changed."""
    mine = RecallChoice.person_id == person_id
    choice = db.session.scalar(select(RecallChoice).where(mine).with_for_update())
    if choice is None:
        choice = RecallChoice(person_id=person_id)
        db.session.add(choice)
    return choice
