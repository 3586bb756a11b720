"""The key to the pulse: made, unless there is one, or a pulse is open that began with another."""

import os
import secrets

import click
from pydantic import SecretStr

from bot.cli.doctor import stored
from bot.cli.doctor.checks import key
from bot.cli.setup import kinds, views
from bot.cli.setup.env_file import EnvFile
from bot.pulse.ballots import master_key
from bot.settings import Settings

_NAME = "pencil_key"


def settle(settings: Settings, env_file: EnvFile) -> None:
    """Afterwards there is a key that opens what is sealed, if it can be had. One that does is never replaced.

    One that is set in the environment is left to the doctor, as `.env` would not change it.
    """
    if os.environ.get(_NAME.upper()):
        return
    pulses = key.others(stored.read(settings).pulses, master_key(settings))
    if pulses:
        click.echo(views.key_wanted([pulse.partnership for pulse in pulses]))
        while typed := kinds.cleaned(click.prompt(views.KEY_AGAIN, default="", show_default=False, hide_input=True)):
            tried = settings.model_copy(update={_NAME: SecretStr(typed)})
            if not key.others(pulses, master_key(tried)):
                env_file.keep(_NAME.upper(), typed)
                click.echo(views.taken(_NAME))
                return
            click.echo(views.key_is_another())
    elif settings.pencil_key is None:
        env_file.keep(_NAME.upper(), secrets.token_urlsafe(32))
        click.echo(views.key_made())
    else:
        click.echo(views.there(_NAME))
