"""What every request goes through: locale, who is asking, default deny, headers, errors.

A view is closed unless it is marked: `@public` for everyone, `@members_only` for anyone signed
in, `@guarded(policy)` for those whom a policy over the asker allows. A view without a mark
answers nobody and fails the build.
"""

from portal.core.web.access import (
    Asker,
    access_of,
    actor,
    embeddable,
    guarded,
    impersonal,
    is_embeddable,
    is_impersonal,
    members_only,
    public,
)
from portal.core.web.answers import (
    attached,
    go,
    local_address,
    page_address,
    page_number,
    see_other,
    tell,
)
from portal.core.web.doors import database, is_demo, reading, settings, transaction
from portal.core.web.keeping import kept, not_modified
from portal.core.web.prefix import (
    LocaleLink,
    LocalePrefix,
    choose_locale,
    locale_links,
    reader_languages,
)
from portal.core.web.putting import init_app

__all__ = [
    "Asker",
    "LocaleLink",
    "LocalePrefix",
    "access_of",
    "actor",
    "attached",
    "choose_locale",
    "database",
    "embeddable",
    "go",
    "guarded",
    "impersonal",
    "init_app",
    "is_demo",
    "is_embeddable",
    "is_impersonal",
    "kept",
    "local_address",
    "locale_links",
    "members_only",
    "not_modified",
    "page_address",
    "page_number",
    "public",
    "reader_languages",
    "reading",
    "see_other",
    "settings",
    "tell",
    "transaction",
]
