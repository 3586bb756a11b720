"""Block Kit, as one person reads it: JSON in, safe HTML out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from sandbox.page import choices, mrkdwn
from sandbox.page.emoji import emoji
from sandbox.slack.files import File
from sandbox.slack.state import Slack

TEMPLATES = Path(__file__).parent / "templates"
LONDON = ZoneInfo("Europe/London")


def environment() -> Environment:
    """The templates; a block is one file in templates/blocks, an element one in templates/elements."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"field": choices.name, "chooses": choices.chooses, "chosen": choices.chosen}
    made.filters |= {"control": choices.control, "initials": initials, "slug": slug, "day": day}
    made.filters |= {"short_day": short_day}
    made.globals |= {"link": mrkdwn.link, "emoji": emoji, "GROUPED": choices.GROUPED}
    return made


def slug(name: str) -> str:
    """A name made fit for an HTML id."""
    return "".join(c if c.isalnum() else f"-{ord(c):x}" for c in name)


def initials(name: str) -> str:
    """Two letters for the square beside a message."""
    words = name.removeprefix("Dr ").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def day(moment: datetime) -> str:
    """A day as it stands between messages: Friday 6 March 2026."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def short_day(moment: datetime) -> str:
    """A day that is not far off: Friday 6 March."""
    return f"{moment:%A} {moment.day} {moment:%B}"


class Reader:
    """One person's eyes: the names behind ids, and times in her own zone."""

    def __init__(self, slack: Slack, user_id: str) -> None:
        self.slack = slack
        self.user_id = user_id
        self.zone = ZoneInfo(slack.people[user_id].tz) if user_id in slack.people else LONDON

    def person(self, user_id: str) -> Markup:
        mine = " mention-me" if user_id == self.user_id else ""
        return Markup('<span class="mention{}">@{}</span>').format(mine, self.name(user_id))

    def channel(self, channel_id: str) -> Markup:
        known = self.slack.channels.get(channel_id)
        return Markup('<span class="mention">#{}</span>').format(known.name if known else "private channel")

    def name(self, user_id: str) -> str:
        if user_id in self.slack.bot_users:
            return "Pencil"
        if user_id == "USLACKBOT":
            return "Slack"
        known = self.slack.people.get(user_id)
        return known.name if known else "someone"

    def picture(self, block: Mapping[str, Any]) -> File | None:
        """The file an image names, if it is one that can be drawn."""
        return self.slack.files.picture(block.get("slack_file", {}).get("id"))

    def date(self, stamp: int, form: str) -> str:
        return mrkdwn.when(datetime.fromtimestamp(stamp, UTC).astimezone(self.zone), form)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def words(self, text: Mapping[str, Any] | str | None) -> Markup:
        """A text object, or a message's own text, which is mrkdwn."""
        if not text:
            return Markup()
        if isinstance(text, str):
            return mrkdwn.mrkdwn(text, self)
        shown = str(text.get("text", ""))
        return mrkdwn.mrkdwn(shown, self) if text.get("type") == "mrkdwn" else mrkdwn.plain(shown)

    def groups(self, element: Mapping[str, Any], options: Sequence[Mapping[str, Any]] = ()) -> list[choices.Group]:
        """What an element offers: its own, the `options` found, or the people or channels this reader may see."""
        kind = element["type"]
        if "users" in kind:
            return self.people_by_organisation({*self.slack.listed(self.user_id), *choices.chosen(element, None)})
        if "conversations" in kind or "channels" in kind:
            seen = [
                choices.Option(f"#{channel.name}", channel.id)
                for channel in self.slack.channels.values()
                if self.user_id in channel.members and not channel.direct_with
            ]
            return [choices.Group("", seen)]
        return choices.offered(element, options)

    def people_by_organisation(self, among: Collection[str] | None = None) -> list[choices.Group]:
        """Everybody, or those `among` these ids, under the organisation they are from."""
        groups: dict[str, choices.Group] = {}
        people = [who for who in self.slack.people.values() if among is None or who.user_id in among]
        for person in sorted(people, key=lambda who: (who.organisation, who.name)):
            group = groups.setdefault(person.organisation, choices.Group(person.organisation))
            group.options.append(choices.Option(person.name, person.user_id))
        return list(groups.values())

    def rich(self, piece: Mapping[str, Any]) -> Markup:
        """One element of a rich text line: words, a mention, a link, a date or an emoji."""
        markup = self._piece(piece)
        for style in ("code", "strike", "italic", "bold"):
            if piece.get("style", {}).get(style):
                markup = mrkdwn.FRAMES[style].format(markup)
        return markup

    def _here(self, piece: Mapping[str, Any]) -> Markup | None:
        """A link to a message of this Slack leads to it on the page."""
        message = self.slack.linked(piece["url"])
        if message is None:
            return None
        way = f"/?{urlencode({'as': self.user_id, 'in': message.channel_id})}#m-{slug(message.ts)}"
        return Markup('<a href="{}">{}</a>').format(way, piece.get("text") or piece["url"])

    def _piece(self, piece: Mapping[str, Any]) -> Markup:
        match piece["type"]:
            case "text":
                return mrkdwn.lines(escape(piece["text"]))
            case "user":
                return self.person(piece["user_id"])
            case "channel":
                return self.channel(piece["channel_id"])
            case "link":
                return self._here(piece) or mrkdwn.link(piece["url"], piece.get("text"))
            case "emoji":
                return escape(emoji(piece["name"], piece.get("unicode")))
            case "date":
                return escape(self.date(piece["timestamp"], piece["format"]))
            case "broadcast":
                return Markup('<span class="mention">@{}</span>').format(piece["range"])
            case "usergroup":
                return Markup('<span class="mention">@group</span>')
            case other:
                return escape(f"[{other}]")
