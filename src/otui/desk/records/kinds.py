"""The kinds of record beside the ticket, as one table: how each is numbered, found by words, and set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from otui.text.i18n import N_


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind. Its name is that of its table, of its topic in the change feed, and of `record` in shared tables."""

    name: str
    letter: str = ""
    """What its numbers begin with; a kind without one is known by its name."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """The columns it is found by, and how much a word there says."""
    unmade: Mapping[str, object] = field(default_factory=dict)
    """What an undo of its making sets: a number is never given twice, so the row stays."""
    missing: str = N_("There is no {ref}.")
    hint: str = ""
    strict: bool = False
    """Whether an act is not taken back once another agent went on from it, whatever columns they touched: approvals."""


_PROCESS = {"subject": 8, "description": 1}

KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (
        RecordKind(
            "problem",
            "P",
            {**_PROCESS, "symptom": 4, "root_cause": 3, "workaround": 2, "fix": 2},
            {"step": "closed", "resolution": "canceled"},
            N_("There is no problem {ref}."),
            N_("`otui problem list` shows which there are."),
        ),
        RecordKind(
            "change",
            "C",
            {**_PROCESS, "justification": 2, "implementation_plan": 1, "documentation": 1},
            {"step": "canceled"},
            N_("There is no change {ref}."),
            N_("`otui change list` shows which there are."),
            strict=True,
        ),
        RecordKind(
            "knowledge",
            "K",
            {"subject": 8, "keywords": 6, "solution": 2, "body": 1},
            {"step": "retired"},
            N_("There is no knowledge article {ref}."),
            N_("`otui knowledge list` shows which there are."),
        ),
        RecordKind(
            "item",
            "",
            {"name": 8, "description": 1},
            {"active": False},
            N_("There is no service or item {ref}."),
            N_("`otui service list` shows which there are."),
        ),
        RecordKind(
            "change_template",
            "",
            {},
            {"state": "retired"},
            N_("There is no standard change {ref}."),
            N_("`otui change catalogue list` shows which there are."),
            strict=True,
        ),
        RecordKind("change_window", "", {}, {"active": False}, N_("There is no window {ref}.")),
        RecordKind(
            "cab_meeting",
            "",
            {},
            {"state": "canceled"},
            N_("There is no meeting {ref}."),
            N_("`otui change cab list` shows which there are."),
        ),
        RecordKind("procedure", "", {}, {"active": False}, N_("There is no procedure {ref}.")),
        RecordKind("recurring", "", {}, {"active": False}, N_("There is no recurring ticket {ref}.")),
        RecordKind("major_incident", "", {}, {"state": "dismissed"}, N_("There is no major incident {ref}.")),
        RecordKind("pattern", "", {}, {"withdrawn": True}, N_("There is no such pattern: {ref}.")),
    )
}
"""Every kind by its name."""

LETTERS: dict[str, str] = {kind.letter: kind.name for kind in KINDS.values() if kind.letter}
"""The kind that a number is of, by the letter it begins with."""


def split_number(ref: str) -> tuple[str, str]:
    """Return the kind that what a person typed names by its letter, and the rest; an empty kind where it names none."""
    typed = ref.strip().removeprefix("#").strip()
    kind = LETTERS.get(typed[:1].upper(), "")
    if kind and typed[1:].strip(" -")[:1].isdigit():
        return kind, typed[1:].strip(" -")
    return "", typed
