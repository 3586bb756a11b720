"""What somebody did in Slack, read from the payload once. Payload dictionaries end here; what is garbled is refused.

Slack's events are read in `events`.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.lib.refusals import GarbledError
from bot.partnership.members import Who
from bot.slack.marked import taken_out
from handlers.shapes import whole

Payload = dict[str, Any]


@dataclass(frozen=True)
class Command:
    """A slash command; also what is said to `@Pencil` in the channel, where there is no `trigger`."""

    name: str  # as in the tables: win, partnership
    text: str  # in Slack's markup
    who: Who
    channel: str
    origin: str  # the same delivery twice has the same
    team: str  # the workspace that has Pencil
    trigger: str | None = None
    thread: str | None = None  # where it was said, if that was below another message
    sure: bool = False  # asked, the person has said that these words are to be recorded


@dataclass(frozen=True)
class Press:
    """A button pressed, or an option chosen, on a message, in a form or at Home."""

    action: str
    value: str
    who: Who
    channel: str | None
    trigger: str
    response_url: str | None
    message_ts: str | None
    private: bool  # on a message only this person sees
    team: str
    in_form: bool = False
    view: str = ""  # the form's id, where it is on one
    part: str = ""  # the third part of the action: which of several of a kind
    chosen: list[str] = field(default_factory=list)  # the boxes that are ticked now


@dataclass(frozen=True)
class Submission:
    """A form filled in and sent."""

    callback: str
    channel: str  # where the form belongs
    about: str
    answers: dict[str, Any]  # by block: text, one value, or a list of values
    who: Who
    origin: str
    team: str
    typed: str = ""  # all that was written by hand
    mentioned: list[str] = field(default_factory=list)  # whom the form was opened with, in its words
    field: str = ""  # the first, beside which a word can stand

    def text(self, block: str) -> str:
        answer = self.answers.get(block) or ""
        if not isinstance(answer, str):
            raise GarbledError
        return answer

    def people(self, block: str) -> list[str]:
        """The Slack ids of whoever is chosen in the field, be it of one person or of several."""
        answer = self.answers.get(block) or []
        return [answer] if isinstance(answer, str) else answer

    def chosen(self, block: str) -> list[str]:
        answer = self.answers.get(block) or []
        if not isinstance(answer, list):
            raise GarbledError
        return answer


@dataclass(frozen=True)
class Search:
    """What somebody types in a form's list whose choices are ours to find."""

    action: str
    typed: str
    channel: str  # where the form belongs
    who: Who


@dataclass(frozen=True)
class Shortcut:
    """A message shortcut: somebody points at a message."""

    callback: str
    who: Who
    channel: str
    trigger: str
    response_url: str
    text: str
    author: str | None
    team: str


@whole
def command(payload: Payload, name: str) -> Command:
    return Command(
        name=name,
        text=payload.get("text") or "",
        who=Who(
            payload["team_id"],
            payload["user_id"],
            payload["channel_id"],
            enterprise_id=payload.get("enterprise_id") or None,
        ),
        channel=payload["channel_id"],
        origin=f"command:{payload['trigger_id']}",
        team=payload["team_id"],
        trigger=payload["trigger_id"],
    )


def _actor(payload: Payload, fallback: str) -> Who:
    """Whoever acts; the enterprise is their own where the payload's workspace is."""
    user, team = payload["user"], payload.get("team") or {}
    enterprise = (payload.get("enterprise") or {}).get("id") or team.get("enterprise_id")
    known = enterprise if user.get("team_id") in {team.get("id"), enterprise} else None
    return Who(user.get("team_id") or fallback, user["id"], enterprise_id=known or None)


@whole
def press(payload: Payload, team: str) -> Press:
    action = payload["actions"][0]
    noun, verb, part = (*action["action_id"].split(".", 2), "", "")[:3]
    container = payload.get("container") or {}
    chosen = action.get("selected_option") or {}
    channel = (payload.get("channel") or {}).get("id") or container.get("channel_id")
    in_form = container.get("type") == "view" and (payload.get("view") or {}).get("type") == "modal"
    return Press(
        action=f"{noun}.{verb}" if verb else noun,
        value=action.get("value") or chosen.get("value") or "",
        who=replace(_actor(payload, team), at=channel or ""),
        channel=channel,
        trigger=payload["trigger_id"],
        response_url=payload.get("response_url"),
        message_ts=container.get("message_ts"),
        private=bool(container.get("is_ephemeral")),
        team=team,
        in_form=in_form,
        view=payload["view"]["id"] if in_form else "",
        part=part,
        chosen=[option["value"] for option in action.get("selected_options") or []],
    )


@whole
def submission(payload: Payload, team: str) -> Submission:
    view = payload["view"]
    metadata, mentioned = taken_out(view.get("private_metadata") or "")
    channel, _, about = metadata.partition(" ")
    answers: dict[str, Any] = {}
    typed: list[str] = []
    for block, inputs in (view.get("state") or {}).get("values", {}).items():
        for answer in inputs.values():
            answers[block] = _answer(answer)
            if answer.get("type") == "plain_text_input" and answer.get("value"):
                typed.append(answer["value"])
    return Submission(
        callback=view["callback_id"],
        channel=channel,
        about=about,
        answers=answers,
        who=replace(_actor(payload, team), at=channel, in_form=True),
        origin=f"form:{view['id']}",
        team=team,
        typed="\n".join(typed),
        mentioned=mentioned,
        field=next((block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"), ""),
    )


@whole
def search(payload: Payload, team: str) -> Search:
    channel = taken_out(payload["view"]["private_metadata"])[0].partition(" ")[0]
    who = replace(_actor(payload, team), at=channel, in_form=True)
    return Search(payload["action_id"], payload.get("value") or "", channel, who)


def _answer(answer: Payload) -> Any:
    if "selected_options" in answer:
        return [option["value"] for option in answer["selected_options"] or []]
    for many in ("selected_users", "selected_conversations"):
        if many in answer:
            return answer[many]
    if answer.get("selected_option"):
        return answer["selected_option"]["value"]
    return (
        answer.get("selected_user") or answer.get("selected_date") or answer.get("selected_time") or answer.get("value")
    )


@whole
def shortcut(payload: Payload, team: str) -> Shortcut:
    message, channel = payload["message"], payload["channel"]["id"]
    return Shortcut(
        callback=payload["callback_id"],
        who=replace(_actor(payload, team), at=channel),
        channel=channel,
        trigger=payload["trigger_id"],
        response_url=payload["response_url"],
        text=message.get("text") or "",
        author=message.get("user") if not message.get("bot_id") else None,
        team=team,
    )
