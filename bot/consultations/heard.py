"""Who has been heard, by what people chose to add: an organisation, or a group in their own words.

Fewer than three are not listed, so that nobody is picked out. Of who has not answered nothing is known.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.partnership.partners import key

AT_LEAST = 3


@dataclass(frozen=True)
class Voice:
    """Of one answer, what counts: whose it is, and what they chose to add."""

    prompt_id: int
    member_id: int | None
    passed_on: bool
    group: str | None
    organisation: str | None


def listed(voices: Iterable[Voice]) -> tuple[str, ...]:
    """The organisations, then the groups, by name.

    An organisation has as many voices as people who answered for it. A group has those who gave their name and as many
    more as, to one question, answered without or for somebody else: one person may have answered every question.
    """
    people: dict[str, set[int]] = defaultdict(set)
    named: dict[str, set[int]] = defaultdict(set)
    others: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[str, str] = {}
    for voice in voices:
        if voice.organisation and voice.member_id is not None:
            people[voice.organisation].add(voice.member_id)
        if not voice.group:
            continue
        group = key(voice.group)
        names[group] = min(names.get(group, voice.group), voice.group)
        if voice.member_id is not None and not voice.passed_on:
            named[group].add(voice.member_id)
        else:
            others[group][voice.prompt_id] += 1
    groups = [name for group, name in names.items() if _number(named[group], others[group]) >= AT_LEAST]
    organisations = [name for name, members in people.items() if len(members) >= AT_LEAST]
    return (*sorted(organisations, key=str.casefold), *sorted(groups, key=str.casefold))


def _number(members: set[int], others: dict[int, int]) -> int:
    return len(members) + max(others.values(), default=0)
