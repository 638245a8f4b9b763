"""Invitations: the page behind the link, and the lists of whoever may invite."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.accounts import commands, passwords, policy, queries
from portal.accounts import session as door
from portal.accounts.devices import device_name
from portal.accounts.forms import AcceptForm, InvitationForm, SecretariatInvitationForm
from portal.accounts.models import Invitation
from portal.accounts.views.blueprint import bp, home
from portal.accounts.zones import zone_of_country
from portal.core import locales, web
from portal.core.errors import Invalid, NotFound, PortalError
from portal.core.forms import Form
from portal.core.limits import limiter
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.models import Organisation, Role
from portal.network.names import display_name

SPENT = say("This invitation was used, withdrawn, or is older than two weeks. Ask for a new one.")


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@web.public
@limiter.limit("60 per hour")
def invitation(token: str) -> ResponseReturnValue:
    """Accept: as a new person with a form, or with the account that one has."""
    reading = web.reading()
    found = queries.open_invitation(reading, token)
    if found is None:
        raise NotFound(SPENT)
    organisation = (
        reading.get(Organisation, found.organisation_id) if found.organisation_id else None
    )
    shown = display_name(organisation, web.reader_languages()) if organisation else None
    known = queries.person_by_email(reading, found.email) is not None
    form = AcceptForm(**_first_guesses(found, organisation))
    if known:
        if request.method == "POST" and web.actor().signed_in:
            with web.transaction() as session:
                commands.accept(session, token, by=web.actor())
            web.tell(say("Welcome. You are in."))
            return web.see_other(home())
    elif form.validate_on_submit():
        answer = _accept_as_new(token, form, found.email)
        if answer is not None:
            return answer
    return render_template(
        "accounts/invitation.html",
        form=form,
        invitation=found,
        organisation=shown,
        known=known,
        here=url_for("accounts.invitation", token=token),
    )


def _first_guesses(found: Invitation, organisation: Organisation | None) -> dict[str, str]:
    language = organisation.languages[0] if organisation and organisation.languages else ""
    country = organisation.country_codes[0] if organisation and organisation.country_codes else ""
    return {
        "name": found.name,
        "first_language": language or found.locale,
        "time_zone": zone_of_country(country),
    }


def _accept_as_new(token: str, form: AcceptForm, email: str) -> ResponseReturnValue | None:
    name = form.name.data or ""
    try:
        kept = passwords.choose(form.password.data or "", email, name)
        with web.transaction() as session:
            person = commands.accept_as_new(
                session,
                token,
                kept,
                name=name,
                locale=locales.current().tag,
                languages=[form.first_language.data],
                time_zone=form.time_zone.data,
            )
            started = commands.start_session(
                session, person.id, device=device_name(request.headers.get("User-Agent", ""))
            )
            opened = queries.session_of(session, started.secret)
            actor = door.actor_behind(session, opened) if opened else None
    except Invalid as invalid:
        form.blame_all(invalid, "password")
        return None
    door.enter(started)
    web.tell(say("Welcome. You are in."))
    if actor is not None and policy.second_factor_needed(actor):
        return web.go("accounts.authenticator", next=home())
    return web.go("accounts.settings")


# --- inviting --------------------------------------------------------------------------------------


def _organisation(slug: str) -> Organisation:
    found = web.reading().scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFound
    return found


@bp.route("/network/<slug>/invitations", methods=["GET", "POST"])
@web.members_only
@limiter.limit("60 per hour", methods=["POST"])
def invitations(slug: str) -> ResponseReturnValue:
    """Whom this organisation has invited, and a form to invite more."""
    organisation = _organisation(slug)
    actor = web.actor()
    require(policy.may_invite(actor, organisation))
    shown = display_name(organisation, web.reader_languages())
    form = InvitationForm(locale=locales.current().tag)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.invite(
                    session,
                    email=form.email.data or "",
                    organisation=session.get_one(Organisation, organisation.id),
                    role=form.chosen_role(),
                    powers=form.chosen_powers(),
                    name=form.name.data or "",
                    locale=form.locale.data,
                    by=actor,
                )
        except PortalError as problem:
            _blame_any(form, problem, "role")
        else:
            web.tell(say("The invitation is on its way."))
            return web.go("accounts.invitations", slug=slug)
    return render_template(
        "accounts/invitations.html",
        form=form,
        organisation=organisation,
        shown=shown,
        open_invitations=queries.invitations_of(web.reading(), organisation.id),
        may_name_representatives=policy.may_invite(actor, organisation, Role.REPRESENTATIVE),
    )


def _blame_any(form: Form, problem: PortalError, otherwise: str) -> None:
    if isinstance(problem, Invalid):
        form.blame_all(problem, otherwise)
    else:
        form.blame(otherwise, problem.sentence)


@bp.route("/admin/invitations", methods=["GET", "POST"])
@web.guarded(policy.may_administer)
@door.grave
@limiter.limit("60 per hour", methods=["POST"])
def secretariat_invitations() -> ResponseReturnValue:
    """Invitations into the secretariat itself."""
    form = SecretariatInvitationForm(locale=locales.current().tag)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.invite(
                    session,
                    email=form.email.data or "",
                    organisation=None,
                    name=form.name.data or "",
                    locale=form.locale.data,
                    by=web.actor(),
                )
        except Invalid as invalid:
            form.blame_all(invalid, "email")
        else:
            web.tell(say("The invitation is on its way."))
            return web.go("accounts.secretariat_invitations")
    return render_template(
        "accounts/secretariat_invitations.html",
        form=form,
        open_invitations=queries.invitations_of(web.reading(), None),
    )


@bp.post("/invitations/<invitation_id>/withdraw")
@web.members_only
def withdraw_invitation(invitation_id: str) -> ResponseReturnValue:
    with web.transaction() as session:
        withdrawn = commands.withdraw_invitation(session, invitation_id, by=web.actor())
        organisation = (
            session.get(Organisation, withdrawn.organisation_id)
            if withdrawn.organisation_id
            else None
        )
    web.tell(say("The invitation is withdrawn. Its link opens nothing any more."))
    if organisation is None:
        return web.go("accounts.secretariat_invitations")
    return web.go("accounts.invitations", slug=organisation.slug)
