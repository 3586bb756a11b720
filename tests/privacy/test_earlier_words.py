"""How words read before somebody else put theirs in that place: whose they are, who gets them, who takes them back."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import FileRequest, Member, Revision
from bot.outbox.kinds import KINDS, authors
from bot.partnership import revisions
from bot.privacy import my_data
from bot.slack import redact
from sandbox.actors.person import Person
from tests.choosing import people
from tests.ideas import sharing
from tests.initiatives.together import STEP, begun, card, says_step
from tests.privacy.pasts import STUCK, forgets, traces_of
from tests.world import MONDAY, World

NEXT = "Ask the baker for twenty rolls"
HOW = "We rang the night desk"
REASON = "No money for a van before May"


async def _steps(world: World) -> tuple[Person, Person]:
    """What Marek said comes next with Priya's initiative, and what Priya says by now."""
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await begun(world, priya)
    await marek.presses(card(world), "initiative.join")
    await says_step(world, marek, STEP)
    await says_step(world, priya, NEXT)
    return marek, priya


async def _host(world: World, person: Person) -> Person:
    await person.types("/partnership join Tideway Foodbank")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == person.user_id)).one().host = True
    return person


async def test_a_step_that_another_has_replaced_is_taken_back(world: World) -> None:
    marek, _ = await _steps(world)
    assert "revisions.before" in traces_of(world, STEP)

    reply = await forgets(world, marek, ["initiatives"])

    assert "Your words are taken back in 1 place." in reply
    assert traces_of(world, STEP) == []
    assert "initiatives.step" in traces_of(world, NEXT)


async def test_whoever_replaced_it_leaves_the_others_words(world: World) -> None:
    _, priya = await _steps(world)

    await forgets(world, priya, ["initiatives"])

    assert "revisions.before" in traces_of(world, STEP)
    assert traces_of(world, NEXT) == []


async def test_so_are_the_reason_of_a_decision_since_opened_again_and_what_its_thread_says(world: World) -> None:
    amina = await world.begins()
    marek = await _host(world, world.person("Marek Nowak"))
    await sharing.shared(world, world.person("Dr Priya Raman"))
    await sharing.decides(world, marek, "idea.not_now")
    assert await marek.submits({"reason": REASON}) is None
    await world.settle()
    await amina.presses(sharing.card(world), "idea.reopen")
    await world.settle()
    assert REASON in "".join(message.plain for message in world.room)

    await forgets(world, marek, ["ideas"])

    assert traces_of(world, REASON) == []
    assert REASON not in "".join(message.plain for message in world.room)
    assert "ideas.text" in traces_of(world, sharing.WHAT_IF)


async def test_and_how_a_blocker_had_been_fixed_that_is_stuck_after_all(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await amina.types(f"/blocker {STUCK}")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()
    blocker = next(message for message in world.room if STUCK in message.plain)
    await marek.presses(blocker, "blocker.fixed")
    assert await marek.submits({"how": HOW, **people(marek, "who", amina)}) is None
    await world.settle()
    await amina.presses(blocker, "blocker.reopen")
    await world.settle()
    assert "revisions.before" in traces_of(world, HOW)

    await forgets(world, marek, ["blockers"])

    assert traces_of(world, HOW) == []
    assert "blockers.text" in traces_of(world, STUCK)


async def test_my_data_has_what_they_wrote_on_others_things_now_and_before(world: World) -> None:
    marek, priya = await _steps(world)

    theirs, hers = _files(world, marek), _files(world, priya)

    [earlier] = theirs["earlier_wordings"]
    assert (earlier["of"], earlier["step"], earlier["somebody_elses"]) == ("initiative", STEP, True)
    assert "text" not in earlier
    assert STEP not in json.dumps(hers["earlier_wordings"])
    await says_step(world, marek, "Lay the tables")
    [row] = _files(world, marek)["held"]["initiatives"]
    assert row["step"] == "Lay the tables"
    assert "text" not in row


def _files(world: World, person: Person) -> dict[str, Any]:
    with Session(world.bot.database.engine) as session:
        me = session.scalars(select(Member).where(Member.user_id == person.user_id)).one()
        request = FileRequest(partnership_id=1, member_id=me.id, what=my_data.WHAT, about={}, asked_at=MONDAY)
        made = my_data.files(session, request, world.bot.settings, MONDAY)
        content: dict[str, Any] = json.loads(made[0].content)
        return content


async def test_a_revision_from_before_it_said_so_goes_by_whose_the_words_are_now(world: World) -> None:
    _, priya = await _steps(world)
    with Session(world.bot.database.engine) as session, session.begin():
        for revision in session.scalars(select(Revision)):
            revision.before = {name: value for name, value in revision.before.items() if name != "step_by"}

    await forgets(world, priya, ["initiatives"])

    with Session(world.bot.database.engine) as session:
        steps = [before["step"] for before in session.scalars(select(Revision.before)) if before["step"]]
    assert steps == [redact.INSTEAD]


@pytest.mark.parametrize("table", [table for table in revisions.NOUNS if authors(table)])
def test_of_each_of_its_words_a_table_says_whose_they_are(table: Any) -> None:
    words = {column for kind in KINDS.values() for words in kind.words for column, _ in words.columns}
    assert authors(table).keys() == {column.key for column in words if column.class_ is table}
