"""Commands that take a copy of the whole database, and put one back."""

import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from bot import typed
from bot.backup import copies
from bot.cli import startup
from bot.lib import private
from bot.settings import SettingsError

_FILE = click.Path(path_type=Path)
_PIPED = Path("-")
_KIB = 1024


@click.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write everything into FILE while Pencil runs, but for the answers to an open pulse."""
    settings = startup.settings()
    with _tidy(), startup.usable(), copies.view(settings.database_url) as session:
        made = copies.backup(session, file)
    click.echo(f"Everything is in {file} ({made.size // _KIB:,} KiB). Keep it as safe as the database.")
    if made.open_pulses:
        pulses = "1 pulse is" if made.open_pulses == 1 else f"{made.open_pulses} pulses are"
        click.echo(
            f"{pulses} open now. No backup keeps who has answered and what, so restored from this one it ends without "
            "results."
        )


@click.command()
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Read what backup has written in FILE (-: what is piped in) into an empty database: all of it, or nothing."""
    settings = startup.settings()
    with _tidy(), _at_hand(file) as backup_file:
        schema = copies.restore(settings.database_url, backup_file)
    named = "the backup" if file == _PIPED else file
    click.echo(f"Everything in {named} is in the database, at schema {schema}. Run {typed('migrate')}, then start.")
    click.echo(
        "What was deleted since it was made is back: ask people who used forget-me since then to do so again. A pulse "
        "that was open ends without results. What was posted since may be posted again."
    )


@contextmanager
def _at_hand(file: Path) -> Iterator[Path]:
    """The file; what is piped in becomes one that only its owner can read, for as long as it is needed."""
    if file != _PIPED:
        yield file
        return
    if sys.stdin.isatty():
        raise SettingsError("Nothing is piped in. Name the file, or type: … restore - < FILE. Nothing was restored.")
    with tempfile.TemporaryDirectory() as folder:
        piped = Path(folder, "piped-in")
        try:
            with private.create(piped) as written:
                shutil.copyfileobj(sys.stdin.buffer, written)
        except OSError as error:
            raise SettingsError(f"{piped}: cannot be written ({error.strerror}). Nothing was restored.") from None
        yield piped


@contextmanager
def _tidy() -> Iterator[None]:
    """Whoever asks this process to go has it put away first what it has begun."""

    def _leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():  # which alone is told of signals
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
