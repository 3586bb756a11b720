"""Messages: written, changed, taken back, and whispered to one person."""

from sandbox.api.limits import faults
from sandbox.api.registry import ApiError, channel_of, method, need
from sandbox.slack.blocks import Json
from sandbox.slack.files import pictures
from sandbox.slack.state import Channel, Message, Slack

_POSTING = "channel text blocks metadata thread_ts unfurl_links unfurl_media reply_broadcast mrkdwn"


def shown(slack: Slack, message: Message, *, all_metadata: bool = True) -> Json:
    """A message as the Web API gives it."""
    made: Json = {"type": "message", "user": message.user_id, "text": message.text, "ts": message.ts}
    made["team"] = slack.bot_users.get(message.user_id, slack.speaking)
    if message.user_id in slack.bot_users:
        made |= {"bot_id": f"B{message.user_id[1:]}", "app_id": slack.app_id}
    if message.blocks:
        made["blocks"] = message.blocks
    if message.files:
        made["files"] = [
            {"id": file.id, "name": file.name, "title": file.title, "mimetype": file.kind, "size": file.length}
            for file in message.files
        ]
    if message.thread_ts:
        made["thread_ts"] = message.thread_ts
    if message.metadata:
        made["metadata"] = message.metadata if all_metadata else {"event_type": message.metadata["event_type"]}
    return made


def _content(slack: Slack, args: Json, channel: Channel) -> None:
    text, blocks = args.get("text") or "", args.get("blocks")
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > 40_000:  # noqa: PLR2004
        raise ApiError("msg_too_long")
    if blocks:
        errors = faults(blocks) or slack.file_faults(blocks)
        if "msg_blocks_too_long" in errors:
            raise ApiError("msg_blocks_too_long")
        if errors:
            raise ApiError("invalid_blocks", errors)
        if channel.no_files and any("slack_file" in picture for _, picture in pictures(blocks)):
            raise ApiError(channel.no_files)
        if not text:
            slack.complaints.append("a message with blocks has no text for those who cannot see them")
    metadata = args.get("metadata")
    if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
        raise ApiError("invalid_metadata_format")


def _post(slack: Slack, args: Json) -> Json:
    need(args, "channel")
    channel = channel_of(slack, args["channel"], writing=True)
    _content(slack, args, channel)
    message = slack.add(
        channel.id,
        slack.bot_user,
        args.get("text") or "",
        args.get("blocks"),
        thread_ts=args.get("thread_ts"),
        metadata=args.get("metadata"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": shown(slack, message)}


def _update(slack: Slack, args: Json) -> Json:
    need(args, "channel", "ts")
    channel = channel_of(slack, args["channel"])
    message = slack.find(channel.id, args["ts"])
    if message is None or message.only_for:
        raise ApiError("message_not_found")
    if message.user_id != slack.bot_user:
        raise ApiError("cant_update_message")
    _content(slack, args, channel)
    message.text, message.blocks, message.edited = args.get("text") or "", args.get("blocks") or [], True
    message.metadata = args.get("metadata", message.metadata)
    slack.changed()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown(slack, message)}


def _delete(slack: Slack, args: Json) -> Json:
    need(args, "channel", "ts")
    channel = channel_of(slack, args["channel"])
    message = slack.find(channel.id, args["ts"])
    if message is None:
        raise ApiError("message_not_found")
    if message.user_id != slack.bot_user:
        raise ApiError("cant_delete_message")
    slack.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def _whisper(slack: Slack, args: Json) -> Json:
    need(args, "channel", "user")
    channel = channel_of(slack, args["channel"], writing=True)
    if args["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    _content(slack, args, channel)
    if args["user"] in slack.away:
        return {"message_ts": slack.new_ts()}
    message = slack.add(
        channel.id,
        slack.bot_user,
        args.get("text") or "",
        args.get("blocks"),
        thread_ts=args.get("thread_ts"),
        only_for=args["user"],
    )
    return {"message_ts": message.ts}


def _permalink(slack: Slack, args: Json) -> Json:
    need(args, "channel", "message_ts")
    channel = channel_of(slack, args["channel"])
    message = slack.find(channel.id, args["message_ts"])
    if message is None or message.only_for is not None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": slack.permalink(message)}


METHODS = {
    "chat.postMessage": method(_post, _POSTING, "chat:write"),
    "chat.update": method(_update, "channel ts text blocks metadata", "chat:write"),
    "chat.delete": method(_delete, "channel ts", "chat:write"),
    "chat.getPermalink": method(_permalink, "channel message_ts"),
    "chat.postEphemeral": method(_whisper, "channel user text blocks thread_ts", "chat:write"),
}
