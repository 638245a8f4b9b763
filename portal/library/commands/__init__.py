"""Acts on works: creating, cataloguing, publishing, consent, files."""

from portal.library.commands.consenting import give_consent, withdraw_consent
from portal.library.commands.files import attach_file, remove_file
from portal.library.commands.publishing import (
    confirm_publication,
    propose_publication,
    return_publication,
    take_back,
)
from portal.library.commands.works import (
    Author,
    Catalogue,
    catalogue_of,
    change_catalogue,
    create_work,
    set_valid_until,
)

__all__ = [
    "Author",
    "Catalogue",
    "attach_file",
    "catalogue_of",
    "change_catalogue",
    "confirm_publication",
    "create_work",
    "give_consent",
    "propose_publication",
    "remove_file",
    "return_publication",
    "set_valid_until",
    "take_back",
    "withdraw_consent",
]
