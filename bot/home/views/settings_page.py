"""The settings of a partnership, as its people read them and its hosts change them."""

from typing import Any

from bot.home.days_off import LABEL, MOST, days
from bot.home.settings_page import LONGEST, SHORTEST, AtStake, PartnershipSettings, SettingsPage
from bot.partnership.partnerships import NAME
from bot.privacy.views import retention
from bot.schedule import countries
from bot.schedule.calendars import MOST_CLOSED, Closure
from bot.slack.blocks import Element, actions, button
from bot.slack.forms import field, form, radios, select, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, pieces, say
from bot.slack.views.wording import count

OPEN, KEEP = "house.open", "house.keep"
FORM, KEEP_FORM = "house.set", "house.keep"
NAMED, ZONE, ASSENT, FLOOR, MONTHS = "name", "zone", "assent", "floor", "months"
HOLIDAYS, CLOSED = "holidays", "closed"
BY_HOST, BY_ASSENT = "host", "assent"

_CLOSED = 2_500  # characters

NO_ZONE = "I do not know those clocks. Give a place such as Europe/London, Europe/Paris or Paris."
NO_MONTHS = f"Give a number of months from {SHORTEST} to {LONGEST}, or nothing to keep everything."
NO_FLOOR = "Give a number that is no lower than it has been for any pulse, and at most 50."
NO_COUNTRY = "I do not know whose holidays those are. Give a country or nation, such as Scotland, Ireland or France."
NO_DAYS = "I did not understand those days. Give them as 24 December to 2 January: Winter break, a line each."
NO_END = "A closure cannot end before it begins."
OVER = "That is over already. Give days still to come."
TOO_LONG = f"At most {MOST_CLOSED.days} days can be closed ahead, in {MOST} lines. For a longer rest, pause the posts."
LONG_LABEL = f"Call a closure by at most {LABEL} characters."
NOT_CLOSED = "No closure is on that day."
DONE = "Done."
NO_NAME = f"A partnership needs a name, of at most {NAME} characters."


def lines(settings: PartnershipSettings) -> list[list[Piece]]:
    """The settings, a line each."""
    return [
        pieces(bold("Name"), f": {settings.name}"),
        pieces(bold("Clocks"), f": {settings.zone}"),
        pieces(
            bold("Changes to the vision"),
            ": pencilled in by the assent of two organisations" if settings.by_assent else ": pencilled in by a host",
        ),
        pieces(bold("Answers a pulse needs before it tells any figure"), f": {settings.floor}"),
        pieces(
            bold("Kept"),
            f": for {count(settings.keep_months, 'month')}; what is older is deleted"
            if settings.keep_months
            else ": everything, until a host says for how long",
        ),
        pieces(bold("Public holidays"), f": those of {countries.name(settings.holidays)}"),
        pieces(bold("Closed besides"), f": {'; '.join(map(_closure, settings.closures[:MOST])) or 'never'}"),
    ]


def _closure(closure: Closure) -> str:
    """`24 December 2026 to 2 January 2027: Winter break`, as it can be typed again."""
    return f"{days(closure)}: {closure.label}" if closure.label else days(closure)


def shown(page: SettingsPage, command: str, first: str = "") -> Message:
    """The settings; for hosts, how to change them."""
    return message(
        [say(first)] if first else [],
        say(bold("Settings of this partnership")),
        say(bullets(*lines(page.settings))),
        [
            say(
                "As a host you can change them with the button, or say ",
                code(f"{command} settings name NEW NAME"),
                ", ",
                code(f"{command} settings zone Europe/Paris"),
                ", ",
                code(f"{command} settings assent on"),
                ", ",
                code(f"{command} settings floor 8"),
                ", ",
                code(f"{command} settings keep 24"),
                " (months) or ",
                code("keep off"),
                ", ",
                code(f"{command} settings holidays Scotland"),
                ", ",
                code(f"{command} settings closed 24 December to 2 January: Winter break"),
                " and ",
                code("open 24 December"),
                ". When each post comes: ",
                code(f"{command} timetable"),
                ".",
            ),
            actions(button("Change the settings", OPEN, str(page.partnership_id))),
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
            "By the clocks of",
            text_input(settings.zone, max_length=80),
            hint="A place such as Europe/London.",
        ),
        field(ASSENT, "Who pencils in a change to the vision", _assent(settings)),
        field(
            FLOOR,
            "Answers a pulse needs before it tells any figure",
            text_input(str(settings.floor), max_length=3),
            hint="It can be raised, never lowered, and holds from the next pulse on.",
        ),
        field(
            MONTHS,
            "Months for which things are kept",
            text_input(str(settings.keep_months) if settings.keep_months else None, max_length=4),
            hint=f"{SHORTEST} to {LONGEST}. Empty: everything is kept. You see first what would be deleted.",
            optional=True,
        ),
        field(
            HOLIDAYS,
            "Whose public holidays move posts and deadlines",
            select(countries.offered(settings.holidays), settings.holidays),
            hint="Is yours not among them? Say /partnership settings holidays and its name.",
        ),
        field(
            CLOSED,
            "Closed besides",
            text_input("\n".join(map(_closure, settings.closures[:MOST])) or None, max_length=_CLOSED, multiline=True),
            hint="A line each, such as 24 December to 2 January: Winter break.",
            optional=True,
        ),
        submit="Keep it so",
        channel=page.channel_id,
        about=str(page.partnership_id),
    )


def _assent(settings: PartnershipSettings) -> Element:
    return radios(
        [("A host", BY_HOST), ("The assent of two organisations", BY_ASSENT)],
        BY_ASSENT if settings.by_assent else BY_HOST,
    )


def _stake(lost: AtStake) -> list[Any]:
    lines_ = retention.lines(lost.counts)
    return [
        say(f"To keep things for {count(lost.months, 'month')} means to delete what is older, today and every day."),
        say("Today these would go:", bullets(*lines_)) if lines_ else say("Today nothing is that old."),
        say(
            "They cannot be brought back. What stays: figures of pulses as they were told, who joined when, the vision "
            "and its versions, and what stands in the channel, which Slack keeps as long as your workspace says."
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
    return message(
        say(
            f"From now on things are kept for {count(months, 'month')}. What is older is being deleted now, then daily."
        )
    )


def unclear(command: str) -> Message:
    return message(
        say(
            "I did not understand that, so no setting was changed. For example: ",
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
