"""Jobs run beside the requests, each at its pace, and a worker ends when it is told to."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys, threading, time
from datetime import timedelta
from pathlib import Path
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.jobs.queue import Job, work

data = Path(sys.argv[1])
start = threading.Thread.start

def start_on_a_busy_machine(thread):
    start(thread)
    if (data / "busy").exists() and threading.current_thread() is threading.main_thread():
        time.sleep(1)

threading.Thread.start = start_on_a_busy_machine

def often(database, settings):
    with (data / "often").open("a") as file:
        file.write("x")

def failing(database, settings):
    with (data / "failing").open("a") as file:
        file.write("x")
    raise RuntimeError("on purpose")

def slow(database, settings):
    (data / "slow-began").touch()
    time.sleep(3)
    (data / "slow-ended").touch()

jobs = [
    Job("often", timedelta(seconds=2), often),
    Job("failing", timedelta(seconds=2), failing),
    Job("slow", timedelta(hours=1), slow),
]
settings = Settings(data=data)
parent = int(sys.argv[2]) or None
work(jobs, settings, Database(settings.database), parent=parent, threads=3)
"""


def start(folder: Path, parent: int = 0) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(folder), str(parent)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(path: Path, size: int = 0) -> None:
    for _ in range(300):
        if path.exists() and path.stat().st_size >= size:
            return
        time.sleep(0.05)
    pytest.fail(f"{path.name} did not come about")


def test_jobs_run_again_and_again_and_one_that_fails_ends_nothing(tmp_path: Path) -> None:
    worker = start(tmp_path)
    wait_for(tmp_path / "often", 2)
    wait_for(tmp_path / "failing", 2)
    worker.terminate()
    said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0, said
    assert "on purpose" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_runs_is_finished_before_the_worker_ends(tmp_path: Path, number: int) -> None:
    worker = start(tmp_path)
    wait_for(tmp_path / "slow-began")
    worker.send_signal(number)
    said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0, said
    assert (tmp_path / "slow-ended").exists()


def test_a_worker_told_to_stop_while_it_starts_finishes_what_runs(tmp_path: Path) -> None:
    (tmp_path / "busy").touch()
    worker = start(tmp_path)
    wait_for(tmp_path / "slow-began")
    worker.terminate()
    said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0, said
    assert (tmp_path / "slow-ended").exists()


def test_a_worker_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    not_its_parent = os.getppid()
    worker = start(tmp_path, parent=not_its_parent)
    said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0, said


def test_the_queue_lies_in_the_data_folder(tmp_path: Path) -> None:
    worker = start(tmp_path)
    wait_for(tmp_path / "often", 1)
    worker.terminate()
    worker.communicate(timeout=30)
    with sqlite3.connect(tmp_path / "queue.db") as connection:
        assert connection.execute("SELECT count(*) FROM task").fetchone()[0] <= 3
    connection.close()
