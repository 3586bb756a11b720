"""A ballot opens with the key of its pulse and not otherwise, looks like every other, and is counted once."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Pulse
from bot.outbox import posts
from bot.pulse import ballots
from bot.pulse.ballots import AnsweredError, NoKeyError
from bot.slack.messages import message
from bot.slack.rich_text import say
from tests.world import MONDAY, World

MASTER = b"a key that is long enough to seal tokens with"
CHECK = bytes.fromhex("f1fdd79a16041e88a2b4fdef7a417d2d")
SEALED = bytes.fromhex("000102030405060708090a0b985ee33ac336044b1375d417ee61c705c99eb1ce4beed2b2a5c8884de6472651")
TOKEN = "T0K3N"


def _pulse(*items: str, check: bytes | None = CHECK) -> Pulse:
    return Pulse(id=7, items=list(items), key_check=check)


def _key(master: bytes | None = MASTER, token: str = TOKEN) -> bytes:
    return ballots.drawn(_pulse(), token, master, {})


def test_what_an_earlier_version_sealed_opens() -> None:
    """A pulse is open for days, and Pencil may be updated meanwhile."""
    assert ballots.unseal(_key(), TOKEN, SEALED, 3) == (2, [5, 0, 3])


@pytest.mark.parametrize(("master", "token"), [(MASTER[::-1], TOKEN), (MASTER, "OTHER"), (None, TOKEN)])
def test_without_the_key_that_a_pulse_began_with_there_is_none(master: bytes | None, token: str) -> None:
    with pytest.raises(NoKeyError):
        _key(master, token)


def test_a_pulse_that_began_without_has_a_key_of_its_own_and_needs_that() -> None:
    pulse, own = _pulse(check=None), bytes(32)
    assert ballots.drawn(pulse, TOKEN, MASTER, {7: own}) == own
    with pytest.raises(NoKeyError):
        ballots.drawn(pulse, TOKEN, MASTER, {8: own})


def test_ballots_are_of_one_length_and_never_alike_whatever_is_in_them() -> None:
    made = [ballots.seal(_key(), TOKEN, group, answers) for group in (0, 9) for answers in ([], [5], [1] * 15) * 2]
    assert {len(ballot) for ballot in made} == {44}
    assert len({ballot[:12] for ballot in made}) == len({ballot[12:] for ballot in made}) == len(made)


def test_a_ballot_opens_in_its_pulse_alone() -> None:
    with pytest.raises(InvalidTag):
        ballots.unseal(_key(), "OTHER", SEALED, 3)


def test_what_is_counted_is_each_answer_once_by_group_and_what_does_not_open_is_said() -> None:
    cast = [(0, [5, 1]), (0, [5, 0]), (1, [2, 5])]
    sealed = [ballots.seal(_key(), TOKEN, group, answers) for group, answers in cast]
    tally = ballots.count(_pulse("kept", "heard"), TOKEN, _key(), [SEALED[:-1], *sealed, SEALED[::-1]])
    assert (tally.number, tally.unread) == (3, 2)
    assert tally.by_group == {
        0: {"kept": [0, 0, 0, 0, 0, 2], "heard": [1, 1, 0, 0, 0, 0]},
        1: {"kept": [0, 0, 1, 0, 0, 0], "heard": [0, 0, 0, 0, 0, 1]},
    }


async def _two_people(world: World) -> None:
    await world.begins()
    await world.person("Marek Nowak").types("/win The ramp is in")


async def test_what_closes_at_once_is_counted_apart(world: World) -> None:
    await _two_people(world)

    def cast(session: Session) -> dict[int, int]:
        people, pulses = _members(session), [_open(session, month) for month in ("2026-03", "2026-04")]
        for pulse, voters in zip(pulses, (people, people[:1]), strict=True):
            for member_id in voters:
                ballots.cast(session, pulse, member_id, ballots.seal(_key(), TOKEN, 0, [3]))
        with pytest.raises(AnsweredError):
            ballots.cast(session, pulses[0], people[0], SEALED)
        return ballots.numbers(session, [pulse.id for pulse in pulses])

    assert sorted((await world.bot.database.run(cast)).values()) == [1, 2]


async def test_each_is_counted_in_their_own_group_and_silent_until_they_answer(world: World) -> None:
    await _two_people(world)

    def answer(session: Session) -> None:
        (amina, marek), (march, april) = _members(session), [_open(session, month) for month in ("2026-03", "2026-04")]
        ballots.invite(session, [(march, [(amina, 0), (marek, 1)]), (april, [(amina, 1)])])
        groups = [ballots.invited(session, pulse.id, who) for pulse in (march, april) for who in (amina, marek)]
        assert groups == [0, 1, 1, None]
        assert ballots.silent(session, march.id) == [amina, marek]
        ballots.cast(session, march, marek, SEALED)
        assert ballots.silent(session, march.id) == ballots.silent(session, april.id) == [amina]
        assert [ballots.has_answered(session, march.id, who) for who in (amina, marek)] == [False, True]
        assert not ballots.has_answered(session, april.id, marek)

    await world.bot.database.run(answer)


def _members(session: Session) -> list[int]:
    return list(session.scalars(select(Member.id).order_by(Member.id)))


def _open(session: Session, month: str) -> Pulse:
    """A pulse of that month, opened."""
    partnership = session.scalars(select(Partnership)).one()
    post = posts.NewPost(partnership.id, "pulse", month, partnership.channel_id, message(say("How is it going?")))
    [post_id] = posts.write_all(session, [post], MONDAY)
    assert post_id is not None
    pulse = Pulse(
        partnership_id=partnership.id, occasion=month, post_id=post_id, round=0, items=["kept"], groups=[], floor=5,
        invited=20, written_at=MONDAY, opened_at=MONDAY, closes_at=MONDAY, nudges=[],
    )  # fmt: skip
    session.add(pulse)
    session.flush()
    return pulse
