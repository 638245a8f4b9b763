"""Who may come in: each view carries a mark, and one without answers nobody."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import (
    Flask,
    g,
)

from portal.core.policy import Verdict

View = TypeVar("View", bound=Callable[..., Any])


class Asker(Protocol):
    """What the web layer needs to know of whoever is asking; `accounts` supplies it."""

    @property
    def signed_in(self) -> bool: ...


def public(view: View) -> View:
    """Open to everyone, without an account."""
    view.portal_access = "public"  # type: ignore[attr-defined]
    return view


def members_only(view: View) -> View:
    """Open to everyone who has signed in; commands and queries rule on the rest."""
    view.portal_access = "members"  # type: ignore[attr-defined]
    return view


def guarded(policy: Callable[[Any], Verdict]) -> Callable[[View], View]:
    """Open to signed-in people for whom `policy(actor)` says yes."""

    def mark(view: View) -> View:
        view.portal_access = policy  # type: ignore[attr-defined]
        return view

    return mark


def impersonal(view: View) -> View:
    """Open to everyone and the same for everyone: who is asking is not even looked up."""
    view.portal_impersonal = True  # type: ignore[attr-defined]
    return public(view)


def embeddable(view: View) -> View:
    """The same for everyone, and for other sites to show in a frame or as a picture."""
    view.portal_embeddable = True  # type: ignore[attr-defined]
    return impersonal(view)


def is_embeddable(app: Flask, endpoint: str | None) -> bool:
    return bool(getattr(app.view_functions.get(endpoint or ""), "portal_embeddable", False))


def is_impersonal(app: Flask, endpoint: str | None) -> bool:
    return endpoint == "static" or getattr(
        app.view_functions.get(endpoint or ""), "portal_impersonal", False
    )


def access_of(app: Flask, endpoint: str) -> Any:
    """How a view is classified: 'public', 'members', a policy, or None where nobody said."""
    return getattr(app.view_functions.get(endpoint), "portal_access", None)


def actor() -> Any:
    """Whoever is asking (`portal.network.actors.Actor`), or the anonymous reader."""
    return g.actor
