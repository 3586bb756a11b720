"""APScheduler as it comes, its jobs in the same database: what a turn costs where each job is a pickled row."""

import pickle
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import create_engine, insert, update

TABLE = "stored_jobs"


async def nothing() -> None:
    """What a job does here."""


class StoredJobs:
    """So many jobs, each weekly, none due before `make_due`."""

    def __init__(self, url: str, number: int) -> None:
        self.scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._engine = create_engine(url)
        self._store = SQLAlchemyJobStore(engine=self._engine, tablename=TABLE)
        self.scheduler.add_jobstore(self._store, "default")
        self.scheduler.start()
        with self._engine.begin() as connection:
            connection.execute(insert(self._store.jobs_t), list(self._rows(range(number), self._later)))

    @staticmethod
    def _later(number: int) -> datetime:
        return datetime.now(UTC) + timedelta(days=1, seconds=number)

    def _rows(self, numbers: Iterable[int], at: Callable[[int], datetime]) -> Iterable[dict[str, Any]]:
        trigger = CronTrigger(day_of_week="fri", hour=15, timezone="Europe/London")
        for number in numbers:
            job = Job(
                self.scheduler,
                id=str(number),
                name="celebration",
                func="benchmarks.floors.stored_jobs:nothing",
                args=(),
                kwargs={},
                trigger=trigger,
                executor="default",
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                next_run_time=at(number),
            )
            state = pickle.dumps(job.__getstate__(), self._store.pickle_protocol)
            yield {"id": job.id, "next_run_time": job.next_run_time.timestamp(), "job_state": state}

    def make_due(self, numbers: range) -> None:
        with self._engine.begin() as connection:
            for row in self._rows(numbers, lambda _: datetime.now(UTC) - timedelta(seconds=1)):
                table = self._store.jobs_t
                connection.execute(update(table).where(table.c.id == row["id"]).values(**row))

    def turn(self) -> None:
        """Everything due is begun, and its next time is in the database."""
        self.scheduler._process_jobs()  # noqa: SLF001  # what its own timer calls

    def close(self) -> None:
        self.scheduler.shutdown(wait=False)
        with self._engine.begin() as connection:
            self._store.jobs_t.drop(connection)
        self._engine.dispose()
