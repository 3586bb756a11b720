"""A sentence for each thing that is held on a person, with names and days, and no ids."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.partnership.views.audit_log import ACTION_WORDS

_MENTION = re.compile(r"<([@#!])[^<>|]*(?:\|([^<>]*))?>")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Called:
    """What is called what: the organisations and the aims in the person's rows."""

    partners: Mapping[int, str]
    aims: Mapping[int, str]


def on(moment: str | None) -> str:
    """`on 6 March 2026 at 15:00`."""
    if not moment:
        return "at some time"
    when = datetime.fromisoformat(moment)
    hour = f" at {when:%H:%M}" if "T" in moment else ""
    return f"on {when.day} {when:%B} {when.year}{hour}"


def _quoted(text: object) -> str:
    return f"“{plain(str(text))}”."


def plain(text: str) -> str:
    """People and channels in a message, as words."""
    words = {"@": "somebody", "#": "the channel", "!": ""}
    return _MENTION.sub(lambda mention: mention[2] or words[mention[1]], text)


def _sentences(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _member(row: Row, called: Called) -> str:
    partner = called.partners.get(row.get("partner_id") or 0)
    asks = row.get("asks")
    return _sentences(
        f"You’ve been here since {on(row.get('joined_at')).removeprefix('on ')}.",
        f"You’re from {partner}{', as a host says' if row.get('partner_by') == 'host' else ''}."
        if partner
        else "You haven’t said which organisation you’re from.",
        "You’re a host." if row.get("host") else None,
        f"You left {on(row['left_at'])}." if row.get("left_at") else None,
        f"You get at most {asks} private messages a week without asking." if asks is not None else None,
        f"Your quiet hours are {row['quiet_from']} to {row['quiet_to']}." if row.get("quiet_from") else None,
        f"You snoozed until {on(row['snoozed_until']).removeprefix('on ')}." if row.get("snoozed_until") else None,
        "Reports for people outside may name you."
        if row.get("named")
        else "Reports for people outside don’t name you.",
        "I also keep your Slack id and your workspace’s.",
    )


def _movement(row: Row, called: Called) -> str:
    did = {"joined": "joined", "left": "left", "returned": "came back"}.get(str(row.get("what")), "came or went")
    partner = called.partners.get(row.get("partner_id") or 0)
    return f"{partner or 'You'} {did} {on(row.get('at'))}."


def _decided(row: Row, what: str) -> str:
    return _sentences(what, f"Your reason: {_quoted(row['because'])}" if row.get("because") else None)


def _proposal(row: Row, _: Called) -> str:
    if "text" not in row:
        return _decided(row, f"You decided on somebody’s proposal {on(row.get('decided_at'))}.")
    aims = [str(aim.get("text", "")) if isinstance(aim, Mapping) else str(aim) for aim in row.get("aims") or []]
    return _sentences(
        f"You proposed {on(row.get('proposed_at'))}: {_quoted(row['text'])}",
        f"With these aims: {'; '.join(map(plain, aims))}." if aims else None,
        f"Your reason: {_quoted(row['reason'])}" if row.get("reason") else None,
        f"It was decided {on(row['decided_at'])}." if row.get("decided_at") else None,
        f"The reason given: {_quoted(row['because'])}" if row.get("because") else None,
    )


def _win(row: Row, called: Called) -> str:
    hears = {"partners": "Everybody in our organisations may hear of it.", "public": "Anybody may hear of it."}
    aim = called.aims.get(row.get("aim_id") or 0)
    return _sentences(
        f"You shared {on(row.get('recorded_at'))}: {_quoted(row.get('text', ''))}",
        f"A step towards: {plain(aim)}" if aim else None,
        hears.get(str(row.get("consent")), "Only people here may hear of it."),
        f"You undid it {on(row['undone_at'])}." if row.get("undone_at") else None,
    )


def _blocker(row: Row, _: Called) -> str:
    if "text" not in row:
        return _sentences(
            f"You said that somebody’s blocker was fixed, {on(row.get('fixed_at'))}.",
            f"What got it moving, in your words: {_quoted(row['outcome'])}" if row.get("outcome") else None,
        )
    return _sentences(
        f"You raised {on(row.get('raised_at'))}: {_quoted(row['text'])}",
        f"You needed it by {on(row['needed_on']).removeprefix('on ')}." if row.get("needed_on") else None,
        f"It was fixed {on(row['fixed_at'])}." if row.get("fixed_at") else None,
        f"What got it moving: {_quoted(row['outcome'])}" if row.get("outcome") else None,
        f"It was undone {on(row['undone_at'])}." if row.get("undone_at") else None,
    )


def _idea(row: Row, _: Called) -> str:
    if "text" not in row:
        return _decided(row, f"You decided what becomes of somebody’s idea, {on(row.get('decided_at'))}.")
    return _sentences(
        f"You shared {on(row.get('shared_at'))}: {_quoted(row['text'])}",
        f"It was decided {on(row['decided_at'])}." if row.get("decided_at") else None,
        f"The reason given: {_quoted(row['because'])}" if row.get("because") else None,
        f"You undid it {on(row['undone_at'])}." if row.get("undone_at") else None,
    )


def _consultation(row: Row, _: Called) -> str:
    return _sentences(
        f"You opened a consultation on the vision {on(row.get('opened_at'))}.",
        f"It was for: {_quoted(row['audience'])}" if row.get("audience") else None,
        f"It was closed {on(row['closed_at'])}." if row.get("closed_at") else None,
        f"You took it back {on(row['undone_at'])}." if row.get("undone_at") else None,
    )


def _consultation_answer(row: Row, _: Called) -> str:
    return _sentences(
        f"You answered {on(row.get('said_at'))}: {_quoted(row.get('text', ''))}",
        f"You counted it with: {_quoted(row['group_name'])}" if row.get("group_name") else None,
        "Your organisation counts as heard." if row.get("of_organisation") else None,
        "Somebody else said it." if row.get("passed_on") else None,
        "It was taken out." if row.get("undone") else None,
    )


def _initiative(row: Row, _: Called) -> str:
    if "text" not in row:
        return _sentences(
            "You took a part in what becomes of somebody’s initiative.",
            f"The next step, in your words: {_quoted(row['step'])}" if row.get("step") else None,
            f"Your reason: {_quoted(row['because'])}" if row.get("because") else None,
        )
    return _sentences(
        f"You began {on(row.get('begun_at'))}: {_quoted(row['text'])}",
        f"The next step: {_quoted(row['step'])}" if row.get("step") else None,
        f"It ended {on(row['ended_at'])}." if row.get("ended_at") else None,
        f"The reason given: {_quoted(row['because'])}" if row.get("because") else None,
        f"It was undone {on(row['undone_at'])}." if row.get("undone_at") else None,
    )


def _help(row: Row, _: Called) -> str:
    taken = f"You took on a blocker {on(row['taken_at'])}." if row.get("taken_at") else "Somebody had a blocker."
    return _sentences(taken, "You helped with it." if row.get("helped") else None)


def _request(row: Row, _: Called) -> str:
    if "member_id" not in row:
        return f"Somebody thought of you, {on(row.get('asked_at'))}, when they were asked to help."
    answers = {"yes": "You said yes.", "knows": "You named somebody else.", "no": "You passed."}
    return _sentences(
        f"I asked you to help with a blocker {on(row.get('asked_at'))}.", answers.get(str(row.get("answer")))
    )


def _introduction(row: Row, _: Called) -> str:
    became = "They met." if row.get("met_at") else "You took it back." if row.get("undone_at") else None
    return _sentences(f"You offered two people an introduction {on(row.get('offered_at'))}.", became)


def _introduced(row: Row, _: Called) -> str:
    answers = {"yes": "You said yes.", "no": "You passed."}
    return _sentences("A host offered to introduce you to somebody.", answers.get(str(row.get("answer"))))


def _proof(row: Row, _: Called) -> str:
    agreed = {True: "You said yes to showing that.", False: "You said no to showing that."}
    return _sentences(
        f"You helped with {_quoted(row.get('text', ''))}",
        "You haven’t said if I may show that." if row.get("agreed") is None else agreed[bool(row["agreed"])],
    )


def _spotlight(row: Row, called: Called) -> str:
    partner = called.partners.get(row.get("partner_id") or 0, "your organisation")
    return _sentences(
        f"I offered you the spotlight for {partner} {on(row.get('offered_at'))}.",
        f"You said: {_quoted(row['text'])}" if row.get("text") else None,
    )


def _skill(row: Row, _: Called) -> str:
    return _sentences(
        f"You offered {plain(str(row.get('name', '')))} {on(row.get('offered_at'))}.",
        "Your day job doesn’t ask for it." if row.get("hidden") else None,
        "It may be announced." if row.get("announce") else "It isn’t announced.",
        "People may ask you." if row.get("askable") else "You’d rather not be asked.",
        f"You removed it {on(row['removed_at'])}." if row.get("removed_at") else None,
    )


def _answer(row: Row, _: Called) -> str:
    return f"You answered a check-in {on(row.get('answered_at'))}: {str(row.get('answer', '')).capitalize()}."


def _commitment(row: Row, _: Called) -> str:
    became = {"happened": "You said it happened", "dropped": "You dropped it"}.get(str(row.get("outcome")))
    waits = "You weren’t asked about it any more." if row.get("outcome") == "over" else "You haven’t said yet."
    return _sentences(
        f"You took on {on(row.get('taken_at'))}: {_quoted(row.get('text', ''))}",
        f"{became} {on(row.get('answered_at'))}." if became else waits,
    )


def _habit(row: Row, _: Called) -> str:
    return _sentences(
        f"You added {on(row.get('said_at'))}: {_quoted(row.get('text', ''))}",
        f"It was undone {on(row['undone_at'])}." if row.get("undone_at") else None,
    )


def _response(row: Row, _: Called) -> str:
    return _sentences(
        f"You decided what to do after a pulse, {on(row.get('decided_at'))}."
        if row.get("member_id")
        else "You look after what the hosts do after a pulse.",
        f"You wrote: {_quoted(row['action'])}" if row.get("action") else None,
        f"Because: {_quoted(row['because'])}" if row.get("because") else None,
        f"What became of it: {_quoted(row['became'])}" if row.get("became") else None,
    )


def _revision(row: Row, _: Called) -> str:
    changed = {"member": "which organisation somebody is from", "partner": "an organisation"}
    noun = str(row.get("noun", "thing"))
    article = "an" if noun[:1] in "aeiou" else "a"
    return f"You changed {changed.get(noun, f'{article} {noun}')} {on(row.get('revised_at'))}."


def _deed(row: Row, _: Called) -> str:
    did = ACTION_WORDS.get(str(row.get("deed")), "did something").replace("{}", str(row.get("about") or "it"))
    return f"You {did}, {on(row.get('done_at'))}."


def _file(row: Row, _: Called) -> str:
    what = {"my-data": "your data", "export": "a copy of everything", "story": "a report"}
    return f"You asked for {what.get(str(row.get('what')), 'files')} {on(row.get('asked_at'))}."


def _post(row: Row, _: Called) -> str:
    text = row.get("text")
    return f"I wrote to you {on(row.get('written_at'))}: {plain(str(text)) if text else 'it’s not kept any more'}"


def _assent(row: Row, _: Called) -> str:
    return f"You agreed {on(row.get('assented_at'))}, for your organisation."


def _withheld(row: Row, called: Called) -> str:
    partner = called.partners.get(row.get("partner_id") or 0, "your organisation")
    return f"You took the name of {partner} off a win {on(row.get('withheld_at'))}."


# By table.
SENTENCES: Mapping[str, Callable[[Row, Called], str]] = {
    "members": _member,
    "names": lambda row, _: f"People’s words mention you as {row.get('name', '')}.",
    "movements": _movement,
    "whys": lambda row, _: f"You wrote {on(row.get('said_at'))}: {_quoted(row.get('text', ''))}",
    "visions": lambda row, _: (
        f"You pencilled in version {row.get('number')} {on(row.get('since'))}: {_quoted(row.get('text', ''))}"
    ),
    "proposals": _proposal,
    "assents": _assent,
    "wins": _win,
    "withheld": _withheld,
    "thanks": lambda *_: "You’re thanked in a win.",
    "cheers": lambda row, _: f"You cheered {on(row.get('cheered_at'))}.",
    "blockers": _blocker,
    "helps": _help,
    "ideas": _idea,
    "idea_likes": lambda *_: "You like an idea.",
    "idea_helpers": lambda row, _: f"You said you’d help with an idea {on(row.get('offered_at'))}.",
    "idea_assents": _assent,
    "initiatives": _initiative,
    "initiative_people": lambda row, _: (
        f"You’re in an initiative since {on(row.get('joined_at')).removeprefix('on ')}."
    ),
    "requests": _request,
    "proofs": _proof,
    "introductions": _introduction,
    "introduced": _introduced,
    "spotlights": _spotlight,
    "skills": _skill,
    "answers": _answer,
    "commitments": _commitment,
    "consultations": _consultation,
    "consultation_answers": _consultation_answer,
    "habits": _habit,
    "responses": _response,
    "wishes": lambda *_: "You asked for fewer posts of a kind.",
    "revisions": _revision,
    "deeds": _deed,
    "parcels": _file,
    "posts": _post,
}


def unknown(row: Row, _: Called) -> str:
    """Of a table that has no sentence: what it says, without what it points at."""
    shown = {name: value for name, value in row.items() if value is not None and not name.endswith(("id", "_by"))}
    return "; ".join(f"{name.replace('_', ' ')}: {plain(str(value))}" for name, value in shown.items())
