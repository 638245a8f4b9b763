"""What the network's sides, kinds, standings, roles and powers are called."""

from collections.abc import Mapping

from portal.core.sentences import Sentence, say
from portal.network.models import (
    NameKind,
    OrganisationKind,
    Power,
    Role,
    Side,
    Standing,
    Visibility,
)

SIDES: Mapping[Side, Sentence] = {
    Side.SENDING: say("Sending side"),
    Side.RECEIVING: say("Receiving side"),
    Side.BOTH: say("Both sides"),
}
KINDS: Mapping[OrganisationKind, Sentence] = {
    OrganisationKind.NGO: say("Association or NGO"),
    OrganisationKind.NETWORK: say("Network of organisations"),
    OrganisationKind.BRANCH: say("Branch of an organisation"),
    OrganisationKind.UNION: say("Trade union"),
    OrganisationKind.FAITH: say("Faith community"),
    OrganisationKind.SHELTER: say("Shelter"),
    OrganisationKind.COLLECTIVE: say("Collective without a legal form"),
}
STANDINGS: Mapping[Standing, Sentence] = {
    Standing.APPLIED: say("Waits for an answer"),
    Standing.ADMITTED: say("Admitted"),
    Standing.DECLINED: say("Declined"),
    Standing.SUSPENDED: say("Suspended"),
    Standing.LEFT: say("Has left"),
}
NAME_KINDS: Mapping[NameKind, Sentence] = {
    NameKind.OFFICIAL: say("Official name"),
    NameKind.SHORT: say("Short name"),
    NameKind.FORMER: say("Former name"),
    NameKind.TRANSLITERATION: say("Transliteration"),
}
ROLES: Mapping[Role, Sentence] = {
    Role.MEMBER: say("Member"),
    Role.EDITOR: say("Editor"),
    Role.REPRESENTATIVE: say("Representative"),
}
POWERS: Mapping[Power, Sentence] = {
    Power.SIGN: say("Sign statements in the organisation's name"),
    Power.DECIDE: say("Decide in the organisation's name"),
    Power.DELEGATE: say("Name representatives and delegates"),
}
VISIBILITIES: Mapping[Visibility, Sentence] = {
    Visibility.NOBODY: say("Nobody but the people of my organisation"),
    Visibility.MEMBERS: say("People who have signed in"),
    Visibility.PUBLIC: say("Everyone"),
}
ECOSOC: Mapping[str, Sentence] = {
    "": say("No consultative status"),
    "special": say("Special consultative status"),
    "general": say("General consultative status"),
    "roster": say("On the roster"),
}
