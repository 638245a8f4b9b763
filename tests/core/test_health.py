"""The address that a watching machine asks."""

from pathlib import Path

from flask.testing import FlaskClient

from portal.app import create_app
from portal.core.settings import Settings


def test_it_answers_while_the_database_does(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_it_says_when_the_database_does_not_answer(tmp_path: Path) -> None:
    missing = Settings(
        data=tmp_path, database_url=f"sqlite:///{tmp_path / 'none' / 'portal.db'}", secret_key="x"
    )
    app = create_app(missing, TESTING=True)
    assert app.test_client().get("/healthz").status_code == 503
    app.extensions["portal_database"].dispose()
