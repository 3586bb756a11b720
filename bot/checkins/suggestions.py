"""The steps that a check-in suggests: for each stage its own, by what somebody answered; and what hosts could do.

Each is brief, can be done this week, and says what to do with whom.
"""

from collections.abc import Mapping

from bot.checkins.stages import Stage, Word

STEPS: Mapping[Stage, Mapping[Word, tuple[str, ...]]] = {
    Stage.URGENCY: {
        Word.MOVING: (
            "Ask one person you’ve won over to tell one more.",
            "Post here the sentence that convinced somebody.",
        ),
        Word.STEADY: (
            "At your next team meeting, tell one true story about somebody this is for.",
            "Ask somebody outside what would happen if nobody did this.",
        ),
        Word.STUCK: (
            "Ask one colleague what they’d need to hear, and bring it here.",
            "Invite one guest to the next thing we do.",
        ),
    },
    Stage.COALITION: {
        Word.MOVING: (
            "Give one small job to two organisations that haven’t worked together yet.",
            "Introduce two people here who ought to know each other.",
        ),
        Word.STEADY: (
            "Put the next decision to the whole channel, with a deadline.",
            "Ring somebody here you’ve never rung, just to say hello.",
        ),
        Word.STUCK: (
            "Name one missing voice, and ring them this week.",
            "Ask one organisation here what would make this worth their time.",
        ),
    },
    Stage.VISION: {
        Word.MOVING: (
            "Say which aim your next win serves.",
            "Tell the newest person here which aim you’re working on.",
        ),
        Word.STEADY: (
            "Do one thing for the aim we mention least.",
            "Say here in a dozen words what we’re for, and compare.",
        ),
        Word.STUCK: (
            "Fix what trips up the newest person reading our vision.",
            "Propose one change to the vision, however small.",
        ),
    },
    Stage.DOOR: {
        Word.MOVING: (
            "Ask the newest person here to bring a colleague.",
            "Thank somebody new for one thing they did.",
        ),
        Word.STEADY: (
            "Offer the newest person here a small job of their own.",
            "Write a newcomer three lines: where to look, whom to ask, what to skip.",
        ),
        Word.STUCK: (
            "Ask one quiet person what would make this worth their time.",
            "Ring somebody who joined and went quiet, and ask how they are.",
        ),
    },
    Stage.BARRIERS: {
        Word.MOVING: (
            "Tell the channel how the last blocker got fixed.",
            "Fix one small thing today without asking.",
        ),
        Word.STEADY: (
            "Give the oldest open blocker a quarter of an hour together.",
            "Ask somebody in charge of a slow rule what it’s for.",
        ),
        Word.STUCK: (
            "Raise one thing you’ve learned to live with, with or without your name.",
            "Ask one other organisation for the thing you’re waiting for.",
        ),
    },
    Stage.WINS: {
        Word.MOVING: (
            "Share something that somebody in another organisation did well.",
            "Tell your own team about one win from here.",
        ),
        Word.STEADY: (
            "Find one piece of next month’s work to finish and show early.",
            "Ask another organisation what they’re proud of, and share it for them.",
        ),
        Word.STUCK: (
            "Share one small win, even an email that got answered.",
            "Ask three people what went well this week. Share one answer.",
        ),
    },
    Stage.SUSTAINING: {
        Word.MOVING: (
            "Hand one regular job to somebody who’s never done it.",
            "Put a day in the diary to look back together.",
        ),
        Word.STEADY: (
            "Cut ten minutes from our next meeting.",
            "Find somebody to do your next job here with you.",
        ),
        Word.STUCK: (
            "Agree on one thing to leave undone for a month.",
            "Cancel one meeting, and post its news here instead.",
        ),
    },
    Stage.CULTURE: {
        Word.MOVING: (
            "Offer another organisation something of yours: an hour, a room, a name.",
            "Thank somebody elsewhere who helped before you asked.",
        ),
        Word.STEADY: (
            "Share something that didn’t work, and what you’d do now.",
            "Write down one habit of ours you’d miss.",
        ),
        Word.STUCK: (
            "Ask another organisation how it’s going, and just listen.",
            "Ask somebody you trust here what we’re not talking about.",
        ),
    },
}

FOR_HOSTS: Mapping[Stage, tuple[str, str]] = {
    Stage.URGENCY: (
        "Write a new “why now”: one sentence you’d say at the door.",
        "Ask somebody who’s convinced to say why, in the channel.",
    ),
    Stage.COALITION: (
        "Ring the organisation you miss most.",
        "Ask somebody from another organisation to host with you.",
    ),
    Stage.VISION: (
        "Ask each organisation which aim matters most to it.",
        "Propose dropping one aim, and see what people say.",
    ),
    Stage.DOOR: (
        "Ring one newcomer, and ask how it’s been.",
        "Find one small job for somebody who has none.",
    ),
    Stage.BARRIERS: (
        "Take the oldest open blocker to somebody who can decide.",
        "Ask what’s stuck, and say that blockers can be raised without a name.",
    ),
    Stage.WINS: (
        "Share a small win yourself, so that others do.",
        "Ask two organisations what went well, and share it for them.",
    ),
    Stage.SUSTAINING: (
        "Cancel one meeting this month.",
        "Ask what people would gladly stop doing, and stop it.",
    ),
    Stage.CULTURE: (
        "Say in the channel what hasn’t worked for you.",
        "Ask the channel for help with something of your own.",
    ),
}


def step(stage: Stage, word: Word, rounds: int) -> str:
    """The step for this answer; they come round in turn."""
    steps = STEPS[stage][word]
    return steps[rounds % len(steps)]
