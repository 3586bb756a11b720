"""The Web API methods Pencil uses. What is not among them fails loudly."""

from sandbox.api import chat, conversations, uploads, users, views
from sandbox.api.registry import ApiError, Method
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack

METHODS: dict[str, Method] = {
    **users.METHODS,
    **chat.METHODS,
    **views.METHODS,
    **conversations.METHODS,
    **uploads.METHODS,
}
# What reads its arguments from a form or the address, and no JSON.
FORMS = {"chat.getPermalink", "files.getUploadURLExternal", "users.conversations", "users.info"} | {
    name for name in METHODS if name.startswith("conversations.")
}
FORMS -= {"conversations.open"}
_HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}


def call(slack: Slack, name: str, args: Json, scopes: set[str]) -> Json:
    """The answer of the method, or `ApiError`. Whatever Slack does not know is complained of."""
    known = METHODS.get(name)
    if known is None:
        slack.complaints.append(f"unknown method {name}")
        raise ApiError("unknown_method")
    extra = set(args) - known.arguments - {"token", "team_id"}
    if extra:
        slack.complaints.append(f"{name} does not take {sorted(extra)}")
        raise ApiError("invalid_arguments", [f"[ERROR] unknown argument: {argument}" for argument in sorted(extra)])
    needed = known.scopes
    if name in {"conversations.history", "conversations.replies"}:
        needed = (_HISTORY.get(str(args.get("channel", "C"))[:1], "channels:history"),)
        if str(args.get("channel")) in slack.groups.values():
            needed = ("mpim:history",)
    if name == "conversations.open":
        needed = ("mpim:write",) if "," in str(args.get("users")) else ("im:write",)
    if needed and not scopes & set(needed):
        raise ApiError("missing_scope")
    return known.answer(slack, args)
