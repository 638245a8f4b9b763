"""Time is read in one place, and only the demo reads another."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from portal.core import clock

THEN = datetime(2019, 5, 4, 23, 59, 30, tzinfo=UTC)
PORTAL = Path(clock.__file__).parent.parent


def test_the_clock_runs_on_from_the_moment_that_it_was_set_to() -> None:
    with clock.at(THEN):
        first, second = clock.now(), clock.now()
        assert THEN <= first <= second < THEN + timedelta(seconds=20)
        assert clock.today() == THEN.date()


def test_the_present_comes_back_even_after_a_mishap() -> None:
    with pytest.raises(LookupError), clock.at(THEN):
        raise LookupError
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_moment_within_a_moment_gives_way_to_it_again() -> None:
    with clock.at(THEN):
        with clock.at(THEN - timedelta(days=400)):
            assert clock.today().year == 2018
        assert clock.today().year == 2019


def test_other_threads_keep_the_present() -> None:
    seen: list[datetime] = []
    with clock.at(THEN):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0].year > 2019


def test_only_the_demo_moves_the_clock() -> None:
    found = subprocess.run(
        ["grep", "-rlE", r"clock\.at\(|clock import .*\bat\b", "--include=*.py", str(PORTAL)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert {Path(name).relative_to(PORTAL).parts[0] for name in found} == {"demo"}
