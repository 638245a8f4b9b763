"""What happens in the demo, in the order of time, each act at its own moment."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Reactions
from portal.mail.sending import KEPT
from portal.network.actors import Actor, actor_for
from portal.notifications.reactions import REACTIONS as MAIL

Act = tuple[datetime, int, Callable[[], object]]
"""When, in which order among what happens at once, and what."""
_AHEAD = timedelta(days=30)
"""How long before it is due a mail may be written."""


class Story:
    """Acts laid down in any order and told in the order of time, with who is who in them.

    Days count from the day of the demo. An act may lay down others, at its own moment or later.
    """

    def __init__(self, session: Session, day: date | None = None) -> None:
        self.session = session
        self.day = day or clock.today()
        self.now = clock.now() if day is None else self.moment(0, "12:00")
        self.organisations: dict[str, str] = {}
        """Key in the content -> id; so for the others."""
        self.people: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.statements: dict[str, str] = {}
        self.works: dict[str, str] = {}
        self.editions: dict[str, str] = {}
        """As `<series>:<number>`."""
        self._acts: list[Act] = []
        self._number = count()
        self._actors: dict[tuple[str, str | None], Actor] = {}

    def moment(self, days: float, at: str = "00:00", zone: str = "UTC") -> datetime:
        """So many days from the demo's day, at a time of day in a zone."""
        whole = int(days // 1)
        local = datetime.combine(
            self.day + timedelta(days=whole), time.fromisoformat(at), ZoneInfo(zone)
        )
        return local + timedelta(days=days - whole)

    def date(self, days: int) -> date:
        return self.day + timedelta(days=days)

    def on(self, moment: datetime, act: Callable[..., object], *what: object) -> None:
        """Lay down an act, `act(*what)`. What would lie in the future happens just now."""
        happens = min(moment, self.now - timedelta(minutes=1))
        laid: Act = (happens, next(self._number), partial(act, *what))
        heapq.heappush(self._acts, laid)

    def tell(self) -> None:
        """Let everything happen; the mail of long ago is left out."""
        reactions: Reactions = self.session.info.get("reactions", {})
        without_mail = {
            fact: [each for each in table if each not in MAIL.get(fact, ())]
            for fact, table in reactions.items()
        }
        remembered = self.now - KEPT - _AHEAD
        with _nothing_forgotten(self.session):
            while self._acts:
                moment, _, act = heapq.heappop(self._acts)
                # Mail that would be forgotten by now is not written first.
                self.session.info["reactions"] = reactions if moment > remembered else without_mail
                with clock.at(moment):
                    act()
        self.session.info["reactions"] = reactions

    def actor(self, person: str, organisation: str | None = None) -> Actor:
        """A person as she is at that moment, acting for one of her organisations."""
        key = (person, organisation)
        if key not in self._actors:
            found = actor_for(
                self.session,
                self.people[person],
                chosen=self.organisations[organisation] if organisation else None,
                second_factor=True,
            )
            assert found is not None  # noqa: S101 - nobody leaves the demo
            self._actors[key] = found
        return self._actors[key]

    def actor_of(self, person_id: str | None) -> Actor:
        """The same by her id."""
        return self.actor(next(key for key, known in self.people.items() if known == person_id))

    def forget_actors(self) -> None:
        """Somebody's memberships have changed: look anew who is who."""
        self._actors.clear()


@contextmanager
def _nothing_forgotten(session: Session) -> Iterator[None]:
    """Keep every row: a session lets go of what nobody holds, and asks for it again at each word."""
    held: list[object] = []

    def hold(_session: Session, row: object) -> None:
        held.append(row)

    happenings = ("pending_to_persistent", "loaded_as_persistent")
    for happening in happenings:
        event.listen(session, happening, hold)
    try:
        yield
    finally:
        for happening in happenings:
            event.remove(session, happening, hold)
