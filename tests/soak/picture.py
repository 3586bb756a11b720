"""The curves as a picture: a panel for each figure, a line for each process, and a stroke for each mishap."""

from collections.abc import Sequence
from pathlib import Path

from tests.soak.faults import Met
from tests.soak.staff import OTHER, STEADY, WEB
from tests.soak.verdict import (
    ANSWER,
    CONNECTIONS,
    DESCRIPTORS,
    MEMORY,
    OLDEST,
    PENDING,
    TABLES,
    THREADS,
    curves,
)
from tests.soak.watch import Sample

_PANELS = (MEMORY, DESCRIPTORS, THREADS, ANSWER, CONNECTIONS, PENDING, OLDEST, TABLES)
_COLOURS = {WEB: "#174a85", STEADY: "#b3541e", OTHER: "#5b8c5a", "database": "#1d2330"}
_MINUTE = 60


def draw(samples: Sequence[Sample], met: Sequence[Met], file: Path) -> None:
    """Writes it as a PNG."""
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    figure = Figure(figsize=(14, 22), layout="constrained")
    panels = figure.subplots(len(_PANELS), sharex=True)
    for panel, name in zip(panels, _PANELS, strict=True):
        for curve in curves(samples):
            if curve.figure == name:
                minutes, values = [at / _MINUTE for at, _ in curve.points], [value for _, value in curve.points]
                panel.plot(minutes, values, color=_COLOURS[curve.name], linewidth=1)
        panel.set_ylabel(name)
        if name == ANSWER:
            panel.set_yscale("log")  # while Slack or the database is away it is late by seconds
        elif name != MEMORY:
            panel.set_ylim(bottom=0)
        for mishap in met:
            panel.axvline(mishap.begins / _MINUTE, color="#d5d8de", linewidth=0.7, zorder=0)
    panels[-1].set_xlabel("minutes")
    lines = [Line2D([], [], color=colour) for colour in _COLOURS.values()]
    figure.legend(lines, [*_COLOURS], loc="outside upper center", ncols=len(_COLOURS))
    figure.savefig(file, dpi=80)
