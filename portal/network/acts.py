"""What the audit log's acts are called; other domains register theirs."""

import re
from collections.abc import Mapping
from typing import Any

from portal.core.sentences import Sentence, say

_PLACE = re.compile(r"%\((\w+)\)")
_ACTS: dict[str, Sentence] = {
    "OrganisationApplied": say("Asked to join the network"),
    "OrganisationAdmitted": say("Admitted to the network"),
    "OrganisationDeclined": say("Application declined"),
    "OrganisationSuspended": say("Membership suspended: %(reason)s"),
    "OrganisationReadmitted": say("Suspension ended"),
    "OrganisationLeft": say("Left the network"),
    "OrganisationChanged": say("Details of the organisation changed"),
    "OrganisationImported": say("Found in line %(line)s of an uploaded list"),
    "OrganisationsListed": say("Uploaded a list of organisations with %(lines)s lines"),
    "SideDeclared": say("Declared on which side it works"),
    "NameAdded": say("Added the name “%(name)s”"),
    "NameChanged": say("Changed the name “%(before)s” to “%(name)s”"),
    "NameRemoved": say("Took away the name “%(name)s”"),
    "NetworkJoined": say("Became a member of a network"),
    "NetworkLeft": say("Ended the membership in a network"),
    "MembershipBegun": say("Gave a person a role"),
    "MembershipEnded": say("Ended a person's role"),
    "GroupFounded": say("Set up a working group"),
    "GroupChanged": say("Changed a working group"),
    "GroupJoined": say("Took a person into a working group"),
    "GroupLeft": say("Ended a person's part in a working group"),
    "SignedIn": say("Signed in"),
    "SignedOut": say("Signed out"),
    "SessionsRevoked": say("Ended sign-ins from elsewhere"),
    "PasswordChanged": say("Changed the password"),
    "SecondFactorConfirmed": say("Set up a second factor"),
    "SecondFactorRemoved": say("Took away the second factor"),
    "RecoveryCodesMade": say("Made new recovery codes"),
    "RecoveryCodeUsed": say("Used a recovery code"),
    "SettingsChanged": say("Changed her settings"),
    "PersonInvited": say("Invited a person"),
    "InvitationWithdrawn": say("Took back an invitation"),
    "InvitationAccepted": say("Accepted an invitation"),
}


def register(acts: Mapping[str, Sentence]) -> None:
    """Name the acts of another domain, by the names of its facts."""
    _ACTS.update(acts)


def describe(act: str, details: Mapping[str, Any]) -> Sentence:
    """The sentence for an entry of the log; what has no sentence is named as it is stored."""
    known = _ACTS.get(act)
    if known is None:
        return say("Act of the kind %(act)s", act=act)
    wanted = _PLACE.findall(known.message)
    return Sentence(known.message, {name: details.get(name, "") for name in wanted})
