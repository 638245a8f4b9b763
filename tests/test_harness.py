"""What the tests stand on holds: databases apart and in the shape of the real ones, a real browser."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from portal.core.orm import Database
from portal.schema import all_tables
from tests.harness.postgresql import Cluster, as_server
from tests.harness.serving import Portal


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_finds_its_database_empty(database: Database, time: str) -> None:
    with database.writer.begin() as connection:
        assert "visits" not in inspect(connection).get_table_names(), time
        connection.execute(text("CREATE TABLE visits (id integer)"))


def test_the_database_holds_every_table_of_the_models(database_url: str) -> None:
    engine = create_engine(database_url)
    assert set(inspect(engine).get_table_names()) >= set(all_tables().tables)
    engine.dispose()


def test_an_empty_database_is_empty(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_cluster_listens_nowhere_but_in_its_folder(cluster: Cluster) -> None:
    engine = create_engine(cluster.url("postgres"))
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW listen_addresses")) == ""
        assert connection.scalar(text("SHOW unix_socket_directories")) == cluster.folder
    engine.dispose()


def test_a_program_that_fails_is_told_with_its_words() -> None:
    with pytest.raises(pytest.fail.Exception, match="no-such-thing"):
        as_server("ls", "/no-such-thing")


@pytest.mark.browser
def test_a_reader_runs_scripts_or_none(new_reader, scripts: bool) -> None:
    page = new_reader(scripts=scripts, width=320)
    page.goto("data:text/html,<title>before</title><script>document.title='after'</script>")
    assert page.title() == ("after" if scripts else "before")
    assert page.viewport_size["width"] == 320


def test_the_served_portal_answers_and_stops_when_asked(live_server: Portal) -> None:
    assert live_server.stop() == 0
    assert Path(live_server.log).read_text().startswith(f"Serving on {live_server.url} ")
