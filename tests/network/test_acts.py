"""Every act that the log can hold has a sentence of its own."""

from collections.abc import Iterator

import portal.blueprints  # noqa: F401 - where every domain is put together
from portal.core.facts import Fact
from portal.network import acts


def kinds(fact: type[Fact]) -> Iterator[type[Fact]]:
    """The facts that are announced: not the bases that only name a subject."""
    for kind in fact.__subclasses__():
        if not kind.__subclasses__() and kind.__module__.startswith("portal."):
            yield kind
        yield from kinds(kind)


def test_every_fact_of_every_domain_is_named() -> None:
    found = {kind.__name__ for kind in kinds(Fact)}
    assert len(found) > 60
    unnamed = {name for name in found if str(acts.describe(name, {})).startswith("Act of the kind")}
    assert unnamed == set()


def test_an_act_that_nobody_named_is_shown_as_it_is_stored() -> None:
    assert str(acts.describe("SomethingElse", {})) == "Act of the kind SomethingElse"


def test_details_that_an_old_entry_lacks_break_nothing() -> None:
    assert str(acts.describe("NameChanged", {"name": "New"})) == "Changed the name “” to “New”"
