"""Beginning a statement and naming those who draft it, from both sides."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.ids import new_id
from portal.core.policy import require
from portal.core.sentences import say
from portal.core.slugs import slugify
from portal.network.actors import Actor
from portal.network.models import Organisation, Standing
from portal.statements.commands.stages import led, ready
from portal.statements.facts import DraftersNamed, LanguagesRequired, StatementDrafted
from portal.statements.models import Drafter, Stage, Statement
from portal.statements.policy import may_draft
from portal.statements.policy.readiness import ready_to_require
from portal.texts.commands import NewBlock, create_text
from portal.texts.commands.revisions import checked_language

PAGES = frozenset({"new", "rule", "errata", "feed", "log", "lists", "signing-rule"})
"""Addresses under `/statements/` that no statement can have."""


def draft_statement(
    session: Session,
    *,
    title: NewBlock,
    blocks: Sequence[NewBlock],
    by: Actor,
    drafters: Sequence[str] = (),
    zone: str = "UTC",
    slug: str | None = None,
) -> Statement:
    """Begin a statement; the drafter's own organisation is in the group from the start."""
    require(may_draft(by))
    assert by.organisation_id is not None  # noqa: S101 - may_draft asks for it
    assert by.person_id is not None  # noqa: S101
    if not title.body.strip():
        raise Invalid(say("Give the statement a title."), {"title": say("This is needed.")})
    statement_id = new_id()
    text = create_text(
        session, holder_type="statement", holder_id=statement_id, title=title, blocks=blocks, by=by
    )
    statement = Statement(
        id=statement_id,
        slug=_free_slug(session, slug or slugify(title.body) or statement_id[-8:].lower()),
        text_id=text.id,
        called_by_id=by.organisation_id,
        created_by_id=by.person_id,
        zone=zone,
        required_languages=[],
    )
    session.add(statement)
    session.flush()
    _add_drafters(session, statement, [by.organisation_id, *drafters])
    announce(
        session,
        StatementDrafted(
            subject=statement.id, text=text.id, by=by.person_id, organisation=by.organisation_id
        ),
    )
    return statement


def name_drafters(
    session: Session, statement_id: str, *, organisations: Sequence[str], by: Actor
) -> None:
    """Say who drafts. The group may change until consultation opens."""
    statement = led(session, statement_id, by)
    if statement.stage is not Stage.DRAFT:
        raise Invalid(say("The drafting group is fixed once consultation has opened."))
    wanted = [statement.called_by_id, *organisations]
    for drafter in list(statement.drafters):
        if drafter.organisation_id not in wanted:
            statement.drafters.remove(drafter)
    session.flush()
    have = {drafter.organisation_id for drafter in statement.drafters}
    _add_drafters(session, statement, [item for item in wanted if item not in have])
    announce(
        session,
        DraftersNamed(
            subject=statement.id,
            organisations=tuple(dict.fromkeys(wanted)),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def require_languages(
    session: Session, statement_id: str, *, languages: Sequence[str], by: Actor
) -> None:
    """Say in which languages the text has to be checked before it is released.

    From the opening of the decision on, a language is only added. Raises Refused, Invalid.
    """
    statement = led(session, statement_id, by)
    wanted = list(dict.fromkeys(checked_language(tag) for tag in languages))
    ready(ready_to_require(statement, wanted))
    if wanted == list(statement.required_languages):
        return
    statement.required_languages = wanted
    announce(
        session,
        LanguagesRequired(
            subject=statement.id,
            languages=tuple(wanted),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def _add_drafters(session: Session, statement: Statement, organisations: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(organisations))
    found = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(wanted), Organisation.standing == Standing.ADMITTED)
        .options(selectinload(Organisation.names))
    ).all()
    if len(found) != len(wanted):
        raise Invalid(
            say("Only admitted member organisations can draft. Choose them from the list.")
        )
    for organisation in found:
        statement.drafters.append(
            Drafter(
                statement_id=statement.id,
                organisation_id=organisation.id,
                side=organisation.side,
                organisation=organisation,
            )
        )


def _free_slug(session: Session, wanted: str) -> str:
    taken = set(session.scalars(select(Statement.slug).where(Statement.slug.startswith(wanted))))
    taken |= PAGES
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, 10_000) if f"{wanted}-{n}" not in taken)
