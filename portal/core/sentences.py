"""Sentences for people that are translated only when they are read.

A rule says why it refuses where the rule stands; which language the sentence comes out in
depends on who reads it. `say` keeps the two apart, without a request at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.core.locales import gettext, ngettext


@dataclass(frozen=True)
class Sentence:
    """A message and its values; `str()` gives it in the current interface language."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int = 1

    def __str__(self) -> str:
        if self.plural is None:
            return gettext(self.message, **self.values)
        return ngettext(self.message, self.plural, self.count, **self.values)

    def __mod__(self, values: Mapping[str, Any]) -> str:
        """Filled as WTForms fills its messages."""
        return str(replace(self, values={**self.values, **values}))

    def __html__(self) -> str:
        from markupsafe import escape  # noqa: PLC0415 - only templates ask for it

        return str(escape(str(self)))


def say(message: str, /, **values: Any) -> Sentence:
    """A whole sentence with named placeholders, to be translated when shown."""
    return Sentence(message, values)


def say_n(singular: str, plural: str, count: int, /, **values: Any) -> Sentence:
    """The same with a number: `%(num)s` is the count."""
    return Sentence(singular, values, plural, count)
