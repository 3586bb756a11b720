"""Plain tools that know nothing of Pencil: text, clock, matching, logs, metrics."""
