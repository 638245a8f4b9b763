"""The roles that the demo's sign-in page offers, and the passwords of this demo's accounts."""

import hashlib
import hmac
from typing import TypedDict

from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.models import Credential, DemoRole
from portal.accounts.queries import demo_roles
from portal.core.settings import Settings
from portal.demo.making.story import Story
from portal.demo.reading import Content
from portal.network.actors import actor_for

ORDER = (
    "representative_sending",
    "representative_receiving",
    "coordinator",
    "secretariat",
    "editor",
    "member",
    "translator",
    "interpreter",
)
_WORDS = (
    *("amber", "anchor", "apricot", "barley", "basket", "bridge", "candle", "cedar"),
    *("clay", "coral", "cotton", "ferry", "fennel", "ginger", "harbour", "heron"),
    *("indigo", "island", "jasmine", "kettle", "kite", "lantern", "lemon", "lotus"),
    *("mango", "maple", "mirror", "monsoon", "needle", "olive", "orchid", "paddle"),
    *("papaya", "pebble", "pepper", "pine", "pomelo", "quilt", "rain", "reed"),
    *("ribbon", "rice", "river", "saffron", "sail", "salt", "sesame", "shore"),
    *("silk", "sparrow", "spoon", "star", "stone", "swallow", "teapot", "thread"),
    *("tide", "turmeric", "umbrella", "valley", "velvet", "willow", "window", "yarn"),
)
_IN_A_PASSWORD = 5


class Account(TypedDict):
    """One line of `portal demo accounts`."""

    role: str
    person: str
    email: str
    password: str
    organisation: str


def open_roles(session: Session, settings: Settings, content: Content, story: Story) -> None:
    """Let the people whom the content names sign in, each for her role."""
    for person in content.people:
        if person.demo is None:
            continue
        person_id = story.people[person.key]
        session.add(
            DemoRole(role=person.demo, person_id=person_id, position=ORDER.index(person.demo))
        )
        session.add(
            Credential(
                person_id=person_id,
                password_hash=passwords.keep(password(settings, person.demo)),
            )
        )
    session.flush()


def demo_accounts(session: Session, settings: Settings) -> list[Account]:
    """An account for each role, in the order of the sign-in page."""
    found: list[Account] = []
    for role, person in demo_roles(session):
        actor = actor_for(session, person.id)
        acting_for = actor.acting_for if actor else None
        found.append(
            Account(
                role=role,
                person=person.name,
                email=person.email,
                password=password(settings, role),
                organisation=acting_for.name if acting_for else "",
            )
        )
    return found


def password(settings: Settings, role: str) -> str:
    """Words that follow from this portal's secret alone: another demo has others."""
    drawn = hmac.digest(settings.secret_key.encode(), f"demo:{role}".encode(), hashlib.sha256)
    return " ".join(_WORDS[byte % len(_WORDS)] for byte in drawn[:_IN_A_PASSWORD])
