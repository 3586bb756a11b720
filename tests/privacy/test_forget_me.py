"""Being forgotten: the name for good, and of the words what the person chooses."""

import asyncio
import json

import pytest
from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from bot.checkins import evidence
from bot.checkins.evidence import Fact
from bot.models import (
    Base,
    FileRequest,
    Member,
    Proof,
    PulseInvitation,
    PulseParticipation,
    Revision,
    Skill,
    Win,
)
from bot.outbox.kinds import TAKEN_BACK
from bot.partnership import revisions
from bot.privacy.views import forget_me as forget_view
from bot.slack import redact as erasing
from sandbox.api.faults import Fault, Kind
from tests.privacy.pasts import STUCK, WON, forgets, has_a_past, kept_elsewhere, says, traces_of
from tests.world import World


def _count(world: World, table: type[Base]) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def _figures(world: World) -> dict[Fact, int]:
    """All that is counted of the partnership."""
    with Session(world.bot.database.engine) as session:
        known = evidence.figures(session, evidence.begun(session, [1]), list(Fact), world.bot.clock())[1]
    return {fact: figure.now for fact, figure in known.items()}


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_after_being_forgotten_no_table_names_the_person_and_counts_are_true(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await has_a_past(world, person)
    kept_elsewhere(world, person)
    before = {table.name: _rows(world, table) for table in Base.metadata.sorted_tables}
    figures = _figures(world)

    reply = await forgets(world, person)

    assert "You are forgotten in Exe Bay Together" in reply
    assert traces_of(world, person.user_id) == []
    gone = {Fact.SKILLS: 0, Fact.HIDDEN_SKILLS: 0}
    assert _figures(world) == figures | gone
    for table in ("wins", "blockers", "helps", "thanks", "cheers", "answers", "wishes", "requests", "members"):
        assert _rows(world, Base.metadata.tables[table]) == before[table], table
    assert (_count(world, Skill), _count(world, Proof), _count(world, FileRequest)) == (0, 0, 0)


async def test_they_are_told_that_they_are_forgotten_whatever_becomes_of_their_home(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types(f"/win {WON}")
    world.sandbox.faults.add(Fault(Kind.ERROR, method="views.publish"))

    assert "You are forgotten in Exe Bay Together" in await forgets(world, marek)
    assert traces_of(world, marek.user_id) == []


def _rows(world: World, table: Table) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


async def test_what_stands_in_the_channel_no_longer_names_them(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    assert f"<@{marek.user_id}>" in "".join(message.text for message in world.room)

    await forgets(world, marek)

    shown = "".join(message.text + json.dumps(message.blocks) for message in world.room)
    assert marek.user_id not in shown
    assert "somebody who was here" in shown
    assert WON in shown  # the words stay unless they are taken back
    assert STUCK in shown


async def test_words_taken_back_are_gone_here_and_in_the_channel(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    await marek.types(f"/win {WON}, and nobody has seen this one")

    reply = await forgets(world, marek, ["wins", "blockers"])

    assert "taken back" in reply
    shown = "".join(message.text + json.dumps(message.blocks, ensure_ascii=False) for message in world.room)
    assert WON not in shown
    assert STUCK not in shown
    assert erasing.INSTEAD in shown
    with Session(world.bot.database.engine) as session:
        assert set(session.scalars(select(Win.text).where(Win.member_id == _gone(session)))) == {erasing.INSTEAD}
        [unseen] = session.scalars(select(Win).where(Win.member_id == _gone(session), Win.post_id.is_(None)))
        assert unseen.undone_at is not None
    assert traces_of(world, WON) == []
    assert traces_of(world, STUCK) == []


def _gone(session: Session) -> int:
    return session.scalars(select(Member.id).where(Member.forgotten_at.is_not(None))).one()


async def test_everything_that_can_be_taken_back_is(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    kept_elsewhere(world, marek)

    await forgets(world, marek, list(forget_view.WORDS))

    typed = ("We ring before we write", "We feed two hundred families", "Too many rooms to heat", "All agreed on it")
    tried = ("A choir", "No time to sing", "A bench by the water", "Ask the harbour", "No wood to be had")
    for words in (WON, STUCK, *typed, *tried):
        assert traces_of(world, words) == [], words
    assert traces_of(world, "Fewer rooms") == ["proposals.text"]  # a proposal is everybody's to decide on


async def test_earlier_wordings_are_taken_back_with_the_words(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    await marek.types(f"/win {WON}")
    await marek.presses(marek.private()[-1], "win.edit")
    assert await marek.submits({"text": "It opened"}) is None

    await forgets(world, marek, ["wins"])

    assert traces_of(world, WON) == []
    assert _count(world, Revision) == 1


async def test_pressing_twice_forgets_once(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    await marek.types("/partnership forget-me")
    view = marek.form

    await asyncio.gather(marek.submits(), marek.submits(), return_exceptions=True)
    await world.settle()

    assert view is not None
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(func.count()).where(Member.forgotten_at.is_not(None))).one() == 1
    assert traces_of(world, marek.user_id) == []
    assert "I keep nothing about you" in await says(marek, "forget-me")


async def test_the_last_host_is_asked_to_hand_over_first(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership forget-me")

    assert "only host here" in amina.private()[-1].plain
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == marek.user_id)).one().host = True
    await forgets(world, amina)
    assert traces_of(world, amina.user_id) == []
    assert "somebody who was here" in await says(marek, "log")


async def test_whoever_acts_again_is_somebody_new(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    await forgets(world, marek)

    await marek.types("/win Back again")

    assert "recorded" in marek.private()[-1].plain.lower() or "Back again" in marek.private()[-1].plain
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Member.partner_id).where(Member.user_id == marek.user_id)).one() is None


async def test_another_partnership_is_left_as_it_is(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here we are")
    now = world.bot.clock()
    with Session(world.bot.database.engine) as session, session.begin():
        session.execute(
            insert(Base.metadata.tables["partnerships"]).values(
                id=2,
                team_id="T",
                channel_id="C2",
                name="Elsewhere",
                zone="Europe/London",
                started_at=now,
                pulse_floor=5,
                by_assent=False,
                reflecting=False,
            )
        )
        session.add(
            Member(
                partnership_id=2,
                team_id=marek.about.team_id,
                user_id=marek.user_id,
                joined_at=now,
                seen_at=now,
                host=True,
            )
        )
    await marek.opens_home()
    await world.settle()
    await marek.types("/partnership forget-me")
    assert marek.form is not None
    assert "1 other partnership" in marek.form.plain
    assert await marek.submits() is None
    await world.settle()

    assert {message for message in traces_of(world, marek.user_id) if not message.startswith(("posts.", "pace."))} == {
        "members.user_id"
    }
    assert marek.home is not None
    assert marek.home.plain.startswith("Elsewhere")


async def test_home_is_empty_afterwards(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here we are")
    await marek.opens_home()
    await world.settle()

    await forgets(world, marek)

    assert marek.home is not None
    assert "not in a partnership" in marek.home.plain


async def test_an_answer_to_an_open_pulse_still_counts(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here we are")
    with Session(world.bot.database.engine) as session, session.begin():
        me = session.scalars(select(Member.id).where(Member.user_id == marek.user_id)).one()
        session.add(PulseInvitation(pulse_id=1, member_id=me, partnership_id=1, cut=0))
        session.add(PulseParticipation(pulse_id=1, member_id=me, partnership_id=1))

    await forgets(world, marek)

    assert (_count(world, PulseInvitation), _count(world, PulseParticipation)) == (1, 1)


def test_each_kind_of_words_can_be_taken_back() -> None:
    assert set(forget_view.WORDS) == set(TAKEN_BACK)
    for kind in TAKEN_BACK.values():
        for column, _ in kind.columns:
            assert column.class_ in revisions.NOUNS


@pytest.mark.parametrize(
    ("shown", "gone"),
    [
        ("Nobody answers at the parking office", True),
        ("Nobody answers at the…", True),
        ("Nobody answers  at the parking\noffice", True),
        ("Nobody…", False),
        ("Nobody answers", False),
        ("Nobody answers at the parking office, they say", False),
    ],
)
def test_words_are_known_again_where_they_were_cut(shown: str, gone: bool) -> None:  # noqa: FBT001
    blocks = [{"type": "text", "text": shown}]
    assert (erasing.without(blocks, "U1", [STUCK]) != blocks) is gone
