"""Every command, by what somebody wants."""

from collections.abc import Mapping

from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, bullets, code, pieces, say
from bot.slack.views.entry_points import ways_in


def help_(commands: Mapping[str, str], unknown: str = "") -> Message:
    """Every command, the commonest first; `commands` says what each is typed as."""
    command, win, blocker, skill = (commands[name] for name in ("partnership", "win", "blocker", "skill"))
    groups = {
        "What you can tell": [
            (f"{win} what went well", "records a win"),
            (f"{blocker} what is stuck", "shows you a card, to post with your name or without"),
            (f"{skill} fundraising, interior design", "offers what you can do"),
            (f"{command} join ORGANISATION", "says where you are from; add public, private or voluntary after a comma"),
            (f"{command} vision propose WORDS", "proposes a vision, or a change to it"),
            (f"{command} step-back", "says that your organisation steps back; return says it is here again"),
        ],
        "What there is to see": [
            (f"{command} mine", "shows what is yours, what is ours and what waits for you"),
            (f"{command} catch-up", "tells the last month in a few lines"),
            (f"{win} list", "shows the newest wins"),
            (f"{blocker} list", "shows what is open and who is on it"),
            (f"{skill} find words", "tells who can do it and may be asked"),
            (f"{command} why", "shows why this partnership, and why now; hosts say it there"),
            (f"{command} vision", "shows the vision, in pencil"),
            (f"{command} partners", "shows who is here"),
            (f"{command} hosts", "shows who hosts; hosts pass the role round there"),
            (f"{command} timetable", "shows when I post; hosts change it there"),
            (f"{command} preview", "shows what comes in the next seven days"),
            (f"{command} stage", "shows what the next check-in is about; hosts choose it there"),
            (f"{command} pulse", "shows how the pulse stands and what the last one came to; hosts run it there"),
            (f"{command} settings", "shows the settings; hosts change them there"),
            (f"{command} story 2026-01..2026-06", "makes a report to hand on; without days, of everything"),
        ],
        "When I may come to you, and what I hold": [
            (f"{command} quiet 20:00-08:00", "keeps what you did not ask for until your quiet hours end"),
            (f"{command} snooze until DATE", "lets nothing be asked of you before that day"),
            (f"{command} asks 1", "says how many private messages a week you did not ask for may come"),
            (f"{command} my-data", "shows and sends you what I hold on you"),
            (f"{command} forget-me", "takes your name away for good, and of your words what you choose"),
        ],
        "For hosts": [
            (
                f"{command} start NAME",
                "makes this channel the home of a partnership; whoever says it is its first host",
            ),
            (f"{command} pause until DATE", "lets nothing be posted on schedule until then; resume ends it"),
            (f"{command} reflect", "lets every post come half as often, until reflect end"),
            (f"{command} log", "shows what hosts did"),
            (f"{command} export", "sends you a copy of what the partnership knows together"),
            (f"{command} end", "deletes everything, after asking twice"),
        ],
    }
    return message(
        [say("I do not know ", code(unknown[:60]), ", so I did nothing. This is what I know:")] if unknown else [],
        [
            block
            for title, lines in groups.items()
            for block in (say(bold(title)), say(bullets(*(pieces(code(what), f" {does}.") for what, does in lines))))
        ],
        say(
            "Without slash commands, say the same to ",
            code("@Pencil"),
            " in the channel: ",
            code("@Pencil win …"),
            " or ",
            code("@Pencil partners"),
            ".",
        ),
        ways_in(),
    )
