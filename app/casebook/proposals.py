"""What becomes of a proposal: kept, sent, asked about, answered, decided."""

import uuid

from sqlalchemy import func, select

from app.accounts.models import Person
from app.casebook import actions
from app.casebook.forms import CONSENTS, EDITORS_OWN, BaseProposalForm, Typed
from app.casebook.models import Proposal, ProposalAsk, ProposalState
from app.clock import now
from app.content.types import Case
from app.db import db
from app.practice.models import Entry


def begin(key: uuid.UUID, proposer: Person) -> Proposal:
    """A new draft under the form's own key, so that a retry is not a second one."""
    proposal = Proposal(id=key, proposer_id=proposer.id, content={})
    db.session.add(proposal)
    db.session.flush()
    return proposal


def begun_from(entry: Entry) -> Proposal | None:
    """The proposal that was begun from this entry and is not withdrawn, if any."""
    query = select(Proposal).where(
        Proposal.entry_id == entry.id, Proposal.state != ProposalState.WITHDRAWN
    )
    return db.session.scalars(query.order_by(Proposal.id.desc()).limit(1)).first()


def keep(proposal: Proposal, form: BaseProposalForm) -> None:
    """Keep what its proposer typed, finished or not.

    An editor's part stays; so do consents, once it has been sent on the strength of
    them: who takes theirs back withdraws the proposal.
    """
    stays = (*EDITORS_OWN, *CONSENTS) if proposal.sent_at else EDITORS_OWN
    held = {k: v for k, v in proposal.content.items() if k in stays}
    _store(proposal, form.typed() | held)


def keep_edited(proposal: Proposal, form: BaseProposalForm) -> None:
    """Keep what an editor typed, the proposer's consents apart."""
    held = {k: v for k, v in proposal.content.items() if k in CONSENTS}
    _store(proposal, form.typed() | held)


def _store(proposal: Proposal, typed: Typed) -> None:
    proposal.content = {k: v for k, v in typed.items() if k != "key"}
    proposal.title = (typed.get("title") or [""])[0].strip()[:160]
    proposal.kept_at = now()


def send(proposal: Proposal) -> None:
    """Hand it to the editors."""
    _move(proposal, ProposalState.SENT)
    proposal.sent_at = proposal.sent_at or now()


def ask(proposal: Proposal, editor: Person, question: str) -> None:
    """Ask the proposer something: it is their turn."""
    db.session.add(
        ProposalAsk(proposal_id=proposal.id, editor_id=editor.id, question=question)
    )
    _move(proposal, ProposalState.ASKED)


def asks(proposal: Proposal) -> list[ProposalAsk]:
    """Every question about it, oldest first."""
    query = select(ProposalAsk).where(ProposalAsk.proposal_id == proposal.id)
    return list(
        db.session.scalars(query.order_by(ProposalAsk.asked_at, ProposalAsk.id))
    )


def answer(proposal: Proposal, words: str) -> None:
    """Answer what was asked: it is the editors' turn again."""
    for question in asks(proposal):
        if question.answered_at is None:
            question.answer, question.answered_at = words, now()
    _move(proposal, ProposalState.SENT)


def withdraw(proposal: Proposal) -> None:
    """Take it back; no editor sees it any more."""
    _move(proposal, ProposalState.WITHDRAWN)


def decline(proposal: Proposal, editor: Person, reason: str) -> None:
    """Say no, and why."""
    proposal.editor_id, proposal.reason = editor.id, reason
    _move(proposal, ProposalState.DECLINED)


def _move(proposal: Proposal, state: ProposalState) -> None:
    proposal.state, proposal.state_since = state, now()


def count_published(person_id: uuid.UUID) -> int:
    """How many cases of this person have been published here."""
    query = select(func.count()).where(
        Proposal.proposer_id == person_id, Proposal.state == ProposalState.PUBLISHED
    )
    return db.session.scalar(query) or 0


def publish(proposal: Proposal, editor: Person, file: Case, reason: str) -> None:
    """Put it into the casebook. Raises `IntegrityError` where its slug is taken."""
    proposal.slug = actions.publish(file).slug
    proposal.editor_id, proposal.reason = editor.id, reason
    _move(proposal, ProposalState.PUBLISHED)
