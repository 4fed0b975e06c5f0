"""The whole path: people, curriculum, casebook, groups, practice, supervision."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_first_path"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "casebook_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("began", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=60), nullable=False),
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("principles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casebook_case")),
        sa.UniqueConstraint("slug", name=op.f("uq_casebook_case_slug")),
    )
    op.create_index(
        op.f("ix_casebook_case_change"), "casebook_case", ["change"], unique=False
    )

    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(
        op.f("ix_failed_sign_in_subject_at"),
        "failed_sign_in",
        ["subject", "at"],
        unique=False,
    )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("safeguarding_lead", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_key", sa.String(length=43), nullable=False),
        sa.Column("is_editor", sa.Boolean(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("session_key", name=op.f("uq_person_session_key")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("block", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "person_id", "block", name=op.f("uq_answer_person_id_block")
        ),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_cohort_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_cohort_organisation_id_name")
        ),
    )
    op.create_table(
        "lesson_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("anchor", sa.String(length=80), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_place_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_place")),
        sa.UniqueConstraint(
            "person_id", "lesson", name=op.f("uq_lesson_place_person_id_lesson")
        ),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_place_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_place_organisation_id_name")
        ),
    )
    op.create_table(
        "reflection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("block", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shared_with_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reflection_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["shared_with_id"], ["person.id"], name=op.f("fk_reflection_shared_with_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
        sa.UniqueConstraint(
            "person_id", "block", name=op.f("uq_reflection_person_id_block")
        ),
    )
    op.create_table(
        "supervision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "supervisor_id <> organiser_id", name=op.f("ck_supervision_not_oneself")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_supervision_dates")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_supervision_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["person.id"], name=op.f("fk_supervision_organiser_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_supervision_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index(
        op.f("ix_supervision_organiser_id"),
        "supervision",
        ["organiser_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_supervision_supervisor_id_organiser_id"),
        "supervision",
        ["supervisor_id", "organiser_id"],
        unique=False,
    )
    op.create_index(
        "uq_supervision_open",
        "supervision",
        ["organisation_id", "organiser_id"],
        unique=True,
        sqlite_where=sa.text("until_on IS NULL"),
        postgresql_where=sa.text("until_on IS NULL"),
    )

    op.create_table(
        "community_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "community-group",
                "social-enterprise",
                "professional-charity",
                "infrastructure-body",
                "public-body",
                name="groupkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("volunteers", sa.Integer(), nullable=True),
        sa.Column("paid_hours", sa.Integer(), nullable=True),
        sa.Column(
            "controlled_by",
            sa.Enum(
                "members",
                "trustees",
                "staff",
                "funder",
                "public-body",
                "not-known",
                name="controller",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("has_contract", sa.Boolean(), nullable=False),
        sa.Column("contract_note", sa.String(), nullable=False),
        sa.Column("facts_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "members IS NULL OR members >= 0", name=op.f("ck_community_group_members")
        ),
        sa.CheckConstraint(
            "paid_hours IS NULL OR paid_hours >= 0",
            name=op.f("ck_community_group_paid_hours"),
        ),
        sa.CheckConstraint(
            "volunteers IS NULL OR volunteers >= 0",
            name=op.f("ck_community_group_volunteers"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_community_group_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_community_group_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_group")),
        sa.UniqueConstraint(
            "organisation_id",
            "name",
            name=op.f("uq_community_group_organisation_id_name"),
        ),
    )
    op.create_index(
        op.f("ix_community_group_place_id"),
        "community_group",
        ["place_id"],
        unique=False,
    )

    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "organiser",
                "supervisor",
                "coordinator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_membership_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "person_id",
            "organisation_id",
            "role",
            name=op.f("uq_membership_person_id_organisation_id_role"),
        ),
    )
    op.create_index(
        op.f("ix_membership_cohort_id"), "membership", ["cohort_id"], unique=False
    )
    op.create_index(
        op.f("ix_membership_organisation_id_role"),
        "membership",
        ["organisation_id", "role"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False
    )

    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "setup",
                "invitation",
                "reset",
                name="purpose",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "organiser",
                "supervisor",
                "coordinator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_one_time_link_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_one_time_link_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_one_time_link_digest")),
    )
    op.create_index(
        op.f("ix_one_time_link_organisation_id"),
        "one_time_link",
        ["organisation_id"],
        unique=False,
    )

    op.create_table(
        "ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("of_whom", sa.String(length=160), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_ask_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    op.create_index(op.f("ix_ask_group_id"), "ask", ["group_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sorted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("framework_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "listening",
                "one-to-one",
                "meeting",
                "event",
                "action",
                "training",
                "networking",
                "negotiating",
                "planning",
                "significant-event",
                "own-activity",
                name="entrykind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("task", sa.String(length=80), nullable=False),
        sa.Column(
            "started_by",
            sa.Enum(
                "group",
                "organiser",
                "agency",
                "commissioner",
                name="starter",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("so_what", sa.String(), nullable=False),
        sa.Column("now_what", sa.String(), nullable=False),
        sa.Column("control_answers", sa.JSON(), nullable=True),
        sa.Column("control", sa.Integer(), nullable=True),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("stream_answers", sa.JSON(), nullable=True),
        sa.Column(
            "stream",
            sa.Enum(
                "strengthening",
                "service",
                "mixed",
                "confused",
                name="stream",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("separation", sa.String(), nullable=False),
        sa.Column("voice_flag", sa.Boolean(), nullable=False),
        sa.Column("support", sa.JSON(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.Column("pending_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state = 'draft' OR (happened_on IS NOT NULL AND minutes IS NOT NULL AND kind IS NOT NULL AND started_by IS NOT NULL AND stream IS NOT NULL AND control IS NOT NULL AND submitted_at IS NOT NULL)",
            name=op.f("ck_entry_whole"),
        ),
        sa.CheckConstraint(
            "control IS NULL OR control BETWEEN 0 AND 10", name=op.f("ck_entry_control")
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 5 AND 1440",
            name=op.f("ck_entry_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_entry_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_entry_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_entry_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index(
        "ix_entry_group", "entry", ["group_id", "happened_on"], unique=False
    )
    op.create_index(
        "ix_entry_list",
        "entry",
        ["author_id", "sorted_at", "id", "state", "title"],
        unique=False,
    )
    op.create_index(
        "ix_entry_monthly",
        "entry",
        ["author_id", "happened_on", "state", "stream"],
        unique=False,
    )
    op.create_index(
        op.f("ix_entry_organisation_id"), "entry", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_entry_waiting",
        "entry",
        ["author_id", "state_since"],
        unique=False,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )

    op.create_table(
        "group_organiser",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["community_group.id"],
            name=op.f("fk_group_organiser_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_organiser_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "person_id", name=op.f("pk_group_organiser")
        ),
    )
    op.create_index(
        op.f("ix_group_organiser_person_id_group_id"),
        "group_organiser",
        ["person_id", "group_id"],
        unique=False,
    )

    op.create_table(
        "ask_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "asked",
                "answered",
                "agreed",
                "refused",
                "silent",
                name="askoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["ask.id"], name=op.f("fk_ask_step_ask_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_step")),
    )
    op.create_index(op.f("ix_ask_step_ask_id"), "ask_step", ["ask_id"], unique=False)
    op.create_index(
        op.f("ix_ask_step_entry_id"), "ask_step", ["entry_id"], unique=False
    )

    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("principle", sa.String(length=40), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "quote = '' OR principle = ''", name=op.f("ck_comment_one_place")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_comment_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_comment_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(
        op.f("ix_comment_entry_id_made_at"),
        "comment",
        ["entry_id", "made_at"],
        unique=False,
    )

    op.create_table(
        "next_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_next_action_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_action")),
    )
    op.create_index(
        op.f("ix_next_action_entry_id"), "next_action", ["entry_id"], unique=False
    )

    op.create_table(
        "rating",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("principle", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("second_source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "level IN ('0','1','2','3','4','dont-know')", name=op.f("ck_rating_level")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_rating_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "principle", name=op.f("pk_rating")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "returned",
                "accepted",
                "reopened",
                name="decision",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_review_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_review_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_entry_id"), "review", ["entry_id"], unique=False)

    op.create_table(
        "supervisor_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("principle", sa.String(length=40), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("first_level", sa.String(length=12), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "level IN ('0','1','2','3','4','dont-know','not-in-play')",
            name=op.f("ck_supervisor_rating_level"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_supervisor_rating_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["person.id"],
            name=op.f("fk_supervisor_rating_supervisor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_rating")),
        sa.UniqueConstraint(
            "entry_id",
            "principle",
            "supervisor_id",
            name=op.f("uq_supervisor_rating_entry_id_principle_supervisor_id"),
        ),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_submitted", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_version_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint(
            "entry_id", "number", name=op.f("uq_version_entry_id_number")
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("version")
    op.drop_table("supervisor_rating")
    op.drop_index(op.f("ix_review_entry_id"), table_name="review")

    op.drop_table("review")
    op.drop_table("rating")
    op.drop_index(op.f("ix_next_action_entry_id"), table_name="next_action")

    op.drop_table("next_action")
    op.drop_index(op.f("ix_comment_entry_id_made_at"), table_name="comment")

    op.drop_table("comment")
    op.drop_index(op.f("ix_ask_step_entry_id"), table_name="ask_step")
    op.drop_index(op.f("ix_ask_step_ask_id"), table_name="ask_step")

    op.drop_table("ask_step")
    op.drop_index(
        op.f("ix_group_organiser_person_id_group_id"), table_name="group_organiser"
    )

    op.drop_table("group_organiser")
    op.drop_index(
        "ix_entry_waiting",
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
        table_name="entry",
    )
    op.drop_index(op.f("ix_entry_organisation_id"), table_name="entry")
    op.drop_index("ix_entry_monthly", table_name="entry")
    op.drop_index("ix_entry_list", table_name="entry")
    op.drop_index("ix_entry_group", table_name="entry")

    op.drop_table("entry")
    op.drop_index(op.f("ix_ask_group_id"), table_name="ask")

    op.drop_table("ask")
    op.drop_index(op.f("ix_one_time_link_organisation_id"), table_name="one_time_link")

    op.drop_table("one_time_link")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_organisation_id_role"), table_name="membership")
    op.drop_index(op.f("ix_membership_cohort_id"), table_name="membership")

    op.drop_table("membership")
    op.drop_index(op.f("ix_community_group_place_id"), table_name="community_group")

    op.drop_table("community_group")
    op.drop_index(
        "uq_supervision_open",
        sqlite_where=sa.text("until_on IS NULL"),
        postgresql_where=sa.text("until_on IS NULL"),
        table_name="supervision",
    )
    op.drop_index(
        op.f("ix_supervision_supervisor_id_organiser_id"), table_name="supervision"
    )
    op.drop_index(op.f("ix_supervision_organiser_id"), table_name="supervision")

    op.drop_table("supervision")
    op.drop_table("reflection")
    op.drop_table("place")
    op.drop_table("lesson_place")
    op.drop_table("cohort")
    op.drop_table("answer")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_failed_sign_in_subject_at"), table_name="failed_sign_in")

    op.drop_table("failed_sign_in")
    op.drop_index(op.f("ix_casebook_case_change"), table_name="casebook_case")

    op.drop_table("casebook_case")
