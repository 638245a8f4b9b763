"""Forms for adding works, cataloguing, publishing, consent and files."""

from collections.abc import Mapping, Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional

from portal.core.errors import Invalid
from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TextField,
    TicksField,
    WholeForm,
    country_choices,
    language_choices,
)
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.sentences import Sentence, say
from portal.library.commands import Author, Catalogue
from portal.library.models import Channel, Openness, WorkKind
from portal.library.words import CHANNELS, KINDS, LICENCES, OPENNESS
from portal.network.topics import TOPICS

Choices = list[tuple[str, str | Sentence]]


def file_language_choices() -> Choices:
    return [("und", say("No words, or several languages")), *language_choices()]


class CatalogueForm(WholeForm):
    """What the catalogue says of a work."""

    kind = SelectField(
        say("Kind"), choices=lambda: [(kind.value, words) for kind, words in KINDS.items()]
    )
    authors = TicksField(say("Who made it?"))
    names = TextField(
        say("Other makers"),
        description=say("One name a line, as each writes it."),
        validators=[Length(max=4_000)],
    )
    withheld = BooleanField(
        say("Withhold the name of whoever made it"),
        description=say("Readers see that somebody made it and keeps her name."),
    )
    topics = TicksField(say("Topics"), choices=lambda: list(TOPICS.items()))
    countries = SelectMultipleField(say("Countries that it is about"), choices=country_choices)
    licence = SelectField(
        say("Licence"), choices=lambda: list(LICENCES.items()), validate_choice=False
    )
    source = StrippedField(
        say("Where was it first published?"),
        description=say("A web address or a reference."),
        validators=[Length(max=1_000)],
    )
    valid_until = DateField(
        say("Until when does it hold?"),
        description=say(
            "Laws, telephone numbers and deadlines change. Readers are warned after this day."
        ),
        validators=[Optional()],
    )
    sensitive = BooleanField(
        say("Nobody should be seen reading this"),
        description=say("It is kept by no browser, and its tab shows another title."),
    )
    neutral_title = TextField(
        say("What the tab shows instead of the title"),
        description=say(
            "One line for each language, beginning with the code of the language, for example: vi Soup recipes"
        ),
        validators=[Length(max=4_000)],
    )
    related = TextField(
        say("Works that help whoever reads this"),
        description=say("The address of each, one a line."),
        validators=[Length(max=4_000)],
    )
    forum = StrippedField(
        say("Forum that it belongs to"),
        description=say("For example: two-banks-forum:7"),
        validators=[Length(max=120)],
    )

    def related_slugs(self) -> list[str]:
        """The last parts of the addresses given."""
        lines = (self.related.data or "").split("\n")
        return [
            line.strip().rstrip("/").partition("?")[0].rpartition("/")[2]
            for line in lines
            if line.strip()
        ]

    def titles(self) -> Mapping[str, str]:
        """Neutral titles by language; Invalid names a line that has no language."""
        found: dict[str, str] = {}
        for line in (self.neutral_title.data or "").split("\n"):
            tag, _, words = line.strip().partition(" ")
            if not tag:
                continue
            try:
                found[normalise(tag.rstrip(":"))] = words.strip()
            except LanguageTagInvalid:
                problem = say(
                    "This line does not begin with the code of a language: %(line)s", line=line[:60]
                )
                raise Invalid(problem, {"neutral_title": problem}) from None
        return found

    def data_for(self, related: Sequence[str], name_language: str = "und") -> Catalogue:
        """The catalogue as typed; `related` are the ids behind `related_slugs`."""
        authors = [_author(key) for key in self.authors.data or ()]
        authors += [
            Author(name=" ".join(line.split()), name_language=name_language)
            for line in (self.names.data or "").split("\n")
            if line.strip()
        ]
        if self.withheld.data:
            authors.append(Author(withheld=True))
        return Catalogue(
            kind=WorkKind(self.kind.data),
            countries=self.countries.data or (),
            topics=self.topics.data or (),
            licence=self.licence.data or "",
            source=self.source.data or "",
            sensitive=bool(self.sensitive.data),
            neutral_title=self.titles(),
            valid_until=self.valid_until.data,
            forum=self.forum.data or "",
            authors=authors,
            related=related,
        )


def _author(key: str) -> Author:
    kind, _, ident = key.partition(":")
    return Author(person_id=ident) if kind == "person" else Author(organisation_id=ident)


class WorkForm(Form):
    """A new work: its kind and first words; the catalogue is completed afterwards."""

    kind = SelectField(
        say("Kind"), choices=lambda: [(kind.value, words) for kind, words in KINDS.items()]
    )
    language = LanguageField(say("Language that you write in"))
    title = StrippedField(say("Title"), validators=[DataRequired(), Length(max=300)])
    body = TextField(
        say("Text"),
        description=say(
            "Leave an empty line between paragraphs. You can also bring in a file afterwards."
        ),
    )


class ProposeForm(Form):
    openness = RadioField(
        say("For whom?"),
        choices=lambda: [
            (openness.value, words)
            for openness, words in OPENNESS.items()
            if openness is not Openness.DRAFT
        ],
        default=Openness.PUBLIC.value,
        validators=[DataRequired()],
    )


class ReturnForm(Form):
    reason = TextField(say("What should change first?"), validators=[Length(max=2_000)])


class ConsentForm(Form):
    language = LanguageField(say("In which language may it be read?"))
    channels = TicksField(
        say("Where may her words go?"),
        choices=lambda: [(channel.value, words) for channel, words in CHANNELS.items()],
        default=[Channel.PAGE.value],
    )
    given_on = DateField(say("On which day did she say so?"), validators=[DataRequired()])


class AttachForm(Form):
    file = FileField(
        say("File (PDF, picture, Word, LibreOffice or MP3)"),
        description=say(
            "Author, place and programs are taken out of it before it is kept. Names inside the text or picture stay."
        ),
        validators=[FileRequired(say("Choose a file."))],
    )
    language = SelectField(say("Language of the file"), choices=file_language_choices)
