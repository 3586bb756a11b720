"""What setup says and asks."""

from collections.abc import Sequence

from bot import typed
from bot.settings import where

_NAMES = {
    "slack_bot_token": "bot token",
    "slack_app_token": "app token",
    "slack_signing_secret": "signing secret",
    "pencil_key": "key",
}
BEGIN = (
    "This makes the Slack app, asks for its tokens and tries each.\n"
    "Ctrl+C stops it; what you have entered is kept, and it goes on from there the next time."
)
OPEN = "Open it in your browser now?"
NOT_OPENED = "No browser could be opened. Copy the link instead."
MADE = "Press Enter when the app is made"
TRY_AGAIN = "Try again?"
KEY_AGAIN = "PENCIL_KEY as it was, or Enter to leave it for now"

_STEPS = {
    "slack_bot_token": (
        "The bot token. On the app's page choose Install App, then Install to Workspace and Allow. If somebody has to\n"
        "approve that first, stop here and come back. Copy the Bot User OAuth Token."
    ),
    "slack_app_token": (
        "The app token, so that Pencil needs no public address. On the app's page choose Basic Information,\n"
        "App-Level Tokens, Generate Token and Scopes. Any name will do; add the scope connections:write, and copy it."
    ),
    "slack_signing_secret": "The signing secret. On the app's page choose Basic Information, and copy it there.",
}
_PROMPTS = {
    "slack_bot_token": "Paste it here; it begins with xoxb- and stays hidden",
    "slack_app_token": "Paste it here; it begins with xapp- and stays hidden",
    "slack_signing_secret": "Paste it here; it stays hidden",
}


def first_line() -> str:
    """What a new .env begins with."""
    return f"# Written by {typed('setup')}. .env.example explains every setting."


def shut(file: str) -> str:
    """Nothing could be kept, so nothing is asked."""
    return f"{file} cannot be written here, so nothing has been asked or changed."


def not_written(file: str, why: str) -> str:
    """Something was to be kept, and could not be."""
    return f"{file} cannot be written ({why}). What was in it is as it was."


def app(link: str, manifest: str) -> str:
    """How the app is made."""
    return (
        "The app. Open this link, choose your workspace, then Next and Create. Everything is filled in.\n\n"
        f"{link}\n\n"
        "If it does not open: https://api.slack.com/apps, Create New App, From a manifest.\n"
        f"Then paste what is in {manifest}"
    )


def step(name: str) -> str:
    """Where the value of a setting is found."""
    return _STEPS[name]


def prompt(name: str) -> str:
    """What stands before what is pasted."""
    return _PROMPTS[name]


def whose(workspace: str, called: str) -> str:
    """Where Pencil would be, and as whom."""
    return f"{workspace}, as @{called}"


def taken(name: str, of: str | None = None) -> str:
    """Slack takes it, and it is kept."""
    return f"ok     Slack takes it: {of}. It is kept." if of else f"ok     The {_NAMES[name]} is kept."


def there(name: str, of: str | None = None) -> str:
    """It was there before, and is as it should be."""
    return f"ok     The {_NAMES[name]} is there{f' ({of})' if of else ''}."


def refused(name: str, why: str) -> str:
    """Slack says no to what is there or was pasted."""
    return f"Slack does not take this {_NAMES[name]} ({why}). {where(name)}"


def refused_outside(name: str, why: str) -> str:
    """The same of one that setup cannot change."""
    return (
        f"{name.upper()} is set in the environment, which goes before .env, and Slack does not take it ({why}). "
        f"Change it there, or unset it and run {typed('setup')} again."
    )


def unreached(why: str) -> str:
    """Slack cannot be asked."""
    return f"Slack cannot be reached from here ({why})."


def untried(name: str) -> str:
    """It is kept all the same."""
    return f"note   The {_NAMES[name]} is kept, and has not been tried. {typed('doctor')} tries it."


def torn(name: str) -> str:
    """What was pasted has gaps in it, or hides itself."""
    return f"That is not a whole {_NAMES[name]}: use the Copy button on Slack's page. Nothing was kept."


def another(name: str, kind: str | None) -> str:
    """What was pasted is something else of Slack's."""
    what = f"That is {kind}, not the {_NAMES[name]}." if kind else f"That is not the {_NAMES[name]}."
    return f"{what} {where(name)} Nothing was kept."


def key_made() -> str:
    """There is a key now."""
    return (
        "ok     PENCIL_KEY is made. It seals the answers to the pulse. Keep a copy of its line in .env\n"
        "       where you keep passwords, apart from the database and its backups."
    )


def key_wanted(partnerships: Sequence[str]) -> str:
    """A new key would not open what is sealed."""
    return (
        f"The key. The pulse in {', '.join(partnerships)} began with a PENCIL_KEY that is not the one here. A new one "
        "would not\nopen its answers, so none is made."
    )


def key_is_another() -> str:
    """The key that was pasted does not open what is sealed either."""
    return "That is not the key it began with. Nothing was kept."


def no_terminal() -> str:
    """There is nobody to ask."""
    return (
        "Setup asks questions, so it needs a terminal. Without one, write .env from .env.example, "
        f"then look with {typed('doctor')}."
    )


def stopped(kept: Sequence[str]) -> str:
    """What is left of what was done."""
    what = f"{', '.join(kept)} {'is' if len(kept) == 1 else 'are'} kept in .env" if kept else "Nothing was changed"
    return f"Stopped. {what}. {typed('setup')} goes on from here."


def checking() -> str:
    """The doctor comes."""
    return "Now everything is looked at."


def next_steps(command: str, url: str | None) -> str:
    """What is left to do in Slack."""
    lines = [f"Start Pencil: {typed('run')}"]
    if url is not None:
        lines.append(f"On the app's page, under Event Subscriptions, press Retry beside {url}, and save.")
    lines.append(f"In the channel you share: /invite @Pencil, then {command} start and a name.")
    return "\n".join(lines)
