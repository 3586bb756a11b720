"""How a file gets in: an address for its bytes, the bytes, and the word that it is complete."""

from aiohttp import web

from sandbox.api.registry import ApiError, channel_of, method, need
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack


def _address(slack: Slack, args: Json) -> Json:
    need(args, "filename", "length")
    if not str(args["length"]).isdigit() or int(args["length"]) < 1:
        raise ApiError("invalid_arguments", ["[ERROR] must be a positive number [json-pointer:/length]"])
    alt = args.get("alt_txt") or ""
    if len(alt) > 1000:  # noqa: PLR2004
        raise ApiError("alt_txt_too_large")
    file = slack.files.begin(args["filename"], int(args["length"]), alt)
    return {"upload_url": f"{slack.address}/upload/{file.upload_id}", "file_id": file.id}


def _complete(slack: Slack, args: Json) -> Json:
    """Without a channel a file is private to the app: it stands nowhere until a message names it."""
    need(args, "files")
    named = {file.get("id"): file.get("title") for file in args["files"]}
    files = [slack.files.get(file_id) for file_id in named]
    uploaded = [file for file in files if file is not None and file.content]
    if len(uploaded) < len(named):
        raise ApiError("file_not_found")
    wanted = [
        channel_id.strip()
        for channel_id in (args.get("channel_id") or args.get("channels") or "").split(",")
        if channel_id.strip()
    ]
    if any(channel_id.startswith("U") for channel_id in wanted):
        raise ApiError("channel_not_found")  # a person is no channel here, unlike where messages are posted
    channels = [channel_of(slack, channel_id, writing=True) for channel_id in wanted]
    if args.get("initial_comment") and not channels:
        raise ApiError("invalid_arguments", ["[ERROR] a comment needs a channel [json-pointer:/initial_comment]"])
    if refused := next((channel.no_files for channel in channels if channel.no_files), ""):
        raise ApiError(refused)
    for file in uploaded:
        file.complete, file.title = True, named[file.id] or file.name
    for channel in channels:
        comment, thread_ts = args.get("initial_comment") or "", args.get("thread_ts")
        slack.add(channel.id, slack.bot_user, comment, thread_ts=thread_ts, files=uploaded)
    return {"files": [{"id": file.id, "title": file.title} for file in uploaded]}


METHODS = {
    "files.getUploadURLExternal": method(_address, "filename length alt_txt snippet_type", "files:write"),
    "files.completeUploadExternal": method(
        _complete, "files channel_id channels initial_comment thread_ts", "files:write"
    ),
}


async def receive(slack: Slack, request: web.Request) -> web.Response:
    """The bytes themselves, raw or as a form's only file: as many as were announced, and once."""
    file = slack.files.waiting(request.match_info["id"])
    if file is None:
        return web.Response(status=404, text="no upload is waited for here")
    content = await _sent(request)
    if len(content) != file.length:
        return web.Response(status=400, text=f"{len(content)} bytes instead of {file.length}")
    file.content = content
    return web.Response(text=f"OK - {len(content)}")


async def _sent(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    sent = [field.file.read() for field in (await request.post()).values() if isinstance(field, web.FileField)]
    return sent[0] if sent else b""
