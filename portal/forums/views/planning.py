"""Planning the programme: the draft with its clashes, its sessions and rooms, and publishing it."""

from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core import web
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.policy import require
from portal.core.sentences import say
from portal.events.words import day_words
from portal.forums import commands, policy
from portal.forums.clashes import clashes
from portal.forums.forms import NOBODY, NewSessionForm, RoomForm, SessionForm, SlotForm
from portal.forums.models import Day, Edition, ForumSession, Room
from portal.forums.programme import difference, from_plain
from portal.forums.queries.programme import bookings, draft_of, latest_version, session_in
from portal.forums.queries.series import edition_at
from portal.forums.queries.working import statements_to_link, worked_on
from portal.forums.views import bp
from portal.forums.views.programme import show_programme
from portal.forums.views.showing import own_language, tabs
from portal.forums.words import edition_label
from portal.network.names import pick


@bp.get("/<slug>/<address>/programme/draft")
@web.members_only
def draft(slug: str, address: str) -> ResponseReturnValue:
    """The draft, what in it clashes, and how it differs from what is published."""
    session, languages = web.reading(), web.reader_languages()
    edition = _edition(slug, address)
    programme = draft_of(session, edition.id)
    version = latest_version(session, edition.id)
    changes = difference(from_plain(version.content) if version else None, programme)

    def word(words: Mapping[str, str]) -> str:
        return pick(words, languages).text

    titles = {item.id: pick(item.titles, languages) for item in programme.sessions}
    return _page(
        "forums/draft.html",
        edition,
        days=show_programme(programme, edition, None, languages),
        rooms=[(room, pick(room.names, languages)) for room in programme.rooms],
        found=clashes(bookings(programme, word)),
        version=version,
        changes=[
            (label, [titles[key] for key in keys if key in titles])
            for label, keys in (
                (say("New"), changes.new),
                (say("Moved"), changes.moved),
                (say("Cancelled"), changes.cancelled),
                (say("Changed in words or people"), changes.reworded),
            )
            if keys
        ],
        worked=worked_on(session, edition.id, web.actor(), languages),
        may_publish=policy.may_publish(web.actor(), edition),
    )


@bp.post("/<slug>/<address>/programme/publish")
@web.members_only
def publish(slug: str, address: str) -> ResponseReturnValue:
    """Freeze the draft as the next version."""
    edition = _edition(slug, address)
    try:
        with web.transaction() as session:
            version = commands.publish_programme(session, edition.id, by=web.actor())
    except Invalid as error:
        web.tell(error.sentence, "warning")
        return web.go("forums.draft", slug=slug, address=address)
    web.tell(say("Version %(number)s of the programme is published.", number=version.number))
    return web.go("forums.programme", slug=slug, address=address)


@bp.route("/<slug>/<address>/programme/rooms", methods=["GET", "POST"])
@web.members_only
def rooms(slug: str, address: str) -> ResponseReturnValue:
    """Add a room."""
    edition = _edition(slug, address)
    form = RoomForm()
    if request.method == "GET":
        form.language.data = own_language()
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.add_room(
                    session,
                    edition.id,
                    names={form.language.data: form.name.data},
                    capacity=form.capacity.data,
                    booths=form.booths.data or 0,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The room is added."))
            return web.go("forums.draft", slug=slug, address=address)
    return _form("forums/room.html", edition, form)


@bp.route("/<slug>/<address>/programme/new", methods=["GET", "POST"])
@web.members_only
def new_session(slug: str, address: str) -> ResponseReturnValue:
    """Add a session to the draft."""
    edition = _edition(slug, address)
    form = NewSessionForm()
    _offer_slots(form, edition)
    _offer_parents(form, edition)
    _offer_statements(form)
    if request.method == "GET":
        form.language.data = own_language()
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.add_session(
                    session, edition.id, form.details(), form.slot(), by=web.actor()
                )
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The session is in the draft. Readers see it once you publish."))
            return web.go("forums.draft", slug=slug, address=address)
    return _form("forums/new_session.html", edition, form)


@bp.route("/<slug>/<address>/programme/<session_id>/edit", methods=["GET", "POST"])
@web.members_only
def edit_session(slug: str, address: str, session_id: str) -> ResponseReturnValue:
    """Its words, languages and people; not its time."""
    edition = _edition(slug, address)
    entry = session_in(web.reading(), edition.id, session_id)
    form = SessionForm()
    _offer_parents(form, edition, entry)
    _offer_statements(form, entry)
    if request.method == "GET":
        form.fill(entry, _asked_language(entry))
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.change_session(session, entry.id, form.details(entry), by=web.actor())
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The session is changed. Readers see it once you publish."))
            return web.go("forums.draft", slug=slug, address=address)
    return _form("forums/edit_session.html", edition, form, entry=entry)


@bp.route("/<slug>/<address>/programme/<session_id>/move", methods=["GET", "POST"])
@web.members_only
def move_session(slug: str, address: str, session_id: str) -> ResponseReturnValue:
    """Another time or room."""
    edition = _edition(slug, address)
    entry = session_in(web.reading(), edition.id, session_id)
    form = SlotForm()
    _offer_slots(form, edition)
    if request.method == "GET":
        form.day.data, form.start.data, form.end.data = entry.day_id or "", entry.start, entry.end
        form.rooms.data, form.all_rooms.data = [room.id for room in entry.rooms], entry.all_rooms
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.move_session(session, entry.id, form.slot(), by=web.actor())
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The session is moved. Readers see it once you publish."))
            return web.go("forums.draft", slug=slug, address=address)
    return _form(
        "forums/move_session.html",
        edition,
        form,
        entry=entry,
        entry_title=pick(entry.titles, web.reader_languages()),
    )


@bp.post("/<slug>/<address>/programme/<session_id>/cancel")
@web.members_only
def cancel_session(slug: str, address: str, session_id: str) -> ResponseReturnValue:
    """Cancel it; it stays in the programme, crossed out."""
    edition = _edition(slug, address)
    entry = session_in(web.reading(), edition.id, session_id)
    with web.transaction() as session:
        commands.cancel_session(session, entry.id, by=web.actor())
    web.tell(say("The session is cancelled. Readers see it once you publish."))
    return web.go("forums.draft", slug=slug, address=address)


def _offer_statements(form: SessionForm, entry: ForumSession | None = None) -> None:
    """Those that the planner may see, and the one that stands there."""
    offered = statements_to_link(web.reading(), web.actor(), web.reader_languages())
    held = entry.statement_id if entry else None
    if held and held not in dict(offered):
        offered.append((held, str(say("A statement that is not open to you"))))
    form.statement.choices = [NOBODY, *offered]


def _edition(slug: str, address: str) -> Edition:
    edition = edition_at(web.reading(), slug, address, hosts=False)
    require(policy.may_plan_programme(web.actor(), edition))
    return edition


def _offer_slots(form: SlotForm, edition: Edition) -> None:
    session, languages = web.reading(), web.reader_languages()
    days = session.scalars(select(Day).where(Day.edition_id == edition.id).order_by(Day.number))
    form.day.choices = [NOBODY, *((day.id, day_words(day.date)) for day in days)]
    found = session.scalars(
        select(Room).where(Room.edition_id == edition.id).order_by(Room.position)
    )
    form.rooms.choices = [(room.id, pick(room.names, languages).text) for room in found]


def _offer_parents(form: SessionForm, edition: Edition, entry: ForumSession | None = None) -> None:
    found = web.reading().scalars(
        select(ForumSession)
        .where(ForumSession.edition_id == edition.id, ForumSession.parent_id.is_(None))
        .order_by(ForumSession.position)
    )
    form.parent.choices = [
        NOBODY,
        *(
            (item.id, pick(item.titles, web.reader_languages()).text)
            for item in found
            if entry is None or item.id != entry.id
        ),
    ]


def _asked_language(entry: ForumSession) -> str:
    try:
        return normalise(request.args["lang"])
    except (KeyError, LanguageTagInvalid):
        return next(iter(entry.titles))


def _form(template: str, edition: Edition, form: Form, **values: object) -> ResponseReturnValue:
    return _page(template, edition, form=form, **values), 422 if form.errors else 200


def _page(template: str, edition: Edition, **values: object) -> str:
    return render_template(
        template,
        edition=edition,
        series=edition.series,
        series_name=pick(edition.series.names, web.reader_languages()),
        label=edition_label(edition),
        tabs=tabs(edition, leads=True),
        **values,
    )
