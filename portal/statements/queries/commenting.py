"""Comments, paragraph by paragraph."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.network.models import Organisation
from portal.statements.models import Comment


def comments_by_block(session: Session, statement_id: str) -> Mapping[str, Sequence[Comment]]:
    """Every comment with its author and organisation under its block; the oldest first."""
    found: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in session.scalars(
        select(Comment)
        .where(Comment.statement_id == statement_id)
        .options(
            joinedload(Comment.organisation).selectinload(Organisation.names),
            joinedload(Comment.author),
        )
        .order_by(Comment.at)
    ):
        found[comment.block_id].append(comment)
    return found
