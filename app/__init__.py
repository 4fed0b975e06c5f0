"""The web application: settings in, a Flask object out."""

from typing import Any

from flask import Flask

from app import (
    config,
    db,
    errors,
    keeping,
    look,
    offline,
    pages,
    security,
    sitemap,
    today,
    unsaved,
)
from app.accounts import hosting
from app.accounts import views as accounts
from app.casebook import editing, proposing, reading, reporting
from app.casebook import views as casebook
from app.content import library
from app.curriculum import answered, calendars, planning, replying, suggesting
from app.curriculum import recall_views as recall
from app.curriculum import views as curriculum
from app.groups import (
    archiving,
    baseline_asking,
    baseline_views,
    merging,
    places,
    positions,
    recording,
)
from app.groups import replying as group_replies
from app.groups import views as groups
from app.insight import views as insight
from app.practice import calendar_views as diary
from app.practice import comparing, copying, sending
from app.practice import finding_views as finding
from app.practice import importing_views as importing
from app.practice import map_views as mapping
from app.practice import taking_views as taking
from app.practice import views as practice
from app.supervision import views as supervision

ROOMS = (
    pages,
    sitemap,
    offline,
    today,
    accounts,
    hosting,
    curriculum,
    suggesting,
    answered,
    recall,
    planning,
    calendars,
    casebook,
    reading,
    reporting,
    groups,
    recording,
    group_replies,
    archiving,
    merging,
    positions,
)
ROOMS_SIGNED_IN = (
    places,
    baseline_views,
    baseline_asking,
    sending,
    practice,
    comparing,
    copying,
    finding,
    diary,
    mapping,
    taking,
    importing,
    supervision,
    insight,
    proposing,
    editing,
    replying,
)
LARGEST_POST = 4 * 1024 * 1024  # bytes: 100,000 characters of anything, encoded


def create_app(**overrides: Any) -> Flask:
    """Build the application from the environment, then from `overrides`.

    Raises `MissingSetting` or `ContentError`: a bad deployment stops here,
    not on a learner's first page.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_POST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_POST
    app.config.from_mapping(config.load() | overrides)
    app.extensions["library"] = library.load(config.ROOT)
    for part in (db, security, errors, unsaved, look, keeping):
        part.init_app(app)
    for room in ROOMS + ROOMS_SIGNED_IN:
        app.register_blueprint(room.bp)
    return app
