"""A statement's proof: the bundle, the page that explains it, one's own key, erasing a signatory."""

import hashlib

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.facts import newest
from portal.core.policy import require
from portal.core.sentences import say
from portal.log import queries as log_queries
from portal.statements.commands.erasing import erase_signatory
from portal.statements.commands.proving import keys_in_use, sign_with_key
from portal.statements.forms.proving import EraseForm, KeySignatureForm
from portal.statements.models import Release, Signature, Statement
from portal.statements.policy.proving import may_erase, may_sign_with_key
from portal.statements.queries.proof import (
    bundle_of,
    errata_in_force,
    public_release,
    public_releases,
)
from portal.statements.queries.reading import read_release
from portal.statements.views.blueprint import bp
from portal.statements.views.keys import VERIFIER
from portal.statements.views.opening import open_statement, tabs

_KEPT_BUNDLES = 8


@bp.get("/<slug>/releases/<int:number>/bundle.json")
@web.impersonal
def bundle(slug: str, number: int) -> ResponseReturnValue:
    """The bundle of a release that is or was public; its bytes are canonical."""
    session = web.reading()
    release = public_release(session, slug, number)
    holding = [each.id for each in errata_in_force(session, release.id)]
    unchanged = web.not_modified(newest(session), release.id, holding)
    if unchanged is not None:
        return unchanged
    key = (newest(session), *holding)
    store: dict[str, tuple[tuple[str, ...], bytes]] = current_app.extensions.setdefault(
        "portal_bundles", {}
    )
    known = store.get(release.id)
    if known is None or known[0] != key:
        # Made once for all who ask, for it reads the whole log; few releases are asked for at once.
        if len(store) >= _KEPT_BUNDLES:
            store.clear()
        known = store[release.id] = (key, bundle_of(session, release))
    return Response(
        known[1],
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="bundle.json"'},
    )


@bp.get("/<slug>/verify")
@web.public
def verify(slug: str) -> ResponseReturnValue:
    """How a journalist checks the text and the signatures by herself, and what that proves."""
    statement = open_statement(slug)
    release = statement.released
    if release is None:
        raise NotFound
    session = web.reading()
    found = log_queries.witnesses(session, web.reader_languages())
    return render_template(
        "statements/verify.html",
        statement=statement,
        release=release,
        releases=public_releases(session, statement),
        title=read_release(session, release, web.reader_languages()).title,
        tabs=tabs(statement),
        verifier_sha256=hashlib.sha256(VERIFIER).hexdigest(),
        key=log_queries.log_key(session),
        checkpoint=log_queries.newest_checkpoint(session),
        witnesses=found,
        both=log_queries.both_sides_watch(found),
        may_erase=may_erase(web.actor()),
        mine=_own(release),
    )


def _own(release: Release) -> str | None:
    """The signature of the reader's organisation, where she may sign with its key as well."""
    actor = web.actor()
    if actor.organisation_id is None:
        return None
    found = web.reading().scalar(
        select(Signature).where(
            Signature.release_id == release.id,
            Signature.organisation_id == actor.organisation_id,
        )
    )
    return found.id if found is not None and may_sign_with_key(actor, found) else None


def _signature(statement: Statement, signature_id: str) -> tuple[Signature, Release]:
    """A signature under this statement, whatever its release."""
    found = web.reading().get(Signature, signature_id)
    release = web.reading().get(Release, found.release_id) if found else None
    if found is None or release is None or release.statement_id != statement.id:
        raise NotFound
    return found, release


@bp.route("/<slug>/signatures/<signature_id>/key", methods=["GET", "POST"])
@web.members_only
def sign_with_own_key(slug: str, signature_id: str) -> ResponseReturnValue:
    """What the organisation's own key signs, how, and where what was printed goes."""
    statement = open_statement(slug)
    signature, release = _signature(statement, signature_id)
    actor = web.actor()
    require(may_sign_with_key(actor, signature))
    title = read_release(web.reading(), release, web.reader_languages()).title
    form = KeySignatureForm(key_signature=signature.key_signature)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                sign_with_key(
                    session, signature_id, key_signature=form.key_signature.data, by=actor
                )
        except Invalid as error:
            form.blame_all(error, "key_signature")
        else:
            web.tell(
                say("Your organisation has signed with its own key. The bundle shows it at once.")
            )
            return web.go("statements.verify", slug=slug)
    return render_template(
        "statements/key.html",
        statement=statement,
        signature=signature,
        title=title,
        form=form,
        keys=keys_in_use(web.reading(), actor.organisation_id),
    ), 422 if form.errors else 200


@bp.get("/<slug>/signatures/<signature_id>/payload")
@web.members_only
def payload(slug: str, signature_id: str) -> ResponseReturnValue:
    """The bytes that were signed, as a file for the organisation's own key."""
    signature, _ = _signature(open_statement(slug), signature_id)
    require(may_sign_with_key(web.actor(), signature))
    return Response(
        signature.payload.encode(),
        mimetype="application/octet-stream",
        headers={"Content-Disposition": 'attachment; filename="payload.json"'},
    )


@bp.get("/<slug>/erasures")
@web.guarded(may_erase)
def erasures(slug: str) -> ResponseReturnValue:
    """Every signature of the public releases, for the one whose signatory asks to be forgotten."""
    statement = open_statement(slug)
    if statement.released is None:
        raise NotFound
    session = web.reading()
    rows = session.execute(
        select(Signature, Release.number)
        .join(Release, Release.id == Signature.release_id)
        .where(Release.statement_id == statement.id, Signature.erased_at.is_(None))
        .order_by(Release.number.desc(), Signature.at, Signature.id)
    ).all()
    return render_template(
        "statements/erasures.html",
        statement=statement,
        rows=rows,
        title=read_release(session, statement.released, web.reader_languages()).title,
        tabs=tabs(statement),
    )


@bp.route("/<slug>/signatures/<signature_id>/erase", methods=["GET", "POST"])
@web.guarded(may_erase)
def erase(slug: str, signature_id: str) -> ResponseReturnValue:
    """Forget one signatory for good, after the number of her signature was typed."""
    statement = open_statement(slug)
    signature, release = _signature(statement, signature_id)
    if signature.erased_at is not None:
        raise NotFound
    number = signature.payload_sha256[:8]
    title = read_release(web.reading(), release, web.reader_languages()).title
    form = EraseForm()
    if form.validate_on_submit():
        if form.confirmation.data != number:
            form.blame(
                "confirmation",
                say("This is not the number of the signature. Nothing was erased."),
            )
        else:
            with web.transaction() as session:
                erase_signatory(session, signature_id, by=web.actor())
            web.tell(say("The signatory is erased. Nothing here names her any more."))
            return web.go("statements.erasures", slug=slug)
    return render_template(
        "statements/erase.html",
        statement=statement,
        signature=signature,
        release=release,
        number=number,
        title=title,
        form=form,
        typed=request.method == "POST",
    ), 422 if form.errors else 200
