"""Turns of phrase that several features share."""


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 win`, `2 wins`, `no wins`."""
    plural = plural or f"{singular}s"
    return f"no {plural}" if number == 0 else f"{number:,} {singular if number == 1 else plural}"


NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}

KINDS = {
    "pulse": "Pulse",
    "celebrations": "Celebrations",
    "skills": "Skills discovered",
    "checkins": "Check-ins",
    "vision": "Questions about the vision",
    "roll-call": "Roll-call",
    "consultations": "Consultation on the vision",
}
UNASKED = KINDS | {"pulse-results": "Results of the pulse"}
COMING_UP = {
    "celebrations": "the celebration",
    "checkins": "the check-in",
    "skills": "newly discovered skills",
    "pulse": "the pulse",
    "roll-call": "the roll-call",
    "consultations": "the consultation on the vision",
    "pulse-close": "the pulse closes",
    "pulse-results": "the results of the pulse",
    "vision": "the question about the vision",
    "spotlight": "the spotlight is offered",
    "helpers": "somebody is asked to help with a blocker",
    "taken-on": "people are asked about what they took on",
    "waiting": "messages that waited for quiet hours to end",
    "digest": "the hosts’ digest",
    "too-old": "what is too old is deleted",
}
