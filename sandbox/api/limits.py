"""Slack's limits on blocks and views, with Slack's names for what is wrong."""

import json
import re
from typing import Any

from sandbox.slack.blocks import Json, walk
from sandbox.slack.files import pictures

_BLOCKS = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text"},
    "context": {"elements"},
    "divider": set(),
    "actions": {"elements"},
    "rich_text": {"elements"},
    "image": {"image_url", "alt_text", "title", "slack_file"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}
_FORM_ONLY, _MESSAGE_MOST, _VIEW_MOST = {"input"}, 50, 100
_RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
_PARTS = {"text", "user", "link", "emoji", "date", "broadcast", "usergroup", "channel"}
_INTERACTIVE = {
    "button": 0,
    "static_select": 100,
    "multi_static_select": 100,
    "users_select": 0,
    "multi_users_select": 0,
    "external_select": 0,
    "multi_external_select": 0,
    "conversations_select": 0,
    "plain_text_input": 0,
    "radio_buttons": 10,
    "checkboxes": 10,
    "overflow": 5,
    "datepicker": 0,
    "timepicker": 0,
}
_TOTAL = 13_200
_MARK = r"\u0002"
_UNNAMED = re.compile(
    r"(?<!\\)(?:\\\\)*\\u0002[1-9][0-9]*:"
)  # what is kept in place of a name, and is for nobody to see


def faults(blocks: Any, *, view: bool = False) -> list[str]:
    """What Slack would say against these blocks; nothing if it takes them."""
    if not isinstance(blocks, list):
        return ["[ERROR] must be an array [json-pointer:/blocks]"]
    errors: list[str] = []

    def check(good: bool, words: str, where: str) -> None:  # noqa: FBT001
        if not good:
            errors.append(f"[ERROR] {words} [json-pointer:{where}]")

    most = _VIEW_MOST if view else _MESSAGE_MOST
    check(len(blocks) <= most, f"no more than {most} items allowed", "/blocks")
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    check(len(ids) == len(set(ids)), "block_id must be unique", "/blocks")
    for place, block in enumerate(blocks):
        at = f"/blocks/{place}"
        kind = block.get("type")
        check(kind in _BLOCKS, f"unsupported type: {kind}", f"{at}/type")
        if kind not in _BLOCKS:
            continue
        extra = set(block) - _BLOCKS[kind] - {"type", "block_id"}
        check(not extra, f"unsupported fields: {sorted(extra)}", at)
        check(len(block.get("block_id") or "") <= 255, "must be no more than 255 characters", f"{at}/block_id")
        check(view or kind not in _FORM_ONLY, f"unsupported type: {kind}", f"{at}/type")
        _block(block, at, check)
    written = json.dumps(blocks)
    check(_MARK not in written or not _UNNAMED.search(written), "must have no control characters", "/blocks")
    for where, picture in pictures(blocks):
        _picture(picture, where, check)
    if not view:
        total = sum(len(part["text"]) for part in walk(blocks) if isinstance(part.get("text"), str))
        if total > _TOTAL:
            errors.append("msg_blocks_too_long")
    return errors


def _text(text: Any, most: int, where: str, check: Any, *, plain: bool = True) -> None:
    check(
        isinstance(text, dict) and text.get("type") in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}),
        "must be a text object",
        where,
    )
    if isinstance(text, dict):
        words = text.get("text") or ""
        check(len(words) >= 1, "must be more than 0 characters", f"{where}/text")
        check(len(words) <= most, f"must be no more than {most} characters", f"{where}/text")
        check(not set(text) - {"type", "text", "emoji", "verbatim"}, "unsupported fields", where)


def _block(block: Json, at: str, check: Any) -> None:
    kind = block["type"]
    if kind == "header":
        _text(block.get("text"), 150, f"{at}/text", check)
    elif kind == "section":
        check(bool(block.get("text") or block.get("fields")), "missing text or fields", at)
        if block.get("text"):
            _text(block["text"], 3000, f"{at}/text", check, plain=False)
        check(len(block.get("fields") or []) <= 10, "no more than 10 items allowed", f"{at}/fields")
    elif kind == "context":
        check(1 <= len(block["elements"]) <= 10, "must have 1 to 10 items", f"{at}/elements")
    elif kind == "actions":
        check(1 <= len(block["elements"]) <= 25, "must have 1 to 25 items", f"{at}/elements")
        ids = [element.get("action_id") for element in block["elements"]]
        check(len(ids) == len(set(ids)), "action_id must be unique", f"{at}/elements")
        for place, element in enumerate(block["elements"]):
            _element(element, f"{at}/elements/{place}", check)
    elif kind == "input":
        _text(block.get("label"), 2000, f"{at}/label", check)
        if block.get("hint"):
            _text(block["hint"], 2000, f"{at}/hint", check)
        _element(block.get("element") or {}, f"{at}/element", check)
    elif kind == "rich_text":
        check(bool(block["elements"]), "must have elements", at)
        for place, element in enumerate(block["elements"]):
            _rich(element, f"{at}/elements/{place}", check)


def _picture(image: Json, at: str, check: Any) -> None:
    alt, url, file = image.get("alt_text") or "", image.get("image_url"), image.get("slack_file")
    check(1 <= len(alt) <= 2000, "must be 1 to 2000 characters", f"{at}/alt_text")
    check((url is None) != (file is None), "must have exactly one of image_url and slack_file", at)
    check(url is None or 1 <= len(url) <= 3000, "must be 1 to 3000 characters", f"{at}/image_url")
    if image.get("title"):
        _text(image["title"], 2000, f"{at}/title", check)
    if file is not None:
        single = isinstance(file, dict) and set(file) in ({"id"}, {"url"})
        check(single, "must have exactly one of id and url", f"{at}/slack_file")
        named = not single or "id" not in file or re.fullmatch(r"F[A-Z0-9]{8,}", str(file["id"]))
        check(bool(named), "must match F[A-Z0-9]{8,}", f"{at}/slack_file/id")


def _rich(element: Json, at: str, check: Any) -> None:
    check(element.get("type") in _RICH, f"unsupported type: {element.get('type')}", at)
    check(bool(element.get("elements")), "must have elements", at)
    for place, part in enumerate(element.get("elements") or []):
        where = f"{at}/elements/{place}"
        if element.get("type") == "rich_text_list":
            _rich(part, where, check)
            continue
        check(part.get("type") in _PARTS, f"unsupported type: {part.get('type')}", where)
        if part.get("type") == "text":
            check(bool(part.get("text")), "must be more than 0 characters", f"{where}/text")
        if part.get("type") == "date":
            check({"timestamp", "format"} <= set(part), "missing timestamp or format", where)


def _element(element: Json, at: str, check: Any) -> None:
    kind = element.get("type")
    check(kind in _INTERACTIVE, f"unsupported type: {kind}", at)
    check(1 <= len(element.get("action_id") or "-") <= 255, "must be no more than 255 characters", f"{at}/action_id")
    if kind == "button":
        _text(element.get("text"), 75, f"{at}/text", check)
        check(len(element.get("value") or "") <= 2000, "must be no more than 2000 characters", f"{at}/value")
    if element.get("placeholder"):
        _text(element["placeholder"], 150, f"{at}/placeholder", check)
    if most := _INTERACTIVE.get(kind or "", 0):
        options = element.get("options")
        check(isinstance(options, list) and 1 <= len(options) <= most, f"must have 1 to {most} items", f"{at}/options")
        for place, option in enumerate(options or []):
            _text(option.get("text"), 75, f"{at}/options/{place}/text", check)
            check(1 <= len(option.get("value") or "") <= 150, "must be 1 to 150 characters", f"{at}/options/{place}")
            if option.get("description"):
                _text(option["description"], 75, f"{at}/options/{place}/description", check)
        initial = [*(element.get("initial_options") or []), *filter(None, [element.get("initial_option")])]
        check(all(option in (options or []) for option in initial), "must be among options", at)
    if kind == "plain_text_input":
        check(len(element.get("initial_value") or "") <= (element.get("max_length") or 3000), "must fit max_length", at)


def view_faults(view: Json) -> list[str]:
    """What Slack would say against this view."""
    errors = faults(view.get("blocks"), view=True)
    if view.get("type") == "modal":
        for name in ("title", "submit", "close"):
            text = (view.get(name) or {}).get("text") or ""
            if len(text) > 24 or (name == "title" and not text):
                errors.append(f"[ERROR] must be 1 to 24 characters [json-pointer:/view/{name}]")
        if any(block.get("type") == "input" for block in view["blocks"]) and not view.get("submit"):
            errors.append("[ERROR] submit is required when an input block is within blocks [json-pointer:/view/submit]")
    elif view.get("type") != "home":
        errors.append(f"[ERROR] unsupported type: {view.get('type')} [json-pointer:/view/type]")
    for name in ("callback_id", "external_id"):
        if len(view.get(name) or "") > 255:
            errors.append(f"[ERROR] must be no more than 255 characters [json-pointer:/view/{name}]")
    if len(view.get("private_metadata") or "") > 3000:
        errors.append("[ERROR] must be no more than 3000 characters [json-pointer:/view/private_metadata]")
    return errors
