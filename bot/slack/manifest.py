"""The manifest that makes Pencil an app in Slack, as this version needs it."""

from pathlib import Path

PATH = Path(__file__).parents[2] / "manifest.json"


def text() -> str:
    """What is pasted into Slack, where an app is made from a manifest."""
    return PATH.read_text(encoding="utf-8")
