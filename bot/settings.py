"""Every environment variable, once. `.env.example` says the same to people."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot import typed
from bot.lib import public_holidays

_LONGEST_COMMAND = 32
_KEY = 32
SLACK = "https://slack.com/api/"
AUTHORIZE = "https://slack.com/oauth/v2/authorize"
ENV_FILE = Path(".env")


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line that names the variable."""


class WrongSettingsError(SettingsError):
    """The same of all that are wrong: a line by the name of each. The message is the first."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        super().__init__(next(iter(lines.values())))
        self.lines = lines


def _database_url(url: str) -> str:
    """Any usual way of writing the address, as the one SQLAlchemy wants."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    try:
        driver = make_url(url).drivername
    except ArgumentError:
        raise ValueError("is not a database address, such as sqlite:///pencil.db") from None
    if driver not in {"sqlite", "postgresql+psycopg"}:
        raise ValueError("has to begin with sqlite:/// or postgresql://")
    if driver == "sqlite" and make_url(url).database in {None, "", ":memory:"}:
        raise ValueError("has to name a file, such as sqlite:///pencil.db: what is in memory is lost")
    return url


def _token(kind: str) -> Any:
    """A token whose beginning says what it is for; Slack has several, easily confused."""

    def check(token: SecretStr) -> SecretStr:
        if kind not in token.get_secret_value():
            raise ValueError(f"has to be a token that begins with {kind}")
        return token

    return AfterValidator(check)


def _key(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value().strip()) < _KEY:
        raise ValueError(f"has to be at least {_KEY} characters long; {typed('key')} makes one")
    return key


def _slash(name: str) -> str:
    if not name.startswith("/") or name == "/" or len(name) > _LONGEST_COMMAND or any(c.isspace() for c in name):
        raise ValueError("has to be a slash command of at most 32 characters, such as /win")
    return name


def _calendar(name: str) -> str:
    if not public_holidays.are_known(name):
        raise ValueError("has to be a country, or country and region, such as GB-ENG or GB-SCT")
    return name


def _api_url(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError("has to be a web address, such as https://slack.com/api/")
    return url.rstrip("/") + "/"


def _web_address(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        raise ValueError("has to be a web address, such as https://your.host/slack/oauth_redirect")
    return url


SlashName = Annotated[str, AfterValidator(_slash)]


class Settings(BaseSettings):
    """What Pencil is told from outside: the environment first, then a file named `.env`."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: Annotated[SecretStr, _token("xoxb-")] | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: Annotated[SecretStr, _token("xapp-")] | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = SLACK

    # With both, workspaces install Pencil by a link. As Bolt names them.
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_redirect_uri: Annotated[str, AfterValidator(_web_address)] | None = None
    slack_scopes: str | None = None  # with commas between; none: what the manifest asks for in any case
    slack_authorize_url: Annotated[str, AfterValidator(_web_address)] = AUTHORIZE

    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///pencil.db"
    sqlite_shared: bool = False

    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)

    command_win: SlashName = "/win"
    command_blocker: SlashName = "/blocker"
    command_skill: SlashName = "/skill"
    command_partnership: SlashName = "/partnership"

    holidays: Annotated[str, AfterValidator(_calendar)] = "GB-ENG"
    pencil_key: Annotated[SecretStr, AfterValidator(_key)] | None = None
    metrics: bool = False  # whether `GET /metrics` answers; it asks nobody who they are
    log_format: Literal["console", "json"] | None = None
    lease_seconds: float = Field(default=30, ge=1, le=60)
    clock_offset_file: Path | None = None

    @model_validator(mode="after")
    def _distinct_commands(self) -> Self:
        names = [name.lower() for name in self.commands.values()]
        for setting, name in zip(self.commands, names, strict=True):
            if names.count(name) > 1:
                raise ValueError(f"COMMAND_{setting.upper()}: two commands are called {name}; give each its own name")
        return self

    @model_validator(mode="after")
    def _whole_client(self) -> Self:
        """Half of what installing by a link needs is a slip; without a key nothing could be sealed."""
        given = {"SLACK_CLIENT_ID": self.slack_client_id, "SLACK_CLIENT_SECRET": self.slack_client_secret}
        for (name, value), (other, beside) in zip(given.items(), reversed(given.items()), strict=True):
            if value is None and beside is not None:
                raise ValueError(f"{name}: is not set, though {other} is. {_WHERE['slack_client_id']}")
        if self.installable and self.pencil_key is None:
            raise ValueError(
                "PENCIL_KEY: is not set, and seals the tokens of workspaces that install Pencil by a link. "
                f"{typed('key')} makes one"
            )
        return self

    @property
    def installable(self) -> bool:
        """Whether workspaces install Pencil by a link."""
        return self.slack_client_id is not None and self.slack_client_secret is not None

    def client(self) -> tuple[str, str]:
        """The app's id and secret, where workspaces install by a link."""
        assert self.slack_client_id is not None
        assert self.slack_client_secret is not None
        return self.slack_client_id, self.slack_client_secret.get_secret_value()

    @property
    def commands(self) -> dict[str, str]:
        """What each command is typed as, by its name in the tables: `{"win": "/win", …}`."""
        return {
            "win": self.command_win,
            "blocker": self.command_blocker,
            "skill": self.command_skill,
            "partnership": self.command_partnership,
        }

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def require(self, *names: str) -> None:
        """Nothing, if every setting named is there; else `SettingsError` naming the first that is not."""
        for name in names:
            if getattr(self, name) is None:
                raise SettingsError(f"{name.upper()} is not set. {where(name)}")

    def require_voice(self) -> None:
        """Nothing, if there is a token, or workspaces bring theirs; else `SettingsError` naming the token."""
        if not self.installable:
            self.require("slack_bot_token")

    def require_way_in(self) -> None:
        """Nothing, if Slack can reach us; else `SettingsError` naming both ways."""
        if self.slack_app_token is None and self.slack_signing_secret is None:
            raise SettingsError(
                "Set SLACK_APP_TOKEN or SLACK_SIGNING_SECRET too. The first is for Socket Mode, which needs no public "
                f"address. {where('slack_app_token')} The second is for HTTP. {where('slack_signing_secret')}"
            )


def where(name: str) -> str:
    """Where on Slack's pages the value of this setting is found."""
    return _WHERE[name]


_WHERE = {
    "slack_client_id": "Both are under Basic Information, App Credentials, on your Slack app's page.",
    "slack_bot_token": "It begins with xoxb- and is under OAuth & Permissions on your Slack app's page.",
    "slack_signing_secret": "It is under Basic Information on your Slack app's page.",
    "slack_app_token": (
        "It begins with xapp- and is made under Basic Information, App-Level Tokens, with the scope connections:write."
    ),
}


def load(env_file: Path | None = ENV_FILE, **instead: Any) -> Settings:
    """The settings as they stand, some of them `instead`; `SettingsError` names the first variable that is wrong."""
    try:
        return Settings(_env_file=env_file, **instead)
    except ValidationError as error:
        raise WrongSettingsError(dict(map(_line, error.errors(include_url=False)))) from None
    except OSError as error:
        raise SettingsError(f"{env_file} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not plain text in UTF-8. Write it anew from .env.example.") from None


def _line(error: Any) -> tuple[str, str]:
    """The variable, and what is wrong with it; of what is wrong with several together the first."""
    why = str(error["msg"]).removeprefix("Value error, ")
    if not error["loc"]:
        return why.partition(":")[0], f"{why}."
    name = str(error["loc"][0]).upper()
    return name, f"{name}: {why[0].lower()}{why[1:]}."
