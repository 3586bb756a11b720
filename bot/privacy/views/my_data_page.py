"""What is held on a person as a page to read: a sentence for each thing, with names and days, and no ids."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.privacy.views.my_data_sentences import SENTENCES, Called, Row, on, plain, unknown
from bot.slack.views.wording import KINDS

_STYLE = "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}li{white-space:pre-wrap}"

_TYPED = ("text", "step", "name", "reason", "because", "outcome", "action", "became")  # of an earlier wording


def page(content: Mapping[str, Any], called: Called) -> str:
    """Nothing in it loads or runs."""
    parts = [
        f"<h1>What Pencil holds on you in {escape(content['partnership'])}</h1>",
        f"<p>Made {escape(on(content['made_at']))} (UTC). For machines, the same is in my-data.json.</p>",
    ]
    for table, rows in content["held"].items():
        sentence = SENTENCES.get(table, unknown)
        parts.append(_section(_title(table), [sentence(row, called) for row in rows]))
    parts.append(_section("How your words read before", [_earlier(row) for row in content["earlier_wordings"]]))
    parts.append(_section("Messages that name you", [_message(row) for row in content["messages_that_name_you"]]))
    parts.append(_section("What is not in here", content["not_in_here"]))
    head = f'<meta charset="utf-8"><title>My data</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _section(title: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>"


def _title(table: str) -> str:
    singular = TITLES.get(table, table.replace("_", " "))
    return singular[:1].upper() + singular[1:]


TITLES = {
    "members": "you here",
    "names": "your name",
    "movements": "coming and going",
    "whys": "why now",
    "visions": "versions of the vision",
    "proposals": "proposals",
    "assents": "changes to the vision you agreed to",
    "wins": "your wins",
    "withheld": "where you took your organisation’s name off",
    "thanks": "thanks to you",
    "cheers": "cheers",
    "blockers": "blockers",
    "helps": "blockers you helped with",
    "requests": "being asked to help",
    "proofs": "what you helped with, beside your skills",
    "ideas": "ideas",
    "idea_likes": "ideas you like",
    "idea_helpers": "ideas you would help with",
    "idea_assents": "ideas you agreed to propose",
    "initiatives": "initiatives",
    "initiative_people": "what you’re in",
    "introductions": "introductions you offered as a host",
    "introduced": "introductions offered to you",
    "spotlights": "the spotlight",
    "skills": "your skills",
    "answers": "answers to check-ins",
    "commitments": "what you took on",
    "consultations": "consultations you opened",
    "consultation_answers": "answers about the vision",
    "habits": "habits you added",
    "responses": "what hosts do after a pulse",
    "wishes": "wishes for fewer posts",
    "revisions": "changes you made",
    "deeds": "what you did as a host",
    "parcels": "files you asked for",
    "posts": "messages to you",
}


def _earlier(row: Row) -> str:
    noun = str(row.get("of", "words"))
    coded = {"outcome"} if noun in {"idea", "initiative"} else set()
    words = [f"“{plain(str(row[name]))}”" for name in _TYPED if row.get(name) and name not in coded]
    until = on(row.get("revised_at")).removeprefix("on ")
    whose = f"what you wrote on somebody’s {noun}" if row.get("somebody_elses") else f"your {noun}"
    return f"Until {until}, {whose} said {', '.join(words) or 'the same'}."


def _message(row: Row) -> str:
    kind = KINDS.get(str(row.get("kind")), "a message").lower()
    return f"In {kind} {on(row.get('written_at'))}: {plain(str(row.get('text') or ''))}"
