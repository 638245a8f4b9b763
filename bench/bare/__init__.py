"""The plainest page that Flask, SQLAlchemy and Jinja can make of 20 rows: what ours are held against."""

from pathlib import Path

from flask import Flask, render_template
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROWS = 20


class Base(DeclarativeBase):
    pass


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str]
    country: Mapped[str]
    side: Mapped[str]
    since: Mapped[str]
    about: Mapped[str]


def create_app(folder: Path) -> Flask:
    """A page of 20 organisations on `/`, about 10 kB, one statement a request."""
    engine = create_engine(f"sqlite:///{folder / 'bare.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        if session.get(Organisation, 1) is None:
            session.add_all(
                Organisation(
                    id=number,
                    name=f"Organisation {number} <for & by> migrant women",
                    language=("en", "ko", "vi", "km", "ur")[number % 5],
                    country=("KR", "VN", "KH", "PK", "JP")[number % 5],
                    side=("sending", "receiving", "both")[number % 3],
                    since=f"20{number:02}-03-08",
                    about=(f"What organisation {number} does, told in two sentences. " * 5),
                )
                for number in range(1, ROWS + 1)
            )
            session.commit()
    engine.dispose()
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        with Session(engine) as session:
            rows = session.scalars(select(Organisation).order_by(Organisation.name)).all()
            return render_template("page.html", rows=rows)

    return app
