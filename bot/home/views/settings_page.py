"""The settings of a partnership, as its people read them and its hosts change them."""

from typing import Any

from bot.consultations.views.consultation import open_button
from bot.home.days_off import LABEL, MOST, days
from bot.home.settings_page import LONGEST, SHORTEST, AtStake, PartnershipSettings, SettingsPage
from bot.partnership.partnerships import NAME
from bot.partnership.views.partner import TIDY
from bot.partnership.views.partnership import DAYS
from bot.privacy.views import retention
from bot.reactions.names import MOST as MOST_REACTION
from bot.roll_call import views as roll_call
from bot.schedule import countries
from bot.schedule.asking_days import DIGEST_DAYS
from bot.schedule.calendars import MOST_CLOSED, Closure
from bot.slack.blocks import Element, actions, button
from bot.slack.forms import field, form, radios, select, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, pieces, say
from bot.slack.views.wording import count

OPEN, KEEP = "house.open", "house.keep"
FORM, KEEP_FORM = "house.set", "house.keep"
NAMED, ZONE, ASSENT, FLOOR, MONTHS = "name", "zone", "assent", "floor", "months"
HOLIDAYS, CLOSED, DIGEST, REACTION = "holidays", "closed", "digest", "reaction"
BY_HOST, BY_ASSENT = "host", "assent"

_CLOSED = 2_500  # characters
_UNSEEN = (
    "Reactions do nothing yet: Slack doesn’t let me see them. Ask whoever runs me to add the scope reactions:read and "
    "the event reaction_added to the Slack app, as docs/running/index.md says."
)

NO_ZONE = "I don’t know that time zone. Give a place such as Europe/London, Europe/Paris or Paris."
NO_MONTHS = f"Give a number of months from {SHORTEST} to {LONGEST}, or nothing to keep everything."
NO_REACTION = "I don’t know a reaction of that name. Give its name in Slack, such as trophy, or off for none."
NO_FLOOR = "Give a number up to 50, no lower than in any pulse so far."
NO_COUNTRY = "I don’t know those holidays. Give a country or nation, such as Scotland, Ireland or France."
NO_DAYS = "I didn’t understand those days. Write a line for each, such as 24 December to 2 January: Winter break."
NO_END = "A closure can’t end before it begins."
OVER = "Those days are over. Give days still to come."
TOO_LONG = f"You can close at most {MOST_CLOSED.days} days ahead, in {MOST} lines. For a longer rest, pause the posts."
LONG_LABEL = f"Give a closure a name of at most {LABEL} characters."
NO_DIGEST_DAY = "The digest comes on a working day. Give one, such as Wednesday."
NOT_CLOSED = "You’re not closed on that day."
DONE = "Done."
NO_NAME = f"A partnership needs a name of at most {NAME} characters."


def lines(settings: PartnershipSettings) -> list[list[Piece]]:
    """The settings, a line each."""
    return [
        pieces(bold("Name"), f": {settings.name}"),
        pieces(bold("Time zone"), f": {settings.zone}"),
        pieces(
            bold("Changes to the vision"),
            ": two organisations agree" if settings.by_assent else ": a host decides",
        ),
        pieces(
            bold("Reaction that offers a win"),
            ": ",
            code(f":{settings.reaction}:") if settings.reaction else "none",
        ),
        pieces(bold("A pulse needs"), f": at least {settings.floor} answers"),
        pieces(
            bold("Kept"),
            f": for {count(settings.keep_months, 'month')}, then deleted" if settings.keep_months else ": everything",
        ),
        pieces(bold("Public holidays"), f": {countries.name(settings.holidays)}"),
        pieces(bold("Also closed"), f": {'; '.join(map(_closure, settings.closures[:MOST])) or 'never'}"),
        pieces(bold("Digest for hosts"), f": on {DAYS[settings.digest_day]}"),
    ]


def _closure(closure: Closure) -> str:
    """`24 December 2026 to 2 January 2027: Winter break`, as it can be typed again."""
    return f"{days(closure)}: {closure.label}" if closure.label else days(closure)


def shown(page: SettingsPage, command: str, first: str = "", *, sees_reactions: bool | None = None) -> Message:
    """The settings; for hosts, how to change them, and whether Pencil may see reactions, where that is known."""
    return message(
        [say(first)] if first else [],
        say(bold("Settings of this partnership")),
        say(bullets(*lines(page.settings))),
        [say(_UNSEEN)] if page.settings.reaction and sees_reactions is False else [],
        [
            say(
                "As a host you can change them with the button. Or say, for example:",
                bullets(
                    *(
                        code(f"{command} settings {words}")
                        for words in (
                            "name NEW NAME",
                            "zone Europe/Paris",
                            "assent on",
                            "reaction trophy",
                            "reaction off",
                            "floor 8",
                            "keep 24",
                            "keep off",
                            "holidays Scotland",
                            "closed 24 December to 2 January: Winter break",
                            "open 24 December",
                            "digest Wednesday",
                        )
                    )
                ),
            ),
            actions(
                button("Change the settings", OPEN, str(page.partnership_id)),
                button("Tidy up organisations", TIDY, str(page.partnership_id)),
                roll_call.ask_button(str(page.partnership_id)),
                open_button(page.partnership_id),
            ),
        ]
        if page.host
        else [],
    )


def edit_form(page: SettingsPage) -> dict[str, Any]:
    """All settings in one form."""
    settings = page.settings
    return form(
        FORM,
        "Settings",
        field(NAMED, "Name", text_input(settings.name, max_length=NAME)),
        field(
            ZONE,
            "Time zone",
            text_input(settings.zone, max_length=80),
            hint="A place such as Europe/London.",
        ),
        field(ASSENT, "Who decides on a change to the vision?", _assent(settings)),
        field(
            REACTION,
            "Which reaction offers to make a message a win?",
            text_input(settings.reaction, max_length=MOST_REACTION),
            hint="Its name, such as trophy, or empty for none. I never read the message. My Slack app needs the scope "
            "reactions:read for it.",
            optional=True,
        ),
        field(
            FLOOR,
            "How many answers does a pulse need?",
            text_input(str(settings.floor), max_length=3),
            hint="You can raise it, never lower it. It applies from the next pulse on.",
        ),
        field(
            MONTHS,
            "How many months are things kept?",
            text_input(str(settings.keep_months) if settings.keep_months else None, max_length=4),
            hint=f"{SHORTEST} to {LONGEST}, or empty to keep everything. You’ll see first what would be deleted.",
            optional=True,
        ),
        field(
            HOLIDAYS,
            "Whose public holidays?",
            select(countries.offered(settings.holidays), settings.holidays),
            hint="Not in the list? Say /partnership settings holidays and its name.",
        ),
        field(
            CLOSED,
            "When are you also closed?",
            text_input("\n".join(map(_closure, settings.closures[:MOST])) or None, max_length=_CLOSED, multiline=True),
            hint="A line each, such as 24 December to 2 January: Winter break.",
            optional=True,
        ),
        field(
            DIGEST,
            "When do hosts get their digest?",
            select([(DAYS[day], day) for day in DIGEST_DAYS], settings.digest_day),
        ),
        submit="Save",
        channel=page.channel_id,
        about=str(page.partnership_id),
    )


def _assent(settings: PartnershipSettings) -> Element:
    return radios(
        [("A host", BY_HOST), ("Two organisations, by agreeing", BY_ASSENT)],
        BY_ASSENT if settings.by_assent else BY_HOST,
    )


def _stake(lost: AtStake) -> list[Any]:
    lines_ = retention.lines(lost.counts)
    return [
        say(f"Keep things for {count(lost.months, 'month')}? I then delete what’s older, today and every day."),
        say("Today these would go, for good:", bullets(*lines_)) if lines_ else say("Today nothing is that old."),
        say(
            "What stays: the results of pulses, who joined when, every version of the vision. Posts in the channel "
            "stay as long as your workspace keeps them."
        ),
    ]


def at_stake(lost: AtStake) -> Message:
    """What would be deleted, before it is."""
    label, value = f"Keep {count(lost.months, 'month')}, delete the rest", f"{lost.partnership_id}.{lost.months}"
    return message(
        _stake(lost),
        actions(button(label, KEEP, value, style="danger")),
        say("If you press nothing, everything stays as it is."),
    )


def confirm_form(lost: AtStake) -> dict[str, Any]:
    """The same, in a form on top of the settings."""
    return form(
        KEEP_FORM,
        "What would be deleted",
        _stake(lost),
        say("The other settings are changed already."),
        submit="Delete it",
        last=True,
        channel=lost.channel_id,
        about=f"{lost.partnership_id}.{lost.months}",
    )


def kept(months: int) -> Message:
    return message(say(f"Things are now kept for {count(months, 'month')}. I delete what’s older now, and then daily."))


def unclear(command: str) -> Message:
    return message(
        say(
            "I didn’t understand that, so nothing changed. For example: ",
            code(f"{command} settings name Exe Bay Together"),
            ", ",
            code(f"{command} settings zone Europe/London"),
            ", ",
            code(f"{command} settings assent off"),
            ", ",
            code(f"{command} settings keep 24"),
            ".",
        )
    )
