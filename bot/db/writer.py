"""The one thread that writes to SQLite: acts that gathered meanwhile are committed as one group."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.db.deadline import TooSlowError
from bot.db.gathering import Gatherer, Job, by_form, come_apart, do_together


class Writer(Gatherer):
    """One thread, one connection, many acts a commit, each or each set of them under its own savepoint."""

    def __init__(self, on: Engine) -> None:
        self._engine = on
        super().__init__("writer")

    def _do(self, group: Sequence[Job]) -> Sequence[Job]:
        """All of them at once; where one breaks the transaction they share, each by itself."""
        if not self._committed(group, in_sets=True):
            for job in group:
                job.begin_again()
                self._committed([job], in_sets=False)
        return group

    def _committed(self, group: Sequence[Job], *, in_sets: bool) -> bool:
        """Whether every act is done or, as its error says, undone; else nothing of any of them is there."""
        with self._engine.connect() as connection:
            shared = _Shared(connection)
            for form, jobs in (by_form(group) if in_sets else {}).items():
                if error := shared.attempt(partial(do_together, form=form, jobs=jobs)):
                    come_apart(jobs, error)
                if shared.broken:
                    return False
            for job in group:
                if not job.in_set:
                    job.error = shared.attempt(job.do)
                if shared.broken:
                    return len(group) == 1
            done = [job for job in group if job.error is None]
            wanted = [job for job in done if job.guard.claim()]
            if len(wanted) < len(done):  # somebody has stopped waiting meanwhile: the others go by themselves
                shared.transaction.rollback()
                for job in wanted:
                    job.guard.release()
                for job in done:
                    job.error = TooSlowError()
                return len(group) == 1
            shared.transaction.commit()
        return True


class _Shared:
    """A transaction that a group shares."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self.transaction = connection, connection.begin()
        self._session = _within(connection)

    @property
    def broken(self) -> bool:
        """Whether it is over, with nothing kept."""
        return not self.transaction.is_active

    def attempt(self, work: Callable[[Session], Any]) -> BaseException | None:
        """The work is done under a savepoint; what it failed with, if it did, and nothing of it is there."""
        failed: BaseException | None = None
        self._connection.exec_driver_sql("SAVEPOINT act")
        try:
            work(self._session)
            self._session.flush()
            self._session.expunge_all()
        except BaseException as error:  # noqa: BLE001  # it is told to the one who asked
            failed = error
            self._session.close()
            if self.broken:
                return failed
            self._session = _within(self._connection)
            self._connection.exec_driver_sql("ROLLBACK TO act")
        self._connection.exec_driver_sql("RELEASE act")
        return failed


def _within(connection: Connection) -> Session:
    """A session that may flush and forget, while the transaction stays ours."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
