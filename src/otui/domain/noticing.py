"""When a desk takes incidents for alike, and many of them for a major incident: [recurrence] of sla.toml."""

from __future__ import annotations

from dataclasses import dataclass

from otui.domain.toml_file import Section

DECLARE = ("lead", "agent")


@dataclass(frozen=True, slots=True)
class Noticing:
    """What the desk decided once. A file without the table has these values."""

    window_days: int = 7
    """Days back in which an incident is looked for that is like another."""
    likeness: int = 65
    """From 0 to 100: how much alike two incidents must look."""
    flood_count: int = 8
    """So many like incidents within `flood_minutes` propose a major incident; 0: never."""
    flood_minutes: int = 30
    declare: str = "lead"
    """Who declares a major incident: "lead" (and admin), or "agent", the team of its queue too."""
    review_days: int = 5
    """Days within which the review of a major incident is written, once it is over."""


def read_noticing(section: Section) -> Noticing:
    """Read [recurrence]; BadFile at the first mistake."""
    base = Noticing()
    found = Noticing(
        window_days=section.number("window_days", base.window_days, low=1, high=366),
        likeness=section.number("likeness", base.likeness, low=1, high=100),
        flood_count=section.number("flood_count", base.flood_count, high=10_000),
        flood_minutes=section.number("flood_minutes", base.flood_minutes, low=1, high=1_440),
        declare=section.choice("declare", DECLARE, base.declare),
        review_days=section.number("review_days", base.review_days, low=1, high=366),
    )
    section.done()
    return found
