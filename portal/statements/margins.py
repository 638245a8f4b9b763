"""What other domains say of a statement's paragraphs, in its margins and below its text.

They hand in a function each, in `portal/blueprints.py`: nothing is imported upward.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.core.sentences import Sentence
from portal.network.actors import Actor
from portal.statements.models import Statement
from portal.texts.queries import ReadText


@dataclass(frozen=True)
class Note:
    """A short link beside one paragraph."""

    label: Sentence
    url: str


@dataclass(frozen=True)
class Margin:
    """Notes by the ids of blocks; and a section below the text, from a template that gets `values`."""

    notes: Mapping[str, Sequence[Note]]
    title: Sentence
    template: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


MarginFunction = Callable[[Session, Statement, ReadText, Actor], Margin | None]
_margins: dict[int, MarginFunction] = {}


def register_margin(function: MarginFunction, *, order: int) -> None:
    """Let `function` fill the place `order` of every statement's margins.

    It sends one statement at most, and gives None where there is nothing to say. What it says
    changes together with `Statement.changed_at`.
    """
    _margins[order] = function


def margins_for(
    session: Session, statement: Statement, text: ReadText, actor: Actor
) -> list[Margin]:
    """What is said of one statement, in order."""
    said = (function(session, statement, text, actor) for _, function in sorted(_margins.items()))
    return [margin for margin in said if margin is not None]
