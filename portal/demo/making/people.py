"""Who in the demo's content may do what for which organisation."""

from collections.abc import Callable, Iterable, Sequence

from portal.demo.making.story import Story
from portal.demo.reading.network import Membership, Organisation, Person
from portal.network.actors import Actor

Fits = Callable[[Membership], bool]


class People:
    """The content's people, asked by what they may do."""

    def __init__(
        self, story: Story, people: Sequence[Person], organisations: Iterable[Organisation] = ()
    ) -> None:
        self.story = story
        self.all = people
        self.second_officers = {
            one.key: one.second_officer for one in organisations if one.second_officer is not None
        }
        """Who confirms what another has signed, where an organisation asks for two."""
        self._by_key = {person.key: person for person in people}

    def home(self, person: str, among: Iterable[str] = ()) -> str:
        """The organisation for which she acts: one of those named, or else her first."""
        own = [membership.organisation for membership in self._by_key[person].memberships]
        return next((one for one in among if one in own), own[0])

    def zone(self, person: str) -> str:
        return self._by_key[person].zone

    def with_power(self, organisation: str, power: str) -> str | None:
        """A representative who may sign, decide or delegate in an organisation's name.

        Where two have to sign, it is the first of them.
        """
        second = self.second_officers.get(organisation)
        return self._who(
            organisation,
            lambda membership: power in membership.powers,
            (person.key for person in self.all if person.key != second),
        )

    def editor(self, organisation: str, first: Iterable[str] = ()) -> str | None:
        """Whoever edits for an organisation, the named ones before others."""
        return self._who(organisation, lambda membership: membership.role != "member", first)

    def edits(self, person: str, organisation: str) -> bool:
        """Whether she edits for it."""
        return any(
            membership.organisation == organisation and membership.role != "member"
            for membership in self._by_key[person].memberships
        )

    def representative(self, organisation: str, first: Iterable[str] = ()) -> str | None:
        return self._who(
            organisation, lambda membership: membership.role == "representative", first
        )

    def _who(self, organisation: str, fits: Fits, first: Iterable[str]) -> str | None:
        for key in (*first, *self._by_key):
            for membership in self._by_key[key].memberships:
                if membership.organisation == organisation and fits(membership):
                    return key
        return None

    def actor(self, person: str, organisation: str | None = None) -> Actor:
        return self.story.actor(person, organisation or self.home(person))
