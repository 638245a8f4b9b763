"""The demo's transparency log: sealed as the months went by, and once more at the end."""

from portal.core import clock
from portal.demo.making.story import Story
from portal.log.commands import seal_batch

_FIRST = -1620
_EVERY = 90


def lay_log(story: Story) -> None:
    """Give what happened its places, a season at a time."""
    for days in range(_FIRST, 0, _EVERY):
        story.on(story.moment(days, "03:00"), lambda: seal_batch(story.session, force=True))


def seal_the_rest(story: Story) -> None:
    """So that the bundle of every release proves all that was signed."""
    with clock.at(story.now):
        seal_batch(story.session, force=True)
