"""The first schema.

Revision 450f7c44761c, after , made 2026-11-23 13:03:20.153165+00:00.
"""

import sqlalchemy as sa
from alembic import op

from portal.core.orm import UtcDateTime, append_only_ddl
from portal.search.models import SQLITE_CREATE, SQLITE_DROP, IndexTokens

revision = "450f7c44761c"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = [
    "arrangement_acts",
    "audit_entries",
    "forum_programme_versions",
    "release_blocks",
    "release_languages",
    "releases",
    "revisions",
]


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entries_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "ix_audit_entries_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "ngo",
                "network",
                "branch",
                "union",
                "faith",
                "shelter",
                "collective",
                name="organisationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "applied",
                "admitted",
                "declined",
                "suspended",
                "left",
                name="standing",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.String(length=26), nullable=True),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("ecosoc_status", sa.String(length=20), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("standing_since", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisations_changed_at"), ["changed_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisations_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_standing"), ["standing"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["sent_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_to_address"), ["to_address"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_language", sa.String(length=35), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("nobody", "members", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_secretariat", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "portal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal")),
    )
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("title_tokens", sa.Text(), nullable=False),
        sa.Column("tokens", IndexTokens(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('public', 'members')", name=op.f("ck_search_documents_audience")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "language",
            name=op.f("uq_search_documents_subject_type_subject_id_language"),
        ),
    )
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_search_documents_work_key"), ["work_key"], unique=False
        )

    op.create_table(
        "terms",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("preferred", sa.JSON(), nullable=False),
        sa.Column("forbidden", sa.JSON(), nullable=False),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("holder_type", sa.String(length=20), nullable=False),
        sa.Column("holder_id", sa.String(length=26), nullable=False),
        sa.Column("block_order", sa.JSON(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("shown_in", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("withdrawn_in", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.create_index("ix_texts_holder", ["holder_type", "holder_id"], unique=False)

    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.String(length=26), nullable=True),
        sa.Column("admitted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_applications_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_applications_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_applications_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_applications_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "arrangement_acts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("order_after", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_arrangement_acts_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["texts.id"], name=op.f("fk_arrangement_acts_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement_acts")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_arrangement_acts_text_id_number")),
    )
    op.create_table(
        "authenticators",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_authenticators_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticators")),
    )
    with op.batch_alter_table("authenticators", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_authenticators_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "blocks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "title",
                "heading",
                "paragraph",
                "list_item",
                "quotation",
                "caption",
                name="blockkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("source_since", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.Column("merged_into_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["blocks.id"], name=op.f("fk_blocks_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_blocks_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocks_text_id"), ["text_id"], unique=False)

    op.create_table(
        "credentials",
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_credentials_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "demo_roles",
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_demo_roles_person_id")),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_demo_roles")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("powers", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("invited_by_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_invitations_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitations_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "memberships",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member", "editor", "representative", name="role", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("powers", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_memberships_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "ix_memberships_person_organisation", ["person_id", "organisation_id"], unique=False
        )

    op.create_table(
        "network_memberships",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("member_id", sa.String(length=26), nullable=False),
        sa.Column("network_id", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "member_id <> network_id", name=op.f("ck_network_memberships_not_itself")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["organisations.id"], name=op.f("fk_network_memberships_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["organisations.id"], name=op.f("fk_network_memberships_network_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_memberships")),
        sa.UniqueConstraint(
            "member_id",
            "network_id",
            "since",
            name=op.f("uq_network_memberships_member_id_network_id_since"),
        ),
    )
    with op.batch_alter_table("network_memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_memberships_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_memberships_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "organisation_countries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("shown_as", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_countries_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_countries")),
        sa.UniqueConstraint(
            "organisation_id", "code", name=op.f("uq_organisation_countries_organisation_id_code")
        ),
    )
    with op.batch_alter_table("organisation_countries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_countries_code"), ["code"], unique=False)

    op.create_table(
        "organisation_imports",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_organisation_imports_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_imports")),
    )
    op.create_table(
        "organisation_names",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "official",
                "short",
                "former",
                "transliteration",
                name="namekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_names_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_names")),
    )
    with op.batch_alter_table("organisation_names", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_names_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "password_resets",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_password_resets_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("digest", name=op.f("uq_password_resets_digest")),
    )
    with op.batch_alter_table("password_resets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_password_resets_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_codes_digest")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_codes_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("second_factor_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.Column("acting_for_id", sa.String(length=26), nullable=True),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["organisations.id"], name=op.f("fk_sign_in_sessions_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_in_sessions_digest")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_sessions_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "statements",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "consultation",
                "amendments_closed",
                "merge_review",
                "decision",
                "adopted",
                "returned",
                "lapsed",
                "translations_checked",
                "open_for_signature",
                "published",
                "submitted",
                "follow_up",
                "superseded",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage_since", UtcDateTime(), nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("called_by_id", sa.String(length=26), nullable=False),
        sa.Column("created_by_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("required_languages", sa.JSON(), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=True),
        sa.Column("superseded_by_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["organisations.id"], name=op.f("fk_statements_called_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_statements_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["statements.id"], name=op.f("fk_statements_superseded_by_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_statements_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("slug", name=op.f("uq_statements_slug")),
        sa.UniqueConstraint("text_id", name=op.f("uq_statements_text_id")),
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_statements_called_by_id"), ["called_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_statements_stage"), ["stage"], unique=False)

    op.create_table(
        "translation_requests",
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["texts.id"], name=op.f("fk_translation_requests_text_id")
        ),
        sa.PrimaryKeyConstraint("text_id", "language", name=op.f("pk_translation_requests")),
    )
    op.create_table(
        "working_groups",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("mandate", sa.JSON(), nullable=False),
        sa.Column("host_id", sa.String(length=26), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["host_id"], ["organisations.id"], name=op.f("fk_working_groups_host_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_groups")),
        sa.UniqueConstraint("slug", name=op.f("uq_working_groups_slug")),
    )
    op.create_table(
        "works",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "know_your_rights",
                "hotline_guide",
                "country_report",
                "policy_brief",
                "un_document",
                "campaign_material",
                "testimony",
                "forum_paper",
                "minutes",
                "recording",
                name="workkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "openness",
            sa.Enum("draft", "members", "public", name="openness", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("neutral_title", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("licence", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("forum", sa.String(length=120), nullable=False),
        sa.Column("keeper_id", sa.String(length=26), nullable=True),
        sa.Column("created_by_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column(
            "proposed_openness",
            sa.Enum("draft", "members", "public", name="openness", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("proposed_by_id", sa.String(length=26), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("published_by_id", sa.String(length=26), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("import_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "published_by_id IS NULL OR proposed_by_id IS NULL OR published_by_id <> proposed_by_id",
            name=op.f("ck_works_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_works_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["organisations.id"], name=op.f("fk_works_keeper_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_works_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_works_published_by_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_works_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
        sa.UniqueConstraint("import_key", name=op.f("uq_works_import_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_works_slug")),
        sa.UniqueConstraint("text_id", name=op.f("uq_works_text_id")),
    )
    with op.batch_alter_table("works", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_works_forum"), ["forum"], unique=False)
        batch_op.create_index(batch_op.f("ix_works_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_index(
            "ix_works_openness_published", ["openness", "published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_works_published_at"), ["published_at"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("work_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=26), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_attachments_removed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["people.id"], name=op.f("fk_attachments_uploaded_by_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_attachments_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("key", name=op.f("uq_attachments_key")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_work_id"), ["work_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("adopted", "returned", "lapsed", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_decisions_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("statement_id", "round", name=op.f("uq_decisions_statement_id_round")),
    )
    op.create_table(
        "forum_series",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("every_years", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_groups.id"], name=op.f("fk_forum_series_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_forum_series_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_forum_series_slug")),
    )
    with op.batch_alter_table("forum_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_series_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_forum_series_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "gatherings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "preparatory_meeting",
                "rally",
                "hearing",
                "deadline",
                "training",
                "forum",
                "other",
                name="gatheringkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("online_address", sa.Text(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("public", "members", name="audience", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("planned", "cancelled", name="gatheringstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_reason", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("group_id", sa.String(length=26), nullable=True),
        sa.Column("subject", sa.String(length=80), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_gatherings_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_groups.id"], name=op.f("fk_gatherings_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gatherings")),
        sa.UniqueConstraint("slug", name=op.f("uq_gatherings_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_gatherings_uid")),
    )
    with op.batch_alter_table("gatherings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_gatherings_audience_ends_at", ["audience", "ends_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_gatherings_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_gatherings_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gatherings_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_gatherings_subject"), ["subject"], unique=False)

    op.create_table(
        "group_memberships",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("group_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("is_coordinator", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_groups.id"],
            name=op.f("fk_group_memberships_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_group_memberships_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_group_memberships_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_memberships")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_group_memberships_group_id_person_id")
        ),
    )
    with op.batch_alter_table("group_memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_memberships_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_group_memberships_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "organisation_import_lines",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("import_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("parsed", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "perhaps_known",
                "unusable",
                "created",
                "linked",
                "skipped",
                name="importlinestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["organisation_imports.id"],
            name=op.f("fk_organisation_import_lines_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_import_lines_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_import_lines")),
        sa.UniqueConstraint(
            "import_id", "number", name=op.f("uq_organisation_import_lines_import_id_number")
        ),
    )
    op.create_table(
        "related_works",
        sa.Column("work_id", sa.String(length=26), nullable=False),
        sa.Column("related_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("work_id <> related_id", name=op.f("ck_related_works_not_itself")),
        sa.ForeignKeyConstraint(
            ["related_id"],
            ["works.id"],
            name=op.f("fk_related_works_related_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_related_works_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "related_id", name=op.f("pk_related_works")),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_root", sa.String(length=64), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.Column("released_by_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["people.id"], name=op.f("fk_releases_released_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_releases_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("statement_id", "number", name=op.f("uq_releases_statement_id_number")),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.String(length=26), nullable=True),
        sa.Column("based_on_id", sa.String(length=26), nullable=True),
        sa.Column(
            "significance",
            sa.Enum("typo", "meaning", "safety", name="significance", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("person", "imported", "machine", name="origin", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_revisions_author_id")),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["revisions.id"], name=op.f("fk_revisions_based_on_id")
        ),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_revisions_block_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_revisions_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["revisions.id"], name=op.f("fk_revisions_parent_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_revisions_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("block_id", "seq", name=op.f("uq_revisions_block_id_seq")),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revisions_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_revisions_text_language", ["text_id", "language"], unique=False)

    op.create_table(
        "statement_drafters",
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_drafters_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name=op.f("fk_statement_drafters_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "statement_id", "organisation_id", name=op.f("pk_statement_drafters")
        ),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_language", sa.String(length=35), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_submissions_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submissions_statement_id"), ["statement_id"], unique=False
        )

    op.create_table(
        "work_authors",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("work_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_language", sa.String(length=35), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN name = '' THEN 0 ELSE 1 END) + (CASE WHEN withheld THEN 1 ELSE 0 END) = 1",
            name=op.f("ck_work_authors_one_of_four"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_work_authors_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_work_authors_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_authors_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_authors")),
        sa.UniqueConstraint("work_id", "position", name=op.f("uq_work_authors_work_id_position")),
    )
    with op.batch_alter_table("work_authors", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_authors_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_work_authors_person_id"), ["person_id"], unique=False)

    op.create_table(
        "work_consents",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("work_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.Column("in_packs", sa.Boolean(), nullable=False),
        sa.Column("in_print", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.String(length=26), nullable=True),
        sa.Column("withdrawn_by_id", sa.String(length=26), nullable=True),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on",
            name=op.f("ck_work_consents_withdrawn_after_given"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_work_consents_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people.id"], name=op.f("fk_work_consents_withdrawn_by_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_work_consents_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_consents")),
    )
    with op.batch_alter_table("work_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_consents_work_id"), ["work_id"], unique=False)
        batch_op.create_index(
            "uq_work_consents_standing",
            ["work_id", "language"],
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )

    op.create_table(
        "work_tags",
        sa.Column("work_id", sa.String(length=26), nullable=False),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_tags_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "tag", name=op.f("pk_work_tags")),
    )
    with op.batch_alter_table("work_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_tags_tag"), ["tag"], unique=False)

    op.create_table(
        "decision_answers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("decision_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "consent",
                "consent_with_concern",
                "stand_aside",
                "block",
                name="choice",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=True),
        sa.Column("publish_words", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_decision_answers_block_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_decision_answers_by_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_answers_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_decision_answers_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_answers")),
        sa.UniqueConstraint(
            "decision_id",
            "organisation_id",
            name=op.f("uq_decision_answers_decision_id_organisation_id"),
        ),
    )
    op.create_table(
        "decision_roster",
        sa.Column("decision_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_roster_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_decision_roster_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "organisation_id", name=op.f("pk_decision_roster")),
    )
    op.create_table(
        "forum_editions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("series_id", sa.String(length=26), nullable=False),
        sa.Column("address", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("renumbered_from", sa.Integer(), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("theme", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "confirmed",
                "held",
                "missed",
                "cancelled",
                "renumbered",
                name="editionstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("city", sa.JSON(), nullable=False),
        sa.Column("venue", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("host_language", sa.String(length=35), nullable=False),
        sa.Column("dates_published", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "day", "month", "season", "year", name="precision", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("budget_currency", sa.String(length=3), nullable=False),
        sa.Column("funded_percent", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("programme_changed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_forum_editions_days_in_order")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["forum_series.id"], name=op.f("fk_forum_editions_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_editions")),
        sa.UniqueConstraint(
            "series_id", "address", name=op.f("uq_forum_editions_series_id_address")
        ),
    )
    op.create_table(
        "gathering_organisers",
        sa.Column("gathering_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
            name=op.f("fk_gathering_organisers_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_gathering_organisers_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "gathering_id", "organisation_id", name=op.f("pk_gathering_organisers")
        ),
    )
    with op.batch_alter_table("gathering_organisers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gathering_organisers_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "gathering_replies",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("gathering_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column(
            "answer",
            sa.Enum("yes", "no", "maybe", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
            name=op.f("fk_gathering_replies_gathering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_gathering_replies_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_gathering_replies_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_replies")),
        sa.UniqueConstraint(
            "gathering_id", "person_id", name=op.f("uq_gathering_replies_gathering_id_person_id")
        ),
    )
    with op.batch_alter_table("gathering_replies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gathering_replies_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "release_blocks",
        sa.Column("release_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "title",
                "heading",
                "paragraph",
                "list_item",
                "quotation",
                "caption",
                name="blockkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_release_blocks_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_blocks_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_release_blocks_revision_id")
        ),
        sa.PrimaryKeyConstraint(
            "release_id", "language", "position", name=op.f("pk_release_blocks")
        ),
    )
    op.create_table(
        "release_languages",
        sa.Column("release_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("language_root", sa.String(length=64), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_languages_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "language", name=op.f("pk_release_languages")),
    )
    op.create_table(
        "signatures",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("release_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_language", sa.String(length=35), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "caller",
                "drafter",
                "co_signer",
                "endorser",
                name="signaturerole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "unconfirmed",
                "confirmed",
                "withdrawn",
                name="signaturestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("language_root", sa.String(length=64), nullable=False),
        sa.Column("mandate_body", sa.Text(), nullable=False),
        sa.Column("mandate_date", sa.Date(), nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_signatures_withdrawal_is_dated"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_signatures_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_signatures_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["people.id"], name=op.f("fk_signatures_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("payload_sha256", name=op.f("uq_signatures_payload_sha256")),
        sa.UniqueConstraint("release_id", "organisation_id", name="uq_signatures_once"),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signatures_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_signatures_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signatures_state"), ["state"], unique=False)

    op.create_table(
        "statement_comments",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_language", sa.String(length=35), nullable=False),
        sa.Column("answered_by_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_statement_comments_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_statement_comments_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_statement_comments_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_comments_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_statement_comments_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_statement_comments_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_comments")),
    )
    with op.batch_alter_table("statement_comments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_statement_comments_statement_block", ["statement_id", "block_id"], unique=False
        )

    op.create_table(
        "versions",
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "machine_draft",
                "draft",
                "submitted",
                "reviewed",
                "approved",
                name="translationstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("translator_id", sa.String(length=26), nullable=True),
        sa.Column("reviewer_id", sa.String(length=26), nullable=True),
        sa.Column("approver_id", sa.String(length=26), nullable=True),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["people.id"], name=op.f("fk_versions_approver_id")
        ),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_versions_block_id")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_versions_reviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_versions_revision_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_versions_text_id")),
        sa.ForeignKeyConstraint(
            ["translator_id"], ["people.id"], name=op.f("fk_versions_translator_id")
        ),
        sa.PrimaryKeyConstraint("block_id", "language", name=op.f("pk_versions")),
    )
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_versions_text_id"), ["text_id"], unique=False)

    op.create_table(
        "forum_days",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["forum_editions.id"],
            name=op.f("fk_forum_days_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_days")),
        sa.UniqueConstraint("edition_id", "date", name=op.f("uq_forum_days_edition_id_date")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_forum_days_edition_id_number")),
    )
    op.create_table(
        "forum_edition_hosts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["forum_editions.id"],
            name=op.f("fk_forum_edition_hosts_edition_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_forum_edition_hosts_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_edition_hosts")),
    )
    with op.batch_alter_table("forum_edition_hosts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forum_edition_hosts_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_forum_edition_hosts_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "forum_programme_versions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("published_by_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["forum_editions.id"],
            name=op.f("fk_forum_programme_versions_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["people.id"],
            name=op.f("fk_forum_programme_versions_published_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_programme_versions")),
        sa.UniqueConstraint(
            "edition_id", "number", name=op.f("uq_forum_programme_versions_edition_id_number")
        ),
    )
    op.create_table(
        "forum_rooms",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.String(length=26), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("booths", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["forum_editions.id"],
            name=op.f("fk_forum_rooms_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_rooms")),
    )
    with op.batch_alter_table("forum_rooms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_rooms_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "forum_sessions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.String(length=26), nullable=False),
        sa.Column("parent_id", sa.String(length=26), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "keynote",
                "issue_presentation",
                "country_report",
                "workshop",
                "plenary",
                "closing_discussion",
                "break",
                "other",
                name="sessionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("floor_language", sa.String(length=35), nullable=True),
        sa.Column("interpretation", sa.JSON(), nullable=False),
        sa.Column("day_id", sa.String(length=26), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("time_published", sa.Text(), nullable=False),
        sa.Column("all_rooms", sa.Boolean(), nullable=False),
        sa.Column("to_be_confirmed", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned", "moved", "cancelled", name="sessionstatus", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"],
            ["forum_days.id"],
            name=op.f("fk_forum_sessions_day_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["forum_editions.id"],
            name=op.f("fk_forum_sessions_edition_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["forum_sessions.id"],
            name=op.f("fk_forum_sessions_parent_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_sessions")),
    )
    with op.batch_alter_table("forum_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_sessions_day_id"), ["day_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_forum_sessions_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_forum_sessions_parent_id"), ["parent_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_forum_sessions_subject"), ["subject"], unique=False)

    op.create_table(
        "forum_session_people",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_language", sa.String(length=35), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "speaker",
                "chair",
                "rapporteur",
                "interpreter",
                name="personrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("to_be_confirmed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_forum_session_people_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_forum_session_people_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["forum_sessions.id"],
            name=op.f("fk_forum_session_people_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_session_people")),
    )
    with op.batch_alter_table("forum_session_people", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forum_session_people_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_forum_session_people_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_forum_session_people_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "forum_session_rooms",
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["forum_rooms.id"],
            name=op.f("fk_forum_session_rooms_room_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["forum_sessions.id"],
            name=op.f("fk_forum_session_rooms_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "room_id", name=op.f("pk_forum_session_rooms")),
    )
    with op.batch_alter_table("forum_session_rooms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forum_session_rooms_room_id"), ["room_id"], unique=False
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_CREATE)
    else:
        op.create_index(
            "ix_search_documents_tokens", "search_documents", ["tokens"], postgresql_using="gin"
        )
    for table in APPEND_ONLY:
        for statement, dialect in append_only_ddl(table):
            if dialect == op.get_bind().dialect.name:
                op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_DROP)
    else:
        op.drop_index("ix_search_documents_tokens", "search_documents")
    with op.batch_alter_table("forum_session_rooms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_session_rooms_room_id"))

    op.drop_table("forum_session_rooms")
    with op.batch_alter_table("forum_session_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_session_people_session_id"))
        batch_op.drop_index(batch_op.f("ix_forum_session_people_person_id"))
        batch_op.drop_index(batch_op.f("ix_forum_session_people_organisation_id"))

    op.drop_table("forum_session_people")
    with op.batch_alter_table("forum_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_sessions_subject"))
        batch_op.drop_index(batch_op.f("ix_forum_sessions_parent_id"))
        batch_op.drop_index(batch_op.f("ix_forum_sessions_edition_id"))
        batch_op.drop_index(batch_op.f("ix_forum_sessions_day_id"))

    op.drop_table("forum_sessions")
    with op.batch_alter_table("forum_rooms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_rooms_edition_id"))

    op.drop_table("forum_rooms")
    op.drop_table("forum_programme_versions")
    with op.batch_alter_table("forum_edition_hosts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_edition_hosts_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_forum_edition_hosts_edition_id"))

    op.drop_table("forum_edition_hosts")
    op.drop_table("forum_days")
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_versions_text_id"))

    op.drop_table("versions")
    with op.batch_alter_table("statement_comments", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_comments_statement_block")

    op.drop_table("statement_comments")
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signatures_state"))
        batch_op.drop_index(batch_op.f("ix_signatures_release_id"))
        batch_op.drop_index(batch_op.f("ix_signatures_organisation_id"))

    op.drop_table("signatures")
    op.drop_table("release_languages")
    op.drop_table("release_blocks")
    with op.batch_alter_table("gathering_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gathering_replies_person_id"))

    op.drop_table("gathering_replies")
    with op.batch_alter_table("gathering_organisers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gathering_organisers_organisation_id"))

    op.drop_table("gathering_organisers")
    op.drop_table("forum_editions")
    op.drop_table("decision_roster")
    op.drop_table("decision_answers")
    with op.batch_alter_table("work_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_tags_tag"))

    op.drop_table("work_tags")
    with op.batch_alter_table("work_consents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_work_consents_standing",
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_work_consents_work_id"))

    op.drop_table("work_consents")
    with op.batch_alter_table("work_authors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_authors_person_id"))
        batch_op.drop_index(batch_op.f("ix_work_authors_organisation_id"))

    op.drop_table("work_authors")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_statement_id"))

    op.drop_table("submissions")
    op.drop_table("statement_drafters")
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_index("ix_revisions_text_language")
        batch_op.drop_index(batch_op.f("ix_revisions_sha256"))

    op.drop_table("revisions")
    op.drop_table("releases")
    op.drop_table("related_works")
    op.drop_table("organisation_import_lines")
    with op.batch_alter_table("group_memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_memberships_person_id"))
        batch_op.drop_index(batch_op.f("ix_group_memberships_organisation_id"))

    op.drop_table("group_memberships")
    with op.batch_alter_table("gatherings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gatherings_subject"))
        batch_op.drop_index(batch_op.f("ix_gatherings_starts_at"))
        batch_op.drop_index(batch_op.f("ix_gatherings_group_id"))
        batch_op.drop_index(batch_op.f("ix_gatherings_changed_at"))
        batch_op.drop_index("ix_gatherings_audience_ends_at")

    op.drop_table("gatherings")
    with op.batch_alter_table("forum_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_series_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_forum_series_group_id"))

    op.drop_table("forum_series")
    op.drop_table("decisions")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_work_id"))

    op.drop_table("attachments")
    with op.batch_alter_table("works", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_works_published_at"))
        batch_op.drop_index("ix_works_openness_published")
        batch_op.drop_index(batch_op.f("ix_works_keeper_id"))
        batch_op.drop_index(batch_op.f("ix_works_forum"))

    op.drop_table("works")
    op.drop_table("working_groups")
    op.drop_table("translation_requests")
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statements_stage"))
        batch_op.drop_index(batch_op.f("ix_statements_called_by_id"))

    op.drop_table("statements")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_person_id"))

    op.drop_table("sign_in_sessions")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_person_id"))

    op.drop_table("recovery_codes")
    with op.batch_alter_table("password_resets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_resets_person_id"))

    op.drop_table("password_resets")
    with op.batch_alter_table("organisation_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_names_organisation_id"))

    op.drop_table("organisation_names")
    op.drop_table("organisation_imports")
    with op.batch_alter_table("organisation_countries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_countries_code"))

    op.drop_table("organisation_countries")
    with op.batch_alter_table("network_memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_memberships_network_id"))
        batch_op.drop_index(batch_op.f("ix_network_memberships_member_id"))

    op.drop_table("network_memberships")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("ix_memberships_person_organisation")
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_email"))

    op.drop_table("invitations")
    op.drop_table("demo_roles")
    op.drop_table("credentials")
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocks_text_id"))

    op.drop_table("blocks")
    with op.batch_alter_table("authenticators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authenticators_person_id"))

    op.drop_table("authenticators")
    op.drop_table("arrangement_acts")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_applications_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_applications_created_at"))

    op.drop_table("applications")
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.drop_index("ix_texts_holder")

    op.drop_table("texts")
    op.drop_table("terms")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_documents_work_key"))

    op.drop_table("search_documents")
    op.drop_table("portal")
    op.drop_table("people")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_to_address"))
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_standing"))
        batch_op.drop_index(batch_op.f("ix_organisations_parent_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_changed_at"))

    op.drop_table("organisations")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entries_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))

    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
