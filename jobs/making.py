"""What makes the files of a parcel looks like."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.models import FileRequest
from bot.outbox.files import File
from bot.settings import Settings

# What takes long or needs Slack is left to a function, awaited once the look at the database is over.
Rest = Callable[[Bot], Awaitable[list[File]]]
Maker = Callable[[Session, FileRequest, Settings, datetime], list[File] | Rest]
