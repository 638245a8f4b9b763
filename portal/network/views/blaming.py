"""Refusals of a command, shown beside the fields of the form that caused them."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.core.errors import Invalid
from portal.core.forms import Form


class Blamed(Exception):
    """The command found something in the form that needs a change."""


@contextmanager
def blaming(form: Form, otherwise: str) -> Iterator[None]:
    """Turn `Invalid` into errors of the form; what names no field of it goes to `otherwise`.

    Raises Blamed, so that the view shows the form again.
    """
    try:
        yield
    except Invalid as error:
        fields = {name: words for name, words in error.fields.items() if name in form}
        for name, words in (fields or {otherwise: error.sentence}).items():
            form.blame(name, words)
        raise Blamed from None
