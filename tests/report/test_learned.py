"""What a report says was learned and what changed, how many were involved, and where each figure comes from."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.models import Answer, Checkin, Commitment, Member, Partnership, Post, Proposal, Pulse, Response
from bot.pulse import disclosure_control, releases
from bot.report import facts
from bot.report.views import learned as view
from bot.wins.consent import Audience
from tests.report.stories import asks, rows, told
from tests.world import MONDAY, World

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31), "Europe/London")
CLOSED = MONDAY + timedelta(days=3)


def _post(session: Session, kind: str, number: int) -> int:
    partnership = session.scalars(select(Partnership)).one()
    post = Post(
        partnership_id=partnership.id, kind=kind, occasion=f"n{number}", lane="C", channel="C", token=f"{number:024}",
        text="x", blocks=[], written_at=MONDAY, fate="sent",
    )  # fmt: skip
    session.add(post)
    session.flush()
    return post.id


def _checkin(session: Session, number: int, answers: Sequence[str]) -> Checkin:
    """A check-in on wins, closed, with these answers."""
    partnership = session.scalars(select(Partnership)).one()
    here = {"partnership_id": partnership.id}
    checkin = Checkin(
        **here, post_id=_post(session, "checkins", number), stage="wins", round=number, facts=[], written_at=MONDAY,
        closes_at=CLOSED, closed_at=CLOSED,
    )  # fmt: skip
    session.add(checkin)
    session.flush()
    for place, word in enumerate(answers):
        answer = Answer(
            **here, checkin_id=checkin.id, team_id="T", user_id=f"U{place}", answer=word, answered_at=CLOSED
        )
        session.add(answer)
    return checkin


def _lived(session: Session) -> None:
    """Two check-ins, a step that happened, two decisions, and a pulse with what became of it."""
    partnership = session.scalars(select(Partnership)).one()
    amina = session.scalars(select(Member).order_by(Member.id)).first()
    assert amina is not None
    here = {"partnership_id": partnership.id, "member_id": amina.id}
    _checkin(session, 0, ["stuck", "stuck", "moving"])
    last = _checkin(session, 1, ["moving", "moving", "stuck", "moving"])
    _checkin(session, 2, ["stuck", "stuck"])  # too few
    step = {"checkin_id": last.id, "taken_at": CLOSED, "answered_at": CLOSED}
    session.add(Commitment(**here, **step, answer="moving", text="Ask one newcomer.", outcome="happened"))
    session.add(Commitment(**here, **step, answer="stuck", text="Ring somebody.", outcome="dropped"))
    for number, outcome in enumerate(("pencilled", "rubbed", None)):
        decided = {"decided_at": CLOSED, "decided_by": amina.id, "outcome": outcome} if outcome else {}
        words = {"text": "x", "aims": [], "reason": "@ is not a name", "because": "We agreed"}
        session.add(Proposal(**here, **words, **decided, origin=f"p{number}", proposed_at=MONDAY))
    post_id = _post(session, "pulse-results", 9)
    release = disclosure_control.release({"all": {"kept": (0, 1, 2, 8, 3)}}, 14, 20)
    pulse = Pulse(
        partnership_id=partnership.id, occasion="2026-03", post_id=post_id, results_id=post_id, round=0, items=["kept"],
        groups=[], floor=5, invited=20, written_at=MONDAY, closes_at=CLOSED, closed_at=CLOSED, nudges=[],
        release=releases.as_json(release), results_at=CLOSED,
    )  # fmt: skip
    session.add(pulse)
    session.flush()
    session.add(Response(**here, pulse_id=pulse.id, action="Meet on Mondays", decided_at=CLOSED, became="Twelve came"))


@pytest.mark.parametrize(
    ("audience", "pulse", "vision"),
    [
        (Audience.PARTNERS, ("Meet on Mondays", "Twelve came"), "The vision was changed. @ is not a name"),
        (Audience.PUBLIC, ("The hosts said what they’d do", "They said what became of it"), "The vision was changed."),
    ],
)
async def test_what_was_learned_and_changed_stands_with_where_it_comes_from(
    world: World, audience: Audience, pulse: tuple[str, str], vision: str
) -> None:
    await told(world)
    await world.bot.database.run(_lived)

    def look(session: Session) -> facts.Report:
        partnership = session.scalars(select(Partnership)).one()
        return facts.gather(session, partnership, PERIOD, audience, world.bot.clock())

    report = await world.bot.database.read(look)
    [(lesson, source)] = view.lessons(report)
    assert lesson.endswith("from Stuck to Moving")
    assert source == "2 check-ins"
    after, made, refused, step = view.changes(report)
    assert (after.what, after.became) == pulse
    assert made.what == vision
    assert refused.what.startswith("A change to the vision was turned down")
    assert (step.what, step.became) == ("Ask one newcomer.", "It happened")
    figures = dict(view.involved(report.learned.involved))
    assert figures["People who answered check-ins"] == "4"
    assert figures["People who took a step on"] == "fewer than 3"
    assert figures["Organisations with a part in wins"] == "3"


async def test_it_stands_in_the_page_and_in_the_tables(world: World) -> None:
    await told(world)
    await world.bot.database.run(_lived)
    came = await asks(world, "Amina Okafor", "/partnership report inside")
    page = came["report.html"]
    assert all(words in page for words in ("What we learned, and what changed", "Meet on Mondays", "Twelve came"))
    assert "Where the figures come from" in page
    assert page.count("Meet on Mondays") == 1
    assert ["Changed", "March 2026", "Pulse: what the hosts did about it", "Meet on Mondays", "Twelve came"] in rows(
        came["learned.csv"]
    )
    assert len(rows(came["sources.csv"])) == len(view.SOURCES) + 1
    assert ["Who was involved", "People who shared wins", "3"] in rows(came["figures.csv"])


async def test_where_nothing_was_learned_nothing_is_said_of_it(world: World) -> None:
    await told(world)
    page = (await asks(world, "Amina Okafor"))["report.html"]
    assert "What we learned" not in page
    assert "Who was involved" in page
