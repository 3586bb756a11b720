"""The commands of the README, typed in a clean clone by somebody who has nothing else, until they are answered.

What is not typed here, and why, stands in `ELSEWHERE`.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import pytest
from dotenv import dotenv_values

from sandbox.server import Sandbox
from tests.conftest import MANIFEST, ROOT
from tests.docs.test_commands import README, commands
from tests.terminal import CTRL_C, Terminal, making
from tools import install, wheel

_COMMITTED = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, check=False).returncode == 0
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not _COMMITTED, reason="there is nothing to clone here")]

WHEEL = "uvx --from ./pencil_for_slack-*.whl pencil sandbox"
TYPED = {"make run", "make run FRESH=1", "make setup", "make doctor", "make test", "python -m bot migrate", WHEEL}
ELSEWHERE = {
    "make check": "is what runs this; on a machine of its own it takes a quarter of an hour",
    "make faults": "runs for half an hour; tests/faults does once what it does for long",
    "make bench": "runs for half an hour; tests/test_benchmarks.py does a little of it",
    "make simulate": "runs for an hour; tests/simulation plays five of its years",
    "make soak": "runs for two hours; tests/soak does half a minute of it",
    "make docs": "tests/docs/site.py builds the site by the very line that make would run",
    "python -m bot setup --http https://your.host": "tests/cli/test_setup.py types it in a terminal",
}
_BIN = Path(sys.executable).parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
QUICK = "tests/lib/test_words.py"


def test_every_command_of_the_readme_is_typed_here_or_it_is_said_where() -> None:
    shown = {typed for begins in ("make ", "uvx ", "python -m bot ") for typed in commands(README, begins)}
    assert shown == TYPED | set(ELSEWHERE)
    assert set(ELSEWHERE) & TYPED == set()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newcomer") / "pencil"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    return folder


async def _installs(screen: Terminal) -> None:
    if "did not" in await screen.matches(re.compile(r"Installed in \d+ seconds|This did not work")):
        pytest.skip("the locked libraries cannot be had here")


async def _opens(screen: Terminal, words: str) -> None:
    """The sandbox says so, and there is a page at the address it says."""
    await screen.says(words)
    address = await screen.matches(ADDRESS)
    async with aiohttp.ClientSession() as session, session.get(address) as page:
        assert page.status == 200
        assert "Exe Bay" in await page.text()


async def _stops(screen: Terminal) -> None:
    screen.types(CTRL_C, enter=False)
    await screen.ends()


def _in_the_environment(clone: Path, typed: str) -> str:
    words = f". .venv/bin/activate && {typed}"
    return subprocess.run(["sh", "-c", words], cwd=clone, capture_output=True, text=True, check=True).stdout


async def test_from_a_clean_clone_to_a_sandbox_and_then_to_slack_itself(clone: Path) -> None:
    async with making(clone, "run", "PORT=0") as screen:
        await screen.says("1 of 3: an environment of its own, in .venv")
        await _installs(screen)
        await _opens(screen, "Open this in a browser; it shows the story being told:")
        await screen.says("The story is told, and the page is yours.")
        await _stops(screen)
    async with making(clone, "run", "PORT=0") as screen:
        await _opens(screen, "everything is as you left it (make run FRESH=1")
        await _stops(screen)
    async with making(clone, "run", "FRESH=1", "PORT=0") as screen:
        await _opens(screen, "it shows the story being told:")
        await _stops(screen)

    async with Sandbox(MANIFEST) as slack:
        at = {"SLACK_API_URL": slack.api_url, "PORT": "0"}
        async with making(clone, "setup", **at) as screen:
            await screen.says("Press Enter when the app is made")
            screen.types("")
            await screen.says("xoxb- and stays hidden")
            screen.types(slack.slack.bot_token)
            await screen.says("xapp- and stays hidden")
            screen.types(slack.slack.app_token)
            await screen.says("All is well.")
            await screen.says("Start Pencil: make run")
            assert await screen.ends() == 0
        assert dotenv_values(clone / ".env")["SLACK_BOT_TOKEN"] == slack.slack.bot_token
        async with making(clone, "run", **at) as screen:
            await screen.says("Slack tokens found: connecting to Slack.")
            await screen.says("Connected to Exe Bay Hub as @Pencil.")
            async with making(clone, "doctor", **at) as doctor:
                await doctor.says("All is well.")
                assert await doctor.ends() == 0
            await _stops(screen)
    assert _in_the_environment(clone, "python -m bot migrate") == "The database was up to date already.\n"


async def test_make_test_runs_tests(clone: Path) -> None:
    async with making(clone, "test", PYTEST_ADDOPTS=QUICK) as screen:
        await _installs(screen)
        await screen.says("passed")
        assert await screen.ends() == 0


async def test_a_package_alone_opens_the_sandbox(clone: Path, tmp_path: Path) -> None:
    """With the libraries that installing has fetched, so that no index has to be asked."""
    wheel.build(clone, tmp_path, "1764500000")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    env = outside | {"PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}", "UV_OFFLINE": "1"}
    env |= install.uv_settings(install.pip_settings(install.pip_for(Path(sys.executable))), env)
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", f"exec {WHEEL} --port 0", cwd=tmp_path, env=env, stdout=PIPE, stderr=PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        async with asyncio.timeout(120):
            if not await process.stdout.readline():
                why = (await process.stderr.read()).decode()
                if "network" in why.lower():
                    pytest.skip("uv has fetched nothing here")
                raise AssertionError(why)
            url = (await process.stdout.readline()).decode().strip()
            async with aiohttp.ClientSession() as session, session.get(url) as page:
                assert page.status == 200
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.communicate()
    assert process.returncode == 0
