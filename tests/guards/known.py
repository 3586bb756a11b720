"""What an annotation does not say: which words there are, how long a sentence may be, what belongs together.

By the name of a parameter or a field; by `owner.name` where a name means several things.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import cycle, islice
from typing import Any, Protocol

from bot.blockers.entries import BlockerView
from bot.blockers.facts import Raised, Suggestion
from bot.blockers.helpers_consent import PastHelp
from bot.blockers.views import draft
from bot.cards.days_needed import Trouble
from bot.checkins.evidence import Figure
from bot.checkins.stages import STAGES
from bot.checkins.views import checkin
from bot.consultations.facts import AnswerView, ConsultationView, Digest, PromptView
from bot.consultations.views.hosting import LONGEST, LONGEST_AUDIENCE
from bot.digest.lines import Line as DigestLine
from bot.digest.lines import Topic
from bot.habits.entries import LISTED, HabitView
from bot.home.views import waiting as waiting_view
from bot.home.views.for_hosts import ForHosts, Posted
from bot.home.views.mine import Mine, Page, Part
from bot.home.views.ours import Ours
from bot.home.waiting import Waiting
from bot.hosts.views import delivery_alert, hosts
from bot.ideas.entries import IdeaView, OpenIdeas, Outcome
from bot.ideas.views import decision
from bot.ideas.views import draft as idea_draft
from bot.initiatives.entries import InitiativeView
from bot.initiatives.entries import Outcome as Ending
from bot.initiatives.views import forms as together
from bot.outbox.undelivered import Undelivered
from bot.outbox.views import files
from bot.partnership.audit_log import Entry
from bot.partnership.rhythm import Line
from bot.partnership.views import audit_log
from bot.partnership.why import Reason
from bot.privacy.views import deletion, forget_me, my_data, retention
from bot.pulse import disclosure_control
from bot.pulse.questionnaire import asked
from bot.pulse.releases import Group
from bot.pulse.views.pulse import Questionnaire
from bot.pulse.views.response import HostsResponse, ResponseForm
from bot.pulse.views.results import Results
from bot.reactions import names as reactions
from bot.report.views.authors import AskedWin
from bot.schedule.asking_days import DIGEST_DAYS
from bot.settings import Settings
from bot.skills.entries import SkillView
from bot.slack.blocks import button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, say
from bot.slack.views import wording
from bot.ties.entries import Tie
from bot.vision.aims import AimWording, Wording
from bot.vision.facts import HistoryEntry
from bot.vision.proposals import ProposalView
from bot.vision.versions import Version, VisionView
from bot.vision.views import forms as vision_forms
from bot.wins.aim import AimChoice
from bot.wins.consent import Audience
from bot.wins.entries import WinView
from bot.wins.facts import Receipt
from bot.wins.views import aim, win

WHEN = datetime(2026, 3, 6, 15, tzinfo=UTC)
GROUPS = (Group("public", ("public",), 40), Group("others", (None, "private", "voluntary"), 40))
SENTENCE, AIM, REASON, SPOTLIGHT = 300, 150, 600, 600


class Cases(Protocol):
    """Samples, as far as they are needed here."""

    text: str
    name: str
    number: int

    def of(self, hint: Any) -> list[Any]: ...


def _all(names: Iterable[str], words: list[str]) -> dict[str, list[str]]:
    return dict.fromkeys(names, words)


def words(text: str, name: str) -> dict[str, list[str]]:
    """By name, what a word may be."""
    sentence = " ".join(text.split()) or "x"
    people = ["U0001HUB", "gone-1"]
    about = ["12.secret", "1", ""]
    return {
        **_all(["channel", "channel_id"], ["C0"]),
        **_all(["by", "asker", "author", "friend", "helper", "host", "owner", "reader", "user_id", "user_ids"], people),
        **_all(["absent", "decided_by", "fixed_by", "helped", "newcomers", "takers", "taken_by", "thanked"], people),
        **_all(["about", "key", "occasion", "value"], about),
        **_all(["name", "organisation", "partner", "partners", "near", "joined", "returned"], [name]),
        **_all(["stepped_back", "assents", "own", "names_", "next_stage", "title", "titles"], [name]),
        **_all(["text", "outcome", "quoted", "said", "newest"], [text]),
        **_all(["action", "because", "became", "reason", "wordless", "too_long", "too_many"], [text]),
        **_all(["typed", "unknown"], [text, ""]),
        **_all(["fate"], ["sent", "refused", "unknown"]),
        **_all(["aim", "aims", "still"], [sentence[:AIM]]),
        **_all(["singular", "mention", "word", "what", "callback"], ["win"]),
        "draft.idea_form.callback": [idea_draft.SHARE_FORM, idea_draft.REDRAFT_FORM, idea_draft.EDIT_FORM],
        "forms.proposal.callback": [vision_forms.PROPOSE_FORM, decision.PROPOSE_FORM],
        "win.new_form.callback": [win.RECORD_FORM, together.DONE_FORM],
        "initiative_form.callback": [together.BEGIN_FORM, together.TRY_FORM, together.EDIT_FORM],
        "draft.text_form.callback": [draft.RAISE_FORM, draft.REDRAFT_FORM, draft.EDIT_FORM],
        "choosing.callback": [hosts.ADD_FORM, hosts.HAND_FORM, hosts.ASK_FORM],
        "chosen_by_form.callback": [hosts.ADD_FORM, hosts.HAND_FORM, hosts.ASK_FORM],
        "proposal_form.callback": [vision_forms.PROPOSE_FORM, vision_forms.CHANGE_FORM],
        "deciding.callback": [vision_forms.PENCIL_FORM, vision_forms.RUB_FORM],
        "checkins.checkin.answered.word": list(checkin.WORDS),
        "files.unclear.what": list(files.NAMES),
        "files.failed.what": list(files.NAMES),
        "Undelivered.kind": list(delivery_alert.WHAT),
        "CommitmentView.text": ["Do."],
        "CommitmentView.initiative": [sentence[:SENTENCE]],
        "InitiativeForm.text": [sentence[:SENTENCE], ""],
        "StepForm.initiative": [sentence[:SENTENCE]],
        "StepForm.step": [sentence[:SENTENCE], ""],
        "InitiativeForm.step": [sentence[:SENTENCE], ""],
        **_all(["alone"], [name]),
        "HabitView.text": [sentence[:SENTENCE]],
        "HabitForm.text": [sentence[:SENTENCE], ""],
        "habit": [sentence[:SENTENCE]],
        "AnswerForm.prompt": [sentence[:LONGEST]],
        "AnswerEntry.group": [name[:40], ""],
        "PromptView.text": [sentence[:LONGEST]],
        "ConsultationForm.asked": [sentence[:LONGEST]],
        "ConsultationForm.prompts": [sentence[:LONGEST]],
        "ConsultationForm.audience": [sentence[:LONGEST_AUDIENCE], ""],
        "heard.opening": ["Heard so far"],
        "CommitmentView.outcome": ["happened", "dropped", "over"],
        "WinView.was_stuck": [text],
        "aim.more_form.field_id": [aim.AIM_FIELD, aim.CONSENT_FIELD],
        "Undelivered.channel": ["C0"],
        "Waiting.kind": list(waiting_view.KINDS),
        "Waiting.id": ["12"],
        "Posted.kind": list(delivery_alert.WHAT),
        "Look.other": [name],
        "Look.undo": ["12.1772446200"],
        "Plan.sector": ["", "public"],
        "PartnershipSettings.digest_day": list(DIGEST_DAYS),
        "tidy.taken_by.name": [name],
        "Entry.about": ["pulse off", sentence[:AIM]],
        "paused": ["Paused."],
        "pulse.pulse.told.said": [sentence],
        "UrgencyFacts.why": [text[:SENTENCE]],
        "Reason.text": [sentence[:SENTENCE]],
        "why.edit_form.text": [sentence[:SENTENCE], ""],
        "AimView.text": [sentence[:AIM]],
        "SpotlightForm.text": [text[:SPOTLIGHT], ""],
        "SpotlightReceipt.text": [text[:SPOTLIGHT]],
        "celebration.lit": [text[:SPOTLIGHT]],
        "SkillView.name": [name[:60]],
        "SkillView.helped": [name],
        "skill.receipt.names": [name],
        "groups": ["@office"],
        "reaction": ["x" * reactions.MOST],
        "ts": ["1772446200.000100"],
        "url": ["https://exe-bay-hub.slack.com/archives/C0/p1772446200000100?thread_ts=1772446200.000100&cid=C0"],
        "named": [name],
        "names": [name[:60]],
        "notes": [text[:SENTENCE]],
        "lines": ["list", "shows the newest."],
        "scale": ["Not at all", "Fully"],
        "sectors": ["public", "private"],
        "why": [sentence[:SENTENCE]],
        "vision": [sentence[:SENTENCE]],
        "outlooks": ["with 3 wins so far"],
        "chosen": [name],
        "asked": [text],
        "known": [name[:60]],
        "stages": [name],
        "wins": [text],
        "closing": ["You can change it later."],
        "first": ["Done."],
        "guide.title": ["Wins"],
        "Undelivered.reason": ["is_archived", "ratelimited"],
        "Waiting.about": [text],
        "command": ["/partnership"],
        "consent": ["inside", "partners", "public"],
        "day": ["fri"],
        "days_off": ["Good Friday", ""],
        "holidays": ["GB-ENG", "SH"],
        "label": ["Winter break", ""],
        "Entry.action": [*audit_log.ACTION_WORDS, "some.thing_new"],
        "day_name": ["Friday"],
        "examples": [sentence[:AIM]],
        "kind": list(wording.KINDS),
        "plural": ["wins"],
        "plain_names": [name[:60]],
        "question": ["How?"],
        "quiet_from": ["20:00"],
        "quiet_to": ["08:00"],
        "sector": ["public", "private", "voluntary"],
        "since": ["2 March 2026"],
        "skill": [name[:60]],
        "step": ["Do."],
        "time": ["15:00"],
        "token": ["t" * 24],
        "withheld": ["x"],
        "zone": ["Europe/London", "UTC"],
    }


def numbers(number: int) -> dict[str, list[int]]:
    """By name, what a number may be; ids and counts are known by themselves."""
    return {
        "asks": [5, 0],
        "every": [1, 2],
        "floor": [5, 8, 50],
        "invited": [4_000],
        "keep_months": [24],
        "months": [24],
        "in_short.most": [5],
        "most": [SENTENCE],
        "number": [number or 1],
        "start": [0, 3],
    }


def whole(samples: Cases) -> Mapping[Any, Callable[[], list[Any]]]:
    """By type, or by `owner.name`, what belongs together."""
    number, text = samples.number, samples.text
    counts = [number, 1, 0]

    def each(keys: Iterable[Any]) -> Callable[[], list[dict[Any, int]]]:
        return lambda: [dict.fromkeys(keys, many) for many in counts]

    return {
        Message: lambda: [message(say(text[:SENTENCE]))],
        dict[str, Any]: lambda: [say(bold("What"), ": ", text[:SENTENCE])],
        "ask.beside": lambda: [[button("Undo", "win.undo")], []],
        "win.receipt.receipt": lambda: _receipts(samples),
        "blocker.receipt.raised": lambda: _raised(samples),
        "blocker.joined.raised": lambda: _raised(samples),
        "way_in": lambda: [button("Share a win", "win.share")],
        "commands": lambda: [Settings(_env_file=None).commands],
        "Ending.counts": each([*deletion.WORDS, "pulses"]),
        "AtStake.counts": each(retention.WORDS),
        "retention.lines.counts": each(retention.WORDS),
        "ForgetMe.words": each(forget_me.WORDS),
        "Held.counts": each(my_data.NAMES),
        "unknown_stage.names_": lambda: [[samples.name], [samples.name] * 8],
        "Stages.titles": lambda: [[(stage.value, about.title) for stage, about in STAGES.items()]],
        "Stages.coming": lambda: [about.title for about in STAGES.values()],
        "Memory.counts": lambda: [dict.fromkeys(checkin.WORDS, many) for many in counts],
        "for_hosts.advice": lambda: [("Ring one newcomer.", "Find a small job.")],
        "CheckinView.facts": lambda: [tuple(_figures(samples)[:3])],
        "CheckinView.counts": lambda: [dict.fromkeys(checkin.WORDS, many) for many in counts],
        "CatchUp.checkin": lambda: [("Wins", dict.fromkeys(checkin.WORDS, many)) for many in counts] + [None],
        "CatchUp.next": lambda: [*((kind, WHEN) for kind in wording.KINDS), None],
        "Ours.stages": lambda: [[(samples.name, _figures(samples))] * 8],
        "CatchUp.quoted": lambda: [[text, text], []],
        "History.notes": lambda: [[[bold("What"), ": ", text[:SENTENCE]]] * number, []],
        "audit_log.log.entries": lambda: [samples.of(Entry), []],
        "ForHosts.done": lambda: [samples.of(Entry)[:5], []],
        "ForHosts.troubles": lambda: [samples.of(Undelivered)[:6], []],
        "ForHosts.posted": lambda: [samples.of(Posted)[:8], []],
        "digest.digest.lines": lambda: [
            *(  # with the longest words, and with the most buttons
                [line for line in _digest(samples) if line.topic in {Topic.STUCK, Topic.UNSEEN, Topic.STEP, last}]
                for last in (Topic.ACTION, Topic.SILENT)
            ),
            _digest(samples)[-2:],
        ],
        "digest.standing.lines": lambda: [_digest(samples), []],
        "digest.blocks.lines": lambda: [_digest(samples)],
        "ForHosts.lines": lambda: [_digest(samples), []],
        "lines": lambda: [[*islice(cycle(samples.of(Line)), 8)], samples.of(Line)[:1]],
        "guide.lines": lambda: [("list", "shows the newest.")],
        "outlooks": lambda: [[(line, "with 3 wins so far") for line in samples.of(Line)], []],
        "AuthorsForm.wins": lambda: [[replace(win, id=at) for at, win in enumerate(samples.of(AskedWin)[:5])]],
        "readers": lambda: [list(Audience), [Audience.INSIDE]],
        "OfferReceipt.skills": lambda: [_skills(samples)[:20], []],
        "TypedSkills.too_long": lambda: [(text,), ()],
        "TypedSkills.wordless": lambda: [(text,), ()],
        "SkillSearch.skills": lambda: [_skills(samples)[:12], []],
        "SkillSearch.perhaps": lambda: [_skills(samples)[:3], []],
        "SkillSearch.helped": lambda: [[PastHelp(text, "U1", samples.name)] * min(number, 6), []],
        "discovered.fits": lambda: [[(stuck, _skills(samples)[0]) for stuck in _blockers(samples)][:5], []],
        "discovered.offered": lambda: [_skills(samples)],
        "in_force": lambda: [_wordings(text)[0].aims, ()],
        "numbered.aims": lambda: [_wordings(text)[0].aims, ()],
        "still": lambda: [list(enumerate(_wordings(text)[0].aims, 1)), []],
        "Drift.outside": lambda: [[(1, text)] * 10],
        "AimView.newest": lambda: [[text] * 5, []],
        HistoryEntry: lambda: [
            HistoryEntry(version, proposed)
            for proposed in _proposals(samples)
            for version in (_abouts(samples)[0].before, None)
        ],
        ConsultationView: lambda: _consultations(samples),
        "ConsultationForm.asked": lambda: [(samples.text[:LONGEST],) * 2, ()],
        "ConsultationForm.prompts": lambda: [(samples.text[:LONGEST],), ()],
        "hosting.too_long.most": lambda: [LONGEST],
        "answer_form.most_group": lambda: [40],
        Digest: lambda: _said(samples),
        "Status.own": lambda: [_said(samples)[0].answers[:3], []],
        "Habits.newest": lambda: [_habits(samples), []],
        "Mine.waiting": lambda: [(_waiting(text), number), ([], 0)],
        "waiting.blocks.waiting": lambda: [_waiting(text), []],
        "examples": lambda: [[text[:AIM]] * 3],
        "celebration.lines": lambda: [[(samples.name, text[:SPOTLIGHT])] * 3, []],
        "AimChoice.aims": lambda: [[(place, f"{place}. {text[:AIM]}") for place in range(1, 9)], []],
        "AimChoice.chosen": lambda: [8, None],
        "statements": lambda: [asked(rounds) for rounds in range(6)],
        "answers": lambda: [{item.key: place for place, item in enumerate(asked(5))}],
        "review.asked": lambda: [
            replace(questionnaire, statements=asked(5)) for questionnaire in samples.of(Questionnaire)
        ],
        Tie: lambda: [Tie(f"{samples.name[:70]} {place}", samples.name, 3, 2, 1, 6) for place in (1, 2)],
        "introduction.offered.people": lambda: [_two(samples)],
        "introduction.meeting.people": lambda: [_two(samples)],
        Group: lambda: list(GROUPS),
        "near": lambda: [[(1, samples.name), (2, samples.name), (3, samples.name)], [(1, samples.name)], []],
        "questions.which.near": lambda: [[samples.name] * 3, [samples.name], []],
        "vision.wins": lambda: [{1: number}, {}],
        Results: lambda: _results(samples),
        HostsResponse: lambda: _responses(text),
        "proposal.outcome.proposal": lambda: _proposals(samples)[4:],
        "ExplanationForm.proposal": lambda: _proposals(samples)[4:],
        "numbered.wins": lambda: [{1: number}, {}],
        "unknown_aim.near": lambda: [list(enumerate(_wordings(text)[0].aims, 1)), []],
        "unknown_aim_words.near": lambda: [list(enumerate(_wordings(text)[0].aims, 1)), []],
        "outcome_form.facts": lambda: [ResponseForm(1, WHEN.date(), "C0", _responses(text)[0], "U1")],
        "announced.response": lambda: _responses(text)[:1],
        Wording: lambda: [*_wordings(text)],
        VisionView: lambda: _abouts(samples),
        ProposalView: lambda: _proposals(samples),
        "decided_already.proposal": lambda: _proposals(samples)[4:],
        "pencilled_note.proposal": lambda: _proposals(samples)[4:5],
        "rubbed_note.proposal": lambda: _proposals(samples)[4:],
        BlockerView: lambda: [*_blockers(samples)],
        "fixed_note.blocker": lambda: _fixed(samples),
        "Closed.blocker": lambda: _fixed(samples),
        "fixed_already.blocker": lambda: _fixed(samples),
        IdeaView: lambda: _ideas(samples),
        OpenIdeas: lambda: [OpenIdeas([text] * 3, number), OpenIdeas([text]), OpenIdeas()],
        "idea.outcome.idea": lambda: _ideas(samples)[3:],
        "decision.decided_already.idea": lambda: _ideas(samples)[3:],
        "decided_note.idea": lambda: _ideas(samples)[3:],
        "whose_assent.pressed": lambda: [Outcome.TRIED, Outcome.PROPOSED],
        InitiativeView: lambda: _initiatives(samples),
        "initiative.ended.initiative": lambda: _initiatives(samples)[4:],
        "dropped_note.initiative": lambda: _initiatives(samples)[5:],
        "InitiativeList.running": lambda: [_many(_initiatives(samples)[:4], number), []],
        "InitiativeList.ended": lambda: [_initiatives(samples)[4:], []],
        "InShort.newest": lambda: [_initiatives(samples)[:3], []],
        "Mine.initiatives": lambda: [(_initiatives(samples)[:4], number), ([], 0)],
        "mine.initiatives": lambda: [_initiatives(samples)[:4], []],
        Page: lambda: _pages(samples),
    }


def _two(samples: Cases) -> list[tuple[str, str]]:
    return [("U0001HUB", samples.name), ("gone-1", samples.name)]


def _receipts(samples: Cases) -> list[Receipt]:
    """Besides any: of a win that waits, shared and with thanks, and with people who are not here."""
    receipts = [replace(receipt, plain_names=()) for receipt in samples.of(Receipt)]
    win = next(win for win in samples.of(WinView) if win.thanked)
    names = dict.fromkeys(range(1, max(2, samples.number) + 1), samples.name)
    shared = replace(win, partners=tuple(names.items()), post_id=None, undone=False, withheld=())
    choice = AimChoice([(1, f"1. {samples.text[:AIM]}")])
    thanks = Receipt(shared, next_at=WHEN, aims=choice)
    plain = replace(thanks, plain_names=[samples.name])
    others = [replace(thanks, absent=shared.thanked), replace(thanks, own=False)]
    return [*receipts, thanks, plain, *others, replace(thanks, named=[(1, samples.name)])]


def _raised(samples: Cases) -> list[Raised]:
    """As it can be: its author is asked where they are from, or shown who could help; and a day is kept, or is not."""
    people = [Suggestion(place, samples.name[:60], "U0001HUB", samples.name) for place in range(1, 4)]
    each = [
        replace(raised, trouble=raised.trouble if raised.blocker.needed_on is None else None)
        for raised in samples.of(Raised)
    ]
    asked = [replace(raised, suggestions=()) for raised in each if raised.blocker.author]
    others = [replace(raised, organisations=None, suggestions=people[:many]) for raised in each for many in (0, 1, 3)]
    days = replace(others[-1].blocker, needed_on=None, undone=False)
    longest = [replace(others[-1], blocker=days, trouble=trouble) for trouble in Trouble]
    return [*asked, *others, *longest]


def _digest(samples: Cases) -> list[DigestLine]:
    return [
        DigestLine(topic, "1", "1", samples.name, samples.number or 1, away=True, day=WHEN.date()) for topic in Topic
    ]


def _pages(samples: Cases) -> list[Page]:
    """Every part of My Pencil, as full and as empty as it can be."""
    bodies: list[tuple[Part, type]] = [(Part.MINE, Mine), (Part.OURS, Ours), (Part.HOSTS, ForHosts)]
    return [
        Page(1, samples.name, "C0", part, host=host, body=body)
        for part, kind in bodies
        for body in samples.of(kind)[:4]
        for host in (True, False)
    ]


def _figures(samples: Cases) -> list[Figure]:
    return [
        Figure(fact, samples.number, None if place % 2 else samples.number, WHEN)
        for place, fact in enumerate(checkin.FACTS)
    ]


def _waiting(text: str) -> list[Waiting]:
    return [Waiting(kind, "1", text) for kind in waiting_view.KINDS]


def _consultations(samples: Cases) -> list[ConsultationView]:
    """Open with a question to come, closed with answers, and closed without."""
    words = " ".join(samples.text.split()) or "x"
    prompts = tuple(PromptView(number, number, words[:LONGEST], number < 3, None) for number in (1, 2, 3))
    audience = words[:LONGEST_AUDIENCE]
    opened = ConsultationView(
        1, 1, "C0", "UTC", audience, WHEN.date(), None, False, prompts, (samples.name,) * 3, next_at=WHEN
    )
    return [
        opened,
        replace(opened, closed_at=WHEN, answers=samples.number or 1),
        replace(opened, closed_at=WHEN, heard=(), audience=None, prompts=prompts[:1], next_at=None),
    ]


def _said(samples: Cases) -> list[Digest]:
    answers = [
        AnswerView(at, at % 3 + 1, samples.text, "U1" if at % 2 else None, at % 5 == 0, at % 4 == 1, at % 3 == 0)
        for at in range(samples.number or 1)
    ]
    return [Digest(_consultations(samples)[1], answers)]


def _habits(samples: Cases) -> list[HabitView]:
    number = min(samples.number, LISTED)
    return [replace(habit, id=at) for at, habit in enumerate(islice(cycle(samples.of(HabitView)), number))]


def _skills(samples: Cases) -> list[SkillView]:
    return [
        SkillView(
            place,
            samples.name[:60],
            samples.name,
            f"U{place // 3}",
            samples.name,
            hidden=bool(place % 2),
            announce=True,
            askable=False,
            post_id=None,
            helped=(samples.name,) * 3,
        )
        for place in range(samples.number or 1)
    ]


def _blockers(samples: Cases) -> Iterable[BlockerView]:
    """Open and fixed, by somebody and by nobody, with many people and with none."""
    for number in (samples.number, samples.number + 1, 0):
        people = tuple(f"U{place}" for place in range(number))
        name = samples.name if number else None
        still_open = BlockerView(
            id=1,
            text=samples.text,
            author="U1" if number % 2 else None,
            organisation=name,
            raised_at=WHEN,
            taken_by=people,
            helped=people,
            fixed_by=None,
            fixed_at=None,
            outcome=None,
            undone=False,
            post_id=1,
            needed_on=WHEN.date() if number else None,
        )
        yield still_open
        yield replace(still_open, fixed_by="U2", fixed_at=WHEN, outcome=samples.text)


def _fixed(samples: Cases) -> list[BlockerView]:
    return [blocker for blocker in _blockers(samples) if blocker.fixed_at]


def _ideas(samples: Cases) -> list[IdeaView]:
    """Open, by somebody and by nobody, with many people and with none; and from the fourth on decided."""
    name, people = samples.name, tuple(f"U{place}" for place in range(samples.number))
    open_one = IdeaView(
        id=1,
        text=samples.text,
        author="U1",
        organisation=name,
        zone="Europe/London",
        shared_at=WHEN,
        likes=samples.number,
        helpers=people,
        assents=None,
        outcome=None,
        decided_by=None,
        decided_at=None,
        because=None,
        undone=False,
        post_id=1,
        partnership_id=1,
        initiative_id=None,
    )
    made = replace(open_one, decided_by="U2", decided_at=WHEN)
    nameless = replace(open_one, author=None, organisation=None, likes=0, helpers=(), assents={})
    return [
        open_one,
        nameless,
        replace(
            open_one, assents={Outcome.PROPOSED: (name,) * 40, Outcome.TRIED: (name,), Outcome.NOT_NOW: (name, name)}
        ),
        replace(made, outcome=Outcome.PROPOSED),
        replace(made, outcome=Outcome.TRIED, initiative_id=1),
        replace(made, outcome=Outcome.NOT_NOW, because=samples.text[:REASON]),
        replace(nameless, outcome=Outcome.NOT_NOW, decided_at=WHEN, because=samples.text[:REASON]),
    ]


def _initiatives(samples: Cases) -> list[InitiativeView]:
    """Just begun, with a step, after it, under an aim that is gone; and from the fifth on done and dropped."""
    sentence = " ".join(samples.text.split()) or "x"
    people = tuple(f"U{place}" for place in range(samples.number))
    begun = InitiativeView(
        id=1,
        text=sentence[:SENTENCE],
        zone="Europe/London",
        begun_at=WHEN,
        aim=None,
        aim_number=None,
        people=(),
        step=None,
        step_on=None,
        stepped=False,
        outcome=None,
        ended_by=None,
        ended_at=None,
        because=None,
        undone=False,
        post_id=1,
    )
    going = replace(
        begun, aim=sentence[:AIM], aim_number=7, people=people, step=sentence[:SENTENCE], step_on=WHEN.date()
    )
    over = replace(going, ended_by="U2", ended_at=WHEN)
    return [
        begun,
        going,
        replace(going, stepped=True),
        replace(going, aim_number=None, step_on=None),
        replace(over, outcome=Ending.DONE),
        replace(over, outcome=Ending.DROPPED, because=samples.text[:REASON]),
    ]


def _many(initiatives: list[InitiativeView], number: int) -> list[InitiativeView]:
    return list(islice(cycle(initiatives), min(number, 40)))


def _wordings(text: str) -> tuple[Wording, Wording]:
    """As long as they may be, and as different as two versions can be."""
    sentence = " ".join(text.split())[:AIM] or "x"
    backwards = sentence[::-1]
    before = Wording((sentence * 2)[:SENTENCE], tuple(AimWording(sentence, place) for place in range(1, 8)))
    aims = (*(AimWording(backwards, place) for place in range(5, 1, -1)), AimWording(backwards))
    return before, Wording((backwards * 2)[:SENTENCE], aims)


def _proposals(samples: Cases) -> list[ProposalView]:
    """Waiting, first, carried over, stale; and from the fifth on decided."""
    before, after = _wordings(samples.text)
    made = ProposalView(1, "U1", "Europe/London", before, after, samples.text[:REASON], WHEN)
    settled = replace(made, decided_by="U2", decided_at=WHEN, because=samples.text[:REASON], number=12)
    return [
        made,
        replace(made, before=Wording("")),
        replace(made, carried=True, assents=(samples.name,) * 40),
        replace(made, stale=True, assents=()),
        *(replace(settled, outcome=outcome) for outcome in ("pencilled", "rubbed", "renewed")),
        replace(made, outcome="rubbed", decided_by="U1", decided_at=WHEN),
    ]


def _abouts(samples: Cases) -> list[VisionView]:
    before, after = _wordings(samples.text)
    now, was = Version(samples.number + 1, after, WHEN, "U1"), Version(samples.number, before, WHEN, "U1")
    reason = Reason(before.text, "U1", WHEN)
    full = VisionView(1, "Europe/London", reason, now, was, {1: samples.number}, samples.number)
    return [full, replace(full, before=None), replace(full, now=None, before=None)]


def _responses(text: str) -> list[HostsResponse]:
    """An action and what became of it, no action, an action alone."""
    due = WHEN.date()
    return [
        HostsResponse(text, "U1", due, text, text),
        HostsResponse(None, None, None, text, None),
        HostsResponse(text, "U1", due, None, None),
    ]


def _results(samples: Cases) -> list[Results]:
    """Two years of pulses, with figures and without, with a response and without."""
    made = []
    for rounds in range(6):
        for counts in ((1, 2, 3, 9, 9), (1, 0, 0, 0, 1)):
            tallies = {group.name: {item.key: counts for item in asked(rounds)} for group in GROUPS}
            released = disclosure_control.release(tallies, 48, 80, GROUPS)
            months = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(30)]
            history = {key: [(month, released.whole[key]) for month in months] for key in ("kept", "heard")}
            again = {item.key: 3 for item in asked(rounds)}
            response = _responses(samples.text)[0] if rounds != 1 else None
            made.append(Results(1, months[-1], released, history, GROUPS, again, response))
    return made
