"""Saying that a group of like incidents is no pattern, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.records.acts import done
from otui.desk.results import Result
from otui.domain.recurrence import pattern_name, same_pattern, stems_of
from otui.domain.subject_words import words_of
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPattern:
    """A group of like incidents, by the words that they share as its label has them."""

    label: str


def dismiss(unit: Unit, command: OnPattern) -> Result:
    """Say that a group is no pattern: it is left out of the list from now on, whatever comes to it."""
    label, stems = _told(unit, command)
    known = _known(unit, stems)
    if known is not None and not known.withdrawn:
        raise Refused(_("“{label}” is no pattern already.").format(label=label))
    record = known or unit.add(
        "pattern",
        {"name": pattern_name(stems), "created_at": unit.now, "withdrawn": False, "version": 0},
    )
    record.withdrawn, record.agent_id = False, unit.agent.id or None
    return done(unit, "not-a-pattern", record, _("“{label}” is no pattern.").format(label=label))


def recall(unit: Unit, command: OnPattern) -> Result:
    """Say that a group is a pattern after all."""
    label, stems = _told(unit, command)
    record = _known(unit, stems)
    if record is None or record.withdrawn:
        raise Refused(_("Nobody said that “{label}” is no pattern.").format(label=label))
    record.withdrawn = True
    return done(unit, "a-pattern", record, _("“{label}” is a pattern again.").format(label=label))


def _told(unit: Unit, command: OnPattern) -> tuple[str, frozenset[str]]:
    rights.require(unit.agent, "pattern")
    label = safe.line(command.label)
    words = words_of(label)
    if words.empty:
        raise Refused(_("These words tell no pattern: {label}.").format(label=label))
    return label, words.stems | words.ids


def _known(unit: Unit, stems: frozenset[str]) -> Record | None:
    for row_id, name in unit.writer.all("SELECT id, name FROM pattern"):
        if same_pattern(stems, stems_of(name)):
            return unit.load("pattern", row_id)
    return None
