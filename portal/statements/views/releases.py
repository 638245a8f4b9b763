"""Every release for ever: what was signed under it, in each of its languages, and its errata."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands import add_release_language
from portal.statements.models import Release, Statement
from portal.statements.policy.errata import may_see_erratum
from portal.statements.policy.seeing import may_see_release
from portal.statements.queries.deciding import concerns_of
from portal.statements.queries.errata import changes_of, errata_of
from portal.statements.queries.history import tallies
from portal.statements.queries.reading import read_release
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement
from portal.statements.views.reading import asked_language
from portal.texts.commands.revisions import checked_language
from portal.texts.queries import read_text


def release_at(statement: Statement, number: int) -> Release:
    """The release of that number, where she may read it."""
    found = next((each for each in statement.releases if each.number == number), None)
    if found is None:
        raise NotFound
    require(may_see_release(web.actor(), statement, found))
    return found


@bp.get("/<slug>/releases/<int:number>")
@web.public
def release_page(slug: str, number: int) -> ResponseReturnValue:
    """The words exactly as they were signed, with what has been corrected since."""
    statement = open_statement(slug)
    release = release_at(statement, number)
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    errata = [
        each for each in errata_of(session, release.id) if may_see_erratum(actor, statement, each)
    ]
    counts = tallies(session, statement.id)
    return render_template(
        "statements/release.html",
        statement=statement,
        release=release,
        text=read_release(session, release, languages, exactly=asked_language()),
        offered=sorted(each.language for each in release.languages),
        tally=next(each for each in counts if each.number == number),
        newest=statement.public_release,
        errata=errata,
        changes=changes_of(session, errata),
        concerns=[
            (each, display_name(each.organisation, languages))
            for each in concerns_of(session, release)
        ],
        addable=_addable(statement, release),
    )


def _addable(statement: Statement, release: Release) -> list[str]:
    """Languages that are wholly checked by now and not in the release yet, for those who lead."""
    if not policy.may_lead(web.actor(), statement) or release is not statement.releases[-1]:
        return []
    read = read_text(web.reading(), statement.text_id, [], as_written=True)
    have = {each.language for each in release.languages}
    return [tag for tag, state in read.completeness.items() if state.is_checked and tag not in have]


@bp.post("/<slug>/releases/<int:number>/languages/<language>")
@web.members_only
def add_language(slug: str, number: int, language: str) -> ResponseReturnValue:
    """Add a language that has been checked since; no signature is touched."""
    statement = open_statement(slug)
    release = release_at(statement, number)
    try:
        with web.transaction() as session:
            add_release_language(
                session, release.id, language=checked_language(language), by=web.actor()
            )
    except Invalid as error:
        web.tell(error.sentence, "error")
    else:
        web.tell(say("The release can be read and signed in this language from now on."))
    return web.go("statements.release_page", slug=slug, number=number)
