"""What was measured: figures, the table that is printed, and the JSON beside it."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one desk. `budget` is its limit: at most, or at least where `floor` is set; None has none."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    floor: bool = False
    note: str = ""

    @property
    def share(self) -> float | None:
        """How much of the budget is used: 1 is all of it, above 1 is over it."""
        if not self.budget or not self.value:
            return None
        return self.budget / self.value if self.floor else self.value / self.budget

    @property
    def shown(self) -> str:
        """The number as it is printed."""
        return f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3g}"


def median(values: Sequence[float]) -> float:
    """Return the middle of `values`; not a number where there are none."""
    return statistics.median(values) if values else float("nan")


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 in 100 do not exceed; not a number where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else float("nan")


def table(results: dict[int, list[Figure]]) -> str:
    """Return the aligned table: a line a figure; measured, and used share of the budget, at each size of desk."""
    sizes = sorted(results)
    names = list(dict.fromkeys(figure.name for size in sizes for figure in results[size]))
    rows = [["", "budget", *(f"{size:,} tickets" for size in sizes)]]
    for name in names:
        found = {size: next((f for f in results[size] if f.name == name), None) for size in sizes}
        known = next(figure for figure in found.values() if figure is not None)
        sign = "≥" if known.floor else "≤"
        budget = "" if known.budget is None else f"{sign} {known.budget:,g} {known.unit}"
        rows.append([name, budget, *(_cell(found[size]) for size in sizes)])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append("   ".join(cells).rstrip())
    return "\n".join(lines)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    share = figure.share
    used = "      " if share is None else f"{share:5.2f}{'!' if share > 1 else ' '}"
    return f"{figure.shown} {figure.unit} {used}"


def machine() -> dict[str, Any]:
    """Say on what it was measured."""
    packages = {name: version(name) for name in ("otui", "textual", "rich")}
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "sqlite": sqlite3.sqlite_version,
        **packages,
    }


def write_json(path: Path, results: dict[int, list[Figure]]) -> None:
    """Write everything measured, for a machine to compare."""
    desks = {
        str(size): [
            {
                "name": figure.name,
                "value": round(figure.value, 4),
                "unit": figure.unit,
                "budget": figure.budget,
                "at_least": figure.floor,
                "budget_used": None if figure.share is None else round(figure.share, 3),
                "note": figure.note,
            }
            for figure in figures
        ]
        for size, figures in results.items()
    }
    path.write_text(json.dumps({"machine": machine(), "desks": desks}, indent=1) + "\n", encoding="utf-8")
