"""The emoji the page knows by Slack's names; any other stays readable as ``:its_name:``."""

EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "arrow_right": "➡️",
    "bar_chart": "📊",
    "bell": "🔔",
    "books": "📚",
    "bulb": "💡",
    "calendar": "📅",
    "clap": "👏",
    "clock3": "🕒",
    "construction": "🚧",
    "door": "🚪",
    "ear": "👂",
    "eyes": "👀",
    "hammer_and_wrench": "🛠️",
    "hand": "✋",
    "handshake": "🤝",
    "heart": "❤️",
    "herb": "🌿",
    "house": "🏠",
    "lock": "🔒",
    "mag": "🔍",
    "mega": "📣",
    "memo": "📝",
    "pencil": "📝",
    "pencil2": "✏️",
    "people_holding_hands": "🧑‍🤝‍🧑",
    "potted_plant": "🪴",
    "pray": "🙏",
    "question": "❓",
    "raised_hands": "🙌",
    "rock": "🪨",
    "seedling": "🌱",
    "smile": "😄",
    "sparkles": "✨",
    "speech_balloon": "💬",
    "star": "⭐",
    "star2": "🌟",
    "tada": "🎉",
    "thumbsup": "👍",
    "triangular_flag_on_post": "🚩",
    "trophy": "🏆",
    "unlock": "🔓",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "wrench": "🔧",
    "x": "❌",
}


def emoji(name: str, unicode: str | None = None) -> str:
    """The character itself, from Slack's hexadecimal code points or its name."""
    if unicode:
        return "".join(chr(int(point, 16)) for point in unicode.split("-"))
    return EMOJI.get(name.partition("::")[0], f":{name}:")
