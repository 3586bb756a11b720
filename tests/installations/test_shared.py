"""Two workspaces that share a channel have both installed Pencil: one event is one act, the partnership one."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Skill, Win
from handlers import presence
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests.installations.town import NORTH, SOUTH, Town


def _wins(session: Session) -> list[str]:
    return list(session.scalars(select(Win.text).order_by(Win.id)))


def _of(session: Session, user_id: str) -> tuple[list[str], list[str]]:
    """Them as a member, and the skills that are offered."""
    members = session.scalars(select(Member.user_id).where(Member.user_id == user_id))
    return list(members), list(session.scalars(select(Skill.name)))


@pytest.fixture
async def shared(town: Town) -> Town:
    """Both have it in the channel they share, which one of them started."""
    await town.installs(NORTH)
    await town.installs(SOUTH)
    await town.starts("Amina Okafor", HOME, "Exe Bay Together")
    town.slack.channels[HOME].members.add(f"U{SOUTH[1:]}BOT")
    return town


async def test_what_comes_once_for_each_workspace_is_done_once(shared: Town) -> None:
    amina, priya = shared.person("Amina Okafor"), shared.person("Dr Priya Raman")
    await amina.types("@Pencil win We opened the hub")
    await priya.types("@Pencil win We painted the wall", HOME)

    assert await shared.bot.database.read(_wins) == ["We opened the hub", "We painted the wall"]
    for person, words in ((amina, "opened the hub"), (priya, "painted the wall")):
        assert len([message for message in person.private() if words in message.plain]) == 1


async def test_a_command_of_the_other_workspace_is_of_the_same_partnership(shared: Town) -> None:
    priya = shared.person("Dr Priya Raman")
    receipt = await priya.types("/win We painted the wall", HOME)
    assert receipt is not None
    assert "Recorded" in receipt.plain
    again = await priya.types("/partnership start Another", HOME)
    assert again is not None
    assert "Exe Bay Together" in again.plain

    await shared.settle()
    assert (
        await shared.bot.database.read(lambda session: session.scalars(select(func.count(Partnership.id))).one()) == 1
    )
    assert {message.user_id for message in shared.posted(HOME)} == {"U0PENCIL1"}
    assert shared.wrong_calls() == []


async def test_a_form_opens_where_somebody_waits_and_the_channel_is_asked_with_its_own_token(shared: Town) -> None:
    priya = shared.person("Dr Priya Raman")
    await priya.types("/win", HOME)
    assert priya.form is not None
    opened = [call.team_id for call in shared.slack.calls if call.method == "views.open"]
    assert opened == [SOUTH]
    await priya.submits({"text": "We painted the wall"})
    assert await shared.bot.database.read(_wins) == ["We painted the wall"]


async def test_who_belongs_is_believed_whatever_workspace_they_act_in(shared: Town) -> None:
    priya = shared.person("Dr Priya Raman")
    await priya.types("/win We painted the wall", HOME)
    shared.sandbox.faults.add(Fault(Kind.ERROR, "conversations.members", times=-1))
    await priya.types("/win And the door", HOME)
    assert await shared.bot.database.read(_wins) == ["We painted the wall", "And the door"]


async def test_a_form_of_the_other_workspace_lets_in_nobody_who_has_gone(shared: Town) -> None:
    kezia = shared.person("Kezia Mensah")
    await kezia.types("/skill", HOME)
    shared.slack.channels[HOME].members.discard(kezia.user_id)

    await kezia.submits({"names": "bookkeeping"})

    assert await shared.bot.database.read(_of, kezia.user_id) == ([], [])
    assert kezia.form is not None
    assert "Exe Bay Together" not in kezia.form.plain


async def test_nor_anybody_of_whom_slack_does_not_say_in_time_where_they_are(
    shared: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kezia = shared.person("Kezia Mensah")
    await kezia.types("/skill", HOME)
    monkeypatch.setattr(presence, "SECONDS", 0.05)
    shared.sandbox.faults.add(Fault(Kind.HANG, "conversations.members", seconds=0.3))

    await kezia.submits({"names": "bookkeeping"})

    assert await shared.bot.database.read(_of, kezia.user_id) == ([], [])
    assert "Slack didn’t tell me in time" in kezia.private()[-1].plain


async def test_a_form_of_the_other_workspace_is_taken_from_who_is_in_the_channel(shared: Town) -> None:
    kezia = shared.person("Kezia Mensah")
    await kezia.types("/skill", HOME)
    await kezia.submits({"names": "bookkeeping"})
    assert await shared.bot.database.read(_of, kezia.user_id) == ([kezia.user_id], ["bookkeeping"])


async def test_of_a_host_elsewhere_the_partnerships_own_workspace_is_asked_whether_they_are_there(shared: Town) -> None:
    amina, priya = shared.person("Amina Okafor"), shared.person("Dr Priya Raman")
    await priya.types("/partnership join Quayside Surgery, public", HOME)
    await amina.types("/partnership host @Dr Priya Raman", HOME)
    await shared.settle()
    button = {"type": "button", "action_id": "end.export", "value": "1", "text": {"type": "plain_text", "text": "x"}}
    row = {"type": "actions", "block_id": "b", "elements": [button]}
    message = shared.slack.add(shared.slack.direct(priya.user_id).id, f"U{SOUTH[1:]}BOT", "a button", [row])
    asked = len(shared.slack.calls)

    await priya.presses(message, "end.export")

    looked = [call.team_id for call in shared.slack.calls[asked:] if call.method == "conversations.members"]
    assert looked == [NORTH]


async def test_somebody_who_joins_is_welcomed_once(shared: Town) -> None:
    kezia = shared.person("Kezia Mensah")
    await kezia.leaves(HOME)
    await kezia.joins(HOME)
    await shared.settle()
    welcomes = [call for call in shared.slack.calls if call.method == "chat.postMessage" and "Kezia" in str(call.args)]
    assert len(welcomes) <= 1


@pytest.mark.parametrize("seen_by", [NORTH, SOUTH])
async def test_the_other_workspaces_pencil_is_nobody_who_joins(shared: Town, seen_by: str) -> None:
    joined = {"type": "member_joined_channel", "user": f"U{SOUTH[1:]}BOT", "team": SOUTH, "channel": HOME}
    shared.sandbox.faults.add(Fault(Kind.ERROR, "users.info", error="user_not_found"))
    await shared.says(seen_by, joined)
    await shared.settle()

    everybody = await shared.bot.database.read(lambda session: list(session.scalars(select(Member.user_id))))
    assert f"U{SOUTH[1:]}BOT" not in everybody
    await shared.says(seen_by, joined | {"type": "member_left_channel"})
    assert await shared.bot.database.read(lambda session: session.scalars(select(func.count(Partnership.id))).one())


async def test_what_is_said_where_the_starting_workspace_has_removed_pencil_is_answered(shared: Town) -> None:
    priya = shared.person("Dr Priya Raman")
    shared.slack.grants.end(NORTH)
    await shared.says(NORTH, {"type": "app_uninstalled"})
    called = f"<@U{SOUTH[1:]}BOT> win We painted the wall"
    said = {"type": "app_mention", "user": priya.user_id, "user_team": SOUTH, "text": called, "channel": HOME}

    await shared.says(SOUTH, said | {"ts": "1772445600.000100"})

    assert await shared.bot.database.read(_wins) == ["We painted the wall"]
    assert [message for message in priya.private() if "painted the wall" in message.plain]


async def test_each_looks_at_their_home_in_their_own_workspace(shared: Town) -> None:
    amina, priya = shared.person("Amina Okafor"), shared.person("Dr Priya Raman")
    await priya.types("/win We painted the wall", HOME)
    for person in (amina, priya):
        await person.opens_home()
    await shared.settle()
    for person, team_id in ((amina, NORTH), (priya, SOUTH)):
        assert person.home is not None
        assert person.home.team_id == team_id
        assert "Exe Bay Together" in person.home.plain or "win" in person.home.plain


async def test_where_the_starting_workspace_removes_pencil_the_other_does_not_take_it_over(shared: Town) -> None:
    priya = shared.person("Dr Priya Raman")
    shared.slack.grants.end(NORTH)
    await shared.says(NORTH, {"type": "app_uninstalled"})
    before = len(shared.posted(HOME))
    receipt = await priya.types("/win We painted the wall", HOME)
    assert receipt is not None
    assert "Recorded" in receipt.plain, "memory goes on"
    await shared.settle()
    assert len(shared.posted(HOME)) == before
