"""The words for stages, choices, roles and what a decision still lacks."""

from portal.core import locales
from portal.core.sentences import Sentence, say
from portal.statements.models import Choice, Outcome, SignatureRole, Stage

STAGES: dict[Stage, Sentence] = {
    Stage.DRAFT: say("Draft"),
    Stage.CONSULTATION: say("Consultation"),
    Stage.AMENDMENTS_CLOSED: say("Consultation closed"),
    Stage.MERGE_REVIEW: say("Merge review"),
    Stage.DECISION: say("Decision"),
    Stage.ADOPTED: say("Adopted"),
    Stage.RETURNED: say("Returned to its drafters"),
    Stage.LAPSED: say("Lapsed"),
    Stage.TRANSLATIONS_CHECKED: say("Translations checked"),
    Stage.OPEN: say("Open for signature"),
    Stage.PUBLISHED: say("Published"),
    Stage.SUBMITTED: say("Submitted"),
    Stage.FOLLOW_UP: say("Followed up"),
    Stage.SUPERSEDED: say("Superseded"),
}
CHOICES: dict[Choice, Sentence] = {
    Choice.CONSENT: say("We consent"),
    Choice.CONCERN: say("We consent, with a concern"),
    Choice.STAND_ASIDE: say("We stand aside"),
    Choice.BLOCK: say("We block"),
}
CHOICE_HINTS: dict[Choice, Sentence] = {
    Choice.CONCERN: say("The text may go ahead; your concern is kept with it."),
    Choice.STAND_ASIDE: say("You do not carry the text, and you do not stand in its way."),
    Choice.BLOCK: say("The text must not go ahead like this. Name the paragraph and offer words."),
}
ROLES: dict[SignatureRole, Sentence] = {
    SignatureRole.CALLER: say("Called for it"),
    SignatureRole.DRAFTER: say("Drafted it"),
    SignatureRole.CO_SIGNER: say("Co-signed"),
    SignatureRole.ENDORSER: say("Endorses it"),
}
OUTCOMES: dict[Outcome, Sentence] = {
    Outcome.ADOPTED: say("Both sides have adopted the text."),
    Outcome.RETURNED: say("The text goes back to its drafters."),
    Outcome.LAPSED: say("The decision lapsed: too few organisations answered."),
}


def lacking(code: str) -> Sentence:
    """What a decision still lacks, in words, for one code of `rules.Result.lacking`."""
    kind, _, rest = code.partition("-")
    sentences = {
        "answers-sending": say("Too few organisations of the sending side have answered."),
        "answers-receiving": say("Too few organisations of the receiving side have answered."),
        "consent-sending": say("Too few organisations of the sending side consent."),
        "consent-receiving": say("Too few organisations of the receiving side consent."),
        "no-sending": say("There is nobody of the sending side on the roster."),
        "no-receiving": say("There is nobody of the receiving side on the roster."),
        "blocks": say("A block is not resolved."),
    }
    if kind == "country":
        return say(
            "More than half of all consents come from one country: %(country)s.",
            country=locales.country_name(rest),
        )
    return sentences[code]
