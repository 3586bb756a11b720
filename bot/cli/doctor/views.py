"""What the doctor says: a line a check, with a word in front, and what to do."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot import VERSION, typed
from bot.cli.doctor.finding import Finding, undone
from bot.settings import where

_APP_PAGE = "your Slack app's page (https://api.slack.com/apps)"
_MOST = 5  # names in a line

TITLES = {
    "versions": "Versions",
    "settings": "Settings",
    "files": "Files",
    "disk": "Disk",
    "database": "Database",
    "key": "Key",
    "bot_token": "Bot token",
    "scopes": "Scopes",
    "clock": "Clock",
    "socket": "Socket Mode",
    "address": "Address",
    "link": "Link",
    "commands": "Commands",
    "channels": "Channel",
}

# What each scope is for.
SCOPES = {
    "app_mentions:read": "@Pencil in the channel",
    "channels:read": "who joins and leaves a public channel",
    "chat:write": "everything Pencil says",
    "commands": "/win and the others",
    "files:write": "pictures and reports",
    "groups:read": "who joins and leaves a private channel",
    "im:write": "private messages",
    "mpim:write": "introducing people to each other",
    "users:read": "names",
    "channels:history": "checking whether a post arrived in a public channel",
    "groups:history": "checking whether a post arrived in a private channel",
    "im:history": "checking whether a private message arrived",
    "mpim:history": "checking whether an introduction arrived",
}

SENTENCES = {
    "versions.known": "Pencil {pencil}, Python {python}, {database}.",
    "versions.old_database": (
        "Pencil {pencil}, Python {python}, {database}. Pencil needs PostgreSQL {oldest} or newer: upgrade the server."
    ),
    "settings.right": "They can all be read.",
    "settings.wrong": "{why} The rest has not been looked at.",
    "settings.misspelt": ".env has {name}, which Pencil does not know. Did you mean {meant}?",
    "files.private": "Only this account may read {files}.",
    "files.open": "Others on this machine may read {files}. Type: chmod 600 {paths}",
    "files.locked": "This account may not write {files}. Run Pencil as the account that owns it.",
    "disk.roomy": "{megabytes} MB are free in {folder}.",
    "disk.short": "{megabytes} MB are free in {folder}. Make room soon: a backup needs as much as the database.",
    "disk.full": "{megabytes} MB are free in {folder}. Make room: on a full disk nothing is recorded.",
    "disk.no_folder": "DATABASE_URL: there is no folder {folder}. Make it, or name another.",
    "database.current": "It answers, and its schema is the right one ({schema}).",
    "database.not_made": "There is nothing in it yet. {run} makes it.",
    "database.older": "Its schema is older ({schema}; ours is {ours}). Take a copy, then: {migrate}. Nothing is lost.",
    "database.newer": (
        "A newer Pencil has used it (schema {schema}; ours is {ours}). Install that version. Nothing in it was changed."
    ),
    "database.unusable": "It cannot be used ({why}). Check DATABASE_URL, and that the database runs.",
    "key.there": "PENCIL_KEY is set, and opens what it has to.",
    "key.untried": "PENCIL_KEY is set. Whether it opens what it has to is seen once the database is as it should be.",
    "key.none": "PENCIL_KEY is not set, so the key to a pulse is kept beside its answers. {setup} makes one.",
    "key.changed": (
        "The pulse in {partnerships} began with another PENCIL_KEY. Put that one back by {closes}. "
        "Its answers are still there; till then nobody can answer, and nothing is counted."
    ),
    "key.missing": (
        "The pulse in {partnerships} began with a PENCIL_KEY, and none is set. Put it back by {closes}. "
        "Its answers are still there; till then nobody can answer, and nothing is counted."
    ),
    "bot_token.taken": "Slack takes it: {workspace}, as @{name}.",
    "bot_token.brought": "SLACK_BOT_TOKEN is not set, and not needed: workspaces bring their own.",
    "bot_token.missing": "SLACK_BOT_TOKEN is not set. {setup} asks for it.",
    "bot_token.refused": "Slack does not take SLACK_BOT_TOKEN ({why}). {where_bot} Then: {setup}",
    "bot_token.unreached": "Slack cannot be reached from here ({why}). Check the network, then look again.",
    "scopes.all": "All {number} that Pencil needs are there.",
    "scopes.missing": (
        f"Missing: {{scopes}}. Add them under OAuth & Permissions on {_APP_PAGE}, and install the app again."
    ),
    "scopes.optional": "Not allowed, and Pencil works without: {scopes}.",
    "scopes.not_said": "Slack does not say which there are.",
    "clock.right": "It agrees with Slack's.",
    "clock.fast": "It is {seconds} seconds ahead of Slack's. Set it right, or let NTP do it.",
    "clock.slow": "It is {seconds} seconds behind Slack's. Set it right, or let NTP do it.",
    "socket.opens": "Slack opens a connection for SLACK_APP_TOKEN, so no public address is needed.",
    "socket.refused": "Slack does not take SLACK_APP_TOKEN ({why}). {where_app} Then: {setup}",
    "socket.unreached": "Slack could not be asked for a connection ({why}). Look again.",
    "socket.no_way_in": "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set. {setup} asks for the first.",
    "address.answers": "Pencil answers at {url}.",
    "address.unreached": "Nothing answers at {url} ({why}). Start Pencil, and look at the proxy in front of it.",
    "address.another": "Something else answers at {url} (status {status}). Start Pencil, and look at the proxy.",
    "address.no_secret": "Pencil answers at {url}, but SLACK_SIGNING_SECRET is not set. {where_secret}",
    "address.not_asked": (
        "Slack sends what people do to {path} at your address. To look there: {doctor} --address https://your.host"
    ),
    "link.open": (
        "Workspaces install Pencil at {url}. {redirect} has to be under OAuth & Permissions, Redirect URLs, on "
        f"{_APP_PAGE}."
    ),
    "link.redirect_unknown": (
        "Workspaces install Pencil at /slack/install of your address. Slack leads them back only if your address with "
        f"{{path}} is under OAuth & Permissions, Redirect URLs, on {_APP_PAGE}."
    ),
    "link.wrong_redirect": "SLACK_REDIRECT_URI is {url}. It has to begin with https:// and end with {path}.",
    "link.other_key": (
        "PENCIL_KEY is not the one that the tokens of {workspaces} were sealed with. Put that one back, or let each of "
        "them open the link once more. Nothing is lost, and what waits for them waits."
    ),
    "link.left": (
        "{number} have installed Pencil by its link, but SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are not set, "
        "so nothing is sent there. {where_client}"
    ),
    "commands.usual": (
        "Slack does not list them, so look yourself: type {names} there. If another app answers, "
        "name ours anew with COMMAND_… in .env, and the same in the app's manifest."
    ),
    "commands.renamed": (
        "Slack does not list them, so look yourself: type {names} there. {renamed} need the same name in the app's "
        "manifest."
    ),
    "channels.invited": "Pencil is in the channel of {partnerships}.",
    "channels.not_invited": "Pencil is not in the channel of {partnerships}. Type there: /invite @Pencil",
    "channels.nowhere": "Next, in the channel you share: /invite @Pencil, then {command} start and a name.",
    "channels.no_partnership": "Pencil has been invited. Next, type there: {command} start and a name.",
    "channels.not_said": "Slack does not say where Pencil has been invited ({why}).",
}


def line(finding: Finding) -> str:
    """The word in front, what was looked at, and what came of it."""
    return f"{finding.state:<5}  {TITLES[finding.check]:<11}  {text(finding)}"


def text(finding: Finding) -> str:
    """The sentence alone."""
    shown = {name: _shown(name, value) for name, value in finding.facts.items()}
    return SENTENCES[f"{finding.check}.{finding.outcome}"].format(
        **shown,
        paths=" ".join(finding.facts.get("files", ())),
        where_bot=where("slack_bot_token"),
        where_app=where("slack_app_token"),
        where_secret=where("slack_signing_secret"),
        where_client=where("slack_client_id"),
        **{word: typed(word) for word in ("doctor", "migrate", "run", "setup")},
    )


def end(findings: Sequence[Finding]) -> str:
    """Whether anything is to do."""
    number = len(undone(findings))
    if not number:
        return "All is well."
    return f"{number} {'thing' if number == 1 else 'things'} to do. Then look again: {typed('doctor')}"


def as_json(findings: Sequence[Finding]) -> str:
    """The same for a program. `docs/running/doctor.md` says what is in it."""
    answer: Mapping[str, Any] = {
        "version": VERSION,
        "well": not undone(findings),
        "findings": [
            {
                "check": finding.check,
                "outcome": finding.outcome,
                "state": finding.state,
                "facts": dict(finding.facts),
                "text": text(finding),
            }
            for finding in findings
        ],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _shown(name: str, value: Any) -> str:
    if name == "scopes":
        return _listed([f"{scope} ({SCOPES[scope]})" for scope in value])
    if isinstance(value, list):
        return _listed(value if len(value) <= _MOST else [*value[:_MOST], f"{len(value) - _MOST} more"])
    return str(value)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
