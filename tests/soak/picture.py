"""The curves as a picture: a panel for each figure, a line for each process, and a stroke for each mishap."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from tests.soak.faults import Met
from tests.soak.staff import OTHER, STEADY, WEB
from tests.soak.verdict import curves
from tests.soak.watch import Sample

_PANELS = ("memory, MB", "descriptors", "threads", "connections", "oldest pending, seconds")
_COLOURS = {WEB: "#174a85", STEADY: "#b3541e", OTHER: "#5b8c5a", "database": "#1d2330"}
_MINUTE = 60


def draw(samples: Sequence[Sample], met: Sequence[Met], file: Path) -> None:
    """Writes it as a PNG."""
    figure = Figure(figsize=(14, 18), layout="constrained")
    panels = figure.subplots(len(_PANELS) + 2, sharex=True)
    found = curves(samples)
    for panel, name in zip(panels, _PANELS, strict=False):
        named: set[str] = set()
        for curve in found:
            if curve.figure == name:
                label = None if curve.name in named else curve.name
                named.add(curve.name)
                panel.plot(
                    [at / _MINUTE for at, _ in curve.points],
                    [value for _, value in curve.points],
                    color=_COLOURS[curve.name],
                    label=label,
                    linewidth=1,
                )
        panel.set_ylabel(name)
        panel.legend(loc="upper left", fontsize="small")
    minutes = [sample.at / _MINUTE for sample in samples]
    panels[-2].plot(minutes, [sample.pending for sample in samples], color="#1d2330", linewidth=1)
    panels[-2].set_ylabel("pending posts")
    panels[-1].plot(minutes, [sample.size or None for sample in samples], color="#1d2330", linewidth=1)
    panels[-1].set_ylabel("tables, MB")
    panels[-1].set_xlabel("minutes")
    for panel in panels:
        panel.set_ylim(bottom=0)
        for mishap in met:
            panel.axvline(mishap.begins / _MINUTE, color="#d5d8de", linewidth=0.7, zorder=0)
    figure.savefig(file, dpi=80)
