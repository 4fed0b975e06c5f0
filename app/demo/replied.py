"""What one group of the demonstration says about what is held, and the answer to it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import now, today
from app.db import db
from app.groups import held, replies
from app.groups.models import Group
from app.groups.reply_models import GroupReply, ReplyLink, ReplyOpening
from app.practice.models import Entry, Rating, State

if TYPE_CHECKING:
    from app.demo.build import World

GROUP, ORGANISER = "thursday-table", "shabnam"
SAID = 20  # days ago
TOO_HIGH = (
    "This is put too high. On that day most of it was still done by your organiser, "
    "and only two of us had a say in it. We would put it a step lower."
)
MEMBERS = "We are 31 now. Three households have joined since the summer."
WHOLE = (
    "Thank you for showing us this. We did not know that anybody wrote it down. We "
    "would like to see it again in the spring, and to be asked before it is scored."
)
ANSWER = (
    "You are right about the day, and about how many you are: I have put the number "
    "right. My rating stays as I gave it, with your words beside it, and I take it to "
    "supervision. We look at the next one together before I score it."
)


def write(world: "World") -> None:
    """A link that was opened, a reply that disputes a rating, and its answer."""
    organiser = world.people[ORGANISER]
    group = db.session.scalars(
        select(Group)
        .where(Group.id == world.groups[GROUP].id)
        .options(joinedload(Group.place))
        .execution_options(populate_existing=True)
    ).one()
    link = replies.link_of(replies.make_link(group, organiser, 30))
    rating = _high_rating(group, organiser.id)
    if link is None or rating is None:
        return
    said_at = now() - timedelta(days=SAID)
    _date_back(link)
    reply = GroupReply(
        group_id=group.id,
        link_id=link.id,
        role="One of those who cook, and keep the rota",
        words=WHOLE,
        made_at=said_at,
        answer=ANSWER,
        facts_changed=True,
        answered_at=said_at + timedelta(days=2),
        answered_by_id=organiser.id,
    )
    db.session.add(reply)
    db.session.flush()
    items = held.about(group).items
    key = f"rating-{rating.entry_id}-{rating.principle}"
    wrong = {"fact-members": MEMBERS, key: TOO_HIGH}
    replies.add_points(reply, [(items[name], words) for name, words in wrong.items()])
    group.members, group.facts_on = 31, today() - timedelta(days=SAID - 2)
    db.session.flush()


def _high_rating(group: Group, author_id: object) -> Rating | None:
    """A high rating of the organiser's latest accepted entry that has one."""
    query = (
        select(Rating)
        .join(Entry, Entry.id == Rating.entry_id)
        .where(
            Entry.group_id == group.id,
            Entry.author_id == author_id,
            Entry.state == State.ACCEPTED,
            Entry.happened_on < today() - timedelta(days=SAID + 5),
            Rating.level.in_(["3", "4"]),
        )
        .order_by(Entry.happened_on.desc(), Rating.position)
    )
    found: Rating | None = db.session.scalars(query).first()
    return found


def _date_back(link: ReplyLink) -> None:
    """Made some days before the reply, and opened twice by then."""
    link.made_at = now() - timedelta(days=SAID + 4)
    link.expires_at = link.made_at + timedelta(days=90)
    for days, times in ((SAID + 3, 1), (SAID, 2)):
        on = today() - timedelta(days=days)
        db.session.add(ReplyOpening(link_id=link.id, on=on, times=times))
