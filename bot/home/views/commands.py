"""What can be typed: the six things that people want most, and behind *More* everything, by what somebody wants."""

from collections.abc import Mapping

from bot.slack.blocks import actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import RichText, bold, bullets, code, pieces, say
from bot.slack.views.entry_points import ways_in

MORE = "help.more"


def help_(commands: Mapping[str, str]) -> Message:
    """What people want most; `commands` says what each is typed as."""
    command, win, blocker, skill = (commands[name] for name in ("partnership", "win", "blocker", "skill"))
    return message(
        say(
            _lines(
                (f"{win} what went well", "shares a win"),
                (f"{blocker} what’s stuck", "shows you a card to post, with or without your name"),
                (f"{skill} interior design", "offers what you can do"),
                (f"{skill} find somebody for grant budgets", "finds people you can ask"),
                (f"{command} mine", "shows what’s yours and what waits for you"),
                (f"{command} vision", "shows what we’re here for"),
            )
        ),
        say("If you have no slash commands here, say ", code("@Pencil win what went well"), " in the channel."),
        actions(*ways_in()["elements"], button("More", MORE)),
    )


def everything(commands: Mapping[str, str]) -> Message:
    """Every command."""
    command, win, blocker, skill = (commands[name] for name in ("partnership", "win", "blocker", "skill"))
    groups = {
        "Sharing": [
            (f"{win} what went well", "shares a win"),
            (f"{blocker} what’s stuck", "shows you a card to post, with or without your name"),
            (f"{skill} fundraising, interior design", "offers what you can do"),
            (f"{command} idea what could be", "shows you a card to post, with or without your name"),
            (f"{command} initiative what you’ll do together", "begins it, for others to join"),
            (f"{command} join ORGANISATION, voluntary", "says where you’re from; you can leave out the sector"),
            (f"{command} vision propose WORDS", "proposes a vision, or a change to it"),
            (f"{command} habit what we do here", "says what’s normal here now"),
            (f"{command} step take", "takes on the step from the last check-in; step alone shows it and yours"),
            (f"{command} step-back", "says your organisation is stepping back; return says it’s back"),
        ],
        "Seeing": [
            (f"{command} mine", "shows what’s yours, what’s ours and what waits for you"),
            (f"{command} catch-up", "shows the last month in a few lines"),
            (f"{win} list", "shows the newest wins"),
            (f"{blocker} list", "shows what’s open and who’s on it"),
            (f"{command} ideas", "shows what could be, and who would help"),
            (f"{command} initiatives", "shows what people do together, and what comes next"),
            (f"{skill} find words", "finds people you can ask"),
            (f"{command} why", "shows why this partnership, and why now; hosts can write it"),
            (f"{command} vision", "shows the vision and its aims"),
            (f"{command} consultation", "shows what’s asked about the vision, and how to answer"),
            (f"{command} habits", "shows what people said is normal here"),
            (f"{command} partners", "shows which organisations are here"),
            (f"{command} hosts", "shows who hosts; hosts can add somebody or hand over"),
            (f"{command} timetable", "shows when I post; hosts can change it"),
            (f"{command} preview", "shows what comes in the next seven days"),
            (f"{command} stage", "shows what the next check-in is about; hosts can choose it"),
            (f"{command} pulse", "shows the pulse and its last results; hosts can skip or stop it"),
            (f"{command} settings", "shows the settings; hosts can change them"),
            (f"{command} report 2026-01..2026-06", "makes a report to hand on; leave out the dates for everything"),
        ],
        "Your quiet, and your data": [
            (f"{command} quiet 20:00-08:00", "holds back what you didn’t ask for until your quiet hours end"),
            (f"{command} snooze until DATE", "holds back questions until then"),
            (f"{command} asks 1", "sets how many private messages a week you get without asking"),
            (f"{command} named yes", "lets reports for people outside name you; no ends that"),
            (f"{command} preferences", "shows what you’ve chosen for all of these"),
            (f"{command} my-data", "shows you what I keep about you, and sends it"),
            (f"{command} forget-me", "removes your name for good, and what you wrote if you choose"),
        ],
        "For hosts": [
            (f"{command} start NAME", "starts a partnership in this channel, with you as its first host"),
            (f"{command} digest", "shows what your weekly digest would say now"),
            (f"{command} map", "shows who has worked with whom, and two who could; you can add dates"),
            (f"{command} roll-call", "asks the channel where people are from"),
            (f"{command} consultation open", "asks people what the vision should say, one question a week"),
            (f"{command} pause until DATE", "stops scheduled posts until then; resume ends it"),
            (f"{command} reflect", "halves how often I post; reflect end ends it"),
            (f"{command} report ask", "asks authors which of their wins a report may quote"),
            (f"{command} log", "shows what hosts did"),
            (f"{command} from @Person ORGANISATION", "says where somebody is from, if they haven’t"),
            (f"{command} rename ORGANISATION to NAME", "renames it; also: merge ONE into ANOTHER, remove NAME"),
            (f"{command} export", "sends you a copy of everything"),
            (f"{command} end", "deletes everything, after asking twice"),
        ],
    }
    return message(block for title, lines in groups.items() for block in (say(bold(title)), say(_lines(*lines))))


def _lines(*lines: tuple[str, str]) -> RichText:
    return bullets(*(pieces(code(what), f" {does}.") for what, does in lines))
