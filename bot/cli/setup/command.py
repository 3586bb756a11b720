"""`setup`, as it is typed."""

import os
import sys
import webbrowser

import click

from bot.cli.doctor import command as doctor
from bot.cli.doctor.checks.way_in import events_at
from bot.cli.setup import links, new_key, views
from bot.cli.setup.env_file import EnvFile
from bot.cli.setup.questions import Questions
from bot.lib import logs
from bot.settings import ENV_FILE, Settings, SettingsError, WrongSettingsError, load
from bot.slack import manifest

_ASKED = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PENCIL_KEY"}


@click.command()
@click.option("--http", "address", metavar="https://…", help="Let Slack reach Pencil at this address, by HTTP.")
@click.option("--again", is_flag=True, help="Ask for the tokens that are there as well.")
def setup(address: str | None, *, again: bool) -> None:
    """Make the Slack app, ask for its tokens, try them and keep them in .env. Ends with what doctor says."""
    if not sys.stdin.isatty():
        raise SettingsError(views.no_terminal())
    if address is not None and not address.startswith("https://"):
        raise SettingsError(f"--http: {address!r} has to begin with https://, as Slack sends to no other address.")
    logs.begin(None)
    env_file = EnvFile(ENV_FILE)
    settings = _so_far()
    env_file.require_writable()
    try:
        _ask(settings, env_file, address, again=again)
        click.echo(f"\n{views.checking()}")
        code = doctor.run()
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"\n{views.stopped(env_file.kept)}")
        sys.exit(1)
    if code == 0:
        click.echo()
        click.echo(views.next_steps(settings.command_partnership, events_at(address) if address else None))
    sys.exit(code)


def _so_far() -> Settings:
    """The settings as they stand; of those that are asked for, wrong ones count as missing."""
    try:
        return load()
    except WrongSettingsError as error:
        if others := set(error.lines) - _ASKED:
            raise WrongSettingsError({name: error.lines[name] for name in error.lines if name in others}) from None
        for line in error.lines.values():
            click.echo(line)
        return load(**{name.lower(): None for name in error.lines})


def _ask(settings: Settings, env_file: EnvFile, address: str | None, *, again: bool) -> None:
    questions = Questions(env_file, again)
    click.echo(views.BEGIN)
    if settings.slack_bot_token is None:
        click.echo()
        _make_app(settings, address)
    way_in = "slack_app_token" if address is None else "slack_signing_secret"
    if settings.slack_app_token is None and settings.slack_signing_secret is not None:
        way_in = "slack_signing_secret"  # over HTTP already
    for name in ("slack_bot_token", way_in):
        click.echo()
        settings = questions.answered(settings, name)
    click.echo()
    new_key.settle(settings, env_file)


def _make_app(settings: Settings, address: str | None) -> None:
    link = links.to_make(links.fitted(settings.commands, address))
    click.echo(views.app(link, str(manifest.PATH)))
    click.echo()
    if _has_browser() and click.confirm(views.OPEN, default=True) and not webbrowser.open(link):
        click.echo(views.NOT_OPENED)
    click.prompt(views.MADE, default="", show_default=False, prompt_suffix=" ")


def _has_browser() -> bool:
    """Whether a window could be opened where somebody would see it; one that is named is, from wherever we are."""
    if os.environ.get("BROWSER"):
        return True
    if os.environ.get("SSH_CONNECTION"):
        return False
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
