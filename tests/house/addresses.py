"""Every address of the portal with what it needs from the seed, and who may open it.

A new route needs a line here: `VISITS` for what is read, `ACTS` for what only takes a form.
"""

from dataclasses import dataclass, field

from tests.house.seed import ROLES

EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"anonymous"}
MEMBERS = frozenset({"member", "editor", "sending", "receiving", "coordinator"})
SECRETARIAT = frozenset({"secretary", "secretary_without"})
SECRETARY = frozenset({"secretary"})
NETWORK = MEMBERS | SECRETARIAT
EDITORS = frozenset({"editor", "sending", "receiving"})
"""Those who edit for an organisation of the drafting groups."""
LEADS = frozenset({"sending", "receiving"})
HANOI = frozenset({"editor", "sending"})
"""Those who edit for the seeded organisation."""
PLANNERS = SECRETARIAT | {"coordinator"}
"""Those who plan the seeded forum."""


@dataclass(frozen=True)
class Visit:
    """One address: values from the seed by name, and the roles that it opens to.

    `elsewhere` are roles that it sends on to another page, `lost` those to whom it says 404.
    """

    opens: frozenset[str]
    values: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


def to(opens: frozenset[str], **values: str) -> Visit:
    return Visit(opens, values)


def everyone(**values: str) -> Visit:
    return Visit(EVERYONE, values)


VISITS: dict[str, list[Visit]] = {
    # --- the house itself -----------------------------------------------------------------------
    "health.healthz": [everyone()],
    "home.front": [everyone()],
    "home.about": [everyone()],
    "home.privacy": [everyone()],
    "home.help_page": [everyone()],
    "home.waiting": [to(SIGNED_IN)],
    "mail.mailbox": [Visit(SECRETARY, elsewhere=frozenset({"anonymous"}))],
    "mail.message": [
        Visit(SECRETARY, {"message_id": "message"}, elsewhere=frozenset({"anonymous"}))
    ],
    "search.results": [everyone(), Visit(EVERYONE, query={"q": "신고"})],
    "search.api": [Visit(EVERYONE, query={"q": "신고"})],
    # --- accounts -------------------------------------------------------------------------------
    "accounts.sign_in": [Visit(frozenset({"anonymous"}), elsewhere=SIGNED_IN)],
    "accounts.code": [Visit(frozenset(), elsewhere=EVERYONE)],
    "accounts.confirm": [Visit(frozenset(), elsewhere=SIGNED_IN)],
    "accounts.forgotten": [everyone()],
    "accounts.reset": [everyone(token="reset")],
    "accounts.invitation": [everyone(token="invitation_token")],
    "accounts.settings": [to(SIGNED_IN)],
    "accounts.security": [to(SIGNED_IN)],
    "accounts.authenticator": [to(SIGNED_IN)],
    "accounts.change_password": [to(SIGNED_IN)],
    "accounts.recovery_codes": [Visit(frozenset(), elsewhere=SIGNED_IN)],
    "accounts.invitations": [to(HANOI | SECRETARY, slug="organisation")],
    "accounts.secretariat_invitations": [to(SECRETARY)],
    # --- network --------------------------------------------------------------------------------
    "network.index": [everyone()],
    "network.organisation": [everyone(slug="organisation"), to(SECRETARIAT, slug="applicant")],
    "network.groups": [everyone()],
    "network.group": [everyone(slug="group")],
    "network.join": [everyone()],
    "network.joined": [everyone()],
    "network.audit": [to(MEMBERS | SECRETARY)],
    "network.edit": [to(HANOI | SECRETARY, slug="organisation")],
    "network.edit_about": [to(HANOI | SECRETARY, slug="organisation")],
    "network.edit_countries": [to(HANOI | SECRETARY, slug="organisation")],
    "network.edit_names": [to(HANOI | SECRETARY, slug="organisation")],
    "network.edit_name": [to(HANOI | SECRETARY, slug="organisation", key="name")],
    "network.edit_networks": [to(HANOI | SECRETARY, slug="organisation")],
    "network.edit_people": [to(HANOI | SECRETARY, slug="organisation")],
    "network.edit_person": [to(HANOI | SECRETARY, slug="organisation", key="membership")],
    "network.edit_group": [to(SECRETARY | {"coordinator"}, slug="group")],
    "network.found_group": [to(SECRETARY)],
    "network.admin": [to(SECRETARY)],
    "network.admin_organisations": [to(SECRETARY)],
    "network.admin_people": [to(SECRETARY)],
    "network.applications": [to(SECRETARY)],
    "network.application": [to(SECRETARY, key="application")],
    "network.decline_listed": [to(SECRETARY, slug="applicant")],
    "network.group_people": [to(SECRETARY | {"coordinator"}, slug="group")],
    "network.suspend": [to(SECRETARY, slug="organisation")],
    "network.imports": [to(SECRETARY)],
    "network.import_preview": [to(SECRETARY, key="import")],
    # --- statements -----------------------------------------------------------------------------
    "statements.index": [everyone(), Visit(EVERYONE, query={"stage": "published"})],
    "statements.new": [to(EDITORS)],
    "statements.show": [
        everyone(slug="open"),
        everyone(slug="published"),
        to(NETWORK, slug="consultation"),
        to(NETWORK, slug="decision"),
        to(EDITORS | SECRETARIAT, slug="draft"),
        Visit(EVERYONE, {"slug": "open"}, {"lang": "ur"}),
    ],
    "statements.comments": [
        to(NETWORK, slug="consultation"),
        to(EDITORS | SECRETARIAT, slug="draft"),
        to(SIGNED_IN, slug="open"),
    ],
    "statements.write_comment": [to(NETWORK, slug="consultation", block_id="consultation_block")],
    "statements.amendments": [
        to(NETWORK, slug="consultation"),
        to(NETWORK, slug="open"),
        Visit(NETWORK, {"slug": "review"}, {"state": "open", "side": "sending"}),
    ],
    "statements.amendment": [
        to(NETWORK, slug="consultation", number="number"),
        to(NETWORK, slug="review", number="number"),
    ],
    "statements.propose": [
        Visit(
            NETWORK,
            {"slug": "consultation", "block_id": "consultation_block"},
            {"kind": kind},
        )
        for kind in ("replace", "insert", "delete", "move", "split", "merge")
    ],
    "statements.change": [
        to(HANOI | {"member"}, slug="consultation", number="number"),
    ],
    "statements.amendments_file": [to(NETWORK, slug="consultation")],
    "statements.merge_review": [
        to(NETWORK, slug="review"),
        to(NETWORK, slug="consultation"),
    ],
    "statements.answer_amendment": [to(EDITORS, slug="review", number="number")],
    "statements.decision": [to(NETWORK, slug="decision"), to(NETWORK, slug="open")],
    "statements.drafters": [to(LEADS, slug="draft")],
    "statements.room": [
        to(EDITORS | SECRETARIAT, slug="draft"),
        to(NETWORK, slug="consultation"),
        to(NETWORK, slug="open"),
    ],
    "statements.room_part": [to(EDITORS | SECRETARIAT, slug="draft")],
    "statements.room_wall": [
        to(EDITORS | SECRETARIAT, slug="draft"),
        to(NETWORK, slug="consultation"),
    ],
    "statements.room_wall_part": [to(EDITORS | SECRETARIAT, slug="draft")],
    "statements.history": [to(EDITORS | SECRETARIAT, slug="draft"), to(NETWORK, slug="open")],
    "statements.ask": [Visit(EVERYONE, {"slug": "open"}, {"lang": "km"})],
    "statements.correct": [to(LEADS, slug="open")],
    "statements.propose_erratum": [
        Visit(LEADS, {"slug": "open", "block_id": "open_block"}, fixed={"language": "ko"})
    ],
    "statements.erratum": [everyone(slug="open", erratum_id="erratum")],
    "statements.object_by_mail": [everyone(token="objection")],
    "statements.languages": [
        to(EDITORS | SECRETARIAT, slug="draft"),
        to(SIGNED_IN, slug="open"),
    ],
    "statements.deadline": [
        to(LEADS, slug=stage) for stage in ("draft", "consultation", "decision", "published")
    ],
    "statements.lapse": [to(LEADS, slug="draft"), to(LEADS, slug="open")],
    "statements.release_page": [
        Visit(EVERYONE, {"slug": "open"}, fixed={"number": "1"}),
        Visit(EVERYONE, {"slug": "published"}, {"lang": "ur"}, fixed={"number": "1"}),
    ],
    "statements.replace": [to(LEADS, slug="published"), to(LEADS, slug="open")],
    "statements.revise": [to(SIGNED_IN, slug="published"), to(EDITORS | SECRETARIAT, slug="draft")],
    "statements.rule": [to(SIGNED_IN)],
    "statements.working": [Visit(frozenset(), {"slug": "open"}, elsewhere=SIGNED_IN)],
    "statements.next_stage": [
        to(LEADS, slug=stage)
        for stage in ("draft", "consultation", "decision", "open", "published")
    ],
    "statements.release_file": [
        Visit(EVERYONE, {"slug": "open"}, fixed={"number": "1", "language": "ko", "form": form})
        for form in ("txt", "md", "docx")
    ],
    "statements.release_pair": [
        Visit(
            EVERYONE,
            {"slug": "open"},
            fixed={"number": "1", "language": "ko", "other": "ur", "form": "txt"},
        )
    ],
    "statements.sign_page": [
        everyone(slug="open"),
        Visit(EVERYONE, {"slug": "open"}, {"as": "external"}),
        Visit(EVERYONE, {"slug": "open"}, {"as": "individual"}),
        Visit(EVERYONE, {"slug": "open"}, {"as": "collective"}),
    ],
    "statements.sign_sent": [everyone(slug="open")],
    "statements.sign_answer": [everyone(slug="open", token="sign_token")],
    "statements.signing_rule": [to(LEADS)],
    "statements.lists": [to(LEADS | SECRETARY, slug="open")],
    "statements.list_preview": [
        Visit(LEADS | SECRETARY, {"slug": "open", "list_id": "signature_list"})
    ],
    "statements.review_signatures": [to(LEADS | SECRETARY, slug="open")],
    "statements.take_out": [
        to(frozenset({"sending", "secretary"}), slug="open", signature_id="listed_signature")
    ],
    "statements.signatories": [everyone(slug="open"), everyone(slug="published")],
    "statements.answer_submission": [to(LEADS, slug="published", submission_id="submission")],
    "statements.edit_submission": [to(LEADS, slug="published", submission_id="submission")],
    "statements.new_submission": [to(LEADS, slug="published")],
    "statements.submissions": [everyone(slug="open"), everyone(slug="published")],
    "statements.share": [everyone(slug="open")],
    "statements.press": [everyone(slug="open"), everyone(slug="published")],
    "statements.press_contact": [to(LEADS, slug="open")],
    "statements.un_pack": [to(EDITORS, slug="open")],
    "statements.counter": [
        everyone(slug="open"),
        Visit(EVERYONE, {"slug": "open"}, {"lang": "ur"}),
    ],
    "statements.counter_picture": [everyone(slug="open")],
    "statements.counter_data": [everyone(slug="open")],
    "statements.feed": [everyone()],
    "statements.statement_feed": [everyone(slug="published")],
    # --- commitments ----------------------------------------------------------------------------
    "commitments.index": [
        everyone(),
        Visit(EVERYONE, query={"state": "overdue", "side": "sending"}),
    ],
    "commitments.file": [everyone()],
    "commitments.show": [everyone(key="commitment")],
    "commitments.new": [to(SIGNED_IN, block="open_block")],
    "commitments.report": [to(frozenset({"sending"}), key="commitment")],
    "statements.verify": [everyone(slug="open"), everyone(slug="published")],
    "statements.bundle": [Visit(EVERYONE, {"slug": "open"}, fixed={"number": "1"})],
    "statements.sign_with_own_key": [
        to(frozenset({"receiving"}), slug="open", signature_id="signature")
    ],
    "statements.payload": [to(frozenset({"receiving"}), slug="open", signature_id="signature")],
    "statements.erasures": [to(SECRETARY, slug="open")],
    "statements.erase": [to(SECRETARY, slug="open", signature_id="signature")],
    # --- the log --------------------------------------------------------------------------------
    "log.show": [everyone()],
    "proof.verifier": [everyone()],
    "log.key": [everyone()],
    "log.checkpoint": [everyone()],
    "log.leaves": [everyone()],
    "log.consistency": [Visit(EVERYONE, query={"from": "1", "to": "2"})],
    "log.inclusion": [Visit(EVERYONE, query={"sha256": "0" * 64})],
    "log.cosign_page": [everyone()],
    "log.cosigned_file": [Visit(EVERYONE, {"size": "log_size"}, {"time": "1790000000"})],
    "log.witnesses": [to(LEADS)],
    "proof.keys": [to(LEADS)],
    # --- texts ----------------------------------------------------------------------------------
    "texts.wanted": [to(SIGNED_IN)],
    "texts.unsent": [to(SIGNED_IN)],
    "texts.write": [to(EDITORS, text_id="draft_text")],
    "texts.insert": [to(EDITORS, text_id="draft_text")],
    "texts.bring": [to(EDITORS, text_id="draft_text")],
    "texts.edit": [to(EDITORS, block_id="draft_block")],
    "texts.rewrite": [to(EDITORS, block_id="draft_block")],
    "texts.split": [to(EDITORS, block_id="draft_block")],
    "texts.history": [to(EDITORS | SECRETARIAT, text_id="draft_text")],
    "texts.block_history": [to(EDITORS | SECRETARIAT, block_id="draft_block")],
    "texts.revision": [everyone(revision_id="open_revision")],
    "texts.beside": [
        everyone(text_id="open_text"),
        to(EDITORS | SECRETARIAT, text_id="draft_text"),
    ],
    "texts.changed": [
        Visit(
            EDITORS | SECRETARIAT,
            {"block_id": "draft_block", "old": "draft_old", "new": "draft_new"},
        )
    ],
    "texts.export": [
        Visit(EVERYONE, {"text_id": "open_text"}, fixed={"language": "ko", "form": "txt"}),
        Visit(
            EDITORS | SECRETARIAT,
            {"text_id": "draft_text"},
            fixed={"language": "ko", "form": "md"},
        ),
    ],
    "texts.translate": [
        Visit(EDITORS, {"text_id": "draft_text"}, fixed={"language": "vi"}),
        Visit(MEMBERS, {"text_id": "open_text"}, fixed={"language": "km"}),
    ],
    "texts.translate_block": [
        Visit(EDITORS, {"block_id": "draft_block"}, fixed={"language": "vi"}),
        Visit(MEMBERS, {"block_id": "open_block"}, fixed={"language": "km"}),
    ],
    # --- gatherings -----------------------------------------------------------------------------
    "events.index": [everyone()],
    "events.feed": [everyone()],
    "events.show": [everyone(slug="gathering"), to(NETWORK, slug="meeting")],
    "events.file": [everyone(slug="gathering"), to(NETWORK, slug="meeting")],
    "events.new": [to(EDITORS | SECRETARIAT | {"coordinator"})],
    "events.edit": [to(SECRETARIAT | {"coordinator"}, slug="gathering")],
    "events.move": [to(SECRETARIAT | {"coordinator"}, slug="gathering")],
    "events.cancel": [to(SECRETARIAT | {"coordinator"}, slug="gathering")],
    # --- library --------------------------------------------------------------------------------
    "library.index": [everyone(), Visit(EVERYONE, query={"q": "1345"})],
    "library.waiting": [to(SIGNED_IN)],
    "library.new": [to(EDITORS | SECRETARIAT)],
    "library.show": [everyone(slug="work"), to(HANOI | SECRETARIAT, slug="testimony")],
    "library.ask": [Visit(EVERYONE, {"slug": "work"}, {"lang": "km"})],
    "library.download": [everyone(slug="work", attachment_id="attachment")],
    "library.catalogue": [to(HANOI | SECRETARY, slug="work")],
    "library.files": [to(HANOI | SECRETARY, slug="work")],
    "library.publish": [to(HANOI | SECRETARIAT, slug="testimony")],
    "library.consent": [to(HANOI | SECRETARY, slug="testimony")],
    # --- forums ---------------------------------------------------------------------------------
    "forums.index": [everyone()],
    "forums.series": [everyone(slug="series")],
    "forums.edition": [everyone(slug="series", address="edition")],
    "forums.programme": [everyone(slug="series", address="edition")],
    "forums.programme_file": [everyone(slug="series", address="edition")],
    "forums.new_series": [to(SECRETARY)],
    "forums.new_edition": [to(PLANNERS, slug="series")],
    "forums.edit_edition": [to(PLANNERS, slug="series", address="edition")],
    "forums.edition_status": [to(PLANNERS, slug="series", address="edition")],
    "forums.draft": [to(PLANNERS, slug="series", address="edition")],
    "forums.rooms": [to(PLANNERS, slug="series", address="edition")],
    "forums.new_session": [to(PLANNERS, slug="series", address="edition")],
    "forums.edit_session": [to(PLANNERS, slug="series", address="edition", session_id="session")],
    "forums.move_session": [to(PLANNERS, slug="series", address="edition", session_id="session")],
}

PUBLIC_ACTS = frozenset(
    {
        "accounts.code",
        "accounts.forgotten",
        "accounts.invitation",
        "accounts.language",
        "accounts.reset",
        "accounts.sign_in",
        "accounts.sign_in_as",
        "accounts.sign_out",
        "network.join",
        "statements.object_by_mail",
        "statements.sign_answer",
        "statements.sign_page",
        "texts.wish",
    }
)
"""Forms that need no account."""
OWN_ACTS = frozenset(
    {
        "accounts.acting_for",
        "accounts.authenticator",
        "accounts.begin_authenticator",
        "accounts.change_password",
        "accounts.confirm",
        "accounts.recovery_codes",
        "accounts.remove_authenticator",
        "accounts.revoke_all",
        "accounts.settings",
        "events.reply",
    }
)
"""Forms with which everyone who has signed in changes what is her own."""

ACTS: dict[str, Visit] = {
    "accounts.acting_for": to(SIGNED_IN),
    "accounts.begin_authenticator": to(SIGNED_IN),
    "accounts.language": everyone(),
    "accounts.remove_authenticator": to(SIGNED_IN),
    "accounts.revoke_all": to(SIGNED_IN),
    "accounts.revoke_session": Visit(SIGNED_IN, fixed={"session_id": "nobody"}),
    "accounts.sign_in_as": everyone(role="role"),
    "accounts.sign_out": everyone(),
    "accounts.withdraw_invitation": to(HANOI | SECRETARY, invitation_id="invitation_other_id"),
    "events.reply": to(NETWORK, slug="meeting"),
    "forums.cancel_session": to(PLANNERS, slug="series", address="edition", session_id="session"),
    "forums.publish": to(PLANNERS, slug="series", address="edition"),
    "library.remove": to(HANOI | SECRETARY, slug="work", attachment_id="attachment"),
    "library.withdraw": to(HANOI | SECRETARY, slug="testimony"),
    "log.cosign_line": everyone(),
    "log.retire": to(frozenset({"sending"}), witness_id="witness"),
    "proof.retire_own_key": to(frozenset({"sending"}), key_id="own_key"),
    "network.admit_listed": to(SECRETARY, slug="applicant"),
    "network.add_group_member": to(SECRETARY | {"coordinator"}, slug="group"),
    "network.admit": to(SECRETARY, key="application"),
    "network.edit_parent": to(HANOI | SECRETARY, slug="organisation"),
    "network.end_group_member": to(
        SECRETARY | {"coordinator"}, slug="group", key="group_membership"
    ),
    "network.end_network": to(HANOI | SECRETARY, slug="organisation", key="network_membership"),
    "network.end_person": to(HANOI | SECRETARY, slug="organisation", key="membership"),
    "network.import_again": to(SECRETARY, key="import"),
    "network.leave": to(LEADS | SECRETARY, slug="organisation"),
    "network.raise_name": to(HANOI | SECRETARY, slug="organisation", key="name"),
    "network.readmit": to(SECRETARY, slug="organisation"),
    "network.remove_country": to(HANOI | SECRETARY, slug="organisation", code="country"),
    "network.remove_name": to(HANOI | SECRETARY, slug="organisation", key="name"),
    "statements.add_language": Visit(
        LEADS, {"slug": "open"}, fixed={"number": "1", "language": "km"}
    ),
    "statements.answer_objection": to(EDITORS, slug="review", number="number"),
    "statements.bring_amendments": to(MEMBERS, slug="consultation"),
    "statements.object_to": to(HANOI | {"member"}, slug="review", number="number"),
    "statements.place_orphan": to(EDITORS | {"member"}, slug="review", number="number"),
    "statements.support": to(MEMBERS, slug="review", number="number"),
    "statements.take_back": to(EDITORS, slug="review", number="number"),
    "statements.withdraw_amendment": to(HANOI | {"member"}, slug="review", number="number"),
    "statements.answer": to(LEADS, slug="consultation", comment_id="comment"),
    "statements.answer_erratum": to(LEADS, slug="open", erratum_id="erratum"),
    "statements.freeze": to(LEADS | SECRETARY, slug="open"),
    "statements.build_un_pack": to(EDITORS, slug="open"),
    "statements.lift_block": to(LEADS, slug="decision", answer_id="answer"),
    "statements.end_room": to(LEADS, slug="draft"),
    "statements.move_room": to(LEADS, slug="draft"),
    "statements.set_room": to(LEADS, slug="draft"),
    "statements.confirm_signature": to(LEADS, slug="open", signature_id="signature"),
    "statements.withdraw": to(LEADS, slug="open", signature_id="signature"),
    "texts.arrange": to(EDITORS, block_id="draft_block"),
    "texts.bring_in": to(EDITORS, text_id="draft_text"),
    "texts.presence": to(EDITORS, block_id="draft_block"),
    "texts.revert": to(EDITORS, revision_id="draft_old"),
    "texts.review": Visit(MEMBERS, {"block_id": "draft_block"}, fixed={"language": "vi"}),
    "texts.review_all": Visit(MEMBERS, {"text_id": "draft_text"}, fixed={"language": "vi"}),
    "texts.wish": everyone(text_id="open_text"),
}
