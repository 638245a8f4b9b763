"""What kinds, openness, channels and licences are called."""

from collections.abc import Mapping

from portal.core.sentences import Sentence, say
from portal.library.models import Channel, Openness, WorkKind

KINDS: Mapping[WorkKind, Sentence] = {
    WorkKind.KNOW_YOUR_RIGHTS: say("Know your rights"),
    WorkKind.HOTLINE_GUIDE: say("Hotlines and shelters"),
    WorkKind.COUNTRY_REPORT: say("Country report"),
    WorkKind.POLICY_BRIEF: say("Policy brief"),
    WorkKind.UN_DOCUMENT: say("United Nations document or guide"),
    WorkKind.CAMPAIGN_MATERIAL: say("Campaign material"),
    WorkKind.TESTIMONY: say("Testimony"),
    WorkKind.FORUM_PAPER: say("Forum paper"),
    WorkKind.MINUTES: say("Minutes"),
    WorkKind.RECORDING: say("Recording"),
}
OPENNESS: Mapping[Openness, Sentence] = {
    Openness.DRAFT: say("Draft"),
    Openness.MEMBERS: say("For people of the network"),
    Openness.PUBLIC: say("Public"),
}
CHANNELS: Mapping[Channel, Sentence] = {
    Channel.PAGE: say("On this site"),
    Channel.PACK: say("In packs that are passed from phone to phone"),
    Channel.PRINT: say("In print and in files to download"),
}
LICENCES: Mapping[str, Sentence] = {
    "": say("Not stated"),
    "CC0-1.0": say("Free for any use (CC0 1.0)"),
    "CC-BY-4.0": say("Free to use if its makers are named (CC BY 4.0)"),
    "CC-BY-SA-4.0": say(
        "Free to use if its makers are named and what you make of it is as free (CC BY-SA 4.0)"
    ),
    "CC-BY-NC-4.0": say("Free to use without profit if its makers are named (CC BY-NC 4.0)"),
    "public-domain": say("In the public domain"),
    "all-rights-with-the-speaker": say("All rights stay with the person who speaks"),
    "all-rights-reserved": say("All rights reserved"),
}


def licence(key: str) -> str:
    """The words for a licence; what nobody has named here is shown as it was written."""
    return str(LICENCES.get(key, key))
