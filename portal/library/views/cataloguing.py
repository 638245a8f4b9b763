"""Adding a work, and saying what it is."""

import re
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.core import web
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.library import policy
from portal.library.commands import Catalogue, change_catalogue, create_work
from portal.library.forms import CatalogueForm, WorkForm
from portal.library.models import Work, WorkKind
from portal.library.views.blueprint import bp
from portal.library.views.opening import neutral, open_work, page, unkept
from portal.network.models import Organisation, Person, Standing
from portal.network.names import display_name
from portal.texts.commands import NewBlock


@bp.route("/new", methods=["GET", "POST"])
@web.guarded(policy.may_create)
def new() -> ResponseReturnValue:
    """Add a work in one's own language; it is a draft until two people publish it."""
    form = WorkForm()
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
    if form.validate_on_submit():
        language = form.language.data
        try:
            with web.transaction() as session:
                work = create_work(
                    session,
                    title=NewBlock(form.title.data, language),
                    blocks=[
                        NewBlock(paragraph, language)
                        for paragraph in re.split(r"\n\s*\n", form.body.data or "")
                    ],
                    catalogue=Catalogue(kind=WorkKind(form.kind.data)),
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "title"), error.sentence)
        else:
            web.tell(
                say("It is a draft now, seen only by those who keep it. Say what it is about.")
            )
            return web.go("library.catalogue", slug=work.slug)
    return page("library/new.html", form=form), 422 if form.errors else 200


@bp.route("/<slug>/catalogue", methods=["GET", "POST"])
@web.members_only
def catalogue(slug: str) -> ResponseReturnValue:
    """What the catalogue says of a work."""
    work = open_work(slug)
    require(policy.may_edit(web.actor(), work))
    form = CatalogueForm(data=_filled(work) if request.method == "GET" else None)
    form.authors.choices = lambda: _author_choices(work)
    if form.validate_on_submit():
        try:
            related = _related_ids(form.related_slugs())
            with web.transaction() as session:
                change_catalogue(
                    session,
                    work.id,
                    catalogue=form.data_for(related),
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "kind"), error.sentence)
        else:
            web.tell(say("The catalogue is changed."))
            return web.go("library.show", slug=slug)
    answer = page(
        "library/catalogue.html",
        work=work,
        form=form,
        neutral=neutral(work, web.reader_languages()),
    )
    return unkept(work, answer), 422 if form.errors else 200


def _filled(work: Work) -> dict[str, Any]:
    wanted = [each.related_id for each in work.related]
    rows = web.reading().execute(select(Work.id, Work.slug).where(Work.id.in_(wanted)))
    slugs = {row.id: row.slug for row in rows}
    return {
        "kind": work.kind.value,
        "authors": [
            f"org:{author.organisation_id}"
            if author.organisation_id
            else f"person:{author.person_id}"
            for author in work.authors
            if author.organisation_id or author.person_id
        ],
        "names": "\n".join(author.name for author in work.authors if author.name),
        "withheld": any(author.withheld for author in work.authors),
        "topics": list(work.topics),
        "countries": list(work.countries),
        "licence": work.licence,
        "source": work.source,
        "valid_until": work.valid_until,
        "sensitive": work.sensitive,
        "neutral_title": "\n".join(f"{tag} {words}" for tag, words in work.neutral_title.items()),
        "related": "\n".join(
            slugs[each.related_id] for each in work.related if each.related_id in slugs
        ),
        "forum": work.forum,
    }


def _author_choices(work: Work) -> list[tuple[str, str]]:
    """Member organisations, herself, and the people who are named already."""
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    organisations = session.scalars(
        select(Organisation)
        .where(Organisation.standing == Standing.ADMITTED)
        .options(selectinload(Organisation.names))
    )
    listed = sorted(
        ((f"org:{item.id}", display_name(item, languages).text) for item in organisations),
        key=lambda pair: pair[1],
    )
    named = [author.person for author in work.authors if author.person is not None]
    people = {person.id: person.name for person in named}
    if actor.person_id:
        me = session.get(Person, actor.person_id)
        people |= {me.id: me.name} if me else {}
    gone = [
        (f"org:{author.organisation_id}", display_name(author.organisation, languages).text)
        for author in work.authors
        if author.organisation and f"org:{author.organisation_id}" not in dict(listed)
    ]
    return [*listed, *gone, *((f"person:{ident}", name) for ident, name in people.items())]


def _related_ids(slugs: list[str]) -> list[str]:
    rows = web.reading().execute(select(Work.slug, Work.id).where(Work.slug.in_(slugs)))
    found = {row.slug: row.id for row in rows}
    lacking = [slug for slug in slugs if slug not in found]
    if lacking:
        problem = say("There is no work at this address: %(slug)s", slug=lacking[0][:100])
        raise Invalid(problem, {"related": problem})
    return [found[slug] for slug in slugs]
