"""Work beside the requests: a Huey queue that paces jobs, and the worker that runs them.

The queue holds no truth. What must not be lost (mail, what is due) stands in rows of our own
database, written in the transaction that caused it; a job looks there for what is left to do,
so it may run twice, or late, without harm. Domains give their jobs to `portal.wiring`.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler

from portal.core.orm import Database
from portal.core.settings import Settings

log = structlog.get_logger()
TICK = 2
"""Seconds between two looks at what is due."""


@dataclass(frozen=True)
class Job:
    """Something to be done again and again: `run(database, settings)` does what is left to do."""

    name: str
    every: timedelta
    run: Callable[[Database, Settings], object]


def open_queue(settings: Settings) -> Huey:
    """The queue that the settings name; by default a SQLite file in the data folder."""
    if settings.queue_url:
        return RedisHuey("portal", url=settings.queue_url, results=False)
    settings.data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("portal", filename=str(settings.data / "queue.db"), results=False)


def put_on(queue: Huey, jobs: Iterable[Job], database: Database, settings: Settings) -> None:
    """Let the queue run these jobs, each at its own pace, never twice at once in one worker."""
    for job in jobs:
        queue.periodic_task(
            _paced(job.every), name=job.name, expires=max(int(job.every.total_seconds()), TICK)
        )(_alone(job, database, settings))


def _paced(every: timedelta) -> Callable[[datetime], bool]:
    """Whether it is time again: at once after the start, then every so often."""
    last = [float("-inf")]

    def is_time(_at: datetime) -> bool:
        now = time.monotonic()
        if now - last[0] < every.total_seconds():
            return False
        last[0] = now
        return True

    return is_time


def _alone(job: Job, database: Database, settings: Settings) -> Callable[[], None]:
    running = threading.Lock()

    def run() -> None:
        if not running.acquire(blocking=False):
            return
        try:
            job.run(database, settings)
        except Exception:
            # One job that fails must not end the worker; it is tried again at its next turn.
            log.exception("job failed", job=job.name)
        finally:
            running.release()

    return run


class _Ticking(Scheduler):  # type: ignore[misc]
    """Looks every few seconds instead of every minute, and ends with the process that started it."""

    periodic_task_seconds = TICK
    parent: int | None = None

    def loop(self, now: datetime | None = None) -> None:
        if self.parent is not None and os.getppid() != self.parent:
            self.stop_flag.set()
            return
        super().loop(now)


class _Worker(Consumer):  # type: ignore[misc]
    def __init__(self, queue: Huey, parent: int | None, **options: Any) -> None:
        self.parent = parent
        super().__init__(queue, **options)
        # Huey would answer a hang-up by running the whole command line anew.
        del self._signal_actions[signal.SIGHUP]
        self._signal_actions[signal.SIGINT] = (False, True)

    def start(self) -> None:
        # Huey listens only once its threads run: a job begun by then would be cut off.
        self._set_signal_handlers()
        super().start()

    def _create_scheduler(self) -> _Ticking:
        scheduler = _Ticking(self.huey, self.stop_flag, self.scheduler_interval, self.periodic)
        scheduler.parent = self.parent
        return scheduler


def work(
    jobs: Iterable[Job],
    settings: Settings,
    database: Database,
    *,
    parent: int | None = None,
    threads: int = 2,
) -> None:
    """Run jobs in the foreground until told to stop (SIGTERM, Ctrl-C); what runs is finished.

    With `parent`, also until that process is gone.
    """
    logging.getLogger("huey").setLevel(logging.WARNING)
    queue = open_queue(settings)
    put_on(queue, jobs, database, settings)
    _Worker(
        queue,
        parent,
        workers=threads,
        scheduler_interval=TICK,
        max_delay=float(TICK),
        graceful_signal="TERM",
        shutdown_timeout=30,
    ).run()
    queue.storage.close()
