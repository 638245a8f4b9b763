"""Pages of every text: writing, arranging, translating, reviewing, history, files in and out."""

from portal.texts.views import (  # noqa: F401 - their views join the blueprint
    arranging,
    files,
    history,
    presence,
    reading,
    translating,
    unsent,
    writing,
)
from portal.texts.views.blueprint import bp

__all__ = ["bp"]
