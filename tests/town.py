"""Two organisations with a row of everything, and every address on the site."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import date

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.accounts import actions as accounts
from app.accounts.models import OneTimeLink, Person, Purpose, Role, Supervision
from app.casebook.models import ProposalState
from app.db import db, writing
from app.groups.models import Ask
from app.look import library
from app.practice.models import Entry, NextAction, State
from app.supervision import actions as supervision
from app.supervision.models import Comment
from tests import make, make_groups

READERS = ["stranger", "organiser", "supervisor", "coordinator", "administrator",
           "member of nothing", "practitioner"]  # fmt: skip
NOBODY = uuid.UUID("00000000-0000-7000-8000-000000000000")
ODD = ["no-such", "x" * 2000, "🦊 שלום", "%", "..", "\x00"]


class Side:
    """One organisation. `ids` holds what a page's address may name, by argument."""

    def __init__(self, name: str) -> None:
        self.host = make.organisation(name)
        self.cohort = make.cohort(self.host)
        make.dates(self.cohort, "two-streams", done_by=date(2026, 11, 1))
        self.organiser = make.organiser(self.host, cohort=self.cohort)
        self.supervisor = make.supervisor(self.host, self.organiser)
        self.coordinator = make.coordinator(self.host)
        self.practitioner = make.person()
        self.saved = [self._saved(who) for who in (self.organiser, self.practitioner)]
        self.recalls = [
            make.recall(who, library().lessons[0].checks[0])
            for who in (self.organiser, self.practitioner)
        ]
        self.group = make.group(self.host, self.organiser)
        self.entries = [self._entry(state) for state in State]
        self.rounds = [
            make_groups.baseline(self.group.place_id, self.organiser),
            make_groups.baseline(self.group.place_id, self.organiser, group=self.group),
        ]
        with writing():
            link = accounts.make_link(Purpose.RESET, person_id=self.organiser.id)
            accounts.make_link(
                Purpose.INVITATION,
                organisation_id=self.host.id,
                email="new@example.org",
                role=Role.ORGANISER,
            )
            opening = accounts.make_link(
                Purpose.OPENING, email=f"{name.lower()}@example.org"
            )
            submitted = self.entries[1]
            supervision.comment(submitted, self.supervisor, 1, "Who chaired?")
        said = make_groups.group_reply(self.group, self.organiser, self.entries[1])
        self.ids = self._ids() | {
            "secret": [make_groups.reply_link(self.group, self.organiser)],
            "reply_link_id": [said.link_id],
            "reply_id": [said.id],
            "token": [sent.split("/")[-2] for sent in (link, opening)],
        }

    def _saved(self, who: Person) -> tuple[uuid.UUID, uuid.UUID]:
        case = make.saved_case(who, library().cases[0].slug, "For the meeting")
        search = make.saved_search(who, "q=rent+strike&outcome=failed")
        return case.id, search.id

    def _entry(self, state: State) -> Entry:
        about = {"ask": "new", "ask_of": "The council", "ask_what": "A lift that works"}
        about["action__what__0"] = "Ring the housing office"
        return make.entry(
            self.organiser, self.host, state=state, group=self.group, **about
        )

    def _ids(self) -> dict[str, list[object]]:
        mine = [entry.id for entry in self.entries]
        queries = {
            "pairing_id": select(Supervision.id).where(
                Supervision.organisation_id == self.host.id
            ),
            "link_id": select(OneTimeLink.id).where(
                OneTimeLink.organisation_id == self.host.id
            ),
            "ask_id": select(Ask.id).where(Ask.group_id == self.group.id).limit(1),
            "action_id": select(NextAction.id).where(NextAction.entry_id.in_(mine)),
            "comment_id": select(Comment.id).where(Comment.entry_id.in_(mine)),
        }
        found = {name: list(db.session.scalars(q)) for name, q in queries.items()}
        lesson = library().lessons[0]
        return found | {
            "entry_id": mine,
            "cohort_id": [self.cohort.id],
            "address": [make.calendar(self.organiser)],
            "group_id": [self.group.id],
            "place_id": [self.group.place_id],
            "person_id": [self.organiser.id],
            "round_id": [asked.id for asked in self.rounds],
            "key": [asked.key for asked in self.rounds],
            "number": [1],
            "principle_id": ["community-voice"],
            "module_slug": [lesson.module],
            "slug": [
                lesson.slug,
                library().cases[0].slug,
                *(mistake.slug for mistake in library().mistakes[:1]),
            ],
            "block_id": [lesson.checks[0].id, lesson.reflections[0].id],
            "filename": ["site.css"],
            "saved_id": [case for case, _ in self.saved],
            "search_id": [search for _, search in self.saved],
            "brought_id": [make.brought(self.organiser, self.entries[1]).id],
            "recall_id": [recall.id for recall in self.recalls],
            "version": [1],
            "turn": [0, 1, 2],
        }


class Town:
    """The two organisations, who may look around, and every address there is."""

    def __init__(self, app: Flask) -> None:
        self.here, self.there = Side("Here"), Side("There")
        # Editors read what is sent, wherever its proposer belongs; drafts nobody else.
        states = (ProposalState.DRAFT, ProposalState.SENT, ProposalState.ASKED)
        self._propose(self.here, *states)
        self._propose(self.there, ProposalState.DRAFT)
        self.here.ids["report_id"] = [make.report().id]
        self.there.ids["report_id"] = [NOBODY]  # a report belongs to no organisation
        sent = [make.suggestion(self.here.organiser), make.suggestion()]
        self.here.ids["suggestion_id"] = [suggestion.id for suggestion in sent]
        self.there.ids["suggestion_id"] = [NOBODY]  # nor does a suggestion
        self.rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
        self._addresses = app.url_map.bind("localhost")

    def _propose(self, side: Side, *states: ProposalState) -> None:
        made = [make.proposal(side.organiser, state) for state in states]
        side.ids["proposal_id"] = [proposal.id for proposal in made]

    def person(self, reader: str) -> Person | None:
        """Who that is; nobody for the stranger."""
        match reader:
            case "stranger":
                return None
            case "administrator":
                return make.person(is_administrator=True, is_editor=True)
            case "member of nothing":
                return make.person()
        found: Person = getattr(self.here, reader)
        return found

    def paths(self, rule: Rule, side: Side) -> Iterator[str]:
        """The rule's addresses with every id of that organisation."""
        names = sorted(rule.arguments)
        for values in itertools.product(*(side.ids.get(n, ["x"]) for n in names)):
            yield self._build(rule, dict(zip(names, values, strict=True)))

    def odd_paths(self, rule: Rule) -> Iterator[str]:
        """The rule's addresses with ids of nothing, and with what is no id at all."""
        for text in ODD if rule.arguments else ():
            odd = {name: self._odd(rule, name, text) for name in rule.arguments}
            yield self._build(rule, odd)
            for name in odd if len(odd) > 1 else ():
                mine = {n: self.here.ids.get(n, ["x"])[-1] for n in rule.arguments}
                yield self._build(rule, mine | {name: odd[name]})

    def _odd(self, rule: Rule, name: str, text: str) -> object:
        match type(rule._converters[name]).__name__:
            case "UUIDConverter":
                return NOBODY
            case "IntegerConverter":
                return 10**30 if text == ODD[0] else 0
        return text

    def every_path(self, rule: Rule) -> list[str]:
        """One's own, another organisation's, and those of nothing, each once."""
        here, there = self.paths(rule, self.here), self.paths(rule, self.there)
        return list(dict.fromkeys([*here, *there, *self.odd_paths(rule)]))

    def _build(self, rule: Rule, values: dict[str, object]) -> str:
        return self._addresses.build(rule.endpoint, values, append_unknown=False)


def snapshot() -> dict[str, list[str]]:
    """Every row of every table, to compare with a later one."""
    db.session.rollback()
    return {
        table.name: sorted(str(row) for row in db.session.execute(select(table)))
        for table in db.metadata.sorted_tables
    }
