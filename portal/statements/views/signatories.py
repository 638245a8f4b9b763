"""The public list of signatories: sorted, paged, printed; withheld names stay withheld."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import locales, web
from portal.core.errors import NotFound
from portal.core.languages import collation_key
from portal.core.locales import gettext
from portal.core.paging import Page
from portal.network.labels import SIDES
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.forms import WithdrawForm
from portal.statements.models import Signature, SignatureRole, SignatureState, Statement
from portal.statements.policy.proving import may_sign_with_key
from portal.statements.queries.listing import statement_at
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import (
    Figures,
    Signatories,
    Signatory,
    organisations_by,
    signatories_of,
    standing_of_lists,
    waiting_count,
)
from portal.statements.sealing import Signer, signer_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import stage_words, tabs
from portal.statements.words import ROLES, SIGNATORY_KINDS


@bp.get("/<slug>/signatories")
@web.public
def signatories(slug: str) -> ResponseReturnValue:
    """Who has signed; withheld names count and stay withheld. As many statements for 1,000 as for 1."""
    statement = statement_at(web.reading(), slug, web.actor())
    if statement.released is None:
        raise NotFound
    session, actor = web.reading(), web.actor()
    release = statement.released
    text = read_release(session, release, web.reader_languages())
    signed = signatories_of(session, release.id)
    mine = policy.own_signature(session, actor, statement)
    order = _ORDERS.get(request.args.get("sort", ""), _ORDERS["country"])
    rows = order(signed.organisations)
    whole = request.args.get("all") == "1" or len(rows) <= _A_PAGE
    number = 1 if whole else web.page_number()
    size = max(len(rows), 1) if whole else _A_PAGE
    brought = organisations_by(session, [item.taken_over_by for item in signed.named])
    reviewing = actor.signed_in and policy.may_review(actor, statement).allowed
    return render_template(
        "statements/signatories.html",
        statement=statement,
        release=release,
        title=text.title,
        signed=signed,
        page=Page(
            rows[(number - 1) * size : number * size],
            number,
            len(rows),
            size,
            web.page_address(),
        ),
        sorted_by=request.args.get("sort", "country"),
        brought={key: display_name(each, web.reader_languages()) for key, each in brought.items()},
        sides=_sides(signed),
        countries=_countries(signed),
        tabs=tabs(statement),
        roles=ROLES,
        kinds=SIGNATORY_KINDS,
        mine=mine,
        stage=stage_words(statement),
        withdrawing=WithdrawForm(formdata=None) if mine else None,
        may_withdraw=policy.may_withdraw(session, actor, mine) if mine else None,
        mandate=_mandate(mine),
        may_freeze=policy.may_freeze(actor, statement) if actor.signed_in else None,
        may_list=policy.may_list(actor, statement).allowed,
        waiting=waiting_count(session, statement) if reviewing else None,
        may_take_out=_may_take_out(statement, signed) if reviewing else (),
        may_sign_with_key=may_sign_with_key(actor, mine) if mine else None,
        may_sign=policy.signing_is_open(statement).allowed,
    )


def _mandate(mine: Signature | None) -> Signer | None:
    """What she may read of how her own organisation decided; a withheld one, who may sign only."""
    session, actor = web.reading(), web.actor()
    if mine is None or mine.state not in {
        SignatureState.CONFIRMED,
        SignatureState.AWAITING_OFFICER,
    }:
        return None
    if mine.withheld and not policy.may_withdraw(session, actor, mine):
        return None
    return signer_of(session, mine)


def _may_take_out(statement: Statement, signed: Signatories) -> set[str]:
    """What came from a list and she may withdraw when its owner asks; one read where there is any."""
    if not any(item.taken_over_by for item in signed.named):
        return set()
    return {
        signature.id
        for signature, listed in standing_of_lists(web.reading(), signed.release_id)
        if policy.may_withdraw_listed(web.actor(), statement, signature, listed)
    }


_A_PAGE = 200


def _by_name(rows: Sequence[Signatory]) -> list[Signatory]:
    key = collation_key(locales.current().tag)
    return sorted(rows, key=lambda item: key(item.name))


def _by_country(rows: Sequence[Signatory]) -> list[Signatory]:
    key = collation_key(locales.current().tag)

    def place(item: Signatory) -> tuple[bool, Any]:
        named = [locales.country_name(code) for code in item.countries[:1]]
        return not named, key(named[0] if named else "")

    return sorted(_by_name(rows), key=place)


def _sides(signed: Signatories) -> list[tuple[str, Figures]]:
    """Each side that has any, and last what has none."""
    found = [(str(SIDES[side]), signed.sides[side]) for side in SIDES if side in signed.sides]
    if None in signed.sides:
        found.append((gettext("Without a side"), signed.sides[None]))
    return found


def _countries(signed: Signatories) -> list[tuple[str, Figures]]:
    """The country with the most signatures first, among equals by its name."""
    key = collation_key(locales.current().tag)
    named = [
        (locales.country_name(code) if code else gettext("Without a country"), each)
        for code, each in signed.figures_by_country.items()
    ]
    return sorted(named, key=lambda row: (-row[1].lines, -row[1].bodies, key(row[0])))


_ORDERS: Mapping[str, Callable[[Sequence[Signatory]], list[Signatory]]] = {
    "name": _by_name,
    "country": _by_country,
    "side": lambda rows: sorted(
        _by_country(rows), key=lambda item: item.side.value if item.side else "~"
    ),
    "role": lambda rows: sorted(
        _by_country(rows), key=lambda item: list(SignatureRole).index(item.role)
    ),
    "date": lambda rows: sorted(rows, key=lambda item: item.signed_at),
}
