"""What every template gets: the site, the reader, the languages, the navigation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for

from portal.core import languages, locales, web
from portal.core.scripts import language_of
from portal.core.sentences import Sentence, say


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation: its endpoint and its name."""

    endpoint: str
    label: Sentence
    prefix: str


NAVIGATION: Sequence[Place] = (
    Place("statements.index", say("Statements"), "/statements"),
    Place("commitments.index", say("Commitments"), "/commitments"),
    Place("library.index", say("Library"), "/library"),
    Place("forums.index", say("Forums"), "/forums"),
    Place("events.index", say("Calendar"), "/calendar"),
    Place("network.index", say("Network"), "/network"),
)
FOOTER: Sequence[Place] = (
    Place("home.about", say("About"), "/about"),
    Place("home.privacy", say("Privacy and safety"), "/privacy"),
    Place("home.help_page", say("Help"), "/help"),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False


def _links(app: Flask, places: Sequence[Place]) -> list[Link]:
    return [
        Link(str(place.label), url_for(place.endpoint), request.path.startswith(place.prefix))
        for place in places
        if place.endpoint in app.view_functions
    ]


def _address(app: Flask, endpoint: str, otherwise: str = "") -> str:
    return url_for(endpoint) if endpoint in app.view_functions else otherwise


def init_app(app: Flask) -> None:
    """Put globals and filters on the template environment."""
    env = app.jinja_env
    env.globals.update(
        language_name=lambda tag: languages.name(tag, locales.current().tag),
        autonym=languages.autonym,
        direction=languages.direction,
    )
    # For words whose language nobody stated; without a `lang` they would pass for the page's own.
    env.filters["tongue"] = language_of

    @app.context_processor
    def context() -> dict[str, Any]:
        locale = locales.current()
        return {
            "locale": locale,
            "locale_links": web.locale_links(),
            "catalogue_is_draft": locale.catalogue_is_draft,
            "translating_url": _address(app, "home.help_page"),
            "viewer": _viewer(),
            "actor": g.actor,
            "site_name": web.settings().site_name,
            "navigation": _links(app, NAVIGATION),
            "footer_links": _links(app, FOOTER),
            "exit_url": None,
            "page_classes": "",
            "front_url": _address(app, "home.front", "/"),
            "search_url": _address(app, "search.results", "/search"),
            "sign_in_url": _address(app, "accounts.sign_in", "/sign-in"),
            "sign_out_url": _address(app, "accounts.sign_out", "/sign-out"),
            "home_url": _address(app, "home.waiting", "/home"),
            "settings_url": _address(app, "accounts.settings", "/settings"),
        }


@dataclass(frozen=True)
class Viewer:
    """What the header shows of a signed-in person."""

    name: str
    organisation_name: str
    organisation_language: str
    organisation_url: str
    waiting_count: int


WaitingCount = Callable[[], int]


def _viewer() -> Viewer | None:
    actor = g.actor
    if not actor.signed_in:
        return None
    organisation = actor.acting_for
    return Viewer(
        name=actor.name,
        organisation_name=organisation.name if organisation else "",
        organisation_language=organisation.name_language if organisation else "und",
        organisation_url=url_for("network.organisation", slug=organisation.slug)
        if organisation and "network.organisation" in current_app.view_functions
        else "",
        waiting_count=0,
    )
