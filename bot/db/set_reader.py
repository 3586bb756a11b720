"""The one thread that answers questions asked in sets, from one unchanging view of the data for each set."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.db.gathering import Gatherer, Job, by_form, come_apart, do_together
from bot.db.sets import SetForm


class SetReader(Gatherer):
    """One thread; nothing that is written in it is kept."""

    def __init__(self, on: Engine) -> None:
        self._engine = on
        super().__init__("set-reader")

    def _do(self, group: Sequence[Job]) -> Sequence[Job]:
        for form, jobs in by_form(group).items():
            self._answer(form, jobs)
        return group

    def _answer(self, form: SetForm, jobs: Sequence[Job]) -> None:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                do_together(session, form, jobs)
        except Exception as error:  # noqa: BLE001  # each is then asked, and answered, by itself
            come_apart(jobs, error)
        for job in jobs:
            if not job.in_set:
                self._answer_alone(job)

    def _answer_alone(self, job: Job) -> None:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                job.do(session)
        except Exception as error:  # noqa: BLE001  # it is told to the one who asked
            job.error = error
