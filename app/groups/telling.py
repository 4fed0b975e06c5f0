"""What Today tells organisers about the groups on which they are named."""

from flask import url_for

from app import clock
from app.accounts.models import Organisation, Person
from app.groups import ledgers, repeats, replies, rolecheck
from app.notices import Notice

REPLIES = 2  # of which each is a notice


def about_groups(person: Person, here: Organisation) -> list[Notice]:
    """Asks that nobody answers, role checks, replies and baselines: each one notice."""
    found = _about_groups(person, here) + _replied(person, here)
    return found + _repeats(person, here)


def _about_groups(person: Person, here: Organisation) -> list[Notice]:
    """Asks that nobody answers, and role checks that are due: one notice each."""
    notices = []
    if asks := ledgers.waiting_long(person, here.id):
        days = (clock.today() - asks[0].asked_on).days
        number = f"{len(asks)} {'ask has' if len(asks) == 1 else 'asks have'}"
        words = f"The oldest waits for {days} days, asked of {asks[0].of_whom}: "
        heading = f"{number} had no answer for more than {ledgers.LONG} days"
        url = url_for("recording.asks")
        notices.append(Notice(heading, words, "Open the asks", url, asks[0].what))
    if groups := rolecheck.due(person, here.id):
        more = f" The first of {len(groups)} groups: " if len(groups) > 1 else " "
        words = f"Questions for a group that takes on paid work.{more}"
        url = url_for("recording.check_role", group_id=groups[0].id)
        action = "Answer the questions"
        heading = "A role check is due"
        notices.append(Notice(heading, words, action, url, groups[0].name))
    return notices


def _replied(person: Person, here: Organisation) -> list[Notice]:
    """What groups said about what is held, and nobody has answered."""
    return [
        Notice(
            "A group has replied",
            "It says something about what is held, and waits for an answer: ",
            "Read it",
            url_for("groups.show_group", group_id=row.id) + "#replies",
            about=row.name,
        )
        for row in replies.unanswered(person, here)[:REPLIES]
    ]


def _repeats(person: Person, here: Organisation) -> list[Notice]:
    """A baseline to ask again, 12 or 24 months after the first, as one notice."""
    found = repeats.due_for(person, here.id)
    heading = "Time to ask the baseline again"
    if len(found) > 1:
        heading = f"{len(found)} baselines to ask again"
    return [
        Notice(
            heading,
            f"Due since {one.since:%-d %B %Y}, the same questions in the same way: ",
            "Open its page",
            url_for("groups.show_group", group_id=one.group_id)
            if one.group_id
            else url_for("places.show_place", place_id=one.place_id),
            about=one.name,
        )
        for one in found[:1]
    ]
