"""Problems as a program reads them: field names as the entities', instants in UTC."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from otui.desk.problems.telling import Preview
from otui.desk.views.problems import ProblemRow, ProblemWhole

_INNER = ("level_rank", "queue_id", "owner_id", "id")


def row_json(row: ProblemRow) -> dict[str, Any]:
    """Return a problem of a list."""
    return {name: value for name, value in asdict(row).items() if name not in _INNER}


def whole_json(whole: ProblemWhole) -> dict[str, Any]:
    """Return a problem with all that belongs to it."""
    rest = asdict(whole)
    for name in ("row", "ties", "touched", "history"):
        rest.pop(name)
    return {
        **row_json(whole.row),
        **rest,
        "linked": [
            {
                "kind": tie.kind,
                "record": tie.other,
                "number": tie.number,
                "subject": tie.subject,
                "state": tie.state,
            }
            for tie in whole.ties
        ],
        "open_incidents": [touched_json(one) for one in whole.touched],
    }


def touched_json(one: Any) -> dict[str, Any]:
    """Return an incident that an act on a problem touches."""
    return {name: value for name, value in asdict(one).items() if name != "id"}


def preview_json(found: Preview) -> dict[str, Any]:
    """Return whom an act would touch, and with which words."""
    return {
        "number": found.number,
        "subject": found.subject,
        "messages": [asdict(one) for one in found.reads],
        "tickets": [{**touched_json(one), "told_at": found.told.get(one.id)} for one in found.tickets],
    }
