"""Series with their editions, and one edition with its hosts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from portal.core.errors import NotFound
from portal.forums.models import Edition, EditionHost, Series
from portal.network.models import Organisation


def _hosts() -> _AbstractLoad:
    return (
        selectinload(Edition.hosts)
        .joinedload(EditionHost.organisation)
        .selectinload(Organisation.names)
    )


def all_series(session: Session) -> Sequence[Series]:
    """Every series with its editions and their hosts: four statements."""
    return session.scalars(
        select(Series)
        .order_by(Series.created_at, Series.id)
        .options(selectinload(Series.editions).options(_hosts()))
    ).all()


def series_at(session: Session, slug: str) -> Series:
    """One series, the same way. Raises NotFound."""
    found = session.scalar(
        select(Series)
        .where(Series.slug == slug)
        .options(joinedload(Series.group), selectinload(Series.editions).options(_hosts()))
    )
    if found is None:
        raise NotFound
    return found


def edition_at(session: Session, slug: str, address: str, *, hosts: bool = True) -> Edition:
    """One edition with its series; one statement without the hosts. Raises NotFound."""
    query = (
        select(Edition)
        .join(Edition.series)
        .where(Series.slug == slug, Edition.address == address)
        .options(contains_eager(Edition.series))
    )
    found = session.scalar(query.options(_hosts()) if hosts else query)
    if found is None:
        raise NotFound
    return found


def next_edition(series: Series) -> Edition | None:
    """The nearest edition that is still to come."""
    ahead = [item for item in series.editions if item.is_ahead]
    return min(ahead, key=lambda item: (item.year, item.address), default=None)
