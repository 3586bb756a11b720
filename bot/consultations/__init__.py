"""Co-design: what should our vision say? One question a week for a while, answered with a name or without."""
