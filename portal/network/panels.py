"""What other domains show on an organisation's page: they register it, nothing is imported upward."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.core.sentences import Sentence
from portal.network.actors import Actor
from portal.network.models import Organisation


@dataclass(frozen=True)
class Panel:
    """A part of an organisation's page: its heading, and a template that gets `values`."""

    title: Sentence
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


PanelFunction = Callable[[Session, Organisation, Actor], Panel | None]
_panels: dict[int, PanelFunction] = {}


def register(function: PanelFunction, *, order: int) -> PanelFunction:
    """Let `function` fill the place `order` of every organisation's page.

    It sends one statement at most, and gives None where there is nothing to show.
    """
    _panels[order] = function
    return function


def panels_for(session: Session, organisation: Organisation, actor: Actor) -> list[Panel]:
    """The filled panels of one organisation, in order."""
    shown = (function(session, organisation, actor) for _, function in sorted(_panels.items()))
    return [panel for panel in shown if panel is not None]
