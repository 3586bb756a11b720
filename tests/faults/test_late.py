"""A process that stands still wherever it is on its way to Slack says nothing once it goes on too late."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.lib.clock import wall
from bot.settings import Settings
from bot.slack.client import from_settings
from bot.slack.failures import LaterError, SlackError
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from tests.conftest import MANIFEST

pytestmark = [pytest.mark.slow, pytest.mark.waits]

TURNS = 12  # of the loop: more than a post takes to be written


@contextlib.contextmanager
def elsewhere(sandbox: Sandbox) -> Iterator[None]:
    """The stand-in Slack on a loop of its own, which goes on while ours stands still."""
    loop, up = asyncio.new_event_loop(), threading.Event()

    async def started() -> None:
        await sandbox.start()
        up.set()

    def serve() -> None:
        loop.run_until_complete(started())
        loop.run_forever()
        loop.run_until_complete(sandbox.stop())
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert up.wait(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def test_nothing_is_sent_after_its_time_wherever_the_process_was_stuck() -> None:
    sandbox, sent, late = Sandbox(MANIFEST), {}, []
    with elsewhere(sandbox):
        slack = from_settings(
            Settings(
                _env_file=None,
                slack_bot_token=SecretStr(sandbox.slack.bot_token),
                slack_app_token=SecretStr(sandbox.slack.app_token),
                slack_api_url=sandbox.api_url,
            )
        )
        await slack.open()
        for turns in range(TURNS):
            await slack.call("auth.test")  # a connection is there, and a post needs no other
            before = wall() + timedelta(seconds=0.2)
            posting = asyncio.create_task(slack.post(HOME, f"Word {turns}.", [], f"{turns}", before=before))
            for _ in range(turns):
                await asyncio.sleep(0)
            time.sleep(0.4)  # noqa: ASYNC251  # the process, not the task
            try:
                await posting
                sent[f"Word {turns}."] = before
            except SlackError as error:
                late.append(error)
        await slack.close()
    came = {call.args["text"]: call.at for call in sandbox.slack.calls if call.method == "chat.postMessage"}
    assert came.keys() == sent.keys()
    assert all(at < sent[words].timestamp() + 0.1 for words, at in came.items())
    assert [type(error) for error in late] == [LaterError] * (TURNS - len(sent)), (
        "of what is not sent there is no doubt"
    )
    assert 0 < len(sent) < TURNS
