"""What Pencil asks Slack for."""

import json
from pathlib import Path

import bot

MANIFEST = json.loads((Path(bot.__file__).parent / "manifest.json").read_text())
