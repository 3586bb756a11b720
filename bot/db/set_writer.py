"""The one thread that writes sets of acts to PostgreSQL: a set is a transaction, and what it leaves goes on alone."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.db.deadline import UnsureError
from bot.db.gathering import Gatherer, Job, by_form, come_apart, do_together
from bot.db.sets import SetForm


class SetWriter(Gatherer):
    """One thread, one connection, a set of acts a transaction."""

    def __init__(self, on: Engine, alone: Callable[[Job], None]) -> None:
        """`alone` does an act by itself, on a thread of its own, and tells whoever waits."""
        self._engine, self._alone = on, alone
        super().__init__("set-writer")

    def _do(self, group: Sequence[Job]) -> Sequence[Job]:
        for form, jobs in by_form(group).items():
            self._commit(form, jobs)
        over = [job for job in group if job.in_set or job.error is not None]
        for job in group:
            if not job.in_set and job.error is None:
                self._alone(job)
        return over

    def _commit(self, form: SetForm, jobs: Sequence[Job]) -> None:
        """The set is committed but for what its form leaves. Where nobody can say whether it is, its acts say so."""
        claimed: list[Job] = []
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                do_together(session, form, jobs)
                session.flush()
                claimed = [job for job in jobs if job.in_set and job.guard.claim()]
                if len(claimed) == sum(job.in_set for job in jobs):
                    session.commit()
                    return
        except BaseException as error:  # noqa: BLE001  # each is then done, and answered, by itself
            if claimed and isinstance(error, DBAPIError) and error.connection_invalidated:
                _leave_unsure(claimed, error)  # it went away with the order to commit in its hands
                return
            come_apart(jobs, error)
        for job in claimed:
            job.guard.release()
        for job in jobs:
            job.begin_again()


def _leave_unsure(claimed: Sequence[Job], error: DBAPIError) -> None:
    for job in claimed:
        job.guard.release()
        job.begin_again()
        job.error = UnsureError()
        job.error.__cause__ = error
