"""Who may do what. The whole answer is on this page.

The table it carries out is in the README, "Who may see what". What a person may not
see answers 404, so that nobody learns that it exists.
"""

import uuid
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, exists, false, or_, select

from app.accounts.models import (
    Cohort,
    Membership,
    Organisation,
    Person,
    Role,
    Supervision,
)
from app.casebook.models import Proposal, ProposalState, SavedCase, SavedSearch
from app.clock import today
from app.curriculum.cards import Recall
from app.curriculum.models import Reflection, Suggestion, SuggestionState
from app.db import db
from app.groups.models import Group, GroupOrganiser, Place
from app.groups.rounds import Round
from app.practice.models import COUNTED, Brought, Entry, NextAction, State
from app.supervision.models import Comment, SupervisorRating

SMALLEST_AGGREGATE = 5  # people; a coordinator sees no figure from fewer
UNDER_WAY = {ProposalState.SENT, ProposalState.ASKED}
FOR_EDITORS = {*UNDER_WAY, ProposalState.PUBLISHED, ProposalState.DECLINED}


def has_role(person: Person, role: Role, organisation_id: uuid.UUID) -> bool:
    """Whether a membership gives the person this role in the organisation."""
    return any(
        m.role is role and m.organisation_id == organisation_id
        for m in person.memberships
    )


def _holds(person: Person, role: Role, organisation: Organisation | None) -> bool:
    return organisation is not None and has_role(person, role, organisation.id)


def can_practise(person: Person, organisation: Organisation | None) -> bool:
    """Keep a log: organisers, in their own organisation."""
    return _holds(person, Role.ORGANISER, organisation)


def can_supervise(person: Person, organisation: Organisation | None) -> bool:
    """Open the supervision pages: supervisors."""
    return _holds(person, Role.SUPERVISOR, organisation)


def can_coordinate(person: Person, organisation: Organisation | None) -> bool:
    """Invite, form cohorts, pair, read aggregates: coordinators."""
    return _holds(person, Role.COORDINATOR, organisation)


def can_administer(person: Person) -> bool:
    """Run the site. It gives no right to read anybody's log."""
    return person.is_administrator


def supervises(person: Person, organiser_id: uuid.UUID, org_id: uuid.UUID) -> bool:
    """The organiser's supervisor in that organisation, today."""
    pairing = Supervision.organisers_of(person, org_id).where(
        Supervision.organiser_id == organiser_id
    )
    return db.session.scalar(pairing) is not None


def can_read_person(person: Person, other: Person, org: Organisation | None) -> bool:
    """An organiser's own page: their supervisor of today."""
    return org is not None and supervises(person, other.id, org.id)


def can_set_dates(person: Person, cohort: Cohort) -> bool:
    """Give a cohort's modules their days, and see it by module: its coordinator."""
    return has_role(person, Role.COORDINATOR, cohort.organisation_id)


def can_read_progress(person: Person, other: Person, org: Organisation) -> bool:
    """What an organiser there has done and is late with; never what they answered.

    They themselves, whoever supervises them today, the coordinator.
    """
    query = readable_progress(person, org).where(Membership.person_id == other.id)
    return db.session.scalar(query) is not None


def readable_progress(person: Person, org: Organisation) -> Select[Any]:
    """The organisers' memberships there for whom `can_read_progress` is true."""
    if has_role(person, Role.COORDINATOR, org.id):
        return _organisers(org)
    supervised = Membership.person_id.in_(Supervision.organisers_of(person, org.id))
    return _organisers(org).where(or_(Membership.person_id == person.id, supervised))


def supervised_progress(person: Person, org: Organisation) -> Select[Any]:
    """Of these, the organisers whom the person supervises today, whatever else."""
    supervised = Supervision.organisers_of(person, org.id)
    return _organisers(org).where(Membership.person_id.in_(supervised))


def _organisers(org: Organisation) -> Select[Any]:
    return select(Membership).where(
        Membership.organisation_id == org.id, Membership.role == Role.ORGANISER
    )


def is_author(person: Person, entry: Entry) -> bool:
    """Whoever wrote it, whatever its state."""
    return entry.author_id == person.id


def can_read(person: Person, entry: Entry) -> bool:
    """Its author; once submitted, whoever supervises the author today."""
    return is_author(person, entry) or can_review(person, entry)


def can_edit(person: Person, entry: Entry) -> bool:
    """Its author, while it is a draft or has been returned."""
    return is_author(person, entry) and entry.state in {State.DRAFT, State.RETURNED}


def can_withdraw(person: Person, entry: Entry) -> bool:
    """Its author, until the supervisor has saved a first score or comment."""
    if not is_author(person, entry) or entry.state is not State.SUBMITTED:
        return False
    begun = [
        exists().where(SupervisorRating.entry_id == entry.id),
        exists().where(Comment.entry_id == entry.id),
    ]
    return not db.session.scalar(select(or_(*begun)))


def can_delete(person: Person, entry: Entry) -> bool:
    """Its author, while nobody else has ever been able to read it."""
    never_sent = entry.submitted_at is None
    return is_author(person, entry) and entry.state is State.DRAFT and never_sent


def can_review(person: Person, entry: Entry) -> bool:
    """Whoever supervises the author today, once it has been submitted."""
    return entry.state is not State.DRAFT and supervises(
        person, entry.author_id, entry.organisation_id
    )


def readable(person: Person) -> Select[Any]:
    """Every entry for which `can_read` is true, as one query."""
    return _readable(person.id, today())


@lru_cache(maxsize=64)  # building it costs half of what asking it does
def _readable(person_id: uuid.UUID, day: date) -> Select[Any]:
    pairing = exists().where(
        Supervision.supervisor_id == person_id,
        Supervision.organiser_id == Entry.author_id,
        Supervision.organisation_id == Entry.organisation_id,
        Supervision.is_current(day),
    )
    submitted = and_(Entry.state != State.DRAFT, pairing)
    return select(Entry).where(or_(Entry.author_id == person_id, submitted))


def can_read_readings(person: Person, entry: Entry) -> bool:
    """Who opened an entry, and when: its author, whatever its state."""
    return is_author(person, entry)


def open_actions(person: Person) -> Select[NextAction, Entry]:
    """Next actions of one's own entries with a day and not done, and their entries."""
    return (
        select(NextAction, Entry)
        .join(Entry, Entry.id == NextAction.entry_id)
        .where(
            Entry.author_id == person.id,
            Entry.state.in_(COUNTED),
            NextAction.due_on.is_not(None),
            NextAction.done_at.is_(None),
        )
    )


def can_read_comment(person: Person, comment: Comment, entry: Entry) -> bool:
    """The supervisor at once; the author when the entry came back or was accepted."""
    if is_author(person, entry):
        return comment.released_at is not None
    return can_review(person, entry)


def can_read_reflection(person: Person, reflection: Reflection) -> bool:
    """Its writer; the supervisor it was shared with, while the pairing lasts."""
    query = readable_reflections(person).where(Reflection.id == reflection.id)
    return db.session.scalar(query) is not None


def readable_reflections(person: Person) -> Select[Any]:
    """Every reflection for which `can_read_reflection` is true, as one query.

    Today's pairing must be that of the day on which it was shared: one that ended and
    was made again later does not bring back what was shared in the one before.
    """
    pairing = exists().where(
        Supervision.organiser_id == Reflection.person_id,
        Supervision.supervisor_id == person.id,
        Supervision.is_current(),
        Supervision.from_on <= Reflection.shared_on,
    )
    shared = and_(Reflection.shared_with_id == person.id, pairing)
    return select(Reflection).where(or_(Reflection.person_id == person.id, shared))


def can_edit_group(person: Person, group: Group) -> bool:
    """The organisers named on it."""
    named = select(GroupOrganiser).where(
        GroupOrganiser.group_id == group.id, GroupOrganiser.person_id == person.id
    )
    return db.session.scalar(named) is not None and has_role(
        person, Role.ORGANISER, group.organisation_id
    )


def can_read_group(person: Person, group: Group) -> bool:
    """The organisers named on it, their supervisors, the coordinator."""
    query = readable_groups(person).where(Group.id == group.id)
    return db.session.scalar(query) is not None


def can_merge_group(person: Person, group: Group) -> bool:
    """Merge a group that is held twice: the organisers named on it, the coordinator."""
    return can_edit_group(person, group) or has_role(
        person, Role.COORDINATOR, group.organisation_id
    )


def can_merge_groups(person: Person, one: Group, other: Group) -> bool:
    """Make one of two groups of an organisation: whoever may merge either."""
    return (
        one.id != other.id
        and one.organisation_id == other.organisation_id
        and can_merge_group(person, one)
        and can_merge_group(person, other)
    )


def mergeable_groups(person: Person, group: Group) -> Select[Any]:
    """Every other group for which `can_merge_groups` is true, as one query."""
    others = select(Group).where(
        Group.organisation_id == group.organisation_id, Group.id != group.id
    )
    if has_role(person, Role.COORDINATOR, group.organisation_id):
        return others
    named = select(GroupOrganiser.group_id).where(GroupOrganiser.person_id == person.id)
    return others.where(Group.id.in_(named))


def readable_groups(person: Person) -> Select[Any]:
    """Every group for which `can_read_group` is true, as one query."""
    named = exists().where(
        GroupOrganiser.group_id == Group.id,
        GroupOrganiser.person_id == person.id,
        Membership.person_id == person.id,
        Membership.organisation_id == Group.organisation_id,
        Membership.role == Role.ORGANISER,
    )
    supervised = exists().where(
        GroupOrganiser.group_id == Group.id,
        Supervision.organiser_id == GroupOrganiser.person_id,
        Supervision.supervisor_id == person.id,
        Supervision.organisation_id == Group.organisation_id,
        Supervision.is_current(),
    )
    coordinated = exists().where(
        Membership.person_id == person.id,
        Membership.organisation_id == Group.organisation_id,
        Membership.role == Role.COORDINATOR,
    )
    return select(Group).where(or_(named, supervised, coordinated))


def can_open_dispute(person: Person, entry: Entry, principle: str) -> bool:
    """A group's words on a rating: its readers; a supervisor who has scored it first.

    Until then they could tell the author's level, which is still sealed.
    """
    if entry.state is not State.SUBMITTED or not can_review(person, entry):
        return True
    scored = select(SupervisorRating).where(
        SupervisorRating.entry_id == entry.id,
        SupervisorRating.principle == principle,
        SupervisorRating.supervisor_id == person.id,
    )
    return db.session.scalar(scored) is not None


def can_read_place(person: Person, place: Place) -> bool:
    """A place's page and its rounds: whoever has a role in its organisation."""
    return any(m.organisation_id == place.organisation_id for m in person.memberships)


def can_survey_place(person: Person, place: Place) -> bool:
    """Open a place's rounds and write to them: the organisation's organisers."""
    return has_role(person, Role.ORGANISER, place.organisation_id)


def can_read_round(person: Person, asked: Round) -> bool:
    """Whoever may read the group whose form it is, else the place."""
    if asked.group:
        return can_read_group(person, asked.group)
    return can_read_place(person, asked.place)


def can_write_round(person: Person, asked: Round) -> bool:
    """Whoever may change the group whose form it is, else the place's organisers."""
    if asked.group:
        return can_edit_group(person, asked.group)
    return can_survey_place(person, asked.place)


def can_open_insight(person: Person, organisation: Organisation | None) -> bool:
    """One's own figures, one's organisers' or aggregates: whoever has a role here."""
    return (
        can_practise(person, organisation)
        or can_supervise(person, organisation)
        or can_coordinate(person, organisation)
    )


def can_show_aggregate(people: int) -> bool:
    """A figure over several people's work, to a coordinator: from five or more."""
    return people >= SMALLEST_AGGREGATE


def owns_saved(person: Person, saved: SavedCase | SavedSearch) -> bool:
    """A saved case with its note, a saved search: whoever saved it, and nobody else."""
    return saved.person_id == person.id


def saved_cases(person: Person) -> Select[Any]:
    """Every saved case for which `owns_saved` is true, the newest first."""
    mine = select(SavedCase).where(SavedCase.person_id == person.id)
    return mine.order_by(SavedCase.saved_at.desc(), SavedCase.id.desc())


def saved_searches(person: Person) -> Select[Any]:
    """Every saved search for which `owns_saved` is true, by name."""
    mine = select(SavedSearch).where(SavedSearch.person_id == person.id)
    return mine.order_by(SavedSearch.name, SavedSearch.id)


def owns_brought(person: Person, brought: Brought) -> bool:
    """What was brought along from elsewhere: whoever brought it, and nobody else."""
    return brought.person_id == person.id


def owns_recall(person: Person, recall: Recall) -> bool:
    """An answer to a question that came back: whoever gave it, and nobody else."""
    return recall.person_id == person.id


def can_edit_cases(person: Person) -> bool:
    """Open the editors' pages: the right of an editor. It opens no log."""
    return person.is_editor


def is_proposer(person: Person, proposal: Proposal) -> bool:
    """Whoever proposed it, whatever its state."""
    return proposal.proposer_id == person.id


def can_read_proposal(person: Person, proposal: Proposal) -> bool:
    """Its proposer; the editors from when it is sent, unless it is withdrawn."""
    return is_proposer(person, proposal) or (
        can_edit_cases(person) and proposal.state in FOR_EDITORS
    )


def readable_proposals(person: Person) -> Select[Any]:
    """Every proposal for which `can_read_proposal` is true, as one query."""
    mine = Proposal.proposer_id == person.id
    sent = Proposal.state.in_(FOR_EDITORS) if can_edit_cases(person) else false()
    return select(Proposal).where(or_(mine, sent))


def can_write_proposal(person: Person, proposal: Proposal) -> bool:
    """Its proposer, while it is a draft or an editor has asked something."""
    theirs = {ProposalState.DRAFT, ProposalState.ASKED}
    return is_proposer(person, proposal) and proposal.state in theirs


def can_withdraw_proposal(person: Person, proposal: Proposal) -> bool:
    """Its proposer, while it is under way."""
    return is_proposer(person, proposal) and proposal.state in UNDER_WAY


def can_delete_proposal(person: Person, proposal: Proposal) -> bool:
    """Its proposer, while nobody else has ever been able to read it."""
    return is_proposer(person, proposal) and proposal.state is ProposalState.DRAFT


def can_decide_proposal(person: Person, proposal: Proposal) -> bool:
    """Change, ask about or publish it: editors, while it is their turn."""
    return can_edit_cases(person) and proposal.state is ProposalState.SENT


def can_decline_proposal(person: Person, proposal: Proposal) -> bool:
    """Editors, also while they wait for an answer."""
    return can_edit_cases(person) and proposal.state in UNDER_WAY


def can_propose_from(person: Person, entry: Entry) -> bool:
    """Begin a case from an entry: its author, once it is accepted."""
    return is_author(person, entry) and entry.state is State.ACCEPTED


def can_read_suggestion(person: Person | None, suggestion: Suggestion) -> bool:
    """Everybody once it is answered; until then its writer and the editors."""
    return suggestion.state is not SuggestionState.OPEN or (
        person is not None
        and (suggestion.person_id == person.id or can_edit_cases(person))
    )


def readable_suggestions(person: Person | None) -> Select[Any]:
    """Every suggestion for which `can_read_suggestion` is true, as one query."""
    if person is not None and can_edit_cases(person):
        return select(Suggestion)
    mine = Suggestion.person_id == person.id if person is not None else false()
    return select(Suggestion).where(or_(Suggestion.state != SuggestionState.OPEN, mine))


def can_read_words(person: Person | None, suggestion: Suggestion) -> bool:
    """What it says, and not only its answer: all readers, unless that is withheld.

    Its writer and the editors read what is withheld, too.
    """
    own = person is not None and suggestion.person_id == person.id
    return can_read_suggestion(person, suggestion) and (
        not suggestion.is_withheld
        or own
        or (person is not None and can_edit_cases(person))
    )


def can_answer_suggestion(person: Person, suggestion: Suggestion) -> bool:
    """Editors, once."""
    return can_edit_cases(person) and suggestion.state is SuggestionState.OPEN


def own_suggestions(person: Person) -> Select[Any]:
    """What the person suggested themselves, the newest first."""
    mine = select(Suggestion).where(Suggestion.person_id == person.id)
    return mine.order_by(Suggestion.made_at.desc(), Suggestion.id.desc())
