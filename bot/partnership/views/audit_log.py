"""What hosts did, in words: one line for each of their acts."""

from collections.abc import Mapping, Sequence

from bot.partnership.audit_log import Entry
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, moment, person, pieces, say
from bot.slack.text import and_more
from bot.slack.views.wording import UNASKED

# What follows the host's name. What it is about is put in its place, or behind.
ACTION_WORDS: Mapping[str, str] = {
    "partnership.started": "started the partnership",
    "partnership.moved": "moved the partnership to another channel",
    "partnership.paused": "paused the posts",
    "partnership.resumed": "ended the pause",
    "timetable.changed": "changed the timetable",
    "rollcall.asked": "asked the channel where people are from",
    "stage.chosen": "chose the stage of the next check-in",
    "pulse.skipped": "skipped a pulse",
    "pulse.unskipped": "put back a skipped pulse",
    "pulse.stopped": "stopped the open pulse",
    "pulse.floor": "raised the number of answers a pulse needs to {}",
    "pulse.response": "wrote what the hosts do about a pulse",
    "pulse.outcome": "wrote what became of an action after a pulse",
    "post.again": "had a post sent again",
    "post.left": "settled a post that may not have arrived",
    "win.changed": "changed somebody’s win",
    "win.undone": "undid somebody’s win",
    "win.restored": "put somebody’s win back",
    "win.celebrated": "celebrated somebody’s win at once",
    "spotlight.changed": "changed what somebody said in the spotlight",
    "spotlight.withdrawn": "took back what somebody said in the spotlight",
    "blocker.changed": "changed somebody’s blocker",
    "blocker.undone": "undid somebody’s blocker",
    "blocker.restored": "put somebody’s blocker back",
    "idea.changed": "changed somebody’s idea",
    "idea.undone": "undid somebody’s idea",
    "idea.restored": "put somebody’s idea back",
    "idea.proposed": "proposed an idea for the vision (number {})",
    "idea.tried": "said that an idea is being tried (number {})",
    "idea.not_now": "said not now to an idea (number {})",
    "idea.reopened": "opened an idea again (number {})",
    "initiative.changed": "changed an initiative that others carry on",
    "initiative.undone": "undid an initiative that somebody began",
    "initiative.restored": "put back an initiative that somebody began",
    "initiative.done": "said that an initiative is done (number {})",
    "initiative.dropped": "dropped an initiative (number {})",
    "initiative.reopened": "opened an initiative again (number {})",
    "habit.changed": "changed a habit that somebody added",
    "habit.undone": "undid a habit that somebody added",
    "habit.restored": "put back a habit that somebody added",
    "consultation.opened": "opened a consultation on the vision",
    "consultation.changed": "changed the consultation on the vision",
    "consultation.ended": "ended the consultation on the vision",
    "consultation.undone": "took a consultation on the vision back",
    "consultation.restored": "opened a consultation on the vision again",
    "consultation.answer_undone": "took somebody’s answer out of a consultation",
    "consultation.answer_restored": "put somebody’s answer back into a consultation",
    "settings.name": "renamed the partnership",
    "settings.zone": "changed the time zone to {}",
    "settings.assent": "changed who decides on the vision",
    "settings.reaction": "changed the reaction that offers a win to {}",
    "settings.keep": "changed how long things are kept",
    "settings.holidays": "changed the public holidays to those of {}",
    "settings.closed": "closed the partnership on {}",
    "settings.opened": "reopened the partnership on {}",
    "settings.digest": "moved the hosts’ digest to {}",
    "export.asked": "asked for a copy of everything",
    "story.made": "made a report that quotes every win",
    "introduction.offered": "offered people of {} an introduction",
    "introduction.taken_back": "took back an introduction",
    "authors.asked": "asked authors whether their wins may be quoted",
    "why": "wrote why now",
    "vision.pencilled": "pencilled in a proposal (number {})",
    "vision.rubbed": "rubbed out a proposal (number {})",
    "host.added": "made somebody a host",
    "host.handed_over": "handed the role over",
    "host.stopped": "stopped hosting",
    "host.taken": "became host, as there was none",
    "host.accepted": "became host when asked",
    "host.asked": "asked somebody to host",
    "partner.stepped_back": "recorded that {} stepped back",
    "partner.returned": "recorded that {} is back",
    "partner.step_undone": "undid what they said about {}",
    "partner.renamed": "renamed an organisation to {}",
    "partner.merged": "merged an organisation into {}",
    "partner.removed": "removed {} from the list of organisations",
    "partner.noted": "said that somebody is from {}",
    "partner.tidied_back": "undid a change to an organisation",
    "partnership.reflecting": "began a reflection",
    "partnership.reflected": "ended the reflection",
}


def line(entry: Entry, zone: str) -> list[Piece]:
    """Who did what, and when. An action without words of its own is called by its name."""
    did = ACTION_WORDS.get(entry.action) or entry.action.replace(".", ": ").replace("_", " ")
    who: Piece = person(entry.host) if entry.host else "A host"
    about = _readable(entry.about) if entry.about else ""
    what = did.replace("{}", about) if "{}" in did else f"{did} ({about})" if about else did
    return pieces(who, f" {what}, ", moment(entry.at, zone))


def _readable(about: str) -> str:
    first, _, rest = about.partition(" ")
    return f"{UNASKED[first]} {rest}".strip() if first in UNASKED else about


def log(entries: Sequence[Entry], more: int, zone: str) -> Message:
    """The newest first; what people wrote is never in it."""
    if not entries:
        return message(say("No host has done anything yet that would be listed here."))
    return message(
        say(bold("What hosts did"), ", the newest first. Any host can see this."),
        say(bullets(*(line(entry, zone) for entry in entries))),
        [say(f"… {and_more(more)}.")] if more else [],
    )
