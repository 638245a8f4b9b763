"""The calendar by month, and one gathering's page with its answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core import clock, locales, web
from portal.core.languages import direction, name
from portal.core.policy import YES, Verdict
from portal.core.sentences import Sentence, say
from portal.events import policy
from portal.events.commands import reply as give_reply
from portal.events.forms import ReplyForm
from portal.events.models import Answer, Audience, Gathering, GatheringKind
from portal.events.queries.gatherings import (
    gathering_at,
    list_gatherings,
    replies_of,
    reply_counts,
    reply_of,
)
from portal.events.times import comes_twice
from portal.events.views import bp
from portal.events.words import ANSWERS, KINDS, Shown, month_words, shown_time
from portal.network.names import Shown as Name
from portal.network.names import display_name, pick


@dataclass(frozen=True)
class Row:
    """One gathering in a list, for one reader."""

    url: str
    title: Name
    dir: str
    kind: Sentence
    time: Shown
    place: Name
    callers: Sequence[Name]
    cancelled: bool
    members_only: bool


@dataclass(frozen=True)
class Month:
    heading: str
    rows: Sequence[Row] = field(default_factory=tuple)


@bp.get("")
@web.public
def index() -> ResponseReturnValue:
    """What is to come, or what is past, month by month."""
    past = request.args.get("when") == "past"
    asked = request.args.get("kind", "")
    kind = next((item for item in GatheringKind if item.value == asked), None)
    page = list_gatherings(web.reading(), web.actor(), past=past, kind=kind, page=web.page_number())
    languages = web.reader_languages()
    return render_template(
        "events/index.html",
        months=_months(page.items, languages),
        pages=replace(page, address=web.page_address()),
        past=past,
        kind=kind,
        kinds=KINDS,
        may_plan=policy.may_plan(web.actor()),
        feed_url=url_for("events.feed"),
    )


def _months(gatherings: Iterable[Gathering], languages: Sequence[str]) -> list[Month]:
    def month(item: Gathering) -> tuple[int, int]:
        return item.day.year, item.day.month

    found = []
    for _, group in groupby(gatherings, key=month):
        items = list(group)
        found.append(Month(month_words(items[0].day), [row(item, languages) for item in items]))
    return found


def row(gathering: Gathering, languages: Sequence[str]) -> Row:
    title = pick(gathering.titles, languages)
    return Row(
        url=url_for("events.show", slug=gathering.slug),
        title=title,
        dir=direction(title.language),
        kind=KINDS[gathering.kind],
        time=shown_time(gathering),
        place=pick(gathering.place, languages),
        callers=callers(gathering, languages),
        cancelled=gathering.is_cancelled,
        members_only=gathering.audience is Audience.MEMBERS,
    )


def callers(gathering: Gathering, languages: Sequence[str]) -> list[Name]:
    """Those who call it: the group first, then the organisations."""
    groups = [pick(gathering.group.names, languages)] if gathering.group else []
    return groups + [display_name(item.organisation, languages) for item in gathering.organisers]


@bp.get("/<slug>")
@web.public
def show(slug: str) -> ResponseReturnValue:
    return _page(slug)


@bp.post("/<slug>/reply")
@web.members_only
def reply(slug: str) -> ResponseReturnValue:
    """Say whether one comes."""
    form = ReplyForm()
    if not form.validate_on_submit():
        return _page(slug, form), 422
    gathering = gathering_at(web.reading(), slug, web.actor())
    with web.transaction() as session:
        give_reply(
            session, gathering.id, form.chosen(), needs=form.needs.data or "", by=web.actor()
        )
    web.tell(say("Your answer is noted. You can change it until the gathering."))
    return web.go("events.show", slug=slug)


def _page(slug: str, form: ReplyForm | None = None) -> str:
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    gathering = gathering_at(session, slug, actor)
    may_change = policy.may_change(actor, gathering)
    may_reply = policy.may_reply(actor, gathering, clock.now())
    mine = reply_of(session, gathering.id, actor.person_id)
    if form is None and may_reply:
        form = ReplyForm(
            answer=mine.answer.value if mine else None, needs=mine.needs if mine else ""
        )
    asks = gathering.kind not in {GatheringKind.DEADLINE, GatheringKind.FORUM}
    joining = gathering.online_address and policy.sees_members_gatherings(actor)
    return render_template(
        "events/show.html",
        gathering=gathering,
        title=pick(gathering.titles, languages),
        about=pick(gathering.about, languages),
        place=pick(gathering.place, languages),
        reason=pick(gathering.cancelled_reason, languages),
        time=shown_time(gathering),
        twice=gathering.start is not None
        and comes_twice(gathering.day, gathering.start, gathering.zone),
        kind=KINDS[gathering.kind],
        organisers=[
            (item.organisation.slug, display_name(item.organisation, languages))
            for item in gathering.organisers
        ],
        group_name=pick(gathering.group.names, languages) if gathering.group else None,
        joining=gathering.online_address if joining else "",
        may_change=may_change,
        may_reply=_asked(may_reply, asks=asks, signed_in=actor.signed_in),
        form=form,
        mine=mine,
        answers=ANSWERS,
        tallied=_tally(session, gathering) if asks and actor.signed_in else [],
        spoken=[name(tag, locales.current().tag) for tag in gathering.languages],
        replies=replies_of(session, gathering.id) if may_change and asks else [],
        over=gathering.is_over(clock.now()),
    )


def _tally(session: Session, gathering: Gathering) -> list[tuple[str, str]]:
    """How many answered what, once anybody has."""
    counts = reply_counts(session, gathering.id)
    words = {
        Answer.YES: say("Come"),
        Answer.MAYBE: say("Perhaps come"),
        Answer.NO: say("Do not come"),
    }
    if not counts:
        return []
    return [
        (str(sentence), locales.format_number(counts.get(answer, 0)))
        for answer, sentence in words.items()
    ]


def _asked(verdict: Verdict, *, asks: bool, signed_in: bool) -> Verdict | None:
    """Nothing to answer at a deadline, and no reason to show to who has no account."""
    if not asks or (not signed_in and verdict is not YES):
        return None
    return verdict
