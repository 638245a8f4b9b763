"""What a person says of herself, and for which of her organisations she acts."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import commands
from portal.accounts.forms import SettingsForm, reading_choices
from portal.accounts.views.blueprint import bp, next_address
from portal.core import languages, web
from portal.core.errors import Invalid
from portal.core.forms import language_choices
from portal.core.sentences import say
from portal.network.models import Person


@bp.route("/settings", methods=["GET", "POST"])
@web.members_only
def settings() -> ResponseReturnValue:
    actor = web.actor()
    person = web.reading().get_one(Person, actor.person_id)
    form = SettingsForm(
        name=person.name,
        name_language="" if person.name_language == "und" else person.name_language,
        reading=person.reading,
        locale=person.locale,
        time_zone=person.time_zone,
        visibility=person.visibility.value,
    )
    chosen = list(person.languages)
    if request.method == "POST":
        chosen = [tag for tag in request.form.getlist("languages") if tag]
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.change_settings(
                    session,
                    name=form.name.data or "",
                    name_language=form.name_language.data or "",
                    reading=form.reading.data or "",
                    languages=chosen,
                    time_zone=form.time_zone.data,
                    visibility=form.chosen_visibility(),
                    locale=form.locale.data,
                    by=actor,
                )
        except Invalid as invalid:
            form.blame_all(invalid, None)
        else:
            web.tell(say("Your settings are saved."))
            return web.go("accounts.settings")
    return render_template(
        "accounts/settings.html",
        form=form,
        person=person,
        places=reading_choices(chosen),
        languages=_languages(chosen),
    )


def _languages(chosen: list[str]) -> list[tuple[str, str]]:
    """Common languages by their own names, and whatever else she reads."""
    common = language_choices()
    known = dict(common)
    return common + [(tag, languages.autonym(tag)) for tag in chosen if tag not in known]


@bp.post("/settings/acting-for")
@web.members_only
def acting_for() -> ResponseReturnValue:
    """Act for another of her organisations from now on."""
    actor = web.actor()
    with web.transaction() as session:
        commands.choose_acting_for(
            session, actor.session_id, request.form.get("organisation", ""), by=actor
        )
    web.tell(say("From now on you act for this organisation."))
    return web.see_other(next_address())
