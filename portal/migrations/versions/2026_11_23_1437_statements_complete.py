"""Amendments, signatures of every kind, the log, errata, commitments, the room.

Revision 8203781be7c5, after 450f7c44761c, made 2026-11-23 14:37:54.709650+00:00.
"""

import sqlalchemy as sa
from alembic import op

from portal.core.orm import UtcDateTime, append_only_ddl

revision = "8203781be7c5"
down_revision = "450f7c44761c"
branch_labels = None
depends_on = None

APPEND_ONLY = [
    "commitment_reports",
    "log_checkpoints",
    "log_cosignatures",
    "log_leaves",
    "network_rules",
    "signature_milestones",
]


def upgrade() -> None:
    op.create_table(
        "log_checkpoints",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoints")),
    )
    op.create_table(
        "log_leaves",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("leaf_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_leaves")),
        sa.UniqueConstraint("leaf_hash", name=op.f("uq_log_leaves_leaf_hash")),
    )
    op.create_table(
        "log_pending",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_pending")),
    )
    with op.batch_alter_table("log_pending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_pending_queued_at"), ["queued_at"], unique=False)

    op.create_table(
        "log_places",
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["log_leaves.position"], name=op.f("fk_log_places_position")
        ),
        sa.PrimaryKeyConstraint("subject_id", "act", name=op.f("pk_log_places")),
    )
    op.create_table(
        "log_witnesses",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False),
        sa.Column("added_by_id", sa.String(length=26), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_log_witnesses_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_log_witnesses_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_witnesses")),
        sa.UniqueConstraint("name", name=op.f("uq_log_witnesses_name")),
        sa.UniqueConstraint("public_key", name=op.f("uq_log_witnesses_public_key")),
    )
    with op.batch_alter_table("log_witnesses", schema=None) as batch_op:
        batch_op.create_index("ix_log_witnesses_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "network_rules",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_network_rules_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_rules")),
    )
    op.create_table(
        "organisation_keys",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.String(length=26), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_organisation_keys_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_keys_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_keys")),
        sa.UniqueConstraint(
            "organisation_id",
            "public_key",
            name=op.f("uq_organisation_keys_organisation_id_public_key"),
        ),
    )
    op.create_table(
        "signing_rules",
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("second_officer", sa.Boolean(), nullable=False),
        sa.Column("changed_by_id", sa.String(length=26), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_signing_rules_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_signing_rules_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_signing_rules")),
    )
    op.create_table(
        "log_cosignatures",
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("witness_id", sa.String(length=26), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["size"], ["log_checkpoints.size"], name=op.f("fk_log_cosignatures_size")
        ),
        sa.ForeignKeyConstraint(
            ["witness_id"], ["log_witnesses.id"], name=op.f("fk_log_cosignatures_witness_id")
        ),
        sa.PrimaryKeyConstraint("size", "witness_id", name=op.f("pk_log_cosignatures")),
    )
    op.create_table(
        "presences",
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_presences_block_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presences_person_id")),
        sa.PrimaryKeyConstraint("block_id", "person_id", name=op.f("pk_presences")),
    )
    with op.batch_alter_table("presences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presences_at"), ["at"], unique=False)

    op.create_table(
        "statement_rooms",
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("opened_by_id", sa.String(length=26), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_statement_rooms_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_statement_rooms_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_statement_rooms_statement_id")
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_statement_rooms")),
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "replace",
                "insert",
                "delete",
                "move",
                "split",
                "merge",
                name="amendmentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("base_revision_id", sa.String(length=26), nullable=False),
        sa.Column("base_acts", sa.Integer(), nullable=False),
        sa.Column("target_block_id", sa.String(length=26), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("second_body", sa.Text(), nullable=False),
        sa.Column("block_kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("author_id", sa.String(length=26), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "accepted_with_changes",
                "declined",
                "withdrawn",
                name="amendmentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_language", sa.String(length=35), nullable=False),
        sa.Column("answered_by_id", sa.String(length=26), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("result_revision_id", sa.String(length=26), nullable=True),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("objected_at", UtcDateTime(), nullable=True),
        sa.Column("objection_answered_at", UtcDateTime(), nullable=True),
        sa.Column("objection_answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_amendments_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_amendments_author_id")),
        sa.ForeignKeyConstraint(
            ["base_revision_id"], ["revisions.id"], name=op.f("fk_amendments_base_revision_id")
        ),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_amendments_block_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_amendments_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["result_revision_id"], ["revisions.id"], name=op.f("fk_amendments_result_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_amendments_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_block_id"], ["blocks.id"], name=op.f("fk_amendments_target_block_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_state"), ["state"], unique=False)
        batch_op.create_index(
            "ix_amendments_statement_block", ["statement_id", "block_id"], unique=False
        )

    op.create_table(
        "commitments",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("text_id", sa.String(length=26), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open", "kept", "given_up", name="commitmentstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("state_since", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_commitments_block_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_commitments_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_commitments_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_commitments_revision_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_commitments_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitments_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_commitments_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitments_text_id"), ["text_id"], unique=False)

    op.create_table(
        "errata",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("release_id", sa.String(length=26), nullable=False),
        sa.Column("block_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(length=35), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_organisation_id", sa.String(length=26), nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=26), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("objections_until", UtcDateTime(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_errata_block_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_errata_by_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_errata_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_errata_confirmed_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_errata_organisation_id")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_errata_release_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_errata_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errata")),
    )
    with op.batch_alter_table("errata", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_errata_release_id"), ["release_id"], unique=False)

    op.create_table(
        "statement_reopenings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("statement_id", sa.String(length=26), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(length=35), nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_organisation_id", sa.String(length=26), nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=26), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column(
            "stage_before",
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
            nullable=True,
        ),
        sa.Column("deadline_before", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_statement_reopenings_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_statement_reopenings_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_reopenings_confirmed_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_reopenings_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_statement_reopenings_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_reopenings")),
    )
    with op.batch_alter_table("statement_reopenings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_statement_reopenings_statement_id"), ["statement_id"], unique=False
        )

    op.create_table(
        "signature_lists",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("release_id", sa.String(length=26), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preview",
                "handed_in",
                "dropped",
                name="signatureliststate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_signature_lists_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_signature_lists_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_signature_lists_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_lists")),
    )
    with op.batch_alter_table("signature_lists", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signature_lists_release_id"), ["release_id"], unique=False
        )

    op.create_table(
        "signature_milestones",
        sa.Column("release_id", sa.String(length=26), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reached_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_signature_milestones_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "count", name=op.f("pk_signature_milestones")),
    )
    op.create_table(
        "amendment_supporters",
        sa.Column("amendment_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "side",
            sa.Enum("sending", "receiving", "both", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"],
            ["amendments.id"],
            name=op.f("fk_amendment_supporters_amendment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_amendment_supporters_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_amendment_supporters_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "amendment_id", "organisation_id", name=op.f("pk_amendment_supporters")
        ),
    )
    op.create_table(
        "commitment_reports",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("commitment_id", sa.String(length=26), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "kept", "given_up", name="commitmentstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.String(length=26), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_commitment_reports_by_id")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_reports_commitment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_reports")),
    )
    with op.batch_alter_table("commitment_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_reports_commitment_id"), ["commitment_id"], unique=False
        )

    op.create_table(
        "erratum_objections",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("erratum_id", sa.String(length=26), nullable=False),
        sa.Column("signature_id", sa.String(length=26), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erratum_id"],
            ["errata.id"],
            name=op.f("fk_erratum_objections_erratum_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_erratum_objections_signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erratum_objections")),
        sa.UniqueConstraint(
            "erratum_id", "signature_id", name=op.f("uq_erratum_objections_erratum_id_signature_id")
        ),
    )
    op.create_table(
        "signature_list_lines",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("list_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("parsed", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "member",
                "external",
                "individual",
                "collective",
                name="signatorykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("signature_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["signature_lists.id"],
            name=op.f("fk_signature_list_lines_list_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_signature_list_lines_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_signature_list_lines_signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_list_lines")),
        sa.UniqueConstraint(
            "list_id", "number", name=op.f("uq_signature_list_lines_list_id_number")
        ),
    )
    with op.batch_alter_table("signature_list_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signature_list_lines_signature_id"), ["signature_id"], unique=False
        )
    op.create_table(
        "signature_members",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("signature_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_language", sa.String(length=35), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_signature_members_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signatures.id"],
            name=op.f("fk_signature_members_signature_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_members")),
        sa.UniqueConstraint(
            "signature_id", "position", name=op.f("uq_signature_members_signature_id_position")
        ),
    )
    with op.batch_alter_table("forum_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("statement_id", sa.String(length=26), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_forum_sessions_statement_id"), "statements", ["statement_id"], ["id"]
        )

    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "member",
                    "external",
                    "individual",
                    "collective",
                    name="signatorykind",
                    native_enum=False,
                    length=40,
                ),
                nullable=False,
                server_default=sa.text("'member'"),
            )
        )
        batch_op.add_column(
            sa.Column(
                "origin",
                sa.Enum("own", "listed", name="signatureorigin", native_enum=False, length=40),
                nullable=False,
                server_default=sa.text("'own'"),
            )
        )
        batch_op.add_column(sa.Column("mark", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("sealed", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(
            sa.Column("affiliation", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("people", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("names_members", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("identity", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("locale", sa.String(length=20), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("confirmed_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("second_officer_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("reviewed_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by_id", sa.String(length=26), nullable=True))
        batch_op.add_column(
            sa.Column("review_reason", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("erased_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("key_id", sa.String(length=26), nullable=True))
        batch_op.add_column(
            sa.Column("key_signature", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.alter_column("organisation_id", existing_type=sa.VARCHAR(length=26), nullable=True)
        batch_op.alter_column("side", existing_type=sa.VARCHAR(length=40), nullable=True)
        batch_op.alter_column("salt", existing_type=sa.VARCHAR(length=64), nullable=True)
        batch_op.alter_column("signed_by_id", existing_type=sa.VARCHAR(length=26), nullable=True)
        batch_op.create_unique_constraint("uq_signatures_mark", ["release_id", "mark"])
        batch_op.create_foreign_key(
            batch_op.f("fk_signatures_key_id"), "organisation_keys", ["key_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_signatures_second_officer_id"), "people", ["second_officer_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_signatures_reviewed_by_id"), "people", ["reviewed_by_id"], ["id"]
        )

    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_release", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("press_contact", sa.Text(), nullable=False, server_default=sa.text("''"))
        )

    # What stood before this release: every signature was a member's, its commitment was made from
    # the organisation's id alone, and the newest release of a public statement was its public one.
    op.execute("UPDATE signatures SET identity = organisation_id, confirmed_at = at")
    op.execute(
        "UPDATE statements SET public_release = (SELECT max(number) FROM releases"
        " WHERE releases.statement_id = statements.id) WHERE stage IN"
        " ('open_for_signature', 'published', 'submitted', 'follow_up', 'superseded')"
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        for column in (
            "kind",
            "origin",
            "sealed",
            "affiliation",
            "names_members",
            "locale",
            "review_reason",
            "key_signature",
        ):
            batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.alter_column("press_contact", server_default=None)
    for table in APPEND_ONLY:
        for statement, dialect in append_only_ddl(table):
            if dialect == op.get_bind().dialect.name:
                op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """What the older schema has no place for goes: signatures from outside, those that wait or were
    declined, and withheld ones, whose names lie sealed. The rows that point to them go first.
    """
    op.drop_table("signature_members")
    op.drop_table("signature_list_lines")
    op.drop_table("erratum_objections")
    op.execute(
        "DELETE FROM signatures WHERE kind <> 'member'"
        " OR state IN ('awaiting_officer', 'in_review', 'declined')"
        " OR organisation_id IS NULL OR side IS NULL OR salt IS NULL OR signed_by_id IS NULL"
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_column("press_contact")
        batch_op.drop_column("public_release")

    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signatures_reviewed_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_signatures_second_officer_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_signatures_key_id"), type_="foreignkey")
        batch_op.drop_constraint("uq_signatures_mark", type_="unique")
        batch_op.alter_column("signed_by_id", existing_type=sa.VARCHAR(length=26), nullable=False)
        batch_op.alter_column("salt", existing_type=sa.VARCHAR(length=64), nullable=False)
        batch_op.alter_column("side", existing_type=sa.VARCHAR(length=40), nullable=False)
        batch_op.alter_column(
            "organisation_id", existing_type=sa.VARCHAR(length=26), nullable=False
        )
        batch_op.drop_column("key_signature")
        batch_op.drop_column("key_id")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("review_reason")
        batch_op.drop_column("reviewed_by_id")
        batch_op.drop_column("reviewed_at")
        batch_op.drop_column("second_officer_id")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("locale")
        batch_op.drop_column("identity")
        batch_op.drop_column("names_members")
        batch_op.drop_column("people")
        batch_op.drop_column("affiliation")
        batch_op.drop_column("sealed")
        batch_op.drop_column("mark")
        batch_op.drop_column("origin")
        batch_op.drop_column("kind")

    with op.batch_alter_table("forum_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_forum_sessions_statement_id"), type_="foreignkey")
        batch_op.drop_column("statement_id")

    with op.batch_alter_table("commitment_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_reports_commitment_id"))

    op.drop_table("commitment_reports")
    op.drop_table("amendment_supporters")
    op.drop_table("signature_milestones")
    with op.batch_alter_table("signature_lists", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_lists_release_id"))

    op.drop_table("signature_lists")
    with op.batch_alter_table("statement_reopenings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_reopenings_statement_id"))

    op.drop_table("statement_reopenings")
    with op.batch_alter_table("errata", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_errata_release_id"))

    op.drop_table("errata")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitments_text_id"))
        batch_op.drop_index(batch_op.f("ix_commitments_state"))
        batch_op.drop_index(batch_op.f("ix_commitments_organisation_id"))

    op.drop_table("commitments")
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index("ix_amendments_statement_block")
        batch_op.drop_index(batch_op.f("ix_amendments_state"))

    op.drop_table("amendments")
    op.drop_table("statement_rooms")
    with op.batch_alter_table("presences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presences_at"))

    op.drop_table("presences")
    op.drop_table("log_cosignatures")
    op.drop_table("signing_rules")
    op.drop_table("organisation_keys")
    op.drop_table("network_rules")
    with op.batch_alter_table("log_witnesses", schema=None) as batch_op:
        batch_op.drop_index("ix_log_witnesses_organisation_id")

    op.drop_table("log_witnesses")
    op.drop_table("log_places")
    with op.batch_alter_table("log_pending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_log_pending_queued_at"))

    op.drop_table("log_pending")
    op.drop_table("log_leaves")
    op.drop_table("log_checkpoints")
