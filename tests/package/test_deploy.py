"""What is handed to those who run Pencil says the same as Pencil does."""

import asyncio
import configparser
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import pencil
from bot.settings import Settings
from sandbox.server import Sandbox
from tests.conftest import MANIFEST, ROOT

UNIT = ROOT / "deploy" / "pencil.service"
STOPS_WITHIN = 10  # seconds, as docs/running/index.md says


def test_the_image_is_made_of_every_package_that_the_wheel_has() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    copied = re.findall(r"^COPY (\w+) \1$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert set(copied) == {*packages, "tools"}
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    named = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    for name in " ".join(named).split():
        assert any(Path(name).match(pattern) for pattern in let_in), f"{name} is not let in by .dockerignore"


def test_what_is_run_is_a_command_and_what_is_set_a_setting() -> None:
    compose, image, procfile = ((ROOT / name).read_text() for name in ("compose.yaml", "Containerfile", "Procfile"))
    commands = set(re.findall(r"^ +command: (\w+)$", compose, re.MULTILINE)) | set(
        re.findall(r"bot (\w+)$", procfile, re.MULTILINE)
    )
    assert commands == {"run", "migrate", "web", "worker"}
    assert commands <= set(pencil.commands)
    assert re.search(r'^ENTRYPOINT \["pencil"\]\nCMD \["run"\]$', image, re.MULTILINE)
    known = {name.upper() for name in Settings.model_fields} | {"HOME", "PATH", "MPLCONFIGDIR"}
    assert set(re.findall(r"\b([A-Z]{3,}(?:_[A-Z]+)*)=", image)) - {"DEBIAN"} <= known
    assert set(re.findall(r"\b([A-Z]{3,}(?:_[A-Z]+)*)=", _unit()["Environment"])) <= known


def test_the_image_has_the_programs_that_a_backup_of_postgresql_needs() -> None:
    installed = re.search(r"AS python\n.+?\n\n", (ROOT / "Containerfile").read_text(), re.DOTALL)
    assert installed
    assert "postgresql-client" in installed[0].split()


def test_whoever_stops_pencil_waits_for_as_long_as_it_takes() -> None:
    graces = re.findall(r"stop_grace_period: (\d+)s", (ROOT / "compose.yaml").read_text())
    assert all(int(grace) > STOPS_WITHIN for grace in [*graces, _unit()["TimeoutStopSec"]])
    assert len(graces) == 2
    assert _unit()["RestartPreventExitStatus"] == "2"


def test_no_service_of_compose_runs_beside_those_of_another_profile() -> None:
    services = (ROOT / "compose.yaml").read_text().partition("\nservices:\n")[2].partition("\nvolumes:")[0]
    parts = re.split(r"^  (\w+):$", services, flags=re.MULTILINE)[1:]
    bodies = dict(zip(parts[::2], parts[1::2], strict=True))
    assert set(bodies) == {"pencil", "migrate", "web", "worker", "database"}
    assert [name for name, body in bodies.items() if "profiles:" not in body and "*on-postgresql" not in body] == []
    assert [
        name for name, body in bodies.items() if not re.search(r"<<: \*(pencil|closed|on-postgresql)\n", body)
    ] == []


def test_the_health_check_goes_by_what_readyz_says(tmp_path: Path) -> None:
    image = (ROOT / "Containerfile").read_text().replace("\\\n", "")
    check = json.loads(re.search(r"HEALTHCHECK.*?CMD (\[.+\])$", image, re.MULTILINE)[1])  # type: ignore[index]
    assert check[0] == "python3"
    program = tmp_path / "server.py"
    program.write_text(
        "import http.server, sys\n"
        "class Ready(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(int(sys.argv[1]) if self.path == '/readyz' else 404); self.end_headers()\n"
        "    def log_message(self, *_): pass\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), Ready)\n"
        "print(server.server_port, flush=True); server.serve_forever()\n"
    )
    for status, code in (("200", 0), ("503", 1)):
        with subprocess.Popen([sys.executable, program, status], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            port = server.stdout.readline().strip()
            asked = subprocess.run(
                [sys.executable, *check[1:]], env=os.environ | {"PORT": port}, capture_output=True, check=False
            )
            server.terminate()
        assert asked.returncode == code


def test_the_slack_cli_gets_the_manifest() -> None:
    hooks = json.loads((ROOT / ".slack/hooks.json").read_text())["hooks"]
    printed = subprocess.run(shlex.split(hooks["get-manifest"]), cwd=ROOT, capture_output=True, check=True).stdout
    assert json.loads(printed) == MANIFEST
    assert json.loads(CliRunner().invoke(pencil, ["manifest"]).output) == MANIFEST


@pytest.mark.slow
async def test_the_slack_cli_starts_pencil_with_its_tokens(tmp_path: Path) -> None:
    hooks = json.loads((ROOT / ".slack/hooks.json").read_text())
    assert hooks["config"]["sdk-managed-connection-enabled"] is True  # Pencil opens its own connection
    async with Sandbox(MANIFEST) as slack:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "SLACK_"))} | {
            "SLACK_BOT_TOKEN": slack.slack.bot_token,
            "SLACK_APP_TOKEN": slack.slack.app_token,
            "SLACK_CLI_XOXB": slack.slack.bot_token,
            "SLACK_CLI_XAPP": slack.slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{tmp_path}/pencil.db",
            "PORT": "0",
        }
        process = await asyncio.create_subprocess_exec(
            "sh", "-c", hooks["hooks"]["start"],  # as the CLI does it
            cwd=ROOT, env=env, stdout=PIPE, stderr=STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            await slack.until(lambda: slack.app.socket.connected, seconds=120)
        finally:
            os.killpg(process.pid, signal.SIGINT)  # Ctrl+C
            printed, _ = await process.communicate()
    assert "connecting to Slack" in printed.decode()
    assert "stopping; what is under way is finished first" in printed.decode()


def _unit() -> dict[str, str]:
    """The service's settings; of those that stand twice the last."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT)
    return dict(parser["Service"])
