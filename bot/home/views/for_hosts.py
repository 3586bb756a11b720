"""For hosts: settings, what was posted with a way to post it again, the log, and the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.consultations.views import consultation
from bot.digest import views as digest
from bot.digest.lines import Line
from bot.home.settings_page import PartnershipSettings
from bot.home.views import settings_page
from bot.hosts.views import delivery_alert, reflection
from bot.outbox.posts import Fate
from bot.outbox.undelivered import Undelivered
from bot.partnership.audit_log import Entry
from bot.partnership.views import audit_log, why
from bot.partnership.views.partner import TIDY
from bot.partnership.views.partnership import PAUSE, REFLECTING, RESUME
from bot.privacy.views import deletion
from bot.roll_call import views as roll_call
from bot.slack.blocks import Block, actions, button
from bot.slack.rich_text import Piece, bold, bullets, code, moment, pieces, say
from bot.slack.text import and_more
from bot.ties.views import map as ties

_FATES = {
    Fate.SENT: "posted",
    Fate.REFUSED: "refused by Slack",
    Fate.UNKNOWN: "it may or may not have arrived",
    Fate.DROPPED: "not posted",
}


@dataclass(frozen=True)
class Posted:
    """Something Pencil said in the channel, and what became of it."""

    kind: str
    at: datetime
    fate: str | None
    gone: bool


@dataclass(frozen=True)
class ForHosts:
    """What only hosts are shown."""

    partnership_id: int
    channel_id: str
    settings: PartnershipSettings
    troubles: Sequence[Undelivered]
    more_troubles: int
    posted: Sequence[Posted]
    done: Sequence[Entry]
    more_done: int
    lines: Sequence[Line] = ()
    paused: str | None = None
    reflecting: bool = False


def blocks(shown: ForHosts) -> list[Block]:
    zone, about = shown.settings.zone, str(shown.partnership_id)
    return [
        say(bold("Settings")),
        say(bullets(*settings_page.lines(shown.settings))),
        actions(
            button("Change the settings", settings_page.OPEN, about),
            button("Say why now", why.SAY, about),
            button("Tidy up organisations", TIDY, about),
            roll_call.ask_button(about),
            consultation.open_button(shown.partnership_id),
            ties.open_button(shown.partnership_id),
        ),
        *_worth_a_look(shown),
        *_rhythm(shown, about),
        *_troubles(shown),
        say(bold("What I posted last in the channel")),
        say(bullets(*(_posted(post, zone) for post in shown.posted))) if shown.posted else say("Nothing yet."),
        say(bold("What hosts did last")),
        say(bullets(*(audit_log.line(entry, zone) for entry in shown.done))) if shown.done else say("Nothing yet."),
        *([say(f"… {and_more(shown.more_done)}. ", code("@Pencil log"), " shows them.")] if shown.more_done else []),
        actions(
            button("Send me a copy of everything", deletion.EXPORT, about),
            button("End the partnership …", deletion.BEGIN, about),
        ),
    ]


def _rhythm(shown: ForHosts, about: str) -> list[Block]:
    state = [shown.paused] if shown.paused else []
    state += [REFLECTING] if shown.reflecting else []
    return [
        say(bold("Rhythm")),
        say(*pieces(" ".join(state) or "Every post comes on its day.", " The days: ", code("@Pencil timetable"), ".")),
        actions(
            button("End the pause", RESUME, about) if shown.paused else button("Pause the posts …", PAUSE, about),
            button("End the reflection", reflection.END, about)
            if shown.reflecting
            else button("Begin a reflection", reflection.BEGIN, about),
        ),
    ]


def _worth_a_look(shown: ForHosts) -> list[Block]:
    """What stands in the weekly digest, at any time."""
    if not shown.lines:
        return []
    more = len(shown.lines) - digest.SHOWN
    return [
        say(bold("Worth a look")),
        *digest.blocks(shown.lines[: digest.SHOWN]),
        *([say(f"… {and_more(more)}.")] if more > 0 else []),
    ]


def _troubles(shown: ForHosts) -> list[Block]:
    if not shown.troubles:
        return []
    made: list[Block] = [say(bold("What didn’t arrive as it should"))]
    for post in shown.troubles:
        made += delivery_alert.undelivered(post).blocks
    return [*made, *([say(f"… {and_more(shown.more_troubles)}.")] if shown.more_troubles else [])]


def _posted(post: Posted, zone: str) -> list[Piece]:
    fate = "taken back" if post.gone else _FATES[Fate(post.fate)] if post.fate else "on its way"
    return pieces(delivery_alert.WHAT.get(post.kind, "A post"), ", ", moment(post.at, zone), f": {fate}")
