"""What somebody from outside says of herself, as it was typed and as it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.core.errors import Invalid
from portal.core.locales import country_codes
from portal.core.sentences import Sentence, say
from portal.network.commands.details import checked_email, clean_line, language_tag
from portal.network.models import Side
from portal.statements.models import SignatoryKind, SignatureRole

MOST_MEMBERS = 300
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class SignOn:
    """What somebody from outside says of herself."""

    kind: SignatoryKind
    name: str
    language: str
    email: str
    countries: Sequence[str] = ()
    side: Side | None = None
    contact: str = ""
    website: str = ""
    affiliation: str = ""
    people: int | None = None
    role: SignatureRole = SignatureRole.CO_SIGNER
    members: Sequence[str] = ()
    """Names of the members that a network signs with."""
    withheld: bool = False
    locale: str = "en"


def cleaned(asked: SignOn) -> SignOn:
    """The same without control characters and with one spelling of each tag. Raises Invalid."""
    wrong: dict[str, Sentence] = {}
    name = clean_line(asked.name)
    if not name:
        wrong["name"] = say("Write the name that will stand under the text.")
    try:
        email = checked_email(asked.email)
    except Invalid as error:
        email = ""
        wrong["email"] = error.sentence
    if not email:
        wrong.setdefault("email", say("Write your own mail address: we send a link to it."))
    countries = list(dict.fromkeys(code for code in asked.countries if code))
    if any(code not in country_codes() for code in countries):
        wrong["country_1"] = say("Choose a country from the list.")
    if asked.kind not in {
        SignatoryKind.EXTERNAL,
        SignatoryKind.INDIVIDUAL,
        SignatoryKind.COLLECTIVE,
    } or asked.role not in {SignatureRole.CO_SIGNER, SignatureRole.ENDORSER}:
        raise Invalid(say("This form has changed in the meantime. Open it anew and sign there."))
    collective = asked.kind is SignatoryKind.COLLECTIVE
    external = asked.kind is SignatoryKind.EXTERNAL
    if collective and (asked.people is None or not 2 <= asked.people <= MOST_PEOPLE):
        wrong["people"] = say("Write how many people you are, as a number.")
    members = list(dict.fromkeys(filter(None, (clean_line(item) for item in asked.members))))
    if len(members) > MOST_MEMBERS:
        wrong["members"] = say(
            "Name at most %(most)s members; the others can sign themselves.", most=MOST_MEMBERS
        )
    if wrong:
        raise Invalid(say("Something in this form needs a change. Nothing was signed."), wrong)
    return replace(
        asked,
        name=name,
        language=language_tag(asked.language),
        email=email,
        countries=countries,
        contact=clean_line(asked.contact),
        website=clean_line(asked.website, 500) if external else "",
        side=asked.side if external else None,
        role=asked.role if external else SignatureRole.CO_SIGNER,
        affiliation=clean_line(asked.affiliation) if asked.kind is SignatoryKind.INDIVIDUAL else "",
        people=asked.people if collective else None,
        members=members if external else (),
    )
