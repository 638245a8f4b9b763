"""Whole addresses for mail, made where no request is at hand."""

from urllib.parse import quote

from sqlalchemy.orm import Session

from portal.core import locales


def absolute(session: Session, path: str, locale: str = "") -> str:
    """The public address of a path of this site, in one interface language if given."""
    prefix = f"/{locale}" if locale in locales.LOCALES else ""
    return str(session.info.get("address", "")) + prefix + quote(path, safe="/?&=#-._~")
