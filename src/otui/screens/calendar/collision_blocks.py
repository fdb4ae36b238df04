"""Collisions as blocks of a text view: on the calendar below the cursor, and on the page of a change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from otui.desk.changes.calendar.collision_words import weight_name
from otui.desk.changes.calendar.collisions import Collision
from otui.domain.change.schedule import Weight
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Paragraph, Pieces


def collision_blocks(
    collisions: Iterable[Collision], zone: tzinfo, now: datetime | None = None, *, free: str = ""
) -> list[Block]:
    """Return what a change collides with: how many, then each in a sentence with what it means.

    `free` is what is said where nothing is in the way.
    """
    hits = tuple(collisions)
    if not hits:
        return [Paragraph(free, role="good")] if free else []
    open_ones = sum(not hit.answered for hit in hits)
    said = ngettext("! {n} collision", "! {n} collisions", len(hits)).format(n=len(hits))
    asked = _("answered")
    if open_ones:
        asked = ngettext("{n} stops it", "{n} stop it", open_ones).format(n=open_ones)
    loud = "alarm" if open_ones else "warning"
    blocks: list[Block] = [Pieces(((said, loud), (f"  {asked}", loud)), key="collisions")]
    return blocks + [_sentence(hit, zone, now) for hit in hits]


def _sentence(hit: Collision, zone: tzinfo, now: datetime | None) -> Block:
    told = _("answered") if hit.answered and hit.weight is Weight.REASON else weight_name(hit.weight)
    marks = ", ".join((_("new"), told)) if hit.new else told
    role = "warning" if not hit.answered else ""
    return Paragraph(f"{hit.sentence(zone, now)} ({marks})", role=role, bar="!", bar_role="warning")
