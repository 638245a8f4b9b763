"""What becomes of a published statement: to whom it was handed, and what came back."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.orm import Base, Id, Language


class Submission(Base):
    """To whom a statement was handed, when, under what reference, and what came back."""

    __tablename__ = "submissions"

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), index=True)
    addressee: Mapped[str]
    language: Mapped[Language] = mapped_column(default="und")
    submitted_on: Mapped[date]
    reference: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answer_language: Mapped[str] = mapped_column(String(35), default="und")
    answered_on: Mapped[date | None]
