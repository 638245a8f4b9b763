"""Keys beside the database: whole or not at all, the same for all who make one at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.core.keys import Keyring, Unreadable


def test_many_that_make_a_key_at_once_have_the_same(tmp_path: Path) -> None:
    for number in range(40):
        folder = tmp_path / str(number)
        rings = [Keyring(folder) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda ring: ring.key("marks"), rings))
        assert len(keys) == 1
        assert len(keys.pop()) == 32
        (kept,) = folder.iterdir()
        assert kept.stat().st_mode & 0o777 == 0o600


def test_a_key_that_a_power_cut_left_empty_is_never_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "marks.key").touch()
    with pytest.raises(Unreadable):
        Keyring(tmp_path).mark("organisation", "one")
